# SPDX-License-Identifier: Apache-2.0
"""The files kept with a case: a button for each, which shows it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from complaintdesk.desk.records import AttachmentRecord
from complaintdesk.labels import translate
from complaintdesk.ui import prompts
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.file_preview import FilePreview, file_button
from complaintdesk.ui.flow import Flow
from complaintdesk.ui.pending_files import shown_file
from complaintdesk.ui.tab_order import keep_order


class FileList(QWidget):
    """Names and sizes; a click shows the file, for what is kept is never opened for writing."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._files: Sequence[AttachmentRecord] = ()
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
        self._files = files
        for at, file in enumerate(files):
            button = file_button(file.name, file.size, translate("FileList", "Show it"))
            button.clicked.connect(partial(self._show, at))
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

    def _show(self, at: int) -> None:
        files = [shown_file(self._bridge, file.name, file.size, file.sha256) for file in self._files]
        prompts.show_dialog(FilePreview(self, files, at))
