# SPDX-License-Identifier: Apache-2.0
"""How a value is written: the named formats of `{field|format}`, each with the kinds of field that it suits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, StrEnum
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from complaintdesk import labels
from complaintdesk.domain.money import in_capitals, show_yuan
from complaintdesk.domain.phones import show_phone
from complaintdesk.errors import QT_TRANSLATE_NOOP


class Kind(Enum):
    """What sort of value a field has; it decides the formats that suit it and the look of its column."""

    TEXT = "text"
    LONG = "long"  # free text of any length
    NUMBER = "number"
    QUANTITY = "quantity"
    MONEY = "money"
    PHONE = "phone"
    DAY = "day"
    INSTANT = "instant"
    SPAN = "span"  # (from, to): two instants or two days, either may be None
    TERM = "term"  # one of a closed set, or yes and no
    WORDS = "words"  # several words one after another
    CHECKS = "checks"  # several steps, each a Word of TICKED or UNTICKED: drawn on paper as boxes


@dataclass(frozen=True)
class Word:
    """A marked English text (context "fields") that stands for a value; its own values are written as words too."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Format:
    """A way of writing the values of some kinds, once they are `settled`."""

    kinds: frozenset[Kind]
    write: Callable[[Any], str]


def settled(kind: Kind, value: object, zone: ZoneInfo, language: str) -> object:
    """The value as a format takes it: instants in the office's zone, terms and words in the language, else as it is."""
    if isinstance(value, datetime):
        return local(value, zone)
    if isinstance(value, Word | StrEnum | bool) or kind in (Kind.WORDS, Kind.CHECKS):
        return words(_placed(value, zone), language)
    return tuple(settled(kind, each, zone, language) for each in value) if isinstance(value, tuple) else value


def _placed(value: object, zone: ZoneInfo) -> object:
    """The value with the instants inside its words written by the office's clock."""
    if isinstance(value, datetime):
        return f"{local(value, zone):%m-%d %H:%M}"
    if isinstance(value, Word):
        return Word(value.text, {name: _placed(each, zone) for name, each in value.values.items()})
    return tuple(_placed(each, zone) for each in value) if isinstance(value, tuple) else value


def words(value: object, language: str) -> str:
    """The value in a language's words: a term's name, yes or no, a list joined; texts and numbers as they are."""
    if isinstance(value, bool):
        return labels.translate("fields", YES if value else NO, language)
    if isinstance(value, StrEnum):
        return labels.label(value, language)
    if isinstance(value, Word):
        written = {name: words(each, language) for name, each in value.values.items()}
        return labels.translate("fields", value.text, language).format(**written)
    if isinstance(value, tuple):
        return labels.translate("fields", COMMA, language).join(words(each, language) for each in value)
    return str(value)


def local(moment: datetime, zone: ZoneInfo) -> datetime:
    """The instant in the office's zone; raises ValueError for a time that names none."""
    if moment.tzinfo is None:
        raise ValueError("an instant without a zone")
    return moment.astimezone(zone)


def _clock(pattern: str) -> Callable[[datetime | tuple[datetime | None, datetime | None]], str]:
    """Writes an instant by a pattern; of a span both ends, the second by its time alone where the day is the same."""

    def write(value: datetime | tuple[datetime | None, datetime | None]) -> str:
        start, end = value if isinstance(value, tuple) else (value, None)
        if start is None or end is None or start == end:
            only = start or end
            return "" if only is None else only.strftime(pattern)
        if start.date() == end.date():
            return f"{start.strftime(pattern)}–{end.strftime('%H:%M')}"
        return f"{start.strftime(pattern)} – {end.strftime(pattern)}"

    return write


def _day(pattern: str) -> Callable[[date | tuple[date | None, date | None]], str]:
    """Writes a day, the day of an instant, or the two days of a span."""

    def write(value: date | tuple[date | None, date | None]) -> str:
        days = value if isinstance(value, tuple) else (value,)
        written = [pattern.format(day=day) for day in days if day is not None]
        return " – ".join(dict.fromkeys(written))

    return write


def _bare(number: Decimal) -> str:
    """A quantity without the zeros that say nothing: 2, 1.5."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


TICKED = QT_TRANSLATE_NOOP("fields", "{words} ✓")
UNTICKED = QT_TRANSLATE_NOOP("fields", "{words}")
YES = QT_TRANSLATE_NOOP("fields", "Yes")
NO = QT_TRANSLATE_NOOP("fields", "No")
COMMA = QT_TRANSLATE_NOOP("fields", ", ")

_TIMES = frozenset({Kind.INSTANT, Kind.SPAN})
_DAYS = frozenset({Kind.DAY, Kind.INSTANT, Kind.SPAN})
_MONEY = frozenset({Kind.MONEY})

FORMATS: dict[str, Format] = {
    "word": Format(frozenset({Kind.TEXT, Kind.LONG, Kind.NUMBER, Kind.TERM, Kind.WORDS, Kind.CHECKS}), str),
    "quantity": Format(frozenset({Kind.QUANTITY}), _bare),
    "money": Format(_MONEY, show_yuan),
    "yuan": Format(_MONEY, partial(show_yuan, sign=True)),
    "capitals": Format(_MONEY, in_capitals),
    "phone": Format(frozenset({Kind.PHONE}), show_phone),
    "time": Format(_TIMES, _clock("%H:%M")),
    "day_time": Format(_TIMES, _clock("%m-%d %H:%M")),
    "date_time": Format(_TIMES, _clock("%Y-%m-%d %H:%M")),
    "date": Format(_DAYS, _day("{day:%Y-%m-%d}")),
    "date_cn": Format(_DAYS, _day("{day.year}年{day.month}月{day.day}日")),
    "month_cn": Format(_DAYS, _day("{day.year}年{day.month}月")),
}
DEFAULT_FORMATS: dict[Kind, str] = {
    Kind.TEXT: "word",
    Kind.LONG: "word",
    Kind.NUMBER: "word",
    Kind.TERM: "word",
    Kind.WORDS: "word",
    Kind.CHECKS: "word",
    Kind.QUANTITY: "quantity",
    Kind.MONEY: "money",
    Kind.PHONE: "phone",
    Kind.DAY: "date",
    Kind.INSTANT: "date_time",
    Kind.SPAN: "date_time",
}
