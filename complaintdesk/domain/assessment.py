# SPDX-License-Identifier: Apache-2.0
"""The five factors of a complaint (ISO 10002), and the level that a rule book suggests by them."""

from __future__ import annotations

from collections.abc import Mapping

from complaintdesk.domain.course_rows import Assessment
from complaintdesk.domain.terms import Factor, Level

LEAST, MOST = 1, 3  # of a factor


def suggested_level(rule: Assessment | None, factors: Mapping[Factor, int]) -> Level | None:
    """The level that these factors suggest; None where the rule book says nothing of it, or a factor is missing.

    A person decides (R-CLS-05).
    """
    if rule is None or set(factors) != set(Factor):
        return None
    alone = any(factors[factor] == MOST for factor in rule.major_alone)
    return Level.MAJOR if alone or sum(factors.values()) >= rule.major_from else Level.GENERAL
