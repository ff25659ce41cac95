# SPDX-License-Identifier: Apache-2.0
"""One store of compiled statements for all engines of a process: half of a short test is compiling otherwise."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache

_KEPT: LRUCache[Any, Any] = LRUCache(5000)


class _Kept:
    """What an engine finds in place of a store of its own."""

    def __get__(self, engine: Engine | None, owner: type[Engine]) -> LRUCache[Any, Any]:
        return _KEPT

    def __set__(self, engine: Engine, own: object) -> None:
        """An engine makes its own when it begins; it is not kept."""


def _same_kind(one: DefaultDialect, other: object) -> bool:
    return type(one) is type(other)


def _of_its_kind(one: DefaultDialect) -> int:
    return hash(type(one))


def compile_each_statement_once() -> None:
    """Lets the engines of all offices share their statements, those of processes forked from this one too.

    A dialect then stands for its kind: all engines of a kind are alike here, with the same module or the same server.
    """
    Engine._compiled_cache = _Kept()  # type: ignore[assignment]
    DefaultDialect.__eq__ = _same_kind  # type: ignore[method-assign,assignment]
    DefaultDialect.__hash__ = _of_its_kind  # type: ignore[method-assign,assignment]
