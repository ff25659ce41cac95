# SPDX-License-Identifier: Apache-2.0
"""A form's pages put together: head, frame and foot of each part and sheet, with its stamps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from complaintdesk import fields, labels
from complaintdesk.desk.records import OfficeRecord
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.printing import drawing
from complaintdesk.printing.fonts import Faces
from complaintdesk.printing.rows import LANGUAGE, MM, Band, Content
from complaintdesk.printing.templates import Align, Form, Part
from complaintdesk.printing.text import LEADING, Passage

TITLE, NUMBER, SMALL, FOOT = 16.0, 10.5, 8.5, 7.5  # type sizes outside the frame
BARS = 7.5 * MM
LOGO_WIDTH, BESIDE_LOGO = 26 * MM, 5.0  # at most; and the words beside it
UNDER_HEAD, OVER_FOOT = 3.0, 3.5
RIGHT_SHARE = 0.5  # of the foot, at most
APART = "　"


@dataclass(frozen=True)
class Stamps:
    """What is stamped on every sheet: how often it was printed before, and whether its record is void."""

    reprint: int = 0
    void: bool = False


class Pages:
    """The pages of one filled form."""

    def __init__(self, form: Form, content: Content, stamps: Stamps, faces: Faces) -> None:
        self._form = form
        self._content = content
        self._stamps = stamps
        self._faces = faces
        top, right, bottom, left = form.margins
        self._left, self._right = left * MM, (form.width - right) * MM
        self._third = (self._right - self._left) / 3
        self._top = (form.height - top) * MM
        self._head = self._top - _head_height(form)  # where the frame begins
        office = content.records["office"]
        self._logo = drawing.picture(office.logo) if isinstance(office, OfficeRecord) else None
        self._feet = {part.id: self._foot_of(part) for part in form.parts}
        self._foot = bottom * MM + max(foot.height for foot in self._feet.values())  # where it ends at the latest

    @property
    def room(self) -> float:
        """How much of a sheet's height head and foot leave for the frame, the same on every part."""
        return self._head - self._foot

    def write(self, file: BinaryIO, sheets: Sequence[Sequence[Band]]) -> None:
        """Writes the PDF: part after part, each with all its sheets."""
        from reportlab.pdfgen.canvas import Canvas

        size = (self._form.width * MM, self._form.height * MM)
        canvas = Canvas(file, pagesize=size, pageCompression=1, invariant=1)
        canvas.setTitle(" ".join(filter(None, [self._form.title, self._filled(self._form.barcode)])))
        canvas.setProducer("complaintdesk")
        canvas.setCreator("complaintdesk")
        canvas.setAuthor("")
        drawn: dict[tuple[int, frozenset[str]], str] = {}
        for part in self._form.parts:
            for number, bands in enumerate(sheets, 1):
                hidden = part.hide & {name for band in bands for box in band.boxes for name in box.cell.names}
                name = drawn.get((number, hidden))
                if name is None:  # parts that show the same share one drawing
                    name = drawn[number, hidden] = f"sheet{len(drawn)}"
                    canvas.beginForm(name, 0, 0, *size)
                    self._sheet(canvas, bands, number, hidden)
                    canvas.endForm()
                canvas.doForm(name)
                self._of_the_part(canvas, part, number, len(sheets))
                canvas.showPage()
        canvas.save()

    def _sheet(self, canvas: Any, bands: Sequence[Band], number: int, hidden: frozenset[str]) -> None:
        """What a sheet shows on every part: the head without the part's name, and the frame."""
        if self._stamps.void:
            middle = ((self._left + self._right) / 2, (self._head + self._foot) / 2)
            drawing.watermark(canvas, self._word(VOID, bold=True), (self._head - self._foot) * 0.42, *middle)
        canvas.setFillGray(0)
        canvas.setStrokeGray(0)
        base = self._head + UNDER_HEAD
        if self._logo is not None:
            width, height = self._logo_size()
            canvas.drawImage(self._logo, self._left, self._top - height, width, height, mask="auto")
        title = self._form.title
        if number > 1 and self._form.one_sheet:
            title = labels.translate("paper", CONTINUED, LANGUAGE).format(title=title)
        self._set(canvas, Passage(title, self._faces, bold=True), TITLE, Align.CENTER, base + TITLE * 0.62)
        above = Passage(self._filled(self._form.above), self._faces)
        self._set(canvas, above, NUMBER, Align.CENTER, base + TITLE * 1.25 + NUMBER * 0.66)
        middle_of_line = base + NUMBER * 0.55
        for each in reversed(self._form.right):
            passage = Passage(self._filled(each), self._faces, bold=True)
            self._set(canvas, passage, NUMBER, Align.RIGHT, middle_of_line)
            middle_of_line += NUMBER * LEADING
        drawing.barcode(canvas, self._filled(self._form.barcode), self._right, middle_of_line - NUMBER * 0.6, BARS)
        drawing.frame(canvas, bands, self._left, self._head, self._word(SIGNED_ON), hidden)

    def _of_the_part(self, canvas: Any, part: Part, number: int, count: int) -> None:
        """What belongs to one part alone: its name, the stamp of a reprint beside it, the page, and the foot."""
        canvas.setFillGray(0)
        canvas.setStrokeGray(0)
        label = Passage(part.label, self._faces, bold=True)
        middle = self._head + UNDER_HEAD + NUMBER * 0.55
        self._set(canvas, label, NUMBER, Align.LEFT, middle)
        if self._stamps.reprint:
            words = self._word(REPRINT, bold=True, count=self._stamps.reprint)
            drawing.stamp(canvas, words, SMALL, self._left + (label.width * NUMBER + 8 if part.label else 0), middle)
        middle = self._top - SMALL * 0.66
        above = [Passage(self._segment(each), self._faces) for each in self._form.left]
        if count > 1 or not self._form.one_sheet:
            above.append(self._word(PAGE, page=number, pages=count))
        beside = self._left + (self._logo_size()[0] + BESIDE_LOGO if self._logo is not None else 0)
        for passage in above:
            drawing.words(canvas, passage, SMALL, Align.LEFT, beside, self._left + self._third, middle)
            middle -= SMALL * LEADING
        self._feet[part.id].draw(canvas, self._left, self._foot - OVER_FOOT)

    def _logo_size(self) -> tuple[float, float]:
        """The logo as large as the head has room for at its left, above the part's name."""
        assert self._logo is not None
        across, down = self._logo.getSize()
        height = self._top - self._head - UNDER_HEAD - NUMBER * LEADING - 1
        scale = min(height / down, min(LOGO_WIDTH, self._third * 0.5) / across)
        return across * scale, down * scale

    def _set(self, canvas: Any, passage: Passage, size: float, align: Align, middle: float) -> None:
        """Words of the head, in its left, middle or right third."""
        first = self._left + {Align.LEFT: 0, Align.CENTER: 1, Align.RIGHT: 2}[align] * self._third
        drawing.words(canvas, passage, size, align, first, first + self._third, middle)

    def _foot_of(self, part: Part) -> _Foot:
        left = [*(self._segment(each, part.hide) for each in self._form.foot_left), part.note]
        right = [self._segment(each, part.hide) for each in self._form.foot_right]
        sides = [Passage(APART.join(filter(None, side)), self._faces) for side in (left, right)]
        return _Foot(sides[0], sides[1], self._right - self._left)

    def _segment(self, expression: str, hidden: frozenset[str] = frozenset()) -> str:
        """The words with their fields; '' where none of these is known or one of them is hidden."""
        names = [name for name, _ in fields.references(expression)]
        if hidden.intersection(names) or (names and not any(self._filled(f"{{{name}}}") for name in names)):
            return ""
        return self._filled(expression)

    def _filled(self, expression: str) -> str:
        """The words of head and foot on one line, whatever line ends are in them."""
        words = fields.formatted(expression, self._content.records, self._content.zone, LANGUAGE)
        return " ".join(words.splitlines())

    def _word(self, text: str, bold: bool = False, **values: object) -> Passage:
        return Passage(labels.translate("paper", text, LANGUAGE).format(**values), self._faces, bold)


class _Foot:
    """The words under the frame: what a reader must know at the left, the print at the right; broken as need be."""

    def __init__(self, left: Passage, right: Passage, width: float) -> None:
        self._width = width
        self._right = right.even_lines(width * RIGHT_SHARE / FOOT)
        taken = max(line.width for line in self._right) * FOOT
        self._left = left.lines((width - taken - 10) / FOOT)

    @property
    def height(self) -> float:
        """How much of the sheet it takes, the room above it included."""
        return max(len(self._left), len(self._right)) * FOOT * LEADING + OVER_FOOT

    def draw(self, canvas: Any, x: float, top: float) -> None:
        """Draws it from `top` down."""
        for lines, align in ((self._left, Align.LEFT), (self._right, Align.RIGHT)):
            drawing.set_lines(canvas, lines, FOOT, align, x, x + self._width, top)


def _head_height(form: Form) -> float:
    at_right = (BARS if form.barcode else 0) + (len(form.right) + 0.2) * NUMBER * LEADING
    at_left = (len(form.left) + 1) * SMALL * LEADING + NUMBER * LEADING
    centre = TITLE * 1.3 + NUMBER * LEADING
    return max(at_right, at_left, centre) + UNDER_HEAD


VOID = QT_TRANSLATE_NOOP("paper", "VOID")
REPRINT = QT_TRANSLATE_NOOP("paper", "Reprint {count}")
CONTINUED = QT_TRANSLATE_NOOP("paper", "{title} (continued)")
PAGE = QT_TRANSLATE_NOOP("paper", "Page {page} of {pages}")
SIGNED_ON = QT_TRANSLATE_NOOP("paper", "Date")
