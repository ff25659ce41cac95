# SPDX-License-Identifier: Apache-2.0
"""The chosen follow-up: what it was about, who handled it and how, what was tried, and the area that a deed asks in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy

from complaintdesk.desk import case_pages, corrections, follow_up_lists, follow_up_records, follow_ups, prints
from complaintdesk.desk.follow_up_lists import CalledTogether
from complaintdesk.desk.follow_up_records import FollowUpRecord
from complaintdesk.desk.follow_ups import FollowedUp
from complaintdesk.desk.records import CasePage
from complaintdesk.labels import translate
from complaintdesk.ui import look, printing
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.facts import Facts
from complaintdesk.ui.flow import Flow
from complaintdesk.ui.follow_up_words import standing_words
from complaintdesk.ui.look import Tone
from complaintdesk.ui.masked_phone import MaskedPhone
from complaintdesk.ui.revealing import case_phone
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs import follow_up_facts, follow_up_steps
from complaintdesk.ui.tabs.case_facts import story
from complaintdesk.ui.tabs.order_words import who
from complaintdesk.ui.tabs.record_panel import RecordPanel
from complaintdesk.ui.timeline import Timeline, steps_of
from complaintdesk.ui.words import Column, ElidedText, Pill, Row, Text, Title

RECORD, TRIED, SIGN, GIVE_UP, WITHDRAW = "record", "tried", "sign", "give_up", "withdraw"
_RIGHTS: dict[str, Callable[..., Any]] = {
    RECORD: follow_ups.record,
    TRIED: follow_ups.attempt,
    SIGN: follow_ups.confirm,
    GIVE_UP: follow_ups.give_up,
    WITHDRAW: corrections.withdraw,
}


class FollowUpPanel(RecordPanel):
    """Shows one follow-up with its case."""

    proposed = SIGN

    wave_asked_for = Signal(object)  # the CalledTogether whose follow-ups are to be listed

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge, "follow_up/", translate("FollowUpPanel", "Choose a follow-up in the list."))
        self.one: FollowUpRecord | None = None
        self.page: CasePage | None = None
        self.together: CalledTogether | None = None
        self._build()

    def next_step(self) -> str:
        step = ""
        if self.one is not None and self.one.to_confirm:
            step = SIGN
        elif self.one is not None and self.one.open and self.one.opens_at <= self.bridge.now():
            step = RECORD
        return step if step and self.bridge.may(_RIGHTS[step]) else ""

    def _build(self) -> None:
        self.name = Title()
        self.standing = Pill()
        self.case = Button("", "Ctrl+O", icon="arrow-right", flat=True)
        self.case.clicked.connect(self._open_case)
        title = Row(self.name, self.standing)
        title.addStretch(1)
        title.addWidget(self.case)
        self.who = ElidedText(bold=True)
        self.phone = MaskedPhone()
        line = Row(self.who, self.phone)
        line.setStretch(0, 1)
        head = Column()
        head.addLayout(title)
        head.addLayout(line)
        self.content = Text(wrap=True, selectable=True)
        self.facts, self.timeline = Facts(), Timeline()
        body = Column(look.GAP)
        for told in (self.content, self.facts, self.timeline):
            body.addWidget(told)
        body.addStretch(1)
        self.slot.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._lay_out(head, body, self._build_deeds())

    def _build_deeds(self) -> Flow:
        names = follow_up_facts.deed_names()
        self.buttons: dict[str, Button] = {
            RECORD: Button(names[RECORD], "F2", icon="phone-call"),
            TRIED: Button(names[TRIED], "F3"),
            SIGN: Button(names[SIGN], "F9", icon="check"),
            WITHDRAW: Button(names[WITHDRAW], also=("Ctrl+U",), icon="undo-2", flat=True),
            GIVE_UP: Button(names[GIVE_UP], also=("Ctrl+Delete",), icon="ban", flat=True),
        }
        flow = Flow()
        for step, button in self.buttons.items():
            button.clicked.connect(partial(self.ask, step))
            flow.addWidget(button)
        self.print = Button(translate("FollowUpPanel", "Print the sheet"), "Ctrl+P", icon="printer")
        self.print.clicked.connect(self._print)
        self.wave = Button("", "Ctrl+G", icon="users")
        self.wave.clicked.connect(lambda: self.wave_asked_for.emit(self.together))
        flow.insertWidget(list(self.buttons).index(WITHDRAW), self.wave)
        flow.insertWidget(list(self.buttons).index(WITHDRAW), self.print)  # before what takes back
        return flow

    def _read(self, record_id: int) -> None:
        case_id = self.bridge.ask(follow_up_records.case_of, record_id)
        page = self.bridge.ask(case_pages.case_page, case_id, self.bridge.books)
        one = next(each for each in page.follow_ups if each.id == record_id)
        self.together = self.bridge.ask(follow_up_lists.called_together, case_id)
        self.one, self.page = one, page
        self._fill(one, page)

    def _fill(self, one: FollowUpRecord, page: CasePage) -> None:
        now, zone = self.bridge.shown_now(), self.bridge.zone
        said = standing_words(one, now, zone)
        self.name.setText(one.name)
        self.standing.set_words(said.words, said.tone)
        self.case.setText(page.case.sheet_number)
        self.case.updateGeometry()
        self.who.set_words(who(page.case))
        self.phone.set_number(page.case.caller_phone, reveal=case_phone(self.bridge, page.case.id))
        self.content.setText(page.case.content)
        self.facts.set_facts(follow_up_facts.facts(one, page, now, zone))
        events = story(page, now, zone)
        self.timeline.set_steps(steps_of(events, (), now, zone), now, zone)
        self._show_deeds(one, page)

    def _show_deeds(self, one: FollowUpRecord, page: CasePage) -> None:
        begun = one.open and one.opens_at <= self.bridge.now()
        possible = {
            RECORD: begun,
            TRIED: begun,
            SIGN: one.to_confirm,
            GIVE_UP: one.open,
            WITHDRAW: follow_up_steps.last_told(one, page) is not None,
        }
        following = self.next_step()
        for step, button in self.buttons.items():
            button.primary = step == following
            button.setVisible(possible[step] and self.bridge.may(_RIGHTS[step]))
            button.update()
        self.print.setVisible(self.bridge.may(prints.start_follow_up))
        together = self.together
        self.wave.setVisible(together is not None and together.count > 1)
        if together is not None:
            words = translate("FollowUpPanel", "The wave's {count}").format(count=together.count)
            self.wave.setText(words)
            self.wave.updateGeometry()
        self.deeds.updateGeometry()

    def _form(self, step: str) -> StepForm | None:
        bridge, one, page = self.bridge, self.one, self.page
        assert one is not None
        assert page is not None
        if step == WITHDRAW:
            event = follow_up_steps.last_told(one, page)
            return None if event is None else follow_up_steps.TakeBackForm(bridge, one, event)
        if step == SIGN:
            return follow_up_steps.SignForm(bridge, one) if one.to_confirm else None
        if not one.open:
            return None
        forms: dict[str, Callable[[], StepForm]] = {
            RECORD: lambda: follow_up_steps.RecordForm(bridge, one, page),
            TRIED: lambda: follow_up_steps.TriedForm(bridge, one),
            GIVE_UP: lambda: follow_up_steps.GiveUpForm(bridge, one),
        }
        return forms[step]()

    def _make_room(self, step: str) -> None:
        super()._make_room(step)
        self.box.setStretchFactor(self.slot, 2 if step == RECORD else 0)

    def _done(self, step: str, result: Any) -> None:
        assert self.one is not None
        self._make_room("")
        self.show_done(self.one.id)
        assert self.page is not None
        self.banner.say(follow_up_facts.done_words(step, self.page.case, result), Tone.GOOD)
        signing = isinstance(result, FollowedUp) and result.to_confirm and self.bridge.may(follow_ups.confirm)
        if not (signing and self.ask(SIGN)):
            self.settled.emit()

    def _print(self) -> None:
        assert self.one is not None
        said = printing.print_follow_up(self.bridge, self.one.id, self)
        if said is not None:
            self.banner.say(said, Tone.GOOD)

    def _open_case(self) -> None:
        if self.page is not None:
            self.asked_for.emit("case", self.page.case.id)
