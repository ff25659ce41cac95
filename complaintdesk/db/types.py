# SPDX-License-Identifier: Apache-2.0
"""How instants, money, quantities, closed sets and small structures are stored in either database."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, String, Text
from sqlalchemy.types import TypeDecorator


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant in whole seconds; a naive one is refused (SQLite drops zones silently)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The instant as the database takes it."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a zone")
        if value.microsecond:
            raise ValueError("an instant with a fraction of a second")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The instant, aware."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:
        """How a column of instants is read: SQLite's text in a single step, for a list has thousands."""
        return _from_text if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _from_text(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(f"{text}+00:00")


class Scaled(TypeDecorator[Decimal]):
    """A decimal stored as a whole number of its smallest part."""

    impl = BigInteger
    cache_ok = True
    scale = 0

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """The number of smallest parts; a finer value is refused."""
        if value is None:
            return None
        scaled = value.scaleb(self.scale)
        if scaled != scaled.to_integral_value():
            raise ValueError("more decimals than can be stored")
        return int(scaled)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """The decimal with its full scale."""
        return None if value is None else Decimal(value).scaleb(-self.scale)


class Fen(Scaled):
    """Yuan, stored in fen."""

    cache_ok = True
    scale = 2


class Quantity(Scaled):
    """A quantity with three decimals."""

    cache_ok = True
    scale = 3


class Enumerated(TypeDecorator[StrEnum]):
    """A member of a closed set, stored as its value; an unknown one raises."""

    impl = String
    cache_ok = True

    def __init__(self, enumeration: type[StrEnum]) -> None:
        super().__init__()
        self.enumeration = enumeration

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        """The member's value."""
        return None if value is None else self.enumeration(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        """The member."""
        return None if value is None else self.enumeration(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], StrEnum | None]:
        """How a column of members is read: each is looked up, for a list has thousands."""
        members: dict[str, StrEnum] = {each.value: each for each in self.enumeration}

        def read(value: str | None) -> StrEnum | None:
            return members[value] if value in members else self.process_result_value(value, dialect)

        return read


class Json(TypeDecorator[Any]):
    """A small structure as canonical JSON text; replaced whole, never changed in place."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Canonical JSON."""
        return None if value is None else canonical(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """The structure."""
        return None if value is None else json.loads(value)


def canonical(value: Any) -> str:
    """JSON with sorted keys and no spaces: equal values give equal text; TypeError for floats and other things."""
    _refuse_others(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _refuse_others(value: Any) -> None:
    match value:
        case None | bool() | int() | str():
            return
        case dict():
            for key, part in value.items():
                _refuse_others(key)
                _refuse_others(part)
        case list() | tuple():
            for part in value:
                _refuse_others(part)
        case _:
            raise TypeError(f"not canonical: {type(value).__name__}")
