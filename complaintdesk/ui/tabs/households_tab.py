# SPDX-License-Identifier: Apache-2.0
"""The households tab: every place by building and room, found by any spelling, name, pinyin or phone, and its page."""

from __future__ import annotations

from array import array

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from complaintdesk.desk import exports, file_standing, households, importing
from complaintdesk.desk.records import PlaceRow
from complaintdesk.domain.phones import mask_phone
from complaintdesk.domain.terms import PlaceKind
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.labels import label, translate, words_of
from complaintdesk.sheets.imports import HOUSEHOLDS
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, Choices
from complaintdesk.ui.import_wizard import import_list
from complaintdesk.ui.inputs import FilterBox
from complaintdesk.ui.look import Colour, Tone
from complaintdesk.ui.owners_export import export_households
from complaintdesk.ui.record_table import Column as TableColumn
from complaintdesk.ui.record_table import RecordTable
from complaintdesk.ui.tabs.household_words import file_choices, file_colour, file_words
from complaintdesk.ui.tabs.list_tab import ListTab
from complaintdesk.ui.tabs.place_panel import PlacePanel
from complaintdesk.ui.top_line import SearchBox
from complaintdesk.ui.words import Row

_ALL = "all"
_FILES = 220  # width of what chooses the files, px


class KindChoices(Choices):
    """Which places are listed; what is typed on it is a room or a number looked for, not a choice."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()


class HouseholdsTab(ListTab):
    """The office's places with their people."""

    panel: PlacePanel

    help_page = "households"

    title = QT_TRANSLATE_NOOP("Tab", "Households")
    icon = "house"
    kind = "place"
    work = (households.save_place, importing.add_households)
    search_hint = QT_TRANSLATE_NOOP("Tab", "Find places: room, name, pinyin, phone")
    tables = frozenset({"place", "occupant", "phone", "case_record", "fee", "payment", "work_order", "follow_up"}) | {
        *("vehicle", "pet", "decoration", "household_document", "attachment", "data_request")
    }

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        lines = self._build_top()
        self.table = RecordTable(
            "households",
            _columns(),
            lambda ids: bridge.ask(file_standing.place_rows, ids),
            settings=bridge.settings,
            accessible_name=translate("HouseholdsTab", "Places"),
        )
        self.panel = PlacePanel(bridge)
        self.panel.saved.connect(self._find_saved)
        self.panel.list_asked_for.connect(self.list_asked_for)
        self._lay_out("households", *lines, share=0.55)

    def search(self, text: str) -> None:
        super().search(text)
        if text and self.table.count() == 1:
            self.table.choose(self.table.ids()[0])

    def take_keyboard(self) -> None:
        box = self.window().findChild(SearchBox)
        (self.table if box is None else box).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Looks for what is typed where nothing else takes it."""
        box = self.window().findChild(SearchBox)
        if box is None or not event.text().isalnum():
            super().keyPressEvent(event)
            return
        box.setFocus()
        QApplication.sendEvent(box, event)

    def _show(self, record_id: int) -> None:
        """Shows the place to who may see it; what somebody else had in view goes when another sits down (R-OWN-03)."""
        try:
            super()._show(record_id)
        except UserError as error:
            self.panel.show_nothing()
            self.banner.say(words_of(error), Tone.SOON)

    def _offer(self) -> None:
        self.new.setVisible(self.bridge.may(households.save_place))
        self.write_out.setVisible(self.bridge.may(exports.note_owners))
        self.take_in.setVisible(self.bridge.may(importing.add_households))

    def _let_go(self) -> None:
        super()._let_go()
        with QSignalBlocker(self.kinds):
            self.kinds.set_value(_ALL)

    def _loosen(self) -> None:
        self.kinds.set_value(_ALL)
        self.files.set_value("")

    def _list(self) -> None:
        kind: PlaceKind | None = None if self.kinds.value == _ALL else self.kinds.value
        if self._text or kind is not None or self.files.value:
            self.table.set_empty(
                translate("HouseholdsTab", "No place fits."),
                translate("HouseholdsTab", "Clear the search box, or write the room another way: 3-2-1502."),
            )
        else:
            self.table.set_empty(
                translate("HouseholdsTab", "No household is on record yet."),
                translate("HouseholdsTab", "Import the list you have, or add one with Ctrl+N."),
            )
        if not self.bridge.may(households.save_place):
            self.table.set_empty(
                translate("HouseholdsTab", "Owners' records are customer service's."),
                translate("HouseholdsTab", "Ask a supervisor; the desk tells you what is approved."),
            )
        asked = self._asked()
        if asked is not None and asked.filtered:
            self.table.set_empty(
                translate("HouseholdsTab", "Filters find cases, not households."),
                translate("HouseholdsTab", "Leave them out here, or look in the register."),
            )
            self.reader.show(array("q"))
            return
        wanted = asked.words if asked else "", kind, self.files.value or None
        self.reader.read(
            wanted,
            lambda session: file_standing.place_beginning(session, *wanted),
            lambda session, progress: file_standing.place_ids(session, *wanted, progress),
        )

    def _build_top(self) -> tuple[Row, Row]:
        kinds = [(_ALL, translate("HouseholdsTab", "All")), *((kind, label(kind)) for kind in PlaceKind)]
        self.kinds: Choices = KindChoices(kinds, name=translate("HouseholdsTab", "Kind of place"))
        self.kinds.set_value(_ALL)
        self.kinds.changed.connect(lambda _kind: self._list())
        self.new = Button(translate("HouseholdsTab", "Add"), "Ctrl+N", icon="plus")
        self.new.clicked.connect(self._add)
        self.take_in = Button(translate("HouseholdsTab", "Import…"), also=("Ctrl+I",), icon="upload")
        self.take_in.clicked.connect(self._import)
        self.files = FilterBox(
            name=translate("HouseholdsTab", "How the files stand"),
            placeholder=translate("HouseholdWords", "All files"),
            narrows=True,
        )
        self.files.set_choices(file_choices())
        self.files.setFixedWidth(_FILES)
        self.files.set_value("")
        self.files.changed.connect(lambda _files: self._list())
        self.write_out = Button(
            "", also=("Ctrl+E",), icon="download", flat=True, name=translate("AnswersPage", "Export to Excel…")
        )
        self.write_out.clicked.connect(lambda: export_households(self, self.bridge))
        line = Row(self.kinds)
        line.addStretch(1)
        line.addWidget(self.take_in)
        line.addWidget(self.new)
        files = Row(self.files)
        files.addStretch(1)
        files.addWidget(self.write_out)
        return line, files

    def _add(self) -> None:
        self.table.choose(None)
        self.panel.add()

    def _find_saved(self, place_id: int | None) -> None:
        """The place just saved stands in the list, whatever was looked for."""
        if place_id is not None:
            self.open_record(place_id)

    def _import(self) -> None:
        import_list(self.bridge, self, HOUSEHOLDS)
        self.refresh()


def _columns() -> list[TableColumn]:
    def open_words(row: PlaceRow) -> str:
        return translate("HouseholdsTab", "{count} open").format(count=row.open_cases) if row.open_cases else ""

    return [
        TableColumn(translate("HouseholdsTab", "Place"), 130, lambda row: row.label, lambda _row: Colour.ACCENT),
        TableColumn(translate("HouseholdsTab", "People"), 130, lambda row: row.people, stretch=True),
        TableColumn(
            translate("HouseholdsTab", "Phones"),
            128,
            lambda row: " ".join(mask_phone(number) for number in row.phones),
            lambda _row: Colour.SECOND,
        ),
        TableColumn(translate("HouseholdsTab", "File"), 110, file_words, file_colour),
        TableColumn(translate("HouseholdsTab", "Open"), 76, open_words, lambda _row: Colour.SOON),
        TableColumn(translate("HouseholdsTab", "Cases"), 62, lambda row: str(row.cases or ""), right=True),
    ]
