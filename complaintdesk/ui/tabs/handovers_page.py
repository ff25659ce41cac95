# SPDX-License-Identifier: Apache-2.0
"""The shift hand-over's page (交接班): who gave the desk to whom, and what stood open then."""

from __future__ import annotations

from array import array

from complaintdesk.desk import handovers, prints
from complaintdesk.desk.handovers import HandoverRow
from complaintdesk.domain.texts import fold
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.labels import translate
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.look import Colour
from complaintdesk.ui.record_table import Column as TableColumn
from complaintdesk.ui.record_table import RecordTable
from complaintdesk.ui.tab import Counted
from complaintdesk.ui.tabs.day_page import DayPage
from complaintdesk.ui.tabs.handover_panel import HandoverPanel, taken_words
from complaintdesk.ui.time_words import moment_words
from complaintdesk.ui.words import Note, Row


class HandoversPage(DayPage):
    """The hand-overs, the newest first."""

    panel: HandoverPanel

    title = QT_TRANSLATE_NOOP("Tab", "Hand-over")
    icon = "users"
    kind = "handover"
    sheet = prints.HANDOVER
    tables = frozenset({"shift_handover", "case_record", "work_order", "follow_up", "commitment", "staff"})

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge, translate("HandoversPage", "Hand the shift over"))
        self._rows: dict[int, HandoverRow] = {}
        self.waiting = Note()
        line = Row(self.waiting)
        line.addStretch(1)
        line.addWidget(self.blank)
        line.addWidget(self.add)
        self.table = RecordTable(
            "handovers",
            self._columns(),
            lambda ids: [self._rows[each] for each in ids],
            settings=bridge.settings,
            accessible_name=translate("HandoversPage", "Hand-overs"),
            empty=(
                translate("HandoversPage", "No shift has been handed over yet."),
                translate("HandoversPage", "Ctrl+N lists what stands open now, for the colleague who comes next."),
            ),
        )
        self.panel = HandoverPanel(bridge)
        self.panel.settled.connect(self.table.setFocus)
        self.panel.saved.connect(self.open_record)
        self._lay_out("handovers", line, share=0.44)

    @classmethod
    def counted(cls, bridge: Bridge) -> Counted | None:
        if bridge.staff is None or not bridge.may(handovers.take):
            return None
        staff_id = bridge.staff.id
        return lambda session: len(handovers.waiting_for(session, staff_id))

    def _offer(self) -> None:
        super()._offer()
        self.add.setVisible(self.bridge.may(handovers.hand))
        count = self.count(self.bridge)
        words = translate("HandoversPage", "{count} to be taken over by you").format(count=count)
        self.waiting.setText(words if count else "")

    def _list(self) -> None:
        ids = self.bridge.ask(handovers.handover_ids)
        self._rows = {row.id: row for row in self.bridge.ask(handovers.handover_rows, ids)}
        wanted = fold(self._text)
        shown = [row.id for row in self._rows.values() if wanted in fold(f"{row.given_by}{row.to}{row.words}")]
        self.table.set_ids(array("q", shown))

    def _columns(self) -> list[TableColumn]:
        def when(row: HandoverRow) -> str:
            return moment_words(row.handed_at, self.bridge.shown_now(), self.bridge.zone)

        def tone(row: HandoverRow) -> Colour:
            return Colour.SOON if row.taken_at is None and not row.void else Colour.SECOND

        return [
            TableColumn(translate("HandoversPage", "When"), 120, when, lambda _row: Colour.ACCENT),
            TableColumn(translate("HandoversPage", "From"), 84, lambda row: row.given_by),
            TableColumn(translate("HandoversPage", "Taken"), 156, lambda row: taken_words(row, self.bridge), tone),
            TableColumn(translate("HandoversPage", "To be seen to"), 120, lambda row: row.words, stretch=True),
        ]
