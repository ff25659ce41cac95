# SPDX-License-Identifier: Apache-2.0
"""A team's day sheet as it is printed in the morning."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from complaintdesk.desk.team_days import TeamDay, TeamJob
from complaintdesk.domain.terms import Grade, OrderState
from tests.printing.papers import at

JOB = TeamJob(
    order_id=5,
    number="WX2026-000656",
    team="plumbing_electric",
    team_name="水电班",
    worker="李志强",
    place="3栋2单元1502",
    content="厨房洗菜盆下水管漏水，已流到橱柜，楼下1402反映天花板有水印。上门前请先电话联系。",
    grade=Grade.URGENT,
    agreed=(at(15, 0), at(16, 30)),
    caller="张建国",
    phone="13900000008",
    state=OrderState.ACCEPTED,
    due_at=at(16, 30),
    late=False,
    used=timedelta(),
)


def a_team_day(jobs: int = 3) -> TeamDay:
    """The day of a team with so many slips, the last of them done, one in confidence and not taken yet."""
    found = [replace(JOB, order_id=number, number=f"WX2026-{650 + number:06}") for number in range(jobs)]
    if jobs > 2:
        found[1] = replace(found[1], worker="", caller="", phone="", state=OrderState.ISSUED, agreed=(None, None))
        found[-1] = replace(found[-1], state=OrderState.COMPLETED, due_at=None, used=timedelta(minutes=65))
    return TeamDay(date(2026, 11, 21), "plumbing_electric", "水电班", tuple(found))
