# SPDX-License-Identifier: Apache-2.0
"""What a file looks like: a picture from its bytes, the pages of a PDF, or neither, with the reason in words."""

from __future__ import annotations

from typing import Any, Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError

# Not SVG, which may fetch what it names; not what a plug-in of the machine happens to know.
_FORMATS = frozenset({"png", "jpeg", "jpg", "bmp", "gif", "webp", "tif", "tiff", "ico"})
_PDF_WITHIN = 1024  # bytes at the beginning among which a PDF says what it is
_LARGEST_PAGE = 4000  # px


class Pictures(Protocol):
    """Pages of a file to look at."""

    def __len__(self) -> int: ...

    def picture(self, page: int, room: QSize) -> QImage:
        """A page at most as large as the room, px; raises UserError where it can't be drawn."""
        ...

    def close(self) -> None:
        """Lets go of the file."""
        ...


def pictures_of(data: bytes) -> Pictures | None:
    """The pictures of a file by what it holds, whatever its name says; None for a kind that is not shown here.

    Raises UserError for a picture or PDF that is damaged, locked or too large to be drawn.
    """
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return _Pages(data)
    reader, _buffer = _reader(data)
    return _Image(data) if bytes(reader.format().data()).decode() in _FORMATS else None


class _Image:
    def __init__(self, data: bytes) -> None:
        self._data = data

    def __len__(self) -> int:
        return 1

    def picture(self, page: int, room: QSize) -> QImage:
        del page
        reader, _buffer = _reader(self._data)
        size = reader.size()
        turned = bool(reader.transformation().value & 4)  # by a quarter: the camera was held upright
        if size.isValid():
            shown = room.transposed() if turned else room
            if size.width() > shown.width() or size.height() > shown.height():
                reader.setScaledSize(size.scaled(shown, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1)))
        reader.setAutoTransform(True)
        image = reader.read()
        if image.isNull():
            if reader.error() == QImageReader.ImageReaderError.InvalidDataError and _is_huge(size):
                raise UserError(QT_TRANSLATE_NOOP("errors", "This picture is too large to be shown here."))
            raise UserError(QT_TRANSLATE_NOOP("errors", "This picture is damaged, or was not saved to its end."))
        return image

    def close(self) -> None:
        pass


class _Pages:
    def __init__(self, data: bytes) -> None:
        import pypdfium2

        self._errors = pypdfium2.PdfiumError
        try:
            self._document: Any = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise UserError(QT_TRANSLATE_NOOP("errors", "This PDF is damaged or locked by a password.")) from error

    def __len__(self) -> int:
        return len(self._document)

    def picture(self, page: int, room: QSize) -> QImage:
        try:
            width, height = self._document.get_page_size(page)
            scale = min(room.width() / max(width, 1), room.height() / max(height, 1))
            scale = min(scale, _LARGEST_PAGE / max(width, height, 1))
            drawn = self._document[page].render(scale=scale, rev_byteorder=True, prefer_bgrx=True)
        except (self._errors, ValueError) as error:
            raise UserError(QT_TRANSLATE_NOOP("errors", "This page of the PDF can't be drawn.")) from error
        shown = QImage(drawn.buffer, drawn.width, drawn.height, drawn.stride, QImage.Format.Format_RGBX8888)
        return shown.copy()  # the buffer goes with `drawn`

    def close(self) -> None:
        self._document.close()


def _reader(data: bytes) -> tuple[QImageReader, QBuffer]:
    """A reader that goes by the bytes, with the buffer that must live as long."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    return reader, buffer


def _is_huge(size: QSize) -> bool:
    return size.width() * size.height() * 4 > QImageReader.allocationLimit() * 1024**2
