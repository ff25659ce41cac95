# SPDX-License-Identifier: Apache-2.0
"""The form of one row of a rule book: a box for each of its columns, mistakes beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from complaintdesk.desk.book_sections import Column, Sort
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields
from complaintdesk.labels import translate
from complaintdesk.ui import look, prompts
from complaintdesk.ui.book_cells import Cell, FlagCell, cell_for
from complaintdesk.ui.book_words import BookWords, title
from complaintdesk.ui.buttons import TickBox
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.scrolling import Scrolling
from complaintdesk.ui.words import Column as Stack
from complaintdesk.ui.words import Note

_WIDTH, _HEIGHT = 720, 560  # px
_LABEL = 150


class RowDialog(Dialog):
    """All columns of a row; `values` is what was given once it is accepted. Keys that are no column stay."""

    help_page = "rule-books"

    def __init__(
        self,
        parent: QWidget | None,
        heading: str,
        columns: Sequence[Column],
        row: Mapping[str, Any],
        text: str,
        check: Callable[[dict[str, Any]], None] | None = None,
    ) -> None:
        """`text` is the rule book that the row is of; `check` raises UserError, with a column's key for its field."""
        super().__init__(parent, heading, width=_WIDTH)
        self._row, self._columns, self._text, self._check = dict(row), columns, text, check
        self.values: dict[str, Any] = {}
        words = BookWords(text)
        stack = Stack(look.GRID)
        self.cells: dict[str, Cell] = {}
        for column in columns:
            cell = cell_for(column, text, words, self._ask, self._pick)
            cell.put(row.get(column.key))
            self.cells[column.key] = cell
            ticked = isinstance(cell, FlagCell) and isinstance(cell.widget, TickBox)
            line = FieldRow(" " if ticked else title(column), cell.widget, label_width=_LABEL)
            if ticked:
                cell.widget.setAccessibleName(title(column))
            self.fields[column.key] = line
            stack.addWidget(line)
        stack.addStretch(1)
        view = Scrolling(stack)
        view.setMinimumHeight(min(_HEIGHT, look.screen_room(self).height() - 220, 46 * len(columns) + 20))
        self.box.addWidget(view, 1)
        self.add_buttons(translate("RuleBook", "Take over"))

    def take(self) -> None:
        """Reads all of them; raises UserError beside the first that is wrong."""
        found = {column.key: self.cells[column.key].read() for column in self._columns}
        empty = [each.key for each in self._columns if each.needed and found[each.key] in (None, "", [])]
        empty = [key for key in empty if self._column(key).sort is not Sort.TABLE]
        if empty:
            raise MissingFields(dict.fromkeys(empty, QT_TRANSLATE_NOOP("errors", "Something must stand here.")))
        for column in self._columns:
            if column.sort is Sort.TABLE and column.needed and found[column.key] is None:
                found[column.key] = {}
        kept = {key: value for key, value in self._row.items() if key not in found}
        values = kept | {key: value for key, value in found.items() if value is not None}
        if self._check is not None:
            self._check(values)
        self.values = values

    def _column(self, key: str) -> Column:
        return next(each for each in self._columns if each.key == key)

    def _ask(self, heading: str, columns: Sequence[Column], row: Mapping[str, Any]) -> dict[str, Any] | None:
        dialog = RowDialog(self, heading, columns, row, self._text)
        return dialog.values if prompts.show_dialog(dialog) else None

    def _pick(
        self, heading: str, choices: Sequence[tuple[str, str]], chosen: Sequence[str], note: str
    ) -> list[str] | None:
        dialog = PickDialog(self, heading, choices, chosen, note)
        return dialog.chosen() if prompts.show_dialog(dialog) else None


class PickDialog(Dialog):
    """A long list to tick in, narrowed by what is typed above it."""

    only_chooses = True

    help_page = "rule-books"

    def __init__(
        self,
        parent: QWidget | None,
        heading: str,
        choices: Sequence[tuple[str, str]],
        chosen: Sequence[str],
        note: str = "",
    ) -> None:
        """`note` says what must be known of the list."""
        super().__init__(parent, heading, width=460)
        self.filter = LineInput(placeholder=translate("RuleBook", "A word of it"), icon="search")
        self.boxes: dict[str, TickBox] = {}
        stack = Stack(2)
        for value, words in choices:
            box = TickBox(words)
            box.setChecked(value in chosen)
            self.boxes[value] = box
            stack.addWidget(box)
        stack.addStretch(1)
        view = Scrolling(stack)
        view.setMinimumHeight(min(420, look.screen_room(self).height() - 240))
        self.box.addWidget(self.filter)
        self.box.addWidget(view, 1)
        if note:
            self.box.addWidget(Note(note, wrap=True))
        self.add_buttons(translate("RuleBook", "Take over"))
        self.filter.textChanged.connect(self._narrow)
        self.filter.setFocus()

    def chosen(self) -> list[str]:
        """What is ticked, in the list's order."""
        return [value for value, box in self.boxes.items() if box.isChecked()]

    def _narrow(self, words: str) -> None:
        for box in self.boxes.values():
            box.setVisible(words.strip().casefold() in box.text().casefold())
