# SPDX-License-Identifier: Apache-2.0
"""An office that goes over to any other rule book: what came in before keeps its names, its limits and its papers."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdf
import pytest
import python_calamine

from complaintdesk import fields
from complaintdesk.desk import (
    case_pages,
    cases,
    clocks,
    corrections,
    dispatching,
    due_soon,
    explaining,
    finding,
    follow_up_lists,
    follow_up_sheets,
    follow_ups,
    judging,
    listing,
    order_lists,
    order_pages,
    people,
    procedures,
    staffing,
)
from complaintdesk.desk.backup import backup
from complaintdesk.desk.drafts import CaseCorrection, SlipFacts
from complaintdesk.desk.follow_ups import FollowUpDraft
from complaintdesk.desk.office import Office
from complaintdesk.desk.records import OfficeRecord
from complaintdesk.desk.restoring import restore
from complaintdesk.desk.rule_books import CATEGORIES, COMMITMENTS, DEPARTMENTS, FOLLOW_UPS
from complaintdesk.desk.statistics import By, MonthFigures, ShareKind, cases_behind, month_figures
from complaintdesk.domain.lifecycle import OPEN_STATES as OPEN
from complaintdesk.domain.numbering import Number
from complaintdesk.domain.procedure import parse_procedure
from complaintdesk.domain.ratios import Ratio
from complaintdesk.domain.terms import (
    CaseKind,
    CaseState,
    EventKind,
    FollowUpWay,
    OrderState,
    PauseReason,
    Rating,
    Role,
    Warranty,
)
from complaintdesk.errors import UserError
from complaintdesk.paths import shipped
from complaintdesk.printing.forms import render, render_register, render_slip
from complaintdesk.printing.month_report import render_month
from complaintdesk.sheets.register_out import write_register
from complaintdesk.sheets.report_out import write_report
from tests.builders import (
    ADMINISTRATOR,
    NINE,
    PASSWORD,
    DeskClock,
    a_case,
    a_case_in_force,
    a_completion,
    a_household,
    a_repair,
    a_returned_slip,
    a_slip,
    codes,
    event_id,
    limits,
    page,
    rows,
    slip,
    staff_id,
)

TEXTS = {path.stem: path.read_text("utf-8") for path in sorted(shipped("resources", "procedures").glob("*.toml"))}
OTHERS = [name for name in TEXTS if name != "general"]


def adopt(office: Office, text: str) -> None:
    """The head of the office puts another rule book in force; whoever sat at the desk sits there again."""
    before = office.staff
    assert before is not None
    office.sign_in("赵主任", PASSWORD)
    office.do(procedures.adopt, text, office.books.in_force_id)
    office.sign_in(before.name, PASSWORD)


@pytest.fixture
def used(office: Office, clock: DeskClock) -> Office:
    """An office that worked under 综合规程 for a morning: of every kind a case, slips in all states, follow-ups."""
    place = a_household(office)
    repair = a_repair(office, place_id=place, appointment_from=NINE + timedelta(hours=6))
    a_slip(office, repair.id, "电梯班")
    done = a_repair(office, category="roof_leak", public_area=True)
    a_returned_slip(office, done.id)
    begun = a_slip(office, a_repair(office, category="lift_failure").id, "土建班")
    office.do(dispatching.accept, begun.order_id, "张师傅")
    complaint = a_case(office, level_criteria=("compensation", "regulator"), category="unauthorised_building")
    office.do(cases.report, complaint.id, staff_id(office, "赵主任"))
    office.do(cases.answer, complaint.id, "已答复")
    office.do(cases.handle, complaint.id, "已协调")
    a_case(office, CaseKind.INQUIRY, category="management_fee")
    a_case(office, CaseKind.SUGGESTION, category="public_greening")
    a_case(office, CaseKind.ASSISTANCE, category="vehicle_scratched")
    service = {"service_from": NINE, "service_to": NINE + timedelta(hours=2), "category": "indoor_cleaning"}
    a_returned_slip(office, a_case(office, CaseKind.SPECIAL_SERVICE, **service).id)
    clock.later(minutes=10)
    return office


def all_cases(office: Office) -> list[int]:
    return list(office.ask(case_pages.cases_between))


def everything(office: Office) -> dict[str, Any]:
    """What lists, pages, searches and reminders show of what is in the books, and why each limit ends when it does."""
    ask, books, now = office.ask, office.books, office.now()
    ids = all_cases(office)
    orders = [row[0] for row in rows(office, "SELECT id FROM work_order ORDER BY id")]
    calls = [row[0] for row in rows(office, "SELECT id FROM follow_up ORDER BY id")]
    places = [row[0] for row in rows(office, "SELECT id FROM place ORDER BY id")]
    assert len(ids) > 7
    assert orders
    assert calls
    assert places
    return {
        "cases": ask(listing.case_rows, ids, books),
        "slips": ask(order_lists.order_rows, orders, books),
        "queue": ask(follow_up_lists.follow_up_rows, calls, books),
        "pages": [ask(case_pages.case_page, each, books) for each in ids],
        "slip pages": [ask(order_pages.order_record, each, books) for each in orders],
        "sheets": [ask(follow_up_sheets.follow_up_sheet, each, books) for each in calls],
        "households": [ask(people.place_page, each, books) for each in places],
        "due": ask(due_soon.due_things, books, now + timedelta(days=9), office.zone, Role.SUPERVISOR),
        "found": ask(finding.find, "漏水", books, now),
        "why": [ask(explaining.why, each, office.procedure_of, office.calendar_of, office.zone) for each in ids],
    }


def papers(office: Office, record: OfficeRecord, folder: Path) -> dict[str, Any]:
    """The words of every paper and sheet of the books; `record` is the office's head as it was when it began."""
    folder.mkdir()
    ids, books = all_cases(office), office.books
    facts: dict[str, Any] = {"office": record, "printed_by": "王敏", "printed_at": NINE, "zone": office.zone}
    days = NINE.date(), NINE.date()
    found: dict[str, Any] = {}
    for number, order in rows(office, "SELECT number, id FROM work_order"):
        found[number] = words(render_slip(slip(office, order), **facts).pdf)
    for (one,) in rows(office, "SELECT id FROM follow_up"):
        sheet = office.ask(follow_up_sheets.follow_up_sheet, one, books)
        found[f"follow-up {one}"] = words(render("follow_up", sheet, **facts).pdf)
    records = office.ask(lambda session: tuple(case_pages.case_records(session, ids, books)))
    found["register"] = words(render_register(*days, records, **facts).pdf)
    write_register(folder / "register.xlsx", records, office_name=record.name, zone=office.zone)
    found["register in Excel"] = sheet_words(folder / "register.xlsx")
    return found


def words(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def sheet_words(path: Path) -> list[Any]:
    book = python_calamine.CalamineWorkbook.from_path(path)
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def figures(office: Office) -> MonthFigures:
    local = NINE.astimezone(office.zone)
    return office.ask(month_figures, local.year, local.month, office.now(), office.books)


def told_by(found: MonthFigures) -> dict[str, Any]:
    """The month's counts without names: they are the same whatever rule book is in force."""
    return {
        "cases": found.cases,
        "shares": {share.kind: share.ratio for share in found.shares},
        "limits": {each.key: (each.in_time.count, each.late.count, each.undecided.count) for each in found.limits},
        "follow-ups": {each.key: each.share for each in found.follow_ups if each.decided.count or each.to_make.count},
        "kinds": [row.now.count for row in found.by(By.KIND).rows],
        "flow": found.flow.figures[-1].count,
    }


def test_what_came_in_before_reads_as_it_did_under_each_of_the_others(used, clock, tmp_path):
    record = used.record
    before, printed, counted = everything(used), papers(used, record, tmp_path / "before"), told_by(figures(used))
    for name in OTHERS:
        adopt(used, TEXTS[name])
        assert used.procedure.id == name
        assert everything(used) == before
        assert told_by(figures(used)) == counted
    assert papers(used, record, tmp_path / "after") == printed
    assert codes(used) == []


def test_figures_over_all_of_them_add_up_and_every_name_is_one_of_theirs(used, clock, tmp_path):
    for name in OTHERS:
        clock.later(minutes=1)
        adopt(used, TEXTS[name])
        a_case_in_force(used)
    found, books = figures(used), [parse_procedure(text) for text in TEXTS.values()]
    for by, rows_of in ((By.CATEGORY, CATEGORIES), (By.DEPARTMENT, DEPARTMENTS)):
        known = {row.name for book in books for row in rows_of(book)}
        assert {row.name for row in found.by(by).rows} <= known | {""}
        assert sum(row.now.count for row in found.by(by).upper) == found.by(by).total.now.count == found.cases
    assert sum(each.count for row in found.categories for each in row.kinds.values()) == found.cases
    assert {each.name for each in found.limits} <= {row.name for book in books for row in COMMITMENTS(book)}
    assert {each.name for each in found.follow_ups} <= {row.name for book in books for row in FOLLOW_UPS(book)}
    for figure in found.figures:
        assert len(used.ask(cases_behind, figure.behind, used.books)) == figure.count
    write_report(tmp_path / "month.xlsx", found, office_name="处", zone=used.zone)
    assert sheet_words(tmp_path / "month.xlsx")
    facts: dict[str, Any] = {"office": used.record, "printed_by": "王敏", "printed_at": NINE, "zone": used.zone}
    assert words(render_month(found, **facts).pdf)
    everything(used)
    assert codes(used) == []


@pytest.mark.parametrize("name", OTHERS)
def test_work_goes_on_with_what_came_in_before(used, clock, name):
    """Its own rule book's categories and limits, the teams of the one in force."""
    adopt(used, TEXTS[name])
    team, general = used.procedure.teams[-1], parse_procedure(TEXTS["general"])
    for record in used.ask(lambda session: tuple(case_pages.case_records(session, all_cases(used), used.books))):
        clock.later(minutes=1)
        for order in record.orders:
            if order.state is not OrderState.RETURNED:
                used.do(dispatching.complete, a_completion(used, order.id))
                used.do(dispatching.return_slip, order.id)
        facts = SlipFacts(Warranty.OVER)
        issued = used.do(dispatching.dispatch, record.id, team.id, "", facts) if record.state in OPEN else None
        if issued is not None:
            assert slip(used, issued.order_id).team_name == team.name
            used.do(dispatching.complete, a_completion(used, issued.order_id))
            used.do(dispatching.return_slip, issued.order_id)
            change = CaseCorrection(record.id, page(used, record.id).case.version, "登记有误", {"category": "incident"})
            used.do(corrections.correct, change)
            assert page(used, record.id).case.category_name == general.category("incident").name
            used.do(cases.answer, record.id, "已答复")
            used.do(cases.handle, record.id, "已办理")
        assert {each.key for each in page(used, record.id).commitments} <= {row.id for row in general.commitments}
    call_back_all(used)
    for case_id in all_cases(used):
        if page(used, case_id).case.state is CaseState.HANDLED:
            used.do(cases.close, case_id, content=True)
            used.do(cases.reopen, case_id, "又坏了")
            used.do(corrections.withdraw, event_id(used, case_id, "reopened"), "记错了")
    assert {page(used, each).case.state for each in all_cases(used)} == {CaseState.CLOSED}
    everything(used)
    assert codes(used) == []


def call_back_all(office: Office) -> None:
    """Makes every follow-up that must be made."""
    for (one,) in rows(office, "SELECT id FROM follow_up WHERE required AND done_at IS NULL AND dropped_at IS NULL"):
        office.do(follow_ups.record, FollowUpDraft(one, FollowUpWay.PHONE, Rating.CONTENT, "满意"))


@pytest.mark.parametrize(("first", "second"), list(pairwise([*OTHERS, OTHERS[0]])))
def test_an_office_may_go_over_to_any_other_and_back(office, clock, first, second):
    """A case of each of the first one's kinds keeps all its names under the second, and under the first again."""
    adopt(office, TEXTS[first])
    ids = [a_case_in_force(office, kind.id).id for kind in office.procedure.kinds]
    a_slip(office, ids[0], office.procedure.teams[0].id)
    clock.later(minutes=1)

    def shown() -> tuple[Any, ...]:
        pages = [page(office, each) for each in ids]
        return office.ask(listing.case_rows, ids, office.books), [(each.case, each.commitments) for each in pages]

    before = shown()
    for text in (TEXTS[second], TEXTS[first]):
        adopt(office, text)
        assert shown() == before
        figures(office)
        clock.later(minutes=1)
    assert codes(office) == []


def test_a_team_that_was_called_otherwise_when_its_slip_was_issued_keeps_that_name_on_it(office, clock):
    early = a_slip(office)
    clock.later(minutes=1)
    adopt(office, TEXTS["general"].replace('name = "水电班"', 'name = "机电班"'))
    clock.later(minutes=1)
    late = a_slip(office, team="机电班")
    clock.later(minutes=1)
    adopt(office, TEXTS["hotel"])
    assert [slip(office, each.order_id).team_name for each in (early, late)] == ["水电班", "机电班"]
    listed = office.ask(order_lists.order_rows, [early.order_id, late.order_id], office.books)
    assert [row.team_name for row in listed] == ["水电班", "机电班"]


def test_a_limit_counts_in_the_rate_as_the_rule_book_says_that_its_case_came_in_under(office, clock):
    """R-ST-01: a slip of before is judged by its own limits, though the newer rule book counts none of them."""
    a_returned_slip(office)
    adopt(office, TEXTS["general"].replace("in_rate = true\n", ""))
    a_returned_slip(office)
    found = figures(office)
    assert found.share(ShareKind.TIMELINESS).ratio == Ratio(1, 1)
    assert found.slips_without_limit.count == 1


def test_a_correction_takes_no_category_that_only_todays_rule_book_has(office):
    case = a_repair(office)
    adopt(office, TEXTS["hotel"])
    ours, theirs = ({row.id for row in parse_procedure(TEXTS[each]).categories} for each in ("general", "hotel"))
    with pytest.raises(UserError) as refused:
        office.do(corrections.correct, CaseCorrection(case.id, 1, "归错类", {"category": min(theirs - ours)}))
    assert refused.value.field == "category"


def test_who_left_keeps_the_team_of_an_earlier_rule_book(office):
    office.sign_in(ADMINISTRATOR, PASSWORD)
    chen = staff_id(office, "陈工")
    edit = office.ask(staffing.staff_edit, chen)
    office.do(staffing.edit, replace(edit, team="水电班"))
    office.do(staffing.leave, chen, NINE.date())
    adopt(office, TEXTS["hotel"])
    everyone = office.ask(staffing.staff_list, office.books, with_left=True)
    assert {each.team_name for each in everyone} == {"", "水电班"}


def test_a_list_says_what_a_limit_waits_for_and_shows_what_runs_first(office):
    """R-T-07: 等配件 is not late, and what does not wait comes before it."""
    case = a_repair(office)
    first = limits(office, case.id)["deliver_slip"]
    assert (first.step, first.waits_for, first.paused_at) == (EventKind.ACCEPTED, None, None)
    assert first.first_due_at == first.due_at
    office.do(clocks.pause, case.id, PauseReason.PARTS, "等角阀到货")
    (row,) = office.ask(listing.case_rows, [case.id], office.books)
    waiting = {key for key, each in limits(office, case.id).items() if each.waits_for is PauseReason.PARTS}
    assert page(office, case.id).case.waits_for is PauseReason.PARTS
    assert waiting
    assert row.due is not None
    assert (row.due.key in waiting) is (waiting == limits(office, case.id).keys())


def test_after_a_restore_numbers_of_an_earlier_rule_books_series_are_not_given_again(office, clock):
    """A kind that is registered no longer may be so again: what stands on paper by then is taken as void."""
    a_case(office, CaseKind.SPECIAL_SERVICE, category="indoor_cleaning")
    clock.later(minutes=1)
    adopt(office, TEXTS["car_dealer"])
    assert CaseKind.SPECIAL_SERVICE not in {row.id for row in office.procedure.kinds}
    done, path = backup(office), office.database.location
    office.close()
    assert "TY" in done.manifest.series
    back = restore(done.path, path, staff="王敏", password=PASSWORD, clock=clock, highest=(Number("TY", 2026, 3),))
    assert back.taken == 2
    adopt(back.office, TEXTS["general"])
    again = a_case(back.office, CaseKind.SPECIAL_SERVICE, category="indoor_cleaning")
    assert again.number == "TY2026-000004"
    assert codes(back.office) == []
    back.office.close()


def test_a_record_says_what_was_judged_and_who_follows_it_up(office, clock):
    """R-CLS-01, R-CB-08, R-REG-06, R-ESC-12: each fact has its name in the catalogue."""
    adopt(office, TEXTS["it_complaints"])
    saved = a_case_in_force(office, CaseKind.COMPLAINT)
    record = page(office, saved.id).case
    assert (record.valid, record.hard, record.follower, record.promised_at) == (None, False, "王敏", None)
    office.do(judging.check, saved.id, True, "属实")
    office.do(judging.harden, saved.id, True, "牵涉面广")
    office.do(judging.hand_over, saved.id, staff_id(office, "李静"), "换班")
    until = office.now() + timedelta(hours=5)
    office.do(clocks.promise, saved.id, until, "五小时内答复", True)
    record = page(office, saved.id).case
    assert (record.valid, record.hard, record.follower, record.promised_at) == (True, True, "李静", until)
    assert record.first_contact == "王敏"
    assert record.own_fields == (("投诉级别", "正常投诉"),)
    assert fields.cell("case.follower", record, office.zone) == "李静"
    assert fields.formatted("{case.own_fields}", record, office.zone, "zh_CN") == "投诉级别：正常投诉"
    mine = listing.CaseFilter("mine")
    assert list(office.ask(listing.case_ids, mine, office.now(), staff_id(office, "李静"))) == [saved.id]
    assert list(office.ask(listing.case_ids, mine, office.now(), staff_id(office, "王敏"))) == []
    assert office.ask(staffing.open_first_contacts, staff_id(office, "李静")) == (saved.number,)
