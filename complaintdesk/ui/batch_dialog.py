# SPDX-License-Identifier: Apache-2.0
"""Printing several papers in one go: which ones, on which printer; stopped, gone on with, or given up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta

from PySide6.QtWidgets import QProgressBar, QWidget

from complaintdesk.desk import print_batches
from complaintdesk.errors import EnvironmentProblem, MissingFields, Told
from complaintdesk.labels import translate, words_of
from complaintdesk.printing.printer_profile import PLAIN, PrinterProfile
from complaintdesk.ui import background, profiles, prompts, spooling
from complaintdesk.ui.batch_printing import Batch, BatchRun, slips
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, Choices, PrimaryButton
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.look import Tone
from complaintdesk.ui.printer_dialog import PrinterDialog
from complaintdesk.ui.record_table import RecordTable
from complaintdesk.ui.reprint_reason import ask_why
from complaintdesk.ui.words import ElidedText, Note, Row, Text

Kind = tuple[str, Callable[[], Batch]]


class BatchDialog(Dialog):
    """Prints the papers that are chosen by what they have in common; `said` then tells what came of it."""

    only_chooses = True

    help_page = "printer"

    def __init__(self, parent: QWidget | None, bridge: Bridge, kinds: Sequence[Kind]) -> None:
        super().__init__(parent, translate("BatchDialog", "Print several"), width=660)
        self.said = ""
        self.profile: PrinterProfile = PLAIN
        self._bridge, self._kinds = bridge, kinds
        self._batch: Batch = kinds[0][1]()
        self._run: BatchRun | None = None
        self._job: background.Job | None = None
        self.which = Choices([(at, words) for at, (words, _batch) in enumerate(kinds)], wrap=True)
        self.which.setAccessibleName(translate("BatchDialog", "Which"))
        self.count = Text(wrap=True)
        self.how = ElidedText("")
        self.set_button = Button(translate("PreviewDialog", "Printer of this form…"), "Ctrl+R", icon="settings")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(translate("BatchDialog", "How far it is"))
        self.progress = Note()
        self.print_button = PrimaryButton(translate("PreviewDialog", "Print"), "Ctrl+P", icon="printer")
        self.stop_button = Button(translate("ProgressDialog", "Stop"), "Alt+S")
        self.close_button = Button(translate("PreviewDialog", "Close"), "Esc")
        for part in (self.which, self.count, self.how, self.bar, self.progress):
            self.box.addWidget(part)
        line = Row(self.set_button)
        line.addStretch(1)
        for button in (self.print_button, self.stop_button, self.close_button):
            line.addWidget(button)
        self._outer.addLayout(line)
        self.which.changed.connect(lambda _at: self._choose())
        self.set_button.clicked.connect(self.set_printer)
        self.print_button.clicked.connect(self.go_on)
        self.stop_button.clicked.connect(self.stop)
        self.close_button.clicked.connect(self.reject)
        self.bar.hide()
        self.stop_button.hide()
        self.which.set_value(0)
        if self.print_button.isEnabled():
            self.print_button.setFocus()

    @property
    def running(self) -> bool:
        """Whether papers are being sent now."""
        return self._job is not None

    def set_printer(self) -> None:
        """Asks for the printer, the paper and the rest of this form."""
        settings, form = self._bridge.settings, self._batch.printed
        dialog = PrinterDialog(self, settings, form, self._bridge.office.record.name, self.profile)
        if prompts.show_dialog(dialog):
            self.profile = dialog.profile
            self._tell_printer()
        dialog.deleteLater()

    def go_on(self) -> None:
        """Prints them, or what is left of them."""
        try:
            if self._run is None:
                reason = self._why()
                if reason is None:
                    return
                self._run = BatchRun(self._batch, self.profile, reason)
            self._run.begin()
        except Told as problem:
            again = isinstance(problem, MissingFields)  # printed at another desk since they were counted
            self._run = None
            if again:
                self._choose()
            self.banner.say(words_of(problem), Tone.LATE)
            return
        self.banner.clear()
        self._show_running(True)
        self._job = background.run(self, self._run.go_on, lambda _done: self._ended(), self._failed)
        self._job.progressed.connect(self._show_step)
        self._job.ended.connect(self._show_stopped)

    def stop(self) -> None:
        """Stops before the next chunk goes to the printer."""
        if self._job is not None:
            self._job.cancel()
            self.stop_button.setEnabled(False)
            self.progress.setText(translate("ProgressDialog", "Stopping…"))

    def reject(self) -> None:
        """Leaves; what was not sent is not counted as printed. While papers are on their way it stops first."""
        if self.running:
            self.stop()
            return
        self._settle()
        super().reject()

    def _choose(self) -> None:
        try:
            self._batch = self._kinds[self.which.value][1]()
            self.profile = profiles.proposed_profile(self._bridge.settings, self._batch.printed)
        except Told as problem:
            self.banner.say(words_of(problem), Tone.LATE)
            self.print_button.setEnabled(False)
            return
        title = self._batch.printed.title
        words = translate("BatchDialog", "{form}: {count}")
        if self._batch.before:
            words = translate("BatchDialog", "{form}: {count}, of which {before} were printed before")
        self.count.setText(words.format(form=title, count=len(self._batch.ids), before=self._batch.before))
        self._tell_printer()

    def _tell_printer(self) -> None:
        self.how.set_words(self._batch.printed.words(self.profile))
        self.print_button.setEnabled(bool(self.profile.queue and self._batch.ids))
        self.banner.clear()
        if not self._batch.ids:
            self.banner.say(translate("BatchDialog", "There is none of these."), Tone.SOON)
            return
        sheet = self.profile.sheet or self._batch.printed.paper
        if not self.profile.queue:
            self.banner.say(translate("BatchDialog", "Choose a printer first."), Tone.SOON)
        elif warning := spooling.paper_warning(self.profile.queue, sheet):
            self.banner.say(warning, Tone.SOON)

    def _why(self) -> str | None:
        if not self._batch.before:
            return ""
        words = translate("BatchDialog", "{count} of these were printed before. Why again?")
        return ask_why(self, translate("BatchDialog", "Print several"), words.format(count=self._batch.before))

    def _show_step(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.progress.setText(translate("ProgressDialog", "{done} of {total}").format(done=done, total=total))

    def _show_running(self, running: bool) -> None:
        self.bar.setVisible(True)
        for part in (self.which, self.set_button, self.print_button):
            part.setEnabled(not running)
        self.stop_button.setVisible(running)
        self.stop_button.setEnabled(running)
        if running:
            self.stop_button.setFocus()

    def _show_stopped(self) -> None:
        """They are no longer on their way, whatever the reason: what is left can be gone on with."""
        self._job = None
        self._show_running(False)
        self.which.setEnabled(False)
        assert self._run is not None
        if self._run.whole:
            return
        self.set_button.setEnabled(False)
        self.print_button.setText(translate("BatchDialog", "Go on with the rest"))
        self.print_button.setFocus()
        self._show_step(self._run.sent, len(self._run.batch.ids))
        self.banner.say(self._so_far(), Tone.SOON)

    def _failed(self, problem: Told) -> None:
        self.banner.say(f"{words_of(problem)}\n{self._so_far()}", Tone.LATE)

    def _so_far(self) -> str:
        assert self._run is not None
        words = translate(
            "BatchDialog", "{sent} of {count} are out. The others are not counted as printed if you close."
        )
        return words.format(sent=self._run.sent, count=len(self._run.batch.ids))

    def _ended(self) -> None:
        assert self._run is not None
        if self._settle():
            super().accept()

    def _settle(self) -> bool:
        """Writes down what came out; whether that went well. What the books can't be told counts as printed."""
        run, self._run = self._run, None
        if run is None or run.started is None:
            return True
        words = translate("BatchDialog", "{form}: {sent} of {count} sent to {printer}.")
        title = run.batch.printed.title
        said = [words.format(form=title, sent=run.sent, count=len(run.batch.ids), printer=run.profile.queue)]
        said += [each.words() for each in run.shortfalls]
        try:
            run.settle()
        except Told as problem:
            said.append(translate("Printing", "It came out, though the books can't say so yet."))
            said.append(words_of(problem))
        try:
            profiles.keep_profile(self._bridge.settings, run.batch.form, run.profile)
        except EnvironmentProblem as problem:  # the papers are out all the same
            said.append(words_of(problem))
        self.said = "\n".join(said)
        return True


def print_several(bridge: Bridge, kinds: Sequence[Kind], parent: QWidget) -> str | None:
    """Asks which papers and prints them; what was done in words, None if nothing."""
    dialog = BatchDialog(parent, bridge, kinds)
    prompts.show_dialog(dialog)
    said = dialog.said
    dialog.deleteLater()
    return said or None


def print_listed(bridge: Bridge, batch: Callable[[Bridge, Sequence[int]], Batch], table: RecordTable) -> str | None:
    """The same for all that a list shows."""
    ids = table.ids()[:]
    return print_several(bridge, [(translate("BatchDialog", "Those listed"), lambda: batch(bridge, ids))], table)


def slip_kinds(bridge: Bridge, listed: Sequence[int]) -> list[Kind]:
    """The slips that one wants at once: those listed, today's that never came out, a month's, all that are out."""
    today = bridge.local(bridge.now()).date()

    def midnight(days: int, *, month: bool = False) -> datetime:
        day = today.replace(day=1) if month else today
        return datetime.combine(day + timedelta(days), time(), bridge.zone)

    def unprinted() -> Batch:
        return slips(bridge, bridge.ask(print_batches.unprinted_slips, midnight(0), midnight(1)))

    def of_month() -> Batch:
        return slips(bridge, bridge.ask(print_batches.slips_issued, midnight(0, month=True), midnight(1)))

    return [
        (translate("BatchDialog", "Today's unprinted"), unprinted),
        (translate("BatchDialog", "Those listed"), lambda: slips(bridge, listed)),
        (translate("BatchDialog", "This month's"), of_month),
        (translate("BatchDialog", "All that are out"), lambda: slips(bridge, bridge.ask(print_batches.slips_out))),
    ]
