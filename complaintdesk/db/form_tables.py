# SPDX-License-Identifier: Apache-2.0
"""The office's own versions of its paper forms, and how schema 4 makes room for them."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from complaintdesk.db.base import PERSONAL, Base


class FormVersion(Base):
    """An own version of a paper form as adopted on a day, or that the shipped one goes again; immutable."""

    __tablename__ = "form_version"
    id: Mapped[int] = mapped_column(primary_key=True)
    form_id: Mapped[str] = mapped_column(index=True)
    text: Mapped[str] = mapped_column(Text)  # the form's file; '' from then on the shipped one
    sha256: Mapped[str]
    adopted_at: Mapped[datetime]
    adopted_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    note: Mapped[str] = mapped_column(info=PERSONAL)


def create_form_version() -> None:
    """Makes the table as schema 4 has it; it stays like this whatever later schemas do."""
    from alembic import op  # which takes its time to load, and no office at work needs it

    op.create_table(
        "form_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form_id", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("adopted_by", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["adopted_by"], ["staff.id"], name="fk_form_version_adopted_by"),
        sa.PrimaryKeyConstraint("id", name="pk_form_version"),
    )
    op.create_index("ix_form_version_form_id", "form_version", ["form_id"], unique=False)
