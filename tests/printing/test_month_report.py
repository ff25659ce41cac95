# SPDX-License-Identifier: Apache-2.0
"""The month's report on paper: its width is used, its logo stands in its corner, no character is lost."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pypdf
import pytest
from PIL import Image, ImageOps

from complaintdesk.desk import cases
from complaintdesk.desk.office import Office
from complaintdesk.desk.statistics import By, MonthFigures, month_figures
from complaintdesk.domain.terms import CaseKind
from complaintdesk.printing.chart_drawing import PAPER, as_pdf
from complaintdesk.printing.charts import Chart, Series
from complaintdesk.printing.forms import Paper
from complaintdesk.printing.month_report import FOOT, MARGIN, WIDTH, render_month
from complaintdesk.printing.month_tables import cell_words, tables
from complaintdesk.printing.pages import page_images
from complaintdesk.printing.papers import Placing
from complaintdesk.printing.recovery_sheet import render_recovery_sheet
from complaintdesk.printing.rows import LANGUAGE
from tests.builders import a_case, a_repair, a_returned_slip
from tests.printing.test_logo import a_logo, red_box
from tests.printing.test_papers import runs

RARE = "𠮷"  # beyond the bundled faces; where no face of the machine has it either, its number stands there


@pytest.fixture
def figures(office: Office) -> MonthFigures:
    """A month with repairs of several categories and complaints, one of them of an upper category alone."""
    for category in ("facility_repair", "plumbing", "wiring", "lift"):
        a_returned_slip(office, a_repair(office, category=category).id)
    office.do(cases.handle, a_case(office).id, "已处理")
    a_case(office, CaseKind.COMPLAINT, category="safety")
    a_case(office, CaseKind.COMPLAINT, category="noise")
    now = office.now()
    local = now.astimezone(office.zone)
    return office.ask(month_figures, local.year, local.month, now, office.books)


def paper(office: Office, figures: MonthFigures, **changes: Any) -> Paper:
    record = replace(office.record, **changes)
    return render_month(figures, office=record, printed_by="王敏", printed_at=office.now(), zone=office.zone)


def text_of(pdf: bytes) -> str:
    return "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_every_page_is_moved_as_its_printer_wants_it(office: Office, figures: MonthFigures) -> None:
    facts: dict[str, Any] = {
        "office": office.record,
        "printed_by": "王敏",
        "printed_at": office.now(),
        "zone": office.zone,
    }
    moved = render_month(figures, placing=Placing(dx=4, dy=2.5), **facts)
    was = pypdf.PdfReader(io.BytesIO(render_month(figures, **facts).pdf)).pages
    for page, before in zip(pypdf.PdfReader(io.BytesIO(moved.pdf)).pages, was, strict=True):
        assert_moved(before, page, 4, 2.5)


def test_the_recovery_sheet_is_moved_as_its_printer_wants_it() -> None:
    was, moved = (
        render_recovery_sheet("阳光花园", "ABCD-EFGH", date(2026, 11, 1), placing).pdf
        for placing in (Placing(), Placing(dx=-1, dy=3))
    )
    assert_moved(pypdf.PdfReader(io.BytesIO(was)).pages[0], pypdf.PdfReader(io.BytesIO(moved)).pages[0], -1, 3)


def assert_moved(before: pypdf.PageObject, page: pypdf.PageObject, right: float, down: float) -> None:
    """Every run of text stands so many mm further to the right and down."""
    pairs = [each for each in zip(runs(before), runs(page), strict=True) if each[0][0].strip()]
    assert len(pairs) > 3
    for (text, x, y), (same, to_x, to_y) in pairs:
        assert text == same
        assert (to_x - x, y - to_y) == pytest.approx((right, down), abs=0.05)


def test_every_page_is_written_from_margin_to_margin(office: Office, figures: MonthFigures) -> None:
    pages = page_images(paper(office, figures).pdf, 72)
    assert len(pages) > 2
    for page in pages:
        picture = Image.frombytes("RGB", (page.width, page.height), page.rgb).convert("L")
        above_foot = picture.crop((0, 0, page.width, page.height - round(FOOT) - 12))
        box = ImageOps.invert(above_foot).point(lambda ink: 255 if ink > 40 else 0).getbbox()
        assert box is not None
        assert abs(box[0] - MARGIN) < 3
        assert abs(box[2] - (MARGIN + WIDTH)) < 3


def test_an_undivided_category_says_of_what(office: Office, figures: MonthFigures) -> None:
    text = text_of(paper(office, figures).pdf)
    assert text.count("未细分") == text.count("设施维修·未细分") + text.count("安全管理·未细分")
    assert min(text.count(f"{upper}·未细分") for upper in ("设施维修", "安全管理")) == 3, (
        "by category, by kinds, and what came and went"
    )


def test_every_line_of_every_table_is_on_paper(office: Office, figures: MonthFigures) -> None:
    text = text_of(paper(office, figures).pdf)
    lines = [
        "".join("".join((row.name, *map(cell_words, row.cells))).split())
        for table in tables(figures, LANGUAGE)
        for row in table.rows
    ]
    assert len(lines) > 80
    assert [line for line in lines if line not in text] == []


def test_the_report_carries_the_code_that_the_rule_book_gives_it(office: Office, figures: MonthFigures) -> None:
    coded = text_of(paper(office, figures, codes=(("monthly_analysis", "KF-ZC-31"),)).pdf)
    assert coded.count("KF-ZC-31") == 1
    assert "KF-ZC-31" not in text_of(paper(office, figures, codes=()).pdf)


def test_the_logo_is_at_the_upper_left_of_the_first_page_and_no_word_is_lost_for_it(
    office: Office, figures: MonthFigures
) -> None:
    plain, with_logo = paper(office, figures, logo="").pdf, paper(office, figures, logo=a_logo(400, 300)).pdf
    assert red_box(plain) is None
    box = red_box(with_logo)
    assert box is not None
    left, top, right, bottom = box
    assert max(left, top) < 60
    assert abs((right - left) / (bottom - top) - 4 / 3) < 0.1
    assert sorted(text_of(with_logo)) == sorted(text_of(plain))


def test_a_rare_character_is_never_an_empty_box(office: Office, figures: MonthFigures) -> None:
    name = f"{RARE}祥园"

    def stands(pdf: bytes) -> int:
        text = text_of(pdf)
        return max(text.count(name), text.count(f"[U+{ord(RARE):04X}]祥园"))

    buildings = figures.by(By.BUILDING)
    named = replace(buildings, rows=tuple(replace(row, name=name) for row in buildings.rows))
    counts = tuple(named if table.by is By.BUILDING else table for table in figures.counts)
    found = paper(office, replace(figures, counts=counts), name=f"{name}管理处")
    assert stands(found.pdf) == 1 + len(buildings.rows)
    for kind in ("kinds", "categories", "trend"):
        chart = Chart(kind, f"{name}各项", (name, "其他"), (Series(name, (3, 1)),))
        assert stands(as_pdf(chart, 400, 160, PAPER)) == 3, "title, point and series"


def test_a_name_too_long_for_its_bar_is_cut_where_one_sees_it() -> None:
    chart = Chart("kinds", "各类别件数", ("特约服务", "无论如何也放不下的很长很长的名称"), (Series("本月", (3, 1)),))
    text = text_of(as_pdf(chart, 120, 160, PAPER))
    assert "特约服务" in text
    assert "无论如何" in text
    assert "…" in text
