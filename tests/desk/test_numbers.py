# SPDX-License-Identifier: Apache-2.0
"""Numbers of cases and slips: one row per kind and year, without gap, never twice (R-REG-04, R-WO-03)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from complaintdesk.desk import cases, corrections, dispatching, finding, number_hits
from complaintdesk.desk.clock import AHEAD, BEHIND, confirm
from complaintdesk.desk.number_hits import NumberHit
from complaintdesk.domain.terms import CaseKind, Role
from complaintdesk.errors import EnvironmentProblem, UserError
from tests.builders import NAME_OF, NINE, PASSWORD, a_case, a_draft, a_repair, a_slip, codes, page, rows, slip

NEW_YEAR = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)  # midnight in the office
SERIES = {
    CaseKind.COMPLAINT: "TS",
    CaseKind.REPAIR: "BX",
    CaseKind.INQUIRY: "ZX",
    CaseKind.SUGGESTION: "JY",
    CaseKind.ASSISTANCE: "QZ",
    CaseKind.SPECIAL_SERVICE: "TY",
}


@pytest.mark.parametrize("kind", CaseKind)
def test_each_kind_has_a_series_of_its_own(office, kind):
    others = [a_case(office, other).number for other in CaseKind if other is not kind]
    assert {number[:2] for number in others} == set(SERIES.values()) - {SERIES[kind]}
    assert [a_case(office, kind).number for _ in range(3)] == [f"{SERIES[kind]}2026-{n:06}" for n in (1, 2, 3)]


def test_a_refused_registration_takes_no_number(office):
    assert a_case(office).number == "TS2026-000001"
    for _ in range(3):
        with pytest.raises(UserError):
            a_case(office, content="")
    assert a_case(office).number == "TS2026-000002"


def test_a_void_case_keeps_its_number(office):
    first = a_case(office)
    office.do(corrections.void, first.id, "重复登记")
    assert a_case(office).number == "TS2026-000002"
    assert page(office, first.id).case.number == "TS2026-000001"


def test_at_new_year_numbers_begin_again_in_the_offices_zone(office, clock):
    clock.now = NEW_YEAR - timedelta(seconds=1)
    assert (a_case(office).number, a_repair(office).number) == ("TS2026-000001", "BX2026-000001")
    late = a_draft(office, CaseKind.COMPLAINT)
    clock.now = NEW_YEAR
    assert a_case(office).number == "TS2027-000001"
    assert office.do(cases.register, late).number == "TS2027-000002", "a call before midnight, saved after"
    assert a_slip(office).number == "WX2027-000001"
    assert codes(office) == []


def test_a_clock_set_back_over_new_year_goes_on_in_the_later_year(office, clock):
    clock.now = NEW_YEAR + timedelta(seconds=10)
    assert (a_case(office).number, a_slip(office).number) == ("TS2027-000001", "WX2027-000001")
    clock.now = NEW_YEAR - timedelta(seconds=100)
    assert (a_case(office).number, a_slip(office).number) == ("TS2027-000002", "WX2027-000002")
    assert a_case(office, CaseKind.INQUIRY).number == "ZX2026-000001", "no number of 2027 was given in this series"
    assert codes(office) == []


def test_a_clock_before_the_last_entry_stops_the_desk(office, clock):
    a_case(office)
    clock.now = NINE - BEHIND
    a_case(office, received_at=clock.now)
    clock.now = NINE - BEHIND - timedelta(seconds=1)
    entries = rows(office, "SELECT count(*) FROM journal")
    with pytest.raises(EnvironmentProblem, match="clock stands before") as refused:
        a_case(office)
    assert str(refused.value.values["last"]) == "2026-10-20 09:00:00+08:00", "as the office's clock says it"
    assert rows(office, "SELECT count(*) FROM journal") == entries
    clock.now = NINE
    assert a_case(office).number == "TS2026-000003"


def test_a_clock_years_ahead_stops_the_desk_before_anything_is_written(office, clock):
    a_case(office)
    clock.now = NINE + AHEAD + timedelta(seconds=1)
    with pytest.raises(EnvironmentProblem, match="over a year after"):
        a_case(office)


def test_the_office_head_confirms_a_clock_that_the_books_contradict(office, clock):
    a_case(office)
    clock.now = NINE - timedelta(days=90)
    office.sign_in(NAME_OF[Role.OFFICE_HEAD], PASSWORD)
    with pytest.raises(EnvironmentProblem, match="clock stands before"):
        a_case(office, received_at=clock.now)
    office.do(confirm)
    assert a_case(office, received_at=clock.now).number == "TS2026-000002"
    assert codes(office) == []


def test_ids_rise_in_order_of_entry(office):
    ids = [a_case(office).id for _ in range(3)]
    assert ids == [10_000_001, 10_000_002, 10_000_003]


def test_the_sheet_of_a_later_round_carries_the_round(office):
    saved = a_case(office)
    office.do(cases.handle, saved.id, "已协调")
    office.do(cases.reopen, saved.id, "仍不满意")
    assert page(office, saved.id).case.sheet_number == "TS2026-000001-2"
    assert page(office, saved.id).case.number == "TS2026-000001"


def found(office, text: str, year: int | None = None) -> NumberHit | None:
    hit: NumberHit | None = office.ask(number_hits.find_number, text, year)
    return hit


def test_a_typed_or_scanned_number_finds_its_case_or_slip(office):
    case = a_repair(office)
    order = a_slip(office, case.id)
    the_case, the_slip = NumberHit("case", case.id), NumberHit("order", order.order_id)
    typed = {"BX2026-000001": the_case, "bx 2026 1": the_case, "ＢＸ2026000001": the_case, "BX2026-000001-2": the_case}
    typed |= {"WX2026-000001": the_slip, "*WX2026-000001*": the_slip, "wx2026-1": the_slip}
    assert {text: found(office, text) for text in typed} == typed
    assert found(office, "wx1", 2026) == the_slip
    assert [found(office, text) for text in ("wx1", "BX2026-000002", "TS2026-000001", "漏水", "")] == [None] * 5


def test_a_voided_slips_number_still_finds_it(office):
    order = a_slip(office)
    office.do(dispatching.void_order, order.order_id, "写坏了")
    assert found(office, order.number) == NumberHit("order", order.order_id)
    assert slip(office, order.order_id).void_reason == "写坏了"
    assert a_slip(office).number == "WX2026-000002"


@pytest.mark.parametrize("typed", ["2", "０００２", "00002", "000002"])
def test_a_running_number_alone_names_the_slips_and_cases_of_this_year_that_have_it(office, clock, typed):
    for _ in range(2):
        a_repair(office)
    clock.later(days=90)
    cases = [a_repair(office).id for _ in range(3)]
    slips = [a_slip(office, each).order_id for each in cases]
    complaints = [a_case(office).id for _ in range(3)]
    named = office.ask(number_hits.named, typed, 2027)
    assert set(named) == {NumberHit("order", slips[1]), NumberHit("case", cases[1]), NumberHit("case", complaints[1])}
    found = {group.kind: list(group.ids) for group in office.ask(finding.find, typed, office.books, office.now())}
    assert set(found["case"][:2]) == {cases[1], complaints[1]}
    assert found["order"][0] == slips[1]


@pytest.mark.parametrize("typed", ["1502", "302", "5678", "0", "9", "1234567", "2.", "x2"])
def test_doors_ends_of_phones_and_other_words_are_no_numbers(office, typed):
    a_repair(office)
    assert office.ask(number_hits.named, typed, 2026) == ()
