# SPDX-License-Identifier: Apache-2.0
"""The chosen hand-over: its words, what stood open then, and the deeds by which it is given and taken."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from PySide6.QtCore import Signal

from complaintdesk.desk import handovers, prints
from complaintdesk.desk.handovers import HandoverSheet
from complaintdesk.labels import translate
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, PrimaryButton
from complaintdesk.ui.day_printing import print_handover
from complaintdesk.ui.facts import Fact, Facts
from complaintdesk.ui.look import Tone
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs.case_words import joined
from complaintdesk.ui.tabs.day_steps import HandForm, TakeForm
from complaintdesk.ui.tabs.items_table import ItemsTable, counts_words
from complaintdesk.ui.tabs.record_panel import RecordPanel
from complaintdesk.ui.time_words import exact_words, moment_words
from complaintdesk.ui.words import Column, Pill, Row, Text, Title

ADD, TAKE = "add", "take"
_FORMS = "case/"  # under this the register keeps what is half-typed


class HandoverPanel(RecordPanel):
    """Shows one hand-over; hands the shift over and takes it."""

    saved = Signal(object)  # the id of a shift just handed over

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge, "handover/", translate("HandoverPanel", "Choose a hand-over to read its sheet."))
        self.sheet: HandoverSheet | None = None
        self.who, self.standing = Title(), Pill()
        head = Row(self.who, self.standing)
        head.addStretch(1)
        self.words = Text(wrap=True, selectable=True)
        self.facts = Facts()
        self.counts = Title(size=look.SIZE)
        self.items = ItemsTable(bridge, "handover_items", (translate("HandoverPanel", "Nothing stood open."), ""))
        self.items.asked_for.connect(self.asked_for)
        body = Column(look.GAP)
        for part in (self.words, self.facts, self.counts, self.items):
            body.addWidget(part)
        body.addStretch(1)
        self.take = PrimaryButton(translate("HandoverPanel", "Take over"), "F2")
        self.take.clicked.connect(lambda: self.ask(TAKE))
        self.print = Button(translate("HandoverPanel", "Print"), "Ctrl+P", icon="printer")
        self.print.clicked.connect(self._print)
        deeds = Row(self.take, self.print)
        deeds.addStretch(1)
        self._lay_out(head, body, deeds)

    def show_nothing(self) -> None:
        """Shows no hand-over any more."""
        self.slot.put_away()
        self.sheet = self.record_id = None
        self._make_room("")

    def add(self) -> None:
        """Opens the area for a new hand-over, with what was left half-typed there."""
        self.show_nothing()
        self.ask(ADD)

    def next_step(self) -> str:
        return TAKE if self.take.isVisibleTo(self) else ""

    def _read(self, record_id: int) -> None:
        self.sheet = sheet = self.bridge.ask(handovers.handover_sheet, record_id, self.bridge.books)
        zone = self.bridge.zone
        self.who.setText(f"{sheet.given_by} → {sheet.to or translate('HandoverPanel', 'whoever comes')}")
        taken = sheet.taken_at is not None
        words = translate("HandoverPanel", "taken") if taken else translate("HandoverPanel", "to be taken")
        self.standing.set_words(words, Tone.GOOD if taken else Tone.SOON)
        self.words.setText(sheet.words)
        self.facts.set_facts(
            [
                Fact(translate("HandoverPanel", "Handed over"), exact_words(sheet.handed_at, zone)),
                Fact(
                    translate("HandoverPanel", "Taken over"),
                    exact_words(sheet.taken_at, zone) if sheet.taken_at is not None else "",
                ),
                Fact(translate("HandoverPanel", "Next shift"), exact_words(sheet.until, zone)),
                Fact(translate("HandoverPanel", "Half-typed forms"), str(sheet.parked) if sheet.parked else ""),
            ]
        )
        counts = counts_words(sheet.counts)
        self.counts.setText(joined((translate("HandoverPanel", "Open then"), counts)))
        self.items.set_items(sheet.items)
        self.take.setVisible(not taken and self.bridge.may(handovers.take))
        self.print.setVisible(self.bridge.may(prints.start_day_sheet))

    def _form(self, step: str) -> StepForm | None:
        if step == ADD:
            return HandForm(self.bridge, self._parked())
        sheet = self.sheet
        return TakeForm(self.bridge, sheet) if sheet is not None and sheet.taken_at is None else None

    def _parked(self) -> int:
        """How many half-typed forms of who sits here wait at this desk; raises EnvironmentProblem."""
        staff = self.bridge.staff
        return 0 if staff is None else len(self.bridge.forms.kept(staff.id, _FORMS))

    def _make_room(self, step: str) -> None:
        super()._make_room(step)
        self.head.setVisible(self.record_id is not None and step != ADD)

    def _done(self, step: str, result: Any) -> None:
        self._make_room("")
        if step == ADD:
            self.saved.emit(result)
            self.show_done(result)
            words = translate("HandoverPanel", "Handed over. Your colleague takes it here, or when they sign in.")
        else:
            assert self.record_id is not None
            self.show_done(self.record_id)
            words = translate("HandoverPanel", "The shift is taken over.")
        self.banner.say(words, Tone.GOOD)
        self.settled.emit()

    def _print(self) -> None:
        assert self.record_id is not None
        said = print_handover(self.bridge, self.record_id, self)
        if said is not None:
            self.banner.say(said, Tone.GOOD)


class _Given(Protocol):
    @property
    def to(self) -> str: ...
    @property
    def taken_at(self) -> datetime | None: ...


def taken_words(row: _Given, bridge: Bridge) -> str:
    """Who took a shift when, or that somebody is still to: 李静 · 今天 17:40."""
    if row.taken_at is None:
        return joined((row.to, translate("HandoverPanel", "to be taken")))
    return joined((row.to, moment_words(row.taken_at, bridge.shown_now(), bridge.zone)))
