# SPDX-License-Identifier: Apache-2.0
"""The rule books (规程) that an office adopted: each fact of a case is read by the one that the case came in under."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Protocol, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import ProcedureVersion
from complaintdesk.desk.damage import rule_book_of
from complaintdesk.desk.shipped_warnings import shipped_warnings
from complaintdesk.domain.course_rows import Step
from complaintdesk.domain.procedure import Category, CommitmentRow, Department, FollowUpRow, KindRow, Procedure, Team
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError


class _Named(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...


Row = TypeVar("Row", bound=_Named)
Rows = Callable[[Procedure], Iterable[Row]]

KINDS: Rows[KindRow] = attrgetter("kinds")
CATEGORIES: Rows[Category] = attrgetter("categories")
DEPARTMENTS: Rows[Department] = attrgetter("departments")
TEAMS: Rows[Team] = attrgetter("all_teams")
COMMITMENTS: Rows[CommitmentRow] = attrgetter("commitments")
LADDER: Rows[Step] = attrgetter("course.ladder")
FOLLOW_UPS: Rows[FollowUpRow] = attrgetter("follow_ups")


@dataclass(frozen=True)
class Adopted:
    """A version of the rule book, and since when it goes."""

    id: int
    at: datetime


class RuleBooks:
    """The rule books that the office adopted, as they stand now; the newest is in force.

    What a case says is looked up in `of(its version)`; figures over cases of several versions name a thing as the
    newest one that knows it (`known`). A text is read when it is first asked for: adopted, it never changes.
    """

    def __init__(self, session: Session) -> None:
        """Reads what was adopted when, and the newest; ProcedureMistake where that is none any more."""
        rows = session.execute(select(ProcedureVersion.id, ProcedureVersion.adopted_at).order_by(ProcedureVersion.id))
        self.versions = tuple(Adopted(row.id, row.adopted_at) for row in rows)
        self._read: dict[int, Procedure] = {}
        self.in_force_id = self.versions[-1].id
        self.in_force = self.of(session, self.in_force_id)

    def of(self, session: Session, version_id: int | None) -> Procedure:
        """The rule book that a case came in under; the one in force for a case without (history)."""
        wanted = self.in_force_id if version_id is None else version_id
        if wanted not in self._read:
            found = rule_book_of(session.get_one(ProcedureVersion, wanted))
            self._read[wanted] = found.warned_as(shipped_warnings())
        return self._read[wanted]

    def at(self, session: Session, moment: datetime) -> Procedure:
        """The rule book that was in force at a moment."""
        before = [each.id for each in self.versions if each.at < moment]
        return self.of(session, before[-1] if before else self.versions[0].id)

    def newest_first(self, session: Session) -> Iterator[Procedure]:
        """All of them, each read only when its turn comes."""
        return (self.of(session, each.id) for each in reversed(self.versions))

    def known(self, session: Session, rows: Rows[Row], ids: Collection[str]) -> dict[str, Row]:
        """Of these ids the rows as the newest rule book that has them says, in the order of the books, newest first."""
        found: dict[str, Row] = {}
        wanted = set(ids) - {""}
        for book in self.newest_first(session) if wanted else ():
            found |= {row.id: row for row in rows(book) if row.id in wanted and row.id not in found}
            if len(found) == len(wanted):
                break
        return found

    def name(self, session: Session, own: Procedure, rows: Rows[Row], id_: str) -> str:
        """What an id is called in a case's own rule book, else in the newest that knows it; '' for none.

        A case sent on or escalated after another rule book was adopted may be where its own one has nobody.
        """
        if not id_:
            return ""
        row = next((row for row in rows(own) if row.id == id_), None) or self.known(session, rows, [id_]).get(id_)
        return id_ if row is None else row.name

    def departments_for(self, own: Procedure) -> tuple[Department, ...]:
        """The departments that a case of this rule book can be given to: who is there now, and those of its own.

        Its limits go by its own rule book; who answers for it is somebody of today. One that was closed since is out.
        """
        known = {row.id for row in self.in_force.departments}
        of_own = (row for row in own.departments if row.id not in known)
        return tuple(row for row in (*self.in_force.departments, *of_own) if not row.closed)

    def department_for(self, own: Procedure, id_: str) -> Department:
        """One of `departments_for`; raises UserError for one that is closed, or that there isn't."""
        for row in self.departments_for(own):
            if row.id == id_:
                return row
        gone = next((row for row in self.in_force.departments if row.id == id_), None) or own.department(id_)
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "{department} is no longer in use."), field="department", department=gone.name
        )

    def own_field_names(self, session: Session) -> tuple[str, ...]:
        """What the office's own fields are called in all its rule books, the newest first."""
        return tuple(dict.fromkeys(own.name for book in self.newest_first(session) for own in book.course.fields))

    def team_name(self, session: Session, id_: str, moment: datetime | None = None) -> str:
        """What a team is called now, or was called at a moment, such as when a slip was issued to it."""
        return self.name(session, self.in_force if moment is None else self.at(session, moment), TEAMS, id_)
