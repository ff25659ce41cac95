# SPDX-License-Identifier: Apache-2.0
"""Quantities of material as they stand on a slip."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError

MOST = Decimal(999999)
_WRITTEN = re.compile(r"([0-9]+(?:\.[0-9]*)?|\.[0-9]+)\s*[^0-9.\s]{0,4}")


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


def amount_of(quantity: Decimal, unit_price: Decimal) -> Decimal:
    """What a quantity costs, in yuan, rounded half up to the fen (R-WO-08)."""
    return (quantity * unit_price).quantize(Decimal("0.01"), ROUND_HALF_UP)
