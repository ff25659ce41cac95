# SPDX-License-Identifier: Apache-2.0
"""Imports of the past, and taking one back as long as nothing was done with its rows."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from PySide6.QtWidgets import QWidget

from complaintdesk.desk import import_runs
from complaintdesk.desk.import_runs import UNDO_ANY, ImportRunRow
from complaintdesk.desk.office import Office
from complaintdesk.errors import SavedUnheard
from complaintdesk.labels import translate
from complaintdesk.ui import look, prompts
from complaintdesk.ui.background import Cancelled, Progress
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.import_wizard_words import kind_words
from complaintdesk.ui.look import Colour
from complaintdesk.ui.progress import run_with_progress
from complaintdesk.ui.record_table import Column as TableColumn
from complaintdesk.ui.record_table import RecordTable
from complaintdesk.ui.words import Note, Row


def undo_import(parent: QWidget, bridge: Bridge, run_id: int, on_done: Callable[[], object]) -> None:
    """Takes an import back once the person has said so; what stands in the way is told."""
    title = translate("ImportWizard", "Undo the import")
    text = translate(
        "ImportWizard",
        "All that this import brought goes out of use again. Importing the list once more adds it anew.\n"
        "Numbers given to paper notes stay in the books as void.",
    )
    if not prompts.ask_yes_no(parent, title, text, yes=title):
        return

    def work(progress: Progress) -> None:
        left = whole = _undone(bridge.office, run_id)
        with suppress(Cancelled):  # the list of imports says what still stands
            while left:
                progress(whole - left, whole)
                left = _undone(bridge.office, run_id)

    run_with_progress(parent, title, work, lambda _none: on_done())


def _undone(office: Office, run_id: int) -> int:
    """How many records are left after one deed more."""
    try:
        return office.do(import_runs.undo, run_id)
    except SavedUnheard:
        (run,) = (each for each in office.ask(import_runs.past_imports) if each.id == run_id)
        return run.standing if run.half_undone else 0


class PastImports(Dialog):
    """All imports, newest first: when, who, what, how many rows, undone or not."""

    help_page = "import"

    def __init__(self, parent: QWidget | None, bridge: Bridge) -> None:
        super().__init__(parent, translate("ImportWizard", "Past imports"), width=860)
        self._bridge = bridge
        self._rows: dict[int, ImportRunRow] = {}
        self.table = RecordTable(
            "past_imports",
            self._columns(),
            lambda ids: [self._rows[each] for each in ids],
            settings=bridge.settings,
            accessible_name=translate("ImportWizard", "Past imports"),
            empty=(translate("ImportWizard", "Nothing was imported yet."), ""),
        )
        self.table.chosen.connect(lambda _id: self._offer())
        self.undo = Button(translate("ImportWizard", "Undo this import…"), "Ctrl+Z", icon="undo-2")
        self.undo.clicked.connect(self._undo)
        self._why_not = Note(wrap=True)
        line = Row(self._why_not, self.undo, gap=look.GAP)
        line.setStretch(0, 1)
        self.box.addWidget(self.table, 1)
        self.box.addLayout(line)
        self.add_close()
        self.table.setMinimumHeight(look.ROW * 9)
        self._read()
        self.table.setFocus()

    def _read(self) -> None:
        runs = self._bridge.ask(import_runs.past_imports)
        self._rows = {run.id: run for run in runs}
        self.table.set_ids([run.id for run in runs])
        if runs and self.table.chosen_id() is None:
            self.table.choose(runs[0].id)
        self._offer()

    def _offer(self) -> None:
        """The button goes where nothing is left to undo, or somebody else has to."""
        chosen = self.table.chosen_id()
        staff = self._bridge.staff
        run = self._rows.get(chosen) if chosen is not None else None
        own = run is not None and staff is not None and (run.started_by == staff.id or staff.role in UNDO_ANY)
        standing = run is not None and (run.standing > 0 or run.half_undone)
        self.undo.setEnabled(own and standing and self._bridge.may(import_runs.undo))
        said = ""
        if run is not None and standing and not own:
            said = translate("ImportWizard", "Somebody else imported this; a supervisor can undo it.")
        self._why_not.setText(said)

    def _undo(self) -> None:
        chosen = self.table.chosen_id()
        if chosen is not None:
            undo_import(self, self._bridge, chosen, self._read)

    def _columns(self) -> list[TableColumn]:
        def when(run: ImportRunRow) -> str:
            return f"{self._bridge.local(run.started_at):%Y-%m-%d %H:%M}"

        def rows(run: ImportRunRow) -> str:
            if run.rows_done < run.rows_good:
                return translate("ImportWizard", "{done} of {total}").format(done=run.rows_done, total=run.rows_good)
            return str(run.rows_good)

        def state(run: ImportRunRow) -> str:
            if run.half_undone:
                return translate("ImportWizard", "undone but for {count}").format(count=run.standing)
            if run.undone_at is None:
                return "" if run.standing else translate("ImportWizard", "nothing new")
            said = translate("ImportWizard", "undone {at}")
            return said.format(at=f"{self._bridge.local(run.undone_at):%Y-%m-%d %H:%M}")

        return [
            TableColumn(translate("ImportWizard", "When"), 140, when),
            TableColumn(translate("ImportWizard", "Who"), 110, lambda run: run.by),
            TableColumn(translate("ImportWizard", "What"), 120, lambda run: kind_words(run.kind)),
            TableColumn(translate("ImportWizard", "Entries"), 110, rows, right=True),
            TableColumn(translate("ImportWizard", "In use"), 90, lambda run: str(run.standing or ""), right=True),
            TableColumn(translate("ImportWizard", "Undone"), 200, state, lambda _run: Colour.SECOND, stretch=True),
        ]
