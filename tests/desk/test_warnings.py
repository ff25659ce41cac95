# SPDX-License-Identifier: Apache-2.0
"""Whom the rule book warns of a limit, and when: by role, one warning after the other, never of what waits (R-T-06)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from complaintdesk.desk import cases, clocks, dispatching, escalating
from complaintdesk.desk.book_rows import table_rows, with_row
from complaintdesk.desk.book_sections import section
from complaintdesk.desk.due_soon import due_things, warning
from complaintdesk.desk.escalating import EscalationDraft
from complaintdesk.desk.liaison import SheetDraft
from complaintdesk.domain.procedure import parse_procedure
from complaintdesk.domain.rulebook_rows import Alert
from complaintdesk.domain.terms import CaseKind, PauseReason, Role, Trigger
from tests.builders import a_case, a_slip, limits, page, slip
from tests.domain.limits import TEXT


def told(office, role):
    return office.ask(due_things, office.books, office.now(), office.zone, role)


def alerts(office, key):
    return {role: alert.before for alert in office.procedure.commitment(key).alerts for role in alert.roles}


def test_each_role_is_warned_when_the_rule_book_says(office, clock):
    """R-T-06: the figures are the rule book's own."""
    case = a_case(office, CaseKind.INQUIRY)
    before, due_at = alerts(office, "answer_enquiry"), limits(office, case.id)["answer_enquiry"].due_at
    assert Role.CLERK in before
    for role, ahead in before.items():
        clock.now = due_at - ahead - timedelta(seconds=1)
        assert case.id not in [thing.id for thing in told(office, role)]
        clock.now = due_at - ahead
        assert case.id in [thing.id for thing in told(office, role)]
    for role in set(Role) - set(before):
        clock.now = due_at
        assert case.id not in [thing.id for thing in told(office, role)]


def test_several_warnings_of_one_limit_come_one_after_the_other(office, clock):
    case = a_case(office)
    due_at = limits(office, case.id)["answer_complaint"].due_at
    row = office.procedure.commitment("answer_complaint")
    twice = (Alert(timedelta(hours=8), frozenset({Role.CLERK})), Alert(timedelta(hours=1), frozenset({Role.CLERK})))
    row = replace(row, alerts=twice)
    ahead = (9, 8, 2, 1, 0.5)
    seen = [warning(row, due_at, due_at - timedelta(hours=hours), Role.CLERK) for hours in ahead]
    assert seen == ["", "28800", "28800", "3600", "3600"]
    assert warning(row, due_at, due_at + timedelta(seconds=1), Role.CLERK) == "late"
    assert warning(row, due_at, due_at + timedelta(days=1), Role.FINANCE) == ""


def test_a_limit_without_rows_of_its_own_warns_the_desk_a_quarter_of_an_hour_before(office, clock):
    """The figure is the rule book's own (`warnings`)."""
    case = a_case(office)
    due_at = limits(office, case.id)["answer_complaint"].due_at
    at, values = next(
        each for each in enumerate(table_rows(TEXT, "commitments")) if each[1]["id"] == "answer_complaint"
    )
    silent = with_row(TEXT, section("commitments"), at, {key: each for key, each in values.items() if key != "warn"})
    row = parse_procedure(silent).commitment("answer_complaint")
    quarter = due_at - timedelta(minutes=15)
    assert warning(row, due_at, quarter, Role.SUPERVISOR) == "900"
    assert warning(row, due_at, quarter - timedelta(seconds=1), Role.SUPERVISOR) == ""
    assert warning(row, due_at, quarter, Role.ENGINEERING) == ""


def test_a_warning_again_is_another_one_and_opens_the_record(office, clock):
    issued = a_slip(office)
    clock.later(hours=1)
    [late] = [thing for thing in told(office, Role.CLERK) if thing.kind == "order"]
    assert (late.id, late.number) == (issued.order_id, issued.number)
    assert late.key.endswith("/late")
    office.do(dispatching.accept, issued.order_id, "张师傅")
    assert late.key not in [thing.key for thing in told(office, Role.CLERK)]


def test_what_waits_warns_nobody(office, clock):
    """R-T-07."""
    issued = a_slip(office)
    case_id = slip(office, issued.order_id).case.id
    office.do(dispatching.accept, issued.order_id, "张师傅")
    clock.later(minutes=1)
    office.do(clocks.pause, case_id, PauseReason.PARTS, "等角阀")
    clock.later(days=5)
    assert [thing.what for role in Role for thing in told(office, role) if thing.what == "完工"] == []
    waiting = {row.key for row in limits(office, case_id).values() if row.paused_at is not None}
    assert waiting
    names = {office.procedure.commitment(key).name for key in waiting}
    assert [thing.what for role in Role for thing in told(office, role) if thing.what in names] == []


def test_a_case_that_is_handled_warns_nobody(office, clock):
    case = a_case(office)
    office.do(cases.handle, case.id, "好了")
    clock.later(days=9)
    assert [thing for role in Role for thing in told(office, role) if thing.kind == "case"] == []


@pytest.mark.parametrize("taken_over", [True, False])
def test_what_the_quality_department_took_over_it_is_reminded_to_call_back_and_the_desk_is_not(
    office, clock, taken_over
):
    """R-CB-13."""
    case = a_case(office)
    if taken_over:
        sheet = SheetDraft("电梯三次困人", "请定纠正方案")
        office.do(
            escalating.escalate, EscalationDraft(case.id, "quality", Trigger.UNSOLVED, "管理处无法解决", sheet=sheet)
        )
    office.do(cases.handle, case.id, "已按纠正方案解决")
    clock.later(days=3)
    reminded = {role for role in Role if "投诉回访" in [thing.what for thing in told(office, role)]}
    assert reminded == ({Role.QUALITY} if taken_over else set(Role))
    (one,) = page(office, case.id).follow_ups
    assert one.made_by == ("品质管理部" if taken_over else "")
