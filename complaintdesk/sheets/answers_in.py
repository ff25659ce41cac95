# SPDX-License-Identifier: Apache-2.0
"""Standard answers (答客问) from a workbook: 问题, 答案, 关键词, 分类 in any order, found by their heads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from complaintdesk.desk.answers import AnswerDraft
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.texts import LINE_LIMIT, TEXT_LIMIT, fold
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.sheets.border import ImportRefused
from complaintdesk.sheets.reading import Cell, Sheet, read_book

HEAD_ROWS = 10  # the head stands in one of the first
_HEADS = {
    "question": ("问题", "提问", "咨询问题", "问", "question"),
    "answer": ("答案", "回答", "答复", "标准答案", "答", "answer"),
    "keywords": ("关键词", "关键字", "keywords", "found by"),
    "category": ("分类", "类别", "category"),
}
_NAMES = {fold(word): name for name, words in _HEADS.items() for word in words}


@dataclass(frozen=True)
class Refused:
    """A row that is not taken in, as numbered in its sheet, and why."""

    row: int
    problem: UserError


@dataclass(frozen=True)
class AnswerList:
    """What a list gives: the answers to take in, and the rows that can't be."""

    drafts: tuple[AnswerDraft, ...]
    refused: tuple[Refused, ...]


def read_answers(path: Path, procedure: Procedure) -> AnswerList:
    """The answers of a list; raises ImportRefused for one without the two columns, EnvironmentProblem of the disk."""
    for sheet in read_book(path):
        found = _head_of(sheet)
        if found is not None:
            return _read(sheet, *found, procedure)
    text = QT_TRANSLATE_NOOP("errors", "This list has no columns “问题” and “答案”: name them so in its first row.")
    raise ImportRefused(text)


def _head_of(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """The row of the head, from 0, and where each column stands."""
    for at, row in enumerate(sheet.rows[:HEAD_ROWS]):
        columns: dict[str, int] = {}
        for place, cell in enumerate(row):
            name = _NAMES.get(fold(str(cell)))
            if name is not None:
                columns.setdefault(name, place)
        if {"question", "answer"} <= columns.keys():
            return at, columns
    return None


def _read(sheet: Sheet, head: int, columns: dict[str, int], procedure: Procedure) -> AnswerList:
    drafts, refused = [], []
    for at, row in enumerate(sheet.rows[head + 1 :], head + 2):
        given = {name: _text(row, place) for name, place in columns.items()}
        if not any(given.values()):
            continue
        try:
            drafts.append(_draft(given, procedure))
        except UserError as problem:
            refused.append(Refused(at, problem))
    return AnswerList(tuple(drafts), tuple(refused))


def _draft(given: dict[str, str], procedure: Procedure) -> AnswerDraft:
    for name in ("question", "answer"):
        if not fold(given[name]):
            raise UserError(QT_TRANSLATE_NOOP("errors", "Question or answer is empty."))
        _refuse_long(given[name], TEXT_LIMIT)
    keywords = given.get("keywords", "")
    _refuse_long(keywords, LINE_LIMIT)
    named = given.get("category", "")
    category = procedure.category_named(named).id if fold(named) else ""
    return AnswerDraft(given["question"], given["answer"], keywords, category)


def _refuse_long(text: str, limit: int) -> None:
    if len(text) > limit:
        words = QT_TRANSLATE_NOOP("errors", "This text has {count} characters; there is room for {limit}.")
        raise UserError(words, count=len(text), limit=limit)


def _text(row: Sequence[Cell], place: int) -> str:
    return str(row[place]) if place < len(row) else ""
