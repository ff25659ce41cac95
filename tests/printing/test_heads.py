# SPDX-License-Identifier: Apache-2.0
"""What an office puts into the head of its own form: each sheet has its own record's, and no part what it may not."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pypdf
import pytest

from complaintdesk.printing import form_files
from complaintdesk.printing.form_text import text_of
from complaintdesk.printing.forms import Mode, Paper, render, render_batch
from complaintdesk.printing.papers import Placing, PrintMode, paper_named
from tests.printing.papers import OFFICE, PRINTED_AT, ZONE, a_case, an_order, printed, read_by_pypdf
from tests.printing.test_papers import where

PHONE = "13812345678"


def own_office(**changes: Any) -> dict[str, Any]:
    """How an office prints whose slip has another head."""
    text = text_of(replace(form_files.shipped("work_order"), **changes))
    office = replace(OFFICE, own_forms=(("work_order", text),))
    return {"office": office, "printed_by": "王敏", "printed_at": PRINTED_AT, "zone": ZONE}


def pages(paper: Paper) -> list[str]:
    return [page.replace(" ", "") for page in read_by_pypdf(paper.pdf)]


def test_each_slip_of_a_batch_has_its_own_place_over_its_title():
    slips = [(an_order(number=f"WX2026-00065{n}", case=a_case(place=f"{n}栋101", content="漏水")), 1) for n in range(3)]
    found = pages(render_batch("work_order", slips, **own_office(above="{office.name} {case.place}")))
    for at, page in enumerate(found):
        assert [page.count(f"{n}栋101") for n in range(3)] == [2 * (n == at // 4) for n in range(3)]


@pytest.mark.parametrize(
    "head",
    [
        {"left": ("电话 {case.caller_phone}",)},
        {"right": ("№ {work_order.number}", "{case.caller_phone}")},
        {"above": "{office.name} {case.caller_phone}"},
    ],
)
def test_a_part_without_the_phone_has_none_in_its_head_either(head):
    """R-WO-02: finance's part leaves the phone blank, wherever the office puts it."""
    owner, finance, desk, engineering = pages(render("work_order", an_order(), **own_office(**head)))
    assert [page.count(PHONE) for page in (owner, desk, engineering)] == [2, 2, 2]
    assert PHONE not in finance
    assert all("WX2026-000656" in page for page in (owner, finance, desk, engineering))


@pytest.mark.parametrize("mode", [PrintMode.CARBON, PrintMode.OVERPRINT])
def test_one_strike_has_no_phone_in_its_head(mode):
    own = own_office(right=("№ {work_order.number}", "{case.caller_phone}"))
    (page,) = pages(render("work_order", an_order(), placing=Placing(mode=mode), **own))
    assert PHONE not in page
    assert "WX2026-000656" in page


def test_the_head_of_a_part_that_goes_out_does_not_tell_who_complained_in_confidence():
    own = own_office(left=("{case.caller}",))
    found = pages(render("work_order", an_order(case=a_case(confidential=True)), **own))
    assert [page.count("张建国") for page in found] == [0, 0, 2, 0]


def sizes(pdf: bytes, wanted: str) -> list[float]:
    """In which type sizes the pieces of a text stand on the first page, piece after piece."""
    found: list[tuple[str, float]] = []

    def look(text: str, _moved: object, _at: object, _font: object, size: float) -> None:
        found.append((text.strip(), size))

    pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text(visitor_text=look)
    pieces = [(text, size) for text, size in found if text and text in wanted]
    assert "".join(text for text, _size in pieces) == wanted
    return [size for _text, size in pieces]


@pytest.mark.parametrize("paper", ["A5 landscape", "241x140", "241x93", "roll 80"])
def test_the_offices_name_takes_further_lines_before_it_gets_too_small(paper):
    """An office's name may have 60 characters."""
    least = []
    for length in (12, 24, 40, 60):
        name = ("杭州湾上虞经济技术开发区阳光花园第一物业服务中心" * 3)[:length]
        office = replace(OFFICE, name=name)
        drawn = printed("work_order", an_order(), office=office, placing=Placing(paper_named(paper), PrintMode.CARBON))
        assert drawn.pages == 1
        assert drawn.shortfalls == ()
        least += sizes(drawn.pdf, name)
    assert min(least) >= 8


def test_a_blank_slip_has_room_for_its_number_and_who_was_asked_first():
    """To be written in by hand, or printed over it: the words before them keep their distance."""
    blank, slip = (render("work_order", an_order(), mode=mode, **own_office()).pdf for mode in (Mode.BLANK, Mode.FULL))
    assert where(blank, "№")[0] == pytest.approx(where(slip, "№")[0], abs=0.1)
    assert where(blank, "投诉监督电话")[0] > where(blank, "首问")[0] + 13


def test_head_and_foot_are_printed_over_a_form_where_it_has_room_for_them():
    own = own_office(left=("{case.place}",), above="{office.name} {case.caller}")
    (page,) = pages(render("work_order", an_order(), placing=Placing(mode=PrintMode.OVERPRINT), **own))
    for value in ("WX2026-000656", "BX2026-000912", "王敏"):
        assert value in page
    assert page.count("3栋2单元1502") == page.count("张建国") == 2
    assert OFFICE.name not in page


def test_the_foot_of_a_narrow_slip_ends_its_lines_between_two_facts():
    told = render("work_order", an_order(), placing=Placing(paper_named("roll 80"), PrintMode.CARBON), **own_office())
    lines = read_by_pypdf(told.pdf)[0].splitlines()
    assert {"首问：王敏", "投诉监督电话 0571-88880000", "BX2026-000912", "打印 2026-11-21 10:45 王敏"} <= set(lines)


def test_words_before_a_value_name_it_also_where_there_is_none():
    """The commonest thing that is typed into a form in Excel."""
    rows = form_files.shipped("work_order").rows
    at = next(at for at, row in enumerate(rows) if any("case.place" in cell.names for cell in row.cells))
    cells = [
        replace(each, text=f"处所：{each.text}") if "case.place" in each.names else each for each in rows[at].cells
    ]
    own = own_office(rows=(*rows[:at], replace(rows[at], cells=tuple(cells)), *rows[at + 1 :]))
    assert all("处所：" in page for page in pages(render("work_order", **own, mode=Mode.BLANK)))
    assert "处所：3栋" in pages(render("work_order", an_order(case=a_case(place="3栋")), **own))[0]
    nowhere = an_order(case=a_case(place=""))
    assert "处所：" in pages(render("work_order", nowhere, **own))[0]
    (over,) = pages(render("work_order", nowhere, placing=Placing(mode=PrintMode.OVERPRINT), **own))
    assert "处所：" not in over, "the printed form has it"
