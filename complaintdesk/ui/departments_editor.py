# SPDX-License-Identifier: Apache-2.0
"""Departments and their teams: a tick for those in use, a box for each name, and room for more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from complaintdesk.desk.procedures import DepartmentRow, TeamRow
from complaintdesk.labels import translate
from complaintdesk.ui import look
from complaintdesk.ui.buttons import Button, TickBox
from complaintdesk.ui.form_rows import FieldRow, Fields
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.words import Card, Column, Row

_ACROSS = 3  # teams in a line


class NamedTick(QWidget):
    """A tick and a name; what is not ticked is not in use."""

    def __init__(self, words: str, id_: str, *, closed: bool, tip: str, name: str) -> None:
        super().__init__()
        self.id = id_
        self.tick = TickBox("", tip=tip)
        self.tick.setAccessibleName(tip)
        self.box = LineInput(name=name)
        self.box.setText(words)
        self.tick.setChecked(not closed)
        self.setLayout(Row(self.tick, self.box, gap=4))
        self.textChanged = self.box.textChanged

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.box.setFocus(event.reason())  # a focus proxy would keep Tab from ever coming to the tick


@dataclass
class _Department:
    card: Card
    head: NamedTick
    grid: QGridLayout
    more: Button
    teams: list[NamedTick] = field(default_factory=list)


class DepartmentsEditor(QWidget):
    """All departments with their teams; errors find their boxes by position, as the text edit names them."""

    def __init__(self, fields: Fields) -> None:
        """Adds its rows to `fields` as `department:<n>` and `team:<n>.<m>`."""
        super().__init__()
        self._fields = fields
        self._departments: list[_Department] = []
        self._column = Column(look.GRID)
        self.more = Button(translate("DepartmentsEditor", "Add a department"), icon="plus", aside=True)
        self.more.clicked.connect(lambda: self._add(DepartmentRow(""), typed=True))
        column = Column(look.GRID)
        column.addLayout(self._column)
        column.addLayout(Row(self.more))
        column.itemAt(1).layout().addStretch(1)  # type: ignore[union-attr]
        self.setLayout(column)

    def put(self, rows: Iterable[DepartmentRow]) -> None:
        """Shows these."""
        for each in self._departments:
            self._column.removeWidget(each.card)
            each.card.hide()
            each.card.deleteLater()
        self._departments.clear()
        for name in [name for name in self._fields if name.startswith(("department:", "team:"))]:
            del self._fields[name]
        for row in rows:
            self._add(row)

    def rows(self) -> tuple[DepartmentRow, ...]:
        """What is set."""
        return tuple(
            DepartmentRow(
                name=each.head.box.text(),
                teams=tuple(TeamRow(team.box.text(), team.id, closed=not team.tick.isChecked()) for team in each.teams),
                id=each.head.id,
                closed=not each.head.tick.isChecked(),
            )
            for each in self._departments
        )

    def head(self, at: int) -> NamedTick:
        """The department at this position."""
        return self._departments[at].head

    def teams(self, at: int) -> list[NamedTick]:
        """The teams of the department at this position."""
        return self._departments[at].teams

    def add_team(self, at: int) -> None:
        """Makes room for one more team of the department at this position."""
        self._put_team(at, TeamRow(""), typed=True)

    def _add(self, row: DepartmentRow, *, typed: bool = False) -> None:
        at = len(self._departments)
        head = NamedTick(
            row.name,
            row.id,
            closed=row.closed,
            tip=translate("DepartmentsEditor", "In use"),
            name=translate("DepartmentsEditor", "Name of the department"),
        )
        head.box.setFont(look.font(bold=True))
        more = Button(translate("DepartmentsEditor", "Team"), icon="plus", flat=True, aside=True)
        more.setAccessibleName(translate("DepartmentsEditor", "Add a team"))
        grid = QGridLayout()
        grid.setContentsMargins(30, 0, 0, 0)
        grid.setHorizontalSpacing(look.GRID)
        grid.setVerticalSpacing(4)
        for column in range(_ACROSS):
            grid.setColumnStretch(column, 1)
        card = Card(padding=10, gap=6)
        made = _Department(card, head, grid, more)
        self._departments.append(made)
        self._fields[f"department:{at}"] = FieldRow("", head)
        line = Row(self._fields[f"department:{at}"], more)
        line.setStretch(0, 1)
        card.box.addLayout(line)
        card.box.addLayout(grid)
        more.clicked.connect(partial(self._more_teams, made))
        head.tick.toggled.connect(lambda _on: self._shut(made))
        self._column.addWidget(card)
        for team in row.teams:
            self._put_team(at, team)
        self._shut(made)
        if typed:
            head.box.setFocus()

    def _more_teams(self, made: _Department) -> None:
        self._put_team(self._departments.index(made), TeamRow(""), typed=True)

    def _put_team(self, at: int, row: TeamRow, *, typed: bool = False) -> None:
        made = self._departments[at]
        number = len(made.teams)
        team = NamedTick(
            row.name,
            row.id,
            closed=row.closed,
            tip=translate("DepartmentsEditor", "In use"),
            name=translate("DepartmentsEditor", "Name of the team"),
        )
        made.teams.append(team)
        self._fields[f"team:{at}.{number}"] = FieldRow("", team)
        made.grid.addWidget(self._fields[f"team:{at}.{number}"], number // _ACROSS, number % _ACROSS)
        if typed:
            team.box.setFocus()

    def _shut(self, made: _Department) -> None:
        """The teams of a department not in use aren't in use either."""
        for team in made.teams:
            team.setEnabled(made.head.tick.isChecked())
        made.more.setEnabled(made.head.tick.isChecked())
