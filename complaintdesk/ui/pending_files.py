# SPDX-License-Identifier: Apache-2.0
"""Files that wait for their case: dropped, pasted, chosen or scanned in; each can be looked at or let go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from functools import partial
from typing import Any

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QApplication, QWidget

from complaintdesk.desk import attachments
from complaintdesk.desk.attachments import read_attachment
from complaintdesk.desk.file_drafts import StoredFile
from complaintdesk.domain.file_names import short_name
from complaintdesk.errors import Told
from complaintdesk.labels import translate, words_of
from complaintdesk.ui import file_sources, look, prompts
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.file_preview import FilePreview, ShownFile, file_button
from complaintdesk.ui.flow import Flow
from complaintdesk.ui.plain_line import offers_files
from complaintdesk.ui.scan_dialog import choose_scans
from complaintdesk.ui.tab_order import keep_order
from complaintdesk.ui.words import Column, Problem, Row


def shown_file(bridge: Bridge, name: str, size: int, sha256: str) -> ShownFile:
    """A file of the pool as the preview takes it."""
    office = bridge.office
    return ShownFile(name, size, lambda: read_attachment(office.pool, sha256, office.database.key))


class PendingFiles(QWidget):
    """The files that wait, by name and size, and the three ways to bring more than by dropping."""

    changed = Signal()

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self.files: list[StoredFile] = []
        self.choose_button = Button(translate("PendingFiles", "File…"), icon="paperclip", flat=True)
        self.scan_button = Button(translate("PendingFiles", "From the scanner…"), icon="file-text", flat=True)
        self.paste_button = Button(translate("PendingFiles", "Paste"), icon="plus", flat=True)
        for button, tip, act in (
            (self.choose_button, translate("PendingFiles", "Choose a file; or drop files here"), self.choose),
            (self.scan_button, translate("PendingFiles", "The newest files of the scanner's folder"), self.scan),
            (self.paste_button, translate("PendingFiles", "A picture or files of the clipboard  Ctrl+V"), self.paste),
        ):
            button.setToolTip(look.tip(tip))
            button.clicked.connect(act)
        self._flow = Flow(4)
        for button in (self.choose_button, self.scan_button, self.paste_button):
            self._flow.addWidget(button)
        self.problem = Problem()
        self._list = QWidget()
        self._tiles = Flow(4)
        self._list.setLayout(self._tiles)
        column = Column(4)
        column.addWidget(self._list)
        column.addLayout(self._flow)
        column.addWidget(self.problem)
        self.setLayout(column)
        self._fill()

    def offer(self, offered: QMimeData) -> bool:
        """Takes what was dropped or pasted where it holds files or a picture, and says whether it does."""
        if not offers_files(offered):
            return False
        self._take(*file_sources.take_offered(self._bridge, offered))
        return True

    def paste(self) -> None:
        """Takes the picture or the files of the clipboard; says so where it holds neither."""
        if not self.offer(QApplication.clipboard().mimeData()):
            self.problem.set_words(translate("PendingFiles", "The clipboard holds neither a picture nor a file."))

    def choose(self) -> None:
        """Asks for a file."""
        path = prompts.choose_file(self, translate("PendingFiles", "Choose a file to keep"))
        if path is not None:
            self._take(*file_sources.take_paths(self._bridge, [path]))

    def scan(self) -> None:
        """Asks which of the newest files of the scanner's folder."""
        self._take(*file_sources.take_paths(self._bridge, choose_scans(self, self._bridge)))

    def names(self) -> list[str]:
        """What waits, by name."""
        return [file.name for file in self.files]

    def let_go(self, file: StoredFile) -> None:
        """This file is not to be kept after all."""
        self.files.remove(file)
        self._fill()
        self.changed.emit()

    def clear(self) -> None:
        """Nothing waits any more."""
        self.put(())

    def typed(self) -> list[dict[str, Any]]:
        """What waits, as it is kept with a half-typed form; the bytes lie in the pool."""
        return [asdict(file) for file in self.files]

    def put(self, typed: Iterable[dict[str, Any]]) -> None:
        """Puts back what waited."""
        self.files = [StoredFile(**each) for each in typed]
        self.problem.set_words("")
        self._fill()

    def attach_to(self, case_id: int) -> list[str]:
        """Keeps all with this case; in words what could not be kept, and why. Those stay here."""
        problems = []
        left = []
        for file in self.files:
            try:
                self._bridge.note(attachments.attach_stored, case_id, file)
            except Told as problem:
                left.append(file)
                problems.append(f"{short_name(file.name)}: {words_of(problem)}")
        self.files = left
        self._fill()
        return problems

    def _take(self, taken: list[StoredFile], problems: list[str]) -> None:
        self.problem.set_words("\n".join(problems))
        new = [file for file in dict.fromkeys(taken) if file not in self.files]
        if new:
            self.files += new
            self._fill()
            self.changed.emit()

    def _fill(self) -> None:
        while (item := self._tiles.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        buttons: list[Button] = []
        for at, file in enumerate(self.files):
            look_at = file_button(file.name, file.size, translate("FileList", "Show it"))
            look_at.clicked.connect(partial(self._preview, at))
            without = translate("PendingFiles", "Without {file}").format(file=file.name)
            let_go = Button("", icon="x", flat=True, name=without)
            let_go.clicked.connect(partial(self.let_go, file))
            tile = QWidget()
            tile.setLayout(Row(look_at, let_go, gap=0))
            self._tiles.addWidget(tile)
            tile.show()  # now, not when Qt comes to it: until then the layout counts it as nothing
            buttons += [look_at, let_go]
        keep_order(self._list, buttons)
        self._list.setVisible(bool(self.files))
        self.updateGeometry()

    def _preview(self, at: int) -> None:
        files = [shown_file(self._bridge, file.name, file.size, file.sha256) for file in self.files]
        prompts.show_dialog(FilePreview(self, files, at))
