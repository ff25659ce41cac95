# SPDX-License-Identifier: Apache-2.0
"""An office on an October morning, and what its desk writes: `a_case(office, **changes)` and its kin."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import argon2
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from complaintdesk.db.engine import Database
from complaintdesk.db.tables import Place
from complaintdesk.desk import case_pages, cases, dispatching, households, order_pages, slip_facts, staffing
from complaintdesk.desk.cases import Saved
from complaintdesk.desk.chasing import ChaseDraft
from complaintdesk.desk.checking import check
from complaintdesk.desk.dispatching import Dispatched
from complaintdesk.desk.drafts import (
    CaseDraft,
    CompletionDraft,
    MaterialDraft,
    OccupantDraft,
    PhoneDraft,
    PlaceDraft,
    SlipFacts,
    StaffDraft,
)
from complaintdesk.desk.founding import create_office
from complaintdesk.desk.office import Office
from complaintdesk.desk.records import CasePage, CommitmentRecord, OrderRecord
from complaintdesk.domain.course_rows import FieldType
from complaintdesk.domain.terms import CaseKind, Channel, Charge, Grade, PlaceKind, Rating, ReminderWay, Role, Warranty

PASSWORD = "password-of-all"
NINE = datetime(2026, 10, 20, 1, 0, tzinfo=UTC)  # 09:00 in the office, a Tuesday
TODAY = date(2026, 10, 20)
ADMINISTRATOR = "管理员"
STAFF = {
    "李静": Role.CLERK,
    "王敏": Role.SUPERVISOR,
    "赵主任": Role.OFFICE_HEAD,
    "陈工": Role.ENGINEERING,
    "钱品": Role.QUALITY,
    "孙会计": Role.FINANCE,
}
NAME_OF = {role: name for name, role in STAFF.items()} | {Role.ADMINISTRATOR: ADMINISTRATOR}
QUICK_HASHER = argon2.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


class DeskClock:
    """The office's clock, which stands until a test moves it."""

    def __init__(self, now: datetime = NINE) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def later(self, **span: float) -> datetime:
        """Moves on by this span (as timedelta takes it); the new time."""
        self.now += timedelta(**span)
        return self.now


Work = Callable[[Office, DeskClock], object]


def found(path: str | Path, clock: DeskClock) -> None:
    """Founds the office at `path` with one member of staff of each role; everyone's password is PASSWORD."""
    office = create_office(path, name="阳光花园物业服务中心", admin=ADMINISTRATOR, password=PASSWORD, clock=clock)
    office.sign_in(ADMINISTRATOR, PASSWORD)
    for name, role in STAFF.items():
        office.do(staffing.add, StaffDraft(name=name, role=role, password=PASSWORD))
    office.close()


def staff_id(office: Office, name: str) -> int:
    return office.ask(staffing.staff_named, name, office.books).id


def a_draft(office: Office, kind: CaseKind = CaseKind.REPAIR, **changes: Any) -> CaseDraft:
    """A whole registration of this kind, as a form would hand it over; by default a leak under a kitchen sink."""
    draft = CaseDraft(
        token=str(uuid.uuid4()),
        kind=kind,
        channel=Channel.PHONE,
        received_at=office.now(),
        content="厨房水槽下面的水管漏水，地面有积水",
        place_text="会所一楼",
        caller_name="仇女士",
        caller_phone="13800001234",
        category="plumbing",
        charge=Charge.FREE,
        grade=Grade.SMALL,
    )
    if kind not in (CaseKind.REPAIR, CaseKind.SPECIAL_SERVICE):
        draft = replace(draft, content="楼上装修太吵，午休时间也不停", category="noise", charge=None, grade=None)
    return replace(draft, **changes)


def a_repair(office: Office, **changes: Any) -> Saved:
    return office.do(cases.register, a_draft(office, **changes))


def a_case(office: Office, kind: CaseKind = CaseKind.COMPLAINT, **changes: Any) -> Saved:
    """A complaint, or a case of another kind, just registered."""
    return office.do(cases.register, a_draft(office, kind, **changes))


def a_case_in_force(office: Office, kind: CaseKind | None = None) -> Saved:
    """A case of the first kind, or of this one, of the rule book in force, whichever that is."""
    procedure = office.procedure
    kind = kind or procedure.kinds[0].id
    sorts = {FieldType.TEXT: "无", FieldType.NUMBER: "1", FieldType.DATE: "2026-10-20"}
    own = [each for each in procedure.course.fields if each.required and (each.kinds is None or kind in each.kinds)]
    told = {"own_fields": tuple((each.id, sorts.get(each.type) or each.choices[0]) for each in own)} if own else {}
    category = procedure.categories_for(kind)[-1].id
    return a_case(office, kind, category=category, charge=Charge.FREE, grade=Grade.SMALL, **told)


def a_slip(office: Office, case_id: int | None = None, team: str = "水电班", **changes: Any) -> Dispatched:
    """A slip of the case, or of a repair registered for it; where the warranty has to be asked for, it is over."""
    case_id = case_id or a_repair(office, **changes).id
    today = office.now().astimezone(office.zone).date()
    known = office.ask(slip_facts.warranty_page, case_id, office.books, today)
    facts = SlipFacts(Warranty.OVER) if known.asks and known.stands is None else None
    return office.do(dispatching.dispatch, case_id, team, "", facts)


def a_completion(office: Office, order_id: int, **changes: Any) -> CompletionDraft:
    """What is written on a slip when the job is done just now."""
    now = office.now()
    draft = CompletionDraft(
        order_id,
        completed_at=now,
        result="更换角阀，试水不漏",
        accepted_at=now,
        arrived_at=now,
        worker="张师傅",
        materials=(MaterialDraft("角阀", Decimal(2), Decimal("35.50"), spec="DN15", unit="只"),),
        labour=Decimal(20),
        quality=Rating.CONTENT,
        manner=Rating.CONTENT,
        timeliness=Rating.FAIR,
    )
    return replace(draft, **changes)


def a_returned_slip(office: Office, case_id: int | None = None, **changes: Any) -> Dispatched:
    """A slip of the case (or of a repair of its own), done and booked back in."""
    issued = a_slip(office, case_id)
    office.do(dispatching.complete, a_completion(office, issued.order_id, **changes))
    office.do(dispatching.return_slip, issued.order_id)
    return issued


def a_chase(**changes: Any) -> ChaseDraft:
    """What is noted of a chase by phone."""
    return replace(ChaseDraft("陈工", ReminderWay.PHONE, "业主在家等", "下午三点前"), **changes)


def a_place_draft(room: str = "1502", *, building: str = "3", unit: str = "2", **changes: Any) -> PlaceDraft:
    """A household with its owner."""
    owner = OccupantDraft("单飞", phones=(PhoneDraft("139 0000 5678", "手机"),))
    draft = PlaceDraft(PlaceKind.HOUSEHOLD, building=building, unit=unit, room=room, occupants=(owner,))
    return replace(draft, **changes)


def a_household(office: Office, room: str = "1502", **changes: Any) -> int:
    return office.do(households.save_place, a_place_draft(room, **changes))


def page(office: Office, case_id: int) -> CasePage:
    return office.ask(case_pages.case_page, case_id, office.books)


def slip(office: Office, order_id: int) -> OrderRecord:
    return office.ask(order_pages.order_record, order_id, office.books)


def story(office: Office, case_id: int) -> list[str]:
    """The kinds of the case's events, in order of entry."""
    return [event.kind.value for event in page(office, case_id).events]


def event_id(office: Office, case_id: int, kind: str) -> int:
    """The last event of this kind in the case's story."""
    return [event.id for event in page(office, case_id).events if event.kind.value == kind][-1]


def limits(office: Office, case_id: int) -> dict[str, CommitmentRecord]:
    """The case's limits by key, of the latest round each."""
    return {limit.key: limit for limit in sorted(page(office, case_id).commitments, key=lambda each: each.round)}


def codes(office: Office, against: Database | None = None) -> list[str]:
    """The codes of everything that `check` finds wrong, each once."""
    return sorted({finding.code for finding in check(office.database, office.pool, against=against)})


def rows(office: Office, statement: str, **values: Any) -> list[tuple[Any, ...]]:
    """What the database itself answers; instants as SQLite holds them, which has no type for them."""
    with office.database.connection() as connection:
        return [tuple(map(_bare, row)) for row in connection.execute(text(statement), values)]


def _bare(value: Any) -> Any:
    return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}" if isinstance(value, datetime) else value


@contextmanager
def tampering(path: Path) -> Iterator[Any]:
    """The bare file, its triggers gone while somebody works on it with another tool, and back afterwards."""
    import sqlcipher3.dbapi2 as sqlite

    connection = sqlite.connect(os.fspath(path), isolation_level=None)
    try:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _statement in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for _name, statement in triggers:
            connection.execute(statement)
    finally:
        connection.close()


def places_kept(session: Session, kind: PlaceKind | None = None) -> int:
    """How many places the books have, of one kind or all, whoever may see them."""
    query = select(func.count()).select_from(Place)
    return session.scalar(query if kind is None else query.where(Place.kind == kind)) or 0
