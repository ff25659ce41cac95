# SPDX-License-Identifier: Apache-2.0
"""A table of a form's file, read key by key: lengths, papers, expressions with fields, boxes to tick."""

from __future__ import annotations

from collections.abc import Sequence

from complaintdesk import fields
from complaintdesk.domain.toml_table import TomlTable
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.printing.papers import LANDSCAPE, OFFERED, STANDARD, PaperSize, paper_named


class FormTable(TomlTable):
    """A table of a form's file. Each method takes a key and answers with its value, or raises what is wrong with it."""

    def number(self, key: str, least: float, most: float, default: float | None = None) -> float:
        """A number within bounds, both included."""
        value = default if default is not None and key not in self else self._take(key)
        if not isinstance(value, int | float) or isinstance(value, bool) or not least <= value <= most:
            text = QT_TRANSLATE_NOOP("errors", "{file}, {key}: a number from {least} to {most} is expected.")
            raise self.mistake(key, text, least=least, most=most)
        return float(value)

    def one_of(self, key: str, allowed: Sequence[str], default: str | None = None) -> str:
        """One of the words."""
        value = self.text(key, default)
        if value not in allowed:
            raise self.not_one_of(key, value, allowed)
        return value

    def papers(self, key: str) -> tuple[PaperSize, ...]:
        """The papers of a list of names such as "A4", "A5 landscape", "241x140", "roll 80"."""
        found = []
        for name in self.texts(key):
            try:
                found.append(paper_named(name))
            except UserError as error:
                raise self.not_one_of(key, name, [*OFFERED, *(f"{each} {LANDSCAPE}" for each in STANDARD)]) from error
        if not found:
            raise self.mistake(key, QT_TRANSLATE_NOOP("errors", "{file}, {key}: one paper at least is expected."))
        return tuple(found)

    def columns(self, key: str) -> tuple[float, ...]:
        """The columns' shares of the width, which make 1: a number of equal ones, or their widths."""
        value = self._take(key)
        if isinstance(value, list):
            widths = self._lengths(key, value, len(value) or 1, 0.1)
        else:
            widths = (1.0,) * self.whole(key, 1, 120)
        return tuple(width / sum(widths) for width in widths)

    def margins(self, key: str) -> tuple[float, float, float, float]:
        """Top, right, bottom and left margin."""
        return self._lengths(key, self._take(key), 4, 0)  # type: ignore[return-value]

    def _lengths(self, key: str, value: object, count: int, least: float) -> tuple[float, ...]:
        numbers = value if isinstance(value, list) else []
        if len(numbers) != count or not all(type(each) in {int, float} and least <= each <= 1000 for each in numbers):
            text = QT_TRANSLATE_NOOP("errors", "{file}, {key}: {count} lengths in millimetres are expected.")
            raise self.mistake(key, text, count=count)
        return tuple(float(each) for each in numbers)

    def expressions(self, key: str, roots: Sequence[str]) -> tuple[str, ...]:
        """A list of texts with fields in braces; () when the key is absent."""
        texts = self.texts(key) if key in self else ()
        for each in texts:
            self.check(key, each, roots)
        return texts

    def expression(self, key: str, roots: Sequence[str]) -> str:
        """A text with fields in braces; '' when the key is absent."""
        text = self.text(key, "")
        self.check(key, text, roots)
        return text

    def check(self, key: str, expression: str, roots: Sequence[str]) -> None:
        """Refuses an expression with a field that isn't there or doesn't belong, or with a format that doesn't suit."""
        allowed = [name for name in fields.names() if name.partition(".")[0] in roots]
        try:
            references = fields.references(expression)
        except UserError as error:
            text = QT_TRANSLATE_NOOP("errors", "{file}, {key}: a field is written {{case.place}}, not “{found}”.")
            raise self.mistake(key, text, found=expression) from error
        for name, form in references:
            if name not in allowed:
                raise self.not_one_of(key, name, allowed)
            if form and form not in fields.formats_of(name):
                raise self.not_one_of(key, form, fields.formats_of(name))

    def field_in(self, key: str, roots: Sequence[str]) -> str:
        """The one field that an expression consists of."""
        expression = self.expression(key, roots)
        references = fields.references(expression)
        if len(references) != 1 or expression != f"{{{references[0][0]}}}":
            text = QT_TRANSLATE_NOOP("errors", "{file}, {key}: one field alone is expected, as in {{case.grade}}.")
            raise self.mistake(key, text)
        return references[0][0]

    def ticks(self, key: str, of: str) -> tuple[tuple[str, str], ...]:
        """The boxes to tick: what the field can be → the words beside the box."""
        value = self._take(key)
        if not isinstance(value, dict) or not value:
            text = QT_TRANSLATE_NOOP(
                "errors", '{file}, {key}: boxes are written {{ urgent = "急修", small = "小修" }}.'
            )
            raise self.mistake(key, text)
        allowed = fields.terms_of(of)
        for each in value:
            if each not in allowed:
                raise self.not_one_of(key, each, allowed)
        return tuple((each, self._as_text(f"{key}.{each}", words)) for each, words in value.items())
