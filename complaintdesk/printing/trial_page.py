# SPDX-License-Identifier: Apache-2.0
"""The page that tries a printer: the slip's own paper with rulers, its type sizes, greys and a barcode."""

from __future__ import annotations

import io
from datetime import datetime

from complaintdesk import labels
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.printing import drawing
from complaintdesk.printing.canvas import Sheets
from complaintdesk.printing.fonts import faces
from complaintdesk.printing.forms import Paper, setting
from complaintdesk.printing.rows import LANGUAGE, MM
from complaintdesk.printing.templates import Align
from complaintdesk.printing.text import Passage

WIDTH, HEIGHT = 210.0, 148.0  # mm: A5 lying, as the slip
EDGE = 7.0  # mm: what the slip leaves free
SIZES = (7.5, 9.0, 10.5, 16.0)


def render_test_page(office: str, printer: str, printed_at: datetime) -> Paper:
    """One sheet: whoever prints it sees whether the edges come out, 10 cm are 10 cm, and small type can be read."""
    file = io.BytesIO()
    with setting:
        known = faces()
        canvas = Sheets(file, WIDTH * MM, HEIGHT * MM, "complaintdesk")
        canvas.setLineWidth(drawing.STRONG)
        canvas.rect(EDGE * MM, EDGE * MM, (WIDTH - 2 * EDGE) * MM, (HEIGHT - 2 * EDGE) * MM)
        _ruler(canvas)
        lines = [
            (16.0, labels.translate("paper", TEST_PAGE, LANGUAGE)),
            (10.5, office),
            (9.0, f"{printer}　{printed_at:%Y-%m-%d %H:%M}"),
            (9.0, labels.translate("paper", RULER, LANGUAGE)),
            (9.0, labels.translate("paper", FRAME, LANGUAGE)),
        ]
        top = HEIGHT * MM - 18 * MM
        for size, words in lines:
            passage = Passage(words, known)
            drawing.words(canvas, passage, size, Align.LEFT, 20 * MM, (WIDTH - 20) * MM, top)
            top -= size * 1.9
        for size in SIZES:
            sample = Passage(f"{size:g} pt  第一联　业主联　№ WX2026-000123　13812345678　龘靐鱻", known)
            drawing.words(canvas, sample, size, Align.LEFT, 20 * MM, (WIDTH - 20) * MM, top)
            top -= size * 1.7
        for step, grey in enumerate((0.0, 0.4, 0.7, drawing.PALE, drawing.GREY)):
            canvas.setFillGray(grey)
            canvas.rect((20 + 14 * step) * MM, 34 * MM, 12 * MM, 6 * MM, stroke=1, fill=1)
        canvas.setFillGray(0)
        drawing.barcode(canvas, "WX2026-000123", 0, (WIDTH - 20) * MM, 33 * MM, 8 * MM, Align.RIGHT)
        canvas.showPage()
        canvas.save()
    return Paper(file.getvalue(), 1, ())


def _ruler(canvas: Sheets) -> None:
    """Ten centimetres across and five upwards, a stroke a millimetre, from one corner."""
    canvas.setLineWidth(0.4)
    left, bottom = 20.0, 18.0
    for step in range(101):
        long = 5.0 if step % 10 == 0 else 3.5 if step % 5 == 0 else 2.0
        canvas.line((left + step) * MM, bottom * MM, (left + step) * MM, (bottom + long) * MM)
        if step <= 50:
            canvas.line(EDGE * MM, (bottom + step) * MM, (EDGE + long) * MM, (bottom + step) * MM)
    canvas.line(left * MM, bottom * MM, (left + 100) * MM, bottom * MM)


TEST_PAGE = QT_TRANSLATE_NOOP("paper", "Test page")
RULER = QT_TRANSLATE_NOOP("paper", "The ruler below is 10 cm long: measure it; if it is not, switch scaling off.")
FRAME = QT_TRANSLATE_NOOP("paper", "The frame must be whole on all four sides, and the smallest line legible.")
