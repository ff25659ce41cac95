# SPDX-License-Identifier: Apache-2.0
"""Which parts of a slip come back, and when those still out are listed: as the rule book says, else as shipped."""

from __future__ import annotations

from datetime import datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from complaintdesk import paths
from complaintdesk.domain.course_rows import Course, PartBack, SlipPart
from complaintdesk.domain.procedure import Procedure, parse_procedure


@lru_cache(1)  # the file is the program's own
def _shipped() -> Course:
    text = paths.shipped("resources", "procedures", "general.toml").read_text(encoding="utf-8")
    return parse_procedure(text).course


def slip_parts(procedure: Procedure) -> tuple[SlipPart, ...]:
    """The parts (联) of a slip (R-WO-02), in their order; never none, and one of them comes back always."""
    return procedure.course.slip_parts or _shipped().slip_parts


def signed_part(procedure: Procedure) -> SlipPart:
    """The part with which a slip is back: the signed one that returns to the desk (R-WO-10)."""
    return next(part for part in slip_parts(procedure) if part.back is PartBack.ALWAYS)


def due_back(procedure: Procedure, *, paid: bool) -> tuple[SlipPart, ...]:
    """The parts that come back of a slip; `paid`: of one that is to be paid for."""
    wanted = (PartBack.ALWAYS, PartBack.PAID) if paid else (PartBack.ALWAYS,)
    return tuple(part for part in slip_parts(procedure) if part.back in wanted)


def listed_at(procedure: Procedure) -> time:
    """The time of day at which the slips that are still out are listed and chased."""
    rounds = procedure.course.slips or _shipped().slips
    assert rounds is not None  # a test says so
    return rounds.listed_at


def is_listed(procedure: Procedure, now: datetime, zone: ZoneInfo) -> bool:
    """Whether it is time today to chase what is still out."""
    return now.astimezone(zone).time() >= listed_at(procedure)
