# SPDX-License-Identifier: Apache-2.0
"""What a deed knows besides its session."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from complaintdesk.db.keys import OfficeKey
from complaintdesk.desk.records import StaffRecord
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.workdays import Calendar


@dataclass
class Context:
    """What a deed knows besides its session: when, who, where, under which rule book."""

    now: datetime
    staff: StaffRecord | None
    desk: str
    token: str | None
    zone: ZoneInfo
    procedure: Procedure
    procedure_id: int
    procedure_of: Callable[[Session, int | None], Procedure]
    calendar_of: Callable[..., Calendar]  # (session), or (session, state): as it was then
    pool: Path | None
    key: OfficeKey | None
    subject: str = ""
    happened_at: datetime | None = None
    confirms_clock: bool = False
    already_done: bool = False  # the deed found itself done before: nothing is written

    @property
    def staff_id(self) -> int | None:
        """Who does this deed."""
        return self.staff.id if self.staff else None
