# SPDX-License-Identifier: Apache-2.0
"""What the calendar's page says: marks, what a change does to open limits, what is wrong with a list."""

from __future__ import annotations

from complaintdesk.desk.calendar_days import DayDraft
from complaintdesk.desk.replanning import Moved
from complaintdesk.domain.workdays import Day
from complaintdesk.labels import translate, words_of
from complaintdesk.sheets.lists import ListRead
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
