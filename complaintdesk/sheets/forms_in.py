# SPDX-License-Identifier: Apache-2.0
"""A form's changed workbook read back: the form, its canonical text, and what is wrong with it, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from complaintdesk import fields
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.printing import form_files
from complaintdesk.printing.form_text import text_of
from complaintdesk.printing.papers import PaperSize, paper_meant
from complaintdesk.printing.templates import WHOLE, Form, Part
from complaintdesk.sheets.border import ImportRefused
from complaintdesk.sheets.form_book import NO_FORM, GridSheet, form_book
from complaintdesk.sheets.form_cells import Finding, Findings, place
from complaintdesk.sheets.form_grids import Grid, GridReader
from complaintdesk.sheets.form_words import (
    BOOK_ID,
    CONFIDENTIAL,
    FORM_ID,
    FORM_SHEET,
    LAYOUT_HEADS,
    PART_HEADS,
    RECORD,
    VERSION,
    RowKind,
    field_label,
    listed,
    paper_words,
)


@dataclass(frozen=True)
class FormRead:
    """A workbook that was read: of which form, and, where nothing stands in the way, the form and its text."""

    form_id: str
    form: Form | None
    text: str
    findings: tuple[Finding, ...]
    version: int = 0  # the office's own that was changed, 0 for the shipped form


def read_form(path: Path) -> FormRead:
    """The form in a workbook, with all that is to be said of it.

    Raises ImportRefused for what is no workbook of one of our forms, EnvironmentProblem when the disk refuses.
    """
    sheets = {sheet.name: sheet for sheet in form_book(path)}
    findings = Findings()
    if FORM_SHEET not in sheets:
        raise ImportRefused(NO_FORM, file=path.name)
    whole = _Whole(sheets[FORM_SHEET], findings)
    if whole.form_id not in form_files.shipped_ids():
        raise ImportRefused(NO_SUCH_FORM, found=whole.form_id, cell=whole.where(FORM_ID))
    shipped = form_files.shipped(whole.form_id)
    if whole.value(RECORD) != shipped.record:
        findings.say(whole.where(RECORD), NOT_TO_CHANGE, name=RECORD, was=shipped.record)
    whole.look_at_itself()
    form = _built(whole, shipped, sheets, findings)
    text = ""
    if form is not None and not findings.stopped:
        text = text_of(form)
        try:
            form = form_files.parse(text, path.name)
        except UserError as mistake:  # whatever was not foreseen above
            findings.found.append(Finding("", mistake))
    good = form is not None and not findings.stopped
    return FormRead(whole.form_id, form if good else None, text if good else "", tuple(findings.found), whole.version)


class _Whole:
    """The sheet 表单: ids, layouts, parts."""

    def __init__(self, sheet: GridSheet, findings: Findings) -> None:
        self.sheet, self.findings = sheet, findings
        self._values: dict[str, int] = {}
        self._heads: dict[int, tuple[str, ...]] = {}  # of its two tables, by their rows
        self.layouts: list[int] = []  # rows
        self.parts: list[int] = []
        into: list[int] | None = None
        for row in range(sheet.rows):
            first = sheet.at(row, 0).text.strip()
            if first in {FORM_ID, RECORD, BOOK_ID, CONFIDENTIAL, VERSION}:
                self._values[first] = row
            elif first in _TABLES:
                into = self.layouts if first == LAYOUT_HEADS[0] else self.parts
                self._heads[row] = _TABLES[first]
            elif into is not None and any(sheet.at(row, at).text for at in range(len(LAYOUT_HEADS))):
                into.append(row)
        self.form_id = self.value(FORM_ID)

    @property
    def version(self) -> int:
        """The version that was changed, 0 for the shipped form."""
        said = self.value(VERSION)
        return int(said) if said.isdecimal() else 0

    def look_at_itself(self) -> None:
        """Says where a head of its tables was changed or moved, and what holds something else than it shows."""
        for row, heads in self._heads.items():
            for column, head in enumerate(heads):
                found, where = self.cell(row, column)
                if found != head:
                    self.findings.say(where, NOT_TO_CHANGE, name=found or head, was=head)
        for row, column in sorted(at for at in self.sheet.cells if at[1] < len(LAYOUT_HEADS)):
            self.findings.look_for_words(self.sheet, row, column, told=True)
        if not self.value(VERSION).isdecimal():
            self.findings.say(self.where(VERSION), NO_VERSION, name=VERSION)

    def value(self, name: str) -> str:
        """What stands beside one of the words."""
        row = self._values.get(name)
        return "" if row is None else self.sheet.at(row, 1).text.strip()

    def where(self, name: str) -> str:
        """In which cell."""
        row = self._values.get(name)
        return FORM_SHEET if row is None else place(self.sheet, row, 1)

    def cell(self, row: int, column: int) -> tuple[str, str]:
        """A cell's text, and where it stands."""
        return self.sheet.at(row, column).text.strip(), place(self.sheet, row, column)

    def names(self, text: str, where: str) -> frozenset[str]:
        """The names of fields in a list; of one that there isn't it is said."""
        found = set()
        for each in listed(text):
            name = each.strip("{}")
            if name and name not in fields.names():
                try:
                    fields.find(name)
                except UserError as error:
                    self.findings.found.append(Finding(where, error))
            elif name:
                found.add(name)
        return frozenset(found)

    def number(self, row: int, column: int, least: float, most: float) -> float:
        """A number within bounds; where there is none it is said."""
        text, where = self.cell(row, column)
        try:
            number = float(text)
        except ValueError:
            number = -1.0
        if not least <= number <= most:
            self.findings.say(where, BAD_SIZE, found=text, least=int(least), most=int(most))
            return least
        return number

    def papers(self, row: int) -> tuple[PaperSize, ...]:
        """The papers of a layout."""
        text, where = self.cell(row, 1)
        papers = []
        for each in listed(text):
            try:
                papers.append(paper_meant(each))
            except UserError:
                self.findings.say(where, NO_PAPER, found=each)
        return tuple(papers)


def _built(whole: _Whole, shipped: Form, sheets: Mapping[str, GridSheet], findings: Findings) -> Form | None:
    """The form as the sheets say; None where not even a layout is there."""
    layouts = []
    named = set()
    for row in whole.layouts:
        name, where = whole.cell(row, 0)
        reader = GridReader(sheets[name], whole.form_id, shipped.record, findings) if name in sheets else None
        if reader is None or not reader.is_one or name in named:
            findings.say(where, NO_SHEET, found=name)
            continue
        named.add(name)
        papers = whole.papers(row)
        grid = reader.read()
        if papers:
            layouts.append((_layout(whole, row, shipped, papers, grid), grid))
    for name, sheet in sheets.items():
        if name not in named and GridReader(sheet, whole.form_id, shipped.record, Findings()).is_one:
            findings.say(name, LEFT_OUT)
    if not layouts:
        findings.say(FORM_SHEET, NO_LAYOUT)
        return None
    (first, grid), *others = layouts
    titles = {each.title for each, _grid in layouts}
    if len(titles) > 1:
        findings.say(others[0][1].around_places.get(RowKind.TITLE, others[0][1].sheet), OTHER_TITLE, title=first.title)
    form = replace(
        first,
        book_id=whole.value(BOOK_ID) or shipped.book_id,
        confidential=whole.names(whole.value(CONFIDENTIAL), whole.where(CONFIDENTIAL)),
        parts=_parts(whole, shipped) or (WHOLE,),
    )
    for each, its_grid in layouts:
        _check_number(each, its_grid, shipped, findings)
        _check_heights(each, its_grid, findings)
    _check_hidden(form, shipped, whole, findings)
    _check_papers([each for each, _grid in layouts], shipped, whole)
    same = {"title": form.title, "book_id": form.book_id, "confidential": form.confidential, "parts": form.parts}
    return replace(form, layouts=tuple(replace(each, **same) for each, _grid in others))  # type: ignore[arg-type]


def _layout(whole: _Whole, row: int, shipped: Form, papers: tuple[PaperSize, ...], grid: Grid) -> Form:
    words = grid.around
    title = next(iter(words.get(RowKind.TITLE, ())), "")
    if not title:
        whole.findings.say(grid.around_places.get(RowKind.TITLE, grid.sheet), NO_TITLE)
    for kind in (RowKind.ABOVE, RowKind.TITLE, RowKind.BARCODE):
        if len(words.get(kind, ())) > 1:
            whole.findings.say(grid.sheet, ONE_ROW, kind=kind.value)
    top, right, bottom, left = (whole.number(row, at, 0, 100) for at in range(2, 6))
    if left + right > papers[0].width - 20:
        whole.findings.say(whole.cell(row, 3)[1], NO_WIDTH)
        left = right = 0
    return replace(
        shipped,
        title=title or shipped.title,
        papers=papers,
        paper=papers[0],
        margins=(top, right, bottom, left),
        columns=grid.columns,
        size=whole.number(row, 6, 7, 24),
        label_size=whole.number(row, 7, 7, 24),
        one_sheet=whole.findings.says_yes(*whole.cell(row, 8)),
        above=next(iter(words.get(RowKind.ABOVE, ())), ""),
        left=tuple(words.get(RowKind.LEFT, ())),
        right=tuple(words.get(RowKind.RIGHT, ())),
        barcode=next(iter(words.get(RowKind.BARCODE, ())), ""),
        foot_left=tuple(words.get(RowKind.FOOT_LEFT, ())),
        foot_right=tuple(words.get(RowKind.FOOT_RIGHT, ())),
        rows=tuple(grid.rows),
        layouts=(),
    )


def _parts(whole: _Whole, shipped: Form) -> tuple[Part, ...]:
    parts: list[Part] = []
    for row in whole.parts:
        (id_, at), (label, label_at), (note, _), (hide, hide_at), inside = (whole.cell(row, n) for n in range(5))
        if not _is_id(id_):
            whole.findings.say(at, NO_PART_ID, found=id_)
        if not label:
            whole.findings.say(label_at, NO_PART_NAME)
        if id_ in {part.id for part in parts} or label in {part.label for part in parts}:
            whole.findings.say(at, PART_TWICE, found=f"{id_} {label}")
        parts.append(Part(id_, label, note, whole.names(hide, hide_at), whole.findings.says_yes(*inside)))
    ids = {part.id for part in parts}
    for part in shipped.parts:
        if part.id and part.id not in ids:
            whole.findings.say(FORM_SHEET, PART_GONE, stops=False, label=part.label)
    return tuple(parts)


def _is_id(text: str) -> bool:
    return text.isascii() and text.replace("_", "a").isalnum() and text[:1].isalpha() and text == text.lower()


def _check_number(form: Form, grid: Grid, shipped: Form, findings: Findings) -> None:
    """The number of the record, as figures and bars, must stay: slips are bound and scanned by it (R-WO-04)."""
    wanted = {name for text in shipped.right for name in _names(text) if name.endswith("number")}
    there = {name for text in form.right for name in _names(text)}
    there |= {name for row in form.rows for cell in row.cells for name in cell.names}
    for name in sorted(wanted - there):
        where = grid.around_places.get(RowKind.RIGHT, grid.sheet)
        findings.say(where, NUMBER_LOST, name=name, label=field_label(name))
    if shipped.barcode and form.barcode != shipped.barcode:
        findings.say(grid.around_places.get(RowKind.BARCODE, grid.sheet), BARCODE_LOST, wanted=shipped.barcode)


def _names(text: str) -> Iterator[str]:
    try:
        yield from (name for name, _form in fields.references(text))
    except UserError:
        return  # it was said already where it stands


def _check_heights(form: Form, grid: Grid, findings: Findings) -> None:
    """The rows must find room on each paper, below the head and above the foot."""
    for paper in form.papers if form.rows else ():
        if paper.roll:
            continue
        room = paper.height - form.margins[0] - form.margins[2]
        used = 0.0
        for row, where in zip(form.rows, grid.places, strict=True):
            many = getattr(row, "rows", 0)
            height = row.height * max(many, 1)
            too_high = row.height > room or (form.one_sheet and used + height > room)
            if too_high:
                findings.say(where, TOO_HIGH, paper=paper_words(paper), room=round(room), used=round(used + height))
                return
            if not getattr(row, "only_with", ""):
                used += height


def _check_papers(layouts: Sequence[Form], shipped: Form, whole: _Whole) -> None:
    """The papers of the shipped form must stay, its usual one first: desks have printers set up for them."""
    there = [paper for layout in layouts for paper in layout.papers]
    at = place(whole.sheet, whole.layouts[0], 1)
    for paper in (paper for layout in (shipped, *shipped.layouts) for paper in layout.papers):
        if paper not in there:
            whole.findings.say(at, PAPER_GONE, paper=paper_words(paper))
            return
    if there[0] != shipped.paper:
        whole.findings.say(at, NOT_FIRST, paper=paper_words(shipped.paper))


def _check_hidden(form: Form, shipped: Form, whole: _Whole, findings: Findings) -> None:
    """Says what the shipped form leaves blank on a part, or of a case in confidence, and this one no longer does.

    The number is left blank nowhere: slips are bound and scanned by it (R-WO-04).
    """
    numbers = {name for text in (*shipped.right, shipped.barcode) for name in _names(text) if name.endswith("number")}
    hidden = [(place(whole.sheet, row, 3), part.hide) for part, row in zip(form.parts, whole.parts, strict=False)]
    for where, names in (*hidden, (whole.where(CONFIDENTIAL), form.confidential)):
        for name in sorted(names & numbers):
            findings.say(where, NUMBER_HIDDEN, label=field_label(name))
    was = {part.id: part for part in shipped.parts}
    for part, row in zip(form.parts, whole.parts, strict=False):
        for name in sorted(was[part.id].hide - part.hide if part.id in was else ()):
            findings.say(place(whole.sheet, row, 3), SHOWN_NOW, stops=False, label=field_label(name), part=part.label)
    for name in sorted(shipped.confidential - form.confidential):
        findings.say(whole.where(CONFIDENTIAL), TOLD_NOW, stops=False, label=field_label(name))


def shown_words(findings: Sequence[Finding]) -> str:
    """All findings, a line each."""
    return "\n".join(each.words() for each in findings)


_TABLES = {heads[0]: heads for heads in (LAYOUT_HEADS, PART_HEADS)}
NO_SUCH_FORM = QT_TRANSLATE_NOOP("errors", "{cell}: there is no form “{found}”.")
NOT_TO_CHANGE = QT_TRANSLATE_NOOP("errors", "“{name}” can't be changed: here belongs {was}.")
NO_VERSION = QT_TRANSLATE_NOOP("errors", "“{name}” is missing: which version was changed? Write the form out again.")
BAD_SIZE = QT_TRANSLATE_NOOP("errors", "A number from {least} to {most} is expected, not “{found}”.")
NO_PAPER = QT_TRANSLATE_NOOP("errors", "There is no paper “{found}”. Papers are written A4, A5 横, 241×140, 卷纸 80.")
NO_SHEET = QT_TRANSLATE_NOOP("errors", "There is no layout's sheet called “{found}”, or it is named twice.")
LEFT_OUT = QT_TRANSLATE_NOOP("errors", "The sheet 表单 doesn't name this layout. Name it there, or delete it.")
NO_LAYOUT = QT_TRANSLATE_NOOP("errors", "The sheet 表单 names no layout.")
OTHER_TITLE = QT_TRANSLATE_NOOP("errors", "A form has one title on all its papers: “{title}”.")
NO_TITLE = QT_TRANSLATE_NOOP("errors", "The title is missing: a row 标题.")
ONE_ROW = QT_TRANSLATE_NOOP("errors", "There can be one row {kind} alone.")
NO_WIDTH = QT_TRANSLATE_NOOP("errors", "These margins leave nothing of the paper's width.")
NO_PART_ID = QT_TRANSLATE_NOOP("errors", "“{found}” is no short name of a part: small letters, such as owner.")
NO_PART_NAME = QT_TRANSLATE_NOOP("errors", "The part's name is missing, such as 第一联　业主联.")
PART_TWICE = QT_TRANSLATE_NOOP("errors", "“{found}”: each part has a short name and a name of its own.")
PART_GONE = QT_TRANSLATE_NOOP("errors", "{label} is no longer printed.")
NUMBER_LOST = QT_TRANSLATE_NOOP(
    "errors",
    "The number is missing: “{name}” ({label}) belongs into the head (页眉右) or the grid. Slips are bound by it.",
)
NUMBER_HIDDEN = QT_TRANSLATE_NOOP("errors", "“{label}” can't be left blank: slips are bound and scanned by it.")
BARCODE_LOST = QT_TRANSLATE_NOOP("errors", "The bar code is missing or another one: here belongs {wanted}.")
TOO_HIGH = QT_TRANSLATE_NOOP(
    "errors", "Here the rows leave the paper {paper}: they take {used} mm, and there are {room} mm."
)
PAPER_GONE = QT_TRANSLATE_NOOP(
    "errors", "{paper} is missing: printers may be set up for it. Papers can be added, but not taken away."
)
NOT_FIRST = QT_TRANSLATE_NOOP("errors", "{paper} must be the first paper: printers may be set up for it.")
SHOWN_NOW = QT_TRANSLATE_NOOP("errors", "“{label}” was blank on {part} and is printed there now.")
TOLD_NOW = QT_TRANSLATE_NOOP(
    "errors", "“{label}” was blank on parts that go out of a case in confidence (客户保密), and is printed there now."
)
