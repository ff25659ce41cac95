# SPDX-License-Identifier: Apache-2.0
"""A form on the papers and by the modes that printers of an office have."""

from __future__ import annotations

import io
from typing import Any

import pypdf
import pytest

from complaintdesk.errors import UserError
from complaintdesk.printing import form_files
from complaintdesk.printing.forms import Mode, Paper, render, render_batch, render_slip
from complaintdesk.printing.papers import Placing, PrintMode, paper_named
from complaintdesk.printing.rows import MM
from tests.printing.papers import (
    OFFICE,
    PRINTED_AT,
    ZONE,
    a_case,
    a_finished_order,
    a_material,
    an_order,
    printed,
    read_by_pypdf,
)

BY: dict[str, Any] = {"office": OFFICE, "printed_by": "王敏", "printed_at": PRINTED_AT, "zone": ZONE}


def slip(paper: str = "A5 landscape", mode: PrintMode = PrintMode.PARTS, **more: object) -> bytes:
    given = BY | {"placing": Placing(paper_named(paper), mode)} | more
    return render_slip(a_finished_order(), **given).pdf


def millimetres(pdf: bytes) -> set[tuple[int, int]]:
    """The sizes of a file's pages."""
    boxes = [page.mediabox for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    return {(round(float(box[2]) / MM), round(float(box[3]) / MM)) for box in boxes}


def where(pdf: bytes, wanted: str) -> tuple[float, float]:
    """Where a text begins on the first page, in mm from its lower left."""
    found = [(x, y) for text, x, y in runs(pypdf.PdfReader(io.BytesIO(pdf)).pages[0]) if wanted in text]
    assert found, f"{wanted} is not on the page"
    return found[0]


def runs(page: pypdf.PageObject) -> list[tuple[str, float, float]]:
    """Each run of text on a page with where it begins, in mm from the page's lower left."""
    found: list[tuple[str, float, float]] = []

    def look(text: str, moved: list[float], at: list[float], _font: object, _size: object) -> None:
        found.append((text, (moved[4] + at[4]) / MM, (moved[5] + at[5]) / MM))

    page.extract_text(visitor_text=look)
    return found


@pytest.mark.parametrize(
    ("paper", "size"),
    [
        ("A5 landscape", (210, 148)),
        ("A5", (210, 148)),  # the sheet is the same, however it is put into the printer
        ("241x140", (241, 140)),
        ("241x93", (241, 93)),
        ("A4", (210, 297)),  # its upper half
        ("241x280", (241, 280)),
        ("A3", (297, 420)),
    ],
)
def test_a_slip_comes_out_on_the_paper_there_is_each_part_on_one_sheet(paper, size):
    pdf = slip(paper)
    assert millimetres(pdf) == {size}
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) == 4


@pytest.mark.parametrize("paper", ["241x140", "241x93", "241x280", "241.3x139.7", "241.3x279.4"])
def test_nothing_stands_on_the_strips_of_continuous_paper(paper):
    pages = pypdf.PdfReader(io.BytesIO(slip(paper))).pages
    for page in pages:
        assert min(at for text, at, _ in runs(page) if text.strip()) >= 12.7


def test_a_rolls_sheet_is_as_long_as_the_slip_is():
    (short,) = millimetres(slip("roll 80", PrintMode.CARBON))
    more = an_order(case=a_case(content="水管漏水，" * 60))
    (long,) = millimetres(render_slip(more, **BY, placing=Placing(paper_named("roll 80"), PrintMode.CARBON)).pdf)
    assert short[0] == long[0] == 80
    assert 150 < short[1] < 240
    assert long[1] > short[1] + 60


def test_a_slip_from_a_roll_asks_what_every_slip_asks():
    """R-WO-05, R-WO-06, R-WO-10: arrival, each material with its amount, and how the client rates all three."""
    (page,) = read_by_pypdf(slip("roll 80", PrintMode.CARBON))
    words = page.replace(" ", "")
    for wanted in ("到场", "下水软管Φ40×60cm", "1根", "45.00", "生料带20m", "8.00", "53.00", "30.00", "捌拾叁元整"):
        assert wanted in words
    assert [words.count(each) for each in ("质量", "态度", "及时", "基本满意")] == [1, 1, 1, 3]


def test_a_third_of_a_sheet_has_the_clients_consent():
    """R-WO-07: a paid job's slip notes that the client consents to the price."""
    (page,) = read_by_pypdf(slip("241x93", PrintMode.CARBON))
    assert "业主同意" in page


def test_a_form_is_refused_on_paper_that_is_too_small_for_it():
    with pytest.raises(UserError) as told:
        form_files.shipped("register").on(paper_named("A5"))
    assert told.value.values["paper"] == "A5"
    with pytest.raises(UserError):
        form_files.shipped("register").on(paper_named("roll 80"))


def test_one_strike_is_one_sheet_and_shows_what_every_part_may():
    """R-WO-02: finance's part has no phone, so the paper that is struck through to it has none."""
    (page,) = read_by_pypdf(slip("241x140", PrintMode.CARBON))
    assert "13812345678" not in page.replace(" ", "")
    assert "厨房洗菜盆下水管漏水" in page
    assert "第一联" not in page


def test_overprint_gives_the_values_alone_and_where_they_stand_in_print():
    full, values = slip("241x140", PrintMode.CARBON), slip("241x140", PrintMode.OVERPRINT)
    (page,) = read_by_pypdf(values)
    assert "报修人" not in page
    assert "维修单" not in page
    assert OFFICE.name not in page
    for value in ("张建国", "3栋2单元1502", "WX2026-000656", "捌拾叁元整"):
        assert value in page
        if not value.startswith("WX"):  # in print it stands behind its №
            assert where(values, value) == pytest.approx(where(full, value), abs=0.2)


def over(**changes: Any) -> Paper:
    """The values of a slip for a form printed before."""
    return render_slip(
        a_finished_order(**changes), **BY, placing=Placing(paper_named("A5 landscape"), PrintMode.OVERPRINT)
    )


@pytest.mark.parametrize(
    "content", ["漏水", "厨房洗菜盆下水管漏水，已流到橱柜。" * 5, "厨房洗菜盆下水管漏水，已流到橱柜。" * 9]
)
def test_what_is_printed_over_keeps_its_place_however_long_another_text_is(content):
    paper = over(case=a_case(content=content))
    assert paper.shortfalls == ()
    assert where(paper.pdf, "李志强")[1] == pytest.approx(where(over().pdf, "李志强")[1], abs=0.01)
    assert where(paper.pdf, "捌拾叁元整")[1] == pytest.approx(where(over().pdf, "捌拾叁元整")[1], abs=0.01)


def test_what_the_printed_form_has_no_row_for_is_told():
    paper = over(void_reason="重复开单")
    assert [shortfall.names for shortfall in paper.shortfalls] == [("work_order.void_reason",)]
    assert "重复开单" not in read_by_pypdf(paper.pdf)[0]


def test_a_text_too_long_for_the_printed_form_is_told():
    paper = over(case=a_case(content="厨房洗菜盆下水管漏水，已流到橱柜。" * 80))
    assert any("case.content" in shortfall.names for shortfall in paper.shortfalls)


def test_materials_beyond_the_printed_forms_rows_go_onto_another_of_it():
    materials = tuple(a_material(f"材料{number}") for number in range(7))
    pages = read_by_pypdf(over(materials=materials).pdf)
    assert len(pages) == 2
    assert [f"材料{number}" in pages[number // 4] for number in range(7)] == [True] * 7


def test_a_print_is_moved_by_millimetres_to_the_right_and_down():
    moved = Placing(None, PrintMode.CARBON, dx=2.5, dy=-1.5)
    x, y = where(slip(mode=PrintMode.CARBON), "张建国")
    to_x, to_y = where(slip(placing=moved), "张建国")
    assert to_x - x == pytest.approx(2.5, abs=0.05)
    assert to_y - y == pytest.approx(1.5, abs=0.05)


def test_a_batch_is_each_records_sheets_one_after_the_other():
    orders = [an_order(number=f"WX2026-00065{n}", case=a_case(caller_name=f"住户{n}")) for n in range(3)]
    paper = render_batch("work_order", [(order, n + 1) for n, order in enumerate(orders)], **BY)
    pages = read_by_pypdf(paper.pdf)
    assert paper.pages == len(pages) == 12
    for index, page in enumerate(pages):
        assert f"住户{index // 4}" in page
        assert f"WX2026-00065{index // 4}" in page
        assert ("补打" in page) == (index >= 4)


def test_copies_come_set_after_set_whatever_the_form_is_filled_with():
    for record, mode in ((an_order(), Mode.FULL), ((), Mode.BLANK), ((), Mode.SAMPLE)):
        pages = read_by_pypdf(render("work_order", record, **BY, mode=mode, copies=2).pdf)
        assert len(pages) == 8
        assert pages[:4] == pages[4:]
    assert len(read_by_pypdf(render("register", [a_case()], **BY, copies=3).pdf)) == 3


def test_a_batch_of_one_says_what_a_single_print_says():
    single = read_by_pypdf(render_slip(a_finished_order(), **BY).pdf)
    assert read_by_pypdf(render_batch("work_order", [(a_finished_order(), 1)], **BY).pdf) == single


def test_an_empty_batch_is_refused():
    with pytest.raises(UserError):
        render_batch("work_order", [], **BY)


@pytest.mark.parametrize("name", ["", "A7", "80", "roll", "241", "10x20", "A4 lanscape"])
def test_what_is_no_paper_is_refused(name):
    with pytest.raises(UserError):
        paper_named(name)


@pytest.mark.parametrize("name", ["A3", "A4", "A4 landscape", "A5", "241x140", "roll 80", "210x99"])
def test_a_paper_is_called_what_it_was_named(name):
    assert paper_named(name).name == name


def test_rows_to_write_materials_in_give_way_before_a_second_sheet():
    """With every line on it the slip fits 241×140: two of its four rows are left, and on A5 all of them."""

    def rows(paper: str) -> int:
        sheet = printed("work_order", mode=Mode.SAMPLE, placing=Placing(paper_named(paper), PrintMode.CARBON))
        (page,) = read_by_pypdf(sheet.pdf)
        return page.count("管理处")

    assert rows("A5 landscape") == 4
    assert rows("241x140") == 2
    assert read_by_pypdf(slip("241x140"))[0].count("管理处") == 4
