# SPDX-License-Identifier: Apache-2.0
"""The window in which a rule book is edited: tables, text, what changes; adopted as a new version."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

from complaintdesk.desk import procedures
from complaintdesk.desk.book_changes import merged
from complaintdesk.domain.procedure import ProcedureMistake, parse_procedure
from complaintdesk.errors import Conflict, EnvironmentProblem, SavedUnheard, UserError
from complaintdesk.labels import translate, words_of
from complaintdesk.ui import look, prompts
from complaintdesk.ui.book_tables import BookTables
from complaintdesk.ui.book_text import BookText
from complaintdesk.ui.book_words import preview, preview_text
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, Choices, PrimaryButton
from complaintdesk.ui.conflicts import say_both
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.look import Tone
from complaintdesk.ui.words import Reading, Row

_SIZE = QSize(1280, 860)
_FRAME = QSize(40, 60)  # px of the screen left to what is behind
_SLOT = "rule_book"
_REST = 600  # ms without a key until what is typed is kept
_MOST_LINES = 12  # of what differs, in a message
TABLES, TEXT, CHANGES = range(3)


class BookWindow(Dialog):
    """Edits a text that begins as what is in force, or as another rule book, until it is adopted or thrown away."""

    help_page = "rule-books"

    def __init__(self, parent: QWidget | None, bridge: Bridge, wanted: str = "") -> None:
        """`wanted` is another rule book to go over to; without one, what was left unfinished here comes back."""
        super().__init__(parent, translate("RuleBook", "Rule book"), width=900)
        self.bridge = bridge
        self.version, self.base = bridge.ask(procedures.text_in_force)
        self.text = self.base
        self.adopted = 0  # the version that was made here
        self.pages = Choices(
            [
                (TABLES, translate("RuleBook", "Tables")),
                (TEXT, translate("RuleBook", "Text")),
                (CHANGES, translate("RuleBook", "What changes")),
            ],
            keys=("Alt+1", "Alt+2", "Alt+3"),
            name=translate("RuleBook", "View"),
        )
        self.tables, self.editor = BookTables(bridge.settings), BookText()
        self.changes = Reading("", name=translate("RuleBook", "What changes"), height=200)
        self.stack = QStackedWidget()
        for page in (self.tables, self.editor, self.changes):
            self.stack.addWidget(page)
        self.box.addWidget(self.pages)
        self.box.addWidget(self.stack, 1)
        self._add_foot()
        self._keeping = QTimer(self, interval=_REST, singleShot=True)
        self._keeping.timeout.connect(self.keep)
        self.tables.changed.connect(self._edited)
        self.editor.editor.textChanged.connect(self._keeping.start)
        self.resize(_SIZE.boundedTo(look.screen_room(self) - _FRAME))
        self._begin(wanted)
        self.pages.changed.connect(self.show_page)

    def _add_foot(self) -> None:
        self.adopt = PrimaryButton(translate("RuleBook", "Adopt…"), "Ctrl+S")
        self.adopt.clicked.connect(self.put_in_force)
        self.back = Button(translate("RuleBook", "Discard the changes"), icon="undo-2")
        self.back.clicked.connect(self.discard)
        close = Button(translate("Dialog", "Close"), "Esc")
        close.clicked.connect(self.reject)
        foot = Row(self.adopt, self.back, close)
        foot.insertStretch(2, 1)
        self._outer.addLayout(foot)

    def _begin(self, wanted: str) -> None:
        kept = self._kept()
        if wanted:
            self.text = wanted
        elif kept:
            self.text = str(kept["text"])
            self.base, self.version = str(kept["base"]), int(kept["version"])
            words = translate("RuleBook", "What was changed here and not adopted yet is here again.")
            self.banner.say(words, Tone.PLAIN)
        page = CHANGES if wanted else TABLES
        self.editor.put(self.text)
        if not self._reads():
            page = TEXT
        self.pages.set_value(page)
        self.show_page(page)
        self.keep()

    def _reads(self) -> bool:
        """Whether the text is a rule book."""
        try:
            parse_procedure(self.text, translate("RuleBook", "Rule book"))
        except ProcedureMistake:
            return False
        return True

    def show_page(self, page: int | None) -> None:
        """Shows the tables, the text or what changes; a text with a mistake stays in view until it is put right."""
        if page is None:
            return
        if self.stack.currentIndex() == TEXT:
            self.text = self.editor.text()
        if page != TEXT and not self._reads():
            self.pages.set_value(TEXT)
            self.stack.setCurrentIndex(TEXT)
            self.editor.check()
            return
        if page == TABLES:
            self.tables.put(self.text)
        elif page == TEXT:
            self.editor.put(self.text)
        else:
            told = preview_text(self.base, self.text) or translate("RuleBook", "Nothing was changed.")
            self.changes.setPlainText(told)
        self.stack.setCurrentIndex(page)
        self._allow()

    def _edited(self, text: str) -> None:
        self.text = text
        self.keep()

    def current(self) -> str:
        """The text as it stands."""
        return self.editor.text() if self.stack.currentIndex() == TEXT else self.text

    def _allow(self) -> None:
        other = self.current() != self.base
        self.adopt.setEnabled(other)
        self.back.setEnabled(other)

    def keep(self) -> None:
        """Keeps what was changed, so that nothing is lost when the window closes; nothing changed, nothing kept."""
        self._allow()
        staff = self.bridge.staff
        if staff is None:
            return
        try:
            if self.current() == self.base:
                self.bridge.forms.forget(staff.id, _SLOT)
            else:
                held = {"text": self.current(), "base": self.base, "version": self.version}
                self.bridge.forms.keep(staff.id, _SLOT, held)
        except EnvironmentProblem as problem:
            self.banner.say(words_of(problem), Tone.LATE)

    def _kept(self) -> dict[str, Any]:
        try:
            return _unfinished(self.bridge)
        except EnvironmentProblem as problem:
            self.banner.say(words_of(problem), Tone.LATE)
            return {}

    def discard(self) -> None:
        """Goes back to what is in force, after a question."""
        title = translate("RuleBook", "Discard what was changed here?")
        told = preview_text(self.base, self.current()) if self._is_sound() else ""
        if prompts.ask_yes_no(self, title, told, yes=translate("RuleBook", "Discard the changes")):
            self._read_anew()

    def _is_sound(self) -> bool:
        self.text = self.current()
        return self._reads()

    def _read_anew(self) -> None:
        self.version, self.base = self.bridge.ask(procedures.text_in_force)
        self.text = self.base
        self.editor.put(self.text)
        self.banner.clear()
        self.show_page(self.stack.currentIndex())
        self.keep()

    def put_in_force(self) -> None:
        """Adopts the text, after what it changes was read; a mistake is shown where it stands."""
        if not self._is_sound():
            self.editor.put(self.text)
            self.show_page(CHANGES)  # which leads to the mistake
            return
        title = translate("RuleBook", "Adopt the rule book with these changes?")
        told = preview_text(self.base, self.text)
        if not prompts.ask_yes_no(self, title, told, yes=translate("RuleBook", "Adopt")):
            return
        try:
            self.adopted = self.bridge.do(procedures.adopt, self.text, self.version)
        except Conflict as conflict:
            self._say_conflict(conflict)
            return
        except UserError as error:
            self.banner.say(words_of(error), Tone.LATE)
            return
        except SavedUnheard as notice:
            self.unheard = notice
        except EnvironmentProblem as problem:
            self.banner.say(words_of(problem), Tone.LATE)
            return
        self._read_anew()
        self.accept()

    def _say_conflict(self, conflict: Conflict) -> None:
        """Says what another desk adopted meanwhile beside what is changed here, to choose from."""
        there, here = translate("RuleBook", "There: {change}"), translate("RuleBook", "Here: {change}")
        lines = [there.format(change=each) for each in _lines(self.base, conflict.theirs)]
        lines += [here.format(change=each) for each in _lines(self.base, self.text)]
        say_both(self.banner, conflict, lines, lambda: self.merge(conflict.theirs), self._read_anew)

    def merge(self, theirs: str) -> None:
        """Puts what was changed here into what another desk adopted; what that then changes is shown first."""
        mine = merged(self.base, theirs, self.text)
        self.version, self.base = self.bridge.ask(procedures.text_in_force)
        self.text = mine
        self.editor.put(mine)
        self.banner.clear()
        self.pages.set_value(CHANGES)
        self.stack.setCurrentIndex(CHANGES)
        self.show_page(CHANGES)
        self.keep()

    def done(self, result: int) -> None:
        """Closes the window; what was changed and not adopted is kept for the next time."""
        if self._keeping.isActive():
            self._keeping.stop()
        self.text = self.current()
        self.keep()
        super().done(result)


def _unfinished(bridge: Bridge) -> dict[str, Any]:
    """What who sits here changed and did not adopt; EnvironmentProblem when the disk refuses."""
    return {} if bridge.staff is None else bridge.forms.kept(bridge.staff.id, _SLOT).get("", {})


def is_unfinished(bridge: Bridge) -> bool:
    """Whether who sits here changed something in the rule book and did not adopt it yet."""
    return bool(_unfinished(bridge))


def _lines(before: str, after: str) -> list[str]:
    """The first lines of what changes, and how many more there are."""
    lines = [line for _name, group in preview(before, after) for line in group]
    if len(lines) > _MOST_LINES:
        more = translate("RuleBook", "and {count} more").format(count=len(lines) - _MOST_LINES)
        lines = [*lines[:_MOST_LINES], more]
    return lines
