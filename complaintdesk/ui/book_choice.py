# SPDX-License-Identifier: Apache-2.0
"""Going over to another rule book: those that come with the program, or a file; what of the own ones comes along."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from complaintdesk import paths
from complaintdesk.desk import procedures
from complaintdesk.desk.book_adoption import Own, own_of, teams_in_use, with_own
from complaintdesk.domain.procedure import parse_procedure
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.labels import translate
from complaintdesk.safe_write import refusals_told
from complaintdesk.ui import look, prompts
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, TickBox
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.record_table import Column, RecordTable
from complaintdesk.ui.words import Note, Reading, Row

_DEFAULT = "general"
_MOST = 2_000_000  # bytes of a file; the longest that is shipped has 60,000


class Book(NamedTuple):
    """A rule book to go over to: its text, what it is called, and what marks it."""

    text: str
    name: str
    remark: str
    sources: tuple[str, ...]


def shipped_books() -> list[Book]:
    """The rule books that come with the program, 综合规程 first, then by name."""
    folder = paths.shipped("resources", "procedures")
    files = sorted(folder.glob("*.toml"), key=lambda path: (path.stem != _DEFAULT, path.stem))
    return [_book(path.read_text(encoding="utf-8"), path.name) for path in files]


def read_book(path: Path) -> Book:
    """The rule book in a file; UserError with file, key and what was expected where it is none."""
    with refusals_told(path):
        data = path.read_bytes() if path.stat().st_size <= _MOST else b"\xff"
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(QT_TRANSLATE_NOOP("errors", "“{file}” is no rule book."), file=path.name) from error
    return _book(text.replace("\r\n", "\n"), path.name)


def _book(text: str, file: str) -> Book:
    procedure = parse_procedure(text, file)
    return Book(text, procedure.name, procedure.remark, procedure.sources)


class ChooseBook(Dialog):
    """Offers the shipped ones and those read from files; `text` is the one chosen, with what comes along."""

    help_page = "rule-books"

    def __init__(self, parent: QWidget | None, bridge: Bridge, books: list[Book] | None = None) -> None:
        """`books` are offered in place of the shipped ones: a file that was chosen already."""
        super().__init__(parent, translate("RuleBook", "Go over to another rule book"), width=860)
        self._books = shipped_books() if books is None else books
        self._here = bridge.ask(procedures.text_in_force)[1]
        self._in_use = bridge.ask(teams_in_use)
        self.text = ""
        self.table = RecordTable(
            "rule_books",
            [
                Column(translate("RuleBook", "Name"), 240, lambda book: book.name),
                Column(translate("RuleBook", "What marks it"), 360, lambda book: book.remark, stretch=True),
            ],
            lambda ids: [self._books[at] for at in ids],
            settings=bridge.settings,
            accessible_name=translate("RuleBook", "Rule books"),
        )
        self.told = Reading("", name=translate("RuleBook", "What marks it"), height=96)
        self.told.setMaximumHeight(120)
        self.file = Button(translate("RuleBook", "From a file…"), icon="upload")
        self.hours, self.teams, self.own_fields = TickBox(""), TickBox(""), TickBox("")
        self.box.addWidget(self.table, 1)
        self.box.addWidget(self.told)
        self.box.addLayout(_left(self.file))
        self.along = Note(translate("RuleBook", "What comes along of this office's own:"))
        for part in (self.along, self.hours, self.teams, self.own_fields):
            self.box.addWidget(part)
        self.add_buttons(translate("RuleBook", "See what changes…"))
        self.table.setMinimumHeight(min(look.ROW * 11, look.screen_room(self).height() - 480))
        self.table.chosen.connect(self._show)
        self.table.opened.connect(lambda _at: self.accept())
        self.file.clicked.connect(self._from_file)
        self.table.set_ids(range(len(self._books)))
        self.table.choose(0)
        self.table.setFocus()

    def _show(self, at: int | None) -> None:
        if at is None:
            return
        book = self._books[at]
        sources = translate("RuleBook", "After: {sources}").format(sources="、".join(book.sources))
        self.told.setPlainText(f"{book.name}\n{book.remark}\n{sources}")
        own = own_of(self._here, book.text, self._in_use)
        fields = translate("RuleBook", "its own fields: {names}").format(names="、".join(own.fields))
        teams = translate("RuleBook", "the teams in which somebody works: {names}").format(names="、".join(own.teams))
        for box, words, there in (
            (self.hours, translate("RuleBook", "its office hours and when the desk is manned"), own.hours),
            (self.teams, teams, bool(own.teams)),
            (self.own_fields, fields, bool(own.fields)),
        ):
            box.setText(words)
            box.setToolTip(look.tip(words))
            box.setVisible(there)
            box.setChecked(there)
        self.along.setVisible(own != Own(False, (), ()))

    def _from_file(self) -> None:
        kinds = translate("RuleBook", "Rule books ({suffix})").format(suffix="*.toml")
        path = prompts.choose_file(self, translate("RuleBook", "Read a rule book"), kinds=kinds)
        if path is None:
            return
        try:
            self._books = [read_book(path), *self._books]
        except UserError as error:
            self.fields.refuse(error, self.banner)
            return
        self.banner.clear()
        self.table.set_ids(range(len(self._books)))
        self.table.reread()
        self.table.choose(0)
        self._show(0)

    def take(self) -> None:
        at = self.table.chosen_id()
        if at is None:
            raise UserError(QT_TRANSLATE_NOOP("errors", "Choose one first."))
        there = self._books[at].text
        own = own_of(self._here, there, self._in_use)
        wanted = Own(
            hours=self.hours.isChecked() and own.hours,
            teams=own.teams if self.teams.isChecked() else (),
            fields=own.fields if self.own_fields.isChecked() else (),
        )
        text = there if wanted == Own(False, (), ()) else with_own(self._here, there, self._in_use, wanted)
        parse_procedure(text, self._books[at].name)
        if text == self._here:
            raise UserError(QT_TRANSLATE_NOOP("errors", "This is the rule book in force, to the letter."))
        self.text = text


def _left(*parts: QWidget) -> Row:
    row = Row(*parts)
    row.addStretch(1)
    return row
