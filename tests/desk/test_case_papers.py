# SPDX-License-Identifier: Apache-2.0
"""The papers of a case as they are read from the books, and their prints on record."""

from __future__ import annotations

import pytest

from complaintdesk.desk import case_papers, cases, chasing, clocks, corrections, corrective, course, escalating, prints
from complaintdesk.desk.case_papers import InspectionPaper, ProgressPaper
from complaintdesk.desk.chasing import ChaseDraft
from complaintdesk.desk.corrective import CorrectiveDraft
from complaintdesk.desk.course import StepDraft
from complaintdesk.desk.escalating import EscalationDraft, PassOnDraft
from complaintdesk.desk.liaison import SheetDraft
from complaintdesk.domain.terms import EventKind, PauseReason, ReminderWay, Trigger
from tests.builders import a_case, codes, event_id, rows
from tests.desk.courses import works_by

SHEET = SheetDraft("电梯停运三天", "请两日内修复")


def progress(office, case_id: int) -> ProgressPaper:
    found: ProgressPaper = office.ask(case_papers.progress_paper, case_id, office.books)
    return found


def test_r_esc_11_the_client_may_know_the_whole_course_without_internal_notes(office, clock):
    case_id = a_case(office).id
    clock.later(minutes=10)
    office.do(cases.note, case_id, "内部：业主情绪激动，注意措辞")
    office.do(escalating.pass_on, PassOnDraft(case_id, "engineering", "内部：先别承诺", None, SHEET))
    office.do(escalating.escalate, EscalationDraft(case_id, "deputy", Trigger.CLIENT_ASKS, "内部：业主要找领导"))
    office.do(course.tell_step, StepDraft(case_id, EventKind.INSPECTED, "内部：确有责任", {"who": "陈工"}))
    office.do(clocks.pause, case_id, PauseReason.PARTS, "内部：厂家推诿")
    office.do(cases.answer, case_id, "配件后天到，到货即换")
    mistaken = office.do(cases.answer, case_id, "已经修好")
    office.do(corrections.withdraw, mistaken, "记错案件")
    steps = progress(office, case_id).steps
    assert [(step.what.value, step.words, step.more) for step in steps] == [
        ("registered", "", None),
        ("passed_on", "工程部", None),
        ("escalated", "分管领导", None),
        ("inspected", "", None),
        ("paused", "", PauseReason.PARTS),
        ("answered", "配件后天到，到货即换", None),
    ]
    assert progress(office, case_id).promised_at is None


def test_the_sheets_of_a_case_are_read_with_the_names_of_its_rule_book(office):
    case_id = a_case(office).id
    up = office.do(escalating.escalate, EscalationDraft(case_id, "quality", Trigger.UNSOLVED, "无法解决", SHEET))
    draft = CorrectiveDraft(case_id, "engineering", "电梯困人", "维保超期", "陈工")
    opened = office.do(corrective.open_action, draft)
    papers = office.ask(case_papers.papers_of, case_id, office.books)
    assert [(each.number, each.to, each.goes_up, each.issued_by) for each in papers.liaison] == [
        ("LX2026-000001", "品质管理部", True, "王敏")
    ]
    assert [(each.number, each.department, each.responsible) for each in papers.corrective] == [
        ("JZ2026-000001", "工程部", "陈工")
    ]
    assert office.ask(case_papers.liaison_paper, up.id, office.books) == papers.liaison[0]
    assert office.ask(case_papers.corrective_paper, opened.id, office.books) == papers.corrective[0]


def test_r_wo_11_each_chase_has_its_sheet_with_its_count(office, clock):
    case_id = a_case(office).id
    for words in ("请尽快", "再催"):
        clock.later(minutes=30)
        office.do(chasing.chase, case_id, ChaseDraft("陈工", ReminderWay.PHONE, words, "下午到场"))
    last = office.ask(case_papers.reminder_paper, case_id, event_id(office, case_id, "reminded"), office.books)
    assert (last.count, last.whom, last.way, last.words, last.promise) == (
        2,
        "陈工",
        ReminderWay.PHONE,
        "再催",
        "下午到场",
    )


def test_r_esc_04_an_inspections_sheet_is_the_cases_until_it_is_made(office):
    case_id = a_case(office).id

    def paper() -> InspectionPaper:
        found: InspectionPaper = office.ask(case_papers.inspection_paper, case_id, office.books)
        return found

    assert (paper().id, paper().found, paper().case.id) == (None, "", case_id)
    event = office.do(course.tell_step, StepDraft(case_id, EventKind.INSPECTED, "墙面渗水", {"who": "陈工、业主"}))
    assert (paper().id, paper().found, paper().who) == (event, "墙面渗水", "陈工、业主")


@pytest.mark.parametrize("form", ["liaison", "acknowledgement"])
def test_a_papers_second_print_counts_as_its_second_and_another_forms_does_not(office, form):
    case_id = a_case(office).id
    numbers = []
    for _ in range(2):
        started = office.do(prints.start_sheet, form, case_id, "TS2026-000001", "printer")
        office.do(prints.confirm, started.id)
        numbers.append(started.copy_no)
    assert numbers == [1, 2]
    assert office.do(prints.start_sheet, "progress", case_id, "TS2026-000001", "printer").copy_no == 1
    assert rows(office, "SELECT count(*) FROM print_record WHERE case_id = :id", id=case_id) == [(3,)]
    assert codes(office) == []


def test_the_office_knows_the_codes_of_its_rule_books_forms(office):
    assert office.record.codes == tuple((row.id, row.code) for row in office.procedure.course.forms if row.code)
    works_by(office, "management_centre")
    assert dict(office.record.codes)["corrective"] == "ZC-24/B01"
