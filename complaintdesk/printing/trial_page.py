# SPDX-License-Identifier: Apache-2.0
"""The page that tries a form's printer: on its paper, moved as the form is, with rulers, type, greys, a barcode."""

from __future__ import annotations

import io
from datetime import datetime

from complaintdesk import labels
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.printing import drawing
from complaintdesk.printing.canvas import Sheets
from complaintdesk.printing.fonts import Faces, faces
from complaintdesk.printing.forms import Paper, setting
from complaintdesk.printing.papers import STRIP, PaperSize
from complaintdesk.printing.printer_profile import PrinterProfile
from complaintdesk.printing.rows import LANGUAGE, MM
from complaintdesk.printing.templates import Align
from complaintdesk.printing.text import Passage

EDGE = 7.0  # mm: what forms leave free
ROLL_EDGE = 3.0  # of a roll
ROLL_LENGTH = 140.0  # mm of it that are taken
INSIDE = 6.0  # mm from the frame to what is in it
LINE = 1.9  # from one line to the next, at a size of 1
SIZES = (7.5, 9.0, 10.5, 16.0)
GREYS = (0.0, 0.4, 0.7, drawing.PALE, drawing.GREY)
SAMPLE = "第一联　业主联　№ WX2026-000123　13812345678　龘靐鱻"


def render_test_page(office: str, profile: PrinterProfile, sheet: PaperSize, printed_at: datetime) -> Paper:
    """One sheet: whoever prints it sees whether the edges come out, how long the rulers are, what can be read."""
    file = io.BytesIO()
    height = sheet.height or ROLL_LENGTH
    side = ROLL_EDGE if sheet.roll else EDGE + (STRIP if sheet.continuous else 0)
    edge = ROLL_EDGE if sheet.roll else EDGE
    across = (sheet.width - 2 * (side + INSIDE)) // 10 * 10
    with setting:
        page = _TestPage(file, sheet.width, height, faces())
        page.canvas.shift(profile.dx * MM, -profile.dy * MM)
        page.frame(side, edge)
        ruler = min(across, 100.0)
        upright = min((height - 2 * edge - 30) // 10 * 10, 50.0)
        page.rulers(side + INSIDE, edge + INSIDE, ruler, upright)
        words = labels.translate("paper", RULER, LANGUAGE).format(length=f"{ruler:g}", upright=f"{upright:g}")
        moved = labels.translate("paper", MOVED, LANGUAGE).format(dx=f"{profile.dx:g}", dy=f"{profile.dy:g}")
        told = f"{profile.queue}　{sheet.name}　{moved}　{printed_at:%Y-%m-%d %H:%M}"
        lines = [(16.0, labels.translate("paper", TEST_PAGE, LANGUAGE)), (10.5, office), (9.0, told), (9.0, words)]
        lines += [
            (9.0, labels.translate("paper", FRAME, LANGUAGE)),
            *((size, f"{size:g} pt  {SAMPLE}") for size in SIZES),
        ]
        page.words(lines, side + 2 * INSIDE, edge, edge + INSIDE + 10)
        page.canvas.showPage()
        page.canvas.save()
    return Paper(file.getvalue(), 1, ())


class _TestPage:
    """The page in the making; lengths are mm, from the lower left."""

    def __init__(self, file: io.BytesIO, width: float, height: float, known: Faces) -> None:
        self.width, self.height = width, height
        self._faces = known
        self.canvas = Sheets(file, width * MM, height * MM, "complaintdesk")

    def frame(self, side: float, edge: float) -> None:
        """A frame as far out as forms reach."""
        self.canvas.setLineWidth(drawing.STRONG)
        self.canvas.rect(side * MM, edge * MM, (self.width - 2 * side) * MM, (self.height - 2 * edge) * MM)

    def rulers(self, left: float, bottom: float, across: float, upright: float) -> None:
        """One ruler across and one upwards from the same corner, a stroke a millimetre."""
        self.canvas.setLineWidth(0.4)
        for step in range(int(max(across, upright)) + 1):
            long = 5.0 if step % 10 == 0 else 3.5 if step % 5 == 0 else 2.0
            if step <= across:
                x = (left + step) * MM
                self.canvas.line(x, bottom * MM, x, (bottom + long) * MM)
            if step <= upright:
                y = (bottom + step) * MM
                self.canvas.line(left * MM, y, (left + long) * MM, y)
        self.canvas.line(left * MM, bottom * MM, (left + across) * MM, bottom * MM)
        self.canvas.line(left * MM, bottom * MM, left * MM, (bottom + upright) * MM)

    def words(self, lines: list[tuple[float, str]], left: float, edge: float, least: float) -> None:
        """The lines from the top down, broken where they are too long; greys and a barcode below, as far as they go."""
        right = self.width - left
        top = (self.height - edge - 4) * MM
        for size, text in lines:
            for line in Passage(text, self._faces).lines((right - left) * MM / size):
                top -= size * LINE
                if top > least * MM:
                    drawing.set_line(self.canvas, line, size, Align.LEFT, left * MM, right * MM, top + size * 0.6)
        top -= 10 * MM
        if top < least * MM:
            return
        side = min(12.0, (right - left) / 12)
        for step, grey in enumerate(GREYS):
            self.canvas.setFillGray(grey)
            self.canvas.rect((left + (side + 2) * step) * MM, top, side * MM, 6 * MM, stroke=1, fill=1)
        self.canvas.setFillGray(0)
        room = left + (side + 2) * len(GREYS)
        if right - room >= 45:
            drawing.barcode(self.canvas, "WX2026-000123", room * MM, right * MM, top, 8 * MM, Align.RIGHT)


TEST_PAGE = QT_TRANSLATE_NOOP("paper", "Test page")
RULER = QT_TRANSLATE_NOOP(
    "paper",
    "The rulers are {length} mm across and {upright} mm upwards: measure them; if they are not, switch scaling off.",
)
MOVED = QT_TRANSLATE_NOOP("paper", "moved by {dx} / {dy} mm")
FRAME = QT_TRANSLATE_NOOP("paper", "The frame must be whole on all four sides, and the smallest line legible.")
