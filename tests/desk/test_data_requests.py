# SPDX-License-Identifier: Apache-2.0
"""What people ask for about their own data: copied out, corrected, sealed, erased; the head approves (R-OWN-04)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from complaintdesk.db.tables import Occupant, Place
from complaintdesk.desk import (
    case_pages,
    cases,
    corrections,
    data_requests,
    diaries,
    households,
    importing,
    listing,
    people,
    personal_access,
)
from complaintdesk.desk.data_requests import RequestDraft
from complaintdesk.desk.diaries import DiaryDraft
from complaintdesk.desk.drafts import CaseCorrection, ContactDraft, OccupantDraft, PhoneDraft
from complaintdesk.desk.listing import CaseFilter
from complaintdesk.desk.office import Office
from complaintdesk.desk.personal_access import RevealDraft
from complaintdesk.domain.terms import CaseKind, Channel, Role
from complaintdesk.domain.terms import RequestKind as K
from complaintdesk.errors import MissingFields, UserError
from tests.builders import NAME_OF, NINE, PASSWORD, a_case, a_household, a_repair, codes, page, rows, staff_id

NAME, PHONE = "尉迟恭敬", "13912345678"
HEAD, SUPERVISOR = NAME_OF[Role.OFFICE_HEAD], NAME_OF[Role.SUPERVISOR]


def sits(office: Office, role: Role) -> None:
    office.sign_in(NAME_OF[role], PASSWORD)


@pytest.fixture
def place_id(office: Office) -> int:
    """A household of two, who share one number; the first has one of their own."""
    person = OccupantDraft(NAME, phones=(PhoneDraft(PHONE, "手机"), PhoneDraft("88880000", "家")), note=f"{NAME}喜静")
    other = OccupantDraft("单飞", phones=(PhoneDraft("88880000", "家"),))
    return a_household(office, occupants=(person, other))


def person_of(office: Office, place_id: int, name: str = NAME) -> int:
    return next(
        each.id for each in office.ask(people.place_page, place_id, office.books).occupants if each.name == name
    )


def requested(office: Office, occupant_id: int, kind: K, *, approved: bool = True) -> int:
    """A request that the desk noted and the head decided; a supervisor sits there afterwards."""
    sits(office, Role.CLERK)
    draft = RequestDraft(f"{kind}-{occupant_id}", occupant_id, kind, f"{NAME} 本人到前台，已核对身份证")
    request_id = office.do(data_requests.ask, draft)
    assert office.do(data_requests.ask, draft) == request_id
    sits(office, Role.OFFICE_HEAD)
    office.do(data_requests.decide, request_id, approved, "" if approved else "欠费未结")
    sits(office, Role.SUPERVISOR)
    return request_id


def test_what_is_asked_is_decided_by_the_office_head_alone(office: Office, place_id: int) -> None:
    person = person_of(office, place_id)
    sits(office, Role.CLERK)
    with pytest.raises(MissingFields):
        office.do(data_requests.ask, RequestDraft("t", person, K.ERASURE, " "))
    request_id = office.do(data_requests.ask, RequestDraft("t", person, K.ERASURE, "本人要求"))
    for role in (Role.CLERK, Role.SUPERVISOR, Role.ADMINISTRATOR):
        sits(office, role)
        with pytest.raises(UserError, match="no right"):
            office.do(data_requests.decide, request_id, True)
    sits(office, Role.SUPERVISOR)
    with pytest.raises(UserError, match="not approved"):
        office.do(data_requests.erase, request_id)
    sits(office, Role.OFFICE_HEAD)
    with pytest.raises(MissingFields):
        office.do(data_requests.decide, request_id, False)
    office.do(data_requests.decide, request_id, False, "仍有未结维修")
    with pytest.raises(UserError, match="decided already"):
        office.do(data_requests.decide, request_id, True)
    with pytest.raises(UserError, match="not approved"):
        office.do(data_requests.erase, request_id)
    (told,) = office.ask(data_requests.requests)
    assert (told.person, told.approved, told.decided_by, told.decision) == (NAME, False, HEAD, "仍有未结维修")
    assert codes(office) == []


def test_a_sealed_person_is_in_no_list_and_comes_back_unharmed(office: Office, place_id: int) -> None:
    person = person_of(office, place_id)
    sits(office, Role.SUPERVISOR)
    with pytest.raises(MissingFields):
        office.do(data_requests.seal, person, "")
    office.do(data_requests.seal, person, "已迁出")
    with pytest.raises(UserError, match="sealed already"):
        office.do(data_requests.seal, person, "已迁出")
    shown = office.ask(people.place_page, place_id, office.books)
    assert [each.name for each in shown.occupants] == ["单飞"]
    assert NAME not in repr(office.ask(people.who, NAME, office.now().date()))
    assert NAME not in repr(office.ask(people.place_rows, [place_id]))
    draft = office.ask(lambda session: households.place_draft(session, session.get_one(Place, place_id)))
    assert [each.name for each in draft.occupants] == ["单飞"]
    office.do(households.save_place, draft)
    (kind,) = office.ask(lambda session: session.scalars(select(Occupant.kind).where(Occupant.id == person)))
    told = OccupantDraft(NAME, kind, phones=(PhoneDraft("13900001111"),))
    old_list = replace(draft, occupants=(*draft.occupants, told))
    assert office.ask(importing.households_known, [old_list]) == (True,), "an old list brings nobody back"
    office.do(data_requests.unseal, person, "搬回来了")
    assert person_of(office, place_id) == person
    assert codes(office) == []


def test_a_request_is_done_once_and_by_its_own_deed(office: Office, place_id: int) -> None:
    person = person_of(office, place_id)
    request_id = requested(office, person, K.COPY)
    with pytest.raises(ValueError, match="something else"):
        office.do(data_requests.erase, request_id)
    office.do(data_requests.note_copy, request_id)
    with pytest.raises(UserError, match="done already"):
        office.do(data_requests.note_copy, request_id)
    office.do(data_requests.note_corrected, requested(office, person, K.CORRECTION))
    office.do(data_requests.seal, person, "本人要求", requested(office, person, K.SEALING))
    assert [each.done_by for each in office.ask(data_requests.requests, occupant_id=person)] == [SUPERVISOR] * 3
    assert codes(office) == []


@pytest.fixture
def lived(office: Office, place_id: int) -> dict[str, int]:
    """A long story of the person: cases, calls, corrections, notes, reveals, a diary."""
    person = person_of(office, place_id)
    facts: dict[str, Any] = {"place_id": place_id, "place_text": "", "occupant_id": person}
    repair = a_repair(
        office, caller_name=NAME, caller_phone=PHONE, content=f"{NAME} 家水管漏，电 139 1234-5678", **facts
    )
    called = {"caller_name": "张三", "caller_phone": PHONE}
    other = a_case(office, CaseKind.COMPLAINT, **called)
    change = CaseCorrection(other.id, page(office, other.id).case.version, "听错", {"caller_name": NAME})
    office.do(corrections.correct, change)
    office.do(cases.add_contact, ContactDraft(repair.id, Channel.PHONE, NINE, f"{NAME}又来电", NAME, PHONE))
    office.do(cases.note, repair.id, f"已与{NAME}约好")
    office.do(personal_access.reveal, RevealDraft(case_id=repair.id, reason=f"回{NAME}电话"))
    office.do(diaries.write, DiaryDraft(f"下午去{NAME}家，{PHONE}", None))
    neighbour = a_repair(office, caller_name="单飞", caller_phone="88880000", content="楼上漏水", place_id=place_id)
    return {"person": person, "repair": repair.id, "other": other.id, "neighbour": neighbour.id}


def in_files(office: Office, *words: str) -> list[str]:
    """The words of these that stand in the office's files, in any of the encodings that a person might look in."""
    path = office.database.path
    assert path is not None
    found = []
    for file in (path, Path(f"{path}-wal")):
        data = file.read_bytes() if file.exists() else b""
        found += [word for word in words if any(word.encode(code) in data for code in ("utf-8", "utf-16-le", "gbk"))]
    return found


@pytest.mark.about_files("it looks through every table of the file, and through its bytes")
def test_nothing_of_an_erased_person_is_left_and_the_figures_stay(
    office: Office, place_id: int, lived: dict[str, int]
) -> None:
    before = office.ask(listing.case_counts, office.now())
    numbers = rows(office, "SELECT id, number FROM case_record ORDER BY id")
    assert len(list(office.ask(listing.case_ids, CaseFilter(text=NAME), office.now()))) == 2
    request_id = requested(office, lived["person"], K.ERASURE)
    done = data_requests.erase_for_good(office, request_id)
    assert (done.files, done.records > 8) == (0, True)
    assert codes(office) == []
    for table in rows(office, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'case_search%'"):
        held = repr(rows(office, f"SELECT * FROM {table[0]}"))
        assert [word for word in (NAME, PHONE, "139 1234-5678") if word in held] == [], table[0]
    assert in_files(office, NAME, PHONE) == []
    for words in (NAME, PHONE, "5678", "yuchigongjing", "尉迟"):
        assert list(office.ask(listing.case_ids, CaseFilter(text=words), office.now())) == []
    assert office.ask(listing.case_counts, office.now()) == before
    assert rows(office, "SELECT id, number FROM case_record ORDER BY id") == numbers
    shown = page(office, lived["repair"])
    assert (shown.case.caller_name, shown.case.caller_phone) == ("已删除", "")
    assert shown.case.content == "已删除 家水管漏，电 已删除"
    assert "已与已删除约好" in [event.words for event in shown.events]


def test_what_others_have_stays(office: Office, place_id: int, lived: dict[str, int]) -> None:
    office.do(data_requests.erase, requested(office, lived["person"], K.ERASURE))
    (left,) = office.ask(people.place_page, place_id, office.books).occupants
    assert (left.name, [phone.number for phone in left.phones]) == ("单飞", ["88880000"])
    neighbour = page(office, lived["neighbour"]).case
    assert (neighbour.caller_name, neighbour.caller_phone) == ("单飞", "88880000")
    with pytest.raises(UserError, match="Nothing of this person"):
        office.do(data_requests.unseal, lived["person"], "找回")
    with pytest.raises(UserError, match="Nothing of this person"):
        office.do(data_requests.ask, RequestDraft("again", lived["person"], K.COPY, "本人"))


def test_a_namesakes_record_keeps_the_name(office: Office, place_id: int) -> None:
    namesake = a_household(office, "101", occupants=(OccupantDraft(NAME, phones=(PhoneDraft("13700001111", ""),)),))
    theirs = a_repair(office, caller_name=NAME, caller_phone="13700001111", content=f"{NAME}报修", place_id=namesake)
    mine = a_repair(office, caller_name=NAME, caller_phone=PHONE, content=f"{NAME}报修", place_id=place_id)
    office.do(data_requests.erase, requested(office, person_of(office, place_id), K.ERASURE))
    assert page(office, theirs.id).case.content == f"{NAME}报修"
    assert page(office, mine.id).case.content == "已删除报修"
    assert person_of(office, namesake)
    assert codes(office) == []


def test_after_an_erasure_the_cases_go_on(office: Office, lived: dict[str, int]) -> None:
    office.do(data_requests.erase, requested(office, lived["person"], K.ERASURE))
    office.do(cases.handle, lived["other"], "已整改")
    assert len(list(office.ask(case_pages.cases_between))) == 3
    assert codes(office) == []


def test_whom_a_complaint_in_confidence_is_about_makes_no_copy_of_anybodys_data(office: Office, place_id: int) -> None:
    """Of nobody's: a refusal for one person alone would tell who complained (客户保密)."""
    request_id = requested(office, person_of(office, place_id), K.COPY)
    about = {"confidential": True, "about_staff_id": staff_id(office, SUPERVISOR)}
    told: dict[str, Any] = {"caller_name": "裘女士", **about}
    a_case(office, CaseKind.COMPLAINT, **told)
    sits(office, Role.SUPERVISOR)
    with pytest.raises(UserError, match="another supervisor"):
        office.do(data_requests.note_copy, request_id)
    sits(office, Role.OFFICE_HEAD)
    office.do(data_requests.note_copy, request_id)
    assert codes(office) == []
