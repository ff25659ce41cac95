# SPDX-License-Identifier: Apache-2.0
"""In what two rule books differ, row by row and key by key; and what was changed here put into another's text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import tomlkit

from complaintdesk.desk.book_rows import Values, table_rows, with_row, without_row
from complaintdesk.desk.book_sections import SECTIONS, Column, Section

SOURCES = ("source", "service_source", "remark")  # where a row is from; not what it says


@dataclass(frozen=True)
class Difference:
    """What became of a row, or of one key in it; `column` None: the row came (no `old`) or went (no `new`).

    A row that changed is the one before: by its old name it is known.
    """

    section: Section
    row: Values
    column: Column | None
    old: Any = None
    new: Any = None


def differences(before: str, after: str) -> Iterator[Difference]:
    """All in which two texts differ, but for what `procedures.changes` tells: hours, and the lists of who works.

    Of a row in which sources and remarks alone changed nothing is told but that (`resourced`).
    """
    for section in SECTIONS:
        old, new = _by_id(before, section), _by_id(after, section)
        for id_, row in new.items():
            if id_ in old:
                yield from _in_row(section, old[id_], row)
            elif not section.told:
                yield Difference(section, row, None, new=row)
        for id_, row in old.items():
            if id_ not in new:
                yield Difference(section, row, None, old=row)


def resourced(before: str, after: str) -> dict[str, int]:
    """In how many rows of each table, by its key, sources or remarks changed."""
    found = {}
    for section in SECTIONS:
        old, new = _by_id(before, section), _by_id(after, section)
        count = sum(any(old[id_].get(key) != row.get(key) for key in SOURCES) for id_, row in new.items() if id_ in old)
        if count:
            found[section.key] = count
    return found


def is_moved(before: str, after: str) -> tuple[Section, ...]:
    """The tables whose rows stand in another order."""
    found = []
    for section in SECTIONS:
        old, new = (list(_by_id(text, section)) for text in (before, after))
        if [id_ for id_ in old if id_ in new] != [id_ for id_ in new if id_ in old]:
            found.append(section)
    return tuple(found)


def merged(base: str, theirs: str, mine: str) -> str:
    """Another desk's text with the rows that were changed here since `base`, each as a whole as it is here."""
    text = theirs
    for section in SECTIONS:
        was, now = _by_id(base, section), _by_id(mine, section)
        for id_, row in now.items():
            if row != was.get(id_):
                place = list(_by_id(text, section)).index(id_) if id_ in _by_id(text, section) else None
                text = with_row(text, section, place, row)
        for id_ in was:
            if id_ not in now and id_ in (there := list(_by_id(text, section))):
                text = without_row(text, section, there.index(id_))
    return _with_head(base, text, mine)


def _with_head(base: str, text: str, mine: str) -> str:
    """Takes over the book's own name, remark and hours where they were changed here."""
    was, now, book = tomlkit.parse(base), tomlkit.parse(mine), tomlkit.parse(text)
    for key in ("id", "name", "remark", "hours"):
        if key in now and now[key] != was.get(key):
            book[key] = now[key]
    return tomlkit.dumps(book)


def _by_id(text: str, section: Section) -> dict[str, Values]:
    return {str(row.get(section.known_by, section.key)): row for row in table_rows(text, section.key)}


def _in_row(section: Section, old: Mapping[str, Any], new: Values) -> Iterator[Difference]:
    for column in section.columns:
        if column.key not in SOURCES and not column.told and _is_other(old, new, column):
            yield Difference(section, dict(old), column, old.get(column.key), new.get(column.key))


def _is_other(old: Mapping[str, Any], new: Mapping[str, Any], column: Column) -> bool:
    was, is_now = old.get(column.key), new.get(column.key)
    return was != is_now and not (column.of != "either" and was in (None, False) and is_now in (None, False))
