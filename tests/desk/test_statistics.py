# SPDX-License-Identifier: Apache-2.0
"""The month's figures are what one finds by counting the cases one by one, and each opens the cases it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from complaintdesk.desk import case_pages, cases, corrections, dispatching, follow_ups
from complaintdesk.desk.follow_ups import FollowUpDraft
from complaintdesk.desk.office import Office
from complaintdesk.desk.records import CasePage
from complaintdesk.desk.statistics import By, MonthFigures, ShareKind, cases_behind, month_figures
from complaintdesk.desk.statistics_flow import ENDS
from complaintdesk.desk.story import events_of
from complaintdesk.domain import lifecycle
from complaintdesk.domain.commitments import Timeliness
from complaintdesk.domain.dates import add_months
from complaintdesk.domain.ratios import Ratio
from complaintdesk.domain.terms import CaseKind, CaseState, EventKind, FollowUpWay, Level, OrderState, Rating
from tests.builders import DeskClock, a_case, a_completion, a_repair, a_returned_slip, a_slip, event_id, page
from tests.desk.random_day import RandomDay

SEEDS = (23, 77)
OCTOBER = date(2026, 10, 1)


def figures(office: Office, month: int = 10) -> MonthFigures:
    return office.ask(month_figures, 2026, month, office.now(), office.books)


NOT_COUNTED = (CaseState.VOID, CaseState.JOINED, CaseState.TRANSFERRED)  # the matter counts once


def pages_of(office: Office, first: date) -> list[CasePage]:
    ids = office.ask(case_pages.cases_between, first, add_months(first, 1) - timedelta(days=1))
    return [page(office, case_id) for case_id in ids]


@pytest.fixture(scope="session")
def two_months(worked, tmp_path_factory):
    """Where the office stands in which every deed there is was done for two months, and when it was left."""

    @cache
    def of(seed: int) -> tuple[str, datetime]:
        def work(office: Office, clock: DeskClock) -> None:
            days = RandomDay(office, clock, tmp_path_factory.mktemp("days"), seed)
            days.go_on(90)
            clock.later(days=14)
            days.go_on(90)

        clock = DeskClock()
        return worked(work, clock), clock.now

    return of


@pytest.fixture(params=SEEDS)
def busy(request, two_months, books_like, at_desk, clock):
    """An office after two months of every deed there is."""
    template, clock.now = two_months(request.param)
    return at_desk(books_like(template))


def stands(due_at: datetime, met_at: datetime | None, now: datetime) -> Timeliness:
    """How a limit stands: late when it was met late, or is due and not met."""
    if (met_at or now) > due_at:
        return Timeliness.LATE
    return Timeliness.UNDECIDED if met_at is None else Timeliness.IN_TIME


def test_the_months_figures_are_those_of_its_cases(busy: Office) -> None:
    now, seen = busy.now(), 0
    for month in (10, 11, 12):
        found, pages = figures(busy, month), pages_of(busy, date(2026, month, 1))
        live = [each for each in pages if each.case.state not in NOT_COUNTED]
        told = {
            (kind, state): figure.count
            for kind, states in found.states.items()
            for state, figure in states.items()
            if figure.count
        }
        assert told == Counter((each.case.kind, each.case.state) for each in pages)
        assert (found.registered, found.cases) == (len(live), len(pages))
        assert sum(each.count for row in found.categories for each in row.kinds.values()) == len(live)
        limits = Counter((one.key, stands(one.due_at, one.met_at, now)) for each in live for one in each.commitments)
        for row in found.limits:
            assert (row.in_time.count, row.late.count, row.undecided.count) == (
                limits[row.key, Timeliness.IN_TIME],
                limits[row.key, Timeliness.LATE],
                limits[row.key, Timeliness.UNDECIDED],
            )
        assert sum(row.decided.count + row.undecided.count for row in found.limits) == limits.total()
        seen += len(live)
    assert seen > 3


def test_every_figure_opens_as_many_cases_as_it_says(busy: Office) -> None:
    """R-ST-06: a figure opens the cases behind it."""
    for month in (10, 11):
        counted = set(figures(busy, month).figures)  # a sum stands in several tables
        assert sum(figure.count for figure in counted) > 30
        for figure in counted:
            behind = busy.ask(cases_behind, figure.behind, busy.books)
            assert len(behind) == figure.count, figure.behind


def test_counts_by_each_thing_add_up_to_the_month(busy: Office) -> None:
    """R-ST-02: per kind, category (two levels), department, building, channel; level is of complaints."""
    found = figures(busy)
    for by in By:
        table = found.by(by)
        assert table.total.now.count == sum(row.now.count for row in table.upper)
        assert table.total.now.count == (
            sum(each.count for state, each in found.states[CaseKind.COMPLAINT].items() if state not in NOT_COUNTED)
            if by is By.LEVEL
            else found.registered
        )
        lower = sum(row.now.count for row in table.rows if row.depth)
        assert lower == sum(
            row.now.count
            for row, below in zip(table.rows, (*table.rows, None)[1:], strict=True)
            if below is not None and row.depth == 0 and below.depth
        )


def test_a_month_stands_beside_the_one_before_and_that_of_the_year_before(office: Office, clock: DeskClock) -> None:
    """R-ST-02: against the period before and the year before."""
    a_case(office)
    clock.now = datetime(2026, 11, 2, 1, tzinfo=UTC)
    a_case(office)
    a_case(office)
    clock.now = datetime(2027, 10, 5, 1, tzinfo=UTC)
    a_case(office, level_criteria=("safety",))

    def row(year: int, month: int) -> tuple[int, ...]:
        found = office.ask(month_figures, year, month, office.now(), office.books)
        return tuple(figure.count for figure in found.by(By.KIND).rows[0].figures)

    assert row(2026, 11) == (2, 1, 0)
    assert row(2027, 10) == (1, 0, 1)
    found = office.ask(month_figures, 2027, 10, office.now(), office.books)
    assert [(each.name, each.now.count, each.year_before.count) for each in found.by(By.LEVEL).rows] == [
        (Level.GENERAL, 0, 1),
        (Level.MAJOR, 1, 0),
    ]
    assert [sum(each.count for each in kinds.values()) for _, kinds in found.trend] == [2, *(0,) * 10, 1]


def open_at(stories: Iterable[tuple[lifecycle.Event, ...]], moment: datetime) -> int:
    """How many of the cases were open just before the moment, told one by one by the table of states."""
    told = [tuple(event for event in story if event.happened_at < moment) for story in stories]
    return sum(lifecycle.case_state(story) in lifecycle.OPEN_STATES for story in told if story)


def stories_of(office: Office) -> list[tuple[lifecycle.Event, ...]]:
    """Of each case what stands of its story."""
    ids = office.ask(case_pages.cases_between)
    return [lifecycle.standing(office.ask(events_of, case_id)) for case_id in ids]


def test_what_was_open_and_came_is_what_went_and_is_open(busy: Office) -> None:
    """R-ST-02: open at start + new + reopened = out + open at end, each side counted by itself."""
    stories = stories_of(busy)
    seen = 0
    for month in (9, 10, 11, 12):
        found = figures(busy, month)
        begins, ends = (
            datetime(day.year, day.month, 1, tzinfo=busy.zone) for day in (found.month, add_months(found.month, 1))
        )
        for row in (*found.balances[0].rows, found.flow):
            assert row.came == row.went
        total = found.flow
        assert total.at_start.count == open_at(stories, begins)
        assert total.at_end.count == open_at(stories, ends)
        assert [sum(column) for column in zip(*_numbers(found), strict=True)] == [each.count for each in total.figures]
        within = [event for story in stories for event in story if begins <= event.happened_at < ends]
        assert total.new.count == sum(event.kind is EventKind.REGISTERED for event in within) == found.cases
        assert total.reopened.count == sum(event.kind is EventKind.REOPENED for event in within)
        assert total.left[CaseState.HANDLED].count == sum(event.kind is EventKind.HANDLED for event in within)
        seen += total.went
    assert seen > 5


def _numbers(found: MonthFigures) -> list[list[int]]:
    return [[figure.count for figure in row.figures] for row in found.balances[0].rows]


def test_the_ways_out_stand_apart_also_those_no_deed_writes_yet(office: Office) -> None:
    assert [state.value for state in ENDS] == [
        *("handled", "invalid", "referred", "joined", "transferred", "special_closed", "void")
    ]
    office.do(corrections.void, a_case(office).id, "重复登记")
    office.do(cases.handle, a_case(office).id, "已处理")
    left = figures(office).flow.left
    assert {state: figure.count for state, figure in left.items() if figure.count} == {
        CaseState.HANDLED: 1,
        CaseState.VOID: 1,
    }


def test_what_was_taken_back_flows_nowhere(office: Office, clock: DeskClock) -> None:
    case_id = a_case(office).id
    clock.later(days=1)
    office.do(cases.handle, case_id, "已处理")
    withdrawn = office.do(corrections.withdraw, event_id(office, case_id, "handled"), "记错了")
    assert figures(office).flow.left[CaseState.HANDLED].count == 0
    office.do(corrections.withdraw, withdrawn, "没有记错")
    assert figures(office).flow.left[CaseState.HANDLED].count == 1
    office.do(corrections.withdraw, event_id(office, case_id, "withdrawn"), "还是错了")
    row = figures(office).flow
    assert (row.left[CaseState.HANDLED].count, row.at_end.count) == (0, 1)


def test_a_case_voided_once_handled_left_only_once(office: Office) -> None:
    case_id = a_case(office).id
    office.do(cases.handle, case_id, "已处理")
    office.do(corrections.void, case_id, "重复登记")
    row = figures(office).flow
    assert (row.left[CaseState.HANDLED].count, row.left[CaseState.VOID].count, row.went, row.came) == (1, 0, 1, 1)


def test_the_month_ends_by_the_offices_clock(office: Office, clock: DeskClock) -> None:
    clock.now = datetime(2026, 10, 31, 15, 59, 59, tzinfo=UTC)  # 23:59:59 in the office
    a_case(office)
    clock.later(seconds=1)
    a_case(office)
    assert (figures(office).flow.new.count, figures(office).flow.at_end.count) == (1, 1)
    assert (figures(office, 11).flow.at_start.count, figures(office, 11).flow.new.count) == (1, 1)


def test_the_share_in_time_has_both_denominators(office: Office, clock: DeskClock) -> None:
    """R-ST-01: finished or past the limit by default, all issued by the letter; void slips count in neither."""
    a_returned_slip(office)
    late, void = a_slip(office), a_slip(office)
    office.do(dispatching.void_order, void.order_id, "写坏了")
    clock.later(days=3)
    office.do(dispatching.complete, a_completion(office, late.order_id))
    a_slip(office)
    a_slip(office, a_case(office).id)
    found = figures(office)
    assert found.share(ShareKind.TIMELINESS).ratio == Ratio(1, 2, 1)
    assert found.share(ShareKind.TIMELINESS_OF_ALL).ratio == Ratio(1, 4, 1)
    assert found.slips_without_limit.count == 1
    assert found.share(ShareKind.TIMELINESS).ratio.percent == Decimal("50.00")
    decided, issued = (found.share(kind) for kind in (ShareKind.TIMELINESS, ShareKind.TIMELINESS_OF_ALL))
    assert decided.undecided is not None
    assert issued.undecided == decided.undecided, "the same slips, beside the one rate and within the other"
    apart = decided.undecided.count + found.slips_without_limit.count
    assert issued.denominator.count == decided.denominator.count + apart


@pytest.mark.parametrize(
    ("accepted", "counted", "timeliness"),
    [
        (timedelta(minutes=20), timedelta(hours=3), Timeliness.IN_TIME),
        (timedelta(minutes=20, seconds=1), timedelta(hours=3), Timeliness.LATE),
        (None, timedelta(minutes=20), Timeliness.UNDECIDED),
        (None, timedelta(minutes=20, seconds=1), Timeliness.LATE),
    ],
    ids=["met in its last second", "met a second later", "open in its last second", "open a second later"],
)
def test_a_limit_is_late_from_the_second_after_its_due(
    office: Office, clock: DeskClock, accepted: timedelta | None, counted: timedelta, timeliness: Timeliness
) -> None:
    registered_at = clock.now
    slip = a_slip(office)  # to the team within 20 minutes, to the second (R-T-01)
    if accepted is not None:
        clock.now = registered_at + accepted
        office.do(dispatching.accept, slip.order_id, "张师傅")
    clock.now = registered_at + counted
    [row] = [row for row in figures(office).limits if row.key == "deliver_slip"]
    numbers = {Timeliness.IN_TIME: row.in_time, Timeliness.LATE: row.late, Timeliness.UNDECIDED: row.undecided}
    assert [kept for kept, number in numbers.items() if number.count] == [timeliness]


def test_a_slip_of_two_limits_is_one_slip(office: Office) -> None:
    case_id = a_repair(office).id
    a_returned_slip(office, case_id)
    a_returned_slip(office, case_id)
    found = figures(office)
    assert found.share(ShareKind.TIMELINESS).ratio == Ratio(2, 2)
    behind = office.ask(cases_behind, found.share(ShareKind.TIMELINESS).numerator.behind, office.books)
    assert list(behind) == [case_id, case_id]


def test_clients_words_count_by_the_worst_on_the_slip(office: Office) -> None:
    """R-ST-03: (满意 + 基本满意) ÷ rated, with 满意 alone beside it."""
    content: dict[str, Any] = {"quality": Rating.CONTENT, "manner": Rating.CONTENT, "timeliness": Rating.CONTENT}
    a_returned_slip(office, **content)
    a_returned_slip(office, **content | {"manner": Rating.FAIR})
    a_returned_slip(office, **content | {"quality": Rating.NOT_CONTENT, "manner": Rating.FAIR})
    a_returned_slip(office, quality=None, manner=None, timeliness=None)
    found = figures(office)
    assert found.share(ShareKind.SATISFACTION).ratio == Ratio(2, 3)
    assert found.share(ShareKind.CONTENT).ratio == Ratio(1, 3)
    assert found.share(ShareKind.SATISFACTION_CALLED).ratio == Ratio(0, 0)
    said = {row.aspect: [figure.count for figure in row.words.values()] for row in found.ratings}
    assert said["slip"] == [1, 1, 1]
    assert said["manner"] == [1, 2, 0]
    assert said["call"] == [0, 0, 0]


def test_repairs_done_again_are_counted_of_those_done(office: Office) -> None:
    """R-ST-03 返修率: reopened repairs ÷ repairs handled."""
    for again in (True, False):
        case_id = a_repair(office).id
        a_returned_slip(office, case_id)
        office.do(cases.handle, case_id, "已修好")
        if again:
            office.do(cases.reopen, case_id, "仍漏水")
    a_repair(office)
    found = figures(office)
    assert found.share(ShareKind.REWORK).ratio == Ratio(1, 2)
    assert found.share(ShareKind.CLOSING).ratio == Ratio(1, 3)


def test_repeated_complaints_and_first_words_back(office: Office, clock: DeskClock) -> None:
    """R-ST-03: repeat complaints; R-ESC-08: the share of complainants spoken to within the limit."""
    first = a_case(office).id
    clock.later(hours=2)
    office.do(cases.answer, first, "已联系")
    office.do(cases.handle, first, "已处理")
    office.do(cases.close, first, "满意", True)
    a_case(office, repeats_case_id=first)
    clock.later(hours=23)
    found = figures(office)
    assert found.share(ShareKind.REPEATS).ratio == Ratio(1, 2)
    assert found.share(ShareKind.INVALID).ratio == Ratio(0, 2)
    assert found.share(ShareKind.RESPONSE).ratio == Ratio(1, 1, 1)
    clock.later(hours=2)
    assert figures(office).share(ShareKind.RESPONSE).ratio == Ratio(1, 2)


def test_follow_ups_are_counted_by_the_day_on_which_they_fell_due_and_were_made(
    office: Office, clock: DeskClock
) -> None:
    """R-ST-03 回访率 and 满意率, R-CB-03."""

    def asked(kind: CaseKind = CaseKind.COMPLAINT) -> int:
        case_id = a_case(office, kind).id
        office.do(cases.handle, case_id, "已处理")
        return page(office, case_id).follow_ups[0].id

    def called(one: int, rating: Rating, reasons: str = "") -> None:
        office.do(follow_ups.record, FollowUpDraft(one, FollowUpWay.VISIT, rating, reasons=reasons))

    def ratios(*kinds: ShareKind) -> list[Ratio]:
        found = figures(office)
        return [found.share(kind).ratio for kind in kinds]

    ones = [asked() for _ in range(5)]
    called(ones[0], Rating.CONTENT)
    called(ones[1], Rating.FAIR)
    called(ones[2], Rating.NOT_CONTENT, "仍吵")
    called(asked(CaseKind.SUGGESTION), Rating.CONTENT)
    assert ratios(ShareKind.FOLLOW_UP) == [Ratio(3, 3, 2)]
    clock.later(days=4)
    office.do(follow_ups.give_up, ones[4], "联系不上")
    assert ratios(ShareKind.FOLLOW_UP) == [Ratio(3, 5)]
    assert ratios(ShareKind.SATISFACTION_CALLED, ShareKind.CONTENT_CALLED) == [Ratio(3, 4), Ratio(2, 4)]
    before = figures(office, 9)
    assert (before.share(ShareKind.FOLLOW_UP).ratio, before.share(ShareKind.CONTENT_CALLED).ratio) == (Ratio(0, 0),) * 2


def test_each_follow_up_of_the_rule_book_has_its_row(office: Office, clock: DeskClock) -> None:
    """R-CB-01, R-ST-03: a community event's is asked about within a month, and apart from other services."""

    def asked(kind: CaseKind, **changes: Any) -> int:
        case_id = a_case(office, kind, **changes).id
        office.do(cases.handle, case_id, "已处理")
        (one,) = page(office, case_id).follow_ups
        return one.id

    late = asked(CaseKind.COMPLAINT)
    event = asked(CaseKind.SUGGESTION, category="community_culture")
    asked(CaseKind.SUGGESTION)
    clock.later(days=8)
    office.do(follow_ups.record, FollowUpDraft(event, FollowUpWay.VISIT, Rating.FAIR))
    office.do(follow_ups.record, FollowUpDraft(late, FollowUpWay.VISIT, Rating.CONTENT))
    rows = {row.key: row for row in figures(office).follow_ups}
    assert list(rows) == [row.id for row in office.procedure.follow_ups]
    told = {key: [figure.count for figure in row.figures] for key, row in rows.items() if row.answers.count}
    assert told == {"complaint_follow_up": [1, 0, 0, 1, 1], "community_follow_up": [0, 0, 0, 0, 1]}
    assert rows["complaint_follow_up"].share == Ratio(1, 1)
    assert rows["community_follow_up"].name == "社区文化活动回访"


def test_slips_of_figures_are_never_void(busy: Office) -> None:
    found = figures(busy)
    live = [each for each in pages_of(busy, OCTOBER) if each.case.state is not CaseState.VOID]
    slips = [order for each in live for order in each.case.orders if order.state is not OrderState.VOID]
    assert found.share(ShareKind.TIMELINESS_OF_ALL).denominator.count == len(slips)
