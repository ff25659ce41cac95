# SPDX-License-Identifier: Apache-2.0
"""Times as they stand on a slip (10:48, 11-20 10:48, 昨天 9:05): the instant that is meant, never one still to come."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from complaintdesk.domain.dates import When, parse_instant_words
from complaintdesk.domain.lifecycle import minute
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError

_DAYS_AGO = {"今天": 0, "今日": 0, "today": 0, "昨天": 1, "昨日": 1, "yesterday": 1, "前天": 2, "前日": 2}
_NAMED_DAY = re.compile(f"({'|'.join(_DAYS_AGO)})\\s*(.*)")
_RUN_TOGETHER = re.compile("([0-9]{1,2})([0-9]{2})")
_YEAR = re.compile("[0-9]{4}")
_DATED = re.compile("[0-9]{1,4}[-/.月年]|[0-9]{8}")


def read_slip_time(text: str, zone: ZoneInfo, now: datetime, after: datetime | None = None) -> datetime:
    """The instant (UTC) that a slip's time means: `10:48` and `1048` are of the day on which they follow `after`.

    Steps follow one another, so a bare time is the first such time at or after the step before it, by the minute; if
    that were still to come it is of that step's own day (and the deed then says what it contradicts). Without `after`
    it is the last such time up to now. Raises UserError for words that are no time, name no hour, or lie ahead of now.
    """
    written = unicodedata.normalize("NFKC", text).strip().lower()
    today = now.astimezone(zone).date()
    named = _NAMED_DAY.fullmatch(written)
    try:
        if named is not None:
            found = _on(today - timedelta(days=_DAYS_AGO[named[1]]), named[2], zone)
        elif _DATED.match(written):
            found = _dated(written, zone, now)
        else:
            found = _bare(written, zone, now, after)
    except UserError as error:
        advice = QT_TRANSLATE_NOOP("errors", "“{text}” is no time; write it as on the slip: 10:48, or 11-20 10:48.")
        raise UserError(advice, text=text.strip()) from error
    if found > now:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This time is still to come."))
    return found


def _dated(written: str, zone: ZoneInfo, now: datetime) -> datetime:
    """A time with its day; one without a year is of this year, or of the last if that day lies ahead."""
    today = now.astimezone(zone).date()
    said = parse_instant_words(written, zone, today.year)
    if said.day > today and not _YEAR.match(written):
        said = parse_instant_words(written, zone, today.year - 1)
    return _instant(said)


def _bare(written: str, zone: ZoneInfo, now: datetime, after: datetime | None) -> datetime:
    """A time without a day."""
    today = now.astimezone(zone).date()
    if after is None:
        found = _on(today, written, zone)
        return found if found <= now else _on(today - timedelta(days=1), written, zone)
    day = after.astimezone(zone).date()
    found = _on(day, written, zone)
    if minute(found) >= minute(after):
        return found
    following = _on(day + timedelta(days=1), written, zone)
    return following if following <= now else found


def _on(day: date, clock: str, zone: ZoneInfo) -> datetime:
    """A time of day on a day."""
    together = _RUN_TOGETHER.fullmatch(clock)
    time = f"{together[1]}:{together[2]}" if together else clock
    return _instant(parse_instant_words(f"{day.isoformat()} {time}", zone))


def _instant(said: When) -> datetime:
    """The instant of a time that names its hour."""
    if said.instant is None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "A time is needed here."))
    return said.instant
