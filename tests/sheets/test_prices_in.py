# SPDX-License-Identifier: Apache-2.0
"""A published price list walks in as it is: ranges, steps, strokes, shares, least quantities, repeated serials."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from complaintdesk.desk import import_runs, price_lists, price_pages, staffing
from complaintdesk.desk.drafts import StaffDraft
from complaintdesk.domain.price_rates import Basis
from complaintdesk.domain.terms import Role
from complaintdesk.errors import Conflict, UserError
from complaintdesk.sheets.imports import PRICES, dry_run, run_import
from complaintdesk.sheets.prices_in import read_prices
from complaintdesk.sheets.reading import Sheet, read_book
from tests.builders import ADMINISTRATOR
from tests.sheets.conftest import PASSWORD

pytestmark = pytest.mark.usefixtures("leading")
LISTS = {"住宅小区_有偿服务收费标准": 34, "华发横琴天啟_有偿服务收费标准": 145, "广场物业_有偿服务收费标准_含时效": 22}
HEAD = ["序号", "服务项目", "单位", "收费标准", "材料费", "备注"]


@pytest.fixture
def leading(office):
    """A supervisor sits there, who may take price lists in."""
    office.sign_in(ADMINISTRATOR, PASSWORD)
    office.do(staffing.add, StaffDraft("王敏", Role.SUPERVISOR, password=PASSWORD))
    office.sign_in("王敏", PASSWORD)


def listed(*rows, head=HEAD):
    return [Sheet("价目", [head, *rows])]


@pytest.mark.parametrize(("name", "rows"), LISTS.items())
def test_every_line_of_the_published_lists_goes_in_and_none_needs_guessing(office, shared_data, name, rows):
    path = shared_data / "prices" / f"{name}.csv"
    report = run_import(office, PRICES, path)
    assert (report.rows, report.new, report.refused, report.incomplete) == (rows, rows, 0, 0)
    (told,) = office.ask(price_pages.price_lists)
    assert (told.name, told.items, told.effective_on) == (name, rows, None)
    written = [row[2 if "大类" in read_book(path)[0].rows[0] else 1] for row in read_book(path)[0].rows[1:]]
    items = office.ask(price_pages.items_of, told.id)
    assert [item.name for item in items] == written
    assert [item.terms.unread for item in items] == [()] * rows


def test_the_long_list_keeps_its_units_repeated_serials_shares_and_least_quantities(office, shared_data):
    read = read_prices(read_book(shared_data / "prices" / "华发横琴天啟_有偿服务收费标准.csv"))
    run_import(office, PRICES, shared_data / "prices" / "华发横琴天啟_有偿服务收费标准.csv")
    items = office.ask(price_pages.items_of, office.ask(price_pages.price_lists)[0].id)
    assert len({item.section for item in items}) == 6
    assert sorted(serial for serial, count in Counter(item.serial for item in items).items() if count > 1) == [
        *("41", "42", "43", "44", "45", "46", "47", "48", "49", "5", "50")
    ]
    units = {part for item in items for rate in item.terms.fee.rates for part in rate.units}
    assert {"人", "月", "盆", "㎡", "次", "小时", "时", "张", "m", "台", "处", "盏", "副", "组", "块", "个"} <= units
    bases = Counter(item.terms.fee.basis for item in items)
    assert (bases[Basis.PERCENT], bases[Basis.BY_HAND], bases[Basis.NONE]) == (5, 2, 0)
    assert {str(item.terms.fee.percent) for item in items if item.terms.fee.percent} == {"8", "5", "12"}
    assert sum(item.terms.least_quantity is not None for item in items) == 10
    assert len(read.good) == 145


def test_ranges_and_the_owners_own_material_are_read(office, shared_data):
    run_import(office, PRICES, shared_data / "prices" / "住宅小区_有偿服务收费标准.csv")
    items = {item.name: item for item in office.ask(price_pages.items_of, office.ask(price_pages.price_lists)[0].id)}
    range_of = items["座厕、地漏堵塞疏通"].terms.fee.rates[0]
    assert (range_of.low, range_of.high, range_of.unit) == (Decimal(50), Decimal(80), "次")
    tube = items["更换LED灯管9W/16W(不含改线路)"].terms.material
    assert ([(rate.label, rate.low) for rate in tube.rates], tube.owner_may) == (
        [("9W", Decimal(65)), ("16W", Decimal(70))],
        True,
    )
    assert items["插座和灯具改位(明装)"].terms.is_by_hand  # its labour is not written


def test_headings_blank_sections_and_the_same_as_above_are_understood():
    read = read_prices(
        listed(
            ["一、水电类", "", "", "", "", ""],
            ["1", "清洗地毯", "㎡", "8元/㎡", "", "不足50㎡按50㎡收费"],
            ["2", "清洗沙发", "㎡", "9元/㎡", "", "同上"],
        )
    )
    assert [(item.section, item.name, item.position) for item in read.good] == [
        ("一、水电类", "清洗地毯", 1),
        ("一、水电类", "清洗沙发", 2),
    ]
    assert (read.good[1].note, read.good[1].meant, read.rows) == ("同上", "不足50㎡按50㎡收费", 3)
    assert read.sources == ((("价目", 1), ("价目", 2)), (("价目", 3),))


def test_a_heading_over_nothing_is_named_as_not_read():
    read = read_prices(listed(["1", "清洗地毯", "㎡", "8元/㎡", "", ""], ["二、其他", "", "", "", "", ""]))
    assert (read.rows, read.aside) == (1, (("价目", 2),))


def test_a_refused_line_is_marked_in_a_copy_of_the_whole_list_which_goes_in_as_one(office, make_list, tmp_path):
    rows = [["一、水电", *[""] * 5], ["1", "清洗地毯", "㎡", "8元/㎡", "", ""], ["2", "", "个", "9元/个", "", ""]]
    errors = tmp_path / "errors.xlsx"
    first = run_import(office, PRICES, make_list([HEAD, *rows]), errors)
    assert (first.rows, first.new, first.refused) == (3, 2, 1)
    (told,) = read_book(errors)
    assert [str(row[0])[:5] for row in told.rows] == ["What ", "Right", "Right", "服务项目:"]
    mended = [list(row) for row in told.rows]
    mended[3][2] = "疏通地漏"
    again = run_import(office, PRICES, make_list(mended, name="mended.xlsx"))
    assert (again.new, again.refused) == (3, 0)
    newest = office.ask(price_pages.price_lists)[0]
    items = office.ask(price_pages.items_of, newest.id)
    assert [(item.section, item.name) for item in items] == [("一、水电", "清洗地毯"), ("一、水电", "疏通地漏")]


def test_a_price_that_can_not_be_read_is_told_beside_its_cell_and_goes_in_by_hand():
    read = read_prices(listed(["1", "疏通", "次", "看着给", "", ""], ["2", "", "次", "5元", "", ""]))
    assert [(flaw.column, flaw.error.values) for flaw in read.dropped] == [(3, {"text": "看着给"})]
    assert [(flaw.row, flaw.column) for flaw in read.flaws] == [(2, 1)]
    assert (len(read.good), read.incomplete, read.refused) == (1, 1, 1)


def test_a_list_taken_in_twice_is_known_and_can_be_taken_back(office, shared_data):
    path = shared_data / "prices" / "广场物业_有偿服务收费标准_含时效.csv"
    report = run_import(office, PRICES, path)
    assert set(dry_run(office, PRICES, read_book(path)).known) == {True}
    (past,) = office.ask(import_runs.past_imports)
    assert (past.kind, past.standing) == ("prices", 1)
    assert office.do(import_runs.undo, report.run_id) == 0
    assert office.ask(price_pages.price_lists) == ()
    assert set(dry_run(office, PRICES, read_book(path)).known) == {False}


def test_a_list_in_force_is_not_undone_as_an_import(office, shared_data):
    report = run_import(office, PRICES, shared_data / "prices" / "广场物业_有偿服务收费标准_含时效.csv")
    (told,) = office.ask(price_pages.price_lists)
    today = office.now().astimezone(office.zone).date()
    office.do(price_lists.put_in_force, told.id, told.version, "收费标准", today)
    with pytest.raises(UserError):
        office.do(import_runs.undo, report.run_id)
    with pytest.raises(Conflict):
        office.do(price_lists.void_list, told.id, told.version, "旧版")
