# SPDX-License-Identifier: Apache-2.0
"""What becomes of a case's sheets: signed for, answered, void, issued again; a corrective action opened; paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from complaintdesk.desk import case_papers, corrective, liaison
from complaintdesk.desk.case_papers import CasePaper, LiaisonPaper
from complaintdesk.desk.corrective import CorrectiveDraft
from complaintdesk.desk.follow_up_sheets import of_round
from complaintdesk.desk.form_records import CASE_FORMS
from complaintdesk.desk.handling_papers import HandlingPaper, handling_paper
from complaintdesk.desk.pinyin_table import pinyin_table
from complaintdesk.desk.records import CasePage, CaseRecord
from complaintdesk.domain.pinyin import list_keys
from complaintdesk.domain.terms import CaseKind, CaseState, EventKind
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields
from complaintdesk.labels import label, translate
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Choices, TickBox
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import FilterBox, LineInput, TextInput
from complaintdesk.ui.paper_printing import (
    ACKNOWLEDGEMENT,
    form_name,
    print_case_paper,
    print_corrective,
    print_liaison,
)
from complaintdesk.ui.tabs.course_deed import Outcome
from complaintdesk.ui.tabs.tall_step import TallStep
from complaintdesk.ui.time_words import exact_words, moment_words
from complaintdesk.ui.words import Note

SIGN, ANSWER, VOID, AGAIN = "sign", "answer", "void", "again"
HANDLED_ON_PAPER = (CaseKind.COMPLAINT, CaseKind.SUGGESTION)  # with sheets of its handling


class SheetsStep(TallStep):
    """One of the case's 《投诉处理联系单》, and what became of it (R-ESC-01)."""

    def __init__(self, bridge: Bridge, page: CasePage) -> None:
        title = translate("Sheets", "Liaison sheets")
        super().__init__(bridge, page.case, title, translate("CaseSteps", "Save"))
        self._sheets = {each.id: each for each in bridge.ask(case_papers.papers_of, page.case.id, bridge.books).liaison}
        self.which = FilterBox()
        self.which.set_choices([(each.id, self._gist(each)) for each in self._sheets.values()])
        self.what = Choices(
            [
                (SIGN, translate("Sheets", "Signed for")),
                (ANSWER, translate("Sheets", "Answered")),
                (VOID, translate("Sheets", "Void")),
                (AGAIN, translate("Sheets", "Issue again")),
            ],
            wrap=True,
        )
        self.told = Note("", wrap=True)
        self.by = LineInput()
        self.words = TextInput(lines=3)
        self.result = TickBox(translate("Sheets", "It is the department's result"))
        self.add_field(FieldRow(translate("Sheets", "Which sheet"), self.which, above=True), "sheet")
        self.box.addWidget(self.told)
        self.add_field(FieldRow(translate("Sheets", "What became of it"), self.what, above=True), "what")
        by = self.add_field(FieldRow(translate("Sheets", "By whom"), self.by, above=True), "by", lay_out=False)
        self.time = self.time_row()
        self.add_line(by, self.time)
        self.add_field(
            FieldRow(translate("Sheets", "What came back, or why it is void"), self.words, above=True),
            "words",
            "reason",
        )
        self.add_field(FieldRow("", self.result), "result")
        self.which.changed.connect(self._follow)
        self.what.changed.connect(self._ask)
        last = next((each for each in reversed(self._sheets.values()) if not each.void_reason), None)
        self.which.set_value(last.id if last else next(iter(self._sheets), None))
        self._follow()

    def take(self) -> Outcome:
        self.which.settle()
        if self.which.value is None:
            raise MissingFields({"sheet": QT_TRANSLATE_NOOP("errors", "Which sheet?")})
        if self.what.value is None:
            raise MissingFields({"what": QT_TRANSLATE_NOOP("errors", "What became of it?")})
        sheet = self._sheets[self.which.value]
        do, at, by, words = self.bridge.do, self.time.given(), self.by.text(), self.words.text()
        if self.what.value == SIGN:
            do(liaison.sign, sheet.id, by, at)
            said = translate("Sheets", "{number} is signed for.")
        elif self.what.value == ANSWER:
            do(liaison.answer, sheet.id, words, by, is_result=self.result.isChecked(), happened_at=at)
            said = translate("Sheets", "{number} is answered.")
        elif self.what.value == VOID:
            do(liaison.void, sheet.id, words)
            said = translate("Sheets", "{number} is void. The number stays in the books.")
        else:
            issued = do(liaison.issue_again, sheet.id)
            printed = print_liaison(self.bridge, issued.id, self)
            said = translate("Sheets", "Issued again as {number}.").format(number=issued.number)
            return Outcome("\n".join(part for part in (said, printed) if part))
        return Outcome(said.format(number=sheet.number))

    def put(self, typed: Mapping[str, Any]) -> None:
        super().put(typed)
        self._ask()

    def _gist(self, sheet: LiaisonPaper) -> str:
        when = moment_words(sheet.issued_at, self.bridge.now(), self.bridge.zone)
        void = translate("Sheets", "void") if sheet.void_reason else ""
        return " · ".join(part for part in (sheet.number, sheet.to, when, void) if part)

    def _follow(self) -> None:
        """Says how the sheet stands, and proposes what comes next."""
        sheet = self._sheets.get(self.which.value)
        if sheet is None:
            return
        zone = self.bridge.zone
        parts = [sheet.wanted]
        if sheet.signed_at is not None:
            words = translate("Sheets", "signed for by {whom}, {moment}")
            parts.append(words.format(whom=sheet.signed_by, moment=exact_words(sheet.signed_at, zone)))
        if sheet.answered_at is not None:
            words = translate("Sheets", "answered by {whom}, {moment}: {words}")
            moment = exact_words(sheet.answered_at, zone)
            parts.append(words.format(whom=sheet.answered_by, moment=moment, words=sheet.answer))
        if sheet.void_reason:
            parts.append(translate("Sheets", "void: {reason}").format(reason=sheet.void_reason))
        self.told.setText("\n".join(parts))
        if sheet.void_reason:
            self.what.set_value(AGAIN)
        elif sheet.signed_at is None:
            self.what.set_value(SIGN)
        else:
            self.what.set_value(ANSWER)
        self._ask()

    def _ask(self) -> None:
        """Shows what is asked of what became of it."""
        what = self.what.value
        self.fields["by"].setVisible(what in (SIGN, ANSWER))
        self.time.setVisible(what in (SIGN, ANSWER))
        self.fields["words"].setVisible(what in (ANSWER, VOID))
        sheet = self._sheets.get(self.which.value)
        self.fields["result"].setVisible(what == ANSWER and sheet is not None and not sheet.goes_up)


class CorrectiveStep(TallStep):
    """What a 《纠正/预防措施处理单》 says as it is opened (R-CLS-02)."""

    def __init__(self, bridge: Bridge, page: CasePage) -> None:
        title = translate("Sheets", "Corrective action")
        super().__init__(bridge, page.case, title, translate("Sheets", "Open it"))
        self.department = FilterBox()
        rows = bridge.books.departments_for(page.procedure)
        self.department.set_choices([(row.id, row.name, " ".join(list_keys(row.name, pinyin_table()))) for row in rows])
        self.department.set_value(page.case.department or None)
        self.responsible = LineInput()
        self.facts, self.cause = TextInput(lines=2), TextInput(lines=2)
        self.facts.setText(page.case.content)
        self.add_line(
            self.add_field(
                FieldRow(translate("Sheets", "Department"), self.department, above=True), "department", lay_out=False
            ),
            self.add_field(
                FieldRow(translate("Sheets", "Responsible"), self.responsible, above=True),
                "responsible",
                lay_out=False,
            ),
        )
        self.add_field(FieldRow(translate("Sheets", "The facts"), self.facts, above=True), "facts")
        self.add_field(FieldRow(translate("Sheets", "The cause"), self.cause, above=True), "cause")
        self.print = TickBox(translate("Sheets", "Print it: measures and their check are written on it"))
        self.print.setChecked(True)
        self.add_field(FieldRow("", self.print), "print")
        self.time = self.time_row()
        self.box.addWidget(self.time)

    def take(self) -> Outcome:
        self.department.settle()
        if self.department.value is None:
            raise MissingFields({"department": QT_TRANSLATE_NOOP("errors", "Choose the department.")})
        draft = CorrectiveDraft(
            self.case.id,
            self.department.value,
            self.facts.text(),
            self.cause.text(),
            self.responsible.text(),
            self.time.given(),
        )
        issued = self.bridge.do(corrective.open_action, draft)
        said = translate("Sheets", "Opened as {number}.").format(number=issued.number)
        printed = print_corrective(self.bridge, issued.id, self) if self.print.isChecked() else None
        return Outcome("\n".join(part for part in (said, printed) if part))


class PapersStep(TallStep):
    """Which of the case's papers is printed; the course of it can be read out from here (R-ESC-11)."""

    def __init__(self, bridge: Bridge, page: CasePage) -> None:
        title = translate("Sheets", "Papers of this case")
        super().__init__(bridge, page.case, title, translate("Sheets", "Preview and print"))
        self._papers = _papers(bridge, page)
        self.which = FilterBox()
        self.which.set_choices([(at, name) for at, (name, _form, _read) in enumerate(self._papers)])
        self.which.set_value(0)
        self.add_field(FieldRow(translate("Sheets", "Which paper"), self.which, above=True), "paper")
        self.heading = Note(translate("Sheets", "To read out to the client, without internal notes"))
        self.course = Note("", wrap=True)
        self.box.addWidget(self.heading)
        self.box.addWidget(self.course)
        self._tell_course()

    def take(self) -> Outcome:
        self.which.settle()
        if self.which.value is None:
            raise MissingFields({"paper": QT_TRANSLATE_NOOP("errors", "Which paper?")})
        _name, form, read = self._papers[self.which.value]
        printed = print_case_paper(self.bridge, read(), self, form)
        return Outcome(printed or translate("Sheets", "Nothing was printed."))

    def _tell_course(self) -> None:
        progress = self.bridge.ask(case_papers.progress_paper, self.case.id, self.bridge.books)
        self.course.setText("\n".join(progress_lines(progress, self.bridge)))


def progress_lines(progress: case_papers.ProgressPaper, bridge: Bridge) -> list[str]:
    """The course of a case as it is read out to its client."""
    lines = []
    for step in progress.steps:
        more = "" if step.more is None else label(step.more)
        said = "　".join(part for part in (label(step.what), more, step.words) if part)
        lines.append(f"{moment_words(step.at, bridge.now(), bridge.zone)}　{said}")
    if progress.promised_at is not None:
        words = translate("Sheets", "A result is promised for {moment}.")
        lines.append(words.format(moment=exact_words(progress.promised_at, bridge.zone)))
    return lines


Papers = list[tuple[str, str, Callable[[], CasePaper | HandlingPaper | CaseRecord]]]


def _papers(bridge: Bridge, page: CasePage) -> Papers:
    """The papers that this case has: what each is called, its form where the record has several, and how it is read."""
    case_id, ask, books = page.case.id, bridge.ask, bridge.books
    found: list[tuple[str, Callable[[], Any]]] = [
        (form_name("progress"), partial(ask, case_papers.progress_paper, case_id, books)),
        (form_name(ACKNOWLEDGEMENT), partial(_itself, page.case)),
        (form_name("inspection"), partial(ask, case_papers.inspection_paper, case_id, books)),
    ]
    papers = ask(case_papers.papers_of, case_id, books)
    found += [(f"{form_name('liaison')} {sheet.number}", partial(_itself, sheet)) for sheet in papers.liaison]
    found += [(f"{form_name('corrective')} {sheet.number}", partial(_itself, sheet)) for sheet in papers.corrective]
    chases = [event for event in page.events if event.kind is EventKind.REMINDED and not event.withdrawn]
    for event in chases:
        when = moment_words(event.happened_at, bridge.now(), bridge.zone)
        found.append(
            (f"{form_name('reminder')} {when}", partial(ask, case_papers.reminder_paper, case_id, event.id, books))
        )
    handled = page.case.round if page.case.kind in HANDLED_ON_PAPER else 0
    return [(name, "", read) for name, read in found] + [
        (_of_round(form_name(form), page, number), form, partial(ask, handling_paper, case_id, books, number))
        for number in range(handled, 0, -1)
        for form in CASE_FORMS
    ]


def _of_round(name: str, page: CasePage, number: int) -> str:
    """The paper's name, with the number of its sheet where the case has several rounds."""
    return name if page.case.round == 1 else f"{name} {of_round(page.case.number, number)}"


def _itself(paper: Any) -> Any:
    return paper


def has_sheets(page: CasePage) -> bool:
    """Whether a liaison sheet went with any step of the case."""
    return any(event.facts.get("sheet") is not None for event in page.events)


def is_live(page: CasePage) -> bool:
    """Whether the case is in the office's own books, and not void."""
    return bool(page.case.number) and page.case.state is not CaseState.VOID
