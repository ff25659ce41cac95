# SPDX-License-Identifier: Apache-2.0
"""The keys that people and places are found by follow every deed, and are the same however they came about."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from complaintdesk.db import who_index
from complaintdesk.db.tables import Place
from complaintdesk.desk import data_requests, household_files, households, people, who_indexing
from complaintdesk.desk.checking import rebuild
from complaintdesk.desk.drafts import OccupantDraft, PhoneDraft, PlaceDraft
from complaintdesk.desk.household_records import VehicleDraft
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import PlaceKind, RequestKind, Role
from tests.builders import NAME_OF, PASSWORD, TODAY, a_household, codes, rows

ZENG = OccupantDraft("曾国强", phones=(PhoneDraft("13812345678"), PhoneDraft("057188880000-801")))


@pytest.fixture
def place(office: Office) -> int:
    """A household of one person with a car."""
    place_id = a_household(office, occupants=(ZENG,))
    office.do(household_files.save_vehicle, VehicleDraft(place_id, plate="粤C·12345"))
    return place_id


def found(office: Office, *typed: str) -> list[list[str]]:
    return [[match.name or match.place for match in office.ask(people.who, words, TODAY)] for words in typed]


def changed(office: Office, place_id: int, **changes: Any) -> None:
    """The household saved once more with something else about its person."""
    draft = office.ask(lambda session: households.place_draft(session, session.get_one(Place, place_id)))
    [person] = draft.occupants
    office.do(households.save_place, replace(draft, occupants=(replace(person, **changes),)))


def test_a_new_name_is_found_and_the_old_one_no_longer(office: Office, place: int) -> None:
    changed(office, place, name="单飞")
    assert found(office, "单飞", "shanf", "df") == [["单飞"]] * 3
    assert found(office, "曾国强", "zgq", "国强") == [[], [], []]


def test_a_number_that_was_taken_out_finds_nobody(office: Office, place: int) -> None:
    changed(office, place, phones=(PhoneDraft("13700001111"),))
    assert found(office, "13700001111", "1111", "5678", "13812345678", "0571") == [["曾国强"], ["曾国强"], [], [], []]


@pytest.mark.parametrize(
    "typed", ["+86 138-1234-5678", "138****5678", "0571-88880000 转 801", "８８８８００００", "138 1234"]
)
def test_a_number_is_found_as_it_is_pasted(office: Office, place: int, typed: str) -> None:
    assert found(office, typed) == [["曾国强"]]


@pytest.mark.parametrize("typed", ["曾 国 强", "曾国强。", "姓名：曾国强", "曾国强女士", "cengguoqiang", "ＺＧＱ"])
def test_a_name_is_found_as_it_is_pasted(office: Office, place: int, typed: str) -> None:
    assert found(office, typed) == [["曾国强"]]


def test_two_surnames_that_are_typed_alike_are_both_found(office: Office) -> None:
    for room, name in (("101", "卢一"), ("102", "吕一"), ("103", "陆一")):
        a_household(office, room, occupants=(OccupantDraft(name),))
    assert sorted(found(office, "lu")[0]) == ["卢一", "吕一", "陆一"]
    assert found(office, "lv") == [["吕一"]]


def test_what_is_out_of_use_has_no_keys(office: Office, place: int) -> None:
    office.do(households.void_place, place, "录错")
    assert rows(office, "SELECT key FROM who_key") == []
    assert found(office, "曾国强", "12345", "5678", "3-2-1502") == [[], [], [], []]


def test_of_who_was_erased_no_key_is_left(office: Office, place: int) -> None:
    request = data_requests.RequestDraft("t", 1, RequestKind.ERASURE, "本人书面要求")
    asked = office.do(data_requests.ask, request)
    office.sign_in(NAME_OF[Role.OFFICE_HEAD], PASSWORD)
    office.do(data_requests.decide, asked, True)
    data_requests.erase_for_good(office, asked)
    keys = [key for (key,) in rows(office, "SELECT key FROM who_key WHERE occupant_id <> 0")]
    assert keys == []
    assert codes(office) == []


def test_a_parking_space_is_found_with_zeros_and_without(office: Office) -> None:
    for number in ("0012", "0112"):
        office.do(households.save_place, PlaceDraft(PlaceKind.PARKING, label=f"地下车库B1-{number}"))
    assert found(office, "dxck12", "ck0012", "b1-0012", "0012") == [["地下车库B1-0012"]] * 4
    for typed in ("地下车库12", "车库 12", "地下车库B1-12", "车库B1-012", "B1-12", "dxckb1-12", "地下车库１２"):
        assert found(office, typed) == [["地下车库B1-0012"]], typed
    assert found(office, "地下车库13", "地上车库12", "3-12", "12号") == [[], [], [], []]
    assert len(found(office, "cheku")[0]) == 2


def test_keys_made_anew_are_those_that_the_deeds_kept(office: Office, place: int) -> None:
    changed(office, place, name="单飞", phones=(PhoneDraft("13700001111"),))
    kept = rows(office, "SELECT key, place_id, occupant_id FROM who_key ORDER BY 1, 2, 3")
    office.do(rebuild)
    assert rows(office, "SELECT key, place_id, occupant_id FROM who_key ORDER BY 1, 2, 3") == kept
    assert office.ask(lambda session: list(who_indexing.differing(session))) == []
    assert office.ask(who_index.begun, "n单", 5)[0].key == "n单飞"
