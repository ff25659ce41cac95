# SPDX-License-Identifier: Apache-2.0
"""Points that follow from broken limits, lifted or not, and fines that a person finds (R-CA-05)."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from complaintdesk.desk import corrections, escalating, points
from complaintdesk.desk.course import StepDraft, tell_step
from complaintdesk.desk.escalating import PassOnDraft
from complaintdesk.desk.point_tables import PointsOfMonth, points_of_month
from complaintdesk.desk.points import FineDraft
from complaintdesk.domain.terms import EventKind, Role
from complaintdesk.errors import MissingFields, UserError
from tests.builders import codes, rows
from tests.desk.courses import a_complaint, sits_down, works_by

OCTOBER = date(2026, 10, 20)


def table(office, month: date = OCTOBER) -> PointsOfMonth:
    found: PointsOfMonth = office.ask(points_of_month, month, office.now(), office.zone, office.books)
    return found


def passed_on(office) -> int:
    case_id = a_complaint(office)
    office.do(escalating.pass_on, PassOnDraft(case_id, office.procedure.departments[1].id, "请处理"))
    return case_id


def a_fine(office, **changes: Any) -> FineDraft:
    given: dict[str, Any] = {
        "token": str(uuid.uuid4()),
        "department": office.procedure.departments[0].id,
        "amount": Decimal(500),
        "reason": "接到投诉隐瞒不报",
        "found_on": OCTOBER,
        **changes,
    }
    return FineDraft(**given)


def test_r_ca_05_a_department_that_missed_a_limit_loses_the_points_that_the_book_says(office, clock):
    works_by(office, "process_rules")
    passed_on(office)
    assert table(office) == PointsOfMonth(date(2026, 10, 1), (), (), ())
    clock.later(hours=3)
    (breach,) = table(office).breaches
    assert (breach.name, breach.points, breach.met_at) == (office.procedure.commitment("first_contact").name, 2, None)
    (total,) = table(office).totals
    assert (total.breaches, total.points, total.fines) == (1, 2, Decimal("0.00"))
    assert total.name == breach.department_name != ""
    assert table(office, date(2026, 11, 1)).breaches == ()


def test_r_ca_05_points_are_stored_nowhere_and_go_when_the_step_turns_out_to_have_been_in_time(office, clock):
    works_by(office, "process_rules")
    case_id = passed_on(office)
    since = office.now()
    clock.later(days=4)
    late = {breach.name for breach in table(office).breaches}
    name = office.procedure.commitment("report_progress").name
    assert name in late
    step = StepDraft(case_id, EventKind.PROGRESS_REPORTED, "已联系厂家", happened_at=since + timedelta(hours=1))
    office.do(tell_step, step)
    assert name not in {breach.name for breach in table(office).breaches}
    office.do(corrections.void, case_id, "误登")
    assert table(office).breaches == ()


def test_r_ca_05_a_supervisor_lifts_a_breachs_points_with_a_reason_and_may_let_them_count_again(office, clock):
    works_by(office, "process_rules")
    passed_on(office)
    clock.later(hours=3)
    (breach,) = table(office).breaches
    with pytest.raises(MissingFields):
        office.do(points.lift, breach.id, " ")
    office.do(points.lift, breach.id, "客户约定次日联系")
    (lifted,) = table(office).breaches
    assert (lifted.lifted, lifted.lifted_by) == ("客户约定次日联系", "王敏")
    assert table(office).totals == ()
    with pytest.raises(UserError, match="lifted already"):
        office.do(points.lift, breach.id, "再免一次")
    with pytest.raises(MissingFields):
        office.do(points.take_back_lift, breach.id, "")
    assert table(office).totals == ()
    office.do(points.take_back_lift, breach.id, "当日可以联系")
    assert table(office).totals[0].points == 2
    with pytest.raises(UserError, match="count already"):
        office.do(points.take_back_lift, breach.id, "再算一次")
    assert rows(office, "SELECT reason, void_reason FROM point_lift") == [("客户约定次日联系", "当日可以联系")]
    assert codes(office) == []


def test_a_limit_that_is_kept_or_costs_nothing_has_no_points_to_lift(office, clock):
    works_by(office, "process_rules")
    passed_on(office)
    (kept,) = rows(office, "SELECT id FROM commitment WHERE key = 'first_contact'")[0]
    with pytest.raises(UserError, match="no points"):
        office.do(points.lift, kept, "未到时限")


def test_only_a_supervisor_or_the_head_lifts_points_and_enters_fines(office, clock):
    sits_down(office, Role.CLERK)
    with pytest.raises(UserError, match="no right"):
        office.do(points.fine, a_fine(office))


def test_r_ca_05_a_fine_is_a_persons_finding_with_its_reason(office):
    known = office.procedure.course.fines[0]
    case_id = a_complaint(office)
    ((number,),) = rows(office, "SELECT number FROM case_record WHERE id = :id", id=case_id)
    draft = a_fine(office, key=known.id, person="王二", case_number=f" {number.lower()} ", amount=Decimal(1000))
    fine_id = office.do(points.fine, draft)
    assert office.do(points.fine, draft) == fine_id, "sent twice it is entered once"
    (found,) = table(office).fines
    assert (found.name, found.person, found.case_number, found.amount) == (known.name, "王二", number, Decimal(1000))
    assert table(office).totals[0].fines == Decimal(1000)
    office.do(points.void_fine, fine_id, "查无此事")
    assert table(office).fines[0].void_reason == "查无此事"
    assert table(office).totals == ()
    with pytest.raises(UserError, match="void already"):
        office.do(points.void_fine, fine_id, "查无此事")
    assert codes(office) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": None}, "amount"),
        ({"amount": Decimal(0)}, "amount"),
        ({"amount": Decimal("0.001")}, "amount"),
        ({"department": "nowhere"}, "department"),
        ({"key": "nothing"}, "key"),
        ({"found_on": OCTOBER + timedelta(days=1)}, "found_on"),
        ({"case_number": "TS2026-009999"}, "case_number"),
    ],
)
def test_a_fine_says_beside_the_field_what_is_wrong_with_it(office, changes, field):
    with pytest.raises(UserError) as refused:
        office.do(points.fine, a_fine(office, **changes))
    assert refused.value.field == field


def test_a_fine_without_a_reason_is_none(office):
    with pytest.raises(MissingFields) as missing:
        office.do(points.fine, a_fine(office, reason=""))
    assert set(missing.value.missing) == {"reason"}
