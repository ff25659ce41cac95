# SPDX-License-Identifier: Apache-2.0
"""The regulations' page (规章制度, R-OWN-07): the office's own, found by words and pinyin, read beside the list."""

from __future__ import annotations

from complaintdesk.desk import exports, regulations
from complaintdesk.desk.regulations import RegulationRecord
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.labels import translate
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.day_input import day_text
from complaintdesk.ui.look import Colour
from complaintdesk.ui.owners_export import export_regulations
from complaintdesk.ui.record_table import Column as TableColumn
from complaintdesk.ui.record_table import RecordTable
from complaintdesk.ui.tabs.list_tab import ListTab
from complaintdesk.ui.tabs.regulation_panel import RegulationPanel
from complaintdesk.ui.words import Row


class RegulationsPage(ListTab):
    """What is looked for best first, all of it by title."""

    help_page = "day"
    panel: RegulationPanel

    title = QT_TRANSLATE_NOOP("Tab", "Regulations")
    icon = "book-open"
    kind = "regulation"
    tables = frozenset({"regulation", "attachment"})

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self.table = RecordTable(
            "regulations",
            _columns(),
            lambda ids: bridge.ask(regulations.regulation_records, ids),
            settings=bridge.settings,
            accessible_name=translate("RegulationsPage", "Regulations"),
        )
        self.panel = RegulationPanel(bridge)
        self.panel.settled.connect(self.table.setFocus)
        self.panel.saved.connect(self._find_saved)
        self.add = Button(translate("RegulationsPage", "Add"), "Ctrl+N", icon="plus")
        self.add.clicked.connect(self._add)
        self.write_out = Button(
            "", also=("Ctrl+E",), icon="download", flat=True, name=translate("AnswersPage", "Export to Excel…")
        )
        self.write_out.clicked.connect(lambda: export_regulations(self, self.bridge))
        line = Row()
        line.addStretch(1)
        line.addWidget(self.write_out)
        line.addWidget(self.add)
        self._lay_out("regulations", line, share=0.4)

    def take_keyboard(self) -> None:
        self.table.setFocus()

    def _offer(self) -> None:
        self.add.setVisible(self.bridge.may(regulations.save))
        self.write_out.setVisible(self.bridge.may(exports.note_export))

    def _loosen(self) -> None:
        """Nothing but the search box narrows the list."""

    def _list(self) -> None:
        if self._text:
            self.table.set_empty(
                translate("RegulationsPage", "No regulation fits."),
                translate("RegulationsPage", "Clear the search box, or look for another word."),
            )
        else:
            self.table.set_empty(
                translate("RegulationsPage", "No regulation is at hand yet."),
                translate("RegulationsPage", "A supervisor writes one, or attaches its file, with Ctrl+N."),
            )
        ids = self.bridge.ask(regulations.regulation_ids, self._text)
        self.table.set_ids(ids)
        if self._text and len(ids):
            self.table.choose(ids[0])

    def _add(self) -> None:
        self.table.choose(None)
        self.panel.add()

    def _find_saved(self, regulation_id: int | None) -> None:
        """The regulation just saved stands in the list, whatever was looked for."""
        if regulation_id is not None:
            self.open_record(regulation_id)


def _columns() -> list[TableColumn]:
    def title(row: RegulationRecord) -> str:
        return row.title

    def files(row: RegulationRecord) -> str:
        return str(len(row.files) or "")

    return [
        TableColumn(translate("RegulationForm", "Title"), 160, title, lambda _row: Colour.ACCENT, stretch=True),
        TableColumn(translate("RegulationForm", "Number"), 84, lambda row: row.number),
        TableColumn(
            translate("RegulationForm", "In force from"), 112, lambda row: day_text(row.effective_on), spare=True
        ),
        TableColumn(translate("RegulationForm", "Files"), 60, files, right=True),
    ]
