# SPDX-License-Identifier: Apache-2.0
"""Fees as a screen or a sheet is given them, and what it hands over when money is taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from complaintdesk.domain.terms import PaymentMethod


@dataclass(frozen=True)
class PaymentDraft:
    """Money taken for a slip; `token` is made when the form opens, so that sending twice takes it once."""

    order_id: int
    amount: Decimal  # yuan
    method: PaymentMethod
    payer: str = ""
    receipt_no: str = ""
    paid_at: datetime | None = None  # None is just now
    token: str | None = None


@dataclass(frozen=True)
class PaymentRecord:
    """A payment with the name of who took it; a void one stays in the books with its reason."""

    id: int
    amount: Decimal
    method: PaymentMethod
    payer: str
    receipt_no: str
    paid_at: datetime
    by: str
    voided_at: datetime | None
    void_reason: str


@dataclass(frozen=True)
class FeeRecord:
    """What is owed for a slip; `slip_total` is what the slip says, `reason` why something else is due."""

    id: int
    order_id: int
    order_number: str
    case_id: int
    case_number: str
    place_id: int | None
    place: str
    caller_name: str
    content: str  # its beginning
    completed_at: datetime | None
    quoted: Decimal | None
    agreed: bool  # the client agreed to pay for the job (R-WO-07)
    on_site: bool  # and was told that its price is named on site
    slip_total: Decimal
    due: Decimal
    paid: Decimal
    reason: str
    set_at: datetime
    set_by: str
    version: int
    payments: tuple[PaymentRecord, ...]  # void ones included, in order of entry

    @property
    def owed(self) -> Decimal:
        """What is still open, yuan."""
        return self.due - self.paid


@dataclass(frozen=True)
class PaymentLine:
    """A payment with the slip and the place that it was for."""

    payment: PaymentRecord
    order_number: str
    place: str
    place_id: int | None = None  # the room whose fee it was for


@dataclass(frozen=True)
class Owed:
    """How many fees are open, and what they come to."""

    count: int = 0
    amount: Decimal = Decimal("0.00")
