# SPDX-License-Identifier: Apache-2.0
"""The standard answers (答客问) as a workbook, in the columns in which they are read in again."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from complaintdesk.desk.answers import AnswerRecord
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.sheets.tables_out import TableOut, write_tables

TITLE = QT_TRANSLATE_NOOP("sheets", "Standard answers")
HEADS = (
    (QT_TRANSLATE_NOOP("sheets", "Question"), 40),
    (QT_TRANSLATE_NOOP("sheets", "Answer"), 70),
    (QT_TRANSLATE_NOOP("sheets", "Keywords"), 24),
    (QT_TRANSLATE_NOOP("sheets", "Category"), 18),
)


def write_answers(path: Path, records: Iterable[AnswerRecord], *, office_name: str) -> int:
    """How many answers were written; raises EnvironmentProblem when the disk refuses, the file is then as it was."""
    rows = ([each.question, each.answer, each.keywords, each.category_name] for each in records)
    return write_tables(path, [TableOut(TITLE, HEADS, rows)], office_name=office_name)
