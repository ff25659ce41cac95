# SPDX-License-Identifier: Apache-2.0
"""The fields an office added to its cases: given, checked, found, put right, in the register and on paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from complaintdesk import fields
from complaintdesk.desk import case_pages, cases, corrections, ending, listing, procedures
from complaintdesk.desk.drafts import CaseCorrection
from complaintdesk.desk.founding import shipped_procedure
from complaintdesk.desk.listing import CaseFilter
from complaintdesk.domain.terms import CaseKind, Channel, Origin, Role
from complaintdesk.errors import MissingFields, UserError
from complaintdesk.sheets.register_out import write_register
from tests.builders import ADMINISTRATOR, NINE, PASSWORD, a_case, a_draft, a_repair, page
from tests.desk.courses import sits_down

OWN = """
[[fields]]
id = "floor"
name = "楼层"
type = "number"
kinds = ["repair", "complaint"]
source = "本处自定"

[[fields]]
id = "moved_in"
name = "入住日期"
type = "date"
source = "本处自定"

[[fields]]
id = "stay"
name = "消费阶段"
type = "choice"
kinds = ["complaint"]
choices = ["消费中", "消费后"]
required = true
source = "本处自定"

[[fields]]
id = "lot"
name = "车位号"
type = "text"
source = "本处自定"
"""
TEXT = shipped_procedure() + OWN
ASKED = (("floor", "１５"), ("lot", " B2-077 "), ("moved_in", "2019年5月3日"), ("stay", "消费后"))
KEPT = {"floor": "15", "lot": "B2-077", "moved_in": "2019-05-03", "stay": "消费后"}


@pytest.fixture
def with_own(office):
    """An office whose rule book has four fields of its own."""
    before = office.staff.name
    office.sign_in(ADMINISTRATOR, PASSWORD)
    office.do(procedures.adopt, TEXT, office.books.in_force_id)
    office.sign_in(before, PASSWORD)
    return office


def found_by(office, words: str) -> list[int]:
    return list(office.ask(listing.case_ids, CaseFilter(text=words), office.now(), None))


def test_what_is_given_is_kept_as_figures_days_and_words(with_own):
    saved = a_case(with_own, own_fields=ASKED)
    case = page(with_own, saved.id).case
    assert case.own_fields == (
        ("楼层", Decimal(15)),
        ("入住日期", date(2019, 5, 3)),
        ("消费阶段", "消费后"),
        ("车位号", "B2-077"),
    )
    assert dict(with_own.ask(corrections.case_draft, saved.id).own_fields) == KEPT


@pytest.mark.parametrize(
    ("field", "words", "said"),
    [
        ("floor", "三层", "A number is expected"),
        ("floor", "1e99", "too long"),
        ("moved_in", "2019-02-30", "no such day"),
        ("moved_in", "昨儿", "昨儿"),
        ("stay", "消费前", "消费中、消费后"),
        ("lot", "x" * 201, "201"),
    ],
)
def test_what_is_no_such_value_is_said_beside_the_field(with_own, field, words, said):
    given = {**dict(ASKED), field: words}
    with pytest.raises(UserError) as refused:
        a_case(with_own, own_fields=tuple(sorted(given.items())))
    assert refused.value.field == f"own:{field}"
    assert said in str(refused.value.text).format(**refused.value.values)


def test_a_day_without_a_year_is_one_of_the_year_of_the_call(with_own):
    saved = a_case(with_own, own_fields=(("moved_in", "5-3"), ("stay", "消费中")))
    assert dict(page(with_own, saved.id).case.own_fields)["入住日期"] == date(NINE.year, 5, 3)


def test_a_required_one_is_asked_for_of_its_kinds_alone_and_not_of_a_paper_note(with_own):
    with pytest.raises(MissingFields) as refused:
        a_case(with_own, own_fields=())
    assert list(refused.value.missing) == ["own:stay"]
    a_case(with_own, CaseKind.REPAIR)
    draft = a_draft(with_own, CaseKind.COMPLAINT, origin=Origin.NOTED)
    with pytest.raises(MissingFields):
        with_own.do(cases.register, draft)


def test_a_field_of_another_kind_is_refused(with_own):
    with pytest.raises(UserError, match="no such field"):
        a_case(with_own, CaseKind.INQUIRY, own_fields=(("floor", "3"),))


def test_a_case_is_found_by_what_stands_in_them(with_own):
    one, other = a_case(with_own, own_fields=ASKED), a_repair(with_own)
    assert found_by(with_own, "B2-077") == [one.id]
    assert found_by(with_own, "消费后") == [one.id]
    version = page(with_own, other.id).case.version
    with_own.do(
        corrections.correct, CaseCorrection(other.id, version, "补记车位", {"own_fields": (("lot", "B3-101"),)})
    )
    assert found_by(with_own, "B3-101") == [other.id]


def test_a_correction_keeps_what_stood_there_and_asks_for_what_is_required(with_own):
    saved = a_case(with_own, own_fields=ASKED)
    version = page(with_own, saved.id).case.version
    wanted = (("floor", "16"), ("stay", "消费后"))
    with_own.do(corrections.correct, CaseCorrection(saved.id, version, "楼层听错", {"own_fields": wanted}))
    now = page(with_own, saved.id)
    assert dict(now.case.own_fields) == {"楼层": Decimal(16), "消费阶段": "消费后"}
    corrected = [event for event in now.events if event.kind.value == "corrected"]
    assert corrected[0].facts == {"own_fields": [KEPT, {"floor": "16", "stay": "消费后"}]}
    with pytest.raises(MissingFields):
        with_own.do(corrections.correct, CaseCorrection(saved.id, now.case.version, "漏", {"own_fields": ()}))
    other = CaseCorrection(saved.id, now.case.version, "来信", {"channel": Channel.LETTER})
    assert with_own.do(corrections.correct, other) is not None


def test_a_case_keeps_its_fields_under_a_rule_book_that_has_none(with_own):
    saved = a_case(with_own, own_fields=ASKED)
    with_own.sign_in(ADMINISTRATOR, PASSWORD)
    with_own.do(procedures.adopt, shipped_procedure(), with_own.books.in_force_id)
    sits_down(with_own, Role.CLERK)
    assert dict(page(with_own, saved.id).case.own_fields)["车位号"] == "B2-077"
    a_case(with_own)


def test_the_same_form_is_saved_once_and_another_value_is_another_form(with_own):
    draft = a_draft(with_own, CaseKind.COMPLAINT, own_fields=ASKED)
    first = with_own.do(cases.register, draft)
    assert with_own.do(cases.register, draft).existing
    with pytest.raises(cases.AlreadySaved):
        with_own.do(cases.register, replace(draft, own_fields=(("stay", "消费中"),)))
    assert with_own.ask(case_pages.cases_between).tolist() == [first.id]


def test_the_register_has_a_column_for_each_with_numbers_and_days(with_own, tmp_path):
    a_case(with_own, own_fields=ASKED)
    a_repair(with_own)
    ids = with_own.ask(case_pages.cases_between)
    path = tmp_path / "register.xlsx"
    with_own.ask(
        lambda session: write_register(
            path,
            case_pages.case_records(session, ids, with_own.books),
            office_name="",
            zone=with_own.zone,
            own_names=with_own.books.own_field_names(session),
        )
    )
    head, one, other = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    at = head.index("楼层")
    assert head[at:] == ["楼层", "入住日期", "消费阶段", "车位号"]
    assert one[at:] == [15.0, date(2019, 5, 3), "消费后", "B2-077"]
    assert other[at:] == ["", "", "", ""]


def test_paper_and_tables_know_them_by_one_name(with_own):
    case = page(with_own, a_case(with_own, own_fields=ASKED).id).case
    written = fields.formatted("{case.own_fields}", case, with_own.zone, "zh_CN")
    assert all(part in written for part in ("楼层", "15", "入住日期", "2019-05-03", "消费后", "B2-077"))


def test_a_matter_that_becomes_another_kind_takes_along_what_that_kind_has(with_own):
    saved = a_case(with_own, own_fields=ASKED)
    draft = ending.TransferDraft(
        case_id=saved.id, token="t", kind=CaseKind.SUGGESTION, category="other", reason="只是建议"
    )
    new = with_own.do(ending.transfer, draft)
    assert dict(page(with_own, new.id).case.own_fields) == {"入住日期": date(2019, 5, 3), "车位号": "B2-077"}


def test_a_time_of_day_in_a_day_is_no_more_than_its_day(with_own):
    saved = a_case(with_own, own_fields=(("moved_in", "2019-05-03 08:30"), ("stay", "消费中")))
    value = dict(page(with_own, saved.id).case.own_fields)["入住日期"]
    assert value == date(2019, 5, 3)
    assert not isinstance(value, datetime)
