# SPDX-License-Identifier: Apache-2.0
"""What became of an import: figures that add up to the list's rows, and what can be done about them."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from complaintdesk.desk import import_runs
from complaintdesk.errors import EnvironmentProblem
from complaintdesk.labels import translate, words_of
from complaintdesk.sheets.imports import ImportReport, Outcome
from complaintdesk.sheets.lists import ListRead
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.facts import Fact, Facts
from complaintdesk.ui.import_wizard_check import left_out_words, save_bad_rows
from complaintdesk.ui.import_wizard_list import List
from complaintdesk.ui.import_wizard_words import OUTCOME_COLOURS, incomplete_words, outcome_words
from complaintdesk.ui.look import Colour
from complaintdesk.ui.words import Banner, Column, Row, Text, Title


class ResultPage(QWidget):
    """What is in, what was there, what is bad and what waits."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self.report: ImportReport | None = None
        self.said = Title()
        self.banner = Banner()
        self.figures = Facts()
        self.more = Text(wrap=True, role=Colour.SECOND)
        self.save_bad = Button(translate("ImportWizard", "Save the bad rows…"), "Ctrl+S")
        self.save_bad.clicked.connect(self._save_bad)
        self.go_on = Button(translate("ImportWizard", "Go on"), "F8")
        self.undo = Button(translate("ImportWizard", "Undo this import…"), "Ctrl+Z", icon="undo-2")
        deeds = Row(self.go_on, self.save_bad, self.undo)
        deeds.addStretch(1)
        column = Column(look.GAP)
        column.addWidget(self.said)
        column.addWidget(self.banner)
        column.addWidget(self.figures)
        column.addWidget(self.more)
        column.addLayout(deeds)
        column.addStretch(1)
        self.setLayout(column)

    def show_report(
        self, shown: List, read: ListRead[Any], report: ImportReport, problem: EnvironmentProblem | None = None
    ) -> None:
        """Shows what an import did, and what broke it off after a part was in."""
        self._list, self._read, self.report = shown, read, report
        stopped = translate("ImportWizard", "Stopped: what is in stays, the rest can go in now or later.")
        self.said.setText(stopped if report.waiting else translate("ImportWizard", "The list is in."))
        self.banner.clear()
        if problem is not None:
            broken = translate("ImportWizard", "Broken off before all rows were in. {problem}")
            self.banner.say(broken.format(problem=words_of(problem)), look.Tone.LATE)
        counts = {
            Outcome.NEW: report.new,
            Outcome.EXISTING: report.existing,
            Outcome.REFUSED: report.refused,
            Outcome.WAITING: report.waiting,
        }
        facts = [Fact(translate("ImportWizard", "Rows of the list"), str(report.rows))]
        facts += [
            Fact(outcome_words(outcome), str(count), OUTCOME_COLOURS[outcome] if count else Colour.SECOND)
            for outcome, count in counts.items()
            if count or outcome is not Outcome.WAITING
        ]
        if report.incomplete:
            facts.append(Fact(incomplete_words(shown.kind.name), str(report.incomplete), Colour.SOON))
        self.figures.set_facts(facts)
        lines = [translate("ImportWizard", "A backup was made before.")]
        if shown.kind.name == "households":
            places = translate("ImportWizard", "Places that are new or have new people: {count}.")
            lines.insert(0, places.format(count=report.added))
        if shown.kind.name == "prices":
            lines.append(translate("ImportWizard", "It holds once it is put in force: Settings, Price list."))
        elif report.incomplete:
            words = translate(
                "ImportWizard", "Save the bad rows, put the phones right there, and import that list: they are added."
            )
            lines.append(words)
        if left_out := left_out_words(shown, read):
            lines.append(left_out)
        self.more.setText("\n".join(lines))
        self.save_bad.setVisible(bool(report.flaws))
        self.go_on.setVisible(bool(report.waiting))
        self.undo.setVisible(self._standing() > 0 and self._bridge.may(import_runs.undo))

    def show_undone(self) -> None:
        """Shows that the import was taken back, or how much of it still stands."""
        left = self._standing()
        if left:
            said = translate("ImportWizard", "Not all is undone yet: {count} are left.").format(count=left)
        else:
            said = translate("ImportWizard", "The import is undone.")
            self.figures.set_facts([])
            self.more.setText(translate("ImportWizard", "Imported again, the list goes in anew."))
        self.said.setText(said)
        self.undo.setVisible(bool(left))
        self.go_on.setVisible(False)

    def _standing(self) -> int:
        """How many records of the import are in use."""
        assert self.report is not None
        runs = self._bridge.ask(import_runs.past_imports)
        return sum(run.standing for run in runs if run.id == self.report.run_id)

    def _save_bad(self) -> None:
        save_bad_rows(self, self._list, self._read)
