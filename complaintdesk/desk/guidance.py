# SPDX-License-Identifier: Apache-2.0
"""The desk's manner of receiving as it is shipped (R-REG-14): for each kind of matter, what to mind and who says so."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from complaintdesk.domain.terms import CaseKind
from complaintdesk.paths import shipped


@dataclass(frozen=True)
class Guidance:
    """One part of it: its title, its lines in their order, and the clause that it comes from; in Chinese, as data."""

    kinds: frozenset[CaseKind]
    title: str
    lines: tuple[str, ...]
    source: str


def guidance_for(kind: CaseKind) -> tuple[Guidance, ...]:
    """What to mind with this kind of matter, in the order in which it comes."""
    return tuple(part for part in _shipped() if kind in part.kinds)


@cache
def _shipped() -> tuple[Guidance, ...]:
    table = tomllib.loads(shipped("resources", "guidance.toml").read_text("utf-8"))
    return tuple(
        Guidance(frozenset(map(CaseKind, row["kinds"])), row["title"], tuple(row["lines"]), row["source"])
        for row in table["guidance"]
    )
