# SPDX-License-Identifier: Apache-2.0
"""What the shipped rule book has and the office's own says nothing of: follow-ups, and words that categories go by."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import tomlkit

from complaintdesk.domain.procedure import Category, Condition, Procedure, parse_procedure


@lru_cache(4)  # the window asks again whenever another page comes into view
def lacks_follow_ups(text: str) -> bool:
    """Whether a rule book says nothing of follow-ups (R-CB-01); one that lists none has decided so."""
    return "follow_ups" not in tomllib.loads(text)


@lru_cache(4)  # to read two texts with their remarks takes long
def with_missing(text: str, shipped: str) -> str:
    """The rule book's text with what it says nothing of taken from the shipped one; all else as it was.

    Follow-ups come as a whole, with the categories that they name; each category of the same id gets its aliases. What
    a rule book lists, an empty list as well, is its own, and nothing is added to it. ProcedureMistake for a text that
    is no rule book.
    """
    here, there = parse_procedure(text), parse_procedure(shipped)
    book, model = tomlkit.parse(text), tomlkit.parse(shipped)
    if lacks_follow_ups(text) and there.follow_ups:
        _take_categories(book, model, _wanted(here, there))
        _take_follow_ups(book, model)
    aliases = {str(table["id"]): table["aliases"] for table in _tables(model) if "aliases" in table}
    for table in _tables(book):
        if "aliases" not in table and str(table["id"]) in aliases:
            table["aliases"] = aliases[str(table["id"])]
    return tomlkit.dumps(book)


def _tables(book: Any) -> Any:
    return book["categories"]


def _wanted(here: Procedure, there: Procedure) -> set[str]:
    """The categories that the follow-ups there name and that are not here, as far as there is room for them here."""
    conditions = [condition for row in there.follow_ups for condition in (row.when, row.required) if condition]
    named = {id_ for condition in conditions for id_ in _named(condition)}
    known = {category.id for category in here.categories}
    return {each.id for each in there.categories if each.id in named - known and _fits(each, here)}


def _named(condition: Condition) -> Iterable[str]:
    return (*(condition.categories or ()), *condition.except_categories)


def _fits(category: Category, here: Procedure) -> bool:
    """Whether a rule book has all that the category refers to, and calls nothing else by its name."""
    departments = {department.id for department in here.departments if not department.closed}
    teams = {"", *(team.id for team in here.teams if team.department == category.department)}
    uppers = {"", *(each.id for each in here.categories if not each.parent)}
    return (
        category.department in departments
        and category.team in teams
        and category.parent in uppers
        and category.kinds <= {kind.id for kind in here.kinds}
        and category.name not in {word for each in here.categories for word in (each.id, each.name)}
    )


def _take_categories(book: Any, model: Any, wanted: set[str]) -> None:
    """Puts these categories where the shipped rule book has them: before the upper one that comes next there."""
    order = [str(table["id"]) for table in _tables(model)]
    for table in [table for table in _tables(model) if str(table["id"]) in wanted]:
        later = set(order[order.index(str(table["id"])) + 1 :])
        uppers = (at for at, each in enumerate(_tables(book)) if "parent" not in each and str(each["id"]) in later)
        _tables(book).insert(next(uppers, len(_tables(book))), table)


def _take_follow_ups(book: Any, model: Any) -> None:
    """Takes the follow-ups that some category of the book can come under, without the names of others."""
    known = {str(table["id"]) for table in _tables(book)}
    departments = {str(table["id"]) for table in book["departments"]}
    rows = model["follow_ups"]
    for row in list(rows):
        if "takes_over" in row and str(row["takes_over"]) not in departments:
            del row["takes_over"]
        if "required_when" in row and not _kept(row["required_when"], known):
            del row["required_when"]
        if not _kept(row["when"], known):
            rows.remove(row)
    if rows:
        book["follow_ups"] = rows


def _kept(condition: Any, known: set[str]) -> bool:
    """Takes unknown categories out of a condition; whether there is any case left that it can hold for."""
    for key in ("categories", "except_categories"):
        found = [str(id_) for id_ in condition.get(key, []) if str(id_) in known]
        if found:
            condition[key] = found
        elif key in condition:
            del condition[key]
            if key == "categories":
                return False
    return True
