# SPDX-License-Identifier: Apache-2.0
"""The commitments of a procedure's text: conditions, limits and the events they run between."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from complaintdesk.domain.course_rows import OwnField
from complaintdesk.domain.rulebook_rows import (
    Alert,
    Category,
    CommitmentRow,
    Condition,
    Criterion,
    Limit,
    LimitUnit,
    OtherLimit,
    Warnings,
)
from complaintdesk.domain.terms import CaseKind, Channel, EventKind, Grade, Level, PauseReason, Role
from complaintdesk.domain.toml_table import TomlTable
from complaintdesk.errors import QT_TRANSLATE_NOOP

MOST = {
    LimitUnit.MINUTES: 1440,
    LimitUnit.HOURS: 8760,
    LimitUnit.DAYS: 366,
    LimitUnit.WORKING_DAYS: 250,
    LimitUnit.MONTHS: 24,
}
BY_APPOINTMENT = (LimitUnit.APPOINTED_TIME, LimitUnit.APPOINTED_DAY)

# What a commitment can run from and to: the events that stand for something done, not those that put the story right.
DONE = tuple(
    kind
    for kind in EventKind
    if kind
    not in (
        *(EventKind.NOTED, EventKind.CORRECTED, EventKind.WITHDRAWN, EventKind.VOIDED),
        *(EventKind.ATTACHED, EventKind.ORDER_VOIDED, EventKind.FOLLOW_UP_TRIED, EventKind.FOLLOW_UP_ENDED),
    )
)
NAMING_A_TIME = (EventKind.PROMISED, EventKind.PASSED_ON)  # events that can say until when
LONGEST_WARNING = {LimitUnit.MINUTES: 1440, LimitUnit.HOURS: 240, LimitUnit.DAYS: 30}


@dataclass(frozen=True)
class Lists:
    """The lists of a rule book that its other rows refer to."""

    categories: tuple[Category, ...]
    criteria: tuple[Criterion, ...]
    fields: tuple[OwnField, ...]
    departments: tuple[str, ...]  # ids
    warnings: Warnings | None = None


def read_limit(table: TomlTable) -> Limit:
    """A limit, such as {hours = 24} or {same_day = true}: one key and no other; ProcedureMistake otherwise."""
    units = [unit for unit in LimitUnit if unit.value in table]
    table.done()
    if len(units) != 1:
        raise table.mistake(
            "", QT_TRANSLATE_NOOP("errors", "{file}, {key}: exactly one limit is expected, such as {{hours = 24}}.")
        )
    unit = units[0]
    if unit in MOST:
        return Limit(unit, table.whole(unit, 1, MOST[unit]))
    if not table.flag(unit, default=True):
        raise table.mistake(unit, QT_TRANSLATE_NOOP("errors", "{file}, {key}: only true makes sense here."))
    return Limit(unit)


def _limit_for(table: TomlTable, *conditions: Condition) -> Limit:
    """A commitment's limit; one by the appointment is for cases that have one."""
    limit = read_limit(table.table("limit"))
    if limit.unit in BY_APPOINTMENT and not any(condition.appointment for condition in conditions):
        raise table.mistake(
            "limit", QT_TRANSLATE_NOOP("errors", "{file}, {key}: this limit needs appointment = true under “when”.")
        )
    return limit


def _not_before(table: TomlTable) -> Limit | None:
    if "not_before" not in table:
        return None
    limit = read_limit(table.table("not_before"))
    if limit.unit not in (LimitUnit.MINUTES, LimitUnit.HOURS):
        raise table.mistake("not_before", QT_TRANSLATE_NOOP("errors", "{file}, {key}: minutes or hours are expected."))
    return limit


def _ids(table: TomlTable, key: str, known: tuple[Category, ...] | tuple[Criterion, ...]) -> frozenset[str]:
    return frozenset(table.references(key, [row.id for row in known]))


def read_condition(table: TomlTable, lists: Lists) -> Condition:
    """The cases that a table names, such as {kinds = ["repair"], watched = true}; ProcedureMistake otherwise."""

    def flag(key: str) -> bool | None:
        return table.flag(key, default=False) if key in table else None

    condition = Condition(
        kinds=frozenset(table.terms("kinds", CaseKind)) if "kinds" in table else None,
        channels=frozenset(table.terms("channels", Channel)) if "channels" in table else None,
        grades=frozenset(table.terms("grades", Grade)) if "grades" in table else None,
        levels=frozenset(table.terms("levels", Level)) if "levels" in table else None,
        categories=_ids(table, "categories", lists.categories) if "categories" in table else None,
        except_categories=(
            _ids(table, "except_categories", lists.categories) if "except_categories" in table else frozenset()
        ),
        appointment=flag("appointment"),
        public_or_complex=flag("public_or_complex"),
        watched=flag("watched"),
        criteria=_ids(table, "criteria", lists.criteria) if "criteria" in table else None,
        valid=flag("valid"),
        repeat=flag("repeat"),
        waiting=frozenset(table.terms("waiting", PauseReason)) if "waiting" in table else None,
        promised=flag("promised"),
        hard=flag("hard"),
        reachable=flag("reachable"),
        fields=_own_choices(table.table("fields"), lists.fields) if "fields" in table else (),
    )
    table.done()
    return condition


def _own_choices(table: TomlTable, known: tuple[OwnField, ...]) -> tuple[tuple[str, frozenset[str]], ...]:
    """Which choices of the office's own fields a condition names, such as {stay = ["消费后"]}."""
    found = tuple((row.id, frozenset(table.references(row.id, row.choices))) for row in known if row.id in table)
    table.done()
    return found


def _other_limit(table: TomlTable, when: Condition, lists: Lists) -> OtherLimit:
    own = read_condition(table.table("when"), lists)
    row = OtherLimit(own, _limit_for(table, when, own), table.text("source"))
    table.done()
    return row


def read_span(table: TomlTable, key: str, most: dict[LimitUnit, int]) -> timedelta:
    """A stretch of time, such as {minutes = 5}, in one of these units; ProcedureMistake otherwise."""
    limit = read_limit(table.table(key))
    if limit.unit not in most or limit.amount > most[limit.unit]:
        raise table.mistake(
            key,
            QT_TRANSLATE_NOOP("errors", "{file}, {key}: one of these is expected: {allowed}."),
            allowed=", ".join(f"{unit} ≤ {amount}" for unit, amount in most.items()),
        )
    return timedelta(**{limit.unit.value: limit.amount})


def _alert(table: TomlTable) -> Alert:
    alert = Alert(read_span(table, "before", LONGEST_WARNING), frozenset(table.terms("roles", Role)))
    table.done()
    return alert


def _alerts(table: TomlTable) -> tuple[Alert, ...]:
    return tuple(_alert(each) for each in table.tables("warn"))


def read_warnings(table: TomlTable) -> Warnings:
    """Who is warned of a limit whose row says nothing of it; ProcedureMistake where the table does not say so."""
    row = Warnings(_alerts(table), table.text("source"))
    table.done()
    return row


def read_commitment(table: TomlTable, lists: Lists) -> CommitmentRow:
    """The commitment that a table describes; ProcedureMistake where it does not."""
    book_wide = () if lists.warnings is None else lists.warnings.alerts
    when = read_condition(table.table("when"), lists)
    others = table.tables("other_limits") if "other_limits" in table else ()
    row = CommitmentRow(
        id=table.identifier("id"),
        name=table.text("name"),
        when=when,
        starts=table.term("from", DONE),
        meets=frozenset(table.terms("to", DONE)),
        lapses=frozenset(table.terms("unless", DONE)) if "unless" in table else frozenset(),
        limit=_limit_for(table, when),
        other_limits=tuple(_other_limit(other, when, lists) for other in others),
        not_before=_not_before(table),
        each_round=table.flag("each_round", default=False),
        unless_at_once=table.flag("unless_at_once", default=False),
        in_rate=table.flag("in_rate", default=False),
        reminder=table.flag("reminder", default=False),
        source=table.text("source"),
        remark=table.text("remark", ""),
        pauses=frozenset(table.terms("pauses", PauseReason)) if "pauses" in table else frozenset(),
        alerts=_alerts(table) if "warn" in table else book_wide,
        points=table.whole("points", 1, 100) if "points" in table else 0,
        charged_to=table.reference("charged_to", lists.departments) if "charged_to" in table else "",
        from_recorded=table.flag("from_recorded", default=False),
        by_category=table.flag("by_category", default=False),
    )
    if row.in_rate and row.reminder:
        raise table.mistake(
            "reminder", QT_TRANSLATE_NOOP("errors", "{file}, {key}: what only reminds can't count in a rate.")
        )
    named = any(
        limit.unit is LimitUnit.PROMISED_TIME for limit in (row.limit, *(each.limit for each in row.other_limits))
    )
    if named and row.starts not in NAMING_A_TIME:
        raise table.mistake(
            "limit",
            QT_TRANSLATE_NOOP("errors", "{file}, {key}: this limit needs from = “promised” or “passed_on”."),
        )
    table.done()
    return row
