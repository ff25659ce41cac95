# SPDX-License-Identifier: Apache-2.0
"""What the procedure (规程) makes an office keep beside its cases: calendar, sheets, answers, reviews, points."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from complaintdesk.db.base import PERSONAL, Base, Voidable


class CalendarDay(Base):
    """What a day is to the office (R-T-03): its newest row holds; the newest row of all is the calendar's state."""

    __tablename__ = "calendar_day"
    __table_args__ = (Index("ix_calendar_day_day_id", "day", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    works: Mapped[bool]
    name: Mapped[str]  # 春节, 国庆节调休上班; '' for none
    source: Mapped[str]
    set_at: Mapped[datetime]
    set_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class CalendarYear(Base):
    """Whether a year's holidays and make-up workdays (调休) are known: its newest row holds."""

    __tablename__ = "calendar_year"
    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    known: Mapped[bool]
    source: Mapped[str]  # the notice; why it is not known after all
    confirmed_at: Mapped[datetime]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class LiaisonSheet(Voidable, Base):
    """A sheet (投诉处理联系单, R-ESC-01) by which a case goes up or to another department, and what came back."""

    __tablename__ = "liaison_sheet"
    __table_args__ = (UniqueConstraint("series", "year", "running"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("case_event.id"))  # the escalation it goes with
    number: Mapped[str] = mapped_column(unique=True)
    series: Mapped[str]
    year: Mapped[int]
    running: Mapped[int]
    to_step: Mapped[str]  # the procedure's ladder id, '' where it goes to a department
    to_department: Mapped[str]  # the procedure's department id, '' where it goes up
    matter: Mapped[str] = mapped_column(info=PERSONAL)
    wanted: Mapped[str] = mapped_column(info=PERSONAL)
    answer_by: Mapped[datetime | None]
    issued_at: Mapped[datetime]
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    signed_at: Mapped[datetime | None]
    signed_by: Mapped[str] = mapped_column(info=PERSONAL)
    answer: Mapped[str] = mapped_column(info=PERSONAL)
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str] = mapped_column(info=PERSONAL)
    version: Mapped[int]


class CorrectiveAction(Voidable, Base):
    """A 《纠正/预防措施处理单》 as it is opened (R-CLS-02, R-CA-01): facts, cause, who is responsible."""

    __tablename__ = "corrective_action"
    __table_args__ = (UniqueConstraint("series", "year", "running"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"), index=True)
    number: Mapped[str] = mapped_column(unique=True)
    series: Mapped[str]
    year: Mapped[int]
    running: Mapped[int]
    department: Mapped[str]  # the procedure's department id
    facts: Mapped[str] = mapped_column(info=PERSONAL)
    cause: Mapped[str] = mapped_column(info=PERSONAL)
    responsible: Mapped[str] = mapped_column(info=PERSONAL)
    opened_at: Mapped[datetime]
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    version: Mapped[int]


class StandardAnswer(Voidable, Base):
    """A standard answer (答客问, R-REG-11): one wording for all who answer."""

    __tablename__ = "standard_answer"
    id: Mapped[int] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(info=PERSONAL)
    answer: Mapped[str] = mapped_column(info=PERSONAL)
    keywords: Mapped[str] = mapped_column(info=PERSONAL)  # further words by which it is found, each after a space
    category: Mapped[str]  # the procedure's category id, '' for none
    from_case_id: Mapped[int | None] = mapped_column(ForeignKey("case_record.id"))  # the enquiry that it came from
    written_at: Mapped[datetime]
    written_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    version: Mapped[int]


class DayReview(Voidable, Base):
    """The daily review (审阅记录, R-REG-12): a supervisor or higher read the day's register and signs."""

    __tablename__ = "day_review"
    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(index=True)
    reviewed_at: Mapped[datetime]
    reviewed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    words: Mapped[str] = mapped_column(info=PERSONAL)
    found: Mapped[dict[str, Any]]  # what the check list showed then: counts, and ids of cases


class DiaryEntry(Voidable, Base):
    """A line that somebody wrote in their work diary (工作日记, R-REG-15), beside what the cases' stories tell."""

    __tablename__ = "diary_entry"
    __table_args__ = (Index("ix_diary_entry_day_staff_id", "day", "staff_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_record.id"))
    happened_at: Mapped[datetime]
    written_at: Mapped[datetime]
    words: Mapped[str] = mapped_column(info=PERSONAL)
    token: Mapped[str | None] = mapped_column(unique=True)


class ShiftHandover(Voidable, Base):
    """A shift handed over (交接班): what was open then, what is to be seen to, who took it."""

    __tablename__ = "shift_handover"
    id: Mapped[int] = mapped_column(primary_key=True)
    from_staff: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    to_staff: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    handed_at: Mapped[datetime]
    words: Mapped[str] = mapped_column(info=PERSONAL)
    items: Mapped[dict[str, Any]]  # what stood open: ids of cases, slips and follow-ups by list
    taken_at: Mapped[datetime | None]
    token: Mapped[str | None] = mapped_column(unique=True)
    version: Mapped[int]


class Meeting(Voidable, Base):
    """A weekly, monthly or urgent meeting (例会, R-ESC-14, R-ST-07): what was before it, what it decided."""

    __tablename__ = "meeting"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]  # the procedure's meeting id, 'urgent' for one called for a case
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_record.id"), index=True)
    from_on: Mapped[date]
    to_on: Mapped[date]
    held_at: Mapped[datetime]
    present: Mapped[str] = mapped_column(info=PERSONAL)
    words: Mapped[str] = mapped_column(info=PERSONAL)
    items: Mapped[dict[str, Any]]  # what stood on its sheet: ids of cases by list
    written_at: Mapped[datetime]
    written_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    token: Mapped[str | None] = mapped_column(unique=True)
    version: Mapped[int]


class Fine(Voidable, Base):
    """A fine (R-CA-05): a person's finding, entered with its reason."""

    __tablename__ = "fine"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]  # the procedure's fine id, '' for one of the office's own
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_record.id"), index=True)
    department: Mapped[str]  # the procedure's department id
    person: Mapped[str] = mapped_column(info=PERSONAL)
    amount: Mapped[Decimal]  # yuan
    reason: Mapped[str] = mapped_column(info=PERSONAL)
    found_on: Mapped[date]
    entered_at: Mapped[datetime]
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    token: Mapped[str | None] = mapped_column(unique=True)


class PointLift(Voidable, Base):
    """A breach's points (R-CA-05) lifted by a supervisor, with the reason."""

    __tablename__ = "point_lift"
    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"), index=True)
    reason: Mapped[str] = mapped_column(info=PERSONAL)
    lifted_at: Mapped[datetime]
    lifted_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
