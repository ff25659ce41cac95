# SPDX-License-Identifier: Apache-2.0
"""The page that restores a backup: which one, what would be missing, the highest numbers on paper, and who does it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from complaintdesk.desk import on_paper, restore_choice
from complaintdesk.desk.backup_files import Kept
from complaintdesk.desk.checking import NotWhole
from complaintdesk.desk.keeping import Places
from complaintdesk.desk.office import wall_clock
from complaintdesk.desk.passphrases import needs_passphrase
from complaintdesk.desk.restore_choice import Known
from complaintdesk.desk.restoring import restore
from complaintdesk.domain.numbering import Number
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem, Told, UserError
from complaintdesk.labels import filled, translate, words_of, zone
from complaintdesk.settings import SettingsFile
from complaintdesk.ui import look, prompts
from complaintdesk.ui.background import Progress
from complaintdesk.ui.buttons import Button, PrimaryButton
from complaintdesk.ui.flow import Flow
from complaintdesk.ui.form_rows import FieldRow, Fields
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.look import Colour, Tone
from complaintdesk.ui.paper_numbers import PaperNumbers
from complaintdesk.ui.progress import run_with_progress
from complaintdesk.ui.record_table import Column, RecordTable
from complaintdesk.ui.scrolling import Scrolling
from complaintdesk.ui.words import Banner, Card, Note, Row, Text, Title

_LIST_HEIGHT = 156
_WIDTH = 976
_FIELD_WIDTH = 250
_TOLD = 8  # of what is wrong in a backup


class RestorePage(QWidget):
    """Stands in the window while no office is open; restores, then says where the office is."""

    help_page = "backups"

    opened = Signal(str)  # the restored database, to be opened now
    left = Signal()

    def __init__(
        self,
        location: str,
        settings: SettingsFile,
        problem: EnvironmentProblem | None = None,
        clock: Callable[[], datetime] = wall_clock,
    ) -> None:
        """`problem` is what keeps the database from being opened, where something does."""
        super().__init__()
        self._location, self._settings = location, settings
        self.clock = clock
        self.backups: list[Kept] = []
        self._books: Known | None = None
        self._books_locked = False  # a passphrase tells then what they still hold
        self.banner = Banner()
        self.table = self._table()
        self.missing = Text(wrap=True, selectable=True)
        self.passphrase = LineInput(secret=True)
        self.name = LineInput()
        self.name.setText(settings.now.staff)
        self.password = LineInput(secret=True)
        self.password.moves_on = False
        self.fields = Fields(
            passphrase=FieldRow(translate("RestorePage", "Passphrase of the records"), self.passphrase, above=True),
            name=FieldRow(translate("RestorePage", "Your name"), self.name, above=True),
            password=FieldRow(translate("RestorePage", "Your password in the backup"), self.password, above=True),
        )
        self.paper = PaperNumbers(self.fields)
        self.again = Button(translate("RestorePage", "Look again"), "F5")
        self.restore = PrimaryButton(translate("RestorePage", "Restore this backup"), "Ctrl+Enter")
        self._build(problem)
        self.look_again()

    def _table(self) -> RecordTable:
        def verified(kept: Kept) -> str:
            wrong = len(kept.manifest.findings)
            if not wrong:
                return translate("RestorePage", "verified")
            return translate("RestorePage", "{count} things wrong").format(count=wrong)

        def colour(kept: Kept) -> Colour:
            return Colour.GOOD if kept.manifest.verified else Colour.LATE

        return RecordTable(
            "backups",
            (
                Column(translate("RestorePage", "Made"), 150, lambda kept: _moment(kept.manifest.made)),
                Column(translate("RestorePage", "Cases"), 80, lambda kept: str(kept.manifest.cases), right=True),
                Column(translate("RestorePage", "Slips"), 80, lambda kept: str(kept.manifest.orders), right=True),
                Column(translate("RestorePage", "State"), 150, verified, colour),
                Column(
                    translate("RestorePage", "File"),
                    320,
                    lambda kept: f"{kept.path.name} · {kept.path.parent}",
                    stretch=True,
                ),
            ),
            lambda ids: [self.backups[at] for at in ids],
            settings=self._settings,
            accessible_name=translate("RestorePage", "Backups"),
            empty=(
                translate("RestorePage", "No backup was found here"),
                translate("RestorePage", "Plug in the second medium and look again, or choose a file."),
            ),
        )

    def _build(self, problem: EnvironmentProblem | None) -> None:
        card = Card(padding=24, gap=12)
        card.setFixedWidth(_WIDTH)
        card.box.addWidget(Title(translate("RestorePage", "Restore a backup")))
        if problem is not None:
            told = Banner()
            card.box.addWidget(told)
            told.say(words_of(problem), Tone.LATE)
        self.table.setMinimumHeight(_LIST_HEIGHT)
        self.table.setMaximumHeight(_LIST_HEIGHT)
        card.box.addWidget(self.table)
        other = Button(translate("RestorePage", "Choose a file…"))
        row = Row(other, self.again)
        row.addStretch(1)
        card.box.addLayout(row)
        card.box.addWidget(self.missing)
        asked = translate(
            "RestorePage",
            "Look at the newest slip and sheet on paper: what is the highest number of each series? "
            "Numbers up to it are never given again. Grey is what is known already: leave empty what is not higher.",
        )
        card.box.addWidget(Note(asked, wrap=True))
        card.box.addWidget(self.paper)
        who = Flow(look.GAP)
        for field in self.fields.values():  # the paper's come with a backup
            field.setFixedWidth(_FIELD_WIDTH)
            who.addWidget(field)
        card.box.addLayout(who)
        card.box.addWidget(self.banner)
        back = Button(translate("RestorePage", "Back"), "Esc")
        row = Row(back, self.restore)
        row.insertStretch(0, 1)
        card.box.addLayout(row)
        column = QVBoxLayout()
        line = Row(card)
        line.insertStretch(0, 1)
        line.addStretch(1)
        column.addSpacing(look.GAP)
        column.addLayout(line)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(Scrolling(column))
        self.table.chosen.connect(self._show_chosen)
        other.clicked.connect(self._choose_file)
        self.again.clicked.connect(self.look_again)
        back.clicked.connect(self.left)
        self.restore.clicked.connect(self._restore)
        self.password.returnPressed.connect(self._restore)

    def look_again(self) -> None:
        """Reads the folders, again: a stick may have been plugged in. What can't be read is said."""
        found = restore_choice.found_backups(self._location, self._places())
        self.backups, refused = list(found.backups), list(found.refused)
        try:
            self._books = restore_choice.books_known(self._location)
            self._books_locked = needs_passphrase(self._location)
        except EnvironmentProblem as problem:
            self._books = None
            refused.append(problem)
        self.banner.clear()
        if refused:
            self.banner.say("\n".join(words_of(each) for each in refused), Tone.LATE)
        self._show()

    def _places(self) -> Places:
        return Places(self._settings.now.backups, self._settings.now.second_medium)

    def _choose_file(self) -> None:
        kinds = translate("RestorePage", "Backups (*.zip *.db);;All files (*)")
        path = prompts.choose_file(self, translate("RestorePage", "Choose a file…"), kinds=kinds)
        if path is None:
            return
        try:
            kept = restore_choice.chosen_backup(path, self._location, self._places())
        except EnvironmentProblem as problem:
            self.banner.say(words_of(problem), Tone.LATE)
            return
        self.banner.clear()
        self.backups.append(kept)
        self._show(len(self.backups) - 1)

    def _show(self, at: int | None = None) -> None:
        """Lists the backups; the newest that is verified is proposed."""
        self.table.set_ids(range(len(self.backups)))
        good = (place for place, kept in enumerate(self.backups) if kept.manifest.verified)
        proposed = next(good, 0 if self.backups else None) if at is None else at
        if proposed is not None:
            self.table.choose(proposed)
        self._show_chosen(proposed)

    def chosen(self) -> Kept | None:
        """The backup that would be restored."""
        at = self.table.chosen_id()
        return None if at is None else self.backups[at]

    def _show_chosen(self, _at: object) -> None:
        kept = self.chosen()
        self.restore.setEnabled(kept is not None)
        locked = kept is not None and (self._books_locked or restore_choice.is_encrypted_backup(kept))
        self.fields["passphrase"].setVisible(locked)
        self.missing.setText("" if kept is None else self._missing_words(kept))
        asked = () if kept is None else on_paper.asked_of_paper(kept.manifest, self._known(kept), self.clock(), zone())
        self.paper.ask(asked)
        tabbed = (self.again, *self.paper.inputs.values(), self.passphrase, self.name, self.password)
        for before, after in pairwise(tabbed):
            self.setTabOrder(before, after)

    def _known(self, kept: Kept) -> Known:
        return restore_choice.known(self._books, self.backups, kept.manifest)

    def _missing_words(self, kept: Kept) -> str:
        known = self._known(kept)
        lost, by_books = restore_choice.missing(kept.manifest, known), known.by_books
        if not lost.deeds and not lost.gaps:
            if by_books:
                return translate("RestorePage", "Nothing would be missing: the backup holds all that the records hold.")
            return translate("RestorePage", "No newer backup is known. What was done after it would be missing.")
        lines = [
            translate("RestorePage", "Against the records as they are now, this would be missing: {count} entries.")
            if by_books
            else translate("RestorePage", "Against the newest backup known, this would be missing: {count} entries.")
        ]
        gap_words = translate("RestorePage", "{first} to {last}: {count} numbers, which become void")
        one = translate("RestorePage", "{first}: one number, which becomes void")
        for gap in lost.gaps:
            words = one if gap.count == 1 else gap_words
            lines.append("· " + words.format(first=gap.first, last=gap.last, count=gap.count))
        return "\n".join(lines).format(count=lost.deeds)

    def _restore(self) -> None:
        kept = self.chosen()
        if kept is None:
            return
        self.fields.clear_problems()
        self.banner.clear()
        try:
            highest = (*restore_choice.numbers_since(kept.manifest, self._known(kept)), *self.paper.numbers())
            if not self.password.text():
                raise UserError(QT_TRANSLATE_NOOP("errors", "Type your password."), field="password")
        except UserError as error:
            self.fields.refuse(error, self.banner)
            return
        if not self._is_sure(kept):
            return
        self._begin(kept, highest, despite=False)

    def _begin(self, kept: Kept, highest: tuple[Number, ...], *, despite: bool) -> None:
        name, password, passphrase = self.name.text().strip(), self.password.text(), self.passphrase.text()
        clock = self.clock

        def work(_progress: Progress) -> int:
            done = restore(
                kept.path,
                self._location,
                staff=name,
                password=password,
                highest=highest,
                passphrase=passphrase or None,
                despite=despite,
                copies=kept.copies,
                clock=clock,
            )
            done.office.close()
            return done.taken

        def refused(problem: Told) -> None:
            if isinstance(problem, NotWhole) and self._takes_despite(problem):
                self._begin(kept, highest, despite=True)
            else:
                self._refused(problem)

        run_with_progress(self, translate("RestorePage", "Restore a backup"), work, self._restored, refused)

    def _takes_despite(self, problem: NotWhole) -> bool:
        """Whether the backup is taken although things are wrong in it, which are named."""
        words = translate("RestorePage", "{count} things are wrong in this backup:").format(count=len(problem.findings))
        lines = [f"· {filled('check', each.text, each.values)}" for each in problem.findings[:_TOLD]]
        if len(problem.findings) > _TOLD:
            lines.append("· …")
        advice = translate(
            "RestorePage", "If there is no better one it can be restored as it is. Nothing was changed yet."
        )
        return prompts.ask_yes_no(
            self,
            translate("RestorePage", "Restore it all the same?"),
            "\n".join((words, *lines, "", advice)),
            yes=translate("RestorePage", "Restore"),
        )

    def _is_sure(self, kept: Kept) -> bool:
        words = translate(
            "RestorePage", "The backup of {time} takes the place of the records. What stands there now is kept aside."
        ).format(time=_moment(kept.manifest.made))
        words += "\n\n" + self._missing_words(kept)
        if not kept.manifest.verified:
            words += "\n\n" + translate(
                "RestorePage",
                "Something was wrong in this backup when it was made: take it only if there is no better.",
            )
        return prompts.ask_yes_no(
            self, translate("RestorePage", "Restore this backup?"), words, yes=translate("RestorePage", "Restore")
        )

    def _restored(self, taken: int) -> None:
        words = translate("RestorePage", "The backup is restored. {count} numbers that paper may carry were made void.")
        if not taken:
            words = translate("RestorePage", "The backup is restored.")
        prompts.tell(self, translate("RestorePage", "Restored"), words.format(count=taken))
        self.opened.emit(self._location)

    def _refused(self, problem: Told) -> None:
        if isinstance(problem, UserError):
            self.fields.refuse(problem, self.banner)
        else:
            self.banner.say(words_of(problem), Tone.LATE)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(zone()):%Y-%m-%d %H:%M}"
