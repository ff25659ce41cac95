# SPDX-License-Identifier: Apache-2.0
"""The chosen line of a diary in full, and the area in which a line of one's own is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from complaintdesk.desk import diaries
from complaintdesk.desk.diaries import DiaryLine
from complaintdesk.desk.rights import LEADERS
from complaintdesk.labels import label, translate
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.facts import Fact
from complaintdesk.ui.look import Tone
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs.day_panel import ADD, VOID, DayPanel
from complaintdesk.ui.tabs.day_steps import DiaryForm, ReasonForm
from complaintdesk.ui.time_words import exact_words


class DiaryPanel(DayPanel):
    """Shows one line; adds lines to one's own diary and takes them back."""

    def __init__(self, bridge: Bridge, line_of: Callable[[int], DiaryLine | None]) -> None:
        """`line_of` gives the line of an id, None for one of another day."""
        nothing = translate("DiaryPanel", "Choose a line to read it in full.")
        super().__init__(bridge, "diary/", nothing, translate("DiaryPanel", "Take back…"))
        self.day: date | None = None
        self.owner: int | None = None  # whose diary is shown
        self.line: DiaryLine | None = None
        self._line_of = line_of
        self.case = Button(translate("DiaryPanel", "Show the case"), "Ctrl+O", icon="file-text")
        self.case.clicked.connect(self._open_case)
        self._lay_out_day(self.case)

    def next_step(self) -> str:
        self._open_case()
        return ""

    def _read(self, record_id: int) -> None:
        line = self._line_of(record_id)
        if line is None:
            return
        self.line = line
        self.name.setText(translate("fields", "Own entry") if line.kind is None else label(line.kind))
        self.standing.set_words(translate("DiaryPanel", "taken back") if line.void_reason else "", Tone.SOON)
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

    def _said(self, step: str) -> str:
        if step == VOID:
            return translate("DiaryPanel", "Taken back; the line stays in the books.")
        return translate("DiaryPanel", "Written down.")

    def _open_case(self) -> None:
        if self.line is not None and self.line.case_id is not None:
            self.asked_for.emit("case", self.line.case_id)


def line_words(line: DiaryLine) -> str:
    """What a line tells: its words, or what the matter is."""
    return line.words or line.content
