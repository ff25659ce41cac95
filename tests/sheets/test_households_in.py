# SPDX-License-Identifier: Apache-2.0
"""Lists of households: one place a door however it is written, with its people, or a reason for each cell."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from complaintdesk.desk import importing, people
from complaintdesk.desk.drafts import PlaceDraft
from complaintdesk.desk.households import place_label
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import OccupantKind, PlaceKind
from complaintdesk.sheets.border import ImportRefused
from complaintdesk.sheets.households_in import read_households
from complaintdesk.sheets.lists import Flaw, ListRead
from complaintdesk.sheets.reading import read_book
from tests.sheets.conftest import MakeList

HEAD = ("楼栋", "单元", "房号", "姓名", "电话", "业主类型")


def labels(read: ListRead[PlaceDraft]) -> list[str]:
    """The places as people say them."""
    return [place_label(place) for place in read.good]


def who(place: PlaceDraft) -> list[tuple[str, OccupantKind, list[str]]]:
    """Names, parts and numbers."""
    return [(person.name, person.kind, [phone.number for phone in person.phones]) for person in place.occupants]


def reasons(read: ListRead[PlaceDraft]) -> list[tuple[int, int | None, str]]:
    """Row and column as a person counts them, and the words."""
    return in_words(read.flaws)


def in_words(flaws: Iterable[Flaw]) -> list[tuple[int, int | None, str]]:
    told = [(flaw.row + 1, flaw.column, flaw.error.text.format(**flaw.error.values)) for flaw in flaws]
    return [(row, None if column is None else column + 1, words) for row, column, words in told]


def test_one_building_however_it_is_written(make_list: MakeList) -> None:
    rows = [
        (building, "", f"{number}01", "", "", "")
        for number, building in enumerate(("3栋", "3#", "三号楼", 3, "03幢"), 1)
    ]
    read = read_households(read_book(make_list([HEAD, *rows])))
    assert labels(read) == ["3栋101", "3栋201", "3栋301", "3栋401", "3栋501"]


@pytest.mark.parametrize(
    ("row", "label"),
    [
        (("3栋", "2单元", "1502室"), "3栋2单元1502"),
        (("", "", "3-2-1502"), "3栋2单元1502"),
        (("3", "", "3-2-1502"), "3栋2单元1502"),
        (("", "", "三号楼1502"), "3栋1502"),
        (("", "", 1502), "1502室"),
        (("A座", "", "1203"), "A栋1203"),
        (("1", "A", "1234"), "1栋A单元1234"),
    ],
)
def test_a_door_is_read_from_three_cells_or_one(make_list: MakeList, row: tuple[object, ...], label: str) -> None:
    assert labels(read_households(read_book(make_list([HEAD, (*row, "甲", "", "")])))) == [label]


def test_rows_of_one_door_are_one_place_with_several_people(make_list: MakeList) -> None:
    rows = [
        ("3栋", "2", "1502", "张三", "13800000001", "业主"),
        ("3#", "2单元", "1502室", "李四", "13800000002", "家属"),
        ("三号楼", "2", "1502", "王五，赵六", "13800000003、13800000004", "租户"),
        ("3", "2", "1502", "张三", "0571-88880000", "1001"),
    ]
    (place,) = read_households(read_book(make_list([HEAD, *rows]))).good
    assert who(place) == [
        ("张三", OccupantKind.OWNER, ["057188880000", "13800000001"]),
        ("李四", OccupantKind.FAMILY, ["13800000002"]),
        ("王五", OccupantKind.TENANT, ["13800000003"]),
        ("赵六", OccupantKind.TENANT, ["13800000004"]),
    ]


def test_stand_ins_mean_none(make_list: MakeList) -> None:
    rows = [("3", "", "101", "甲", 18999999999, ""), ("3", "", "102", "乙", "无", ""), ("3", "", "103", "丙", "/", "")]
    read = read_households(read_book(make_list([HEAD, *rows])))
    assert [who(place)[0][2] for place in read.good] == [[], [], []]


def test_what_is_wrong_is_said_beside_its_cell(make_list: MakeList) -> None:
    rows = [
        ("3", "1", "101", "甲", "", "邻居"),
        ("", "1", "102", "乙", "", ""),
        ("3", "1", "会所", "丙", "", ""),
        ("3", "1", "103", "", "13800000001", ""),
        ("3", "1", "104", "丁", "", "朋友"),
        ("3", "1", "4-1-105", "戊", "", ""),
        ("3", "1", "", "己", "", ""),
        ("3", "1", "106", "庚", "13800000002", "业主"),
    ]
    read = read_households(read_book(make_list([HEAD, *rows])))
    assert labels(read) == ["3栋1单元106"]
    assert (read.rows, read.refused) == (8, 7)
    assert reasons(read) == [
        (2, 6, "“邻居” is none of: 业主 家属 租户 其他."),
        (3, 1, "Which building?"),
        (4, 3, "“会所” can't be read as a room: write it like 3-2-1502 or 3栋1502."),
        (5, 4, "Whose number is this? The name is missing."),
        (6, 6, "“朋友” is none of: 业主 家属 租户 其他."),
        (7, 3, "“4-1-105” is in another building or unit than this row says."),
        (8, 3, "Which room or parking space?"),
    ]


def test_a_place_goes_in_whole_or_not_at_all(make_list: MakeList) -> None:
    rows = [("3", "1", "101", "甲", "13800000001", ""), ("3", "1", "101", "乙", "13800000002", "邻居")]
    read = read_households(read_book(make_list([HEAD, *rows])))
    assert read.good == ()
    assert reasons(read)[0] == (2, None, "Belongs with row 3 of “Sheet1”, which has a mistake.")


def test_a_number_that_can_not_be_dialled_is_left_out_and_named_and_the_household_goes_in(make_list: MakeList) -> None:
    rows = [
        ("3", "1", "101", "甲", "12312312311", "业主"),
        ("3", "1", "101", "乙", "13800000002", "家属"),
        ("3", "1", "102", "丙，丁", "138000000、13800000004", "租户"),
        ("3", "1", "103", "戊", "13800000005 / 98765432109876", "业主"),
        ("3", "1", "104", "", "1234567890", "业主"),
        ("", "1", "105", "己", "12312312311", "业主"),
    ]
    read = read_households(read_book(make_list([HEAD, *rows])))
    assert [[(name, numbers) for name, _, numbers in who(place)] for place in read.good] == [
        [("甲", []), ("乙", ["13800000002"])],
        [("丙", []), ("丁", ["13800000004"])],
        [("戊", ["13800000005"])],
        [],
    ]
    assert reasons(read) == [(7, 1, "Which building?")]
    assert in_words(read.dropped) == [
        (2, 5, "Mobile numbers begin with 13 to 19."),
        (4, 5, "A mobile number has 11 digits."),
        (5, 5, "No phone number has this many digits."),
        (6, 5, "A mobile number has 11 digits."),
        (7, 5, "Mobile numbers begin with 13 to 19."),
    ]
    assert (read.rows, read.refused, read.incomplete) == (6, 1, 4)


def test_shops_and_parking_are_places_of_their_own_kind(make_list: MakeList) -> None:
    head = ("楼号", "单元", "房间", "房屋类型", "业主名称", "手机号", "车位号", "车牌号", "入住日期")
    rows = [
        (1, 0, 12, 110, "店主", 13800000001, "", "", ""),
        (1, 1, 101, 110, "甲", 13800000002, "B-12、B-13", "浙A12345", date(2020, 5, 1)),
    ]
    shop, home, first, second = read_households(read_book(make_list([head, *rows]))).good
    assert (shop.kind, place_label(shop)) == (PlaceKind.SHOP, "1栋12室")
    assert (home.kind, place_label(home)) == (PlaceKind.HOUSEHOLD, "1栋1单元101")
    assert [place.kind for place in (first, second)] == [PlaceKind.PARKING] * 2
    assert [place_label(first), place_label(second), first.note] == ["车位B-12", "车位B-13", "车牌号：浙A12345"]
    assert who(first) == who(home) == [("甲", OccupantKind.OWNER, ["13800000002"])]
    assert home.occupants[0].from_on == date(2020, 5, 1)


JOINED: dict[str, list[tuple[object, ...]]] = {
    "房屋信息": [
        ("房屋编号", "楼栋编号", "单元编号", "业主编号", "", "说明"),
        (101, 1, 1, 1, "", "房屋编号：房屋真实编号"),
        (102, 1, 1, 2, "", ""),
        (103, 1, 1, 9, "", ""),
        (104, 1, 1, 3, "", ""),
        (105, 1, 1, "", "", ""),
        ("", "", "", "", "", "业主编号：业主信息选项中的业主编号"),
    ],
    "业主信息": [
        ("编号", "业主名称", "手机号", "身份证号", "业主类型", "业主编号"),
        (1, "甲", 13800000001, "111111111111111111", 1001, 1),
        (2, "甲妻", 13800000002, "33010019800101123X", 1002, 1),
        (3, "乙", 13800000003, "111111111111111111", 1001, 2),
        (4, "丙", 138000000, "111111111111111111", 1001, 3),
        (5, "丁", 18999999999, "111111111111111111", 1001, 4),
    ],
    "车位信息": [("停车场编号", "车位编码", "业主编号", "车牌号"), (1, "C0001", 2, "浙A00001"), (2, "C0001", "", "")],
    "费用设置": [("费用编号", "费用类型"), (1, "物业费")],
}


def test_houses_people_and_parking_are_joined_by_the_owners_number(make_list: MakeList) -> None:
    read = read_households(read_book(make_list(**JOINED)))
    assert labels(read) == [*(f"1栋1单元{room}" for room in (101, 102, 104, 105)), "车位C0001", "2号停车场车位C0001"]
    first, second, third, empty, space, lot = read.good
    assert who(third) == [("丙", OccupantKind.OWNER, [])]
    assert who(first) == [("甲", OccupantKind.OWNER, ["13800000001"]), ("甲妻", OccupantKind.FAMILY, ["13800000002"])]
    assert who(second) == who(space) == [("乙", OccupantKind.OWNER, ["13800000003"])]
    assert (empty.occupants, lot.occupants) == ((), ())
    assert first.occupants[0].external_no == "1"
    assert read.left_out == ("费用设置",)
    assert in_words(read.dropped) == [(5, 3, "A mobile number has 11 digits.")]
    assert reasons(read) == [
        (6, 6, "No room or parking space names this owner number."),
        (4, 4, "There is no owner with the number 9."),
    ]


def test_numbers_of_identity_cards_are_not_taken_in(make_list: MakeList) -> None:
    assert "33010019800101123X" not in repr(read_households(read_book(make_list(**JOINED))).good)


def test_a_list_without_rooms_is_refused_with_the_heads_it_could_have(make_list: MakeList) -> None:
    with pytest.raises(ImportRefused) as refused:
        read_households(read_book(make_list([("费用编号", "费用类型"), (1, "物业费")])))
    assert "房号" in refused.value.values["names"]


def test_the_households_come_into_the_books(make_list: MakeList, office: Office) -> None:
    read = read_households(read_book(make_list(**JOINED)))
    run = office.do(importing.start_run, "households", "0" * 64, len(read.good))
    assert office.do(importing.add_households, run, read.good) == importing.Imported(new=6, existing=0)
    assert office.do(importing.add_households, run, read.good) == importing.Imported(new=0, existing=6)
    found = office.ask(people.place_named, "1-1-101")
    assert found is not None
    page = office.ask(people.place_page, found[0], office.books)
    assert [(person.name, person.kind) for person in page.occupants] == [
        ("甲", OccupantKind.OWNER),
        ("甲妻", OccupantKind.FAMILY),
    ]


@pytest.mark.parametrize(
    ("file", "rows", "places", "refused", "incomplete"),
    [
        ("hc小区导入模板_多sheet.xlsx", 14, 6, 3, 0),
        ("hc房屋业主导入模板_单sheet.xlsx", 1, 1, 0, 0),
        ("业主导入模板_6列.xlsx", 3, 3, 0, 3),
    ],
)
def test_lists_of_other_programs_are_in_or_named(
    shared_data: Path, office: Office, file: str, rows: int, places: int, refused: int, incomplete: int
) -> None:
    read = read_households(read_book(shared_data / "owners" / file))
    assert (read.rows, len(read.good), read.refused, read.incomplete) == (rows, places, refused, incomplete)
    if read.good:
        run = office.do(importing.start_run, "households", "0" * 64, len(read.good))
        assert office.do(importing.add_households, run, read.good).new == places


def test_an_area_that_is_no_number_is_left_out_and_said_and_its_row_goes_in(make_list: MakeList) -> None:
    rows = [("3栋", "2单元", "1502", "1,088"), ("3栋", "2单元", "1503", "大约90")]
    read = read_households(read_book(make_list([("楼栋", "单元", "房号", "建筑面积"), *rows])))
    assert [place.area for place in read.good] == ["1088", ""]
    assert in_words(read.dropped) == [(3, 4, "“大约90” is no area; write it like 98.6 or 1088.")]
