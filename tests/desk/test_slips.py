# SPDX-License-Identifier: Apache-2.0
"""A slip from the desk to the workshop and back: each step with its time, none out of turn (R-WO-01 to R-WO-11)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from complaintdesk.desk import cases, chasing, corrections, dispatching
from complaintdesk.desk.drafts import MaterialDraft
from complaintdesk.domain.terms import CaseKind, CaseState, Charge, OrderState, Rating, Supplier
from complaintdesk.errors import MissingFields, UserError
from tests.builders import (
    NINE,
    a_case,
    a_chase,
    a_completion,
    a_repair,
    a_returned_slip,
    a_slip,
    codes,
    event_id,
    limits,
    page,
    rows,
    slip,
    story,
)


def minutes(count: float):
    return NINE + timedelta(minutes=count)


def test_a_dispatched_case_is_in_hand_and_its_slip_issued(office, clock):
    case = a_repair(office)
    clock.later(minutes=3)
    issued = office.do(dispatching.dispatch, case.id, "水电班", " 张 师傅 ")
    order = slip(office, issued.order_id)
    assert (order.number, order.state, order.round) == ("WX2026-000001", OrderState.ISSUED, 1)
    assert (order.team, order.team_name, order.worker) == ("plumbing_electric", "水电班", "张 师傅")
    assert (order.issued_at, order.issued_by, order.total) == (minutes(3), "王敏", None)
    assert page(office, case.id).case.state is CaseState.IN_HAND
    assert story(office, case.id) == ["registered", "dispatched"]


def test_a_team_is_named_by_its_id_too_and_an_unknown_one_takes_no_number(office):
    case = a_repair(office)
    with pytest.raises(UserError) as refused:
        office.do(dispatching.dispatch, case.id, "水点班")
    assert refused.value.field == "team"
    assert office.do(dispatching.dispatch, case.id, "lifts").number == "WX2026-000001"


def test_a_case_may_have_several_slips(office):
    case = a_repair(office)
    numbers = [a_slip(office, case.id, team).number for team in ("水电班", "土建班")]
    assert numbers == ["WX2026-000001", "WX2026-000002"]
    assert [order.number for order in page(office, case.id).case.orders] == numbers


@pytest.mark.parametrize("kind", [CaseKind.REPAIR, CaseKind.SPECIAL_SERVICE])
@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"charge": None}, "charge"),
        ({"charge": Charge.CHARGEABLE, "price_agreed": False}, "price_agreed"),
        ({"charge": Charge.CHARGEABLE, "price_on_site": True}, "price_agreed"),
        ({"charge": Charge.CHARGEABLE, "price_agreed": True}, "quoted"),
    ],
)
def test_indoors_the_price_is_settled_before_dispatch(office, kind, facts, field):
    case = a_repair(office, kind=kind, **facts)
    with pytest.raises(UserError) as refused:
        a_slip(office, case.id)
    assert refused.value.field == field
    assert rows(office, "SELECT count(*) FROM counter WHERE series = 'WX'") == [(0,)]


def test_a_price_agreed_to_and_a_public_area_go_out(office):
    a_slip(office, a_repair(office, charge=Charge.CHARGEABLE, price_agreed=True, quoted=Decimal(80)).id)
    found_on_site = a_repair(office, charge=Charge.CHARGEABLE, price_agreed=True, price_on_site=True)
    a_slip(office, found_on_site.id)
    a_slip(office, a_repair(office, charge=None, public_area=True).id)
    a_slip(office, a_case(office, CaseKind.COMPLAINT).id)


def test_each_step_is_noted_with_its_own_time(office, clock):
    order_id = a_slip(office).order_id
    clock.later(minutes=60)
    office.do(dispatching.accept, order_id, "张师傅", minutes(5))
    office.do(dispatching.arrive, order_id, minutes(25))
    office.do(dispatching.complete, a_completion(office, order_id, completed_at=minutes(50), worker=""))
    clock.later(minutes=10)
    assert office.do(dispatching.return_slip, order_id) is True
    order = slip(office, order_id)
    assert (order.accepted_at, order.arrived_at, order.completed_at) == (minutes(5), minutes(25), minutes(50))
    assert (order.returned_at, order.state, order.worker) == (minutes(70), OrderState.RETURNED, "张师傅")
    recorded = {event.kind.value: event.recorded_at for event in page(office, order.case.id).events}
    assert (recorded["accepted"], recorded["returned"]) == (minutes(60), minutes(70))


def test_steps_written_on_the_slip_alone_are_noted_when_it_comes_back(office, clock):
    order_id = a_slip(office).order_id
    clock.later(hours=8)
    written = {"accepted_at": minutes(10), "arrived_at": minutes(40), "completed_at": minutes(90)}
    office.do(dispatching.complete, a_completion(office, order_id, **written))
    order = slip(office, order_id)
    assert {name: getattr(order, name) for name in written} == written
    assert story(office, order.case.id) == ["registered", "dispatched", "accepted", "arrived", "completed"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"accepted_at": None}, "accepted_at"),
        ({"arrived_at": None}, "arrived_at"),
        ({"worker": " "}, "worker"),
        ({"result": " \n"}, "result"),
        ({"accepted_at": minutes(-1)}, "accepted_at"),
        ({"arrived_at": minutes(-1)}, "arrived_at"),
        ({"completed_at": minutes(20)}, "completed_at"),
        ({"completed_at": minutes(61)}, "completed_at"),
        ({"arrived_at": minutes(61), "completed_at": minutes(62)}, "arrived_at"),
        ({"labour": Decimal("-0.01")}, "labour"),
        ({"labour": Decimal("0.001")}, "labour"),
        ({"result": "字" * 5001}, "result"),
        ({"materials": (MaterialDraft(" ", Decimal(1), Decimal(1)),)}, "materials"),
        ({"materials": (MaterialDraft("角阀", Decimal(0), Decimal(1)),)}, "materials"),
        ({"materials": (MaterialDraft("角阀", Decimal("0.0001"), Decimal(1)),)}, "materials"),
        ({"materials": (MaterialDraft("角阀", Decimal(1), Decimal(-1)),)}, "materials"),
        ({"materials": (MaterialDraft("角阀", Decimal(1), Decimal("0.001")),)}, "materials"),
        ({"materials": (MaterialDraft("角" * 81, Decimal(1), Decimal(1)),)}, "materials"),
    ],
)
def test_what_a_slip_cannot_say_is_told_beside_its_field_and_nothing_is_noted(office, clock, changes, field):
    order_id = a_slip(office).order_id
    clock.later(minutes=60)
    whole = a_completion(office, order_id, accepted_at=minutes(10), arrived_at=minutes(30), completed_at=minutes(50))
    with pytest.raises(UserError) as refused:
        office.do(dispatching.complete, replace(whole, **changes))
    assert refused.value.field == field
    assert slip(office, order_id).state is OrderState.ISSUED
    office.do(dispatching.complete, whole)
    assert codes(office) == []


def test_materials_and_labour_add_up_and_the_owners_own_cost_nothing(office):
    order_id = a_slip(office).order_id
    materials = (
        MaterialDraft("角阀", Decimal(2), Decimal("35.50"), spec="DN15", unit="只"),
        MaterialDraft("水管", Decimal("1.333"), Decimal("9.99"), unit="米"),
        MaterialDraft("龙头", Decimal(1), Decimal(120), supplier=Supplier.OWNER, fit=False),
    )
    wish = {"wished_by": "张建国", "wished_at": office.now()}
    draft = a_completion(office, order_id, materials=materials, labour=Decimal("20.5"), **wish)
    office.do(dispatching.complete, draft)
    order = slip(office, order_id)
    assert [str(line.amount) for line in order.materials] == ["71.00", "13.32", "120.00"]
    assert [(line.name, line.spec, line.unit, line.quantity) for line in order.materials[:1]] == [
        ("角阀", "DN15", "只", Decimal(2))
    ]
    assert (str(order.material_total), str(order.total), order.owner_material_fit) == ("84.32", "104.82", False)
    assert (order.quality, order.timeliness) == (Rating.CONTENT, Rating.FAIR)


def test_a_completion_written_again_replaces_the_materials_and_keeps_the_old_in_the_books(office):
    order_id = a_slip(office).order_id
    office.do(dispatching.complete, a_completion(office, order_id))
    case_id = slip(office, order_id).case.id
    office.do(corrections.withdraw, event_id(office, case_id, "completed"), "抄错了")
    assert slip(office, order_id).state is OrderState.ARRIVED
    again = a_completion(office, order_id, materials=(MaterialDraft("软管", Decimal(1), Decimal(18)),), labour=None)
    office.do(dispatching.complete, again)
    order = slip(office, order_id)
    assert [line.name for line in order.materials] == ["软管"]
    assert str(order.total) == "18.00"
    assert rows(office, "SELECT name, voided_at IS NULL FROM material_line") == [("角阀", 0), ("软管", 1)]
    assert codes(office) == []


STEPS: dict[str, Any] = {
    "accept": lambda office, order: office.do(dispatching.accept, order, "张师傅"),
    "arrive": lambda office, order: office.do(dispatching.arrive, order),
    "complete": lambda office, order: office.do(dispatching.complete, a_completion(office, order)),
    "return": lambda office, order: office.do(dispatching.return_slip, order),
    "void": lambda office, order: office.do(dispatching.void_order, order, "写坏了"),
    "remind": lambda office, order: office.do(chasing.chase_slip, order, a_chase()),
}
POSSIBLE = {
    "": {"accept", "complete", "void", "remind"},
    "accept": {"arrive", "complete", "void", "remind"},
    "accept arrive": {"complete", "void", "remind"},
    "accept arrive complete": {"return", "void", "remind"},
    "accept arrive complete return": set(),
    "void": set(),
}


@pytest.mark.parametrize("before", POSSIBLE, ids=lambda words: words or "just issued")
def test_from_each_state_some_steps_are_possible_and_the_others_are_refused_in_words(office, before):
    possible = set()
    for name, step in STEPS.items():
        order_id = a_slip(office).order_id
        for earlier in before.split():
            STEPS[earlier](office, order_id)
        entries = rows(office, "SELECT count(*) FROM journal")
        try:
            step(office, order_id)
        except UserError:
            assert rows(office, "SELECT count(*) FROM journal") == entries
        else:
            possible.add(name)
    assert possible == POSSIBLE[before]
    assert codes(office) == []


@pytest.mark.parametrize(
    ("deed", "asked", "field"),
    [
        (dispatching.accept, ("张师傅", minutes(-1)), "accepted_at"),
        (dispatching.accept, ("张师傅", minutes(31)), "accepted_at"),
        (dispatching.accept, ("",), "worker"),
        (dispatching.accept, ("张" * 41,), "worker"),
        (dispatching.void_order, ("\t",), "reason"),
        (chasing.chase_slip, (a_chase(whom=" "),), "whom"),
        (chasing.chase_slip, (a_chase(words="催" * 5001),), "words"),
        (chasing.chase_slip, (a_chase(until=minutes(30)),), "until"),
    ],
)
def test_a_step_without_its_facts_is_refused_beside_the_field(office, clock, deed, asked, field):
    order_id = a_slip(office).order_id
    clock.later(minutes=30)
    with pytest.raises(UserError) as refused:
        office.do(deed, order_id, *asked)
    assert refused.value.field == field


def test_the_minute_counts_because_slips_are_written_to_the_minute(office, clock):
    clock.now = NINE + timedelta(seconds=40)
    order_id = a_slip(office).order_id
    clock.later(minutes=1)
    office.do(dispatching.accept, order_id, "张师傅", NINE)
    assert slip(office, order_id).accepted_at == NINE + timedelta(seconds=40)  # not before it was issued


def test_handling_is_proposed_when_the_last_slip_is_back(office):
    case = a_repair(office)
    first, second = a_slip(office, case.id), a_slip(office, case.id)
    office.do(dispatching.complete, a_completion(office, first.order_id))
    assert office.do(dispatching.return_slip, first.order_id) is False
    with pytest.raises(UserError, match="still out"):
        office.do(cases.handle, case.id, "完成")
    office.do(dispatching.void_order, second.order_id, "重复开单")
    office.do(cases.handle, case.id, "完成")
    assert page(office, case.id).case.state is CaseState.HANDLED


def test_a_spoiled_slip_stays_in_the_books_and_its_successor_has_the_next_number(office, clock):
    case = a_repair(office)
    first = a_slip(office, case.id)
    clock.later(minutes=5)
    office.do(dispatching.void_order, first.order_id, "写坏了")
    order = slip(office, first.order_id)
    assert (order.state, order.void_reason, order.voided_at) == (OrderState.VOID, "写坏了", clock.now)
    assert a_slip(office, case.id).number == "WX2026-000002"
    with pytest.raises(MissingFields):
        office.do(dispatching.void_order, first.order_id, "")


def test_a_returned_slip_withdrawn_is_out_again(office):
    order_id = a_returned_slip(office).order_id
    case_id = slip(office, order_id).case.id
    office.do(corrections.withdraw, event_id(office, case_id, "returned"), "不是这一张")
    assert slip(office, order_id).state is OrderState.COMPLETED
    assert slip(office, order_id).returned_at is None
    office.do(dispatching.return_slip, order_id)
    assert slip(office, order_id).state is OrderState.RETURNED


def test_a_limit_overdue_is_met_by_what_happened_in_time_and_was_noted_late(office, clock):
    case = a_repair(office)
    order_id = a_slip(office, case.id).order_id
    clock.later(hours=7)
    deliver = limits(office, case.id)["deliver_slip"]
    assert (deliver.due_at, deliver.met_at) == (minutes(20), None)
    office.do(dispatching.accept, order_id, "张师傅", minutes(12))
    assert limits(office, case.id)["deliver_slip"].met_at == minutes(12)
    office.do(corrections.withdraw, event_id(office, case.id, "accepted"), "不是他")
    assert limits(office, case.id)["deliver_slip"].met_at is None
    office.do(dispatching.accept, order_id, "李师傅", minutes(33))
    met = limits(office, case.id)["deliver_slip"]
    assert (met.met_at, met.due_at, met.started_at) == (minutes(33), minutes(20), NINE)
    assert codes(office) == []
