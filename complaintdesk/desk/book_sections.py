# SPDX-License-Identifier: Apache-2.0
"""What the tables of a rule book are made of: each table's columns as data, by which they are shown and edited."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import Any

from complaintdesk.domain.commitment_text import DONE
from complaintdesk.domain.course_rows import Every, FieldType, PartBack
from complaintdesk.domain.rulebook_rows import FollowUpStart
from complaintdesk.domain.terms import (
    CaseKind,
    Channel,
    EventKind,
    Factor,
    Grade,
    Level,
    PauseReason,
    Role,
    Trigger,
)
from complaintdesk.errors import QT_TRANSLATE_NOOP


class Sort(Enum):
    """What stands in a column, and so by what it is edited."""

    ID = auto()  # a small-letter id, of a new row alone
    TEXT = auto()  # one line
    WORDS = auto()  # several lines
    FLAG = auto()  # true, or not there
    WHOLE = auto()  # a whole number
    LIMIT = auto()  # an amount and its unit
    TERM = auto()  # one of `of`, a StrEnum or some of its members
    TERMS = auto()  # several of them
    REF = auto()  # the id of a row of the table `of`
    REFS = auto()  # several of them
    TEXTS = auto()  # a list of words
    TABLE = auto()  # a table inside, of the columns `of`
    TABLES = auto()  # a list of them
    CHOSEN = auto()  # which choices of the office's own fields


@dataclass(frozen=True)
class Column:
    """A key of a row: what it is called (context RuleBook), and what it can hold."""

    key: str
    label: str
    sort: Sort = Sort.TEXT
    of: Any = None
    needed: bool = False  # may not be left empty
    listed: bool = False  # a column of the table; the others are seen in the form alone
    told: bool = False  # a change of it is told by `procedures.changes`


@dataclass(frozen=True)
class Section:
    """A table of the rule book, or with `single` one row of it; `key` is where it stands in the text.

    A row is known by its `known_by`. With `plain` a row is nothing but its name, in a list of words.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    single: bool = False
    fixed: bool = False  # rows neither come nor go here
    told: bool = False  # `procedures.changes` tells of rows that come
    known_by: str = "id"
    plain: bool = False


_NAME = Column("name", QT_TRANSLATE_NOOP("RuleBook", "Name"), needed=True, listed=True)
_SOURCE = Column("source", QT_TRANSLATE_NOOP("RuleBook", "Source"), listed=True)
_REMARK = Column("remark", QT_TRANSLATE_NOOP("RuleBook", "Remark"), Sort.WORDS)
_WORDS = Column("words", QT_TRANSLATE_NOOP("RuleBook", "In words"), Sort.WORDS)
_ID = Column("id", QT_TRANSLATE_NOOP("RuleBook", "Id"), Sort.ID, needed=True)

CONDITION = (
    Column("kinds", QT_TRANSLATE_NOOP("RuleBook", "Kinds"), Sort.TERMS, CaseKind),
    Column("channels", QT_TRANSLATE_NOOP("RuleBook", "Channels"), Sort.TERMS, Channel),
    Column("grades", QT_TRANSLATE_NOOP("RuleBook", "Grades"), Sort.TERMS, Grade),
    Column("levels", QT_TRANSLATE_NOOP("RuleBook", "Levels"), Sort.TERMS, Level),
    Column("categories", QT_TRANSLATE_NOOP("RuleBook", "Categories"), Sort.REFS, "categories"),
    Column("except_categories", QT_TRANSLATE_NOOP("RuleBook", "Not these categories"), Sort.REFS, "categories"),
    Column("criteria", QT_TRANSLATE_NOOP("RuleBook", "Ticked"), Sort.REFS, "level_criteria"),
    Column("fields", QT_TRANSLATE_NOOP("RuleBook", "Own fields"), Sort.CHOSEN, "fields"),
    Column("waiting", QT_TRANSLATE_NOOP("RuleBook", "Ever waited for"), Sort.TERMS, PauseReason),
    Column("appointment", QT_TRANSLATE_NOOP("RuleBook", "With an appointment"), Sort.FLAG, "either"),
    Column("public_or_complex", QT_TRANSLATE_NOOP("RuleBook", "Public area or complex"), Sort.FLAG, "either"),
    Column("watched", QT_TRANSLATE_NOOP("RuleBook", "On the watch list"), Sort.FLAG, "either"),
    Column("valid", QT_TRANSLATE_NOOP("RuleBook", "Found valid"), Sort.FLAG, "either"),
    Column("repeat", QT_TRANSLATE_NOOP("RuleBook", "A repeat complaint"), Sort.FLAG, "either"),
    Column("promised", QT_TRANSLATE_NOOP("RuleBook", "A time was agreed"), Sort.FLAG, "either"),
    Column("hard", QT_TRANSLATE_NOOP("RuleBook", "A hard problem"), Sort.FLAG, "either"),
    Column("reachable", QT_TRANSLATE_NOOP("RuleBook", "The caller can be reached"), Sort.FLAG, "either"),
)
_WHEN = Column("when", QT_TRANSLATE_NOOP("RuleBook", "Which cases"), Sort.TABLE, CONDITION, needed=True, listed=True)
_LIMIT = Column("limit", QT_TRANSLATE_NOOP("RuleBook", "Limit"), Sort.LIMIT, needed=True, listed=True)
_WITHIN = Column("within", QT_TRANSLATE_NOOP("RuleBook", "Within"), Sort.LIMIT, needed=True, listed=True)
_KINDS = Column("kinds", QT_TRANSLATE_NOOP("RuleBook", "Kinds"), Sort.TERMS, CaseKind, listed=True)
_TO_STEP = Column("to", QT_TRANSLATE_NOOP("RuleBook", "To"), Sort.REF, "ladder", listed=True)
_BY_STEPS = Column("by", QT_TRANSLATE_NOOP("RuleBook", "By"), Sort.REFS, "ladder", needed=True, listed=True)
_WRITTEN = Column("written", QT_TRANSLATE_NOOP("RuleBook", "In writing"), Sort.FLAG)
_ALERT = (
    Column("before", QT_TRANSLATE_NOOP("RuleBook", "Before"), Sort.LIMIT, needed=True, listed=True),
    Column("roles", QT_TRANSLATE_NOOP("RuleBook", "Who"), Sort.TERMS, Role, needed=True, listed=True),
)
_TEAM = (_NAME, Column("closed", QT_TRANSLATE_NOOP("RuleBook", "Closed"), Sort.FLAG, listed=True))
_TIER = (
    Column("up_to", QT_TRANSLATE_NOOP("RuleBook", "Up to"), Sort.WHOLE, listed=True),
    Column("count", QT_TRANSLATE_NOOP("RuleBook", "How many"), Sort.WHOLE, listed=True),
    Column("percent", QT_TRANSLATE_NOOP("RuleBook", "Per cent"), Sort.WHOLE, listed=True),
)


def _department(*, needed: bool = False, told: bool = False) -> Column:
    label = QT_TRANSLATE_NOOP("RuleBook", "Department")
    return Column("department", label, Sort.REF, "departments", needed=needed, listed=True, told=told)


def _event(key: str, label: str, *, needed: bool = False, listed: bool = False) -> Column:
    return Column(key, label, Sort.TERM, DONE, needed=needed, listed=listed)


def _named_event(label: str, *, needed: bool = True) -> Column:
    return Column("event", label, Sort.TERM, tuple(EventKind), needed=needed, listed=True)


# fmt: off
SECTIONS: tuple[Section, ...] = (
    Section("commitments", QT_TRANSLATE_NOOP("RuleBook", "Limits"), (
        _NAME, _WHEN,
        _event("from", QT_TRANSLATE_NOOP("RuleBook", "From"), needed=True),
        Column("to", QT_TRANSLATE_NOOP("RuleBook", "Until"), Sort.TERMS, DONE, needed=True),
        _LIMIT,
        Column("other_limits", QT_TRANSLATE_NOOP("RuleBook", "Other limits"), Sort.TABLES, (_WHEN, _LIMIT, _SOURCE)),
        Column("not_before", QT_TRANSLATE_NOOP("RuleBook", "Not before"), Sort.LIMIT),
        Column("unless", QT_TRANSLATE_NOOP("RuleBook", "Lapses with"), Sort.TERMS, DONE),
        Column("pauses", QT_TRANSLATE_NOOP("RuleBook", "Waits for"), Sort.TERMS, PauseReason),
        Column("warn", QT_TRANSLATE_NOOP("RuleBook", "Warned before"), Sort.TABLES, _ALERT, listed=True),
        Column("points", QT_TRANSLATE_NOOP("RuleBook", "Points"), Sort.WHOLE, listed=True),
        Column("charged_to", QT_TRANSLATE_NOOP("RuleBook", "Points are for"), Sort.REF, "departments"),
        Column("in_rate", QT_TRANSLATE_NOOP("RuleBook", "Counts in the timeliness rate"), Sort.FLAG),
        Column("reminder", QT_TRANSLATE_NOOP("RuleBook", "Only reminds"), Sort.FLAG),
        Column("each_round", QT_TRANSLATE_NOOP("RuleBook", "Anew in each round"), Sort.FLAG),
        Column("by_category", QT_TRANSLATE_NOOP("RuleBook", "A category's own limit goes first"), Sort.FLAG),
        Column("unless_at_once", QT_TRANSLATE_NOOP("RuleBook", "Not where met at once"), Sort.FLAG),
        Column("from_recorded", QT_TRANSLATE_NOOP("RuleBook", "Runs from the writing down"), Sort.FLAG),
        _SOURCE, _REMARK,
    )),
    Section("warnings", QT_TRANSLATE_NOOP("RuleBook", "Warnings of other limits"), (
        Column("warn", QT_TRANSLATE_NOOP("RuleBook", "Warned before"), Sort.TABLES, _ALERT, needed=True), _SOURCE,
    ), single=True),
    Section("follow_ups", QT_TRANSLATE_NOOP("RuleBook", "Follow-ups"), (
        _NAME, _WHEN,
        Column("from", QT_TRANSLATE_NOOP("RuleBook", "From"), Sort.TERM, FollowUpStart, needed=True),
        Column("opens", QT_TRANSLATE_NOOP("RuleBook", "Not before"), Sort.LIMIT),
        Column("within", QT_TRANSLATE_NOOP("RuleBook", "Within"), Sort.LIMIT, listed=True),
        Column("required", QT_TRANSLATE_NOOP("RuleBook", "Must be made"), Sort.FLAG, listed=True),
        Column("required_when", QT_TRANSLATE_NOOP("RuleBook", "Must be made for"), Sort.TABLE, CONDITION),
        Column("by", QT_TRANSLATE_NOOP("RuleBook", "By"), Sort.TERMS, Role),
        Column("takes_over", QT_TRANSLATE_NOOP("RuleBook", "Made by the department"), Sort.REF, "departments"),
        _SOURCE, _REMARK,
    ), told=True),
    Section("categories", QT_TRANSLATE_NOOP("RuleBook", "Categories"), (
        _NAME,
        Column("parent", QT_TRANSLATE_NOOP("RuleBook", "Below"), Sort.REF, "categories", listed=True),
        _department(told=True),
        Column("team", QT_TRANSLATE_NOOP("RuleBook", "Usual team"), Sort.REF, "teams", listed=True, told=True),
        _KINDS,
        Column("watched", QT_TRANSLATE_NOOP("RuleBook", "Watched"), Sort.FLAG, listed=True),
        Column("service_limit", QT_TRANSLATE_NOOP("RuleBook", "Own limit"), Sort.LIMIT, listed=True),
        Column("service_source", QT_TRANSLATE_NOOP("RuleBook", "Source of the limit")),
        Column("asks_warranty", QT_TRANSLATE_NOOP("RuleBook", "Asks first for the warranty"), Sort.FLAG),
        Column("guarantee_days", QT_TRANSLATE_NOOP("RuleBook", "Guarantee in days"), Sort.WHOLE),
        Column("checks", QT_TRANSLATE_NOOP("RuleBook", "Check list on the slip"), Sort.TEXTS),
        Column("aliases", QT_TRANSLATE_NOOP("RuleBook", "Found by"), Sort.TEXTS, told=True),
        Column("code", QT_TRANSLATE_NOOP("RuleBook", "Official code")),
        _SOURCE, _REMARK,
    ), told=True),
    Section("departments", QT_TRANSLATE_NOOP("RuleBook", "Departments"), (
        Column("name", QT_TRANSLATE_NOOP("RuleBook", "Name"), needed=True, listed=True, told=True),
        Column("teams", QT_TRANSLATE_NOOP("RuleBook", "Teams"), Sort.TABLES, _TEAM, listed=True, told=True),
        Column("closed", QT_TRANSLATE_NOOP("RuleBook", "Closed"), Sort.FLAG, listed=True, told=True),
        _SOURCE, _REMARK,
    ), told=True),
    Section("level_criteria", QT_TRANSLATE_NOOP("RuleBook", "Major if"), (
        Column("words", QT_TRANSLATE_NOOP("RuleBook", "In words"), needed=True, listed=True), _SOURCE,
    )),
    Section("ladder", QT_TRANSLATE_NOOP("RuleBook", "Ladder"), (
        _NAME,
        Column("roles", QT_TRANSLATE_NOOP("RuleBook", "Who that is here"), Sort.TERMS, Role, listed=True),
        Column("outside", QT_TRANSLATE_NOOP("RuleBook", "Of the company"), Sort.FLAG, listed=True),
        Column("written", QT_TRANSLATE_NOOP("RuleBook", "In writing"), Sort.FLAG, listed=True),
        _SOURCE, _REMARK,
    )),
    Section("routes", QT_TRANSLATE_NOOP("RuleBook", "Whose it is"), (_WHEN, _TO_STEP, _SOURCE)),
    Section("escalations", QT_TRANSLATE_NOOP("RuleBook", "When it goes up"), (
        _NAME, _WHEN,
        Column("trigger", QT_TRANSLATE_NOOP("RuleBook", "Because"), Sort.TERM, Trigger, needed=True, listed=True),
        _TO_STEP,
        Column("limits", QT_TRANSLATE_NOOP("RuleBook", "Of these limits"), Sort.REFS, "commitments"),
        _WRITTEN, _SOURCE,
    )),
    Section("approvals", QT_TRANSLATE_NOOP("RuleBook", "Approvals"), (
        _NAME, _WHEN,
        Column("before", QT_TRANSLATE_NOOP("RuleBook", "Before"), Sort.TERM, tuple(EventKind), needed=True,
               listed=True),
        _BY_STEPS, _SOURCE,
    )),
    Section("measures", QT_TRANSLATE_NOOP("RuleBook", "Measures"), (
        _NAME, _WHEN, _named_event(QT_TRANSLATE_NOOP("RuleBook", "Done with")),
        _event("after", QT_TRANSLATE_NOOP("RuleBook", "Asked for after")), _WORDS, _SOURCE,
    )),
    Section("steps", QT_TRANSLATE_NOOP("RuleBook", "Course"), (
        _NAME, _KINDS,
        Column("who", QT_TRANSLATE_NOOP("RuleBook", "Who"), needed=True, listed=True),
        Column("words", QT_TRANSLATE_NOOP("RuleBook", "In words"), Sort.WORDS, needed=True),
        _named_event(QT_TRANSLATE_NOOP("RuleBook", "Done with"), needed=False), _SOURCE,
    )),
    Section("waves", QT_TRANSLATE_NOOP("RuleBook", "Waves"), (
        _WHEN, _WITHIN,
        Column("households", QT_TRANSLATE_NOOP("RuleBook", "Households from"), Sort.WHOLE, needed=True, listed=True),
        _SOURCE,
    )),
    Section("fields", QT_TRANSLATE_NOOP("RuleBook", "Own fields"), (
        _NAME,
        Column("type", QT_TRANSLATE_NOOP("RuleBook", "Sort"), Sort.TERM, FieldType, needed=True, listed=True),
        _KINDS,
        Column("choices", QT_TRANSLATE_NOOP("RuleBook", "Choices"), Sort.TEXTS, listed=True),
        Column("required", QT_TRANSLATE_NOOP("RuleBook", "Required"), Sort.FLAG, listed=True),
        _SOURCE,
    )),
    Section("forms", QT_TRANSLATE_NOOP("RuleBook", "Paper forms"), (
        _ID, _NAME, Column("code", QT_TRANSLATE_NOOP("RuleBook", "Code"), listed=True), _SOURCE,
    )),
    Section("slip_parts", QT_TRANSLATE_NOOP("RuleBook", "Parts of the slip"), (
        _ID, _NAME,
        Column("back", QT_TRANSLATE_NOOP("RuleBook", "Comes back"), Sort.TERM, PartBack, listed=True), _SOURCE,
    )),
    Section("slips", QT_TRANSLATE_NOOP("RuleBook", "Slips still out"), (
        Column("listed_at", QT_TRANSLATE_NOOP("RuleBook", "Listed every day at"), needed=True, listed=True), _SOURCE,
    ), single=True),
    Section("meetings", QT_TRANSLATE_NOOP("RuleBook", "Meetings"), (
        _NAME, Column("every", QT_TRANSLATE_NOOP("RuleBook", "Every"), Sort.TERM, Every, needed=True, listed=True),
        _WORDS, _SOURCE,
    )),
    Section("fines", QT_TRANSLATE_NOOP("RuleBook", "Fines"), (
        _NAME, Column("amount", QT_TRANSLATE_NOOP("RuleBook", "Yuan"), Sort.WHOLE, listed=True), _WORDS, _SOURCE,
    )),
    Section("sampling", QT_TRANSLATE_NOOP("RuleBook", "Samples"), (
        _NAME, _WHEN,
        Column("tiers", QT_TRANSLATE_NOOP("RuleBook", "Tiers"), Sort.TABLES, _TIER, needed=True, listed=True), _SOURCE,
    )),
    Section("surveys", QT_TRANSLATE_NOOP("RuleBook", "Surveys"), (
        _NAME, Column("every", QT_TRANSLATE_NOOP("RuleBook", "Every"), Sort.LIMIT, needed=True, listed=True),
        Column("share", QT_TRANSLATE_NOOP("RuleBook", "Per cent"), Sort.WHOLE, needed=True, listed=True),
        Column("on_paper", QT_TRANSLATE_NOOP("RuleBook", "On paper"), Sort.FLAG, listed=True), _SOURCE,
    )),
    Section("household_calls", QT_TRANSLATE_NOOP("RuleBook", "New households"), (_NAME, _WITHIN, _SOURCE)),
    Section("posts", QT_TRANSLATE_NOOP("RuleBook", "Posts"), (
        _NAME, _department(),
        Column("role", QT_TRANSLATE_NOOP("RuleBook", "Role here"), Sort.TERM, Role, listed=True), _WORDS, _SOURCE,
    )),
    Section("kinds", QT_TRANSLATE_NOOP("RuleBook", "Kinds in use"), (
        _NAME, Column("series", QT_TRANSLATE_NOOP("RuleBook", "Number series"), needed=True, listed=True),
    ), fixed=True),
    Section("channels", QT_TRANSLATE_NOOP("RuleBook", "Channels in use"), (_NAME,), fixed=True),
    Section("grades", QT_TRANSLATE_NOOP("RuleBook", "Grades"), (
        _NAME, Column("words", QT_TRANSLATE_NOOP("RuleBook", "In words"), needed=True, listed=True),
    ), fixed=True),
    Section("series", QT_TRANSLATE_NOOP("RuleBook", "Numbers of sheets"), (
        Column("work_order", QT_TRANSLATE_NOOP("RuleBook", "Slips"), needed=True),
        Column("liaison", QT_TRANSLATE_NOOP("RuleBook", "Liaison sheets"), needed=True),
        Column("corrective", QT_TRANSLATE_NOOP("RuleBook", "Corrective actions"), needed=True),
    ), single=True, fixed=True),
    Section("day_parts", QT_TRANSLATE_NOOP("RuleBook", "Times of day"), (
        _NAME, Column("from", QT_TRANSLATE_NOOP("RuleBook", "From"), needed=True, listed=True),
        Column("to", QT_TRANSLATE_NOOP("RuleBook", "Until"), needed=True, listed=True),
    ), known_by="name"),
    Section("out_of_hours", QT_TRANSLATE_NOOP("RuleBook", "Outside office hours"), (
        Column("urgent_grades", QT_TRANSLATE_NOOP("RuleBook", "Begins at once: grades"), Sort.TERMS, Grade),
        Column("urgent_levels", QT_TRANSLATE_NOOP("RuleBook", "Begins at once: levels"), Sort.TERMS, Level), _SOURCE,
    ), single=True),
    Section("same_matter", QT_TRANSLATE_NOOP("RuleBook", "The same matter"), (_WITHIN, _SOURCE), single=True),
    Section("assessment", QT_TRANSLATE_NOOP("RuleBook", "Assessment"), (
        Column("major_from", QT_TRANSLATE_NOOP("RuleBook", "Major from a sum of"), Sort.WHOLE, needed=True),
        Column("major_alone", QT_TRANSLATE_NOOP("RuleBook", "Major alone with a 3"), Sort.TERMS, Factor), _SOURCE,
    ), single=True),
    Section("review", QT_TRANSLATE_NOOP("RuleBook", "Daily review"), (
        Column("days_checked", QT_TRANSLATE_NOOP("RuleBook", "Days checked"), Sort.WHOLE, needed=True),
        Column("roles", QT_TRANSLATE_NOOP("RuleBook", "Who"), Sort.TERMS, Role, needed=True), _SOURCE,
    ), single=True),
    Section("special_closing", QT_TRANSLATE_NOOP("RuleBook", "Special closing"), (
        Column("tries", QT_TRANSLATE_NOOP("RuleBook", "Tries on record"), Sort.WHOLE, needed=True),
        _BY_STEPS, _SOURCE,
    ), single=True),
    Section("sources", QT_TRANSLATE_NOOP("RuleBook", "Source documents"), (_NAME,), known_by="name", plain=True),
)
# fmt: on


def section(key: str) -> Section:
    """The table of this key."""
    return next(each for each in SECTIONS if each.key == key)


def members(column: Column) -> tuple[StrEnum, ...]:
    """The terms that may stand in a column."""
    return tuple(column.of)
