# SPDX-License-Identifier: Apache-2.0
"""Who saw whose data and why (R-OWN-02, R-OWN-06), and what people asked for about their own (R-OWN-04)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from complaintdesk.db.base import PERSONAL, Base
from complaintdesk.domain import terms


class PersonalAccess(Base):
    """Personal data shown, exported or printed: who, when, whose, why."""

    __tablename__ = "personal_access"
    __table_args__ = (Index("ix_personal_access_staff_id_seen_at", "staff_id", "seen_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[terms.AccessKind]
    seen_at: Mapped[datetime]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))  # a supervisor, where one was asked
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), index=True)
    occupant_id: Mapped[int | None] = mapped_column(ForeignKey("occupant.id"), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_record.id"), index=True)
    what: Mapped[str]  # the list or form, '' for a phone
    people: Mapped[int]  # how many people's data it was
    reason: Mapped[str] = mapped_column(info=PERSONAL)


class DataRequest(Base):
    """A person asked for a copy, a correction, the sealing or the erasure of their data; who approved and did it."""

    __tablename__ = "data_request"
    id: Mapped[int] = mapped_column(primary_key=True)
    occupant_id: Mapped[int] = mapped_column(ForeignKey("occupant.id"), index=True)
    kind: Mapped[terms.RequestKind]
    words: Mapped[str] = mapped_column(info=PERSONAL)  # what was asked, and how the person was known
    asked_at: Mapped[datetime]
    noted_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    approved: Mapped[bool | None]
    decision: Mapped[str] = mapped_column(info=PERSONAL)  # the reason, where it was refused
    done_at: Mapped[datetime | None]
    done_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    token: Mapped[str | None] = mapped_column(unique=True)
