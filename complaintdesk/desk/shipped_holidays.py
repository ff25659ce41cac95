# SPDX-License-Identifier: Apache-2.0
"""China's holidays and make-up workdays (调休) as the program ships them, of the years that are really known to it."""

from __future__ import annotations

from datetime import date

from complaintdesk.domain.workdays import Day

_IN_FULL = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}  # as the State Council's notices call them


def shipped_days(year: int) -> dict[date, Day]:
    """The year's holidays and make-up workdays with their names; none for a year that is not known.

    Of a year that the library has but a day or two of it names no National Day.
    """
    import chinese_calendar  # read when it is first asked for: it holds twenty years and more

    off, worked = chinese_calendar.holidays, chinese_calendar.workdays
    if date(year, 10, 1) not in off:
        return {}
    found = {}
    for day in sorted(each for each in {*off, *worked} if each.year == year):
        chinese = chinese_calendar.Holiday(worked.get(day) or off[day]).chinese
        name = _IN_FULL.get(chinese, chinese)
        found[day] = Day(works=day in worked, name=name + "调休上班" if day in worked else name)
    return found


def shipped_source() -> str:
    """What these days are taken from, with its version."""
    import chinese_calendar

    return f"chinesecalendar {chinese_calendar.__version__}"
