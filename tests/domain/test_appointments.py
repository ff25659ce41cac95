# SPDX-License-Identifier: Apache-2.0
"""Appointments as callers put them, seen from Saturday, 21 November 2026, 10:07 in Shanghai."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaintdesk.domain.appointments import Appointment, DayParts, echo_appointment, parse_appointment
from complaintdesk.domain.rulebook_rows import DayPart
from complaintdesk.errors import UserError

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 21, 10, 7, 20, tzinfo=ZONE)


def echo(words: str, now: datetime = NOW) -> str:
    appointment = parse_appointment(words, now)
    assert appointment is not None
    return echo_appointment(appointment)


def refusal(words: str, now: datetime = NOW) -> str:
    with pytest.raises(UserError) as refused:
        parse_appointment(words, now)
    assert refused.value.field == "appointment"
    return refused.value.text.format(**refused.value.values)


@pytest.mark.parametrize(
    ("words", "said_back"),
    [
        # hours of today
        ("15:00", "11月21日 周六 15:00"),
        ("15：30", "11月21日 周六 15:30"),
        ("15;30", "11月21日 周六 15:30"),
        ("1530", "11月21日 周六 15:30"),
        ("15点30", "11月21日 周六 15:30"),
        ("15时30分", "11月21日 周六 15:30"),
        ("15:00:00", "11月21日 周六 15:00"),
        ("3点", "11月21日 周六 15:00"),
        ("3点钟", "11月21日 周六 15:00"),
        ("3:30", "11月21日 周六 15:30"),
        ("下午3点", "11月21日 周六 15:00"),
        ("下午三点半", "11月21日 周六 15:30"),
        ("下午两点", "11月21日 周六 14:00"),
        ("下午15:30", "11月21日 周六 15:30"),
        ("下午3", "11月21日 周六 15:00"),
        ("三点一刻", "11月21日 周六 15:15"),
        ("三点三刻", "11月21日 周六 15:45"),
        ("三点四十五分", "11月21日 周六 15:45"),
        ("三点零五", "11月21日 周六 15:05"),
        ("十二点半", "11月21日 周六 12:30"),
        ("中午12点", "11月21日 周六 12:00"),
        ("中午一点", "11月21日 周六 13:00"),
        ("下午12点", "11月21日 周六 12:00"),
        ("11点", "11月21日 周六 11:00"),
        ("上午11:00", "11月21日 周六 11:00"),
        ("今晚8点", "11月21日 周六 20:00"),
        ("傍晚6点", "11月21日 周六 18:00"),
        ("大约下午3点左右", "11月21日 周六 15:00"),
        # days in words
        ("明天下午3点", "11月22日 周日 15:00"),
        ("明天下午三点上门", "11月22日 周日 15:00"),
        ("明早9点", "11月22日 周日 09:00"),
        ("明天9点", "11月22日 周日 09:00"),
        ("明天3点", "11月22日 周日 15:00"),
        ("明天03:00", "11月22日 周日 03:00"),
        ("第二天上午", "11月22日 周日 08:30–12:00"),
        ("明晚", "11月22日 周日 18:00–20:00"),
        ("后天上午", "11月23日 周一 08:30–12:00"),
        ("大后天", "11月24日 周二 08:30–17:30"),
        ("三天后下午", "11月24日 周二 13:30–17:30"),
        ("明天一早", "11月22日 周日 08:30–12:00"),
        ("两周后", "12月5日 周六 08:30–17:30"),
        ("一个星期以后上午", "11月28日 周六 08:30–12:00"),
        # days of the week
        ("周六下午", "11月21日 周六 13:30–17:30"),
        ("周日", "11月22日 周日 08:30–17:30"),
        ("星期天上午", "11月22日 周日 08:30–12:00"),
        ("星期三14:00", "11月25日 周三 14:00"),
        ("礼拜五下午", "11月27日 周五 13:30–17:30"),
        ("周五", "11月27日 周五 08:30–17:30"),
        ("周六9点", "11月28日 周六 09:00"),
        ("这周日", "11月22日 周日 08:30–17:30"),
        ("下周一9点", "11月23日 周一 09:00"),
        ("下个星期日", "11月29日 周日 08:30–17:30"),
        ("下下周三", "12月2日 周三 08:30–17:30"),
        ("周一一点", "11月23日 周一 13:00"),
        ("周六十点", "11月28日 周六 10:00"),
        # dates
        ("28号下午", "11月28日 周六 13:30–17:30"),
        ("二十八号下午三点", "11月28日 周六 15:00"),
        ("20号", "12月20日 周日 08:30–17:30"),
        ("31号", "12月31日 周四 08:30–17:30"),
        ("11月28日 14:30", "11月28日 周六 14:30"),
        ("11月28号", "11月28日 周六 08:30–17:30"),
        ("十一月二十八日下午三点", "11月28日 周六 15:00"),
        ("2026-11-28 14:30", "11月28日 周六 14:30"),
        ("2026/11/28", "11月28日 周六 08:30–17:30"),
        ("2026年11月28日14:30", "11月28日 周六 14:30"),
        ("11-28 9:00", "11月28日 周六 09:00"),
        ("11-28", "11月28日 周六 08:30–17:30"),
        ("11.28 14:30", "11月28日 周六 14:30"),
        ("11/28上午", "11月28日 周六 08:30–12:00"),
        ("11月28日（周六）14:30", "11月28日 周六 14:30"),
        ("1月5日", "2027年1月5日 周二 08:30–17:30"),
        ("2027-01-05 9:00", "2027年1月5日 周二 09:00"),
        ("下月3号", "12月3日 周四 08:30–17:30"),
        ("下个月三号上午", "12月3日 周四 08:30–12:00"),
        ("本月28号", "11月28日 周六 08:30–17:30"),
        # spans
        ("上午", "11月21日 周六 10:08–12:00"),
        ("中午", "11月21日 周六 12:00–13:30"),
        ("下午", "11月21日 周六 13:30–17:30"),
        ("晚上", "11月21日 周六 18:00–20:00"),
        ("今天", "11月21日 周六 10:08–17:30"),
        ("明天", "11月22日 周日 08:30–17:30"),
        ("明天9-11点", "11月22日 周日 09:00–11:00"),
        ("明天9-11", "11月22日 周日 09:00–11:00"),
        ("明天9:00-11:00", "11月22日 周日 09:00–11:00"),
        ("明天9点——11点", "11月22日 周日 09:00–11:00"),
        ("明天上午9点到11点", "11月22日 周日 09:00–11:00"),
        ("上午9点到11点", "11月21日 周六 10:08–11:00"),
        ("下午2-4点", "11月21日 周六 14:00–16:00"),
        ("下午2-4", "11月21日 周六 14:00–16:00"),
        ("晚7-9点", "11月21日 周六 19:00–21:00"),
        ("晚上7点半到9点", "11月21日 周六 19:30–21:00"),
        ("明天10点到2点", "11月22日 周日 10:00–14:00"),
        ("明天上午10点到2点", "11月22日 周日 10:00–14:00"),
        ("明天9点到下午3点", "11月22日 周日 09:00–15:00"),
        ("28日9点～11点", "11月28日 周六 09:00–11:00"),
        ("1400-1600", "11月21日 周六 14:00–16:00"),
        ("下午三四点", "11月21日 周六 15:00–16:00"),
        ("下午3、4点", "11月21日 周六 15:00–16:00"),
        ("明早八九点", "11月22日 周日 08:00–09:00"),
        ("3点前", "11月21日 周六 10:08–15:00"),
        ("明天12点前", "11月22日 周日 08:30–12:00"),
        ("今天下午5点以前", "11月21日 周六 13:30–17:00"),
        ("明天下午3点以后", "11月22日 周日 15:00–17:30"),
        ("明晚6点后", "11月22日 周日 18:00–20:00"),
        ("晚上8点后", "11月21日 周六 20:00"),
        ("下班后", "11月21日 周六 17:30–20:00"),
        ("明天下班后", "11月22日 周日 17:30–20:00"),
        # by letters, without the input method
        ("mz9d", "11月22日 周日 09:00"),
        ("mz9", "11月22日 周日 09:00"),
        ("mt9db", "11月22日 周日 09:30"),
        ("MT9:30", "11月22日 周日 09:30"),
        ("htsw", "11月23日 周一 08:30–12:00"),
        ("ht", "11月23日 周一 08:30–17:30"),
        ("dht xw 3d", "11月24日 周二 15:00"),
        ("z6sw", "11月21日 周六 10:08–12:00"),
        ("zrxw", "11月22日 周日 13:30–17:30"),
        ("xz3", "11月25日 周三 08:30–17:30"),
        ("28hxw", "11月28日 周六 13:30–17:30"),
        ("jw8d", "11月21日 周六 20:00"),
        ("3d", "11月21日 周六 15:00"),
        # from now on
        ("半小时后", "11月21日 周六 10:38"),
        ("十五分钟后", "11月21日 周六 10:23"),
        ("两个小时以后", "11月21日 周六 12:08"),
        ("2小时内", "11月21日 周六 10:08–12:08"),
        # English
        ("tomorrow 15:00", "11月22日 周日 15:00"),
        ("3pm tomorrow", "11月22日 周日 15:00"),
        ("Tomorrow at 9:30 am", "11月22日 周日 09:30"),
        ("today", "11月21日 周六 10:08–17:30"),
        ("tonight 8:00", "11月21日 周六 20:00"),
        ("the day after tomorrow 3-5pm", "11月23日 周一 15:00–17:00"),
        ("fri afternoon", "11月27日 周五 13:30–17:30"),
        ("next Monday 9:00", "11月23日 周一 09:00"),
        ("tomorrow 3 in the afternoon", "11月22日 周日 15:00"),
        ("10-2pm", "11月21日 周六 10:08–14:00"),
        ("28 Nov 14:30", "11月28日 周六 14:30"),
    ],
)
def test_appointment_in_words_is_said_back_exactly(words, said_back):
    """R-WO-09, R-ESC-12."""
    assert echo(words) == said_back


@pytest.mark.parametrize("words", ["", "  ", "\u3000"])
def test_empty_words_are_no_appointment(words):
    assert parse_appointment(words, NOW) is None


@pytest.mark.parametrize("words", ["马上", "现在", "尽快", "立即", "随时", "ASAP", "now"])
def test_at_once_is_no_appointment_and_is_told_what_counts_instead(words):
    said = f"“{words}” is no appointment: leave it empty and the usual time limit counts, or name a time."
    assert refusal(words) == said


@pytest.mark.parametrize(
    ("words", "over"),
    [
        ("9点", "2026-11-21 09:00"),
        ("9:00", "2026-11-21 09:00"),
        ("10:07", "2026-11-21 10:07"),
        ("03:00", "2026-11-21 03:00"),
        ("上午8点到10点", "2026-11-21 10:00"),
        ("本周五", "2026-11-20 17:30"),
        ("11月20日", "2026-11-20 17:30"),
        ("2025-11-28 9:00", "2025-11-28 09:00"),
    ],
)
def test_time_in_the_past_is_refused_in_words(words, over):
    assert refusal(words) == f"{over} is over. Name the day too, such as 明天15:00."


def test_bare_three_oclock_is_in_the_afternoon_even_when_it_is_over():
    assert refusal("3点", NOW.replace(hour=16)).startswith("2026-11-21 15:00 is over.")


@pytest.mark.parametrize(
    "words",
    ["随便", "abc", "凌晨", "明天9", "9", "25:00", "15:60", "24:00", "上午15点", "晚上12点",
    "下午0点", "上午或下午", "28号29号",
     "明天明天3点", "9-11-13", "next month", "3栋2单元", "13800001234", "点", "明天-", "早晚",
     "吃完饭", "天黑前", "mt9x", "z8", "点前", "明天8点前"],
)  # fmt: skip
def test_words_that_name_no_sure_time_are_refused_with_an_example(words):
    told = refusal(words)
    assert told.startswith(f"“{words}” names no time that is sure: write it like 明天下午3点")


@pytest.mark.parametrize(
    "words",
    ["国庆后", "节后上午", "元旦前", "春节", "过年后", "年前", "周末", "这周末", "下周末上午", "下周", "下周内",
     "本周内", "月底", "下月初", "工作日", "每天", "三天内", "明后天", "明天或后天", "周六或周日", "周六到周日",
     "下周一至周三", "周一到周五", "过两天", "改天上午"],
)  # fmt: skip
def test_words_that_leave_the_day_open_are_refused_with_what_to_ask(words):
    assert refusal(words).startswith(f"“{words}” may be one of many days: name the one agreed on, such as 10月8日上午")


@pytest.mark.parametrize("words", ["11月31日", "2月30日 9:00", "13月1日", "2026-02-30", "32号", "0号", "13-40"])
def test_day_that_the_calendar_lacks_is_refused(words):
    assert refusal(words) == f"“{words}”: there is no such day."


@pytest.mark.parametrize("words", ["11月28日周五", "明天周六", "2026-11-28 Fri 9:00", "28号下周一"])
def test_date_on_another_weekday_than_the_one_named_is_refused(words):
    assert refusal(words) == f"“{words}”: this date falls on another day of the week."


@pytest.mark.parametrize("words", ["9-11", "3-5"])
def test_two_numbers_that_may_be_a_date_or_hours_are_asked_about(words):
    assert refusal(words) == f"“{words}” may be a date or hours: write it like 9月11日, or like 9点到11点."


@pytest.mark.parametrize("words", ["下午3点到1点", "明天9点到9点", "15:00-14:00", "晚上11点到1点"])
def test_span_that_ends_before_it_begins_is_refused(words):
    assert refusal(words) == f"“{words}” ends before it begins."


def test_parts_of_the_day_are_the_offices_own():
    rows = [
        DayPart("上午", time(9), time(11, 30)),
        DayPart("下午", time(14), time(18)),
        DayPart("夜班", time(22), time(23)),
    ]
    parts = DayParts.of(rows)
    morning = parse_appointment("明天上午", NOW, parts)
    noon = parse_appointment("明天中午", NOW, parts)
    whole = parse_appointment("明天", NOW, parts)
    assert morning is not None
    assert noon is not None
    assert whole is not None
    assert echo_appointment(morning) == "11月22日 周日 09:00–11:30"
    assert echo_appointment(noon) == "11月22日 周日 11:30–14:00"
    assert echo_appointment(whole) == "11月22日 周日 09:00–18:00"
    assert parts.evening == DayParts().evening


def test_appointment_keeps_its_words_and_the_offices_zone():
    appointment = parse_appointment("  明天 下午3点 ", NOW)
    start = datetime(2026, 11, 22, 15, 0, tzinfo=ZONE)
    assert appointment == Appointment(start, None, "明天 下午3点", NOW)
    assert appointment.start.utcoffset() == timedelta(hours=8)


def test_appointment_told_at_a_whole_minute_may_begin_at_once():
    assert echo("2小时内", NOW.replace(second=0)) == "11月21日 周六 10:07–12:07"


@pytest.mark.parametrize(
    ("words", "now", "said_back"),
    [
        ("1月2日上午", datetime(2026, 12, 31, 16, tzinfo=ZONE), "2027年1月2日 周六 08:30–12:00"),
        ("明天9点", datetime(2026, 12, 31, 16, tzinfo=ZONE), "2027年1月1日 周五 09:00"),
        ("2月29日", datetime(2028, 2, 1, 9, tzinfo=ZONE), "2月29日 周二 08:30–17:30"),
        ("31号", datetime(2026, 1, 31, 9, tzinfo=ZONE), "1月31日 周六 09:00–17:30"),
        ("1小时内", datetime(2026, 11, 21, 23, 30, tzinfo=ZONE), "11月21日 周六 23:30 – 11月22日 周日 00:30"),
        ("周日晚上", datetime(2026, 11, 22, 20, 0, tzinfo=ZONE), "11月29日 周日 18:00–20:00"),
    ],
)
def test_turn_of_day_month_and_year(words, now, said_back):
    assert echo(words, now) == said_back


def test_year_is_named_when_it_is_not_known_when_the_words_were_said():
    start = datetime(2026, 11, 21, 15, tzinfo=ZONE)
    assert echo_appointment(Appointment(start, None, "")) == "2026年11月21日 周六 15:00"


def test_english_office_hears_it_in_english():
    appointment = parse_appointment("28号下午", NOW)
    later = parse_appointment("2027-01-05 9:00", NOW)
    assert appointment is not None
    assert later is not None
    assert echo_appointment(appointment, lang="en") == "Sat 28 Nov 13:30–17:30"
    assert echo_appointment(later, lang="en") == "Tue 5 Jan 2027 09:00"


def test_now_without_a_zone_is_a_fault_of_the_program():
    with pytest.raises(ValueError, match="zone"):
        parse_appointment("15:00", datetime(2026, 11, 21, 10))  # noqa: DTZ001 - that is what is refused


MINUTES = st.integers(1, 500 * 24 * 60)


@given(MINUTES, st.integers(0, 600), st.sampled_from(["zh", "en"]))
def test_what_the_desk_said_back_means_the_same_when_typed(ahead, length, lang):
    start = NOW.replace(second=0) + timedelta(minutes=ahead)
    end = start + timedelta(minutes=length)
    same_day = length and end.date() == start.date()
    told = Appointment(start, end if same_day else None, "", NOW)
    said_back = echo_appointment(told, lang)
    again = parse_appointment(said_back, NOW)
    assert again is not None
    assert (again.start, again.end) == (told.start, told.end)


@given(st.text("今明后大天上下午早晚周一二三日号月年点半刻:-到小时内后0123456789 ./amp", max_size=14))
def test_no_words_break_the_appointment_box(words):
    with suppress(UserError):
        found = parse_appointment(words, NOW)
        assert found is None or (found.start >= NOW and (found.end is None or found.end > found.start))
