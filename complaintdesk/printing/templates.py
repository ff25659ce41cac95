# SPDX-License-Identifier: Apache-2.0
"""Paper forms as data: parts, papers, rows and cells, whatever they were read from."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from complaintdesk import fields
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.formats import Kind
from complaintdesk.printing.papers import STRIP, PaperSize


class CellKind(StrEnum):
    """What a cell shows; the names are the keys of the file."""

    LABEL = "label"  # grey-backed words
    FIELD = "field"  # a value
    TEXT = "text"  # words without the grey
    TICKS = "ticks"  # boxes, the one that holds ticked
    SIGN = "sign"  # room for a signature and its date
    COUNTER = "counter"  # the row's number in its table
    EMPTY = "empty"  # room to write in


class Align(StrEnum):
    """Where a cell's words stand."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True)
class Cell:
    """One cell: its width in columns and what it shows."""

    kind: CellKind
    span: int
    text: str = ""  # the label, the words or the expression
    align: Align = Align.LEFT
    grow: bool = False  # its row grows with it; otherwise its type shrinks
    bold: bool = False
    ticks: tuple[tuple[str, str], ...] = ()  # of TICKS: term → words
    head: str = ""  # of a table's cell

    def __hash__(self) -> int:
        return self._hash  # a form's cells are looked up for each of its sheets

    @cached_property
    def _hash(self) -> int:
        return hash((self.kind, self.span, self.text, self.head, self.ticks))

    @cached_property
    def names(self) -> frozenset[str]:
        """The fields it shows."""
        if self.kind not in _SHOWING:
            return frozenset()
        return frozenset(name for name, _ in fields.references(self.text))

    @cached_property
    def joins_values(self) -> bool:
        """Whether words of its own stand between its values or after them alone (至, 件): without one they say nothing.

        Words before the first value name it (处所：), and stand there without it too.
        """
        begins = self.kind is CellKind.FIELD and self.text.lstrip().startswith("{")
        return begins and bool(_FIELD.sub("", self.text).strip())

    @cached_property
    def checks(self) -> str:
        """The field of a check list that it shows, each step with its own box; '' for anything else."""
        name = self.text.strip("{}")
        alone = self.kind is CellKind.FIELD and f"{{{name}}}" == self.text and name in self.names
        return name if alone and fields.find(name).kind is Kind.CHECKS else ""

    @cached_property
    def shows_values(self) -> bool:
        """Whether what stands in it is of a record, not of the form."""
        return self.kind in _WRITTEN


@dataclass(frozen=True)
class GridRow:
    """A row of cells; lengths are millimetres, `stretch` its share of the room left over on a single sheet."""

    height: float
    stretch: float
    only_with: str  # a field without which the row isn't there, '' for none
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class TableRow:
    """A head and one row for each item; at least `rows` of them, to write in by hand."""

    height: float
    items: str
    rows: int
    fill: bool  # a blank form's rows go to the foot of the sheet
    none: str  # in place of the rows where there is no item
    end: str  # after the last one, so that nothing can be added
    red_with: str  # a field with which what an item's row says is red, '' for none
    cells: tuple[Cell, ...]

    @cached_property
    def heads(self) -> tuple[Cell, ...]:
        """The cells above its columns."""
        return tuple(Cell(CellKind.LABEL, cell.span, cell.head, Align.CENTER) for cell in self.cells)


@dataclass(frozen=True)
class Part:
    """A part (联): whose it is, what it says in its foot, which fields it leaves blank."""

    id: str
    label: str
    note: str
    hide: frozenset[str]
    inside: bool  # stays with the desk


WHOLE = Part("", "", "", frozenset(), inside=False)


@dataclass(frozen=True)
class Form:
    """A paper form as it is laid out for one sheet; lengths are millimetres, type sizes points."""

    id: str
    title: str
    book_id: str  # what rule books call it, under which they give it a code (表号)
    record: str
    papers: tuple[PaperSize, ...]  # which this layout is made for, the usual one first
    paper: PaperSize  # the sheet it is to be drawn on
    margins: tuple[float, float, float, float]  # top, right, bottom, left
    columns: tuple[float, ...]  # their shares of the width
    size: float  # of values
    label_size: float
    one_sheet: bool  # long texts are set smaller to keep it to one sheet
    above: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    barcode: str
    foot_left: tuple[str, ...]
    foot_right: tuple[str, ...]
    parts: tuple[Part, ...]
    confidential: frozenset[str]  # what parts that go outside leave blank of a case in confidence (客户保密)
    rows: tuple[GridRow | TableRow, ...]
    layouts: tuple[Form, ...] = ()  # of its own for other papers
    stands_in: UserError | None = None  # why the shipped form is printed in place of the office's own version

    @property
    def width(self) -> float:
        """The sheet's width."""
        return self.paper.width

    @property
    def height(self) -> float:
        """The sheet's height, 0 for a roll."""
        return self.paper.height

    def on(self, sheet: PaperSize | None) -> Form:
        """The form as it is laid out for a sheet, for its usual one where none is given.

        On a larger sheet than any it is made for it stands in the corner at the upper left. Raises UserError where all
        of its papers are larger than the sheet.
        """
        if sheet is None:
            return self
        made_for = [(layout, paper) for layout in (self, *self.layouts) for paper in layout.papers]
        for layout, paper in made_for:
            if paper.same_sheet(sheet):
                return layout.laid_on(paper, paper)
        ways = (sheet,) if sheet.roll or sheet.continuous else (sheet, sheet.turned())
        fitting = [(layout, paper, way) for layout, paper in made_for for way in ways if _fits(paper, way)]
        if not fitting:
            text = QT_TRANSLATE_NOOP("errors", "“{title}” is laid out for {papers}: {paper} is too small for it.")
            papers = ", ".join(paper.name for _, paper in made_for)
            raise UserError(text, title=self.title, papers=papers, paper=sheet.name)
        layout, paper, way = max(fitting, key=lambda each: (each[1].width * each[1].height, -each[2].width))
        return layout.laid_on(paper, way)

    def laid_on(self, paper: PaperSize, sheet: PaperSize) -> Form:
        """This layout, made for `paper`, at the upper left of a sheet that holds it, clear of its strips of holes."""
        top, right, bottom, left = self.margins
        strip = STRIP + CLEAR if sheet.continuous else 0
        if paper == sheet:
            return replace(self, paper=sheet, margins=(top, max(right, strip), bottom, max(left, strip)))
        left += strip
        right = max(sheet.width - paper.width + right - strip, strip)
        return replace(self, paper=sheet, margins=(top, right, bottom + sheet.height - paper.height, left))


def _fits(paper: PaperSize, sheet: PaperSize) -> bool:
    if paper.roll or sheet.roll:
        return paper.roll and sheet.roll and paper.width <= sheet.width
    if paper.continuous and not sheet.continuous:
        return False
    return paper.width <= sheet.width and paper.height <= sheet.height


CLEAR = 1.5  # mm between the holes' strip and the form
_FIELD = re.compile(r"\{[^}]*\}")
_SHOWING = {CellKind.FIELD, CellKind.TICKS}
_WRITTEN = {*_SHOWING, CellKind.COUNTER}
