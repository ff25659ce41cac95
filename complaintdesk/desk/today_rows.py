# SPDX-License-Identifier: Apache-2.0
"""The lines of Today's lists: what is due, until when, who has it, and how often it was chased; read by the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, Commitment, FollowUp, WorkOrder
from complaintdesk.desk.chasing import NEVER, Chases, chases_of_cases, chases_of_orders
from complaintdesk.desk.commitments import RUNS, commitment_record
from complaintdesk.desk.follow_up_rows import looked_at
from complaintdesk.desk.listing import GIST
from complaintdesk.desk.order_lists import UNFINISHED
from complaintdesk.desk.records import CommitmentRecord
from complaintdesk.desk.rule_books import DEPARTMENTS
from complaintdesk.desk.slip_lists import missing_of
from complaintdesk.desk.staffing import names_of
from complaintdesk.desk.today import Moment, TodayList, asked_approvals, called_again, limits_on, waiting_since
from complaintdesk.desk.waves import waves
from complaintdesk.domain import approvals
from complaintdesk.domain.terms import CaseKind, OrderState, PauseReason, Priority


@dataclass(frozen=True)
class TodayRow:
    """A line of Today. `kind` and `record_id` are what opens it: a case, order, follow_up, or day (its ordinal)."""

    id: int  # on its list
    kind: str
    record_id: int
    at: datetime | None  # when it is due; since when it is asked for or unreviewed
    number: str = ""
    case_id: int | None = None
    case_kind: CaseKind | None = None
    priority: Priority = Priority.NORMAL
    place: str = ""
    content: str = ""
    limit: CommitmentRecord | None = None  # the one that put it here, or runs next
    more: int = 0  # further limits of the case that stand on the list
    what: str = ""  # as the rule book calls a follow-up or an approval; how many households a wave has
    waits_for: PauseReason | None = None
    who: str = ""  # who follows the case up
    department: str = ""  # whose matter it is
    order_id: int | None = None  # the slip that is out
    slip: str = ""  # its number
    with_whom: str = ""  # its worker, else its team
    order_state: OrderState | None = None
    missing: tuple[str, ...] = ()  # names of the parts of a returned slip that are still to come
    received_at: datetime | None = None
    chases: Chases = NEVER


def today_rows(session: Session, name: TodayList, ids: Sequence[int], moment: Moment) -> tuple[TodayRow, ...]:
    """The lines of these ids of the list, in the ids' order."""
    if name in (TodayList.TO_ACCEPT, TodayList.OUT):
        return _of_slips(session, ids, moment)
    if name is TodayList.FOLLOW_UPS:
        return _of_follow_ups(session, ids, moment)
    if name is TodayList.REVIEWS:
        return tuple(_of_day(id_, moment) for id_ in ids)
    return _of_cases(session, name, ids, moment)


def _of_cases(session: Session, name: TodayList, ids: Sequence[int], moment: Moment) -> tuple[TodayRow, ...]:
    facts = _case_facts(session, ids, moment)
    limits = _limits(session, ids, moment, *limits_on(name, moment))
    slips = _slips_of(session, ids, moment)
    chased = chases_of_cases(session, ids)
    asked = _asked(session, ids, facts, moment) if name is TodayList.APPROVALS else {}
    if name is TodayList.WAITING:
        since_when = waiting_since(session, select(Case.id).where(Case.id.in_(ids)))
        asked = {case_id: (at, "") for case_id, at in since_when.items()}
    if name is TodayList.CALLED_AGAIN:
        since_when = called_again(session, select(Case.id).where(Case.id.in_(ids)))
        asked = {case_id: (at, "") for case_id, at in since_when.items()}
    if name is TodayList.WAVES:
        asked = {wave.lead_id: (wave.since, str(wave.households)) for wave in waves(session, moment.books)}
    rows = []
    for case_id in ids:
        limit, more = limits.get(case_id, (None, 0))
        slip = slips.get(case_id, {})
        of_slip = bool(slip) and limit is not None and limit.step is not None and name is not TodayList.WAVES
        at = facts[case_id]["promised_at"] if name is TodayList.PROMISED else None if limit is None else limit.due_at
        since, what = asked.get(case_id, (at, ""))
        rows.append(
            TodayRow(
                id=case_id,
                kind="order" if of_slip else "case",
                record_id=slip["order_id"] if of_slip else case_id,
                at=since,
                limit=limit,
                more=more,
                what=what,
                chases=chased.get(case_id, NEVER),
                **_shown(facts[case_id]),
                **slip,
            )
        )
    return tuple(rows)


def _of_slips(session: Session, ids: Sequence[int], moment: Moment) -> tuple[TodayRow, ...]:
    orders = {row.id: row for row in session.scalars(select(WorkOrder).where(WorkOrder.id.in_(ids)))}
    case_ids = [row.case_id for row in orders.values()]
    facts = _case_facts(session, case_ids, moment)
    limits = _limits(session, case_ids, moment, Commitment.of_slip.is_(True))
    chased = chases_of_orders(session, case_ids)
    returned = [id_ for id_ in ids if orders[id_].state is OrderState.RETURNED]
    missing = missing_of(session, returned, moment.books)
    rows = []
    for order in (orders[id_] for id_ in ids):
        limit = limits.get(order.case_id, (None, 0))[0] if order.state in UNFINISHED else None
        rows.append(
            TodayRow(
                id=order.id,
                kind="order",
                record_id=order.id,
                at=order.issued_at if limit is None else limit.due_at,
                limit=limit,
                chases=chased.get(order.id, NEVER),
                missing=missing.get(order.id, ()),
                **_shown(facts[order.case_id]),
                **_slip(session, order, moment),
            )
        )
    return tuple(rows)


def _of_follow_ups(session: Session, ids: Sequence[int], moment: Moment) -> tuple[TodayRow, ...]:
    found = {row.id: row for row in session.scalars(select(FollowUp).where(FollowUp.id.in_(ids)))}
    facts = _case_facts(session, [row.case_id for row in found.values()], moment)
    rows = []
    for row in (found[id_] for id_ in ids):
        own = facts[row.case_id]
        book = moment.books.of(session, own["version"])
        at = looked_at(row.due_at, row.opens_at, row.call_again_at, moment.tonight)
        rows.append(TodayRow(row.id, "follow_up", row.id, at, what=book.follow_up(row.key).name, **_shown(own)))
    return tuple(rows)


def _of_day(ordinal: int, moment: Moment) -> TodayRow:
    begins = datetime.combine(date.fromordinal(ordinal), time(), moment.zone)
    return TodayRow(ordinal, "day", ordinal, begins)


def _case_facts(session: Session, ids: Sequence[int], moment: Moment) -> dict[int, dict[str, Any]]:
    """What a line says of each case, by the names of `TodayRow`, and what names it."""
    columns = (
        *(Case.id, Case.number, Case.kind, Case.priority, Case.place_text, Case.received_at, Case.waits_for),
        *(func.substr(Case.content, 1, GIST).label("content"), Case.promised_at),
        func.coalesce(Case.handed_to, Case.first_contact_by).label("who"),
        *(Case.procedure_version_id, Case.department),
    )
    names = names_of(session)
    return {
        row.id: {
            "case_id": row.id,
            "number": row.number or "",
            "case_kind": row.kind,
            "priority": row.priority,
            "place": row.place_text,
            "content": row.content,
            "received_at": row.received_at,
            "waits_for": row.waits_for,
            "who": names[row.who],
            "promised_at": row.promised_at,
            "department": _department(session, row, moment),
            "version": row.procedure_version_id,
        }
        for row in session.execute(select(*columns).where(Case.id.in_(ids)))
    }


def _department(session: Session, row: Any, moment: Moment) -> str:
    own = moment.books.of(session, row.procedure_version_id)
    return moment.books.name(session, own, DEPARTMENTS, row.department)


def _shown(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name not in ("promised_at", "version")}


def _limits(
    session: Session, case_ids: Sequence[int], moment: Moment, *conditions: Any
) -> dict[int, tuple[CommitmentRecord, int]]:
    """Of each case the limit that runs and ends first of those for which the conditions hold, and how many follow."""
    wanted = (Commitment.case_id.in_(case_ids), *RUNS, *conditions)
    ends: dict[int, list[tuple[datetime, int]]] = {}
    for row in session.execute(select(Commitment.case_id, Commitment.due_at, Commitment.id).where(*wanted)):
        ends.setdefault(row.case_id, []).append((row.due_at, row.id))
    first = {min(each)[1]: case_id for case_id, each in ends.items()}
    query = select(Commitment, Case.procedure_version_id).join(Case, Case.id == Commitment.case_id)
    return {
        row.case_id: (commitment_record(row, moment.books.of(session, version), None), len(ends[row.case_id]) - 1)
        for row, version in session.execute(query.where(Commitment.id.in_(first)))
    }


def _slips_of(session: Session, case_ids: Sequence[int], moment: Moment) -> dict[int, dict[str, Any]]:
    """Of each case the newest slip that is not finished."""
    query = select(WorkOrder).where(WorkOrder.case_id.in_(case_ids), WorkOrder.state.in_(UNFINISHED))
    rows = session.scalars(query.order_by(WorkOrder.id))
    return {row.case_id: _slip(session, row, moment) for row in rows}


def _slip(session: Session, order: WorkOrder, moment: Moment) -> dict[str, Any]:
    team = moment.books.team_name(session, order.team, order.issued_at)
    return {
        "order_id": order.id,
        "slip": order.number,
        "with_whom": order.worker or team,
        "order_state": order.state,
    }


def _asked(
    session: Session, ids: Sequence[int], facts: dict[int, dict[str, Any]], moment: Moment
) -> dict[int, tuple[datetime | None, str]]:
    """Of each case since when a word is asked for, and what the rule book calls it."""
    found: dict[int, tuple[datetime | None, str]] = {}
    for case_id, events in asked_approvals(session, select(Case.id).where(Case.id.in_(ids))).items():
        book = moment.books.of(session, facts[case_id]["version"])
        names = {row.id: row.name for row in approvals.rows_of(book)}
        wanted = [names.get(event.facts["approval"], event.facts["approval"]) for event in events]
        found[case_id] = (min(event.happened_at for event in events), "、".join(wanted))
    return found
