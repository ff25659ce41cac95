# SPDX-License-Identifier: Apache-2.0
"""Each shipped rule book worked from the first call to the last signature, in time; and with one limit broken."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache

import pytest

from complaintdesk import paths
from complaintdesk.desk import demands, escalating, listing, point_tables, today
from complaintdesk.desk.listing import CaseFilter
from complaintdesk.desk.office import open_office
from complaintdesk.desk.today import Moment, TodayList
from complaintdesk.desk.today_rows import today_rows
from complaintdesk.domain.terms import CaseState, EventKind, Trigger
from tests.builders import ADMINISTRATOR, PASSWORD, DeskClock, codes, limits, page, story
from tests.desk.regime_matters_more import MATTERS
from tests.desk.regimes import Line, Matter, Walk, at, found_under, month_of
from tests.domain.rule_books import rule_book

ENDED = {
    "closed": CaseState.CLOSED,
    "explained": CaseState.INVALID,
    "referred": CaseState.REFERRED,
    "special_closed": CaseState.SPECIAL_CLOSED,
}
# What a breach costs the responsible department (R-CA-05), by 客户投诉处理流程规范§四.1 and in the default.
POINTS = {
    ("general", "finish"): 2,
    ("general", "finish_appointed"): 2,
    ("general", "answer_complaint"): 2,
    ("process_rules", "pass_on"): 2,
    ("process_rules", "first_contact"): 2,
    ("process_rules", "report_progress"): 2,
    ("process_rules", "return_result"): 2,
}
BOOKS = sorted(path.stem for path in paths.shipped("resources", "procedures").glob("*.toml"))


@pytest.fixture(scope="session")
def founded_under(empty_locations):
    """Where the office stands that was founded under a rule book, once for all its matters."""

    @cache
    def found(book: str) -> str:
        location: str = empty_locations()
        found_under(location, book, DeskClock()).close()
        return location

    return found


@pytest.fixture
def walk(founded_under, books_like, clock):
    """Starts a matter in an office that was founded under its rule book."""
    offices = []

    def start(matter: Matter) -> Walk:
        office = open_office(books_like(founded_under(matter.book)), clock=clock)
        offices.append(office)
        office.sign_in(ADMINISTRATOR, PASSWORD)
        return Walk(office, clock, matter)

    yield start
    for office in offices:
        office.close()


def named(matter: Matter, key: str = "") -> str:
    return " ".join(part for part in (matter.book, matter.kind, matter.rules, key) if part)


def steps_of(matter: Matter):
    """The steps that this matter comes by, as (id, event)."""
    rows = rule_book(matter.book).course.steps
    mine = [each for each in rows if each.kinds is None or matter.kind in each.kinds]
    told = [(each.id, each.event.value) for each in mine if each.event is not None]
    return [(id_, event) for id_, event in told if id_ not in matter.skips.split()]


def asked(walk: Walk):
    return walk.office.ask(demands.asked_for, walk.case_id, walk.office.books, walk.office.now())


@pytest.mark.parametrize("matter", MATTERS, ids=named)
def test_a_matter_is_worked_by_its_rule_book_from_first_call_to_last_signature(matter, walk):
    walked = walk(matter)
    for line in matter.lines:
        walked.take(line)
    told = story(walked.office, walked.case_id)
    come = iter(told)
    last = ""
    for id_, event in steps_of(matter):
        assert event == last or event in come, f"{id_} is not done, or not in its turn: {told}"
        last = event
    worked = page(walked.office, walked.case_id)
    assert {each.key: each.due_at for each in worked.commitments} == matter.ends
    assert all(each.met_at is not None and each.met_at <= each.due_at for each in worked.commitments)
    events = {row.id: row.event.value for row in rule_book(matter.book).course.measures}
    assert {events[id_] for id_ in matter.measures.split()} <= set(told)
    assert asked(walked) == (), "nothing that the rule book asks for is left"
    assert worked.case.state is next(ENDED[event] for event in reversed(told) if event in ENDED)
    if matter.follow_up:
        opens, closes = matter.follow_up.split(" to ")
        (made,) = worked.follow_ups
        assert (made.opens_at, made.due_at) == (at(opens), None if closes == "-" else at(closes))
        assert made.done_at is not None
        assert made.opens_at <= made.done_at
        assert made.due_at is None or made.done_at <= made.due_at
    assert codes(walked.office) == []


def broken(matter: Matter, key: str) -> tuple[int, tuple[Line, ...]]:
    """The course with what meets a limit an hour after its end, and all that follows as much later; which line."""
    row, lines = rule_book(matter.book).commitment(key), matter.lines
    meets = {kind.value for kind in row.meets}
    start = next(i for i, line in enumerate(lines) if line.event == row.starts.value)
    met = next(i for i, line in enumerate(lines) if line.event in meets and i >= start)
    span = matter.ends[key] + timedelta(hours=1) - lines[met].at
    return met, (*lines[:met], *(line.later(span) for line in lines[met:]))


BROKEN = [(matter, key) for matter in MATTERS for key in matter.ends]


@pytest.mark.parametrize(("matter", "key"), BROKEN, ids=[named(*each) for each in BROKEN])
def test_a_broken_limit_is_late_goes_up_and_costs_what_the_book_says(matter, key, walk, clock):
    walked, (met, lines) = walk(matter), broken(matter, key)
    end = matter.ends[key]
    if met == 0:  # written into the books too late: it was never seen to run
        walked.take(lines[0], received_at=matter.lines[0].at)
        lines = lines[1:]
    else:
        for line in lines[:met]:
            walked.take(line)
        clock.now = lines[met].at
        assert_late(walked, key, end)
        lines = lines[met:]
    for line in lines:
        walked.take(line)
    kept = limits(walked.office, walked.case_id)[key]
    assert kept.due_at == end
    assert kept.met_at is not None
    assert kept.met_at > kept.due_at
    assert cost(walked, key) == POINTS.get((matter.book, key), 0)
    assert page(walked.office, walked.case_id).case.state in ENDED.values()
    assert codes(walked.office) == []


def assert_late(walked: Walk, key: str, end: datetime) -> None:
    """The limit is past its end, on Today, on the list of what is late, and proposed to whom the book says."""
    office, case_id = walked.office, walked.case_id
    limit = limits(office, case_id)[key]
    assert (limit.due_at, limit.met_at) == (end, None)
    moment = Moment(office.now(), office.zone, office.books)
    late = office.ask(today.today_lists, moment)[TodayList.LATE]
    assert case_id in late.ids
    (line,) = [each for each in office.ask(today_rows, TodayList.LATE, late.ids, moment) if each.case_id == case_id]
    assert line.limit is not None
    assert line.limit.key == key or line.more > 0
    assert case_id in office.ask(listing.case_ids, CaseFilter("late"), office.now(), None)
    ladder = office.ask(escalating.ladder_of, case_id, office.books, office.now())
    up = {each.to.id for each in ladder.proposals if each.row.trigger is Trigger.LIMIT_BROKEN}
    to = walked.matter.goes_to(key)
    assert up == ({to} if to else set())
    assert cost(walked, key) == POINTS.get((walked.matter.book, key), 0)


def cost(walked: Walk, key: str) -> int:
    """The points that this limit's breach stands with in the table of its month."""
    limit, office = limits(walked.office, walked.case_id)[key], walked.office
    table = office.ask(point_tables.points_of_month, month_of(limit.due_at), office.now(), office.zone, office.books)
    return sum(each.points for each in table.breaches if each.id == limit.id)


@pytest.mark.parametrize("book", BOOKS)
def test_no_step_and_no_limit_of_a_rule_book_is_left_unworked(book):
    mine = [matter for matter in MATTERS if matter.book == book]
    procedure = rule_book(book)
    steps = {each.id for each in procedure.course.steps if each.event is not None}
    assert {id_ for matter in mine for id_, _ in steps_of(matter)} == steps
    assert {key for matter in mine for key in matter.ends} == {row.id for row in procedure.commitments}
    assert {"complaint", "inquiry"} <= {matter.kind for matter in mine}
    assert ("repair" in {matter.kind for matter in mine}) is ("repair" in {kind.id for kind in procedure.kinds})
    approved = {kind.words[0] for matter in mine for kind in matter.lines if kind.event == EventKind.APPROVED}
    assert {row.id for row in procedure.course.approvals} <= approved | {"special_closing"}
