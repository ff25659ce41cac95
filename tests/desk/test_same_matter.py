# SPDX-License-Identifier: Apache-2.0
"""A call about what is on record already: proposed, joined as a contact, registered as a repeat, or kept apart."""

from __future__ import annotations

from typing import Any

import pytest

from complaintdesk.desk import case_links, cases, corrections, follow_ups, same_matter, waves
from complaintdesk.desk.case_links import Link
from complaintdesk.desk.drafts import ContactDraft
from complaintdesk.desk.follow_ups import FollowUpDraft
from complaintdesk.desk.office import Office
from complaintdesk.desk.same_matter import Call, Decided, Earlier
from complaintdesk.domain.terms import CaseKind, CaseState, Channel, FollowUpWay, Level, Rating, Role
from complaintdesk.errors import MissingFields
from tests.builders import DeskClock, a_case, a_draft, a_household, codes, limits, page, story
from tests.desk.courses import facts_of, sits_down, works_by

NOISE = "楼上装修太吵，午休时间也不停"


def proposed(office: Office, apart: tuple[int, ...] = (), **changes: Any) -> Earlier | None:
    told: dict[str, Any] = {
        "kind": CaseKind.COMPLAINT,
        "place_id": None,
        "phone": "",
        "category": "noise",
        "words": "楼上还在装修",
        "at": office.now(),
    }
    return office.ask(same_matter.proposed, Call(**(told | changes)), office.procedure, apart)


def at_home(office: Office, room: str = "1502", **changes: Any) -> tuple[int, int]:
    """A household's complaint: the place, the case."""
    place_id = a_household(office, room)
    return place_id, a_case(office, place_id=place_id, place_text="", **changes).id


def is_asked_about(office: Office, case_id: int) -> None:
    [due] = page(office, case_id).follow_ups
    office.do(follow_ups.record, FollowUpDraft(due.id, FollowUpWay.PHONE, Rating.CONTENT, "住户接听"))


def test_the_open_case_of_the_household_or_the_phone_is_proposed_r_reg_07(office: Office) -> None:
    place_id, case_id = at_home(office, caller_phone="13800001234")
    sits = office.staff
    assert sits is not None
    for told in ({"place_id": place_id}, {"phone": "138 0000 1234"}):
        found = proposed(office, **told)
        assert found is not None
        assert (found.id, found.goes_on, found.by) == (case_id, True, sits.name)
    assert proposed(office, place_id=a_household(office, "901")) is None
    assert proposed(office, phone="1234") is None  # the end of many a phone
    assert proposed(office) is None


def test_another_matter_or_kind_of_the_household_is_not_proposed_r_reg_07(office: Office) -> None:
    place_id, _case_id = at_home(office)
    assert proposed(office, place_id=place_id, category="fee_dispute", words="物业费多算了") is None
    assert proposed(office, place_id=place_id, kind=CaseKind.INQUIRY) is None
    assert proposed(office, place_id=place_id, category="", words="") is not None
    assert proposed(office, place_id=place_id, category="", words="物业费多算了") is None
    assert proposed(office, place_id=place_id, category="", words="昨天报的还没人来") is not None


def test_what_is_over_is_proposed_as_a_repeat_as_far_back_as_the_rule_book_says_r_reg_08(
    office: Office, clock: DeskClock
) -> None:
    place_id, case_id = at_home(office)
    office.do(cases.handle, case_id, "已劝止")
    found = proposed(office, place_id=place_id)
    assert found is not None
    assert found.goes_on
    is_asked_about(office, case_id)
    found = proposed(office, place_id=place_id)
    assert found is not None
    assert not found.goes_on
    if page(office, case_id).case.state is not CaseState.CLOSED:
        office.do(cases.close, case_id, "满意", True)
    clock.later(days=29)
    found = proposed(office, place_id=place_id)
    assert found is not None
    assert (found.id, found.goes_on) == (case_id, False)
    clock.later(days=2)
    assert proposed(office, place_id=place_id) is None


def test_a_rule_book_with_another_span_looks_back_by_it_r_reg_08(office: Office, clock: DeskClock) -> None:
    works_by(office, "hotline_96310")
    category = office.procedure.categories_for(CaseKind.COMPLAINT)[-1].id
    place_id = a_household(office)
    case_id = a_case(office, place_id=place_id, place_text="", category=category).id
    sits_down(office, Role.OFFICE_HEAD)
    clock.later(hours=25)
    assert proposed(office, place_id=place_id, category=category) is not None  # it is open
    assert page(office, case_id).case.state is CaseState.REGISTERED


def test_what_a_person_kept_apart_is_on_record_and_not_proposed_again_r_reg_07(office: Office) -> None:
    place_id, case_id = at_home(office)
    assert proposed(office, (case_id,), place_id=place_id) is None
    draft = a_draft(office, CaseKind.COMPLAINT, place_id=place_id, place_text="")
    saved = office.do(same_matter.register, draft, Decided(apart=(case_id,)))
    facts = facts_of(office, saved.id, "kept_apart")
    assert (facts["case"], facts["number"]) == (case_id, page(office, case_id).case.number)
    again = office.do(same_matter.register, draft, Decided(apart=(case_id,)))
    assert (again.id, again.existing) == (saved.id, True)
    assert story(office, saved.id).count("kept_apart") == 1
    assert codes(office) == []


def test_where_nobody_decided_nothing_is_recorded_r_reg_07(office: Office) -> None:
    place_id, _case_id = at_home(office)
    draft = a_draft(office, CaseKind.COMPLAINT, place_id=place_id, place_text="")
    saved = office.do(same_matter.register, draft, Decided())
    assert story(office, saved.id) == ["registered"]
    assert page(office, saved.id).case.repeats_number == ""


def test_a_call_joined_as_a_contact_keeps_its_words_in_full_and_takes_no_number_r_reg_07(office: Office) -> None:
    _place_id, case_id = at_home(office)
    words = "还在吵，孩子没法睡；\n" * 20
    told = ContactDraft(case_id, Channel.PHONE, office.now(), words, "单飞", "13900005678", "form-1")
    office.do(same_matter.join, told)
    office.do(same_matter.join, told)  # the same form sent twice
    assert [contact.content for contact in page(office, case_id).contacts] == [NOISE, words.strip()]
    assert a_case(office).number.endswith("000002")
    with pytest.raises(MissingFields):
        office.do(same_matter.join, ContactDraft(case_id, Channel.PHONE, office.now(), ""))


def test_what_makes_the_call_a_major_complaint_goes_over_to_the_case_r_reg_07_r_cls_05(office: Office) -> None:
    _place_id, case_id = at_home(office)
    criterion = office.procedure.level_criteria[0]
    told = ContactDraft(case_id, Channel.PHONE, office.now(), "要找媒体")
    office.do(same_matter.join, told, (criterion.id,))
    assert page(office, case_id).case.level is Level.MAJOR
    assert story(office, case_id) == ["registered", "contacted", "level_set"]
    assert codes(office) == []


def test_a_repeat_complaint_has_its_day_and_says_who_handled_the_first_r_reg_08(
    office: Office, clock: DeskClock
) -> None:
    place_id, case_id = at_home(office)
    sits_down(office, Role.CLERK)
    office.do(cases.handle, case_id, "已劝止")
    clerk = office.staff
    assert clerk is not None
    office.do(cases.close, case_id, "满意", True)
    sits_down(office, Role.SUPERVISOR)
    clock.later(days=3)
    draft = a_draft(office, CaseKind.COMPLAINT, place_id=place_id, place_text="", repeats_case_id=case_id)
    saved = office.do(same_matter.register, draft, Decided())
    [link] = office.ask(case_links.links_of, saved.id)
    assert (link.link, link.id, link.handled_by) == (Link.REPEATS, case_id, clerk.name)
    measures = limits(office, saved.id)["special_measures"]
    assert (measures.due_at - clock.now).total_seconds() == 24 * 3600
    assert codes(office) == []


def test_what_is_registered_under_a_lead_case_is_so_in_one_deed_and_taken_back_in_one_r_cls_08(office: Office) -> None:
    first, second = (at_home(office, room)[1] for room in ("101", "201"))
    place_id = a_household(office, "301")
    draft = a_draft(office, CaseKind.COMPLAINT, place_id=place_id, place_text="")
    saved = office.do(same_matter.register, draft, Decided(lead=first, along=(second,)))
    assert [page(office, id_).case.lead_case_id for id_ in (second, saved.id)] == [first, first]
    office.do(corrections.take_back, saved.id)
    assert page(office, saved.id).case.state is CaseState.VOID
    assert codes(office) == []


def test_a_case_that_was_handled_meanwhile_keeps_no_call_from_its_wave_r_cls_08(office: Office) -> None:
    first, second = (at_home(office, room)[1] for room in ("101", "201"))
    office.do(cases.handle, second, "已劝止")
    draft = a_draft(office, CaseKind.COMPLAINT)
    saved = office.do(same_matter.register, draft, Decided(lead=first, along=(second,)))
    assert page(office, saved.id).case.lead_case_id == first
    assert page(office, second).case.lead_case_id is None
    assert office.ask(waves.waves, office.books) == ()
