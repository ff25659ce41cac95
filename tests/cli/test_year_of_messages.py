# SPDX-License-Identifier: Apache-2.0
"""A year of real messages registered under three rule books: each case has its limits, and all figures add up."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path

import pytest
import time_machine

from complaintdesk import cli
from complaintdesk.desk import staffing
from complaintdesk.desk.drafts import StaffDraft
from complaintdesk.desk.founding import create_office, shipped_procedure
from complaintdesk.desk.office import Office, open_office
from complaintdesk.domain.procedure import parse_procedure
from complaintdesk.domain.rulebook_rows import Condition
from complaintdesk.domain.terms import CaseKind, EventKind, Role
from tests import builders
from tests.cli.conftest import ZONE, Call, Ended, MakeList

BOOKS = ("general", "resort_villas", "process_rules")
NEW_YEAR = datetime(2027, 1, 1, 9, tzinfo=ZONE)
HEAD = ("时间", "姓名", "类别", "内容")
KINDS = {"投诉": CaseKind.COMPLAINT, "报修": CaseKind.REPAIR, "咨询": CaseKind.INQUIRY, "建议": CaseKind.SUGGESTION}

pytestmark = pytest.mark.about_files("the command line's own books, a year on")


@pytest.fixture(params=BOOKS)
def book(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


def an_office(book: str, folder: Path) -> Path:
    """An office's books under a rule book, founded in the spring of 2026."""
    path = folder / "year.db"
    clock = builders.DeskClock(datetime(2026, 3, 2, 1, tzinfo=UTC))
    words = {"name": "丽园物业服务中心", "admin": builders.ADMINISTRATOR, "password": builders.PASSWORD}
    office = create_office(path, **words, procedure_text=shipped_procedure(book), clock=clock)
    office.sign_in(builders.ADMINISTRATOR, builders.PASSWORD)
    office.do(staffing.add, StaffDraft(name="王敏", role=Role.SUPERVISOR, password=builders.PASSWORD))
    office.close()
    return path


def a_year_registered(book: str, folder: Path, shared_data: Path) -> Path:
    """The office's books with the year's messages registered on New Year's Day of 2027."""
    path, password, messages = an_office(book, folder), folder / "password", folder / "messages.csv"
    password.write_text(builders.PASSWORD + "\n", encoding="utf-8")
    with messages.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEAD, *spread(shared_data)])
    who = ("--database", path, "--as", "王敏", "--password-file", password)
    with time_machine.travel(NEW_YEAR.astimezone(UTC), tick=False):
        assert cli.main([*map(str, ("--lang", "en", *who, "register-batch", messages))]) == 0
    return path


@pytest.fixture
def books(book: str, tmp_path: Path) -> Path:
    """An office's books under a rule book, founded in the spring of 2026."""
    return an_office(book, tmp_path)


@pytest.fixture
def call(books: Path, password_file: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Call]:
    """Calls a command on New Year's Day of 2027."""
    with time_machine.travel(NEW_YEAR.astimezone(UTC), tick=False):

        def run(*words: object) -> Ended:
            capsys.readouterr()
            before = ("--lang", "en", "--database", books, "--as", "王敏", "--password-file", password_file)
            return Ended(cli.main([*map(str, (*before, *words))]), *capsys.readouterr())

        yield run


def spread(shared_data: Path) -> list[tuple[str, str, str, str]]:
    """Each message with a kind of ours and a time of 2026, night and holidays included."""
    with (shared_data / "property_messages_992.csv").open(encoding="utf-8-sig", newline="") as file:
        messages = list(csv.DictReader(file))
    start = datetime(2026, 1, 1, 0, 7, tzinfo=ZONE)
    step = timedelta(days=365) / len(messages)
    times = [f"{start + at * step:%Y-%m-%d %H:%M}" for at in range(len(messages))]
    users = [message["user"] for message in messages]
    said = [f"{message['title']}\n{message['text']}" for message in messages]
    return list(zip(times, users, islice(cycle(KINDS), len(messages)), said, strict=True))


def asked_of_all(book: str) -> dict[CaseKind, set[str]]:
    """The limits of a rule book that run for every case of a kind from its registration, whatever else it is."""
    procedure = parse_procedure(shipped_procedure(book))
    found: dict[CaseKind, set[str]] = {kind: set() for kind in CaseKind}
    for row in procedure.commitments:
        if (
            row.starts is EventKind.REGISTERED
            and row.when == Condition(kinds=row.when.kinds)
            and not row.unless_at_once
        ):
            for kind in row.when.kinds or CaseKind:
                found[kind].add(row.id)
    return found


def test_a_year_of_messages_has_its_limits_and_its_figures_add_up(
    book: str, books: Path, call: Call, shared_data: Path, a_list: MakeList, tmp_path: Path
) -> None:
    """R-T-01 to R-T-06: under each rule book every case is planned as the book says, and nothing is counted twice."""
    rows = spread(shared_data)
    registered = call("register-batch", a_list(HEAD, *rows))
    assert (registered.counts["rows"], registered.counts["refused"]) == ("992", "0"), registered.err
    with_limits(book, books)
    assert call("check").counts == {"findings": "0"}
    months = [call("report", "--month", f"2026-{month:02}", tmp_path / f"{month}.xlsx") for month in range(1, 13)]
    assert sum(int(each.counts["cases"]) for each in months) == 992


def with_limits(book: str, books: Path) -> None:
    office = open_office(books, desk="front")
    try:
        cases = dict(builders.rows(office, "SELECT id, kind FROM case_record"))
        limits: dict[int, set[str]] = {id_: set() for id_ in cases}
        late_before_start = 0
        for case_id, key, started, due in builders.rows(
            office, "SELECT case_id, key, started_at, due_at FROM commitment WHERE dropped_at IS NULL"
        ):
            assert key not in limits[case_id]
            limits[case_id].add(key)
            late_before_start += due < started
        wanted = asked_of_all(book)
        assert late_before_start == 0
        assert len(cases) == 992
        assert Counter(cases.values()).keys() == {kind.value for kind in kinds_of(office)}
        assert all(wanted[CaseKind(kind)] <= limits[case_id] for case_id, kind in cases.items())
        assert any(wanted.values())
    finally:
        office.close()


def kinds_of(office: Office) -> set[CaseKind]:
    """The kinds that the messages can have become: those of ours that the rule book has, an enquiry for all others."""
    used = {row.id for row in office.procedure.kinds}
    return {kind for kind in KINDS.values() if kind in used}
