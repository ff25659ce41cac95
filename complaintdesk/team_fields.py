# SPDX-License-Identifier: Apache-2.0
"""What a team's day sheet (班组当日工单) can show: the day, what it comes to, and each of its slips."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from operator import attrgetter

from complaintdesk.desk.team_days import Load, TeamDay, TeamJob
from complaintdesk.domain import terms
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.field import field_row as _field
from complaintdesk.field import sample_at as _at
from complaintdesk.formats import Kind, Word

TeamRecord = TeamDay | TeamJob
ROOTS: dict[str, type] = {"team_day": TeamDay, "jobs": TeamJob}
LOAD = QT_TRANSLATE_NOOP("fields", "{worker} {slips}")
NOBODY = QT_TRANSLATE_NOOP("fields", "not taken")


def _workers(day: TeamDay) -> tuple[Word, ...]:
    """How many slips each has."""
    return tuple(_worker(load) for load in day.loads)


def _worker(load: Load) -> Word:
    return Word(LOAD, {"worker": load.worker or Word(NOBODY), "slips": load.slips})


# fmt: off
TEAM = (
    _field("team_day.day", QT_TRANSLATE_NOOP("fields", "Team's day"), Kind.DAY, date(2026, 11, 21), 12),
    _field("team_day.team", QT_TRANSLATE_NOOP("fields", "Team"), Kind.TEXT, "水电班", 10, attrgetter("team_name")),
    _field("team_day.slips", QT_TRANSLATE_NOOP("fields", "Slips of the day"), Kind.NUMBER, 6, 6,
           attrgetter("load.slips")),
    _field("team_day.open", QT_TRANSLATE_NOOP("fields", "Unfinished"), Kind.NUMBER, 4, 6, attrgetter("load.open")),
    _field("team_day.late", QT_TRANSLATE_NOOP("fields", "Late"), Kind.NUMBER, 1, 6, attrgetter("load.late")),
    _field("team_day.planned", QT_TRANSLATE_NOOP("fields", "Hours agreed"), Kind.QUANTITY, Decimal("5.5"), 6,
           attrgetter("load.planned")),
    _field("team_day.used", QT_TRANSLATE_NOOP("fields", "Hours used"), Kind.QUANTITY, Decimal("2.3"), 6,
           attrgetter("load.used")),
    _field("team_day.workers", QT_TRANSLATE_NOOP("fields", "Slips by worker"), Kind.WORDS,
           (Word(LOAD, {"worker": "李志强", "slips": 4}), Word(LOAD, {"worker": "周建", "slips": 2})), 30, _workers),
    _field("jobs.number", QT_TRANSLATE_NOOP("fields", "Slip"), Kind.TEXT, "WX2026-000656", 15),
    _field("jobs.worker", QT_TRANSLATE_NOOP("fields", "Worker"), Kind.TEXT, "李志强", 10),
    _field("jobs.agreed", QT_TRANSLATE_NOOP("fields", "Agreed"), Kind.SPAN, (_at(21, 15, 0), _at(21, 16, 30)), 17),
    _field("jobs.due_at", QT_TRANSLATE_NOOP("fields", "Due"), Kind.INSTANT, _at(21, 16, 30), 17),
    _field("jobs.place", QT_TRANSLATE_NOOP("fields", "Place"), Kind.TEXT, "3栋2单元1502", 18),
    _field("jobs.content", QT_TRANSLATE_NOOP("fields", "What"), Kind.LONG, "厨房洗菜盆下水管漏水，已流到橱柜。", 30),
    _field("jobs.caller", QT_TRANSLATE_NOOP("fields", "Caller"), Kind.TEXT, "张建国", 10),
    _field("jobs.phone", QT_TRANSLATE_NOOP("fields", "Phone"), Kind.PHONE, "13900000008", 14),
    _field("jobs.grade", QT_TRANSLATE_NOOP("fields", "Grade"), Kind.TERM, terms.Grade.URGENT, 8),
    _field("jobs.state", QT_TRANSLATE_NOOP("fields", "Order's state"), Kind.TERM, terms.OrderState.ACCEPTED, 10),
)
# fmt: on
