# SPDX-License-Identifier: Apache-2.0
"""What belongs to the office as a whole: its name, its staff, its rule book, its number series, its imports."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from complaintdesk.db.base import Base
from complaintdesk.domain import terms


class OfficeProfile(Base):
    """The office itself: one row."""

    __tablename__ = "office"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    zone: Mapped[str]
    form_code: Mapped[str]  # 表号 printed on slips, such as YG-KF-07 A/0
    complaint_phone: Mapped[str]
    address: Mapped[str]
    logo: Mapped[str]  # a PNG in base64, printed on forms; '' for none
    attachments_folder: Mapped[str]  # the office-wide pool of a server's office; '' is beside the database file
    built_in_bulk: Mapped[bool]  # a bench's database: `check` leaves the replay out and says so
    created_at: Mapped[datetime]
    version: Mapped[int]


class Staff(Base):
    """A person who works here; never deleted, the name stays on what they did."""

    __tablename__ = "staff"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    pinyin: Mapped[str]
    role: Mapped[terms.Role]
    team: Mapped[str]  # the procedure's team id, '' for none
    left_on: Mapped[date | None]
    created_at: Mapped[datetime]
    version: Mapped[int]


class Credential(Base):
    """How a person signs in; a secret, so never in the journal (setting one is a deed all the same)."""

    __tablename__ = "credential"
    __table_args__ = ({"info": {"tracked": False}},)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    password_hash: Mapped[str]  # argon2id
    failures: Mapped[int]
    locked_until: Mapped[datetime | None]
    must_change: Mapped[bool]  # another person set the password: the next sign-in asks for one of one's own
    locked_at_uptime: Mapped[int | None]  # seconds that the machine had been running then; None on a server


class RecoveryCode(Base):
    """The printed code by which an office that lost its last administrator gets one again; a secret, as above."""

    __tablename__ = "recovery_code"
    __table_args__ = ({"info": {"tracked": False}},)
    id: Mapped[int] = mapped_column(primary_key=True)
    code_hash: Mapped[str]  # argon2id
    failures: Mapped[int]
    locked_until: Mapped[datetime | None]
    locked_at_uptime: Mapped[int | None]  # seconds that the machine had been running then; None on a server


class ProcedureVersion(Base):
    """A rule book (规程) as adopted on a day; immutable."""

    __tablename__ = "procedure_version"
    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    sha256: Mapped[str]
    adopted_at: Mapped[datetime]
    adopted_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class Counter(Base):
    """The last running number given in a series and year; raised in the transaction that gives it."""

    __tablename__ = "counter"
    id: Mapped[int] = mapped_column(primary_key=True)
    series: Mapped[str]
    year: Mapped[int]
    last: Mapped[int]
    __table_args__ = (UniqueConstraint("series", "year"),)


class ImportRun(Base):
    """One import of a list: what file, how far it came."""

    __tablename__ = "import_run"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]  # households, register, batch
    file_sha256: Mapped[str]
    started_at: Mapped[datetime]
    started_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    rows_good: Mapped[int]
    rows_done: Mapped[int]
    first_case_id: Mapped[int | None]  # of history: where its block of ids begins
    undone_at: Mapped[datetime | None]  # when the last of it was taken back
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))  # who takes it back: half done without a time


class ImportColumns(Base):
    """Which column of a list means what, remembered by the list's head."""

    __tablename__ = "import_columns"
    __table_args__ = (UniqueConstraint("kind", "head_sha256"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]  # households, register, batch
    head_sha256: Mapped[str]
    columns: Mapped[dict[str, Any]]  # our field → the list's column, counted from 0
    saved_at: Mapped[datetime]
    saved_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    version: Mapped[int]
