# SPDX-License-Identifier: Apache-2.0
"""The rule book's text itself, for who wants it: its lines numbered, that of a mistake shown and marked."""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from complaintdesk.desk.book_rows import line_of
from complaintdesk.domain.procedure import ProcedureMistake, parse_procedure
from complaintdesk.labels import translate, words_of
from complaintdesk.ui import look
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.look import Tone
from complaintdesk.ui.numbered_text import NumberedText
from complaintdesk.ui.words import Banner, Note, Row
from complaintdesk.ui.words import Column as Stack


class BookText(QWidget):
    """The text with its mistakes; nothing typed is lost while it can't be read."""

    def __init__(self) -> None:
        super().__init__()
        self.editor = NumberedText()
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        fixed.setFamilies([*fixed.families(), *look.font().families()])  # Chinese has no letters of its own there
        fixed.setPixelSize(look.SIZE_SMALL)
        self.editor.setFont(fixed)
        self.editor.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.editor.setTabChangesFocus(True)
        self.editor.setAccessibleName(translate("RuleBook", "Text of the rule book"))
        self.banner = Banner()
        check = Button(translate("RuleBook", "Check"), "F7", icon="check")
        check.clicked.connect(self.check)
        why = Note(translate("RuleBook", "Each key is explained in the help (F1)."))
        line = Row(check, why)
        line.addStretch(1)
        stack = Stack(look.GRID)
        stack.addWidget(self.editor, 1)
        stack.addWidget(self.banner)
        stack.addLayout(line)
        self.setLayout(stack)
        self.editor.textChanged.connect(self.banner.clear)

    def put(self, text: str) -> None:
        """Shows a text; the place in it stays where it is the same."""
        if text != self.text():
            self.editor.setPlainText(text)

    def text(self) -> str:
        """What stands in it."""
        return self.editor.toPlainText()

    def check(self) -> bool:
        """Whether it is a rule book; says otherwise what is wrong, and goes there."""
        try:
            parse_procedure(self.text(), translate("RuleBook", "Rule book"))
        except ProcedureMistake as mistake:
            self.go_to(mistake)
            return False
        self.banner.say(translate("RuleBook", "No mistakes."), Tone.GOOD)
        return True

    def go_to(self, mistake: ProcedureMistake) -> None:
        """Says a mistake, puts the cursor on its line and marks it."""
        at = line_of(self.text(), str(mistake.values.get("key", "")))
        reason = str(mistake.values.get("reason", ""))
        if "at line " in reason:  # what is no TOML at all names its line itself
            at = int(reason.partition("at line ")[2].partition(",")[0]) - 1
        cursor = QTextCursor(self.editor.document().findBlockByNumber(at))
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        self.editor.setTextCursor(cursor)
        self.editor.centerCursor()
        self.editor.mark(at)
        self.editor.setFocus()
        where = translate("RuleBook", "Line {line}: {what}").format(line=at + 1, what=words_of(mistake))
        self.banner.say(where, Tone.LATE)
