# SPDX-License-Identifier: Apache-2.0
"""Words around the frame; where no record is on the form yet, with room for what is of one, to be filled in later."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from math import inf

from complaintdesk import fields
from complaintdesk.printing import drawing
from complaintdesk.printing.canvas import Sheets
from complaintdesk.printing.fonts import Faces
from complaintdesk.printing.rows import LANGUAGE, Content
from complaintdesk.printing.templates import Align
from complaintdesk.printing.text import LEADING, ROOM, Line, Passage, measured

OF_THE_FORM = frozenset({"print.at", "print.by", "print.code"})  # and all that is the office's
APART = "　"  # between two of the words


@dataclass(frozen=True)
class Setting:
    """Words measured, and what is to stand in the rooms among them; of a form printed before these values `alone`."""

    text: str
    passage: Passage
    values: tuple[Passage, ...] = ()
    alone: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing takes a place."""
        return self.passage.empty

    def draw(self, canvas: Sheets, size: float, align: Align, left: float, right: float, middle: float) -> None:
        """Draws it on one line about a middle, smaller where it would stick out."""
        if self.passage.width * size > right - left:
            size = (right - left) / self.passage.width
        self.draw_lines(canvas, self.passage.lines(1000), size, align, left, right, middle + size * LEADING / 2)

    def draw_lines(
        self, canvas: Sheets, lines: Sequence[Line], size: float, align: Align, left: float, right: float, upper: float
    ) -> None:
        """Draws its lines one below the other, from `upper` down."""
        if not self.alone:
            drawing.set_lines(canvas, lines, size, align, left, right, upper)
            return
        values = iter(self.values)
        for line in lines:
            upper -= size * LEADING
            self._fill(canvas, line, values, size, align, left, right, upper + size * (LEADING / 2))

    @staticmethod
    def _fill(
        canvas: Sheets,
        line: Line,
        values: Iterator[Passage],
        size: float,
        align: Align,
        left: float,
        right: float,
        middle: float,
    ) -> None:
        """Each value into its room, smaller where it would stick out; at the right end of a line to the right."""
        spare = right - left - line.width * size
        x = left + {Align.LEFT: 0.0, Align.CENTER: spare / 2, Align.RIGHT: spare}[align]
        for glyph in line.glyphs:
            end = x + glyph.width * size
            if not glyph.character:
                at_the_end = align is Align.RIGHT and end > right - 0.01
                side = Align.RIGHT if at_the_end else Align.LEFT
                drawing.words(canvas, next(values), size, side, x, end, middle)
            x = end


class Around:
    """The words around a form's frame, as they are for this content."""

    def __init__(self, content: Content, faces: Faces, alone: bool) -> None:
        """`alone`: on a form printed before, values without words."""
        self._content = content
        self._faces = faces
        self._alone = alone
        self._segments: dict[str, str] = {}
        self.has_rooms = alone or content.blank

    def set(
        self,
        expressions: Sequence[str],
        hidden: frozenset[str],
        bold: bool = False,
        note: str = "",
        width: float = inf,
    ) -> Setting:
        """The expressions one after the other with the note behind them; what is `hidden` is left out.

        Where they don't fit on a line of this `width`, at a size of 1, a line ends between two of them, if it can.
        """
        rooms: list[str] = []
        texts = [
            self._with_room(each, rooms) if self._has_room(each) else self.segment(each, hidden) for each in expressions
        ]
        texts = [text for text in (*texts, note) if text]
        setting = self._measured(APART.join(texts), rooms, hidden, bold)
        if setting.passage.width <= width or len(texts) == 1:
            return setting
        return self._measured(self._on_lines(texts, rooms, bold, width), rooms, hidden, bold)

    def _measured(self, text: str, rooms: Sequence[str], hidden: frozenset[str], bold: bool) -> Setting:
        if not rooms:
            return Setting(text, measured(text, self._faces, bold), alone=self._alone)
        passage = Passage(text, self._faces, bold, [self._width(room, bold) for room in rooms])
        values = (self.filled(room) if not names_in(room) & hidden else "" for room in rooms)
        return Setting(text, passage, tuple(measured(value, self._faces, bold) for value in values), self._alone)

    def _on_lines(self, texts: Sequence[str], rooms: Sequence[str], bold: bool, width: float) -> str:
        """As many of the texts on each line as there is room for."""
        lines: list[str] = []
        reached = 0.0
        left = iter(rooms)
        for text in texts:
            widths = [self._width(room, bold) for room in islice(left, text.count(ROOM) if rooms else 0)]
            wide = Passage(text, self._faces, bold, widths).width
            if lines and reached + len(APART) + wide <= width:
                lines[-1] += APART + text
                reached += len(APART) + wide
            else:
                lines.append(text)
                reached = wide
        return "\n".join(lines)

    def line(self, expression: str, bold: bool = False) -> Setting:
        """The words of one expression, whatever is known of its fields."""
        if self._has_room(expression):
            return self.set([expression], frozenset(), bold)
        words = self.filled(expression)
        return Setting(words, measured(words, self._faces, bold), alone=self._alone)

    def own(self, words: str, bold: bool = False) -> Setting:
        """Words that are no expression."""
        return Setting(words, measured(words, self._faces, bold))

    def segment(self, expression: str, hidden: frozenset[str]) -> str:
        """The words with their fields; '' where none of these is known or one of them is hidden."""
        if hidden & names_in(expression):
            return ""
        if expression not in self._segments:  # each part asks for the same
            names = names_in(expression)
            known = not names or any(self.filled(f"{{{name}}}") for name in names)
            self._segments[expression] = self.filled(expression) if known else ""
        return self._segments[expression]

    def filled(self, expression: str) -> str:
        """The words with their fields on one line, whatever line ends are in them."""
        words = fields.formatted(expression, self._content.records, self._content.zone, LANGUAGE)
        return " ".join(words.splitlines())

    def _has_room(self, expression: str) -> bool:
        return self.has_rooms and not all(_of_the_form(name) for name in names_in(expression))

    def _with_room(self, expression: str, rooms: list[str]) -> str:
        """The words with a ROOM for each field of a record, which is added to `rooms`."""
        words = expression
        for name, form in fields.references(expression):
            field = "{" + "|".join(filter(None, (name, form))) + "}"
            if _of_the_form(name):
                words = words.replace(field, self.filled(field).replace(ROOM, ""), 1)
            else:
                words = words.replace(field, ROOM, 1)
                rooms.append(field)
        return words

    def _width(self, field: str, bold: bool) -> float:
        """How much room a field is given, at a size of 1: what its sample takes."""
        (name,) = names_in(field)
        sample = fields.formatted(field, {name.partition(".")[0]: fields.Sample.RECORD}, self._content.zone, LANGUAGE)
        return measured(" ".join(sample.splitlines()), self._faces, bold).width


@lru_cache(500)
def names_in(expression: str) -> frozenset[str]:
    """The fields that words hold."""
    return frozenset(name for name, _format in fields.references(expression))


def _of_the_form(name: str) -> bool:
    """Whether a field is the same whatever record is on the form."""
    return name in OF_THE_FORM or name.startswith("office.")
