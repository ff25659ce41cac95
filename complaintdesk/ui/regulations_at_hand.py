# SPDX-License-Identifier: Apache-2.0
"""The office's regulations over whatever page one is on, a call being typed too (R-OWN-07): found, read, copied."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from complaintdesk.desk import regulations
from complaintdesk.desk.regulations import RegulationRecord
from complaintdesk.labels import translate
from complaintdesk.ui import look, prompts
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.day_input import day_text
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.record_table import Column as TableColumn
from complaintdesk.ui.record_table import RecordTable
from complaintdesk.ui.scrolling import Scrolling
from complaintdesk.ui.tabs.case_words import joined
from complaintdesk.ui.tabs.kept_files import KeptFiles
from complaintdesk.ui.words import Column, Note, Row, Text, Title

_WIDTH, _HEIGHT, _LIST = 920, 400, 300  # px, at least
_STEPS = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})


class RegulationsAtHand(Dialog):
    """What is typed finds; the arrows choose while one types; beside the list stands what is to be read out."""

    help_page = "day"

    def __init__(self, parent: QWidget | None, bridge: Bridge) -> None:
        super().__init__(parent, translate("RegulationsAtHand", "Regulations"), width=_WIDTH)
        self._bridge = bridge
        self.record: RegulationRecord | None = None
        self.search = LineInput(placeholder=translate("RegulationsAtHand", "Words, number or pinyin"))
        self.search.setAccessibleName(translate("RegulationsAtHand", "Look for"))
        self.search.textChanged.connect(lambda _text: self.look_up())
        self.search.installEventFilter(self)
        self.table = RecordTable(
            "regulations_at_hand",
            [TableColumn(translate("RegulationForm", "Title"), _LIST - 40, _title, stretch=True)],
            lambda ids: bridge.ask(regulations.regulation_records, ids),
            settings=bridge.settings,
            accessible_name=translate("RegulationsAtHand", "Regulations"),
        )
        self.table.setFixedWidth(_LIST)
        self.table.chosen.connect(self._show)
        self.heading, self.about = Title(), Note(wrap=True)
        self.heading.setWordWrap(True)
        self.files = KeptFiles(bridge)
        self.text = Text(wrap=True, selectable=True, size=look.SIZE_TITLE)
        told = Column(look.GRID)
        for part in (self.heading, self.about, self.files, self.text):
            told.addWidget(part)
        told.addStretch(1)
        self.told = Scrolling(told)
        self.told.setMinimumHeight(_HEIGHT)
        page = Row(self.table, gap=look.GAP)
        page.addWidget(self.told, 1)
        self.box.addWidget(self.search)
        self.box.addLayout(page, 1)
        self.copy_button = Button(translate("Why", "Copy"), "Ctrl+Shift+C")
        self.copy_button.clicked.connect(self.copy)
        self.add_close(beside=self.copy_button)
        self.look_up()
        self.search.setFocus()

    def look_up(self) -> None:
        """Lists what the words find, and shows the first of it."""
        words = self.search.text()
        if words:
            self.table.set_empty(
                translate("RegulationsPage", "No regulation fits."),
                translate("RegulationsPage", "Clear the search box, or look for another word."),
            )
        else:
            self.table.set_empty(
                translate("RegulationsPage", "No regulation is at hand yet."),
                translate("RegulationsAtHand", "A supervisor writes them on the page Day."),
            )
        ids = self._bridge.ask(regulations.regulation_ids, words)
        self.table.set_ids(ids)
        if len(ids):
            self.table.choose(ids[0])
        self._show(ids[0] if len(ids) else None)

    def copy(self) -> None:
        """Puts the regulation with its title on the clipboard."""
        if self.record is not None:
            QGuiApplication.clipboard().setText(f"{self.record.title}\n{self.record.text}".strip())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows in the search box go through the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _STEPS:
            QApplication.sendEvent(self.table, event)
            return True
        return super().eventFilter(watched, event)

    def _show(self, regulation_id: int | None) -> None:
        found = self._bridge.ask(regulations.regulation_records, [] if regulation_id is None else [regulation_id])
        self.record = record = found[0] if found else None
        self.heading.setText(record.title if record else "")
        since = "" if record is None or record.effective_on is None else day_text(record.effective_on)
        in_force = translate("RegulationsAtHand", "in force from {day}").format(day=since) if since else ""
        self.about.setText(joined((record.number if record else "", in_force)))
        self.text.setText(record.text if record else "")
        self.files.show_files(record.files if record else (), may_take_out=False)
        self.copy_button.setEnabled(record is not None)
        self.told.to_top()


def show_regulations(window: QWidget, bridge: Bridge) -> None:
    """Opens the regulations; what is half-typed behind them stays."""
    dialog = RegulationsAtHand(window, bridge)
    prompts.show_dialog(dialog)
    dialog.deleteLater()


def _title(row: RegulationRecord) -> str:
    return row.title
