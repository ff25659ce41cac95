# SPDX-License-Identifier: Apache-2.0
"""The office's logo: chosen from any picture file, made small enough for paper, shown as it is."""

from __future__ import annotations

import base64

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from complaintdesk.desk.office_profile import LARGEST_LOGO
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.labels import translate
from complaintdesk.ui import look, prompts
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.look import Colour
from complaintdesk.ui.style import rounded
from complaintdesk.ui.words import Column, Note, Row

_LARGEST = QSize(640, 320)  # px: more than any printer shows in the corner of a form
_SHOWN = QSize(132, 66)
_MOST_PIXELS = 512  # MB that reading a picture may take


def logo_from(path: str) -> str:
    """The picture in the file as a PNG in base64, scaled down to fit; UserError beside `logo` for what is none."""
    reader = QImageReader(path)
    reader.setAutoTransform(True)
    QImageReader.setAllocationLimit(_MOST_PIXELS)
    image = reader.read()
    if image.isNull():
        raise UserError(QT_TRANSLATE_NOOP("errors", "This file is no picture that can be read."), field="logo")
    return base64.b64encode(_small(image)).decode("ascii")


def _small(image: QImage) -> bytes:
    """The picture as a PNG of at most 256 KB."""
    size = image.size()
    if size.width() > _LARGEST.width() or size.height() > _LARGEST.height():
        size = size.scaled(_LARGEST, Qt.AspectRatioMode.KeepAspectRatio)
    while True:
        size = size.expandedTo(QSize(1, 1))
        scaled = image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        scaled.save(buffer, "PNG")  # type: ignore[call-overload]
        if data.size() <= LARGEST_LOGO:
            return bytes(data.data())
        size = size * 0.75


class _Picture(QWidget):
    """The logo on the white of paper, or room for one."""

    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()
        self.setFixedSize(_SHOWN)
        self.setAccessibleName(translate("LogoBox", "Logo"))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        rounded(painter, QRectF(self.rect()), None, Colour.LINE)
        if self.image.isNull():
            painter.setPen(look.colour(Colour.SECOND))
            painter.setFont(look.font(look.SIZE_SMALL))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), translate("LogoBox", "No logo"))
        else:
            inner = self.rect().adjusted(4, 4, -4, -4)
            painter.fillRect(inner, Qt.GlobalColor.white)
            size = self.image.size().scaled(inner.size(), Qt.AspectRatioMode.KeepAspectRatio)
            box = inner.adjusted(0, 0, 0, 0)
            box.setSize(size)
            box.moveCenter(inner.center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(box, self.image)
        painter.end()


class LogoBox(QWidget):
    """Shows the logo, and takes another or none."""

    changed = Signal(str)
    refused = Signal(object)  # the UserError of a file that is no picture

    def __init__(self) -> None:
        super().__init__()
        self._logo = ""
        self._picture = _Picture()
        self._choose = Button(translate("LogoBox", "Choose a picture…"), aside=True)
        self._choose.clicked.connect(self.choose)
        self._away = Button(translate("LogoBox", "Without"), name=translate("LogoBox", "Without a logo"), aside=True)
        self._away.clicked.connect(lambda: self.put(""))
        row = Row(self._picture, self._choose, self._away, gap=look.GRID)
        row.addStretch(1)
        column = Column(4)
        column.addLayout(row)
        column.addWidget(Note(translate("LogoBox", "Printed small at the upper left of slips and lists."), wrap=True))
        self.setLayout(column)
        self.setFocusProxy(self._choose)
        self.put("")

    def logo(self) -> str:
        """The PNG in base64; '' for none."""
        return self._logo

    def put(self, logo: str) -> None:
        """Shows this one."""
        self._picture.image = QImage.fromData(base64.b64decode(logo)) if logo else QImage()
        self._picture.update()
        self._away.setVisible(bool(logo))
        if logo != self._logo:
            self._logo = logo
            self.changed.emit(logo)

    def choose(self) -> None:
        """Asks for a picture."""
        kinds = translate("LogoBox", "Pictures (*.png *.jpg *.jpeg *.bmp *.gif *.webp *.svg);;All files (*)")
        path = prompts.choose_file(self, translate("LogoBox", "Logo of the office"), kinds=kinds)
        if path is None:
            return
        try:
            self.put(logo_from(str(path)))
        except UserError as error:
            self.refused.emit(error)
