# SPDX-License-Identifier: Apache-2.0
"""Files kept with a document or a regulation: a button for each, which shows it, and one that takes it out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
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
from complaintdesk.ui.words import Row


class KeptFiles(QWidget):
    """Without files it takes no room."""

    taken_out = Signal(object)  # the id of a file that is not to be here

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._files: Sequence[AttachmentRecord] = ()
        self._flow = Flow(6)
        self.setLayout(self._flow)
        self.hide()

    def show_files(self, files: Sequence[AttachmentRecord], *, may_take_out: bool) -> None:
        """Shows these files."""
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._files = files
        buttons: list[Button] = []
        for at, file in enumerate(files):
            look_at = file_button(file.name, file.size, translate("FileList", "Show it"))
            look_at.clicked.connect(partial(self._preview, at))
            made = [look_at]
            if may_take_out:
                name = translate("KeptFiles", "Take out {file}…").format(file=file.name)
                take_out = Button("", icon="x", flat=True, name=name)
                take_out.clicked.connect(partial(self.taken_out.emit, file.id))
                made.append(take_out)
            tile = QWidget()
            tile.setLayout(Row(*made, gap=0))
            self._flow.addWidget(tile)
            tile.show()  # now, not when Qt comes to it: until then the layout counts it as nothing
            buttons += made
        keep_order(self, buttons)
        self.setVisible(bool(files))

    def names(self) -> list[str]:
        """What the buttons of the files say."""
        return [each.text() for each in self.findChildren(Button) if each.text() and each.isVisibleTo(self)]

    def _preview(self, at: int) -> None:
        files = [shown_file(self._bridge, file.name, file.size, file.sha256) for file in self._files]
        prompts.show_dialog(FilePreview(self, files, at))
