# SPDX-License-Identifier: Apache-2.0
"""The import of a list, page by page: file, head, columns, dry run, in; nothing is written before the last."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem, Told, UserError
from complaintdesk.labels import translate, words_of
from complaintdesk.sheets import imports
from complaintdesk.sheets.border import SUFFIXES
from complaintdesk.sheets.imports import KINDS, DryRun, ImportReport, Kind, Outcome
from complaintdesk.ui import look, prompts
from complaintdesk.ui.background import Cancelled, Progress
from complaintdesk.ui.backups import run_after_backup
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, PrimaryButton
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.import_wizard_check import CheckPage
from complaintdesk.ui.import_wizard_list import List, open_list, path_of
from complaintdesk.ui.import_wizard_pages import ColumnsPage, FilePage, HeadPage
from complaintdesk.ui.import_wizard_past import PastImports, undo_import
from complaintdesk.ui.import_wizard_result import ResultPage
from complaintdesk.ui.look import Colour, Tone
from complaintdesk.ui.progress import run_with_progress
from complaintdesk.ui.words import Row, Text

FILE, HEAD, COLUMNS, CHECK, RESULT = range(5)
_STEPS = (
    QT_TRANSLATE_NOOP("ImportWizard", "File"),
    QT_TRANSLATE_NOOP("ImportWizard", "Head"),
    QT_TRANSLATE_NOOP("ImportWizard", "Columns"),
    QT_TRANSLATE_NOOP("ImportWizard", "Check"),
    QT_TRANSLATE_NOOP("ImportWizard", "In"),
)
_SIZE = QSize(1160, 680)


def kinds_for(bridge: Bridge) -> tuple[Kind, ...]:
    """The kinds of lists that who sits here may import."""
    return tuple(kind for kind in KINDS if bridge.may(kind.deed))


def import_list(bridge: Bridge, parent: QWidget, kind: Kind | None = None, path: Path | None = None) -> bool:
    """Imports a list; of this kind and from this file, where the person does not say otherwise. Whether it went in."""
    wizard = ImportWizard(bridge, parent, kind)
    if path is not None:
        wizard.file.path.setText(str(path))
    prompts.show_dialog(wizard)
    return wizard.ending.report is not None


def past_imports(bridge: Bridge, parent: QWidget) -> None:
    """Shows the imports so far, each with a way to undo it."""
    prompts.show_dialog(PastImports(parent, bridge))


class ImportWizard(Dialog):
    """Five pages, one after the other; Back goes back with everything as it was, Esc leaves after a question."""

    only_chooses = True

    help_page = "import"

    def __init__(self, bridge: Bridge, parent: QWidget | None, kind: Kind | None = None) -> None:
        super().__init__(parent, translate("ImportWizard", "Import a list"), width=_SIZE.width())
        self.bridge = bridge
        self.list: List | None = None
        self.run: DryRun | None = None
        kinds = kinds_for(bridge)
        self.file = FilePage(bridge, kinds, kind if kind in kinds else kinds[0])
        self.head = HeadPage(bridge)
        self.columns = ColumnsPage(bridge)
        self.check = CheckPage(bridge)
        self.ending = ResultPage(bridge)
        self.pages = QStackedWidget()
        for page in (self.file, self.head, self.columns, self.check, self.ending):
            self.pages.addWidget(page)
        self._steps = [Text() for _ in _STEPS]
        steps = Row(*self._steps, gap=look.GAP)
        steps.addStretch(1)
        self.box.addLayout(steps)
        self.box.addWidget(self.pages, 1)
        self._add_ways()
        self.fields["path"] = self.file.row
        self.head.encoding_chosen.connect(self._read_again)
        self.ending.undo.clicked.connect(self._undo)
        self.ending.go_on.clicked.connect(self._take_in)
        self.setAcceptDrops(True)
        self.resize(_SIZE)
        self._show(FILE)

    def _add_ways(self) -> None:
        self.past = Button(translate("ImportWizard", "Past imports…"), icon="history")
        self.past.clicked.connect(lambda: past_imports(self.bridge, self))
        self.back = Button(translate("ImportWizard", "Back"), "Alt+Left")
        self.back.clicked.connect(lambda: self._show(self.pages.currentIndex() - 1))
        self.next = PrimaryButton(translate("ImportWizard", "Next"), "Ctrl+Enter")
        self.next.clicked.connect(self.accept)
        self.leave = Button(translate("ImportWizard", "Cancel"), "Esc")
        self.leave.clicked.connect(self.reject)
        ways = Row(self.past, self.back, self.next, self.leave)
        ways.insertStretch(1, 1)
        self._outer.addLayout(ways)

    def accept(self) -> None:
        """Goes on to the next page; from the last one the window closes."""
        at = self.pages.currentIndex()
        self.banner.clear()
        self.fields.clear_problems()
        try:
            if at == FILE:
                self._read()
            elif at == HEAD:
                self._settle_heads()
            elif at == COLUMNS:
                self._check()
            elif at == CHECK:
                self._take_in()
            else:
                super().accept()
        except Told as error:
            self._refuse(error)

    def reject(self) -> None:
        """Leaves it; asks first where something was chosen or typed that isn't in yet."""
        typed = self.list is not None or self.file.path.isModified()
        if (
            self.pages.currentIndex() == RESULT
            or not typed
            or prompts.ask_yes_no(
                self,
                translate("ImportWizard", "Leave the import?"),
                translate("ImportWizard", "Nothing of this list was taken in."),
                yes=translate("ImportWizard", "Leave"),
                no=translate("ImportWizard", "Stay"),
            )
        ):
            super().reject()

    def _show(self, at: int) -> None:
        self.pages.setCurrentIndex(at)
        self.banner.clear()
        for number, (words, step) in enumerate(zip(self._steps, _STEPS, strict=True)):
            words.setText(f"{number + 1} {translate('ImportWizard', step)}")
            words.set_role(Colour.ACCENT if number == at else Colour.INK if number < at else Colour.SECOND)
            words.setFont(look.font(bold=number == at))
        self.past.setVisible(at == FILE)
        self.back.setVisible(FILE < at < RESULT)
        self.next.setEnabled(True)
        self.leave.setVisible(at != RESULT)
        if at == CHECK:
            assert self.run is not None
            new = list(self.run.outcomes().values()).count(Outcome.NEW)
            self.next.setText(translate("ImportWizard", "Import {count} rows").format(count=new))
            self.next.setEnabled(new > 0)
        else:
            last = at == RESULT
            self.next.setText(translate("ImportWizard", "Close") if last else translate("ImportWizard", "Next"))
        self._put_keyboard(at)

    def _put_keyboard(self, at: int) -> None:
        first: QWidget | None = {FILE: self.file.path, HEAD: self.head.table, CHECK: self.check.table}.get(
            at, self.next
        )
        if at == COLUMNS:
            first = next(iter(self.columns.boxes.values()))
        if first is not None:
            first.setFocus()

    def _refuse(self, error: Told) -> None:
        """Says it where it belongs: beside the file, or on the bar."""
        if isinstance(error, UserError) and self.pages.currentIndex() == FILE:
            self.file.row.set_problem(words_of(error))
            self.file.path.setFocus()
        else:
            if self.pages.currentIndex() == COLUMNS and "sheet" in error.values:
                self.columns.show_sheet(error.values["sheet"])
            self.banner.say(words_of(error), Tone.LATE)

    def _read(self) -> None:
        if not self.file.path.text().strip():
            raise UserError(QT_TRANSLATE_NOOP("errors", "Which file?"))
        path, kind = path_of(self.file.path.text()), self.file.kinds.value
        self._work(partial(open_list, self.bridge.office, kind, path, ""), self._read_done)

    def _read_again(self, encoding: str) -> None:
        """The same file in another encoding; what it was recognised by is still told."""
        assert self.list is not None
        before = self.list

        def done(opened: List) -> None:
            opened.recognised = before.recognised
            self._read_done(opened)

        def failed(error: Told) -> None:
            self.head.show_list(before)
            self._refuse(error)

        self.banner.clear()
        again = partial(open_list, self.bridge.office, before.kind, before.path, encoding)
        run_with_progress(self, self.windowTitle(), again, done, failed)

    def _read_done(self, opened: List) -> None:
        self.list = opened
        self.head.show_list(opened)
        self._show(HEAD)

    def _settle_heads(self) -> None:
        assert self.list is not None
        if not self.list.wanted:
            self.list.refuse_unfit()
        self.columns.show_list(self.list)
        self._show(COLUMNS)

    def _check(self) -> None:
        shown = self.list
        assert shown is not None
        shown.refuse_unfit()
        shown.remember(self.bridge.office)
        office, heads = self.bridge.office, shown.to_read

        def done(run: DryRun) -> None:
            self.run = run
            self.check.show_run(shown, run)
            self._show(CHECK)

        self._work(lambda progress: imports.dry_run(office, shown.kind, shown.book, heads, progress), done)

    def _take_in(self) -> None:
        """Writes the good rows; stopped or broken off between two deeds, it says what is in and what is waiting."""
        shown, run, office = self.list, self.run, self.bridge.office
        assert shown is not None
        assert run is not None

        def work(progress: Progress) -> tuple[ImportReport, EnvironmentProblem | None]:
            step, problem = None, None
            total = len(run.read.good)
            try:
                with suppress(Cancelled):  # the report says what waits
                    for step in imports.take_in(office, shown.kind, run.read, shown.digest):
                        progress(len(step.fresh), total)
            except EnvironmentProblem as met:
                if step is None:
                    raise
                problem = met
            return imports.report_of(run.read, step, shown.hidden), problem

        def done(came: tuple[ImportReport, EnvironmentProblem | None]) -> None:
            report, problem = came
            self.ending.show_report(shown, run.read, report, problem)
            self._show(RESULT)

        run_after_backup(self, self.bridge, self.windowTitle(), work, done, self._refuse)

    def _undo(self) -> None:
        report = self.ending.report
        if report is not None and report.run_id is not None:
            undo_import(self, self.bridge, report.run_id, self.ending.show_undone)

    def _work(self, work: Callable[[Progress], object], done: Callable[..., object]) -> None:
        run_with_progress(self, self.windowTitle(), work, done, self._refuse)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.pages.currentIndex() == FILE and _dropped(url.toLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(url.toLocalFile() for url in event.mimeData().urls())
        if path is not None:
            self.file.path.setText(str(path))
            event.acceptProposedAction()
            self.accept()


def _dropped(files: Iterable[str]) -> Path | None:
    """The list among dropped files, if it is one alone."""
    paths = [Path(name) for name in files if name]
    return paths[0] if len(paths) == 1 and paths[0].suffix.lower() in SUFFIXES else None
