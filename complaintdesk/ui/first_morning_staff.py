# SPDX-License-Identifier: Apache-2.0
"""Who works here, on the first morning: the first administrator, and the others with the passwords they get today."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from complaintdesk.desk import first_morning
from complaintdesk.desk.drafts import StaffDraft
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.terms import Role
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.labels import translate
from complaintdesk.ui import look
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.first_morning_pages import MorningPage
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import FilterBox, LineInput
from complaintdesk.ui.look import Tone
from complaintdesk.ui.staff_words import role_choices, role_words, team_choices
from complaintdesk.ui.tab_order import set_reading_order
from complaintdesk.ui.words import Banner, Column, Note, Row, Text, Title


class PersonRow(QWidget):
    """One person: name, role, team, first password, and a way to be taken out."""

    def __init__(self) -> None:
        super().__init__()
        self.name = LineInput()
        self.role = FilterBox()
        self.role.set_choices(role_choices())
        self.role.set_value(Role.CLERK)
        self.team = FilterBox()
        self.password = LineInput()  # in the clear: it is told to somebody, who must change it
        self.rows = {
            "name": FieldRow(translate("PersonRow", "Name"), self.name, above=True),
            "role": FieldRow(translate("PersonRow", "Role"), self.role, above=True),
            "team": FieldRow(translate("PersonRow", "Team"), self.team, above=True),
            "password": FieldRow(translate("PersonRow", "First password"), self.password, above=True),
        }
        self.away = Button("", icon="x", flat=True, name=translate("PersonRow", "Take this line out"), aside=True)
        line = Row(gap=look.GRID)
        for row in self.rows.values():
            line.addWidget(row, 1, Qt.AlignmentFlag.AlignTop)
        beside = Column(4)
        beside.addWidget(Text(" "))  # as high as the labels, so that the button stands beside the boxes
        beside.addWidget(self.away)
        beside.addStretch(1)
        line.addLayout(beside)
        self.setLayout(line)
        self.role.changed.connect(self._explain)
        self._explain(Role.CLERK)

    def is_empty(self) -> bool:
        """Whether nobody is named, and no password given."""
        return not self.name.text().strip() and not self.password.text()

    def draft(self) -> StaffDraft:
        """What is typed."""
        return StaffDraft(
            name=self.name.text(),
            role=self.role.value or Role.CLERK,
            team=self.team.value or "",
            password=self.password.text(),
            must_change=True,
        )

    def _explain(self, role: Role | None) -> None:
        self.role.setToolTip(look.tip(role_words(role) if role else ""))


class StaffPage(MorningPage):
    """The first administrator, and everybody else."""

    icon = "user"

    def __init__(self, procedure: Callable[[], Procedure], office_name: Callable[[], str]) -> None:
        """`procedure` gives the rule book with the departments as they are set by then, `office_name` the office's."""
        super().__init__(
            translate("StaffPage", "Staff"),
            translate("StaffPage", "Everyone signs in with a name and a password of their own."),
        )
        self._procedure = procedure
        self._office_name = office_name
        self.admin = LineInput()
        self.password = LineInput(secret=True)
        self.again = LineInput(secret=True)
        self.people: list[PersonRow] = []
        self.box.addWidget(Title(translate("StaffPage", "You: the first administrator"), look.SIZE))
        self._own = {
            "admin": FieldRow(translate("StaffPage", "Your name"), self.admin, above=True),
            "password": FieldRow(translate("StaffPage", "Password"), self.password, above=True),
            "again": FieldRow(translate("StaffPage", "The password again"), self.again, above=True),
        }
        line = Row(gap=look.GRID)
        for row in self._own.values():
            line.addWidget(row, 1, Qt.AlignmentFlag.AlignTop)
        self.box.addLayout(line)
        self.box.addWidget(Title(translate("StaffPage", "The others"), look.SIZE))
        words = translate(
            "StaffPage",
            "Tell each their first password; at the first sign-in it has to be changed. Lines may be empty.",
        )
        self.box.addWidget(Note(words, wrap=True))
        self._column = Column(look.GRID)
        self.box.addLayout(self._column)
        self.more = Button(translate("StaffPage", "One more"), icon="plus", aside=True)
        self.more.clicked.connect(self.add_person)
        buttons = Row(self.more)
        buttons.addStretch(1)
        self.box.addLayout(buttons)
        self.warning = Banner()
        self.box.addWidget(self.warning)
        for _ in range(3):
            self._add()
        self._arrange()

    def begin(self) -> None:
        choices = team_choices(self._procedure())
        for row in self.people:
            row.team.set_choices(choices)
            if row.team.value is None:
                row.team.set_value("")
        self._warn()

    def drafts(self) -> tuple[StaffDraft, ...]:
        """Everybody but the administrator."""
        return tuple(row.draft() for row in self.people if not row.is_empty())

    def take(self) -> None:
        shown = [at for at, row in enumerate(self.people) if not row.is_empty()]
        for at in shown:
            row = self.people[at]
            row.role.settle()
            row.team.settle()
            if row.role.value is None:
                raise UserError(QT_TRANSLATE_NOOP("errors", "Which role?"), field=f"role.{at}")
            if row.team.value is None and row.team.typed.strip():
                raise UserError(QT_TRANSLATE_NOOP("errors", "Which team?"), field=f"team.{at}")
        if self.password.text() != self.again.text():
            raise UserError(QT_TRANSLATE_NOOP("errors", "The two passwords differ."), field="again")
        try:
            first_morning.refuse_staff(
                self._procedure(),
                self._office_name(),
                self.admin.text(),
                self.password.text(),
                [self.people[at].draft() for at in shown],
            )
        except UserError as error:
            name, dot, position = error.field.partition(".")
            field = f"{name}.{shown[int(position)]}" if dot else name
            raise UserError(error.text, field=field, **error.values) from error

    def add_person(self) -> None:
        """Makes room for one more."""
        self._add()
        self._arrange()
        self.begin()
        self.people[-1].name.setFocus()

    def drop_person(self, row: PersonRow) -> None:
        """Takes a line out; the keyboard goes to the one that comes into its place."""
        at = self.people.index(row)
        self.people.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._arrange()
        self._warn()
        (self.people[min(at, len(self.people) - 1)].name if self.people else self.more).setFocus()

    def _add(self) -> None:
        row = PersonRow()
        row.away.clicked.connect(lambda: self.drop_person(row))
        row.name.textChanged.connect(lambda _text: self._warn())
        row.role.changed.connect(lambda _role: self._warn())
        self.people.append(row)
        self._column.addWidget(row)
        row.show()  # now, not when Qt comes to it: the keyboard goes there

    def _arrange(self) -> None:
        """Names each box as errors do, and has Tab go through the lines as they stand."""
        set_reading_order(self.box)
        self.fields.clear()
        self.fields.update(self._own)
        for at, row in enumerate(self.people):
            self.fields.update({f"{name}.{at}": field for name, field in row.rows.items()})

    def _warn(self) -> None:
        if first_morning.nobody_registers(self.drafts()):
            words = translate(
                "StaffPage", "Nobody here registers calls yet: an administrator doesn't. Add a clerk or a supervisor."
            )
            if self.warning.words() != words:
                self.warning.say(words, Tone.SOON)
        else:
            self.warning.clear()
