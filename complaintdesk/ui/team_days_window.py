# SPDX-License-Identifier: Apache-2.0
"""A day's work of the teams (派工日报): how much each team and worker has, and their day sheets on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from complaintdesk.desk import prints, team_days
from complaintdesk.desk.team_days import Load, TeamDay, people_on
from complaintdesk.domain.dates import parse_instant_words
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.labels import translate
from complaintdesk.printing.form_files import shipped
from complaintdesk.printing.forms import render_batch
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import FilterBox, LineInput
from complaintdesk.ui.look import Colour, Tone
from complaintdesk.ui.printing import PrintJob, bring_out, by_whom
from complaintdesk.ui.prompts import show_dialog
from complaintdesk.ui.record_table import Column, RecordTable
from complaintdesk.ui.words import Row

_WIDTH, _HEIGHT = 860, 380  # px


class TeamDaysWindow(Dialog):
    """The teams' loads of a day, each with its workers below it."""

    only_chooses = True
    help_page = "slips"

    def __init__(self, parent: QWidget | None, bridge: Bridge) -> None:
        super().__init__(parent, translate("TeamDays", "The teams' day"), width=_WIDTH)
        self.bridge = bridge
        self._days: tuple[TeamDay, ...] = ()
        self._loads: dict[int, Load] = {}
        self.day = LineInput(placeholder="2026-11-21")
        self.day.setText(f"{bridge.local(bridge.now()):%Y-%m-%d}")
        self.team = FilterBox()
        every = ("", translate("OrdersTab", "All teams"))
        self.team.set_choices([every, *((team.id, team.name) for team in bridge.procedure.teams)])
        self.team.set_value("")
        self.fields["day"] = FieldRow(translate("TeamDays", "Day"), self.day, above=True)
        self.fields["team"] = FieldRow(translate("TeamDays", "Team"), self.team, above=True)
        self.box.addLayout(Row(*self.fields.values(), top=True))
        self.table = RecordTable(
            "team_days",
            self._columns(),
            lambda ids: [self._loads[id_] for id_ in ids],
            settings=bridge.settings,
            accessible_name=translate("TeamDays", "The teams' day"),
            empty=(
                translate("TeamDays", "No team has a slip for this day."),
                translate("TeamDays", "Try another day, or all teams; slips are issued from a case in the register."),
            ),
        )
        self.table.setMinimumHeight(_HEIGHT)
        self.box.addWidget(self.table, 1)
        self.print = Button(translate("TeamDays", "Print the day sheets…"), "Ctrl+P", icon="printer")
        self.print.clicked.connect(self._print)
        self.print.setVisible(bridge.may(prints.start_day_sheet))
        line = Row(self.print)
        line.addStretch(1)
        self.box.addLayout(line)
        self.add_close()
        self.day.textChanged.connect(lambda _words: self.refresh())
        self.team.changed.connect(lambda _team: self.refresh())
        self.refresh()

    def refresh(self) -> None:
        """Reads the day again; one that can't be read is said beside it."""
        self.fields.clear_problems()
        try:
            day = self._day()
        except UserError as error:
            self.fields.refuse(error, self.banner)
            self.print.setEnabled(False)
            return
        bridge = self.bridge
        found = bridge.ask(team_days.team_days, day, bridge.now(), bridge.zone, bridge.books, self.team.value or "")
        self._days = tuple(each for each in found if each.jobs)
        loads = [load for each in self._days for load in (each.load, *each.loads)]
        self._loads = dict(enumerate(loads, 1))
        self.table.set_ids(list(self._loads))
        self.print.setEnabled(bool(self._days))

    def _day(self) -> date:
        try:
            return parse_instant_words(self.day.text(), self.bridge.zone, self.bridge.local(self.bridge.now()).year).day
        except UserError as error:
            text = QT_TRANSLATE_NOOP("errors", "Which day? Write it as 11-21 or 2026-11-21.")
            raise UserError(text, field="day") from error

    def _columns(self) -> Sequence[Column]:
        def who(load: Load) -> str:
            if load.whole:
                return translate("TeamDays", "all together")
            return load.worker or translate("TeamDays", "not taken yet")

        return (
            Column(translate("TeamDays", "Team"), 150, lambda load: load.team_name),
            Column(translate("TeamDays", "Worker"), 150, who, stretch=True),
            Column(translate("TeamDays", "Slips"), 70, lambda load: str(load.slips)),
            Column(translate("TeamDays", "Open"), 70, lambda load: str(load.open)),
            Column(
                translate("TeamDays", "Late"),
                70,
                lambda load: str(load.late),
                lambda load: Colour.LATE if load.late else Colour.INK,
            ),
            Column(translate("TeamDays", "Hours agreed"), 124, lambda load: str(load.planned)),
            Column(translate("TeamDays", "Hours used"), 112, lambda load: str(load.used)),
        )

    def _print(self) -> None:
        if not self._days:
            return
        said = bring_out(lambda: day_sheets_job(self.bridge, self._days), self, preview=True)
        if said is not None:
            self.banner.say(said, Tone.GOOD)


def day_sheets_job(bridge: Bridge, days: Sequence[TeamDay]) -> PrintJob:
    """The sheets of these teams, one after the other."""
    covers = team_days.covers(days)
    title = f"{shipped(prints.TEAM_DAY).title} {covers}"
    return PrintJob(
        bridge=bridge,
        title=title,
        file_name=title.replace(" ", "-"),
        form=prints.TEAM_DAY,
        draw=lambda how: render_batch(
            prints.TEAM_DAY, [(each, how["copy_no"]) for each in days], placing=how["placing"], **by_whom(bridge)
        ),
        start=lambda target, _reason: bridge.do(
            prints.start_day_sheet, prints.TEAM_DAY, covers, target, people_on(days)
        ),
        next_copy=1,
    )


def show_team_days(window: QWidget, bridge: Bridge) -> None:
    """Opens the teams' day."""
    dialog = TeamDaysWindow(window, bridge)
    show_dialog(dialog)
    dialog.deleteLater()
