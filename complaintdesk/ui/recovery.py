# SPDX-License-Identifier: Apache-2.0
"""The recovery code in the window: shown once to be printed, and the way back to an administrator by it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QWidget

from complaintdesk.desk import recovery
from complaintdesk.domain.recovery_code import new_recovery_code, read_recovery_code
from complaintdesk.errors import QT_TRANSLATE_NOOP, Told, UserError
from complaintdesk.labels import translate, words_of
from complaintdesk.printing.forms import Paper
from complaintdesk.printing.papers import USUAL, Placing
from complaintdesk.printing.recovery_sheet import IN_A_ROW, render_recovery_sheet
from complaintdesk.safe_write import safe_write
from complaintdesk.ui import look, profiles, prompts, spooling
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, PrimaryButton, TickBox
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import FilterBox, LineInput
from complaintdesk.ui.look import Tone
from complaintdesk.ui.printed_form import RECOVERY, printed_form
from complaintdesk.ui.words import Card, Row, Text

_CODE_SIZE = 24  # px


def show_new_code(parent: QWidget, bridge: Bridge) -> bool:
    """Makes a new recovery code and shows it once; asks first where an older one will be void. Whether one was made."""
    if bridge.ask(recovery.has_code):
        title = translate("Recovery", "Make a new recovery code?")
        words = translate("Recovery", "The one on paper now is void from then on: destroy that sheet.")
        if not prompts.ask_yes_no(parent, title, words, yes=translate("Recovery", "Make a new one")):
            return False
    try:
        code = recovery.new_code(bridge.office)
    except Told as problem:
        prompts.tell_error(parent, problem)
        return False
    show_code(parent, bridge, code)
    return True


def show_code(parent: QWidget, bridge: Bridge, code: str) -> None:
    """Shows a code that was made just now until it is said to be kept."""
    dialog = CodeDialog(parent, bridge, code)
    prompts.show_dialog(dialog)
    dialog.deleteLater()


class CodeDialog(Dialog):
    """The code in big groups, to print, to save or to copy by hand; it closes when it is said to be kept."""

    help_page = "encryption"

    def __init__(self, parent: QWidget | None, bridge: Bridge, code: str) -> None:
        super().__init__(parent, translate("CodeDialog", "Recovery code"), width=560)
        self._bridge, self.code = bridge, code
        why = translate(
            "CodeDialog",
            "When no administrator is left, this code makes one; when the books are encrypted, it opens them without "
            "the passphrase. It is shown this once. Print it and lock it away.",
        )
        self.box.addWidget(Text(why, wrap=True))
        card = Card(padding=16)
        groups = code.split("-")
        for at in range(0, len(groups), IN_A_ROW):
            row = "   ".join(groups[at : at + IN_A_ROW])
            card.box.addWidget(Text(row, size=_CODE_SIZE, bold=True, selectable=True))
        self.box.addWidget(card)
        self.printer = FilterBox()
        names = spooling.printers()
        self.printer.set_choices([(name, name) for name in names])
        self._profile = profiles.proposed_profile(bridge.settings, printed_form(RECOVERY))
        self.printer.set_value(self._profile.queue or None)
        self.print_button = Button(translate("CodeDialog", "Print"), icon="printer")
        self.print_button.clicked.connect(self.print_sheet)
        self.save_button = Button(translate("CodeDialog", "Save as PDF…"), icon="save")
        self.save_button.clicked.connect(self.save_sheet)
        where = FieldRow(translate("CodeDialog", "Printer"), self.printer, above=True)
        where.setVisible(bool(names))
        self.print_button.setVisible(bool(names))
        self.box.addWidget(where)
        deeds = Row(self.print_button, self.save_button, gap=look.GRID)
        deeds.addStretch(1)
        self.box.addLayout(deeds)
        self.kept = TickBox(translate("CodeDialog", "It is on paper, and will be locked away"))
        self.add_field("kept", FieldRow("", self.kept))
        done = PrimaryButton(translate("CodeDialog", "Done"), "Ctrl+Enter")
        done.clicked.connect(self.accept)
        end = Row(done)
        end.insertStretch(0, 1)
        self.box.addLayout(end)
        (self.print_button if names else self.save_button).setFocus()

    def print_sheet(self) -> None:
        """Prints the sheet on the chosen printer."""

        def spool() -> str:
            name = self.printer.value
            if not name:
                raise UserError(QT_TRANSLATE_NOOP("errors", "Choose a printer."))
            chosen = self._profile
            if name != chosen.queue:
                chosen = profiles.moved_to(self._bridge.settings, chosen, name)
            spooling.send(self._sheet(chosen.placing), chosen)
            return translate("CodeDialog", "Sent to {printer}.").format(printer=name)

        self._attempt(spool)

    def save_sheet(self) -> None:
        """Saves the sheet as PDF where one likes: a stick that goes into the safe, say."""
        proposed = Path.home() / (translate("CodeDialog", "Recovery code") + ".pdf")
        path = prompts.save_file(self, translate("CodeDialog", "Save as PDF…"), proposed=proposed, kinds="PDF (*.pdf)")
        if path is not None:

            def write() -> str:
                safe_write(path, self._sheet().pdf)
                words = translate("CodeDialog", "Saved as {file}. Print it, then remove it from this computer.")
                return words.format(file=path.name)

            self._attempt(write)

    def take(self) -> None:
        if not self.kept.isChecked():
            raise UserError(QT_TRANSLATE_NOOP("errors", "Print the code or write it down, then tick here."), "kept")

    def reject(self) -> None:
        """Esc closes no window whose content nobody sees again."""
        self.accept()

    def _attempt(self, deed: Callable[[], str]) -> None:
        try:
            self.banner.say(deed(), Tone.GOOD)
        except Told as problem:
            self.banner.say(words_of(problem), Tone.LATE)

    def _sheet(self, placing: Placing = USUAL) -> Paper:
        return render_recovery_sheet(self._bridge.office.record.name, self.code, self._today(), placing)

    def _today(self) -> date:
        return self._bridge.local(self._bridge.now()).date()


class RecoverDialog(Dialog):
    """Takes the printed code, and who becomes an administrator with which password."""

    only_chooses = True

    help_page = "encryption"

    def __init__(self, parent: QWidget | None, bridge: Bridge) -> None:
        super().__init__(parent, translate("RecoverDialog", "No administrator any more?"), width=480)
        self._bridge = bridge
        self.recovered: recovery.Recovered | None = None
        self._fresh = new_recovery_code()
        why = translate(
            "RecoverDialog",
            "Whoever has the sheet with the recovery code becomes an administrator with a new password. The code is "
            "void afterwards, and a new one is shown.",
        )
        self.box.addWidget(Text(why, wrap=True))
        self.code = LineInput(placeholder="XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX")
        self.name, self.password, self.again = LineInput(), LineInput(secret=True), LineInput(secret=True)
        for name, words, box in (
            ("code", translate("RecoverDialog", "Recovery code"), self.code),
            ("name", translate("RecoverDialog", "Who becomes an administrator"), self.name),
            ("password", translate("RecoverDialog", "New password"), self.password),
            ("again", translate("RecoverDialog", "Once more"), self.again),
        ):
            self.add_field(name, FieldRow(words, box, above=True))
        self.add_buttons(translate("RecoverDialog", "Make administrator"))
        self.code.setFocus()

    def take(self) -> None:
        code = read_recovery_code(self.code.text())
        if self.password.text() != self.again.text():
            raise UserError(QT_TRANSLATE_NOOP("errors", "The two passwords differ."), field="again")
        asked = code, self.name.text(), self.password.text(), self._fresh
        self.recovered = recovery.recover(self._bridge.office, *asked)


def recover(parent: QWidget, bridge: Bridge) -> str | None:
    """Asks for the code and makes an administrator, whose name it returns; None when nothing was done."""
    dialog = RecoverDialog(parent, bridge)
    prompts.show_dialog(dialog)
    done = dialog.recovered
    dialog.deleteLater()
    if done is None:
        return None
    show_code(parent, bridge, done.code)
    return done.name
