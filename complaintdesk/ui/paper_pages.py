# SPDX-License-Identifier: Apache-2.0
"""The pages of a PDF as pictures, for the screen and for printers."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QImage

POINTS = 72.0  # an inch


class PaperPages:
    """The pages of a PDF; used from one thread alone, and closed when done."""

    def __init__(self, pdf: bytes) -> None:
        import pypdfium2

        self._document: Any = pypdfium2.PdfDocument(pdf)

    def close(self) -> None:
        """Lets go of the document."""
        self._document.close()

    def __len__(self) -> int:
        return len(self._document)

    def size(self, page: int) -> QSizeF:
        """A page's size in points."""
        return QSizeF(*self._document.get_page_size(page))

    def picture(self, page: int, dpi: float, *, two_tone: bool = False) -> QImage:
        """A page in greys at this resolution; `two_tone` gives hard edges in pure black, as needle printers want."""
        drawn = self._document[page].render(
            scale=dpi / POINTS,
            grayscale=True,
            no_smoothtext=two_tone,
            no_smoothimage=two_tone,
            no_smoothpath=two_tone,
        )
        shown = QImage(drawn.buffer, drawn.width, drawn.height, drawn.stride, QImage.Format.Format_Grayscale8)
        if two_tone:
            return shown.convertToFormat(QImage.Format.Format_Mono, Qt.ImageConversionFlag.ThresholdDither)
        return shown.copy()  # the buffer goes with `drawn`
