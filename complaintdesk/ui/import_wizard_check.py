# SPDX-License-Identifier: Apache-2.0
"""The dry run: every row as it would go in, every bad cell marked in its place, with its reason in words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from complaintdesk.errors import EnvironmentProblem
from complaintdesk.labels import translate, words_of
from complaintdesk.sheets.errors_out import write_errors
from complaintdesk.sheets.imports import DryRun, Outcome
from complaintdesk.sheets.lists import Flaw, Line, ListRead, aside_by_sheet
from complaintdesk.ui import look, prompts
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, Choices
from complaintdesk.ui.import_wizard_list import List
from complaintdesk.ui.import_wizard_words import (
    OUTCOME_COLOURS,
    added_words,
    dropped_words,
    field_words,
    incomplete_count_words,
    incomplete_words,
    outcome_words,
)
from complaintdesk.ui.look import Colour
from complaintdesk.ui.record_table import Column as TableColumn
from complaintdesk.ui.record_table import RecordTable
from complaintdesk.ui.words import Column, Row, Text

_ALL, _INCOMPLETE = "all", "incomplete"
_WIDTHS = {  # px
    "text": 240,
    "subject": 200,
    "result": 240,
    "note": 200,
    "time": 160,
    "date": 160,
    "appointment": 160,
    "item": 200,
    "fee": 130,
    "duration": 120,
}
_REASON = 300  # px
_ROOM = 1100  # px that the window surely has
_EMPTY = "▁▁"  # an empty cell that is bad: something must show that it is meant


@dataclass
class _Row:
    """A row of the list, what becomes of it and why."""

    line: Line
    outcome: Outcome
    flaws: list[Flaw]  # cells that are left out among them
    kind: str  # of the list
    adds: bool = False  # to a place that the books have

    @property
    def is_incomplete(self) -> bool:
        """Whether it goes in without a cell that is wrong."""
        return bool(self.flaws) and self.outcome is not Outcome.REFUSED

    @property
    def said(self) -> str:
        """What becomes of it, in a word."""
        return added_words() if self.adds else outcome_words(self.outcome)

    @property
    def reasons(self) -> list[str]:
        """What is wrong, each with the column's name and what stands there."""
        found = [" ".join(part for part in (flaw.cell, words_of(flaw.error)) if part) for flaw in self.flaws]
        if self.is_incomplete:
            return [dropped_words(self.kind, self.said, reason) for reason in found]
        return found

    @property
    def colour(self) -> Colour:
        """How it is told from the others."""
        return Colour.SOON if self.is_incomplete else OUTCOME_COLOURS[self.outcome]

    def is_bad(self, name: str) -> bool:
        """Whether something is wrong with the cell of a field."""
        column = self.line.head.at.get(name)
        return column is not None and any(flaw.column == column for flaw in self.flaws)

    def text(self, name: str) -> str:
        """The field's cell; a sign where it is empty and should not be."""
        return self.line.text(name) or (_EMPTY if self.is_bad(name) else "")


class CheckPage(QWidget):
    """All rows with what becomes of each; those that can't go in can be saved with their reasons, to be mended."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._rows: list[_Row] = []
        self.figures = Text(bold=True)
        self.left_out = Text(wrap=True, role=Colour.SOON)
        self.show_only = Choices([(_ALL, "")], name=translate("ImportWizard", "Which rows"))
        self.show_only.changed.connect(lambda _which: self._filter())
        self.save_bad = Button(translate("ImportWizard", "Save the bad rows…"), "Ctrl+S")
        self.save_bad.clicked.connect(self._save_bad)
        self.reasons = Text(wrap=True, selectable=True, role=Colour.LATE)
        self.reasons.setMinimumHeight(look.ROW)
        self.reasons.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.table: RecordTable | None = None
        self._place = Column()
        line = Row(self.show_only)
        line.addStretch(1)
        line.addWidget(self.save_bad)
        column = Column()
        column.addWidget(self.figures)
        column.addWidget(self.left_out)
        column.addLayout(line)
        column.addLayout(self._place, 1)
        column.addWidget(self.reasons)
        self.setLayout(column)

    def show_run(self, shown: List, run: DryRun) -> None:
        """Shows a list that was held beside the books."""
        self._list, self._run = shown, run
        outcomes = run.outcomes()
        flaws = run.read.told()
        adding = run.additions()
        self._rows = [
            _Row(line, outcomes[line.at], flaws.get(line.at, []), shown.kind.name, line.at in adding)
            for line in shown.lines()
        ]
        counts = Counter(row.outcome for row in self._rows)
        incomplete = run.read.incomplete
        said = translate("ImportWizard", "{rows} rows: {new} new, {existing} in the books already, {bad} bad.")
        told = [
            said.format(
                rows=len(self._rows),
                new=counts[Outcome.NEW],
                existing=counts[Outcome.EXISTING],
                bad=counts[Outcome.REFUSED],
            )
        ]
        if adding:
            said = translate("ImportWizard", "Of the new ones, {count} add people or phones to places in the books.")
            told.append(said.format(count=len(adding)))
        if incomplete:
            told.append(incomplete_count_words(shown.kind.name, incomplete))
        self.figures.setText("\n".join(told))
        left_out = left_out_words(shown, run.read)
        self.left_out.setText(left_out)
        self.left_out.setVisible(bool(left_out))
        self.show_only.blockSignals(True)
        self.show_only.set_choices(
            [
                (_ALL, f"{translate('ImportWizard', 'All')} {len(self._rows)}"),
                *((each, f"{outcome_words(each)} {counts[each]}") for each in _SHOWN),
                *([(_INCOMPLETE, f"{incomplete_words(shown.kind.name)} {incomplete}")] if incomplete else []),
            ]
        )
        self.show_only.set_value(Outcome.REFUSED if counts[Outcome.REFUSED] else _INCOMPLETE if incomplete else _ALL)
        self.show_only.blockSignals(False)
        self.save_bad.setVisible(bool(flaws))
        self._show_table()

    def _show_table(self) -> None:
        rows = self._rows
        several = len({row.line.sheet.name for row in rows}) > 1
        used = {name for row in rows[:1] for name in row.line.head.at}
        used |= {name for head in self._run.read.heads.values() for name in head.at}
        columns = [
            TableColumn(
                translate("ImportWizard", "Row"),
                60,
                lambda at: str(rows[at].line.row + 1),
                lambda _at: Colour.SECOND,
                right=True,
            ),
            TableColumn(
                translate("ImportWizard", "What becomes of it"),
                _REASON,
                lambda at: "; ".join(rows[at].reasons) or rows[at].said,
                lambda at: rows[at].colour,
            ),
            *(
                TableColumn(
                    field_words(self._list.kind.name, name),
                    _WIDTHS.get(name, 112),
                    partial(lambda at, name: rows[at].text(name), name=name),
                    partial(lambda at, name: rows[at].colour if rows[at].is_bad(name) else Colour.INK, name=name),
                    bold=partial(lambda at, name: rows[at].is_bad(name), name=name),
                )
                for name in self._list.kind.columns
                if name in used
            ),
        ]
        if several:
            sheet = TableColumn(translate("ImportWizard", "Sheet"), 112, lambda at: rows[at].line.sheet.name)
            columns.insert(1, sheet)
        if sum(column.width for column in columns) < _ROOM:  # else the table goes on to the right
            columns = [column._replace(stretch=column.width == _REASON) for column in columns]
        table = RecordTable(
            "import_check",
            columns,
            list,
            settings=self._bridge.settings,
            accessible_name=translate("ImportWizard", "Rows of the list"),
            empty=(translate("ImportWizard", "There is no such row."), ""),
        )
        if self.table is not None:
            self._place.removeWidget(self.table)
            self.table.hide()
            self.table.deleteLater()
        self.table = table
        table.chosen.connect(self._tell)
        self._place.addWidget(table, 1)
        self._filter()

    def _filter(self) -> None:
        assert self.table is not None
        which = self.show_only.value
        self.table.set_ids(
            [
                at
                for at, row in enumerate(self._rows)
                if which in (_ALL, row.outcome) or (which == _INCOMPLETE and row.is_incomplete)
            ]
        )
        self._tell(self.table.chosen_id())

    def _tell(self, at: int | None) -> None:
        if at is not None:
            self.reasons.set_role(self._rows[at].colour)
        self.reasons.setText("" if at is None else "\n".join(self._rows[at].reasons))

    def _save_bad(self) -> None:
        save_bad_rows(self, self._list, self._run.read)


def save_bad_rows(parent: QWidget, shown: List, read: ListRead[object]) -> Path | None:
    """Writes the bad rows with their reasons where the person says; a disk that refuses is told."""
    stem = translate("ImportWizard", "{list} bad rows").format(list=shown.path.stem)
    title = translate("ImportWizard", "Save the bad rows…")
    target = prompts.save_file(parent, title, proposed=shown.path.with_name(stem + ".xlsx"), kinds="Excel (*.xlsx)")
    if target is None:
        return None
    if target.resolve() == shown.path.resolve():
        prompts.tell(
            parent, title, translate("ImportWizard", "The bad rows would take the list's place: name another.")
        )
        return None
    try:
        write_errors(target, shown.book, read)
    except EnvironmentProblem as problem:
        prompts.tell_error(parent, problem)
        return None
    return target


def left_out_words(shown: List, read: ListRead[Any]) -> str:
    """Which sheets and rows were not read, and why: nothing goes missing without a word."""
    lines = []
    if read.left_out:
        lines.append(translate("ImportWizard", "Not read: {sheets}.").format(sheets=", ".join(read.left_out)))
    if shown.hidden:
        words = translate("ImportWizard", "Not read, as they are hidden: {sheets}.")
        lines.append(words.format(sheets=", ".join(shown.hidden)))
    of_sheet = translate("ImportWizard", "{sheet} rows {rows}")
    beside = [of_sheet.format(sheet=name, rows=rows) for name, rows in aside_by_sheet(read.aside).items()]
    if beside:
        words = translate("ImportWizard", "Remarks beside the list, not read: {rows}.")
        lines.append(words.format(rows="; ".join(beside)))
    return "\n".join(lines)


_SHOWN = (Outcome.REFUSED, Outcome.NEW, Outcome.EXISTING)
