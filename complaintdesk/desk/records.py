# SPDX-License-Identifier: Apache-2.0
"""What a query hands to a screen, a form or a sheet: frozen values with everything that can be shown of a record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from complaintdesk.desk.fee_records import Owed
from complaintdesk.desk.follow_up_records import FollowUpRecord
from complaintdesk.desk.price_records import QuoteRecord
from complaintdesk.desk.slip_records import NOTHING_MORE, CheckRecord, SlipMore
from complaintdesk.domain.approvals import Approval
from complaintdesk.domain.own_fields import OwnValue
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.terms import (
    CaseKind,
    CaseState,
    Channel,
    Charge,
    EventKind,
    Grade,
    Level,
    OccupantKind,
    OrderState,
    Origin,
    PauseReason,
    PlaceKind,
    Priority,
    Rating,
    Role,
    Supplier,
)


@dataclass(frozen=True)
class OfficeRecord:
    """The office as printed on paper."""

    name: str
    zone: str
    form_code: str
    complaint_phone: str
    procedure_name: str
    procedure_version: int
    address: str = ""
    logo: str = ""  # a PNG in base64, '' for none
    codes: tuple[tuple[str, str], ...] = ()  # 表号 by the rule book's form id, of those that have one
    own_forms: tuple[tuple[str, str], ...] = ()  # the text of its own version by form id, of those that have one


@dataclass(frozen=True)
class StaffRecord:
    """A member of staff."""

    id: int
    name: str
    role: Role
    team: str
    team_name: str
    left_on: date | None = None


@dataclass(frozen=True)
class EventRecord:
    """A step of the story, with the name of who wrote it; `withdrawn` when a later step takes it back."""

    id: int
    kind: EventKind
    happened_at: datetime
    recorded_at: datetime
    by: str
    words: str
    order_number: str
    about_id: int | None
    facts: dict[str, object]
    withdrawn: bool
    department: str = ""  # name of the one that it went to


@dataclass(frozen=True)
class CommitmentRecord:
    """A limit of a case: what, from when, until when, met when; named as the case's own rule book names it."""

    key: str
    name: str
    source: str
    started_at: datetime
    due_at: datetime
    not_before: datetime | None
    met_at: datetime | None
    in_rate: bool
    reminder: bool
    round: int
    id: int = 0
    step: EventKind | None = None  # of a slip, that meets it: accepted, arrived or completed
    first_due_at: datetime | None = None  # before any pause or extension
    warn_at: datetime | None = None
    paused_at: datetime | None = None  # since when it waits (R-T-07)
    waits_for: PauseReason | None = None
    provisional: bool = False  # reaches into a year whose working days are not confirmed (R-T-03)
    points: int = 0  # what a breach costs the responsible department (R-CA-05)


@dataclass(frozen=True)
class ContactRecord:
    """One call or visit."""

    id: int
    channel: Channel
    happened_at: datetime
    by: str
    caller_name: str
    caller_phone: str
    content: str


@dataclass(frozen=True)
class AttachmentRecord:
    """A file kept with a case."""

    id: int
    name: str
    size: int
    sha256: str
    added_at: datetime
    by: str


@dataclass(frozen=True)
class MaterialRecord:
    """One material line; `amount` is quantity × unit price, rounded half up to the fen."""

    name: str
    spec: str
    unit: str
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal
    supplier: Supplier
    fit: bool | None = None  # of the owner's own


@dataclass(frozen=True)
class OrderRecord:
    """A work order with everything its slip can show; `case` is its case."""

    id: int
    number: str
    case: CaseRecord
    round: int
    state: OrderState
    team: str
    team_name: str
    worker: str
    issued_at: datetime
    issued_by: str
    accepted_at: datetime | None
    arrived_at: datetime | None
    completed_at: datetime | None
    returned_at: datetime | None
    result: str
    materials: tuple[MaterialRecord, ...]
    material_total: Decimal  # what the office supplied; the owner's own materials cost nothing
    labour: Decimal | None
    total: Decimal | None  # None until completed
    owner_material_fit: bool | None
    quality: Rating | None
    manner: Rating | None
    timeliness: Rating | None
    prints: int  # so far, unknown outcomes included
    reminders: int
    void_reason: str
    voided_at: datetime | None
    version: int
    more: SlipMore = NOTHING_MORE

    @property
    def checks(self) -> tuple[CheckRecord, ...]:
        """The check list of its category, in order."""
        return self.more.checks


@dataclass(frozen=True)
class OrderGist:
    """A work order as its case's page and row name it."""

    id: int
    number: str
    state: OrderState
    team_name: str
    worker: str
    prints: int
    round: int


@dataclass(frozen=True)
class CaseRecord:
    """A case with all its facts; names of staff, category and department are resolved, by its own rule book."""

    id: int
    number: str  # '' for history, then see old_number
    old_number: str
    sheet_number: str  # the number with the round's suffix
    origin: Origin
    kind: CaseKind
    channel: Channel
    state: CaseState
    round: int
    received_at: datetime
    received_on: date
    recorded_at: datetime
    first_contact: str  # name, 首问
    place_id: int | None
    place: str
    occupant_id: int | None
    caller_name: str
    caller_phone: str
    anonymous: bool
    content: str
    category: str
    category_name: str
    department: str
    department_name: str
    appointment_from: datetime | None
    appointment_to: datetime | None
    charge: Charge | None
    quoted: Decimal | None
    price_agreed: bool
    price_on_site: bool
    grade: Grade | None
    public_area: bool
    complex_job: bool
    level: Level
    level_criteria: tuple[str, ...]  # ids
    level_criteria_words: tuple[str, ...]
    heard: bool
    asked: bool
    repeated: bool
    written: bool
    reported_to: str
    reported_at: datetime | None
    gaps: tuple[str, ...]
    repeats_number: str
    orders: tuple[OrderGist, ...]
    answered_at: datetime | None
    handled_at: datetime | None
    closed_at: datetime | None
    outcome: str  # words of the last standing handled, answered or completed event
    void_reason: str
    version: int
    service_from: datetime | None = None  # of a special service that runs for a time
    service_to: datetime | None = None
    follow_up: Rating | None = None  # how the client rated it when last followed up
    kind_name: str = ""  # as its rule book calls the kind
    valid: bool | None = None  # None until it is checked (R-CLS-01)
    hard: bool = False  # 疑难 (R-CB-08)
    priority: Priority = Priority.NORMAL  # R-CLS-09
    promised_at: datetime | None = None  # the time last agreed with the client (R-ESC-12)
    waits_for: PauseReason | None = None  # R-T-07
    escalated_to: str = ""  # id of the ladder's step
    escalated_to_name: str = ""
    follower: str = ""  # who follows it up to the end: whom it was handed to, else who received it (R-REG-06)
    lead_case_id: int | None = None  # R-CLS-08
    lead_number: str = ""
    chases: int = 0  # of it and its slips (R-WO-11)
    confidential: bool = False  # 客户保密: who complained is to stay unknown to whom it is about, and outside
    about: str = ""  # who is complained of, if it is one of the office
    own_fields: tuple[tuple[str, OwnValue], ...] = ()  # name and value, in the rule book's order
    quotes: tuple[QuoteRecord, ...] = ()  # the lines of the price told (R-WO-07)


@dataclass(frozen=True)
class CasePage:
    """All that the case's page shows; `procedure` is the rule book that the case came in under."""

    case: CaseRecord
    procedure: Procedure
    events: tuple[EventRecord, ...]
    contacts: tuple[ContactRecord, ...]
    commitments: tuple[CommitmentRecord, ...]
    attachments: tuple[AttachmentRecord, ...]
    follow_ups: tuple[FollowUpRecord, ...]
    unapproved: tuple[Approval, ...] = ()  # what is not given, though something may only come after it (R-ESC-14)


@dataclass(frozen=True)
class CaseRow:
    """A line of the case list; `content` is its beginning."""

    id: int
    number: str
    received_at: datetime
    kind: CaseKind
    place: str
    caller_name: str
    content: str
    state: CaseState
    origin: Origin
    due: CommitmentRecord | None  # the open one that is due next
    kind_name: str  # as its rule book calls the kind
    order_state: OrderState | None  # of the open order, if any
    priority: Priority = Priority.NORMAL
    level: Level = Level.GENERAL
    chases: int = 0  # of it and its slips (R-WO-11)
    lead_number: str = ""  # of the case that it goes along with (R-CLS-08)


@dataclass(frozen=True)
class OrderRow:
    """A line of the work order list."""

    id: int
    number: str
    case_id: int
    case_number: str
    issued_at: datetime
    place: str
    content: str
    grade: Grade | None
    team_name: str
    worker: str
    appointment_from: datetime | None
    appointment_to: datetime | None
    state: OrderState
    due: CommitmentRecord | None
    prints: int
    owed: Decimal  # what is still to be paid for it, yuan
    priority: Priority = Priority.NORMAL  # of its case
    chases: int = 0  # of this slip (R-WO-11)


@dataclass(frozen=True)
class PhoneRecord:
    """A phone number."""

    id: int
    number: str
    label: str


@dataclass(frozen=True)
class OccupantRecord:
    """A person at a place."""

    id: int
    kind: OccupantKind
    name: str
    phones: tuple[PhoneRecord, ...]
    external_no: str
    from_on: date | None
    to_on: date | None
    note: str


@dataclass(frozen=True)
class FileStanding:
    """How complete a household's file is: how many documents are missing, for how many nobody has looked."""

    missing: int
    unlooked: int


@dataclass(frozen=True)
class PlaceRow:
    """A line of the household list."""

    id: int
    kind: PlaceKind
    label: str
    people: str  # names, the owner first
    phones: tuple[str, ...]
    open_cases: int
    cases: int
    file: FileStanding | None = None  # a public area has none


@dataclass(frozen=True)
class PlacePage:
    """All that a household's page shows."""

    id: int
    kind: PlaceKind
    building: str
    unit: str
    floor: str
    room: str
    label: str
    area: str
    external_no: str
    note: str
    version: int
    occupants: tuple[OccupantRecord, ...]
    cases: tuple[CaseRow, ...]  # newest first, at most 50
    owed: Owed
    moved_in_on: date | None = None
    warranty_until: date | None = None
