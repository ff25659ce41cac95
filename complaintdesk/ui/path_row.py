# SPDX-License-Identifier: Apache-2.0
"""A box for a folder or file with the button that looks for it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.labels import translate
from complaintdesk.ui import look, prompts
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.words import Row


class FolderBox(QWidget):
    """A folder, typed or looked for; '' for none."""

    def __init__(self, title: str, *, placeholder: str = "") -> None:
        super().__init__()
        self._title = title
        self.box = LineInput(placeholder=placeholder, name=title)
        self.look = Button(translate("FolderBox", "Choose…"), name=title, aside=True)
        self.look.clicked.connect(self._look)
        self.textChanged = self.box.textChanged
        self.setLayout(Row(self.box, self.look, gap=look.GRID))
        self.setFocusProxy(self.box)

    def text(self) -> str:
        """What stands in the box."""
        return self.box.text().strip()

    def setText(self, words: str) -> None:
        """Shows this folder."""
        self.box.setText(words)

    def folder(self, field: str) -> str:
        """The folder, which is there, or ''; UserError beside `field` otherwise."""
        words = self.text()
        if words and not (Path(words).is_absolute() and Path(words).is_dir()):
            raise UserError(
                QT_TRANSLATE_NOOP("errors", "There is no such folder; choose one that is there."), field=field
            )
        return words

    def _look(self) -> None:
        found = prompts.choose_folder(self, self._title, folder=Path(self.text()) if self.text() else None)
        if found is not None:
            self.box.setText(str(found))
