# SPDX-License-Identifier: Apache-2.0
"""A version of the rule book as it was adopted: what it changed, its tables' rows in words, its text."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from complaintdesk.desk.book_rows import table_rows
from complaintdesk.desk.book_sections import SECTIONS
from complaintdesk.labels import translate
from complaintdesk.ui import look
from complaintdesk.ui.book_words import BookWords, preview_text, title
from complaintdesk.ui.buttons import Choices
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.words import Reading


class VersionDialog(Dialog):
    """Reads a version; nothing of it can be changed any more."""

    help_page = "rule-books"

    def __init__(self, parent: QWidget | None, heading: str, text: str, before: str) -> None:
        """`before` is the version before it, '' for the first."""
        super().__init__(parent, heading, width=900)
        first = translate("RuleBook", "The first version.")
        told = preview_text(before, text) if before else first
        self._pages = [told, in_words(text), text]
        self.pages = Choices(
            [
                (0, translate("RuleBook", "What it changed")),
                (1, translate("RuleBook", "In words")),
                (2, translate("RuleBook", "Text")),
            ],
            keys=("Alt+1", "Alt+2", "Alt+3"),
            name=translate("RuleBook", "View"),
        )
        self.reading = Reading("", name=heading, height=min(520, look.screen_room(self).height() - 240))
        self.pages.changed.connect(lambda at: self.reading.setPlainText(self._pages[at or 0]))
        self.box.addWidget(self.pages)
        self.box.addWidget(self.reading, 1)
        self.pages.set_value(0)
        self.add_close()


def in_words(text: str) -> str:
    """All tables of a rule book in words, a line for each row's column."""
    words = BookWords(text)
    parts = []
    for section in SECTIONS:
        rows = table_rows(text, section.key)
        if not rows:
            continue
        lines = [f"【{title(section)}】"]
        for row in rows:
            told = [
                f"{title(column)}：{said}"
                for column in section.columns
                if column.key not in ("name", "id") and (said := words.value(column, row.get(column.key)))
            ]
            lines.append(f"{words.row(section, row)}　{'　'.join(told)}")
        parts.append("\n".join(lines))
    return "\n\n".join(parts)
