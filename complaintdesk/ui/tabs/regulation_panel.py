# SPDX-License-Identifier: Apache-2.0
"""The chosen regulation to be read, and the area in which regulations are written and changed (R-OWN-07)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt

from complaintdesk.desk import attachments, regulations
from complaintdesk.desk.regulations import TEXT_ROOM, RegulationDraft, RegulationRecord
from complaintdesk.errors import Conflict
from complaintdesk.labels import translate
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.conflicts import both, say_both
from complaintdesk.ui.day_input import DayInput, day_text
from complaintdesk.ui.facts import Fact
from complaintdesk.ui.file_target import FileTarget
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import LineInput, TextInput
from complaintdesk.ui.pending_files import PendingFiles
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs.book_panel import ADD, EDIT, VOID, BookPanel
from complaintdesk.ui.tabs.case_words import joined
from complaintdesk.ui.tabs.day_steps import ReasonForm
from complaintdesk.ui.tabs.kept_files import KeptFiles
from complaintdesk.ui.time_words import moment_words
from complaintdesk.ui.words import Row, Text

VOID_FILE = "void_file"


class RegulationForm(StepForm):
    """Writes or changes one regulation: its words, its file, or both."""

    whole = True

    def __init__(self, bridge: Bridge, draft: RegulationDraft) -> None:
        new, change = translate("RegulationForm", "A new regulation"), translate("RegulationForm", "Change it")
        super().__init__(change if draft.id else new, translate("RegulationForm", "Save"))
        self._bridge, self._read = bridge, draft
        self.heading = LineInput(placeholder=translate("RegulationForm", "Rules for first contact"))
        self.number = LineInput(placeholder="KF-04")
        self.effective_on = DayInput(bridge.office.zone, "effective_on")
        self.text = TextInput(
            lines=14, limit=TEXT_ROOM, placeholder=translate("RegulationForm", "Its words, to be found by and read")
        )
        self.files = PendingFiles(bridge)
        names = _names()
        row = Row()
        for name, box, share in (
            ("title", self.heading, 3),
            ("number", self.number, 1),
            ("effective_on", self.effective_on, 1),
        ):
            field = FieldRow(names[name], box, above=True)
            row.addWidget(self.add_field(field, name, lay_out=False), share, Qt.AlignmentFlag.AlignTop)
        self.box.addLayout(row)
        self.add_field(FieldRow(names["text"], self.text, above=True), "text")
        self.add_field(FieldRow(translate("RegulationForm", "Files"), self.files, above=True), "files")
        self.fields["files"].setVisible(bridge.may(attachments.attach_stored))
        FileTarget(self, lambda: bridge.may(attachments.attach_stored), self.files.offer)
        self.box.addStretch(1)
        self._fill(draft)

    def take(self) -> int:
        return self._bridge.do(regulations.save, self._draft())

    def show_conflict(self, conflict: Conflict) -> None:
        """Shows in what the two differ, and lets a person choose."""
        theirs, mine = conflict.theirs, conflict.mine
        pairs = [(words, *_both_texts(theirs, mine, name)) for name, words in _names().items()]
        lines = [both(words, one, other) for words, one, other in pairs if one != other]

        def keep_mine() -> None:
            self._read = replace(self._read, version=theirs.version)
            self.submit()

        def take_theirs() -> None:
            self._read = theirs
            self._fill(theirs)
            self.banner.clear()

        say_both(self.banner, conflict, lines, keep_mine, take_theirs)

    def _draft(self) -> RegulationDraft:
        return replace(
            self._read,
            title=self.heading.text(),
            number=self.number.text(),
            text=self.text.text(),
            effective_on=self.effective_on.day(),
            files=tuple(self.files.files),
        )

    def _fill(self, draft: RegulationDraft) -> None:
        self.heading.setText(draft.title)
        self.number.setText(draft.number)
        self.text.setText(draft.text)
        self.effective_on.set_day(draft.effective_on)


class RegulationPanel(BookPanel):
    """Shows one regulation, its words in a size to be read."""

    record: RegulationRecord | None

    def __init__(self, bridge: Bridge) -> None:
        nothing = translate("RegulationPanel", "Choose a regulation to read it, or look for one with Ctrl+F.")
        super().__init__(bridge, "regulation/", nothing, take_out=translate("RegulationPanel", "Take away…"))
        self.files = KeptFiles(bridge)
        self.files.taken_out.connect(lambda file_id: self.ask(f"{VOID_FILE}/{file_id}"))
        self.text = Text(wrap=True, selectable=True, size=look.SIZE_TITLE)
        self._lay_out_book(self.facts, self.files, self.text)

    def _deeds(self) -> tuple[Callable[..., Any], Callable[..., Any]]:
        return regulations.save, regulations.void

    def _read(self, record_id: int) -> None:
        self.record = record = self.bridge.ask(regulations.regulation_records, [record_id])[0]
        self.heading.setText(record.title)
        self.text.setText(record.text)
        written = moment_words(record.written_at, self.bridge.shown_now(), self.bridge.zone)
        self.facts.set_facts(
            [
                Fact(translate("RegulationForm", "Number"), record.number),
                Fact(translate("RegulationForm", "In force from"), day_text(record.effective_on)),
                Fact(translate("RegulationPanel", "Written"), joined((record.written_by, written)), wide=True),
            ]
        )
        self.files.show_files(record.files, may_take_out=self.bridge.may(regulations.void_file))
        self._offer()

    def _form(self, step: str) -> StepForm | None:
        if step == ADD:
            return RegulationForm(self.bridge, RegulationDraft())
        record, do = self.record, self.bridge.do
        if record is None:
            return None
        if step == EDIT:
            return RegulationForm(self.bridge, self.bridge.ask(regulations.regulation_draft, record.id))
        if step == VOID:
            return self._taking_out(translate("RegulationPanel", "Take this regulation away: it stays in the books"))
        file_id = int(step.partition("/")[2])
        title = translate("RegulationPanel", "Take the file out: it stays in the books")
        act = translate("VoidReasonForm", "Take out")
        return ReasonForm(title, act, lambda reason: do(regulations.void_file, file_id, reason))

    def _said(self, step: str) -> str:
        if step == VOID:
            return translate("RegulationPanel", "The regulation is taken away; it stays in the books.")
        if step in self.large:
            return translate("RegulationPanel", "The regulation is at hand.")
        return translate("HouseholdFileView", "Taken out; it stays in the books.")


def _names() -> Mapping[str, str]:
    return {
        "title": translate("RegulationForm", "Title"),
        "number": translate("RegulationForm", "Number"),
        "effective_on": translate("RegulationForm", "In force from"),
        "text": translate("RegulationForm", "Text"),
    }


def _both_texts(theirs: RegulationDraft, mine: RegulationDraft, name: str) -> tuple[str, str]:
    one, other = getattr(theirs, name), getattr(mine, name)
    return (day_text(one), day_text(other)) if name == "effective_on" else (one, other)
