# SPDX-License-Identifier: Apache-2.0
"""The register (投诉意见登记表) of a day: every case a row, over pages, signed at its end (R-REG-12)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from complaintdesk import labels
from complaintdesk.desk.records import CaseRecord
from complaintdesk.domain import terms
from complaintdesk.printing import heads
from complaintdesk.printing import paper as pages_of_paper
from complaintdesk.printing.forms import Mode, Paper, render_register
from tests.printing.papers import OFFICE, PRINTED_AT, ZONE, a_case, at, printed, read_by_poppler, read_by_pypdf

DAY = date(2026, 11, 21)


def register(*cases: CaseRecord, from_on: date = DAY, to_on: date = DAY, copy_no: int = 1) -> Paper:
    return render_register(
        from_on, to_on, cases, office=OFFICE, printed_by="王敏", printed_at=PRINTED_AT, zone=ZONE, copy_no=copy_no
    )


def numbered(count: int, **changes: object) -> list[CaseRecord]:
    return [a_case(number=f"BX2026-{number:06d}", **changes) for number in range(1, count + 1)]


def page_of(number: int, count: int) -> str:
    return labels.translate("paper", pages_of_paper.PAGE, "zh_CN").format(page=number, pages=count)


def test_a_row_tells_the_case_from_call_to_outcome(reader, tmp_path):
    case = a_case(handled_at=at(16, 10), outcome="已换软管", state=terms.CaseState.HANDLED)
    for text in (
        read_by_pypdf(register(case).pdf)[0],
        read_by_poppler(register(case).pdf, reader("pdftotext"), tmp_path)[0],
    ):
        packed = "".join(text.split())
        for words in (
            "BX2026-000912",
            "来电",
            "报修",
            "张建国",
            "3栋2单元1502",
            "13812345678",
            "王敏",
            "WX2026-000656",
            "已换软管",
        ):
            assert words in packed
        assert "2026年11月21日" in packed
        assert "16:10" in packed


def test_the_head_is_on_every_page_each_is_numbered_and_the_last_is_signed():
    cases = numbered(40)
    paper = register(*cases)
    pages = read_by_pypdf(paper.pdf)
    assert len(pages) == paper.pages > 1
    for number, page in enumerate(pages, 1):
        assert page_of(number, len(pages)) in page
        assert "投诉意见登记表" in page
        assert page.count("联系电话") == 1
        assert ("当日审阅（主管）" in page) == (number == len(pages))
        assert ("（以下空白）" in page) == (number == len(pages))
    text = "".join(pages)
    assert [case.number for case in cases if text.count(case.number) != 1] == []


def test_rows_are_counted_and_kinds_are_summed():
    text = "".join(read_by_pypdf(register(*numbered(3), *numbered(2, kind=terms.CaseKind.COMPLAINT)).pdf))
    assert "共 5 件" in text
    assert "投诉 2" in text
    assert "报修 3" in text


def test_a_day_without_a_call_is_signed_as_well():
    text = read_by_pypdf(register().pdf)[0]
    assert "本日无登记" in text
    assert "当日审阅（主管）" in text
    assert "共 0 件" in text


def test_several_days_are_named_from_to():
    text = read_by_pypdf(register(a_case(), from_on=date(2026, 11, 1), to_on=date(2026, 11, 30)).pdf)[0]
    assert "2026年11月1日 – 2026年11月30日" in text


def test_a_void_case_keeps_its_row_and_says_why():
    void = a_case(state=terms.CaseState.VOID, void_reason="重复登记")
    text = "".join(read_by_pypdf(register(void).pdf)[0].split())
    assert "BX2026-000912" in text
    assert "重复登记" in text


def test_someone_anonymous_and_what_was_not_told_show():
    case = a_case(anonymous=True, caller_name="", caller_phone="", gaps=("caller_phone",))
    text = "".join(read_by_pypdf(register(case).pdf)[0].split())
    assert labels.translate("fields", "Anonymous", "zh_CN") in text
    assert labels.translate("fields", "Phone", "zh_CN") in text


@pytest.mark.parametrize(("count", "end"), [(500, "水管漏水"), (150, "\n")])
def test_a_row_longer_than_a_page_goes_on_over_pages_and_the_next_follows(count, end):
    marks = [f"【{number:04d}】" for number in range(count)]
    pages = read_by_pypdf(register(a_case(content=end.join(marks)), a_case(number="BX2026-000913")).pdf)
    assert len(pages) > 1
    assert all(page.count("联系电话") == 1 for page in pages)
    text = "".join("".join(pages).split())
    assert [mark for mark in marks if text.count(mark) != 1] == []
    assert text.index(marks[-1]) < text.index("BX2026-000913")


def test_numbers_and_phones_are_not_broken():
    text = read_by_pypdf(register(a_case()).pdf)[0]
    for whole in ("BX2026-000912", "WX2026-000656", "138 1234 5678"):
        assert whole in text


def test_a_blank_register_fills_one_page_with_rows():
    paper = printed("register", mode=Mode.BLANK)
    assert paper.pages == 1
    text = read_by_pypdf(paper.pdf)[0]
    assert "本日无登记" not in text
    assert "共件" in "".join(text.split()), "room for how many they are, to be written in"
    assert "当日审阅（主管）" in text


def test_a_register_printed_again_says_so():
    assert (
        labels.translate("paper", heads.REPRINT, "zh_CN").format(count=1)
        in read_by_pypdf(register(a_case(), copy_no=2).pdf)[0]
    )


def test_an_old_registers_row_shows_its_old_number():
    old = replace(a_case(), number="", old_number="2019-0318", origin=terms.Origin.HISTORY)
    assert "2019-0318" in read_by_pypdf(register(old).pdf)[0]


def test_the_offices_own_fields_stand_below_what_happened():
    own = (("责任范围", "公共区域"), ("楼层", "15"))
    paper = register(a_case(own_fields=own), a_case(number="BX2026-000913"))
    text = "".join("".join(read_by_pypdf(paper.pdf)).split())
    assert text.count("责任范围：公共区域") == 1
    assert text.count("楼层：15") == 1
    assert paper.shortfalls == ()
