# SPDX-License-Identifier: Apache-2.0
"""All forms in one place: any of them empty, so many sheets; registers filled from days; a case's own from its page."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from complaintdesk.desk import case_papers, cases, course, handling_papers, prints
from complaintdesk.desk.course import StepDraft
from complaintdesk.desk.form_records import CASE_FORMS
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import CaseKind, EventKind
from complaintdesk.printing.form_files import shipped, shipped_ids
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.form_printing import blank_job, span_job
from complaintdesk.ui.forms_dialog import FILLED, FormsDialog, print_a_form
from complaintdesk.ui.paper_printing import case_paper_job
from complaintdesk.ui.print_preview import PreviewDialog
from complaintdesk.ui.printing import PrintJob, follow_up_job, prepared
from complaintdesk.ui.tabs.sheet_steps import PapersStep
from tests.builders import DeskClock, a_case, a_repair, page, rows
from tests.printing.papers import read_by_pypdf
from tests.ui.conftest import Answers, Show


def text(job: PrintJob) -> str:
    return "".join("".join(read_by_pypdf(job.preview(prepared(job).profile).pdf)).split())


def test_every_form_can_be_chosen_and_comes_out_empty(bridge: Bridge, show: Show) -> None:
    dialog = FormsDialog(show(QWidget()), bridge)
    dialog.show()
    for form in shipped_ids():
        dialog.form.set_value(form)
        assert dialog.form.currentText() == shipped(form).title
        dialog.take()
        assert dialog.print is not None
        assert shipped(form).title in text(blank_job(bridge, form))


def test_so_many_empty_sheets_are_saved_and_noted(
    office: Office, bridge: Bridge, show: Show, answers: Answers, tmp_path: Path
) -> None:
    path = tmp_path / "empty.pdf"

    def choose(dialog: FormsDialog) -> None:
        dialog.accept()
        assert dialog.fields["form"].problem()
        dialog.form.set_value("satisfaction_survey")
        dialog.copies.setText("many")
        dialog.accept()
        assert dialog.fields["copies"].problem() == "How many sheets? A number from 1 to 500."
        dialog.copies.setText("4")

    def save(dialog: PreviewDialog) -> None:
        answers.expect("save_file", path)
        answers.expect("tell")
        dialog.save_pdf()

    answers.expect_dialog(choose)
    answers.expect_dialog(save, accept=False)
    print_a_form(show(QWidget()), bridge)
    assert len(read_by_pypdf(path.read_bytes())) == 4
    assert rows(office, "SELECT form, covers, copy_no, outcome FROM print_record") == [
        ("satisfaction_survey", "空白 ×4", 1, "confirmed")
    ]


def test_days_and_department_are_asked_for_where_a_register_is_filled(
    office: Office, bridge: Bridge, show: Show
) -> None:
    dialog = FormsDialog(show(QWidget()), bridge)
    dialog.show()
    asked = {}
    for form in ("weekly_record", "meeting"):
        dialog.form.set_value(form)
        asked[form] = dialog.fields["way"].isVisible()
    assert asked == {"weekly_record": True, "meeting": False}
    dialog.form.set_value("weekly_record")
    dialog.way.set_value(FILLED)
    dialog.way.changed.emit(FILLED)
    assert [name for name in dialog.fields if dialog.fields[name].isVisible()] == [
        *("form", "way", "from_on", "to_on", "department"),
    ]
    dialog.from_on.setText("2026-11-22")
    dialog.to_on.setText("2026-11-01")
    dialog.accept()
    assert dialog.fields["to_on"].problem() == "The last day lies before the first."
    dialog.from_on.clear()
    dialog.accept()
    assert dialog.fields["from_on"].problem() == "A time is needed here."


@pytest.mark.parametrize("form", ["call_record", "weekly_record"])
def test_a_register_of_days_is_filled_from_the_books(office: Office, bridge: Bridge, form: str) -> None:
    case = a_case(office, CaseKind.COMPLAINT, content="楼上装修太吵")
    today = bridge.local(bridge.now()).date()
    job = span_job(bridge, form, today, today)
    assert case.number in text(job)
    started = job.start("printer", "")
    assert started.copy_no == 1
    assert rows(office, "SELECT form, covers FROM print_record") == [(form, f"{today}")]


def test_a_complaint_has_the_sheets_of_its_handling_among_its_papers(
    office: Office, bridge: Bridge, show: Show
) -> None:
    case, repair = a_case(office, CaseKind.COMPLAINT, content="楼上装修太吵"), a_repair(office)
    names = []
    for each in (case, repair):
        step = PapersStep(bridge, page(office, each.id))
        show(step)
        names.append({step.which.itemText(at) for at in range(step.which.count())})
    titles = {shipped(form).title for form in CASE_FORMS}
    assert titles <= names[0]
    assert not titles & names[1]
    record = office.ask(handling_papers.handling_paper, case.id, office.books)
    for form in CASE_FORMS:
        job = case_paper_job(bridge, record, form)
        assert (job.form, job.title) == (form, f"{shipped(form).title} {case.number}")
        assert "楼上装修太吵" in text(job)


def test_a_further_inspection_of_a_case_is_no_reprint_of_the_first(
    office: Office, bridge: Bridge, clock: DeskClock
) -> None:
    case = a_case(office, CaseKind.COMPLAINT)
    copies = []
    for found in ("", "墙面渗水", "已补缝"):  # the sheet that is taken there, and those of two inspections
        if found:
            office.do(course.tell_step, StepDraft(case.id, EventKind.INSPECTED, found, {"who": "陈工"}))
        for _again in range(2):
            job = case_paper_job(bridge, office.ask(case_papers.inspection_paper, case.id, office.books))
            started = job.start("HP LaserJet", "")
            office.do(prints.confirm, started.id)
            copies.append(started.copy_no)
        clock.later(minutes=5)
    assert copies == [1, 2] * 3


def test_a_complaints_call_back_sheet_has_a_name_of_its_own(office: Office, bridge: Bridge) -> None:
    complaint, repair = a_case(office, CaseKind.COMPLAINT), a_case(office, CaseKind.SUGGESTION)
    titles = []
    for each in (complaint, repair):
        office.do(cases.handle, each.id, "已答复")
        titles.append(text(follow_up_job(bridge, page(office, each.id).follow_ups[0].id)))
    assert ["投诉回访记录表" in each for each in titles] == [True, False]
    assert "回访记录单" in titles[1]
