# SPDX-License-Identifier: Apache-2.0
"""Places and their people: added, edited, taken out of use; one door has one record (R-OWN-04, R-OWN-05)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from complaintdesk.db.tables import Place
from complaintdesk.desk import households, people
from complaintdesk.desk.drafts import OccupantDraft, PhoneDraft, PlaceDraft
from complaintdesk.domain.terms import OccupantKind, PlaceKind
from complaintdesk.errors import Conflict, MissingFields, UserError
from tests.builders import NINE, TODAY, a_case, a_household, a_place_draft, a_repair, codes, rows


def place(office, place_id: int):
    return office.ask(people.place_page, place_id, office.books)


def form(office, place_id: int) -> PlaceDraft:
    """The place as its form holds it."""
    with office.database.reading() as session:
        return households.place_draft(session, session.get_one(Place, place_id))


def test_a_household_is_kept_with_its_people(office):
    owner = OccupantDraft(
        "尉迟 恭",
        phones=(PhoneDraft("+86 139 0000 5678", "手机"), PhoneDraft("0571-88880000转801", "单位")),
        external_no="YZ0012",
        from_on=date(2019, 5, 1),
        note="上门前先打电话",
    )
    tenant = OccupantDraft("Anna", OccupantKind.TENANT, to_on=date(2027, 4, 30))
    place_id = a_household(office, area="89.5㎡", external_no="F-33", note="有狗\r\n", occupants=(tenant, owner))
    kept = place(office, place_id)
    assert (kept.kind, kept.label) == (PlaceKind.HOUSEHOLD, "3栋2单元1502")
    assert (kept.building, kept.unit, kept.floor, kept.room) == ("3", "2", "15", "1502")
    assert (kept.area, kept.external_no, kept.note) == ("89.5", "F-33", "有狗")
    first, second = kept.occupants
    assert (first.kind, first.name, second.kind, second.name) == ("owner", "尉迟 恭", "tenant", "Anna")
    assert [(phone.number, phone.label) for phone in first.phones] == [
        ("13900005678", "手机"),
        ("057188880000-801", "单位"),
    ]
    assert (first.external_no, first.from_on, first.note) == ("YZ0012", date(2019, 5, 1), "上门前先打电话")
    assert (second.phones, second.to_on) == ((), date(2027, 4, 30))
    assert codes(office) == []


@pytest.mark.parametrize(
    ("building", "unit", "room"),
    [("3栋", "2单元", "1502室"), ("三号楼", "二单元", "1502"), ("3#", "2", "1502房"), ("03幢", "02", "01502")],
)
def test_one_door_in_other_words_is_in_the_books_already(office, building, unit, room):
    a_household(office)
    with pytest.raises(UserError) as refused:
        a_household(office, room, building=building, unit=unit)
    assert (refused.value.field, refused.value.values["place"]) == ("room", "3栋2单元1502")
    assert rows(office, "SELECT count(*) FROM place") == [(1,)]


@pytest.mark.parametrize(
    ("draft", "label"),
    [
        (PlaceDraft(PlaceKind.PUBLIC_AREA, label=" 3栋  大堂 "), "3栋 大堂"),
        (PlaceDraft(PlaceKind.SHOP, building="1", room="102"), "1栋102"),
        (PlaceDraft(PlaceKind.PARKING, label="B1-027"), "B1-027"),
        (PlaceDraft(PlaceKind.HOUSEHOLD, room="1502"), "1502室"),
    ],
)
def test_other_places_have_the_name_they_are_given(office, draft, label):
    place_id = office.do(households.save_place, draft)
    assert place(office, place_id).label == label
    with pytest.raises(UserError, match="already"):
        office.do(households.save_place, draft)


def test_a_shop_and_a_household_may_share_a_door(office):
    a_household(office, "102", building="1", unit="")
    office.do(households.save_place, PlaceDraft(PlaceKind.SHOP, building="1", room="102"))
    assert rows(office, "SELECT label FROM place") == [("1栋102",)] * 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"room": " "}, "room"),
        ({"kind": PlaceKind.PUBLIC_AREA, "room": "", "label": "\n"}, "label"),
        ({"kind": PlaceKind.PUBLIC_AREA, "label": "名" * 81}, "label"),
        ({"area": "9" * 21}, "area"),
        ({"external_no": "9" * 41}, "external_no"),
        ({"note": "字" * 5001}, "note"),
        ({"occupants": (OccupantDraft(" "),)}, "occupants"),
        ({"occupants": (OccupantDraft("名" * 81),)}, "occupants"),
        ({"occupants": (OccupantDraft("单飞", phones=(PhoneDraft("1380000123"),)),)}, "phones"),
        ({"occupants": (OccupantDraft("单飞", phones=(PhoneDraft("无"),)),)}, "phones"),
        ({"occupants": (OccupantDraft("单飞", phones=(PhoneDraft("13800001234、13900001234"),)),)}, "phones"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(office, changes, field):
    with pytest.raises(UserError) as refused:
        office.do(households.save_place, replace(a_place_draft(), **changes))
    assert refused.value.field == field
    assert rows(office, "SELECT (SELECT count(*) FROM place), (SELECT count(*) FROM phone)") == [(0, 0)]


def test_two_numbers_in_one_box_are_told_apart(office):
    both = OccupantDraft("单飞", phones=(PhoneDraft("13800001234、13900001234"),))
    with pytest.raises(UserError, match="one number"):
        a_household(office, occupants=(both,))


def test_an_edited_place_keeps_its_people_and_what_left_its_phones(office):
    place_id = a_household(office)
    draft = form(office, place_id)
    (owner,) = draft.occupants
    more = (PhoneDraft("0571-88886543", "家"), PhoneDraft("13900005678", "新标签"))
    family = OccupantDraft("单小飞", OccupantKind.FAMILY)
    office.do(households.save_place, replace(draft, area="120", occupants=(replace(owner, phones=more), family)))
    kept = place(office, place_id)
    assert [(each.id, each.name) for each in kept.occupants] == [(1, "单飞"), (2, "单小飞")]
    assert {(phone.number, phone.label) for phone in kept.occupants[0].phones} == {
        ("057188886543", "家"),
        ("13900005678", "新标签"),
    }
    last = form(office, place_id)
    no_mobile = replace(last.occupants[0], phones=last.occupants[0].phones[1:])
    office.do(households.save_place, replace(last, occupants=(no_mobile, last.occupants[1])))
    assert [phone.number for phone in place(office, place_id).occupants[0].phones] == ["057188886543"]
    assert rows(office, "SELECT count(*), count(voided_at) FROM phone") == [(2, 1)]
    assert codes(office) == []


def test_a_number_left_and_come_back_is_in_use_again(office):
    place_id = a_household(office)
    draft = form(office, place_id)
    without = replace(draft.occupants[0], phones=())
    office.do(households.save_place, replace(draft, occupants=(without,)))
    again = form(office, place_id)
    office.do(
        households.save_place,
        replace(again, occupants=(replace(again.occupants[0], phones=draft.occupants[0].phones),)),
    )
    assert [phone.number for phone in place(office, place_id).occupants[0].phones] == ["13900005678"]


def test_two_desks_editing_one_place_lose_neither_text(office):
    place_id = a_household(office)
    mine = theirs = form(office, place_id)
    office.do(households.save_place, replace(theirs, note="有狗"))
    with pytest.raises(Conflict) as conflict:
        office.do(households.save_place, replace(mine, note="有猫"))
    assert (conflict.value.theirs.note, conflict.value.mine.note) == ("有狗", "有猫")
    assert place(office, place_id).note == "有狗"


@pytest.mark.parametrize("change", ["a phone", "a person", "a person out of use"])
def test_a_change_to_its_people_makes_what_was_read_of_a_place_stale(office, change):
    place_id = a_household(office)
    read = form(office, place_id)
    (owner,) = read.occupants
    if change == "a phone":
        more = replace(owner, phones=(*owner.phones, PhoneDraft("88886543")))
        office.do(households.save_place, replace(read, occupants=(more,)))
    elif change == "a person":
        office.do(households.save_place, replace(read, occupants=(owner, OccupantDraft("单小飞"))))
    else:
        office.do(households.void_occupant, 1, "已搬走")
    with pytest.raises(Conflict):
        office.do(households.save_place, replace(read, note="x"))


def test_a_place_moved_onto_anothers_door_is_refused(office):
    a_household(office, "1501")
    place_id = a_household(office, "1502")
    with pytest.raises(UserError, match="already"):
        office.do(households.save_place, replace(form(office, place_id), room="1501"))


def test_a_place_out_of_use_is_nowhere_proposed_and_its_door_can_be_entered_anew(office, clock):
    place_id = a_household(office)
    case = a_repair(office, place_id=place_id)
    office.do(households.void_place, place_id, "楼栋录错")
    assert rows(office, "SELECT void_reason FROM place") == [("楼栋录错",)]
    for words in ("3-2-1502", "1502", "单飞", "shanfei", "5678", "3栋2单元"):
        assert office.ask(people.who, words, TODAY) == (), words
    assert list(office.ask(people.place_ids)) == []
    assert office.ask(people.place_named, "3-2-1502") is None
    anew = a_household(office)
    assert anew != place_id
    assert [match.place_id for match in office.ask(people.who, "1502", TODAY)] == [anew]
    assert rows(office, f"SELECT place_text FROM case_record WHERE id = {case.id}") == [("3栋2单元1502",)]
    with pytest.raises(UserError, match="already"):
        office.do(households.void_place, place_id, "又一次")
    office.do(households.void_place, anew, "又录错")
    assert codes(office) == []


def test_a_person_out_of_use_is_nowhere_proposed(office):
    place_id = a_household(
        office, occupants=(OccupantDraft("单飞", phones=(PhoneDraft("13900005678"),)), OccupantDraft("李四"))
    )
    office.do(households.void_occupant, 1, "已售房")
    assert [each.name for each in place(office, place_id).occupants] == ["李四"]
    for words in ("单飞", "sf", "5678"):
        assert office.ask(people.who, words, TODAY) == (), words
    with pytest.raises(UserError, match="already"):
        office.do(households.void_occupant, 1, "又一次")


@pytest.mark.parametrize("deed", [households.void_place, households.void_occupant])
def test_taking_out_of_use_needs_a_reason(office, deed):
    a_household(office)
    with pytest.raises(MissingFields) as refused:
        office.do(deed, 1, " ")
    assert refused.value.field == "reason"


def test_a_households_page_shows_its_cases_the_newest_first(office, clock):
    place_id = a_household(office)
    numbers = []
    for _ in range(3):
        clock.later(minutes=1)
        numbers.append(a_repair(office, place_id=place_id).number)
    a_case(office)
    assert [row.number for row in place(office, place_id).cases] == numbers[::-1]
    assert [row.number for row in office.ask(people.cases_of_place, place_id, office.books, 2)] == numbers[:0:-1]


def test_a_place_out_of_use_takes_nothing_more_and_leaves_its_door_free(office):
    place_id = a_household(office)
    office.do(households.void_place, place_id, "登记错了")
    with office.database.reading() as session:
        draft = households.place_draft(session, session.get_one(Place, place_id))
    for deed, told in ((households.save_place, (draft,)), (households.add_occupant, (place_id, OccupantDraft("王五")))):
        with pytest.raises(UserError, match="out of use"):
            office.do(deed, *told)
    assert a_household(office) != place_id
    assert codes(office) == []


@pytest.mark.parametrize("words", ["王", "w", "wang", "小王", "小"])
def test_more_people_of_one_name_than_are_ranked_are_all_listed(office, monkeypatch, words):
    monkeypatch.setattr(people, "_MOST_LISTED", 3)
    name = "王小" if words != "小王" else "小王小"
    for at, each in enumerate("一二三四五六七"):
        a_household(office, f"{at + 1}01", occupants=(OccupantDraft(name + each),))
    a_household(office, "1501", occupants=(OccupantDraft("李四"),))
    assert len(office.ask(people.place_ids, words)) == 7


def test_the_list_of_households_is_in_the_order_of_doors_with_people_and_counts(office):
    for building, room in (("10", "101"), ("2", "1001"), ("2", "201"), ("2", "1501")):
        a_household(office, room, building=building, unit="")
    office.do(households.save_place, PlaceDraft(PlaceKind.PUBLIC_AREA, label="大堂"))
    ids = office.ask(people.place_ids)
    a_repair(office, place_id=ids[1])
    lines = office.ask(people.place_rows, ids)
    assert [line.label for line in lines] == ["2栋201", "2栋1001", "2栋1501", "10栋101", "大堂"]
    assert (lines[1].people, lines[1].phones, lines[1].open_cases, lines[1].cases) == ("单飞", ("13900005678",), 1, 1)
    assert (lines[4].people, lines[4].phones, lines[4].cases) == ("", (), 0)
    assert [line.label for line in office.ask(people.place_rows, office.ask(people.place_ids, "2栋"))] == [
        "2栋201",
        "2栋1001",
        "2栋1501",
    ]
    assert len(office.ask(people.place_ids, "", PlaceKind.PUBLIC_AREA)) == 1
    assert len(office.ask(people.place_ids, "单飞")) == 4


def test_everything_about_a_place_is_dated_by_the_clock_of_its_entry(office):
    a_household(office)
    assert rows(office, "SELECT created_at FROM place") == [(NINE.strftime("%Y-%m-%d %H:%M:%S.000000"),)]


def test_an_area_is_refused_beside_its_box_and_one_of_an_old_list_stays_until_it_is_changed(office):
    place_id = a_household(office, area="98.6")
    draft = form(office, place_id)
    with pytest.raises(UserError) as refused:
        office.do(households.save_place, replace(draft, area="大约90"))
    assert refused.value.field == "area"
    with office.database.writing() as session:
        session.get_one(Place, place_id).area = "约90"
    office.do(households.save_place, replace(form(office, place_id), note="有狗"))
    assert place(office, place_id).area == "约90"
