# SPDX-License-Identifier: Apache-2.0
"""What deeds gave whose answer was lost, read from what they wrote: whoever asked goes on with the next step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from complaintdesk.db import journal
from complaintdesk.db.tables import CorrectiveAction, LiaisonSheet, PrintRecord, WorkOrder
from complaintdesk.desk.dispatching import Dispatched, last_out
from complaintdesk.desk.liaison import Issued
from complaintdesk.desk.print_batches import BatchStarted
from complaintdesk.desk.prints import PrintStarted
from complaintdesk.errors import SavedUnheard


def result_of(session: Session, name: str, token: str) -> Any:
    """What the deed of this name gave that stands in the journal under this token; SavedUnheard where nothing tells."""
    if name not in RESULTS:
        raise SavedUnheard
    return RESULTS[name](session, token)


def _nothing(_session: Session, _token: str) -> None:
    return None


def _event(session: Session, token: str) -> int:
    return journal.written(session, token, "case_event")


def _dispatched(session: Session, token: str) -> Dispatched:
    order = session.get_one(WorkOrder, journal.written(session, token, "work_order"))
    return Dispatched(order.id, order.number)


def _last_out(session: Session, token: str) -> bool:
    return last_out(session, session.get_one(WorkOrder, journal.written(session, token, "work_order")).case_id)


def _started(session: Session, token: str) -> PrintStarted:
    record = session.get_one(PrintRecord, journal.written(session, token, "print_record"))
    return PrintStarted(record.id, record.copy_no)


def _batch(session: Session, token: str) -> BatchStarted:
    ids = journal.all_written(session, token, PrintRecord.__tablename__)
    return BatchStarted(tuple(PrintStarted(id_, session.get_one(PrintRecord, id_).copy_no) for id_ in ids))


def _sheet(session: Session, token: str) -> Issued | None:
    """The 《投诉处理联系单》 that went with a step; None where it went without one."""
    ids = journal.all_written(session, token, LiaisonSheet.__tablename__)
    return Issued(ids[0], session.get_one(LiaisonSheet, ids[0]).number) if ids else None


def _corrective(session: Session, token: str) -> Issued:
    row = session.get_one(CorrectiveAction, journal.written(session, token, CorrectiveAction.__tablename__))
    return Issued(row.id, row.number)


# The deeds that something comes after: told as saved, and no more, they would leave it undone.
RESULTS: dict[str, Callable[[Session, str], Any]] = {
    "chasing.chase": _event,
    "chasing.chase_slip": _event,
    "corrections.correct": _event,
    "corrective.open_action": _corrective,
    "dispatching.complete": _nothing,
    "dispatching.dispatch": _dispatched,
    "dispatching.return_slip": _last_out,
    "escalating.escalate": _sheet,
    "escalating.pass_on": _sheet,
    "exports.note_export": _nothing,
    "exports.note_owners": _nothing,
    "liaison.issue_again": _sheet,
    "print_batches.settle": _nothing,
    "print_batches.start_fees": _batch,
    "print_batches.start_follow_ups": _batch,
    "print_batches.start_sheets": _batch,
    "print_batches.start_slips": _batch,
    "prints.confirm": _nothing,
    "prints.fail": _nothing,
    "prints.start_blank": _started,
    "prints.start_day_sheet": _started,
    "prints.start_follow_up": _started,
    "prints.start_register": _started,
    "prints.start_report": _started,
    "prints.start_sheet": _started,
    "prints.start_slip": _started,
}
