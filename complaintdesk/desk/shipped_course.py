# SPDX-License-Identifier: Apache-2.0
"""What the shipped rule book says of a matter's course and an older one does not: ladder, approvals, waves, steps …"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import tomlkit

from complaintdesk.desk.book_rows import table_rows
from complaintdesk.desk.book_sections import Column, Sort, section

# In the order in which they may name one another. An older book has none of them; one that has any decided so itself.
COURSE = (
    *("ladder", "out_of_hours", "routes", "escalations", "approvals", "measures", "steps", "sampling", "waves"),
    *("same_matter", "assessment", "review", "meetings", "fines", "special_closing", "warnings"),
)


@lru_cache(8)
def lacks_course(text: str) -> bool:
    """Whether a rule book says nothing of the course of a matter, as all that were adopted before there was any."""
    return not any(table_rows(text, key) for key in COURSE)


@lru_cache(4)  # to read two texts with their remarks takes long
def with_course(text: str, shipped: str) -> str:
    """The text of a rule book that says nothing of a matter's course with the shipped one's, all else as it was.

    Limits that it lacks come along; of all of it only what names nothing that this rule book does not have.
    """
    if not lacks_course(text):
        return text
    book, model = tomlkit.parse(text), tomlkit.parse(shipped)
    for key in ("commitments", *COURSE):
        if key not in model:
            continue
        known = _ids(book)
        if section(key).single:
            if _prune(model[key], section(key).columns, known):
                book[key] = model[key]
            continue
        taken = {str(row[name]) for row in book.get(key, ()) for name in ("id", "name") if name in row}
        for row in model[key]:
            if not {str(row["id"]), str(row.get("name", ""))} & taken and _prune(row, section(key).columns, known):
                book.setdefault(key, tomlkit.aot()).append(row)
    return tomlkit.dumps(book)


def _ids(book: Mapping[str, Any]) -> dict[str, set[str]]:
    """The ids of the tables that others name."""
    found = {
        key: {str(row["id"]) for row in book.get(key, ()) if not row.get("closed", False)}
        for key in ("departments", "categories", "level_criteria", "commitments", "ladder", "fields")
    }
    found["teams"] = {str(team["id"]) for each in book.get("departments", ()) for team in each.get("teams", ())}
    return found


def _prune(row: Any, columns: Iterable[Column], known: Mapping[str, set[str]]) -> bool:
    """Takes names of what is not there out of a row; whether it still says what it is for."""
    for column in columns:
        if column.key not in row:
            continue
        value = row[column.key]
        match column.sort:
            case Sort.REF if str(value) not in known[column.of]:
                return False
            case Sort.REFS:
                kept = [str(each) for each in value if str(each) in known[column.of]]
                if kept:
                    row[column.key] = kept
                else:
                    del row[column.key]
                    if column.key != "except_categories":
                        return False
            case Sort.CHOSEN:
                return False  # a field of that office's own
            case Sort.TABLE if not _prune(value, column.of, known):
                return False
            case Sort.TABLES:
                for each in [each for each in value if not _prune(each, column.of, known)]:
                    value.remove(each)
                if not value:
                    del row[column.key]
    return True
