# SPDX-License-Identifier: Apache-2.0
"""Counting a source, and opening the cases behind a figure: both read the same select, so they can't disagree."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable
from typing import Any

from sqlalchemy import Select, Subquery, func, select
from sqlalchemy.orm import Session

from complaintdesk.desk import statistics_sources
from complaintdesk.desk.statistics_flow import happened, office_zone
from complaintdesk.desk.statistics_sources import Behind, Source
from complaintdesk.domain.procedure import Procedure

SOURCES: dict[Source, Callable[[Behind, Procedure], Select[Any]]] = {
    Source.RECEIVED: statistics_sources.received,
    Source.CASES: statistics_sources.cases,
    Source.LIMITS: statistics_sources.limits,
    Source.SLIPS: statistics_sources.slips,
}


def cases_behind(session: Session, behind: Behind, procedure: Procedure) -> array[int]:
    """Ids of the cases that a figure counts, one for each counted thing: a case with two slips stands there twice."""
    source = _read(session, behind, procedure)
    wanted = select(source.c.case_id).where(*(source.c[name].in_(values) for name, values in behind.where))
    return array("q", session.scalars(wanted.order_by(source.c.case_id)))


def counted(session: Session, behind: Behind, procedure: Procedure, *columns: str) -> Counter[tuple[Any, ...]]:
    """How many there are of each combination of the columns' values."""
    source = _read(session, behind, procedure)
    by = [source.c[name] for name in columns]
    wanted = select(*by, func.count()).where(*(source.c[name].in_(values) for name, values in behind.where))
    return Counter({tuple(row[:-1]): row[-1] for row in session.execute(wanted.group_by(*by))})


def _read(session: Session, behind: Behind, procedure: Procedure) -> Subquery:
    if behind.source in SOURCES:
        return SOURCES[behind.source](behind, procedure).subquery()
    return happened(behind, office_zone(session)).subquery()
