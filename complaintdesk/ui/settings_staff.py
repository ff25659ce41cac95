# SPDX-License-Identifier: Apache-2.0
"""The settings' page of who works here: added, corrected, left, back again, given a new password."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QDialog, QWidget

from complaintdesk.db.reader import Records
from complaintdesk.desk import staffing
from complaintdesk.desk.drafts import StaffDraft
from complaintdesk.desk.records import StaffRecord
from complaintdesk.desk.staffing import StaffEdit
from complaintdesk.domain.terms import Role
from complaintdesk.errors import QT_TRANSLATE_NOOP, Conflict, UserError
from complaintdesk.labels import label, translate
from complaintdesk.ui import prompts
from complaintdesk.ui.access_window import show_accesses
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, TickBox
from complaintdesk.ui.conflicts import both, say_both
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.flow import Flow
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import FilterBox, LineInput
from complaintdesk.ui.look import Colour
from complaintdesk.ui.record_table import Column, RecordTable
from complaintdesk.ui.settings_pages import SettingsPage
from complaintdesk.ui.staff_words import role_choices, role_words, team_choices
from complaintdesk.ui.words import Note, Reading, Text

_HEIGHT = 290  # px of the table at least
_WIDE = 560  # px, so that two versions of a person can be read beside the buttons that choose one


class PersonDialog(Dialog):
    """Somebody's name, role and team; with a first password for somebody new."""

    help_page = "people"

    def __init__(self, parent: QWidget, bridge: Bridge, known: StaffEdit | None) -> None:
        new = translate("PersonDialog", "Somebody new")
        title = new if known is None else translate("PersonDialog", "Change {name}").format(name=known.name)
        super().__init__(parent, title, width=_WIDE)
        self._bridge = bridge
        self._known = known
        self.name = LineInput()
        self.role = FilterBox()
        own = bridge.staff.role if bridge.staff is not None else None
        self.role.set_choices([(role, name) for role, name in role_choices() if staffing.may_keep(own, role)])
        self.team = FilterBox()
        self.team.set_choices(team_choices(bridge.procedure))
        self.password = LineInput()
        self._explained = Note(wrap=True)
        self.add_field("name", FieldRow(translate("PersonDialog", "Name"), self.name, above=True))
        self.add_field("role", FieldRow(translate("PersonDialog", "Role"), self.role, above=True))
        self.box.addWidget(self._explained)
        self.add_field("team", FieldRow(translate("PersonDialog", "Team"), self.team, above=True))
        if known is None:
            note = translate("PersonDialog", "to be changed at the first sign-in")
            row = FieldRow(translate("PersonDialog", "First password"), self.password, above=True, note=note)
            self.add_field("password", row)
        self.role.changed.connect(lambda role: self._explained.setText(role_words(role) if role else ""))
        self.name.setText(known.name if known else "")
        self.role.set_value(known.role if known else Role.CLERK)
        kept = known.team if known else ""
        self.team.set_value(kept if self.team.offers(kept) else "")
        self.add_buttons(translate("PersonDialog", "Save"))
        self.name.setFocus()

    def take(self) -> None:
        self.role.settle()
        self.team.settle()
        if self.role.value is None:
            raise UserError(QT_TRANSLATE_NOOP("errors", "Which role?"), field="role")
        if self.team.value is None:
            raise UserError(QT_TRANSLATE_NOOP("errors", "Which team?"), field="team")
        name, role, team = self.name.text(), self.role.value, self.team.value
        if self._known is None:
            draft = StaffDraft(name, role, team, self.password.text(), must_change=True)
            self._bridge.do(staffing.add, draft)
            return
        self._bridge.do(staffing.edit, replace(self._known, name=name, role=role, team=team))

    def show_conflict(self, conflict: Conflict) -> None:
        """Says what another desk saved meanwhile beside what is typed, to choose from (`say_both`)."""
        theirs: StaffEdit = conflict.theirs
        mine: StaffEdit = conflict.mine
        teams = {team.id: team.name for team in self._bridge.procedure.teams}
        facts = (
            (translate("PersonDialog", "Name"), theirs.name, mine.name),
            (translate("PersonDialog", "Role"), label(theirs.role), label(mine.role)),
            (translate("PersonDialog", "Team"), teams.get(theirs.team, "–"), teams.get(mine.team, "–")),
        )

        def keep_mine() -> None:
            self._known = theirs
            self.accept()

        def take_theirs() -> None:
            self.done(QDialog.DialogCode.Accepted)  # the list behind shows it

        say_both(
            self.banner,
            conflict,
            [both(name, there, here) for name, there, here in facts if there != here],
            keep_mine,
            take_theirs,
        )


class PasswordDialog(Dialog):
    """A new password for somebody else, who will have to change it."""

    help_page = "people"

    def __init__(self, parent: QWidget, bridge: Bridge, person: StaffRecord) -> None:
        super().__init__(parent, translate("PasswordDialog", "New password for {name}").format(name=person.name))
        self._bridge = bridge
        self._person = person
        words = translate(
            "PasswordDialog",
            "Tell {name} this password; at the next sign-in it has to be changed. A lock is lifted too.",
        )
        self.box.addWidget(Text(words.format(name=person.name), wrap=True))
        self.password = LineInput()
        self.add_field("password", FieldRow(translate("PasswordDialog", "New password"), self.password, above=True))
        self.add_buttons(translate("PasswordDialog", "Save"))
        self.password.setFocus()

    def take(self) -> None:
        self._bridge.do(staffing.change_password, self._person.id, self.password.text())


class LeaveDialog(Dialog):
    """The last day, and the cases in hand that somebody else must answer for now."""

    help_page = "people"

    def __init__(self, parent: QWidget, bridge: Bridge, person: StaffRecord, in_hand: tuple[str, ...]) -> None:
        super().__init__(parent, translate("LeaveDialog", "{name} leaves").format(name=person.name))
        self._bridge = bridge
        self._person = person
        words = translate("LeaveDialog", "{name} can't sign in any more. The name stays on all that was done.")
        self.box.addWidget(Text(words.format(name=person.name), wrap=True))
        self.day = LineInput(placeholder="2026-11-22")
        self.day.setText(bridge.local(bridge.now()).date().isoformat())
        self.add_field("left_on", FieldRow(translate("LeaveDialog", "Last day"), self.day, above=True))
        if in_hand:
            words = translate(
                "LeaveDialog",
                "{count} cases in hand name {name} as the one who answers first. Tell somebody to see to them:",
            )
            self.box.addWidget(Text(words.format(count=len(in_hand), name=person.name), wrap=True, role=Colour.SOON))
            self.box.addWidget(Reading("\n".join(in_hand), name=translate("LeaveDialog", "Cases in hand"), height=110))
        self.add_buttons(translate("LeaveDialog", "Note that {name} left").format(name=person.name))

    def take(self) -> None:
        try:
            left_on = date.fromisoformat(self.day.text().strip())
        except ValueError as error:
            raise UserError(QT_TRANSLATE_NOOP("errors", "A day is written as 2026-11-22."), field="left_on") from error
        self._bridge.do(staffing.leave, self._person.id, left_on)


class StaffSettings(SettingsPage):
    """Everyone who works here, and on demand who did."""

    help_page = "people"

    heading = QT_TRANSLATE_NOOP("StaffSettings", "Staff")
    icon = "user"
    deed = staffing.edit

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(
            bridge,
            self.called(),
            translate("StaffSettings", "Nobody is ever deleted: who left keeps the name on what they did."),
        )
        self._known: dict[int, StaffRecord] = {}
        columns = [
            Column(translate("StaffSettings", "Name"), 130, lambda row: row.name, bold=lambda _row: True),
            Column(translate("StaffSettings", "Role"), 150, lambda row: label(row.role)),
            Column(translate("StaffSettings", "Team"), 130, lambda row: row.team_name or "–"),
            Column(
                translate("StaffSettings", "Left on"),
                110,
                lambda row: row.left_on.isoformat() if row.left_on else "",
                lambda _row: Colour.SECOND,
                stretch=True,
            ),
        ]
        self.table = RecordTable(
            "staff",
            columns,
            lambda ids: tuple(self._known[each] for each in ids),
            settings=bridge.settings,
            accessible_name=translate("StaffSettings", "Staff"),
            empty=(translate("StaffSettings", "Nobody works here"), ""),
        )
        self.table.setMinimumHeight(_HEIGHT)
        self.with_left = TickBox(translate("StaffSettings", "Those who left too"))
        self.with_left.toggled.connect(lambda _on: self.read())
        self._explained = Note(wrap=True)
        self.add_button = Button(translate("StaffSettings", "Add…"), "F2", icon="plus")
        self.change = Button(translate("StaffSettings", "Change…"), icon="pencil")
        self.password = Button(translate("StaffSettings", "New password…"), icon="key-round")
        self.left = Button(translate("StaffSettings", "Left…"), icon="log-out")
        self.back = Button(translate("StaffSettings", "Works here again"), icon="undo-2")
        self.seen = Button(translate("StaffSettings", "Whose data they saw…"), icon="history")
        self.seen.setVisible(bridge.office.sees(Records.ACCESSES))
        buttons = QWidget()
        flow = Flow()
        for button in (self.add_button, self.change, self.password, self.left, self.back, self.seen):
            flow.addWidget(button)
        buttons.setLayout(flow)
        for part in (self.table, self._explained, buttons, self.with_left):
            self.box.addWidget(part)
        self.grow(self.table)
        self.table.chosen.connect(lambda _id: self._show())
        self.table.opened.connect(lambda _id: self._change())
        self.add_button.clicked.connect(self._add)
        for button, act in (
            (self.change, self._change),
            (self.password, self._new_password),
            (self.left, self._leave),
            (self.back, self._come_back),
            (self.seen, self._show_seen),
        ):
            button.clicked.connect(act)

    def read(self) -> None:
        people = self.bridge.ask(staffing.staff_list, self.bridge.books, with_left=self.with_left.isChecked())
        self._known = {each.id: each for each in people}
        chosen = self.table.chosen_id()
        self.table.set_ids(list(self._known))
        if chosen in self._known:
            self.table.choose(chosen)
        self._show()

    def _chosen(self) -> StaffRecord | None:
        at = self.table.chosen_id()
        return None if at is None else self._known.get(at)

    def _show(self) -> None:
        person, sitting = self._chosen(), self.bridge.staff
        here = person is not None and person.left_on is None
        own = person is not None and sitting is not None and person.id == sitting.id
        may = person is not None and sitting is not None and staffing.may_keep(sitting.role, person.role)
        lines = [f"{label(person.role)}: {role_words(person.role)}"] if person else []
        if person is not None and not may:
            lines.append(translate("StaffSettings", "Only an administrator changes this."))
        self._explained.setText("\n".join(lines))
        self.seen.setEnabled(person is not None)
        self.change.setEnabled(here and may)
        self.password.setEnabled(here and may and not own)
        self.left.setVisible(person is None or here)
        self.left.setEnabled(here and may and not own)
        self.back.setVisible(person is not None and not here)
        self.back.setEnabled(may)

    def _add(self) -> None:
        self._ask(PersonDialog(self, self.bridge, None))

    def _change(self) -> None:
        person = self._chosen()
        if person is not None and self.change.isEnabled():
            self._ask(PersonDialog(self, self.bridge, self.bridge.ask(staffing.staff_edit, person.id)))

    def _new_password(self) -> None:
        person = self._chosen()
        if person is not None:
            self._ask(PasswordDialog(self, self.bridge, person))

    def _leave(self) -> None:
        person = self._chosen()
        if person is not None:
            in_hand = self.bridge.ask(staffing.open_first_contacts, person.id)
            self._ask(LeaveDialog(self, self.bridge, person, in_hand))

    def _come_back(self) -> None:
        person = self._chosen()
        if person is None:
            return

        def back() -> str:
            self.bridge.do(staffing.come_back, person.id)
            return translate("StaffSettings", "{name} signs in again with the old password.").format(name=person.name)

        self.attempt(back)
        self.read()

    def _show_seen(self) -> None:
        person = self._chosen()
        if person is not None:
            show_accesses(self, self.bridge, staff_id=person.id)

    def _ask(self, dialog: Dialog) -> None:
        if prompts.show_dialog(dialog):
            self.banner.clear()
            self.read()
