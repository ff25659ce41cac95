# SPDX-License-Identifier: Apache-2.0
"""Kept files to look at, one after the other: pictures and PDFs here, all else by name, as a copy or in its program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from complaintdesk.domain.file_names import is_program, safe_name, short_name
from complaintdesk.errors import Told, UserError
from complaintdesk.labels import translate, words_of
from complaintdesk.safe_write import safe_write
from complaintdesk.ui import look, outside, prompts
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.file_pictures import Pictures, pictures_of
from complaintdesk.ui.look import Colour, Tone
from complaintdesk.ui.words import ElidedText, Note, Row, Text

_KB = 1024
_SIZE = QSize(860, 560)
_WIDEST_NAME = 220  # px


class ShownFile(NamedTuple):
    """A file by name and size, and how its bytes are had: `read` raises EnvironmentProblem."""

    name: str
    size: int
    read: Callable[[], bytes]


def size_words(size: int) -> str:
    """How large a file is: 340 KB, 2.1 MB."""
    if size < 1000 * _KB:
        return translate("FileList", "{size} KB").format(size=max(size // _KB, 1))
    return translate("FileList", "{size} MB").format(size=f"{size / _KB**2:.1f}")


def file_button(name: str, size: int, tip: str) -> Button:
    """A button with a file's name and size; a name too long is cut in its middle, whole in the tip."""
    button = Button("", icon="paperclip", flat=True, tip=f"{name}\n{tip}", name=f"{name} {size_words(size)}")
    shown = button.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, _WIDEST_NAME)
    button.setText(f"{shown} {size_words(size)}")
    return button


class PictureView(QWidget):
    """A picture as large as there is room for; never larger than it is."""

    def __init__(self) -> None:
        super().__init__()
        self.image: QImage | None = None
        self.resized: Callable[[], None] = lambda: None
        self.setMinimumSize(320, 240)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return _SIZE

    def show_image(self, image: QImage | None, name: str) -> None:
        """Shows this picture, or none."""
        self.image = image
        self.setAccessibleName(name)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.colour(Colour.WINDOW))
        if self.image is not None:
            size = self.image.deviceIndependentSize()
            size = size.scaled(size.boundedTo(self.size().toSizeF()), Qt.AspectRatioMode.KeepAspectRatio)
            at = QRectF((self.width() - size.width()) / 2, (self.height() - size.height()) / 2, *size.toTuple())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(at, self.image)
        painter.end()


class FilePreview(Dialog):
    """One of several files; the arrows go to the next file, PageUp and PageDown through its pages."""

    help_page = "calls"

    def __init__(self, parent: QWidget | None, files: Sequence[ShownFile], at: int = 0) -> None:
        super().__init__(parent, translate("FilePreview", "Files"), width=_SIZE.width())
        self._files, self._at, self._page = files, at, 0
        self._pictures: Pictures | None = None
        self.name = ElidedText(bold=True)
        self.about = Note()
        self.view = PictureView()
        self.view.resized = self._draw
        self.said = Text(role=Colour.SECOND, wrap=True)
        self.said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        head = Row(self.name, self.about)
        head.setStretch(0, 1)
        self.box.addLayout(head)
        self.box.addWidget(self.view, 1)
        self.box.addWidget(self.said)
        self.box.addLayout(self._buttons())
        self.add_close()
        self.resize(_SIZE.width(), _SIZE.height() + 160)
        self._show_file()

    def turn(self, by: int) -> None:
        """Shows the file so many places further on."""
        self._at = (self._at + by) % len(self._files)
        self._show_file()

    def turn_page(self, by: int) -> None:
        """Shows the page so many places further on, where there is one."""
        if self._pictures is not None and 0 <= self._page + by < len(self._pictures):
            self._page += by
            self._draw()

    def open_outside(self) -> None:
        """Hands a copy to the machine's program for it; what may be a program stays shut."""
        file = self._files[self._at]
        self.banner.clear()
        try:
            outside.open_copy(file.name, file.read())
        except Told as refusal:
            self.banner.say(words_of(refusal), Tone.LATE)

    def save_copy(self) -> None:
        """Saves a copy where the person says; of what may be a program only after a warning."""
        file = self._files[self._at]
        self.banner.clear()
        title = translate("FilePreview", "Save a copy")
        if is_program(file.name) and not prompts.ask_yes_no(
            self,
            title,
            translate(
                "FilePreview", "“{name}” may be a program that does harm when it is opened. Save a copy all the same?"
            ).format(name=short_name(file.name)),
            yes=translate("FilePreview", "Save"),
        ):
            return
        path = prompts.save_file(self, title, proposed=Path.home() / safe_name(file.name))
        if path is None:
            return
        try:
            safe_write(path, file.read())
        except Told as problem:
            self.banner.say(words_of(problem), Tone.LATE)
            return
        self.banner.say(translate("FilePreview", "A copy lies at {path}").format(path=path), Tone.GOOD)

    def done(self, result: int) -> None:
        self._let_go()
        super().done(result)

    def _buttons(self) -> Row:
        self.previous = Button(translate("FilePreview", "File before"), "←", also=("Left",), icon="chevron-left")
        self.next = Button(translate("FilePreview", "Next file"), "→", also=("Right",), icon="chevron-right")
        self.page_up = Button("", also=("PgUp",), icon="chevron-up", name=translate("FilePreview", "Page before"))
        self.page_down = Button("", also=("PgDown",), icon="chevron-down", name=translate("FilePreview", "Next page"))
        self.page = Note()
        self.save = Button(translate("FilePreview", "Save a copy…"), also=("Ctrl+S",), icon="save")
        self.open_button = Button(translate("FilePreview", "Open with its program…"), also=("Ctrl+O",), icon="eye")
        for button, act in (
            (self.previous, lambda: self.turn(-1)),
            (self.next, lambda: self.turn(1)),
            (self.page_up, lambda: self.turn_page(-1)),
            (self.page_down, lambda: self.turn_page(1)),
            (self.save, self.save_copy),
            (self.open_button, self.open_outside),
        ):
            button.clicked.connect(act)
        row = Row(self.previous, self.next, self.page_up, self.page_down, self.page)
        row.addStretch(1)
        row.addWidget(self.open_button)
        row.addWidget(self.save)
        return row

    def _show_file(self) -> None:
        file = self._files[self._at]
        self._let_go()
        self.banner.clear()
        self._page = 0
        self.name.set_words(file.name)
        counted = translate("FilePreview", "file {at} of {count}").format(at=self._at + 1, count=len(self._files))
        self.about.setText(
            "  ".join((size_words(file.size), counted) if len(self._files) > 1 else (size_words(file.size),))
        )
        for button in (self.previous, self.next):
            button.setVisible(len(self._files) > 1)
        self.open_button.setVisible(not is_program(file.name))
        words = ""
        try:
            self._pictures = pictures_of(file.read())
            if self._pictures is None:
                words = _unshown(file.name)
        except Told as problem:
            words = words_of(problem)
        self._say(words)
        self._draw()

    def _draw(self) -> None:
        image, pages = None, 0
        if self._pictures is not None:
            pages = len(self._pictures)
            ratio = self.view.devicePixelRatioF()
            try:
                image = self._pictures.picture(self._page, self.view.size() * ratio)
                image.setDevicePixelRatio(ratio)
            except UserError as problem:
                self._say(words_of(problem))
        for part in (self.page_up, self.page_down, self.page):
            part.setVisible(pages > 1)
        self.page_up.setEnabled(self._page > 0)
        self.page_down.setEnabled(self._page + 1 < pages)
        self.page.setText(translate("FilePreview", "page {page} of {pages}").format(page=self._page + 1, pages=pages))
        self.view.show_image(image, self._files[self._at].name)

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.setVisible(bool(words))

    def _let_go(self) -> None:
        if self._pictures is not None:
            self._pictures.close()
            self._pictures = None


def _unshown(name: str) -> str:
    if is_program(name):
        return translate("FilePreview", "This may be a program: it is kept, but not opened from here.")
    return translate("FilePreview", "A file of this kind isn't shown here; open it with its program.")
