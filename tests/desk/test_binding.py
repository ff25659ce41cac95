# SPDX-License-Identifier: Apache-2.0
"""The month's binding list (R-WO-04): every number returned, open, void or missing; signed, and frozen from then on."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from complaintdesk.db.tables import ProcedureVersion
from complaintdesk.desk import binding, corrections, dispatching, procedures, slip_ledger
from complaintdesk.desk.drafts import CaseCorrection
from complaintdesk.domain.terms import BindingState, Role
from complaintdesk.errors import MissingFields, UserError
from tests.builders import (
    NAME_OF,
    PASSWORD,
    a_case,
    a_completion,
    a_repair,
    a_returned_slip,
    a_slip,
    codes,
    page,
    rows,
    staff_id,
)

S = BindingState
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def month(office, day: date = OCTOBER) -> binding.BindingPage:
    found: binding.BindingPage = office.ask(binding.binding_page, day, office.now(), office.zone, office.books)
    return found


def sign(office, day: date = OCTOBER) -> int:
    """Looks through a month's list and signs it."""
    found: int = office.do(binding.sign, day, month(office, day).mark)
    return found


def read(page: binding.BindingPage) -> list[tuple[str, BindingState, str]]:
    return [(line.number[-3:], line.state, line.holder) for line in page.sheet.slips]


def as_supervisor(office) -> None:
    office.sign_in(NAME_OF[Role.SUPERVISOR], PASSWORD)


def lose_a_number(office) -> None:
    """Raises the counter past a number that no slip has, as damage would."""
    with office.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE counter SET last = last + 1 WHERE series = 'WX'")


def a_month(office, clock) -> list[int]:
    """October's slips: one back, one void, one lost, one that is in no book, one out."""
    as_supervisor(office)
    first = a_returned_slip(office).order_id
    void, lost = (a_slip(office).order_id for _ in range(2))
    office.do(dispatching.void_order, void, "写坏了")
    office.do(dispatching.accept, lost, "张师傅")
    office.do(slip_ledger.declare_lost, lost, "小李", "交接时遗失")
    lose_a_number(office)
    out = a_slip(office, a_repair(office, place_text="3号楼").id, "土建班").order_id
    return [first, void, lost, out]


def test_each_number_of_the_month_says_where_its_slip_is(office, clock):
    a_month(office, clock)
    page = month(office)
    assert read(page) == [
        ("001", S.RETURNED, "张师傅"),
        ("002", S.VOID, "水电班"),
        ("003", S.MISSING, "小李"),
        ("004", S.MISSING, NAME_OF[Role.SUPERVISOR]),
        ("005", S.OPEN, "土建班"),
    ]
    assert [line.reason for line in page.sheet.slips] == [
        *("", "写坏了", "交接时遗失", f"账上没有这个编号，前一号由{NAME_OF[Role.SUPERVISOR]}开出", ""),
    ]
    sheet = page.sheet
    assert (sheet.numbers, sheet.returned, sheet.open, sheet.void, sheet.missing) == (5, 1, 1, 1, 2)
    assert (sheet.slips[0].parts, sheet.slips[3].issued_at, sheet.slips[4].place) == (("客服联",), None, "3号楼")
    assert (page.list_id, page.over) == (None, False)


def test_numbers_lost_at_the_end_belong_to_the_newest_month(office, clock):
    a_slip(office)
    lose_a_number(office)
    assert read(month(office))[1:] == [("002", S.MISSING, "王敏")]
    clock.later(days=20)
    a_slip(office)
    assert [number for number, _state, _who in read(month(office))] == ["001"]
    assert [number for number, _state, _who in read(month(office, NOVEMBER))] == ["002", "003"]


def test_a_signed_list_stays_as_it_was_and_what_came_back_later_stands_beside_it(office, clock):
    *_, lost, out = a_month(office, clock)
    clock.later(days=14)
    list_id = sign(office)
    signed = month(office)
    assert (signed.list_id, signed.sheet.signed_by, signed.sheet.signed_at) == (
        list_id,
        NAME_OF[Role.SUPERVISOR],
        clock.now,
    )
    clock.later(days=1)
    office.do(slip_ledger.book_back, lost, ("desk",), "小李")
    office.do(dispatching.void_order, out, "业主取消")
    later = month(office)
    assert later.sheet == signed.sheet
    assert read(later)[2] == ("003", S.MISSING, "小李")
    assert {number[-3:]: [part.brought_by for part in parts] for number, parts in later.later.items()} == {
        "003": ["小李"]
    }
    assert [line.state for line in later.now.slips] == [S.RETURNED, S.VOID, S.RETURNED, S.MISSING, S.VOID]
    assert codes(office) == ["number_missing"]


def test_a_month_is_signed_when_it_is_over_and_once(office, clock):
    a_slip(office)
    as_supervisor(office)
    with pytest.raises(UserError, match="not over"):
        sign(office)
    clock.now = datetime(2026, 10, 31, 16, 0, tzinfo=UTC)  # midnight of 1 November in the office
    sign(office, date(2026, 10, 20))
    with pytest.raises(UserError, match="signed already"):
        sign(office)
    clock.later(days=60)
    with pytest.raises(UserError, match="No slip"):
        sign(office, NOVEMBER)


def test_a_signature_is_taken_back_and_stays_in_the_books(office, clock):
    a_slip(office)
    as_supervisor(office)
    clock.later(days=20)
    first = sign(office)
    with pytest.raises(MissingFields):
        office.do(binding.void, first, "")
    office.do(binding.void, first, "还有单没回")
    page = month(office)
    assert (page.list_id, [each.reason for each in page.taken_back]) == (None, ["还有单没回"])
    second = sign(office)
    assert second != first
    assert rows(office, "SELECT count(*) FROM binding_list") == [(2,)]


def test_what_is_lost_after_the_signature_stands_beside_the_list(office, clock):
    """R-WO-04: out when the list was signed, declared lost later."""
    out, lost = a_slip(office).order_id, a_slip(office).order_id
    as_supervisor(office)

    def red() -> list[int]:
        return [each.missing for each in office.ask(binding.binding_months, office.now(), office.zone)]

    office.do(slip_ledger.declare_lost, lost, "小李", "交接时遗失")
    assert red() == [1], "before anybody signs, too"
    clock.later(days=20)
    sign(office)
    assert (red(), month(office).missing_since) == ([1], ())
    clock.later(days=1)
    office.do(slip_ledger.declare_lost, out, "张师傅", "现场遗失")
    assert red() == [2]
    page = month(office)
    assert (page.sheet.missing, [(line.number[-3:], line.holder) for line in page.missing_since]) == (
        *(1, [("001", "张师傅")]),
    )
    (loss,) = rows(office, f"SELECT id FROM slip_loss WHERE order_id = {lost}")
    office.do(slip_ledger.take_back_loss, loss[0], "看错了")
    office.do(slip_ledger.declare_lost, lost, "小李", "还是没有")
    assert red() == [2], "what was missing on the signed list is one slip, however often it is declared"


def test_nobody_signs_another_list_than_the_one_they_looked_through(office, clock):
    out = a_slip(office).order_id
    as_supervisor(office)
    clock.later(days=20)
    looked_through = month(office)
    office.do(slip_ledger.declare_lost, out, "张师傅", "现场遗失")
    with pytest.raises(UserError, match="has changed"):
        office.do(binding.sign, OCTOBER, looked_through.mark)
    sign(office)
    assert month(office).sheet.missing == 1


def test_a_slip_that_was_voided_because_it_is_lost_stays_missing(office, clock):
    """R-WO-04: its case goes on with another slip; the paper is nowhere all the same."""
    a_slip(office)
    as_supervisor(office)
    ((order_id,),) = rows(office, "SELECT id FROM work_order")
    loss = office.do(slip_ledger.declare_lost, order_id, "小李", "交接时遗失")
    office.do(dispatching.void_order, order_id, "另开一张")
    [line] = month(office).sheet.slips
    assert (line.state, line.holder, line.reason) == (S.MISSING, "小李", "交接时遗失；另开一张")
    office.do(slip_ledger.take_back_loss, loss, "在抽屉里")
    assert read(month(office)) == [("001", S.VOID, "水电班")]


def test_a_month_without_slips_is_not_to_be_signed(office, clock):
    a_slip(office)
    clock.later(days=70)
    a_slip(office)
    as_supervisor(office)
    clock.later(days=40)
    months = office.ask(binding.binding_months, office.now(), office.zone)
    assert [each.month for each in months] == [date(2026, 12, 1), OCTOBER]
    assert office.ask(binding.unsigned_months, office.now(), office.zone) == 2
    for each in months:
        sign(office, each.month)
    assert office.ask(binding.unsigned_months, office.now(), office.zone) == 0


def test_a_signed_list_keeps_place_and_parts_as_they_were_called(office, clock):
    case = a_repair(office, place_text="3号楼")
    a_returned_slip(office, case.id)
    as_supervisor(office)
    clock.later(days=20)
    sign(office)
    signed = month(office).sheet
    version = page(office, case.id).case.version
    office.do(corrections.correct, CaseCorrection(case.id, version, "记错", {"place_text": "5号楼"}))
    office.sign_in(NAME_OF[Role.OFFICE_HEAD], PASSWORD)
    text = office.ask(lambda session: session.get_one(ProcedureVersion, office.books.in_force_id).text)
    office.do(procedures.adopt, text.replace('name = "客服联"', 'name = "存根联"'), office.books.in_force_id)
    later = month(office)
    assert later.sheet == signed
    assert (signed.slips[0].place, signed.slips[0].parts) == ("3号楼", ("客服联",))
    assert (later.now.slips[0].place, later.now.slips[0].parts) == ("5号楼", ("存根联",))


@pytest.mark.parametrize("role", [Role.CLERK, Role.ENGINEERING, Role.FINANCE])
def test_below_a_supervisor_nobody_signs(office, clock, role):
    a_slip(office)
    clock.later(days=20)
    office.sign_in(NAME_OF[role], PASSWORD)
    with pytest.raises(UserError, match="no right"):
        sign(office)


def test_the_register_of_a_year_is_bound_month_by_month_with_one_slip_missing(office, clock):
    """Slips over a whole year, some back in a later month; one is lost in May. Every number stands on one list."""
    as_supervisor(office)
    clock.now = datetime(2027, 1, 1, 1, 0, tzinfo=UTC)
    out: list[int] = []
    lost = 0
    for day in range(365):
        if day % 2:
            out.append(a_slip(office).order_id)
        if day % 9 == 8:
            office.do(dispatching.void_order, a_slip(office).order_id, "写坏了")
        if len(out) > 3 and day % 2 == 0:
            order_id = out.pop(0)
            done = {"accepted_at": clock.now, "arrived_at": clock.now, "completed_at": clock.now}
            office.do(dispatching.complete, a_completion(office, order_id, **done))
            if clock.now.month == 5 and not lost:
                lost = order_id
                office.do(slip_ledger.declare_lost, lost, "张师傅", "现场遗失")
            else:
                office.do(slip_ledger.book_back, order_id, ("desk",), "张师傅")
        clock.later(days=1)
    clock.now = datetime(2028, 1, 3, 1, 0, tzinfo=UTC)
    months = office.ask(binding.binding_months, office.now(), office.zone)
    assert [each.month for each in months] == [date(2027, 12 - at, 1) for at in range(12)]
    for each in reversed(months):
        sign(office, each.month)
    pages = [month(office, each.month) for each in reversed(months)]
    lines = [line for page in pages for line in page.sheet.slips]
    assert [line.number for line in lines] == [f"WX2027-{at:06}" for at in range(1, len(lines) + 1)]
    assert len(lines) == rows(office, "SELECT count(*) FROM work_order")[0][0]
    missing = [line for line in lines if line.state is S.MISSING]
    assert [(line.holder, line.reason) for line in missing] == [("张师傅", "现场遗失")]
    states = Counter(line.state for line in lines)
    assert states[S.VOID] == 40
    assert states[S.OPEN] == len(out)
    assert [each.missing for each in office.ask(binding.binding_months, office.now(), office.zone)].count(1) == 1
    assert office.ask(binding.unsigned_months, office.now(), office.zone) == 0
    assert codes(office) == []


def test_the_place_of_a_complaint_in_confidence_is_hidden_on_the_list_from_whom_it_is_about(office, clock):
    about = staff_id(office, NAME_OF[Role.CLERK])
    case = a_case(office, place_text="3号楼", confidential=True, about_staff_id=about)
    as_supervisor(office)
    a_slip(office, case.id)
    clock.later(days=20)
    sign(office)
    assert month(office).sheet.slips[0].place == "3号楼"
    office.sign_in(NAME_OF[Role.CLERK], PASSWORD)
    assert month(office).sheet.slips[0].place == ""
