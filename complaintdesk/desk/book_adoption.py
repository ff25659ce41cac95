# SPDX-License-Identifier: Apache-2.0
"""Going over to another rule book: what of the office's own comes along, and the versions that were adopted so far."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import tomlkit
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk import paths
from complaintdesk.db.tables import ProcedureVersion, Staff
from complaintdesk.desk.procedures import OWN
from complaintdesk.domain.procedure import Hours, Procedure, Team, parse_procedure

_BEFORE = "（原）"  # a team whose name the other rule book gives to another one


@dataclass(frozen=True)
class Own:
    """What the office in force has of its own, and another rule book not: proposed to come along."""

    hours: bool  # its hours are others
    teams: tuple[str, ...]  # names of teams in which somebody works
    fields: tuple[str, ...]  # names of the fields that it added; those of the shipped rule book stay with that


@dataclass(frozen=True)
class Version:
    """A version of the rule book: which, when, and by whom."""

    id: int
    name: str
    adopted_at: datetime
    by: str


def versions(session: Session) -> tuple[Version, ...]:
    """All versions that were adopted, the newest first."""
    found = session.execute(
        select(ProcedureVersion.id, ProcedureVersion.text, ProcedureVersion.adopted_at, Staff.name)
        .outerjoin(Staff, Staff.id == ProcedureVersion.adopted_by)
        .order_by(ProcedureVersion.id.desc())
    )
    return tuple(Version(row.id, parse_procedure(row.text).name, row.adopted_at, row.name or "") for row in found)


def version_text(session: Session, version_id: int) -> str:
    """The text of a version, as it was adopted."""
    return session.get_one(ProcedureVersion, version_id).text


def teams_in_use(session: Session) -> frozenset[str]:
    """Ids of the teams in which somebody works."""
    return frozenset(session.scalars(select(Staff.team).where(Staff.left_on.is_(None), Staff.team != "")))


def own_of(here: str, there: str, in_use: Collection[str]) -> Own:
    """What the rule book in force has of its own that another one lacks; `in_use` are the teams with people."""
    mine, other = parse_procedure(here), parse_procedure(there)
    there_too = {word for own in other.course.fields for word in (own.id, own.name)} | _shipped_fields(mine.id)
    return Own(
        hours=_hours(mine.office_hours) != _hours(other.office_hours)
        or _hours(mine.desk_hours) != _hours(other.desk_hours),
        teams=tuple(team.name for team in _lacking(mine, other, in_use)),
        fields=tuple(own.name for own in mine.course.fields if there_too.isdisjoint({own.id, own.name})),
    )


def with_own(here: str, there: str, in_use: Collection[str], wanted: Own) -> str:
    """The other rule book's text with what is wanted of the office's own; ProcedureMistake where one is none."""
    mine, other = parse_procedure(here), parse_procedure(there)
    source, book = tomlkit.parse(here), tomlkit.parse(there)
    if wanted.hours:
        book["hours"] = source["hours"]
    for team in _lacking(mine, other, in_use):
        if team.name in wanted.teams:
            _take_team(book, mine, team)
    for row in source.get("fields", ()):
        if row["name"] in wanted.fields:
            book.setdefault("fields", tomlkit.aot()).append(_as_table(row))
    return tomlkit.dumps(book)


def _shipped_fields(book_id: str) -> set[str]:
    """Ids of the fields that the shipped rule book of this id has itself; none where there is no such one."""
    file = paths.shipped("resources", "procedures") / f"{book_id}.toml"
    return {own.id for own in parse_procedure(file.read_text("utf-8")).course.fields} if file.exists() else set()


def _hours(hours: Hours) -> tuple[object, ...]:
    return hours.spans, hours.weekdays, hours.by_calendar


def _lacking(mine: Procedure, other: Procedure, in_use: Collection[str]) -> list[Team]:
    there = {team.id for team in other.teams}
    return [team for team in mine.teams if team.id in in_use and team.id not in there]


def _take_team(book: Any, mine: Procedure, team: Team) -> None:
    """Puts a team into the department of the same id or name, which comes along where there is none."""
    own = mine.department(team.department)
    home = next((each for each in book["departments"] if own.id == each["id"] or own.name == each["name"]), None)
    if home is None:
        home = tomlkit.table()
        home.update({"id": own.id, "name": own.name, "source": OWN})
        book["departments"].append(home)
        home = book["departments"][-1]
    home.pop("closed", None)
    taken = {str(each["name"]) for dept in book["departments"] for each in dept.get("teams", ())}
    row = tomlkit.inline_table()
    row.update({"id": team.id, "name": f"{team.name}{_BEFORE}" if team.name in taken else team.name})
    if "teams" not in home:
        home["teams"] = tomlkit.array().multiline(True)
    closed = next((each for each in home["teams"] if each["id"] == team.id), None)
    if closed is not None:
        closed.pop("closed", None)
        return
    home["teams"].append(row)


def _as_table(row: Any) -> Any:
    table = tomlkit.table()
    table.update(row.unwrap())
    return table
