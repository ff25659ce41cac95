# SPDX-License-Identifier: Apache-2.0
"""Who saw whom, and all that is held of one person, as workbooks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from complaintdesk.desk.access_lists import AccessRecord
from complaintdesk.desk.person_data import PersonData
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.labels import label, translate
from complaintdesk.sheets.writing import Look, Value, new_book

ACCESSES = QT_TRANSLATE_NOOP("sheets", "Who saw whom")
COLUMNS = (
    (QT_TRANSLATE_NOOP("sheets", "At"), 18),
    (QT_TRANSLATE_NOOP("sheets", "Who"), 12),
    (QT_TRANSLATE_NOOP("sheets", "How"), 12),
    (QT_TRANSLATE_NOOP("sheets", "Place"), 18),
    (QT_TRANSLATE_NOOP("sheets", "Whose"), 14),
    (QT_TRANSLATE_NOOP("sheets", "Case"), 16),
    (QT_TRANSLATE_NOOP("sheets", "What"), 16),
    (QT_TRANSLATE_NOOP("sheets", "People"), 8),
    (QT_TRANSLATE_NOOP("sheets", "Reason"), 36),
    (QT_TRANSLATE_NOOP("sheets", "Approved by"), 12),
)
_WIDTH = 22  # of a column of the copy


def write_accesses(path: Path, rows: Sequence[AccessRecord], *, office_name: str, zone: ZoneInfo) -> int:
    """How many accesses were written; raises EnvironmentProblem when the disk refuses, the file is then as it was."""
    title = translate("sheets", ACCESSES)
    with new_book(path) as book:
        book.sheet(title, [width for _head, width in COLUMNS], caption=f"{office_name}  {title}")
        book.row([translate("sheets", head) for head, _width in COLUMNS], Look.HEAD)
        for row in rows:
            seen = (_plain(row.seen_at, zone), row.staff, label(row.kind), row.place, row.person, row.case_number)
            book.row([*seen, row.what, row.people, row.reason, row.approved_by], name=row.case_number)
        book.filter(len(COLUMNS), len(rows) + 1)
    return len(rows)


def write_person(path: Path, data: PersonData, *, office_name: str, zone: ZoneInfo) -> int:
    """How many rows are held of the person; a sheet for each kind. Raises EnvironmentProblem as `write_accesses`."""
    count = 0
    with new_book(path) as book:
        for section in data.sections:
            title = translate("sheets", section.title)
            book.sheet(title, [_WIDTH] * len(section.heads), caption=f"{office_name}  {data.person}  {title}")
            book.row([translate("sheets", head) for head in section.heads], Look.HEAD)
            for row in section.rows:
                book.row([_plain(value, zone) for value in row], name=title)
            count += len(section.rows)
    return count


def _plain(value: object, zone: ZoneInfo) -> Value:
    """A value as a cell holds it: instants in the office's time, terms in words."""
    if isinstance(value, StrEnum):
        return label(value)
    if isinstance(value, datetime):
        return f"{value.astimezone(zone):%Y-%m-%d %H:%M}"
    return "" if value is None else str(value)
