# SPDX-License-Identifier: Apache-2.0
"""What the deeds on a follow-up ask: tried in vain, made, signed for a second time, given up, taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy

from complaintdesk.desk import cases, corrections, follow_ups, staffing
from complaintdesk.desk.follow_up_records import FollowUpRecord, has_second_signature
from complaintdesk.desk.follow_ups import AttemptDraft, FollowedUp, FollowUpDraft
from complaintdesk.desk.records import CasePage, EventRecord
from complaintdesk.domain.terms import AttemptOutcome, CaseState, FollowUpWay, OrderState, Rating
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields, UserError
from complaintdesk.labels import label, translate, words_of
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Choices, TickBox
from complaintdesk.ui.follow_up_words import FOLLOWING_UP
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import LineInput, TextInput
from complaintdesk.ui.look import Tone
from complaintdesk.ui.scrolling import NoHigher
from complaintdesk.ui.slip_time_row import SlipTimeRow
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs.case_form_parts import AppointmentRow
from complaintdesk.ui.tabs.case_words import staff_choices
from complaintdesk.ui.tabs.colleague_form import ColleagueForm
from complaintdesk.ui.time_words import moment_words
from complaintdesk.ui.words import Column, Note, Row

_WIDTH = 96  # of the labels
_FINISHED = (OrderState.COMPLETED, OrderState.RETURNED, OrderState.VOID)
_RATINGS = (Rating.CONTENT, Rating.FAIR, Rating.NOT_CONTENT)


class ToComeRow(AppointmentRow):
    """A time still to come, typed in words and echoed exactly."""

    def __init__(self, bridge: Bridge, name: str, label: str) -> None:
        """`name` is what errors call the field."""
        super().__init__(bridge, label, _WIDTH)
        self._name = name
        self.input.setPlaceholderText(translate("FollowUpSteps", "tomorrow 10:00, this evening"))

    def moment(self) -> datetime | None:
        """The instant named, None for none; raises UserError beside the box."""
        try:
            return self.given()[0]
        except UserError as error:
            raise UserError(error.text, field=self._name, **error.values) from error


class FollowUpForm(StepForm):
    """A deed on one follow-up; times to come are kept as what they meant."""

    def __init__(self, bridge: Bridge, one: FollowUpRecord, title: str, accept: str) -> None:
        super().__init__(title, accept)
        self.bridge, self.one = bridge, one
        self.to_come: dict[str, ToComeRow] = {}

    def typed(self) -> dict[str, Any]:
        return super().typed() | {name: row.kept() for name, row in self.to_come.items()}

    def put(self, typed: Mapping[str, Any]) -> None:
        super().put({name: contents for name, contents in typed.items() if name not in self.to_come})
        for name, row in self.to_come.items():
            if name in typed:
                row.put_kept(typed[name])

    def add_way(self) -> tuple[Choices, SlipTimeRow]:
        """Adds how it was done, and when if not just now; side by side."""
        way = Choices([(each, label(each)) for each in FollowUpWay])
        way.set_value(FollowUpWay.PHONE)
        row = FieldRow(translate("FollowUpSteps", "How"), way, above=True)
        time = SlipTimeRow(
            self.bridge,
            "happened_at",
            translate("FollowUpSteps", "When"),
            after=lambda: None,
            placeholder=translate("FollowUpSteps", "now, or 10:48"),
        )
        line = Row(gap=look.GAP)
        self.add_field(row, "way", lay_out=False)
        self.add_field(time, "happened_at", "followed_up_at", "follow_up_tried_at", lay_out=False)
        line.addWidget(row, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(time, 1, Qt.AlignmentFlag.AlignTop)
        self.box.addLayout(line)
        return way, time

    def add_to_come(self, name: str, words: str) -> ToComeRow:
        """Adds a time still to come."""
        row = ToComeRow(self.bridge, name, words)
        self.to_come[name] = row
        self.add_field(row, name)
        return row


class TriedForm(FollowUpForm):
    """Nobody reached, or no answer given: an attempt, no follow-up (R-CB-07)."""

    def __init__(self, bridge: Bridge, one: FollowUpRecord) -> None:
        super().__init__(
            bridge, one, translate("FollowUpSteps", "Tried in vain"), translate("FollowUpSteps", "Save the attempt")
        )
        self.outcome = Choices([(each, label(each)) for each in AttemptOutcome], wrap=True)
        self.add_field(FieldRow(translate("FollowUpSteps", "What came of it"), self.outcome, above=True), "outcome")
        self.call_again = self.add_to_come("call_again_at", translate("FollowUpSteps", "Call again"))
        self.words = LineInput(placeholder=translate("FollowUpSteps", "Who answered, what was said"))
        self.add_field(FieldRow(translate("FollowUpSteps", "Words"), self.words, label_width=_WIDTH), "words")
        self.way, self.time = self.add_way()

    def start(self) -> None:
        self.outcome.button(AttemptOutcome.NO_ANSWER).setFocus(Qt.FocusReason.TabFocusReason)

    def take(self) -> int:
        if self.outcome.value is None:
            raise MissingFields({"outcome": QT_TRANSLATE_NOOP("errors", "Why was it in vain?")})
        draft = AttemptDraft(
            self.one.id,
            self.outcome.value,
            self.way.value,
            self.words.text(),
            self.call_again.moment(),
            self.time.given(),
        )
        return self.bridge.do(follow_ups.attempt, draft)


class RecordForm(FollowUpForm):
    """What the client said, with a rating; a client who is not content begins a new round (R-CB-09)."""

    whole = True

    def __init__(self, bridge: Bridge, one: FollowUpRecord, page: CasePage) -> None:
        super().__init__(bridge, one, one.name, translate("FollowUpSteps", "Save the follow-up"))
        self.title.hide()  # the panel names it
        self._token, self._case = uuid4().hex, page.case
        self.rating = Choices([(each, label(each)) for each in _RATINGS])
        self.words = TextInput(lines=2, placeholder=translate("FollowUpSteps", "What the client said"))
        self.reasons = TextInput(lines=2, placeholder=translate("FollowUpSteps", "With what, and what they ask for"))
        self.unsolved = LineInput(placeholder=translate("FollowUpSteps", "Asked of everybody; empty if nothing"))
        self.closing = TickBox(translate("FollowUpSteps", "The client is content: close the case with it"))
        self.new_round = TickBox(translate("FollowUpSteps", "Begin a new round, with a sheet of its own"))
        self.follows = Note(wrap=True)
        body = self.box
        self.box = Column(look.GAP)
        self.add_field(FieldRow(translate("FollowUpSteps", "Rating"), self.rating, label_width=_WIDTH), "rating")
        self.reasons_row = self.add_field(
            FieldRow(translate("FollowUpSteps", "Why not"), self.reasons, label_width=_WIDTH), "reasons"
        )
        self.add_field(FieldRow(translate("FollowUpSteps", "Words"), self.words, label_width=_WIDTH), "words")
        self.add_field(FieldRow(translate("FollowUpSteps", "Unsolved"), self.unsolved, label_width=_WIDTH), "unsolved")
        self.reply_by = self.add_to_come("reply_by", translate("FollowUpSteps", "Reply told for"))
        self.way, self.time = self.add_way()
        self.add_field(FieldRow("", self.closing), "close")
        self.add_field(FieldRow("", self.new_round), "new_round")
        self.box.addWidget(self.follows)
        body.addWidget(NoHigher(self.box), 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.unsolved.textChanged.connect(lambda _words: self._arrange())
        self.rating.changed.connect(self._rated)
        self._arrange()
        role = bridge.staff.role if bridge.staff is not None else None
        problem = None if role is None else bridge.ask(follow_ups.not_theirs, one.id, bridge.books, role)
        if problem is not None:  # before it is typed; the deed refuses it
            self.banner.say(words_of(problem), Tone.SOON)

    def start(self) -> None:
        self.rating.button(Rating.CONTENT).setFocus(Qt.FocusReason.TabFocusReason)

    def put(self, typed: Mapping[str, Any]) -> None:
        super().put(typed)
        self._arrange()

    def take(self) -> FollowedUp:
        rating: Rating | None = self.rating.value
        if rating is None:
            raise MissingFields({"rating": QT_TRANSLATE_NOOP("errors", "Is the client content?")})
        draft = FollowUpDraft(
            follow_up_id=self.one.id,
            way=self.way.value,
            rating=rating,
            words=self.words.text(),
            reasons=self.reasons.text() if rating is Rating.NOT_CONTENT else "",
            unsolved=self.unsolved.text(),
            reply_by=self.reply_by.moment() if self.unsolved.text().strip() else None,
            happened_at=self.time.given(),
            close=self._may_close() and self.closing.isChecked(),
            new_round=self._may_begin_anew() and self.new_round.isChecked(),
            token=self._token,
        )
        return self.bridge.do(follow_ups.record, draft)

    def _may_close(self) -> bool:
        content = self.rating.value in (Rating.CONTENT, Rating.FAIR)
        return content and self._case.state is CaseState.HANDLED and self.bridge.may(cases.close)

    def _may_begin_anew(self) -> bool:
        """Whether a new round is a choice: of a case that was handled it begins by itself."""
        return self.rating.value is Rating.NOT_CONTENT and self._case.state is CaseState.IN_HAND

    def _rated(self, _rating: object) -> None:
        """A content client's case is usually closed, and what was finished without pleasing begun anew: ticks to be
        taken off."""
        self.closing.setChecked(self._may_close())
        still_out = any(order.state not in _FINISHED for order in self._case.orders)
        self.new_round.setChecked(self._may_begin_anew() and not still_out)
        self._arrange()
        if self.rating.value is Rating.NOT_CONTENT:
            self.reasons.setFocus()

    def _arrange(self) -> None:
        """Shows what is asked of this rating, and what will follow."""
        not_content = self.rating.value is Rating.NOT_CONTENT
        self.reasons_row.setVisible(not_content)
        self.reply_by.setVisible(bool(self.unsolved.text().strip()))
        self.fields["close"].setVisible(self._may_close())
        self.fields["new_round"].setVisible(self._may_begin_anew())
        again = self._case.state in (CaseState.HANDLED, CaseState.CLOSED)
        words = translate("FollowUpSteps", "Saving begins round {round} of {number}, with a sheet of its own.")
        self.follows.setText(words.format(round=self._case.round + 1, number=self._case.number))
        self.follows.setVisible(not_content and again)


class SignForm(ColleagueForm):
    """The second signature of a follow-up by phone (R-CB-07): one's own, or a colleague's with their password."""

    def __init__(self, bridge: Bridge, one: FollowUpRecord) -> None:
        super().__init__(bridge, translate("FollowUpSteps", "Countersign the call"), translate("FollowUpSteps", "Sign"))
        self._one = one
        called = translate("FollowUpSteps", "{name} called; another member of staff confirms the call.")
        self.box.addWidget(Note(called.format(name=one.called_by), wrap=True))
        others = [each for each in bridge.ask(staffing.staff_list, bridge.books) if each.id != one.called_by_id]
        own = bridge.staff
        usual = own.name if own is not None and own.id != one.called_by_id else None
        self.add_who([(name, name, letters) for _id, name, letters in staff_choices(others)], usual)

    def take(self) -> None:
        asked = QT_TRANSLATE_NOOP("errors", "Who signs? It must be somebody else than who called.")
        self.sign(
            follow_ups.confirm,
            self._one.id,
            asked,
            lambda: self._bridge.ask(has_second_signature, self._one.id),
        )


class GiveUpForm(FollowUpForm):
    """No more is tried: a supervisor's word, with the reason."""

    def __init__(self, bridge: Bridge, one: FollowUpRecord) -> None:
        super().__init__(
            bridge, one, translate("FollowUpSteps", "Give the follow-up up"), translate("FollowUpSteps", "Give up")
        )
        self.reason = TextInput(lines=2, placeholder=translate("FollowUpSteps", "Moved away, not reached three times"))
        self.add_field(FieldRow(translate("FollowUpSteps", "Reason"), self.reason, above=True), "reason")

    def take(self) -> int:
        return self.bridge.do(follow_ups.give_up, self.one.id, self.reason.text())


class TakeBackForm(FollowUpForm):
    """Takes back the last thing noted of a follow-up, with a reason that stays in the books."""

    def __init__(self, bridge: Bridge, one: FollowUpRecord, event: EventRecord) -> None:
        words = translate("WithdrawForm", "Take back: {what}, {moment} ({by})")
        said = words.format(
            what=label(event.kind), moment=moment_words(event.happened_at, bridge.now(), bridge.zone), by=event.by
        )
        super().__init__(bridge, one, said, translate("FollowUpSteps", "Take it back"))
        self._event = event
        self.reason = TextInput(lines=2)
        self.add_field(FieldRow(translate("FollowUpSteps", "Reason"), self.reason, above=True), "reason")

    def take(self) -> int:
        return self.bridge.do(corrections.withdraw, self._event.id, self.reason.text())


def last_told(one: FollowUpRecord, page: CasePage) -> EventRecord | None:
    """What would be taken back: the last standing event of the follow-up."""
    own = [
        event
        for event in page.events
        if event.kind in FOLLOWING_UP
        and not event.withdrawn
        and (event.facts.get("follow_up"), event.facts.get("round")) == (one.key, one.round)
    ]
    return max(own, key=lambda event: event.id, default=None)
