# SPDX-License-Identifier: Apache-2.0
"""The office's own sheets out of the window: work diary, shift hand-over, meeting."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from complaintdesk.desk import handovers, meetings, prints
from complaintdesk.desk.diaries import Diary
from complaintdesk.desk.handovers import HandoverSheet
from complaintdesk.desk.meetings import MeetingSheet
from complaintdesk.printing.form_files import shipped
from complaintdesk.printing.forms import render
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.printing import PrintJob, bring_out, by_whom


def print_diary(bridge: Bridge, diary: Diary, parent: QWidget) -> str | None:
    """Previews somebody's diary of a day and prints it; what was done in words, None if nothing."""
    return bring_out(lambda: diary_job(bridge, diary), parent, preview=True)


def print_handover(bridge: Bridge, handover_id: int, parent: QWidget) -> str | None:
    """Previews a hand-over's sheet and prints it; what was done in words, None if nothing."""
    return bring_out(lambda: handover_job(bridge, handover_id), parent, preview=True)


def print_meeting(bridge: Bridge, sheet: MeetingSheet, parent: QWidget) -> str | None:
    """Previews a meeting's sheet, of one held or still to be held, and prints it; what was done, None if nothing."""
    return bring_out(lambda: meeting_job(bridge, sheet), parent, preview=True)


def diary_job(bridge: Bridge, diary: Diary) -> PrintJob:
    """A diary, without the lines that were taken back."""
    covers = f"{diary.day} {diary.name}"
    return _job(bridge, prints.DIARY, covers, replace(diary, lines=diary.standing))


def handover_job(bridge: Bridge, handover_id: int) -> PrintJob:
    """A hand-over as it stands in the books now."""
    sheet = bridge.ask(handovers.handover_sheet, handover_id, bridge.books)
    return _job(bridge, prints.HANDOVER, f"{bridge.local(sheet.handed_at):%Y-%m-%d %H:%M}", sheet)


def meeting_job(bridge: Bridge, sheet: MeetingSheet) -> PrintJob:
    """A meeting's sheet as it stands in the books; one that is still to be held is read as it is now."""
    if sheet.id:
        sheet = bridge.ask(meetings.meeting_sheet, sheet.id, bridge.books)
    return _job(bridge, prints.MEETING, f"{sheet.name or sheet.case_number} {sheet.from_on}", sheet)


def _job(bridge: Bridge, form: str, covers: str, record: Diary | HandoverSheet | MeetingSheet) -> PrintJob:
    title = f"{shipped(form).title} {covers}"
    people = len(record.items) if isinstance(record, HandoverSheet | MeetingSheet) else 0
    return PrintJob(
        bridge=bridge,
        title=title,
        file_name=title.replace(" ", "-").replace(":", ""),
        form=form,
        draw=lambda how: render(form, record, **how, **by_whom(bridge)),
        start=lambda target, _reason: bridge.do(prints.start_day_sheet, form, covers, target, people),
        next_copy=1,
    )
