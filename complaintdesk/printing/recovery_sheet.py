# SPDX-License-Identifier: Apache-2.0
"""The sheet with the recovery code for the office's safe: what it is for, and the code in groups to be read out."""

from __future__ import annotations

import io
from datetime import date

from complaintdesk import labels
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.printing import drawing
from complaintdesk.printing.canvas import Sheets
from complaintdesk.printing.fonts import faces
from complaintdesk.printing.forms import Paper, setting
from complaintdesk.printing.papers import USUAL, Placing
from complaintdesk.printing.rows import LANGUAGE, MM
from complaintdesk.printing.templates import Align
from complaintdesk.printing.text import Passage

WIDTH, HEIGHT = 210.0, 148.0  # mm: A5 lying, as the slip, so that any printer of the desk takes it
EDGE, INDENT = 12.0, 22.0  # mm
CODE_SIZE, TEXT_SIZE = 25.0, 10.5  # points
IN_A_ROW = 4  # groups

TITLE = QT_TRANSLATE_NOOP("paper", "Recovery code")
MADE = QT_TRANSLATE_NOOP("paper", "Made on {day}. Older recovery codes are void.")
PURPOSES = (
    QT_TRANSLATE_NOOP("paper", "1. When no administrator is left: sign-in page, “No administrator any more?”."),
    QT_TRANSLATE_NOOP(
        "paper", "2. When the passphrase of encrypted books is forgotten: start page, “I have the code”."
    ),
    QT_TRANSLATE_NOOP(
        "paper", "Keep this sheet in the safe, never beside the computer: whoever has it can open all records."
    ),
    QT_TRANSLATE_NOOP(
        "paper", "Nobody can look the code up. If the sheet is lost, an administrator makes a new one at once."
    ),
    QT_TRANSLATE_NOOP("paper", "After an administrator was made by it, it is void, and the new sheet takes its place."),
)
HANDED = QT_TRANSLATE_NOOP("paper", "Kept by:                    Date:                    ")


def render_recovery_sheet(office: str, code: str, made_on: date, placing: Placing = USUAL) -> Paper:
    """One sheet to print, moved as its printer wants it, or to save: nothing of it is kept anywhere."""
    file = io.BytesIO()
    with setting:
        known = faces()
        canvas = Sheets(file, WIDTH * MM, HEIGHT * MM, "complaintdesk")
        canvas.shift(placing.dx * MM, -placing.dy * MM)
        canvas.setLineWidth(drawing.STRONG)
        canvas.rect(EDGE * MM, EDGE * MM, (WIDTH - 2 * EDGE) * MM, (HEIGHT - 2 * EDGE) * MM)

        def line(words: str, size: float, middle: float, align: Align = Align.LEFT, bold: bool = False) -> None:
            passage = Passage(words, known, bold)
            drawing.words(canvas, passage, size, align, INDENT * MM, (WIDTH - INDENT) * MM, middle * MM)

        line(office, 12, HEIGHT - 23, Align.CENTER)
        line(labels.translate("paper", TITLE, LANGUAGE), 18, HEIGHT - 34, Align.CENTER, bold=True)
        groups = code.split("-")
        for row, at in enumerate(range(0, len(groups), IN_A_ROW)):
            line("   ".join(groups[at : at + IN_A_ROW]), CODE_SIZE, HEIGHT - 51 - 14 * row, Align.CENTER, bold=True)
        made = labels.translate("paper", MADE, LANGUAGE).format(day=f"{made_on:%Y-%m-%d}")
        for row, words in enumerate((made, *(labels.translate("paper", each, LANGUAGE) for each in PURPOSES))):
            line(words, TEXT_SIZE, HEIGHT - 83 - 7 * row)
        line(labels.translate("paper", HANDED, LANGUAGE), TEXT_SIZE, EDGE + 7)
        canvas.showPage()
        canvas.save()
    return Paper(file.getvalue(), 1, ())
