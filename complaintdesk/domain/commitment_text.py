# SPDX-License-Identifier: Apache-2.0
"""The commitments of a procedure's text: conditions, limits and the events they run between."""

from __future__ import annotations

from complaintdesk.domain.rulebook import Category, CommitmentRow, Condition, Limit, LimitUnit, OtherLimit
from complaintdesk.domain.terms import CaseKind, Channel, EventKind, Grade, Level
from complaintdesk.domain.toml_table import TomlTable
from complaintdesk.errors import QT_TRANSLATE_NOOP

MOST = {LimitUnit.MINUTES: 1440, LimitUnit.HOURS: 8760, LimitUnit.DAYS: 366, LimitUnit.MONTHS: 24}

# What a commitment can run from and to: the events that stand for something done.
STARTS = (
    EventKind.REGISTERED,
    EventKind.DISPATCHED,
    EventKind.ACCEPTED,
    EventKind.ARRIVED,
    EventKind.COMPLETED,
    EventKind.RETURNED,
    EventKind.ANSWERED,
    EventKind.HANDLED,
)
MEETS = (*STARTS[1:], EventKind.CONTACTED, EventKind.REPORTED, EventKind.REMINDED, EventKind.CLOSED)


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
    by_appointment = limit.unit in (LimitUnit.APPOINTED_TIME, LimitUnit.APPOINTED_DAY)
    if by_appointment and not any(condition.appointment for condition in conditions):
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


def _ids(table: TomlTable, key: str, categories: tuple[Category, ...]) -> frozenset[str]:
    known = [category.id for category in categories]
    chosen = table.texts(key)
    for id_ in chosen:
        if id_ not in known:
            raise table.not_one_of(key, id_, known)
    return frozenset(chosen)


def read_condition(table: TomlTable, categories: tuple[Category, ...]) -> Condition:
    """The cases that a table names, such as {kinds = ["repair"], watched = true}; ProcedureMistake otherwise."""
    condition = Condition(
        kinds=frozenset(table.terms("kinds", CaseKind)) if "kinds" in table else None,
        channels=frozenset(table.terms("channels", Channel)) if "channels" in table else None,
        grades=frozenset(table.terms("grades", Grade)) if "grades" in table else None,
        levels=frozenset(table.terms("levels", Level)) if "levels" in table else None,
        categories=_ids(table, "categories", categories) if "categories" in table else None,
        except_categories=_ids(table, "except_categories", categories) if "except_categories" in table else frozenset(),
        appointment=table.flag("appointment", default=False) if "appointment" in table else None,
        public_or_complex=table.flag("public_or_complex", default=False) if "public_or_complex" in table else None,
        watched=table.flag("watched", default=False) if "watched" in table else None,
    )
    table.done()
    return condition


def _other_limit(table: TomlTable, when: Condition, categories: tuple[Category, ...]) -> OtherLimit:
    own = read_condition(table.table("when"), categories)
    row = OtherLimit(own, _limit_for(table, when, own), table.text("source"))
    table.done()
    return row


def read_commitment(table: TomlTable, categories: tuple[Category, ...]) -> CommitmentRow:
    """The commitment that a table describes; ProcedureMistake where it does not."""
    when = read_condition(table.table("when"), categories)
    others = table.tables("other_limits") if "other_limits" in table else ()
    row = CommitmentRow(
        id=table.identifier("id"),
        name=table.text("name"),
        when=when,
        starts=table.term("from", STARTS),
        meets=frozenset(table.terms("to", MEETS)),
        lapses=frozenset(table.terms("unless", MEETS)) if "unless" in table else frozenset(),
        limit=_limit_for(table, when),
        other_limits=tuple(_other_limit(other, when, categories) for other in others),
        not_before=_not_before(table),
        each_round=table.flag("each_round", default=False),
        unless_at_once=table.flag("unless_at_once", default=False),
        in_rate=table.flag("in_rate", default=False),
        reminder=table.flag("reminder", default=False),
        source=table.text("source"),
        remark=table.text("remark", ""),
    )
    if row.in_rate and row.reminder:
        raise table.mistake(
            "reminder", QT_TRANSLATE_NOOP("errors", "{file}, {key}: what only reminds can't count in a rate.")
        )
    table.done()
    return row
