# SPDX-License-Identifier: Apache-2.0
"""Buildings and rooms from a pattern, as they are typed on the first morning."""

from __future__ import annotations

import pytest

from complaintdesk.domain.building_pattern import MOST, BuildingPattern, doors, outcome, read_names
from complaintdesk.domain.folding import parse_room
from complaintdesk.errors import UserError

TOWERS = BuildingPattern(buildings="1-6", units="", floors="1-18", rooms="01-04")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("1-3", ("1", "2", "3")),
        ("1－3、5， 7;9", ("1", "2", "3", "5", "7", "9")),
        ("1 - 3", ("1", "2", "3")),
        ("01至03", ("01", "02", "03")),
        ("98-101", ("98", "99", "100", "101")),
        ("A-C", ("A", "B", "C")),
        ("A-C座", ("A座", "B座", "C座")),
        ("商铺1-3号", ("商铺1号", "商铺2号", "商铺3号")),
        ("车位B001-B002", ("车位B001-B002",)),
        ("紫荆苑 丁香苑", ("紫荆苑", "丁香苑")),
        ("1\x01, \x02, 2", ("1", "2")),
        ("", ()),
    ],
)
def test_lists_are_written_out(text: str, names: tuple[str, ...]) -> None:
    assert read_names(text) == names


@pytest.mark.parametrize("text", ["6-1", "C-A", "1-C", "1-99999999999", "1, 2, 1", "1-3 2"])
def test_what_is_no_list_is_refused_beside_its_field(text: str) -> None:
    with pytest.raises(UserError) as refused:
        read_names(text, "buildings")
    assert refused.value.field == "buildings"


@pytest.mark.parametrize("text", ["1-1000000000", f"1-{MOST + 1}", f"1-{MOST}, A", "1-9, A1-50000"])
def test_what_would_be_too_many_names_is_never_written_out(text: str) -> None:
    with pytest.raises(UserError, match="That would be more than") as refused:
        read_names(text, "rooms")
    assert (refused.value.field, refused.value.values["most"]) == ("rooms", MOST)


def test_as_many_names_as_there_is_room_for_are_all_written_out() -> None:
    names = read_names(f"车位1-{MOST}")
    assert (len(names), names[0], names[-1]) == (MOST, "车位1", "车位50000")


@pytest.mark.parametrize("field", ["buildings", "units", "floors", "skipped", "rooms"])
@pytest.mark.parametrize("slip", ["9" * 4400, "1-" + "9" * 4400, "1" * 4400 + "-2", "A" * 4400])
def test_a_key_that_was_held_down_is_said_beside_its_field(field: str, slip: str) -> None:
    wanted = {"buildings": "1-6", "floors": "1-18", "rooms": "01-04", field: slip}
    with pytest.raises(UserError, match="there is room for") as refused:
        doors([BuildingPattern(**wanted)])
    assert refused.value.field == field


def test_six_towers_of_eighteen_floors() -> None:
    made = outcome([TOWERS])
    assert (made.buildings, made.doors, made.first, made.last) == (6, 432, "1栋101", "6栋1804")


def test_units_and_floors_that_there_are_not() -> None:
    made = doors([BuildingPattern("3", units="1-2", floors="1-18", skipped="4、14", rooms="1-2")])
    assert len(made) == 2 * 16 * 2
    assert {door.floor for door in made}.isdisjoint({"4", "14"})
    assert made[-1].label == "3栋2单元1802"


def test_buildings_that_differ_and_buildings_with_names() -> None:
    made = outcome([TOWERS, BuildingPattern("紫荆苑", floors="1-3", rooms="A-B")])
    assert (made.buildings, made.doors, made.last) == (7, 438, "紫荆苑3B室")


def test_every_door_made_is_the_door_that_people_say() -> None:
    for door in doors([TOWERS, BuildingPattern("7", units="1-2", floors="9-10", rooms="1-3")]):
        assert parse_room(door.label) == door


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"buildings": ""}, "buildings"),
        ({"floors": ""}, "floors"),
        ({"floors": "first"}, "floors"),
        ({"floors": "0-3"}, "floors"),
        ({"floors": "፩"}, "floors"),
        ({"floors": "1, 9999999999999999999"}, "floors"),
        ({"floors": "1-3", "skipped": "1-3"}, "floors"),
        ({"skipped": "x"}, "skipped"),
        ({"rooms": " "}, "rooms"),
        ({"buildings": "1, 1栋"}, "buildings"),
        ({"buildings": "1-900"}, "buildings"),
        ({"rooms": "1-49999"}, "buildings"),
        ({"rooms": "1-1000000000"}, "rooms"),
    ],
)
def test_a_slip_in_a_pattern_is_said_beside_its_field(changes: dict[str, str], field: str) -> None:
    wanted = {"buildings": "1-6", "floors": "1-18", "rooms": "01-04", **changes}
    with pytest.raises(UserError) as refused:
        doors([BuildingPattern(**wanted)])
    assert refused.value.field == field


def test_of_several_patterns_the_wrong_one_is_named() -> None:
    with pytest.raises(UserError) as refused:
        doors([TOWERS, BuildingPattern("6-8", floors="1-18", rooms="01-04")])
    assert (refused.value.field, refused.value.values["place"]) == ("buildings.1", "6栋101")
