# SPDX-License-Identifier: Apache-2.0
"""Price lists as offices write them, read into terms: 20-50元, 65/70元或业主自购, 500mm内160元/盏, 按单价8%, 起步价."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from decimal import Decimal

from complaintdesk.domain.price_rates import Basis, Part, Rate, Surcharge, Terms

_NUMBER = r"[0-9]+(?:\.[0-9]{1,2})?(?![0-9.]*[0-9])"
_YUAN = "(?:元整?|圆|块钱?)"
_TO = "(?:-|~|—|–|至|到)"
_UNIT = r"[^/0-9()\[\]+%-]{1,6}?"
_FROM = "起(?:步价?|价|算|计|收费?|收取)?"  # 80元/次起: so much at least
_RATE = re.compile(
    rf"(?P<label>.*?)(?:每(?P<each>[^0-9/()]{{1,4}}?))?(?<![0-9.])[¥￥]?(?P<low>{_NUMBER})(?P<yuan1>{_YUAN})?"
    rf"(?:{_TO}[¥￥]?(?P<high>{_NUMBER}))?(?P<yuan>{_YUAN})?(?P<open1>{_FROM}|以上)?"
    rf"(?:/(?P<unit>{_UNIT}(?:/{_UNIT})*?))?(?P<open>{_FROM}|以上)?(?:\((?P<tail>[^()]*)\))?"
)
_FROM_LABEL = re.compile("(?:起步价|起步费|起步|起价|最低收费|最低消费|最低|至少)[为:]?$")
_FROM_WORDS = re.compile("起步|起价|最低|至少")
_CHOICES = re.compile(
    rf"(?P<amounts>{_NUMBER}(?:/{_NUMBER})+)(?:{_YUAN})?(?:/(?P<unit>{_UNIT}))?(?P<open>{_FROM}|以上)?"
)
_OWNER = re.compile(r"(?:或者?)?(?:由)?(?:业主|住户|客户)?自(?:购|备|理|行购买)$")
_FREE = re.compile(r"(?:免费|无偿|不收费|免收|0元)")
_BY_HAND = re.compile("面议|面谈|协商|另议|议价|定价|市价|市场价|按实|据实|实际|视情况|待定|另行报价|现场报价|看现场")
_PERCENT = re.compile(
    rf"(?P<label>.*?)(?P<more>加收|另加|上浮)?[的]?(?P<percent>{_NUMBER})%(?:收取|收费|计收)?(?:服务费|手续费|费用)?"
)
_OF_PRICE = re.compile("^按?(?:照)?(?:单价|总价|总额|造价|货款|金额|成交价|订单金额|实际费用|合同价)?的?$")
_LEAST = re.compile(
    rf"不足(?P<least>{_NUMBER})(?P<unit>[^0-9按]{{0,4}})[,]?按(?P<as>{_NUMBER})(?P=unit)(?:收费|计算?|计收|计费|收取)?"
)
_START = re.compile(
    rf"(?:(?:起步价|起步费|起价|最低收费|最低消费|最低)[为:]?(?P<amount>{_NUMBER}){_YUAN}?"
    rf"|(?P<before>{_NUMBER}){_YUAN}(?:起步价?|起价))"
)
_STEPWISE = re.compile("首|起步|超出|超过|之后|以后|以外|每增|续|第[一二三四五六七八九十0-9]+")
_ON_TOP = re.compile("[另加增]")
_CLAUSES = re.compile(r"[,;。\n]+")
_NOTHING = ("", "/", "-", "—", "--", "无", "\\", "／")
_INCLUDED = re.compile("^(?:全包|包料|(?:已?包含?|含)(?:工料|材料|料|主材)费?(?:用)?)$")
_APART = re.compile(
    "^(?:(?:不含|不包含?)(?:材料|料|主材)费?(?:用)?|材料费?(?:用)?(?:另计|另收|另算|自理)|另计|另收|另算)$"
)
_MONEY = re.compile(r"[0-9](?:元|块|%)|[¥￥][0-9]|起步价")
_ALTERNATIVES = re.compile(r"(?:[0-9]+(?:\.[0-9]+)?[A-Za-z]*|[一-鿿])(?:/(?:[0-9]+(?:\.[0-9]+)?[A-Za-z]*|[一-鿿]))+")


@dataclass
class _Found:
    """What the texts told so far."""

    unread: list[str] = field(default_factory=list)
    least_quantity: Decimal | None = None
    least_unit: str = ""
    least_amount: Decimal | None = None
    extras: list[Rate] = field(default_factory=list)
    instead: list[Rate] = field(default_factory=list)  # for the same unit, and not said to come on top: 彩色1.3元/张
    surcharges: list[Surcharge] = field(default_factory=list)
    percent: Decimal | None = None
    material: Basis | None = None
    by_hand: bool = False


def read_terms(fee_text: str, material_text: str = "", note: str = "", unit: str = "", name: str = "") -> Terms:
    """The terms that an item's texts tell; what can't be read is kept word for word in `unread` and quoted by hand.

    `unit` is the item's own where the texts name none; of a price with several amounts (65/70元) the item's `name`
    tells which is which (9W/16W).
    """
    found = _Found()
    fee = _read_part(fee_text, unit, name, found)
    material = _read_part(material_text, unit, name, found)
    for clause in _clauses(note):
        _read_clause(clause, found)
    if fee.basis is Basis.NONE and found.percent is not None:
        fee = Part(Basis.PERCENT, percent=found.percent)
    elif fee.basis is Basis.NONE and found.by_hand:
        fee = Part(Basis.BY_HAND)
    if fee.basis in (Basis.INCLUDED, Basis.APART, Basis.OWNER):  # such words are of material: no price of the work
        fee = Part(Basis.BY_HAND)
    if material.basis is Basis.NONE and found.material is not None:
        material = Part(found.material)
    units = {rate.unit for rate in fee.rates}
    instead = tuple(rate for rate in found.instead if rate.unit in units)
    fee = replace(fee, rates=(*fee.rates, *instead))
    return Terms(
        fee=fee,
        material=material,
        least_quantity=found.least_quantity,
        least_unit=found.least_unit,
        least_amount=found.least_amount,
        extras=(*found.extras, *(rate for rate in found.instead if rate not in instead)),
        surcharges=tuple(found.surcharges),
        unread=tuple(dict.fromkeys(found.unread)),
    )


def unit_of(text: str) -> str:
    """The unit that a price names (30元/个 → 个), '' for none or several."""
    units = {rate.unit for rate in _read_part(text, "", "", _Found()).rates}
    return units.pop() if len(units) == 1 else ""


def folded(text: str) -> str:
    """A text with its widths folded and without blanks; ㎡ stays what it is."""
    kept = "".join(char if char in "㎡㎥" else unicodedata.normalize("NFKC", char) for char in text)
    kept = re.sub(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))", "", kept)  # 1,200元
    return re.sub(r"[^\S\n]|\n$", "", re.sub(r"m²|平方米|平米", "㎡", kept)).replace("−", "-")


def _clauses(text: str) -> list[str]:
    return [clause for clause in _CLAUSES.split(folded(text)) if clause]


def _read_part(text: str, unit: str, name: str, found: _Found) -> Part:
    """Labour or material as a list writes it."""
    words = folded(text)
    if words in _NOTHING:
        return Part(Basis.NONE)
    owner = _OWNER.search(words)
    if owner is not None:
        words = words[: owner.start()].rstrip(",、或")
        if not words:
            return Part(Basis.OWNER, owner_may=True)
    part = _priced(words, unit, name, found)
    if part is None:
        found.unread.append(text.strip())
        part = Part(Basis.BY_HAND)
    return replace(part, owner_may=owner is not None)


def _priced(words: str, unit: str, name: str, found: _Found) -> Part | None:
    """What is written without the owner's choice; None where it can't be read."""
    if _FREE.fullmatch(words):
        return Part(Basis.FREE)
    if _INCLUDED.match(words):
        return Part(Basis.INCLUDED)
    if _APART.match(words):
        return Part(Basis.APART)
    choices = _CHOICES.fullmatch(words)
    if choices is not None:
        amounts = choices["amounts"].split("/")
        at_least = choices["open"] is not None
        return Part(Basis.RATES, _told_apart(amounts, choices["unit"] or unit, name, at_least))
    return _reckoned(words, unit, found)


def _reckoned(words: str, unit: str, found: _Found) -> Part | None:
    """Rates, a share or a start price, clause by clause; None where any of it can't be read."""
    rates: list[Rate] = []
    before = found.percent
    starts: Decimal | None = None
    stepwise = False
    for clause in _clauses(words):
        start, percent = _START.fullmatch(clause), _PERCENT.fullmatch(clause)
        if _LEAST.search(clause):
            understood = _read_least(clause, found)
        elif start is not None:
            starts, understood = Decimal(start["amount"] or start["before"]), True
        elif percent is not None:
            understood = _read_percent(percent, found)
        else:
            rate = _rate(clause, unit)
            rates += [rate] if rate is not None else []
            understood, stepwise = rate is not None, stepwise or _FROM_WORDS.search(clause) is not None
        if not understood:
            return Part(Basis.BY_HAND) if _BY_HAND.search(words) and not _MONEY.search(words) else None
    by_steps = stepwise or any(_STEPWISE.search(rate.label) for rate in rates)
    if by_steps and (len(rates) > 1 or starts is not None):
        return None  # the first hour so much, each further one so much: no rate times a quantity
    if starts is not None and rates:
        found.least_amount = starts
    elif starts is not None:
        rates = [Rate(starts, starts, unit, at_least=True)]
    if rates:
        return Part(Basis.RATES, tuple(rates))
    return Part(Basis.PERCENT, percent=found.percent) if found.percent != before else None


def _told_apart(amounts: list[str], unit: str, name: str, at_least: bool) -> tuple[Rate, ...]:
    """The amounts, each with what the item's name calls it where it has as many: 9W/16W."""
    labels = [""] * len(amounts)
    for said in _ALTERNATIVES.finditer(folded(name)):
        if len(said[0].split("/")) == len(amounts):
            labels = said[0].split("/")
    return tuple(
        Rate(Decimal(amount), Decimal(amount), unit, label, at_least)
        for amount, label in zip(amounts, labels, strict=True)
    )


def _rate(clause: str, unit: str) -> Rate | None:
    """One amount or range per unit; None for anything else."""
    said = _RATE.fullmatch(clause)
    if said is None:
        return None
    label, tail = _FROM_LABEL.sub("", said["label"]), said["tail"] or ""
    if (said["label"] or said["unit"]) and not (said["yuan"] or said["yuan1"]):
        return None  # a bare number beside words may be anything
    if _MONEY.search(label) or "%" in label or re.search(r"[-~+*×]$", label):
        return None
    low = Decimal(said["low"])
    high = Decimal(said["high"]) if said["high"] else low
    if high < low:
        return None
    label = re.sub(r"(?:费用?)?(?:另计|另收|为|按|收费|收取|[:：])+$", "", label)
    told = said["unit"] or said["each"] or unit
    opens = {said["open1"], said["open"]} - {None}
    open_end = _FROM_LABEL.search(said["label"]) is not None
    open_end = open_end or bool(opens - {"以上"}) or bool(opens and not said["high"])
    if re.fullmatch(_FROM, tail):
        tail, open_end = "", True
    return Rate(low, high, told, " ".join(part for part in (label, tail) if part), open_end)


def _read_clause(clause: str, found: _Found) -> None:
    """A part of a note: what in it changes the price is taken up, what can't be read is kept, the rest is only said."""
    percent = _PERCENT.fullmatch(clause)
    start = _START.fullmatch(clause)
    bare = re.sub(r"^\(|\)$", "", clause)
    if "不足" in clause and _LEAST.search(clause):
        if not _read_least(clause, found):
            found.unread.append(clause)
    elif percent is not None:
        if not _read_percent(percent, found):
            found.unread.append(clause)
    elif start is not None:
        found.least_amount = Decimal(start["amount"] or start["before"])
    elif _INCLUDED.match(bare):
        found.material = Basis.INCLUDED
    elif _APART.match(bare):
        found.material = Basis.APART
    elif _MONEY.search(clause):
        rate = _rate(clause, "")  # 上门费20元 is not of each of what the item counts
        if rate is None or not rate.label or _STEPWISE.search(rate.label) or _FROM_WORDS.search(clause):
            found.unread.append(clause)
        elif _ON_TOP.search(clause) or f"/{rate.unit}" not in clause:
            found.extras.append(rate)
        else:
            found.instead.append(rate)
    elif _BY_HAND.search(clause):
        found.by_hand = True


def _read_least(clause: str, found: _Found) -> bool:
    """Takes up 不足50㎡按50㎡收费; False where the two numbers differ: then it is no least quantity."""
    least = _LEAST.search(clause)
    assert least is not None
    if Decimal(least["least"]) != Decimal(least["as"]):
        return False
    if re.fullmatch(_YUAN, least["unit"]):
        found.least_amount = Decimal(least["least"])
    else:
        found.least_quantity, found.least_unit = Decimal(least["least"]), least["unit"]
    return True


def _read_percent(said: re.Match[str], found: _Found) -> bool:
    """Takes up 按单价8%收取服务费, or 夜间加收50%; False for a share of what nobody can name."""
    percent = Decimal(said["percent"])
    if said["more"]:
        found.surcharges.append(Surcharge(said["label"].strip("按的"), percent))
        return True
    if not _OF_PRICE.match(said["label"]):
        return False
    found.percent = percent
    return True
