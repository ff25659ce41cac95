# SPDX-License-Identifier: Apache-2.0
"""The pages of a PDF as pictures, for the preview, a printer and tests."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import NamedTuple

import pypdfium2

_reading = threading.Lock()  # PDFium allows one caller at a time, whatever the document


class PageImage(NamedTuple):
    """A page drawn: pixels across and down, and three bytes (red, green, blue) a pixel, row after row without gaps."""

    width: int
    height: int
    rgb: bytes


def page_images(pdf: bytes, dpi: float, only: Iterable[int] | None = None) -> list[PageImage]:
    """The pages at a resolution, or those of the indexes given (from 0): a long register needs a page at a time."""
    with _reading, pypdfium2.PdfDocument(pdf) as document:
        return [_drawn(document[index], dpi) for index in (range(len(document)) if only is None else only)]


def _drawn(page: pypdfium2.PdfPage, dpi: float) -> PageImage:
    bitmap = page.render(scale=dpi / 72, rev_byteorder=True)
    data, row = bytes(bitmap.buffer), bitmap.width * bitmap.n_channels
    if bitmap.stride != row:
        data = b"".join(data[start : start + row] for start in range(0, bitmap.stride * bitmap.height, bitmap.stride))
    image = PageImage(bitmap.width, bitmap.height, data)
    bitmap.close()
    page.close()
    return image
