# SPDX-License-Identifier: Apache-2.0
"""The month's figures are what one finds by counting the cases one by one."""

from __future__ import annotations

from collections import Counter
from datetime import date

from complaintdesk.desk import case_pages
from complaintdesk.desk.statistics import month_figures
from complaintdesk.domain.commitments import Timeliness, standing_of
from complaintdesk.domain.terms import CaseState
from tests.builders import page
from tests.desk.random_day import RandomDay


def test_the_months_figures_are_those_of_its_cases(office, clock, tmp_path):
    RandomDay(office, clock, tmp_path, 21).go_on(180)
    now, counted = office.now(), 0
    for month in (10, 11, 12):
        figures = office.ask(month_figures, 2026, month, now, office.procedure)
        days = date(2026, month, 1), date(2026, month, {10: 31, 11: 30, 12: 31}[month])
        ids = office.ask(case_pages.cases_between, *days)
        pages = [page(office, case_id) for case_id in ids]
        live = [each for each in pages if each.case.state is not CaseState.VOID]
        kinds = Counter((each.case.kind, each.case.state) for each in live)
        told = {(kind, state): n for kind, states in figures.kinds.items() for state, n in states.items()}
        assert told == kinds
        assert dict(figures.void) == Counter(each.case.kind for each in pages if each.case.state is CaseState.VOID)
        assert sum(sum(row.kinds.values()) for row in figures.categories) == len(live) == figures.registered
        assert figures.cases == len(pages)
        limits = Counter(
            (limit.key, standing_of(limit.due_at, limit.met_at, now)) for each in live for limit in each.commitments
        )
        for row in figures.limits:
            assert (row.in_time, row.late, row.undecided) == (
                limits[row.key, Timeliness.IN_TIME],
                limits[row.key, Timeliness.LATE],
                limits[row.key, Timeliness.UNDECIDED],
            )
        assert sum(row.in_time + row.late + row.undecided for row in figures.limits) == limits.total()
        counted += len(live)
    assert counted > 10
