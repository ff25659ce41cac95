# SPDX-License-Identifier: Apache-2.0
"""A changed form looked at beside the present one before it is adopted, and the versions that a form had."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from complaintdesk.desk import forms
from complaintdesk.desk.forms import FormVersionRecord
from complaintdesk.errors import Conflict, UserError
from complaintdesk.labels import translate
from complaintdesk.printing import form_files
from complaintdesk.printing.templates import Form
from complaintdesk.sheets.form_cells import Finding
from complaintdesk.sheets.form_trial import sample
from complaintdesk.sheets.forms_in import FormRead, shown_words
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.look import Colour, Tone
from complaintdesk.ui.print_preview import PagesView
from complaintdesk.ui.record_table import Column, RecordTable
from complaintdesk.ui.scrolling import ScrollArea
from complaintdesk.ui.words import Column as Stack
from complaintdesk.ui.words import Note, Reading

_SIZE = QSize(1320, 900)
_FRAME = QSize(16, 48)
_LINES = 5  # of findings shown at once


class _Pages(QWidget):
    """A form drawn from samples, under its own heading, as wide as there is room."""

    def __init__(self, heading: str, form: Form, bridge: Bridge) -> None:
        super().__init__()
        office = bridge.office
        self.view = PagesView(sample(form, office.record, bridge.now(), office.zone))
        self.area = ScrollArea()
        self.area.setWidget(self.view)
        self.area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.area.setAccessibleName(heading)
        box = Stack(look.GAP // 2)
        box.addWidget(Note(heading))
        box.addWidget(self.area, 1)
        self.setLayout(box)

    def fit(self, width: int) -> None:
        """Shows the pages so wide."""
        bar = self.area.verticalScrollBar().sizeHint().width()
        self.view.set_zoom(min(self.view.fitting(width - bar - 2), 1.25))


class FormReadDialog(Dialog):
    """What was found in the workbook, cell by cell, and both forms from samples; adopts the changed one."""

    help_page = "slips"

    def __init__(
        self, parent: QWidget, bridge: Bridge, read: FormRead, tried: Sequence[Finding], based_on: int
    ) -> None:
        """`based_on` is the version that goes now, beside which the changed one is looked at; 0 for none."""
        now = form_files.in_force(read.form_id, bridge.office.record.own_forms)
        super().__init__(parent, translate("FormReadDialog", "{form} read back").format(form=now.title), width=900)
        self._bridge, self._read, self._based_on = bridge, read, based_on
        self.findings = (*read.findings, *tried)
        stopped = read.form is None or any(each.stops for each in self.findings)
        self.views: list[_Pages] = []
        self._say_findings(stopped)
        if read.form is not None and not any(not each.where and each.stops for each in tried):
            line = QHBoxLayout()
            line.setSpacing(look.GAP)
            for heading, form in (
                (translate("FormReadDialog", "As it is printed now"), now),
                (translate("FormReadDialog", "As changed"), read.form),
            ):
                self.views.append(_Pages(heading, form, bridge))
                line.addWidget(self.views[-1], 1)
            self.box.addLayout(line, 1)
        self.note = LineInput()
        if stopped:
            self.add_close()
        else:
            row = FieldRow(translate("FormReadDialog", "What was changed"), self.note, above=True)
            self.add_field("note", row)
            self.add_buttons(translate("FormReadDialog", "Adopt"))
            self.note.setFocus()
        self._size(parent)

    def take(self) -> None:
        read = self._read
        if read.form is None:
            return  # it was closed, not adopted
        self._bridge.do(forms.adopt, read.form_id, read.text, self._based_on, self.note.text())

    def accept(self) -> None:
        """Closes it; adopting nothing where something stands in the way."""
        if self._read.form is None or any(each.stops for each in self.findings):
            self.reject()
        else:
            super().accept()

    def show_conflict(self, conflict: Conflict) -> None:
        """Another desk was faster: what it adopted is to be looked at first."""
        words = translate("FormReadDialog", "Another desk was faster. Edit its version, and read that back.")
        self.banner.say(words, Tone.LATE)

    def done(self, result: int) -> None:
        """Closes the window and lets go of the pages."""
        for each in self.views:
            each.view.release()
        super().done(result)

    def _say_findings(self, stopped: bool) -> None:
        if not self.findings:
            self.box.addWidget(Note(translate("FormReadDialog", "Nothing is wrong with it.")))
            return
        words = translate("FormReadDialog", "It can be adopted, but look at this first:")
        if stopped:
            words = translate("FormReadDialog", "It can't be adopted like this. Put right what stands in these cells:")
        self.box.addWidget(Note(words, wrap=True))
        in_order = sorted(self.findings, key=lambda each: not each.stops)
        height = self.fontMetrics().lineSpacing() * (min(len(in_order), _LINES) + 2)
        self.list = Reading(shown_words(in_order), name=translate("FormReadDialog", "Findings"), height=height)
        self.box.addWidget(self.list, 0 if self._read.form is not None else 1)

    def _size(self, parent: QWidget) -> None:
        if not self.views:
            return
        room = look.screen_room(self) - _FRAME
        size = _SIZE.boundedTo(room)
        self.resize(size)
        for each in self.views:
            each.fit((size.width() - 3 * look.GAP - 40) // 2)


class FormVersionsDialog(Dialog):
    """The versions that a form had; an earlier one is adopted again."""

    help_page = "slips"
    only_chooses = True

    def __init__(self, parent: QWidget, bridge: Bridge, form: Form) -> None:
        title = translate("FormVersionsDialog", "Versions of {form}").format(form=form.title)
        super().__init__(parent, title, width=720)
        self._bridge, self._form = bridge, form
        self.found: tuple[FormVersionRecord, ...] = bridge.ask(forms.versions, form.id)
        known = {each.id: each for each in self.found}
        columns = [
            Column(translate("FormVersionsDialog", "Version"), 130, self._named, self._colour),
            Column(
                translate("FormSettings", "Changed"),
                140,
                lambda row: row.adopted_at.astimezone(bridge.office.zone).strftime("%Y-%m-%d %H:%M"),
            ),
            Column(translate("FormSettings", "By"), 100, lambda row: row.by),
            Column(translate("FormSettings", "Note"), 220, lambda row: row.note, stretch=True),
        ]
        self.table = RecordTable(
            "form_versions",
            columns,
            lambda ids: tuple(known[each] for each in ids),
            settings=bridge.settings,
            accessible_name=title,
            empty=(translate("FormVersionsDialog", "This form was never changed here"), ""),
        )
        self.table.setMinimumHeight(240)
        self.box.addWidget(self.table, 1)
        self.button = self.add_buttons(translate("FormVersionsDialog", "Adopt again"), translate("Dialog", "Close"))
        self.table.chosen.connect(lambda _id: self._show())
        self.table.set_ids([each.id for each in self.found])
        if self.found:
            self.table.choose(self.found[0].id)
        self._show()

    def chosen(self) -> FormVersionRecord | None:
        """The version that the list stands on."""
        at = self.table.chosen_id()
        return next((each for each in self.found if each.id == at), None)

    def take(self) -> None:
        chosen = self.chosen()
        if chosen is None:
            return
        newest = self.found[0].id
        note = translate("FormVersionsDialog", "Version {number} again").format(number=chosen.id)
        if not chosen.text:
            self._bridge.do(forms.back_to_shipped, self._form.id, newest, note)
            return
        form = form_files.in_force(self._form.id, ((self._form.id, chosen.text),))
        if form.stands_in is not None:
            raise UserError(form.stands_in.text, field="", **form.stands_in.values)
        self._bridge.do(forms.adopt, self._form.id, chosen.text, newest, note)

    def _show(self) -> None:
        chosen = self.chosen()
        self.button.setEnabled(chosen is not None and chosen.text != self.found[0].text)

    def _named(self, row: FormVersionRecord) -> str:
        if not row.text:
            return translate("FormVersionsDialog", "as shipped, {number}").format(number=row.id)
        return translate("FormSettings", "own, {number}").format(number=row.id)

    def _colour(self, row: FormVersionRecord) -> Colour:
        return Colour.INK if row.id == self.found[0].id else Colour.SECOND
