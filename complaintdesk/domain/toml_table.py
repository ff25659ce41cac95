# SPDX-License-Identifier: Apache-2.0
"""A TOML table read key by key: every mistake in it is told with its file, its place and what was expected there."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator
from datetime import time
from difflib import get_close_matches
from enum import StrEnum
from itertools import pairwise
from typing import Any, Protocol, Self, TypeVar

from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError

Term = TypeVar("Term", bound=StrEnum)


class _Row(Protocol):
    @property
    def id(self) -> str: ...


Row = TypeVar("Row", bound=_Row)

_ID = re.compile(r"[a-z][a-z0-9_]*")
_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")


class ProcedureMistake(UserError):
    """A mistake in a procedure's text; `file`, `key` and what was found are among its values."""


def nearest(found: str, allowed: Iterable[str]) -> str:
    """The allowed word that looks most like the one found, '' if none does."""
    return next(iter(get_close_matches(found, list(allowed), 1, 0.5)), "")


class TomlTable:
    """One table of a file. Each method takes a key and answers with its value; `done` refuses the keys never taken."""

    def __init__(self, values: dict[str, Any], file: str, path: str = "") -> None:
        self._values = values
        self._file = file
        self._path = path
        self._known: set[str] = set()

    @classmethod
    def parse(cls, text: str, file: str) -> Self:
        """The file's outermost table; ProcedureMistake if the text is no TOML."""
        try:
            return cls(tomllib.loads(text), file)
        except tomllib.TOMLDecodeError as error:
            raise ProcedureMistake(
                QT_TRANSLATE_NOOP("errors", "{file} can't be read as TOML: {reason}"), file=file, reason=str(error)
            ) from error

    def __contains__(self, key: str) -> bool:
        self._known.add(key)
        return key in self._values

    def place(self, key: str) -> str:
        """Where in the file a key stands, such as `commitments.finish.limit`; '' for the table itself."""
        return ".".join(part for part in (self._path, key) if part)

    def mistake(self, key: str, text: str, **values: Any) -> ProcedureMistake:
        """A mistake at a key, to be raised; `text` is a marked one that names {file} and {key}."""
        return ProcedureMistake(text, field="", file=self._file, key=self.place(key), **values)

    def not_one_of(self, key: str, found: str, allowed: Collection[str]) -> ProcedureMistake:
        """The mistake of a word that isn't among those allowed, the nearest of them offered."""
        if near := nearest(found, allowed):
            return self.mistake(
                key,
                QT_TRANSLATE_NOOP("errors", "{file}, {key}: there is no “{found}”. Is “{nearest}” meant?"),
                found=found,
                nearest=near,
            )
        return self.mistake(
            key,
            QT_TRANSLATE_NOOP("errors", "{file}, {key}: there is no “{found}”. One of these is expected: {allowed}."),
            found=found,
            allowed=", ".join(allowed),
        )

    def done(self) -> None:
        """Refuse a key that nobody asked for: a misspelt one must not pass for an absent one."""
        for key in self._values:
            if key not in self._known:
                raise self.not_one_of(key, key, sorted(self._known))

    def _take(self, key: str) -> Any:
        if key not in self:
            raise self.mistake(key, QT_TRANSLATE_NOOP("errors", "{file}, {key}: this key is missing."))
        return self._values[key]

    def text(self, key: str, default: str | None = None) -> str:
        """A text that isn't empty; the default, where one is given, when the key is absent."""
        if default is not None and key not in self:
            return default
        return self._as_text(key, self._take(key))

    def is_empty(self, key: str) -> bool:
        """Whether nothing but an empty text stands there."""
        return key in self and self._values[key] == ""

    def _as_text(self, key: str, value: object) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self.mistake(key, QT_TRANSLATE_NOOP("errors", "{file}, {key}: a text in quotes is expected."))
        return value

    def identifier(self, key: str) -> str:
        """An id: small letters, digits and _, beginning with a letter."""
        value = self._as_text(key, self._take(key))
        if not _ID.fullmatch(value):
            raise self.mistake(
                key,
                QT_TRANSLATE_NOOP(
                    "errors", "{file}, {key}: an id is made of small letters, digits and _, such as water_supply."
                ),
            )
        return value

    def matching(self, key: str, pattern: str, text: str) -> str:
        """A text of the pattern's form; `text` is the marked mistake otherwise."""
        value = self._as_text(key, self._take(key))
        if not re.fullmatch(pattern, value):
            raise self.mistake(key, text)
        return value

    def flag(self, key: str, default: bool) -> bool:
        """true or false; the default when the key is absent."""
        value = self._take(key) if key in self else default
        if not isinstance(value, bool):
            raise self.mistake(key, QT_TRANSLATE_NOOP("errors", "{file}, {key}: true or false is expected."))
        return value

    def whole(self, key: str, least: int, most: int) -> int:
        """A whole number within bounds, both included."""
        value = self._take(key)
        if type(value) is not int or not least <= value <= most:
            raise self.mistake(
                key,
                QT_TRANSLATE_NOOP("errors", "{file}, {key}: a whole number from {least} to {most} is expected."),
                least=least,
                most=most,
            )
        return value

    def _items(self, key: str) -> list[Any]:
        value = self._take(key)
        if not isinstance(value, list):
            raise self.mistake(key, QT_TRANSLATE_NOOP("errors", "{file}, {key}: a list in [ ] is expected."))
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(self._as_text(key, item) for item in self._items(key))

    def reference(self, key: str, allowed: Iterable[str]) -> str:
        """The id of something that is there."""
        return self._as_reference(key, self.text(key), tuple(allowed))

    def references(self, key: str, allowed: Iterable[str]) -> tuple[str, ...]:
        """A list of ids of what is there."""
        allowed = tuple(allowed)
        return tuple(self._as_reference(key, found, allowed) for found in self.texts(key))

    def _as_reference(self, key: str, found: str, allowed: tuple[str, ...]) -> str:
        if found not in allowed:
            raise self.not_one_of(key, found, allowed)
        return found

    def weekdays(self, key: str) -> frozenset[int]:
        """A list of weekdays, Monday 1 to Sunday 7."""
        items = self._items(key)
        if not items or any(type(item) is not int or item not in range(1, 8) for item in items):
            raise self.mistake(
                key, QT_TRANSLATE_NOOP("errors", "{file}, {key}: weekdays are expected, 1 for Monday to 7 for Sunday.")
            )
        return frozenset(items)

    def clock(self, key: str) -> time:
        """A time of day written as "08:30"."""
        return self._as_clock(key, self._take(key))

    def _as_clock(self, key: str, value: object) -> time:
        match = _TIME.fullmatch(value) if isinstance(value, str) else None
        if match is None:
            raise self.mistake(
                key, QT_TRANSLATE_NOOP("errors", '{file}, {key}: a time of day such as "08:30" is expected.')
            )
        return time(int(match[1]), int(match[2]))

    def clock_spans(self, key: str) -> tuple[tuple[time, time], ...]:
        """A list of pairs of times of day, one after another."""
        spans = []
        for item in self._items(key):
            if not isinstance(item, list) or len(item) != 2:
                raise self.mistake(
                    key, QT_TRANSLATE_NOOP("errors", '{file}, {key}: pairs such as ["08:30", "12:00"] are expected.')
                )
            spans.append((self._as_clock(key, item[0]), self._as_clock(key, item[1])))
        flat = [moment for span in spans for moment in span]
        if not flat or any(later <= earlier for earlier, later in pairwise(flat)):
            raise self.mistake(key, QT_TRANSLATE_NOOP("errors", "{file}, {key}: each time must be after the last."))
        return tuple(spans)

    def term(self, key: str, terms: Iterable[Term]) -> Term:
        """One of the terms, by its value."""
        return self._as_term(key, self._as_text(key, self._take(key)), terms)

    def terms(self, key: str, terms: Iterable[Term]) -> tuple[Term, ...]:
        """A list of terms, by their values; none twice and at least one."""
        terms = tuple(terms)
        found = tuple(self._as_term(key, each, terms) for each in self.texts(key))
        if not found:
            raise self.mistake(key, QT_TRANSLATE_NOOP("errors", "{file}, {key}: the list is empty."))
        self._refuse_repeats(key, found)
        return found

    def _as_term(self, key: str, value: str, terms: Iterable[Term]) -> Term:
        by_value = {term.value: term for term in terms}
        if value not in by_value:
            raise self.not_one_of(key, value, by_value)
        return by_value[value]

    def _refuse_repeats(self, key: str, values: Iterable[str]) -> None:
        seen: set[str] = set()
        for value in values:
            if value in seen:
                raise self.twice(key, value)
            seen.add(value)

    def twice(self, key: str, found: str) -> ProcedureMistake:
        """The mistake of a word that may stand only once."""
        return self.mistake(key, QT_TRANSLATE_NOOP("errors", "{file}, {key}: “{found}” is there twice."), found=found)

    def table(self, key: str) -> Self:
        """A table inside this one."""
        return self._as_table(key, self._take(key))

    def _as_table(self, place: str, value: object) -> Self:
        if not isinstance(value, dict):
            raise self.mistake(place, QT_TRANSLATE_NOOP("errors", "{file}, {key}: a table is expected."))
        return type(self)(value, self._file, self.place(place))

    def tables(self, key: str, name: str = "id") -> Iterator[Self]:
        """The tables of a list, named in mistakes by their `name` key where they have one, else by their position."""
        for position, item in enumerate(self._items(key), 1):
            named = item.get(name) if isinstance(item, dict) else None
            yield self._as_table(f"{key}.{named}" if isinstance(named, str) else f"{key}[{position}]", item)

    def tables_if_any(self, key: str) -> Iterator[Self]:
        """The tables of a list that may be left out."""
        return self.tables(key) if key in self else iter(())

    def listed(self, key: str, rows: Iterable[Row]) -> tuple[Row, ...]:
        """The rows read from a list, none twice by id or, where they have one, by name, as both are looked up."""
        rows = tuple(rows)
        seen: set[str] = set()
        for row in rows:
            for word in {str(row.id), getattr(row, "name", str(row.id))}:
                if word in seen:
                    raise self.twice(key, word)
                seen.add(word)
        return rows
