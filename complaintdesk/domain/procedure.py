# SPDX-License-Identifier: Apache-2.0
"""A procedure's text read into a `Procedure`: every list, figure and reference in it checked."""

from __future__ import annotations

from functools import lru_cache

from complaintdesk.domain.commitment_text import Lists, read_commitment, read_limit, read_warnings
from complaintdesk.domain.course_text import read_course, read_own_fields
from complaintdesk.domain.follow_up_text import read_follow_up
from complaintdesk.domain.rulebook import Procedure
from complaintdesk.domain.rulebook_rows import (
    Category,
    ChannelRow,
    CommitmentRow,
    Condition,
    Criterion,
    DayPart,
    Department,
    FollowUpRow,
    FollowUpStart,
    GradeRow,
    Hours,
    KindRow,
    Limit,
    LimitUnit,
    OtherLimit,
    Team,
)
from complaintdesk.domain.terms import CaseKind, Channel, Grade
from complaintdesk.domain.toml_table import ProcedureMistake, TomlTable
from complaintdesk.errors import QT_TRANSLATE_NOOP

__all__ = [
    "Category",
    "ChannelRow",
    "CommitmentRow",
    "Condition",
    "Criterion",
    "DayPart",
    "Department",
    "FollowUpRow",
    "FollowUpStart",
    "GradeRow",
    "Hours",
    "KindRow",
    "Limit",
    "LimitUnit",
    "OtherLimit",
    "Procedure",
    "ProcedureMistake",
    "Team",
    "parse_procedure",
]

FORMAT = 1
DOCUMENTS = ("work_order", "liaison", "corrective")


@lru_cache(16)  # it never changes, and whoever opens an office or turns a page asks for the same few again
def parse_procedure(text: str, source: str = "") -> Procedure:
    """The procedure that a TOML text describes; `source` is the file's name in mistakes.

    Raises ProcedureMistake with the file, the key's place and what was expected: for a key that is unknown or missing,
    a value of the wrong sort, a reference to nothing, an id, name or number series that is there twice.
    """
    file = TomlTable.parse(text, source)
    if file.whole("format", 1, 999) != FORMAT:
        raise file.mistake(
            "format", QT_TRANSLATE_NOOP("errors", "{file}: written for another version of the program ({key}).")
        )
    hours = file.table("hours")
    kinds = _kinds(file)
    departments = _departments(file)
    categories = _categories(file, kinds, departments)
    criteria = file.listed("level_criteria", [_criterion(row) for row in file.tables("level_criteria")])
    in_use = tuple(department.id for department in departments)
    warnings = read_warnings(file.table("warnings")) if "warnings" in file else None
    lists = Lists(categories, criteria, read_own_fields(file), in_use, warnings)
    commitments = file.listed("commitments", [read_commitment(row, lists) for row in file.tables("commitments")])
    procedure = Procedure(
        id=file.identifier("id"),
        name=file.text("name"),
        sources=file.texts("sources"),
        remark=file.text("remark", ""),
        office_hours=_hours(hours.table("office")),
        desk_hours=_hours(hours.table("desk")),
        day_parts=tuple(_day_part(row) for row in file.tables("day_parts", "name")),
        kinds=kinds,
        document_series=_document_series(file, kinds),
        channels=file.listed("channels", [_channel(row) for row in file.tables("channels")]),
        grades=file.listed("grades", [_grade(row) for row in file.tables("grades")]),
        departments=departments,
        categories=categories,
        level_criteria=criteria,
        warnings=warnings,
        commitments=commitments,
        follow_ups=file.listed("follow_ups", [read_follow_up(row, lists) for row in file.tables_if_any("follow_ups")]),
        course=read_course(file, lists, tuple(row.id for row in commitments)),
    )
    hours.done()
    file.done()
    return procedure


def _hours(table: TomlTable) -> Hours:
    hours = Hours(
        spans=table.clock_spans("spans"),
        weekdays=table.weekdays("weekdays"),
        by_calendar=table.flag("by_calendar", default=False),
        source=table.text("source"),
    )
    table.done()
    return hours


def _day_part(table: TomlTable) -> DayPart:
    part = DayPart(table.text("name"), table.clock("from"), table.clock("to"))
    if part.ends <= part.starts:
        raise table.mistake("to", QT_TRANSLATE_NOOP("errors", "{file}, {key}: each time must be after the last."))
    table.done()
    return part


def _series(table: TomlTable, key: str) -> str:
    return table.matching(
        key,
        "[A-Z]{2,4}",
        QT_TRANSLATE_NOOP("errors", "{file}, {key}: a number series is two to four capital letters, such as TS."),
    )


def _kinds(file: TomlTable) -> tuple[KindRow, ...]:
    rows = []
    for table in file.tables("kinds"):
        row = KindRow(table.term("id", CaseKind), table.text("name"), _series(table, "series"))
        table.done()
        rows.append(row)
    return file.listed("kinds", rows)


def _document_series(file: TomlTable, kinds: tuple[KindRow, ...]) -> dict[str, str]:
    table = file.table("series")
    taken = [kind.series for kind in kinds]
    for position, series in enumerate(taken):
        if series in taken[:position]:
            raise file.twice("kinds", series)
    found = {}
    for document in DOCUMENTS:
        series = _series(table, document)
        if series in taken:
            raise table.twice(document, series)
        taken.append(series)
        found[document] = series
    table.done()
    return found


def _channel(table: TomlTable) -> ChannelRow:
    row = ChannelRow(table.term("id", Channel), table.text("name"))
    table.done()
    return row


def _grade(table: TomlTable) -> GradeRow:
    row = GradeRow(table.term("id", Grade), table.text("name"), table.text("words"))
    table.done()
    return row


def _criterion(table: TomlTable) -> Criterion:
    row = Criterion(table.identifier("id"), table.text("words"), table.text("source"))
    table.done()
    return row


def _departments(file: TomlTable) -> tuple[Department, ...]:
    rows = []
    taken: set[str] = set()
    for table in file.tables("departments"):
        id_ = table.identifier("id")
        closed = table.flag("closed", default=False)
        teams = []
        for team in table.tables_if_any("teams"):
            row = Team(
                team.identifier("id"), team.text("name"), id_, closed=team.flag("closed", default=False) or closed
            )
            for key, word in (("id", row.id), ("name", row.name)):
                if word in taken:
                    raise team.twice(key, word)
                taken.add(word)
            team.done()
            teams.append(row)
        source, remark = table.text("source"), table.text("remark", "")
        rows.append(Department(id_, table.text("name"), tuple(teams), source, remark, closed))
        table.done()
    return file.listed("departments", rows)


def _categories(
    file: TomlTable, kinds: tuple[KindRow, ...], departments: tuple[Department, ...]
) -> tuple[Category, ...]:
    """The categories; one below another takes department, team, kinds and source from it unless it has its own."""
    used = [kind.id for kind in kinds]
    in_use = [department for department in departments if not department.closed]
    teams = {team.id: team.department for department in in_use for team in department.teams if not team.closed}
    rows: list[Category] = []
    for table in file.tables("categories"):
        parent = None
        if "parent" in table:
            uppers = {row.id: row for row in rows if not row.parent}
            parent = uppers[table.reference("parent", uppers)]
        if parent is None or "department" in table:
            department = table.reference("department", [row.id for row in in_use])
        else:
            department = parent.department
        if "team" in table:
            team = table.reference("team", [id_ for id_, owner in teams.items() if owner == department])
        else:
            team = parent.team if parent is not None and parent.department == department else ""
        if "kinds" in table:
            served = frozenset(table.terms("kinds", used))
        else:
            served = frozenset(used) if parent is None else parent.kinds
        rows.append(
            Category(
                id=table.identifier("id"),
                name=table.text("name"),
                parent="" if parent is None else parent.id,
                department=department,
                team=team,
                kinds=served,
                watched=table.flag("watched", default=False),
                source=table.text("source", None if parent is None else parent.source),
                remark=table.text("remark", ""),
                aliases=table.texts("aliases") if "aliases" in table else (),
                code=table.text("code", ""),
                service_limit=_service_limit(table),
                service_source=table.text("service_source", ""),
                asks_warranty=table.flag("asks_warranty", default=False),
                guarantee_days=table.whole("guarantee_days", 1, 3650) if "guarantee_days" in table else _of(parent),
                checks=_checks(table),
            )
        )
        table.done()
    return file.listed("categories", rows)


def _of(parent: Category | None) -> int:
    return 0 if parent is None else parent.guarantee_days


def _checks(table: TomlTable) -> tuple[str, ...]:
    """A category's check list, none of its steps there twice."""
    checks = table.texts("checks") if "checks" in table else ()
    for place, step in enumerate(checks):
        if step in checks[:place]:
            raise table.twice("checks", step)
    return checks


def _service_limit(table: TomlTable) -> Limit | None:
    """A category's own service commitment: a span of time, as it stands in for one (R-WO-09)."""
    if "service_limit" not in table:
        return None
    limit = read_limit(table.table("service_limit"))
    if not limit.amount:
        raise table.mistake(
            "service_limit", QT_TRANSLATE_NOOP("errors", "{file}, {key}: minutes, hours, days or months are expected.")
        )
    return limit
