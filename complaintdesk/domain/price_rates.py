# SPDX-License-Identifier: Apache-2.0
"""What an item of a price list costs (R-WO-07): its rates, and what they come to for a quantity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError

FORMAT = 1  # of what `as_json` gives
_FEN = Decimal("0.01")
_ONE = Decimal(1)


class Basis(StrEnum):
    """How a part of the price (labour, material) is had."""

    RATES = "rates"  # an amount, or several to choose from, each per unit
    FREE = "free"
    PERCENT = "percent"  # of what the thing itself costs
    BY_HAND = "by_hand"  # the list names no figure, or none that can be read: it is never guessed
    INCLUDED = "included"  # of material: in the labour's price
    APART = "apart"  # of material: paid besides, without a figure
    OWNER = "owner"  # of material: the owner buys it
    NONE = "none"  # nothing is written


@dataclass(frozen=True)
class Rate:
    """An amount per unit; of a range its ends. `label` tells it from the item's others: 500mm内, 16W, 商场."""

    low: Decimal  # yuan
    high: Decimal  # yuan
    unit: str = ""
    label: str = ""
    at_least: bool = False  # 起: it may be more

    @property
    def units(self) -> tuple[str, ...]:
        """What is counted: of 元/㎡/次 the ㎡ and the 次."""
        return tuple(part for part in self.unit.split("/") if part) or ("",)


@dataclass(frozen=True)
class Part:
    """One part of a price as it was read."""

    basis: Basis
    rates: tuple[Rate, ...] = ()
    percent: Decimal | None = None
    owner_may: bool = False  # 或业主自购


@dataclass(frozen=True)
class Surcharge:
    """So much more in a case that the list names (夜间加收50%)."""

    label: str
    percent: Decimal


@dataclass(frozen=True)
class Terms:
    """An item's terms; what stands in the list and can't be read is in `unread`, word for word."""

    fee: Part
    material: Part
    least_quantity: Decimal | None = None  # 不足50㎡按50㎡收费
    least_unit: str = ""
    least_amount: Decimal | None = None  # yuan: 起步价, 最低收费
    extras: tuple[Rate, ...] = ()  # what can come on top, each per unit: 开槽另计每米80元
    surcharges: tuple[Surcharge, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def is_by_hand(self) -> bool:
        """Whether somebody has to say what it costs."""
        return self.fee.basis in (Basis.BY_HAND, Basis.NONE)

    def problems(self) -> tuple[UserError, ...]:
        """In words, what the office must know of an item that is not reckoned from the list alone."""
        text = QT_TRANSLATE_NOOP("errors", "“{text}” can't be read as a price: it is quoted by hand.")
        found = [UserError(text, text=each) for each in self.unread]
        if not found and self.fee.basis is Basis.BY_HAND:
            found.append(UserError(QT_TRANSLATE_NOOP("errors", "The list names no figure: it is quoted by hand.")))
        elif not found and self.fee.basis is Basis.NONE:
            found.append(UserError(QT_TRANSLATE_NOOP("errors", "No price is written: it is quoted by hand.")))
        return tuple(found)


@dataclass(frozen=True)
class Reckoned:
    """What a quantity comes to, in yuan; of a range its ends. `quantity` is what is charged: a least one at least."""

    low: Decimal
    high: Decimal
    quantity: Decimal
    at_least: bool = False
    by_least_quantity: bool = False
    by_least_amount: bool = False
    numbers: tuple[Decimal, ...] = ()  # what the quantity is made of, one for each of the rate's units


def reckon(rate: Rate, counted: Sequence[Decimal], terms: Terms, surcharge: Surcharge | None = None) -> Reckoned:
    """A rate times what is counted, one number for each of its units (those not given are 1), rounded to the fen.

    A least quantity holds for the unit that it names, a least amount for the labour's rates; a surcharge comes last.
    """
    numbers = [*counted, *[_ONE] * (len(rate.units) - len(counted))]
    raised = False
    if terms.least_quantity is not None and rate in terms.fee.rates:
        for at, unit in enumerate(rate.units):
            if terms.least_unit in ("", unit) and numbers[at] < terms.least_quantity:
                numbers[at], raised = terms.least_quantity, True
                break
    quantity = _ONE
    for number in numbers:
        quantity *= number
    factor = _ONE if surcharge is None else 1 + surcharge.percent / 100
    low, high = (_rounded(end * quantity * factor) for end in (rate.low, rate.high))
    least = terms.least_amount if rate in terms.fee.rates else None
    by_least = least is not None and low < least
    if least is not None:
        low, high = max(low, _rounded(least)), max(high, _rounded(least))
    return Reckoned(low, high, quantity, rate.at_least, raised, by_least, tuple(numbers))


def share(percent: Decimal, price: Decimal) -> Decimal:
    """So many per cent of a price, yuan, rounded half up to the fen."""
    return _rounded(price * percent / 100)


def _rounded(amount: Decimal) -> Decimal:
    return amount.quantize(_FEN, ROUND_HALF_UP)


def as_json(terms: Terms) -> dict[str, Any]:
    """The terms as the books keep them: texts and lists alone."""
    return {
        "format": FORMAT,
        "fee": _part(terms.fee),
        "material": _part(terms.material),
        "least_quantity": _text(terms.least_quantity),
        "least_unit": terms.least_unit,
        "least_amount": _text(terms.least_amount),
        "extras": [_rate(each) for each in terms.extras],
        "surcharges": [[each.label, str(each.percent)] for each in terms.surcharges],
        "unread": list(terms.unread),
    }


def from_json(kept: Mapping[str, Any]) -> Terms:
    """The terms that `as_json` kept; raises KeyError or ValueError for anything else."""
    if kept["format"] != FORMAT:
        raise ValueError("terms in another format")
    return Terms(
        fee=_part_of(kept["fee"]),
        material=_part_of(kept["material"]),
        least_quantity=_number(kept["least_quantity"]),
        least_unit=kept["least_unit"],
        least_amount=_number(kept["least_amount"]),
        extras=tuple(_rate_of(each) for each in kept["extras"]),
        surcharges=tuple(Surcharge(label, Decimal(percent)) for label, percent in kept["surcharges"]),
        unread=tuple(kept["unread"]),
    )


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _rate(rate: Rate) -> list[Any]:
    return [str(rate.low), str(rate.high), rate.unit, rate.label, rate.at_least]


def _rate_of(kept: Sequence[Any]) -> Rate:
    low, high, unit, label, at_least = kept
    return Rate(Decimal(low), Decimal(high), unit, label, at_least)


def _part(part: Part) -> dict[str, Any]:
    return {
        "basis": part.basis.value,
        "rates": [_rate(each) for each in part.rates],
        "percent": _text(part.percent),
        "owner_may": part.owner_may,
    }


def _part_of(kept: Mapping[str, Any]) -> Part:
    rates = tuple(_rate_of(each) for each in kept["rates"])
    return Part(Basis(kept["basis"]), rates, _number(kept["percent"]), kept["owner_may"])
