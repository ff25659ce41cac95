# SPDX-License-Identifier: Apache-2.0
"""China's holidays and make-up workdays (调休) as the program ships them, of the years that are really known to it."""

from __future__ import annotations

from datetime import date, timedelta

from complaintdesk.domain.workdays import Day

_IN_FULL = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}  # as the State Council's notices call them


def shipped_days(year: int) -> dict[date, Day]:
    """The year's holidays and make-up workdays with their names; none for a year that is not known.

    The library refuses years that it has nothing of, and of one that it has but a day or two of it names no National
    Day.
    """
    import chinese_calendar  # read when it is first asked for: it holds twenty years and more

    try:
        _off, known = chinese_calendar.get_holiday_detail(date(year, 10, 1))
    except NotImplementedError:
        return {}
    if known is None:
        return {}
    found = {}
    for number in range((date(year, 12, 31) - date(year, 1, 1)).days + 1):
        day = date(year, 1, 1) + timedelta(days=number)
        off, holiday = chinese_calendar.get_holiday_detail(day)
        if holiday is not None:
            chinese = chinese_calendar.Holiday(holiday).chinese
            name = _IN_FULL.get(chinese, chinese)
            found[day] = Day(works=not off, name=name if off else name + "调休上班")
    return found


def shipped_source() -> str:
    """What these days are taken from, with its version."""
    import chinese_calendar

    return f"chinesecalendar {chinese_calendar.__version__}"
