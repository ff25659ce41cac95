# SPDX-License-Identifier: Apache-2.0
"""The lines that tell a client what an item of the price list costs: labour, material and extras told apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from complaintdesk.desk.drafts import MaterialDraft
from complaintdesk.desk.price_records import PriceItemRecord, QuoteDraft, QuoteRecord
from complaintdesk.domain.price_rates import Basis, Part, Rate, Reckoned, Surcharge, Terms, reckon, share
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields

OWNER = -1  # in place of a material's rate: the owner buys it
ONE = Decimal(1)
NOTHING = Decimal("0.00")
MATERIAL = "材料"  # what ends the name of a material's line
FROM = "起"  # in the note of a line that may come to more
BY = "·"  # in the unit of what is counted twice over, ㎡·次
LEAST = "起步价"  # in the note of one that costs more than its quantity would
_AND = "，"


@dataclass(frozen=True)
class Wish:
    """What is asked of an item: which of its rates, how many of what is counted, what the list leaves open."""

    rate: int = 0  # of the labour's rates
    counted: tuple[Decimal, ...] = (ONE,)  # one number for each of the rate's units
    material: int | None = None  # of the material's rates, OWNER, or None: not told
    material_counted: tuple[Decimal, ...] = (ONE,)
    extras: tuple[tuple[int, Decimal], ...] = ()  # of the item's extras, with how many
    surcharge: int | None = None
    by_hand: tuple[Decimal, Decimal] | None = None  # what somebody says it costs, from–to
    of_price: Decimal | None = None  # what the thing itself costs, of which a share is taken


def lines_for(item: PriceItemRecord, wish: Wish) -> tuple[QuoteDraft, ...]:
    """The lines of a quote; raises MissingFields for what the list leaves open and nobody has said."""
    terms = item.terms
    apart = wish.material is not None and wish.material != OWNER
    lines = [_labour(item, wish, "人工" if apart else "")]
    if apart:
        assert wish.material is not None
        lines.append(_rated(item, terms.material.rates[wish.material], wish.material_counted, terms, MATERIAL))
    for at, quantity in wish.extras:
        lines.append(_rated(item, terms.extras[at], (quantity,), terms, ""))
    return tuple(lines)


def as_done(lines: Sequence[QuoteRecord]) -> tuple[tuple[MaterialDraft, ...], Decimal]:
    """The materials and the labour, yuan, of a job done as it was told (R-WO-08).

    Ranges and prices that may come to more are left out: what was done is one price. A price that is no whole number
    of fen apiece stands as one.
    """
    materials, labour = [], NOTHING
    for line in lines:
        if line.low != line.high or FROM in line.note.split(_AND):
            continue
        if not line.name.endswith(f" {MATERIAL}"):
            labour += line.low
            continue
        apiece = (line.low / line.quantity).quantize(NOTHING)
        whole = apiece * line.quantity == line.low
        quantity, price = (line.quantity, apiece) if whole else (ONE, line.low)
        materials.append(MaterialDraft(line.name.removesuffix(f" {MATERIAL}"), quantity, price, unit=line.unit))
    return tuple(materials), labour


def _labour(item: PriceItemRecord, wish: Wish, part: str) -> QuoteDraft:
    terms, surcharge = item.terms, None if wish.surcharge is None else item.terms.surcharges[wish.surcharge]
    owner = "业主自购材料" if wish.material == OWNER else ""
    if wish.by_hand is not None or terms.is_by_hand:
        if wish.by_hand is None:
            raise MissingFields({"by_hand": QT_TRANSLATE_NOOP("errors", "The list leaves it open: what does it cost?")})
        low, high = wish.by_hand
        return QuoteDraft(_name(item, "", part), _product(wish.counted), low, high, item.unit, _joined(owner), item.id)
    if terms.fee.basis is Basis.FREE:
        notes = _joined("免费", owner)
        return QuoteDraft(_name(item, "", part), _product(wish.counted), NOTHING, NOTHING, item.unit, notes, item.id)
    if terms.fee.basis is Basis.PERCENT:
        return _share_of(item, wish, owner)
    return _rated(item, terms.fee.rates[wish.rate], wish.counted, terms, part, surcharge, owner)


def _share_of(item: PriceItemRecord, wish: Wish, owner: str) -> QuoteDraft:
    percent = item.terms.fee.percent
    assert percent is not None
    if wish.of_price is None:
        raise MissingFields({"of_price": QT_TRANSLATE_NOOP("errors", "Of what price? The list takes a share of it.")})
    amount = share(percent, wish.of_price)
    note = _joined(f"按{wish.of_price}元的{percent}%", owner)
    return QuoteDraft(_name(item, "", "服务费"), ONE, amount, amount, "项", note, item.id)


def _rated(
    item: PriceItemRecord,
    rate: Rate,
    counted: tuple[Decimal, ...],
    terms: Terms,
    part: str,
    surcharge: Surcharge | None = None,
    owner: str = "",
) -> QuoteDraft:
    told = reckon(rate, counted, terms, surcharge)
    notes = (
        _counts(rate, told),
        _least(told, terms),
        FROM if told.at_least else "",
        "" if surcharge is None else f"{surcharge.label}加收{surcharge.percent}%",
        "材料另计" if terms.material.basis is Basis.APART and rate in terms.fee.rates else "",
        owner,
    )
    name = _name(item, rate.label, part)
    return QuoteDraft(name, told.quantity, told.low, told.high, _counted_unit(rate, told), _joined(*notes), item.id)


def _counted_unit(rate: Rate, told: Reckoned) -> str:
    """Of 元/㎡/次 the ㎡ for one time, ㎡·次 for several."""
    return BY.join(rate.units) if _counts(rate, told) else rate.units[0]


def _counts(rate: Rate, told: Reckoned) -> str:
    """50㎡×2次, of what is counted twice over; '' of what is counted once."""
    if len(rate.units) == 1 or told.numbers[1:] == (ONE,) * (len(rate.units) - 1):
        return ""
    return "×".join(f"{number.normalize():f}{unit}" for number, unit in zip(told.numbers, rate.units, strict=False))


def _least(told: Reckoned, terms: Terms) -> str:
    if told.by_least_quantity:
        return f"不足{terms.least_quantity}{terms.least_unit}按{terms.least_quantity}{terms.least_unit}"
    return f"{LEAST}{terms.least_amount}元" if told.by_least_amount else ""


def _name(item: PriceItemRecord, label: str, part: str) -> str:
    return " ".join(each for each in (item.name, label, part) if each)


def _joined(*notes: str) -> str:
    return _AND.join(note for note in notes if note)


def _product(counted: tuple[Decimal, ...]) -> Decimal:
    product = ONE
    for number in counted:
        product *= number
    return product


def shares_units(part: Part, at: int, rate: Rate | None) -> bool:
    """Whether a material's rate counts what the labour's does, so that one number serves both."""
    return rate is None or part.rates[at].unit == rate.unit
