# SPDX-License-Identifier: Apache-2.0
"""A rule book's text edited row by row: one row written, moved or taken out, all else in the text as it was."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import tomlkit
from tomlkit.items import AoT

from complaintdesk.desk.book_sections import Section, Sort
from complaintdesk.desk.procedures import OWN

Values = dict[str, Any]  # a row as TOML holds it


@lru_cache(16)
def _read(text: str) -> Values:
    return tomllib.loads(text)


def table_rows(text: str, key: str) -> tuple[Values, ...]:
    """The rows of a table in the text's order, that of one row alone included; () where it says nothing of them.

    `teams` are those of all departments. Raises tomllib.TOMLDecodeError for a text that is no TOML.
    """
    book = _read(text)
    if key == "teams":
        return tuple(team for each in book.get("departments", ()) for team in each.get("teams", ()))
    found = book.get(key, ())
    if isinstance(found, dict):
        return (found,)
    return tuple(each if isinstance(each, dict) else {"name": each} for each in found)


def names_of(text: str, key: str) -> dict[str, str]:
    """What the rows of a table are called, by id."""
    return {str(row["id"]): str(row.get("name", row.get("words", row["id"]))) for row in table_rows(text, key)}


def with_row(text: str, section: Section, at: int | None, values: Mapping[str, Any]) -> str:
    """The text with a table's row at this position (None: a new last one) holding these values.

    Keys that are not a column of the table stay. A row that changed has the office itself for its source unless
    another was given; a new one gets an id of its own.
    """
    book = tomlkit.parse(text)
    fresh = _said(values)
    if "teams" in fresh:
        taken = {str(team["id"]) for team in table_rows(text, "teams")}
        fresh["teams"] = [{"id": each.get("id") or _new_id("team", taken), **each} for each in fresh["teams"]]
    if section.single:
        if section.key not in book:
            book[section.key] = tomlkit.table()
        _put(book[section.key], section, fresh)
    elif section.plain:
        _put_words(book, section.key, at, str(values["name"]))
    elif at is None:
        rows = book.setdefault(section.key, tomlkit.aot())
        row = tomlkit.table() if isinstance(rows, AoT) else tomlkit.inline_table()
        if section.known_by == "id":
            row["id"] = fresh.pop("id", None) or _new_id(section.key, {str(each["id"]) for each in rows})
        _put(row, section, fresh)
        if isinstance(rows, AoT):
            row.add(tomlkit.nl())
        rows.append(row)
    else:
        _put(book[section.key][at], section, fresh)
    return _written(book)


def without_row(text: str, section: Section, at: int) -> str:
    """The text without a table's row at this position; without the whole table where it was the last."""
    book = tomlkit.parse(text)
    if section.single or len(book[section.key]) == 1:
        del book[section.key]
    else:
        del book[section.key][at]
    return _written(book)


def with_row_moved(text: str, section: Section, at: int, to: int) -> str:
    """The text with a table's row at another position: where the order counts, the first or the last that fits goes."""
    book = tomlkit.parse(text)
    rows = book[section.key]
    order = [rows[each] for each in range(len(rows))]
    order.insert(to, order.pop(at))
    if section.plain:
        for place, words in enumerate(order):
            _put_words(book, section.key, place, str(words))
        return _written(book)
    fresh = tomlkit.aot() if isinstance(rows, AoT) else tomlkit.array()
    for row in order:
        fresh.append(row)
    book[section.key] = fresh
    return _written(book)


def _written(book: tomlkit.TOMLDocument) -> str:
    """The text without the blank lines that heap up where rows came and went."""
    text = tomlkit.dumps(book)
    tidy = re.sub("\n{3,}", "\n\n", text).rstrip("\n") + "\n"
    return tidy if tomllib.loads(tidy) == tomllib.loads(text) else text  # else they were within a text


def _put(row: Any, section: Section, fresh: Values) -> None:
    """Writes the columns of a row that differ."""
    keys = [column.key for column in section.columns if column.sort is not Sort.ID]
    before = _said(row.unwrap())
    changed = [key for key in keys if before.get(key) != fresh.get(key)]
    sourced = any(column.key == "source" for column in section.columns)
    if changed and sourced and ("source" not in changed or "source" not in fresh):
        fresh = {**fresh, "source": OWN}
        changed = list(dict.fromkeys((*changed, "source")))
    for key in changed:
        if key in fresh:
            row[key] = _item(fresh[key])
        elif key in row:
            del row[key]


def _put_words(book: tomlkit.TOMLDocument, key: str, at: int | None, words: str) -> None:
    """Writes one of a list of words, or a new last one."""
    rows = book.setdefault(key, tomlkit.array())
    if at is None:
        rows.append(words)
    elif rows[at] != words:
        rows[at] = words


def _said(values: Mapping[str, Any]) -> Values:
    """The keys that say something: what is not there, empty or false says the same."""
    return {key: value for key, value in values.items() if value is not False and value not in (None, "", [])}


def _item(value: Any) -> Any:
    """A value as it is written into a row: tables inside stay on its line, lists of tables take a line each."""
    if isinstance(value, Mapping):
        table = tomlkit.inline_table()
        for key, each in value.items():
            table[key] = _item(each)
        return table
    if isinstance(value, list | tuple):
        array = tomlkit.array()
        for each in value:
            array.append(_item(each))
        return array.multiline(any(isinstance(each, Mapping) for each in value))
    return tomlkit.item(value)


def line_of(text: str, key: str) -> int:
    """The line, from 0, on which a key stands that a mistake names, such as `commitments.finish.limit`; 0 if unseen."""
    table, _, rest = key.partition(".")
    id_, _, inner = rest.partition(".")
    lines = text.splitlines()
    for at, line in enumerate(lines):
        head, row = line.strip(), _row_lines(lines, at)
        if head == f"[[{table}]]" and any(re.match(rf'\s*(id|name)\s*=\s*"{re.escape(id_)}"', each) for each in row):
            return at + _offset(row, inner)
        if head in (f"[{table}]", f"[{table}.{id_}]"):
            return at + _offset(row, inner if head == f"[{table}.{id_}]" else rest)
    return next((at for at, line in enumerate(lines) if re.match(rf"{re.escape(table)}\s*=", line)), 0)


def _offset(row: list[str], inner: str) -> int:
    """How many lines below a row's head the key stands, 0 for the head itself where it is not there."""
    column = re.match("[a-z_]*", inner)
    wanted = rf"\s*{column[0]}\s*=" if column and column[0] else None
    return next((at for at, line in enumerate(row, 1) if wanted and re.match(wanted, line)), 0)


def _row_lines(lines: list[str], at: int) -> list[str]:
    end = next((n for n in range(at + 1, len(lines)) if lines[n].startswith("[")), len(lines))
    return lines[at + 1 : end]


def _new_id(key: str, taken: set[str]) -> str:
    stem = key.removesuffix("s")
    number = 1
    while f"{stem}_{number}" in taken:
        number += 1
    taken.add(f"{stem}_{number}")
    return f"{stem}_{number}"
