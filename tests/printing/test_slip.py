# SPDX-License-Identifier: Apache-2.0
"""The slip (维修单): four parts for four readers, whole and legible whatever is written on it (R-WO-02, R-WO-03)."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal

import pypdf
import pypdfium2
import pytest

from complaintdesk import labels
from complaintdesk.desk.records import OrderRecord
from complaintdesk.desk.slip_records import SlipMore, TransferRecord
from complaintdesk.domain import terms
from complaintdesk.printing import heads, overprint
from complaintdesk.printing import paper as pages_of_paper
from complaintdesk.printing.forms import Mode, Paper, render_slip
from complaintdesk.printing.pages import page_images
from complaintdesk.printing.rows import Shortfall
from tests.printing.code128 import read_barcode
from tests.printing.hostile import TEXTS
from tests.printing.papers import (
    MATERIALS,
    OFFICE,
    PRINTED_AT,
    ZONE,
    a_case,
    a_finished_order,
    a_material,
    an_order,
    at,
    printed,
    read_by_poppler,
    read_by_pypdf,
)

PARTS = ["业主联", "财务联", "客服联", "工程联"]
NUMBER = "WX2026-000656"


def slip(order: OrderRecord | None = None, mode: Mode = Mode.FULL, **changes: object) -> Paper:
    return printed("work_order", order or an_order(), mode, **changes)


def on_paper(text: str, **values: object) -> str:
    return labels.translate("paper", text, "zh_CN").format(**values)


def everything_on(paper: Paper) -> str:
    return "".join("".join(read_by_pypdf(paper.pdf)).split())


def test_each_of_the_four_parts_has_its_name_the_number_and_the_matter():
    pages = read_by_pypdf(slip().pdf)
    assert len(pages) == 4
    for text, part in zip(pages, PARTS, strict=True):
        assert part in text
        assert not any(other in text for other in PARTS if other != part)
        assert f"№ {NUMBER}" in text
        assert "BX2026-000912" in text
        assert "厨房洗菜盆下水管漏水" in text
        assert "张建国" in text
        assert "阳光花园物业服务中心" in text
        assert "打印 2026-11-21 10:45 王敏" in text


def test_another_reader_finds_the_same(reader, tmp_path):
    pages = read_by_poppler(slip(a_finished_order()).pdf, reader("pdftotext"), tmp_path)
    assert len(pages) == 4
    for text, part in zip(pages, PARTS, strict=True):
        for words in (
            part,
            NUMBER,
            "张建国",
            "3栋2单元1502",
            "捌拾叁元整",
            "¥83.00",
            "下水软管",
            "Φ40×60cm",
            "11-21 10:42",
        ):
            assert words in text


def test_render_slip_is_the_form_work_order():
    direct = render_slip(an_order(), office=OFFICE, printed_by="王敏", printed_at=PRINTED_AT, zone=ZONE)
    assert direct == slip()


def test_the_finance_part_leaves_the_phone_blank_but_not_its_label():
    pages = read_by_pypdf(slip().pdf)
    assert ["138 1234 5678" in page for page in pages] == [True, False, True, True]
    assert all("电话" in page for page in pages)


def test_the_barcode_on_each_part_is_the_number():
    for page in page_images(slip().pdf, 360):
        assert read_barcode(page, 0.7, 0.08) == NUMBER


def test_the_paper_is_a5_on_its_side():
    for page in pypdf.PdfReader(io.BytesIO(slip().pdf)).pages:
        assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [210, 148]


def test_a_slip_not_yet_filled_in_has_room_for_hand_writing():
    text = everything_on(slip())
    assert "元整" not in text
    assert "¥0.00" not in text
    assert text.count("□") == 0  # boxes are drawn: the face has none


def test_ticks_are_drawn_where_they_belong():
    """Three boxes of the grade; the ticked one holds more ink than the others, and which one follows the record."""

    def ink(order) -> list[int]:
        page = page_images(slip(order).pdf, 200, only=[0])[0]
        found = []
        for left in (0.593, 0.659, 0.725):  # just inside each box, by share of the page
            dark = 0
            for y in range(int(page.height * 0.207), int(page.height * 0.229)):
                start = (y * page.width + int(page.width * left)) * 3
                dark += sum(value < 128 for value in page.rgb[start : start + int(page.width * 0.016) * 3 : 3])
            found.append(dark)
        return found

    for place, grade in enumerate(terms.Grade):
        dark = ink(an_order(case=a_case(grade=grade)))
        assert dark.index(max(dark)) == place, (grade, dark)
    none = ink(an_order(case=a_case(grade=None)))
    assert max(none) - min(none) <= 6


def test_a_slip_printed_again_says_so_on_each_part():
    assert not any(on_paper(heads.REPRINT, count=1) in page for page in read_by_pypdf(slip().pdf))
    for page in read_by_pypdf(slip(copy_no=3).pdf):
        assert on_paper(heads.REPRINT, count=2) in page


def test_a_void_slip_says_so_across_each_part_with_the_reason():
    void = an_order(state=terms.OrderState.VOID, void_reason="业主取消")
    for page in read_by_pypdf(slip(void).pdf):
        assert on_paper(pages_of_paper.VOID) in page
        assert "作废原因" in page
        assert "业主取消" in page
        assert NUMBER in page
    assert slip(void).pages == 4
    assert not any("作废" in page for page in read_by_pypdf(slip().pdf))


def test_a_blank_slip_names_the_office_and_no_one_else():
    paper = slip(mode=Mode.BLANK)
    text = everything_on(paper)
    assert paper.pages == 4
    assert "阳光花园物业服务中心" in text
    for known in ("张建国", "WX2026", "138", "厨房"):
        assert known not in text
    assert read_barcode(page_images(paper.pdf, 360, only=[0])[0], 0.7, 0.08) == ""


@pytest.mark.parametrize(("count", "sheets"), [(5, 1), (6, 1), (9, 1), (14, 2), (40, 3)])
def test_more_materials_than_the_form_has_rows_are_all_there(count, sheets):
    names = [f"配件{number:02d}" for number in range(count)]
    paper = slip(a_finished_order(materials=tuple(a_material(name) for name in names)))
    assert paper.pages == 4 * sheets
    pages = read_by_pypdf(paper.pdf)
    for part in range(4):
        own = "".join(pages[part * sheets : (part + 1) * sheets])
        assert [name for name in names if own.count(name) != 1] == []
        assert own.count("材料名称") == sum("配件" in page for page in pages[part * sheets : (part + 1) * sheets])


def test_fewer_materials_leave_rows_to_write_in():
    empty, two = (read_by_pypdf(slip(a_finished_order(materials=some)).pdf)[0] for some in ((), MATERIALS))
    assert empty.count("管理处") == two.count("管理处") == 4


def test_owners_own_materials_are_ticked_as_such_and_cost_nothing():
    own = a_material("龙头", "0.00", supplier=terms.Supplier.OWNER)
    assert "龙头" in everything_on(slip(a_finished_order(materials=(own,), total=Decimal("0.00"))))
    assert "零元整" in everything_on(slip(a_finished_order(materials=(own,), total=Decimal("0.00"))))


def sentences(count: int) -> str:
    return "".join(f"这一句是【{number:04d}】。" for number in range(count))


@pytest.mark.parametrize(("count", "sheets"), [(30, 1), (120, 2), (450, 5)])
def test_long_text_grows_onto_further_sheets_and_nothing_of_it_is_lost(count, sheets):
    paper = slip(an_order(case=a_case(content=sentences(count))))
    assert paper.pages == 4 * sheets
    assert paper.shortfalls == ()
    pages = read_by_pypdf(paper.pdf)
    for part in range(4):
        said = "".join("".join(pages[part * sheets : (part + 1) * sheets]).split())
        assert [number for number in range(count) if said.count(f"【{number:04d}】") != 1] == []
    for number, page in enumerate(pages[:sheets], 1):
        assert NUMBER in page
        assert "业主联" in page
        assert (on_paper(heads.CONTINUED, title="维修单（派工单）") in page) == (number > 1)
        assert (on_paper(pages_of_paper.PAGE, page=number, pages=sheets) in page) == (sheets > 1)
    assert "业主确认" in pages[sheets - 1]


def outside(pdf: bytes, left: float, right: float, bottom: float) -> list[str]:
    """Characters that reach over the margins of any page, in points."""
    found = []
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        text = page.get_textpage()
        width, height = page.get_size()
        for index in range(text.count_chars()):
            box = text.get_charbox(index)
            if text.get_text_range(index, 1).strip() and not (
                box[0] >= left - 1 and box[2] <= width - right + 1 and box[1] >= bottom - 1 and box[3] <= height
            ):
                found.append(text.get_text_range(index, 1))
    document.close()
    return found


@pytest.mark.parametrize(
    "order",
    [
        a_finished_order(),
        an_order(case=a_case(content="水" * 5000)),
        an_order(case=a_case(content="x" * 5000)),
        a_finished_order(result=sentences(300), materials=MATERIALS * 20),
        an_order(
            case=a_case(caller_name="欧阳" * 60, place="地下车库" * 50),
            team_name="水电维修综合班组" * 9,
            worker="李" * 60,
        ),
    ],
    ids=["usual", "chinese", "latin", "long result, forty materials", "long names"],
)
def test_nothing_reaches_over_the_margins(order):
    assert outside(slip(order).pdf, 28, 28, 17) == []


def test_what_is_too_long_for_its_cell_is_still_whole_and_the_preview_is_told():
    name = "艾尼瓦尔·" * 20
    paper = slip(an_order(case=a_case(caller_name=name)))
    assert name in everything_on(paper)
    assert [shortfall.names for shortfall in paper.shortfalls] == [("case.caller",)]
    assert labels.translate("fields", "Name") in paper.shortfalls[0].words()


def test_what_a_slip_remarks_stands_one_sentence_after_the_other_and_a_worker_of_the_same_team_is_named():
    passed = TransferRecord(at(11, 0), "王敏", "水电班", "水电班", "李志强", "原师傅请假")
    own = replace(MATERIALS[0], name="密封圈", supplier=terms.Supplier.OWNER, fit=False)
    more = SlipMore(wished_by="张建国", wished_at=at(10, 50), transfers=(passed,))
    told = everything_on(slip(a_finished_order(materials=(own,), more=more)))
    assert "业主自备密封圈不合格；张建国11-2110:50书面要求使用；11-2111:00由水电班转派水电班李志强：原师傅请假" in told


def test_what_a_preview_tells_of_two_values_is_listed_in_chinese_too():
    told = Shortfall(overprint.NO_ROW, ("case.caller", "case.place"))
    labels.set_language("zh_CN")
    try:
        assert told.words().startswith("姓名、房号：")
    finally:
        labels.set_language("en")


def test_a_long_address_shrinks_without_a_word():
    place = "阳光花园二期商业街地下车库B2层东侧电梯厅旁配电间门口走廊"
    paper = slip(an_order(case=a_case(place=place)))
    assert place in everything_on(paper)
    assert paper.shortfalls == ()


@pytest.mark.parametrize("name", ["仇𬭎", "𬱟𬍛", "张㛃"])
def test_rare_characters_copy_right_from_the_paper(name, reader, tmp_path):
    paper = slip(an_order(case=a_case(caller_name=name)))
    assert name in read_by_pypdf(paper.pdf)[0]
    assert name in read_by_poppler(paper.pdf, reader("pdftotext"), tmp_path)[0]
    assert paper.shortfalls == ()


def test_a_character_that_no_face_has_is_printed_by_number_and_the_preview_is_told():
    paper = slip(an_order(case=a_case(caller_name="张\ue123")))
    assert "张[U+E123]" in everything_on(paper)
    assert [shortfall.characters for shortfall in paper.shortfalls] == ["\ue123"]


@pytest.mark.parametrize("start", range(0, len(TEXTS), 8))
def test_hostile_text_neither_breaks_the_print_nor_becomes_a_link(start):
    for text in TEXTS[start : start + 8]:
        case = a_case(
            caller_name=text[:200], place=text[:200], caller_phone=text[:40], content=text, first_contact=text[:40]
        )
        order = a_finished_order(
            case=case,
            result=text[:500],
            worker=text[:40],
            void_reason=text[:100],
            materials=(a_material(text[:200], spec=text[:50], unit=text[:10]),),
        )
        paper = slip(
            order, office=replace(OFFICE, name=text[:100] or "物业", form_code=text[:40]), printed_by=text[:40]
        )
        for mark in (b"/URI", b"/JavaScript", b"/JS", b"/Launch", b"/Annot", b"/EmbeddedFile", b"/OpenAction"):
            assert mark not in paper.pdf
        reading = pypdfium2.PdfDocument(paper.pdf)
        assert len(reading) == paper.pages
        reading.close()


def test_markup_is_printed_as_it_was_typed():
    text = "<b>水</b> &amp; <img src='x'> {case.place} {0} %s"
    assert "".join(text.split()) in everything_on(slip(an_order(case=a_case(content=text))))


def test_the_same_record_makes_the_same_bytes():
    assert slip(a_finished_order()).pdf == slip(a_finished_order()).pdf


def test_the_file_says_nothing_of_people_and_is_small():
    paper = slip(a_finished_order())
    information = pypdf.PdfReader(io.BytesIO(paper.pdf)).metadata
    assert information is not None
    assert information.title == f"维修单（派工单） {NUMBER}"
    assert not information.author
    assert len(paper.pdf) < 80_000


def test_the_offices_own_fields_stand_on_each_part():
    own = (("责任范围", "公共区域"), ("楼层", Decimal(15)))
    paper = slip(an_order(case=a_case(own_fields=own)))
    pages = ["".join(text.split()) for text in read_by_pypdf(paper.pdf)]
    assert [page.count("责任范围：公共区域") for page in pages] == [1] * 4
    assert [page.count("楼层：15") for page in pages] == [1] * 4
    assert paper.shortfalls == ()
    finished = replace(a_finished_order(), case=a_case(own_fields=own))
    assert slip(finished).pages == 4, "a full slip has room for them"
