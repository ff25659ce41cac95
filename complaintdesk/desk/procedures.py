# SPDX-License-Identifier: Apache-2.0
"""The office's rule book: adopted as a whole, and what of its text the window edits — departments, teams, hours."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, TypeVar

import tomlkit
from sqlalchemy import select
from sqlalchemy.orm import Session
from tomlkit.items import AoT

from complaintdesk.db.tables import ProcedureVersion, Staff
from complaintdesk.desk.context import Context
from complaintdesk.domain.clock_spans import Spans, written_spans
from complaintdesk.domain.procedure import Hours, Procedure, parse_procedure
from complaintdesk.domain.texts import clean_line
from complaintdesk.errors import QT_TRANSLATE_NOOP, Conflict, UserError

OWN = "本处自定"  # the source of what the office sets itself, as the shipped rule books say it


@dataclass(frozen=True)
class TeamRow:
    """A team as it should stand in the rule book; `id` '' for a new one."""

    name: str
    id: str = ""
    closed: bool = False


@dataclass(frozen=True)
class DepartmentRow:
    """A department as it should stand in the rule book, with its teams; `id` '' for a new one."""

    name: str
    teams: tuple[TeamRow, ...] = ()
    id: str = ""
    closed: bool = False


@dataclass(frozen=True)
class HoursRow:
    """When somebody is there, as it should stand in the rule book."""

    spans: Spans
    weekdays: frozenset[int]  # Monday 1 to Sunday 7
    by_calendar: bool


@dataclass(frozen=True)
class Change:
    """One difference between two rule books: a marked text (context `procedure`) and its values."""

    text: str
    values: dict[str, object]


def adopt(session: Session, context: Context, text: str, based_on: int) -> int:
    """The id of the rule book's new version, in force from now on; cases keep the one they came in under (R-T-06).

    ProcedureMistake for a text that is none, UserError where somebody works in a team that it closes, Conflict when
    another version than `based_on` is in force by now.
    """
    text = unicodedata.normalize("NFC", text)
    procedure = parse_procedure(text)
    latest = session.scalars(select(ProcedureVersion).order_by(ProcedureVersion.id.desc()).limit(1)).one()
    if latest.id != based_on:
        raise Conflict(latest.text, text)
    if latest.text == text:
        raise UserError(QT_TRANSLATE_NOOP("errors", "Nothing was changed."))
    in_use = {team.id for team in procedure.teams}
    for staff in session.scalars(select(Staff).where(Staff.left_on.is_(None), Staff.team != "").order_by(Staff.id)):
        if staff.team not in in_use:
            raise UserError(
                QT_TRANSLATE_NOOP("errors", "{name} works in {team}; give {name} another team first."),
                field=f"team:{staff.team}",
                name=staff.name,
                team=context.procedure.team(staff.team).name,
            )
    version = ProcedureVersion(
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        adopted_at=context.now,
        adopted_by=context.staff_id,
    )
    session.add(version)
    session.flush()
    context.subject = f"{procedure.name} {version.id}"
    return version.id


def text_in_force(session: Session) -> tuple[int, str]:
    """Id and text of the version in force."""
    row = session.execute(
        select(ProcedureVersion.id, ProcedureVersion.text).order_by(ProcedureVersion.id.desc()).limit(1)
    ).one()
    return row.id, row.text


def department_rows(procedure: Procedure) -> tuple[DepartmentRow, ...]:
    """The departments and teams of a rule book as they are edited."""
    return tuple(
        DepartmentRow(
            name=department.name,
            teams=tuple(TeamRow(team.name, team.id, team.closed) for team in department.teams),
            id=department.id,
            closed=department.closed,
        )
        for department in procedure.departments
    )


def merged_rows(
    base: Sequence[DepartmentRow], theirs: Sequence[DepartmentRow], mine: Sequence[DepartmentRow]
) -> tuple[DepartmentRow, ...]:
    """The departments as another desk set them since `base` was read, but for what was changed here."""
    return _merged(base, theirs, mine)


def with_departments(text: str, rows: Sequence[DepartmentRow]) -> str:
    """The rule book's text with these departments and teams; all else, remarks and order included, as it was.

    A new row without a name is passed over. One that is not among the rows is closed, not taken out: its name stays on
    what it did. A closed team is nobody's usual team any more, and the matters of a closed department go to the first
    in use. UserError with field `department:<position>` or `team:<position>.<position>` (from 0).
    """
    _refuse_names(rows)
    return _with_departments(text, tuple(rows))


@lru_cache(4)  # a page asks again whenever it is left or looked at, and to read a text with its remarks takes long
def _with_departments(text: str, rows: tuple[DepartmentRow, ...]) -> str:
    book = tomlkit.parse(text)
    known: AoT = book["departments"]
    taken = {str(each["id"]) for each in known} | {str(team["id"]) for each in known for team in each.get("teams", [])}
    by_id = {row.id: row for row in rows if row.id}
    for table in known:
        row = by_id.get(str(table["id"]))
        _mark(table, row.name if row else None, closed=row is None or row.closed)
        _put_teams(table, row.teams if row else (), taken)
    for row in rows:
        if not row.id and clean_line(row.name):
            table = tomlkit.table()
            table.update({"id": _new_id("department", taken), "name": clean_line(row.name), "source": OWN})
            _put_teams(table, row.teams, taken)
            known.append(table)
    _hand_over(book)
    return tomlkit.dumps(book)


def with_hours(text: str, office: HoursRow, desk: HoursRow) -> str:
    """The rule book's text with these hours; the source of what was changed is the office itself."""
    book = tomlkit.parse(text)
    hours: Any = book["hours"]
    for name, row in (("office", office), ("desk", desk)):
        if not row.weekdays:
            raise UserError(QT_TRANSLATE_NOOP("errors", "Tick at least one day."), field=f"{name}_weekdays")
        table = hours[name]
        fresh = {
            "spans": [[f"{starts:%H:%M}", f"{ends:%H:%M}"] for starts, ends in row.spans],
            "weekdays": sorted(row.weekdays),
        }
        changed = {key: value for key, value in fresh.items() if table[key].unwrap() != value}
        if bool(table.get("by_calendar", False)) != row.by_calendar:
            changed["by_calendar"] = row.by_calendar
        if changed:
            table.update({**changed, "source": OWN})
    return tomlkit.dumps(book)


def changes(before: Procedure, after: Procedure) -> tuple[Change, ...]:
    """What a reader must know of the difference: hours, departments and teams, follow-ups that came, categories."""
    return (
        *_hours_changed(before, after),
        *_lists_changed(before, after),
        *_follow_ups_added(before, after),
        *_categories_changed(before, after),
        *_aliases_added(before, after),
    )


Row = TypeVar("Row", DepartmentRow, TeamRow)


def _merged(base: Sequence[Row], theirs: Sequence[Row], mine: Sequence[Row]) -> tuple[Row, ...]:
    before, ours = ({row.id: row for row in rows if row.id} for rows in (base, mine))
    known = tuple(_changed(row, before[row.id], ours[row.id]) if row.id in before else row for row in theirs)
    return known + tuple(row for row in mine if not row.id)


def _changed(their: Row, was: Row, our: Row) -> Row:
    """Their row with what ours changed."""
    changed: dict[str, Any] = {
        name: getattr(our, name) for name in ("name", "closed") if getattr(our, name) != getattr(was, name)
    }
    if isinstance(their, DepartmentRow):
        assert isinstance(was, DepartmentRow)
        assert isinstance(our, DepartmentRow)
        changed["teams"] = _merged(was.teams, their.teams, our.teams)
    return replace(their, **changed)


def _refuse_names(rows: Sequence[DepartmentRow]) -> None:
    seen: set[str] = set()
    for at, row in enumerate(rows):
        named: list[tuple[str, DepartmentRow | TeamRow]] = [(f"department:{at}", row)]
        named += [(f"team:{at}.{position}", team) for position, team in enumerate(row.teams)]
        for field, each in named:
            plain = clean_line(each.name, 40, field)
            if not plain and not each.id and not (each is row and any(clean_line(team.name) for team in row.teams)):
                continue
            if not plain:
                raise UserError(QT_TRANSLATE_NOOP("errors", "A name is needed."), field=field)
            if plain in seen:
                raise UserError(QT_TRANSLATE_NOOP("errors", "“{name}” is there twice."), field=field, name=plain)
            seen.add(plain)
    if all(row.closed or all(team.closed or not clean_line(team.name) for team in row.teams) for row in rows):
        raise UserError(QT_TRANSLATE_NOOP("errors", "At least one team is needed: slips are issued to teams."))


def _mark(table: Any, name: str | None, *, closed: bool) -> None:
    if name is not None and clean_line(name) != table["name"]:
        table["name"] = clean_line(name)
    if closed and not table.get("closed", False):
        table["closed"] = True
    elif not closed and "closed" in table:
        del table["closed"]


def _put_teams(table: Any, rows: Iterable[TeamRow], taken: set[str]) -> None:
    rows = tuple(rows)
    by_id = {row.id: row for row in rows if row.id}
    for team in table.get("teams", []):
        row = by_id.get(str(team["id"]))
        _mark(team, row.name if row else None, closed=row is None or row.closed)
    fresh = [row for row in rows if not row.id and clean_line(row.name)]
    if fresh and "teams" not in table:
        table["teams"] = tomlkit.array()
        table["teams"].multiline(True)
    for row in fresh:
        inline = tomlkit.inline_table()
        inline.update({"id": _new_id("team", taken), "name": clean_line(row.name)})
        if row.closed:
            inline["closed"] = True
        table["teams"].append(inline)


def _new_id(kind: str, taken: set[str]) -> str:
    number = 1
    while f"{kind}_{number}" in taken:
        number += 1
    taken.add(f"{kind}_{number}")
    return f"{kind}_{number}"


def _hand_over(book: Any) -> None:
    """Gives the categories of what was closed to who is there."""
    in_use = [each for each in book["departments"] if not each.get("closed", False)]
    open_ids = [str(each["id"]) for each in in_use]
    teams = {str(team["id"]) for each in in_use for team in each.get("teams", []) if not team.get("closed", False)}
    for category in book["categories"]:
        if "department" in category and str(category["department"]) not in open_ids:
            category["department"] = open_ids[0]
        if "team" in category and str(category["team"]) not in teams:
            del category["team"]


def _hours_changed(before: Procedure, after: Procedure) -> Iterator[Change]:
    for text, old, new in (
        (QT_TRANSLATE_NOOP("procedure", "Office hours: {old} → {new}"), before.office_hours, after.office_hours),
        (QT_TRANSLATE_NOOP("procedure", "Desk manned: {old} → {new}"), before.desk_hours, after.desk_hours),
    ):
        if (old.spans, old.weekdays, old.by_calendar) != (new.spans, new.weekdays, new.by_calendar):
            yield Change(text, {"old": _hours_words(old), "new": _hours_words(new)})


def _hours_words(hours: Hours) -> str:
    days = "".join("一二三四五六日"[day - 1] for day in sorted(hours.weekdays))
    return f"周{days} {written_spans(hours.spans)}"


def _lists_changed(before: Procedure, after: Procedure) -> Iterator[Change]:
    old = {row.id: row for row in _named_rows(department_rows(before))}
    for row in _named_rows(department_rows(after)):
        known = old.get(row.id)
        values: dict[str, object] = {"name": row.name}
        if known is None:
            yield Change(QT_TRANSLATE_NOOP("procedure", "New: {name}"), values)
            continue
        if known.name != row.name:
            yield Change(QT_TRANSLATE_NOOP("procedure", "{old} is called {name} now"), {"old": known.name, **values})
        if row.closed and not known.closed:
            yield Change(QT_TRANSLATE_NOOP("procedure", "Closed: {name}"), values)
        if known.closed and not row.closed:
            yield Change(QT_TRANSLATE_NOOP("procedure", "In use again: {name}"), values)


def _named_rows(rows: Iterable[DepartmentRow]) -> Iterator[DepartmentRow | TeamRow]:
    for row in rows:
        yield row
        yield from row.teams


def _follow_ups_added(before: Procedure, after: Procedure) -> Iterator[Change]:
    known = {row.id for row in before.follow_ups}
    for row in after.follow_ups:
        if row.id not in known:
            values: dict[str, object] = {"name": row.name, "words": row.remark or row.source}
            yield Change(QT_TRANSLATE_NOOP("procedure", "New: {name} ({words})"), values)


def _categories_changed(before: Procedure, after: Procedure) -> Iterator[Change]:
    """Categories that came, and those of the upper level that go to another department; those below them go along."""
    known = {category.id: category for category in before.categories}
    for category in after.categories:
        old = known.get(category.id)
        if old is None:
            yield Change(QT_TRANSLATE_NOOP("procedure", "New category: {name}"), {"name": category.name})
            continue
        values: dict[str, object] = {"category": category.name, "name": after.department(category.department).name}
        if old.department != category.department and not category.parent:
            yield Change(QT_TRANSLATE_NOOP("procedure", "{category} goes to {name}"), values)
        elif old.team and not category.team and old.department == category.department:
            yield Change(QT_TRANSLATE_NOOP("procedure", "{category} has no usual team any more"), values)


def _aliases_added(before: Procedure, after: Procedure) -> Iterator[Change]:
    known = {category.id: category.aliases for category in before.categories}
    for category in after.categories:
        more = [word for word in category.aliases if word not in known.get(category.id, category.aliases)]
        if more:
            values: dict[str, object] = {"category": category.name, "words": "、".join(more)}
            yield Change(QT_TRANSLATE_NOOP("procedure", "{category} is found by: {words}"), values)
