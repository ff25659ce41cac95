# SPDX-License-Identifier: Apache-2.0
"""A matter worked by a rule book, step by step: its course as a text, and the deed by which each step is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from complaintdesk.desk import (
    approvals,
    cases,
    chasing,
    clocks,
    corrective,
    course,
    dispatching,
    ending,
    escalating,
    follow_ups,
    judging,
    rights,
    staffing,
)
from complaintdesk.desk.approvals import WordDraft
from complaintdesk.desk.corrective import CorrectiveDraft
from complaintdesk.desk.course import MeetingDraft, StepDraft
from complaintdesk.desk.drafts import SlipFacts, StaffDraft
from complaintdesk.desk.escalating import EscalationDraft, PassOnDraft
from complaintdesk.desk.follow_ups import FollowUpDraft
from complaintdesk.desk.founding import create_office
from complaintdesk.desk.judging import AssessmentDraft
from complaintdesk.desk.liaison import SheetDraft
from complaintdesk.desk.office import Office
from complaintdesk.domain.approvals import rows_of
from complaintdesk.domain.terms import (
    CaseKind,
    Channel,
    EventKind,
    Factor,
    FollowUpWay,
    PauseReason,
    Priority,
    Rating,
    Role,
    Trigger,
    Warranty,
)
from complaintdesk.errors import UserError
from tests.builders import (
    ADMINISTRATOR,
    NAME_OF,
    PASSWORD,
    STAFF,
    DeskClock,
    a_case,
    a_chase,
    a_completion,
    page,
    staff_id,
)
from tests.domain.rule_books import text_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
DONE_BY = (Role.CLERK, Role.SUPERVISOR, Role.OFFICE_HEAD)  # the first of them who has the right does it
SHEET = SheetDraft("业主反映的问题本部门无法解决", "请三日内答复")


def at(words: str) -> datetime:
    """'10-21 09:00' of 2026 in the office; '10-21' is the day's last second."""
    words = words if " " in words else f"{words} 23:59:59"
    return datetime.fromisoformat(f"2026-{words}").replace(tzinfo=SHANGHAI).astimezone(UTC)


@dataclass(frozen=True)
class Line:
    """A step of a course: when, which event, what it says besides; a time that it names goes with it."""

    at: datetime
    event: str
    words: tuple[str, ...] = ()
    until: datetime | None = None

    def later(self, span: timedelta) -> Line:
        """The same that much later."""
        return replace(self, at=self.at + span, until=None if self.until is None else self.until + span)


@dataclass(frozen=True)
class Matter:
    """A matter as it is worked by a rule book, and what the book's figures make of it, counted by hand.

    `course`: '10-20 09:00 registered, 09:20 promised until 10-21 12:00, …'; `skips`: ids of steps that this one does
    not come by; `limits`: '<commitment> <its end>, …' of those that the matter is under when it ends; `follow_up`: the
    first and the last day or minute, '-' for a last one that the book does not name; `measures`: ids; `up`: to whom a
    broken limit goes, '*' for each not named.
    """

    book: str
    rules: str
    kind: str
    course: str
    limits: str = ""
    follow_up: str = ""
    measures: str = ""
    up: str = ""
    skips: str = ""
    told: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def lines(self) -> tuple[Line, ...]:
        """Its course."""
        return tuple(_lines(self.course))

    @property
    def ends(self) -> dict[str, datetime]:
        """The end of each of its limits."""
        return {key: at(when) for key, _, when in (each.partition(" ") for each in _parts(self.limits))}

    def goes_to(self, key: str) -> str:
        """The step of the ladder that a break of this limit is proposed to go to, '' for none."""
        named = dict(each.split(" ") for each in _parts(self.up))
        return named.get(key, named.get("*", "-")).strip("-")


def _parts(words: str) -> Iterator[str]:
    return (each.strip() for each in words.split(",") if each.strip())


def _lines(words: str) -> Iterator[Line]:
    day = ""
    for each in _parts(words):
        told, _, until = each.partition(" until ")
        parts = told.split()
        if ":" not in parts[0]:
            day = parts.pop(0)
        yield Line(at(f"{day} {parts[0]}"), parts[1], tuple(parts[2:]), at(until) if until else None)


def found_under(location: str, book: str, clock: DeskClock) -> Office:
    """A new office that works by a shipped rule book from its first day, with one member of staff of each role."""
    text = text_of(book)
    office = create_office(
        location, name="阳光花园", admin=ADMINISTRATOR, password=PASSWORD, procedure_text=text, clock=clock
    )
    office.sign_in(ADMINISTRATOR, PASSWORD)
    for name, role in STAFF.items():
        office.do(staffing.add, StaffDraft(name=name, role=role, password=PASSWORD))
    return office


class Walk:
    """A matter on its way through an office."""

    def __init__(self, office: Office, clock: DeskClock, matter: Matter) -> None:
        self.office, self.clock, self.matter = office, clock, matter
        self.case_id = 0
        self.order_id = 0

    def take(self, line: Line, *, received_at: datetime | None = None) -> None:
        """The line's step, at its time; `received_at` of a call that is written down only then."""
        self.clock.now = line.at
        if line.event == "registered":
            self._register(received_at or line.at)
        else:
            _DEEDS[line.event](self, line)

    def do(self, deed: Callable[..., Any], *args: Any, role: Role | None = None) -> Any:
        """Has the deed done by the first who has the right, or by this role."""
        by = role or next(each for each in DONE_BY if rights.may(rights.deed_name(deed), each))
        if self.office.staff is None or self.office.staff.role is not by:
            self.office.sign_in(NAME_OF[by], PASSWORD)
        return self.office.do(deed, *args)

    @property
    def department(self) -> str:
        """The department that the case is with, or the rule book's first."""
        return page(self.office, self.case_id).case.department or self.office.procedure.departments[0].id

    def _register(self, received_at: datetime) -> None:
        kind = CaseKind(self.matter.kind)
        told = {"category": self.office.procedure.categories_for(kind)[-1].id, **self.matter.told}
        if told.pop("repeat", False):
            yesterday = {"category": told["category"], "received_at": received_at - timedelta(days=1)}
            told["repeats_case_id"] = self.do_as_clerk(kind, yesterday | {"own_fields": told.get("own_fields", ())})
        self.case_id = self.do_as_clerk(kind, {"received_at": received_at, **told})

    def do_as_clerk(self, kind: CaseKind, told: Mapping[str, Any]) -> int:
        """The id of a case that the clerk registers."""
        self.office.sign_in(NAME_OF[Role.CLERK], PASSWORD)
        return a_case(self.office, kind, **told).id


def _escalated(walk: Walk, line: Line) -> None:
    """Up the ladder as the book says: proposed or offered to this step, in writing where the book wants it."""
    to, trigger = line.words
    ladder = walk.office.ask(escalating.ladder_of, walk.case_id, walk.office.books, walk.office.now())
    fitting = [each for each in (*ladder.proposals, *ladder.offers) if (each.to.id, each.row.trigger) == (to, trigger)]
    assert fitting, f"the book does not lead to {to} for {trigger}"
    draft = EscalationDraft(walk.case_id, to, Trigger(trigger), "超出权限")
    if fitting[0].written:
        with pytest.raises(UserError, match="in writing"):
            walk.do(escalating.escalate, draft)
        draft = replace(draft, sheet=SHEET)
    walk.do(escalating.escalate, draft)


def _approved(walk: Walk, line: Line) -> None:
    """Refused until it is given (R-ESC-14): before it is asked for, while it is awaited, and after a refusal."""
    procedure = walk.office.procedure
    row = next(each for each in rows_of(procedure) if each.id == line.words[0])

    def not_before() -> None:
        with pytest.raises(UserError, match="Not before"):
            _DEEDS[row.before.value](walk, line)

    step = procedure.course.step(row.by[-1])
    role = Role.SUPERVISOR if step.outside else next(each for each in DONE_BY if each in step.roles)
    word = WordDraft(walk.case_id, row.id, step.id, "吴总" if step.outside else "", "同意")
    not_before()
    walk.do(approvals.ask, walk.case_id, row.id, "处理方案见附页")
    not_before()
    walk.do(approvals.refuse, replace(word, words="依据不足"), role=role)
    not_before()
    walk.do(approvals.ask, walk.case_id, row.id, "已补依据")
    walk.do(approvals.approve, word, role=role)


def _followed_up(walk: Walk, line: Line) -> None:
    """Called by one whose follow-up it is (R-CB-08, R-CB-13), signed for by a second (R-CB-07)."""
    (row,) = [each for each in page(walk.office, walk.case_id).follow_ups if each.open]
    ask, books = walk.office.ask, walk.office.books
    role = next(each for each in (*DONE_BY, Role.QUALITY) if ask(follow_ups.not_theirs, row.id, books, each) is None)
    walk.do(follow_ups.record, FollowUpDraft(row.id, FollowUpWay.PHONE, Rating.CONTENT, "满意"), role=role)
    walk.do(follow_ups.confirm, row.id, role=Role.OFFICE_HEAD if role is Role.SUPERVISOR else Role.SUPERVISOR)


def _dispatched(walk: Walk, line: Line) -> None:
    teams = [team.id for each in walk.office.procedure.departments for team in each.teams if not team.closed]
    walk.order_id = walk.do(dispatching.dispatch, walk.case_id, teams[0], "", SlipFacts(Warranty.OVER)).order_id


def _assessed(walk: Walk, line: Line) -> None:
    factors = dict.fromkeys(Factor, 1)
    walk.do(judging.assess, AssessmentDraft(walk.case_id, Priority.NORMAL, "影响一户", factors))


def _lessons(walk: Walk, line: Line) -> None:
    told = {"cause": "班组疏忽", "taught": "全班组", "measures": "增设复检", "dealt_with": "扣绩效"}
    walk.do(course.conclude, StepDraft(walk.case_id, EventKind.LESSONS_DRAWN, details=told))


def _step(walk: Walk, line: Line) -> None:
    draft = StepDraft(walk.case_id, EventKind(line.event), "已到现场查看，配件已订", {"who": "周工、业主"})
    walk.do(course.tell_step, draft)


def _conclusion(walk: Walk, line: Line) -> None:
    walk.do(course.conclude, StepDraft(walk.case_id, EventKind(line.event), "写成案例，全员学习"))


def _on_case(deed: Callable[..., Any], *args: Any) -> Callable[[Walk, Line], None]:
    """The step that is a deed on the case with these words."""

    def step(walk: Walk, line: Line) -> None:
        walk.do(deed, walk.case_id, *args)

    return step


_DEEDS: dict[str, Callable[[Walk, Line], None]] = {
    "reported": lambda walk, _line: walk.do(cases.report, walk.case_id, staff_id(walk.office, "赵主任")),
    "confirmed": _on_case(clocks.confirm, Channel.PHONE, "您的投诉已受理，编号见短信"),
    "checked": lambda walk, line: walk.do(judging.check, walk.case_id, line.words != ("invalid",), "现场核实"),
    "explained": _on_case(ending.explain_invalid, "经核实不属实，已向来电人说明"),
    "level_set": _on_case(judging.raise_level, "涉及多户，影响大"),
    "assessed": _assessed,
    "hardened": _on_case(judging.harden, True, "多次处理未果"),
    "passed_on": lambda walk, line: walk.do(
        escalating.pass_on, PassOnDraft(walk.case_id, walk.department, "请处理", line.until)
    ),
    "informed": _on_case(clocks.inform, "已联系，正在处理"),
    "promised": lambda walk, line: walk.do(clocks.promise, walk.case_id, line.until, "按此方案处理", True),
    "paused": lambda walk, line: walk.do(clocks.pause, walk.case_id, PauseReason(line.words[0]), "待对方答复"),
    "resumed": _on_case(clocks.resume, "对方已答复"),
    "escalated": _escalated,
    "approved": _approved,
    "meeting_held": lambda walk, _line: walk.do(
        course.hold_meeting, MeetingDraft(walk.case_id, "吴总、各主管", "立即")
    ),
    "compensated": _on_case(course.compensate, Decimal(800), "赔偿800元，双方签字"),
    "corrective_opened": lambda walk, _line: walk.do(
        corrective.open_action, CorrectiveDraft(walk.case_id, walk.department, "反复发生", "维保超期", "陈工")
    ),
    "lessons_drawn": _lessons,
    "case_study": _conclusion,
    "company_notice": _conclusion,
    **dict.fromkeys(
        ("proposed", "inspected", "measures_arranged", "traced", "progress_reported", "result_returned"), _step
    ),
    "leader_called": _on_case(judging.call_in_person, "主任亲自致电，业主接受"),
    "reminded": lambda walk, _line: walk.do(chasing.chase, walk.case_id, a_chase()),
    "answered": _on_case(cases.answer, "已整改，请您查看"),
    "dispatched": _dispatched,
    "accepted": lambda walk, _line: walk.do(dispatching.accept, walk.order_id, "张师傅"),
    "arrived": lambda walk, _line: walk.do(dispatching.arrive, walk.order_id),
    "completed": lambda walk, _line: walk.do(dispatching.complete, a_completion(walk.office, walk.order_id)),
    "returned": lambda walk, _line: walk.do(dispatching.return_slip, walk.order_id),
    "handled": _on_case(cases.handle, "已处理完毕"),
    "result_signed": _on_case(judging.sign_result, "同意"),
    "followed_up": _followed_up,
    "closed": _on_case(cases.close, "来电人满意", True),
    "special_closed": _on_case(ending.special_close, "多次努力未能一致"),
    "referred": _on_case(ending.refer, "请向住建局反映"),
}


def month_of(instant: datetime) -> date:
    """The civil day of an instant in the office, whose month's table of points is meant."""
    return instant.astimezone(SHANGHAI).date()
