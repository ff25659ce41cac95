# SPDX-License-Identifier: Apache-2.0
"""A call becomes a case: what it must hold, what it is kept as, and once only (R-REG-01 to R-REG-05)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from complaintdesk.desk import case_pages, cases, corrections, households
from complaintdesk.desk.cases import AlreadySaved, Saved
from complaintdesk.desk.draft_digests import draft_digest
from complaintdesk.desk.drafts import CaseCorrection, CaseDraft
from complaintdesk.desk.price_records import QuoteDraft
from complaintdesk.domain.terms import CaseKind, CaseState, Channel, Charge, Grade, Level, Origin
from complaintdesk.errors import MissingFields, UserError
from tests.builders import (
    NINE,
    a_case,
    a_draft,
    a_household,
    a_place_draft,
    a_repair,
    codes,
    limits,
    page,
    rows,
    staff_id,
    story,
)

FIELDS = ("place", "content", "caller_name", "caller_phone", "category", "grade")
EMPTY: dict[str, dict[str, Any]] = {
    "place": {"place_text": " "},
    "content": {"content": "\n \u200b"},
    "caller_name": {"caller_name": "　"},
    "caller_phone": {"caller_phone": ""},
    "category": {"category": ""},
    "grade": {"grade": None},
}
# R-REG-03: of each kind the fields that may not be empty, and what may stand in a phone's place.
DEMANDED = {
    CaseKind.REPAIR: ("place", "content", "caller_name", "caller_phone", "category", "grade"),
    CaseKind.SPECIAL_SERVICE: ("place", "content", "caller_name", "caller_phone", "category"),
    CaseKind.COMPLAINT: ("content", "caller_name", "caller_phone", "category"),
    CaseKind.INQUIRY: ("content",),
    CaseKind.SUGGESTION: ("content",),
    CaseKind.ASSISTANCE: ("content",),
}


def missing(office, kind: CaseKind, **changes) -> list[str]:
    """The fields that registering such a case asks for; [] when it is saved."""
    try:
        a_case(office, kind, **changes)
    except MissingFields as error:
        return [field for field, words in error.missing.items() if words]
    return []


@pytest.mark.parametrize("kind", CaseKind)
def test_what_is_missing_is_named_field_by_field(office, kind):
    named = [field for field in FIELDS if missing(office, kind, **EMPTY[field]) == [field]]
    assert named == list(DEMANDED[kind])


@pytest.mark.parametrize("kind", CaseKind)
def test_all_that_is_missing_is_named_at_once_and_nothing_is_saved(office, kind):
    nothing = {name: value for changes in EMPTY.values() for name, value in changes.items()}
    with pytest.raises(MissingFields) as refused:
        a_case(office, kind, **nothing)
    assert list(refused.value.missing) == list(DEMANDED[kind])
    assert refused.value.field == DEMANDED[kind][0], "the first of them is where the keyboard goes"
    assert rows(office, "SELECT count(*), (SELECT count(*) FROM counter) FROM case_record") == [(0, 0)]


@pytest.mark.parametrize("kind", [CaseKind.REPAIR, CaseKind.SPECIAL_SERVICE])
def test_a_repair_without_a_phone_needs_an_appointment(office, kind):
    assert missing(office, kind, caller_phone="") == ["caller_phone"]
    assert missing(office, kind, caller_phone="", appointment_from=NINE + timedelta(hours=2)) == []


def test_a_complaints_appointment_is_no_phone(office):
    assert missing(office, CaseKind.COMPLAINT, caller_phone="", appointment_from=NINE) == ["caller_phone"]


@pytest.mark.parametrize("kind", [CaseKind.COMPLAINT, CaseKind.REPAIR])
def test_who_will_not_give_a_name_is_recorded_as_anonymous(office, kind):
    saved = a_case(office, kind, caller_name="", caller_phone="", anonymous=True, grade=Grade.ODD)
    assert page(office, saved.id).case.anonymous is True


def test_a_note_on_paper_keeps_its_gaps_by_name(office):
    gaps = ("caller_name", "caller_phone", "category", "place")
    saved = a_case(
        office,
        CaseKind.REPAIR,
        origin=Origin.NOTED,
        gaps=gaps,
        caller_name="",
        caller_phone="",
        category="",
        place_text="",
        grade=None,
    )
    assert page(office, saved.id).case.gaps == gaps
    assert missing(office, CaseKind.REPAIR, origin=Origin.NOTED, content="") == ["content"]


def test_what_was_told_is_kept(office, clock):
    place = a_household(office)
    clock.later(minutes=7)
    criteria = ("safety", "regulator")
    draft = a_draft(
        office,
        CaseKind.COMPLAINT,
        received_at=NINE,
        channel=Channel.VISIT,
        place_id=place,
        place_text="typed before it was chosen",
        occupant_id=1,
        caller_name="单  飞\n",
        caller_phone="+86 139-0000-5678",
        content="  楼上装修\r\n太吵  ",
        level_criteria=criteria,
        quoted=Decimal("80.50"),
        heard=True,
        written=True,
        reported_to=staff_id(office, "赵主任"),
    )
    saved = office.do(cases.register, draft)
    case = page(office, saved.id).case
    assert (case.kind, case.channel, case.state) == (CaseKind.COMPLAINT, Channel.VISIT, CaseState.REGISTERED)
    assert (case.received_at, case.recorded_at, str(case.received_on)) == (NINE, clock.now, "2026-10-20")
    assert (case.place_id, case.place, case.occupant_id) == (place, "3栋2单元1502", 1)
    assert (case.caller_name, case.caller_phone, case.content) == ("单 飞", "13900005678", "楼上装修\n太吵")
    assert (case.level, case.level_criteria) == (Level.MAJOR, criteria)
    assert all(case.level_criteria_words)
    assert (case.category, case.category_name, case.department_name) == ("noise", "噪音扰民", "护管部")
    assert (case.heard, case.asked, case.repeated, case.written) == (True, False, False, True)
    assert (case.reported_to, case.reported_at) == ("赵主任", clock.now)
    assert (case.first_contact, case.quoted, case.origin) == ("王敏", Decimal("80.50"), Origin.DESK)
    assert story(office, saved.id) == ["registered", "reported"]


def test_the_call_itself_is_the_first_contact_in_full(office):
    saved = a_case(office, content="全文\n一字不差", caller_name="仇女士")
    (contact,) = page(office, saved.id).contacts
    assert (contact.content, contact.caller_name, contact.happened_at) == ("全文\n一字不差", "仇女士", NINE)


def test_what_the_place_is_called_later_does_not_change_the_case(office):
    place = a_household(office)
    saved = a_repair(office, place_id=place)
    office.do(households.save_place, a_place_draft("1602", id=place, version=1))
    assert page(office, saved.id).case.place == "3栋2单元1502"


def test_a_day_of_receipt_is_the_offices_day(office, clock):
    clock.now = NINE.replace(hour=16, minute=30)  # half past midnight in the office
    saved = a_case(office)
    assert str(page(office, saved.id).case.received_on) == "2026-10-21"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"received_at": NINE + timedelta(seconds=1)}, "received_at"),
        ({"caller_phone": "1380000123"}, "caller_phone"),
        ({"caller_phone": "18999999999"}, "caller_phone"),
        ({"caller_phone": "无"}, "caller_phone"),
        ({"appointment_from": NINE - timedelta(minutes=1)}, "appointment"),
        (
            {"appointment_from": NINE + timedelta(hours=2), "appointment_to": NINE + timedelta(hours=1)},
            "appointment",
        ),
        ({"appointment_to": NINE + timedelta(hours=1)}, "appointment"),
        ({"level_criteria": ("nonsense",)}, "level_criteria"),
        ({"category": "nonsense"}, "category"),
        ({"department": "nonsense"}, "department"),
        ({"quoted": Decimal(-1)}, "quoted"),
        ({"quoted": Decimal("0.005")}, "quoted"),
        ({"quoted": Decimal("1e12")}, "quoted"),
        ({"content": "字" * 5001}, "content"),
        ({"caller_name": "名" * 81}, "caller_name"),
        ({"place_text": "址" * 201}, "place"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_takes_no_number(office, changes, field):
    with pytest.raises(UserError) as refused:
        a_repair(office, **changes)
    assert refused.value.field == field
    assert a_repair(office).number == "BX2026-000001"
    assert codes(office) == []


def test_a_text_of_five_thousand_characters_fits(office):
    saved = a_case(office, content="字" * 5000)
    assert page(office, saved.id).case.content == "字" * 5000


def test_the_same_form_sent_twice_is_one_case(office, clock):
    draft = a_draft(office)
    first = office.do(cases.register, draft)
    entries = rows(office, "SELECT count(*) FROM journal")
    clock.later(minutes=3)
    assert office.do(cases.register, draft) == Saved(first.id, first.number, existing=True)
    assert rows(office, "SELECT count(*) FROM journal") == entries
    assert rows(office, "SELECT count(*) FROM case_record") == [(1,)]


def test_nothing_is_registered_at_a_place_that_was_taken_out_of_use_meanwhile(office):
    place_id = a_household(office)
    earlier = a_draft(office, place_id=place_id, place_text="")
    saved = office.do(cases.register, earlier)
    elsewhere = a_case(office)
    office.do(households.void_place, place_id, "登记错了")
    with pytest.raises(UserError, match="out of use") as refused:
        office.do(cases.register, replace(earlier, token="another"))
    assert (refused.value.field, rows(office, "SELECT count(*) FROM case_record")) == ("place", [(2,)])
    with pytest.raises(UserError, match="out of use"):
        a_correction(office, elsewhere.id, place_id=place_id)
    assert office.do(cases.register, earlier).id == saved.id, "what was saved before is saved"
    a_correction(office, saved.id, content="阳台漏水")
    assert page(office, saved.id).case.place_id == place_id, "a case of old stays where it was"


def a_correction(office, case_id: int, **changes: object) -> None:
    """A case put right as the form does it."""
    office.do(corrections.correct, CaseCorrection(case_id, page(office, case_id).case.version, "听错", changes))


CHANGED: dict[str, Any] = {
    "content": "漏水更大了",
    "caller_phone": "13800001235",
    "anonymous": True,
    "quoted": Decimal(1),
    "charge": Charge.CHARGEABLE,
    "appointment_from": NINE,
    "level_criteria": ("safety",),
    "received_at": NINE - timedelta(minutes=1),
    "place_text": "会所二楼",
}


@pytest.mark.parametrize("field", CHANGED)
def test_a_changed_form_under_a_saved_token_is_offered_as_a_correction(office, field):
    draft = a_draft(office)
    first = office.do(cases.register, draft)
    with pytest.raises(AlreadySaved) as refused:
        office.do(cases.register, replace(draft, **{field: CHANGED[field]}))
    assert (refused.value.case_id, refused.value.number) == (first.id, first.number)
    assert office.ask(case_pages.cases_between).tolist() == [first.id]


def test_a_digest_speaks_of_every_field():
    draft = CaseDraft("t", CaseKind.REPAIR, Channel.PHONE, NINE, "x")
    others: dict[str, Any] = {
        **CHANGED,
        "kind": CaseKind.COMPLAINT,
        "channel": Channel.VISIT,
        "token": "u",
        **dict.fromkeys(("place_id", "occupant_id", "reported_to", "repeats_case_id"), 7),
        **dict.fromkeys(("caller_name", "category", "department"), "other"),
        **dict.fromkeys(("price_agreed", "public_area", "complex_job", "heard", "asked", "repeated", "written"), True),
        **dict.fromkeys(("appointment_to", "service_from", "service_to"), NINE),
        "grade": Grade.ODD,
        "origin": Origin.NOTED,
        "gaps": ("grade",),
        "own_fields": (("floor", "3"),),
        "confidential": True,
        "price_on_site": True,
        "about_staff_id": 7,
        "quotes": (QuoteDraft("疏通", Decimal(1), Decimal(60), Decimal(60)),),
    }
    assert set(others) == set(draft.__dataclass_fields__)
    digests = {draft_digest(replace(draft, **{name: value})) for name, value in others.items()}
    assert len(digests | {draft_digest(draft)}) == len(others) + 1


@pytest.mark.parametrize("name", ["Zoe\u0308", "\ud800张", "a\x00b", "\u202e王"])
def test_any_text_that_can_be_typed_can_be_saved(office, name):
    saved = a_case(office, caller_name=name, content=f"{name}来访")
    assert codes(office) == []
    assert page(office, saved.id).case.content.endswith("来访")


def test_limits_run_from_the_call_by_the_rule_book_of_the_day(office):
    saved = a_repair(office, grade=Grade.URGENT)
    running = limits(office, saved.id)
    assert set(running) == {"deliver_slip", "arrive_urgent", "finish"}
    assert running["deliver_slip"].due_at == NINE + timedelta(minutes=20)
    assert (running["deliver_slip"].name, running["finish"].in_rate) == ("送达工程部", True)


def test_what_repeats_an_earlier_case_says_which(office):
    first = a_case(office)
    again = a_case(office, repeats_case_id=first.id)
    assert page(office, again.id).case.repeats_number == first.number


@pytest.mark.parametrize("clear", ["heard", "asked", "repeated", "written"])
def test_each_of_the_four_that_were_made_clear_is_kept_as_it_was_ticked_and_the_report_is_the_fifth(office, clear):
    """R-REG-05: 四清楚一报告."""
    ticked: dict[str, Any] = {clear: True}
    case = a_case(office, **ticked)
    kept = page(office, case.id).case
    assert {name for name in ("heard", "asked", "repeated", "written") if getattr(kept, name)} == {clear}
    assert limits(office, case.id)["report_complaint"].met_at is None
    office.do(cases.report, case.id, staff_id(office, "赵主任"))
    assert limits(office, case.id)["report_complaint"].met_at == office.now()
