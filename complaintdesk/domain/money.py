# SPDX-License-Identifier: Apache-2.0
"""Money in yuan: read as people write it, kept exactly, shown in figures and in capitals (大写)."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError

MOST = Decimal("9999999999.99")
_FEN = Decimal("0.01")
_FRAME = re.compile(r"(?:人民币|RMB|CNY)?¥?(.*?)(?:元整?|圆整?|块钱?|RMB|CNY)?", re.DOTALL)
_AMOUNT = re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]*)?|\.[0-9]+")

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")


def parse_yuan(text: str) -> Decimal:
    """The amount in yuan, to the fen, from 83, 83.5, ¥1,234.50, ８３元; raises UserError for anything else.

    Refused in words: what is no number, less than 0, parts of a fen, more than 9,999,999,999.99.
    """
    framed = _FRAME.fullmatch(re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper())
    written = framed[1] if framed else ""
    if not written:
        raise UserError(QT_TRANSLATE_NOOP("errors", "An amount is needed here."))
    if written.startswith(("-", "−")):
        raise UserError(QT_TRANSLATE_NOOP("errors", "An amount can't be less than 0."))
    if not _AMOUNT.fullmatch(written):
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "“{text}” is no amount in yuan; write it like 83.50."), text=text.strip()
        )
    amount = Decimal(written.replace(",", ""))
    if amount > MOST:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This amount is too large."))
    if amount != amount.quantize(_FEN):
        raise UserError(QT_TRANSLATE_NOOP("errors", "An amount has two decimals at most."))
    return amount.quantize(_FEN)


def checked_yuan(amount: Decimal | None, field: str) -> Decimal | None:
    """The amount as it is, if the books can hold it; raises UserError beside `field` otherwise. None stays None."""
    if amount is None:
        return None
    if amount < 0:
        raise UserError(QT_TRANSLATE_NOOP("errors", "An amount can't be less than 0."), field=field)
    if amount > MOST:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This amount is too large."), field=field)
    if amount != amount.quantize(_FEN):
        raise UserError(QT_TRANSLATE_NOOP("errors", "An amount has two decimals at most."), field=field)
    return amount


def to_fen(amount: Decimal) -> int:
    """The amount in whole fen, as the database keeps it; raises ValueError for parts of a fen."""
    fen = amount * 100
    if fen != fen.to_integral_value():
        raise ValueError("an amount with parts of a fen")
    return int(fen)


def from_fen(fen: int) -> Decimal:
    """The amount in yuan of whole fen, with two decimals."""
    return (Decimal(fen) / 100).quantize(_FEN)


def show_yuan(amount: Decimal, sign: bool = False) -> str:
    """The amount in figures: '83.00', '1,234.50', with `sign` '¥83.00'; raises ValueError for parts of a fen."""
    shown = f"{from_fen(to_fen(amount)):,.2f}"
    if sign:
        return f"-¥{shown[1:]}" if shown.startswith("-") else f"¥{shown}"
    return shown


def in_capitals(amount: Decimal) -> str:
    """The amount in capitals as vouchers carry it (大写, 会计基础工作规范第五十二条): 捌拾叁元整, 壹佰零伍元叁角整.

    整 follows yuan and jiao, never fen; zeros between two digits are one 零, and jiao 0 before fen is 零 (壹元零伍分).
    Raises ValueError below 0, above 9,999,999,999.99 and for parts of a fen.
    """
    if not 0 <= amount <= MOST:
        raise ValueError("no such amount in capitals")
    yuan, fraction = divmod(to_fen(amount), 100)
    jiao, fen = divmod(fraction, 10)
    whole = f"{_whole(yuan)}元" if yuan or not fraction else ""
    gap = "零" if whole and fen else ""
    return whole + (f"{_DIGITS[jiao]}角" if jiao else gap) + (f"{_DIGITS[fen]}分" if fen else "整")


def _whole(yuan: int) -> str:
    """Whole yuan in capitals, without the unit."""
    if yuan == 0:
        return _DIGITS[0]
    figures = str(yuan)
    written, zeros, group_is_empty = "", False, True
    for index, figure in enumerate(figures):
        group, place = divmod(len(figures) - 1 - index, 4)
        if figure == "0":
            zeros = True
        else:
            written += ("零" if zeros else "") + _DIGITS[int(figure)] + _PLACES[place]
            zeros, group_is_empty = False, False
        if place == 0:
            written += "" if group_is_empty else _GROUPS[group]
            group_is_empty = True
    return written
