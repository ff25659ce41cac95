# SPDX-License-Identifier: Apache-2.0
"""The shipped rule books for tests, and short ways to write what one should hold: a limit, a condition, a ladder."""

from __future__ import annotations

from typing import Any

from complaintdesk import paths
from complaintdesk.domain.procedure import Condition, Limit, LimitUnit, Procedure, parse_procedure


def text_of(name: str) -> str:
    """The shipped text of a file's name without its ending."""
    return paths.shipped("resources", "procedures", f"{name}.toml").read_text(encoding="utf-8")


def rule_book(name: str) -> Procedure:
    """The shipped rule book of a file's name without its ending."""
    return parse_procedure(text_of(name), f"{name}.toml")


def limit(words: str) -> Limit:
    """'24 hours' or 'same_day' as a limit."""
    amount, _, unit = words.rpartition(" ")
    return Limit(LimitUnit(unit), int(amount or 0))


def names(words: str) -> frozenset[Any]:
    """The words of a text as a set, to be held against ids or terms, which are their values."""
    return frozenset(words.split())


def when(**conditions: Any) -> Condition:
    """A condition; several ids or terms of one key are parted by blanks."""
    given: dict[str, Any] = {
        key: names(value) if isinstance(value, str) else value for key, value in conditions.items()
    }
    return Condition(**given)
