# SPDX-License-Identifier: Apache-2.0
"""When a row of a list says that it happened: one cell, or a day and a time of day in two."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from complaintdesk.domain.dates import When, read_when
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.sheets.lists import Checked
from complaintdesk.sheets.reading import Cell

_TIME_OF_DAY = re.compile("(上午|下午|早上|晚上|中午|凌晨)? *[0-9]{1,2} *[:：点时]")


def happened(row: Checked, zone: ZoneInfo, now: datetime) -> tuple[datetime | None, bool]:
    """The instant in UTC, and whether the hour was told (a day alone counts from its beginning).

    A day without a year is the last such day before `now`. None after noting beside the cell that it is no time, or
    one still to come.
    """
    field = "time" if "time" in row.line.head.at else "date"
    told = _told(row)
    try:
        this_year = now.astimezone(zone).year
        instant = _start(read_when(told, zone, this_year), zone)
        if instant > now:
            instant = _start(read_when(told, zone, this_year - 1), zone)
        if instant > now:
            raise UserError(QT_TRANSLATE_NOOP("errors", "This time is still to come."))
        return instant, read_when(told, zone, this_year).instant is not None
    except UserError as error:
        row.wrong(field, error)
        return None, False


def _told(row: Checked) -> Cell:
    day, clock = row.line.cell("date"), row.line.cell("time")
    if day != "" and isinstance(clock, str) and _TIME_OF_DAY.match(clock):
        return f"{day.isoformat()[:10] if isinstance(day, date) else day} {clock}"
    return clock if clock != "" else day


def _start(when: When, zone: ZoneInfo) -> datetime:
    return when.instant or datetime.combine(when.day, time(), zone).astimezone(UTC)
