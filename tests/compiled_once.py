# SPDX-License-Identifier: Apache-2.0
"""One store of compiled statements for all engines of a process: half of a short test is compiling otherwise."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache


def compile_each_statement_once() -> None:
    """Lets the engines of all offices share their statements, those of processes forked from this one too.

    A dialect then stands for its kind: all engines of a kind are alike here, with the same module or the same server.
    """
    kept: LRUCache[Any, Any] = LRUCache(5000)
    setattr(Engine, "_compiled_cache", property(lambda engine: kept, lambda engine, own: None))
    setattr(DefaultDialect, "__eq__", lambda self, other: type(self) is type(other))
    setattr(DefaultDialect, "__hash__", lambda self: hash(type(self)))
