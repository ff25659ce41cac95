# SPDX-License-Identifier: Apache-2.0
"""What a further deed on a case is: one row that says its name, its group, its right, its event and its form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from complaintdesk.desk.records import CasePage
from complaintdesk.domain.demands import Demand
from complaintdesk.domain.terms import CaseKind, EventKind
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.labels import translate
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.step_form import StepForm


class Group(StrEnum):
    """Under which heading a deed is found; in this order."""

    JUDGING = "judging"  # 判定
    COURSE = "course"  # 经过: told, passed on, inspected
    CLOCKS = "clocks"  # 时限
    ESCALATING = "escalating"  # 上报
    ENDING = "ending"  # 结束


_GROUPS = {
    Group.JUDGING: QT_TRANSLATE_NOOP("CourseDeeds", "Judging"),
    Group.COURSE: QT_TRANSLATE_NOOP("CourseDeeds", "Course"),
    Group.CLOCKS: QT_TRANSLATE_NOOP("CourseDeeds", "Limits"),
    Group.ESCALATING: QT_TRANSLATE_NOOP("CourseDeeds", "Going up"),
    Group.ENDING: QT_TRANSLATE_NOOP("CourseDeeds", "Ending"),
}


def group_words(group: Group) -> str:
    """The heading."""
    return translate("CourseDeeds", _GROUPS[group])


def always(_page: CasePage) -> bool:
    """Offered for every case."""
    return True


def is_complaint(page: CasePage) -> bool:
    """Offered for complaints."""
    return page.case.kind is CaseKind.COMPLAINT


def _no_problem(_page: CasePage) -> None:
    return None


Form = Callable[[Bridge, CasePage, Demand | None], StepForm]


def asks(step: Callable[[Bridge, CasePage], StepForm]) -> Form:
    """The area of this kind, whatever the deed was asked for by."""
    return lambda bridge, page, _demand: step(bridge, page)


@dataclass(frozen=True)
class CourseDeed:
    """A deed on a case that stands on no button of its own: it is asked for by what the rule book wants, or by name.

    `label`, `tip` and `done` are English words marked in the context CourseDeeds. `form` makes the area that asks what
    the deed needs; it gets the demand that it was asked for by, None where it was asked for by name. `offered` says for
    which cases it has a place at all; `problem` raises UserError where it can't be done now, besides what the case's
    state forbids (`event`). What the form's `take` returns is said in place of `done` where it is an `Outcome`.
    """

    name: str  # of the slot in which what is typed is kept; no other deed's
    group: Group
    label: str
    tip: str
    done: str
    right: Callable[..., Any]  # the deed that `desk/rights` knows
    event: EventKind
    form: Form
    offered: Callable[[CasePage], bool] = always
    problem: Callable[[CasePage], None] = _no_problem


@dataclass(frozen=True)
class Outcome:
    """What is said of a deed that is done, with the record that came of it: its tab's kind, its id."""

    words: str
    kind: str = ""
    record_id: int = 0
