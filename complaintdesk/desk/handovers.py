# SPDX-License-Identifier: Apache-2.0
"""The shift hand-over (交接班): what stands open at this moment, what is to be seen to, who gives and who takes it."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import ShiftHandover, Staff
from complaintdesk.desk import staffing
from complaintdesk.desk.answers import owed_answers
from complaintdesk.desk.context import Context
from complaintdesk.desk.follow_up_lists import FollowUpFilter, follow_up_ids
from complaintdesk.desk.open_items import (
    Found,
    ItemList,
    OpenItem,
    due_until,
    frozen,
    in_hand,
    late,
    read_items,
    slips_out,
    thawed,
)
from complaintdesk.desk.records import StaffRecord
from complaintdesk.desk.rights import LEADERS
from complaintdesk.desk.rule_books import RuleBooks
from complaintdesk.desk.saved_before import refuse_changed
from complaintdesk.desk.staffing import names_of
from complaintdesk.desk.voiding import void_record
from complaintdesk.domain.dates import civil_day, end_of_day
from complaintdesk.domain.rulebook_rows import Hours
from complaintdesk.domain.texts import clean_text, fold
from complaintdesk.domain.workdays import Calendar, next_opening
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields, UserError


@dataclass(frozen=True)
class HandoverDraft:
    """A shift to be handed over; `to_staff` None leaves open who takes it, `parked` are calls half-typed here."""

    words: str
    to_staff: int | None = None
    parked: int = 0
    token: str | None = None


@dataclass(frozen=True)
class HandoverRow:
    """A line of the list of hand-overs; `open` is how many cases were in hand then."""

    id: int
    handed_at: datetime
    given_by: str
    to: str  # who took it, or for whom it is; '' for whoever comes
    taken_at: datetime | None
    words: str
    open: int
    void: bool = False


@dataclass(frozen=True)
class HandoverSheet:
    """A hand-over with all that its sheet shows; `counts` are of then, the items read as they stand now."""

    id: int
    handed_at: datetime
    given_by: str
    given_by_id: int | None
    to: str
    to_id: int | None
    taken_at: datetime | None
    words: str
    until: datetime  # what falls due until then is on the sheet
    parked: int
    counts: Mapping[ItemList, int]
    items: tuple[OpenItem, ...]
    void_reason: str = ""


def hand(session: Session, context: Context, draft: HandoverDraft) -> int:
    """The id of a shift handed over, with what stands open frozen as it is now; the same draft sent twice once.

    Raises MissingFields, UserError for oneself or somebody who left.
    """
    if draft.token is not None:
        saved = session.scalars(select(ShiftHandover).where(ShiftHandover.token == draft.token)).first()
        if saved is not None:
            words = clean_text(draft.words, field="words")
            to = draft.to_staff if saved.taken_at is not None else saved.to_staff  # since then it is who took it
            refuse_changed(context, (saved.words, to), (words, draft.to_staff))
            return saved.id
    if not fold(draft.words):
        raise MissingFields(
            {"words": QT_TRANSLATE_NOOP("errors", "What must the next shift know? Write “none” if so.")}
        )
    if draft.to_staff is not None:
        taker = session.get_one(Staff, draft.to_staff)
        context.subject = taker.name
        if taker.id == context.staff_id:
            raise UserError(QT_TRANSLATE_NOOP("errors", "A shift is handed to somebody else."), field="to_staff")
        if taker.left_on is not None:
            raise UserError(QT_TRANSLATE_NOOP("errors", "{name} has left already."), field="to_staff", name=taker.name)
    until = next_shift(context.procedure.office_hours, context.now, context.calendar_of(session), context.zone)
    row = ShiftHandover(
        from_staff=context.staff_id,
        to_staff=draft.to_staff,
        handed_at=context.now,
        words=clean_text(draft.words, field="words"),
        items={
            **frozen(open_now(session, context.now, until, context.zone)),
            "until": until.isoformat(),
            "parked": draft.parked,
        },
        token=draft.token,
        void_reason="",
    )
    session.add(row)
    session.flush()
    return row.id


def take(
    session: Session, context: Context, handover_id: int, colleague: str = "", password: str = ""
) -> UserError | None:
    """Notes that the shift was taken: by who sits here, or by a colleague with name and password.

    Raises UserError for who gave it, for another than it was handed to, and for one that is void or taken already. A
    wrong password is returned, not raised, so that it is counted.
    """
    row = session.scalars(select(ShiftHandover).where(ShiftHandover.id == handover_id).with_for_update()).one()
    taker = context.staff_id
    if row.voided_at is not None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This hand-over was taken back."))
    if row.taken_at is not None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This shift was taken already."))
    if fold(colleague):
        taker = staffing.staff_named(session, colleague, context.books).id
    if taker == row.from_staff:
        raise UserError(QT_TRANSLATE_NOOP("errors", "Whoever hands a shift over can't take it."), field="name")
    if row.to_staff is not None and taker != row.to_staff:
        name = session.get_one(Staff, row.to_staff).name
        raise UserError(QT_TRANSLATE_NOOP("errors", "This shift was handed to {name}."), field="name", name=name)
    if taker is not None and taker != context.staff_id:
        refusal = staffing.note_sign_in(session, context, taker, password)
        if refusal is not None:
            return refusal
    row.taken_at, row.to_staff = context.now, taker
    context.subject = session.get_one(Staff, taker).name
    return None


def void(session: Session, context: Context, handover_id: int, reason: str) -> None:
    """Takes a hand-over made by mistake back; its sheet stays in the books, with the reason.

    Raises MissingFields without one, UserError for another's, or one that was taken, unless a supervisor does it.
    """
    row = session.scalars(select(ShiftHandover).where(ShiftHandover.id == handover_id).with_for_update()).one()
    context.subject = names_of(session)[row.from_staff]
    if not may_void(context.staff, row.from_staff, row.taken_at):
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "Another's hand-over, or one that was taken, is taken back by a supervisor.")
        )
    void_record(context, row, reason)


def may_void(staff: StaffRecord | None, given_by: int | None, taken_at: datetime | None) -> bool:
    """Whether somebody may take a hand-over back: who gave it until it is taken, a supervisor ever after."""
    if staff is None:
        return False
    return staff.role in LEADERS or (staff.id == given_by and taken_at is None)


def next_shift(hours: Hours, now: datetime, calendar: Calendar, zone: ZoneInfo) -> datetime:
    """When the office next opens on a later day: what falls due before that is the next shift's to know."""
    tonight = end_of_day(civil_day(now, zone), zone)
    return next_opening(hours, tonight + timedelta(seconds=1), calendar, zone)


def open_now(session: Session, now: datetime, until: datetime, zone: ZoneInfo) -> Found:
    """What stands open at this moment, each list by id."""
    return {
        ItemList.LATE: late(session, now),
        ItemList.DUE: due_until(session, now, until),
        ItemList.ANSWERS: owed_answers(session),
        ItemList.SLIPS: slips_out(session, now),
        ItemList.FOLLOW_UPS: follow_up_ids(session, FollowUpFilter("due"), now, zone),
        ItemList.OPEN: in_hand(session, now),
    }


def items_now(
    session: Session, now: datetime, books: RuleBooks, calendar: Calendar, zone: ZoneInfo
) -> tuple[OpenItem, ...]:
    """What a hand-over at this moment would list, as it reads."""
    until = next_shift(books.in_force.office_hours, now, calendar, zone)
    return read_items(session, open_now(session, now, until, zone), books)


def handover_ids(session: Session) -> array[int]:
    """Ids of the hand-overs, the newest first."""
    return array("q", session.scalars(select(ShiftHandover.id).order_by(ShiftHandover.id.desc())))


def handover_rows(session: Session, ids: Sequence[int]) -> tuple[HandoverRow, ...]:
    """The lines of these hand-overs, in the ids' order."""
    names = names_of(session)
    rows = {row.id: row for row in session.scalars(select(ShiftHandover).where(ShiftHandover.id.in_(ids)))}
    return tuple(
        HandoverRow(
            id=row.id,
            handed_at=row.handed_at,
            given_by=names[row.from_staff],
            to=names[row.to_staff],
            taken_at=row.taken_at,
            words=row.words,
            open=len(row.items.get(ItemList.OPEN, ())),
            void=row.voided_at is not None,
        )
        for row in (rows[each] for each in ids)
    )


def handover_sheet(session: Session, handover_id: int, books: RuleBooks) -> HandoverSheet:
    """A hand-over as its sheet shows it."""
    row = session.get_one(ShiftHandover, handover_id)
    names, found = names_of(session), thawed(row.items)
    return HandoverSheet(
        id=row.id,
        handed_at=row.handed_at,
        given_by=names[row.from_staff],
        given_by_id=row.from_staff,
        to=names[row.to_staff],
        to_id=row.to_staff,
        taken_at=row.taken_at,
        words=row.words,
        until=datetime.fromisoformat(row.items["until"]),
        parked=row.items["parked"],
        counts={name: len(ids) for name, ids in found.items()},
        items=read_items(session, found, books),
        void_reason=row.void_reason,
    )


def waiting_for(session: Session, staff_id: int) -> array[int]:
    """Ids of the shifts that this person, or anybody but who gave them, is to take; the newest first."""
    waits = (ShiftHandover.taken_at.is_(None), ShiftHandover.voided_at.is_(None))
    query = select(ShiftHandover.id).where(*waits, ShiftHandover.from_staff != staff_id)
    for_them = (ShiftHandover.to_staff == staff_id) | ShiftHandover.to_staff.is_(None)
    return array("q", session.scalars(query.where(for_them).order_by(ShiftHandover.id.desc())))
