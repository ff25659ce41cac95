# SPDX-License-Identifier: Apache-2.0
"""A team's day sheet: what is agreed stands with its day, as a slip may be late by days."""

from __future__ import annotations

from dataclasses import replace

from tests.printing.papers import at, printed, read_by_pypdf
from tests.printing.team_papers import a_team_day


def test_a_slip_agreed_for_another_day_says_for_which():
    day = a_team_day(2)
    late = replace(day.jobs[0], agreed=(at(9, 0, day=19), at(11, 0, day=19)), late=True)
    (page,) = read_by_pypdf(printed("team_day", replace(day, jobs=(late, day.jobs[1]))).pdf)
    told = "".join(page.split())
    assert "11-1909:00–11:00" in told
    assert "11-2115:00–16:30" in told
