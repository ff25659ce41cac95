# SPDX-License-Identifier: Apache-2.0
"""Times as workers write them on slips, and the instants they mean."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from complaintdesk.domain.slip_times import read_slip_time
from complaintdesk.errors import UserError

ZONE = ZoneInfo("Asia/Shanghai")


def at(day: int, hour: int, minute: int, month: int = 11, year: int = 2026, second: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=ZONE).astimezone(UTC)


NOW = at(21, 17, 5)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("10:48", at(21, 10, 48)),
        ("１０：４８", at(21, 10, 48)),
        ("1048", at(21, 10, 48)),
        ("948", at(21, 9, 48)),
        ("10点48分", at(21, 10, 48)),
        ("上午10点半", at(21, 10, 30)),
        ("下午3点05", at(21, 15, 5)),
        ("今天 9:05", at(21, 9, 5)),
        ("昨天22:10", at(20, 22, 10)),
        ("前天 8点", at(19, 8, 0)),
        ("yesterday 22:10", at(20, 22, 10)),
        ("11-20 10:48", at(20, 10, 48)),
        ("11月20日10:48", at(20, 10, 48)),
        ("11/20 10:48", at(20, 10, 48)),
        ("2026-11-20 10:48", at(20, 10, 48)),
        ("12-30 10:48", at(30, 10, 48, month=12, year=2025)),
    ],
)
def test_a_time_is_read_as_it_stands_on_the_slip(written: str, meant: datetime) -> None:
    assert read_slip_time(written, ZONE, NOW) == meant


def test_a_time_of_the_evening_before_is_yesterdays() -> None:
    assert read_slip_time("22:10", ZONE, NOW) == at(20, 22, 10)


def test_a_slip_of_two_days_ago_gives_its_bare_times_its_own_day() -> None:
    issued = at(19, 10, 45)
    accepted = read_slip_time("10:48", ZONE, NOW, issued)
    assert accepted == at(19, 10, 48)
    assert read_slip_time("15:05", ZONE, NOW, accepted) == at(19, 15, 5)


def test_work_past_midnight_belongs_to_the_next_day() -> None:
    assert read_slip_time("0:40", ZONE, NOW, at(19, 23, 50)) == at(20, 0, 40)


def test_a_step_in_the_minute_of_the_one_before_is_of_that_minute() -> None:
    assert read_slip_time("10:45", ZONE, NOW, at(21, 10, 45, second=30)) == at(21, 10, 45)


def test_a_time_before_the_step_it_follows_stays_on_that_day_when_tomorrow_is_still_to_come() -> None:
    assert read_slip_time("10:40", ZONE, NOW, at(21, 10, 45)) == at(21, 10, 40)


@pytest.mark.parametrize("written", ["18:00", "今天18:00", "2026-11-22 9:00"])
def test_what_is_still_to_come_is_refused(written: str) -> None:
    with pytest.raises(UserError, match="still to come"):
        read_slip_time(written, ZONE, NOW, at(21, 10, 0))


@pytest.mark.parametrize("written", ["", "快修好了", "25:70", "11-20", "昨天", "2-30 10:00", "10", "48"])
def test_words_that_name_no_time_are_refused_with_the_way_to_write_one(written: str) -> None:
    with pytest.raises(UserError, match="no time"):
        read_slip_time(written, ZONE, NOW)
