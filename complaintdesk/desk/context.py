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
from complaintdesk.desk.rule_books import RuleBooks
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
    books: RuleBooks
    calendar_of: Callable[..., Calendar]  # (session), or (session, state): as it was then
    pool: Path | None
    key: OfficeKey | None
    uptime: Callable[[], float] | None  # seconds since this machine was started; None: `now` is a server's
    subject: str = ""
    happened_at: datetime | None = None
    confirms_clock: bool = False
    already_done: bool = False  # the deed found itself done before: nothing is written

    @property
    def procedure(self) -> Procedure:
        """The rule book in force, which new things go by."""
        return self.books.in_force

    @property
    def procedure_id(self) -> int:
        """Its version."""
        return self.books.in_force_id

    def procedure_of(self, session: Session, version_id: int | None) -> Procedure:
        """The rule book that a case came in under."""
        return self.books.of(session, version_id)

    @property
    def staff_id(self) -> int | None:
        """Who does this deed."""
        return self.staff.id if self.staff else None
