# SPDX-License-Identifier: Apache-2.0
"""What makes a desk quick: phrases by abbreviation, saved searches."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from complaintdesk.db.base import PERSONAL, Base, Voidable


class Phrase(Voidable, Base):
    """Words that a few letters stand for: ls → 厨房水管漏水."""

    __tablename__ = "phrase"
    id: Mapped[int] = mapped_column(primary_key=True)
    abbreviation: Mapped[str]  # lower case letters and digits
    words: Mapped[str] = mapped_column(info=PERSONAL)
    category: Mapped[str]  # the procedure's category id, '' for any
    written_at: Mapped[datetime]
    written_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    version: Mapped[int]


class SavedSearch(Voidable, Base):
    """Words of the search kept under a name, of one person or (None) of the whole office."""

    __tablename__ = "saved_search"
    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    name: Mapped[str] = mapped_column(info=PERSONAL)
    words: Mapped[str] = mapped_column(info=PERSONAL)
    position: Mapped[int]
    saved_at: Mapped[datetime]
    saved_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    version: Mapped[int]
