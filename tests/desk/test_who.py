# SPDX-License-Identifier: Apache-2.0
"""The one box that finds who: a room in any spelling, a phone, a name, its pinyin, a public area."""

from __future__ import annotations

import pytest

from complaintdesk.desk import households, people
from complaintdesk.desk.drafts import OccupantDraft, PhoneDraft, PlaceDraft
from complaintdesk.domain.terms import OccupantKind, PlaceKind
from tests.builders import TODAY, a_case, a_household, a_repair
from tests.db.test_search import HOSTILE


@pytest.fixture
def estate(office):
    """A few doors with people whose names and numbers are like one another's."""
    people_of = {
        ("3", "2", "1502"): (
            OccupantDraft("单飞", phones=(PhoneDraft("13900005678"), PhoneDraft("0571-88886543-801"))),
            OccupantDraft("单小飞", OccupantKind.FAMILY, (PhoneDraft("13711110001"),)),
        ),
        ("3", "1", "1502"): (OccupantDraft("曾国强", phones=(PhoneDraft("13800001502"),)),),
        ("32", "", "1502"): (OccupantDraft("Anna Karenina", OccupantKind.TENANT),),
        ("5", "2", "302A"): (OccupantDraft("单飞虎"),),
        ("3", "2", "1501"): (),
    }
    for (building, unit, room), occupants in people_of.items():
        a_household(office, room, building=building, unit=unit, occupants=occupants)
    for label in ("3栋大堂", "地下车库B1", "A座电梯厅"):
        office.do(households.save_place, PlaceDraft(PlaceKind.PUBLIC_AREA, label=label))
    return office


def who(office, words: str, **more) -> list[tuple[str, str]]:
    """Place and person of what is proposed, best first."""
    return [(match.place, match.name) for match in office.ask(people.who, words, TODAY, **more)]


DAN, ZENG = ("3栋2单元1502", "单飞"), ("3栋1单元1502", "曾国强")


ROOM = ("3-2-1502", "3栋2单元1502", "3#2单元1502室", "三号楼2单元1502", "3-2-15-02", "３－２－１５０２")
PHONE = ("13900005678", "139 0000 5678", "+8613900005678", "5678", "00005678")
WITH_EXTENSION = ("0571-88886543-801", "0571-88886543", "6543", "057188886543")


def test_a_room_in_any_spelling_finds_its_household_and_no_other(estate):
    assert {words: who(estate, words) for words in ROOM} == {words: [DAN] for words in ROOM}


def test_a_room_without_its_unit_finds_all_it_may_be(estate):
    assert who(estate, "3-1502") == [ZENG, DAN]
    assert who(estate, "32-1502") == [("32栋1502", "Anna Karenina"), DAN], "32-1502 may be 3-2-1502 as well"
    assert {place for place, _ in who(estate, "1502")} == {"3栋2单元1502", "3栋1单元1502", "32栋1502"}


def test_a_phone_or_its_tail_finds_its_person(estate):
    assert {words: who(estate, words)[-1:] for words in PHONE} == {words: [DAN] for words in PHONE}


def test_a_phone_with_an_extension_is_found_with_it_and_without(estate):
    assert {words: who(estate, words) for words in WITH_EXTENSION} == {words: [DAN] for words in WITH_EXTENSION}


def test_the_person_whose_number_it_is_is_proposed_not_the_owner(estate):
    (match,) = estate.ask(people.who, "13711110001", TODAY)
    assert (match.place, match.name, match.occupant_kind, match.phone) == (
        "3栋2单元1502",
        "单小飞",
        OccupantKind.FAMILY,
        "13711110001",
    )


def test_three_digits_are_no_phone(estate):
    assert who(estate, "678") == []


def test_a_name_is_found_by_its_characters_and_readings_the_whole_name_first(estate):
    for words in ("单飞", "shanfei", "sf", "danfei", "SHANFEI", "df"):
        found = [name for _place, name in who(estate, words)]
        assert (found[0], "单飞虎" in found) == ("单飞", True), words


def test_a_part_of_a_name_is_enough(estate):
    part_of = {"曾": "曾国强", "zengguo": "曾国强", "zgq": "曾国强", "anna": "Anna Karenina", "国强": "曾国强"}
    for words, name in part_of.items():
        assert name in [found for _place, found in who(estate, words)], words


def test_a_public_area_is_found_by_its_name(estate):
    part_of = {"大堂": "3栋大堂", "车库": "地下车库B1", "A座": "A座电梯厅", "302A": "5栋2单元302A"}
    for words, place in part_of.items():
        assert place in [found for found, _name in who(estate, words)], words


def test_a_household_proposes_its_first_person_and_its_open_cases(estate):
    (match,) = estate.ask(people.who, "3-2-1502", TODAY)
    place_id = match.place_id
    assert (match.kind, match.occupant_id, match.phone, match.open_cases) == (PlaceKind.HOUSEHOLD, 1, "13900005678", 0)
    a_repair(estate, place_id=place_id)
    a_case(estate)
    assert estate.ask(people.who, "3-2-1502", TODAY)[0].open_cases == 1


def test_an_empty_household_is_proposed_without_a_person(estate):
    (match,) = estate.ask(people.who, "3-2-1501", TODAY)
    assert (match.place, match.name, match.occupant_id, match.phone) == ("3栋2单元1501", "", None, "")


def test_a_household_whose_door_has_a_name_is_found_by_it(estate):
    a_household(estate, "后门")
    assert who(estate, "3栋2单元后门室") == [("3栋2单元后门室", "单飞")]


def test_no_more_is_proposed_than_asked_for(estate):
    assert len(who(estate, "1502", limit=2)) == 2


def test_nobody_is_proposed_for_nothing(estate):
    assert who(estate, " \n") == []


def test_signs_of_the_database_find_nobody(estate):
    signs = ("%", "_", "%%%%", "\\", "'", '"', "单%", "_飞")
    assert {words: who(estate, words) for words in signs} == {words: [] for words in signs}


def test_no_words_upset_the_box(estate):
    for words in HOSTILE:
        who(estate, words)
        estate.ask(people.place_ids, words)
        estate.ask(people.place_named, words)


def test_a_list_names_a_place_by_its_door(estate):
    for words in ("3-2-1502", "3栋2单元1502室"):
        assert estate.ask(people.place_named, words) == (1, "3栋2单元1502"), words


def test_a_list_names_a_place_by_its_label_and_none_where_it_may_be_several(estate):
    assert estate.ask(people.place_named, "3栋大堂") == (6, "3栋大堂")
    assert [estate.ask(people.place_named, words) for words in ("3-1502", "8-1-101", "大堂", "")] == [None] * 4
