# SPDX-License-Identifier: Apache-2.0
"""A cell of a form's workbook understood: label, field, tick boxes, signature; what is wrong with it is said there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from complaintdesk import fields
from complaintdesk.domain.toml_table import nearest
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.labels import words_of
from complaintdesk.printing import form_files
from complaintdesk.printing.form_text import bold_shows, usual_align
from complaintdesk.printing.templates import Align, Cell, CellKind
from complaintdesk.sheets.border import cell_name
from complaintdesk.sheets.form_book import GridCell, GridSheet
from complaintdesk.sheets.form_words import BOX, COUNTER, NO, SIGN, YES, boxes, field_label

_BRACES = re.compile(r"\{([^{}]*)\}")
_WIDE_BRACES = re.compile("[｛｝]")
_BOXES = re.compile("[☐▢◻❏❐❑❒]")  # as input methods and fonts of symbols have them
_ONE_FIELD = re.compile(r"\{[a-z_]+(?:\.[a-z_]+)+\}")


@dataclass(frozen=True)
class Finding:
    """What is to be said of a form's workbook: in which cell, what, and whether it can't be adopted so."""

    where: str  # Sheet!C5; '' for the whole
    problem: UserError
    stops: bool = True

    def words(self) -> str:
        """The finding in the language in use, its cell before it."""
        said = words_of(self.problem)
        return f"{self.where}：{said}" if self.where else said


@dataclass
class Findings:
    """All that was found, in the order of the sheets."""

    found: list[Finding] = field(default_factory=list)

    def say(self, where: str, text: str, *, stops: bool = True, **values: Any) -> None:
        """Notes one more; `text` is marked for translation in the context "errors"."""
        finding = Finding(where, UserError(text, field="", **values), stops)
        if finding.where not in {each.where for each in self.found if each.problem.text == text}:
            self.found.append(finding)

    def says_yes(self, text: str, where: str) -> bool:
        """Whether the words say yes; it is noted where they are neither yes nor no."""
        if text not in {"", YES, NO}:
            self.say(where, NO_FLAG, found=text, yes=YES)
        return text == YES

    def look_for_words(self, sheet: GridSheet, row: int, column: int, *, told: bool) -> None:
        """Notes it where a cell holds something else than it shows; numbers and 是 may look as they like in `told`."""
        found = sheet.at(row, column)
        if found.as_shown or (told and (found.text in {"", YES} or _is_number(found.text))):
            return
        self.say(place(sheet, row, column), NOT_WORDS)

    @property
    def stopped(self) -> bool:
        """Whether one of them stands in the way of adopting."""
        return any(each.stops for each in self.found)


def place(sheet: GridSheet, row: int, column: int) -> str:
    """A cell as the office program names it: A5 横!C5."""
    return f"{sheet.name}!{cell_name(row, column)}"


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


class CellReader:
    """Reads the cells of one form: `roots` are the first parts of the names of the fields that may stand there."""

    def __init__(self, form_id: str, findings: Findings) -> None:
        self._form_id = form_id
        self._findings = findings
        form = form_files.shipped(form_id)
        self._shipped = {cell.text for layout in (form, *form.layouts) for row in layout.rows for cell in row.cells}

    def cell(self, found: GridCell, where: str, span: int, roots: Sequence[str], *, of_table: bool = False) -> Cell:
        """The cell as the form has it; of what is wrong with it a finding is noted."""
        text = _BOXES.sub(BOX, found.text)
        if not text.strip():
            return Cell(CellKind.EMPTY, span)
        if _WIDE_BRACES.search(text):
            self._findings.say(where, WIDE)
        if BOX in text and ("{" in text or "}" in text):
            return self._ticks(found, text, where, span, roots)
        if text == COUNTER:
            if not of_table:
                self._findings.say(where, COUNTED)
            return self._made(CellKind.COUNTER, found, span, "")
        if text.endswith(SIGN):
            return self._made(CellKind.SIGN, found, span, text.removesuffix(SIGN).rstrip())
        if "{" in text or "}" in text:
            if found.filled:
                self._findings.say(where, FILLED, stops=False)
            good = self.check(text, where, roots)
            return self._made(CellKind.FIELD, found, span, text if good else "")
        if BOX in text and text not in self._shipped:
            self._findings.say(where, NO_TICK_FIELD, stops=False)
        return self._made(CellKind.LABEL if found.filled else CellKind.TEXT, found, span, text)

    def words(self, found: GridCell, where: str, span: int) -> Cell:
        """The words above a table's column."""
        if "{" in found.text or BOX in found.text:
            self._findings.say(where, WORDS_ALONE)
        return Cell(CellKind.LABEL, span, found.text, Align.CENTER)

    def check(self, text: str, where: str, roots: Sequence[str]) -> bool:
        """Whether every field in the words is one that may stand there, in a format that suits it."""
        if _WIDE_BRACES.search(text):
            self._findings.say(where, WIDE)
            return False
        if re.search("[{}]", _BRACES.sub("", text)):
            self._findings.say(where, UNCLOSED)
            return False
        good = True
        for inside in _BRACES.findall(text):
            name, _, form = inside.partition("|")
            allowed = [each for each in fields.names() if each.partition(".")[0] in roots]
            if name not in allowed:
                self._unknown(name, where, allowed)
                good = False
            elif "|" in inside and form not in fields.formats_of(name):
                formats = ", ".join(fields.formats_of(name))
                self._findings.say(where, NO_FORMAT, name=name, label=field_label(name), found=form, allowed=formats)
                good = False
        return good

    def one_field(self, text: str, where: str, roots: Sequence[str]) -> str:
        """The name of the one field that the words are; '' where they are anything else, and then it was said."""
        if not self.check(text, where, roots):
            return ""
        if not _ONE_FIELD.fullmatch(text.strip()):
            self._findings.say(where, ONE_FIELD, found=text)
            return ""
        return text.strip()[1:-1]

    def _unknown(self, name: str, where: str, allowed: Sequence[str]) -> None:
        by_label = {field_label(each): each for each in reversed(allowed)}
        near = by_label.get(name) or nearest(name, allowed)
        if name in fields.names():
            self._findings.say(where, NOT_HERE, name=name, label=field_label(name))
        elif near:
            self._findings.say(where, NEAREST, found=name, nearest=near, label=field_label(near))
        else:
            self._findings.say(where, UNKNOWN, found=name)

    def _ticks(self, found: GridCell, text: str, where: str, span: int, roots: Sequence[str]) -> Cell:
        words, _, rest = text.partition("{")
        name = self.one_field("{" + rest, where, roots)
        terms = fields.terms_of(name) if name else ()
        if name and not terms:
            self._findings.say(where, NO_TERMS, name=name, label=field_label(name))
        known = boxes(self._form_id, name) if terms else {}
        ticks: dict[str, str] = {}
        before, *each_box = words.split(BOX)
        if before.strip():
            self._findings.say(where, BEFORE_BOXES, found=before.strip())
        for each in each_box:
            label, _, term = (part.strip() for part in each.partition("="))
            term = term or known.get(label, "")
            if not label or (terms and term not in terms):
                offered = "、".join(f"{word}={value}" for word, value in known.items())
                self._findings.say(where, NO_TERM, found=each.strip(), allowed=offered)
            elif terms and term in ticks:
                self._findings.say(where, TERM_TWICE, found=label, other=ticks[term])
            ticks[term] = label
        made = self._made(CellKind.TICKS, found, span, f"{{{name}}}" if name else "")
        return Cell(made.kind, span, made.text, made.align, ticks=tuple(ticks.items()))

    @staticmethod
    def _made(kind: CellKind, found: GridCell, span: int, text: str) -> Cell:
        align = Align(found.align) if found.align in tuple(Align) else usual_align(kind)
        return Cell(kind, span, text, align, bold=found.bold and bold_shows(kind))


NOT_WORDS = QT_TRANSLATE_NOOP(
    "errors", "A formula, a day or a number in a dress of its own: type the words themselves, with ' before them."
)
NO_FLAG = QT_TRANSLATE_NOOP("errors", "“{found}”: here stands {yes}, or nothing.")
UNKNOWN = QT_TRANSLATE_NOOP("errors", "There is no field “{found}”. The sheet “字段” names them all.")
NEAREST = QT_TRANSLATE_NOOP("errors", "There is no field “{found}”. Is “{nearest}” ({label}) meant?")
NOT_HERE = QT_TRANSLATE_NOOP("errors", "“{name}” ({label}) is not known where this form, or this table, is printed.")
NO_FORMAT = QT_TRANSLATE_NOOP(
    "errors", "“{name}” ({label}) can't be written as “{found}”. One of these is possible: {allowed}."
)
WIDE = QT_TRANSLATE_NOOP("errors", "Braces are typed half as wide: {{case.place}}, not ｛case.place｝.")
BEFORE_BOXES = QT_TRANSLATE_NOOP("errors", "“{found}”: words before boxes stand in a cell of their own.")
UNCLOSED = QT_TRANSLATE_NOOP("errors", "A brace {{ or }} is missing: a field is written {{case.place}}.")
ONE_FIELD = QT_TRANSLATE_NOOP("errors", "One field alone is expected here, as in {{case.grade}}, not “{found}”.")
COUNTED = QT_TRANSLATE_NOOP("errors", "{{序号}} counts the rows of a table: it can stand in a row 表行 alone.")
WORDS_ALONE = QT_TRANSLATE_NOOP("errors", "Above a table's column stand words alone, no field and no boxes.")
FILLED = QT_TRANSLATE_NOOP("errors", "A field has no grey on paper: the colour of this cell is not printed.")
NO_TICK_FIELD = QT_TRANSLATE_NOOP(
    "errors", "Boxes without a field are never ticked: write it after them, as in □急修 □小修 {{case.grade}}."
)
NO_TERMS = QT_TRANSLATE_NOOP("errors", "“{name}” ({label}) is no field with values to tick.")
NO_TERM = QT_TRANSLATE_NOOP("errors", "“□{found}”: which value does this box stand for? Known are: {allowed}.")
TERM_TWICE = QT_TRANSLATE_NOOP("errors", "“□{found}” stands for the same value as “□{other}”.")
