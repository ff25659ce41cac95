# SPDX-License-Identifier: Apache-2.0
"""Who complained in confidence (客户保密) stays unknown to whom the complaint is about, wherever they look."""

from __future__ import annotations

from typing import Any

import pytest

from complaintdesk.desk import (
    case_pages,
    cases,
    corrections,
    finding,
    joining,
    leading,
    listing,
    order_lists,
    order_pages,
    people,
    personal_access,
)
from complaintdesk.desk.drafts import CaseCorrection, ContactDraft
from complaintdesk.desk.listing import CaseFilter
from complaintdesk.desk.office import Office
from complaintdesk.desk.order_lists import OrderFilter
from complaintdesk.desk.personal_access import RevealDraft
from complaintdesk.domain.search_words import plain_search
from complaintdesk.domain.terms import CaseKind, Channel, Role
from complaintdesk.errors import UserError
from complaintdesk.printing.form_files import shipped
from complaintdesk.printing.forms import render
from tests.builders import NAME_OF, NINE, PASSWORD, a_case, a_household, a_slip, codes, page, staff_id
from tests.printing.papers import read_by_pypdf

NAME, PHONE, ROOM = "仇女士", "13800001234", "3栋2单元1502"
ABOUT = NAME_OF[Role.CLERK]


@pytest.fixture
def complaint(office: Office) -> int:
    """A complaint in confidence about the clerk, with a further call and a correction."""
    place_id = a_household(office)
    about = staff_id(office, ABOUT)
    facts: dict[str, Any] = {"place_id": place_id, "place_text": "", "caller_name": "裘女士"}
    case = a_case(office, CaseKind.COMPLAINT, content="前台态度差", confidential=True, about_staff_id=about, **facts)
    change = CaseCorrection(case.id, page(office, case.id).case.version, "听错", {"caller_name": NAME})
    office.do(corrections.correct, change)
    office.do(cases.add_contact, ContactDraft(case.id, Channel.PHONE, NINE, "又来电催问", NAME, PHONE))
    return case.id


def everything(office: Office, case_id: int) -> str:
    """All that the desk shows of a case, run together."""
    books, now = office.books, office.now()
    found = [
        page(office, case_id),
        office.ask(listing.case_rows, [case_id], books),
        office.ask(lambda session: list(case_pages.case_records(session, [case_id], books))),
        office.ask(corrections.case_draft, case_id),
        office.ask(joining.candidates, case_id),
        office.ask(leading.along_with, case_id),
    ]
    slips = office.ask(order_lists.order_ids, OrderFilter("all"), now)
    found += [office.ask(order_pages.order_record, each, books) for each in slips]
    found += office.ask(order_lists.order_rows, slips, books)
    return repr(found)


def test_others_see_who_complained(office: Office, complaint: int) -> None:
    office.sign_in(NAME_OF[Role.SUPERVISOR], PASSWORD)
    told = everything(office, complaint)
    assert all(each in told for each in (NAME, PHONE, ROOM))
    assert codes(office) == []


def test_whom_it_is_about_sees_the_case_without_caller_place_and_phone(office: Office, complaint: int) -> None:
    a_slip(office, complaint)
    office.sign_in(ABOUT, PASSWORD)
    told = everything(office, complaint)
    assert "前台态度差" in told
    assert [each for each in (NAME, "裘女士", PHONE, "138****1234", ROOM) if each in told] == []
    assert complaint in office.ask(listing.case_ids, CaseFilter(), office.now())


@pytest.mark.parametrize("words", [NAME, "1502", "1234", PHONE, "qiunvshi"])
def test_no_search_for_who_complained_finds_it(office: Office, complaint: int, words: str) -> None:
    office.sign_in(ABOUT, PASSWORD)
    assert complaint not in office.ask(listing.case_ids, CaseFilter(text=words), office.now())
    assert complaint not in office.ask(finding.all_cases, plain_search(words), office.now())


def test_neither_does_the_page_of_the_household(office: Office, complaint: int) -> None:
    place_id = office.ask(people.place_ids)[0]
    assert [row.id for row in office.ask(people.cases_of_place, place_id, office.books)] == [complaint]
    office.sign_in(ABOUT, PASSWORD)
    assert office.ask(people.cases_of_place, place_id, office.books) == ()
    assert office.ask(people.place_rows, [place_id])[0].cases == 0
    assert list(office.ask(listing.case_ids, CaseFilter(place_id=place_id), office.now())) == []


def test_whom_it_is_about_asks_for_the_phone_and_corrects_the_case_in_vain(office: Office, complaint: int) -> None:
    version = page(office, complaint).case.version
    office.sign_in(ABOUT, PASSWORD)
    with pytest.raises(UserError, match="unknown"):
        office.do(personal_access.reveal, RevealDraft(case_id=complaint))
    for changes in ({"confidential": False}, {"about_staff_id": None}, {"caller_name": ""}):
        with pytest.raises(UserError, match="about you"):
            office.do(corrections.correct, CaseCorrection(complaint, version, "更正", changes))


def test_a_complaint_becomes_confidential_later_and_open_again(office: Office) -> None:
    about = staff_id(office, ABOUT)
    case = a_case(office, CaseKind.COMPLAINT, about_staff_id=about)

    def put(**changes: Any) -> None:
        office.do(corrections.correct, CaseCorrection(case.id, page(office, case.id).case.version, "客户要求", changes))

    def seen() -> bool:
        assert office.staff is not None
        before = office.staff.name
        office.sign_in(ABOUT, PASSWORD)
        told = NAME in repr(page(office, case.id))
        office.sign_in(before, PASSWORD)
        return told

    assert seen()
    put(confidential=True)
    assert page(office, case.id).case.confidential
    assert not seen()
    put(confidential=False)
    assert seen()
    assert codes(office) == []


@pytest.mark.parametrize("form", ["liaison", "work_order", "inspection", "progress", "reminder", "corrective"])
def test_papers_that_go_outside_name_nobody_in_confidence(form: str) -> None:
    template = shipped(form)
    assert {"case.caller", "case.caller_phone"} <= template.confidential
    assert any(not part.inside for part in template.parts)


def test_a_slips_copies_for_outside_name_nobody_the_desks_own_does(office: Office, complaint: int) -> None:
    slip = a_slip(office, complaint)
    order = office.ask(order_pages.order_record, slip.order_id, office.books)
    assert order.case.confidential
    paper = render("work_order", order, office=office.record, printed_by="", printed_at=office.now(), zone=office.zone)
    told = [words.replace(" ", "") for words in read_by_pypdf(paper.pdf)]
    assert [NAME in words for words in told] == [False, False, True, False]
    assert [ROOM in words for words in told] == [False, False, True, False], "who is complained of may be handed it"


def test_a_slip_says_where_the_work_is_when_no_colleague_is_complained_of(office: Office) -> None:
    facts: dict[str, Any] = {
        "place_id": a_household(office),
        "place_text": "",
        "caller_name": NAME,
        "caller_phone": PHONE,
    }
    case = a_case(office, CaseKind.COMPLAINT, content="楼上太吵", confidential=True, **facts)
    order = office.ask(order_pages.order_record, a_slip(office, case.id).order_id, office.books)
    paper = render("work_order", order, office=office.record, printed_by="", printed_at=office.now(), zone=office.zone)
    told = [words.replace(" ", "") for words in read_by_pypdf(paper.pdf)]
    assert [(NAME in words, ROOM in words) for words in told] == [
        (False, True),
        (False, True),
        (True, True),
        (False, True),
    ]


@pytest.mark.parametrize(("role", "guessed"), [(Role.CLERK, True), (Role.FINANCE, False)])
def test_a_phone_that_is_masked_is_not_guessed_digit_by_digit(office: Office, role: Role, guessed: bool) -> None:
    case = a_case(office, CaseKind.COMPLAINT, caller_phone="13812345678")
    office.sign_in(NAME_OF[role], PASSWORD)

    def finds(words: str) -> bool:
        return case.id in office.ask(listing.case_ids, CaseFilter(text=words), office.now())

    assert [finds(words) for words in ("345678", "12345678")] == [guessed, guessed]
    assert all(finds(words) for words in ("5678", "13812345678", "138 1234 5678"))
