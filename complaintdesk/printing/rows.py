# SPDX-License-Identifier: Apache-2.0
"""A form's rows measured: cells with what stands in them, grown or shrunk until it fits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from zoneinfo import ZoneInfo

from complaintdesk import fields, labels
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.formats import TICKED
from complaintdesk.labels import words_of
from complaintdesk.printing.fonts import Faces
from complaintdesk.printing.templates import Align, Cell, CellKind, Form, GridRow, TableRow
from complaintdesk.printing.text import LEADING, SHORT, Line, Passage, measured

MM = 72 / 25.4
SIDE = 3.2  # points between a rule and what stands in its cell
ABOVE = 1.2
FLOOR = 7.0  # no type is smaller
LONG_FLOOR = 8.0  # of long texts, before they go on to a second sheet
STEP = 0.5
DONE, OPEN = "x", "o"  # before the words of a step
TICK, TICK_GAP, TICK_APART = 0.92, 0.26, 0.62  # box, room to its words, room to the next box, at a size of 1
LANGUAGE = "zh_CN"  # paper goes to people who have never seen the screen


@dataclass(frozen=True)
class Shortfall:
    """What could not be set as the form wants it: a value too long for its cell, or characters that no font has."""

    text: str
    names: tuple[str, ...] = ()
    characters: str = ""
    why: UserError | None = None

    def words(self) -> str:
        """What to tell who looks at the preview, in the language in use."""
        where = labels.translate("paper", ", ").join(fields.label(name) for name in self.names)
        return labels.translate("paper", self.text).format(
            where=where, characters=self.characters, why=words_of(self.why) if self.why else ""
        )


@dataclass(frozen=True)
class Content:
    """What a form is filled with: records by the first part of a field's name, and the items of its tables."""

    records: fields.Records
    items: Mapping[str, Sequence[fields.Record | fields.Sample]]
    zone: ZoneInfo
    blank: bool


@dataclass(frozen=True)
class Tick:
    """A box, ticked or not, with its words."""

    words: Line
    ticked: bool


@dataclass(frozen=True)
class Box:
    """A cell with what stands in it; lengths are points."""

    x: float
    width: float
    cell: Cell
    lines: Sequence[Line] = ()
    ticks: Sequence[Sequence[Tick]] = ()
    size: float = 0

    @cached_property
    def needs(self) -> float:
        """The height that its content takes."""
        return self.height_of(max(len(self.lines), len(self.ticks)), self.size)

    @property
    def said(self) -> str:
        """Its words, however they are broken."""
        return "".join(glyph.character for line in self.lines for glyph in line.glyphs)

    @cached_property
    def outline(self) -> tuple[object, ...]:
        """What it shows on a blank form."""
        if self.cell.shows_values:
            return (self.x, self.cell, self.size if self.ticks else 0)
        return (self.x, self.cell, self.size, *(len(line.glyphs) for line in self.lines))

    @staticmethod
    def height_of(lines: int, size: float) -> float:
        """The height of a cell with so many lines."""
        return lines * size * LEADING + 2 * ABOVE

    def split(self, room: float) -> tuple[Box, Box]:
        """What fits into `room`, and the rest; a label stands on both."""
        if self.cell.kind is CellKind.LABEL:
            return self, self
        fitting = int((room - 2 * ABOVE) / (self.size * LEADING)) if self.size else 0
        return replace(self, lines=self.lines[:fitting]), replace(self, lines=self.lines[fitting:], ticks=())


@dataclass(frozen=True)
class Band:
    """A row as it will be drawn."""

    height: float
    boxes: tuple[Box, ...]
    stretch: float = 0
    grows: bool = False  # holds long text, or has grown with a text: goes on over the sheet's end
    head: Band | None = None  # of a table's row: stands above it again on a new sheet
    red: bool = False  # what is written into it

    @property
    def outline(self) -> tuple[object, ...]:
        """What its blank form looks like: bands of one outline are drawn alike but for their values."""
        return (self.height, *(box.outline for box in self.boxes))

    def split(self, room: float) -> tuple[Band, Band] | None:
        """The band in two at the sheet's end; None where fewer than two lines of the long text would stay on it."""
        pairs = [box.split(room) for box in self.boxes]
        long = max(self.boxes, key=lambda box: len(box.lines))
        kept = pairs[self.boxes.index(long)][0]
        if len(kept.lines) < 2 or any(box.cell.kind is CellKind.LABEL and box.needs > room for box in self.boxes):
            return None
        first = replace(self, height=max(box.needs for box, _ in pairs), boxes=tuple(box for box, _ in pairs))
        rest = replace(self, height=max(box.needs for _, box in pairs), boxes=tuple(box for _, box in pairs))
        return first, rest


Boxes = dict[tuple[Cell, int, float, str, float], Box]  # set before: by cell, column, height, text and long texts' size


class Rows:
    """The rows of a filled form as bands; its texts are measured once, however often they are set."""

    def __init__(
        self, form: Form, content: Content, faces: Faces, boxes: Boxes | None = None, *, over: bool = False
    ) -> None:
        """`boxes` is what was set before of the same form, on which other records' rows go on.

        `over`: onto a form printed before, whose rows don't grow.
        """
        self._over = over
        self._boxes = {} if boxes is None else boxes
        self.shortfalls: dict[Shortfall, None] = {}  # of the last setting
        self._form = form
        self._content = content
        self._faces = faces
        self._long_size = form.size
        self._passages: dict[tuple[str, bool], Passage] = {}
        left, right = form.margins[3], form.margins[1]
        width = (form.width - left - right) * MM
        self._edges = [width * share for share in accumulate(form.columns, initial=0.0)]

    def bands(self, room: float, long_size: float, fewer: int = 0) -> list[Band]:
        """All bands in order, long texts in the size given; a blank form's table may have rows down to the foot.

        `fewer`: so many rows less to write in by hand; half of a table's rows stay.
        """
        self.shortfalls.clear()
        self._long_size = long_size
        bands: list[Band] = []
        filled: tuple[int, Band] | None = None
        for row in self._form.rows:
            if isinstance(row, GridRow):
                if row.only_with and not fields.value(row.only_with, self._content.records):
                    continue
                bands.append(replace(self._band(row.cells, row.height, self._content.records), stretch=row.stretch))
                continue
            table = list(self._table(row, max(row.rows - fewer, (row.rows + 1) // 2)))
            bands.extend(table)
            if row.fill and self._content.blank:
                filled = len(bands), self._blank_row(row, table[0])
        if filled:
            at, blank = filled
            spare = int((room - sum(band.height for band in bands)) / blank.height)
            bands[at:at] = [blank] * spare
        return bands

    def over(self, row: GridRow | TableRow, printed: Band, records: fields.Records, number: int | None = None) -> Band:
        """What stands in a row of a form printed before, at its height; a long text is set smaller until it fits.

        What the printed form says by itself isn't struck over it again.
        """
        boxes = []
        column = 0
        for cell, there in zip(row.cells, printed.boxes, strict=True):
            text = self._standing_in(cell, records, number)
            box = self._over_cell(cell, column, row.height * MM, printed.height, text)
            boxes.append(replace(box, lines=()) if box.said == there.said else box)
            column += cell.span
        red = isinstance(row, TableRow) and _red(row, records)
        return Band(printed.height, tuple(boxes), red=red)

    def _over_cell(self, cell: Cell, column: int, least: float, height: float, text: str) -> Box:
        """The cell as it is set on a full form; what doesn't fit there may take all of the printed row."""
        if not cell.grow:
            short = dict(self.shortfalls)
            box = self._set(cell, column, least, text)
            if box.needs <= least:
                return box
            self.shortfalls = short
        return self._set(cell, column, height, text)

    def _table(self, row: TableRow, least: int) -> Iterator[Band]:
        head = self._band(row.heads, 0, self._content.records)
        yield head
        items = self._content.items.get(row.items, ())
        for number, item in enumerate(items, 1):
            records = {**self._content.records, row.items: item}
            yield replace(self._band(row.cells, row.height, records, number), head=head, red=_red(row, records))
        note = "" if self._content.blank else row.end if items else row.none
        if note:
            yield replace(self._note(note, row.height), head=head)
        for _ in range(least - len(items)):
            yield self._blank_row(row, head)

    def _blank_row(self, row: TableRow, head: Band | None) -> Band:
        return replace(self._band(row.cells, row.height, {**self._content.records, row.items: None}), head=head)

    def _note(self, text: str, height: float) -> Band:
        cell = Cell(CellKind.TEXT, len(self._form.columns), text, Align.CENTER)
        return self._band((cell,), height, self._content.records)

    def _band(
        self,
        cells: Iterable[Cell],
        height: float,
        records: fields.Records,
        number: int | None = None,
    ) -> Band:
        boxes = []
        column = 0
        for cell in cells:
            boxes.append(self._set(cell, column, height * MM, self._standing_in(cell, records, number)))
            column += cell.span
        tallest = max(box.needs for box in boxes)
        grows = any(box.cell.grow for box in boxes) or tallest > height * MM
        return Band(max(tallest, height * MM), tuple(boxes), grows=grows)

    def _standing_in(self, cell: Cell, records: fields.Records, number: int | None) -> str:
        """What is to stand in a cell; of ticks the term that is ticked."""
        match cell.kind:
            case CellKind.COUNTER:
                return "" if number is None else str(number)
            case CellKind.FIELD if cell.checks:
                return _steps(cell.checks, records)
            case CellKind.FIELD if cell.joins_values and not self._is_known(cell, records):
                return ""
            case CellKind.FIELD:
                text = fields.formatted(cell.text, records, self._content.zone, LANGUAGE)
                return text if cell.grow or cell.head else " ".join(text.splitlines())
            case CellKind.TICKS:
                return fields.term(cell.text.strip("{}"), records)
        return cell.text

    def _is_known(self, cell: Cell, records: fields.Records) -> bool:
        return any(fields.formatted(f"{{{name}}}", records, self._content.zone, LANGUAGE) for name in cell.names)

    def _set(self, cell: Cell, column: int, height: float, text: str) -> Box:
        """The cell with its text; what was set before, and well, is taken from there."""
        key = (cell, column, height, text, self._long_size)
        box = self._boxes.get(key)
        if box is None:
            short = len(self.shortfalls)
            start, end = self._edges[column], self._edges[column + cell.span]
            box = self._box(Box(start, end - start, cell), height, text)
            if len(text) <= SHORT and len(self.shortfalls) == short:
                self._boxes[key] = box
        return box

    def _box(self, box: Box, height: float, text: str) -> Box:
        match box.cell.kind:
            case CellKind.LABEL | CellKind.SIGN:
                return self._words(box, text, height, self._form.label_size, bold=True)
            case CellKind.TICKS:
                return self._ticks(box, [(words, term == text) for term, words in box.cell.ticks])
            case CellKind.FIELD if box.cell.checks:
                return self._ticks(box, [(each[1:], each[0] == DONE) for each in text.splitlines()])
            case CellKind.EMPTY:
                return box
        return self._words(box, text, height, self._form.size, bold=box.cell.bold)

    def _words(self, box: Box, text: str, height: float, size: float, bold: bool = False) -> Box:
        """The box with its words; a long text is set in the sheet's own size, and its row grows with it."""
        passage = self._passages.get((text, bold))
        if passage is None:
            passage = self._passages[text, bold] = measured(text, self._faces, bold)
        if passage.lacking:
            self._note_shortfall(Shortfall(LACKING, characters=" ".join(passage.lacking)))
        if passage.empty:
            return box
        if box.cell.grow and not self._over:
            return replace(box, lines=passage.lines((box.width - 2 * SIDE) / self._long_size), size=self._long_size)
        fitted = self._fitted(box, passage, height or Box.height_of(2, size), size)
        if fitted.needs > height and box.cell.kind is CellKind.FIELD and (self._over or not box.cell.head):
            text = OVER_THE_ROW if self._over else TOO_LONG
            self._note_shortfall(Shortfall(text, names=tuple(sorted(box.cell.names))))
        return fitted

    def _fitted(self, box: Box, passage: Passage, height: float, size: float) -> Box:
        """The box with its words in the largest type that fits its height, and a short one without breaking a word.

        A table's row may grow, so type there gets smaller than LONG_FLOOR for a word's sake alone.
        """
        width = box.width - 2 * SIDE
        broken, unbroken = (passage.lines, 0.0) if box.cell.grow else (passage.even_lines, passage.longest)
        while True:
            fitted = replace(box, lines=broken(width / size), size=size)
            fits = fitted.needs <= height or (bool(box.cell.head) and not self._over and size <= LONG_FLOOR)
            if (fits and unbroken * size <= width) or size <= FLOOR:
                return fitted
            size -= STEP

    def _ticks(self, box: Box, boxes: Iterable[tuple[str, bool]]) -> Box:
        """The box with its tick boxes on one line in the largest type that allows it, else on several."""
        ticks = [Tick(measured(words, self._faces).lines(1000)[0], ticked) for words, ticked in boxes]
        size = self._form.label_size
        while not box.cell.checks and size > FLOOR and ticks_width(ticks) * size > box.width - 2 * SIDE:
            size -= STEP
        rows: list[list[Tick]] = [[]]
        for tick in ticks:
            if rows[-1] and ticks_width([*rows[-1], tick]) * size > box.width - 2 * SIDE:
                rows.append([])
            rows[-1].append(tick)
        return replace(box, ticks=rows, size=size)

    def _note_shortfall(self, shortfall: Shortfall) -> None:
        self.shortfalls[shortfall] = None


def _red(row: TableRow, records: fields.Records) -> bool:
    return bool(row.red_with and fields.value(row.red_with, records))


def _steps(name: str, records: fields.Records) -> str:
    """The steps of a check list, one a line, before each whether it is done."""
    found = fields.value(name, records)
    steps = found if isinstance(found, tuple) else ()
    return "\n".join(f"{DONE if each.text == TICKED else OPEN}{each.values['words']}" for each in steps)


def ticks_width(ticks: Sequence[Tick]) -> float:
    """How wide the tick boxes are in a row, at a size of 1."""
    return sum(TICK + TICK_GAP + tick.words.width for tick in ticks) + TICK_APART * (len(ticks) - 1)


OVER_THE_ROW = QT_TRANSLATE_NOOP("paper", "{where}: too long for its place on the printed form: it runs over it.")
TOO_LONG = QT_TRANSLATE_NOOP("paper", "{where}: too long for its cell even in the smallest type, so its row is higher.")
UNREADABLE = QT_TRANSLATE_NOOP(
    "paper",
    "The office's own version of this form can't be read by this version of the program; the shipped one is printed. "
    "{why}",
)
LACKING = QT_TRANSLATE_NOOP("paper", "No font on this computer has {characters}; printed by number instead.")
