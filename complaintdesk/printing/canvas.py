# SPDX-License-Identifier: Apache-2.0
"""The canvas that paper is drawn on: ReportLab's own, which sets a run of words in one short operation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, BinaryIO

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from complaintdesk.printing import fonts as _settled_first  # noqa: F401 - its settings stand before a canvas is made


class Plain(Canvas):  # type: ignore[misc]  # ReportLab has no types
    """A canvas that names no face before the first words: ReportLab's own begins with Helvetica, not embedded."""

    def _make_preamble(self) -> None:
        self._preamble = "1 0 0 1 0 0 cm"


class Sheets(Plain):
    """A PDF's pages in the making; lengths are points. It names no author, and the same drawing makes the same file."""

    def __init__(self, file: BinaryIO, width: float, height: float, title: str) -> None:
        super().__init__(file, pagesize=(width, height), pageCompression=1, invariant=1)
        self.setTitle(title)
        self.setProducer("complaintdesk")
        self.setCreator("complaintdesk")
        self.setAuthor("")
        self._names: dict[tuple[str, int], str] = {}

    def drawString(  # noqa: N802
        self, x: float, y: float, text: str, *_more: Any, **_others: Any
    ) -> None:
        """The text from `x` on, standing on `y`, in the face and size set last, which is an embedded one."""
        font = pdfmetrics.getFont(self._fontname)
        runs = []
        for subset, codes in font.splitString(text, self._doc):
            name = self._names.get((self._fontname, subset))
            if name is None:
                name = self._names[self._fontname, subset] = font.getSubsetInternalName(subset, self._doc)
            runs.append(f"{name} {self._fontsize:.6g} Tf ({self._escape(codes)}) Tj")
        self._code.append(f"BT 1 0 0 1 {x:.2f} {y:.2f} Tm {' '.join(runs)} ET")

    def shift(self, right: float, up: float) -> None:
        """Moves all that is drawn on this page from here on."""
        self.translate(right, up)

    def bars(self, bars: Sequence[tuple[float, float]], bottom: float, height: float) -> None:
        """Filled bars of one height, each from its left edge as wide as it says."""
        self._code.extend(f"{left:.2f} {bottom:.2f} {width:.2f} {height:.2f} re" for left, width in bars)
        self._code.append("f")
