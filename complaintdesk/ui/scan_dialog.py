# SPDX-License-Identifier: Apache-2.0
"""The newest files of the folder into which the scanner puts them, with small pictures, to be chosen by keyboard."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QSize, Qt, QTimer
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QWidget

from complaintdesk.desk.attachments import LARGEST
from complaintdesk.errors import QT_TRANSLATE_NOOP, Told, UserError
from complaintdesk.labels import translate
from complaintdesk.ui import icons, look, prompts
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.file_pictures import pictures_of
from complaintdesk.ui.file_preview import size_words
from complaintdesk.ui.look import Colour
from complaintdesk.ui.time_words import moment_words
from complaintdesk.ui.words import ElidedText, Note, Row

SHOWN = 40  # files at most
_KINDS = frozenset({".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp"})
_THUMB = QSize(128, 120)
_PATH = Qt.ItemDataRole.UserRole


class ScanDialog(Dialog):
    """Space marks, Enter takes; what the scanner adds meanwhile comes first."""

    help_page = "calls"

    def __init__(self, parent: QWidget | None, bridge: Bridge, folder: Path) -> None:
        super().__init__(parent, translate("ScanDialog", "From the scanner"), width=640)
        self._bridge = bridge
        self._without_picture: deque[QListWidgetItem] = deque()
        self.chosen: tuple[Path, ...] = ()
        self.where = ElidedText(role=Colour.SECOND, size=look.SIZE_SMALL)
        other = Button(translate("ScanDialog", "Another folder…"), icon="house", flat=True)
        other.clicked.connect(self._ask_folder)
        head = Row(self.where, other)
        head.setStretch(0, 1)
        self.box.addLayout(head)
        self.list = QListWidget()
        self.list.setViewportMargins(8, 8, 8, 8)
        self.list.setViewMode(QListView.ViewMode.IconMode)
        self.list.setIconSize(_THUMB)
        self.list.setGridSize(QSize(_THUMB.width() + 24, _THUMB.height() + 62))
        self.list.setMovement(QListView.Movement.Static)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setWordWrap(True)
        self.list.setSelectionMode(QListView.SelectionMode.MultiSelection)
        self.list.setMinimumHeight(380)
        self.list.setFont(look.font(look.SIZE_NOTE))
        self.list.setAccessibleName(translate("ScanDialog", "The scanner's newest files"))
        self.list.itemDoubleClicked.connect(self._take_one)
        self.box.addWidget(self.list, 1)
        self.nothing = Note(wrap=True)
        self.box.addWidget(self.nothing)
        self.box.addWidget(Note(translate("ScanDialog", "Arrows and Space choose; several can be chosen.")))
        self.add_buttons(translate("ScanDialog", "Take"))
        again = QTimer(self, interval=300, singleShot=True)  # a scanner writes a file in several goes
        again.timeout.connect(self._read)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(lambda _folder: again.start())
        self._pictures = QTimer(self, interval=0)
        self._pictures.timeout.connect(self._picture)
        self.open_folder(folder)
        self.list.setFocus()

    def open_folder(self, folder: Path) -> None:
        """Lists this folder's files instead."""
        if self._watcher.directories():
            self._watcher.removePaths(self._watcher.directories())
        self.folder = folder
        self._watcher.addPath(str(folder))
        self.where.set_words(str(folder))
        self._read()

    def names(self) -> list[str]:
        """What is listed, in its order."""
        return [self.list.item(row).data(_PATH).name for row in range(self.list.count())]

    def take(self) -> None:
        chosen = self.list.selectedItems()
        if not chosen and self.list.currentRow() >= 0:
            chosen = [self.list.currentItem()]
        if not chosen:
            raise UserError(QT_TRANSLATE_NOOP("errors", "Choose a file first."))
        self.chosen = tuple(item.data(_PATH) for item in chosen)

    def _take_one(self, item: QListWidgetItem) -> None:
        self.list.clearSelection()
        item.setSelected(True)
        self.accept()

    def _ask_folder(self) -> None:
        folder = ask_scans_folder(self, self._bridge)
        if folder is not None:
            self.open_folder(folder)

    def _read(self) -> None:
        marked = {item.data(_PATH) for item in self.list.selectedItems()}
        self.list.clear()
        self._without_picture.clear()
        found = newest(self.folder)
        now, zone = self._bridge.now(), self._bridge.zone
        for path, at, size in found:
            words = f"{path.name}\n{moment_words(at, now, zone)}  {size_words(size)}"
            item = QListWidgetItem(QIcon(_plain_picture()), words)
            item.setData(_PATH, path)
            item.setToolTip(look.tip(path.name))
            item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter)
            self.list.addItem(item)
            item.setSelected(path in marked)
            self._without_picture.append(item)
        self.list.setCurrentRow(0, self.list.selectionModel().SelectionFlag.NoUpdate)
        words = translate("ScanDialog", "No picture or PDF lies in this folder yet. Scan, and it appears here.")
        self.nothing.setText("" if found else words)
        self.nothing.setVisible(not found)
        self._pictures.start()

    def _picture(self) -> None:
        """Draws the next small picture, so that the list is there before they are."""
        if not self._without_picture:
            self._pictures.stop()
            return
        item = self._without_picture.popleft()
        try:
            pictures = pictures_of(item.data(_PATH).read_bytes())
            if pictures is not None:
                try:
                    item.setIcon(QIcon(_framed(pictures.picture(0, _THUMB))))
                finally:
                    pictures.close()
        except (OSError, Told):
            return  # still being written, gone, or damaged: the sign of a file stays, and taking it says why


def newest(folder: Path) -> Sequence[tuple[Path, datetime, int]]:
    """The folder's newest pictures and PDFs with their time and size, newest first; none where it can't be read."""
    found = []
    try:
        for path in folder.iterdir():
            if path.suffix.lower() in _KINDS and path.is_file():
                status = path.stat()
                if 0 < status.st_size <= LARGEST:
                    found.append((path, datetime.fromtimestamp(int(status.st_mtime), UTC), status.st_size))
    except OSError:
        return ()
    return sorted(found, key=lambda each: (each[1], each[0].name), reverse=True)[:SHOWN]


def choose_scans(parent: QWidget, bridge: Bridge) -> tuple[Path, ...]:
    """The files chosen; asks for the scanner's folder where it is not known yet, or no longer there."""
    known = bridge.settings.now.scans
    folder = Path(known) if known and Path(known).is_dir() else ask_scans_folder(parent, bridge)
    if folder is None:
        return ()
    dialog = ScanDialog(parent, bridge, folder)
    return dialog.chosen if prompts.show_dialog(dialog) else ()


def ask_scans_folder(parent: QWidget, bridge: Bridge) -> Path | None:
    """The folder into which the scanner puts its files, remembered for this machine; None for none."""
    folder = prompts.choose_folder(parent, translate("ScanDialog", "Into which folder does the scanner put its files?"))
    if folder is not None:
        bridge.settings.change(scans=str(folder))
    return folder


def _framed(image: QImage) -> QPixmap:
    """The small picture with a line around it: paper is as white as the list."""
    framed = QPixmap.fromImage(image)
    painter = QPainter(framed)
    painter.setPen(look.colour(Colour.LINE))
    painter.drawRect(framed.rect().adjusted(0, 0, -1, -1))
    painter.end()
    return framed


def _plain_picture() -> QPixmap:
    """The sign of a file that has no picture yet."""
    return icons.icon("file-text", Colour.SECOND).pixmap(QSize(64, 64))
