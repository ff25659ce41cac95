# SPDX-License-Identifier: Apache-2.0
"""A month's points and fines (R-CA-05) by department: what each breach cost, what was lifted, what a person found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar
from uuid import uuid4

from PySide6.QtWidgets import QWidget

from complaintdesk.desk import points
from complaintdesk.desk.pinyin_table import pinyin_table
from complaintdesk.desk.point_tables import Breach, FineRecord, PointsOfMonth, Total, points_of_month
from complaintdesk.desk.points import FineDraft
from complaintdesk.domain.dates import parse_instant_words
from complaintdesk.domain.money import parse_yuan, show_yuan
from complaintdesk.domain.pinyin import list_keys
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields, Told, UserError
from complaintdesk.labels import translate
from complaintdesk.ui import look, prompts
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import FilterBox, LineInput, TextInput
from complaintdesk.ui.look import Colour
from complaintdesk.ui.record_table import Column, RecordTable
from complaintdesk.ui.time_words import date_words
from complaintdesk.ui.words import Note, Row, Title

_WIDTH, _LABEL = 960, 112  # px
_TOTALS, _LISTS = 108, 148  # px of height
Line = TypeVar("Line", Total, Breach, FineRecord)


class PointsDialog(Dialog):
    """The month's table, and what a supervisor does about it; `case_id` is the case whose line was opened last."""

    only_chooses = True

    help_page = "statistics"

    def __init__(self, parent: QWidget | None, bridge: Bridge, month: date) -> None:
        title = translate("Points", "Points and fines {month}").format(month=f"{month:%Y-%m}")
        super().__init__(parent, title, width=_WIDTH)
        self.bridge, self.month = bridge, month
        self.case_id: int | None = None
        self._found = PointsOfMonth(month, (), (), ())
        words = translate(
            "Points",
            "Points follow from limits broken in the month, as the procedure prices them; nobody types them in.",
        )
        self.box.addWidget(Note(words, wrap=True))
        self.totals = self._table(
            "points_totals",
            self._total_columns(),
            translate("Points", "By department"),
            lambda: self._found.totals,
            _TOTALS,
        )
        self.breaches = self._table(
            "points_breaches", self._breach_columns(), translate("Points", "Breaches"), lambda: self._found.breaches
        )
        self.lift = Button(translate("Points", "Lift…"), "Alt+L")
        self.count = Button(translate("Points", "Count again"), "Alt+N")
        self._line(translate("Points", "Breaches"), self.lift, self.count)
        self.box.addWidget(self.breaches, 1)
        self.fines = self._table(
            "points_fines", self._fine_columns(), translate("Points", "Fines"), lambda: self._found.fines
        )
        self.enter = Button(translate("Points", "Enter a fine…"), "Alt+F")
        self.void = Button(translate("Points", "Void it…"), "Alt+V")
        self._line(translate("Points", "Fines"), self.enter, self.void)
        self.box.addWidget(self.fines, 1)
        self.add_close()
        self.lift.clicked.connect(self._lift)
        self.count.clicked.connect(self._count_again)
        self.enter.clicked.connect(self._enter)
        self.void.clicked.connect(self._void)
        self.breaches.opened.connect(self._open)
        for table in (self.breaches, self.fines):
            table.chosen.connect(lambda _id: self._settle())
        self.refresh()

    def refresh(self) -> None:
        """Reads the month again."""
        bridge = self.bridge
        self._found = bridge.ask(points_of_month, self.month, bridge.now(), bridge.zone, bridge.books)
        self.totals.set_ids(range(len(self._found.totals)))
        self.breaches.set_ids([each.id for each in self._found.breaches])
        self.fines.set_ids([each.id for each in self._found.fines])
        self._settle()

    def _table(
        self, name: str, columns: Sequence[Column], called: str, rows: Callable[[], Sequence[Any]], height: int = _LISTS
    ) -> RecordTable:
        def fetch(ids: Sequence[int]) -> list[Any]:
            known = {getattr(row, "id", at): row for at, row in enumerate(rows())}
            return [known[id_] for id_ in ids]

        nothing = (translate("Points", "Nothing in this month."), "")
        settings = self.bridge.settings
        table = RecordTable(name, columns, fetch, settings=settings, accessible_name=called, empty=nothing)
        table.setMinimumHeight(height)
        if name == "points_totals":
            table.setMaximumHeight(height)
            self.box.addWidget(table)
        return table

    def _line(self, words: str, *buttons: Button) -> None:
        line = Row(Title(words, look.SIZE), *buttons)
        line.insertStretch(1, 1)
        self.box.addLayout(line)

    def _total_columns(self) -> tuple[Column, ...]:
        return (
            Column(translate("Points", "Department"), 200, lambda row: row.name or "—", stretch=True),
            Column(translate("Points", "Breaches"), 100, lambda row: str(row.breaches), right=True),
            Column(translate("Points", "Points"), 100, lambda row: _lost(row.points), right=True),
            Column(translate("Points", "Fines, yuan"), 140, lambda row: show_yuan(row.fines), right=True),
        )

    def _breach_columns(self) -> tuple[Column, ...]:
        zone = self.bridge.zone

        def moment(row: Breach) -> str:
            return f"{row.due_at.astimezone(zone):%m-%d %H:%M}"

        def met(row: Breach) -> str:
            return (
                translate("Points", "not yet") if row.met_at is None else f"{row.met_at.astimezone(zone):%m-%d %H:%M}"
            )

        def lifted(row: Breach) -> str:
            return f"{row.lifted}（{row.lifted_by}）" if row.lifted else ""

        def ink(row: Breach) -> Colour:
            return Colour.SECOND if row.lifted else Colour.INK

        return (
            Column(translate("Points", "Case"), 124, lambda row: row.case_number, ink),
            Column(translate("Points", "Limit"), 150, lambda row: row.name, ink),
            Column(translate("Points", "Department"), 100, lambda row: row.department_name or "—", ink),
            Column(translate("Points", "Due"), 104, moment, ink),
            Column(translate("Points", "Met"), 104, met, ink),
            Column(
                translate("Points", "Points"), 72, lambda row: "0" if row.lifted else _lost(row.points), ink, right=True
            ),
            Column(translate("Points", "Lifted because"), 160, lifted, ink, stretch=True),
        )

    def _fine_columns(self) -> tuple[Column, ...]:
        def ink(row: FineRecord) -> Colour:
            return Colour.SECOND if row.void_reason else Colour.INK

        def why(row: FineRecord) -> str:
            if row.void_reason:
                return translate("Points", "void: {reason}").format(reason=row.void_reason)
            return row.reason

        return (
            Column(translate("Points", "Day"), 104, lambda row: row.found_on.isoformat(), ink),
            Column(translate("Points", "Department"), 100, lambda row: row.department_name, ink),
            Column(translate("Points", "Person"), 90, lambda row: row.person, ink),
            Column(translate("Points", "What for"), 150, lambda row: row.name, ink),
            Column(translate("Points", "Yuan"), 96, lambda row: show_yuan(row.amount), ink, right=True),
            Column(translate("Points", "Case"), 124, lambda row: row.case_number, ink),
            Column(translate("Points", "Reason"), 160, why, ink, stretch=True),
        )

    def _chosen(self, table: RecordTable, rows: Sequence[Line]) -> Line | None:
        id_ = table.chosen_id()
        return next((row for row in rows if getattr(row, "id", None) == id_), None)

    def _settle(self) -> None:
        """What can be done with the chosen lines."""
        breach, fine = self._chosen(self.breaches, self._found.breaches), self._chosen(self.fines, self._found.fines)
        self.lift.setEnabled(breach is not None and not breach.lifted)
        self.count.setEnabled(breach is not None and bool(breach.lifted))
        self.void.setEnabled(fine is not None and not fine.void_reason)

    def _lift(self) -> None:
        breach = self._chosen(self.breaches, self._found.breaches)
        if breach is not None:
            title = translate("Points", "Lift the points of {number}").format(number=breach.case_number)
            reason = prompts.ask_words(self, title, breach.name, label=translate("Points", "Why?"), lines=2)
            if reason is not None:
                self._do(lambda: self.bridge.do(points.lift, breach.id, reason))

    def _count_again(self) -> None:
        breach = self._chosen(self.breaches, self._found.breaches)
        if breach is not None:
            title = translate("Points", "Let the points of {number} count again").format(number=breach.case_number)
            reason = prompts.ask_words(self, title, breach.name, label=translate("Points", "Why?"), lines=2)
            if reason is not None:
                self._do(lambda: self.bridge.do(points.take_back_lift, breach.id, reason))

    def _enter(self) -> None:
        if prompts.show_dialog(FineDialog(self, self.bridge)):
            self.refresh()

    def _void(self) -> None:
        fine = self._chosen(self.fines, self._found.fines)
        if fine is not None:
            title = translate("Points", "Void this fine")
            reason = prompts.ask_words(self, title, fine.reason, label=translate("Points", "Why?"), lines=2)
            if reason is not None:
                self._do(lambda: self.bridge.do(points.void_fine, fine.id, reason))

    def _do(self, deed: Callable[[], object]) -> None:
        try:
            deed()
        except Told as problem:
            prompts.tell_error(self, problem)
        self.refresh()

    def _open(self, id_: int) -> None:
        self.case_id = next(row.case_id for row in self._found.breaches if row.id == id_)
        self.accept()


class FineDialog(Dialog):
    """A fine as a person found it, with the procedure's at hand."""

    help_page = "statistics"

    def __init__(self, parent: QWidget | None, bridge: Bridge) -> None:
        super().__init__(parent, translate("Points", "A fine"), width=560)
        self.bridge, self._token = bridge, uuid4().hex
        self._rows = {row.id: row for row in bridge.procedure.course.fines}
        own = translate("Points", "of our own")
        self.which = FilterBox()
        self.which.set_choices([("", own), *((row.id, row.name) for row in self._rows.values())])
        self.which.set_value("")
        self.department = FilterBox()
        departments = [row for row in bridge.procedure.departments if not row.closed]
        self.department.set_choices(
            [(row.id, row.name, " ".join(list_keys(row.name, pinyin_table()))) for row in departments]
        )
        self.person, self.amount, self.case_number = LineInput(), LineInput(placeholder="500"), LineInput()
        self.day = LineInput(placeholder="2026-11-21")
        self.day.setText(f"{bridge.local(bridge.now()):%Y-%m-%d}")
        self.reason = TextInput(lines=3)
        for name, words, field in (
            ("key", translate("Points", "What for"), self.which),
            ("department", translate("Points", "Department"), self.department),
            ("person", translate("Points", "Person, if one"), self.person),
            ("amount", translate("Points", "Yuan"), self.amount),
            ("found_on", translate("Points", "Found on"), self.day),
            ("case_number", translate("Points", "Case, if one"), self.case_number),
            ("reason", translate("Points", "Reason"), self.reason),
        ):
            self.add_field(name, FieldRow(words, field, label_width=_LABEL))
        self.which.changed.connect(self._follow)
        self.day.textChanged.connect(lambda _words: self._echo())
        self.add_buttons(translate("Points", "Enter it"))

    def take(self) -> None:
        for box in (self.which, self.department):
            box.settle()
        if self.department.value is None:
            raise MissingFields({"department": QT_TRANSLATE_NOOP("errors", "Choose the department.")})
        draft = FineDraft(
            token=self._token,
            department=self.department.value,
            amount=self._amount(),
            reason=self.reason.text(),
            found_on=self._day(),
            key=self.which.value or "",
            person=self.person.text(),
            case_number=self.case_number.text(),
        )
        self.bridge.do(points.fine, draft)

    def _echo(self) -> None:
        """Says back which day is meant."""
        try:
            said = date_words(self._day())
        except UserError:
            said = ""
        self.fields["found_on"].set_note(said)

    def _day(self) -> date:
        """The day typed, one without a year being of this one; UserError beside the box."""
        try:
            return parse_instant_words(self.day.text(), self.bridge.zone, self.bridge.local(self.bridge.now()).year).day
        except UserError as error:
            raise UserError(error.text, field="found_on", **error.values) from error

    def _amount(self) -> Decimal | None:
        """The amount typed, yuan, None for none; UserError beside the box."""
        if not self.amount.text().strip():
            return None
        try:
            return parse_yuan(self.amount.text())
        except UserError as error:
            raise UserError(error.text, field="amount", **error.values) from error

    def _follow(self, key: str | None) -> None:
        row = self._rows.get(key or "")
        if row is not None:
            self.amount.setText("" if row.amount is None else str(row.amount))
            self.reason.setText(row.words)


def _lost(points_: int) -> str:
    return f"−{points_}" if points_ else "0"
