# SPDX-License-Identifier: Apache-2.0
"""Something of an owner's record is told to a colleague: to whom, what, why, and which supervisor agreed (R-OWN-03)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from complaintdesk.desk import personal_access, staffing
from complaintdesk.desk.personal_access import ApprovalNeeded, TellingDraft
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields, UserError
from complaintdesk.labels import label, translate
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import FilterBox, LineInput, TextInput
from complaintdesk.ui.revealing import ApprovalFields
from complaintdesk.ui.words import Note


class TellingDialog(Dialog):
    """Notes what was told; who is no supervisor asks one at this desk."""

    help_page = "privacy"

    def __init__(
        self, parent: QWidget | None, bridge: Bridge, place_id: int, name: str, occupant_id: int | None = None
    ) -> None:
        """`name`, `occupant_id`: of the person whose data it is, with whose name the words begin."""
        title = translate("Telling", "Tell a colleague something of {name}").format(name=name)
        super().__init__(parent, title, width=560)
        self.bridge, self._place_id, self._occupant_id = bridge, place_id, occupant_id
        self.told_to = self.approved_by = ""  # names: whom it was told, and who agreed at this desk
        self.to = FilterBox()
        colleagues = bridge.ask(staffing.staff_list, bridge.books)
        own = bridge.staff.id if bridge.staff is not None else None
        self.to.set_choices((one.id, f"{one.name} {label(one.role)}") for one in colleagues if one.id != own)
        self._names = {one.id: one.name for one in colleagues}
        self.told, self.reason = TextInput(lines=2), LineInput()
        self.told.setText(name)
        self.add_field("to", FieldRow(translate("Telling", "Told to"), self.to, above=True))
        self.add_field("told", FieldRow(translate("Telling", "What: of whom which facts"), self.told, above=True))
        self.add_field("reason", FieldRow(translate("Telling", "Why"), self.reason, above=True))
        self.approval = ApprovalFields(self, bridge)
        self.box.addWidget(Note(translate("Telling", "It stands in the list of who saw whom."), wrap=True))
        self.add_buttons(translate("Telling", "Note it"))
        self.to.setFocus()

    def take(self) -> None:
        self.to.settle()
        if self.to.value is None:
            raise MissingFields({"to": QT_TRANSLATE_NOOP("errors", "Who was told?")})
        told, reason = self.told.text(), self.reason.text()
        approval = self.approval.given()
        draft = TellingDraft(self._place_id, self.to.value, told, reason, approval, self._occupant_id)
        try:
            done = self.bridge.do(personal_access.tell, draft)
        except ApprovalNeeded:
            self.approval.show(True)
            raise
        if isinstance(done, UserError):
            self.approval.password.clear()
            raise done
        self.told_to, self.approved_by = self._names[self.to.value], "" if approval is None else approval.name
