# SPDX-License-Identifier: Apache-2.0
"""What tests of the day tab share: a meeting of this week, the area open, waiting for what is read in a worker."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QApplication

from complaintdesk.desk import meetings
from complaintdesk.desk.answers import AnswerDraft
from complaintdesk.desk.meetings import MeetingDraft
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import Role
from complaintdesk.ui import background
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs.record_panel import RecordPanel
from tests.builders import NAME_OF

F = TypeVar("F", bound=StepForm)
CLERK = NAME_OF[Role.CLERK]
FEE = AnswerDraft("物业管理费怎么收？", "高层每月每平方米2.60元。", "物业费 缴费")


def area(panel: RecordPanel, kind: type[F]) -> F:
    """The area that is open in the panel, of this kind."""
    form = panel.slot.form
    assert isinstance(form, kind)
    return form


def settle() -> None:
    background.wait_for_all()
    QApplication.processEvents()


def a_meeting(office: Office) -> MeetingDraft:
    today = office.now().astimezone(office.zone).date()
    first, last = meetings.period(office.procedure.course.meetings[0].every, today)
    return MeetingDraft("weekly_meeting", first, last, office.now(), "赵主任、王敏", "逾期一件，周三前办结")
