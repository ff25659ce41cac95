# SPDX-License-Identifier: Apache-2.0
"""Whom the shipped rule book (综合规程) warns of a limit, and when: what one goes by that says nothing of warnings."""

from __future__ import annotations

from functools import lru_cache

from complaintdesk import paths
from complaintdesk.domain.procedure import parse_procedure
from complaintdesk.domain.rulebook_rows import Warnings


@lru_cache(1)  # the file is the program's own
def shipped_warnings() -> Warnings:
    """The `warnings` of the shipped rule book, by which every office was warned before rule books had any."""
    text = paths.shipped("resources", "procedures", "general.toml").read_text(encoding="utf-8")
    found = parse_procedure(text).warnings
    assert found is not None  # a test says so
    return found
