# SPDX-License-Identifier: Apache-2.0
"""The chosen line of a diary in full, and the area in which a line of one's own is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Signal

from complaintdesk.desk import diaries
from complaintdesk.desk.diaries import DiaryLine
from complaintdesk.desk.rights import LEADERS
from complaintdesk.labels import label, translate
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.facts import Fact, Facts
from complaintdesk.ui.look import Tone
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs.day_steps import DiaryForm, ReasonForm
from complaintdesk.ui.tabs.record_panel import RecordPanel
from complaintdesk.ui.time_words import exact_words
from complaintdesk.ui.words import Column, Pill, Row, Text, Title

ADD, VOID = "add", "void"


class DiaryPanel(RecordPanel):
    """Shows one line; adds lines to one's own diary and takes them back."""

    saved = Signal(object)  # the id of a line just written

    def __init__(self, bridge: Bridge, line_of: Callable[[int], DiaryLine | None]) -> None:
        """`line_of` gives the line of an id, None for one of another day."""
        nothing = translate("DiaryPanel", "Choose a line to read it in full.")
        super().__init__(bridge, "diary/", nothing)
        self.day: date | None = None
        self.owner: int | None = None  # whose diary is shown
        self.line: DiaryLine | None = None
        self._line_of = line_of
        self.what, self.void_pill = Title(), Pill()
        head = Row(self.what, self.void_pill)
        head.addStretch(1)
        self.facts = Facts()
        self.words = Text(wrap=True, selectable=True)
        body = Column(look.GAP)
        body.addWidget(self.words)
        body.addWidget(self.facts)
        body.addStretch(1)
        self.case = Button(translate("DiaryPanel", "Show the case"), "Ctrl+O", icon="file-text")
        self.case.clicked.connect(self._open_case)
        self.void = Button(translate("DiaryPanel", "Take back…"), also=("Ctrl+Delete",), icon="ban", flat=True)
        self.void.clicked.connect(lambda: self.ask(VOID))
        deeds = Row(self.case, self.void)
        deeds.addStretch(1)
        self._lay_out(head, body, deeds)

    def show_nothing(self) -> None:
        """Shows no line any more."""
        self.slot.put_away()
        self.line = self.record_id = None
        self._make_room("")

    def add(self) -> None:
        """Opens the area for a new line, with what was left half-typed there."""
        self.show_nothing()
        self.ask(ADD)

    def next_step(self) -> str:
        self._open_case()
        return ""

    def _read(self, record_id: int) -> None:
        line = self._line_of(record_id)
        if line is None:
            return
        self.line = line
        self.what.setText(translate("fields", "Own entry") if line.kind is None else label(line.kind))
        self.void_pill.set_words(translate("DiaryPanel", "taken back") if line.void_reason else "", Tone.SOON)
        self.words.setText(line_words(line))
        zone = self.bridge.zone
        later = line.noted_at != line.at
        self.facts.set_facts(
            [
                Fact(translate("DiaryPanel", "Done"), exact_words(line.at, zone)),
                Fact(translate("DiaryPanel", "Noted"), exact_words(line.noted_at, zone) if later else ""),
                Fact(translate("DiaryPanel", "Case"), line.number),
                Fact(translate("DiaryPanel", "Place"), line.place),
                Fact(translate("DiaryPanel", "Matter"), line.content if line.words else "", wide=True),
                Fact(translate("DiaryPanel", "Taken back"), line.void_reason, wide=True),
            ]
        )
        self.case.setVisible(line.case_id is not None)
        staff = self.bridge.staff
        own = staff is not None and (staff.role in LEADERS or staff.id == self.owner)
        standing = line.entry_id is not None and not line.void_reason
        self.void.setVisible(standing and own and self.bridge.may(diaries.void))

    def _form(self, step: str) -> StepForm | None:
        if step == ADD:
            return DiaryForm(self.bridge, self.day or self.bridge.local(self.bridge.now()).date())
        line = self.line
        if line is None or line.entry_id is None:
            return None
        entry_id = line.entry_id
        return ReasonForm(
            translate("DiaryPanel", "Take this line back: it stays in the books"),
            translate("DiaryPanel", "Take back"),
            lambda reason: self.bridge.do(diaries.void, entry_id, reason),
        )

    def _make_room(self, step: str) -> None:
        super()._make_room(step)
        self.head.setVisible(self.record_id is not None and step != ADD)

    def _done(self, step: str, result: Any) -> None:
        self._make_room("")
        if step == ADD:
            self.saved.emit(-result)
        elif self.record_id is not None:
            self.show_done(self.record_id)
        words = translate("DiaryPanel", "Written down.")
        if step == VOID:
            words = translate("DiaryPanel", "Taken back; the line stays in the books.")
        self.banner.say(words, Tone.GOOD)
        self.settled.emit()

    def _open_case(self) -> None:
        if self.line is not None and self.line.case_id is not None:
            self.asked_for.emit("case", self.line.case_id)


def line_words(line: DiaryLine) -> str:
    """What a line tells: its words, or what the matter is."""
    return line.words or line.content
