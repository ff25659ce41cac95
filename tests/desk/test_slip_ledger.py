# SPDX-License-Identifier: Apache-2.0
"""How slips come back (R-WO-03, R-WO-10): part by part, from whom, booked by whom; taken back, lost, turned up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from complaintdesk.db.tables import ProcedureVersion
from complaintdesk.desk import cases, chasing, corrections, dispatching, procedures, slip_ledger, slip_lists
from complaintdesk.desk.slip_lists import LEDGER_VIEWS, LedgerFilter, LedgerRow
from complaintdesk.desk.slip_rules import listed_at, signed_part, slip_parts
from complaintdesk.domain.terms import Charge, OrderState, Role, SlipStanding
from complaintdesk.errors import MissingFields, UserError
from complaintdesk.printing.form_files import shipped
from tests.builders import (
    NAME_OF,
    NINE,
    PASSWORD,
    a_chase,
    a_completion,
    a_repair,
    a_returned_slip,
    a_slip,
    codes,
    event_id,
    page,
    rows,
    slip,
    story,
)

PAID: dict[str, Any] = {"charge": Charge.CHARGEABLE, "price_agreed": True, "quoted": Decimal(80)}


def row(office, order_id: int) -> LedgerRow:
    found: LedgerRow = office.ask(slip_lists.ledger_row, order_id, office.books)
    return found


def listed(office, view: str, **more) -> list[int]:
    wanted = LedgerFilter(view, **more)
    return list(office.ask(slip_lists.ledger_ids, wanted, office.books, office.now(), office.zone))


def named(found: LedgerRow) -> list[str]:
    return [part.name for part in found.parts]


def a_finished_slip(office, **facts):
    issued = a_slip(office, a_repair(office, **facts).id)
    office.do(dispatching.complete, a_completion(office, issued.order_id))
    return issued


def test_the_rule_book_names_the_parts_that_the_form_has(office):
    parts = slip_parts(office.procedure)
    assert [part.id for part in parts] == [part.id for part in shipped("work_order").parts]
    assert all(part.name in form.label for part, form in zip(parts, shipped("work_order").parts, strict=True))
    assert (signed_part(office.procedure).id, f"{listed_at(office.procedure):%H:%M}") == ("desk", "17:00")


def test_with_its_signed_part_a_finished_slip_is_back(office, clock):
    issued = a_finished_slip(office)
    clock.later(hours=2)
    booked = office.do(slip_ledger.book_back, issued.order_id, ("desk",), " 张 师傅 ")
    assert (booked.parts, booked.missing, booked.to_complete, booked.last_out) == (("客服联",), (), False, True)
    order = slip(office, issued.order_id)
    assert (order.state, order.returned_at) == (OrderState.RETURNED, clock.now)
    found = row(office, issued.order_id)
    assert (found.standing, found.missing) == (SlipStanding.RETURNED, ())
    [part] = found.parts
    assert (part.name, part.at, part.brought_by, part.booked_by) == ("客服联", clock.now, "张 师傅", "王敏")
    assert codes(office) == []


def test_a_slip_to_be_paid_for_comes_back_in_two_parts(office, clock):
    issued = a_finished_slip(office, **PAID)
    booked = office.do(slip_ledger.book_back, issued.order_id, ("desk",), "张师傅")
    assert (booked.missing, row(office, issued.order_id).standing) == (("财务联",), SlipStanding.INCOMPLETE)
    assert (listed(office, "incomplete"), listed(office, "out"), listed(office, "returned")) == (
        [issued.order_id],
        [issued.order_id],
        [],
    )
    clock.later(hours=20)
    office.do(slip_ledger.book_back, issued.order_id, ("desk", "finance"), "李会计")
    found = row(office, issued.order_id)
    assert [(part.name, part.brought_by) for part in found.parts] == [("财务联", "李会计"), ("客服联", "张师傅")]
    assert (found.standing, listed(office, "out")) == (SlipStanding.RETURNED, [])
    assert story(office, page(office, found.case_id).case.id).count("returned") == 1


def test_a_completed_slip_of_which_another_part_came_first_has_nothing_to_be_typed_up(office):
    issued = a_finished_slip(office)
    booked = office.do(slip_ledger.book_back, issued.order_id, ("engineering",), "张师傅")
    assert (booked.missing, booked.to_complete, booked.last_out) == (("客服联",), False, False)
    assert not row(office, issued.order_id).to_complete


def test_what_is_back_already_is_booked_once(office):
    issued = a_finished_slip(office)
    office.do(slip_ledger.book_back, issued.order_id, ("desk",), "张师傅")
    entries = rows(office, "SELECT count(*) FROM journal")
    again = office.do(slip_ledger.book_back, issued.order_id, ("desk",), "别人")
    assert (again.parts, again.to_complete) == ((), False)
    assert rows(office, "SELECT count(*) FROM journal") == entries
    assert row(office, issued.order_id).parts[0].brought_by == "张师傅"


def test_paper_on_the_desk_before_the_work_is_typed_up_is_back_and_the_slip_returned_with_its_completion(office, clock):
    issued = a_slip(office)
    clock.later(hours=8)
    booked = office.do(slip_ledger.book_back, issued.order_id, ("desk",), "张师傅")
    assert (booked.to_complete, booked.last_out) == (True, False)
    found = row(office, issued.order_id)
    assert (found.standing, found.state, found.to_complete) == (SlipStanding.RETURNED, OrderState.ISSUED, True)
    came_back = clock.now
    clock.later(minutes=20)
    done = NINE + timedelta(hours=3)
    office.do(
        dispatching.complete,
        a_completion(office, issued.order_id, accepted_at=NINE, arrived_at=NINE, completed_at=done),
    )
    order = slip(office, issued.order_id)
    assert (order.state, order.completed_at, order.returned_at) == (OrderState.RETURNED, done, came_back)
    assert codes(office) == []


def test_the_step_of_the_slip_books_all_that_comes_back_of_it(office):
    issued = a_finished_slip(office, **PAID)
    office.do(dispatching.return_slip, issued.order_id)
    assert named(row(office, issued.order_id)) == ["财务联", "客服联"]


def test_a_slip_that_came_back_before_parts_were_counted_is_back(office):
    issued = a_returned_slip(office, a_repair(office, **PAID).id)
    with office.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE slip_return SET voided_at = booked_at")
    found = row(office, issued.order_id)
    assert (found.standing, named(found), found.missing) == (SlipStanding.RETURNED, ["客服联"], ())
    assert (listed(office, "out"), listed(office, "returned")) == ([], [issued.order_id])


def test_a_part_booked_by_mistake_is_taken_back_with_a_reason(office):
    issued = a_finished_slip(office, **PAID)
    office.do(slip_ledger.book_back, issued.order_id, ("desk", "finance"), "张师傅")
    finance, desk = row(office, issued.order_id).parts
    with pytest.raises(MissingFields):
        office.do(slip_ledger.take_back, desk.id, " ")
    office.do(slip_ledger.take_back, desk.id, "扫错了")
    assert slip(office, issued.order_id).state is OrderState.COMPLETED
    found = row(office, issued.order_id)
    assert (named(found), found.standing) == (["财务联"], SlipStanding.INCOMPLETE)
    office.do(slip_ledger.take_back, finance.id, "扫错了")
    assert row(office, issued.order_id).standing is SlipStanding.OUT
    kept = rows(office, "SELECT part, void_reason FROM slip_return ORDER BY id")
    assert kept == [("desk", "扫错了"), ("finance", "扫错了")]
    office.do(slip_ledger.book_back, issued.order_id, ("desk", "finance"))
    assert row(office, issued.order_id).standing is SlipStanding.RETURNED
    assert codes(office) == []


def test_what_others_build_on_is_not_taken_back(office):
    issued = a_finished_slip(office)
    office.do(slip_ledger.book_back, issued.order_id, ("desk",))
    case_id = row(office, issued.order_id).case_id
    office.do(cases.handle, case_id, "已修好")
    with pytest.raises(UserError, match="handling"):
        office.do(slip_ledger.take_back, row(office, issued.order_id).parts[0].id, "扫错了")
    assert slip(office, issued.order_id).state is OrderState.RETURNED


def test_the_slip_is_out_again_where_its_return_is_withdrawn_in_the_story(office):
    issued = a_finished_slip(office)
    office.do(slip_ledger.book_back, issued.order_id, ("desk",))
    case_id = row(office, issued.order_id).case_id
    withdrawal = office.do(corrections.withdraw, event_id(office, case_id, "returned"), "单子还在师傅手里")
    assert row(office, issued.order_id).standing is SlipStanding.OUT
    office.do(corrections.withdraw, withdrawal, "回来了，没看见")
    found = row(office, issued.order_id)
    assert (found.standing, found.parts[0].id, found.parts[0].booked_by) == (SlipStanding.RETURNED, None, "王敏")
    assert codes(office) == []


@pytest.mark.parametrize(
    ("parts", "hours", "field"),
    [((), 0, "parts"), (("desk", "fifth"), 0, "parts"), (("desk",), 1, "returned_at"), (("desk",), -1, "returned_at")],
)
def test_what_cannot_be_is_told_beside_its_field(office, clock, parts, hours, field):
    issued = a_finished_slip(office)
    with pytest.raises(UserError) as refused:
        office.do(slip_ledger.book_back, issued.order_id, parts, "", clock.now + timedelta(hours=hours))
    assert refused.value.field == field
    assert rows(office, "SELECT count(*) FROM slip_return") == [(0,)]


def test_a_signed_part_is_not_back_before_the_work_was_done(office, clock):
    """R-T-06: the other parts may be; those within the minute are."""
    issued = a_slip(office, a_repair(office, **PAID).id)
    clock.later(hours=5)
    done = clock.now - timedelta(hours=1)
    told = {"accepted_at": NINE, "arrived_at": NINE, "completed_at": done}
    office.do(dispatching.complete, a_completion(office, issued.order_id, **told))
    with pytest.raises(UserError, match="before the work was completed") as refused:
        office.do(slip_ledger.book_back, issued.order_id, ("desk",), "", done - timedelta(hours=1))
    assert refused.value.field == "returned_at"
    assert row(office, issued.order_id).parts == ()
    office.do(slip_ledger.book_back, issued.order_id, ("finance",), "", done - timedelta(hours=1))
    office.do(slip_ledger.book_back, issued.order_id, ("desk",), "", done)
    assert slip(office, issued.order_id).returned_at == done


def test_a_void_slip_does_not_come_back(office):
    issued = a_slip(office)
    as_supervisor(office)
    office.do(dispatching.void_order, issued.order_id, "写坏了")
    with pytest.raises(UserError, match="void"):
        office.do(slip_ledger.book_back, issued.order_id, ("desk",))
    assert (row(office, issued.order_id).standing, listed(office, "void")) == (SlipStanding.VOID, [issued.order_id])


def test_a_lost_slip_is_told_with_who_had_it_until_it_turns_up(office):
    issued = a_finished_slip(office)
    as_supervisor(office)
    with pytest.raises(MissingFields):
        office.do(slip_ledger.declare_lost, issued.order_id, " ", "找不到")
    loss = office.do(slip_ledger.declare_lost, issued.order_id, "张师傅", "现场遗失")
    assert office.do(slip_ledger.declare_lost, issued.order_id, "张师傅", "现场遗失") == loss
    found = row(office, issued.order_id)
    assert found.loss is not None
    assert (found.standing, found.loss.holder, found.loss.reason) == (SlipStanding.LOST, "张师傅", "现场遗失")
    assert (listed(office, "lost"), listed(office, "out")) == ([issued.order_id], [issued.order_id])
    office.do(slip_ledger.book_back, issued.order_id, ("desk",), "张师傅")
    found = row(office, issued.order_id)
    assert (found.standing, found.loss) == (SlipStanding.RETURNED, None)
    assert rows(office, "SELECT void_reason FROM slip_loss") == [("已回单",)]
    with pytest.raises(UserError, match="come back already"):
        office.do(slip_ledger.declare_lost, issued.order_id, "张师傅", "找不到")


def test_another_part_of_a_lost_slip_finds_its_signed_one_no_more(office):
    issued = a_finished_slip(office, **PAID)
    as_supervisor(office)
    office.do(slip_ledger.declare_lost, issued.order_id, "张师傅", "现场遗失")
    office.do(slip_ledger.book_back, issued.order_id, ("finance", "owner"), "李会计")
    found = row(office, issued.order_id)
    assert (found.standing, found.loss is not None) == (SlipStanding.LOST, True)
    assert (listed(office, "lost"), listed(office, "incomplete")) == ([issued.order_id], [])


@pytest.mark.parametrize("typed_up", [False, True])
def test_a_lost_slip_that_another_was_taken_for_is_lost_as_before(office, typed_up):
    issued = a_finished_slip(office) if typed_up else a_slip(office)
    as_supervisor(office)
    office.do(slip_ledger.declare_lost, issued.order_id, "张师傅", "现场遗失")
    declared = row(office, issued.order_id).loss
    assert declared is not None
    for _ in range(2):
        office.do(slip_ledger.book_back, issued.order_id, ("desk",), "小李")
        office.do(slip_ledger.take_back, row(office, issued.order_id).parts[0].id, "扫错了")
        found = row(office, issued.order_id)
        assert found.loss is not None
        assert (found.standing, replace(found.loss, id=declared.id)) == (SlipStanding.LOST, declared)
    assert codes(office) == []


def test_why_a_part_is_taken_back_is_kept_clean(office):
    issued = a_finished_slip(office)
    office.do(slip_ledger.book_back, issued.order_id, ("desk",))
    office.do(slip_ledger.take_back, row(office, issued.order_id).parts[0].id, "扫\x00错\ud800了")
    assert rows(office, "SELECT void_reason FROM slip_return") == [("扫错了",)]


def test_a_return_that_is_told_later_is_journalled(office):
    """Another part signs for the slip by a new rule book: what lies on the desk is its return as it is booked again."""
    issued = a_finished_slip(office)
    office.do(slip_ledger.book_back, issued.order_id, ("engineering",))
    office.sign_in(NAME_OF[Role.OFFICE_HEAD], PASSWORD)
    text = office.ask(lambda session: session.get_one(ProcedureVersion, office.books.in_force_id).text)
    other = text.replace('name = "客服联"\nback = "always"', 'name = "客服联"').replace(
        'name = "工程联"', 'name = "工程联"\nback = "always"'
    )
    office.do(procedures.adopt, other, office.books.in_force_id)
    assert signed_part(office.procedure).id == "engineering"
    office.do(slip_ledger.book_back, issued.order_id, ("engineering",))
    assert slip(office, issued.order_id).state is OrderState.RETURNED
    assert codes(office) == []


def test_a_loss_declared_by_mistake_is_taken_back(office):
    issued = a_slip(office)
    as_supervisor(office)
    loss = office.do(slip_ledger.declare_lost, issued.order_id, "水电班", "找不到")
    office.do(slip_ledger.take_back_loss, loss, "在抽屉里")
    assert row(office, issued.order_id).standing is SlipStanding.OUT


def test_who_has_a_slip_since_when(office, clock):
    issued = a_slip(office)
    assert (row(office, issued.order_id).holder, row(office, issued.order_id).since) == ("水电班", NINE)
    clock.later(minutes=30)
    office.do(dispatching.accept, issued.order_id, "张师傅", NINE + timedelta(minutes=10))
    office.do(chasing.chase_slip, issued.order_id, a_chase())
    found = row(office, issued.order_id)
    assert (found.holder, found.since, found.chases.count) == ("张师傅", NINE + timedelta(minutes=10), 1)


def test_a_slip_passed_on_is_with_its_new_holder_since_then(office, clock):
    issued = a_slip(office)
    clock.later(minutes=10)
    office.do(dispatching.accept, issued.order_id, "张师傅")
    clock.later(hours=2)
    office.do(dispatching.reassign, issued.order_id, "土建班", "不会", "李师傅")
    assert (row(office, issued.order_id).holder, row(office, issued.order_id).since) == ("李师傅", clock.now)
    passed_on = clock.now
    clock.later(hours=1)
    office.do(dispatching.reassign, issued.order_id, "水电班", "退回")
    assert (row(office, issued.order_id).holder, row(office, issued.order_id).since) == ("水电班", clock.now)
    again = event_id(office, row(office, issued.order_id).case_id, "reassigned")
    office.do(corrections.withdraw, again, "没有退回")
    assert (row(office, issued.order_id).holder, row(office, issued.order_id).since) == ("李师傅", passed_on)


def test_each_list_holds_what_each_slip_says_of_itself(office, clock):
    """The lists are found in SQL and the lines worked out in Python: both say the same of every slip."""
    kinds: tuple[dict[str, Any], ...] = ({}, PAID)
    for facts in kinds:
        a_slip(office, a_repair(office, **facts).id)
        a_returned_slip(office, a_repair(office, **facts).id)
        for parts in (("desk",), ("finance",), ("owner",)):
            office.do(slip_ledger.book_back, a_finished_slip(office, **facts).order_id, parts)
            office.do(slip_ledger.book_back, a_slip(office, a_repair(office, **facts).id).order_id, parts)
        as_supervisor(office)
        office.do(slip_ledger.declare_lost, a_finished_slip(office, **facts).order_id, "张师傅", "找不到")
        office.do(dispatching.void_order, a_slip(office).order_id, "写坏了")
    every = listed(office, "all")
    found = {each.id: each for each in office.ask(slip_lists.ledger_rows, every, office.books)}
    of = {view: set(listed(office, view)) for view in LEDGER_VIEWS}
    for order_id, each in found.items():
        views = {view for view in LEDGER_VIEWS if order_id in of[view]}
        own = {"all", each.standing.value}
        if each.standing in (SlipStanding.INCOMPLETE, SlipStanding.LOST):
            own.add("out")
        assert views == own, (each.number, views)
    assert {each.standing for each in found.values()} == set(SlipStanding)
    assert office.ask(slip_lists.ledger_counts, office.books) == {
        view: len(of[view]) for view in ("out", "incomplete", "lost")
    }


def test_the_ledger_is_narrowed_by_month_team_and_words(office, clock):
    first = a_slip(office)
    clock.later(days=30)
    second = a_slip(office, a_repair(office, content="路灯不亮").id, "土建班")
    assert office.ask(slip_lists.ledger_months, office.zone) == (date(2026, 11, 1), date(2026, 10, 1))
    assert listed(office, "all", month=date(2026, 10, 1)) == [first.order_id]
    assert listed(office, "out", team="building_works") == [second.order_id]
    assert listed(office, "all", text="路灯") == [second.order_id]
    beginning = office.ask(slip_lists.ledger_beginning, LedgerFilter("all"), office.books, office.now(), office.zone)
    assert (list(beginning.ids), beginning.whole) == ([second.order_id, first.order_id], True)


def as_supervisor(office) -> None:
    office.sign_in(NAME_OF[Role.SUPERVISOR], PASSWORD)
