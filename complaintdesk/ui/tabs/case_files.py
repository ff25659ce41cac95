# SPDX-License-Identifier: Apache-2.0
"""The files kept with a case: a button for each, which saves a copy to look at."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from complaintdesk.desk.attachments import read_attachment
from complaintdesk.desk.records import AttachmentRecord
from complaintdesk.errors import EnvironmentProblem
from complaintdesk.labels import translate
from complaintdesk.safe_write import safe_write
from complaintdesk.ui import prompts
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, keep_order
from complaintdesk.ui.flow import Flow

_KB = 1024


class FileList(QWidget):
    """Names and sizes; a click saves a copy, for what is kept is never opened for writing."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._flow = Flow(6)
        self.setLayout(self._flow)
        self.hide()

    def show_files(self, files: Sequence[AttachmentRecord]) -> None:
        """Shows these files; without any it takes no room."""
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        tip = translate("FileList", "Save a copy")
        for file in files:
            size = translate("FileList", "{size} KB").format(size=max(file.size // _KB, 1))
            button = Button(f"{file.name} {size}", icon="paperclip", flat=True, tip=tip, name=f"{tip}: {file.name}")
            button.clicked.connect(partial(self._save, file))
            self._flow.addWidget(button)
        keep_order(self, self._buttons())
        self.setVisible(bool(files))

    def names(self) -> list[str]:
        """What the buttons say."""
        return [button.text() for button in self._buttons()]

    def _buttons(self) -> list[Button]:
        items = (self._flow.itemAt(at) for at in range(self._flow.count()))
        found = [item.widget() for item in items if item is not None]
        return [button for button in found if isinstance(button, Button)]

    def _save(self, file: AttachmentRecord) -> None:
        title = translate("FileList", "Save a copy")
        path = prompts.save_file(self, title, proposed=Path.home() / file.name)
        if path is None:
            return
        try:
            office = self._bridge.office
            safe_write(path, read_attachment(office.pool, file.sha256, office.database.key))
        except EnvironmentProblem as problem:
            prompts.tell_error(self, problem)
