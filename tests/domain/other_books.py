# SPDX-License-Identifier: Apache-2.0
"""The rule books of other trades, and how a table of their clauses is written in the tests."""

from __future__ import annotations

from typing import Any

import pytest

BOOKS = {  # what its clauses are called in its sources' keys
    "car_workshop": ("汽修厂制度",),
    "car_dealer": ("4S店制度",),
    "crm_rules": ("CRM细则",),
    "it_complaints": ("IT机制",),
    "hotel": ("酒店制度",),
    "process_rules": ("流程规范",),
    "company": ("公司制度", "商场制度", "医院制度", "小区制度", "客服回访制度", "电力制度"),
    "hotline_96310": ("96310制度",),
}
OURS = "综合规程"  # what the source leaves open


def clauses(*table: tuple[Any, ...]) -> Any:
    """One test a row: rules, book, the row's id, what should be there; named after the first three."""
    return [pytest.param(*row[1:], id=" ".join(row[:3])) for row in table]


def one(rows: Any, id_: str) -> Any:
    """The row of that id."""
    return {row.id: row for row in rows}[id_]
