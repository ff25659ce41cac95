# SPDX-License-Identifier: Apache-2.0
"""What a screen, a list or the command line hands to a deed: frozen values, no rows of the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from complaintdesk.desk.price_records import QuoteDraft
from complaintdesk.domain.terms import (
    CaseKind,
    Channel,
    Charge,
    Grade,
    OccupantKind,
    Origin,
    PlaceKind,
    Rating,
    Role,
    Supplier,
    Warranty,
)


@dataclass(frozen=True)
class CaseDraft:
    """A matter as told at the desk; `token` is made when the form opens, so that sending twice saves once."""

    token: str
    kind: CaseKind
    channel: Channel
    received_at: datetime
    content: str
    place_id: int | None = None
    place_text: str = ""  # where no place of the books fits: a public area, a stranger's address
    occupant_id: int | None = None
    caller_name: str = ""
    caller_phone: str = ""
    anonymous: bool = False
    category: str = ""  # the procedure's id
    department: str = ""  # '' takes the category's
    appointment_from: datetime | None = None
    appointment_to: datetime | None = None
    charge: Charge | None = None
    quoted: Decimal | None = None  # the price told to the client, yuan
    price_agreed: bool = False  # R-WO-07
    price_on_site: bool = False  # the client was told that the price is named on site
    grade: Grade | None = None
    public_area: bool = False
    complex_job: bool = False
    level_criteria: tuple[str, ...] = ()
    heard: bool = False
    asked: bool = False
    repeated: bool = False
    written: bool = False
    reported_to: int | None = None
    repeats_case_id: int | None = None
    origin: Origin = Origin.DESK
    gaps: tuple[str, ...] = ()  # 缺项, of a paper note alone
    service_from: datetime | None = None  # of a special service that runs for a time: its first and last moment
    service_to: datetime | None = None
    own_fields: tuple[tuple[str, str], ...] = ()  # of the office's own fields the id and what was given, by id
    confidential: bool = False  # 客户保密
    about_staff_id: int | None = None  # who is complained of, if it is one of the office
    quotes: tuple[QuoteDraft, ...] = ()  # the lines of the price told


@dataclass(frozen=True)
class CaseCorrection:
    """A case's correctable facts as they should read, with the version they were read at and why."""

    case_id: int
    version: int
    reason: str
    changes: dict[str, Any]  # names of CaseDraft's fields → new value; kind, token and origin can't change


@dataclass(frozen=True)
class ContactDraft:
    """A further call or visit on a case."""

    case_id: int
    channel: Channel
    happened_at: datetime
    content: str
    caller_name: str = ""
    caller_phone: str = ""
    token: str | None = None  # made when the form opens, so that sending twice saves once


@dataclass(frozen=True)
class MaterialDraft:
    """A material as written on the slip."""

    name: str
    quantity: Decimal
    unit_price: Decimal
    spec: str = ""
    unit: str = ""
    supplier: Supplier = Supplier.OFFICE
    fit: bool | None = None  # of the owner's own: 合格 (R-WO-06)


@dataclass(frozen=True)
class SlipFacts:
    """Whose the job is besides the team: under warranty (R-WO-13), done again under guarantee, by a third party."""

    warranty: Warranty | None = None  # None: not asked, or as the household's file says
    rework_of: int | None = None  # id of the earlier slip
    third_name: str = ""
    third_qualification: str = ""
    third_phone: str = ""


@dataclass(frozen=True)
class CompletionDraft:
    """A finished job as written on the slip; times not given are taken as not written."""

    order_id: int
    completed_at: datetime
    result: str
    accepted_at: datetime | None = None
    arrived_at: datetime | None = None
    worker: str = ""
    materials: tuple[MaterialDraft, ...] = ()
    labour: Decimal | None = None
    wished_by: str = ""  # who asked in writing for unfit material of theirs to be used (R-WO-06), and when
    wished_at: datetime | None = None
    checks_done: tuple[str, ...] = ()
    facts: SlipFacts | None = None  # None: as the slip went out
    quality: Rating | None = None
    manner: Rating | None = None
    timeliness: Rating | None = None


@dataclass(frozen=True)
class PhoneDraft:
    """A phone number and what it is."""

    number: str
    label: str = ""


@dataclass(frozen=True)
class OccupantDraft:
    """A person at a place."""

    name: str
    kind: OccupantKind = OccupantKind.OWNER
    phones: tuple[PhoneDraft, ...] = ()
    external_no: str = ""
    from_on: date | None = None
    to_on: date | None = None
    note: str = ""
    id: int | None = None  # of an occupant that is there already


@dataclass(frozen=True)
class PlaceDraft:
    """A place with its people; `id` and `version` where it is there already."""

    kind: PlaceKind
    building: str = ""
    unit: str = ""
    floor: str = ""
    room: str = ""
    label: str = ""  # '' makes it from building, unit and room
    area: str = ""
    external_no: str = ""
    note: str = ""
    moved_in_on: date | None = None
    warranty_until: date | None = None
    occupants: tuple[OccupantDraft, ...] = ()
    id: int | None = None
    version: int | None = None


@dataclass(frozen=True)
class StaffDraft:
    """A new member of staff."""

    name: str
    role: Role
    team: str = ""
    password: str = field(default="", repr=False)
    must_change: bool = False  # a first password, that whoever gave it knows


@dataclass(frozen=True)
class HistoryDraft:
    """A row of an old register, kept as it was."""

    key: str  # digest of the row: importing again finds it
    old_number: str
    kind: CaseKind
    channel: Channel
    received_at: datetime
    content: str
    subject: str = ""
    caller_name: str = ""
    caller_phone: str = ""
    place_text: str = ""
    place_id: int | None = None
    handled: bool = True
    result: str = ""
