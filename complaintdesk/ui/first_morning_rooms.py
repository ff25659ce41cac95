# SPDX-License-Identifier: Apache-2.0
"""Buildings and rooms on the first morning: from a pattern, with what it makes beneath it, or from a list."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QWidget

from complaintdesk.desk import first_morning
from complaintdesk.desk.drafts import PlaceDraft
from complaintdesk.domain.building_pattern import BuildingPattern, outcome
from complaintdesk.domain.terms import PlaceKind
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.labels import translate, words_of
from complaintdesk.sheets.border import SUFFIXES
from complaintdesk.ui import look, prompts
from complaintdesk.ui.buttons import Button, Choices
from complaintdesk.ui.first_morning_pages import MorningPage
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.import_wizard_list import path_of
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.look import Colour
from complaintdesk.ui.tab_order import set_reading_order
from complaintdesk.ui.words import Column, Note, Row, Text

PATTERN, LIST, LATER = "pattern", "list", "later"
_EXAMPLES = {"shops": "商铺1-20", "areas": "大堂, 电梯间, 会所", "parking": "车位001-200"}
_REST = 150  # ms without a key before the doors are counted
_OTHERS = {"shops": PlaceKind.SHOP, "areas": PlaceKind.PUBLIC_AREA, "parking": PlaceKind.PARKING}


class PatternRow(QWidget):
    """Buildings that are made alike: a box for each part."""

    def __init__(self) -> None:
        super().__init__()
        examples = {
            "buildings": "1-6",
            "units": translate("PatternRow", "none, or 1-2"),
            "floors": "1-18",
            "skipped": "4, 14",
            "rooms": "01-04",
        }
        self.boxes = {name: LineInput(placeholder=example) for name, example in examples.items()}
        names = {
            "buildings": translate("PatternRow", "Buildings"),
            "units": translate("PatternRow", "Units"),
            "floors": translate("PatternRow", "Floors"),
            "skipped": translate("PatternRow", "Without floors"),
            "rooms": translate("PatternRow", "Rooms on each"),
        }
        self.rows = {name: FieldRow(names[name], box, above=True) for name, box in self.boxes.items()}
        line = Row(gap=look.GRID)
        for name, row in self.rows.items():
            line.addWidget(row, 3 if name == "buildings" else 2, Qt.AlignmentFlag.AlignTop)
        self.setLayout(line)

    def pattern(self) -> BuildingPattern:
        """What is typed."""
        return BuildingPattern(**{name: box.text() for name, box in self.boxes.items()})


class ListOfRooms(QWidget):
    """The file that the rooms come from: chosen, dropped into its box, or its path pasted."""

    def __init__(self) -> None:
        super().__init__()
        title = translate("ListOfRooms", "List of the rooms")
        self.path = LineInput(placeholder=translate("ListOfRooms", "Choose a file, drop it here, or paste its path"))
        self.choose = Button(translate("ListOfRooms", "Choose…"), name=title, icon="upload", aside=True)
        self.choose.clicked.connect(self._choose)
        beside = QWidget()
        beside.setLayout(Row(self.path, self.choose, gap=look.GRID))
        beside.setFocusProxy(self.path)
        self.row = FieldRow(title, beside, above=True)
        self.said = Text(wrap=True, role=Colour.GOOD)
        why = translate(
            "ListOfRooms",
            "It can hold people and phones too ({suffixes}). Once the office is founded the import opens on it: "
            "nothing of it goes in before you have seen every row.",
        )
        column = Column(look.GAP)
        for part in (self.row, self.said, Note(why.format(suffixes=" ".join(SUFFIXES)), wrap=True)):
            column.addWidget(part)
        self.setLayout(column)
        self.setFocusProxy(self.path)
        self.path.textChanged.connect(lambda _typed: self._show())
        self._show()

    def file(self) -> Path:
        """The list, which is there; UserError beside `list` otherwise."""
        path = path_of(self.path.text())
        if not self.path.text().strip():
            raise UserError(QT_TRANSLATE_NOOP("errors", "Which file?"), field="list")
        if not path.is_absolute() or not os.path.isfile(path):  # noqa: PTH113 — of Path the system's refusals come out
            raise UserError(
                QT_TRANSLATE_NOOP("errors", "There is no such file; choose one that is there."), field="list"
            )
        if path.suffix.lower() not in SUFFIXES:
            raise UserError(
                QT_TRANSLATE_NOOP("errors", "“{file}” is no list: {suffixes} can be read."),
                field="list",
                file=path.name,
                suffixes=" ".join(SUFFIXES),
            )
        return path

    def words(self) -> str:
        """What becomes of the list; UserError as `file`."""
        return translate("ListOfRooms", "from the list “{file}”, as soon as the office is founded").format(
            file=self.file().name
        )

    def _show(self) -> None:
        self.row.set_problem("")
        try:
            words = self.words()
        except UserError:  # no mistake before somebody goes on
            words = ""
        self.said.setText(words)
        self.said.setVisible(bool(words))

    def _choose(self) -> None:
        kinds = translate("ListOfRooms", "Lists ({suffixes})").format(
            suffixes=" ".join(f"*{each}" for each in SUFFIXES)
        )
        folder = path_of(self.path.text()).parent if self.path.text().strip() else None
        path = prompts.choose_file(self, translate("ListOfRooms", "List of the rooms"), folder=folder, kinds=kinds)
        if path is not None:
            self.path.setText(str(path))


class RoomsPage(MorningPage):
    """A pattern for the doors, lists for shops, public areas and parking; or the office's own list; or later."""

    icon = "house"

    def __init__(self) -> None:
        super().__init__(
            translate("RoomsPage", "Buildings and rooms"),
            translate("RoomsPage", "People and phones come from a list, now or later; a pattern makes only the doors."),
        )
        self.how = Choices(
            [
                (PATTERN, translate("RoomsPage", "Make them from a pattern")),
                (LIST, translate("RoomsPage", "From a list…")),
                (LATER, translate("RoomsPage", "Later")),
            ],
            name=self.title,
        )
        self.patterns: list[PatternRow] = []
        self._typing = QTimer(self, interval=_REST, singleShot=True)
        self._typing.timeout.connect(self._show_preview)
        self.more = Button(translate("RoomsPage", "Buildings that differ"), icon="plus", aside=True)
        self.more.clicked.connect(self.add_pattern)
        self.fewer = Button(translate("RoomsPage", "Without the last line"), icon="minus", aside=True)
        self.fewer.clicked.connect(self.drop_pattern)
        self.others = {name: LineInput(placeholder=example) for name, example in _EXAMPLES.items()}
        self.preview = Text(wrap=True, role=Colour.GOOD)
        self._column = Column(look.GRID)
        inside = Column(look.GAP)
        inside.addLayout(self._column)
        buttons = Row(self.more, self.fewer)
        buttons.addStretch(1)
        inside.addLayout(buttons)
        inside.addLayout(self._lay_out_others())
        inside.addWidget(self.preview)
        self._inside = QWidget()
        self._inside.setLayout(inside)
        self.later = Note(
            translate("RoomsPage", "A list (Excel, WPS, CSV) is read in from the menu at any time."),
            wrap=True,
        )
        self.list = ListOfRooms()
        for part in (self.how, self._inside, self.list, self.later):
            self.box.addWidget(part)
        self.add_pattern()
        self.how.changed.connect(self._show)
        self.how.set_value(PATTERN)
        self.how.changed.connect(self._go_to_box)

    def places(self) -> tuple[PlaceDraft, ...]:
        """All places that are made; UserError beside the box that can't be read."""
        if self.how.value != PATTERN:
            return ()
        patterns = self._patterns()
        return (*(first_morning.households_of(patterns) if patterns else ()), *self._other_places())

    def list_file(self) -> Path | None:
        """The list that is to be imported once the office is there, None for none; UserError beside `list`."""
        return self.list.file() if self.how.value == LIST else None

    def take(self) -> None:
        self.list_file()
        places = self.places()
        if self.how.value == PATTERN and not places:
            first_morning.households_of([self.patterns[0].pattern()])

    def add_pattern(self) -> None:
        """Makes room for buildings that differ from those above."""
        row = PatternRow()
        self.patterns.append(row)
        self._column.addWidget(row)
        row.show()  # now, not when Qt comes to it: the keyboard goes there
        for box in row.boxes.values():
            box.textChanged.connect(lambda _text: self._typing.start())
        self._name_fields()
        set_reading_order(self.box)
        row.boxes["buildings"].setFocus()

    def drop_pattern(self) -> None:
        """Takes the last line away."""
        row = self.patterns.pop()
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._name_fields()
        self._show_preview()

    def _other_places(self) -> tuple[PlaceDraft, ...]:
        return tuple(
            place
            for name, kind in _OTHERS.items()
            for place in first_morning.labelled(kind, self.others[name].text(), name)
        )

    def _patterns(self) -> list[BuildingPattern]:
        """The lines, one that is empty left out unless it is followed by another."""
        patterns = [row.pattern() for row in self.patterns]
        while patterns and patterns[-1] == BuildingPattern("", "", ""):
            patterns.pop()
        return patterns

    def _name_fields(self) -> None:
        """Each box by the name that errors give it: with one line `floors`, with several `floors.0`."""
        for name in list(self.fields):
            del self.fields[name]
        for at, row in enumerate(self.patterns):
            for name, field in row.rows.items():
                self.fields[f"{name}.{at}"] = field
                if at == 0:
                    self.fields[name] = field
        self.fields.update(self._other_rows, list=self.list.row)
        self.fewer.setVisible(len(self.patterns) > 1)

    def _lay_out_others(self) -> QGridLayout:
        names = {
            "shops": translate("RoomsPage", "Shops"),
            "areas": translate("RoomsPage", "Public areas"),
            "parking": translate("RoomsPage", "Parking spaces"),
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.GRID)
        self._other_rows = {name: FieldRow(names[name], self.others[name], above=True) for name in names}
        for at, row in enumerate(self._other_rows.values()):
            grid.addWidget(row, 0, at, Qt.AlignmentFlag.AlignTop)
        for box in self.others.values():
            box.textChanged.connect(lambda _text: self._typing.start())
        return grid

    def words(self) -> str:
        """What is made, counted, or the list that it comes from; '' for nothing. UserError as `places` and `take`."""
        if self.how.value == LIST:
            return self.list.words()
        if self.how.value == LATER:
            return ""
        patterns = self._patterns()
        words = []
        if patterns:
            made = outcome(patterns)
            doors = translate("RoomsPage", "{buildings} buildings, {doors} doors: {first} … {last}")
            words.append(doors.format(buildings=made.buildings, doors=made.doors, first=made.first, last=made.last))
        if others := len(self._other_places()):
            words.append(translate("RoomsPage", "{count} other places").format(count=others))
        return " · ".join(words)

    def _show_preview(self) -> None:
        """What the pattern makes as it stands; what can't be made of it is no mistake before somebody goes on."""
        try:
            words, role = self.words(), Colour.GOOD
        except UserError as error:
            words, role = words_of(error), Colour.SECOND
        self.preview.set_role(role)
        self.preview.setText(words)

    def _show(self, how: str) -> None:
        self._inside.setVisible(how == PATTERN)
        self.list.setVisible(how == LIST)
        self.later.setVisible(how == LATER)

    def _go_to_box(self, how: str) -> None:
        if how == LIST:
            QTimer.singleShot(0, self.list, self.list.setFocus)  # after an arrow put it on the choice
