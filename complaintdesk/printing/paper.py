# SPDX-License-Identifier: Apache-2.0
"""A filled form's pages put together: head, frame and foot of each part and sheet, with its stamps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from complaintdesk import fields, labels
from complaintdesk.desk.records import OfficeRecord
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.printing import drawing
from complaintdesk.printing.around import Around, Setting, names_in
from complaintdesk.printing.canvas import Sheets
from complaintdesk.printing.fonts import Faces
from complaintdesk.printing.heads import Head
from complaintdesk.printing.papers import Placing, PrintMode
from complaintdesk.printing.rows import LANGUAGE, MM, Band, Boxes, Content
from complaintdesk.printing.templates import Align, Form, Part
from complaintdesk.printing.text import LEADING, Line, Passage, measured

FOOT = 7.5  # type size of what stands under the frame
OVER_FOOT = 3.5
RIGHT_SHARE = 0.5  # of the foot, at most


@dataclass(frozen=True)
class Stamps:
    """What is stamped on every sheet: how often it was printed before, and whether its record is void."""

    reprint: int = 0
    reason: str = ""  # of the reprint
    void: bool = False


class Press:
    """A PDF in the making: filled forms one after another; what several sheets have in common is drawn once."""

    def __init__(self, file: BinaryIO, title: str, width: float, height: float) -> None:
        """Sheets of so many millimetres, as long as no form says otherwise."""
        self.canvas = Sheets(file, width * MM, height * MM, title)
        self.pages = 0
        self.boxes: Boxes = {}
        self._drawn: dict[object, str] = {}

    def known(self, key: object) -> str | None:
        """The name of what was drawn under this key; None if nothing was yet."""
        return self._drawn.get(key)

    def begin(self, key: object) -> str:
        """Begins a drawing to be used on several sheets, and says its name; `canvas.endForm` ends it."""
        name = self._drawn[key] = f"d{len(self._drawn)}"
        self.canvas.beginForm(name, 0, 0, *self.canvas._pagesize)
        return name

    def show_page(self) -> None:
        """Ends a sheet."""
        self.canvas.showPage()
        self.pages += 1


class Pages:
    """The pages of one filled form as one printer takes them."""

    def __init__(self, form: Form, content: Content, stamps: Stamps, faces: Faces, placing: Placing) -> None:
        self._form = form
        self._content = content
        self._stamps = stamps
        self._faces = faces
        self._placing = placing
        self._values_alone = placing.mode is PrintMode.OVERPRINT
        parts = form.parts if placing.mode is PrintMode.PARTS else (_for_all(form),)
        self._parts = tuple(replace(part, hide=fields.with_same_facts(part.hide)) for part in parts)
        self._hidden = frozenset().union(*(part.hide for part in self._parts))
        _top, right, bottom, left = form.margins
        self._left, self._right = left * MM, (form.width - right) * MM
        self._bottom = bottom * MM
        self._around = Around(content, faces, alone=self._values_alone)
        self._feet = {part.id: self._foot_of(part) for part in self._parts}
        # A blank form in parts and what is printed over it in one strike have the same room under their frames.
        as_high_as = form.parts if self._around.has_rooms else ()
        self._under = max(foot.height for foot in (*self._feet.values(), *map(self._foot_of, as_high_as)))
        office = content.records["office"]
        logo = drawing.picture(office.logo) if isinstance(office, OfficeRecord) else None
        self._head = Head(form, self._around, faces, logo)

    @property
    def around(self) -> float:
        """How much of a sheet's height is left to margins, head and foot, the same on every part; points."""
        return self._form.margins[0] * MM + self._head.height + self._under + self._bottom

    def write(self, press: Press, sheets: Sequence[Sequence[Band]]) -> None:
        """Draws them: part after part, each with all its sheets; a roll's sheet is as long as its bands."""
        height = self._form.height * MM or self.around + sum(band.height for band in sheets[0])
        press.canvas.setPageSize((self._form.width * MM, height))
        top = height - self._form.margins[0] * MM
        for part in self._parts:
            for number, bands in enumerate(sheets, 1):
                self._place(press)
                if self._stamps.void:
                    self._void(press, top, height)
                if self._values_alone:
                    self._head.draw_above(press.canvas, top, self._above(part))
                else:
                    press.canvas.doForm(self._drawn_grid(press, part, bands, number, top))
                self._written(press, part, bands, number, top)
                self._of_the_part(press.canvas, part, number, len(sheets), top)
                press.show_page()

    def _place(self, press: Press) -> None:
        if self._placing.dx or self._placing.dy:
            press.canvas.shift(self._placing.dx * MM, -self._placing.dy * MM)

    def _void(self, press: Press, top: float, height: float) -> None:
        """Pale across the frame, beneath all else."""
        end, beginning = self._bottom + self._under, top - self._head.height
        name = press.known(("void", self._form.id, height))
        if name is None:
            name = press.begin(("void", self._form.id, height))
            middle = ((self._left + self._right) / 2, (beginning + end) / 2)
            size = min((beginning - end) * 0.42, (self._right - self._left) * 0.3)
            drawing.watermark(press.canvas, self._word(VOID, bold=True), size, *middle)
            press.canvas.endForm()
        press.canvas.doForm(name)

    def _drawn_grid(self, press: Press, part: Part, bands: Sequence[Band], number: int, top: float) -> str:
        """What would be there on a blank one: office, title, rules, labels, empty tick boxes."""
        continued = number > 1 and self._form.one_sheet
        above = self._above(part)
        key = (self._form.id, self._left, top, continued, above.text, tuple(band.outline for band in bands))
        name = press.known(key)
        if name is None:
            name = press.begin(key)
            press.canvas.setFillGray(0)
            press.canvas.setStrokeGray(0)
            self._head.draw_form(press.canvas, top, continued, above)
            signed = self._word(SIGNED_ON)
            drawing.grid(press.canvas, bands, self._left, top - self._head.height, signed)
            press.canvas.endForm()
        return name

    def _written(self, press: Press, part: Part, bands: Sequence[Band], number: int, top: float) -> None:
        """The values: those that every part shows in one drawing, the others on each part that shows them."""

        def draw(shown: Callable[[frozenset[str]], bool]) -> None:
            self._head.draw_values(press.canvas, top, lambda each: shown(names_in(each)))
            beginning = top - self._head.height
            drawing.values(press.canvas, bands, self._left, beginning, lambda cell: shown(cell.names))

        if len(self._parts) == 1:
            draw(lambda names: not names & part.hide)
            return
        name = press.known((self, number))
        if name is None:
            name = press.begin((self, number))
            draw(lambda names: not names & self._hidden)
            press.canvas.endForm()
        press.canvas.doForm(name)
        if self._hidden:
            draw(lambda names: bool(names & self._hidden) and not names & part.hide)

    def _of_the_part(self, canvas: Sheets, part: Part, number: int, count: int, top: float) -> None:
        """What belongs to one part alone: its name, the stamp of a reprint beside it, the page, and the foot."""
        label = Passage("" if self._values_alone else part.label, self._faces, bold=True)
        self._head.draw_part(canvas, top, label, self._stamps.reprint, self._stamps.reason)
        above = [self._around.set([each], part.hide) for each in self._form.left]
        if not self._values_alone and (count > 1 or not (self._form.one_sheet or self._form.paper.roll)):
            above.append(self._around.own(labels.translate("paper", PAGE, LANGUAGE).format(page=number, pages=count)))
        self._head.draw_corner(canvas, top, [line for line in above if not line.empty])
        self._feet[part.id].draw(canvas, self._left, self._bottom + self._under - OVER_FOOT)

    def _above(self, part: Part) -> Setting:
        return self._around.set([self._form.above], part.hide)

    def _foot_of(self, part: Part) -> _Foot:
        width = self._right - self._left
        at_right = width * RIGHT_SHARE / FOOT
        right = self._around.set(self._form.foot_right, part.hide, width=at_right)
        right_lines = right.passage.even_lines(at_right)
        at_left = (width - max(line.width for line in right_lines) * FOOT - 10) / FOOT
        left = self._around.set(self._form.foot_left, part.hide, note=part.note, width=at_left)
        left_lines = left.passage.lines(at_left)
        return _Foot(((left, left_lines, Align.LEFT), (right, right_lines, Align.RIGHT)), width)

    def _word(self, text: str, bold: bool = False, **values: object) -> Passage:
        return measured(labels.translate("paper", text, LANGUAGE).format(**values), self._faces, bold)


@dataclass(frozen=True)
class _Foot:
    """The words under the frame: what a reader must know at the left, the print at the right; broken as need be."""

    sides: tuple[tuple[Setting, Sequence[Line], Align], ...]
    width: float

    @property
    def height(self) -> float:
        """How much of the sheet it takes, the room above it included."""
        return max(len(lines) for _, lines, _ in self.sides) * FOOT * LEADING + OVER_FOOT

    def draw(self, canvas: Sheets, x: float, top: float) -> None:
        """Draws it from `top` down."""
        for words, lines, align in self.sides:
            words.draw_lines(canvas, lines, FOOT, align, x, x + self.width, top)


def _for_all(form: Form) -> Part:
    """The one sheet that is struck through to all parts: it shows what every one of them may show."""
    if len(form.parts) == 1:
        return form.parts[0]
    label = labels.translate("paper", IN_PARTS, LANGUAGE).format(count=len(form.parts))
    hide = frozenset().union(*(part.hide for part in form.parts))
    return replace(form.parts[0], id="all", label=label, note="", hide=hide)


VOID = QT_TRANSLATE_NOOP("paper", "VOID")
PAGE = QT_TRANSLATE_NOOP("paper", "Page {page} of {pages}")
SIGNED_ON = QT_TRANSLATE_NOOP("paper", "Date")
IN_PARTS = QT_TRANSLATE_NOOP("paper", "In {count} parts")
