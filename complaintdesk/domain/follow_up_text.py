# SPDX-License-Identifier: Apache-2.0
"""The follow-ups (回访) of a procedure's text: for which cases, from what on, within what limit, which must be made."""

from __future__ import annotations

from complaintdesk.domain.commitment_text import Lists, read_condition, read_limit
from complaintdesk.domain.rulebook_rows import Condition, FollowUpRow, FollowUpStart, Limit, LimitUnit
from complaintdesk.domain.terms import Role
from complaintdesk.domain.toml_table import TomlTable
from complaintdesk.errors import QT_TRANSLATE_NOOP

SPANS = (LimitUnit.HOURS, LimitUnit.DAYS, LimitUnit.MONTHS)


def _required(table: TomlTable, lists: Lists) -> Condition | None:
    """The cases whose follow-up must be made: by required = true all, by required_when some, else none."""
    every = table.flag("required", default=False)
    if "required_when" not in table:
        return Condition() if every else None
    if every:
        raise table.mistake(
            "required_when", QT_TRANSLATE_NOOP("errors", "{file}, {key}: with required = true it is asked of all.")
        )
    return read_condition(table.table("required_when"), lists)


def _opens(table: TomlTable) -> Limit | None:
    if "opens" not in table:
        return None
    limit = read_limit(table.table("opens"))
    if limit.unit is not LimitUnit.DAYS:
        raise table.mistake("opens", QT_TRANSLATE_NOOP("errors", "{file}, {key}: days are expected."))
    return limit


def _within(table: TomlTable) -> Limit | None:
    """Its limit; None where the rule book asks for a follow-up and says no day."""
    if "within" not in table:
        return None
    limit = read_limit(table.table("within"))
    if limit.unit not in SPANS:
        raise table.mistake("within", QT_TRANSLATE_NOOP("errors", "{file}, {key}: hours, days or months are expected."))
    return limit


def read_follow_up(table: TomlTable, lists: Lists) -> FollowUpRow:
    """The follow-up that a table describes; ProcedureMistake where it does not."""
    row = FollowUpRow(
        id=table.identifier("id"),
        name=table.text("name"),
        when=read_condition(table.table("when"), lists),
        starts=table.term("from", FollowUpStart),
        within=_within(table),
        required=_required(table, lists),
        source=table.text("source"),
        remark=table.text("remark", ""),
        opens=_opens(table),
        by=frozenset(table.terms("by", Role)) if "by" in table else frozenset(),
        takes_over=table.reference("takes_over", lists.departments) if "takes_over" in table else "",
    )
    last = row.within if row.within is not None and row.within.unit is LimitUnit.DAYS else None
    if row.opens is not None and last is not None and row.opens.amount > last.amount:
        raise table.mistake("opens", QT_TRANSLATE_NOOP("errors", "{file}, {key}: by then the time is over."))
    table.done()
    return row
