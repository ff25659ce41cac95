# SPDX-License-Identifier: Apache-2.0
"""What a column of a rule book's row is edited by: one box for each sort, that takes a value and gives it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from PySide6.QtWidgets import QWidget

from complaintdesk.desk.book_rows import table_rows
from complaintdesk.desk.book_sections import Column, Sort, members
from complaintdesk.domain.rulebook_rows import LimitUnit
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.labels import translate
from complaintdesk.ui import look
from complaintdesk.ui.book_words import BookWords, title, words_of_term
from complaintdesk.ui.buttons import Button, Choices, TickBox
from complaintdesk.ui.inputs import FilterBox, LineInput, TextInput
from complaintdesk.ui.tabs.case_form_parts import Ticks
from complaintdesk.ui.words import Column as Stack
from complaintdesk.ui.words import ElidedText, Row

_FEW = 7  # terms that are ticked or chosen in a row
_COUNTED = tuple(unit for unit in LimitUnit if unit.value in ("minutes", "hours", "days", "working_days", "months"))

Ask = Callable[[str, Sequence[Column], Mapping[str, Any]], dict[str, Any] | None]  # a form for a row inside a row
Pick = Callable[[str, Sequence[tuple[str, str]], Sequence[str], str], list[str] | None]  # some of many


class Cell(Protocol):
    """A box for one column; `read` raises UserError for what is none of its sort, and gives None for nothing."""

    @property
    def widget(self) -> QWidget: ...
    def put(self, value: Any) -> None: ...
    def read(self) -> Any: ...


class TextCell:
    """One line, or several."""

    def __init__(self, column: Column) -> None:
        self._column = column
        several = translate("RuleBook", "Several: with commas between") if column.sort is Sort.TEXTS else ""
        line = LineInput(placeholder=several)
        self.widget: LineInput | TextInput = TextInput(lines=2) if column.sort is Sort.WORDS else line

    def put(self, value: Any) -> None:
        listed = "、".join(value) if isinstance(value, list) else value
        self.widget.setText("" if listed is None else str(listed))

    def read(self) -> Any:
        words = self.widget.text().strip()
        if not words:
            return None
        match self._column.sort:
            case Sort.WHOLE:
                if not words.isdecimal():
                    raise UserError(QT_TRANSLATE_NOOP("errors", "A whole number is expected."), field=self._column.key)
                return int(words)
            case Sort.TEXTS:
                parts = (part.strip() for part in words.replace("，", "、").replace(",", "、").split("、"))
                return list(dict.fromkeys(part for part in parts if part))
        return words


class FlagCell:
    """True or not said; of a condition also: not."""

    def __init__(self, column: Column) -> None:
        yes, no = translate("fields", "Yes"), translate("fields", "No")
        self._either = column.of == "either"
        self.widget: Choices | TickBox = (
            Choices([(True, yes), (False, no)], optional=True) if self._either else TickBox(title(column))
        )

    def put(self, value: Any) -> None:
        if isinstance(self.widget, Choices):
            self.widget.set_value(value)
        else:
            self.widget.setChecked(bool(value))

    def read(self) -> Any:
        if isinstance(self.widget, Choices):
            return self.widget.value
        return self.widget.isChecked() or None


class LimitCell:
    """An amount and its unit; some units have none."""

    def __init__(self, column: Column) -> None:
        self._key = column.key
        self.amount = LineInput(name=title(column))
        self.amount.setFixedWidth(72)
        self.unit = FilterBox(name=translate("RuleBook", "Unit"))
        words = {
            LimitUnit.MINUTES: translate("RuleBook", "minutes"),
            LimitUnit.HOURS: translate("RuleBook", "hours"),
            LimitUnit.DAYS: translate("RuleBook", "days"),
            LimitUnit.WORKING_DAYS: translate("RuleBook", "working days"),
            LimitUnit.MONTHS: translate("RuleBook", "months"),
            LimitUnit.SAME_DAY: translate("RuleBook", "the same day"),
            LimitUnit.APPOINTED_TIME: translate("RuleBook", "the agreed time"),
            LimitUnit.APPOINTED_DAY: translate("RuleBook", "the agreed day"),
            LimitUnit.PROMISED_TIME: translate("RuleBook", "the promised time"),
        }
        self.unit.set_choices([(unit, words[unit]) for unit in LimitUnit])
        self.unit.changed.connect(lambda unit: self.amount.setEnabled(unit is None or unit in _COUNTED))
        self.widget = QWidget()
        self.widget.setLayout(Row(self.amount, self.unit))
        self.widget.setFocusProxy(self.amount)

    def put(self, value: Any) -> None:
        unit = next((unit for unit in LimitUnit if unit.value in (value or {})), None)
        self.unit.set_value(unit)
        self.amount.setText(str(value[unit.value]) if unit in _COUNTED else "")

    def read(self) -> Any:
        self.unit.settle()
        unit, amount = self.unit.value, self.amount.text().strip()
        if unit is None and not amount and not self.unit.typed.strip():
            return None
        if unit is None:
            raise UserError(QT_TRANSLATE_NOOP("errors", "In which unit?"), field=self._key)
        if unit not in _COUNTED:
            return {unit.value: True}
        if not amount.isdecimal() or not int(amount):
            raise UserError(QT_TRANSLATE_NOOP("errors", "A whole number is expected."), field=self._key)
        return {unit.value: int(amount)}


class OneCell:
    """One of a list: buttons for a few, else a box that filters."""

    def __init__(self, column: Column, choices: Sequence[tuple[str, str]]) -> None:
        self._key = column.key
        few = len(choices) <= _FEW and column.sort is Sort.TERM
        self.widget: Choices | FilterBox = (
            Choices(choices, optional=not column.needed, wrap=True) if few else FilterBox()
        )
        if isinstance(self.widget, FilterBox):
            self.widget.set_choices(choices)

    def put(self, value: Any) -> None:
        self.widget.set_value(value)

    def read(self) -> Any:
        if isinstance(self.widget, FilterBox):
            self.widget.settle()
            if self.widget.value is None and self.widget.typed.strip():
                raise UserError(
                    QT_TRANSLATE_NOOP("errors", "“{words}” is not in the list: ↓ shows it."),
                    field=self._key,
                    words=self.widget.typed.strip(),
                )
        return self.widget.value


class SomeCell:
    """Some of a list: ticks for a few, else their names with a button that opens the list."""

    def __init__(self, column: Column, choices: Sequence[tuple[str, str]], pick: Pick) -> None:
        self._title, self._choices, self._pick = title(column), choices, pick
        self._chosen: list[str] = []
        self._note = ""  # what must be known of the list
        if column.of == "categories":
            self._note = translate("RuleBook", "Those of the upper level stand for all below them.")
        self.ticks = Ticks(choices) if 0 < len(choices) <= _FEW else None
        self._words = ElidedText()
        self.button = Button(translate("RuleBook", "Choose…"), aside=True)
        self.button.setEnabled(bool(choices))
        self.button.clicked.connect(self._open)
        self.widget: QWidget = self.ticks or _with_button(self._words, self.button)

    def put(self, value: Any) -> None:
        self._chosen = list(value or ())
        if self.ticks is not None:
            self.ticks.put(self._chosen)
        names = dict(self._choices)
        self._words.set_words("、".join(names.get(each, each) for each in self._chosen) or "—")

    def read(self) -> Any:
        return (self.ticks.typed() if self.ticks is not None else self._chosen) or None

    def _open(self) -> None:
        found = self._pick(self._title, self._choices, self._chosen, self._note)
        if found is not None:
            self.put(found)


class ChoicesOfFields:
    """Which choices of the office's own fields: some of all of them, by field."""

    def __init__(self, column: Column, text: str, pick: Pick) -> None:
        rows = [row for row in table_rows(text, "fields") if row.get("choices")]
        listed = [(f"{row['id']}:{each}", f"{row['name']}：{each}") for row in rows for each in row["choices"]]
        self._some = SomeCell(column, listed, pick)
        self.widget = self._some.widget

    def put(self, value: Any) -> None:
        self._some.put([f"{id_}:{each}" for id_, chosen in (value or {}).items() for each in chosen])

    def read(self) -> Any:
        found: dict[str, list[str]] = {}
        for each in self._some.read() or ():
            id_, _, choice = each.partition(":")
            found.setdefault(id_, []).append(choice)
        return found or None


class InsideCell:
    """A row inside the row, or several: said in words, each with a button that opens its form."""

    def __init__(self, column: Column, words: BookWords, ask: Ask) -> None:
        self._column, self._said, self._ask = column, words, ask
        self._rows: list[dict[str, Any]] = []
        self._many = column.sort is Sort.TABLES
        self._lines = Stack(4)
        self.more = Button(translate("RuleBook", "One more"), icon="plus", flat=True, aside=True)
        self.more.clicked.connect(lambda: self._edit(None))
        column_of = Stack(4)
        column_of.addLayout(self._lines)
        if self._many:
            column_of.addLayout(Row(self.more))
            column_of.itemAt(1).layout().addStretch(1)  # type: ignore[union-attr]
        self.widget = QWidget()
        self.widget.setLayout(column_of)

    def put(self, value: Any) -> None:
        self._rows = [dict(each) for each in value or ()] if self._many else [dict(value or {})]
        self._show()

    def read(self) -> Any:
        if self._many:
            return self._rows or None
        return self._rows[0] if self._rows[0] or self._column.needed else None

    def _show(self) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            if (line := item.widget()) is not None:
                line.hide()
                line.deleteLater()
        for at, row in enumerate(self._rows):
            value = [row] if self._many else row
            words = self._said.value(self._column, value)
            if not self._many and not row and not self._column.needed:
                words = "—"
            shown = ElidedText()
            shown.set_words(words)
            edit = Button(translate("RuleBook", "Change…"), aside=self._many)
            edit.clicked.connect(lambda _on=False, at=at: self._edit(at))
            parts = [edit]
            if self._many:
                gone = Button("", icon="x", flat=True, aside=True, name=translate("RuleBook", "Take out"))
                gone.clicked.connect(lambda _on=False, at=at: self._take_out(at))
                parts.append(gone)
            self._lines.addWidget(_with_button(shown, *parts))

    def _edit(self, at: int | None) -> None:
        found = self._ask(title(self._column), self._column.of, {} if at is None else self._rows[at])
        if found is None:
            return
        if at is None:
            self._rows.append(found)
        else:
            self._rows[at] = found
        self._show()

    def _take_out(self, at: int) -> None:
        del self._rows[at]
        self._show()


def cell_for(column: Column, text: str, words: BookWords, ask: Ask, pick: Pick) -> Cell:
    """The box for a column of a rule book's row."""
    match column.sort:
        case Sort.FLAG:
            return FlagCell(column)
        case Sort.LIMIT:
            return LimitCell(column)
        case Sort.TERM:
            return OneCell(column, [(each.value, words_of_term(each)) for each in members(column)])
        case Sort.TERMS:
            return SomeCell(column, [(each.value, words_of_term(each)) for each in members(column)], pick)
        case Sort.REF:
            return OneCell(column, list(words.names(column.of).items()))
        case Sort.REFS:
            return SomeCell(column, list(words.names(column.of).items()), pick)
        case Sort.CHOSEN:
            return ChoicesOfFields(column, text, pick)
        case Sort.TABLE | Sort.TABLES:
            return InsideCell(column, words, ask)
    return TextCell(column)


def _with_button(shown: QWidget, *buttons: QWidget) -> QWidget:
    line = QWidget()
    row = Row(shown, *buttons, gap=look.GRID)
    row.setStretch(0, 1)
    line.setLayout(row)
    return line
