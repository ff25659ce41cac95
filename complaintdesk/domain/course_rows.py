# SPDX-License-Identifier: Apache-2.0
"""The rows of a rule book (规程) about the course of a matter: who decides, what goes up when, what has to be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from complaintdesk.domain.rulebook_rows import Condition, Limit
from complaintdesk.domain.terms import CaseKind, EventKind, Factor, Grade, Level, Role, Trigger


@dataclass(frozen=True)
class OutOfHours:
    """What comes in outside office hours starts its limits when the office next opens; not what is urgent (R-T-05)."""

    urgent_grades: frozenset[Grade]
    urgent_levels: frozenset[Level]
    source: str


@dataclass(frozen=True)
class Post:
    """A post (岗位) of the procedure: who does what."""

    id: str
    name: str
    department: str  # id
    role: Role | None  # in the program; None for one that does not sit at it
    words: str
    source: str


@dataclass(frozen=True)
class Step:
    """A step of the ladder (R-ESC-02), lowest first."""

    id: str
    name: str
    roles: frozenset[Role]  # who that is in the program; none: somebody outside it
    outside: bool  # of the company, not of the office
    written: bool  # goes up in writing, by a 《投诉处理联系单》
    source: str
    remark: str


@dataclass(frozen=True)
class Route:
    """Whose a matter is from the start (R-CLS-06, R-CLS-07): the last route that fits."""

    id: str
    when: Condition
    to: str  # id of a step of the ladder
    source: str


@dataclass(frozen=True)
class EscalationRow:
    """When a matter goes up, and to whom (R-ESC-01 to R-ESC-03)."""

    id: str
    name: str
    when: Condition
    trigger: Trigger
    to: str  # id of a step of the ladder; '' for the next one up
    limits: frozenset[str]  # ids of the commitments whose breach it is; none: any of them
    written: bool  # by a 《投诉处理联系单》
    source: str


@dataclass(frozen=True)
class ApprovalRow:
    """What needs somebody's word before it is done (R-ESC-09, R-ESC-14)."""

    id: str
    name: str
    when: Condition
    before: EventKind
    by: tuple[str, ...]  # ids of steps of the ladder, any of them
    source: str


@dataclass(frozen=True)
class MeasureRow:
    """What the procedure demands of some cases besides limits: a site inspection, an urgent meeting."""

    id: str
    name: str
    when: Condition
    event: EventKind  # that shows it done
    words: str
    source: str
    after: EventKind | None = None  # asked for, and done, only once this happened; None: from the start


@dataclass(frozen=True)
class CourseStep:
    """A step of the procedure from the first call to the last signature."""

    id: str
    name: str
    kinds: frozenset[CaseKind] | None  # None: all
    who: str
    words: str
    event: EventKind | None  # that shows it done; None for what leaves no trace in the story
    source: str


@dataclass(frozen=True)
class Tier:
    """A tier of a sample: up to so many a month (None: all above) this many, or this share in per cent, rounded up."""

    up_to: int | None
    count: int | None
    percent: int | None


@dataclass(frozen=True)
class SamplingRow:
    """How many of a month's slips are followed up (R-CB-04)."""

    id: str
    name: str
    when: Condition
    tiers: tuple[Tier, ...]
    source: str


@dataclass(frozen=True)
class SurveyRow:
    """A survey of the households (R-CB-11): how often, and what share of them it must reach, in per cent."""

    id: str
    name: str
    every: Limit
    share: int
    on_paper: bool
    source: str


@dataclass(frozen=True)
class HouseholdCallRow:
    """A call to a household that moved in (R-CB-12)."""

    id: str
    name: str
    within: Limit
    source: str


@dataclass(frozen=True)
class FormRow:
    """A paper form in use, with the office's code for it (表号)."""

    id: str
    name: str
    code: str
    source: str


class PartBack(StrEnum):
    """Of which slips a part (联) comes back to the desk."""

    ALWAYS = "always"
    PAID = "paid"  # of those to be paid for


@dataclass(frozen=True)
class SlipPart:
    """A part (联) of the slip, by the id that it has on the form (R-WO-02, R-WO-10)."""

    id: str
    name: str
    back: PartBack | None  # None: it stays where it goes
    source: str


@dataclass(frozen=True)
class SlipRounds:
    """At what time of day the slips that are still out are listed and chased (R-WO-10)."""

    listed_at: time
    source: str


@dataclass(frozen=True)
class WaveRow:
    """From how many households within what span the same matter in one building is one wave (R-CLS-08)."""

    id: str
    when: Condition
    within: Limit
    households: int
    source: str


@dataclass(frozen=True)
class SameMatter:
    """How far back a call's same matter is looked for (R-REG-07)."""

    within: Limit
    source: str


@dataclass(frozen=True)
class Assessment:
    """From which sum of the five factors (each 1 to 3), or which of them at 3, a complaint should be a major one."""

    major_from: int
    major_alone: frozenset[Factor]
    source: str


@dataclass(frozen=True)
class ReviewRow:
    """Who reviews a day's register, and how many days the check list goes back (R-REG-12)."""

    days_checked: int
    roles: frozenset[Role]
    source: str


class Every(StrEnum):
    """How often a meeting is held."""

    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True)
class MeetingRow:
    """A meeting that is held regularly (R-ST-07)."""

    id: str
    name: str
    every: Every
    words: str
    source: str


@dataclass(frozen=True)
class FineRow:
    """A fine that the procedure names (R-CA-05); `amount` in yuan, None where a person sets it."""

    id: str
    name: str
    amount: int | None
    words: str
    source: str


class FieldType(StrEnum):
    """What a field of the office's own holds."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"


@dataclass(frozen=True)
class OwnField:
    """A field that the office added to some kinds of cases."""

    id: str
    name: str
    type: FieldType
    kinds: frozenset[CaseKind] | None  # None: all
    choices: tuple[str, ...]
    required: bool
    source: str


@dataclass(frozen=True)
class SpecialClosing:
    """After how many tries on record, and by whose approval, a case may be closed specially (特殊关闭, R-ESC-08)."""

    tries: int
    by: tuple[str, ...]  # ids of steps of the ladder
    source: str


@dataclass(frozen=True)
class Course:
    """All that a rule book says about the course of a matter; empty where it says nothing."""

    out_of_hours: OutOfHours | None = None
    posts: tuple[Post, ...] = ()
    ladder: tuple[Step, ...] = ()
    routes: tuple[Route, ...] = ()
    escalations: tuple[EscalationRow, ...] = ()
    approvals: tuple[ApprovalRow, ...] = ()
    measures: tuple[MeasureRow, ...] = ()
    steps: tuple[CourseStep, ...] = ()
    sampling: tuple[SamplingRow, ...] = ()
    surveys: tuple[SurveyRow, ...] = ()
    household_calls: tuple[HouseholdCallRow, ...] = ()
    forms: tuple[FormRow, ...] = ()
    waves: tuple[WaveRow, ...] = ()
    same_matter: SameMatter | None = None
    assessment: Assessment | None = None
    review: ReviewRow | None = None
    meetings: tuple[MeetingRow, ...] = ()
    fines: tuple[FineRow, ...] = ()
    fields: tuple[OwnField, ...] = ()
    slip_parts: tuple[SlipPart, ...] = ()
    slips: SlipRounds | None = None
    special_closing: SpecialClosing | None = None

    def step(self, id: str) -> Step:  # noqa: A002 - the rows' own name for it
        """The step of the ladder of an id; KeyError if there is none, as no person types one."""
        return {row.id: row for row in self.ladder}[id]

    def step_above(self, id: str) -> Step | None:  # noqa: A002
        """The next step up from a step; from '' the second one, as the first is the desk; None at the top."""
        ids = [row.id for row in self.ladder]
        after = ids.index(id) + 1 if id else 1
        return self.ladder[after] if after < len(ids) else None
