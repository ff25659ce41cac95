# SPDX-License-Identifier: Apache-2.0
"""Which backups an office still has after a day, a month and a year."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaintdesk.domain.thinning import RECENT, STAGES, thinned

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 21, 18, 0, tzinfo=SHANGHAI)
MOST_OLD = sum(count for count, _period in STAGES)

ages = st.timedeltas(min_value=timedelta(days=-1), max_value=timedelta(days=900))
moments = st.frozensets(ages.map(lambda age: (NOW - age).replace(microsecond=0)), max_size=120)


def every(step: timedelta, span: timedelta) -> list[datetime]:
    """Moments from now back over the span."""
    return [NOW - step * n for n in range(int(span / step) + 1)]


def test_everything_of_the_last_two_days_is_kept():
    made = every(timedelta(minutes=30), timedelta(days=2) - timedelta(minutes=1))
    assert thinned(made, NOW) == frozenset(made)


def test_a_year_of_half_hours_leaves_twelve_days_ten_weeks_and_nine_months():
    made = every(timedelta(minutes=30), timedelta(days=500))
    kept = sorted((at for at in thinned(made, NOW) if NOW - at >= RECENT), reverse=True)
    assert len(kept) == 31
    days, weeks, months = kept[:12], kept[12:22], kept[22:]
    assert [at.date() for at in days] == [(NOW - RECENT).date() - timedelta(days=n) for n in range(1, 13)]
    assert {(early - late).days for late, early in zip(weeks[1:], weeks, strict=False)} == {7}
    assert len({(at.year, at.month) for at in months}) == 9
    assert all(at.strftime("%H:%M") in {"18:00", "23:30"} for at in kept), "the last of its day"


def test_days_without_a_backup_do_not_count():
    made = [NOW - timedelta(days=10 * n) for n in range(1, 60)]
    kept = sorted(thinned(made, NOW), reverse=True)
    assert kept[:22] == made[:22], "each lies in a day and a week of its own"
    assert len(kept) == MOST_OLD


def test_a_day_ends_at_the_office_and_not_in_greenwich():
    late, early = (datetime(2026, 11, 10, hour, 30, tzinfo=UTC) for hour in (17, 15))
    assert thinned([late.astimezone(SHANGHAI), early.astimezone(SHANGHAI)], NOW) == {late, early}
    assert thinned([late, early], NOW) == {late}


@pytest.mark.parametrize("ahead", [timedelta(seconds=1), timedelta(days=4000)])
def test_a_backup_of_a_clock_that_ran_ahead_is_kept(ahead):
    assert NOW + ahead in thinned([NOW + ahead, NOW], NOW)


@given(moments)
def test_the_newest_and_all_recent_ones_stay_and_never_more_old_ones_than_there_are_places(made):
    kept = thinned(made, NOW)
    assert kept <= made
    assert {at for at in made if NOW - at < RECENT} <= kept
    assert len({at for at in kept if NOW - at >= RECENT}) <= MOST_OLD
    assert not made or max(made) in kept


@given(moments)
def test_thinning_twice_takes_nothing_more(made):
    kept = thinned(made, NOW)
    assert thinned(kept, NOW) == kept


@given(moments, st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=60)))
def test_what_was_thinned_away_would_not_be_wanted_later_while_something_as_near_is_kept(made, later):
    kept = thinned(made, NOW)
    for gone in made - kept:
        assert any(at > gone for at in kept)
    assert max(thinned(kept, NOW + later), default=None) == max(made, default=None)
