# SPDX-License-Identifier: Apache-2.0
"""What the calendar's page says: marks, what a change does to open limits, what is wrong with a list."""

from __future__ import annotations

from datetime import datetime, tzinfo

from complaintdesk.desk.calendar_days import DayDraft
from complaintdesk.desk.replanning import Moved, MovedLimit
from complaintdesk.domain.workdays import Day
from complaintdesk.labels import translate, words_of
from complaintdesk.sheets.lists import ListRead
from complaintdesk.ui.time_words import moment_words
from complaintdesk.ui.year_grid import mark

_NAMED = 12  # bad rows that are told one by one


def moved_words(moved: Moved) -> str:
    """What becomes of the open limits, in a line."""
    if not moved.limits and not moved.firm:
        return translate("CalendarSettings", "No open limit moves.")
    parts = []
    if moved.limits:
        words = translate("CalendarSettings", "{limits} open limits of {cases} cases get another due time.")
        parts.append(words.format(limits=moved.limits, cases=moved.cases))
    if moved.earlier:
        parts.append(translate("CalendarSettings", "{count} of them an earlier one.").format(count=moved.earlier))
    if moved.late:
        parts.append(translate("CalendarSettings", "{count} are late by it.").format(count=moved.late))
    if moved.firm:
        parts.append(translate("CalendarSettings", "{count} are provisional no longer.").format(count=moved.firm))
    return " ".join(parts)


def moved_lines(moved: Moved, now: datetime, zone: tzinfo) -> str:
    """Which limits get another due time, a line each; how many more where not all are told."""
    lines = [_moved_line(each, now, zone) for each in moved.named]
    if moved.limits > len(lines):
        more = translate("CalendarSettings", "… and {count} more")
        lines.append(more.format(count=moved.limits - len(lines)))
    return "\n".join(lines)


def _moved_line(moved: MovedLimit, now: datetime, zone: tzinfo) -> str:
    after = translate("CalendarSettings", "no longer applies")
    if moved.after is not None:
        after = moment_words(moved.after, now, zone)
    if moved.provisional:
        after = translate("Times", "{when} (prov.)").format(when=after)
    words = translate("CalendarSettings", "{number} {limit}: {before} → {after}")
    before = moment_words(moved.before, now, zone)
    return words.format(number=moved.number, limit=moved.name, before=before, after=after)


def flaws_words(read: ListRead[DayDraft]) -> str:
    """What is wrong with which row of a list, a line each, and that nothing of it was taken over."""
    told = translate("CalendarSettings", "{sheet}, row {row}: {reason}")
    lines = [told.format(sheet=flaw.sheet, row=flaw.row + 1, reason=words_of(flaw.error)) for flaw in read.flaws]
    if len(lines) > _NAMED:
        more = translate("CalendarSettings", "… and {count} more").format(count=len(lines) - _NAMED)
        lines = [*lines[:_NAMED], more]
    lines += ["", translate("CalendarSettings", "Nothing was taken over: mend these rows and import it again.")]
    return "\n".join(lines)


def day_in_short(day: Day) -> str:
    """A day by its mark and name."""
    return f"{mark(day.works)} {day.name}".strip()


def legend() -> str:
    """What the marks of the grid mean."""
    return translate(
        "CalendarSettings",
        "{off} day off · {worked} make-up workday · blue dot: not saved yet · limits that were met stay as they are",
    ).format(off=mark(works=False), worked=mark(works=True))
