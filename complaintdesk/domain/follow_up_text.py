# SPDX-License-Identifier: Apache-2.0
"""The follow-ups (回访) of a procedure's text: for which cases, from what on, within what limit, which must be made."""

from __future__ import annotations

from complaintdesk.domain.commitment_text import read_condition, read_limit
from complaintdesk.domain.rulebook import Category, Condition, FollowUpRow, FollowUpStart, LimitUnit
from complaintdesk.domain.toml_table import TomlTable
from complaintdesk.errors import QT_TRANSLATE_NOOP

SPANS = (LimitUnit.HOURS, LimitUnit.DAYS, LimitUnit.MONTHS)


def _required(table: TomlTable, categories: tuple[Category, ...]) -> Condition | None:
    """The cases whose follow-up must be made: by required = true all, by required_when some, else none."""
    every = table.flag("required", default=False)
    if "required_when" not in table:
        return Condition() if every else None
    if every:
        raise table.mistake(
            "required_when", QT_TRANSLATE_NOOP("errors", "{file}, {key}: with required = true it is asked of all.")
        )
    return read_condition(table.table("required_when"), categories)


def read_follow_up(table: TomlTable, categories: tuple[Category, ...]) -> FollowUpRow:
    """The follow-up that a table describes; ProcedureMistake where it does not."""
    within = read_limit(table.table("within"))
    if within.unit not in SPANS:
        raise table.mistake("within", QT_TRANSLATE_NOOP("errors", "{file}, {key}: hours, days or months are expected."))
    row = FollowUpRow(
        id=table.identifier("id"),
        name=table.text("name"),
        when=read_condition(table.table("when"), categories),
        starts=table.term("from", FollowUpStart),
        within=within,
        required=_required(table, categories),
        source=table.text("source"),
        remark=table.text("remark", ""),
    )
    table.done()
    return row
