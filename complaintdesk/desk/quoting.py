# SPDX-License-Identifier: Apache-2.0
"""The deed of telling a client what a job costs, line by line, and whether they agree (R-WO-07)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from complaintdesk.desk.context import Context
from complaintdesk.desk.corrections import correct
from complaintdesk.desk.drafts import CaseCorrection
from complaintdesk.desk.price_records import QuoteDraft
from complaintdesk.desk.quoted_lines import replace_lines
from complaintdesk.desk.story import case_for_update
from complaintdesk.domain import lifecycle
from complaintdesk.domain.completeness import ON_SITE
from complaintdesk.domain.terms import CaseState, Charge
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields, UserError

QUOTED = "按收费标准报价"  # the reason of the correction, in the books' own language


@dataclass(frozen=True)
class QuoteGiven:
    """What a client was told of a case: the lines, the price in all, and whether they agree; `version` as read."""

    case_id: int
    version: int
    lines: tuple[QuoteDraft, ...]
    quoted: Decimal | None
    agreed: bool
    charge: Charge = Charge.CHARGEABLE
    on_site: bool = False  # they were told that the price, or what comes on top of it, is named on site


def quote(session: Session, context: Context, given: QuoteGiven) -> None:
    """Puts what the client was told in the place of what they were told before; the old lines stay in the books.

    Raises Conflict when the case was changed since it was read, UserError for one that is over and one of a kind that
    nobody is sent out for.
    """
    case = case_for_update(session, given.case_id)
    context.subject = case.number or ""
    if case.kind not in ON_SITE or case.state not in (*lifecycle.OPEN_STATES, CaseState.HANDLED):
        raise UserError(QT_TRANSLATE_NOOP("errors", "Nothing is quoted for this case: nobody is sent out for it."))
    if given.quoted is None and not given.on_site:
        raise MissingFields({"quoted": QT_TRANSLATE_NOOP("errors", "What was the client told that it costs?")})
    changes = {
        "charge": given.charge,
        "quoted": given.quoted,
        "price_agreed": given.agreed,
        "price_on_site": given.on_site,
    }
    corrected = correct(session, context, CaseCorrection(given.case_id, given.version, QUOTED, changes))
    differs = replace_lines(session, context, case, given.lines)
    context.already_done = corrected is None and not differs
