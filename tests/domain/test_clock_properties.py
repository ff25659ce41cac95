# SPDX-License-Identifier: Apache-2.0
"""What holds of every limit, whatever its unit, its story, its rule book and the office's zone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import assume, given
from hypothesis import strategies as st

from complaintdesk.domain.commitments import Planned, plan
from complaintdesk.domain.due_times import StepKind
from complaintdesk.domain.lifecycle import Event
from complaintdesk.domain.rulebook_rows import CommitmentRow
from complaintdesk.domain.terms import EventKind, Grade, PauseReason
from complaintdesk.domain.waiting import pauses
from tests.domain.limits import CASE, SHANGHAI
from tests.domain.rule_books import limit
from tests.domain.timed import YEAR_2026, a_row, book

ZONES = (SHANGHAI, ZoneInfo("Europe/Berlin"))  # without summer time, and with
COUNTED = ("20 minutes", "4 hours", "24 hours", "same_day", "2 days", "3 working_days")
UNITS = (*COUNTED, "appointed_time", "appointed_day")
MONTH = "1 months"
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
Span = tuple[timedelta, timedelta | None]  # from the registration on: when a wait begins, how long it lasts

moments = st.integers(0, 330 * 24 * 3600).map(lambda seconds: FIRST + timedelta(seconds=seconds))
lengths = st.integers(0, 6 * 24 * 3600).map(lambda seconds: timedelta(seconds=seconds))
waits = st.lists(st.tuples(lengths, lengths), max_size=4)
rows = st.builds(
    a_row,
    st.sampled_from((*UNITS, MONTH)),
    not_before=st.sampled_from((None, limit("48 hours"))),
    pauses=st.sets(st.sampled_from(PauseReason), min_size=1).map(frozenset),
)


@dataclass(frozen=True)
class Told:
    """A story in the making: events follow each other in time."""

    events: tuple[Event, ...]

    @classmethod
    def of(cls, registered_at: datetime) -> Told:
        return cls((Event(1, EventKind.REGISTERED, registered_at, registered_at),))

    def and_then(self, kind: EventKind, at: datetime, **facts: object) -> Told:
        return Told((*self.events, Event(len(self.events) + 1, kind, at, at, facts=facts)))

    def waiting(self, spans: Sequence[tuple[timedelta, timedelta]], reason: PauseReason = PauseReason.PARTS) -> Told:
        """One wait after the other, each so long after the one before it."""
        told, at = self, self.events[-1].happened_at
        for before, length in spans:
            told = told.and_then(EventKind.PAUSED, at + before, reason=reason.value)
            at += before + length
            told = told.and_then(EventKind.RESUMED, at)
        return told

    def plan(self, row: CommitmentRow, zone: ZoneInfo = SHANGHAI, **facts: object) -> Planned:
        began = min(self.events, key=lambda event: event.id).happened_at
        agreed = {"appointment_from": began + timedelta(hours=30), "appointment_to": began + timedelta(hours=33)}
        case = replace(CASE, registered_at=began, **{**agreed, **facts})  # type: ignore[arg-type]
        (found,) = plan(book(row), case, self.events, zone, YEAR_2026)
        return found


@given(rows, moments, waits, st.sampled_from(ZONES), st.sampled_from(Grade))
def test_a_limit_never_ends_before_it_starts(row, registered_at, spans, zone, grade):
    """R-T-01 to R-T-05."""
    found = Told.of(registered_at).waiting(spans).plan(row, zone, grade=grade)
    assert registered_at <= found.started_at <= found.first_due_at <= found.due_at
    assert found.not_before is None or found.not_before <= found.first_due_at


@given(st.sampled_from((*UNITS, MONTH)).map(a_row), moments, lengths, st.sampled_from(ZONES), st.sampled_from(Grade))
def test_a_later_start_never_gives_an_earlier_end(row, registered_at, later, zone, grade):
    """R-T-01 to R-T-05."""
    first = Told.of(registered_at).plan(row, zone, grade=grade)
    then = Told.of(registered_at + later).plan(row, zone, grade=grade)
    assert first.started_at <= then.started_at
    assert first.due_at <= then.due_at


@given(st.sampled_from(COUNTED), moments, waits, lengths)
def test_a_later_start_never_gives_an_earlier_end_whatever_is_waited_for(words, registered_at, spans, later):
    """R-T-07: of the same waits a limit that starts later has less to wait for."""
    row = a_row(words, starts=EventKind.REPORTED)
    waited = Told.of(registered_at).waiting(spans)
    first, then = (waited.and_then(EventKind.REPORTED, at).plan(row) for at in (registered_at, registered_at + later))
    assert first.due_at <= then.due_at


@given(rows, moments, waits, lengths, lengths, st.sampled_from(ZONES), st.sampled_from(PauseReason))
def test_a_pause_never_shortens(row, registered_at, spans, before, length, zone, reason):
    """R-T-07."""
    told = Told.of(registered_at).waiting(spans)
    found = told.plan(row, zone)
    longer = told.waiting([(before, length)], reason).plan(row, zone)
    assert found.due_at <= longer.due_at
    assert found.first_due_at == longer.first_due_at
    if reason not in row.pauses:
        assert found.due_at == longer.due_at


@given(st.sampled_from(("20 minutes", "4 hours", "24 hours")), moments, lengths, lengths)
def test_a_clock_limit_is_moved_by_the_time_that_its_pause_covers(words, registered_at, before, length):
    """R-T-07."""
    told = Told.of(registered_at)
    first, found = told.plan(a_row(words)), told.waiting([(before, length)]).plan(a_row(words))
    began, ended = (max(at, first.started_at) for at in (registered_at + before, registered_at + before + length))
    covered = ended - began if began <= first.due_at else timedelta()
    assert found.due_at - first.due_at == covered


@given(rows, moments, waits, lengths, lengths, st.sampled_from(ZONES))
def test_while_a_wait_lasts_its_limit_is_not_late(row, registered_at, spans, before, after, zone):
    """R-T-07: it waits, or was broken before the wait began, or waits for something else."""
    told = Told.of(registered_at).waiting(spans)
    began = told.events[-1].happened_at + before
    found = told.and_then(EventKind.PAUSED, began, reason=PauseReason.PARTS.value).plan(row, zone)
    ran_out = found.due_at < began
    assert (found.paused_at is None) is (ran_out or PauseReason.PARTS not in row.pauses)
    if found.paused_at is not None:
        ended = told.and_then(EventKind.PAUSED, began, reason=PauseReason.PARTS.value)
        ended = ended.and_then(EventKind.RESUMED, began + after)
        assert ended.plan(row, zone).due_at >= max(found.due_at, min(began + after, found.due_at))
        assert ended.plan(row, zone).paused_at is None


@given(rows, moments, waits, lengths, st.integers(1, 400_000), st.sampled_from(ZONES))
def test_an_extension_keeps_the_first_end_and_sets_the_present_one(row, registered_at, spans, before, more, zone):
    """R-T-07."""
    told = Told.of(registered_at).waiting(spans)
    found = told.plan(row, zone)
    at = told.events[-1].happened_at + before
    until = found.due_at + timedelta(seconds=more)
    extended = told.and_then(EventKind.EXTENDED, at, key="row", round=1, due_at=until.isoformat()).plan(row, zone)
    assert extended.first_due_at == found.first_due_at
    assert extended.due_at == until
    waited = told.and_then(EventKind.EXTENDED, at, key="row", round=1, due_at=until.isoformat()).waiting(spans)
    assert waited.plan(row, zone).due_at >= until


@given(rows, moments, waits, lengths, waits)
def test_what_comes_after_a_limit_is_met_moves_it_no_more(row, registered_at, spans, before, later):
    """R-T-06, R-T-07."""
    told = Told.of(registered_at).waiting(spans)
    met = told.and_then(EventKind.ANSWERED, told.events[-1].happened_at + before)
    found = met.plan(row)
    assume(found.met_at is not None)
    again = met.waiting(later).plan(row)
    assert (again.due_at, again.met_at, again.paused_at) == (found.due_at, found.met_at, None)


@given(rows, moments, waits, st.sampled_from(ZONES))
def test_planning_twice_gives_the_same(row, registered_at, spans, zone):
    """R-T-06: whatever order the events are read in, and however late they were noted."""
    told = Told.of(registered_at).waiting(spans)
    found = told.plan(row, zone)
    assert told.plan(row, zone) == found
    assert Told(told.events[::-1]).plan(row, zone) == found
    late = tuple(replace(each, recorded_at=each.recorded_at + timedelta(days=3)) for each in told.events)
    assert Told(late).plan(row, zone) == found


@given(rows, moments, waits, lengths)
def test_what_was_taken_back_leaves_no_trace(row, registered_at, spans, before):
    """R-T-06."""
    told = Told.of(registered_at).waiting(spans)
    mistaken = told.waiting([(before, timedelta(hours=5))])
    ids = [event.id for event in mistaken.events[-2:]]
    events = list(mistaken.events)
    for number, about in enumerate(reversed(ids), len(events) + 1):
        events.append(replace(events[-1], id=number, kind=EventKind.WITHDRAWN, about_id=about, facts={}))
    assert Told(tuple(events)).plan(row) == told.plan(row)


@given(rows, moments, waits, st.sampled_from(ZONES))
def test_the_steps_lead_from_the_start_to_the_end(row, registered_at, spans, zone):
    """Each due time explains itself."""
    found = Told.of(registered_at).waiting(spans).plan(row, zone)
    assert (found.steps[0].kind, found.steps[0].at) == (StepKind.STARTED, registered_at)
    assert found.steps[-1].at == found.due_at
    counted = next(step for step in found.steps if step.kind is StepKind.COUNTED)
    assert counted.at == found.first_due_at
    reached = [step.at for step in found.steps]
    assert reached == sorted(reached)


@given(moments, st.lists(st.sampled_from(("pause", "resume", "handle", "reopen")), max_size=12))
def test_no_moment_is_waited_for_twice(registered_at, deeds):
    """R-T-07: whatever is noted, waits follow each other."""
    told, at = Told.of(registered_at), registered_at
    kinds = {"resume": EventKind.RESUMED, "handle": EventKind.HANDLED, "reopen": EventKind.REOPENED}
    for deed in deeds:
        at += timedelta(minutes=7)
        if deed == "pause":
            told = told.and_then(EventKind.PAUSED, at, reason=PauseReason.PARTS.value)
        else:
            told = told.and_then(kinds[deed], at)
    found = pauses(told.events)
    for first, then in pairwise(found):
        assert first.until is not None
        assert first.since <= first.until <= then.since
