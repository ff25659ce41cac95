# SPDX-License-Identifier: Apache-2.0
"""What the smaller deeds on a slip ask: accepted, arrived, booked in, taken back, void, and then handled."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from complaintdesk.desk import cases, corrections, dispatching, leading
from complaintdesk.desk.records import EventRecord, OrderRecord
from complaintdesk.domain.terms import EventKind, Rating
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields
from complaintdesk.labels import label, translate
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import FilterBox, LineInput, TextInput
from complaintdesk.ui.look import Tone
from complaintdesk.ui.slip_time_row import SlipTimeRow
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs.case_words import team_choices
from complaintdesk.ui.tabs.slip_facts_rows import LoadNote
from complaintdesk.ui.tabs.waves_steps import along_words
from complaintdesk.ui.tabs.worker_box import worker_box
from complaintdesk.ui.time_words import moment_words
from complaintdesk.ui.words import Note, Row

WITHDRAWABLE = frozenset(
    {
        *(EventKind.REASSIGNED, EventKind.ACCEPTED, EventKind.ARRIVED, EventKind.COMPLETED, EventKind.RETURNED),
        EventKind.REMINDED,
    }
)


class SlipForm(StepForm):
    """A deed on one slip."""


class AcceptForm(SlipForm):
    """Who took the slip, and when."""

    def __init__(self, bridge: Bridge, order: OrderRecord, workers: Sequence[str]) -> None:
        super().__init__(translate("AcceptForm", "Accepted by"), translate("AcceptForm", "Save"))
        self._bridge, self._order = bridge, order
        self.worker = worker_box(order, workers)
        self.time = _time_or_now(bridge, order, "accepted_at")
        worker = FieldRow(translate("AcceptForm", "Worker"), self.worker, above=True)
        line = Row()
        for row in (
            self.add_field(worker, "worker", lay_out=False),
            self.add_field(self.time, "accepted_at", "happened_at", lay_out=False),
        ):
            line.addWidget(row, 1, Qt.AlignmentFlag.AlignTop)
        self.box.addLayout(line)

    def take(self) -> None:
        self._bridge.do(dispatching.accept, self._order.id, self.worker.typed, self.time.given())


class ArriveForm(SlipForm):
    """When the worker arrived."""

    def __init__(self, bridge: Bridge, order: OrderRecord) -> None:
        super().__init__(translate("ArriveForm", "Arrived"), translate("ArriveForm", "Save"))
        self._bridge, self._order = bridge, order
        self.time = _time_or_now(bridge, order, "arrived_at")
        self.add_field(self.time, "arrived_at", "happened_at")

    def take(self) -> None:
        self._bridge.do(dispatching.arrive, self._order.id, self.time.given())


class ReassignForm(SlipForm):
    """Passes the slip to another team or worker (转派), with the reason (R-WO-05)."""

    def __init__(self, bridge: Bridge, order: OrderRecord) -> None:
        words = translate("ReassignForm", "Pass {number} on: whoever has it now gives it back")
        super().__init__(words.format(number=order.number), translate("ReassignForm", "Pass on"))
        self._bridge, self._order = bridge, order
        self.team = FilterBox(placeholder=translate("CaseSteps", "Any part of its name, or pinyin"))
        self.team.set_choices(team_choices(bridge.procedure))
        self.worker = LineInput(placeholder=translate("CaseSteps", "if known"))
        self.time = _time_or_now(bridge, order, "reassigned_at")
        team = FieldRow(translate("CaseSteps", "Team"), self.team, above=True)
        line = Row()
        for row in (
            self.add_field(team, "team", lay_out=False),
            self.add_field(
                FieldRow(translate("CaseSteps", "Worker"), self.worker, above=True), "worker", lay_out=False
            ),
            self.add_field(self.time, "reassigned_at", "happened_at", lay_out=False),
        ):
            line.addWidget(row, 1, Qt.AlignmentFlag.AlignTop)
        self.box.addLayout(line)
        self.load = LoadNote(bridge, self.team)
        self.box.addWidget(self.load)
        self.reason = TextInput(lines=2, placeholder=translate("ReassignForm", "The wall has to be opened"))
        self.add_field(FieldRow(translate("ReassignForm", "Reason"), self.reason, above=True), "reason")

    def take(self) -> None:
        self.team.settle()
        if self.team.value is None:
            raise MissingFields({"team": QT_TRANSLATE_NOOP("errors", "Which team gets the slip?")})
        given = (self.team.value, self.reason.text(), self.worker.text(), self.time.given())
        self._bridge.do(dispatching.reassign, self._order.id, *given)


class ReturnForm(SlipForm):
    """The signed slip is back; gives whether it was the last one out."""

    def __init__(self, bridge: Bridge, order: OrderRecord) -> None:
        super().__init__(translate("ReturnForm", "The slip is back"), translate("ReturnForm", "Book in"))
        self._bridge, self._order = bridge, order
        self.time = _time_or_now(bridge, order, "returned_at")
        self.add_field(self.time, "returned_at", "happened_at")

    def take(self) -> bool:
        return self._bridge.do(dispatching.return_slip, self._order.id, self.time.given())

    def start(self) -> None:
        self.accept_button.setFocus()


class WithdrawForm(SlipForm):
    """Takes back the last thing noted of a slip, with a reason that stays in the books."""

    def __init__(self, bridge: Bridge, event: EventRecord) -> None:
        words = translate("WithdrawForm", "Take back: {what}, {moment} ({by})")
        moment = moment_words(event.happened_at, bridge.now(), bridge.zone)
        super().__init__(
            words.format(what=label(event.kind), moment=moment, by=event.by), translate("WithdrawForm", "Take back")
        )
        self._bridge, self._event = bridge, event
        self.reason = TextInput(lines=2, placeholder=translate("WithdrawForm", "Noted on the wrong slip"))
        self.add_field(FieldRow(translate("WithdrawForm", "Reason"), self.reason, above=True), "reason")

    def take(self) -> None:
        self._bridge.do(corrections.withdraw, self._event.id, self.reason.text())


class VoidForm(SlipForm):
    """Voids a slip; its number stays in the books (R-WO-03)."""

    def __init__(self, bridge: Bridge, order: OrderRecord) -> None:
        words = translate("VoidForm", "Void {number}: it stays in the books under its number and can't come back")
        super().__init__(words.format(number=order.number), translate("VoidForm", "Void the slip"))
        self._bridge, self._order = bridge, order
        self.reason = TextInput(lines=2, placeholder=translate("VoidForm", "The owner called it off"))
        self.add_field(FieldRow(translate("VoidForm", "Reason"), self.reason, above=True), "reason")

    def take(self) -> None:
        self._bridge.do(dispatching.void_order, self._order.id, self.reason.text())


class HandleForm(SlipForm):
    """Proposed when a case's last slip is back: the case is handled with the slip's own words, by one key."""

    def __init__(self, bridge: Bridge, order: OrderRecord) -> None:
        words = translate("HandleForm", "The last slip of {number} is back: is the case handled?")
        super().__init__(words.format(number=order.case.number), translate("HandleForm", "Handled"))
        self._bridge, self._order = bridge, order
        self.listening = False  # nobody asked for this form: it comes where another was a moment ago
        self.leave_button.setText(translate("HandleForm", "Not yet"))
        self.words = TextInput(lines=2)
        self.words.setText(order.result)
        self.add_field(FieldRow(translate("HandleForm", "Result"), self.words, above=True), "words")
        if Rating.NOT_CONTENT in (order.quality, order.manner, order.timeliness):
            self.banner.say(
                translate("HandleForm", "The client was not content: speak to them before the case is closed."),
                Tone.SOON,
            )
        self.along = bridge.ask(leading.along_with, order.case.id)
        if self.along:
            self.box.addWidget(Note(along_words(self.along), wrap=True))

    def take(self) -> None:
        along = [each.id for each in self.along]
        self._bridge.do(cases.handle, self._order.case.id, self.words.text(), None, along)

    def start(self) -> None:
        self.accept_button.setFocus()
        QTimer.singleShot(QApplication.doubleClickInterval(), self, self._listen)

    def submit(self) -> None:
        """Handles the case, but not by the second half of a double press that was meant for the slip's return."""
        if self.listening:
            super().submit()

    def _listen(self) -> None:
        self.listening = True


def last_noted(order: OrderRecord, events: Sequence[EventRecord]) -> EventRecord | None:
    """What would be taken back: the last standing step or reminder of the slip."""
    own = [
        event
        for event in events
        if event.order_number == order.number and event.kind in WITHDRAWABLE and not event.withdrawn
    ]
    return max(own, key=lambda event: event.id, default=None)


def _time_or_now(bridge: Bridge, order: OrderRecord, name: str) -> SlipTimeRow:
    before = order.completed_at or order.arrived_at or order.accepted_at or order.issued_at
    return SlipTimeRow(
        bridge,
        name,
        translate("order_steps", "When"),
        after=lambda: before,
        placeholder=translate("order_steps", "now, or as written: 10:48"),
    )
