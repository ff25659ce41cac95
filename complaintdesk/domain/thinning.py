# SPDX-License-Identifier: Apache-2.0
"""Which backups are kept as they grow old: all of the last days, then one a day, one a week, one a month."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

RECENT = timedelta(days=2)


def _day(at: datetime) -> object:
    return at.date()


def _week(at: datetime) -> object:
    return at.isocalendar()[:2]


def _month(at: datetime) -> object:
    return at.year, at.month


STAGES = ((12, _day), (10, _week), (9, _month))


def thinned(made: Iterable[datetime], now: datetime) -> frozenset[datetime]:
    """The backups to keep, of those made at these moments (aware, in the office's zone, whose days count).

    All of the last two days and of a clock that ran ahead, then the last of each of 12 days, 10 weeks, 9 months; days,
    weeks and months without a backup do not count. The newest is always among them.
    """
    kept: list[datetime] = []
    left = [period for count, period in STAGES for _ in range(count)]
    for at in sorted(set(made), reverse=True):
        if now - at < RECENT:
            kept.append(at)
        elif left and (not kept or left[0](at) != left[0](kept[-1])):
            kept.append(at)
            left.pop(0)
    return frozenset(kept)
