# SPDX-License-Identifier: Apache-2.0
"""Further steps of a matter's course that are told with words and a few facts; one area serves them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from complaintdesk.desk import course
from complaintdesk.desk.course import MeetingDraft, StepDraft
from complaintdesk.desk.records import CasePage
from complaintdesk.domain.demands import Demand
from complaintdesk.domain.terms import EventKind
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.labels import translate
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import LineInput, TextInput
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs.course_deed import CourseDeed, Group, always, is_complaint
from complaintdesk.ui.tabs.tall_step import TallStep


@dataclass(frozen=True)
class Asked:
    """What a step asks: its title, and label by fact in this order; `words` and long facts take a box of their own."""

    title: str
    facts: tuple[tuple[str, str], ...]


_LINES = frozenset({"who", "present"})  # facts that one line holds
_PROGRESS = Asked(
    QT_TRANSLATE_NOOP("ToldSteps", "The department reports progress"),
    (
        ("words", QT_TRANSLATE_NOOP("ToldSteps", "How far it is, and what is still to be done")),
        ("who", QT_TRANSLATE_NOOP("ToldSteps", "Who reported it")),
    ),
)
_RESULT = Asked(
    QT_TRANSLATE_NOOP("ToldSteps", "The department's result is back"),
    (
        ("words", QT_TRANSLATE_NOOP("ToldSteps", "What came of it")),
        ("who", QT_TRANSLATE_NOOP("ToldSteps", "Who brought it")),
    ),
)
_PROPOSAL = Asked(
    QT_TRANSLATE_NOOP("ToldSteps", "A solution is proposed"),
    (
        ("words", QT_TRANSLATE_NOOP("ToldSteps", "The solution, and what it takes")),
        ("who", QT_TRANSLATE_NOOP("ToldSteps", "Who proposes it")),
    ),
)
_INSPECTION = Asked(
    QT_TRANSLATE_NOOP("ToldSteps", "Joint inspection of the site"),
    (
        ("who", QT_TRANSLATE_NOOP("ToldSteps", "Who was there")),
        ("words", QT_TRANSLATE_NOOP("ToldSteps", "What was found")),
    ),
)
_MEASURES = Asked(
    QT_TRANSLATE_NOOP("ToldSteps", "Special measures for a repeat complaint"),
    (
        ("words", QT_TRANSLATE_NOOP("ToldSteps", "Which measures, and until when")),
        ("who", QT_TRANSLATE_NOOP("ToldSteps", "Who sees to them")),
    ),
)
_TRACE = Asked(
    QT_TRANSLATE_NOOP("ToldSteps", "Traced for the company"),
    (
        ("words", QT_TRANSLATE_NOOP("ToldSteps", "Where it stands")),
        ("who", QT_TRANSLATE_NOOP("ToldSteps", "Who was asked")),
    ),
)
_MEETING = Asked(
    QT_TRANSLATE_NOOP("ToldSteps", "Urgent meeting"),
    (
        ("present", QT_TRANSLATE_NOOP("ToldSteps", "Who was there")),
        ("words", QT_TRANSLATE_NOOP("ToldSteps", "What was decided")),
    ),
)
_LESSONS = Asked(
    QT_TRANSLATE_NOOP("ToldSteps", "Four things not let go of"),
    (
        ("cause", QT_TRANSLATE_NOOP("ToldSteps", "The cause that was found")),
        ("taught", QT_TRANSLATE_NOOP("ToldSteps", "Who was taught, and what")),
        ("measures", QT_TRANSLATE_NOOP("ToldSteps", "Which measures were taken")),
        ("dealt_with", QT_TRANSLATE_NOOP("ToldSteps", "How the responsibility was dealt with")),
    ),
)
_STUDY = Asked(
    QT_TRANSLATE_NOOP("ToldSteps", "Case study"),
    (("words", QT_TRANSLATE_NOOP("ToldSteps", "What happened, why, how it was solved, what to heed")),),
)
_NOTICE = Asked(
    QT_TRANSLATE_NOOP("ToldSteps", "Notice to the whole company"),
    (("words", QT_TRANSLATE_NOOP("ToldSteps", "What the company was told")),),
)


class ToldStep(TallStep):
    """What was said or found, the facts beside it, and when."""

    def __init__(self, bridge: Bridge, page: CasePage, kind: EventKind, asked: Asked) -> None:
        super().__init__(bridge, page.case, translate("ToldSteps", asked.title), translate("CaseSteps", "Save"))
        self._kind = kind
        self.facts: dict[str, LineInput | TextInput] = {}
        for name, words in asked.facts:
            lines = 2 if len(asked.facts) > 2 else 3
            self.facts[name] = LineInput() if name in _LINES else TextInput(lines=lines)
            self.add_field(FieldRow(translate("ToldSteps", words), self.facts[name], above=True), name)
        self.time = self.time_row()
        self.box.addWidget(self.time)

    def take(self) -> Any:
        given = {name: field.text() for name, field in self.facts.items()}
        if self._kind is EventKind.MEETING_HELD:
            held = MeetingDraft(self.case.id, given["present"], given["words"], self.time.given())
            return self.bridge.do(course.hold_meeting, held)
        details = {name: text for name, text in given.items() if name != "words"}
        draft = StepDraft(self.case.id, self._kind, given.get("words", ""), details, self.time.given())
        return self.bridge.do(course.conclude if self._kind in course.CONCLUSIONS else course.tell_step, draft)


def _is_repeat(page: CasePage) -> bool:
    return bool(page.case.repeats_number)


def _told(
    name: str,
    kind: EventKind,
    asked: Asked,
    words: tuple[str, str, str],
    *,
    group: Group = Group.COURSE,
    right: Callable[..., Any] = course.tell_step,
    offered: Callable[[CasePage], bool] = is_complaint,
) -> CourseDeed:
    """A deed of this file; `words`: label, tip, what is said when it is done."""

    def form(bridge: Bridge, page: CasePage, _demand: Demand | None) -> StepForm:
        return ToldStep(bridge, page, kind, asked)

    label, tip, done = words
    return CourseDeed(name, group, label, tip, done, right, kind, form, offered)


TOLD: tuple[CourseDeed, ...] = (
    _told(
        "progress",
        EventKind.PROGRESS_REPORTED,
        _PROGRESS,
        (
            QT_TRANSLATE_NOOP("CourseDeeds", "Progress"),
            QT_TRANSLATE_NOOP("CourseDeeds", "What the department reports to the desk"),
            QT_TRANSLATE_NOOP("CourseDeeds", "The progress is noted."),
        ),
        offered=always,
    ),
    _told(
        "result",
        EventKind.RESULT_RETURNED,
        _RESULT,
        (
            QT_TRANSLATE_NOOP("CourseDeeds", "Result back"),
            QT_TRANSLATE_NOOP("CourseDeeds", "The department's result is back at the desk"),
            QT_TRANSLATE_NOOP("CourseDeeds", "The result is noted."),
        ),
        offered=always,
    ),
    _told(
        "propose",
        EventKind.PROPOSED,
        _PROPOSAL,
        (
            QT_TRANSLATE_NOOP("CourseDeeds", "Propose"),
            QT_TRANSLATE_NOOP("CourseDeeds", "A solution, before the client is told"),
            QT_TRANSLATE_NOOP("CourseDeeds", "The proposal is noted."),
        ),
    ),
    _told(
        "inspect",
        EventKind.INSPECTED,
        _INSPECTION,
        (
            QT_TRANSLATE_NOOP("CourseDeeds", "Inspect"),
            QT_TRANSLATE_NOOP("CourseDeeds", "Who looked at the site together, and what they found"),
            QT_TRANSLATE_NOOP("CourseDeeds", "The inspection is noted."),
        ),
        offered=always,
    ),
    _told(
        "meeting",
        EventKind.MEETING_HELD,
        _MEETING,
        (
            QT_TRANSLATE_NOOP("CourseDeeds", "Urgent meeting"),
            QT_TRANSLATE_NOOP("CourseDeeds", "Who met on this matter, and what was decided"),
            QT_TRANSLATE_NOOP("CourseDeeds", "The meeting is on record."),
        ),
        group=Group.ESCALATING,
        right=course.hold_meeting,
    ),
    _told(
        "measures",
        EventKind.MEASURES_ARRANGED,
        _MEASURES,
        (
            QT_TRANSLATE_NOOP("CourseDeeds", "Special measures"),
            QT_TRANSLATE_NOOP("CourseDeeds", "What is done about a matter that comes again"),
            QT_TRANSLATE_NOOP("CourseDeeds", "The measures are noted."),
        ),
        offered=_is_repeat,
    ),
    _told(
        "trace",
        EventKind.TRACED,
        _TRACE,
        (
            QT_TRANSLATE_NOOP("CourseDeeds", "Trace"),
            QT_TRANSLATE_NOOP("CourseDeeds", "A complaint handed down by the company: where it stands"),
            QT_TRANSLATE_NOOP("CourseDeeds", "The tracing is noted."),
        ),
    ),
    _told(
        "lessons",
        EventKind.LESSONS_DRAWN,
        _LESSONS,
        (
            QT_TRANSLATE_NOOP("CourseDeeds", "Lessons"),
            QT_TRANSLATE_NOOP("CourseDeeds", "Cause, teaching, measures, responsibility: none is let go of"),
            QT_TRANSLATE_NOOP("CourseDeeds", "The lessons are on record."),
        ),
        group=Group.ENDING,
        right=course.conclude,
    ),
    _told(
        "case_study",
        EventKind.CASE_STUDY,
        _STUDY,
        (
            QT_TRANSLATE_NOOP("CourseDeeds", "Case study"),
            QT_TRANSLATE_NOOP("CourseDeeds", "What can be learnt from this matter"),
            QT_TRANSLATE_NOOP("CourseDeeds", "The case study is on record."),
        ),
        group=Group.ENDING,
        right=course.conclude,
        offered=always,
    ),
    _told(
        "company_notice",
        EventKind.COMPANY_NOTICE,
        _NOTICE,
        (
            QT_TRANSLATE_NOOP("CourseDeeds", "Company notice"),
            QT_TRANSLATE_NOOP("CourseDeeds", "What the whole company was told of a major matter"),
            QT_TRANSLATE_NOOP("CourseDeeds", "The notice is on record."),
        ),
        group=Group.ENDING,
        right=course.conclude,
    ),
)
