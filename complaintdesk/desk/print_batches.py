# SPDX-License-Identifier: Apache-2.0
"""Deeds about many papers printed in one go: one before the first, one after the last, each paper named in both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, FollowUp, PrintRecord, WorkOrder
from complaintdesk.desk.context import Context
from complaintdesk.desk.personal_access import note_paper
from complaintdesk.desk.prints import (
    FEES,
    FILE,
    FOLLOW_UP,
    ON_PAPER,
    PDF,
    SLIP,
    PrintStarted,
    ask_why_again,
    checked_reason,
)
from complaintdesk.desk.slip_indexing import OUT
from complaintdesk.domain.numbering import number_for
from complaintdesk.domain.terms import AccessKind, OrderState, PrintOutcome
from complaintdesk.domain.texts import clean_line
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError

T = TypeVar("T")
PAGE = 500  # papers asked about at a time


@dataclass(frozen=True)
class BatchStarted:
    """Papers that are about to be printed, in the order in which they were asked for."""

    prints: tuple[PrintStarted, ...]

    @property
    def id(self) -> int:
        """Under which they are settled."""
        return self.prints[0].id


@dataclass(frozen=True)
class _Line:
    """One of the papers: what is the same for all its copies, and what its subject is called."""

    name: str
    case_id: int | None
    order_id: int | None = None
    covers: str = ""
    people: int = 1  # whose data it shows: a paper of a case names its caller
    place_id: int | None = None  # of a room's paper

    @property
    def key(self) -> tuple[int | None, int | None, str]:
        return (self.order_id, None, "") if self.order_id is not None else (None, self.case_id, self.covers)


def start_slips(
    session: Session, context: Context, order_ids: Sequence[int], target: str, reason: str = ""
) -> BatchStarted:
    """Notes that these slips are being printed on `target`; each has a count of its own (R-WO-03).

    Raises MissingFields where one of them was on paper before and no reason is given.
    """
    orders: dict[int, WorkOrder] = {}
    for page in _pages(dict.fromkeys(order_ids)):
        orders |= {row.id: row for row in session.scalars(select(WorkOrder).where(WorkOrder.id.in_(page)))}
    lines = [_Line(orders[id_].number, orders[id_].case_id, order_id=id_) for id_ in dict.fromkeys(order_ids)]
    return _start(session, context, SLIP, lines, target, reason)


def start_follow_ups(
    session: Session, context: Context, follow_up_ids: Sequence[int], target: str, reason: str = ""
) -> BatchStarted:
    """Notes that the sheets (回访记录表) of these follow-ups are being printed."""
    named: dict[int, _Line] = {}
    for page in _pages(dict.fromkeys(follow_up_ids)):
        wanted = select(FollowUp.id, FollowUp.key, FollowUp.round, Case.id, Case.series, Case.year, Case.running)
        for id_, key, round_, case_id, series, year, running in session.execute(
            wanted.join(Case, Case.id == FollowUp.case_id).where(FollowUp.id.in_(page))
        ):
            number = number_for(series or "", year or 0, running or 0, round_)
            named[id_] = _Line(number, case_id, covers=f"{number} {key}")
    lines = [named[id_] for id_ in dict.fromkeys(follow_up_ids)]
    return _start(session, context, FOLLOW_UP, lines, target, reason)


def start_sheets(
    session: Session, context: Context, form: str, sheets: Sequence[tuple[int, str]], target: str, reason: str = ""
) -> BatchStarted:
    """Notes that a paper of each of these cases is being printed, under the number that it goes by."""
    lines = [_Line(about, case_id, covers=clean_line(about)) for case_id, about in dict.fromkeys(sheets)]
    return _start(session, context, form, lines, target, reason)


def start_fees(
    session: Session, context: Context, rooms: Sequence[tuple[int, str, int]], target: str, reason: str = ""
) -> BatchStarted:
    """Notes that the list of fees (有偿服务收费清单, R-WO-08) of each of these rooms is being printed.

    `rooms`: the id of each, what its list is of (`fee_lists.covers`), and how many people stand on it.
    """
    lines = [
        _Line(covers, None, covers=clean_line(covers), people=people, place_id=place_id)
        for place_id, covers, people in rooms
    ]
    return _start(session, context, FEES, lines, target, reason)


def settle(session: Session, context: Context, batch_id: int, printed: Sequence[int]) -> None:
    """Notes which of the papers came out, by their prints' ids; the others failed or were never sent."""
    of_batch = or_(PrintRecord.id == batch_id, PrintRecord.batch_id == batch_id)
    records = session.scalars(select(PrintRecord).where(of_batch).order_by(PrintRecord.id)).all()
    context.subject = _subject([_named(session, record) for record in (records[0], records[-1])], len(records))
    came_out = frozenset(printed)
    for record in records:
        record.outcome = PrintOutcome.CONFIRMED if record.id in came_out else PrintOutcome.FAILED


def unprinted_slips(session: Session, since: datetime, until: datetime) -> tuple[int, ...]:
    """The slips issued from `since` until before `until` that never were on paper; none that is void."""
    on_paper = select(PrintRecord.order_id).where(PrintRecord.form == SLIP, ON_PAPER, PrintRecord.order_id.is_not(None))
    return _slips(session, *_issued(since, until), WorkOrder.id.not_in(on_paper))


def slips_issued(session: Session, since: datetime, until: datetime) -> tuple[int, ...]:
    """The slips issued from `since` until before `until`; none that is void."""
    return _slips(session, *_issued(since, until))


def slips_out(session: Session) -> tuple[int, ...]:
    """The slips that are still out; not those that are back but for a part of finance's or another's."""
    return _slips(session, OUT, WorkOrder.state != OrderState.RETURNED)


def _issued(since: datetime, until: datetime) -> tuple[ColumnElement[bool], ...]:
    return WorkOrder.issued_at >= since, WorkOrder.issued_at < until, WorkOrder.state != OrderState.VOID


def _slips(session: Session, *ways: ColumnElement[bool]) -> tuple[int, ...]:
    return tuple(session.scalars(select(WorkOrder.id).where(*ways).order_by(WorkOrder.id)))


def printed_before(session: Session, order_ids: Sequence[int]) -> int:
    """How many of these slips were on paper before."""
    found: set[int] = set()
    for page in _pages(order_ids):
        wanted = select(PrintRecord.order_id).where(PrintRecord.form == SLIP, ON_PAPER, PrintRecord.order_id.in_(page))
        found.update(id_ for id_ in session.scalars(wanted) if id_ is not None)
    return len(found)


def _start(
    session: Session, context: Context, form: str, lines: Sequence[_Line], target: str, reason: str
) -> BatchStarted:
    if not lines:
        raise UserError(QT_TRANSLATE_NOOP("errors", "There is nothing to print."))
    reason = checked_reason(reason)
    context.subject = _subject([lines[0].name, lines[-1].name], len(lines))
    before = _copies(session, form, lines)
    records: list[PrintRecord] = []
    for line in lines:
        copy_no = before.get(line.key, 0) + 1
        ask_why_again(form, target, copy_no, reason)
        records.append(
            PrintRecord(
                form=form,
                case_id=line.case_id,
                order_id=line.order_id,
                covers=line.covers,
                target=clean_line(target, None),
                copy_no=copy_no,
                started_at=context.now,
                started_by=context.staff_id,
                outcome=PrintOutcome.UNKNOWN,
                reason=reason if copy_no > 1 else "",
            )
        )
    session.add(records[0])
    session.flush()
    for record in records[1:]:
        record.batch_id = records[0].id
    session.add_all(records[1:])
    session.flush()
    kind = AccessKind.EXPORTED if target in (PDF, FILE) else AccessKind.PRINTED
    for line in lines:
        about = {"case_id": line.case_id, "place_id": line.place_id}
        note_paper(session, context, kind, form, line.people, reason=reason or line.name, **about)
    return BatchStarted(tuple(PrintStarted(record.id, record.copy_no) for record in records))


def _copies(session: Session, form: str, lines: Sequence[_Line]) -> dict[tuple[int | None, int | None, str], int]:
    """How often each was on paper."""
    found: dict[tuple[int | None, int | None, str], int] = {}
    for page in _pages(lines):
        highest = func.max(PrintRecord.copy_no)
        if form == SLIP:
            ids = [line.order_id for line in page]
            slips = select(PrintRecord.order_id, highest).where(PrintRecord.order_id.in_(ids))
            rows = session.execute(slips.where(PrintRecord.form == form, ON_PAPER).group_by(PrintRecord.order_id))
            found |= {(order_id, None, ""): copies for order_id, copies in rows}
        else:
            key = (PrintRecord.case_id, PrintRecord.covers)
            cases = [line.case_id for line in page if line.case_id is not None]  # of these there is an index
            same = PrintRecord.case_id.in_(cases) if cases else PrintRecord.covers.in_([line.covers for line in page])
            sheets = select(*key, highest).where(same)
            rows_of = session.execute(sheets.where(PrintRecord.form == form, ON_PAPER).group_by(*key))
            found |= {(None, case_id, covers): copies for case_id, covers, copies in rows_of}
    return found


def _pages(asked: Iterable[T]) -> Iterator[list[T]]:
    rows = list(asked)
    return (rows[start : start + PAGE] for start in range(0, len(rows), PAGE))


def _named(session: Session, record: PrintRecord) -> str:
    return record.covers or session.get_one(WorkOrder, record.order_id).number


def _subject(names: Sequence[str], count: int) -> str:
    first, last = names[0], names[-1]
    return first if count == 1 else f"{first} … {last} ({count})"
