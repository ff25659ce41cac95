# SPDX-License-Identifier: Apache-2.0
"""Times of old registers, Excel lists and paper notes; the office's days and months."""

from __future__ import annotations

import csv
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from complaintdesk.domain.dates import (
    When,
    add_months,
    civil_day,
    end_of_day,
    parse_instant_words,
    read_day,
    read_past_day,
    read_when,
)
from complaintdesk.errors import UserError

ZONE = ZoneInfo("Asia/Shanghai")


def local(*parts: int) -> When:
    moment = datetime(*parts, tzinfo=ZONE)  # type: ignore[arg-type, misc]
    return When(moment.astimezone(UTC), moment.date())


@pytest.mark.parametrize(
    ("written", "when"),
    [
        ("2019/12/9 7:15:22", local(2019, 12, 9, 7, 15, 22)),
        ("2019-11-14 22:00", local(2019, 11, 14, 22, 0)),
        ("2019-11-14 22:00:05.0", local(2019, 11, 14, 22, 0, 5)),
        ("2019.5.3 14：05", local(2019, 5, 3, 14, 5)),
        ("2019年5月3日14时05分", local(2019, 5, 3, 14, 5)),
        ("2019年5月3日 14点05分22秒", local(2019, 5, 3, 14, 5, 22)),
        ("2019年5月3日下午两点半", local(2019, 5, 3, 14, 30)),
        ("2019/5/3 下午 2:30:00", local(2019, 5, 3, 14, 30)),
        ("2019/5/3 上午 12:30", local(2019, 5, 3, 12, 30)),
        ("2019-5-3 2:30 PM", local(2019, 5, 3, 14, 30)),
        ("2019-5-3 12:30 am", local(2019, 5, 3, 0, 30)),
        ("2019年5月3日 星期五 14:05", local(2019, 5, 3, 14, 5)),
        ("2019/5/3（周五）14:05", local(2019, 5, 3, 14, 5)),
        ("二〇一九年五月三日三点", local(2019, 5, 3, 3, 0)),
        ("\n\t\t\u30002019/1/2 3:04:05\xa0\t\n", local(2019, 1, 2, 3, 4, 5)),
        ("２０１９－１１－１４　２２：００", local(2019, 11, 14, 22, 0)),
        ("2019-11-14T22:00:00", local(2019, 11, 14, 22, 0)),
        ("2019-11-14T14:00:00Z", local(2019, 11, 14, 22, 0)),
        ("2019-11-14 22:00:00+08:00", local(2019, 11, 14, 22, 0)),
        ("20191114220005", local(2019, 11, 14, 22, 0, 5)),
        ("2019-11-14 00:00", local(2019, 11, 14, 0, 0)),
        ("07-15 08:30", local(2026, 7, 15, 8, 30)),
        ("7月15日 8:30", local(2026, 7, 15, 8, 30)),
        ("2019年5月3日", When(None, date(2019, 5, 3))),
        ("20191114", When(None, date(2019, 11, 14))),
        ("2019/5/3", When(None, date(2019, 5, 3))),
        ("7.15", When(None, date(2026, 7, 15))),
    ],
)
def test_time_in_a_list_is_read_however_it_was_written(written, when):
    assert read_when(written, ZONE, year=2026) == when
    assert parse_instant_words(written, ZONE, 2026) == when


@pytest.mark.parametrize(
    ("cell", "when"),
    [
        (datetime(2019, 5, 3, 14, 5, 22), local(2019, 5, 3, 14, 5, 22)),  # noqa: DTZ001 - Excel knows no zone
        (datetime(2019, 5, 3, 14, 5, 21, 999_999), local(2019, 5, 3, 14, 5, 22)),  # noqa: DTZ001
        (datetime(2019, 5, 3, 23, 59, 59, 999_999), local(2019, 5, 4, 0, 0, 0)),  # noqa: DTZ001
        (datetime(2019, 5, 3, 20, 0, tzinfo=UTC), local(2019, 5, 4, 4, 0, 0)),
        (datetime(2019, 5, 3, 20, 0, tzinfo=timezone(timedelta(hours=9))), local(2019, 5, 3, 19, 0)),
        (date(2019, 8, 22), When(None, date(2019, 8, 22))),
        (20191114.0, When(None, date(2019, 11, 14))),
        (20191114, When(None, date(2019, 11, 14))),
    ],
)
def test_time_in_a_cell_is_the_offices_unless_it_says_its_own_zone(cell, when):
    assert read_when(cell, ZONE) == when


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("", "A time is needed here."),
        (None, "A time is needed here."),
        (" \n", "A time is needed here."),
        ("2019-02-30", "“2019-02-30”: there is no such day or hour."),
        ("2019-02-03 25:00", "“2019-02-03 25:00”: there is no such day or hour."),
        ("20191301", "“20191301”: there is no such day or hour."),
        ("07-15 08:30", "“07-15 08:30” names no year."),
        *((cell, f"“{cell}” is no time; write it like 2026-11-28 14:30.") for cell in (
            "上周", "abc", "15:30", "19-5-3", "2019-5-3 14:", "2019-1-111:00", "2019-5-3 14:0522", "2019年5月",
            "13800001234", 43525.5, 43525,
            "1019-05-03", "2219-05-03", float("nan"), float("inf"), "2019-5-3至2019-5-4",
        )),
        (time(15, 30), "“15:30:00” is no time; write it like 2026-11-28 14:30."),
        (timedelta(hours=3), "“3:00:00” is no time; write it like 2026-11-28 14:30."),
        (datetime(9999, 12, 31, tzinfo=UTC), "“9999-12-31” is no time; write it like 2026-11-28 14:30."),
        ("漏" * 50, f"“{'漏' * 40}…” is no time; write it like 2026-11-28 14:30."),
    ],
)  # fmt: skip
def test_what_is_no_time_is_refused_by_what_was_found(cell, told):
    with pytest.raises(UserError) as refused:
        read_when(cell, ZONE)
    assert refused.value.text.format(**refused.value.values) == told


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("1988-07-01 12:00", datetime(1988, 7, 1, 3, 0, tzinfo=UTC)),
        ("1988-01-01 12:00", datetime(1988, 1, 1, 4, 0, tzinfo=UTC)),
        ("1992-07-01 12:00", datetime(1992, 7, 1, 4, 0, tzinfo=UTC)),
    ],
)
def test_summer_time_of_1986_to_1991_counts(written, utc):
    assert read_when(written, ZONE) == When(utc, utc.date())


def test_hour_left_out_in_spring_comes_back_an_hour_later_and_the_repeated_one_is_the_first():
    spring, autumn = read_when("1988-04-17 02:30", ZONE).instant, read_when("1988-09-11 01:30", ZONE).instant
    assert spring is not None
    assert autumn is not None
    assert spring.astimezone(ZONE).strftime("%H:%M %z") == "03:30 +0900"
    assert autumn.astimezone(ZONE).strftime("%H:%M %z") == "01:30 +0900"


def test_day_changes_at_the_offices_midnight():
    assert civil_day(datetime(2026, 11, 20, 16, 0, tzinfo=UTC), ZONE) == date(2026, 11, 21)
    assert civil_day(datetime(2026, 11, 20, 15, 59, 59, tzinfo=UTC), ZONE) == date(2026, 11, 20)
    with pytest.raises(ValueError, match="naive"):
        civil_day(datetime(2026, 11, 20), ZONE)  # noqa: DTZ001 - that is what is refused


def test_day_is_kept_until_its_last_second():
    """R-T-02."""
    assert end_of_day(date(2026, 11, 21), ZONE) == datetime(2026, 11, 21, 15, 59, 59, tzinfo=UTC)
    assert end_of_day(date(2026, 11, 21), ZONE).tzinfo is UTC


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        (date(2026, 11, 21), 1, date(2026, 12, 21)),
        (date(2026, 12, 21), 1, date(2027, 1, 21)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2026, 2, 28), 1, date(2026, 3, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 11, 21), 12, date(2027, 11, 21)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 11, 21), 0, date(2026, 11, 21)),
    ],
)
def test_month_ends_on_the_same_day_number_or_its_last_day(day, months, end):
    """R-T-04."""
    assert add_months(day, months) == end


FORMS = ("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y年%m月%d日 %H时%M分%S秒", "%Y%m%d%H%M%S", "%Y.%m.%d %H：%M：%S")


@given(
    st.datetimes(datetime(1992, 1, 1), datetime(2099, 12, 31)),  # noqa: DTZ001 - a clock on the wall
    st.sampled_from(FORMS),
)
def test_any_time_written_in_any_form_is_that_time(wall, form):
    when = read_when(wall.strftime(form), ZONE)
    assert when.instant == wall.replace(microsecond=0, tzinfo=ZONE)
    assert when.day == wall.date()


@given(st.text("0123456789-/:. 年月日时分秒上下午T+Zpm星期一", max_size=24))
def test_no_text_breaks_the_reading_of_times(text):
    with suppress(UserError):
        when = read_when(text, ZONE, year=2026)
        assert 1900 <= when.day.year <= 2100


def test_all_times_of_a_real_register_are_read(shared_data):
    rows = CalamineWorkbook.from_path(shared_data / "old_register_4326.xlsx").get_sheet_by_index(0).to_python()[1:]
    whens = [read_when(row[3], ZONE) for row in rows]
    assert len(whens) == 4326
    assert sum(when.instant is None for when in whens) == 14  # midnights, which Excel tells as days
    assert {when.day.year for when in whens} <= set(range(2010, 2021))


def test_all_times_of_real_messages_are_read(shared_data):
    with (shared_data / "property_messages_992.csv").open(encoding="utf-8-sig", newline="") as file:
        whens = [read_when(row["time"], ZONE) for row in csv.DictReader(file)]
    assert len(whens) == 992
    assert all(when.instant for when in whens)


@pytest.mark.parametrize(
    ("text", "after", "day"),
    [
        ("5-1", date(2026, 3, 1), date(2026, 5, 1)),
        ("3月1日", date(2026, 3, 1), date(2026, 3, 1)),
        ("2-1", date(2026, 3, 1), date(2027, 2, 1)),
        ("2025-02-01", date(2026, 3, 1), date(2025, 2, 1)),
        ("2-29", date(2027, 3, 1), None),
        ("2026-02-01", None, date(2026, 2, 1)),
        ("2-1", None, None),
    ],
)
def test_a_day_without_a_year_is_the_first_such_after_another(text, after, day):
    if day is None:
        with pytest.raises(UserError):
            read_day(text, ZONE, after)
    else:
        assert read_day(text, ZONE, after) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("11-21", date(2026, 11, 21)),
        ("11-22", date(2025, 11, 22)),
        ("1月3日", date(2026, 1, 3)),
        ("2026-12-31", date(2026, 12, 31)),
        ("2-29", date(2024, 2, 29)),
    ],
)
def test_a_day_without_a_year_that_is_over_is_the_last_such(text, day):
    assert read_past_day(text, ZONE, date(2026, 11, 21)) == day
