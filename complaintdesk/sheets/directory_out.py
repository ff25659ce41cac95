# SPDX-License-Identifier: Apache-2.0
"""The phone directory and the regulations as workbooks; outside numbers in the columns in which they are read again."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from complaintdesk.desk.directory import DirectoryLine
from complaintdesk.desk.regulations import RegulationRecord
from complaintdesk.domain.phones import show_phone
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.labels import label
from complaintdesk.sheets.tables_out import TableOut, write_tables

OUTSIDE = QT_TRANSLATE_NOOP("sheets", "Outside numbers")
RESIDENTS = QT_TRANSLATE_NOOP("sheets", "Residents' phones")
REGULATIONS = QT_TRANSLATE_NOOP("sheets", "Regulations")
_NAME, _PHONE = QT_TRANSLATE_NOOP("sheets", "Name"), QT_TRANSLATE_NOOP("sheets", "Phone")
_NOTE = QT_TRANSLATE_NOOP("sheets", "Note")
OUTSIDE_HEADS = (
    (_NAME, 24),
    (_PHONE, 18),
    (QT_TRANSLATE_NOOP("sheets", "For what"), 28),
    (QT_TRANSLATE_NOOP("sheets", "Contact"), 14),
    (_NOTE, 30),
)
RESIDENT_HEADS = (
    (QT_TRANSLATE_NOOP("sheets", "Place"), 22),
    (_NAME, 16),
    (QT_TRANSLATE_NOOP("sheets", "Is to the place"), 10),
    (_PHONE, 18),
    (QT_TRANSLATE_NOOP("sheets", "Which phone"), 14),
    (_NOTE, 30),
)
REGULATION_HEADS = (
    (QT_TRANSLATE_NOOP("sheets", "Title"), 30),
    (QT_TRANSLATE_NOOP("sheets", "Number"), 14),
    (QT_TRANSLATE_NOOP("sheets", "In force from"), 14),
    (QT_TRANSLATE_NOOP("sheets", "Text"), 80),
    (QT_TRANSLATE_NOOP("sheets", "Files"), 30),
)


def write_outside_numbers(path: Path, lines: Iterable[DirectoryLine], *, office_name: str) -> int:
    """How many numbers were written; raises EnvironmentProblem when the disk refuses, the file is then as it was."""
    rows = ([each.name, show_phone(each.phone), each.about, each.contact, each.note] for each in lines)
    return write_tables(path, [TableOut(OUTSIDE, OUTSIDE_HEADS, rows)], office_name=office_name)


def write_residents(path: Path, lines: Iterable[DirectoryLine], *, office_name: str) -> int:
    """How many residents' numbers, whole ones, were written; raises EnvironmentProblem as the others."""
    rows = (
        [each.place, each.name, label(each.kind) if each.kind else "", each.phone, each.about, each.note]
        for each in lines
    )
    return write_tables(path, [TableOut(RESIDENTS, RESIDENT_HEADS, rows)], office_name=office_name)


def write_regulations(path: Path, records: Iterable[RegulationRecord], *, office_name: str) -> int:
    """How many regulations were written, their files by name; raises EnvironmentProblem as the others."""
    rows = (
        [each.title, each.number, each.effective_on, each.text, "\n".join(file.name for file in each.files)]
        for each in records
    )
    return write_tables(path, [TableOut(REGULATIONS, REGULATION_HEADS, rows)], office_name=office_name)
