# SPDX-License-Identifier: Apache-2.0
"""Registers of calls, call-backs, a week and a month's slips over pages; surveys."""

from __future__ import annotations

import ctypes
from dataclasses import replace
from typing import Any

import pypdfium2
import pytest
from pypdfium2 import raw

from complaintdesk.desk.survey_sheets import OPINION, SATISFACTION, questions_of
from complaintdesk.domain.terms import BindingState
from complaintdesk.printing.forms import Mode
from complaintdesk.printing.papers import Placing, PrintMode
from tests.printing.list_papers import (
    a_binding_sheet,
    a_bound_slip,
    a_call,
    a_call_back,
    a_call_register,
    a_follow_up_register,
    a_handling,
    a_weekly_line,
    a_weekly_record,
)
from tests.printing.papers import printed, read_by_pypdf

NUMBERS = [f"{number:06}" for number in range(1, 61)]
CALLS = tuple(a_call(number=f"BX2026-{each}", orders=()) for each in NUMBERS)
CALL_BACKS = tuple(a_call_back(orders=(f"WX2026-{each}",)) for each in NUMBERS)
WEEK = tuple(a_weekly_line(number=f"TS2026-{each}") for each in NUMBERS)
PLAIN, OVER = Placing(), Placing(mode=PrintMode.OVERPRINT)
SLIPS = tuple(a_bound_slip(int(each)) for each in NUMBERS)
LONG = [
    ("call_record", a_call_register(calls=CALLS), "主管审阅", "BX2026-"),
    ("follow_up_register", a_follow_up_register(call_backs=CALL_BACKS), "客服主管审核意见", "WX2026-"),
    ("weekly_record", a_weekly_record(complaints=WEEK), "部门负责人", "TS2026-"),
    ("binding_list", a_binding_sheet(slips=SLIPS), "装订人", "WX2026-"),
]


def words(form: str, record: Any = None, mode: Mode = Mode.FULL) -> str:
    return "".join("".join(read_by_pypdf(printed(form, record, mode).pdf)).split())


@pytest.mark.parametrize(("form", "record", "signed", "series"), LONG)
def test_a_register_has_its_head_on_every_page_and_the_last_is_signed(form, record, signed, series):
    """R-WO-04, R-CB-07: each number stands there once."""
    paper = printed(form, record)
    pages = ["".join(page.split()) for page in read_by_pypdf(paper.pdf)]
    assert len(pages) == paper.pages > 1
    for number, page in enumerate(pages, 1):
        assert f"第{number}页共{len(pages)}页" in page
        assert page.count("序号") == 1
        assert (signed in page) == (number == len(pages))
    text = "".join(pages)
    assert [each for each in NUMBERS if text.count(f"{series}{each}") != 1] == []


def test_a_missing_slip_stands_with_who_had_it_last_and_the_sums_make_the_month():
    """R-WO-04."""
    missing = a_bound_slip(659, BindingState.MISSING, holder="李志强", reason="交接时遗失", parts=())
    text = words("binding_list", a_binding_sheet(slips=(*SLIPS, missing)))
    assert "WX2026-00065911-2110:453栋2单元1502缺失李志强交接时遗失" in text
    assert "6160001" in text, "61 numbers: 60 back, none out, none void, 1 missing"


def red_words(pdf: bytes) -> str:
    """What stands in red on a paper, in the order in which it is drawn."""
    reading = pypdfium2.PdfDocument(pdf)
    red = []
    for page in reading:
        words_on = page.get_textpage()
        for drawn in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            parts = [ctypes.c_uint() for _ in range(4)]
            assert raw.FPDFPageObj_GetFillColor(drawn, *parts)
            if parts[0].value > parts[1].value:
                left, bottom, right, top = drawn.get_bounds()
                red.append(words_on.get_text_bounded(left, bottom, right, top))
    return "".join("".join(red).split())


@pytest.mark.parametrize("placing", [PLAIN, OVER])
def test_a_missing_slip_stands_there_in_red_and_no_other(placing):
    """R-WO-04."""
    missing = a_bound_slip(659, BindingState.MISSING, holder="李志强", reason="交接时遗失", parts=())
    sheet = a_binding_sheet(slips=(a_bound_slip(658), missing, a_bound_slip(660)))
    found = red_words(printed("binding_list", sheet, placing=placing).pdf)
    assert [each for each in ("WX2026-000659", "缺失", "李志强", "交接时遗失") if each not in found] == []
    assert [each for each in ("000658", "000660", "王敏", "装订人") if each in found] == []
    assert red_words(printed("binding_list", replace(sheet, slips=SLIPS[:3]), placing=placing).pdf) == ""


def test_the_week_does_not_tell_its_department_who_complained_in_confidence():
    """客户保密."""
    text = words("weekly_record", a_weekly_record(complaints=(a_weekly_line(confidential=True),)))
    assert "保密" in text
    assert "张建国" not in text
    assert "1502" not in text


@pytest.mark.parametrize("survey", [OPINION, SATISFACTION])
def test_a_blank_survey_asks_all_its_questions(survey):
    """R-CB-11."""
    text = words(survey, mode=Mode.BLANK)
    assert [each.question for each in questions_of(survey) if "".join(each.question.split()) not in text] == []
    assert "业主签字" in text


def test_the_sheet_of_a_round_names_the_one_before_and_the_one_after():
    text = words("case_sheet", a_handling())
    for label, number in (("原表编号", "TS2026-000098"), ("新表编号", "TS2026-000123-2")):
        assert label in text
        assert number in text
