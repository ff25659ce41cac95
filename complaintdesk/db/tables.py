# SPDX-License-Identifier: Apache-2.0
"""What the office knows: every tracked table (model.md, layer 1), and the few that the journal does not follow."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from complaintdesk.db.base import PERSONAL, Base, Voidable, tracked
from complaintdesk.db.course_tables import CaseEvent, Commitment, FollowUp
from complaintdesk.db.desk_tables import Phrase, SavedSearch
from complaintdesk.db.fee_tables import Fee, Payment
from complaintdesk.db.form_tables import FormVersion
from complaintdesk.db.handling_tables import (
    CalendarDay,
    CalendarYear,
    CorrectiveAction,
    DayReview,
    DiaryEntry,
    Fine,
    LiaisonSheet,
    Meeting,
    PointLift,
    ShiftHandover,
    StandardAnswer,
)
from complaintdesk.db.household_tables import Decoration, DirectoryEntry, HouseholdDocument, Pet, Regulation, Vehicle
from complaintdesk.db.office_tables import (
    Counter,
    Credential,
    ImportColumns,
    ImportRun,
    OfficeProfile,
    ProcedureVersion,
    RecoveryCode,
    Staff,
)
from complaintdesk.db.price_tables import CaseQuote, PriceItem, PriceList
from complaintdesk.db.privacy_tables import DataRequest, PersonalAccess
from complaintdesk.db.slip_tables import BindingList, SlipLoss, SlipReturn
from complaintdesk.db.types import Quantity
from complaintdesk.domain import terms

__all__ = [
    "FIRST_LIVE_ID",
    "PERSONAL",
    "Attachment",
    "Base",
    "BindingList",
    "CalendarDay",
    "CalendarYear",
    "Case",
    "CaseEvent",
    "CaseQuote",
    "Commitment",
    "Contact",
    "CorrectiveAction",
    "Counter",
    "Credential",
    "DataRequest",
    "DayReview",
    "Decoration",
    "DiaryEntry",
    "DirectoryEntry",
    "Fee",
    "Fine",
    "FollowUp",
    "FormVersion",
    "HouseholdDocument",
    "ImportColumns",
    "ImportRun",
    "LiaisonSheet",
    "MaterialLine",
    "Meeting",
    "Occupant",
    "OfficeProfile",
    "Payment",
    "PersonalAccess",
    "Pet",
    "Phone",
    "Phrase",
    "Place",
    "PointLift",
    "PriceItem",
    "PriceList",
    "PrintRecord",
    "ProcedureVersion",
    "RecoveryCode",
    "Regulation",
    "SavedSearch",
    "ShiftHandover",
    "SlipLoss",
    "SlipReturn",
    "Staff",
    "StandardAnswer",
    "Vehicle",
    "WorkOrder",
    "tracked",
]

FIRST_LIVE_ID = 10_000_001
_ABOUT = text("about_staff_id IS NOT NULL")  # few cases are about somebody who works here
_NUMBERED, _UNNUMBERED = text("number IS NOT NULL"), text("number IS NULL")
_LED = text("lead_case_id IS NOT NULL")
_LISTED = ("received_at", "id", "kind")


class Place(Voidable, Base):
    """A household, shop, public area or parking space."""

    __tablename__ = "place"
    # The one box looks doors up by their number, and shops, areas and parking by their name.
    __table_args__ = (Index("ix_place_room", "room"), Index("ix_place_kind_label", "kind", "label"))
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[terms.PlaceKind]
    building: Mapped[str]
    unit: Mapped[str]
    floor: Mapped[str]
    room: Mapped[str]
    label: Mapped[str] = mapped_column(info=PERSONAL)  # as people say it: 3栋2单元1502, 3栋公共区域
    key: Mapped[str] = mapped_column(unique=True, info=PERSONAL)  # folded; see domain/folding
    area: Mapped[str] = mapped_column(info=PERSONAL)  # square metres as written
    moved_in_on: Mapped[date | None]
    warranty_until: Mapped[date | None]
    external_no: Mapped[str] = mapped_column(info=PERSONAL)  # the number another program knows it by
    note: Mapped[str] = mapped_column(info=PERSONAL)
    import_run_id: Mapped[int | None] = mapped_column(ForeignKey("import_run.id"))
    created_at: Mapped[datetime]
    version: Mapped[int]


class Occupant(Voidable, Base):
    """A person at a place, from one day to another."""

    __tablename__ = "occupant"
    id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), index=True)
    kind: Mapped[terms.OccupantKind]
    name: Mapped[str] = mapped_column(info=PERSONAL)
    pinyin: Mapped[str] = mapped_column(info=PERSONAL)  # sort key
    external_no: Mapped[str] = mapped_column(info=PERSONAL)  # 业主编号
    from_on: Mapped[date | None]
    to_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(info=PERSONAL)
    sealed_at: Mapped[datetime | None]  # R-OWN-04: out of every list, and still there
    sealed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    seal_reason: Mapped[str] = mapped_column(info=PERSONAL)
    erased_at: Mapped[datetime | None]  # R-OWN-04: nothing personal is left
    import_run_id: Mapped[int | None] = mapped_column(ForeignKey("import_run.id"))


class Phone(Voidable, Base):
    """A phone number of an occupant."""

    __tablename__ = "phone"
    id: Mapped[int] = mapped_column(primary_key=True)
    occupant_id: Mapped[int] = mapped_column(ForeignKey("occupant.id"), index=True)
    number: Mapped[str] = mapped_column(info=PERSONAL)  # digits
    label: Mapped[str] = mapped_column(info=PERSONAL)
    import_run_id: Mapped[int | None] = mapped_column(ForeignKey("import_run.id"))


class Case(Voidable, Base):
    """One matter (登记事项), with its caller and place copied as they were then."""

    __tablename__ = "case_record"
    __table_args__ = (
        UniqueConstraint("series", "year", "running"),
        Index("ix_case_record_received_at_id", "received_at", "id"),
        Index("ix_case_record_state_received_at", "state", "received_at"),
        Index("ix_case_record_received_on_kind", "received_on", "kind"),
        Index("ix_case_record_place_id", "place_id", "state"),  # which of a place are open, without reading them all
        Index("ix_case_record_about_staff_id", "about_staff_id", sqlite_where=_ABOUT, postgresql_where=_ABOUT),
        # The whole list, newest first, and how many it has: read from the index alone, ours and an old register's.
        Index("ix_case_record_numbered", *_LISTED, sqlite_where=_NUMBERED, postgresql_where=_NUMBERED),
        Index("ix_case_record_unnumbered", *_LISTED, sqlite_where=_UNNUMBERED, postgresql_where=_UNNUMBERED),
        # Without those of no wave, which are nearly all: they would be gone through to find what has none.
        Index("ix_case_record_lead_case_id", "lead_case_id", sqlite_where=_LED, postgresql_where=_LED),
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
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    place_text: Mapped[str] = mapped_column(info=PERSONAL)
    building: Mapped[str]  # folded, for figures
    occupant_id: Mapped[int | None] = mapped_column(ForeignKey("occupant.id"))
    caller_name: Mapped[str] = mapped_column(info=PERSONAL)
    caller_phone: Mapped[str] = mapped_column(info=PERSONAL)
    anonymous: Mapped[bool]
    confidential: Mapped[bool]  # 客户保密: hidden from whom it is about, and from parts that go outside
    about_staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))  # who is complained of
    content: Mapped[str] = mapped_column(info=PERSONAL)
    category: Mapped[str]  # the procedure's category id, '' for none
    department: Mapped[str]  # the procedure's department id, '' for none
    appointment_from: Mapped[datetime | None]
    appointment_to: Mapped[datetime | None]
    charge: Mapped[terms.Charge | None]
    quoted: Mapped[Decimal | None]  # the price told to the client, yuan
    price_agreed: Mapped[bool]  # R-WO-07
    price_on_site: Mapped[bool]  # told that it is named on site, by what is really to be done
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
    # From here on read from the story: see desk/story.
    valid: Mapped[bool | None]  # None until it is checked (R-CLS-01)
    hard: Mapped[bool]  # 疑难 (R-CB-08)
    priority: Mapped[terms.Priority]  # R-CLS-09
    promised_at: Mapped[datetime | None]  # the time last agreed with the client (R-ESC-12)
    waits_for: Mapped[terms.PauseReason | None]  # R-T-07
    escalated_to: Mapped[str]  # the procedure's ladder id; '' where it was not escalated
    handed_to: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))  # who follows it up now, R-REG-06
    own_fields: Mapped[dict[str, Any]] = mapped_column(info=PERSONAL)  # the procedure's own fields, id → value
    import_run_id: Mapped[int | None] = mapped_column(ForeignKey("import_run.id"))
    import_key: Mapped[str | None] = mapped_column(
        unique=True, info=PERSONAL
    )  # digest of an imported row: again = existing
    token: Mapped[str | None] = mapped_column(unique=True)
    draft_sha256: Mapped[str] = mapped_column(info=PERSONAL)  # a digest of personal data could be guessed
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


class WorkOrder(Voidable, Base):
    """A work order (维修单/派工单) of a case, with its own number."""

    __tablename__ = "work_order"
    __table_args__ = (
        UniqueConstraint("series", "year", "running"),
        Index("ix_work_order_state_issued_at", "state", "issued_at"),
        Index("ix_work_order_issued_at", "issued_at"),
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
    owner_material_fit: Mapped[bool | None]  # R-WO-06: whether all that the owner brought is fit
    wished_by: Mapped[str] = mapped_column(info=PERSONAL)  # who asked in writing for what is unfit to be used
    wished_at: Mapped[datetime | None]
    warranty: Mapped[terms.Warranty | None]  # as it was asked before the slip went out (R-WO-13)
    warranty_until: Mapped[date | None]
    guarantee_until: Mapped[date | None]  # 质保: the office's own, of the work done
    rework_of_id: Mapped[int | None] = mapped_column(ForeignKey("work_order.id"))  # 返修 of a slip under guarantee
    third_name: Mapped[str] = mapped_column(info=PERSONAL)  # who does it where the office does not (R-WO-13)
    third_qualification: Mapped[str] = mapped_column(info=PERSONAL)
    third_phone: Mapped[str] = mapped_column(info=PERSONAL)
    checks_done: Mapped[list[str]]  # of its category's check list
    quality: Mapped[terms.Rating | None]
    manner: Mapped[terms.Rating | None]
    timeliness: Mapped[terms.Rating | None]
    version: Mapped[int]


class MaterialLine(Voidable, Base):
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
    fit: Mapped[bool | None]  # of the owner's own (R-WO-06)


class Attachment(Voidable, Base):
    """A file kept with a case (R-REG-10), a household's document or a regulation; its bytes lie in the pool."""

    __tablename__ = "attachment"
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_record.id"), index=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("household_document.id"), index=True)
    regulation_id: Mapped[int | None] = mapped_column(ForeignKey("regulation.id"), index=True)
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
    reason: Mapped[str] = mapped_column(info=PERSONAL)  # why it was printed again; '' for the first
    # Of several printed in one go: the print that these began with, which itself has none.
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("print_record.id"), index=True)
