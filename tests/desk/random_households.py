# SPDX-License-Identifier: Apache-2.0
"""What a day drawn by lot does with the households' records: their files, numbers outside, regulations, requests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from complaintdesk.db.tables import (
    Attachment,
    Case,
    DataRequest,
    Decoration,
    DirectoryEntry,
    HouseholdDocument,
    Occupant,
    Pet,
    Phone,
    Place,
    Regulation,
    Staff,
    Vehicle,
)
from complaintdesk.desk import (
    attachments,
    data_requests,
    directory,
    exports,
    household_files,
    households,
    personal_access,
    prints,
    regulations,
)
from complaintdesk.desk.data_requests import RequestDraft
from complaintdesk.desk.directory import EntryDraft
from complaintdesk.desk.drafts import OccupantDraft, PhoneDraft
from complaintdesk.desk.file_drafts import StoredFile
from complaintdesk.desk.household_records import DecorationDraft, DocumentDraft, PetDraft, VehicleDraft
from complaintdesk.desk.personal_access import Approval, RevealDraft, TellingDraft
from complaintdesk.desk.regulations import RegulationDraft
from complaintdesk.domain.terms import DocumentKind, DocumentState, OccupantKind, RequestKind, Role
from tests.builders import NAME_OF, PASSWORD, a_draft

if TYPE_CHECKING:
    from tests.desk.random_day import RandomDay

Told = Callable[["RandomDay"], tuple[Any, ...]]
PLATES = ("粤C12345", "粤cd12345", "浙A·8888警", "")
PEOPLE = ("查良镛", "单飞", "仇女士", "曾𠮷", "Anna Karenina")
NUMBERS = ("13800001234", "0571-88880000-801", "96390", "13900005678", "电话")


def word(day: RandomDay) -> str:
    """What is said, and now and then nothing."""
    return day.luck.choice(("", *["台风后逐户核对", "=1+1", "业主“口头”答应\n未签字"] * 3))


def a_day(day: RandomDay) -> date | None:
    """A day of the last years or the next, and often none."""
    ago = day.luck.choice((None, None, 900, 30, 0, -200))
    return None if ago is None else day.clock.now.date() - timedelta(days=ago)


def place(day: RandomDay) -> int:
    return day.any_of(Place.id, Place.voided_at.is_(None))


def person(day: RandomDay) -> int:
    """Mostly one who is in use."""
    return day.any_of(Occupant.id, Occupant.voided_at.is_(None), Occupant.sealed_at.is_(None))


def at_hand(day: RandomDay, table: Any) -> tuple[Any, dict[str, Any]]:
    """One in use, read lately or a while ago, and how a draft names it."""
    row = day.row(table, day.any_of(table.id, table.voided_at.is_(None)))
    return row, {"id": row.id, "version": row.version - (day.luck.random() < 0.1)}


def scans(day: RandomDay) -> tuple[StoredFile, ...]:
    """Files that lie in the pool, mostly none."""
    office = day.office
    names = day.luck.choice(((), (), ("合同.pdf",), ("合同.pdf", "身份证.jpg")))
    beside = not office.database.is_server
    return tuple(
        attachments.store(office.pool, office.database.key, name, day.luck.randbytes(40), beside_file=beside)
        for name in names
    )


def vehicle(day: RandomDay) -> tuple[Any, ...]:
    told = (day.luck.choice(PLATES), word(day), "B2-017", a_day(day), a_day(day), word(day))
    if day.luck.random() < 0.4:
        row, known = at_hand(day, Vehicle)
        return (VehicleDraft(row.place_id, *told, row.occupant_id, **known),)
    if day.luck.random() < 0.4:
        whose = day.row(Occupant, person(day))
        return (VehicleDraft(whose.place_id, *told, whose.id),)
    return (VehicleDraft(place(day), *told),)


def pet(day: RandomDay) -> tuple[Any, ...]:
    told = (day.luck.choice(("犬", "猫", "")), word(day), "珠犬 0017", a_day(day), a_day(day), word(day))
    if day.luck.random() < 0.4:
        row, known = at_hand(day, Pet)
        return (PetDraft(row.place_id, *told, **known),)
    return (PetDraft(place(day), *told),)


def decoration(day: RandomDay) -> tuple[Any, ...]:
    told = ("ZX-2026-017", "鸿运装饰", "钱工", day.luck.choice(NUMBERS), word(day))
    days = (a_day(day), a_day(day), a_day(day))
    if day.luck.random() < 0.4:
        row, known = at_hand(day, Decoration)
        return (DecorationDraft(row.place_id, *told, *days, word(day), **known),)
    return (DecorationDraft(place(day), *told, *days, word(day)),)


def document(day: RandomDay) -> tuple[Any, ...]:
    files = scans(day)
    state = DocumentState.HELD if files else day.luck.choice((None, *DocumentState))
    if day.luck.random() < 0.1:
        state = DocumentState.MISSING
    told = (state, "3号柜", word(day), files)
    if day.luck.random() < 0.5:
        row = day.row(HouseholdDocument, day.any_of(HouseholdDocument.id))
        return (DocumentDraft(row.place_id, row.document, *told, version=row.version),)
    return (DocumentDraft(place(day), day.luck.choice(list(DocumentKind)), *told),)


def scan_taken_out(day: RandomDay) -> tuple[Any, ...]:
    day.do(household_files.note_document, *document(day))
    return day.any_of(Attachment.id, Attachment.document_id.is_not(None), Attachment.voided_at.is_(None)), word(day)


def number_outside(day: RandomDay) -> tuple[Any, ...]:
    name, phone = day.luck.choice(("迅达电梯维保", "自来水公司", "辖区派出所", "")), day.luck.choice(NUMBERS)
    known: dict[str, Any] = {}
    if day.luck.random() < 0.4:
        known = at_hand(day, DirectoryEntry)[1]
    return (EntryDraft(name, word(day), day.luck.choice(PEOPLE), phone, word(day), **known),)


def regulation(day: RandomDay) -> tuple[Any, ...]:
    title = day.luck.choice(("首问负责制", "特需服务收费标准", f"岗位职责 {day.luck.randrange(30)}", ""))
    known = at_hand(day, Regulation)[1] if day.luck.random() < 0.4 else {}
    return (RegulationDraft(title, "KF-04", word(day), a_day(day), scans(day), **known),)


def newcomer(day: RandomDay) -> tuple[Any, ...]:
    phones = (PhoneDraft(day.luck.choice(NUMBERS), "手机"),)
    name = f"{day.luck.choice(PEOPLE)}{day.luck.randrange(20) or ''}"
    return place(day), OccupantDraft(name, day.luck.choice(list(OccupantKind)), phones, from_on=a_day(day))


def request(day: RandomDay) -> tuple[Any, ...]:
    token = a_draft(day.office).token
    return (RequestDraft(token, person(day), day.luck.choice(list(RequestKind)), word(day)),)


def undecided(day: RandomDay) -> tuple[Any, ...]:
    return day.any_of(DataRequest.id, DataRequest.decided_at.is_(None)), day.luck.random() < 0.8, word(day)


def asked_for(day: RandomDay, kind: RequestKind) -> int:
    """A request for this, mostly one that the office head has just approved."""
    if day.luck.random() < 0.7:
        day.office.sign_in(NAME_OF[Role.OFFICE_HEAD], PASSWORD)
        token = a_draft(day.office).token
        asked = day.do(data_requests.ask, RequestDraft(token, person(day), kind, "本人到前台，出示身份证"))
        if asked is not None:
            day.do(data_requests.decide, asked, True)
    wanted: tuple[Any, ...] = (DataRequest.kind == kind,)
    if day.luck.random() < 0.9:
        wanted = (*wanted, DataRequest.approved, DataRequest.done_at.is_(None))
    return day.one_of(DataRequest.id, *wanted)


def sealing(day: RandomDay) -> tuple[Any, ...]:
    if day.luck.random() < 0.5:
        return person(day), word(day)
    asked = day.row(DataRequest, asked_for(day, RequestKind.SEALING))
    return asked.occupant_id, word(day), asked.id


def approval(day: RandomDay) -> Approval | None:
    """A supervisor at the desk, who may have to type the password twice; mostly nobody."""
    if day.luck.random() < 0.6:
        return None
    return Approval(NAME_OF[Role.SUPERVISOR], day.luck.choice((PASSWORD, PASSWORD, "forgotten")))


def wanted_phone(day: RandomDay) -> tuple[Any, ...]:
    if day.luck.random() < 0.5:
        return (RevealDraft(case_id=day.any_of(Case.id, Case.caller_phone != ""), approval=approval(day)),)
    if day.luck.random() < 0.3:
        return (RevealDraft(works_id=day.any_of(Decoration.id), reason=word(day), approval=approval(day)),)
    number = day.any_of(Phone.id, Phone.voided_at.is_(None))
    return (RevealDraft(phone_id=number, reason=word(day), approval=approval(day)),)


def telling(day: RandomDay) -> tuple[Any, ...]:
    return (TellingDraft(place(day), day.any_of(Staff.id), word(day), word(day), approval(day)),)


def taken_out(table: Any) -> Told:
    """One of the table, mostly in use, and why."""
    return lambda day: (day.any_of(table.id, table.voided_at.is_(None)), word(day))


HOUSEHOLDS: dict[Callable[..., Any], Told] = {
    households.add_occupant: newcomer,
    household_files.save_vehicle: vehicle,
    household_files.save_pet: pet,
    household_files.save_decoration: decoration,
    household_files.note_document: document,
    household_files.note_rest: lambda day: (place(day), day.luck.choice(list(DocumentState))),
    household_files.void_vehicle: taken_out(Vehicle),
    household_files.void_pet: taken_out(Pet),
    household_files.void_decoration: taken_out(Decoration),
    household_files.void_scan: scan_taken_out,
    directory.save: number_outside,
    directory.void: taken_out(DirectoryEntry),
    directory.take_in: lambda day: ([EntryDraft(f"单位{day.luck.randrange(9)}", phone="96390") for _ in range(3)],),
    exports.note_owners: lambda day: ("households", day.luck.randrange(9), word(day)),
    regulations.save: regulation,
    regulations.void: taken_out(Regulation),
    regulations.void_file: lambda day: (
        day.any_of(Attachment.id, Attachment.regulation_id.is_not(None)),
        word(day),
    ),
    data_requests.ask: request,
    data_requests.decide: undecided,
    data_requests.note_copy: lambda day: (asked_for(day, RequestKind.COPY),),
    data_requests.note_corrected: lambda day: (asked_for(day, RequestKind.CORRECTION),),
    data_requests.seal: sealing,
    data_requests.unseal: lambda day: (day.any_of(Occupant.id, Occupant.sealed_at.is_not(None)), word(day)),
    data_requests.erase: lambda day: (asked_for(day, RequestKind.ERASURE),),
    personal_access.reveal: wanted_phone,
    personal_access.tell: telling,
    prints.start_household_sheet: lambda day: (
        day.luck.choice((prints.FILE_COVER, prints.FILE_LIST)),
        place(day),
        day.luck.randrange(4),
        "printer",
    ),
    prints.start_phone_register: lambda day: (day.luck.randrange(4), word(day), "printer"),
    prints.start_outside_numbers: lambda day: (f"{day.office.now():%Y-%m-%d}", "printer"),
}
