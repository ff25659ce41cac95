# SPDX-License-Identifier: Apache-2.0
"""Prices in words: an item of the list, its terms as they were read, the lines of a quote, what they come to."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from complaintdesk.desk.price_records import PriceItemRecord, PriceListRecord, QuoteDraft, QuoteRecord, quoted_sum
from complaintdesk.desk.quote_making import BY, LEAST
from complaintdesk.domain.money import show_yuan
from complaintdesk.domain.price_rates import Basis, Part, Rate, Terms
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.labels import translate, words_of

_FEN = Decimal("0.01")
_BASES = {
    Basis.FREE: QT_TRANSLATE_NOOP("PriceWords", "free"),
    Basis.BY_HAND: QT_TRANSLATE_NOOP("PriceWords", "quoted by hand"),
    Basis.INCLUDED: QT_TRANSLATE_NOOP("PriceWords", "in the price"),
    Basis.APART: QT_TRANSLATE_NOOP("PriceWords", "paid besides"),
    Basis.OWNER: QT_TRANSLATE_NOOP("PriceWords", "the owner buys it"),
    Basis.NONE: QT_TRANSLATE_NOOP("PriceWords", "—"),
}


def range_words(low: Decimal, high: Decimal) -> str:
    """An amount, or a range: ¥10.00, ¥50.00–80.00."""
    return show_yuan(low, sign=True) if low == high else f"{show_yuan(low, sign=True)}–{show_yuan(high)}"


def rate_words(rate: Rate) -> str:
    """A rate: 16W ¥70.00/支."""
    words = range_words(rate.low, rate.high) + (f"/{rate.unit}" if rate.unit else "")
    if rate.at_least:
        words = translate("PriceWords", "from {price}").format(price=words)
    return " ".join(part for part in (rate.label, words) if part)


def part_words(part: Part) -> str:
    """Labour or material as it was read."""
    if part.basis is Basis.RATES:
        words = " / ".join(rate_words(rate) for rate in part.rates)
    elif part.basis is Basis.PERCENT:
        words = translate("PriceWords", "{percent}% of the price").format(percent=part.percent)
    else:
        words = translate("PriceWords", _BASES[part.basis])
    if part.owner_may and part.basis is not Basis.OWNER:
        words = translate("PriceWords", "{price}, or the owner's own").format(price=words)
    return words


def terms_words(terms: Terms) -> str:
    """All that was read of an item, on one line."""
    parts = [translate("PriceWords", "Labour: {price}").format(price=part_words(terms.fee))]
    if terms.material.basis is not Basis.NONE:
        parts.append(translate("PriceWords", "Material: {price}").format(price=part_words(terms.material)))
    if terms.least_quantity is not None:
        words = translate("PriceWords", "at least {quantity}")
        parts.append(words.format(quantity=f"{terms.least_quantity}{terms.least_unit}"))
    if terms.least_amount is not None:
        words = translate("PriceWords", "at least {quantity}")
        parts.append(words.format(quantity=show_yuan(terms.least_amount, sign=True)))
    parts += [translate("PriceWords", "on top: {price}").format(price=rate_words(rate)) for rate in terms.extras]
    parts += [f"{each.label} +{each.percent}%" for each in terms.surcharges]
    return "　".join(parts)


def problem_words(terms: Terms) -> str:
    """Why somebody has to say what it costs; '' where the list says it."""
    return "\n".join(words_of(error) for error in terms.problems())


def item_words(item: PriceItemRecord) -> str:
    """An item as a box offers it: 更换水龙头 · 5元 · 给排水."""
    price = item.fee_text if item.fee_text not in ("", "/") else item.note
    unit = f"/{item.unit}" if item.unit and item.unit not in price and price[-1:].isdigit() else ""
    return " · ".join(part for part in (item.name, price + unit, item.section) if part)


def line_words(line: QuoteDraft | QuoteRecord) -> str:
    """A line of a quote: 更换水龙头 人工 × 2只 ¥10.00."""
    quantity = f"{line.quantity.normalize():f}{line.unit}"
    words = f"{line.name} × {quantity} {range_words(line.low, line.high)}"
    return f"{words}（{line.note}）" if line.note else words


def sum_words(lines: Sequence[QuoteDraft | QuoteRecord]) -> str:
    """What the lines come to."""
    return translate("PriceWords", "In all {price}").format(price=range_words(*quoted_sum(tuple(lines))))


def spoken_words(lines: Sequence[QuoteDraft | QuoteRecord]) -> str:
    """What is read out to the client: each service with its price, the sum, and the question; '' without lines."""
    if not lines:
        return ""
    told = [
        _spoken_line(line) + (translate("PriceWords", " ({note})").format(note=line.note) if line.note else "")
        for line in lines
    ]
    words = translate("PriceWords", "{services}. In all {price} yuan. Do you agree?")
    if len(lines) == 1:
        words = translate("PriceWords", "{services}. Do you agree?")
    joined = translate("PriceWords", "; ").join(told)
    return words.format(services=joined, price=_spoken(*quoted_sum(tuple(lines))))


def _spoken_line(line: QuoteDraft | QuoteRecord) -> str:
    """A service with its price; of several 空调清洗 2台，每台80元，共160元, without the one where none has a price."""
    told = {"name": line.name, "price": _spoken(line.low, line.high)}
    if line.quantity == 1 or not line.high:
        return translate("PriceWords", "{name} {price} yuan").format(**told)
    told |= {"quantity": f"{line.quantity.normalize():f}{line.unit}", "unit": line.unit}
    each = [(end / line.quantity).quantize(_FEN) for end in (line.low, line.high)]
    exact = [one * line.quantity for one in each] == [line.low, line.high]
    if LEAST in line.note or not exact or BY in line.unit:
        return translate("PriceWords", "{name}, {quantity}: {price} yuan").format(**told)
    return translate("PriceWords", "{name}, {quantity}, {each} yuan per {unit}: {price} yuan").format(
        **told, each=_spoken(*each)
    )


def _spoken(low: Decimal, high: Decimal) -> str:
    """An amount or a range as one says it: 80, 80 to 120, 0.5."""
    least, most = (f"{each.normalize():f}" for each in (low, high))
    if low == high:
        return least
    return translate("PriceWords", "{low} to {high}").format(low=least, high=most)


def list_words(price_list: PriceListRecord) -> str:
    """A list with the days for which it holds."""
    if price_list.effective_on is None:
        return translate("PriceWords", "{name} (not in force yet)").format(name=price_list.name)
    if price_list.until is None:
        words = translate("PriceWords", "{name} (from {day})")
        return words.format(name=price_list.name, day=price_list.effective_on)
    words = translate("PriceWords", "{name} ({day} to {until})")
    return words.format(name=price_list.name, day=price_list.effective_on, until=price_list.until)
