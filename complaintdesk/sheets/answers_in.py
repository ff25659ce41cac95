# SPDX-License-Identifier: Apache-2.0
"""Standard answers (答客问) from a workbook: 问题, 答案, 关键词, 分类 in any order, found by their heads."""

from __future__ import annotations

from pathlib import Path

from complaintdesk.desk.answers import AnswerDraft
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.texts import LINE_LIMIT, TEXT_LIMIT, fold
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.sheets.short_lists import ShortList, read_short_list, refuse_long

HEADS = {
    "question": ("问题", "提问", "咨询问题", "问", "question"),
    "answer": ("答案", "回答", "答复", "标准答案", "答", "answer"),
    "keywords": ("关键词", "关键字", "keywords", "found by"),
    "category": ("分类", "类别", "category"),
}


def read_answers(path: Path, procedure: Procedure) -> ShortList[AnswerDraft]:
    """The answers of a list; raises ImportRefused for one without the two columns, EnvironmentProblem of the disk."""

    def draft(given: dict[str, str]) -> AnswerDraft:
        for name in ("question", "answer"):
            if not fold(given[name]):
                raise UserError(QT_TRANSLATE_NOOP("errors", "Question or answer is empty."))
            refuse_long(given[name], TEXT_LIMIT)
        keywords = given.get("keywords", "")
        refuse_long(keywords, LINE_LIMIT)
        named = given.get("category", "")
        category = procedure.category_named(named).id if fold(named) else ""
        return AnswerDraft(given["question"], given["answer"], keywords, category)

    return read_short_list(path, HEADS, ("question", "answer"), draft)
