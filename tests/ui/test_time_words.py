# SPDX-License-Identifier: Apache-2.0
"""How times read on the screen, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from complaintdesk.desk.records import CommitmentRecord
from complaintdesk.labels import set_language
from complaintdesk.ui.look import Tone
from complaintdesk.ui.tabs.case_words import list_time
from complaintdesk.ui.time_words import due_words, exact_words, length_words, moment_words, span_words

ZONE = ZoneInfo("Asia/Shanghai")


def at(hour: int, minute: int, second: int = 0, day: int = 21) -> datetime:
    return datetime(2026, 11, day, hour, minute, second, tzinfo=ZONE).astimezone(UTC)


NOW = at(11, 40)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("zh_CN")


def a_limit(due_at: datetime, met_at: datetime | None = None) -> CommitmentRecord:
    return CommitmentRecord(
        key="arrive_urgent",
        name="急修到场",
        source="",
        started_at=at(9, 0),
        due_at=due_at,
        not_before=None,
        met_at=met_at,
        in_rate=False,
        reminder=False,
        round=1,
    )


@pytest.mark.parametrize(
    ("due_at", "words", "tone"),
    [
        (at(10, 28), "late 1 h 12 min", Tone.LATE),
        (at(11, 39, 30), "late 1 min", Tone.LATE),
        (at(11, 46), "6 min left", Tone.SOON),
        (at(12, 40), "1 h left", Tone.SOON),
        (at(14, 0), "today 14:00", Tone.PLAIN),
        (at(23, 59, 59), "today 24:00", Tone.PLAIN),
        (at(9, 0, day=18), "late 3 d 2 h", Tone.LATE),
    ],
)
def test_what_is_late_or_due_soon_says_so_in_words(due_at: datetime, words: str, tone: Tone) -> None:
    assert due_words(a_limit(due_at), NOW, ZONE) == (words, tone)


def test_a_limit_that_was_met_says_nothing_more() -> None:
    assert due_words(a_limit(at(10, 28), met_at=at(10, 20)), NOW, ZONE).words == "—"
    assert due_words(None, NOW, ZONE).words == "—"


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (at(10, 48), "today 10:48"),
        (at(10, 48, day=20), "yesterday 10:48"),
        (at(10, 48, day=22), "tomorrow 10:48"),
        (at(10, 48, day=1), "11-01 10:48"),
        (datetime(2025, 12, 30, 2, 48, tzinfo=UTC), "2025-12-30 10:48"),
    ],
)
def test_near_days_have_names_in_a_list(moment: datetime, words: str) -> None:
    assert moment_words(moment, NOW, ZONE) == words


def test_an_appointment_names_its_day_once() -> None:
    assert span_words(at(15, 0), at(17, 0), NOW, ZONE) == "today 15:00–17:00"
    assert span_words(at(15, 0), None, NOW, ZONE) == "today 15:00"
    assert span_words(at(15, 0), at(12, 0, day=22), NOW, ZONE) == "today 15:00 – tomorrow 12:00"
    assert span_words(None, None, NOW, ZONE) == ""


def test_what_was_typed_is_echoed_with_its_weekday() -> None:
    assert exact_words(at(15, 0), ZONE) == "Sat 2026-11-21 15:00"
    set_language("zh_CN")
    assert exact_words(at(15, 0), ZONE) == "11月21日 周六 15:00"


def test_the_shortest_length_is_a_minute() -> None:
    assert length_words(timedelta(seconds=5)) == "1 min"


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (at(9, 5), "09:05"),
        (at(9, 5, day=20), "yesterday 09:05"),
        (at(9, 5, day=2), "11-02 09:05"),
        (at(9, 5) - timedelta(days=365), "2025-11-21"),
        (at(9, 5) - timedelta(days=3_650), "2016-11-23"),
    ],
)
def test_the_register_tells_a_case_of_another_year_by_its_day_alone(moment: datetime, words: str) -> None:
    assert list_time(moment, NOW, ZONE) == words


def test_yesterday_keeps_its_time_when_a_year_has_just_begun() -> None:
    new_year = datetime(2027, 1, 1, 8, 0, tzinfo=ZONE)
    assert list_time(new_year - timedelta(hours=10), new_year, ZONE) == "yesterday 22:00"
