# SPDX-License-Identifier: Apache-2.0
"""The households tab: every place by building and room, found by any spelling, name, pinyin or phone, and its page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from complaintdesk.desk import households, importing, people
from complaintdesk.desk.records import PlaceRow
from complaintdesk.domain.phones import mask_phone
from complaintdesk.domain.terms import PlaceKind
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem
from complaintdesk.labels import label, translate, words_of
from complaintdesk.sheets.imports import HOUSEHOLDS
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, Choices
from complaintdesk.ui.import_wizard import import_list
from complaintdesk.ui.look import Colour, Tone
from complaintdesk.ui.record_table import Column as TableColumn
from complaintdesk.ui.record_table import RecordTable
from complaintdesk.ui.splitter import RememberedSplitter
from complaintdesk.ui.tab import Tab
from complaintdesk.ui.tabs.place_panel import PlacePanel
from complaintdesk.ui.top_line import SearchBox
from complaintdesk.ui.words import Banner, Card, Column, Row

_ALL = "all"


class KindChoices(Choices):
    """Which places are listed; what is typed on it is a room or a number looked for, not a choice."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()


class HouseholdsTab(Tab):
    """The office's places with their people."""

    help_page = "households"

    title = QT_TRANSLATE_NOOP("Tab", "Households")
    icon = "house"
    kind = "place"
    work = (households.save_place, importing.add_households)
    search_hint = QT_TRANSLATE_NOOP("Tab", "Find places: room, name, pinyin, phone")
    tables = frozenset({"place", "occupant", "phone", "case_record", "fee", "payment"})

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._text = ""
        self._staff_id: int | None = None
        self.banner = Banner()
        self._build_top()
        self._build_table()
        self.panel = PlacePanel(bridge)
        self.panel.asked_for.connect(self.asked_for)
        self.panel.saved.connect(self._find_saved)
        card = Card(padding=1, gap=0)
        card.box.setContentsMargins(1, 1, 1, look.RADIUS)
        top = Column(look.GRID)
        top.setContentsMargins(12, 12, 12, 8)
        top.addLayout(self._line)
        top.addWidget(self.banner)
        card.box.addLayout(top)
        card.box.addWidget(self.table, 1)
        page = Column()
        page.setContentsMargins(look.GAP, look.GAP, look.GAP, look.GAP)
        page.addWidget(RememberedSplitter("households", card, self.panel, settings=bridge.settings, share=0.55))
        self.setLayout(page)

    def refresh(self) -> None:
        self.banner.clear()
        try:
            self._read()
        except EnvironmentProblem as problem:
            self._fail(problem)

    def search(self, text: str) -> None:
        self._text = text
        self._list()
        if self._text and self.table.count() == 1:
            self.table.choose(self._ids[0])

    def search_all(self, text: str) -> None:
        self.kinds.set_value(_ALL)
        self.search(text)

    def open_record(self, record_id: int) -> None:
        if not self.table.choose(record_id):
            self._text = ""
            self.kinds.set_value(_ALL)
            self._list()
            self.table.choose(record_id)

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

    def keep(self) -> None:
        self.panel.slot.keep()

    def _read(self) -> None:
        staff = self.bridge.staff
        if staff is not None and staff.id != self._staff_id:
            self._staff_id = staff.id
            self.panel.resume()
        self.new.setVisible(self.bridge.may(households.save_place))
        self.take_in.setVisible(self.bridge.may(importing.add_households))
        self._list()
        if self.panel.page is not None:
            self._show(self.panel.page.id)

    def _list(self) -> None:
        kind: PlaceKind | None = None if self.kinds.value == _ALL else self.kinds.value
        if self._text or kind is not None:
            self.table.set_empty(
                translate("HouseholdsTab", "No place fits."),
                translate("HouseholdsTab", "Clear the search box, or write the room another way: 3-2-1502."),
            )
        else:
            self.table.set_empty(
                translate("HouseholdsTab", "No household is on record yet."),
                translate("HouseholdsTab", "Import the list you have, or add one with Ctrl+N."),
            )
        self._ids: Sequence[int] = self.bridge.ask(people.place_ids, self._text, kind)
        self.table.set_ids(self._ids)

    def _build_top(self) -> None:
        kinds = [(_ALL, translate("HouseholdsTab", "All")), *((kind, label(kind)) for kind in PlaceKind)]
        self.kinds: Choices = KindChoices(kinds, name=translate("HouseholdsTab", "Kind of place"))
        self.kinds.set_value(_ALL)
        self.kinds.changed.connect(lambda _kind: self._list())
        self.new = Button(translate("HouseholdsTab", "Add"), "Ctrl+N", icon="plus")
        self.new.clicked.connect(self._add)
        self.take_in = Button(translate("HouseholdsTab", "Import…"), also=("Ctrl+I",), icon="upload")
        self.take_in.clicked.connect(self._import)
        self._line: Row = Row(self.kinds)
        self._line.addStretch(1)
        self._line.addWidget(self.take_in)
        self._line.addWidget(self.new)

    def _build_table(self) -> None:
        self.table: RecordTable = RecordTable(
            "households",
            _columns(),
            lambda ids: self.bridge.ask(people.place_rows, ids),
            settings=self.bridge.settings,
            accessible_name=translate("HouseholdsTab", "Places"),
        )
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda _id: self.panel.ask("edit") if not self.panel.edit.isHidden() else None)
        self.table.failed.connect(self._fail)

    def _choose(self, place_id: int | None) -> None:
        if place_id is not None:
            self._show(place_id)

    def _show(self, place_id: int) -> None:
        try:
            self.panel.show_place(place_id)
        except EnvironmentProblem as problem:
            self._fail(problem)

    def _add(self) -> None:
        self.table.choose(None)
        self.panel.show_nothing()
        self.panel.add()

    def _find_saved(self, place_id: int | None) -> None:
        """The place just saved stands in the list, whatever was looked for."""
        if place_id is not None:
            self.open_record(place_id)

    def _import(self) -> None:
        import_list(self.bridge, self, HOUSEHOLDS)
        self.refresh()

    def _fail(self, problem: EnvironmentProblem) -> None:
        self.banner.say(words_of(problem), Tone.LATE, (translate("HouseholdsTab", "Read again"), self.refresh))


def _columns() -> list[TableColumn]:
    def open_words(row: PlaceRow) -> str:
        return translate("HouseholdsTab", "{count} open").format(count=row.open_cases) if row.open_cases else ""

    return [
        TableColumn(translate("HouseholdsTab", "Place"), 160, lambda row: row.label, lambda _row: Colour.ACCENT),
        TableColumn(translate("HouseholdsTab", "People"), 200, lambda row: row.people, stretch=True),
        TableColumn(
            translate("HouseholdsTab", "Phones"),
            210,
            lambda row: " ".join(mask_phone(number) for number in row.phones),
            lambda _row: Colour.SECOND,
        ),
        TableColumn(translate("HouseholdsTab", "Open"), 80, open_words, lambda _row: Colour.SOON),
        TableColumn(translate("HouseholdsTab", "Cases"), 64, lambda row: str(row.cases or ""), right=True),
    ]
