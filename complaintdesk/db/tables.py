# SPDX-License-Identifier: Apache-2.0
"""What the office knows: every tracked table (model.md, layer 1), and the few that the journal does not follow."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, MetaData, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from complaintdesk.db.types import Enumerated, Fen, Instant, Json, Quantity
from complaintdesk.domain import terms

PERSONAL = {"personal": True}
FIRST_LIVE_ID = 10_000_001


class Base(DeclarativeBase):
    """Mapped tables; one naming convention for both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        datetime: Instant,
        Decimal: Fen,
        dict[str, Any]: Json,
        list[str]: Json,
        **{term: Enumerated(term) for term in terms.TERMS},
    }


def tracked(table: Any) -> bool:
    """Whether the journal follows this table (the default); a table opts out in its `info`."""
    return bool(table.info.get("tracked", True))


class OfficeProfile(Base):
    """The office itself: one row."""

    __tablename__ = "office"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    zone: Mapped[str]
    form_code: Mapped[str]  # 表号 printed on slips, such as YG-KF-07 A/0
    complaint_phone: Mapped[str]
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


class ProcedureVersion(Base):
    """A rule book (规程) as adopted on a day; immutable."""

    __tablename__ = "procedure_version"
    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    sha256: Mapped[str]
    adopted_at: Mapped[datetime]
    adopted_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class Place(Base):
    """A household, shop, public area or parking space."""

    __tablename__ = "place"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[terms.PlaceKind]
    building: Mapped[str]
    unit: Mapped[str]
    floor: Mapped[str]
    room: Mapped[str]
    label: Mapped[str] = mapped_column(info=PERSONAL)  # as people say it: 3栋2单元1502, 3栋公共区域
    key: Mapped[str] = mapped_column(unique=True, info=PERSONAL)  # folded; see domain/folding
    area: Mapped[str] = mapped_column(info=PERSONAL)  # square metres as written
    external_no: Mapped[str] = mapped_column(info=PERSONAL)  # the number another program knows it by
    note: Mapped[str] = mapped_column(info=PERSONAL)
    created_at: Mapped[datetime]
    voided_at: Mapped[datetime | None]
    voided_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    void_reason: Mapped[str] = mapped_column(info=PERSONAL)
    version: Mapped[int]


class Occupant(Base):
    """A person at a place, from one day to another."""

    __tablename__ = "occupant"
    id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), index=True)
    kind: Mapped[terms.OccupantKind]
    name: Mapped[str] = mapped_column(info=PERSONAL)
    pinyin: Mapped[str] = mapped_column(info=PERSONAL)  # sort key
    pinyin_keys: Mapped[str] = mapped_column(info=PERSONAL)  # ' zhangsan zs': every reading, each after a space
    external_no: Mapped[str] = mapped_column(info=PERSONAL)  # 业主编号
    from_on: Mapped[date | None]
    to_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(info=PERSONAL)
    voided_at: Mapped[datetime | None]
    voided_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    void_reason: Mapped[str] = mapped_column(info=PERSONAL)


class Phone(Base):
    """A phone number of an occupant."""

    __tablename__ = "phone"
    id: Mapped[int] = mapped_column(primary_key=True)
    occupant_id: Mapped[int] = mapped_column(ForeignKey("occupant.id"), index=True)
    number: Mapped[str] = mapped_column(info=PERSONAL)  # digits
    label: Mapped[str] = mapped_column(info=PERSONAL)
    voided_at: Mapped[datetime | None]
    voided_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    void_reason: Mapped[str] = mapped_column(info=PERSONAL)


class Case(Base):
    """One matter (登记事项), with its caller and place copied as they were then."""

    __tablename__ = "case_record"
    __table_args__ = (
        UniqueConstraint("series", "year", "running"),
        Index("ix_case_record_received_at_id", "received_at", "id"),
        Index("ix_case_record_state_received_at", "state", "received_at"),
        Index("ix_case_record_received_on_kind", "received_on", "kind"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str | None] = mapped_column(unique=True)  # None for history
    series: Mapped[str | None]
    year: Mapped[int | None]
    running: Mapped[int | None]
    old_number: Mapped[str] = mapped_column(info=PERSONAL)  # as an old register wrote it
    origin: Mapped[terms.Origin]
    kind: Mapped[terms.CaseKind]
    channel: Mapped[terms.Channel]
    state: Mapped[terms.CaseState]
    round: Mapped[int]
    received_at: Mapped[datetime]
    received_on: Mapped[date]
    recorded_at: Mapped[datetime]
    first_contact_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))  # 首问责任制, R-REG-06
    procedure_version_id: Mapped[int | None] = mapped_column(ForeignKey("procedure_version.id"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), index=True)
    place_text: Mapped[str] = mapped_column(info=PERSONAL)
    building: Mapped[str]  # folded, for figures
    occupant_id: Mapped[int | None] = mapped_column(ForeignKey("occupant.id"))
    caller_name: Mapped[str] = mapped_column(info=PERSONAL)
    caller_phone: Mapped[str] = mapped_column(info=PERSONAL)
    anonymous: Mapped[bool]
    content: Mapped[str] = mapped_column(info=PERSONAL)
    category: Mapped[str]  # the procedure's category id, '' for none
    department: Mapped[str]  # the procedure's department id, '' for none
    appointment_from: Mapped[datetime | None]
    appointment_to: Mapped[datetime | None]
    charge: Mapped[terms.Charge | None]
    quoted: Mapped[Decimal | None]  # the price told to the client, yuan
    price_agreed: Mapped[bool]  # R-WO-07
    grade: Mapped[terms.Grade | None]
    public_area: Mapped[bool]
    complex_job: Mapped[bool]
    level: Mapped[terms.Level]
    level_criteria: Mapped[list[str]]  # the procedure's criterion ids (R-CLS-05)
    heard: Mapped[bool]  # 四清楚一报告, R-REG-05
    asked: Mapped[bool]
    repeated: Mapped[bool]
    written: Mapped[bool]
    reported_to: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    gaps: Mapped[list[str]]  # 缺项: names of fields that a paper note did not have
    repeats_case_id: Mapped[int | None] = mapped_column(ForeignKey("case_record.id"))
    lead_case_id: Mapped[int | None] = mapped_column(ForeignKey("case_record.id"))
    transferred_from_id: Mapped[int | None] = mapped_column(ForeignKey("case_record.id"))
    service_from: Mapped[datetime | None]  # special service
    service_to: Mapped[datetime | None]
    import_run_id: Mapped[int | None] = mapped_column(ForeignKey("import_run.id"))
    import_key: Mapped[str | None] = mapped_column(
        unique=True, info=PERSONAL
    )  # digest of an imported row: again = existing
    token: Mapped[str | None] = mapped_column(unique=True)
    draft_sha256: Mapped[str] = mapped_column(info=PERSONAL)  # a digest of personal data could be guessed
    voided_at: Mapped[datetime | None]
    voided_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    void_reason: Mapped[str] = mapped_column(info=PERSONAL)
    version: Mapped[int]


class Contact(Base):
    """One call or visit about a case, in full; the first included (R-REG-07)."""

    __tablename__ = "contact"
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"), index=True)
    channel: Mapped[terms.Channel]
    happened_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    caller_name: Mapped[str] = mapped_column(info=PERSONAL)
    caller_phone: Mapped[str] = mapped_column(info=PERSONAL)
    content: Mapped[str] = mapped_column(info=PERSONAL)
    token: Mapped[str | None] = mapped_column(unique=True)


class WorkOrder(Base):
    """A work order (维修单/派工单) of a case, with its own number."""

    __tablename__ = "work_order"
    __table_args__ = (
        UniqueConstraint("series", "year", "running"),
        Index("ix_work_order_state_issued_at", "state", "issued_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"), index=True)
    number: Mapped[str] = mapped_column(unique=True)
    series: Mapped[str]
    year: Mapped[int]
    running: Mapped[int]
    round: Mapped[int]
    state: Mapped[terms.OrderState]
    team: Mapped[str]  # the procedure's team id
    worker: Mapped[str] = mapped_column(info=PERSONAL)  # who accepted it, by name
    issued_at: Mapped[datetime]
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    result: Mapped[str] = mapped_column(info=PERSONAL)  # 维修情况
    labour: Mapped[Decimal | None]
    owner_material_fit: Mapped[bool | None]  # R-WO-06
    quality: Mapped[terms.Rating | None]
    manner: Mapped[terms.Rating | None]
    timeliness: Mapped[terms.Rating | None]
    voided_at: Mapped[datetime | None]
    voided_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    void_reason: Mapped[str] = mapped_column(info=PERSONAL)
    version: Mapped[int]


class MaterialLine(Base):
    """One material on a slip (R-WO-06)."""

    __tablename__ = "material_line"
    __table_args__ = (UniqueConstraint("order_id", "position"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("work_order.id"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(info=PERSONAL)
    spec: Mapped[str] = mapped_column(info=PERSONAL)
    unit: Mapped[str] = mapped_column(info=PERSONAL)
    quantity: Mapped[Decimal] = mapped_column(Quantity)
    unit_price: Mapped[Decimal]
    supplier: Mapped[terms.Supplier]
    voided_at: Mapped[datetime | None]
    voided_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    void_reason: Mapped[str] = mapped_column(info=PERSONAL)


class CaseEvent(Base):
    """A step of a case's story; it only grows, a mistake is put right by a further event."""

    __tablename__ = "case_event"
    __table_args__ = (Index("ix_case_event_case_id_id", "case_id", "id"), Index("ix_case_event_order_id", "order_id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("work_order.id"))
    about_id: Mapped[int | None] = mapped_column(ForeignKey("case_event.id"))
    kind: Mapped[terms.EventKind]
    happened_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    words: Mapped[str] = mapped_column(info=PERSONAL)
    facts: Mapped[dict[str, Any]] = mapped_column(info=PERSONAL)  # small; of a correction: field → [old, new]


class Commitment(Base):
    """A limit that runs for a case (时限、承诺): planned with the procedure of its day, met by an event."""

    __tablename__ = "commitment"
    __table_args__ = (
        UniqueConstraint("case_id", "order_id", "key", "round"),
        Index("ix_commitment_met_at_due_at", "met_at", "due_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("work_order.id"))
    key: Mapped[str]  # the procedure's commitment id, such as deliver_slip
    of_slip: Mapped[bool]  # met by a step of a slip
    round: Mapped[int]
    started_at: Mapped[datetime]
    not_before: Mapped[datetime | None]
    due_at: Mapped[datetime]
    first_due_at: Mapped[datetime]
    met_at: Mapped[datetime | None]
    met_by_event_id: Mapped[int | None] = mapped_column(ForeignKey("case_event.id"))
    dropped_at: Mapped[datetime | None]  # the case or order was voided, or the limit no longer applies


class Counter(Base):
    """The last running number given in a series and year; raised in the transaction that gives it."""

    __tablename__ = "counter"
    id: Mapped[int] = mapped_column(primary_key=True)
    series: Mapped[str]
    year: Mapped[int]
    last: Mapped[int]
    __table_args__ = (UniqueConstraint("series", "year"),)


class Attachment(Base):
    """A file kept with a case (R-REG-10); its bytes lie in the pool under their hash."""

    __tablename__ = "attachment"
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"), index=True)
    sha256: Mapped[str]
    name: Mapped[str] = mapped_column(info=PERSONAL)
    size: Mapped[int]
    added_at: Mapped[datetime]
    added_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class PrintRecord(Base):
    """One print of a form: written before the spooler gets it, its outcome after."""

    __tablename__ = "print_record"
    id: Mapped[int] = mapped_column(primary_key=True)
    form: Mapped[str]
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_record.id"), index=True)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("work_order.id"), index=True)
    covers: Mapped[str]  # of a register: the day or span printed
    target: Mapped[str]  # printer's name, 'file' from the command line, or 'pdf', which is no paper
    copy_no: Mapped[int]  # 1 for the first, n for 补打第 n-1 次
    started_at: Mapped[datetime]
    started_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    outcome: Mapped[terms.PrintOutcome]


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
