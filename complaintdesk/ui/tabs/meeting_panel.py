# SPDX-License-Identifier: Apache-2.0
"""The chosen meeting: its minutes, what stood on its sheet, and its deeds; the sheet of one still to be held."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal

from complaintdesk.desk import meetings, prints
from complaintdesk.desk.meetings import MeetingSheet
from complaintdesk.domain.money import show_yuan
from complaintdesk.labels import translate
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.day_printing import print_meeting
from complaintdesk.ui.facts import Fact, Facts
from complaintdesk.ui.look import Tone
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs.case_words import joined
from complaintdesk.ui.tabs.day_steps import MinutesForm, ReasonForm
from complaintdesk.ui.tabs.items_table import ItemsTable, counts_words
from complaintdesk.ui.tabs.record_panel import RecordPanel
from complaintdesk.ui.time_words import exact_words
from complaintdesk.ui.words import Column, Pill, Row, Text, Title

ADD, EDIT, VOID = "add", "edit", "void"


class MeetingPanel(RecordPanel):
    """Shows one meeting; takes and mends minutes."""

    large = frozenset({ADD, EDIT})

    saved = Signal(object)  # the id of minutes just written

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge, "meeting/", translate("MeetingPanel", "Choose a meeting to read its minutes."))
        self.sheet: MeetingSheet | None = None
        self.name, self.void_pill = Title(), Pill()
        head = Row(self.name, self.void_pill)
        head.addStretch(1)
        self.words = Text(wrap=True, selectable=True)
        self.facts = Facts()
        self.counts = Title(size=look.SIZE)
        self.items = ItemsTable(bridge, "meeting_items", (translate("MeetingPanel", "Nothing stood on the sheet."), ""))
        self.items.asked_for.connect(self.asked_for)
        body = Column(look.GAP)
        for part in (self.words, self.facts, self.counts, self.items):
            body.addWidget(part)
        body.addStretch(1)
        self._lay_out(head, body, self._build_deeds())

    def _build_deeds(self) -> Row:
        self.edit = Button(translate("MeetingPanel", "Put right"), "F2", icon="pencil")
        self.edit.clicked.connect(lambda: self.ask(EDIT))
        self.print = Button(translate("MeetingPanel", "Print"), "Ctrl+P", icon="printer")
        self.print.clicked.connect(lambda: self._print(self.sheet))
        self.void = Button(translate("MeetingPanel", "Take back…"), also=("Ctrl+Delete",), icon="ban", flat=True)
        self.void.clicked.connect(lambda: self.ask(VOID))
        row = Row(self.edit, self.print, self.void)
        row.addStretch(1)
        return row

    def show_nothing(self) -> None:
        """Shows no meeting any more."""
        self.slot.put_away()
        self.sheet = self.record_id = None
        self._make_room("")

    def add(self) -> None:
        """Opens the area for new minutes, with what was left half-typed there."""
        self.show_nothing()
        self.ask(ADD)

    def next_step(self) -> str:
        return EDIT if self.edit.isVisibleTo(self) else ""

    def _read(self, record_id: int) -> None:
        self.sheet = sheet = self.bridge.ask(meetings.meeting_sheet, record_id, self.bridge.books)
        zone = self.bridge.zone
        self.name.setText(meeting_name(sheet.name))
        self.void_pill.set_words(translate("MeetingPanel", "taken back") if sheet.void_reason else "", Tone.SOON)
        self.words.setText(sheet.words)
        held = "" if sheet.held_at is None else exact_words(sheet.held_at, zone)
        days = f"{sheet.from_on} – {sheet.to_on}" if sheet.to_on != sheet.from_on else ""
        self.facts.set_facts(
            [
                Fact(translate("MeetingPanel", "Held"), held),
                Fact(translate("MeetingPanel", "Minutes by"), sheet.written_by),
                Fact(translate("MeetingPanel", "Days"), days),
                Fact(translate("MeetingPanel", "Case"), sheet.case_number),
                Fact(translate("MeetingPanel", "Present"), sheet.present, wide=True),
                Fact(translate("MeetingPanel", "What for"), sheet.about, wide=True),
                Fact(translate("MeetingPanel", "Points"), points_words(sheet), wide=True),
                Fact(translate("MeetingPanel", "Taken back"), sheet.void_reason, wide=True),
            ]
        )
        self.counts.setText(joined((translate("MeetingPanel", "On its sheet"), counts_words(sheet.counts))))
        self.items.set_items(sheet.items)
        regular = not sheet.case_number and not sheet.void_reason  # one about a case stands in its story as it is
        self.edit.setVisible(regular and self.bridge.may(meetings.save))
        self.void.setVisible(regular and self.bridge.may(meetings.void))
        self.print.setVisible(self.bridge.may(prints.start_day_sheet))

    def _form(self, step: str) -> StepForm | None:
        if step == ADD:
            form = MinutesForm(self.bridge, None)
            form.sheet_button.clicked.connect(lambda: self._print(form.draft_sheet()))
            return form
        sheet = self.sheet
        if sheet is None or sheet.void_reason:
            return None
        if step == EDIT:
            return MinutesForm(self.bridge, sheet)
        return ReasonForm(
            translate("MeetingPanel", "Take these minutes back: they stay in the books"),
            translate("MeetingPanel", "Take back"),
            lambda reason: self.bridge.do(meetings.void, sheet.id, reason),
        )

    def _make_room(self, step: str) -> None:
        super()._make_room(step)
        self.head.setVisible(self.record_id is not None and step not in self.large)

    def _done(self, step: str, result: Any) -> None:
        self._make_room("")
        if step == ADD:
            self.saved.emit(result)
            self.show_done(result)
        elif self.record_id is not None:
            self.show_done(self.record_id)
        words = translate("MeetingPanel", "The minutes are in the books.")
        if step == VOID:
            words = translate("MeetingPanel", "The minutes are taken back; they stay in the books.")
        self.banner.say(words, Tone.GOOD)
        self.settled.emit()

    def _print(self, sheet: MeetingSheet | None) -> None:
        if sheet is not None:
            said = print_meeting(self.bridge, sheet, self)
            if said is not None:
                self.banner.say(said, Tone.GOOD)


def points_words(sheet: MeetingSheet) -> str:
    """What the departments lost in the month: 工程部 −4 · 客服部 −2，罚款 500.00 元; '' for nothing."""
    lost = translate("MeetingPanel", "{department} −{points}")
    fined = translate("MeetingPanel", "{department} −{points}, fined {fines}")
    return joined(
        (fined if each.fines else lost).format(
            department=each.department, points=each.points, fines=show_yuan(each.fines)
        )
        for each in sheet.points
    )


def meeting_name(name: str) -> str:
    """What a meeting is called; one that no rule book names is an urgent one, called for a case (R-ESC-14)."""
    return name or translate("fields", "Urgent meeting")
