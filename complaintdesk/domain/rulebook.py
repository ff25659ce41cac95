# SPDX-License-Identifier: Apache-2.0
"""A rule book (规程) as frozen values: the office's kinds, channels, departments, categories, hours and commitments."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from typing import Protocol, TypeVar

from complaintdesk.domain.terms import CaseKind, Channel, EventKind, Grade, Level
from complaintdesk.domain.toml_table import nearest
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError


@dataclass(frozen=True)
class Hours:
    """Times of day on which somebody is there; `by_calendar`: holidays are off, make-up workdays (调休) worked."""

    spans: tuple[tuple[time, time], ...]
    weekdays: frozenset[int]  # Monday 1 to Sunday 7
    by_calendar: bool
    source: str


@dataclass(frozen=True)
class DayPart:
    """A part of the day as appointments name it: 上午, 下午, 晚上."""

    name: str
    starts: time
    ends: time


@dataclass(frozen=True)
class KindRow:
    """A kind of case in use, with its number series (R-REG-01, R-REG-04)."""

    id: CaseKind
    name: str
    series: str


@dataclass(frozen=True)
class ChannelRow:
    """A way in which matters reach the desk (R-REG-02)."""

    id: Channel
    name: str


@dataclass(frozen=True)
class GradeRow:
    """A repair's urgency, and in words when it is that."""

    id: Grade
    name: str
    words: str


@dataclass(frozen=True)
class Team:
    """A team (班组) that slips are issued to."""

    id: str
    name: str
    department: str  # id
    closed: bool = False  # no longer in use; its name stays on what it did


@dataclass(frozen=True)
class Department:
    """A department with its teams; one without teams gets no slips."""

    id: str
    name: str
    teams: tuple[Team, ...]
    source: str
    remark: str
    closed: bool = False  # as a team's


@dataclass(frozen=True)
class Category:
    """What a case is about: one of two levels, `parent` the id of the upper one, '' for an upper one itself."""

    id: str
    name: str
    parent: str
    department: str  # id
    team: str  # id of the team that usually gets the slip, '' for none
    kinds: frozenset[CaseKind]
    watched: bool  # always called back and inspected later (R-CB-06)
    source: str
    remark: str
    aliases: tuple[str, ...] = ()  # everyday words that lead to it: 水龙头, 马桶


@dataclass(frozen=True)
class Criterion:
    """A circumstance that makes a complaint a major one (重大, R-CLS-05)."""

    id: str
    words: str
    source: str


class LimitUnit(StrEnum):
    """What a limit is measured in (R-T-01, R-T-02, R-T-04)."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"  # until 23:59:59 of the Nth day after
    MONTHS = "months"  # until 23:59:59 of the same day number, or the month's last day (R-T-04)
    SAME_DAY = "same_day"  # until 23:59:59 of the day itself
    APPOINTED_TIME = "appointed_time"  # the appointment, or its span's end
    APPOINTED_DAY = "appointed_day"  # until 23:59:59 of the appointment's day


@dataclass(frozen=True)
class Limit:
    """How long; `amount` counts minutes, hours, days or months and is 0 for the other units."""

    unit: LimitUnit
    amount: int = 0


@dataclass(frozen=True)
class Condition:
    """Which cases something holds for. None sets no condition; what is set must all hold."""

    kinds: frozenset[CaseKind] | None = None
    channels: frozenset[Channel] | None = None
    grades: frozenset[Grade] | None = None
    levels: frozenset[Level] | None = None
    categories: frozenset[str] | None = None  # ids; an upper one stands for those below it too
    except_categories: frozenset[str] = frozenset()  # likewise; cases of these are left out
    appointment: bool | None = None
    public_or_complex: bool | None = None
    watched: bool | None = None  # of a category of the watch list (R-CB-06)


@dataclass(frozen=True)
class OtherLimit:
    """Another limit for some of the cases that a commitment is for."""

    when: Condition
    limit: Limit
    source: str


@dataclass(frozen=True)
class CommitmentRow:
    """A commitment (时限、承诺): for which cases, from what event to what event, within what limit."""

    id: str
    name: str
    when: Condition
    starts: EventKind
    meets: frozenset[EventKind]  # the first of these ends it
    lapses: frozenset[EventKind]  # one of these before it is met, and it no longer applies
    limit: Limit
    other_limits: tuple[OtherLimit, ...]  # the first that fits stands in for `limit`
    not_before: Limit | None  # met only from then on; the limit then runs from there
    each_round: bool  # runs anew when the case is reopened
    unless_at_once: bool  # does not apply where it was met in the minute in which it began
    in_rate: bool  # counts in the share handled in time (及时率, R-ST-01)
    reminder: bool  # reminds, and counts in no figure
    source: str
    remark: str


class FollowUpStart(StrEnum):
    """From what a follow-up is counted (R-CB-01)."""

    HANDLED = "handled"
    COMPLETED = "completed"  # the last of the round's slips; the handling where there was none
    SERVICE_MIDDLE = "service_middle"  # half of a special service's from–to
    SERVICE_END = "service_end"  # its end; the completion where no from–to was agreed


@dataclass(frozen=True)
class FollowUpRow:
    """A follow-up (回访, R-CB-01): for which cases, from what on, within what limit, for which of them it must be made.

    Where `required` holds it is late past its limit; elsewhere it is offered in its window, and never late.
    """

    id: str
    name: str
    when: Condition
    starts: FollowUpStart
    within: Limit
    required: Condition | None  # None: never
    source: str
    remark: str


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
    commitments: tuple[CommitmentRow, ...]
    follow_ups: tuple[FollowUpRow, ...]  # none in a rule book that says nothing of them

    @property
    def teams(self) -> tuple[Team, ...]:
        """The teams in use of all departments, in the file's order."""
        return tuple(team for team in self._all_teams if not team.closed)

    @property
    def _all_teams(self) -> tuple[Team, ...]:
        return tuple(team for department in self.departments for team in department.teams)

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
        return _with_id(self._all_teams, id, _NO_TEAM, "team")

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

    def level_for(self, criteria: Iterable[str]) -> Level:
        """The level that ticked criteria make (R-CLS-05): major if there is any; UserError for an unknown one."""
        known = {criterion.id for criterion in self.level_criteria}
        level = Level.GENERAL
        for criterion in criteria:
            if criterion not in known:
                raise UserError(_NO_CRITERION, field="level_criteria", found=criterion)
            level = Level.MAJOR
        return level
