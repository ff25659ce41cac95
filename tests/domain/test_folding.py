# SPDX-License-Identifier: Apache-2.0
"""Many spellings of an address, one door."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from complaintdesk.domain.folding import (
    Room,
    floor_of,
    fold_building,
    fold_room_no,
    fold_unit,
    parse_room,
    room_candidates,
)
from complaintdesk.domain.numerals import read_numeral


@pytest.mark.parametrize(
    ("written", "key"),
    [
        *((spelling, "3-2-1502") for spelling in (
            "3-2-1502", "3栋2单元1502", "3#2单元1502室", "三号楼二单元1502", "3幢-2-1502", "3座2门1502房",
            "3号楼2单元1502户",
            "3幢2号门1502室",
            "3栋 2单元 1502", "3 2 1502", " ３－２－１５０２ ", "3—2—1502", "3.2.1502", "3。2。1502", "3_2_1502",
            "３栋２单元１５０２",
            "三栋二单元一五〇二", "三栋二单元十五零二", "#3-2-1502",
            "三幢二梯1502号", "第3栋第2单元1502", "3栋2单元15楼1502室", "3栋2单元15层02",
            "3-2-15-02", "3#楼2单元1502",
            "3楼2单元1502", "3号2单元1502", "03栋02单元1502", "3栋楼2单元1502房间", "3栋2-1502", "3\t2\n1502",
        )),
        *((spelling, "32--1502") for spelling in ("32-1502", "32栋1502", "32--1502", "三十二号楼1502", "32-0-1502",
        "32号楼-1502室")),
        ("３号楼１５０２", "3--1502"),
        ("3楼1502", "3--1502"),
        ("A座1203", "A--1203"),
        ("a座1203室", "A--1203"),
        ("G2栋320", "G2--320"),
        ("d07栋3单元401", "D7-3-401"),
        ("5B栋502", "5B--502"),
        ("12号楼3单元0201房", "12-3-201"),
        ("十一栋1单元302", "11-1-302"),
        ("二十三幢2门302", "23-2-302"),
        ("二十栋302", "20--302"),
        ("1栋二单元一楼105房", "1-2-105"),
        ("g4栋二楼204号房", "G4--204"),
        ("26栋3楼2", "26--302"),
        ("12座12楼B室", "12--12B"),
        ("3栋1502A", "3--1502A"),
        ("3栋1502-1", "3--1502-1"),
        ("1-A-1234", "1-A-1234"),
        ("5号楼东单元302", "5-东-302"),
        ("103-1502", "103--1502"),
        ("3栋5号", "3--5"),
        ("2期3栋2单元1502", "2期3-2-1502"),
        ("二期3-1502", "2期3--1502"),
        ("东区3栋1502", "东区3--1502"),
        ("A区3栋1502", "A区3--1502"),
        ("紫荆苑1502", "紫荆苑--1502"),
        ("紫荆苑2单元1502", "紫荆苑-2-1502"),
        ("紫荆苑3栋2单元1502", "紫荆苑3-2-1502"),
        ("综合楼302", "综合楼--302"),
        ("1502室", "--1502"),
        ("2单元1502", "-2-1502"),
    ],
)  # fmt: skip
def test_every_spelling_of_a_door_is_that_door(written, key):
    room = parse_room(written)
    assert room is not None
    assert room.key == key


@pytest.mark.parametrize(
    "written",
    [
        *("", "公共", "3栋公共区域", "3栋", "3栋2单元", "3栋2单元5楼", "3栋大堂", "地下车库", "门卫室", "3栋商铺"),
        *("1502", "13800001234", "0571-88880000", "2026-11-28", "11-28", "26-11-28", "BX2026-000912"),
        *("302/303", "3栋302、303", "3楼302", "3栋21502", "3-15-02", "3栋5", "12号", "漏水", "3栋2单元1502的业主"),
        *("3号院2号楼1单元302", "0栋302", "3栋负一楼302"),
    ],
)
def test_what_is_no_door_or_more_than_one_is_left_to_a_person(written):
    assert parse_room(written) is None


@pytest.mark.parametrize(
    ("spelling", "label"),
    [
        ("3-2-1502", "3栋2单元1502"),
        ("32-1502", "32栋1502"),
        ("a座1203", "A栋1203"),
        ("二期3-2-1502", "2期3栋2单元1502"),
        ("紫荆苑1502", "紫荆苑1502"),
        ("5号楼东单元302", "5栋东单元302"),
        ("2单元1502", "2单元1502"),
        ("1502室", "1502室"),
        ("3栋5号", "3栋5室"),
        ("12座12楼B", "12栋12B室"),
    ],
)
def test_label_says_the_door_as_the_office_writes_it_and_reads_back(spelling, label):
    room = parse_room(spelling)
    assert room is not None
    assert room.label == label
    assert parse_room(label) == room


def test_floor_is_read_from_the_room_or_said_and_never_makes_two_doors():
    said, derived = parse_room("3栋2单元15楼1502"), parse_room("3-2-1502")
    assert said is not None
    assert derived is not None
    assert (said.floor, derived.floor) == ("15", "15")
    assert Room("1", "1", "1", "1011") == Room("1", "1", "10", "1011")


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("31502", ["3--1502", "31--502", "3-1-502", "-3-1502", "-31-502"]),
        ("321502", ["3-2-1502", "32--1502", "32-1-502", "321--502", "3-21-502", "-32-1502"]),
        ("03021502", ["3-2-1502", "30-2-1502"]),
        ("1502", ["--1502", "1--502", "-1-502"]),
        ("502", ["--502"]),
        ("3-2-1502", ["3-2-1502"]),
        ("3-1502", ["3--1502", "3-1-502", "-3-1502"]),
        ("32-1502", ["32--1502", "3-2-1502", "32-1-502", "-32-1502"]),
        ("3-21502", ["3-2-1502", "3-21-502"]),
        ("3栋1502", ["3--1502"]),
        ("3栋21502", ["3-2-1502", "3-21-502"]),
        ("3楼302", ["3--302", "-3-302"]),
        ("3-15-02", ["3--1502", "3-1-502", "-3-1502", "3-15-2"]),
        ("3-0-05", ["3--5"]),
        ("a1203", ["A--1203", "A1--203", "A-1-203"]),
        ("A-1203", ["A--1203", "A-1-203"]),
        ("31502a", ["3--1502A", "31--502A", "3-1-502A", "-3-1502A", "-31-502A"]),
        ("３１５０２", ["3--1502", "31--502", "3-1-502", "-3-1502", "-31-502"]),
    ],
)
def test_box_offers_every_door_that_may_be_meant_likeliest_first(typed, keys):
    assert [room.key for room in room_candidates(typed)] == keys


@pytest.mark.parametrize("typed", ["", "12", "张三", "zs", "13800001234", "3栋", "公共区域", "3栋公共区域", "000"])
def test_box_offers_no_door_for_other_words(typed):
    assert room_candidates(typed) == ()


@pytest.mark.parametrize(
    "written", ["3栋", "3#", "三号楼", "3", "３", "03幢", "3座", "3号", "3楼", "3.0", " 3 栋 ", "第三栋", "3#楼"]
)
def test_one_building_has_one_name(written):
    assert fold_building(written) == "3"


@pytest.mark.parametrize(
    ("written", "building"),
    [
        ("A座", "A"),
        ("g2栋", "G2"),
        ("s01栋", "S1"),
        ("十二号楼", "12"),
        ("紫荆苑", "紫荆苑"),
        ("综合楼", "综合楼"),
        ("二期3栋", "2期3"),
        ("", ""),
    ],
)
def test_lettered_and_named_buildings_keep_their_names(written, building):
    assert fold_building(written) == building


@pytest.mark.parametrize(
    ("written", "unit"),
    [("2单元", "2"), ("二单元", "2"), ("2", "2"), ("2.0", "2"), ("02", "2"), ("二门", "2"), ("2梯", "2"), ("a", "A"),
     ("2号门", "2"), ("东单元", "东"),
     ("0", ""), ("0.0", ""), ("", ""), ("无", ""), ("-", "")],
)  # fmt: skip
def test_one_unit_has_one_name_and_shops_have_none(written, unit):
    assert fold_unit(written) == unit


@pytest.mark.parametrize(
    ("written", "room"),
    [("1502室", "1502"), ("0201房", "201"), ("0201", "201"), ("1001.0", "1001"), ("１５０２号", "1502"),
     ("b12", "B12"), ("1502a室", "1502A"),
     ("1502-1", "1502-1"), ("商铺12", "商铺12"), ("一五〇二", "1502")],
)  # fmt: skip
def test_one_room_has_one_number(written, room):
    assert fold_room_no(written) == room


@pytest.mark.parametrize(
    ("room", "floor"),
    [("1502", "15"), ("302", "3"), ("0201", "2"), ("3206", "32"), ("302A", "3"), ("12B", "12"), ("A1203", "12"),
     ("1502-1", "15"),
     ("12", ""), ("", ""), ("商铺", "")],
)  # fmt: skip
def test_room_number_tells_its_floor(room, floor):
    assert floor_of(room) == floor


@pytest.mark.parametrize(
    ("written", "number"),
    [("十", "10"), ("十一", "11"), ("二十", "20"), ("二十三", "23"), ("九十九", "99"), ("三", "3"), ("两", "2"),
     ("零五", "05"),
     ("一五〇二", "1502"), ("", None), ("十十", None), ("栋", None)],
)  # fmt: skip
def test_chinese_numbers_are_read_in_full_digit_by_digit_and_as_floor_and_door(written, number):
    assert read_numeral(written) == number


BUILDINGS = st.one_of(
    st.integers(1, 999).map(str),
    st.sampled_from("ABCD"),
    st.builds("{}{}".format, st.sampled_from("AGS"), st.integers(1, 99)),
)
UNITS = st.one_of(st.just(""), st.integers(1, 12).map(str), st.sampled_from(["A", "B", "东"]))
DOORS = st.builds("{}{:02}{}".format, st.integers(1, 48), st.integers(1, 12), st.sampled_from(["", "A"]))


@given(BUILDINGS, UNITS, DOORS)
def test_label_and_key_of_any_door_lead_back_to_it(building, unit, room):
    door = Room(building, unit, floor_of(room), room)
    assert parse_room(door.label) == door
    assert parse_room(door.key) == door
    assert room_candidates(door.key)[0] == door
    run_together = f"{building}{unit}{room}"
    if unit != "东" and len(building) <= 2 and building[-1:].isdigit() and unit.isdigit():
        assert door in room_candidates(run_together)


@example(".房号")
@example("房号-房号1")
@example("房 号")
@example(".#")
@given(st.text("0123456789一二三十ABab栋幢座#号楼单元门室房-.  期区苑３", max_size=12))
def test_folding_an_address_twice_changes_nothing_more(text):
    for folded in (fold_building, fold_unit, fold_room_no):
        assert folded(folded(text)) == folded(text)
    room = parse_room(text)
    if room is not None:
        assert parse_room(room.label) == room


def test_real_lists_name_doors_that_the_desk_can_read(shared_data):
    doors = set()
    book = CalamineWorkbook.from_path(shared_data / "owners" / "hc小区导入模板_多sheet.xlsx")
    rows = book.get_sheet_by_name("房屋信息").to_python()[1:]
    doors |= {(str(row[1]), str(row[2]), str(row[0])) for row in rows if row[0] != ""}
    book = CalamineWorkbook.from_path(shared_data / "owners" / "hc房屋业主导入模板_单sheet.xlsx")
    doors |= {
        (str(row[0]), str(row[1]), str(row[2])) for row in book.get_sheet_by_index(0).to_python()[1:] if row[0] != ""
    }
    book = CalamineWorkbook.from_path(shared_data / "owners" / "业主导入模板_6列.xlsx")
    doors |= {(str(row[2]), str(row[3]), str(row[4])) for row in book.get_sheet_by_index(0).to_python()[1:]}
    assert len(doors) == 8 + 1 + 3
    for building, unit, room in doors:
        key = f"{fold_building(building)}-{fold_unit(unit)}-{fold_room_no(room)}"
        parsed = parse_room(key)
        assert parsed is not None
        assert parsed.key == key
