# SPDX-License-Identifier: Apache-2.0
"""Text and pictures as ReportLab's page layout takes them: set as on a form, with the machine's faces."""

from __future__ import annotations

from typing import Any

from reportlab.platypus import Flowable

from complaintdesk.printing import drawing
from complaintdesk.printing.fonts import faces
from complaintdesk.printing.templates import Align
from complaintdesk.printing.text import LEADING, Line, Passage

INK, PALE_INK = 0.0, 0.3


class FlowText(Flowable):  # type: ignore[misc]  # ReportLab has no types
    """Words broken to the width there is; made under `forms.setting`, as it looks for faces. Lengths are points."""

    def __init__(
        self,
        text: str,
        size: float,
        *,
        bold: bool = False,
        align: Align = Align.LEFT,
        ink: float = INK,
        indent: float = 0.0,
        before: float = 0.0,
        after: float = 0.0,
    ) -> None:
        super().__init__()
        self.passage = Passage(text, faces(), bold)
        self.spaceBefore, self.spaceAfter = before, after
        self._size, self._align, self._ink, self._indent = size, align, ink, indent
        self._lines: list[Line] = []

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """As high as its lines."""
        del height
        room = (width - self._indent) / self._size
        self._lines = self.passage.even_lines(room) if self._align is Align.CENTER else self.passage.lines(room)
        self.width, self.height = width, len(self._lines) * self._size * LEADING
        return self.width, self.height

    def draw(self) -> None:
        """Draws the lines."""
        self.canv.saveState()
        self.canv.setFillGray(self._ink)
        drawing.set_lines(self.canv, self._lines, self._size, self._align, self._indent, self.width, self.height)
        self.canv.restoreState()


class FlowPicture(Flowable):  # type: ignore[misc]  # ReportLab has no types
    """A picture, as large as a box has room for."""

    def __init__(self, picture: Any, width: float, height: float) -> None:
        super().__init__()
        across, down = picture.getSize()
        scale = min(width / across, height / down)
        self._picture = picture
        self.width, self.height = across * scale, down * scale

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Its own size."""
        del width, height
        return self.width, self.height

    def draw(self) -> None:
        """Draws it."""
        self.canv.drawImage(self._picture, 0, 0, self.width, self.height, mask="auto")
