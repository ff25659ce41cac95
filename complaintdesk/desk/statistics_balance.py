# SPDX-License-Identifier: Apache-2.0
"""What came and went in a month (办理平衡), as a whole and by kind, category, department and building (R-ST-02)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from complaintdesk.desk.rule_books import RuleBooks
from complaintdesk.desk.statistics_breakdown import By, CountRow, lines, whole
from complaintdesk.desk.statistics_flow import ENDS, GROUPS, flow_cube
from complaintdesk.desk.statistics_sources import Behind, Figure
from complaintdesk.domain.terms import CaseState


@dataclass(frozen=True)
class FlowRow(CountRow):
    """Open at the start + new + reopened = out + open at the end, each side counted by itself."""

    @property
    def at_start(self) -> Figure:
        """Open when the month began."""
        return self.figures[0]

    @property
    def new(self) -> Figure:
        """Registered in the month, those voided since among them."""
        return self.figures[1]

    @property
    def reopened(self) -> Figure:
        """Opened again in the month."""
        return self.figures[2]

    @property
    def left(self) -> Mapping[CaseState, Figure]:
        """For each of ENDS, also those that no deed writes yet."""
        return dict(zip(ENDS, self.figures[3:-1], strict=True))

    @property
    def at_end(self) -> Figure:
        """Open when the month ended."""
        return self.figures[-1]

    @property
    def came(self) -> int:
        """Open at the start, new and reopened."""
        return sum(figure.count for figure in self.figures[:3])

    @property
    def went(self) -> int:
        """Out, and open at the end."""
        return sum(figure.count for figure in self.figures[3:])


@dataclass(frozen=True)
class Balance:
    """The month's flow by one thing; the rows of depth 0 add up to the total, column by column."""

    by: By
    rows: tuple[FlowRow, ...]
    total: FlowRow

    @property
    def figures(self) -> Iterator[Figure]:
        """Every figure of every line."""
        for row in (*self.rows, self.total):
            yield from row.figures


def balances(session: Session, month: Behind, books: RuleBooks) -> tuple[Balance, ...]:
    """The flow by each of GROUPS, by kind first."""
    cube = flow_cube(session, month)
    total = _flow_row(whole(cube))
    return tuple(Balance(by, tuple(map(_flow_row, lines(session, cube, by, books))), total) for by in map(By, GROUPS))


def _flow_row(row: CountRow) -> FlowRow:
    return FlowRow(row.name, row.depth, row.within, row.figures)
