# SPDX-License-Identifier: Apache-2.0
"""Each form on each of its papers by each mode, drawn once, and what its file holds: words, places, faces, glyphs."""

from __future__ import annotations

import html
import io
import re
import struct
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, cast

import pypdf
from pypdf.generic import DictionaryObject

from complaintdesk import fields
from complaintdesk.desk.survey_sheets import OPINION, questions_of
from complaintdesk.formats import Word
from complaintdesk.printing import form_files
from complaintdesk.printing.forms import Mode, Paper, standing
from complaintdesk.printing.papers import PaperSize, Placing, PrintMode
from complaintdesk.printing.rows import MM
from complaintdesk.printing.templates import Cell, Form, GridRow, TableRow
from tests.printing.list_papers import a_survey_sheet
from tests.printing.papers import OFFICE, ZONE, printed
from tests.test_forms import RECORDS

PAPERS = [
    (form.id, paper)
    for form in map(form_files.shipped, form_files.shipped_ids())
    for layout in (form, *form.layouts)
    for paper in layout.papers
]
STAMP = "打印2026-11-2110:45王敏"
OPINIONS = a_survey_sheet(questions=questions_of(OPINION))
_SHOWN = re.compile(rb"/(\S+) [\d.]+ Tf \(((?:\\.|[^\\)])*)\) Tj", re.DOTALL)
_WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)"[^>]*>([^<]*)</word>')
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


@dataclass(frozen=True)
class Placed:
    """A word with where it begins, how high it stands and where it ends, in mm from the page's upper left."""

    text: str
    x: float
    y: float
    to_x: float

    def moved(self, dx: float, dy: float) -> Placed:
        """The word to the right and down by so much."""
        return replace(self, x=self.x + dx, y=self.y + dy, to_x=self.to_x + dx)

    def touches(self, other: Placed) -> bool:
        """Whether one stands upon the other."""
        return abs(self.y - other.y) < 1.5 and min(self.to_x, other.to_x) - max(self.x, other.x) > 0.1

    def at(self, other: Placed, only_across: bool = False) -> bool:
        """Whether it is the same word, or the end of it, at the same place, within a tenth of a millimetre."""
        beginning = abs(self.x - other.x) < 0.1 or self.text != other.text
        there = other.text.endswith(self.text) and beginning and abs(self.to_x - other.to_x) < 0.1
        return there and (only_across or abs(self.y - other.y) < 0.1)


@dataclass(frozen=True)
class Sheet:
    """A page as pypdf finds it; white space is left out of its text."""

    text: str
    size: tuple[float, float]  # mm


@cache
def drawn(form_id: str, paper: PaperSize, mode: PrintMode, filling: Mode) -> Paper:
    """The form on this paper, one record's worth."""
    return printed(form_id, record_of(form_id), filling, placing=Placing(paper, mode))


def record_of(form_id: str) -> Any:
    """A record for the form."""
    return OPINIONS if form_id == OPINION else RECORDS[form_files.shipped(form_id).record]


@cache
def read(pdf: bytes) -> tuple[Sheet, ...]:
    """The pages as pypdf reads them."""
    return tuple(_sheet(page) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def _sheet(page: pypdf.PageObject) -> Sheet:
    width, height = (float(side) / MM for side in page.mediabox[2:])
    return Sheet("".join(page.extract_text().split()), (round(width, 1), round(height, 1)))


def read_by_poppler(pdf: bytes, pdftotext: str) -> list[str]:
    """The pages' text in the order in which it was drawn, white space left out."""
    done = subprocess.run([pdftotext, "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return ["".join(page.split()) for page in done.stdout.decode().split("\f")[:-1]]


def words_on(pdf: bytes, pdftotext: str) -> list[list[Placed]]:
    """Each page's words with their places, by poppler."""
    done = subprocess.run([pdftotext, "-bbox", "-", "-"], input=pdf, capture_output=True, check=True)
    pages = done.stdout.decode().split("<page ")[1:]
    return [[_placed(*found) for found in _WORD.findall(page)] for page in pages]


def _placed(x: str, y: str, to_x: str, text: str) -> Placed:
    return Placed(html.unescape(text), float(x) / MM, float(y) / MM, float(to_x) / MM)


def unembedded(pdf: bytes) -> list[str]:
    """The fonts of a file that are not in it whole, as far as it needs them."""
    return [
        str(font["/BaseFont"])
        for font in _dictionaries(pdf)
        if font.get("/Type") == "/Font" and "/FontFile2" not in font.get("/FontDescriptor", {})
    ]


def told_by_glyphs(pdf: bytes) -> str:
    """All that is drawn, decoded by each font's own map; fails where a glyph drawn is the empty one (.notdef)."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    shared: dict[str, tuple[tuple[int, ...], dict[int, str]]] = {}
    for page in reader.pages:
        for name, font in page["/Resources"].get("/Font", {}).items():  # type: ignore[attr-defined]
            if name not in shared:
                font = font.get_object()
                file = font["/FontDescriptor"]["/FontFile2"].get_data()
                shared[name] = _glyph_ids(file), _characters(font["/ToUnicode"].get_data().decode())
    told = []
    for stream in _streams(pdf):
        found = _SHOWN.findall(stream)
        assert len(found) == stream.count(b" Tj")
        for name, escaped in found:
            ids, characters = shared["/" + name.decode()]
            for code in _unescaped(escaped):
                assert ids[code] != 0, f"{characters[code]} is drawn as nothing"
                told.append(characters[code])
    return "".join("".join(told).split())


def _dictionaries(pdf: bytes) -> Iterator[DictionaryObject]:
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    for number in range(1, len(reader.xref[0]) + 1):
        found = reader.get_object(number)
        if isinstance(found, DictionaryObject):
            yield found


def _streams(pdf: bytes) -> list[bytes]:
    """What draws: the pages' contents and the drawings that they share."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    contents = [page.get_contents() for page in reader.pages]
    shared = [each for each in _dictionaries(pdf) if each.get("/Subtype") == "/Form"]
    return [each.get_data() for each in (*contents, *shared) if each is not None]  # type: ignore[attr-defined]


def _unescaped(text: bytes) -> bytes:
    def plain(match: re.Match[bytes]) -> bytes:
        return bytes([int(match[1], 8)]) if match[1].isdigit() else _LETTERS.get(match[1], match[1])

    return _ESCAPED.sub(plain, text)


def _glyph_ids(font: bytes) -> tuple[int, ...]:
    """Which glyph each code is, by the face's own table (cmap, a trimmed one from 0)."""
    (count,) = struct.unpack_from(">H", font, 4)
    tables = {font[at : at + 4]: struct.unpack_from(">L", font, at + 8)[0] for at in range(12, 12 + 16 * count, 16)}
    (offset,) = struct.unpack_from(">L", font, tables[b"cmap"] + 8)
    kind, _length, _language, first, codes = struct.unpack_from(">5H", font, tables[b"cmap"] + offset)
    assert (kind, first) == (6, 0)
    return struct.unpack_from(f">{codes}H", font, tables[b"cmap"] + offset + 10)


def _characters(told: str) -> dict[int, str]:
    pairs = re.findall(r"<([0-9A-F]{2})> <([0-9A-F]{4,8})>", told)
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}


def always_there(form: Form) -> list[Cell]:
    """The cells of the rows that are always there."""
    return [cell for row in form.rows if isinstance(row, TableRow) or not row.only_with for cell in row.cells]


def optional(form: Form) -> frozenset[str]:
    """The fields without which a row of the form isn't there."""
    return frozenset(row.only_with.strip("{}") for row in form.rows if isinstance(row, GridRow) and row.only_with)


def without_optional_rows(form: Form) -> Form:
    """The form with the rows alone that a blank one has."""
    rows = tuple(row for row in form.rows if isinstance(row, TableRow) or not row.only_with)
    return replace(form, rows=rows, layouts=tuple(without_optional_rows(each) for each in form.layouts))


def samples_in(cells: list[Cell]) -> list[tuple[frozenset[str], str]]:
    """What each cell shows of its fields' samples, and which these are; of a check list its steps."""
    found: list[tuple[frozenset[str], str]] = []
    for cell in cells:
        if cell.checks:
            steps = fields.value(cell.checks, _EVERYTHING)
            found += [(cell.names, str(each.values["words"])) for each in cast("tuple[Word, ...]", steps)]
        elif cell.names and not cell.ticks:
            found.append((cell.names, fields.formatted(cell.text, _EVERYTHING, ZONE, "zh_CN")))
    return [(names, "".join(text.split())) for names, text in found]


class _Everything(dict[str, Any]):
    def __missing__(self, _root: str) -> fields.Sample:
        return fields.Sample.RECORD


_EVERYTHING = _Everything(office=OFFICE)


def own_words(form: Form) -> str:
    """All that stands on a blank one, without white space."""
    cells = [cell for row in form.rows for cell in row.cells]
    words = [cell.text for cell in cells if not cell.names] + [cell.head for cell in cells]
    words += [label for cell in cells for _, label in cell.ticks]
    words += [STAMP, OFFICE.name, form.title, *form.left, *form.right, *form.foot_left, *form.foot_right]
    words += [f"{part.label}{part.note}" for part in form.parts]
    words += [
        fields.formatted(cell.text, _Everything(office=OFFICE), ZONE, "zh_CN")
        for cell in cells
        if "{office" in cell.text
    ]
    for row in form.rows:
        if isinstance(row, TableRow):
            each_one = [_Everything({row.items: item}) for item in standing(form.id)]
            words += [fields.formatted(cell.text, one, ZONE, "zh_CN") for cell in row.cells for one in each_one]
    return "".join("".join(words).split())
