# SPDX-License-Identifier: Apache-2.0
"""From the journal alone the tables can be written again: tried after long days at the desk, drawn by lot."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from complaintdesk.db.tables import Base, tracked
from complaintdesk.desk.rights import RIGHTS
from tests.builders import codes, rows
from tests.desk.random_day import RandomDay

TABLES = sorted(name for name, table in Base.metadata.tables.items() if tracked(table))
BEFORE_NEW_YEAR = datetime(2026, 12, 27, 1, 0, tzinfo=UTC)


def as_told(kind: str, column: str, value: Any) -> Any:
    """A value as the file holds it, put as the journal tells it."""
    if value is None:
        return None
    match kind:
        case "DATETIME":
            return value[:10] + "T" + value[11:19] + "Z"
        case "BOOLEAN":
            return bool(value)
        case "BIGINT":
            return format(Decimal(value).scaleb(-3 if column == "quantity" else -2).normalize(), "f")
        case "TEXT" if column != "text":  # which is a file's own, in no JSON
            return json.loads(value)
    return value


def stored(office, table: str) -> dict[int, dict[str, Any]]:
    """The table's rows as the file holds them, read without the program's own columns."""
    columns = [(row[1], row[2]) for row in rows(office, f"PRAGMA table_info({table})")]
    found = {}
    for row in rows(office, f"SELECT * FROM {table}"):
        values = {name: as_told(kind, name, value) for (name, kind), value in zip(columns, row, strict=True)}
        found[values.pop("id")] = values
    return found


def told(office) -> dict[str, dict[int, dict[str, Any]]]:
    """All rows as the journal tells them, entry by entry; of an erased part nothing but what was written after it."""
    private = {(seq, n): text for seq, n, text in rows(office, "SELECT seq, n, text FROM journal_private")}
    found: dict[str, dict[int, dict[str, Any]]] = {table: {} for table in TABLES}
    for seq, facts in rows(office, "SELECT seq, facts FROM journal ORDER BY seq"):
        for fact in json.loads(facts):
            row = found[fact["table"]].setdefault(fact["id"], {})
            assert bool(row) is not fact.get("new", False), "a row is new once, and changed when it is there"
            row.update(fact["set"])
            if "private" in fact:
                row.update(json.loads(private[seq, fact["private"]] or "{}"))
    return found


@pytest.mark.about_files("reads the file's bare values with a code of its own; on a server `check` compares them below")
@pytest.mark.parametrize("seed", range(3))
def test_the_journal_tells_every_row_of_every_table(office, clock, tmp_path, seed):
    clock.now = BEFORE_NEW_YEAR
    day = RandomDay(office, clock, tmp_path, seed)
    for _ in range(2):
        day.go_on(90)
        assert codes(office) == []
    journal = told(office)
    for table in TABLES:
        assert journal[table] == stored(office, table), table


def test_over_a_few_days_every_deed_is_done(office, clock, tmp_path):
    day = RandomDay(office, clock, tmp_path, 3)
    for _ in range(40):  # the rarest deeds wait for what seldom comes together
        day.go_on(100)
        if set(RIGHTS) <= set(day.done) | LEFT_OUT:
            break
    assert set(RIGHTS) - set(day.done) <= LEFT_OUT
    assert codes(office) == []


LEFT_OUT = {
    "calendar_days.seed",  # the program's own, when it opens an office
    "clock.confirm",  # a clock that went back: tests/desk/test_clocks.py
    "checking.rebuild",  # written anew from the very tables that are compared here
    "procedures.adopt",  # another rule book makes another day: tests/desk/test_regimes_worked.py
    *("encryption.note_decrypted", "encryption.note_encrypted", "encryption.note_new_passphrase"),  # files, not rows
    *("keeping.confirm_restored", "restoring.take_over"),  # of an office that came from a backup
    *("moving.move_out", "moving.stay"),  # of two offices
    *("recovery.make_recovery_code", "recovery.recover_administrator"),  # the code is on paper alone
    "staffing.change_own_password",  # the next to sit down would not know it
}
