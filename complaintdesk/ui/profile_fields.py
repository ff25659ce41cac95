# SPDX-License-Identifier: Apache-2.0
"""What the printer of a form is told by: queue, paper, mode, how far it is moved, tray, copies; a test page."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from complaintdesk.errors import QT_TRANSLATE_NOOP, Told, UserError
from complaintdesk.labels import translate, words_of, zone
from complaintdesk.printing.papers import OFFERED, PaperSize, PrintMode, paper_meant
from complaintdesk.printing.printer_profile import PrinterProfile
from complaintdesk.settings import SettingsFile
from complaintdesk.ui import look, profiles, spooling
from complaintdesk.ui.buttons import Button, Choices, TickBox
from complaintdesk.ui.form_rows import FieldRow, Fields
from complaintdesk.ui.inputs import FilterBox, LineInput
from complaintdesk.ui.look import Colour, Tone
from complaintdesk.ui.printed_form import PrintedForm, mode_sentence, mode_words
from complaintdesk.ui.spooling import sheet_words
from complaintdesk.ui.words import Banner, Column, Note, Problem, Row, Text

STEP = 0.5  # mm that a key moves the form


class OffsetInput(LineInput):
    """Millimetres by which a form is moved; the arrows up and down change them by half of one."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if steps is None:
            super().keyPressEvent(event)
        else:
            self.step(steps)

    def step(self, steps: int) -> None:
        """Changes it by so many half millimetres; what is no number stays to be put right."""
        with suppress(ValueError):
            self.setText(f"{float(self.text() or 0) + steps * STEP:g}")


class ProfileFields(QWidget):
    """The fields of one form's printer; their rows are in `fields` by the names that errors call them."""

    def __init__(self, settings: SettingsFile, form: PrintedForm, office: Callable[[], str], fields: Fields) -> None:
        """`office` gives the name that stands on the test page."""
        super().__init__()
        self._settings, self._form, self._office = settings, form, office
        self.printer = FilterBox()
        self.paper = FilterBox(free=True)
        self.warning = Text(role=Colour.SOON, wrap=True, size=look.SIZE_SMALL)
        self.mode = Choices([(mode, mode_words(mode)) for mode in form.modes])
        self.mode.set_value(PrintMode.PARTS)
        self.mode_said = Note(wrap=True)
        self.dx, self.dy = OffsetInput(), OffsetInput()
        self.copies = LineInput()
        self.tray = FilterBox()
        self.dots = TickBox(
            translate("PrinterFields", "Dot matrix"),
            tip=translate(
                "PrinterFields", "Prints with needles on continuous paper: hard edges in pure black, 180 dpi"
            ),
        )
        self.grey = TickBox(
            translate("PrinterFields", "Shades of grey"),
            tip=translate("PrinterFields", "Spares a colour printer's ink"),
        )
        self.test = Button(translate("PrinterFields", "Print a test page"), icon="printer", aside=True)
        self.test.clicked.connect(self.print_test)
        self.said = Banner()
        self._lay_out(fields)
        self.setFocusProxy(self.printer)
        self.printer.changed.connect(self._choose)
        self.paper.changed.connect(lambda _paper: self._tell())
        self.paper.left.connect(self._tell)
        self.mode.changed.connect(lambda _mode: self._tell())
        self.read()

    def read(self, profile: PrinterProfile | None = None) -> None:
        """Offers the machine's printers as they are now, and puts in what is given or kept."""
        names = spooling.printers()
        self._shown = shown = profile or profiles.shown_profile(self._settings, self._form.id)
        self.printer.set_choices([("", translate("PrinterFields", "none yet")), *((name, name) for name in names)])
        sheets = self._form.sheets_among(OFFERED)
        self.paper.set_choices((sheet.name, sheet_words(sheet), sheet.name) for sheet in sheets)
        self.printer.set_value(shown.queue if shown.queue in names else "")
        sheet = shown.sheet or self._form.paper
        if self.paper.offers(sheet.name):
            self.paper.set_value(sheet.name)
        else:
            self.paper.put_typed(sheet.name)
        self.mode.set_value(shown.mode if shown.mode in self._form.modes else PrintMode.PARTS)
        self.dx.setText(f"{shown.dx:g}")
        self.dy.setText(f"{shown.dy:g}")
        self.dots.setChecked(shown.dots)
        self.grey.setChecked(shown.grey)
        self.copies.setText(str(shown.copies))
        self._offer_trays(shown.tray)
        self._tell()

    def profile(self) -> PrinterProfile:
        """What is chosen; raises UserError beside the field that can't be so."""
        self.printer.settle()  # what is typed counts, also while the keyboard is still in the box
        self.paper.settle()
        if self.printer.value is None and self.printer.typed.strip():
            text = QT_TRANSLATE_NOOP("errors", "The printer “{printer}” is not there.")
            raise UserError(text, field="queue", printer=self.printer.typed)
        sheet = self._sheet()
        made = PrinterProfile(
            queue=self.printer.value or "",
            paper=sheet.name,
            mode=self.mode.value,
            dx=_millimetres(self.dx, "dx"),
            dy=_millimetres(self.dy, "dy"),
            dots=self.dots.isChecked(),
            grey=self.grey.isChecked(),
            tray=self.tray.value or "",
            copies=_number(self.copies, "copies"),
        )
        self._form.on(made)
        return made

    def keep(self) -> PrinterProfile:
        """Keeps what is chosen for the form's next print; raises UserError, EnvironmentProblem."""
        made = self.profile()
        profiles.keep_profile(self._settings, self._form.id, made)
        return made

    def print_test(self) -> None:
        """Sends the test page by what is chosen now, and says how it went."""
        from complaintdesk.printing.trial_page import render_test_page

        try:
            chosen = self.profile()
            now = datetime.now(UTC).astimezone(zone())
            sheet = chosen.sheet or self._form.paper
            spooling.send(render_test_page(self._office(), chosen, sheet, now), replace(chosen, copies=1))
        except Told as problem:
            self.said.say(words_of(problem), Tone.LATE)
        else:
            words = translate(
                "PrinterFields", "Sent to {printer}. Is the frame whole, and the ruler as long as it says?"
            )
            self.said.say(words.format(printer=chosen.queue), Tone.GOOD)

    def _lay_out(self, fields: Fields) -> None:
        column = Column(look.GAP)
        for name, words, box in (
            ("queue", translate("PrinterFields", "Printer"), self.printer),
            ("paper", translate("PrinterFields", "Paper"), self.paper),
        ):
            fields[name] = FieldRow(words, box, above=True)
            column.addWidget(fields[name])
        fields["paper"].set_note(translate("PrinterFields", "or its own size, across × down in mm: 241x140"))
        column.addWidget(self.warning)
        fields["mode"] = FieldRow(translate("PrinterFields", "How it comes out"), self.mode, above=True)
        column.addWidget(fields["mode"])
        column.addWidget(self.mode_said)
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.GAP)
        across = translate("PrinterFields", "Moved to the right, mm"), translate("PrinterFields", "Moved down, mm")
        for at, (name, words, moved) in enumerate((("dx", across[0], self.dx), ("dy", across[1], self.dy))):
            less = Button("", icon="minus", name=f"{words} −", aside=True)
            more = Button("", icon="plus", name=f"{words} +", aside=True)
            less.clicked.connect(lambda _checked=False, moved=moved: moved.step(-1))
            more.clicked.connect(lambda _checked=False, moved=moved: moved.step(1))
            problem = Problem()  # below the row, so that what is beside the box stays beside it
            fields[name] = FieldRow(words, moved, above=True, problem=problem)
            grid.addWidget(fields[name], 0, at * 2)
            grid.addWidget(problem, 1, at * 2, 1, 2)
            grid.addLayout(Row(less, more, gap=4), 0, at * 2 + 1, Qt.AlignmentFlag.AlignBottom)
        problem = Problem()
        fields["copies"] = FieldRow(translate("PrinterFields", "Copies"), self.copies, above=True, problem=problem)
        grid.addWidget(fields["copies"], 0, 4)
        grid.addWidget(problem, 1, 4)
        column.addLayout(grid)
        self._tray_row = fields["tray"] = FieldRow(translate("PrinterFields", "Tray"), self.tray, above=True)
        column.addWidget(self._tray_row)
        line = Row(self.dots, self.grey, self.test, gap=look.GAP)
        line.addStretch(1)
        column.addLayout(line)
        column.addWidget(self.said)
        words = translate(
            "PrinterFields",
            "The test page comes on this paper, moved as the form is, with rulers and small type. ↑ and ↓ move by half "
            "a millimetre. Any form can be saved as PDF too.",
        )
        column.addWidget(Note(words, wrap=True))
        self.setLayout(column)

    def _choose(self, name: str | None) -> None:
        """Another printer: with needles or not as other forms have it, its own trays, the form not moved yet.

        The one that stood there first has all of its own again.
        """
        if name:
            kept = self._shown if name == self._shown.queue else None
            like = kept or profiles.moved_to(self._settings, PrinterProfile(), name)
            self.dots.setChecked(like.dots)
            self.grey.setChecked(like.grey)
            self.dx.setText(f"{like.dx:g}")
            self.dy.setText(f"{like.dy:g}")
        self._offer_trays(self._shown.tray if name and name == self._shown.queue else "")
        self._tell()

    def _offer_trays(self, chosen: str) -> None:
        queue = self.printer.value or ""
        told: tuple[tuple[str, str], ...] = ()
        if queue:
            try:
                told = spooling.trays(queue)
            except Told as problem:
                self.said.say(words_of(problem), Tone.SOON)
            if chosen and chosen not in dict(told):  # kept, though the printer doesn't tell of it now
                told = (*told, (chosen, chosen))
        self.tray.set_choices([("", translate("PrinterFields", "as the printer takes it")), *told])
        self.tray.set_value(chosen if chosen in dict(told) else "")
        self._tray_row.setVisible(bool(told))

    def _sheet(self) -> PaperSize:
        try:
            return paper_meant(self.paper.value or self.paper.typed)
        except UserError as error:
            raise UserError(error.text, field="paper", **error.values) from error

    def _tell(self) -> None:
        """Says what the mode means, and that the printer has no such paper."""
        self.test.setEnabled(bool(self.printer.value))
        self.mode_said.setText(mode_sentence(self.mode.value))
        words = ""
        with suppress(UserError):  # is said beside the paper when it is to be kept
            words = spooling.paper_warning(self.printer.value or "", self._sheet())
        self.warning.setText(words)
        self.warning.setVisible(bool(words))


def _millimetres(box: LineInput, name: str) -> float:
    try:
        return float(box.text().strip() or 0)
    except ValueError:
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "A number of millimetres, such as 1.5 or -2."), field=name
        ) from None


def _number(box: LineInput, name: str) -> int:
    typed = box.text().strip()
    if not typed.isdecimal():
        raise UserError(QT_TRANSLATE_NOOP("errors", "A whole number, such as 1."), field=name)
    return int(typed)
