# SPDX-License-Identifier: Apache-2.0
"""Papers whose numbers were used before a restore (恢复前已用): void records, carried by a case that is void too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from complaintdesk.db.tables import Case, CorrectiveAction, LiaisonSheet, WorkOrder
from complaintdesk.desk.context import Context
from complaintdesk.desk.numbers import Taken
from complaintdesk.desk.story import tell
from complaintdesk.domain.terms import EventKind, OrderState

USED_BEFORE = "恢复前已用"


def _void(context: Context, carrier: Case, number: Taken) -> dict[str, Any]:
    return {
        "case_id": carrier.id,
        "number": number.text,
        "series": number.series,
        "year": number.year,
        "running": number.running,
        "voided_at": context.now,
        "voided_by": context.staff_id,
        "void_reason": USED_BEFORE,
    }


def void_slip(session: Session, context: Context, carrier: Case, number: Taken) -> None:
    """Takes a slip's number as void."""
    order = WorkOrder(
        **_void(context, carrier, number),
        round=1,
        state=OrderState.ISSUED,
        team=context.procedure.teams[0].id,
        worker="",
        issued_at=context.now,
        issued_by=context.staff_id,
        result="",
        checks_done=[],
        **dict.fromkeys(("wished_by", "third_name", "third_qualification", "third_phone"), ""),
    )
    session.add(order)
    session.flush()
    tell(session, context, carrier, EventKind.DISPATCHED, order=order)
    tell(session, context, carrier, EventKind.ORDER_VOIDED, order=order, words=USED_BEFORE)


def void_liaison(session: Session, context: Context, carrier: Case, number: Taken) -> None:
    """Takes the number of a 《投诉处理联系单》 as void."""
    words = dict.fromkeys(("to_step", "to_department", "matter", "wanted", "signed_by", "answer", "answered_by"), "")
    session.add(
        LiaisonSheet(**_void(context, carrier, number), **words, issued_at=context.now, issued_by=context.staff_id)
    )


def void_corrective(session: Session, context: Context, carrier: Case, number: Taken) -> None:
    """Takes the number of a 《纠正/预防措施处理单》 as void."""
    words = dict.fromkeys(("department", "facts", "cause", "responsible"), "")
    session.add(
        CorrectiveAction(**_void(context, carrier, number), **words, opened_at=context.now, opened_by=context.staff_id)
    )


# By what `Procedure.series` calls each.
VOID_PAPERS: dict[str, Callable[[Session, Context, Case, Taken], None]] = {
    "work_order": void_slip,
    "liaison": void_liaison,
    "corrective": void_corrective,
}
