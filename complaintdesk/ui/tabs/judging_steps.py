# SPDX-License-Identifier: Apache-2.0
"""Judging a case: whether it is valid, how much it weighs, whose it is; what each deed asks."""

from __future__ import annotations

from PySide6.QtCore import Qt

from complaintdesk.desk import judging, staffing
from complaintdesk.desk.pinyin_table import pinyin_table
from complaintdesk.desk.records import CasePage
from complaintdesk.desk.rights import DESK
from complaintdesk.domain.demands import Demand
from complaintdesk.domain.lifecycle import OPEN_STATES
from complaintdesk.domain.pinyin import list_keys
from complaintdesk.domain.terms import EventKind, Level
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields, UserError
from complaintdesk.labels import translate
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Choices
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import FilterBox
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs.assessing_step import AssessStep
from complaintdesk.ui.tabs.case_steps import CaseStep, ReasonStep, TellStep
from complaintdesk.ui.tabs.case_words import staff_choices
from complaintdesk.ui.tabs.course_deed import CourseDeed, Group, asks, is_complaint


class CheckStep(CaseStep):
    """Whether a complaint is valid, and why (R-CLS-01)."""

    def __init__(self, bridge: Bridge, page: CasePage) -> None:
        title = translate("JudgingSteps", "Checked: is the complaint valid?")
        super().__init__(bridge, page.case, title, translate("CaseSteps", "Save"))
        found = ((True, translate("JudgingSteps", "Valid")), (False, translate("JudgingSteps", "Invalid")))
        self.valid = Choices(found)
        self.valid.set_value(page.case.valid)
        row = FieldRow(translate("JudgingSteps", "Found"), self.valid, above=True)
        self.add_field(row, "valid", lay_out=False)
        self.time = self.time_row()
        self.add_line(row, self.time).setAlignment(row, Qt.AlignmentFlag.AlignTop)
        self.words = self.add_words(translate("JudgingSteps", "What was found, and why"), lines=2)

    def take(self) -> int:
        if self.valid.value is None:
            raise MissingFields({"valid": QT_TRANSLATE_NOOP("errors", "Valid or not?")})
        return self.bridge.do(judging.check, self.case.id, self.valid.value, self.words.text(), self.time.given())


class RerouteStep(CaseStep):
    """Which other department answers for the case, and why (R-CLS-04)."""

    def __init__(self, bridge: Bridge, page: CasePage) -> None:
        title = translate("JudgingSteps", "To another department")
        super().__init__(bridge, page.case, title, translate("CaseSteps", "Save"))
        self.to = FilterBox(placeholder=translate("CaseSteps", "Any part of its name, or pinyin"))
        rows = [row for row in bridge.books.departments_for(page.procedure) if row.id != page.case.department]
        self.to.set_choices([(row.id, row.name, " ".join(list_keys(row.name, pinyin_table()))) for row in rows])
        now = page.case.department_name
        note = translate("JudgingSteps", "now with {department}").format(department=now) if now else ""
        self.add_field(FieldRow(translate("JudgingSteps", "Department"), self.to, above=True, note=note), "department")
        self.words = self.add_words(translate("JudgingSteps", "Why does the case not go by its category?"), lines=2)

    def take(self) -> int:
        self.to.settle()
        if self.to.value is None:
            raise MissingFields({"department": QT_TRANSLATE_NOOP("errors", "Which department?")})
        return self.bridge.do(judging.reroute, self.case.id, self.to.value, self.words.text())


class HandOverStep(CaseStep):
    """Which colleague follows the case up from now on, and why (R-REG-06)."""

    def __init__(self, bridge: Bridge, page: CasePage) -> None:
        title = translate("JudgingSteps", "Hand over to a colleague")
        super().__init__(bridge, page.case, title, translate("JudgingSteps", "Hand over"))
        staff = [
            each for each in bridge.ask(staffing.staff_list, bridge.books) if each.role in DESK and each.left_on is None
        ]
        self.to = FilterBox(placeholder=translate("CaseSteps", "Any part of the name, or pinyin"))
        self.to.set_choices(staff_choices(each for each in staff if each.name != page.case.follower))
        note = translate("JudgingSteps", "now {name}").format(name=page.case.follower)
        row = FieldRow(translate("JudgingSteps", "Who follows it up"), self.to, above=True, note=note)
        self.add_field(row, "to")
        self.words = self.add_words(translate("JudgingSteps", "Why, and what is still to be done?"), lines=2)

    def take(self) -> int:
        self.to.settle()
        if self.to.value is None:
            raise MissingFields({"to": QT_TRANSLATE_NOOP("errors", "To whom?")})
        return self.bridge.do(judging.hand_over, self.case.id, self.to.value, self.words.text())


class HardenStep(CaseStep):
    """Why a case is a hard problem, or is none any more (R-CB-08)."""

    def __init__(self, bridge: Bridge, page: CasePage) -> None:
        title, accept = translate("JudgingSteps", "A hard problem"), translate("JudgingSteps", "Mark it")
        ask = translate("JudgingSteps", "What makes it hard?")
        if page.case.hard:
            title = translate("JudgingSteps", "No hard problem any more")
            accept, ask = translate("JudgingSteps", "Unmark it"), translate("JudgingSteps", "What has changed?")
        super().__init__(bridge, page.case, title, accept)
        self.words = self.add_words(ask, lines=2)

    def take(self) -> int:
        return self.bridge.do(judging.harden, self.case.id, not self.case.hard, self.words.text())


class SignStep(CaseStep):
    """The office head's signature under the result (R-REG-13)."""

    def __init__(self, bridge: Bridge, page: CasePage) -> None:
        title = translate("JudgingSteps", "Sign the result")
        super().__init__(bridge, page.case, title, translate("JudgingSteps", "Sign"))
        self.words = self.add_words(translate("JudgingSteps", "Remark, if any"), lines=2)

    def take(self) -> int:
        return self.bridge.do(judging.sign_result, self.case.id, self.words.text())


def _raise(bridge: Bridge, page: CasePage, _demand: Demand | None) -> StepForm:
    title, accept = translate("JudgingSteps", "A major complaint"), translate("JudgingSteps", "It is a major one")
    ask = translate("JudgingSteps", "What makes it a major one?")
    return ReasonStep(bridge, page.case, title, accept, ask, judging.raise_level)


def _lower(bridge: Bridge, page: CasePage, _demand: Demand | None) -> StepForm:
    title, accept = translate("JudgingSteps", "A general complaint"), translate("JudgingSteps", "It is a general one")
    ask = translate("JudgingSteps", "Why is it no major one?")
    return ReasonStep(bridge, page.case, title, accept, ask, judging.lower_level)


def _call(bridge: Bridge, page: CasePage, _demand: Demand | None) -> StepForm:
    title, accept = translate("JudgingSteps", "Spoken to in person"), translate("CaseSteps", "Save")
    ask = translate("JudgingSteps", "What was said on both sides")
    return TellStep(bridge, page.case, title, accept, ask, judging.call_in_person)


def _is_result(page: CasePage) -> None:
    if page.case.state in OPEN_STATES:
        raise UserError(QT_TRANSLATE_NOOP("errors", "There is no result yet: handle the case first."))


JUDGING: tuple[CourseDeed, ...] = (
    CourseDeed(
        "check",
        Group.JUDGING,
        QT_TRANSLATE_NOOP("CourseDeeds", "Check validity"),
        QT_TRANSLATE_NOOP("CourseDeeds", "Whether the complaint is valid, with the reason"),
        QT_TRANSLATE_NOOP("CourseDeeds", "The finding is noted."),
        judging.check,
        EventKind.CHECKED,
        asks(CheckStep),
        is_complaint,
    ),
    CourseDeed(
        "raise_level",
        Group.JUDGING,
        QT_TRANSLATE_NOOP("CourseDeeds", "Raise to major"),
        QT_TRANSLATE_NOOP("CourseDeeds", "A major complaint, though none of the circumstances was ticked"),
        QT_TRANSLATE_NOOP("CourseDeeds", "It is a major complaint from now on."),
        judging.raise_level,
        EventKind.LEVEL_SET,
        _raise,
        lambda page: is_complaint(page) and page.case.level is Level.GENERAL,
    ),
    CourseDeed(
        "lower_level",
        Group.JUDGING,
        QT_TRANSLATE_NOOP("CourseDeeds", "Lower to general"),
        QT_TRANSLATE_NOOP("CourseDeeds", "No major complaint after all, with the reason"),
        QT_TRANSLATE_NOOP("CourseDeeds", "It is a general complaint from now on."),
        judging.lower_level,
        EventKind.LEVEL_SET,
        _lower,
        lambda page: is_complaint(page) and page.case.level is Level.MAJOR,
    ),
    CourseDeed(
        "assess",
        Group.JUDGING,
        QT_TRANSLATE_NOOP("CourseDeeds", "Assess"),
        QT_TRANSLATE_NOOP("CourseDeeds", "Five factors, priority and impact; they suggest the level"),
        QT_TRANSLATE_NOOP("CourseDeeds", "The assessment is noted."),
        judging.assess,
        EventKind.ASSESSED,
        asks(AssessStep),
    ),
    CourseDeed(
        "reroute",
        Group.JUDGING,
        QT_TRANSLATE_NOOP("CourseDeeds", "Other department"),
        QT_TRANSLATE_NOOP("CourseDeeds", "Another department than the category's answers for it"),
        QT_TRANSLATE_NOOP("CourseDeeds", "It is with the other department now."),
        judging.reroute,
        EventKind.REROUTED,
        asks(RerouteStep),
    ),
    CourseDeed(
        "harden",
        Group.JUDGING,
        QT_TRANSLATE_NOOP("CourseDeeds", "Hard problem"),
        QT_TRANSLATE_NOOP("CourseDeeds", "Mark it as one, or take the mark off: a leader calls the client in person"),
        QT_TRANSLATE_NOOP("CourseDeeds", "Noted."),
        judging.harden,
        EventKind.HARDENED,
        asks(HardenStep),
    ),
    CourseDeed(
        "call_in_person",
        Group.COURSE,
        QT_TRANSLATE_NOOP("CourseDeeds", "Speak in person"),
        QT_TRANSLATE_NOOP("CourseDeeds", "A supervisor or higher spoke to the client in person"),
        QT_TRANSLATE_NOOP("CourseDeeds", "The talk is noted."),
        judging.call_in_person,
        EventKind.LEADER_CALLED,
        _call,
    ),
    CourseDeed(
        "hand_over",
        Group.JUDGING,
        QT_TRANSLATE_NOOP("CourseDeeds", "Hand over"),
        QT_TRANSLATE_NOOP("CourseDeeds", "A colleague follows it up from now on"),
        QT_TRANSLATE_NOOP("CourseDeeds", "Handed over: it is among the colleague's cases now."),
        judging.hand_over,
        EventKind.HANDED_OVER,
        asks(HandOverStep),
    ),
    CourseDeed(
        "sign_result",
        Group.ENDING,
        QT_TRANSLATE_NOOP("CourseDeeds", "Sign the result"),
        QT_TRANSLATE_NOOP("CourseDeeds", "The office head signs what came of it"),
        QT_TRANSLATE_NOOP("CourseDeeds", "The result is signed."),
        judging.sign_result,
        EventKind.RESULT_SIGNED,
        asks(SignStep),
        problem=_is_result,
    ),
)
