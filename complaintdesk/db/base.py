# SPDX-License-Identifier: Apache-2.0
"""What all tables stand on: one naming convention, one type for each kind of value, what the journal follows."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from complaintdesk.db.types import Enumerated, Fen, Instant, Json
from complaintdesk.domain import terms

PERSONAL = {"personal": True}


class Base(DeclarativeBase):
    """Mapped tables; one naming convention for both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        datetime: Instant,
        Decimal: Fen,
        dict[str, Any]: Json,
        list[str]: Json,
        **{term: Enumerated(term) for term in terms.TERMS},
    }


class Voidable:
    """What can be taken out of use (作废) and stays in the books: when, by whom, why (`desk/voiding`)."""

    voided_at: Mapped[datetime | None] = mapped_column(sort_order=1)
    voided_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), sort_order=1)
    void_reason: Mapped[str] = mapped_column(info=PERSONAL, sort_order=1)


def tracked(table: Any) -> bool:
    """Whether the journal follows this table (the default); a table opts out in its `info`."""
    return bool(table.info.get("tracked", True))
