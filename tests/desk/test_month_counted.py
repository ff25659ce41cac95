# SPDX-License-Identifier: Apache-2.0
"""Every figure of a month, of the nasty kind and of the demo office's, is what counting the bare rows by hand gives."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from complaintdesk.desk import case_pages, corrections, demo
from complaintdesk.desk.office import Office, open_office
from complaintdesk.desk.records import CaseRecord
from complaintdesk.desk.statistics import By, MonthFigures, ShareKind, cases_behind, month_figures
from complaintdesk.desk.statistics_balance import Balance
from complaintdesk.desk.statistics_breakdown import Breakdown
from complaintdesk.desk.statistics_sources import Figure
from complaintdesk.sheets.register_out import write_register
from tests.builders import DeskClock, page
from tests.desk.counting import WORDS, Books, by, worst_word
from tests.desk.nasty_month import at, the_nasty_office

OCTOBER, NOVEMBER, DECEMBER = (date(2026, month, 1) for month in (10, 11, 12))
ENDS = ("handled", "invalid", "referred", "joined", "transferred", "special_closed", "void")


@pytest.fixture(scope="module")
def nasty_months(worked) -> tuple[str, datetime]:
    """Where the office stands behind which lies a nasty November, and when it was left."""
    clock = DeskClock()
    return worked(the_nasty_office, clock), clock.now


@pytest.fixture
def nasty(nasty_months, books_like, at_desk, clock):
    """An office behind which lies a nasty November."""
    template, clock.now = nasty_months
    return at_desk(books_like(template))


@pytest.fixture(scope="module")
def demo_books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo office's file at November's end."""
    return demo.build_demo(tmp_path_factory.mktemp("shown") / "demo", DeskClock(at(11, 28, 16)))


@pytest.fixture
def shown(demo_books: Path, tmp_path: Path) -> Iterator[Office]:
    """The same, two of its cases void."""
    clock = DeskClock(at(11, 28, 16))
    office = open_office(shutil.copy(demo_books, tmp_path / "desk.db"), desk="demo", clock=clock)
    office.sign_in(demo.HEAD, demo.PASSWORD)
    ids = office.ask(case_pages.cases_between, NOVEMBER, clock.now.date())
    for case_id in [each for each in ids if page(office, each).case.state.value == "registered"][:2]:
        office.do(corrections.void, case_id, "重复登记")
    yield office
    office.close()


@pytest.fixture(params=("nasty", "shown"))
def counted(request: pytest.FixtureRequest) -> Office:
    """One of both."""
    found: Office = request.getfixturevalue(request.param)
    return found


def figures(office: Office, month: int = 11, *, history: bool = False) -> MonthFigures:
    return office.ask(month_figures, 2026, month, office.now(), office.books, history=history)


def test_cases_are_counted_by_each_thing_as_by_hand(counted: Office) -> None:
    """R-ST-02: by kind, category, department, building, channel and level, beside both other months."""
    books = Books(counted)
    for month in (NOVEMBER, DECEMBER):
        for history in (False, True):
            found = figures(counted, month.month, history=history)
            months = (month, date(month.year, month.month - 1, 1), month.replace(year=month.year - 1))
            for at_, first in enumerate(months):
                told = books.received(first, history=history)
                for column in By:
                    rows = told if column is not By.LEVEL else [each for each in told if each["kind"] == "complaint"]
                    assert leaves(found.by(column), at_) == by(rows, column.value), (month, history, column)
                    assert found.by(column).total.figures[at_].count == len(rows)
            assert [sum(each.count for each in kinds.values()) for _, kinds in found.trend][-2:] == [
                len(books.received(first, history=history)) for first in (months[1], month)
            ]


def leaves(table: Breakdown | Balance, part: int) -> dict[str, int]:
    """What a table says of each value in one of its columns; of an upper category, what is not divided."""
    named: dict[str, int] = {}
    for at_, row in enumerate(table.rows):
        if row.depth or not any(below.depth for below in table.rows[at_ + 1 : at_ + 2]):
            (value,) = dict(row.figures[part].behind.where)[table.by.value]
            named[str(getattr(value, "value", value))] = row.figures[part].count
    return {value: count for value, count in named.items() if count}


def test_states_and_the_register_are_as_by_hand(counted: Office, tmp_path: Path) -> None:
    """The export of a month has its new cases and the others by name: void ones, old registers' where asked for."""
    books = Books(counted)
    for history in (False, True):
        found = figures(counted, history=history)
        register = books.register(NOVEMBER, history=history)
        own = [case for case in register if case["number"]]
        assert {
            (kind.value, state.value): figure.count
            for kind, states in found.states.items()
            for state, figure in states.items()
            if figure.count
        } == Counter((case["kind"], case["state"]) for case in own)
        assert (found.cases, found.void.count) == (len(own), sum(case["state"] == "void" for case in own))
        assert found.flow.new.count == found.cases == found.registered + found.void.count
        ids = counted.ask(case_pages.cases_between, NOVEMBER, date(2026, 11, 30), with_history=history)
        assert sorted(ids) == sorted(case["id"] for case in register)
        written = written_out(counted, tmp_path / "register.xlsx", list(ids))
        assert (written.received, written.void) == (found.registered, found.void.count)
        assert written.received + written.old == found.by(By.KIND).total.now.count
        assert written.rows == len(ids)
    assert found.void.count > 1


def written_out(office: Office, path: Path, ids: list[int]) -> Any:
    records: list[CaseRecord] = office.ask(lambda session: list(case_pages.case_records(session, ids, office.books)))
    return write_register(path, records, office_name="", zone=office.zone)


def test_what_came_is_what_went_by_each_thing_as_by_hand(counted: Office) -> None:
    """R-ST-02: open at the start + new + reopened = out + open at the end, in all and by each group; by its cases."""
    books = Books(counted)
    for month in (OCTOBER, NOVEMBER, DECEMBER):
        found, told = figures(counted, month.month), books.flow(month)
        for balance in found.balances:
            for name, part in zip(("at_start", "new", "reopened", *ENDS, "at_end"), range(len(ENDS) + 4), strict=True):
                ids = told.get(name, [])
                assert balance.total.figures[part].count == len(ids), (month, name)
                assert leaves(balance, part) == by([books.cases[each] for each in ids], balance.by.value), (month, name)
                opened = counted.ask(cases_behind, balance.total.figures[part].behind, counted.books)
                assert sorted(opened) == sorted(ids)
            for row in (*balance.rows, balance.total):
                assert row.came == row.went, (month, balance.by, row.name)
            upper = [row for row in balance.rows if not row.depth]
            for part in range(len(ENDS) + 4):
                assert sum(row.figures[part].count for row in upper) == balance.total.figures[part].count


def test_limits_slips_and_follow_ups_are_as_by_hand(counted: Office) -> None:
    """R-ST-01, R-ST-03: in time, late or undecided; made, not made or to make; and the clients' words."""
    books, now = Books(counted), counted.now()
    found = figures(counted)
    assert {
        (limit.key, name): figure.count
        for limit in found.limits
        for name, figure in (("in_time", limit.in_time), ("late", limit.late), ("undecided", limit.undecided))
        if figure.count
    } == books.limits_kept(NOVEMBER, now)
    asked, called = books.asked(NOVEMBER, now), books.called(NOVEMBER)
    assert {
        (row.key, name): figure.count
        for row in found.follow_ups
        for name, figure in (("made", row.made), ("not_made", row.not_made), ("to_make", row.to_make))
        if figure.count
    } == asked
    slips = books.slips(NOVEMBER, rate(counted), now)
    said = {row.aspect: [figure.count for figure in row.words.values()] for row in found.ratings}
    for aspect in ("quality", "manner", "timeliness"):
        assert said[aspect] == [sum(order[aspect] == word for _, order in slips) for word in WORDS]
    assert said["slip"] == [sum(worst_word(order) == word for _, order in slips) for word in WORDS]
    assert said["call"] == [sum(count for (_, word), count in called.items() if word == each) for each in WORDS]
    assert found.slips_without_limit.count == sum(kept == "no_limit" for kept, _ in slips)


def rate(office: Office) -> list[str]:
    return [rule.id for rule in office.procedure.commitments if rule.in_rate]


def test_shares_are_as_by_hand(counted: Office) -> None:
    """R-ST-01, R-ST-03: every numerator and denominator, of this month and of the month before."""
    books, now = Books(counted), counted.now()
    found = figures(counted)
    for first, shares in ((NOVEMBER, {each.kind: each for each in found.shares}), (OCTOBER, dict(found.before))):
        told = by_hand(books, first, rate(counted), now)
        for kind, share in shares.items():
            assert (share.numerator.count, share.denominator.count) == told[kind], (first, kind)
            for figure in share.figures:
                assert opened(counted, figure) == figure.count


def opened(office: Office, figure: Figure) -> int:
    return len(office.ask(cases_behind, figure.behind, office.books))


def by_hand(books: Books, first: date, rate_of: list[str], now: datetime) -> dict[ShareKind, tuple[int, int]]:
    """What each share is made of."""
    live, slips = books.received(first), books.slips(first, rate_of, now)
    kept = Counter(each for each, _ in slips)
    states = Counter(case["state"] for case in live)
    done = states["handled"] + states["closed"]
    ours = sum(states[each] for each in ("registered", "in_hand", "handled", "closed"))
    words = Counter(worst_word(order) for _, order in slips)
    called: Counter[str] = Counter()
    for (_, word), count in books.called(first).items():
        called[word] += count
    asked: Counter[str] = Counter()
    for (_, outcome), count in books.asked(first, now).items():
        asked[outcome] += count
    repairs = [case for case in live if case["kind"] == "repair"]
    complaints = [case for case in live if case["kind"] == "complaint"]
    once, limits = books.handled_once(), books.limits_kept(first, now)
    first_words = sum(limits["contact_client", each] for each in ("in_time", "late"))
    rated, answered = sum(words[word] for word in WORDS), called.total()
    return {
        ShareKind.TIMELINESS: (kept["in_time"], kept["in_time"] + kept["late"]),
        ShareKind.TIMELINESS_OF_ALL: (kept["in_time"], kept.total()),
        ShareKind.CLOSING: (done, ours),
        ShareKind.CLOSING_WITH_SPECIAL: (done + states["special_closed"], ours + states["special_closed"]),
        ShareKind.SATISFACTION: (words["content"] + words["fair"], rated),
        ShareKind.CONTENT: (words["content"], rated),
        ShareKind.SATISFACTION_CALLED: (called["content"] + called["fair"], answered),
        ShareKind.CONTENT_CALLED: (called["content"], answered),
        ShareKind.FOLLOW_UP: (asked["made"], asked["made"] + asked["not_made"]),
        ShareKind.RESPONSE: (limits["contact_client", "in_time"], first_words),
        ShareKind.REWORK: (
            sum(case["id"] in once and case["round"] > 1 for case in repairs),
            sum(case["id"] in once for case in repairs),
        ),
        ShareKind.REPEATS: (sum(case["repeats_case_id"] is not None for case in complaints), len(complaints)),
        ShareKind.INVALID: (sum(case["state"] == "invalid" for case in complaints), len(complaints)),
    }
