# SPDX-License-Identifier: Apache-2.0
"""The one box that finds who: a room in any spelling, a phone, a name, its pinyin, a public area."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from complaintdesk.db.tables import Occupant, Phone, Place
from complaintdesk.desk import data_requests, household_files, households, people
from complaintdesk.desk.drafts import OccupantDraft, PhoneDraft, PlaceDraft
from complaintdesk.desk.household_records import VehicleDraft
from complaintdesk.desk.pinyin_table import pinyin_table
from complaintdesk.desk.who_records import Reason
from complaintdesk.domain.pinyin import keys_for
from complaintdesk.domain.surnames import SURNAMES
from complaintdesk.domain.terms import CaseKind, OccupantKind, PlaceKind
from complaintdesk.sheets.imports import HOUSEHOLDS, run_import
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
    signs = ("%", "_", "%%%%", "\\", "'", '"', "_人", "单%人")
    assert {words: who(estate, words) for words in signs} == {words: [] for words in signs}
    assert who(estate, "单%") == who(estate, "单")


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


MET = OccupantDraft("张三", phones=(PhoneDraft("13811112222"),))
SPELLINGS = (
    *("3-2-1502", "３－２－１５０２", "3栋2单元1502", "3幢2单元1502室", "3座2单元1502号", "3#2单元1502"),
    *("3号楼2门1502房", "3棟2單元1502號", "三栋二单元一五〇二", "三号楼二单元一千五百零二室", "叁栋贰单元1502"),
    *("3 栋 2 单元 1502 室", "3 2 1502", "3/2/1502", "3、2、1502", "3—2—1502", "3.2.1502", "【3-2-1502】"),
    *("房号：3-2-1502", "3-2-1502（复式）", "第3栋第2单元1502", "阳光花园3栋2单元1502", "3-02-1502"),
    *("3栋2单元15楼1502", "3栋2单1502", "321502"),
)


def reasons(office, words: str, **more) -> list[tuple[str, Reason]]:
    return [(match.name or match.place, match.reason) for match in office.ask(people.who, words, TODAY, **more)]


def test_every_spelling_of_a_door_names_it(estate):
    assert {words: who(estate, words)[:1] for words in SPELLINGS} == {words: [DAN] for words in SPELLINGS}


def test_the_more_exactly_words_name_something_the_earlier_it_comes(office):
    for room, name in (("101", "张三丰"), ("102", "张三"), ("103", "小张三"), ("104", "章散")):
        a_household(office, room, occupants=(OccupantDraft(name),))
    assert reasons(office, "张三") == [
        ("张三", Reason.NAME),
        ("张三丰", Reason.BEGINNING),
        ("小张三", Reason.PART),
    ]
    assert reasons(office, "zs")[:2] == [("张三", Reason.PINYIN), ("章散", Reason.PINYIN)]
    assert reasons(office, "zs")[2] == ("张三丰", Reason.PINYIN_BEGINNING)


@pytest.mark.parametrize("typed", ["张s", "zhang三", "z三", "张san", "zsan", "zhsan", "张三先生", "业主张三"])
def test_a_name_is_found_by_characters_and_letters_mixed(office, typed):
    a_household(office, occupants=(MET,))
    a_household(office, "1602", occupants=(OccupantDraft("李四"),))
    assert who(office, typed) == [("3栋2单元1502", "张三")]


def test_of_equals_the_household_that_called_last_comes_first(office, clock):
    doors = [a_household(office, room) for room in ("101", "201", "301")]
    for door in (doors[2], doors[1]):
        clock.later(hours=1)
        a_repair(office, place_id=door)
    assert [match.place_id for match in office.ask(people.who, "sf", TODAY)] == [doors[1], doors[2], doors[0]]


def test_who_has_left_comes_last_and_says_when(office):
    left = TODAY.replace(day=1)
    a_household(office, "101", occupants=(OccupantDraft("张三", to_on=left),))
    a_household(office, "102", occupants=(OccupantDraft("张三", OccupantKind.TENANT, to_on=TODAY),))
    a_household(office, "103", occupants=(OccupantDraft("张三丰"),))
    found = office.ask(people.who, "张三", TODAY)
    assert [(match.name, match.left_on) for match in found] == [("张三", None), ("张三丰", None), ("张三", left)]


def test_a_household_proposes_nobody_who_has_left(office):
    left = TODAY.replace(day=1)
    a_household(office, occupants=(OccupantDraft("张三", to_on=left), OccupantDraft("李四", OccupantKind.TENANT)))
    (match,) = office.ask(people.who, "3-2-1502", TODAY)
    assert (match.name, match.others) == ("李四", ())


def test_a_sealed_record_is_not_proposed(office):
    a_household(office, occupants=(MET,))
    office.do(data_requests.seal, 1, "搬走多年")
    assert [who(office, words) for words in ("张三", "zs", "2222", "13811112222")] == [[], [], [], []]
    assert who(office, "3-2-1502") == [("3栋2单元1502", "")]


def test_a_phone_is_found_by_its_beginning_from_three_digits_on(estate):
    assert [name for _place, name in who(estate, "138")] == ["曾国强"]
    assert reasons(estate, "1390000567")[0] == ("单飞", Reason.BEGINNING)
    assert reasons(estate, "13900005678")[0] == ("单飞", Reason.NUMBER)


@pytest.mark.parametrize("typed", ["粤C·12345", "粤C12345", "c12345", "12345", "粤ｃ 12345"])
def test_a_plate_finds_its_household(estate, typed):
    estate.do(household_files.save_vehicle, VehicleDraft(place_id=1, plate="粤C·12345"))
    (match,) = estate.ask(people.who, typed, TODAY)
    assert (match.place, match.plate) == ("3栋2单元1502", "粤C·12345")


def test_a_plate_names_whose_it_is(office):
    tenant = OccupantDraft("李四", OccupantKind.TENANT, (PhoneDraft("13822223333"),))
    place_id = a_household(office, occupants=(MET, tenant))
    office.do(household_files.save_vehicle, VehicleDraft(place_id, plate="粤C12345", occupant_id=2))
    (match,) = office.ask(people.who, "12345", TODAY)
    assert (match.name, match.phone, match.plate, match.others) == ("李四", "13822223333", "粤C·12345", ("张三",))


@pytest.mark.parametrize("typed", ["便利店", "bld", "bianlidian", "3dbld"])
def test_a_shop_is_found_by_name_and_pinyin(office, typed):
    office.do(households.save_place, PlaceDraft(PlaceKind.SHOP, label="3栋便利店" if typed[0] == "3" else "便利店"))
    assert who(office, typed)[0][0].endswith("便利店")


@pytest.mark.parametrize("typed", ["B1-123", "dxck123", "dixiacheku", "地下车库", "dxckb1123"])
def test_a_parking_space_is_found_by_its_number_and_by_pinyin(office, typed):
    for number in (122, 123):
        office.do(households.save_place, PlaceDraft(PlaceKind.PARKING, label=f"地下车库B1-{number}"))
    found = [place for place, _name in who(office, typed)]
    assert "地下车库B1-123" in found
    assert len(found) == (1 if "123" in typed else 2)


@pytest.mark.parametrize("typed", ["3栋 单", "单飞 3栋", "3-2-1502单飞", "3-2 单飞", "1502 sf", "单女士 3-2-1502 5678"])
def test_several_terms_must_all_be_true_of_one_person(estate, typed):
    assert who(estate, typed)[:1] == [DAN]
    assert all(place.startswith("3栋") for place, _name in who(estate, typed))


def test_an_address_that_is_only_begun_lists_the_doors_that_begin_so(estate):
    assert [place for place, _name in who(estate, "3-2-15")] == ["3栋2单元1501", "3栋2单元1502"]
    assert [place for place, _name in who(estate, "5栋2单元")] == ["5栋2单元302A"]


def test_digits_that_may_be_a_door_or_a_phone_leave_room_for_both(office):
    for unit in range(1, 10):
        a_household(office, "1502", unit=str(unit), occupants=(OccupantDraft("张三"),))
    a_household(office, "301", occupants=(OccupantDraft("李四", phones=(PhoneDraft("13900001502"),)),))
    found = office.ask(people.who, "1502", TODAY)
    assert (len(found), found[-1].name, found[-1].reason) == (8, "李四", Reason.TAIL)


def test_a_proposal_carries_what_the_clerk_wants_to_know(office, clock):
    people_there = (replace(MET, note="耳背"), OccupantDraft("李四", OccupantKind.FAMILY))
    place = a_household(office, occupants=people_there, note="养狗", warranty_until=TODAY)
    a_repair(office, place_id=place)
    (match,) = office.ask(people.who, "张三", TODAY)
    assert (match.building, match.others, match.open_cases, match.note) == ("3", ("李四",), 1, "养狗 耳背")
    assert (match.last_call_at, match.last_call_kind, match.warranty_until) == (office.now(), CaseKind.REPAIR, TODAY)


LISTS = ("hc小区导入模板_多sheet.xlsx", "hc房屋业主导入模板_单sheet.xlsx", "业主导入模板_6列.xlsx")


@pytest.mark.parametrize("name", LISTS)
def test_everybody_of_a_real_list_is_found_by_door_name_pinyin_and_phone(office, shared_data, name):
    run_import(office, HOUSEHOLDS, shared_data / "owners" / name)
    rows_told = [row for row in office.ask(_everybody) if row.name]
    assert rows_told
    for row in rows_told:
        for typed in (
            row.label,
            row.name,
            *keys_for(row.name, pinyin_table())[:2],
            row.number or row.name,
        ):
            assert (row.label, row.name) in who(office, typed, limit=50), typed


def _everybody(session):
    columns = select(Place.label, Occupant.name, Phone.number)
    return session.execute(columns.join(Occupant, Occupant.place_id == Place.id).outerjoin(Phone)).all()


GIVEN = st.text(
    st.sampled_from("伟芳娜敏静丽强磊军洋勇艳杰涛明超秀霞平刚英华玉兰建国志文海燕小飞雨晨乐行长"),
    min_size=1,
    max_size=3,
)
NAMES = st.builds("{}{}".format, st.sampled_from([*SURNAMES, *"张王李赵", "欧阳", "尉迟", "单于"]), GIVEN)
BUILDINGS = count(1)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(names=st.lists(NAMES, min_size=1, max_size=3, unique=True))
def test_made_up_people_are_found_by_all_that_one_may_type(office, names):
    building = next(BUILDINGS)
    phone = f"139{building * 7919:08}"
    drafts = tuple(OccupantDraft(name, phones=(PhoneDraft(phone),) if not at else ()) for at, name in enumerate(names))
    a_household(office, "1502", building=str(building), unit="1", occupants=drafts)
    label = f"{building}栋1单元1502"
    assert [place for place, _name in who(office, f"{building}-1-1502")] == [label]
    assert (label, names[0]) in who(office, phone)
    for name in names:
        for typed in (name, *keys_for(name, pinyin_table())[:2], f"{building}栋 {name}"):
            assert (label, name) in who(office, typed, limit=200), (typed, name)
