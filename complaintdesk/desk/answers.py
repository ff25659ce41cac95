# SPDX-License-Identifier: Apache-2.0
"""The standard answers (答客问, R-REG-11): kept, found, given to who asks, and taken from enquiries answered before."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, CaseEvent, StandardAnswer
from complaintdesk.desk import cases
from complaintdesk.desk.cases import Saved
from complaintdesk.desk.context import Context
from complaintdesk.desk.drafts import CaseDraft
from complaintdesk.desk.importing import Imported
from complaintdesk.desk.pinyin_table import pinyin_table
from complaintdesk.desk.rule_books import CATEGORIES, RuleBooks
from complaintdesk.desk.staffing import names_of
from complaintdesk.desk.story import as_event, case_for_update, tell
from complaintdesk.desk.today import stories
from complaintdesk.desk.voiding import void_record
from complaintdesk.domain import answer_match, lifecycle
from complaintdesk.domain.answer_match import Answerable
from complaintdesk.domain.pinyin import list_keys
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.terms import CaseKind, EventKind
from complaintdesk.domain.texts import clean_line, clean_text, fold
from complaintdesk.errors import QT_TRANSLATE_NOOP, Conflict, MissingFields, UserError

PROPOSED = 4  # answers at most that stand beside an enquiry while it is typed
RECENT = 60  # enquiries answered last that are offered for the book


@dataclass(frozen=True)
class AnswerDraft:
    """A standard answer as it should read; `id` and `version` where it is in the book already."""

    question: str
    answer: str
    keywords: str = ""
    category: str = ""  # the procedure's id
    from_case_id: int | None = None
    id: int | None = None
    version: int | None = None


@dataclass(frozen=True)
class AnswerRecord:
    """A standard answer with all that its page shows."""

    id: int
    question: str
    answer: str
    keywords: str
    category: str
    category_name: str
    from_number: str  # of the enquiry that it came from, '' for none
    from_case_id: int | None
    written_at: datetime
    written_by: str
    version: int


@dataclass(frozen=True)
class AnsweredEnquiry:
    """An enquiry whose answer is not in the book yet."""

    case_id: int
    number: str
    draft: AnswerDraft


def save(session: Session, context: Context, draft: AnswerDraft) -> int:
    """The id of the answer added or changed.

    Raises MissingFields, UserError beside a field, Conflict when another desk changed it first.
    """
    values = _checked(context.procedure, draft)
    if draft.id is not None:
        row = session.get_one(StandardAnswer, draft.id)
        context.subject = _subject(row.id)
        if row.voided_at is not None:
            raise UserError(QT_TRANSLATE_NOOP("errors", "This answer was taken out of the book meanwhile."))
        if row.version != draft.version:
            raise Conflict(_draft_of(row), draft)
        for name, value in values.items():
            setattr(row, name, value)
        row.written_at, row.written_by = context.now, context.staff_id
        return row.id
    if (twin := _with_question(session, values["question"])) is not None:
        if fold(twin.answer) == fold(values["answer"]):
            context.already_done = True
            return twin.id
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "This question stands in the book already; change its answer there."),
            field="question",
        )
    added = _add(session, context, values, draft.from_case_id)
    context.subject = _subject(added)
    return added


def _subject(answer_id: int) -> str:
    """What a deed is about, as its entry names it: never the words, which may tell of people and can't be erased."""
    return f"answer:{answer_id}"


def void(session: Session, context: Context, answer_id: int, reason: str) -> None:
    """Takes an answer out of the book; the reason stays. Raises MissingFields without one."""
    row = session.get_one(StandardAnswer, answer_id)
    context.subject = _subject(row.id)
    void_record(context, row, reason)


def take_in(session: Session, context: Context, drafts: Sequence[AnswerDraft]) -> Imported:
    """How many answers of a list are new to the book, and how many questions it had already; those stay as they are."""
    known = {fold(question) for question in session.scalars(select(StandardAnswer.question).where(_STANDING))}
    fresh = []
    for draft in drafts:
        values = _checked(context.procedure, draft)
        is_new = fold(values["question"]) not in known
        fresh.append(is_new)
        if is_new:
            known.add(fold(values["question"]))
            _add(session, context, values, None)
    context.subject = str(sum(fresh))
    context.already_done = not any(fresh)
    return Imported(sum(fresh), len(fresh) - sum(fresh), tuple(fresh))


def register_answered(
    session: Session, context: Context, draft: CaseDraft, answer_id: int, *, handled: bool = True
) -> Saved:
    """Registers an enquiry to which a standard answer was read out: it is answered and handled once it is in the books.

    What goes along with a lead case is not `handled` by itself (R-CLS-08). Raises as `cases.register` does.
    """
    saved = cases.register(session, context, draft)
    if not saved.existing:
        said = session.get_one(StandardAnswer, answer_id)
        case = session.get_one(Case, saved.id)
        for kind in (EventKind.ANSWERED, *((EventKind.HANDLED,) if handled else ())):
            tell(session, context, case, kind, words=said.answer, facts={"answer": said.id})
    return saved


def give(session: Session, context: Context, case_id: int, answer_id: int, happened_at: datetime | None = None) -> int:
    """The id of the answer given to an enquiry in the book's words; UserError where it is in the book no longer."""
    case = case_for_update(session, case_id)
    context.subject = case.number or ""
    said = session.get_one(StandardAnswer, answer_id)
    if said.voided_at is not None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This answer was taken out of the book meanwhile."), field="words")
    kind, facts = EventKind.ANSWERED, {"answer": said.id}
    return tell(session, context, case, kind, words=said.answer, happened_at=happened_at, facts=facts).id


def answer_ids(session: Session, words: str = "", category: str = "") -> array[int]:
    """Ids of the answers in which all the words stand, best first; all of them, by question in pinyin, for none."""
    known = _known(session, category)
    if fold(words):
        return array("q", answer_match.found(known, words))
    return array("q", (each.id for each in sorted(known, key=lambda each: _sort_key(each.question))))


def proposed(session: Session, question: str) -> tuple[tuple[int, str, str], ...]:
    """Id, question and answer of those that fit an enquiry as it is typed, best first, at most PROPOSED."""
    known = _known(session)
    texts = {each.id: each for each in known}
    ids = answer_match.fitting(known, question, PROPOSED)
    return tuple((each, texts[each].question, texts[each].answer) for each in ids)


def answer_records(session: Session, ids: Sequence[int], books: RuleBooks) -> tuple[AnswerRecord, ...]:
    """These answers, in the ids' order; a category that the rule book in force lacks keeps its name."""
    query = select(StandardAnswer, Case.number).outerjoin(Case, Case.id == StandardAnswer.from_case_id)
    rows = {row.StandardAnswer.id: row for row in session.execute(query.where(StandardAnswer.id.in_(ids)))}
    names = names_of(session)
    return tuple(
        AnswerRecord(
            id=each.id,
            question=each.question,
            answer=each.answer,
            keywords=each.keywords,
            category=each.category,
            category_name=books.name(session, books.in_force, CATEGORIES, each.category),
            from_number=number or "",
            from_case_id=each.from_case_id,
            written_at=each.written_at,
            written_by=names[each.written_by],
            version=each.version,
        )
        for each, number in (rows[id_] for id_ in ids if id_ in rows)
    )


def answer_draft(session: Session, answer_id: int) -> AnswerDraft:
    """An answer as a form holds it."""
    return _draft_of(session.get_one(StandardAnswer, answer_id))


def standing_answer(session: Session, answer_id: int) -> AnswerDraft | None:
    """An answer of the book; None for one that is not in it, or no longer."""
    row = session.get(StandardAnswer, answer_id)
    return None if row is None or row.voided_at is not None else _draft_of(row)


def answered_enquiries(session: Session) -> tuple[AnsweredEnquiry, ...]:
    """The enquiries answered last whose answer is not from the book and not in it, the newest first."""
    in_book = select(StandardAnswer.from_case_id).where(StandardAnswer.from_case_id.is_not(None), _STANDING)
    query = (
        select(Case)
        .where(Case.kind == CaseKind.INQUIRY, Case.number.is_not(None), Case.id.not_in(in_book))
        .where(Case.id.in_(select(CaseEvent.case_id).where(CaseEvent.kind == EventKind.ANSWERED)))
        .order_by(Case.id.desc())
        .limit(RECENT)
    )
    offered = ((case, _answer_to(session, case.id)) for case in session.scalars(query))
    return tuple(AnsweredEnquiry(case.id, case.number or "", draft) for case, draft in offered if draft is not None)


def draft_of_enquiry(session: Session, case_id: int) -> AnswerDraft | None:
    """What an answered enquiry would add to the book; None where it has no answer, or has it from the book."""
    return _answer_to(session, case_id)


def owed_answers(session: Session) -> array[int]:
    """Ids of the open enquiries that nobody answered yet (R-REG-11: within 24 hours), the oldest first."""
    enquiries = select(Case.id).where(Case.kind == CaseKind.INQUIRY, Case.state.in_(lifecycle.OPEN_STATES))
    told = stories(session, enquiries, (EventKind.ANSWERED,))
    ids = session.scalars(enquiries.where(Case.number.is_not(None)).order_by(Case.received_at, Case.id))
    return array("q", (id_ for id_ in ids if not told.get(id_)))


def _answer_to(session: Session, case_id: int) -> AnswerDraft | None:
    rows = session.scalars(select(CaseEvent).where(CaseEvent.case_id == case_id).order_by(CaseEvent.id)).all()
    kept = {event.id for event in lifecycle.standing(as_event(row) for row in rows)}
    given = [row for row in rows if row.kind is EventKind.ANSWERED and row.id in kept]
    if not given or "answer" in (given[-1].facts or {}):
        return None
    case = session.get_one(Case, case_id)
    return AnswerDraft(case.content, given[-1].words, category=case.category, from_case_id=case_id)


def _checked(procedure: Procedure, draft: AnswerDraft) -> dict[str, str]:
    """The draft's texts as they are kept; raises MissingFields or UserError beside a field."""
    asked = {
        "question": QT_TRANSLATE_NOOP("errors", "What do people ask?"),
        "answer": QT_TRANSLATE_NOOP("errors", "What are they told?"),
    }
    missing = {name: words for name, words in asked.items() if not fold(getattr(draft, name))}
    if missing:
        raise MissingFields(missing)
    return {
        "question": clean_text(draft.question, field="question"),
        "answer": clean_text(draft.answer, field="answer"),
        "keywords": _one_blank(draft.keywords),
        "category": procedure.category(draft.category).id if draft.category else "",
    }


def _one_blank(keywords: str) -> str:
    """The keywords, however they were parted, each after one blank."""
    for mark in "，,、；;":
        keywords = keywords.replace(mark, " ")
    return clean_line(keywords, field="keywords")


def _add(session: Session, context: Context, values: dict[str, str], from_case_id: int | None) -> int:
    row = StandardAnswer(
        from_case_id=from_case_id, written_at=context.now, written_by=context.staff_id, void_reason="", **values
    )
    session.add(row)
    session.flush()
    return row.id


def _draft_of(row: StandardAnswer) -> AnswerDraft:
    return AnswerDraft(row.question, row.answer, row.keywords, row.category, row.from_case_id, row.id, row.version)


def _with_question(session: Session, question: str) -> StandardAnswer | None:
    wanted = fold(question)
    return next(
        (row for row in session.scalars(select(StandardAnswer).where(_STANDING)) if fold(row.question) == wanted), None
    )


def _known(session: Session, category: str = "") -> list[Answerable]:
    columns = (StandardAnswer.id, StandardAnswer.question, StandardAnswer.keywords, StandardAnswer.answer)
    query = select(*columns).where(_STANDING)
    if category:
        query = query.where(StandardAnswer.category == category)
    return [Answerable(*row, _pinyin(row.keywords)) for row in session.execute(query.order_by(StandardAnswer.id))]


@lru_cache(4096)
def _pinyin(keywords: str) -> tuple[str, ...]:
    return tuple(key for word in keywords.split() for key in list_keys(word, pinyin_table()))


@lru_cache(4096)
def _sort_key(question: str) -> tuple[str, str]:
    return (list_keys(question[:8], pinyin_table()) or ("",))[0], question


_STANDING = StandardAnswer.voided_at.is_(None)
