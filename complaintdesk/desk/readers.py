# SPDX-License-Identifier: Apache-2.0
"""What whoever sits at a desk may see, as `Office.ask` tells each reading of it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from complaintdesk.db.reader import Reader, hidden_from, read_as
from complaintdesk.desk.records import StaffRecord
from complaintdesk.desk.rights import READS

TELLING = frozenset({"case_record"})  # tables whose changes may hide a complainant, or open one


class Readers:
    """What each member of staff may see of the books of one office.

    A file is changed by its own desk, which says so; on a server other desks note complaints too, and what they hide is
    asked for with each reading.
    """

    def __init__(self, *, shared: bool) -> None:
        self._shared = shared
        self._known: dict[int, frozenset[int]] = {}

    def read(self, session: Session, staff: StaffRecord) -> None:
        """Lets the session show what this member of staff may see, and no more."""
        hidden = self._known.get(staff.id)
        if hidden is None:
            hidden = hidden_from(session, staff.id)
            if not self._shared:
                self._known[staff.id] = hidden
        open_ = frozenset(records for records, roles in READS.items() if staff.role in roles)
        read_as(session, Reader(staff.id, open_, hidden))

    def forget(self, tables: frozenset[str] = TELLING) -> None:
        """Asks the books anew where these tables were changed."""
        if tables & TELLING:
            self._known.clear()
