# SPDX-License-Identifier: Apache-2.0
"""The first morning: page after page what an office begins with, then all of it written in one go."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QWidget

from complaintdesk.desk import first_morning, moving
from complaintdesk.desk.first_morning import FirstMorning
from complaintdesk.desk.founding import shipped_procedure
from complaintdesk.desk.office import Office
from complaintdesk.errors import EnvironmentProblem, Told, UserError
from complaintdesk.labels import translate, words_of
from complaintdesk.settings import SettingsFile
from complaintdesk.ui import look, prompts
from complaintdesk.ui.background import Progress
from complaintdesk.ui.buttons import Button, PrimaryButton
from complaintdesk.ui.facts import Fact
from complaintdesk.ui.first_morning_last import BackupsPage, KeyPage, PrinterPage, SummaryPage
from complaintdesk.ui.first_morning_pages import BooksPage, DepartmentsPage, HoursPage, MorningPage, OfficePage
from complaintdesk.ui.first_morning_rooms import RoomsPage
from complaintdesk.ui.first_morning_staff import StaffPage
from complaintdesk.ui.import_wizard_pages import FOLDER
from complaintdesk.ui.look import Tone
from complaintdesk.ui.page_list import PageList
from complaintdesk.ui.progress import run_with_progress
from complaintdesk.ui.scrolling import Scrolling
from complaintdesk.ui.tab_order import in_reading_order
from complaintdesk.ui.words import Banner, Card, Column, Note, Row, Title

_WIDEST = 1040  # px of the pages' card


class FirstMorningPage(QWidget):
    """One page a step; Enter goes on from field to field to the button, Alt+Left goes back with all that was typed.

    Esc leaves it, after a question where something would be lost.
    """

    help_page = "setting-up"

    begun = Signal(object, object)  # the Office just founded, its administrator signed in; the list of rooms, or None
    left = Signal()  # without an office

    def __init__(self, settings: SettingsFile, location: str) -> None:
        super().__init__()
        self._settings = settings
        text = shipped_procedure()
        self.office = OfficePage()
        self.books = BooksPage(location)
        self.rooms = RoomsPage()
        self.departments = DepartmentsPage(text)
        self.staff = StaffPage(self.departments.procedure, self.office.profile.name.text)
        self.hours = HoursPage(text)
        self.printer = PrinterPage(settings, self.office.profile.name.text)
        self.backups = BackupsPage()
        self.key = KeyPage(self.books.on_server)
        self.summary = SummaryPage(self._facts, self._warnings)
        self.steps: tuple[MorningPage, ...] = (
            self.office,
            self.books,
            self.rooms,
            self.departments,
            self.staff,
            self.hours,
            self.printer,
            self.backups,
            self.key,
            self.summary,
        )
        self._furthest = 0
        self.list = PageList(
            [(page.title, page.icon) for page in self.steps], name=translate("FirstMorningPage", "Steps")
        )
        self.list.picked.connect(self.show_step)
        self.pages = QStackedWidget()
        self.banner = Banner()
        self.back = Button(translate("FirstMorningPage", "Back"), "Alt+Left", aside=True)
        self.back.clicked.connect(self.go_back)
        self.leave = Button(translate("FirstMorningPage", "Cancel"), "Esc", aside=True)
        self.leave.clicked.connect(self.cancel)
        self.next = PrimaryButton(translate("FirstMorningPage", "Next"), "Ctrl+Enter")
        self.next.clicked.connect(self.go_on)
        self._title, self._why = Title(), Note(wrap=True)
        self._lay_out()
        self.show_step(0)

    def _lay_out(self) -> None:
        for page in self.steps:
            column = Column()
            column.addWidget(page)
            column.addStretch(1)
            self.pages.addWidget(Scrolling(column))
        card = Card(padding=20, gap=look.GAP)
        card.setMaximumWidth(_WIDEST)
        foot = Row(self.back, self.next, self.leave)
        foot.insertStretch(0, 1)
        card.box.addWidget(self._title)
        card.box.addWidget(self._why)
        card.box.addWidget(self.pages, 1)
        card.box.addWidget(self.banner)
        card.box.addLayout(foot)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(16, 16, 16, 16)
        outer.setSpacing(look.GAP)
        outer.addStretch(1)
        outer.addWidget(self.list, 0)
        outer.addWidget(card, 1000)
        outer.addStretch(1)

    def at(self) -> int:
        """Which step is in view, from 0."""
        return self.pages.currentIndex()

    def show_step(self, at: int) -> None:
        """Shows a step that was reached before, or the next one; a later one only if those before it are whole."""
        if at > self.at() and at <= self._furthest and not self._taken():
            self.list.mark(self.at())
            return
        page = self.steps[at]
        self._furthest = max(self._furthest, at)
        for number, name in enumerate(self.list.names):
            name.setEnabled(number <= self._furthest)
            name.set_done(number < self._furthest)
        self.list.mark(at)
        self._title.setText(page.title)
        self._why.setText(page.why)
        self.banner.clear()
        self.back.setVisible(at > 0)
        last = page is self.summary
        self.next.setText(
            translate("FirstMorningPage", "Found the office") if last else translate("FirstMorningPage", "Next")
        )
        self.next.updateGeometry()
        page.begin()
        self.pages.setCurrentIndex(at)
        if last:
            self.next.setFocus()
        else:
            self._take_keyboard(page)

    def go_on(self) -> None:
        """To the next step if this one is whole; on the last one the office is founded."""
        if not self._taken():
            return
        if self.steps[self.at()] is self.summary:
            self._found()
        else:
            self.show_step(self.at() + 1)

    def go_back(self) -> None:
        """To the step before."""
        self.show_step(self.at() - 1)

    def cancel(self) -> None:
        """Leaves it; asks first where something was typed."""
        typed = self._furthest > 0 or any(box.isModified() for box in self.findChildren(QLineEdit))
        if not typed or prompts.ask_yes_no(
            self,
            translate("FirstMorningPage", "Leave it?"),
            translate("FirstMorningPage", "Nothing is founded yet, and what you typed will be gone."),
            yes=translate("FirstMorningPage", "Leave"),
            no=translate("FirstMorningPage", "Stay"),
        ):
            self.left.emit()

    def plan(self) -> FirstMorning:
        """All that is typed; raises UserError for what is wrong on any page."""
        profile = self.office.profile
        return FirstMorning(
            location=self.books.location(),
            name=profile.name.text(),
            admin=self.staff.admin.text(),
            password=self.staff.password.text(),
            procedure_text=self.hours.text(self.departments.text()),
            address=profile.address.text(),
            complaint_phone=profile.phone.text(),
            form_code=profile.code.text(),
            logo=profile.logo.logo(),
            places=self.rooms.places(),
            staff=self.staff.drafts(),
            passphrase=self.key.chosen(),
        )

    def _take_keyboard(self, page: MorningPage) -> None:
        for part in in_reading_order(page.box):
            if part.isVisibleTo(page) and part.isEnabled() and part.focusPolicy() & Qt.FocusPolicy.TabFocus:
                part.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.next.setFocus()

    def _taken(self) -> bool:
        """Whether the page in view is whole; what isn't is said beside its field."""
        page = self.steps[self.at()]
        try:
            page.take()
        except UserError as error:
            page.fields.refuse(error, self.banner)
            return False
        page.fields.clear_problems()
        self.banner.clear()
        return True

    def _found(self) -> None:
        for at, page in enumerate(self.steps):
            try:
                page.take()
            except UserError as error:  # such as a file that came to be there in the meantime
                self.show_step(at)
                page.fields.refuse(error, self.banner)
                return
        plan, rooms, folders = self.plan(), self.rooms.list_file(), self.backups.choice.folders()
        self.next.setEnabled(False)

        def work(progress: Progress) -> Office:
            return first_morning.begin(plan, progress)

        title = translate("FirstMorningPage", "Founding the office")
        doing = partial(_doing, plan)

        def done(office: Office) -> None:
            self._done(plan, rooms, folders, office)

        job = run_with_progress(self, title, work, done, self._refused, doing)
        job.ended.connect(lambda: self.next.setEnabled(True))

    def _done(self, plan: FirstMorning, rooms: Path | None, folders: tuple[str, str], office: Office) -> None:
        backups, second = folders
        try:
            self._settings.change(
                database=plan.location,
                staff=office.staff.name if office.staff else "",
                backups=backups,
                second_medium=second,
                places={} if rooms is None else {FOLDER: str(rooms.parent)},
            )
            self.printer.choice.keep()
        except EnvironmentProblem as problem:  # the office is founded all the same
            prompts.tell_error(self, problem)
        self.begun.emit(office, rooms)

    def _refused(self, error: Told) -> None:
        self.banner.say(words_of(error), Tone.LATE)

    def _facts(self) -> list[Fact]:
        plan = self.plan()
        none = translate("FirstMorningPage", "none")
        rules = "\n".join(self.departments.moved()) or translate("FirstMorningPage", "as shipped, nothing moved")
        teams = self.departments.procedure().teams
        backups, second = self.backups.choice.folders()
        beside = translate("FirstMorningPage", "beside the books")
        people = [
            f"{plan.admin} ({translate('FirstMorningPage', 'administrator')})",
            *(each.name for each in plan.staff),
        ]
        return [
            Fact(translate("FirstMorningPage", "Office"), plan.name.strip(), wide=True),
            Fact(translate("FirstMorningPage", "Books"), moving.shown(plan.location), wide=True),
            Fact(translate("FirstMorningPage", "Places"), self.rooms.words() or none, wide=True),
            Fact(translate("FirstMorningPage", "Teams"), "、".join(team.name for team in teams), wide=True),
            Fact(translate("FirstMorningPage", "Rule book"), rules, wide=True),
            Fact(translate("FirstMorningPage", "Staff"), "、".join(people), wide=True),
            Fact(
                translate("FirstMorningPage", "Hours"),
                translate("FirstMorningPage", "office {office}; desk {desk}").format(
                    office=self.hours.office.spans.text(), desk=self.hours.desk.spans.text()
                ),
                wide=True,
            ),
            Fact(translate("FirstMorningPage", "Printer"), self.printer.choice.printer.value or none, wide=True),
            Fact(translate("FirstMorningPage", "Backups"), backups or beside, wide=True),
            Fact(translate("FirstMorningPage", "Second medium"), second or none, wide=True),
            Fact(
                translate("FirstMorningPage", "Encrypted"),
                translate("FirstMorningPage", "no")
                if plan.passphrase is None
                else translate("FirstMorningPage", "yes"),
                wide=True,
            ),
        ]

    def _warnings(self) -> list[str]:
        warnings = []
        if first_morning.nobody_registers(self.staff.drafts()):
            warnings.append(
                translate("FirstMorningPage", "Nobody but you signs in yet, and an administrator registers no calls.")
            )
        if not self.backups.choice.folders()[1]:
            warnings.append(
                translate("FirstMorningPage", "No second medium: with this computer its backups would be lost.")
            )
        return warnings


def _doing(plan: FirstMorning, done: int, total: int) -> str:
    """What the founding is at after so many steps."""
    if not total and plan.passphrase is not None:
        return translate("FirstMorningPage", "Making the encrypted books; the key takes a few seconds…")
    if not total:
        return translate("FirstMorningPage", "Making the books…")
    if done <= len(plan.staff):
        words = translate("FirstMorningPage", "Entering the staff: {at} of {count}…")
        return words.format(at=done, count=len(plan.staff))
    return translate("FirstMorningPage", "Entering the places…")
