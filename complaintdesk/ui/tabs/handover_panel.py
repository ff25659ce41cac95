# SPDX-License-Identifier: Apache-2.0
"""The chosen hand-over: its words, what stood open then, and the deeds by which it is given and taken."""

from __future__ import annotations

from complaintdesk.desk import handovers, prints
from complaintdesk.desk.handovers import HandoverRow, HandoverSheet
from complaintdesk.labels import translate
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import PrimaryButton
from complaintdesk.ui.day_printing import print_handover
from complaintdesk.ui.facts import Fact
from complaintdesk.ui.look import Tone
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs.case_words import joined
from complaintdesk.ui.tabs.day_panel import ADD, VOID, DaySheetPanel
from complaintdesk.ui.tabs.day_steps import HandForm, TakeForm
from complaintdesk.ui.time_words import Said, exact_words, moment_words

TAKE = "take"
_FORMS = "case/"  # under this the register keeps what is half-typed


class HandoverPanel(DaySheetPanel):
    """Shows one hand-over; hands the shift over, takes it, and takes a hand-over back."""

    def __init__(self, bridge: Bridge) -> None:
        nothing = translate("HandoverPanel", "Choose a hand-over to read its sheet.")
        super().__init__(bridge, "handover/", nothing, translate("HandoverPanel", "Nothing stood open."))
        self.sheet: HandoverSheet | None = None
        self.take = PrimaryButton(translate("HandoverPanel", "Take over"), "F2")
        self.take.clicked.connect(lambda: self.ask(TAKE))
        self.print.clicked.connect(self._print)
        self._lay_out_sheet(self.take)

    def next_step(self) -> str:
        return TAKE if self.take.isVisibleTo(self) else ""

    def _read(self, record_id: int) -> None:
        self.sheet = sheet = self.bridge.ask(handovers.handover_sheet, record_id, self.bridge.books)
        zone = self.bridge.zone
        self.name.setText(f"{sheet.given_by} → {sheet.to or translate('HandoverPanel', 'whoever comes')}")
        taken = sheet.taken_at is not None
        words = translate("HandoverPanel", "taken") if taken else translate("HandoverPanel", "to be taken")
        self._stand(sheet.void_reason, Said(words, Tone.GOOD if taken else Tone.SOON))
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
                Fact(translate("HandoverPanel", "Taken back"), sheet.void_reason, wide=True),
            ]
        )
        self._tell_items(translate("HandoverPanel", "Open then"), sheet.counts, sheet.items)
        standing = not sheet.void_reason
        self.take.setVisible(standing and not taken and self.bridge.may(handovers.take))
        self.print.setVisible(self.bridge.may(prints.start_day_sheet))
        own = handovers.may_void(self.bridge.staff, sheet.given_by_id, sheet.taken_at)
        self.void.setVisible(standing and own and self.bridge.may(handovers.void))

    def _form(self, step: str) -> StepForm | None:
        if step == ADD:
            return HandForm(self.bridge, self._parked())
        sheet = self.sheet
        if sheet is None or sheet.void_reason:
            return None
        if step == VOID:
            return self._taking_back(
                translate("HandoverPanel", "Take this hand-over back: its sheet stays in the books"),
                lambda reason: self.bridge.do(handovers.void, sheet.id, reason),
            )
        return TakeForm(self.bridge, sheet) if sheet.taken_at is None else None

    def _parked(self) -> int:
        """How many half-typed forms of who sits here wait at this desk; raises EnvironmentProblem."""
        staff = self.bridge.staff
        return 0 if staff is None else len(self.bridge.forms.kept(staff.id, _FORMS))

    def _said(self, step: str) -> str:
        if step == ADD:
            return translate("HandoverPanel", "Handed over. Your colleague takes it here, or when they sign in.")
        if step == VOID:
            return translate("HandoverPanel", "The hand-over is taken back; its sheet stays in the books.")
        return translate("HandoverPanel", "The shift is taken over.")

    def _print(self) -> None:
        assert self.record_id is not None
        self._say_printed(print_handover(self.bridge, self.record_id, self))


def taken_words(row: HandoverRow, bridge: Bridge) -> str:
    """Who took a shift when, or that somebody is still to: 李静 · 今天 17:40; that it was taken back."""
    if row.void:
        return joined((row.to, translate("DaySheetPanel", "taken back")))
    if row.taken_at is None:
        return joined((row.to, translate("HandoverPanel", "to be taken")))
    return joined((row.to, moment_words(row.taken_at, bridge.shown_now(), bridge.zone)))
