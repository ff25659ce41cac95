# SPDX-License-Identifier: Apache-2.0
"""What was written wrong is put right, and what it said before stays in the books."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from complaintdesk.desk import cases, corrections, households
from complaintdesk.desk.drafts import CaseCorrection
from complaintdesk.domain.terms import CaseKind, CaseState, Channel, Charge, Grade, Level, Origin
from complaintdesk.errors import Conflict, MissingFields, UserError
from tests.builders import NINE, a_case, a_household, a_place_draft, a_repair, a_slip, codes, limits, page, rows, story

DAY = timedelta(days=1)


def correct(office, case_id: int, reason: str = "听错", **changes: Any) -> int | None:
    version = page(office, case_id).case.version
    event: int | None = office.do(corrections.correct, CaseCorrection(case_id, version, reason, changes))
    return event


def last(office, case_id: int):
    return page(office, case_id).events[-1]


NEW: dict[str, tuple[Any, Any]] = {  # field of the form → its new value, and what the story keeps of the old and new
    "channel": (Channel.VISIT, {"channel": ["phone", "visit"]}),
    "content": ("阳台漏水", {"content": ["厨房水槽下面的水管漏水，地面有积水", "阳台漏水"]}),
    "place_text": ("会所二楼", {"place_text": ["会所一楼", "会所二楼"]}),
    "caller_name": ("裘女士", {"caller_name": ["仇女士", "裘女士"]}),
    "caller_phone": ("138 0000 9999", {"caller_phone": ["13800001234", "13800009999"]}),
    "anonymous": (True, {"anonymous": [False, True]}),
    "category": ("lift", {"category": ["plumbing", "lift"]}),
    "department": ("security", {"department": ["engineering", "security"]}),
    "appointment_from": (NINE, {"appointment_from": [None, "2026-10-20T01:00:00Z"]}),
    "charge": (Charge.CHARGEABLE, {"charge": ["free", "chargeable"]}),
    "quoted": (Decimal("80.50"), {"quoted": [None, "80.5"]}),
    "price_agreed": (True, {"price_agreed": [False, True]}),
    "grade": (Grade.URGENT, {"grade": ["small", "urgent"]}),
    "public_area": (True, {"public_area": [False, True]}),
    "complex_job": (True, {"complex_job": [False, True]}),
    "level_criteria": (("safety",), {"level_criteria": [[], ["safety"]], "level": ["general", "major"]}),
    "heard": (True, {"heard": [False, True]}),
    "asked": (True, {"asked": [False, True]}),
    "repeated": (True, {"repeated": [False, True]}),
    "written": (True, {"written": [False, True]}),
    "confidential": (True, {"confidential": [False, True]}),
    "price_on_site": (True, {"price_on_site": [False, True]}),
}


@pytest.mark.parametrize("field", NEW)
def test_a_corrected_field_keeps_its_old_value_in_the_story(office, field):
    case = a_repair(office)
    value, kept = NEW[field]
    assert correct(office, case.id, **{field: value}) is not None
    event = last(office, case.id)
    assert (event.kind.value, event.words, event.facts) == ("corrected", "听错", kept)
    assert codes(office) == []


def test_every_field_that_can_be_corrected_was_tried():
    with_others = {
        "about_staff_id",
        "place_id",
        "occupant_id",
        "appointment_to",
        "service_from",
        "service_to",
        "own_fields",
    }
    assert set(NEW) | with_others == set(corrections.CORRECTABLE)


def test_the_days_of_a_service_are_corrected_together(office):
    case = a_case(office, CaseKind.SPECIAL_SERVICE, service_from=NINE, service_to=NINE + DAY)
    correct(office, case.id, service_from=NINE + DAY, service_to=NINE + 3 * DAY)
    kept = {
        "service_from": ["2026-10-20T01:00:00Z", "2026-10-21T01:00:00Z"],
        "service_to": ["2026-10-21T01:00:00Z", "2026-10-23T01:00:00Z"],
    }
    assert last(office, case.id).facts == kept
    assert codes(office) == []


@pytest.mark.parametrize("field", ["kind", "token", "origin", "received_at", "gaps", "nonsense"])
def test_what_a_case_is_can_not_be_corrected(office, field):
    case = a_case(office)
    with pytest.raises((ValueError, TypeError)):
        correct(office, case.id, **{field: CaseKind.REPAIR})


def test_a_place_chosen_later_brings_its_name_and_building(office):
    place = a_household(office)
    case = a_repair(office)
    correct(office, case.id, place_id=place, occupant_id=1)
    record = page(office, case.id).case
    assert (record.place, record.place_id, record.occupant_id) == ("3栋2单元1502", place, 1)
    assert rows(office, "SELECT building FROM case_record") == [("3",)]
    correct(office, case.id, place_id=None, occupant_id=None, place_text="北门岗亭")
    assert page(office, case.id).case.place == "北门岗亭"
    assert rows(office, "SELECT building FROM case_record") == [("",)]


def test_a_corrected_name_leaves_the_place_as_it_was_called_then(office):
    place = a_household(office)
    case = a_repair(office, place_id=place)
    office.do(households.save_place, a_place_draft("1602", id=place, version=1))
    correct(office, case.id, caller_name="裘女士", place_id=place)
    assert last(office, case.id).facts == {"caller_name": ["仇女士", "裘女士"]}
    assert page(office, case.id).case.place == "3栋2单元1502"


def test_a_new_category_brings_its_department_unless_one_is_given(office):
    case = a_repair(office)
    correct(office, case.id, category="public_cleaning")
    assert page(office, case.id).case.department == "environment"
    correct(office, case.id, category="lift", department="security")
    assert page(office, case.id).case.department == "security"


def test_nothing_changed_is_no_correction(office):
    case = a_repair(office)
    entries = rows(office, "SELECT count(*) FROM journal")
    assert (
        correct(
            office, case.id, reason="", caller_phone="138-0000-1234", content="  厨房水槽下面的水管漏水，地面有积水"
        )
        is None
    )
    assert story(office, case.id) == ["registered"]
    assert rows(office, "SELECT count(*) FROM journal") == entries


def test_a_correction_needs_a_reason(office):
    case = a_repair(office)
    with pytest.raises(MissingFields) as refused:
        correct(office, case.id, reason=" ", caller_name="裘女士")
    assert refused.value.field == "reason"
    assert page(office, case.id).case.caller_name == "仇女士"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"content": " "}, "content"),
        ({"caller_phone": ""}, "caller_phone"),
        ({"caller_phone": "1380000123"}, "caller_phone"),
        ({"grade": None}, "grade"),
        ({"category": ""}, "category"),
        ({"appointment_from": NINE - timedelta(hours=1)}, "appointment"),
        ({"quoted": Decimal("0.001")}, "quoted"),
    ],
)
def test_a_correction_is_held_to_the_rules_of_a_registration(office, changes, field):
    case = a_repair(office)
    with pytest.raises(UserError) as refused:
        correct(office, case.id, **changes)
    assert refused.value.field == field


def test_two_desks_editing_one_case_lose_neither_text(office):
    case = a_repair(office)
    read = page(office, case.id).case.version
    office.do(corrections.correct, CaseCorrection(case.id, read, "听错", {"content": "阳台漏水"}))
    mine = CaseCorrection(case.id, read, "听错", {"content": "卫生间漏水"})
    with pytest.raises(Conflict) as conflict:
        office.do(corrections.correct, mine)
    assert (conflict.value.theirs.content, conflict.value.mine.content) == ("阳台漏水", "卫生间漏水")
    assert page(office, case.id).case.content == "阳台漏水"


def test_whatever_is_written_in_a_case_makes_what_was_read_before_stale(office):
    case = a_repair(office)
    read = page(office, case.id).case.version
    a_slip(office, case.id)
    with pytest.raises(Conflict):
        office.do(corrections.correct, CaseCorrection(case.id, read, "听错", {"content": "阳台漏水"}))


def test_a_correction_plans_the_open_limits_anew_and_keeps_their_first_due(office, clock):
    case = a_repair(office)
    assert set(limits(office, case.id)) == {"deliver_slip", "finish"}
    clock.later(hours=1)
    correct(office, case.id, grade=Grade.URGENT)
    assert limits(office, case.id)["arrive_urgent"].due_at == NINE + timedelta(minutes=30)
    correct(office, case.id, appointment_from=NINE + timedelta(hours=6))
    running = limits(office, case.id)
    assert "finish" not in running
    assert running["keep_appointment"].due_at == NINE + timedelta(hours=6)
    correct(office, case.id, appointment_from=NINE + timedelta(hours=8))
    assert limits(office, case.id)["keep_appointment"].due_at == NINE + timedelta(hours=8)
    dues = "SELECT first_due_at, due_at FROM commitment WHERE key = 'keep_appointment'"
    assert rows(office, dues) == [("2026-10-20 07:00:00.000000", "2026-10-20 09:00:00.000000")]
    assert codes(office) == []


def test_a_gap_is_filled_by_its_correction(office):
    gaps = ("caller_phone", "place", "category", "caller_name")
    case = a_repair(
        office, origin=Origin.NOTED, gaps=gaps, caller_phone="", place_text="", category="", caller_name="", grade=None
    )
    correct(office, case.id, caller_phone="13800001234", place_text="会所")
    assert page(office, case.id).case.gaps == ("category", "caller_name")
    correct(office, case.id, category="plumbing")
    assert page(office, case.id).case.gaps == ("caller_name",)


def test_a_closed_case_is_corrected_and_stays_closed_a_void_one_is_not(office):
    case, other = a_case(office), a_case(office)
    office.do(cases.handle, case.id, "已协调")
    office.do(cases.close, case.id, content=True)
    correct(office, case.id, caller_name="裘女士")
    assert page(office, case.id).case.state is CaseState.CLOSED
    office.do(corrections.void, other.id, "重复")
    with pytest.raises(UserError, match="void"):
        correct(office, other.id, caller_name="裘女士")
    assert page(office, other.id).case.caller_name == "仇女士"


def test_lowering_a_raised_level_is_a_correction_too(office):
    case = a_case(office, level_criteria=("safety", "regulator"))
    correct(office, case.id, level_criteria=())
    record = page(office, case.id).case
    assert (record.level, record.level_criteria) == (Level.GENERAL, ())


def test_the_form_of_a_saved_case_holds_what_the_case_holds(office):
    case = a_repair(office, level_criteria=("safety",), quoted=Decimal("80.50"), appointment_from=NINE)
    draft = office.ask(corrections.case_draft, case.id)
    assert (draft.kind, draft.level_criteria, draft.quoted) == (CaseKind.REPAIR, ("safety",), Decimal("80.50"))
    assert correct(office, case.id, **{name: getattr(draft, name) for name in corrections.CORRECTABLE}) is None
