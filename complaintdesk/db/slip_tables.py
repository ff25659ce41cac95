# SPDX-License-Identifier: Apache-2.0
"""How slips come back: each part (联) that did, the slips that are lost, and each month's signed binding list."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from complaintdesk.db.base import PERSONAL, Base, Voidable


class SlipReturn(Voidable, Base):
    """A part of a slip that came back (R-WO-10); a slip may come back in several."""

    __tablename__ = "slip_return"
    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("work_order.id"), index=True)
    part: Mapped[str]  # its id on the form and in the rule book
    returned_at: Mapped[datetime]
    brought_by: Mapped[str] = mapped_column(info=PERSONAL)
    booked_at: Mapped[datetime]
    booked_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("case_event.id"), index=True)  # the return it told


class SlipLoss(Voidable, Base):
    """A slip declared lost (R-WO-04): a major failure, until it turns up."""

    __tablename__ = "slip_loss"
    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("work_order.id"), index=True)
    holder: Mapped[str] = mapped_column(info=PERSONAL)  # who had it last
    reason: Mapped[str] = mapped_column(info=PERSONAL)
    declared_at: Mapped[datetime]
    declared_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class BindingList(Voidable, Base):
    """A month's binding list (派工单装订清单, R-WO-04) as it was when somebody signed it."""

    __tablename__ = "binding_list"
    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[date] = mapped_column(index=True)  # its first day
    signed_at: Mapped[datetime]
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    missing: Mapped[int]  # how many of its slips were
    lines: Mapped[dict[str, Any]] = mapped_column(info=PERSONAL)  # each number: where its slip was, who had it
    version: Mapped[int]


def create_slip_tables() -> None:
    """Makes the tables of this module, as schema 4 has them."""
    from alembic import op  # which takes its time to load, and no office at work needs it

    op.create_table(
        "slip_return",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("brought_by", sa.String(), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("booked_by", sa.Integer(), nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["booked_by"], ["staff.id"], name="fk_slip_return_booked_by"),
        sa.ForeignKeyConstraint(["event_id"], ["case_event.id"], name="fk_slip_return_event_id"),
        sa.ForeignKeyConstraint(["order_id"], ["work_order.id"], name="fk_slip_return_order_id"),
        sa.ForeignKeyConstraint(["voided_by"], ["staff.id"], name="fk_slip_return_voided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_slip_return"),
    )
    op.create_index("ix_slip_return_order_id", "slip_return", ["order_id"], unique=False)
    op.create_index("ix_slip_return_event_id", "slip_return", ["event_id"], unique=False)
    op.create_table(
        "slip_loss",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declared_by", sa.Integer(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["declared_by"], ["staff.id"], name="fk_slip_loss_declared_by"),
        sa.ForeignKeyConstraint(["order_id"], ["work_order.id"], name="fk_slip_loss_order_id"),
        sa.ForeignKeyConstraint(["voided_by"], ["staff.id"], name="fk_slip_loss_voided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_slip_loss"),
    )
    op.create_index("ix_slip_loss_order_id", "slip_loss", ["order_id"], unique=False)
    op.create_table(
        "binding_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_by", sa.Integer(), nullable=True),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["signed_by"], ["staff.id"], name="fk_binding_list_signed_by"),
        sa.ForeignKeyConstraint(["voided_by"], ["staff.id"], name="fk_binding_list_voided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_binding_list"),
    )
    op.create_index("ix_binding_list_month", "binding_list", ["month"], unique=False)
