# SPDX-License-Identifier: Apache-2.0
"""Why a limit ends when it does, in words step by step: what it starts with, what put it off, what was not counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from complaintdesk.desk.records import EventRecord
from complaintdesk.domain.commitments import Explanation
from complaintdesk.domain.due_times import Step, StepKind
from complaintdesk.domain.lifecycle import is_written_up_late
from complaintdesk.domain.rulebook_rows import Limit, LimitUnit
from complaintdesk.labels import label, language, translate
from complaintdesk.ui.look import Colour
from complaintdesk.ui.time_words import clock_words, length_words, weekday_words

_WEEKEND = frozenset({6, 7})


class WhyLine(NamedTuple):
    """A step in words: the moment or days it speaks of, what it says, and in which colour."""

    at: str
    words: str
    role: Colour = Colour.INK


def limit_words(limit: Limit) -> str:
    """A limit as one says it: 20 分钟, 24 小时, 3 天, 3 个工作日, 当天, 预约时间."""
    match limit.unit:
        case LimitUnit.MINUTES:
            words = translate("Limits", "{amount} min")
        case LimitUnit.HOURS:
            words = translate("Limits", "{amount} h")
        case LimitUnit.DAYS:
            words = translate("Limits", "{amount} days")
        case LimitUnit.WORKING_DAYS:
            words = translate("Limits", "{amount} working days")
        case LimitUnit.MONTHS:
            words = translate("Limits", "{amount} months")
        case LimitUnit.SAME_DAY:
            words = translate("Limits", "the same day")
        case LimitUnit.APPOINTED_TIME:
            words = translate("Limits", "the agreed time")
        case LimitUnit.APPOINTED_DAY:
            words = translate("Limits", "the agreed day")
        case LimitUnit.PROMISED_TIME:
            words = translate("Limits", "the promised time")
    return words.format(amount=limit.amount)


def asked(found: Explanation, now: datetime, zone: ZoneInfo) -> str:
    """The question that the steps answer: 完工：为什么是 10月22日 周四 17:30？"""
    words = translate("Why", "{name}: why {moment}?")
    return words.format(name=found.name, moment=_moment(found.due_at, now, zone))


def first_due_words(found: Explanation, now: datetime, zone: ZoneInfo) -> str:
    """When the limit ended at first, where it was moved since; '' where it never was."""
    if found.first_due_at == found.due_at:
        return ""
    words = translate("Why", "At first: {moment}; that time stays on record.")
    return words.format(moment=_moment(found.first_due_at, now, zone))


def why_lines(found: Explanation, events: Iterable[EventRecord], now: datetime, zone: ZoneInfo) -> tuple[WhyLine, ...]:
    """The steps by which a limit's end came about, from its start on; `events` are the case's story."""
    said = {event.id: event for event in events}
    lines: list[WhyLine] = []
    for kind, steps in groupby(found.steps, lambda step: step.kind):
        if kind is StepKind.DAY_OFF:
            lines += _days_off(tuple(steps), now, zone)
        else:
            lines += [_line(found, step, said.get(step.event_id or 0), now, zone) for step in steps]
    if found.met_at is not None:
        lines.append(_met(found, now, zone))
    return tuple(lines)


def why_text(question: str, lines: Iterable[WhyLine]) -> str:
    """The question and its answer as plain text, to be copied."""
    return "\n".join((question, *(f"{line.at}　{line.words}".replace("\n", "　") for line in lines)))


def _line(found: Explanation, step: Step, event: EventRecord | None, now: datetime, zone: ZoneInfo) -> WhyLine:
    """One step; a pause and an extension are said with the words that they were noted with."""
    at, words, role = _moment(step.at, now, zone), "", Colour.INK
    match step.kind:
        case StepKind.STARTED:
            words = _started(found, event, now, zone)
        case StepKind.URGENT:
            words = translate("Why", "Outside office hours, but urgent: it runs at once")
        case StepKind.PUT_OFF:
            words = translate("Why", "Received outside office hours and not urgent: it runs from when the office opens")
        case StepKind.NOT_BEFORE:
            words = translate("Why", "Nothing is to be done before {limit} are over: it runs from there")
            words = words.format(limit="" if step.limit is None else limit_words(step.limit))
        case StepKind.COUNTED:
            words = f"{_counted(found.limit)}\n{translate('Why', 'by {source}').format(source=found.source)}"
        case StepKind.MADE_UP:
            at = "" if step.day is None else _day(step.day, now, zone)
            words = translate("Why", "make-up workday, worked")
        case StepKind.PAUSED:
            words = _paused(step, event, now, zone)
        case StepKind.WAITING:
            at, role = "" if step.since is None else _moment(step.since, now, zone), Colour.SOON
            words = translate("Why", "Waits since then ({reason}): the limit stands still until it goes on")
            words = _with_note(words.format(reason="" if step.reason is None else label(step.reason)), event)
        case StepKind.EXTENDED:
            words = translate("Why", "Put off to this time by {name}").format(name="" if event is None else event.by)
            words = "\n".join(part for part in (words, "" if event is None else event.words) if part)
        case StepKind.PROVISIONAL:
            at, role = "" if step.day is None else str(step.day.year), Colour.SOON
            words = translate("Why", "Its holidays are not confirmed yet: this time may still change")
        case StepKind.DAY_OFF:
            pass
    return WhyLine(at, words, role)


def _started(found: Explanation, event: EventRecord | None, now: datetime, zone: ZoneInfo) -> str:
    parts = [label(found.start_kind)]
    if event is not None:
        parts.append(event.by)
        if is_written_up_late(event.happened_at, event.recorded_at):
            noted = translate("Why", "noted {moment}; the time it happened counts")
            parts.append(noted.format(moment=_moment(event.recorded_at, now, zone)))
    return " · ".join(part for part in parts if part)


def _counted(limit: Limit) -> str:
    """How a limit of this unit is counted (R-T-01 to R-T-04)."""
    match limit.unit:
        case LimitUnit.MINUTES | LimitUnit.HOURS:
            words = translate("Why", "+ {limit} on the clock; once started it runs through nights and days off")
        case LimitUnit.DAYS:
            words = translate("Why", "+ {limit}: until the end of that day, the first day not counted")
        case LimitUnit.WORKING_DAYS:
            words = translate("Why", "+ {limit}: until the end of that day, the first day and days off not counted")
        case LimitUnit.MONTHS:
            words = translate("Why", "+ {limit}: until the end of that day")
        case LimitUnit.SAME_DAY:
            words = translate("Why", "the same day, until its end")
        case LimitUnit.APPOINTED_TIME:
            words = translate("Why", "the time agreed with the client, of a span its end")
        case LimitUnit.APPOINTED_DAY:
            words = translate("Why", "the end of the day agreed with the client")
        case LimitUnit.PROMISED_TIME:
            words = translate("Why", "the time promised to the client")
    return words.format(limit=limit_words(limit))


def _paused(step: Step, event: EventRecord | None, now: datetime, zone: ZoneInfo) -> str:
    assert step.since is not None
    assert step.until is not None
    assert step.reason is not None
    words = translate("Why", "Waited ({reason}) from {since} to {until}, {length}: moved on to this time")
    words = words.format(
        reason=label(step.reason),
        since=_moment(step.since, now, zone),
        until=_moment(step.until, now, zone),
        length=length_words(step.until - step.since),
    )
    return _with_note(words, event)


def _with_note(words: str, event: EventRecord | None) -> str:
    """The words with what was noted to it, and by whom."""
    noted = "" if event is None else " · ".join(part for part in (event.words, event.by) if part)
    return "\n".join(part for part in (words, noted) if part)


def _met(found: Explanation, now: datetime, zone: ZoneInfo) -> WhyLine:
    assert found.met_at is not None
    at = _moment(found.met_at, now, zone)
    late = found.met_at - found.due_at
    if late > timedelta(0):
        words = translate("Why", "Met, {length} late").format(length=length_words(late))
        return WhyLine(at, words, Colour.LATE)
    return WhyLine(at, translate("Why", "Met in time"), Colour.GOOD)


def _days_off(steps: Sequence[Step], now: datetime, zone: ZoneInfo) -> Iterator[WhyLine]:
    """The days off in runs: 10月1日 周四 – 10月7日 周三 国庆节."""
    runs: list[list[Step]] = []
    for step in steps:
        assert step.day is not None
        last = runs[-1][-1] if runs else None
        if last is not None and last.name == step.name and last.day == step.day - timedelta(days=1):
            runs[-1].append(step)
        else:
            runs.append([step])
    for run in runs:
        days = [step.day for step in run if step.day is not None]
        words = translate("Why", "{name}, day off").format(name=run[0].name)
        if not run[0].name and all(day.isoweekday() in _WEEKEND for day in days):
            words = translate("Why", "weekend")
        elif not run[0].name:
            words = translate("Why", "day off")
        first, final = (_day(day, now, zone) for day in (days[0], days[-1]))
        yield WhyLine(first if first == final else f"{first} – {final}", words)


def _moment(moment: datetime, now: datetime, zone: ZoneInfo) -> str:
    """A moment beyond all doubt: 10月22日 周四 17:30, with its year where that is another than now's."""
    return f"{_day(moment.astimezone(zone).date(), now, zone)} {clock_words(moment, zone)}"


def _day(day: date, now: datetime, zone: ZoneInfo) -> str:
    other_year = day.year != now.astimezone(zone).year
    if language() == "zh_CN":
        year = f"{day.year}年" if other_year else ""
        return f"{year}{day.month}月{day.day}日 {weekday_words(day)}"
    return f"{weekday_words(day)} {day:%Y-%m-%d}" if other_year else f"{weekday_words(day)} {day:%m-%d}"
