# SPDX-License-Identifier: Apache-2.0
"""The deed on an answered enquiry by which its answer joins the book of answers (答客问, R-REG-11)."""

from __future__ import annotations

from complaintdesk.desk import answers
from complaintdesk.desk.records import CasePage
from complaintdesk.domain.demands import Demand
from complaintdesk.domain.terms import CaseKind, EventKind
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs.answer_form import AnswerForm
from complaintdesk.ui.tabs.course_deed import CourseDeed, Group


def _is_answered_in_own_words(page: CasePage) -> bool:
    """Whether it is an enquiry with an answer that did not come from the book."""
    given = [event for event in page.events if event.kind is EventKind.ANSWERED and not event.withdrawn]
    return page.case.kind is CaseKind.INQUIRY and bool(given) and "answer" not in given[-1].facts


def _into_the_book(bridge: Bridge, page: CasePage, _demand: Demand | None) -> StepForm:
    return AnswerForm(bridge, bridge.ask(answers.draft_of_enquiry, page.case.id))


BOOK: tuple[CourseDeed, ...] = (
    CourseDeed(
        "into_the_book",
        Group.COURSE,
        QT_TRANSLATE_NOOP("CourseDeeds", "Into the book of answers"),
        QT_TRANSLATE_NOOP("CourseDeeds", "So that whoever is asked this next says the same"),
        QT_TRANSLATE_NOOP("CourseDeeds", "The answer is in the book."),
        answers.save,
        EventKind.NOTED,  # possible whenever something can still be noted
        _into_the_book,
        _is_answered_in_own_words,
    ),
)
