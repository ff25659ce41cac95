# SPDX-License-Identifier: Apache-2.0
"""The standard answers (答客问) as a workbook, in the columns in which they are read in again."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from complaintdesk.desk.answers import AnswerRecord
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.labels import translate
from complaintdesk.sheets.writing import Look, new_book

TITLE = QT_TRANSLATE_NOOP("sheets", "Standard answers")
HEADS = {
    "question": (QT_TRANSLATE_NOOP("sheets", "Question"), 40),
    "answer": (QT_TRANSLATE_NOOP("sheets", "Answer"), 70),
    "keywords": (QT_TRANSLATE_NOOP("sheets", "Keywords"), 24),
    "category": (QT_TRANSLATE_NOOP("sheets", "Category"), 18),
}


def write_answers(path: Path, records: Iterable[AnswerRecord], *, office_name: str) -> int:
    """How many answers were written; raises EnvironmentProblem when the disk refuses, the file is then as it was."""
    title = translate("sheets", TITLE)
    count = 0
    with new_book(path) as book:
        book.sheet(title, [width for _head, width in HEADS.values()], caption=f"{office_name}  {title}")
        book.row([translate("sheets", head) for head, _width in HEADS.values()], Look.HEAD)
        for record in records:
            values = [record.question, record.answer, record.keywords, record.category_name]
            book.row(values, name=record.question[:40])
            count += 1
        book.filter(len(HEADS), count + 1)
    return count
