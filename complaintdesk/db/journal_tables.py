# SPDX-License-Identifier: Apache-2.0
"""The journal's own tables (model.md, layer 2): entries, their personal parts, and the chain's head."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from complaintdesk.db.tables import Base


class JournalHead(Base):
    """The chain's last link: one row, locked by every deed first."""

    __tablename__ = "journal_head"
    __table_args__ = ({"info": {"tracked": False}},)
    id: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int]
    hash: Mapped[str]
    latest_at: Mapped[datetime]  # the latest recorded_at since a person last confirmed the clock


class JournalEntry(Base):
    """What one deed wrote (model.md, layer 2)."""

    __tablename__ = "journal"
    __table_args__ = ({"info": {"tracked": False}},)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    recorded_at: Mapped[datetime]
    happened_at: Mapped[datetime]
    staff: Mapped[int | None]
    desk: Mapped[str]
    deed: Mapped[str]
    v: Mapped[int]
    subject: Mapped[str]
    token: Mapped[str | None] = mapped_column(unique=True)
    facts: Mapped[str]
    prev: Mapped[str]
    hash: Mapped[str]


class JournalPrivate(Base):
    """The personal part of one changed record; its HMAC stands in the entry, so erasing it keeps the chain whole."""

    __tablename__ = "journal_private"
    __table_args__ = ({"info": {"tracked": False}},)
    seq: Mapped[int] = mapped_column(ForeignKey("journal.seq"), primary_key=True, autoincrement=False)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    about: Mapped[str] = mapped_column(index=True)  # table:id
    salt: Mapped[str | None]
    text: Mapped[str | None]
