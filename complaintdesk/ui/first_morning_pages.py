# SPDX-License-Identifier: Apache-2.0
"""The first pages of the first morning: the office, where its books lie, its departments, its hours."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from complaintdesk.desk import first_morning, office_profile, procedures
from complaintdesk.domain.procedure import Procedure, parse_procedure
from complaintdesk.domain.texts import clean_line
from complaintdesk.errors import QT_TRANSLATE_NOOP, Told, UserError
from complaintdesk.labels import filled, translate, words_of
from complaintdesk.ui import background, look, prompts
from complaintdesk.ui.buttons import Button, Choices
from complaintdesk.ui.departments_editor import DepartmentsEditor
from complaintdesk.ui.form_rows import FieldRow, Fields
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.office_fields import HoursFields, ProfileFields
from complaintdesk.ui.words import Column, Note, Row

FILE, SERVER = "file", "server"
ADDRESS = "postgresql+psycopg://USER:PASSWORD@HOST/DATABASE"


class MorningPage(QWidget):
    """One step: put things into `box` and fields into `fields`; `take` refuses what can't stay."""

    icon: ClassVar[str]

    def __init__(self, title: str, why: str) -> None:
        super().__init__()
        self.title = title
        self.why = why
        self.fields = Fields()
        self.box = Column(look.GAP)
        self.setLayout(self.box)

    def add(self, name: str, row: FieldRow) -> FieldRow:
        """Adds a field under the name that errors call it by."""
        self.fields[name] = row
        self.box.addWidget(row)
        return row

    def begin(self) -> None:
        """The page comes into view."""

    def take(self) -> None:
        """Raises UserError for what can't stay as it is."""


class OfficePage(MorningPage):
    """What stands on the office's paper."""

    icon = "building"

    def __init__(self) -> None:
        super().__init__(
            translate("OfficePage", "The office"),
            translate("OfficePage", "This stands on slips and lists. All of it can be changed later."),
        )
        self.profile = ProfileFields(self.fields)
        self.box.addWidget(self.profile)

    def take(self) -> None:
        if not clean_line(self.profile.name.text(), 60, "name"):
            raise UserError(QT_TRANSLATE_NOOP("errors", "The office needs a name."), field="name")
        clean_line(self.profile.address.text(), 120, "address")
        clean_line(self.profile.phone.text(), 40, "complaint_phone")
        clean_line(self.profile.code.text(), 40, "form_code")
        office_profile.checked_logo(self.profile.logo.logo())


class BooksPage(MorningPage):
    """On this computer, or on a server for several desks."""

    icon = "database"

    def __init__(self, location: str) -> None:
        super().__init__(
            translate("BooksPage", "Where the books lie"),
            translate("BooksPage", "One desk keeps them on its own disk; several desks share a PostgreSQL server."),
        )
        self._answered = ""  # the address of the server that answered and is empty
        self.where = Choices(
            [
                (FILE, translate("BooksPage", "On this computer")),
                (SERVER, translate("BooksPage", "On a PostgreSQL server")),
            ],
            name=self.title,
        )
        self.file = LineInput(name=translate("BooksPage", "File of the books"))
        self.file.setText(location)
        choose = translate("BooksPage", "Choose a file")
        self.look = Button(translate("BooksPage", "Choose…"), name=choose, aside=True)
        self.look.clicked.connect(self._look)
        file = QWidget()
        file.setLayout(Row(self.file, self.look))
        file.setFocusProxy(self.file)
        self.server = LineInput(placeholder=ADDRESS)
        self.test = Button(translate("BooksPage", "Test the connection"))
        self.test.clicked.connect(self.try_server)
        server = QWidget()
        server.setLayout(Row(self.server, self.test))
        server.setFocusProxy(self.server)
        self.box.addWidget(self.where)
        self.add("location", FieldRow(translate("BooksPage", "File"), file, above=True))
        self.add("server", FieldRow(translate("BooksPage", "Address of the server"), server, above=True))
        self._note = Note(wrap=True)
        self.box.addWidget(self._note)
        self.file.textChanged.connect(lambda _text: self.fields["location"].set_problem(""))
        self.server.textChanged.connect(lambda _text: self._forget())
        self.where.changed.connect(self._show)
        self.where.set_value(FILE)
        self.where.changed.connect(self._go_to_box)

    def location(self) -> str:
        """The file's path or the server's address."""
        return self.file.text().strip() if self.where.value == FILE else self.server.text().strip()

    def on_server(self) -> bool:
        """Whether the books will lie on a server."""
        return bool(self.where.value == SERVER)

    def take(self) -> None:
        location = self.location()
        if self.on_server():
            if not location or location != self._answered:
                raise UserError(QT_TRANSLATE_NOOP("errors", "Test the connection first."), field="server")
        elif not location or not Path(location).is_absolute() or not Path(location).name:
            raise UserError(QT_TRANSLATE_NOOP("errors", "Which file? Give its whole path."), field="location")
        else:
            first_morning.refuse_location(location)

    def try_server(self) -> None:
        """Asks the server, in a worker, whether it answers and is empty."""
        address = self.location()
        self.test.setEnabled(False)
        self._note.setText(translate("BooksPage", "Asking the server…"))
        background.run(
            self,
            lambda _progress: first_morning.office_on_server(address),
            lambda there: self._heard(address, there=there),
            self._not_heard,
        )

    def _heard(self, address: str, *, there: bool) -> None:
        self.test.setEnabled(True)
        self._note.setText("")
        if there:
            words = translate("BooksPage", "An office is there already. Go back and open it by its address.")
            self.fields["server"].set_problem(words)
            return
        self._answered = address
        self.fields["server"].set_problem("")
        self._note.setText(translate("BooksPage", "The server answers, and its database is empty."))

    def _not_heard(self, error: Told) -> None:
        self.test.setEnabled(True)
        self._note.setText("")
        self.fields["server"].set_problem(words_of(error))

    def _forget(self) -> None:
        self.fields["server"].set_problem("")
        self._note.setText("")

    def _show(self, where: str) -> None:
        self.fields["location"].setVisible(where == FILE)
        self.fields["server"].setVisible(where == SERVER)
        self._note.setText(
            translate("BooksPage", "Not on a network drive, and not in a folder that a cloud program copies.")
            if where == FILE
            else ""
        )

    def _go_to_box(self, where: str) -> None:
        box = self.server if where == SERVER else self.file
        QTimer.singleShot(0, box, box.setFocus)  # after an arrow put it on the choice

    def _look(self) -> None:
        found = prompts.save_file(
            self,
            translate("BooksPage", "Where the books lie"),
            proposed=Path(self.file.text() or "office.db"),
            kinds=translate("BooksPage", "Databases (*.db)"),
        )
        if found is not None:
            self.file.setText(str(found))


class DepartmentsPage(MorningPage):
    """Ticks and names of departments and teams, from the rule book that the office starts with."""

    icon = "users"

    def __init__(self, text: str) -> None:
        super().__init__(
            translate("DepartmentsPage", "Departments and teams"),
            translate("DepartmentsPage", "Untick what there isn't here and write the names that are used here."),
        )
        self._text = text
        self.editor = DepartmentsEditor(self.fields)
        self.editor.put(procedures.department_rows(parse_procedure(text)))
        self._moved = Note(wrap=True)
        self.box.addWidget(self.editor)
        self.box.addWidget(self._moved)

    def text(self) -> str:
        """The rule book with these departments; raises UserError beside a name."""
        return procedures.with_departments(self._text, self.editor.rows())

    def procedure(self) -> Procedure:
        """The rule book as it will be."""
        return parse_procedure(self.text())

    def take(self) -> None:
        self.text()

    def moved(self) -> list[str]:
        """What follows from what was unticked, in words."""
        changes = procedures.changes(parse_procedure(self._text), self.procedure())
        return [filled("procedure", each.text, each.values) for each in changes]


class HoursPage(MorningPage):
    """When the office is open, and when somebody sits at the desk."""

    icon = "clock"

    def __init__(self, text: str) -> None:
        super().__init__(
            translate("HoursPage", "Hours"),
            translate("HoursPage", "What comes in outside office hours and isn't urgent counts from their next begin."),
        )
        procedure = parse_procedure(text)
        self.office = HoursFields("office", translate("HoursPage", "Office hours"), self.fields)
        self.desk = HoursFields("desk", translate("HoursPage", "The desk is manned"), self.fields)
        self.office.put(procedure.office_hours)
        self.desk.put(procedure.desk_hours)
        self.box.addWidget(self.office)
        self.box.addWidget(self.desk)

    def text(self, text: str) -> str:
        """The rule book with these hours; raises UserError beside a field."""
        return procedures.with_hours(text, self.office.hours(), self.desk.hours())

    def take(self) -> None:
        for hours, field in ((self.office.hours(), "office_weekdays"), (self.desk.hours(), "desk_weekdays")):
            if not hours.weekdays:
                raise UserError(QT_TRANSLATE_NOOP("errors", "Tick at least one day."), field=field)
