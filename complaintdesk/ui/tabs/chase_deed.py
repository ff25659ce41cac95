# SPDX-License-Identifier: Apache-2.0
"""Chasing a case from the register: the deed by which its department, or the leaders, are asked for the result."""

from __future__ import annotations

from complaintdesk.desk import chasing
from complaintdesk.desk.records import CasePage
from complaintdesk.domain.demands import Demand
from complaintdesk.domain.terms import EventKind
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs.chase_form import case_chase
from complaintdesk.ui.tabs.course_deed import CourseDeed, Group


def _chase(bridge: Bridge, page: CasePage, _demand: Demand | None) -> StepForm:
    case = page.case
    return case_chase(bridge, case.id, case.number, case.department_name, case.received_at)


CHASING: tuple[CourseDeed, ...] = (
    CourseDeed(
        "chase",
        Group.COURSE,
        QT_TRANSLATE_NOOP("CourseDeeds", "Chase"),
        QT_TRANSLATE_NOOP("CourseDeeds", "Ask the department or the leaders for the result"),
        QT_TRANSLATE_NOOP("CourseDeeds", "The chase is noted."),
        chasing.chase,
        EventKind.REMINDED,
        _chase,
    ),
)
