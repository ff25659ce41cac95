# SPDX-License-Identifier: Apache-2.0
"""Quantities of material as they stand on a slip."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from math import prod

from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError

MOST = Decimal(999999)
_TIMES = re.compile(r"[x×*X＊]")
_NUMBER = re.compile("^[0-9０-９.．]+")
_SAME_UNITS = {
    "m": "米",
    "m2": "㎡",
    "平": "㎡",
    "平方": "㎡",
    "平米": "㎡",
    "平方米": "㎡",
    "h": "小时",
    "钟头": "小时",
}
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_AREA = re.compile(r"((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,7})(?:\.[0-9]{1,4})?)\s*(?:m2|平方米|平方|平米|平|方)?")
_WRITTEN = re.compile(r"([0-9]+(?:\.[0-9]*)?|\.[0-9]+)\s*(?:[^0-9.\s]{0,4}|[mM][23])")


def read_quantity(text: str) -> Decimal:
    """The quantity in 2, 1.5, ２, 3根 (its unit is passed over); raises UserError for anything else, and for 0.

    Three decimals at most, as the books hold them.
    """
    found = _WRITTEN.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "“{text}” is no quantity; write it like 2 or 1.5."), text=text.strip()
        )
    quantity = Decimal(found[1])
    if not 0 < quantity <= MOST:
        raise UserError(QT_TRANSLATE_NOOP("errors", "A quantity is more than 0 and less than a million."))
    if quantity != quantity.quantize(Decimal("0.001")):
        raise UserError(QT_TRANSLATE_NOOP("errors", "A quantity has three decimals at most."))
    return quantity


def read_area(text: str) -> str:
    """The square metres in 98.6㎡, 1,088 or １０８８平方米, as plain digits; '' for nothing, UserError for all else."""
    written = unicodedata.normalize("NFKC", text).replace("，", ",").strip().lower()
    if not written:
        return ""
    found = _AREA.fullmatch(written)
    if found is None:
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "“{text}” is no area; write it like 98.6 or 1088."),
            field="area",
            text=text.strip(),
        )
    return found[1].replace(",", "")


def area_words(area: str) -> str:
    """Square metres with their unit, 98.6㎡; what an old list wrote otherwise stands as it is, '' stays ''."""
    return f"{area}㎡" if _PLAIN.fullmatch(area) else area


def read_quantities(text: str, units: Sequence[str]) -> tuple[Decimal, ...]:
    """The numbers in 30, 30x2, 30㎡×2次, in the order of these units however they are said; () for nothing.

    Numbers without the right units stand in the order in which they are written; several of one unit (5x4) are
    multiplied. Raises UserError as `read_quantity`, and for more numbers than there are units.
    """
    parts = [part.strip() for part in _TIMES.split(text)] if text.strip() else []
    numbers = [read_quantity(part) for part in parts]
    if len(parts) > 1 and len(units) <= 1:  # a length and a width
        return (prod(numbers, start=Decimal(1)),)
    if len(parts) > len(units) > 1:
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "“{text}” is more than is counted here: {units}."),
            text=text.strip(),
            units=" × ".join(units),
        )
    said = [_unit_folded(_NUMBER.sub("", part)) for part in parts]
    places = [_unit_folded(unit) for unit in units]
    if any(said) and len(said) == len(places) and sorted(said) == sorted(places):
        return tuple(numbers[said.index(place)] for place in places)
    return tuple(numbers)


def same_unit(one: str, other: str) -> bool:
    """Whether two words for a unit mean the same: m and 米."""
    return _unit_folded(one) == _unit_folded(other)


def _unit_folded(unit: str) -> str:
    word = unicodedata.normalize("NFKC", unit.replace("㎡", "m2")).replace(" ", "").casefold()
    return _SAME_UNITS.get(word, word)


def amount_of(quantity: Decimal, unit_price: Decimal) -> Decimal:
    """What a quantity costs, in yuan, rounded half up to the fen (R-WO-08)."""
    return (quantity * unit_price).quantize(Decimal("0.01"), ROUND_HALF_UP)
