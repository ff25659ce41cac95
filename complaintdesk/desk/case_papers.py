# SPDX-License-Identifier: Apache-2.0
"""The papers of a case with all that they show: sheets, chases, inspections, the progress sheet for its client."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, CorrectiveAction, LiaisonSheet
from complaintdesk.desk.case_pages import case_page
from complaintdesk.desk.corrective import actions_of
from complaintdesk.desk.liaison import sheets_of
from complaintdesk.desk.records import CasePage, CaseRecord, EventRecord
from complaintdesk.desk.rule_books import DEPARTMENTS, LADDER, RuleBooks
from complaintdesk.desk.staffing import names_of
from complaintdesk.domain.terms import EventKind, PauseReason, ReminderWay


@dataclass(frozen=True)
class LiaisonPaper:
    """A 《投诉处理联系单》; `to` is the step of the ladder or the department by name, `goes_up` says which."""

    id: int
    number: str
    case: CaseRecord
    to: str
    goes_up: bool
    matter: str
    wanted: str
    answer_by: datetime | None
    issued_at: datetime
    issued_by: str
    signed_at: datetime | None
    signed_by: str
    answer: str
    answered_at: datetime | None
    answered_by: str
    void_reason: str


@dataclass(frozen=True)
class CorrectivePaper:
    """A 《纠正/预防措施处理单》 as it was opened."""

    id: int
    number: str
    case: CaseRecord
    department: str
    facts: str
    cause: str
    responsible: str
    opened_at: datetime
    opened_by: str
    void_reason: str


@dataclass(frozen=True)
class ReminderPaper:
    """A chase (催办, R-WO-11); `count` is which one of its case it was, `about` its slip, '' for none."""

    id: int
    case: CaseRecord
    about: str
    count: int
    at: datetime
    by: str
    whom: str
    way: ReminderWay | None
    words: str
    promise: str
    until: datetime | None = None  # by when it was promised, where a time was named


@dataclass(frozen=True)
class InspectionPaper:
    """A joint inspection of the site (R-ESC-04); with nothing found yet it is taken there to be filled in."""

    id: int | None
    case: CaseRecord
    at: datetime | None
    who: str
    found: str
    by: str


@dataclass(frozen=True)
class ProgressStep:
    """A step as the client may know it: when, what, and what was said to them of it or says more of it."""

    at: datetime
    what: EventKind
    words: str
    more: StrEnum | None = None


@dataclass(frozen=True)
class ProgressPaper:
    """The course of a case for its client (处理进度单, R-ESC-11), without internal notes."""

    case: CaseRecord
    steps: tuple[ProgressStep, ...]
    promised_at: datetime | None  # a result, as last agreed


@dataclass(frozen=True)
class CasePapers:
    """The sheets of a case, void ones included, by number."""

    liaison: tuple[LiaisonPaper, ...]
    corrective: tuple[CorrectivePaper, ...]


CasePaper = LiaisonPaper | CorrectivePaper | ReminderPaper | InspectionPaper | ProgressPaper

# What the client may know of the course, and of which steps also the words: those were said to them, or by them.
TOLD_THEM = frozenset(
    {
        *(EventKind.CONTACTED, EventKind.ANSWERED, EventKind.EXPLAINED, EventKind.INFORMED, EventKind.PROMISED),
        *(EventKind.COMPLETED, EventKind.HANDLED, EventKind.REFERRED, EventKind.COMPENSATED),
    }
)
THEIRS = TOLD_THEM | {
    *(EventKind.REGISTERED, EventKind.CONFIRMED, EventKind.REPORTED, EventKind.CHECKED, EventKind.DISPATCHED),
    *(EventKind.ACCEPTED, EventKind.ARRIVED, EventKind.PASSED_ON, EventKind.PROGRESS_REPORTED),
    *(EventKind.RESULT_RETURNED, EventKind.ESCALATED, EventKind.INSPECTED, EventKind.MEETING_HELD),
    *(EventKind.MEASURES_ARRANGED, EventKind.TRACED, EventKind.LEADER_CALLED, EventKind.PAUSED, EventKind.RESUMED),
    *(EventKind.FOLLOWED_UP, EventKind.CLOSED, EventKind.REOPENED, EventKind.SPECIAL_CLOSED),
    *(EventKind.JOINED, EventKind.TRANSFERRED),
}


def papers_of(session: Session, case_id: int, books: RuleBooks) -> CasePapers:
    """The case's sheets; none of one from an old register."""
    page = case_page(session, case_id, books)
    names = names_of(session)
    liaison = tuple(_liaison(session, row, page, books, names) for row in sheets_of(session, case_id))
    corrective = tuple(_corrective(session, row, page, books, names) for row in actions_of(session, case_id))
    return CasePapers(liaison, corrective)


def liaison_paper(session: Session, sheet_id: int, books: RuleBooks) -> LiaisonPaper:
    """One 《投诉处理联系单》."""
    row = session.get_one(LiaisonSheet, sheet_id)
    return _liaison(session, row, case_page(session, row.case_id, books), books, names_of(session))


def corrective_paper(session: Session, action_id: int, books: RuleBooks) -> CorrectivePaper:
    """One 《纠正/预防措施处理单》."""
    row = session.get_one(CorrectiveAction, action_id)
    return _corrective(session, row, case_page(session, row.case_id, books), books, names_of(session))


def reminder_paper(session: Session, case_id: int, event_id: int, books: RuleBooks) -> ReminderPaper:
    """The sheet of one chase of the case."""
    page = case_page(session, case_id, books)
    chases = [event for event in page.events if event.kind is EventKind.REMINDED and not event.withdrawn]
    count, event = next((n, each) for n, each in enumerate(chases, 1) if each.id == event_id)
    how, until = _fact(event, "how"), _fact(event, "until")
    return ReminderPaper(
        id=event.id,
        case=page.case,
        about=event.order_number,
        count=count,
        at=event.happened_at,
        by=event.by,
        whom=_fact(event, "whom"),
        way=ReminderWay(how) if how in set(ReminderWay) else None,  # earlier versions kept the words
        words=event.words,
        promise=_fact(event, "promise"),
        until=datetime.fromisoformat(until) if until else None,
    )


def inspection_paper(session: Session, case_id: int, books: RuleBooks) -> InspectionPaper:
    """The sheet of the case's last inspection; one to be filled in where there was none."""
    page = case_page(session, case_id, books)
    found = [event for event in page.events if event.kind is EventKind.INSPECTED and not event.withdrawn]
    if not found:
        return InspectionPaper(None, page.case, None, "", "", "")
    last = found[-1]
    return InspectionPaper(last.id, page.case, last.happened_at, _fact(last, "who"), last.words, last.by)


def progress_paper(session: Session, case_id: int, books: RuleBooks) -> ProgressPaper:
    """The course of the case as its client may know it (R-ESC-11): what was taken back is left out."""
    page = case_page(session, case_id, books)
    told = (event for event in page.events if event.kind in THEIRS and not event.withdrawn)
    steps = tuple(_step(session, event, page, books) for event in told)
    return ProgressPaper(page.case, steps, session.get_one(Case, case_id).promised_at)


def _step(session: Session, event: EventRecord, page: CasePage, books: RuleBooks) -> ProgressStep:
    words, more = event.words if event.kind in TOLD_THEM else "", None
    match event.kind:
        case EventKind.PASSED_ON:
            words = books.name(session, page.procedure, DEPARTMENTS, _fact(event, "department"))
        case EventKind.ESCALATED:
            words = books.name(session, page.procedure, LADDER, _fact(event, "to"))
        case EventKind.DISPATCHED:
            words = event.order_number
        case EventKind.PAUSED:
            more = PauseReason(_fact(event, "reason"))
    return ProgressStep(event.happened_at, event.kind, words, more)


def _fact(event: EventRecord, name: str) -> str:
    return str(event.facts.get(name, ""))


def _liaison(
    session: Session, row: LiaisonSheet, page: CasePage, books: RuleBooks, names: dict[int | None, str]
) -> LiaisonPaper:
    if row.to_step:
        to = books.name(session, page.procedure, LADDER, row.to_step)
    else:
        to = books.name(session, page.procedure, DEPARTMENTS, row.to_department)
    return LiaisonPaper(
        id=row.id,
        number=row.number,
        case=page.case,
        to=to,
        goes_up=bool(row.to_step),
        matter=row.matter,
        wanted=row.wanted,
        answer_by=row.answer_by,
        issued_at=row.issued_at,
        issued_by=names[row.issued_by],
        signed_at=row.signed_at,
        signed_by=row.signed_by,
        answer=row.answer,
        answered_at=row.answered_at,
        answered_by=row.answered_by,
        void_reason=row.void_reason,
    )


def _corrective(
    session: Session, row: CorrectiveAction, page: CasePage, books: RuleBooks, names: dict[int | None, str]
) -> CorrectivePaper:
    return CorrectivePaper(
        id=row.id,
        number=row.number,
        case=page.case,
        department=books.name(session, page.procedure, DEPARTMENTS, row.department),
        facts=row.facts,
        cause=row.cause,
        responsible=row.responsible,
        opened_at=row.opened_at,
        opened_by=names[row.opened_by],
        void_reason=row.void_reason,
    )
