# SPDX-License-Identifier: Apache-2.0
"""The words that a form's workbook is written in and read by: names of sheets, rows and columns, papers, tick boxes."""

from __future__ import annotations

import re
from enum import StrEnum

from complaintdesk import fields
from complaintdesk.formats import words as words_of_value
from complaintdesk.printing import form_files
from complaintdesk.printing.papers import LANDSCAPE, ROLL, PaperSize
from complaintdesk.printing.templates import CellKind

CHINESE = "zh_CN"  # a form is Chinese, and so is its workbook, whatever the screen speaks
FORM_SHEET, FIELD_SHEET, HELP_SHEET = "表单", "字段", "说明"
YES, NO = "是", "否"
BOX, COUNTER, SIGN = "□", "{序号}", "{签字}"
LIST_MARK = "、"
LAYOUT_HEADS = ("版面", "纸张", "上边距", "右边距", "下边距", "左边距", "字号", "标签字号", "压在一页")
PART_HEADS = ("联", "名称", "脚注", "留空的字段", "留在本处")
FORM_ID, BOOK_ID, RECORD, CONFIDENTIAL = "表单编号", "规程表名", "取自记录", "保密时外联留空"
VERSION = "改自版本"  # of the office's own versions; 0 is the shipped form


class RowKind(StrEnum):
    """What a row of the grid is, as its column says."""

    ABOVE = "页眉中"
    TITLE = "标题"
    LEFT = "页眉左"
    RIGHT = "页眉右"
    BARCODE = "条码"
    GRID = "格"
    HEAD = "表头"
    TABLE = "表行"
    FOOT_LEFT = "页脚左"
    FOOT_RIGHT = "页脚右"


class Beside(StrEnum):
    """The labelled columns right of the grid: what it can't show."""

    KIND = "行"
    GROW = "可增高"
    STRETCH = "余高份额"
    ONLY_WITH = "有此项才印"
    ITEMS = "表列什么"
    ROWS = "至少行数"
    FILL = "空表填满"
    NONE = "无内容时印"
    END = "末行之后印"
    RED_WITH = "有此项则红字"
    HEIGHT = "原行高毫米"


def listed(text: str) -> tuple[str, ...]:
    """What a cell lists, divided by 、 or by commas."""
    return tuple(each for part in re.split("[、，,]", text) if (each := part.strip()))


def paper_words(paper: PaperSize) -> str:
    """What a paper is called in Chinese: A5 横, 241×140, 卷纸 80."""
    return paper.name.replace(LANDSCAPE, "横").replace(ROLL, "卷纸").replace("x", "×")


def boxes(form_id: str, name: str) -> dict[str, str]:
    """The words beside tick boxes by which the values of a field are known: words → value.

    Those that the shipped form has for it go before those that lists call the values by; what means two values there
    is left out: it has to be said with each box.
    """
    known: dict[str, set[str]] = {}
    form = form_files.shipped(form_id)
    for layout in (form, *form.layouts):
        for row in layout.rows:
            for cell in row.cells:
                if cell.kind is CellKind.TICKS and cell.names == {name}:
                    for term, words in cell.ticks:
                        known.setdefault(words, set()).add(term)
    sample = fields.find(name).sample
    for term in fields.terms_of(name):
        value = term == "yes" if isinstance(sample, bool) else type(sample)(term)  # type: ignore[call-arg]
        known.setdefault(words_of_value(value, CHINESE), {term})
    return {words: terms.pop() for words, terms in known.items() if len(terms) == 1}


def field_label(name: str) -> str:
    """What the field is called in Chinese."""
    return fields.label(name, CHINESE)
