# SPDX-License-Identifier: Apache-2.0
"""A list of fees and the lines of a quote to print, built directly."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from complaintdesk.desk.fee_lists import FeeGap, FeeLine, FeeList
from complaintdesk.desk.price_records import QuoteRecord
from complaintdesk.domain.terms import PaymentMethod


def a_quote(**changes: Any) -> QuoteRecord:
    """A line of a quote, nothing unusual about it."""
    line = QuoteRecord(
        id=1,
        name="更换水龙头 人工",
        unit="只",
        quantity=Decimal("2.000"),
        low=Decimal("10.00"),
        high=Decimal("10.00"),
        note="",
        quoted_at=datetime(2026, 11, 21, 2, 44, tzinfo=UTC),
        by="王敏",
        item_id=1,
    )
    return replace(line, **changes)


def a_fee_line(**changes: Any) -> FeeLine:
    """A chargeable job, paid in full by cash."""
    line = FeeLine(
        place="3栋2单元1502",
        number="WX2026-000656",
        case_number="BX2026-000912",
        completed_at=datetime(2026, 11, 21, 8, 10, tzinfo=UTC),
        content="厨房水龙头更换",
        quoted=Decimal("60.00"),
        agreed=True,
        slip_total=Decimal("60.00"),
        due=Decimal("60.00"),
        paid=Decimal("60.00"),
        owed=Decimal("0.00"),
        methods=(PaymentMethod.CASH,),
        receipts=("0031204",),
        reason="",
        gaps=(),
    )
    return replace(line, **changes)


def a_fee_list(**changes: Any) -> FeeList:
    """The list of a month with two jobs of one room, one of them open."""
    owing = a_fee_line(
        number="WX2026-000657",
        content="疏通地漏",
        quoted=None,
        agreed=False,
        due=Decimal("80.00"),
        paid=Decimal("0.00"),
        owed=Decimal("80.00"),
        methods=(),
        receipts=(),
        gaps=(FeeGap.NO_PRICE_TOLD, FeeGap.NOT_AGREED),
    )
    told = FeeList(
        from_on=date(2026, 11, 1),
        to_on=date(2026, 11, 30),
        place="",
        fees=(a_fee_line(), owing),
        count=2,
        rooms=1,
        due=Decimal("140.00"),
        paid=Decimal("60.00"),
        owed=Decimal("80.00"),
        taken=((PaymentMethod.CASH, Decimal("60.00")),),
        taken_sum=Decimal("60.00"),
        gaps=((FeeGap.NO_PRICE_TOLD, 1), (FeeGap.NOT_AGREED, 1)),
        missing_receipts=("0031205",),
    )
    return replace(told, **changes)
