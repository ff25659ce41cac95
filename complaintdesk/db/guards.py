# SPDX-License-Identifier: Apache-2.0
"""The guards: triggers that let nothing be deleted or renumbered, and the journal only grow, in either database."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import Connection, inspect, text

from complaintdesk.db.tables import Base, tracked
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem

FIXED_COLUMNS = {
    "case_record": (
        "id",
        "number",
        "series",
        "year",
        "running",
        "old_number",
        "kind",
        "origin",
        "token",
        "recorded_at",
    ),
    "work_order": ("id", "number", "series", "year", "running", "case_id", "round"),
    "case_event": ("id", "case_id", "order_id", "about_id", "kind", "happened_at", "recorded_at", "recorded_by"),
    "procedure_version": ("id", "text", "sha256", "adopted_at", "adopted_by"),
    "slip_return": ("id", "order_id", "part", "returned_at", "booked_at", "booked_by"),
    "slip_loss": ("id", "order_id", "declared_at", "declared_by"),
    "binding_list": ("id", "month", "signed_at", "signed_by", "missing"),
    "form_version": ("id", "form_id", "text", "sha256", "adopted_at", "adopted_by"),
    "journal": (
        "seq",
        "recorded_at",
        "happened_at",
        "staff",
        "desk",
        "deed",
        "v",
        "subject",
        "token",
        "facts",
        "prev",
        "hash",
    ),
    "journal_private": ("seq", "n", "about"),
    "attachment": ("id", "case_id", "sha256", "size"),
}


REFUSAL = " BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END "
# As they stand in the schema that is worked in, those that were switched off left out.
SERVER_TRIGGERS = """
    SELECT tgname, replace(pg_get_triggerdef(t.oid), ' ON ' || current_schema() || '.', ' ON ') AS sql
    FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid
    WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND relnamespace = current_schema()::regnamespace
"""
SERVER_FUNCTION = """
    SELECT prosrc FROM pg_proc WHERE proname = 'refuse_change' AND pronamespace = current_schema()::regnamespace
"""


@dataclass(frozen=True)
class Guard:
    """One trigger: on which table, for which action, when it refuses, and what it says."""

    name: str
    table: str
    action: str
    when: str
    words: str


def guards() -> tuple[Guard, ...]:
    """All guards, in order of name."""
    found = [
        Guard("guard_counter_rise", "counter", "UPDATE", "NEW.last < OLD.last OR {changed}", "a counter only rises"),
        Guard(
            "guard_journal_private_erase",
            "journal_private",
            "UPDATE",
            "NEW.text IS NOT NULL OR NEW.salt IS NOT NULL",
            "a personal value can only be erased",
        ),
    ]
    kept = [t.name for t in Base.metadata.sorted_tables if tracked(t)] + ["journal", "journal_private", "journal_head"]
    found += [Guard(f"guard_{name}_delete", name, "DELETE", "", "nothing is deleted") for name in kept]
    found += [
        Guard(f"guard_{name}_fixed", name, "UPDATE", "{changed}", "this stays as it is") for name in FIXED_COLUMNS
    ]
    return tuple(sorted(found, key=lambda guard: guard.name))


def _condition(guard: Guard, differs: str) -> str:
    columns = FIXED_COLUMNS.get(guard.table, ("series", "year"))
    changed = " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in columns)
    return guard.when.format(changed=changed)


def statements(dialect: str) -> dict[str, str]:
    """Each trigger's name and the statement that creates it, for `sqlite` or `postgresql`."""
    made = {}
    for guard in guards():
        if dialect == "sqlite":
            when = f" WHEN {_condition(guard, 'IS NOT')}" if guard.when else ""
            made[guard.name] = (
                f"CREATE TRIGGER {guard.name} BEFORE {guard.action} ON {guard.table} FOR EACH ROW{when} "
                f"BEGIN SELECT RAISE(ABORT, '{guard.table}: {guard.words}'); END"
            )
        else:
            when = f" WHEN ({_condition(guard, 'IS DISTINCT FROM')})" if guard.when else ""
            made[guard.name] = (
                f"CREATE TRIGGER {guard.name} BEFORE {guard.action} ON {guard.table} FOR EACH ROW{when} "
                f"EXECUTE FUNCTION refuse_change('{guard.table}: {guard.words}')"
            )
            if guard.action == "DELETE":
                name = guard.name.removesuffix("_delete") + "_truncate"
                made[name] = (
                    f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {guard.table} FOR EACH STATEMENT "
                    f"EXECUTE FUNCTION refuse_change('{guard.table}: {guard.words}')"
                )
    return made


def set_guards(connection: Connection) -> None:
    """Creates every guard anew: after the schema was made or upgraded. An older schema lacks some of the tables."""
    there = set(inspect(connection).get_table_names())
    dialect = connection.dialect.name
    if dialect == "postgresql":
        connection.execute(
            text(f"CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $${REFUSAL}$$")
        )
    for name, statement in statements(dialect).items():
        table = statement.split(" ON ", 1)[1].split(" ", 1)[0]
        if table in there:
            connection.execute(text(f"DROP TRIGGER IF EXISTS {name}" + ("" if dialect == "sqlite" else f" ON {table}")))
            connection.execute(text(statement))


def missing_guards(connection: Connection) -> tuple[str, ...]:
    """Names of guards that are not in the database as they should be, or stand there without being ours."""
    wanted = statements(connection.dialect.name)
    if connection.dialect.name == "sqlite":
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        found = {row.name: row.sql for row in connection.execute(text(query))}
        return tuple(sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name)))
    found = {row.tgname: row.sql for row in connection.execute(text(SERVER_TRIGGERS))}
    differing = {name for name in wanted.keys() | found.keys() if _bare(wanted.get(name)) != _bare(found.get(name))}
    if connection.scalars(text(SERVER_FUNCTION)).all() != [REFUSAL]:
        differing.add("refuse_change")
    return tuple(sorted(differing))


def _bare(statement: str | None) -> str:
    """A trigger's statement without what a server writes in its own manner: brackets, blanks, casts, capitals."""
    return re.sub(r'::text|[()"\s]', "", (statement or "").lower())


def refuse_missing_guards(connection: Connection) -> None:
    """Raises EnvironmentProblem when a guard is gone or altered."""
    names = missing_guards(connection)
    if names:
        raise EnvironmentProblem(
            QT_TRANSLATE_NOOP("errors", "Somebody removed protections from the database: {names}."),
            QT_TRANSLATE_NOOP(
                "errors", "Run `complaintdesk check` to see whether records were changed, then restore a backup."
            ),
            names=", ".join(names),
        )
