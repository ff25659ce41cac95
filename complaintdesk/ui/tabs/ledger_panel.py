# SPDX-License-Identifier: Apache-2.0
"""The chosen slip of the ledger: which parts are back, who has the rest since when; booked, chased, declared lost."""

from __future__ import annotations

from typing import Any

from complaintdesk.desk import chasing, slip_ledger, slip_lists
from complaintdesk.desk.slip_ledger import BookedBack
from complaintdesk.desk.slip_lists import LedgerRow
from complaintdesk.domain.terms import SlipStanding
from complaintdesk.labels import label, translate
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, PrimaryButton
from complaintdesk.ui.facts import Fact, Facts
from complaintdesk.ui.flow import Flow
from complaintdesk.ui.look import Tone
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs import chase_form
from complaintdesk.ui.tabs.chase_form import Chased, slip_chase
from complaintdesk.ui.tabs.day_steps import ReasonForm
from complaintdesk.ui.tabs.ledger_steps import BookBackForm, LostForm
from complaintdesk.ui.tabs.record_panel import RecordPanel
from complaintdesk.ui.tabs.slip_words import back_words, gist_words, parts_words, standing_tone, with_whom_words
from complaintdesk.ui.time_words import exact_words
from complaintdesk.ui.words import Column, Pill, Row, Text, Title

BOOK, CHASE, LOST, TAKE_BACK = "book", "chase", "lost", "take_back"


class LedgerPanel(RecordPanel):
    """Shows one slip's way back."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge, "slip_back/", translate("LedgerPanel", "Choose a slip, or scan its barcode."))
        self.row: LedgerRow | None = None
        self.number, self.standing = Title(), Pill()
        head = Row(self.number, self.standing)
        head.addStretch(1)
        self.content, self.facts = Text(wrap=True, selectable=True), Facts()
        body = Column(look.GAP)
        body.addWidget(self.content)
        body.addWidget(self.facts)
        body.addStretch(1)
        self._lay_out(head, body, self._build_deeds())

    def next_step(self) -> str:
        return BOOK if self.book.isVisibleTo(self) else ""

    def _build_deeds(self) -> Flow:
        self.book = PrimaryButton(translate("BookBackDialog", "Book in"), "F2")
        self.book.clicked.connect(lambda: self.ask(BOOK))
        self.chase = Button(translate("TodayTab", "Chase"), "F7", also=(chase_form.KEY,), icon="bell")
        self.chase.clicked.connect(lambda: self.ask(CHASE))
        self.open = Button(translate("BookBackDialog", "Open the slip"), "Ctrl+O", icon="arrow-right")
        self.open.clicked.connect(lambda: self.asked_for.emit("order", self.record_id))
        self.lost = Button(translate("LedgerPanel", "Lost…"), also=("Ctrl+Shift+L",), icon="ban", flat=True)
        self.lost.clicked.connect(lambda: self.ask(LOST))
        self.back = Button(translate("LedgerPanel", "Take back…"), also=("Ctrl+U",), icon="undo-2", flat=True)
        self.back.clicked.connect(lambda: self.ask(TAKE_BACK))
        flow = Flow()
        for button in (self.book, self.chase, self.open, self.back, self.lost):
            flow.addWidget(button)
        return flow

    def _read(self, record_id: int) -> None:
        self.row = row = self.bridge.ask(slip_lists.ledger_row, record_id, self.bridge.books)
        now, zone, may = self.bridge.shown_now(), self.bridge.zone, self.bridge.may
        self.number.setText(row.number)
        self.standing.set_words(label(row.standing), standing_tone(row))
        self.content.setText(gist_words(row))
        out = bool(row.missing)
        facts = [
            Fact(translate("LedgerPanel", "Place"), row.place),
            Fact(translate("LedgerPanel", "Issued"), exact_words(row.issued_at, zone)),
            Fact(translate("LedgerPanel", "State"), label(row.state)),
            Fact(translate("LedgerPanel", "Team"), row.team_name),
            Fact(translate("LedgerPanel", "Who has it"), with_whom_words(row, now, zone) if out else "", wide=True),
            Fact(translate("LedgerPanel", "Still to come"), parts_words(row.missing), look.Colour.LATE, wide=True),
            *(Fact(part.name, back_words(part, now, zone), wide=True) for part in row.parts),
            Fact(translate("LedgerPanel", "Void"), row.void_reason, wide=True),
        ]
        self.facts.set_facts(facts)
        self.book.setVisible(out and may(slip_ledger.book_back))
        wanted = out and not row.signed_back and row.standing is not SlipStanding.LOST
        self.chase.setVisible(wanted and may(chasing.chase_slip))
        self.lost.setVisible(wanted and may(slip_ledger.declare_lost))
        deed = slip_ledger.take_back if row.loss is None else slip_ledger.take_back_loss
        self.back.setVisible((row.loss is not None or self._last() is not None) and may(deed))
        self.deeds.updateGeometry()

    def _last(self) -> int | None:
        """The part that was booked last."""
        assert self.row is not None
        return max((part.id for part in self.row.parts if part.id is not None), default=None)

    def _form(self, step: str) -> StepForm | None:
        row = self.row
        if row is None or (step in (BOOK, CHASE, LOST) and not row.missing):
            return None
        if step == BOOK:
            return BookBackForm(self.bridge, row)
        if step == CHASE:
            return slip_chase(self.bridge, row.case_id, row.id, row.number, row.holder, row.issued_at)
        if step == LOST:
            return LostForm(self.bridge, row) if row.loss is None else None
        return self._taking_back(row)

    def _taking_back(self, row: LedgerRow) -> StepForm | None:
        accept = translate("LedgerPanel", "Take back")
        if row.loss is not None:
            loss_id = row.loss.id
            words = translate("LedgerPanel", "{number} is not lost after all")
            return ReasonForm(
                words.format(number=row.number),
                accept,
                lambda reason: self.bridge.do(slip_ledger.take_back_loss, loss_id, reason),
            )
        last = self._last()
        if last is None:
            return None
        name = next(part.name for part in row.parts if part.id == last)
        words = translate("LedgerPanel", "Take back that {part} of {number} came back")
        return ReasonForm(
            words.format(part=name, number=row.number),
            accept,
            lambda reason: self.bridge.do(slip_ledger.take_back, last, reason),
        )

    def _done(self, step: str, result: Any) -> None:
        self._make_room("")
        assert self.row is not None
        number = self.row.number
        self.show_done(self.row.id)
        if isinstance(result, Chased):
            chase_form.say_chased(self.bridge, self.banner, self, chase_form.noted_words(), result)
        elif isinstance(result, BookedBack):
            words = translate("BookBackDialog", "{number} is booked in: {parts}.")
            self.banner.say(words.format(number=number, parts=parts_words(result.parts)), Tone.GOOD)
        else:
            words = translate("LedgerPanel", "{number} is declared lost.")
            if step == TAKE_BACK:
                words = translate("LedgerPanel", "It is taken back; it stays in the books.")
            self.banner.say(words.format(number=number), Tone.GOOD)
        self.settled.emit()
