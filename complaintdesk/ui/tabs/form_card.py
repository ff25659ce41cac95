# SPDX-License-Identifier: Apache-2.0
"""The card that registers: the form always ready, what it proposes, and the buttons that save, dispatch and print."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent

from complaintdesk.desk import staffing
from complaintdesk.desk.same_matter import Earlier
from complaintdesk.domain.completeness import ON_SITE
from complaintdesk.domain.terms import CaseKind
from complaintdesk.errors import (
    EnvironmentProblem,
)
from complaintdesk.labels import translate
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, PrimaryButton
from complaintdesk.ui.file_target import FileTarget
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.tabs.case_correction import Correction
from complaintdesk.ui.tabs.case_words import leaders
from complaintdesk.ui.tabs.household_card import SHOWN, SHOWN_TALL
from complaintdesk.ui.tabs.saving_form import SavingForm
from complaintdesk.ui.words import Column, Row

WIDTH = 432
_TALL = 860  # px of height from which more of the household's last cases are shown


class FormCard(SavingForm):
    """The registration form with its buttons; corrects a saved case as well."""

    case_asked_for = Signal(object)  # a case of the household: show it
    place_asked_for = Signal(object)  # a place's id: list its cases

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self.proposals.contact_wanted.connect(self._contact)
        self.proposals.again_wanted.connect(self.again)
        self.proposals.not_again_wanted.connect(self._not_again)
        self.proposals.decided.connect(self.keep)
        self.proposals.failed.connect(self.say_problem)
        self.setFixedWidth(WIDTH)
        self._build()
        FileTarget(self, lambda: not self.files.isHidden(), self._bring)
        for signal in (self.form.who.changed, self.form.caller.changed):
            signal.connect(self._say_owed)
        self.form.kind.changed.connect(self._kind_changed)
        self.form.who.box.failed.connect(self.say_problem)
        self.form.who.card.case_asked_for.connect(self.case_asked_for)
        self.form.who.card.all_asked_for.connect(self.place_asked_for)
        self.set_correction(None)
        self._kind_changed(self.form.kind.value)

    def _build(self) -> None:
        self.reason_row = FieldRow(translate("FormCard", "Reason"), self.reason)
        self.form.fields["reason"] = self.reason_row
        below = Column()
        for part in (self.reason_row, self.proposals, self.banner):
            below.addWidget(part)
        below.addLayout(self._buttons())
        below.setContentsMargins(0, 0, 12, 0)
        self.box.setContentsMargins(16, 12, 4, 12)
        self.box.addWidget(self.parked)
        self.box.addWidget(self.view, 1)
        self.box.addLayout(below)

    def _buttons(self) -> Row:
        print_words = translate("FormCard", "Save, dispatch and print the slip")
        self.print_button = PrimaryButton(translate("FormCard", "Save and print"), "Ctrl+P", tip=print_words)
        self.print_button.clicked.connect(self.save_and_print)
        self.save_button = Button("", "F8", also=("Ctrl+S", "Ctrl+Enter"), form=self)
        self.save_button.clicked.connect(self.save)
        park_words = translate("FormCard", "Another call: this form waits above")
        self.park_button = Button(translate("FormCard", "Hold"), "F9", tip=park_words)
        self.park_button.clicked.connect(self.park)
        clear_words = translate("FormCard", "Empty the form")
        self.clear_button = Button("", icon="x", also=("Alt+X",), flat=True, name=clear_words)
        self.clear_button.clicked.connect(self.clear)
        row = Row(self.print_button, self.save_button, self.park_button, self.clear_button, gap=6)
        row.addStretch(1)
        return row

    def set_leads(self, leads: bool) -> None:
        """Whether this form is the one that is filled in, or another one beside it."""
        for button in (self.print_button, self.save_button):
            button.set_leads(leads)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        shown = SHOWN_TALL if self.height() >= _TALL else SHOWN
        self.form.who.card.make_room(shown, self._bridge.now(), self._bridge.zone)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.correction is not None:
            self.clear()
        else:
            super().keyPressEvent(event)

    def refresh(self) -> None:
        """Reads the lists that the form offers again; what is typed stays."""
        staff = self._bridge.ask(staffing.staff_list, self._bridge.books)
        self.form.offer(leaders(staff))
        self._propose()

    def set_correction(self, correction: Correction | None) -> None:
        super().set_correction(correction)
        words = translate("FormCard", "Save correction") if correction else translate("FormCard", "Save")
        self.save_button.setText(words)
        self.save_button.setAccessibleName(words)
        self.save_button.updateGeometry()
        for part in (self.print_button, self.park_button):
            part.setVisible(correction is None)
        leave = translate("FormCard", "Leave as it was") if correction else ""
        self.clear_button.setText(leave)
        self.clear_button.setAccessibleName(leave or translate("FormCard", "Empty the form"))
        self.clear_button.updateGeometry()
        self.reason_row.setVisible(correction is not None)
        self._propose()

    def start(self) -> None:
        self.view.to_top()
        super().start()

    def again(self, row: Earlier) -> None:
        """The same matter once more: this form repeats that case (R-REG-08)."""
        self.repeats = (row.id, row.number)
        self._propose()
        self.keep()

    def resume(self) -> bool:
        another = super().resume()
        if another:
            self._last = None
        return another

    def _bring(self, offered: QMimeData) -> None:
        """Takes files that were dropped or pasted, and shows them."""
        self.files.offer(offered)
        QTimer.singleShot(0, self, lambda: self.view.ensureWidgetVisible(self.files))

    def _kind_changed(self, kind: CaseKind) -> None:
        """What is usual for the kind stands out: a slip for what is done on site, saving for all else."""
        self.print_button.primary = kind in ON_SITE
        self.save_button.primary = not self.print_button.primary
        self.print_button.update()
        self.save_button.update()
        self._propose()

    def _propose(self) -> None:
        """Says what the call may be: the same matter as another case, one more of a wave."""
        self.proposals.show_for(self.repeats[1] if self.repeats else "", self.correction is None)

    def _say_owed(self) -> None:
        """Says what the caller owes, before another paid job is taken on."""
        try:
            self.form.who.show_owed(self.form.caller.given_phone())
        except EnvironmentProblem as problem:
            self.say_problem(problem)

    def _not_again(self) -> None:
        self.repeats = None
        self._propose()
