# SPDX-License-Identifier: Apache-2.0
"""A rule book (规程) as one frozen value, and what is looked up in it by id or by the name that a person writes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from complaintdesk.domain.course_rows import Course
from complaintdesk.domain.rulebook_rows import (
    Category,
    ChannelRow,
    CommitmentRow,
    Criterion,
    DayPart,
    Department,
    FollowUpRow,
    GradeRow,
    Hours,
    KindRow,
    Team,
    Warnings,
)
from complaintdesk.domain.terms import CaseKind, Level
from complaintdesk.domain.toml_table import nearest
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError


class _Named(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...


Row = TypeVar("Row", bound=_Named)


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


def _with_id(rows: Iterable[Row], wanted: str, unknown: str, field: str) -> Row:
    for row in rows:
        if row.id == wanted:
            return row
    raise UserError(unknown, field=field, found=wanted)


def _named(rows: Iterable[Row], wanted: str, unknown: str, field: str) -> Row:
    """The row whose id or name is wanted; UserError with the nearest name otherwise."""
    rows = tuple(rows)
    folded = _fold(wanted)
    for row in rows:
        if folded in (row.id, _fold(row.name)):
            return row
    if near := nearest(wanted.strip(), [row.name for row in rows]):
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "There is no “{found}”. Is “{nearest}” meant?"),
            field=field,
            found=wanted,
            nearest=near,
        )
    raise UserError(unknown, field=field, found=wanted)


_NO_TEAM = QT_TRANSLATE_NOOP("errors", "There is no team “{found}”.")
_NO_DEPARTMENT = QT_TRANSLATE_NOOP("errors", "There is no department “{found}”.")
_NO_CATEGORY = QT_TRANSLATE_NOOP("errors", "There is no category “{found}”.")
_NO_CRITERION = QT_TRANSLATE_NOOP("errors", "There is no criterion “{found}”.")


@dataclass(frozen=True)
class Procedure:
    """A rule book (规程): the figures and lists that an office picks, edits and adopts; made by `parse_procedure`."""

    id: str
    name: str
    sources: tuple[str, ...]
    remark: str
    office_hours: Hours
    desk_hours: Hours
    day_parts: tuple[DayPart, ...]
    kinds: tuple[KindRow, ...]
    document_series: Mapping[str, str]
    channels: tuple[ChannelRow, ...]
    grades: tuple[GradeRow, ...]
    departments: tuple[Department, ...]
    categories: tuple[Category, ...]
    level_criteria: tuple[Criterion, ...]
    warnings: Warnings | None  # None: a limit whose row says nothing warns nobody before its end
    commitments: tuple[CommitmentRow, ...]
    follow_ups: tuple[FollowUpRow, ...]  # none in a rule book that says nothing of them
    course: Course

    @property
    def teams(self) -> tuple[Team, ...]:
        """The teams in use of all departments, in the file's order."""
        return tuple(team for team in self.all_teams if not team.closed)

    @property
    def all_teams(self) -> tuple[Team, ...]:
        """The teams of all departments, those no longer in use included."""
        return tuple(team for department in self.departments for team in department.teams)

    def kind_name(self, kind: CaseKind) -> str:
        """What the office calls a kind; '' for one that it does not register."""
        return next((row.name for row in self.kinds if row.id is kind), "")

    def series(self, what: str) -> str:
        """The number series of a case kind, or of `work_order`, `liaison`, `corrective`; UserError if not in use."""
        for kind in self.kinds:
            if kind.id == what:
                return kind.series
        if what in self.document_series:
            return self.document_series[what]
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "The office's procedure has no number series for this kind."), field="kind"
        )

    def category(self, id: str) -> Category:  # noqa: A002 - the rows' own name for it
        """The category of an id; UserError if there is none."""
        return _with_id(self.categories, id, _NO_CATEGORY, "category")

    def department(self, id: str) -> Department:  # noqa: A002
        """The department of an id; UserError if there is none."""
        return _with_id(self.departments, id, _NO_DEPARTMENT, "department")

    def team(self, id: str) -> Team:  # noqa: A002
        """The team of an id, one no longer in use included; UserError if there is none."""
        return _with_id(self.all_teams, id, _NO_TEAM, "team")

    def commitment(self, id: str) -> CommitmentRow:  # noqa: A002
        """The commitment of an id; KeyError if there is none, as no person types one."""
        return {row.id: row for row in self.commitments}[id]

    def follow_up(self, id: str) -> FollowUpRow:  # noqa: A002
        """The follow-up of an id; KeyError if there is none, as no person types one."""
        return {row.id: row for row in self.follow_ups}[id]

    def team_named(self, text: str) -> Team:
        """The team in use whose id or name the text is; UserError with the nearest name otherwise."""
        return _named(self.teams, text, _NO_TEAM, "team")

    def category_named(self, text: str) -> Category:
        """The category whose id or name the text is; UserError with the nearest name otherwise."""
        return _named(self.categories, text, _NO_CATEGORY, "category")

    def categories_for(self, kind: CaseKind) -> tuple[Category, ...]:
        """The categories that serve a kind, in the file's order: an upper one, then those below it."""
        return tuple(category for category in self.categories if kind in category.kinds)

    def warned_as(self, warnings: Warnings) -> Procedure:
        """The rule book with these warnings where it says nothing of them, as those written before there were any."""
        if self.warnings is not None:
            return self
        rows = tuple(replace(row, alerts=row.alerts or warnings.alerts) for row in self.commitments)
        return replace(self, warnings=warnings, commitments=rows)

    def level_for(self, criteria: Iterable[str]) -> Level:
        """The level that ticked criteria make (R-CLS-05): major if there is any; UserError for an unknown one."""
        known = {criterion.id for criterion in self.level_criteria}
        level = Level.GENERAL
        for criterion in criteria:
            if criterion not in known:
                raise UserError(_NO_CRITERION, field="level_criteria", found=criterion)
            level = Level.MAJOR
        return level
