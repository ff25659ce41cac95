# SPDX-License-Identifier: Apache-2.0
"""What goes up the ladder, on to a department, on paper, and needs somebody's word: the deeds, each with its area."""

from __future__ import annotations

from complaintdesk.desk import approvals, corrective, course, escalating, liaison, prints
from complaintdesk.desk.records import CasePage
from complaintdesk.domain.demands import Demand
from complaintdesk.domain.terms import EventKind
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs.approval_steps import (
    AskApprovalStep,
    CompensateStep,
    WordStep,
    is_asked,
    knows_approvals,
)
from complaintdesk.ui.tabs.course_deed import CourseDeed, Group, asks, is_complaint
from complaintdesk.ui.tabs.going_up_steps import EscalateStep, PassOnStep
from complaintdesk.ui.tabs.sheet_steps import CorrectiveStep, PapersStep, SheetsStep, has_sheets, is_live
from complaintdesk.ui.tabs.told_steps import TOLD


def _escalate(bridge: Bridge, page: CasePage, demand: Demand | None) -> StepForm:
    return EscalateStep(bridge, page, demand)


def _ask(bridge: Bridge, page: CasePage, demand: Demand | None) -> StepForm:
    return AskApprovalStep(bridge, page, demand)


def _word(bridge: Bridge, page: CasePage, demand: Demand | None) -> StepForm:
    return WordStep(bridge, page, demand)


def _has_ladder(page: CasePage) -> bool:
    return bool(page.procedure.course.ladder)


def _is_awaited(page: CasePage) -> None:
    if not is_asked(page):
        raise UserError(QT_TRANSLATE_NOOP("errors", "Ask for it first, saying what is to be approved."))


ESCALATING: tuple[CourseDeed, ...] = (
    CourseDeed(
        "pass_on",
        Group.COURSE,
        QT_TRANSLATE_NOOP("CourseDeeds", "Pass on"),
        QT_TRANSLATE_NOOP("CourseDeeds", "To the responsible department, with a sheet where it is wanted"),
        QT_TRANSLATE_NOOP("CourseDeeds", "Passed on."),
        escalating.pass_on,
        EventKind.PASSED_ON,
        asks(PassOnStep),
    ),
    CourseDeed(
        "escalate",
        Group.ESCALATING,
        QT_TRANSLATE_NOOP("CourseDeeds", "Take up"),
        QT_TRANSLATE_NOOP("CourseDeeds", "To a higher step of the ladder, with the reason"),
        QT_TRANSLATE_NOOP("CourseDeeds", "It went up."),
        escalating.escalate,
        EventKind.ESCALATED,
        _escalate,
        _has_ladder,
    ),
    CourseDeed(
        "sheets",
        Group.ESCALATING,
        QT_TRANSLATE_NOOP("CourseDeeds", "Liaison sheets"),
        QT_TRANSLATE_NOOP("CourseDeeds", "Signed for, answered, void, issued again"),
        QT_TRANSLATE_NOOP("CourseDeeds", "Noted."),
        liaison.sign,
        EventKind.NOTED,
        asks(SheetsStep),
        has_sheets,
    ),
    CourseDeed(
        "ask_approval",
        Group.ESCALATING,
        QT_TRANSLATE_NOOP("CourseDeeds", "Ask approval"),
        QT_TRANSLATE_NOOP("CourseDeeds", "Of a solution, a compensation, a special closing"),
        QT_TRANSLATE_NOOP("CourseDeeds", "Asked for; the word is still to come."),
        approvals.ask,
        EventKind.APPROVAL_ASKED,
        _ask,
        knows_approvals,
    ),
    CourseDeed(
        "approval_word",
        Group.ESCALATING,
        QT_TRANSLATE_NOOP("CourseDeeds", "Approve or refuse"),
        QT_TRANSLATE_NOOP("CourseDeeds", "The word on what was asked for: one's own, or that of somebody outside"),
        QT_TRANSLATE_NOOP("CourseDeeds", "The word is noted."),
        approvals.approve,
        EventKind.APPROVED,
        _word,
        knows_approvals,
        _is_awaited,
    ),
    CourseDeed(
        "compensate",
        Group.ESCALATING,
        QT_TRANSLATE_NOOP("CourseDeeds", "Compensate"),
        QT_TRANSLATE_NOOP("CourseDeeds", "What was agreed in writing, once it is approved"),
        QT_TRANSLATE_NOOP("CourseDeeds", "The compensation is on record."),
        course.compensate,
        EventKind.COMPENSATED,
        asks(CompensateStep),
        is_complaint,
    ),
    CourseDeed(
        "corrective",
        Group.ENDING,
        QT_TRANSLATE_NOOP("CourseDeeds", "Corrective action"),
        QT_TRANSLATE_NOOP("CourseDeeds", "Open a corrective action sheet: facts, cause, who is responsible"),
        QT_TRANSLATE_NOOP("CourseDeeds", "Opened."),
        corrective.open_action,
        EventKind.CORRECTIVE_OPENED,
        asks(CorrectiveStep),
    ),
    CourseDeed(
        "papers",
        Group.COURSE,
        QT_TRANSLATE_NOOP("CourseDeeds", "Papers"),
        QT_TRANSLATE_NOOP("CourseDeeds", "Progress to read out, confirmation, inspection and other sheets to print"),
        QT_TRANSLATE_NOOP("CourseDeeds", "Printed."),
        prints.start_sheet,
        EventKind.NOTED,
        asks(PapersStep),
        is_live,
    ),
    *TOLD,
)
