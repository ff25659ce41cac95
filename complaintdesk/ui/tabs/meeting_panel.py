# SPDX-License-Identifier: Apache-2.0
"""The chosen meeting: its minutes, what stood on its sheet, and its deeds; the sheet of one still to be held."""

from __future__ import annotations

from complaintdesk.day_fields import lost_text
from complaintdesk.desk import meetings, prints
from complaintdesk.desk.meetings import MeetingSheet
from complaintdesk.domain.money import show_yuan
from complaintdesk.labels import translate
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.day_printing import print_meeting
from complaintdesk.ui.facts import Fact
from complaintdesk.ui.look import Tone
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs.case_words import joined
from complaintdesk.ui.tabs.day_panel import ADD, VOID, DaySheetPanel
from complaintdesk.ui.tabs.day_steps import MinutesForm
from complaintdesk.ui.time_words import Said, exact_words

EDIT = "edit"


class MeetingPanel(DaySheetPanel):
    """Shows one meeting; takes and mends minutes."""

    large = frozenset({ADD, EDIT})

    def __init__(self, bridge: Bridge) -> None:
        nothing = translate("MeetingPanel", "Choose a meeting to read its minutes.")
        super().__init__(bridge, "meeting/", nothing, translate("MeetingPanel", "Nothing stood on the sheet."))
        self.sheet: MeetingSheet | None = None
        self.edit = Button(translate("MeetingPanel", "Put right"), "F2", icon="pencil")
        self.edit.clicked.connect(lambda: self.ask(EDIT))
        self.print.clicked.connect(lambda: self._print(self.sheet))
        self._lay_out_sheet(self.edit)

    def next_step(self) -> str:
        return EDIT if self.edit.isVisibleTo(self) else ""

    def _read(self, record_id: int) -> None:
        self.sheet = sheet = self.bridge.ask(meetings.meeting_sheet, record_id, self.bridge.books)
        zone = self.bridge.zone
        self.name.setText(meeting_name(sheet.name))
        self._stand(sheet.void_reason, Said("", Tone.PLAIN))
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
        self._tell_items(translate("MeetingPanel", "On its sheet"), sheet.counts, sheet.items)
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
        return self._taking_back(
            translate("MeetingPanel", "Take these minutes back: they stay in the books"),
            lambda reason: self.bridge.do(meetings.void, sheet.id, reason),
        )

    def _said(self, step: str) -> str:
        if step == VOID:
            return translate("MeetingPanel", "The minutes are taken back; they stay in the books.")
        return translate("MeetingPanel", "The minutes are in the books.")

    def _print(self, sheet: MeetingSheet | None) -> None:
        if sheet is not None:
            self._say_printed(print_meeting(self.bridge, sheet, self))


def points_words(sheet: MeetingSheet) -> str:
    """What the departments lost in the month: 工程部 −4 · 客服部 −2，罚款 500.00 元; '' for nothing."""
    return joined(
        translate("fields", lost_text(each)).format(
            department=each.department, points=each.points, fines=show_yuan(each.fines)
        )
        for each in sheet.points
    )


def meeting_name(name: str) -> str:
    """What a meeting is called; one that no rule book names is an urgent one, called for a case (R-ESC-14)."""
    return name or translate("fields", "Urgent meeting")
