# SPDX-License-Identifier: Apache-2.0
"""The first pages of the import: which file, which row is the head, which column is which field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from complaintdesk.labels import translate
from complaintdesk.sheets.border import SUFFIXES, column_name
from complaintdesk.sheets.imports import Kind
from complaintdesk.sheets.lists import written
from complaintdesk.sheets.reading import ENCODINGS
from complaintdesk.ui import look, prompts
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, Choices, TickBox
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.import_wizard_list import List, path_of
from complaintdesk.ui.import_wizard_words import about_words, field_words, kind_words
from complaintdesk.ui.inputs import FilterBox, LineInput
from complaintdesk.ui.look import Colour
from complaintdesk.ui.record_table import Column as TableColumn
from complaintdesk.ui.record_table import RecordTable
from complaintdesk.ui.words import Column, Note, Row, Text

FOLDER = "import_folder"  # under this name the folder chosen last is kept
SHOWN = 200  # rows of a sheet, of which one is the head
_FIRST = 8  # rows shown as they will be read
_WIDEST = 240  # px of a column
_NOWHERE = -1


class FilePage(QWidget):
    """What is imported, and from which file: chosen, dropped on the window, or its path pasted."""

    def __init__(self, bridge: Bridge, kinds: Sequence[Kind], kind: Kind) -> None:
        super().__init__()
        self._bridge = bridge
        self.kinds = Choices(
            [(each, kind_words(each.name)) for each in kinds], name=translate("ImportWizard", "What is imported")
        )
        self._about = Note(wrap=True)
        self.kinds.changed.connect(lambda chosen: self._about.setText(about_words(chosen.name)))
        self.kinds.set_value(kind)
        self.path = LineInput(placeholder=translate("ImportWizard", "Choose a file, drop it here, or paste its path"))
        self.choose = Button(translate("ImportWizard", "Choose…"), "Ctrl+O", icon="upload")
        self.choose.clicked.connect(self._choose)
        self.row = FieldRow(translate("ImportWizard", "File"), self.path, above=True)
        line = Row(self.row, self.choose, gap=look.GAP)
        line.setStretch(0, 1)
        line.setAlignment(self.choose, Qt.AlignmentFlag.AlignBottom)
        column = Column(look.GAP)
        column.addWidget(self.kinds)
        column.addWidget(self._about)
        column.addLayout(line)
        known = translate("ImportWizard", "Can be read: {suffixes}. Nothing is written before you have seen every row.")
        column.addWidget(Note(known.format(suffixes=" ".join(SUFFIXES)), wrap=True))
        column.addStretch(1)
        self.setLayout(column)

    def _choose(self) -> None:
        places = self._bridge.settings.now.places
        folder = path_of(places[FOLDER]) if FOLDER in places else None
        kinds = translate("ImportWizard", "Lists ({suffixes})").format(
            suffixes=" ".join(f"*{each}" for each in SUFFIXES)
        )
        path = prompts.choose_file(self, translate("ImportWizard", "Import a list"), folder=folder, kinds=kinds)
        if path is not None:
            self._bridge.settings.remember(**{FOLDER: str(path.parent)})
            self.path.setText(str(path))


def _sheet_choices() -> Choices:
    return Choices([], name=translate("ImportWizard", "Sheet"), wrap=True)


def _offer(choices: Choices, names: Sequence[str], name: str) -> None:
    """Offers these sheets to look at, and looks at `name`; takes no room for one alone."""
    choices.blockSignals(True)
    choices.set_choices([(each, each) for each in names])
    choices.set_value(name)
    choices.blockSignals(False)
    choices.setVisible(len(names) > 1)


class HeadPage(QWidget):
    """The sheets as they are, with the row that names the columns marked; another can be made the head."""

    encoding_chosen = Signal(str)

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self.list: List | None = None
        self.encodings = Choices(list(ENCODINGS.items()), name=translate("ImportWizard", "Written in"))
        self.encodings.changed.connect(self._choose_encoding)
        self._written_in = Text(translate("ImportWizard", "Written in"), role=Colour.SECOND)
        self._recognised = Note()
        self.sheets = _sheet_choices()
        self.sheets.changed.connect(lambda _name: self._show_sheet())
        self.wanted = TickBox(translate("ImportWizard", "Read this sheet"))
        self.wanted.toggled.connect(self._want)
        self.make_head = Button(translate("ImportWizard", "The chosen row is the head"), "F2")
        self.make_head.clicked.connect(self._make_head)
        self.said = Text(wrap=True)
        self._place = Column()
        self.table: RecordTable | None = None
        encoding = Row(self._written_in, self.encodings, self._recognised)
        encoding.addStretch(1)
        line = Row(self.wanted, self.said, self.make_head, gap=look.GAP)
        line.setStretch(1, 1)
        column = Column()
        column.addLayout(encoding)
        column.addWidget(self.sheets)
        column.addLayout(line)
        column.addLayout(self._place, 1)
        self.setLayout(column)

    def show_list(self, shown: List) -> None:
        """Shows a list that was just read."""
        self.list = shown
        of_text = bool(shown.encoding)
        for part in (self._written_in, self.encodings, self._recognised):
            part.setVisible(of_text)
        self.encodings.blockSignals(True)
        self.encodings.set_value(shown.encoding or None)
        self.encodings.blockSignals(False)
        overruled = shown.encoding != shown.recognised
        self._recognised.setText("" if overruled else translate("ImportWizard", "(recognised)"))
        names = [sheet.name for sheet in shown.book]
        _offer(self.sheets, names, next(name for name in names if name in shown.wanted))
        self._show_sheet()

    def _choose_encoding(self, encoding: str | None) -> None:
        if self.list is not None and encoding is not None and encoding != self.list.encoding:
            self.encoding_chosen.emit(encoding)

    def _want(self, on: bool) -> None:
        assert self.list is not None
        (self.list.wanted.add if on else self.list.wanted.discard)(self.sheets.value)

    def _show_sheet(self) -> None:
        assert self.list is not None
        sheet, head = self.list.sheet(self.sheets.value), self.list.heads[self.sheets.value]
        self.wanted.blockSignals(True)
        self.wanted.setChecked(sheet.name in self.list.wanted)
        self.wanted.blockSignals(False)
        told = translate("ImportWizard", "Row {row} is the head. Is it another? Choose that row and press Enter.")
        self.said.setText(told.format(row=head.row + 1))
        rows = sheet.rows

        def colour(at: int) -> Colour:
            return Colour.ACCENT if at == head.row else Colour.SECOND if at < head.row else Colour.INK

        mark = translate("ImportWizard", "head")
        columns = [
            TableColumn("", 40, lambda at: str(at + 1), lambda _at: Colour.SECOND, right=True),
            TableColumn("", 64, lambda at: mark if at == head.row else "", colour),
            *(
                TableColumn(
                    column_name(column),
                    _width([written(row[column]) for row in rows[:SHOWN]]),
                    partial(lambda at, column: written(rows[at][column]), column=column),
                    colour,
                    bold=lambda at: at == head.row,
                )
                for column in range(len(rows[0]))
            ),
        ]
        table = _replaced(
            self._place, self.table, columns, self._bridge, translate("ImportWizard", "Rows of the sheet")
        )
        self.table = table
        table.set_ids(range(min(len(rows), SHOWN)))
        table.choose(head.row)
        table.opened.connect(lambda _row: self._make_head())

    def _make_head(self) -> None:
        assert self.list is not None
        assert self.table is not None
        row = self.table.chosen_id()
        if row is not None and row != self.list.heads[self.sheets.value].row:
            self.list.set_head(self._bridge.office, self.sheets.value, row)
            self.list.wanted.add(self.sheets.value)
            self._show_sheet()
            self.table.setFocus()


class ColumnsPage(QWidget):
    """Each of our fields with a column of theirs, and the first rows as they will be read."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self.list: List | None = None
        self.sheets = _sheet_choices()
        self.sheets.changed.connect(lambda _name: self._show_sheet())
        self.boxes: dict[str, FilterBox] = {}
        self._form = QWidget()
        self._place = Column()
        self.table: RecordTable | None = None
        self._column = Column(look.GAP)
        self._column.addWidget(self.sheets)
        self._column.addWidget(self._form)
        self._column.addWidget(Note(translate("ImportWizard", "The first rows as they will be read:")))
        self._column.addLayout(self._place, 1)
        self.setLayout(self._column)

    def show_list(self, shown: List) -> None:
        """Shows a list whose sheets and heads are settled."""
        self.list = shown
        names = list(shown.to_read)
        _offer(self.sheets, names, self.sheets.value if self.sheets.value in names else names[0])
        self._show_sheet()

    def show_sheet(self, name: str) -> None:
        """Looks at the sheet that is complained of."""
        if name != self.sheets.value:
            self.sheets.set_value(name)

    def _show_sheet(self) -> None:
        assert self.list is not None
        name = self.sheets.value
        sheet, head = self.list.sheet(name), self.list.heads[name]
        choices: list[tuple[int, str]] = [(_NOWHERE, translate("ImportWizard", "—"))]
        for column, title in enumerate(sheet.rows[head.row]):
            below = (written(row[column]) for row in sheet.rows[head.row + 1 :])
            sample = next((each for each in below if each), "")[:12].replace("\n", " ")
            words = " · ".join(part for part in (written(title).strip(), sample) if part)
            if words:
                choices.append((column, f"{column_name(column)}  {words}"))
        form = QWidget()
        grid = QGridLayout(form)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(look.GAP * 2)
        grid.setVerticalSpacing(look.GRID)
        self.boxes = {}
        fields = list(self.list.kind.columns)
        deep = -(-len(fields) // 3)
        for number, field in enumerate(fields):
            box = FilterBox()
            box.set_choices(choices)
            box.set_value(head.at.get(field, _NOWHERE))
            if line := box.lineEdit():
                line.setCursorPosition(0)  # the column's letter is what must be seen
            box.changed.connect(partial(self._set_column, field))
            self.boxes[field] = box
            row = FieldRow(field_words(self.list.kind.name, field), box, label_width=120)
            grid.addWidget(row, number % deep, number // deep)
        for at in range(3):
            grid.setColumnStretch(at, 1)
        self._column.replaceWidget(self._form, form)
        self._form.deleteLater()
        self._form = form
        self._show_rows()

    def _set_column(self, field: str, column: int | None) -> None:
        assert self.list is not None
        if column is not None:
            self.list.set_column(self.sheets.value, field, None if column == _NOWHERE else column)
            self._show_rows()

    def _show_rows(self) -> None:
        assert self.list is not None
        name = self.sheets.value
        at = self.list.heads[name].at
        lines = [line for line in self.list.lines() if line.sheet.name == name][:_FIRST]
        columns = [
            TableColumn(
                field_words(self.list.kind.name, field),
                _width([line.text(field) for line in lines], least=110),
                partial(lambda number, field: lines[number].text(field), field=field),
            )
            for field in self.list.kind.columns
            if field in at
        ]
        if columns:
            columns[-1] = columns[-1]._replace(stretch=True)
        table = _replaced(self._place, self.table, columns, self._bridge, translate("ImportWizard", "First rows"))
        self.table = table
        table.set_ids(range(len(lines)) if columns else ())


def _width(texts: Sequence[str], least: int = 72) -> int:
    """px for a column of these texts."""
    longest = max((len(text.encode("gb18030", "replace")) for text in texts), default=0)
    return min(max(least, longest * 8 + 20), _WIDEST)


def _replaced(
    place: Column, old: RecordTable | None, columns: Sequence[TableColumn], bridge: Bridge, name: str
) -> RecordTable:
    """A table with other columns in the place of the old one."""
    fetch: Callable[[Sequence[int]], Sequence[int]] = list
    table = RecordTable("import", columns, fetch, settings=bridge.settings, accessible_name=name)
    if old is not None:
        place.removeWidget(old)
        old.hide()
        old.deleteLater()
    place.addWidget(table, 1)
    return table
