# SPDX-License-Identifier: Apache-2.0
"""The head of a form: office and title; code, page and part at the left, number and barcode at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from complaintdesk import labels
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.printing import drawing
from complaintdesk.printing.around import Around, Setting
from complaintdesk.printing.canvas import Sheets
from complaintdesk.printing.fonts import Faces
from complaintdesk.printing.rows import FLOOR, LANGUAGE, MM, STEP
from complaintdesk.printing.templates import Align, Form
from complaintdesk.printing.text import LEADING, Line, Passage, measured

TITLE, NUMBER, SMALL = 16.0, 10.5, 8.5  # type sizes
SMALLEST = 8.0  # of the words over the title, before they take a further line
BARS = 7.5 * MM
LOGO_WIDTH, BESIDE_LOGO = 26 * MM, 5.0  # at most; and the words beside it
UNDER_HEAD = 3.0
NARROW = 120.0  # mm: on a narrower sheet all stands one below the other


class Head:
    """The head of one filled form; lengths are points, `top` where its room begins."""

    def __init__(self, form: Form, around: Around, faces: Faces, logo: Any) -> None:
        self._form = form
        self._faces = faces
        self._logo = logo
        self._around = around
        self._left, self._right = form.margins[3] * MM, (form.width - form.margins[1]) * MM
        self._narrow = form.width < NARROW
        self._third = (self._right - self._left) / 3
        self._bars = BARS if form.barcode else 0
        self._usual = SMALL if self._narrow else NUMBER
        lines, size = self._over_title(around.set([form.above], frozenset()).passage)
        self._above = max(len(lines) * size, self._usual) * LEADING
        self.height = self._stacked() if self._narrow else self._abreast()

    def draw_form(self, canvas: Sheets, top: float, continued: bool, above: Setting) -> None:
        """What is printed on a blank one: logo, title, and above it the office."""
        if self._logo is not None:
            width, height = self._logo_size()
            canvas.drawImage(self._logo, self._left, top - height, width, height, mask="auto")
        title = self._form.title
        if continued:
            title = labels.translate("paper", CONTINUED, LANGUAGE).format(title=title)
        title_at = self._around.own(title, bold=True)
        self.draw_above(canvas, top, above)
        if self._narrow:
            self._across(canvas, title_at, TITLE, top - self._above - TITLE * 0.7)
            return
        self._set(canvas, title_at, TITLE, Align.CENTER, top - self.height + UNDER_HEAD + TITLE * 0.62)

    def draw_above(self, canvas: Sheets, top: float, above: Setting) -> None:
        """What stands over the title."""
        lines, size = self._over_title(above.passage)
        if self._narrow:
            above.draw_lines(canvas, lines, size, Align.CENTER, self._left, self._right, top)
            return
        base = top - self.height + UNDER_HEAD
        upper = base + TITLE * 1.25 + NUMBER * 0.66 + (len(lines) - 0.5) * size * LEADING
        first = self._left + self._third
        above.draw_lines(canvas, lines, size, Align.CENTER, first, first + self._third, upper)

    def _over_title(self, passage: Passage) -> tuple[list[Line], float]:
        """The words over the title in the type that they are set in: on one line, or on more that are not too small."""
        room = self._right - self._left if self._narrow else self._third
        size = self._usual
        while size > SMALLEST and passage.width * size > room:
            size -= STEP
        return passage.even_lines(room / size), size

    def draw_values(self, canvas: Sheets, top: float, shown: Callable[[str], bool]) -> None:
        """The number with its barcode, as far as they are `shown`."""
        middle = top - self.height + UNDER_HEAD + NUMBER * 0.55
        for expression in reversed(self._form.right):
            if shown(expression):
                self._draw_number(canvas, self._around.line(expression, bold=True), middle)
            middle += NUMBER * LEADING
        if not shown(self._form.barcode):
            return
        code = self._around.filled(self._form.barcode)
        bottom = middle - NUMBER * 0.6
        if self._narrow:
            drawing.barcode(canvas, code, self._left, self._right, bottom, BARS, Align.CENTER)
        else:
            drawing.barcode(canvas, code, self._left, self._right, bottom, BARS, Align.RIGHT)

    def _draw_number(self, canvas: Sheets, line: Setting, middle: float) -> None:
        if self._narrow:
            self._across(canvas, line, NUMBER, middle)
        else:
            self._set(canvas, line, NUMBER, Align.RIGHT, middle)

    def draw_part(self, canvas: Sheets, top: float, label: Passage, reprint: int, reason: str) -> None:
        """The part's name, and the stamp of a reprint beside it, with its reason as far as there is room."""
        middle = top - self.height + UNDER_HEAD + NUMBER * 0.55
        if self._narrow:
            middle = top - self._above - TITLE * 1.3 - NUMBER * 0.66
        left = self._left
        if not label.empty:
            self._set(canvas, Setting("", label), NUMBER, Align.LEFT, middle)
            left += label.width * NUMBER + 8
        if reprint:
            words = labels.translate("paper", REPRINT, LANGUAGE).format(count=reprint)
            drawing.stamp(canvas, *self._stamp(words, reason, left), left, middle)

    def _stamp(self, words: str, reason: str, left: float) -> tuple[Passage, float]:
        """The stamp's words and their size: smaller for a long reason, which at the floor gives way from its end."""
        room = self._left + (3 if self._narrow else 1) * self._third - left - STAMP_EDGES
        for length in range(len(reason), 0, -1):
            ending = "" if length == len(reason) else "…"
            passage = measured(f"{words}：{reason[:length]}{ending}", self._faces, bold=True)
            if passage.width * FLOOR <= room:
                return passage, min(SMALL, room / passage.width)
        return measured(words, self._faces, bold=True), SMALL

    def draw_corner(self, canvas: Sheets, top: float, lines: Sequence[Setting]) -> None:
        """Code and page at the upper left; at the right of the part's name where all stands one below the other."""
        if self._narrow:
            middle = top - self._above - TITLE * 1.3 - NUMBER * 0.66
            for line in lines:
                line.draw(canvas, SMALL, Align.RIGHT, self._left + self._third, self._right, middle)
                middle -= SMALL * LEADING
            return
        middle = top - SMALL * 0.66
        beside = self._left + (self._logo_size()[0] + BESIDE_LOGO if self._logo is not None else 0)
        for line in lines:
            line.draw(canvas, SMALL, Align.LEFT, beside, self._left + self._third, middle)
            middle -= SMALL * LEADING

    def _set(self, canvas: Sheets, words: Setting, size: float, align: Align, middle: float) -> None:
        """Words in the left, middle or right third."""
        first = self._left + {Align.LEFT: 0, Align.CENTER: 1, Align.RIGHT: 2}[align] * self._third
        words.draw(canvas, size, align, first, first + self._third, middle)

    def _across(self, canvas: Sheets, words: Setting, size: float, middle: float) -> None:
        words.draw(canvas, size, Align.CENTER, self._left, self._right, middle)

    def _logo_size(self) -> tuple[float, float]:
        """The logo as large as there is room for at the left, above the part's name."""
        across, down = self._logo.getSize()
        beside_number = self.height - UNDER_HEAD - NUMBER * LEADING - 1
        height = self._above + TITLE if self._narrow else beside_number
        scale = min(height / down, min(LOGO_WIDTH, self._third * 0.5) / across)
        return across * scale, down * scale

    def _abreast(self) -> float:
        at_right = self._bars + (len(self._form.right) + 0.2) * NUMBER * LEADING
        at_left = (len(self._form.left) + 1) * SMALL * LEADING + NUMBER * LEADING
        centre = TITLE * 1.3 + self._above
        return max(at_right, at_left, centre) + UNDER_HEAD

    def _stacked(self) -> float:
        above = self._above + TITLE * 1.3
        beside = max(NUMBER, SMALL * len(self._form.left)) * LEADING
        return above + beside + self._bars + (len(self._form.right) + 0.2) * NUMBER * LEADING + UNDER_HEAD


STAMP_EDGES = 8  # around the words of a stamp
CONTINUED = QT_TRANSLATE_NOOP("paper", "{title} (continued)")
REPRINT = QT_TRANSLATE_NOOP("paper", "Reprint {count}")
