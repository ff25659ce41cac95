# SPDX-License-Identifier: Apache-2.0
"""A story as a time line: what happened when, by whom, what was taken back, and what is due and has not happened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from complaintdesk.desk.follow_up_records import FollowUpRecord
from complaintdesk.desk.records import CommitmentRecord, EventRecord
from complaintdesk.domain.lifecycle import is_written_up_late, minute
from complaintdesk.domain.terms import EventKind, Rating, ReminderWay
from complaintdesk.labels import label, translate
from complaintdesk.ui import look
from complaintdesk.ui.follow_up_words import FOLLOWING_UP, follow_up_words, standing_words
from complaintdesk.ui.look import Colour, Tone
from complaintdesk.ui.time_words import Said, due_words, exact_words, moment_words
from complaintdesk.ui.words import Note, Text

_TONES = {
    EventKind.REMINDED: Tone.SOON,
    EventKind.FOLLOW_UP_TRIED: Tone.SOON,
    EventKind.WITHDRAWN: Tone.PLAIN,
    EventKind.NOTED: Tone.PLAIN,
} | dict.fromkeys((EventKind.VOIDED, EventKind.ORDER_VOIDED, EventKind.REOPENED), Tone.LATE)


@dataclass(frozen=True)
class Step:
    """One line of the story; `ahead` has not happened yet, `struck` was taken back, `stopped` stands still since."""

    tone: Tone
    at: datetime
    title: str
    words: str = ""
    by: str = ""
    struck: bool = False
    ahead: bool = False
    stopped: bool = False


def steps_of(
    events: Iterable[EventRecord],
    commitments: Iterable[CommitmentRecord],
    now: datetime,
    zone: tzinfo,
    follow_ups: Iterable[FollowUpRecord] = (),
) -> tuple[Step, ...]:
    """The story's lines by the minute they happened, then as they were noted, with the limits that still run or wait
    and the follow-ups that must still be made.

    `events` come in order of entry.
    """
    steps = [_told(event, now, zone) for event in _each_once(events)]
    steps += [_limit(each, now, zone) for each in commitments if each.met_at is None and not each.reminder]
    steps += [
        Step(said.tone, each.due_at or each.opens_at, each.name, _beside(said), ahead=True)
        for each in follow_ups
        if each.open and each.required and (said := standing_words(each, now, zone))
    ]
    return tuple(sorted(steps, key=lambda step: minute(step.at)))


def _each_once(events: Iterable[EventRecord]) -> Iterator[EventRecord]:
    """The events; one that is handled by the answer that stands above it does not say it again."""
    answer = ""
    for event in events:
        if event.kind is EventKind.ANSWERED and not event.withdrawn:
            answer = event.words
        elif event.kind is EventKind.REOPENED:
            answer = ""
        again = event.kind is EventKind.HANDLED and bool(answer) and event.words == answer
        yield replace(event, words="") if again else event


def _limit(limit: CommitmentRecord, now: datetime, zone: tzinfo) -> Step:
    """A limit that is not met: by its due time, one that waits by since when it does (R-T-07)."""
    said = due_words(limit, now, zone)
    if limit.paused_at is not None:
        words = translate("Timeline", "stands still: {reason}").format(reason=said.words)
        return Step(said.tone, limit.paused_at, limit.name, words, ahead=True, stopped=True)
    return Step(said.tone, limit.due_at, limit.name, _said_beside(limit, said), ahead=True)


def _beside(said: Said) -> str:
    """What is said beside a day that stands before it."""
    return "" if said.tone is Tone.PLAIN else said.words


def _said_beside(limit: CommitmentRecord, said: Said) -> str:
    """What is said beside a limit's time, which stands before it."""
    if said.tone is not Tone.PLAIN:
        return said.words
    return translate("Times", "provisional") if limit.provisional else ""


def _told(event: EventRecord, now: datetime, zone: tzinfo) -> Step:
    title = label(event.kind)
    if event.order_number and event.kind in (EventKind.DISPATCHED, EventKind.ORDER_VOIDED):
        title = f"{title} {event.order_number}"
    if event.withdrawn:
        title = translate("Timeline", "{step} (taken back)").format(step=title)
    words = event.words
    if event.kind is EventKind.REMINDED:
        whom, how, promise = (str(event.facts.get(key, "")) for key in ("whom", "how", "promise"))
        if how in set(ReminderWay):  # earlier versions kept the words
            how = label(ReminderWay(how))
        parts = [part for part in (whom, how, f"“{words}”" if words else "") if part]
        until = event.facts.get("until")
        by = moment_words(datetime.fromisoformat(str(until)), now, zone) if until else ""
        if promise or by:
            said = ", ".join(part for part in (promise, by) if part)
            parts.append(translate("Timeline", "promised: {words}").format(words=said))
        words = " · ".join(parts)
    if event.kind in FOLLOWING_UP:
        words = follow_up_words(event, now, zone)
    if is_written_up_late(event.happened_at, event.recorded_at):
        noted = translate("Timeline", "(noted {moment})").format(moment=moment_words(event.recorded_at, now, zone))
        words = f"{words} {noted}" if words else noted
    tone = _TONES.get(event.kind, Tone.GOOD)
    if event.facts.get("rating") == Rating.NOT_CONTENT:
        tone = Tone.LATE
    return Step(tone, event.happened_at, title, words, event.by, struck=event.withdrawn)


class _Dot(QWidget):
    """The mark before a line: full for what happened, a ring for what is to come, two bars for what stands still."""

    def __init__(self, step: Step) -> None:
        super().__init__()
        self._role = Colour.SECOND if step.tone is Tone.PLAIN or step.struck else step.tone.value[0]
        self._full = not step.ahead and not step.struck
        self._stopped = step.stopped
        self.setFixedSize(12, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour(self._role), 1.5))
        if self._stopped:
            for left in (2, 7):
                painter.fillRect(QRectF(left, 5, 2.5, 9), look.colour(self._role))
        else:
            painter.setBrush(look.colour(self._role) if self._full else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QRectF(1.5, 5.5, 8, 8))
        painter.end()


class Timeline(QWidget):
    """Lines of a story, the oldest above."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(look.GRID)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(2, 1)
        self._steps: tuple[Step, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setAccessibleName(translate("Timeline", "Time line"))

    def set_steps(self, steps: Sequence[Step], now: datetime, zone: tzinfo) -> None:
        """Shows these lines instead; `now` tells which days are called today and yesterday."""
        self._steps = tuple(steps)
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row, step in enumerate(self._steps):
            self._add(row, step, now, zone)
        self._grid.invalidate()
        self.updateGeometry()

    def lines(self) -> tuple[str, ...]:
        """What the lines say, for a reader and for tests."""
        return tuple(" ".join(part for part in (step.title, step.words, step.by) if part) for step in self._steps)

    def sizeHint(self) -> QSize:
        return QSize(240, super().sizeHint().height())

    def _add(self, row: int, step: Step, now: datetime, zone: tzinfo) -> None:
        top = Qt.AlignmentFlag.AlignTop
        when = Note(moment_words(step.at, now, zone))
        when.setToolTip(look.tip(exact_words(step.at, zone)))
        when.setContentsMargins(0, 1, 0, 0)
        role = Colour.SECOND if step.struck or (step.ahead and step.tone is Tone.PLAIN) else Colour.INK
        if step.ahead and step.tone is not Tone.PLAIN:
            role = step.tone.value[0]
        said = Text("　".join(part for part in (step.title, step.words) if part), role=role, wrap=True, selectable=True)
        if step.struck:
            font = said.font()
            font.setStrikeOut(True)
            said.setFont(font)
        parts: list[QWidget] = [_Dot(step), when, said]
        if step.by:
            by = Note(step.by)
            by.setContentsMargins(0, 1, 0, 0)
            parts.append(by)
        for column, part in enumerate(parts):
            self._grid.addWidget(part, row, column, top)
            part.show()  # now, not when Qt comes to it: until then the layout counts it as nothing
