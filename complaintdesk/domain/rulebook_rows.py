# SPDX-License-Identifier: Apache-2.0
"""The rows of a rule book (规程) that every case is planned by: lists, categories, limits, commitments, follow-ups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta
from enum import StrEnum

from complaintdesk.domain.terms import CaseKind, Channel, EventKind, Grade, Level, PauseReason, Role


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
    code: str = ""  # of the official classification (DB44/T 2479-2024), '' for none
    service_limit: Limit | None = None  # its service commitment (服务承诺, R-WO-09)
    service_source: str = ""
    asks_warranty: bool = False  # whether a warranty still runs is asked before the slip goes out (R-WO-13)
    guarantee_days: int = 0  # 质保: for how long after the work is done the office answers for it; 0 for never
    checks: tuple[str, ...] = ()  # what the worker goes through on site, in order


@dataclass(frozen=True)
class Criterion:
    """A circumstance that makes a complaint a major one (重大, R-CLS-05)."""

    id: str
    words: str
    source: str


class LimitUnit(StrEnum):
    """What a limit is measured in (R-T-01 to R-T-04)."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"  # until 23:59:59 of the Nth day after
    WORKING_DAYS = "working_days"  # until 23:59:59 of the Nth working day after (R-T-03)
    MONTHS = "months"  # until 23:59:59 of the same day number, or the month's last day (R-T-04)
    SAME_DAY = "same_day"  # until 23:59:59 of the day itself
    APPOINTED_TIME = "appointed_time"  # the appointment, or its span's end
    APPOINTED_DAY = "appointed_day"  # until 23:59:59 of the appointment's day
    PROMISED_TIME = "promised_time"  # the time that was named: agreed with the client (R-ESC-12), or set


@dataclass(frozen=True)
class Limit:
    """How long; `amount` counts minutes, hours, (working) days or months and is 0 for the other units."""

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
    criteria: frozenset[str] | None = None  # one of these circumstances ticked (R-CLS-05)
    valid: bool | None = None  # checked and found valid, or invalid; not yet checked is neither (R-CLS-01)
    repeat: bool | None = None  # a repeat complaint (再次投诉, R-REG-08)
    waiting: frozenset[PauseReason] | None = None  # it ever waited for one of these (R-ESC-05)
    promised: bool | None = None  # a time was agreed with the client (R-ESC-12)
    hard: bool | None = None  # marked a hard problem (疑难, R-CB-08)
    reachable: bool | None = None  # who called can be reached: no anonymous caller without phone or place
    fields: tuple[tuple[str, frozenset[str]], ...] = ()  # ids of the office's own fields, and which of their choices


@dataclass(frozen=True)
class OtherLimit:
    """Another limit for some of the cases that a commitment is for."""

    when: Condition
    limit: Limit
    source: str


@dataclass(frozen=True)
class Alert:
    """Who is warned of a limit, and how long before it ends."""

    before: timedelta
    roles: frozenset[Role]


@dataclass(frozen=True)
class Warnings:
    """Who is warned, and when, of a limit whose own row says nothing of it."""

    alerts: tuple[Alert, ...]
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
    pauses: frozenset[PauseReason] = frozenset()  # what it waits for (R-T-07)
    alerts: tuple[Alert, ...] = ()  # who is warned, and when: its own, else the book's `warnings`; none: nobody
    points: int = 0  # what a breach costs the responsible department (R-CA-05)
    charged_to: str = ""  # id of the department that the points are for; '' for the case's own
    from_recorded: bool = False  # runs from when the event was written down, not from when it happened
    by_category: bool = False  # a category's own service commitment stands in for the limit (R-WO-09)


class FollowUpStart(StrEnum):
    """From what a follow-up is counted (R-CB-01)."""

    HANDLED = "handled"
    COMPLETED = "completed"  # the last of the round's slips; the handling where there was none
    SERVICE_MIDDLE = "service_middle"  # half of a special service's from–to
    SERVICE_END = "service_end"  # its end; the completion where no from–to was agreed
    RESULT_RETURNED = "result_returned"  # the department's result is back at the desk (R-CB-02)


@dataclass(frozen=True)
class FollowUpRow:
    """A follow-up (回访, R-CB-01): for which cases, from what on, within what limit, for which of them it must be made.

    Where `required` holds it is late past its limit, if it has one; elsewhere it is offered in its window, never late.
    """

    id: str
    name: str
    when: Condition
    starts: FollowUpStart
    within: Limit | None  # None: the rule book names no last day
    required: Condition | None  # None: never
    source: str
    remark: str
    opens: Limit | None = None  # not made before the beginning of that day (R-CB-02)
    by: frozenset[Role] = frozenset()  # who must make it; none: whoever follows up (R-CB-08)
    takes_over: str = ""  # id of the department that makes it for the office, see `follow_ups.made_by` (R-CB-13)
