# SPDX-License-Identifier: Apache-2.0
"""All paper forms in one place: any of them empty, as many sheets as asked for; registers filled from days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtWidgets import QWidget

from complaintdesk.desk import form_records, prints
from complaintdesk.desk.form_records import SPAN_FORMS
from complaintdesk.desk.pinyin_table import pinyin_table
from complaintdesk.domain.pinyin import list_keys
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields, UserError
from complaintdesk.labels import translate
from complaintdesk.printing.form_files import shipped, shipped_ids
from complaintdesk.ui import prompts
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Choices
from complaintdesk.ui.day_input import read_span
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.form_printing import print_blank, print_span
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import FilterBox, LineInput
from complaintdesk.ui.printing import print_register

EMPTY, FILLED = "empty", "filled"
MOST = 500  # sheets at once
_LABEL = 80  # px


class FormsDialog(Dialog):
    """Which form, empty or filled, how many sheets, of which days; starts with the empty one and with this week."""

    only_chooses = True

    help_page = "printer"

    def __init__(self, parent: QWidget, bridge: Bridge) -> None:
        super().__init__(parent, translate("FormsDialog", "Print a form"), width=480)
        self._bridge = bridge
        self._window = parent
        self.form = FilterBox(placeholder=translate("FormsDialog", "title or pinyin"))
        self.form.set_choices([(form, title, " ".join(list_keys(title, pinyin_table()))) for form, title in _titles()])
        ways = [
            (EMPTY, translate("FormsDialog", "Empty, to write on")),
            (FILLED, translate("FormsDialog", "Filled, of some days")),
        ]
        self.way = Choices(ways, name=translate("FormsDialog", "As"))
        self.way.set_value(EMPTY)
        self.copies, self.from_on, self.to_on = LineInput(), LineInput(), LineInput()
        self.department = FilterBox(placeholder=translate("FormsDialog", "all departments"))
        self.department.set_choices([(row.id, row.name) for row in bridge.procedure.departments])
        today = self._today()
        self.copies.setText("1")
        self.from_on.setText(f"{today - timedelta(days=today.weekday())}")
        self.to_on.setText(f"{today}")
        for name, words, field in (
            ("form", translate("FormsDialog", "Form"), self.form),
            ("way", translate("FormsDialog", "As"), self.way),
            ("copies", translate("FormsDialog", "Sheets"), self.copies),
            ("from_on", translate("FormsDialog", "From"), self.from_on),
            ("to_on", translate("FormsDialog", "To"), self.to_on),
            ("department", translate("FormsDialog", "Department"), self.department),
        ):
            self.add_field(name, FieldRow(words, field, label_width=_LABEL))
        self.add_buttons(translate("FormsDialog", "Preview and print"))
        self.print: Callable[[], str | None] | None = None
        self.form.changed.connect(self._follow)
        self.way.changed.connect(self._follow)
        self._follow()

    def take(self) -> None:
        self.form.settle()
        form = self.form.value
        if form is None:
            raise MissingFields({"form": QT_TRANSLATE_NOOP("errors", "Which form?")})
        bridge, window = self._bridge, self._window
        if self._asked() == EMPTY:
            copies = self._sheets()
            self.print = lambda: print_blank(bridge, form, window, copies)
            return
        from_on, to_on = read_span(self.from_on, self.to_on, bridge.office.zone, self._today())
        if form == prints.REGISTER:
            self.print = lambda: print_register(bridge, from_on, to_on, window)
            return
        self.department.settle()
        department = self.department.value or "" if form == form_records.WEEK else ""
        self.print = lambda: print_span(bridge, form, from_on, to_on, window, department)

    def _asked(self) -> str:
        """Whether it is to come out empty or filled: what is not filled from days comes out empty here."""
        return self.way.value if self._may_be_filled() else EMPTY

    def _may_be_filled(self) -> bool:
        of_days = self.form.value in SPAN_FORMS or self.form.value == prints.REGISTER
        return of_days and self._bridge.may(prints.start_register)

    def _follow(self) -> None:
        """Asks what the form needs."""
        filled = self._asked() == FILLED
        self.fields["way"].setVisible(self._may_be_filled())
        self.fields["copies"].setVisible(not filled)
        self.fields["from_on"].setVisible(filled)
        self.fields["to_on"].setVisible(filled)
        self.fields["department"].setVisible(filled and self.form.value == form_records.WEEK)

    def _sheets(self) -> int:
        typed = self.copies.text().strip()
        if not typed.isascii() or not typed.isdecimal() or not 1 <= int(typed) <= MOST:
            text = QT_TRANSLATE_NOOP("errors", "How many sheets? A number from 1 to {most}.")
            raise UserError(text, field="copies", most=MOST)
        return int(typed)

    def _today(self) -> date:
        return self._bridge.local(self._bridge.now()).date()


def print_a_form(window: QWidget, bridge: Bridge) -> None:
    """Asks which form, previews and prints it, and says what was done."""
    dialog = FormsDialog(window, bridge)
    if not prompts.show_dialog(dialog) or dialog.print is None:
        return
    said = dialog.print()
    if said is not None:
        prompts.tell(window, translate("FormsDialog", "Print a form"), said)


def _titles() -> list[tuple[str, str]]:
    return sorted(
        ((form, shipped(form).title) for form in shipped_ids()), key=lambda each: list_keys(each[1], pinyin_table())
    )
