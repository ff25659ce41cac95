# SPDX-License-Identifier: Apache-2.0
"""A team's day: which slips stand on its sheet, in which order, and what it comes to by worker."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from complaintdesk.desk import dispatching, team_days
from complaintdesk.desk.office import Office
from complaintdesk.desk.team_days import TeamDay
from tests.builders import DeskClock, a_completion, a_repair, a_slip


def days(office: Office, later: int = 0, team: str = "") -> tuple[TeamDay, ...]:
    day = office.now().astimezone(office.zone).date() + timedelta(days=later)
    return office.ask(team_days.team_days, day, office.now(), office.zone, office.books, team)


def test_each_team_has_its_slips_by_the_time_agreed(office: Office) -> None:
    now = office.now()
    afternoon = a_slip(office, appointment_from=now + timedelta(hours=5), appointment_to=now + timedelta(hours=7))
    soon = a_slip(office, appointment_from=now + timedelta(hours=1), appointment_to=now + timedelta(hours=2))
    tomorrow = a_slip(office, appointment_from=now + timedelta(days=1))
    other = a_slip(office, team="土建班")
    found = {each.team_name: each for each in days(office)}
    assert [job.number for job in found["水电班"].jobs] == [soon.number, afternoon.number]
    assert [job.number for job in found["土建班"].jobs] == [other.number]
    assert (found["水电班"].load.slips, found["水电班"].load.planned) == (2, Decimal("3.0"))
    assert tomorrow.number in {job.number for each in days(office, later=1) for job in each.jobs}
    assert [each.jobs for each in days(office, team="cleaning")] == [()]


def test_the_load_is_told_by_worker_with_what_is_late_and_the_hours_used(office: Office, clock: DeskClock) -> None:
    done, taken, waiting = (a_slip(office) for _ in range(3))
    office.do(dispatching.accept, taken.order_id, "周师傅")
    office.do(dispatching.accept, done.order_id, "李志强")
    clock.later(minutes=90)
    came = office.now() - timedelta(minutes=45)
    office.do(dispatching.complete, a_completion(office, done.order_id, arrived_at=came, worker=""))
    (day,) = days(office)
    assert {load.worker: (load.slips, load.open) for load in day.loads} == {
        "周师傅": (1, 1),
        "李志强": (1, 0),
        "": (1, 1),
    }
    assert day.loads[-1].worker == ""
    assert (day.load.slips, day.load.open, day.load.used) == (3, 2, Decimal("0.8"))
    assert day.load.late == sum(job.late for job in day.jobs)
    assert waiting.number in {job.number for job in day.jobs if job.late}
    clock.later(days=1)
    (next_day,) = days(office)
    assert {job.number for job in next_day.jobs} == {taken.number, waiting.number}


def test_a_slip_passed_on_stands_on_the_other_teams_sheet(office: Office) -> None:
    issued = a_slip(office)
    office.do(dispatching.reassign, issued.order_id, "土建班", "需凿开墙面")
    (day,) = days(office)
    assert (day.team_name, [job.number for job in day.jobs]) == ("土建班", [issued.number])


def test_a_case_in_confidence_names_nobody(office: Office) -> None:
    a_slip(office, a_repair(office, confidential=True, caller_name="张建国", caller_phone="13812345678").id)
    (day,) = days(office)
    assert [(job.caller, job.phone) for job in day.jobs] == [("", "")]
    assert team_days.people_on((day,)) == 0
