# SPDX-License-Identifier: Apache-2.0
"""A month's binding list (派工单装订清单, R-WO-04) as a workbook: each number, and what came back after signing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from complaintdesk.desk.binding import BindingPage
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.labels import label
from complaintdesk.sheets.tables_out import TableOut, write_tables

BINDING = QT_TRANSLATE_NOOP("sheets", "Binding list")
HEADS = (
    (QT_TRANSLATE_NOOP("sheets", "Number"), 18),
    (QT_TRANSLATE_NOOP("sheets", "Issued"), 18),
    (QT_TRANSLATE_NOOP("sheets", "Place"), 22),
    (QT_TRANSLATE_NOOP("sheets", "State"), 10),
    (QT_TRANSLATE_NOOP("sheets", "Parts back"), 20),
    (QT_TRANSLATE_NOOP("sheets", "Last had by"), 14),
    (QT_TRANSLATE_NOOP("sheets", "Why"), 30),
    (QT_TRANSLATE_NOOP("sheets", "Back after the signature"), 24),
    (QT_TRANSLATE_NOOP("sheets", "Signed by"), 14),
    (QT_TRANSLATE_NOOP("sheets", "Signed"), 18),
)


def write_binding(path: Path, page: BindingPage, *, office_name: str, zone: Any) -> int:
    """How many numbers were written; raises EnvironmentProblem when the disk refuses, the file is then as it was."""
    return write_tables(path, [TableOut(BINDING, HEADS, _rows(page, zone))], office_name=office_name)


def _rows(page: BindingPage, zone: Any) -> Iterator[list[Any]]:
    sheet = page.sheet
    signed = "" if sheet.signed_at is None else f"{sheet.signed_at.astimezone(zone):%Y-%m-%d %H:%M}"
    for line in sheet.slips:
        yield [
            line.number,
            "" if line.issued_at is None else f"{line.issued_at.astimezone(zone):%Y-%m-%d %H:%M}",
            line.place,
            label(line.state),
            "、".join(line.parts),
            line.holder,
            line.reason,
            "、".join(part.name for part in page.later.get(line.number, ())),
            sheet.signed_by,
            signed,
        ]
