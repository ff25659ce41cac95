# SPDX-License-Identifier: Apache-2.0
"""The settings' page of the calendar: a year's days off and make-up workdays, put right, imported, confirmed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from complaintdesk.desk import calendar_days, calendar_pages
from complaintdesk.desk.calendar_days import CalendarDraft, Changed, DayDraft
from complaintdesk.desk.calendar_pages import YearPage
from complaintdesk.desk.replanning import Moved
from complaintdesk.desk.shipped_holidays import shipped_days, shipped_source
from complaintdesk.domain.dates import FIRST_YEAR, LAST_YEAR
from complaintdesk.domain.workdays import Day, ordinary
from complaintdesk.errors import QT_TRANSLATE_NOOP, Conflict, Told
from complaintdesk.labels import translate
from complaintdesk.sheets.border import SUFFIXES
from complaintdesk.sheets.calendar_in import read_days
from complaintdesk.sheets.lists import ListRead
from complaintdesk.ui import look, prompts
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, Choices, PrimaryButton, TickBox
from complaintdesk.ui.calendar_words import day_in_short, flaws_words, legend, moved_lines, moved_words
from complaintdesk.ui.conflicts import both, say_both
from complaintdesk.ui.flow import Flow
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.look import Tone
from complaintdesk.ui.progress import run_with_progress
from complaintdesk.ui.scrolling import Scrolling
from complaintdesk.ui.settings_pages import SettingsPage
from complaintdesk.ui.time_words import date_words
from complaintdesk.ui.words import Column, Note, Pill, Reading, Row, Text, Title
from complaintdesk.ui.year_grid import YearGrid

_REST = 250  # ms without a further change until what it moves is counted
_DAY_WIDTH = 118  # px
_NAMED = 92  # px of the limits that move, told one by one; more of them are scrolled


class CalendarSettings(SettingsPage):
    """What is changed stays on the page, and what it would move is counted, until it is saved as one deed."""

    help_page = "setting-up"

    heading = QT_TRANSLATE_NOOP("CalendarSettings", "Working days")
    icon = "calendar"
    deed = calendar_days.change

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge, self.called())
        self._year = bridge.local(bridge.now()).year
        self._state: int | None = None
        self._page: YearPage | None = None
        self._pending: dict[date, Day] = {}
        self._years: set[int] = set()  # to be confirmed
        self._asked = 0  # how often it was asked what a change moves; an older answer is no use
        self._showing = False
        self.before = Button("", "Alt+Left", icon="chevron-left", name=translate("CalendarSettings", "The year before"))
        self.after = Button("", "Alt+Right", icon="chevron-right", name=translate("CalendarSettings", "The year after"))
        self.year = Title(size=look.SIZE_WHO)
        self.state = Pill()
        self.told = Note(wrap=True)
        turning = QWidget()
        turning.setLayout(Row(self.before, self.year, self.after, self.state))
        self.import_ = Button(translate("CalendarSettings", "Import a list…"), icon="upload")
        self.take_over = Button(translate("CalendarSettings", "Take over the program's holidays"), icon="download")
        self.confirm = TickBox("")
        self.unconfirm = Button(translate("CalendarSettings", "Not confirmed after all…"), icon="undo-2")
        deeds = QWidget()
        flow = Flow()
        for part in (turning, self.import_, self.take_over, self.confirm, self.unconfirm):
            flow.addWidget(part)
        deeds.setLayout(flow)
        self.grid = YearGrid()
        for widget in (deeds, self.told, self.grid, Note(legend(), wrap=True)):
            self.box.addWidget(widget)
        self._add_foot()
        self.before.clicked.connect(lambda: self._turn(-1))
        self.after.clicked.connect(lambda: self._turn(1))
        self.import_.clicked.connect(self._import)
        self.take_over.clicked.connect(self._take_over)
        self.confirm.toggled.connect(self._confirmed)
        self.unconfirm.clicked.connect(self._unconfirm)
        self.grid.chosen.connect(lambda _day: self._show_day())
        self.grid.turned.connect(self._turn_day)
        self._counting = QTimer(self, interval=_REST, singleShot=True)
        self._counting.timeout.connect(self._count)

    def _add_foot(self) -> None:
        """The chosen day, where a change comes from, and what it moves: in view however far the year is scrolled."""
        self.day = Text(bold=True)
        self.day.setMinimumWidth(_DAY_WIDTH)
        kinds = [(False, translate("CalendarSettings", "Off")), (True, translate("CalendarSettings", "Worked"))]
        self.kind = Choices(kinds, name=translate("CalendarSettings", "The chosen day"))
        self.name = LineInput(placeholder=translate("CalendarSettings", "Name, such as 国庆节"))
        self.back = Button(translate("CalendarSettings", "As its weekday"), icon="undo-2")
        self.source = LineInput(placeholder=translate("CalendarSettings", "The notice, or the reason"))
        self.moves = Note(wrap=True)
        self.moving = Reading("", name=translate("CalendarSettings", "The limits that move"), height=_NAMED)
        self.moving.setMaximumHeight(_NAMED)
        self.moving.hide()
        self.fields["name"] = FieldRow("", self.name)
        self.fields["source"] = FieldRow(translate("CalendarSettings", "Basis"), self.source)
        save = PrimaryButton(translate("SettingsPage", "Save"), "Ctrl+S")
        save.clicked.connect(self.save)
        chosen = Row(self.day, self.kind, self.fields["name"], self.back)
        chosen.setStretch(2, 1)
        column = Column(look.GRID)
        column.addLayout(chosen)
        column.addWidget(self.moves)
        column.addWidget(self.moving)
        outer = self.layout()
        assert isinstance(outer, QVBoxLayout)
        outer.insertLayout(outer.indexOf(self.banner), column)
        self.foot.addWidget(self.fields["source"], 1)
        self.foot.addWidget(save)
        self.kind.changed.connect(self._kind_chosen)
        self.name.textEdited.connect(self._name_typed)
        self.back.clicked.connect(lambda: self._set(self.grid.day, ordinary(self.grid.day)))

    def read(self) -> None:
        self._pending.clear()
        self._years.clear()
        self._name_moved(Moved())
        self.source.setText("")
        if self._page is None:  # first the year that something is wanted of
            wanted = self.bridge.ask(calendar_pages.unconfirmed_years, self.bridge.now(), self.bridge.zone)
            self._year = wanted[0] if wanted else self._year
        self._show_year()

    def typed(self) -> object:
        return tuple(sorted(self._pending)), tuple(self._pending[day] for day in sorted(self._pending)), {*self._years}

    def show_year(self, year: int) -> None:
        """Shows another year; what was changed in this one stays to be saved."""
        self._year = year
        self._show_year()

    def _turn(self, by: int) -> None:
        self.attempt(lambda: self._turned(by))

    def _turned(self, by: int) -> str:
        self.show_year(self._year + by)
        return ""

    def _show_year(self) -> None:
        page = self.bridge.ask(calendar_pages.year_page, self._year)
        if not self._pending and not self._years:
            self._state = page.state  # else the one that the changes were begun at
        self._page = page
        self.year.setText(str(self._year))
        self.before.setEnabled(self._year > FIRST_YEAR)
        self.after.setEnabled(self._year < LAST_YEAR)
        told = page.confirmed
        if told is None:
            self.state.set_words(translate("CalendarSettings", "Not confirmed"), Tone.SOON)
            words = translate(
                "CalendarSettings",
                "The holidays of {year} are not confirmed yet: weekends count, and due times that reach into it are "
                "provisional.",
            ).format(year=self._year)
        else:
            self.state.set_words(translate("CalendarSettings", "Confirmed"), Tone.GOOD)
            words = translate("CalendarSettings", "Confirmed on {day} by {name}, from {source}").format(
                day=self.bridge.local(told.at).date(), name=told.by, source=told.source
            )
        self.told.setText(words)
        self.confirm.setText(translate("CalendarSettings", "All holidays of {year} are in").format(year=self._year))
        self.confirm.setVisible(told is None)
        self.unconfirm.setVisible(told is not None)
        self.take_over.setVisible(bool(shipped_days(self._year)))
        self._show()

    def _base(self, day: date) -> Day:
        """What a day is in the books."""
        assert self._page is not None
        known = self._page.days.get(day)
        return ordinary(day) if known is None else known.is_as

    def _is(self, day: date) -> Day:
        """What a day is with what was changed here."""
        return self._pending.get(day) or self._base(day)

    def _show(self) -> None:
        """Shows the year with what was changed, and the day that is chosen."""
        assert self._page is not None
        days = {day: each.is_as for day, each in self._page.days.items()}
        changed = {day: each for day, each in self._pending.items() if day.year == self._year}
        days = {day: each for day, each in {**days, **changed}.items() if each != ordinary(day)}
        self.grid.show_days(self._year, days, changed, self.bridge.local(self.bridge.now()).date())
        self._showing = True
        self.confirm.setChecked(self._year in self._years)
        self._showing = False
        self._show_day()
        self._counting.start()

    def _show_day(self) -> None:
        day = self.grid.day
        known = self._is(day)
        self._showing = True
        self.day.setText(date_words(day))
        self.kind.set_value(known.works)
        if self.name.text() != known.name:  # else the cursor would go to the end while somebody types
            self.name.setText(known.name)
        self._showing = False
        self.back.setEnabled(known != ordinary(day))
        if not self._pending and not self._years:
            hint = translate("CalendarSettings", "Space or a double click changes a day.")
            self.moves.setText(self._source_of(day) or hint)
        area = self.findChild(Scrolling)
        place = self.grid.place(day)
        if area is not None and self.grid.hasFocus():
            area.ensureVisible(0, self.grid.y() + place.center().y(), 0, 2 * place.height())

    def _source_of(self, day: date) -> str:
        """Where the day comes from, and who set it when; '' for one that is as its weekday says."""
        known = self._page.days.get(day) if self._page is not None else None
        if known is None:
            return ""
        return translate("CalendarSettings", "{source} ({name}, {day})").format(
            source=known.source, name=known.by, day=self.bridge.local(known.set_at).date()
        )

    def _kind_chosen(self, works: bool | None) -> None:
        if not self._showing and works is not None:
            self._set(self.grid.day, Day(works, self.name.text()))

    def _name_typed(self, name: str) -> None:
        self._set(self.grid.day, Day(self._is(self.grid.day).works, name))

    def _turn_day(self, day: date) -> None:
        """Makes a day off a worked one or the other way round; back to what the books say with its name."""
        works, base = not self._is(day).works, self._base(day)
        self._set(day, base if base.works == works else Day(works))

    def _set(self, day: date, wanted: Day) -> None:
        if wanted == self._base(day):
            self._pending.pop(day, None)
        else:
            self._pending[day] = wanted
        self._name_moved(Moved())
        self._show()

    def _confirmed(self, on: bool) -> None:
        if not self._showing:
            (self._years.add if on else self._years.discard)(self._year)
            self._show_day()
            self._counting.start()

    def _unconfirm(self) -> None:
        """Takes back that the shown year is known; what waits to be saved goes on waiting."""
        year, office = self._year, self.bridge.office
        title = translate("CalendarSettings", "The holidays of {year} are not confirmed after all").format(year=year)
        words = translate("CalendarSettings", "Its days stay; due times that reach into it are provisional again.")
        reason = prompts.ask_words(self, title, words, label=translate("CalendarSettings", "Why?"), lines=2)
        if reason is not None:
            run_with_progress(
                self,
                title,
                lambda progress: office.do(calendar_days.unconfirm, year, reason, progress),
                lambda _moved: self.attempt(self._unconfirmed),
                self._refused,
            )

    def _unconfirmed(self) -> str:
        self._show_year()
        return translate("SettingsPage", "Saved.")

    def _take_over(self) -> None:
        self._put_in(DayDraft(day, each.works, each.name) for day, each in shipped_days(self._year).items())
        if self._page is not None and self._page.confirmed is None:
            self._years.add(self._year)
        self._put_source(shipped_source())
        self._show()

    def _put_in(self, days: Iterable[DayDraft]) -> int:
        """How many of these days are other than the books have them; these wait to be saved."""
        calendar = self.bridge.ask(self.bridge.office.calendar_of)
        fresh = 0
        for each in days:
            if each.is_as == calendar.day(each.day):
                self._pending.pop(each.day, None)
            else:
                self._pending[each.day] = each.is_as
                fresh += 1
        return fresh

    def _put_source(self, words: str) -> None:
        if self._pending or self._years:
            self.source.setText(words)

    def _import(self) -> None:
        title = translate("CalendarSettings", "Import a list of holidays")
        kinds = translate("CalendarSettings", "Lists ({suffixes})").format(
            suffixes=" ".join(f"*{each}" for each in SUFFIXES)
        )
        path = prompts.choose_file(self, title, kinds=kinds)
        if path is not None:
            run_with_progress(
                self, title, lambda _progress: read_days(path), lambda read: self._take_in(path, read), self._refused
            )

    def _take_in(self, path: Path, read: ListRead[DayDraft]) -> None:
        if read.flaws:
            prompts.tell(self, translate("CalendarSettings", "Import a list of holidays"), flaws_words(read))
            return
        self.attempt(lambda: self._taken_in(path, read))

    def _taken_in(self, path: Path, read: ListRead[DayDraft]) -> str:
        fresh = self._put_in(read.good)
        self._put_source(path.name)
        if read.good:
            self._year = read.good[0].day.year
        self._show_year()
        self.source.setFocus()
        self.source.selectAll()  # the notice, once it is typed, stands in its place
        words = translate("CalendarSettings", "{days} days read, {fresh} of them new; save to put them in force.")
        self.banner.say(words.format(days=len(read.good), fresh=fresh), Tone.PLAIN)
        return ""

    def _draft(self) -> CalendarDraft:
        days = tuple(DayDraft(day, each.works, each.name) for day, each in sorted(self._pending.items()))
        return CalendarDraft(days, self.source.text(), self._state, frozenset(self._years))

    def _count(self) -> None:
        """Says what a save would move, once that is counted; while nothing waits to be saved nothing is."""
        self._asked += 1
        if not self._pending and not self._years:
            return
        asked, office = self._asked, self.bridge.office

        def say(moved: Moved) -> None:
            if asked == self._asked:
                days = translate("CalendarSettings", "Days changed: {days}.").format(days=len(self._pending))
                self.moves.setText(f"{days} {moved_words(moved)}")
                self._name_moved(moved)

        self.bridge.fetch(
            self,
            calendar_days.moved_by,
            self._draft(),
            *(office.procedure_of, office.calendar_of, office.zone, office.now()),
            on_done=say,
            on_error=self._refused,
        )

    def _name_moved(self, moved: Moved) -> None:
        """Says which limits move, or moved; of none takes no room."""
        self.moving.setPlainText(moved_lines(moved, self.bridge.now(), self.bridge.zone))
        self.moving.setVisible(bool(moved.named))

    def take(self) -> str:
        draft, office = self._draft(), self.bridge.office
        if not draft.days and not draft.years:
            return translate("CalendarSettings", "Nothing was changed.")
        title = translate("CalendarSettings", "Planning open limits anew")
        run_with_progress(
            self,
            title,
            lambda progress: office.do(calendar_days.change, draft, progress),
            lambda changed: self.attempt(lambda: self._saved(changed)),
            self._refused,
        )
        return ""

    def _saved(self, changed: Changed) -> str:
        self.read()
        self._name_moved(changed.moved)
        return f"{translate('SettingsPage', 'Saved.')} {moved_words(changed.moved)}"

    def _refused(self, error: Told) -> None:
        def again() -> str:
            raise error

        self.attempt(again)

    def show_conflict(self, conflict: Conflict) -> None:
        theirs: tuple[DayDraft, ...] = conflict.theirs
        mine = {each.day: each.is_as for each in conflict.mine.days}
        lines = [both(date_words(each.day), day_in_short(each.is_as), day_in_short(mine[each.day])) for each in theirs]
        say_both(self.banner, conflict, lines, self._keep_mine, self.take_theirs)

    def _keep_mine(self) -> None:
        self._state = self.bridge.ask(calendar_pages.year_page, self._year).state
        self.save()
