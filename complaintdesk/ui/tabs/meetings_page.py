# SPDX-License-Identifier: Apache-2.0
"""The meetings' page (例会, R-ST-07): which were held, what stood on their sheets, and which are still to be held."""

from __future__ import annotations

from array import array

from complaintdesk.desk import meetings, prints
from complaintdesk.desk.meetings import MeetingLine
from complaintdesk.domain.texts import fold
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.labels import translate
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.look import Colour
from complaintdesk.ui.record_table import Column as TableColumn
from complaintdesk.ui.record_table import RecordTable
from complaintdesk.ui.tabs.day_page import DayPage
from complaintdesk.ui.tabs.meeting_panel import MeetingPanel, meeting_name
from complaintdesk.ui.time_words import moment_words
from complaintdesk.ui.words import ElidedText, Row


class MeetingsPage(DayPage):
    """The meetings, the last one held first."""

    panel: MeetingPanel

    title = QT_TRANSLATE_NOOP("Tab", "Meetings")
    icon = "message-square"
    kind = "meeting"
    sheet = prints.MEETING
    tables = frozenset({"meeting", "case_record", "work_order", "commitment", "corrective_action", "procedure_version"})

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge, translate("MeetingsPage", "Minutes"))
        self._rows: dict[int, MeetingLine] = {}
        self.to_hold = ElidedText()
        line = Row(self.to_hold, self.blank, self.add)
        line.setStretch(0, 1)
        self.table = RecordTable(
            "meetings",
            self._columns(),
            lambda ids: [self._rows[each] for each in ids],
            settings=bridge.settings,
            accessible_name=translate("MeetingsPage", "Meetings"),
        )
        self.panel = MeetingPanel(bridge)
        self.panel.settled.connect(self.table.setFocus)
        self.panel.saved.connect(self.open_record)
        self._lay_out("meetings", line, share=0.44)

    def _offer(self) -> None:
        super()._offer()
        named = bool(self.bridge.procedure.course.meetings)
        self.add.setVisible(named and self.bridge.may(meetings.save))
        today = self.bridge.local(self.bridge.now()).date()
        missing = self.bridge.ask(meetings.not_held, self.bridge.procedure, today)
        names = " · ".join(f"{row.name} {first:%m-%d} – {last:%m-%d}" for row, first, last in missing)
        words = translate("MeetingsPage", "To be held: {names}").format(names=names)
        self.to_hold.set_words(words if missing else "")
        if named:
            self.table.set_empty(
                translate("MeetingsPage", "No meeting is on record yet."),
                translate("MeetingsPage", "Ctrl+N lists what stands open and takes the minutes."),
            )
        else:
            self.table.set_empty(
                translate("MeetingsPage", "The rule book names no weekly or monthly meeting."),
                translate("MeetingsPage", "An urgent meeting is written down on its case."),
            )

    def _list(self) -> None:
        ids = self.bridge.ask(meetings.meeting_ids)
        self._rows = {row.id: row for row in self.bridge.ask(meetings.meeting_lines, ids, self.bridge.books)}
        wanted = fold(self._text)
        shown = [
            row.id
            for row in self._rows.values()
            if wanted in fold(f"{row.name}{row.from_on}{row.words}{row.written_by}")
        ]
        self.table.set_ids(array("q", shown))

    def _columns(self) -> list[TableColumn]:
        def held(row: MeetingLine) -> str:
            return moment_words(row.held_at, self.bridge.shown_now(), self.bridge.zone)

        def tone(row: MeetingLine) -> Colour:
            return Colour.SECOND if row.void else Colour.INK

        return [
            TableColumn(translate("MeetingsPage", "Held"), 118, held, lambda _row: Colour.ACCENT),
            TableColumn(translate("MeetingsPage", "Meeting"), 130, lambda row: meeting_name(row.name), tone),
            TableColumn(
                translate("MeetingsPage", "About"), 112, lambda row: f"{row.from_on:%m-%d} – {row.to_on:%m-%d}", tone
            ),
            TableColumn(translate("MeetingsPage", "Decided"), 120, lambda row: row.words, tone, stretch=True),
        ]
