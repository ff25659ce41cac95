# SPDX-License-Identifier: Apache-2.0
"""The same repair, from the call to the closed case, on a SQLite file and on a PostgreSQL server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from complaintdesk.db.engine import Database
from complaintdesk.desk import cases, checking, dispatching, listing, staffing
from complaintdesk.desk.drafts import CaseDraft, CompletionDraft, MaterialDraft, StaffDraft
from complaintdesk.desk.founding import create_office
from complaintdesk.desk.listing import CaseFilter
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import CaseKind, CaseState, Channel, Charge, Grade, Role

PASSWORD = "a password long enough"
SAID = ("漏水", "积水", "仇女士", "13800000000", "0000")


@pytest.fixture(params=["sqlite", "postgresql"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where the office's database is to be: a file, or an empty database of a server."""
    if request.param == "sqlite":
        return str(tmp_path / "office.db")
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def office(location: str) -> Iterator[Office]:
    """An office with a clerk at the desk; its clock is the machine's, for a server has its own."""
    made = create_office(location, name="春和园管理处", admin="周静", password=PASSWORD)
    made.sign_in("周静", PASSWORD)
    made.do(staffing.add, StaffDraft("李想", Role.CLERK, "reception", PASSWORD))
    made.sign_out()
    made.sign_in("李想", PASSWORD)
    yield made
    made.close()


def a_leak(received_at: datetime) -> CaseDraft:
    """A repair told by phone."""
    return CaseDraft(
        token="11111111-1111-4111-8111-111111111111",
        kind=CaseKind.REPAIR,
        channel=Channel.PHONE,
        received_at=received_at,
        appointment_from=received_at + timedelta(hours=1),
        content="厨房水管漏水，地面有积水",
        place_text="会所一楼",
        caller_name="仇女士",
        caller_phone="13800000000",
        category="plumbing",
        charge=Charge.FREE,
        grade=Grade.URGENT,
        public_area=True,
    )


def test_a_repair_goes_from_the_call_to_the_closed_case(office: Office, location: str, tmp_path: Path) -> None:
    case_id = office.do(cases.register, a_leak(office.now())).id
    order = office.do(dispatching.dispatch, case_id, "plumbing_electric", "王师傅")
    now = office.now()
    slip = CompletionDraft(
        order.order_id,
        completed_at=now,
        result="更换角阀",
        accepted_at=now,
        arrived_at=now,
        materials=(MaterialDraft("角阀", Decimal(1), Decimal("35.00")),),
    )
    office.do(dispatching.complete, slip)
    assert office.do(dispatching.return_slip, order.order_id)
    office.do(cases.handle, case_id, "已修复，试水无渗漏")
    office.do(cases.close, case_id, "住户确认")
    closed = CaseFilter(state=CaseState.CLOSED)
    assert list(office.ask(listing.case_ids, closed, office.now())) == [case_id]
    database = Database(location)
    try:
        assert checking.check(database, tmp_path) == ()
    finally:
        database.close()


def test_a_case_is_found_by_what_was_said(office: Office) -> None:
    case_id = office.do(cases.register, a_leak(office.now())).id
    found = {words: list(office.ask(listing.case_ids, CaseFilter(text=words), office.now())) for words in SAID}
    assert found == {words: [case_id] for words in SAID}
    assert list(office.ask(listing.case_ids, CaseFilter(text="电梯"), office.now())) == []


def test_the_same_call_sent_twice_is_one_case(office: Office) -> None:
    draft = a_leak(office.now())
    first, second = office.do(cases.register, draft), office.do(cases.register, draft)
    assert (second.number, second.existing) == (first.number, True)
    assert len(office.ask(listing.case_ids, CaseFilter(), office.now())) == 1


def test_nobody_deletes_rows_even_with_the_databases_own_words(office: Office, location: str) -> None:
    office.do(cases.register, a_leak(office.now()))
    database = Database(location)
    try:
        for table in ("case_record", "case_event", "journal"):
            with pytest.raises(DBAPIError, match="nothing is deleted"), database.connection(writing=True) as connection:
                connection.execute(text(f"DELETE FROM {table}"))
    finally:
        database.close()
