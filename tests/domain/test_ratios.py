# SPDX-License-Identifier: Apache-2.0
"""Shares with both their counts."""

from __future__ import annotations

from decimal import Decimal

import pytest

from complaintdesk.domain.ratios import Ratio


@pytest.mark.parametrize(
    ("ratio", "percent", "shown"),
    [
        (Ratio(5, 6), "83.33", "83.33% (5/6)"),
        (Ratio(2, 3), "66.67", "66.67% (2/3)"),
        (Ratio(1, 8), "12.50", "12.50% (1/8)"),
        (Ratio(1, 1600), "0.06", "0.06% (1/1600)"),
        (Ratio(1, 800), "0.13", "0.13% (1/800)"),
        (Ratio(3, 800), "0.38", "0.38% (3/800)"),
        (Ratio(0, 7), "0.00", "0.00% (0/7)"),
        (Ratio(7, 7), "100.00", "100.00% (7/7)"),
        (Ratio(9999, 10000), "99.99", "99.99% (9999/10000)"),
        (Ratio(7, 6), "116.67", "116.67% (7/6)"),
        (Ratio(5, 6, undecided=2), "83.33", "83.33% (5/6, 2?)"),
    ],
)
def test_share_is_rounded_half_up_and_shown_with_both_counts(ratio, percent, shown):
    """R-ST-01."""
    assert ratio.percent == Decimal(percent)
    assert str(ratio.percent) == percent
    assert ratio.show() == shown


def test_share_of_nothing_is_no_percentage():
    assert Ratio(0, 0).percent is None
    assert Ratio(0, 0).show() == "— (0/0)"
    assert Ratio(0, 0, undecided=3).show() == "— (0/0, 3?)"


def test_thirds_are_not_made_to_add_up_to_100():
    assert sum(Ratio(1, 3).percent or 0 for _ in range(3)) == Decimal("99.99")


@pytest.mark.parametrize("counts", [(-1, 2, 0), (1, -2, 0), (1, 2, -1)])
def test_no_count_is_below_nothing(counts):
    with pytest.raises(ValueError, match="below 0"):
        Ratio(*counts)
