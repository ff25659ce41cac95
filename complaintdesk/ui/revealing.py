# SPDX-License-Identifier: Apache-2.0
"""A masked phone is asked for: why, by one key; after many, or of others' records, with a supervisor at the desk."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from complaintdesk.desk import personal_access, staffing
from complaintdesk.desk.personal_access import Approval, ApprovalNeeded, RevealDraft
from complaintdesk.desk.rights import LEADERS
from complaintdesk.errors import QT_TRANSLATE_NOOP, Told, UserError
from complaintdesk.labels import translate
from complaintdesk.ui import prompts
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import FilterBox, LineInput
from complaintdesk.ui.masked_phone import Reveal
from complaintdesk.ui.reason_dialog import another_reason, reason_buttons
from complaintdesk.ui.words import Note

REASONS = (
    QT_TRANSLATE_NOOP("Revealing", "To ring back about a matter"),
    QT_TRANSLATE_NOOP("Revealing", "To agree on a visit"),
    QT_TRANSLATE_NOOP("Revealing", "To check who is calling"),
    QT_TRANSLATE_NOOP("Revealing", "An emergency in the building"),
    QT_TRANSLATE_NOOP("Revealing", "A notice from the office"),
)


class ApprovalFields:
    """A supervisor at this desk: name and password; out of sight until one is asked for."""

    def __init__(self, dialog: Dialog, bridge: Bridge) -> None:
        self.name = FilterBox()
        leaders = [one.name for one in bridge.ask(staffing.staff_list, bridge.books) if one.role in LEADERS]
        self.name.set_choices((name, name) for name in leaders)
        self.password = LineInput(secret=True)
        self.rows = (
            dialog.add_field("approver", FieldRow(translate("Revealing", "Supervisor"), self.name, above=True)),
            dialog.add_field("password", FieldRow(translate("Revealing", "Password"), self.password, above=True)),
        )
        self.show(False)

    def show(self, asked: bool) -> None:
        """Brings the two boxes into sight, the keyboard with them."""
        for row in self.rows:
            row.setVisible(asked)
        if asked:
            self.name.setFocus()

    def given(self) -> Approval | None:
        """Who approves, if one is asked for; raises UserError beside the box where nobody was chosen."""
        if self.rows[0].isHidden():
            return None
        self.name.settle()
        if self.name.value is None:
            raise UserError(QT_TRANSLATE_NOOP("errors", "Choose the supervisor who approves."), field="approver")
        return Approval(self.name.value, self.password.text())


class RevealDialog(Dialog):
    """Why the number is asked for; one of the ready-made reasons is enough, by its key."""

    only_chooses = True

    help_page = "privacy"

    def __init__(self, parent: QWidget | None, bridge: Bridge, draft: RevealDraft) -> None:
        why, show = translate("Revealing", "Why is this number needed?"), translate("Revealing", "Show the number")
        super().__init__(parent, why if draft.case_id is None else show)  # a case says itself what it is needed for
        self.bridge, self.draft = bridge, draft
        self.number = ""
        self.buttons: list[Button] = []
        if draft.case_id is None:
            reasons = [translate("Revealing", words) for words in REASONS]
            self.buttons = reason_buttons(self, reasons, self._because)
        self.reason = LineInput()
        row = self.add_field("reason", FieldRow(another_reason(), self.reason, above=True))
        row.setVisible(draft.case_id is None)
        self.approval = ApprovalFields(self, bridge)
        self.box.addWidget(
            Note(translate("Revealing", "Who saw whose number, when and why stays in the books."), wrap=True)
        )
        self.add_buttons(show)
        if self.buttons:
            self.buttons[0].setFocus()

    def ask_approval(self, error: UserError) -> None:
        """Asks for a supervisor, and says why."""
        self.approval.show(True)
        self.fields.refuse(error, self.banner)

    def take(self) -> None:
        draft = replace(self.draft, reason=self.reason.text(), approval=self.approval.given())
        try:
            found = self.bridge.do(personal_access.reveal, draft)
        except ApprovalNeeded:
            self.approval.show(True)
            raise
        if isinstance(found, UserError):
            self.approval.password.clear()
            raise found
        self.number = found

    def _because(self, reason: str) -> None:
        self.reason.setText(reason)
        self.accept()


def person_phone(bridge: Bridge, phone_id: int) -> Reveal:
    """How a number of the books is asked for: with a reason."""

    def reveal(parent: QWidget) -> str | None:
        return _asked(RevealDialog(parent, bridge, RevealDraft(phone_id=phone_id)))

    return reveal


def works_phone(bridge: Bridge, works_id: int) -> Reveal:
    """How the number of who is in charge of works is asked for: with a reason."""

    def reveal(parent: QWidget) -> str | None:
        return _asked(RevealDialog(parent, bridge, RevealDraft(works_id=works_id)))

    return reveal


def case_phone(bridge: Bridge, case_id: int) -> Reveal:
    """How the number of the caller of the case in hand is asked for: the case is the reason."""

    def reveal(parent: QWidget) -> str | None:
        draft = RevealDraft(case_id=case_id)
        try:
            found = bridge.do(personal_access.reveal, draft)
        except ApprovalNeeded as needed:
            dialog = RevealDialog(parent, bridge, draft)
            dialog.ask_approval(needed)
            return _asked(dialog)
        except Told as problem:
            prompts.tell_error(parent, problem)
            return None
        return found if isinstance(found, str) else None

    return reveal


def _asked(dialog: RevealDialog) -> str | None:
    shown = prompts.show_dialog(dialog)
    number = dialog.number
    dialog.deleteLater()
    return number if shown else None
