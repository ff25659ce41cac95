# SPDX-License-Identifier: Apache-2.0
"""What clients owe and paid."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from complaintdesk.db.base import PERSONAL, Base, Voidable
from complaintdesk.domain import terms


class Fee(Base):
    """What a client owes for a slip (R-WO-08): by the slip as finished, or as put right with a reason."""

    __tablename__ = "fee"
    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("work_order.id"), unique=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"), index=True)
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), index=True)
    due: Mapped[Decimal]  # yuan
    paid: Mapped[Decimal]  # the sum of its standing payments
    reason: Mapped[str] = mapped_column(info=PERSONAL)  # why it is not what the slip says; '' where it is
    set_at: Mapped[datetime]
    set_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    voided_at: Mapped[datetime | None]  # its slip was voided, or its completion taken back
    version: Mapped[int]


class Payment(Voidable, Base):
    """Money taken for a fee, with its receipt's number."""

    __tablename__ = "payment"
    id: Mapped[int] = mapped_column(primary_key=True)
    fee_id: Mapped[int] = mapped_column(ForeignKey("fee.id"), index=True)
    amount: Mapped[Decimal]  # yuan
    method: Mapped[terms.PaymentMethod]
    payer: Mapped[str] = mapped_column(info=PERSONAL)
    receipt_no: Mapped[str] = mapped_column(info=PERSONAL)  # of the receipt book or till; '' where none was given
    paid_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    received_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    token: Mapped[str | None] = mapped_column(unique=True)
