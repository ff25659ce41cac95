# SPDX-License-Identifier: Apache-2.0
"""The register (登记簿) as a workbook: one row a case, every column a field of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from zoneinfo import ZoneInfo

from complaintdesk import fields
from complaintdesk.desk.records import CaseRecord
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.labels import translate
from complaintdesk.sheets.writing import Look, Progress, new_book, width_of

TITLE = QT_TRANSLATE_NOOP("sheets", "Register")
TELL_EVERY = 50
PAGES_ACROSS = 2  # on one, the columns would be too small to read


def write_register(
    path: Path,
    records: Iterable[CaseRecord],
    *,
    office_name: str,
    zone: ZoneInfo,
    span_words: str = "",
    progress: Progress | None = None,
) -> int:
    """How many cases were written. Times are real dates, as the office's clock shows them; phones are texts.

    `span_words` says on each printed page which days the register covers. Raises EnvironmentProblem when the disk
    refuses; the file is then as it was before.
    """
    names = fields.REGISTER_COLUMNS
    heads = [fields.label(name) for name in names]
    widths = [max(fields.find(name).width, width_of(head)) for name, head in zip(names, heads, strict=True)]
    title = translate("sheets", TITLE)
    written = 0
    with new_book(path) as book:
        caption = "  ".join(part for part in (office_name, title, span_words) if part)
        book.sheet(title, widths, caption=caption, across=PAGES_ACROSS)
        book.row(heads, Look.HEAD)
        for record in records:
            values = [fields.cell(name, record, zone) for name in names]
            book.row(values, name=record.number or record.old_number)
            written += 1
            if progress is not None and written % TELL_EVERY == 0:
                progress(written)
        book.filter(len(names), written + 1)
    return written
