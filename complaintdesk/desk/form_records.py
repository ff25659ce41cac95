# SPDX-License-Identifier: Apache-2.0
"""Which forms are filled from days or from a case, and their records as the books hold them now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from complaintdesk.desk.call_registers import CallRegister, FollowUpRegister, call_register, follow_up_register
from complaintdesk.desk.rule_books import RuleBooks
from complaintdesk.desk.weekly_records import WeeklyRecord, weekly_record

CALLS, CALL_BACKS, WEEK = "call_record", "follow_up_register", "weekly_record"
CASE_FORMS = ("case_sheet", "complaint_record", "handling_sheet", "handling_report")  # of a case in one of its rounds
SpanRecord = CallRegister | FollowUpRegister | WeeklyRecord


def span_record(
    session: Session, form: str, from_on: date, to_on: date, zone: ZoneInfo, books: RuleBooks, department: str = ""
) -> SpanRecord:
    """What one of SPAN_FORMS shows of these days, both included; the week's record of one department (its id)."""
    return SPAN_FORMS[form](session, from_on, to_on, zone, books, department)


def people_in(record: SpanRecord) -> int:
    """How many lines with somebody's name it has."""
    if isinstance(record, WeeklyRecord):
        return len(record.complaints)
    return record.count


def covers(record: SpanRecord) -> str:
    """The days as the books note that they were printed, with the department where it is of one."""
    from_on, to_on = record.from_on, record.to_on
    days = f"{from_on}" if from_on == to_on else f"{from_on} – {to_on}"
    return f"{days} {record.department}" if isinstance(record, WeeklyRecord) and record.department else days


def _calls(session: Session, from_on: date, to_on: date, zone: ZoneInfo, books: RuleBooks, _of: str) -> SpanRecord:
    return call_register(session, from_on, to_on, zone, books)


def _call_backs(session: Session, from_on: date, to_on: date, zone: ZoneInfo, books: RuleBooks, _of: str) -> SpanRecord:
    return follow_up_register(session, from_on, to_on, zone, books)


SPAN_FORMS: dict[str, Callable[[Session, date, date, ZoneInfo, RuleBooks, str], SpanRecord]] = {
    CALLS: _calls,
    CALL_BACKS: _call_backs,
    WEEK: weekly_record,
}
