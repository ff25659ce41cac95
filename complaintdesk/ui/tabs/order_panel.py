# SPDX-License-Identifier: Apache-2.0
"""The chosen slip: its facts, time line and deeds in the order they come, and the area in which one is asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt

from complaintdesk.desk import (
    case_pages,
    cases,
    chasing,
    corrections,
    dispatching,
    explaining,
    fee_pages,
    fees,
    order_pages,
    prints,
    staffing,
)
from complaintdesk.desk.fee_records import FeeRecord
from complaintdesk.desk.records import CasePage, OrderRecord
from complaintdesk.domain.terms import EventKind, OrderState
from complaintdesk.labels import label, translate, words_of
from complaintdesk.ui import look, printing
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.facts import Facts
from complaintdesk.ui.flow import Flow
from complaintdesk.ui.look import Tone
from complaintdesk.ui.masked_phone import MaskedPhone
from complaintdesk.ui.revealing import case_phone
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs import chase_form, order_steps, order_words
from complaintdesk.ui.tabs.case_facts import story
from complaintdesk.ui.tabs.case_words import why_words
from complaintdesk.ui.tabs.chase_form import Chased, ChaseForm, slip_chase
from complaintdesk.ui.tabs.completion_form import Completed, CompletionForm
from complaintdesk.ui.tabs.fee_lines import FeeAccount
from complaintdesk.ui.tabs.fee_steps import DueForm, PayForm, VoidPaymentForm
from complaintdesk.ui.tabs.record_panel import RecordPanel
from complaintdesk.ui.timeline import Timeline, steps_of
from complaintdesk.ui.why_dialog import WhyButton
from complaintdesk.ui.words import Column, ElidedText, Pill, Row, Text, Title

ACCEPT, ARRIVE, COMPLETE, RETURN = "accept", "arrive", "complete", "return"
REMIND, WITHDRAW, VOID, HANDLE, REASSIGN = "remind", "withdraw", "void", "handle", "reassign"
PAY, DUE, VOID_PAYMENT = "pay", "due", "void_payment"
_KEYS = {ACCEPT: "F2", ARRIVE: "F3", COMPLETE: "F11", RETURN: "F9"}  # each step's own, so that no key does two
_NEXT = {
    OrderState.ISSUED: ACCEPT,
    OrderState.ACCEPTED: ARRIVE,
    OrderState.ARRIVED: COMPLETE,
    OrderState.COMPLETED: RETURN,
}
_RIGHTS: dict[str, Callable[..., Any]] = {
    ACCEPT: dispatching.accept,
    ARRIVE: dispatching.arrive,
    COMPLETE: dispatching.complete,
    RETURN: dispatching.return_slip,
    REMIND: chasing.chase_slip,
    WITHDRAW: corrections.withdraw,
    VOID: dispatching.void_order,
    REASSIGN: dispatching.reassign,
    HANDLE: cases.handle,
    PAY: fees.pay,
    DUE: fees.set_due,
    VOID_PAYMENT: fees.void_payment,
}


class OrderPanel(RecordPanel):
    """Shows one slip, its work and its money."""

    large = frozenset({COMPLETE})
    proposed = HANDLE

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge, "order/", translate("OrderPanel", "Choose a slip, or scan its barcode."))
        self.order: OrderRecord | None = None
        self.page: CasePage | None = None
        self.fee: FeeRecord | None = None
        self._taken_back: dict[int, OrderRecord] = {}  # slips as they read before their completion was taken back
        self._build()

    def next_step(self) -> str:
        step = _NEXT.get(self.order.state, "") if self.order else ""
        step = step or (PAY if self.fee is not None and self.fee.owed > 0 else "")
        return step if step and self.bridge.may(_RIGHTS[step]) else ""

    def _build(self) -> None:
        self.number = Title()
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.state, self.due = Pill(), Pill()
        self.case = Button("", "Ctrl+O", icon="arrow-right", flat=True)
        self.case.clicked.connect(self._open_case)
        self.why = WhyButton()
        title = Row(self.number, self.state, self.due, self.why)
        title.addStretch(1)
        title.addWidget(self.case)
        self.who = ElidedText(bold=True)
        self.phone = MaskedPhone()
        who = Row(self.who, self.phone)
        who.setStretch(0, 1)
        head = Column()
        head.addLayout(title)
        head.addLayout(who)
        self.content = Text(wrap=True, selectable=True)
        self.facts, self.work, self.timeline = Facts(), Facts(), Timeline()
        self.account = FeeAccount()
        body = Column(look.GAP)
        for line in (self.content, self.facts, self.work, self.account, self.timeline):
            body.addWidget(line)
        body.addStretch(1)
        self._lay_out(head, body, self._build_deeds())

    def _build_deeds(self) -> Flow:
        names = order_words.deed_names()
        self.steps: dict[str, Button] = {}
        for step, key in _KEYS.items():
            self.steps[step] = Button(names[step], key)
            self.steps[step].clicked.connect(partial(self.ask, step))
        self.remind = Button(names[REMIND], "F7", also=(chase_form.KEY,), icon="bell")
        self.remind.clicked.connect(lambda: self.ask(REMIND))
        self.pay = Button(names[PAY], "F6", icon="receipt")
        self.pay.clicked.connect(lambda: self.ask(PAY))
        self.print = Button("", "Ctrl+P", icon="printer")
        self.print.clicked.connect(lambda: self._print(preview=False))
        self.preview = Button(translate("OrderPanel", "Preview"), also=("Ctrl+Shift+P",), icon="eye")
        self.preview.clicked.connect(lambda: self._print(preview=True))
        self.reassign = Button(names[REASSIGN], also=("Alt+S",), icon="send", flat=True)
        self.reassign.clicked.connect(lambda: self.ask(REASSIGN))
        self.withdraw = Button(names[WITHDRAW], also=("Ctrl+U",), icon="undo-2", flat=True)
        self.withdraw.clicked.connect(lambda: self.ask(WITHDRAW))
        self.void = Button(names[VOID], also=("Ctrl+Delete",), icon="ban", flat=True)
        self.void.clicked.connect(lambda: self.ask(VOID))
        self.due_button = Button(names[DUE], also=("Alt+D",), icon="pencil", flat=True)
        self.due_button.clicked.connect(lambda: self.ask(DUE))
        self.void_payment = Button(names[VOID_PAYMENT], also=("Alt+B",), icon="rotate-ccw", flat=True)
        self.void_payment.clicked.connect(lambda: self.ask(VOID_PAYMENT))
        flow = Flow()
        for button in (
            *(*self.steps.values(), self.pay, self.remind, self.print, self.preview),
            *(self.reassign, self.due_button, self.void_payment, self.withdraw, self.void),
        ):
            flow.addWidget(button)
        return flow

    def tell_times(self) -> None:
        """Says again what is left or late, of the slip as it was read last."""
        if self.order is None or self.page is None:
            return
        now, zone = self.bridge.shown_now(), self.bridge.zone
        said = order_words.standing(self.order, self.page, now, zone)
        self.due.set_words(said.words, said.tone)
        own = [event for event in story(self.page, now, zone) if event.order_number in ("", self.order.number)]
        open_limits = self.page.commitments if self.order.state in order_words.UNFINISHED else ()
        self.timeline.set_steps(steps_of(own, open_limits, now, zone), now, zone)

    def _read(self, record_id: int) -> None:
        order = self.bridge.ask(order_pages.order_record, record_id, self.bridge.books)
        page = self.bridge.ask(case_pages.case_page, order.case.id, self.bridge.books)
        fee = self.bridge.ask(fee_pages.fee_of_order, record_id)
        self.order, self.page, self.fee = order, page, fee  # all or, where the server goes in between, none
        self._fill(order, page)

    def _fill(self, order: OrderRecord, page: CasePage) -> None:
        now, zone = self.bridge.shown_now(), self.bridge.zone
        self.number.setText(order.number)
        self.state.set_words(label(order.state), order_words.state_tone(order.state))
        self.case.setText(order.case.number)
        self.case.updateGeometry()
        self.who.set_words(order_words.who(order.case))
        self.phone.set_number(order.case.caller_phone, reveal=case_phone(self.bridge, order.case.id))
        self.content.setText(order.case.content)
        self.facts.set_facts(order_words.facts(order, self._why(order, page), now, zone))
        self.work.set_facts(order_words.work(order, zone))
        self.account.show_fee(self.fee, now, zone, may_void=self.bridge.may(fees.void_payment))
        self.tell_times()
        self._show_deeds(order, page)

    def _why(self, order: OrderRecord, page: CasePage) -> str:
        """Why the slip's next limit ends when it does."""
        limit, office, now = order_words.next_limit(order, page), self.bridge.office, self.bridge.shown_now()
        found = self.bridge.ask(explaining.why, order.case.id, office.procedure_of, office.calendar_of, office.zone)
        self.why.set_why(found, page.events, now, office.zone, limit)
        same = (each for each in found if limit is not None and (each.key, each.round) == (limit.key, limit.round))
        explained = next(same, None)
        return "" if explained is None else why_words(explained, now, office.zone)

    def _show_deeds(self, order: OrderRecord, page: CasePage) -> None:
        may, next_step = self.bridge.may, self.next_step()
        running = order.state in order_words.OUT
        written_at_once = order.state in order_words.UNFINISHED and may(dispatching.complete)
        for step, button in self.steps.items():
            button.primary = step == next_step
            button.setVisible(button.primary or (step == COMPLETE and written_at_once))
            button.update()
        self.remind.setVisible(running and may(chasing.chase_slip))
        self.print.setText(order_words.print_words(order))
        self.print.setVisible(may(prints.start_slip))
        self.preview.setVisible(may(prints.start_slip))
        taken_back = order_steps.last_noted(order, page.events) is not None
        self.withdraw.setVisible(taken_back and may(corrections.withdraw))
        self.void.setVisible(running and may(dispatching.void_order))
        unfinished = order.state in order_words.UNFINISHED
        self.reassign.setVisible(unfinished and may(dispatching.reassign))
        self._show_money(next_step)
        self.deeds.updateGeometry()

    def _show_money(self, next_step: str) -> None:
        may, fee = self.bridge.may, self.fee
        self.pay.primary = next_step == PAY
        self.pay.setVisible(fee is not None and fee.owed > 0 and may(fees.pay))
        self.pay.update()
        self.due_button.setVisible(fee is not None and may(fees.set_due))
        self.void_payment.setVisible(fee is not None and fee.paid > 0 and may(fees.void_payment))

    def _form(self, step: str) -> StepForm | None:
        bridge, order = self.bridge, self.order
        assert order is not None
        assert self.page is not None
        if step in (ACCEPT, COMPLETE):
            workers = tuple(
                staff.name for staff in bridge.ask(staffing.staff_list, bridge.books) if staff.team == order.team
            )
            if step == ACCEPT:
                return order_steps.AcceptForm(bridge, order, workers)
            return CompletionForm(bridge, order, workers, self._taken_back.get(order.id))
        if step == WITHDRAW:
            event = order_steps.last_noted(order, self.page.events)
            if event is not None and event.kind is EventKind.COMPLETED:
                self._taken_back[order.id] = order
            return None if event is None else order_steps.WithdrawForm(bridge, event)
        if step in (PAY, DUE, VOID_PAYMENT):
            return self._money_form(step)
        forms: dict[str, Callable[[Bridge, OrderRecord], StepForm]] = {
            ARRIVE: order_steps.ArriveForm,
            RETURN: order_steps.ReturnForm,
            REMIND: _chase,
            VOID: order_steps.VoidForm,
            REASSIGN: order_steps.ReassignForm,
            HANDLE: order_steps.HandleForm,
        }
        return forms[step](bridge, order) if step in forms else None

    def _money_form(self, step: str) -> StepForm | None:
        fee = self.fee
        if fee is None or (step == PAY and fee.owed <= 0) or (step == VOID_PAYMENT and fee.paid <= 0):
            return None
        forms: dict[str, Callable[[Bridge, FeeRecord], StepForm]] = {
            PAY: PayForm,
            DUE: DueForm,
            VOID_PAYMENT: VoidPaymentForm,
        }
        return forms[step](self.bridge, fee)

    def _done(self, step: str, result: Any) -> None:
        assert self.order is not None
        self._make_room("")
        self.show_done(self.order.id)
        completed = result if isinstance(result, Completed) else None
        said = order_words.done_words(step, self.order, booked_in=completed is not None and completed.booked_in)
        said = " ".join(part for part in (said, order_words.open_words(step, self.fee)) if part)
        refusal = completed.refusal if completed else None
        if isinstance(result, Chased):
            chase_form.say_chased(self.bridge, self.banner, self, said, result)
        elif refusal is None:
            self.banner.say(said, Tone.GOOD)
        else:
            self.banner.say(f"{said}\n{words_of(refusal)}", Tone.SOON)
        last_out = completed.last_out if completed else step == RETURN and bool(result)
        shut = any(each.row.before is EventKind.HANDLED for each in self.page.unapproved) if self.page else False
        if not (last_out and not shut and self.bridge.may(cases.handle) and self.ask(HANDLE)):
            self.settled.emit()

    def _print(self, *, preview: bool) -> None:
        assert self.order is not None
        said = printing.print_slip(self.bridge, self.order.id, self, preview=preview)
        if said is not None:
            self.banner.say(said, Tone.GOOD)

    def _open_case(self) -> None:
        assert self.order is not None
        self.asked_for.emit("case", self.order.case.id)


def _chase(bridge: Bridge, order: OrderRecord) -> ChaseForm:
    whom = order.worker or order.team_name
    return slip_chase(bridge, order.case.id, order.id, order.number, whom, order.issued_at)
