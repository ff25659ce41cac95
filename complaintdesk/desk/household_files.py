# SPDX-License-Identifier: Apache-2.0
"""Deeds on a household's file (R-OWN-01): vehicles, pets and works noted, documents looked for and scanned."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.reader import Records, refuse_closed, sees
from complaintdesk.db.tables import Attachment, Decoration, HouseholdDocument, Pet, Vehicle
from complaintdesk.desk.attachments import keep_with
from complaintdesk.desk.context import Context
from complaintdesk.desk.household_records import (
    DecorationDraft,
    DocumentDraft,
    DocumentRecord,
    HouseholdFile,
    PetDraft,
    SideDraft,
    VehicleDraft,
    every_document,
)
from complaintdesk.desk.households import VEHICLES_SHOWN, occupants_of, standing_place
from complaintdesk.desk.records import AttachmentRecord
from complaintdesk.desk.staffing import names_of
from complaintdesk.desk.voiding import row_to_change, void_record
from complaintdesk.domain.phones import fold_phone, phone_problem
from complaintdesk.domain.plates import fold_plate, show_plate
from complaintdesk.domain.terms import DocumentKind, DocumentState
from complaintdesk.domain.texts import clean_line, clean_text, fold
from complaintdesk.errors import QT_TRANSLATE_NOOP, Conflict, MissingFields, UserError

Side = TypeVar("Side", Vehicle, Pet, Decoration)


def save_vehicle(session: Session, context: Context, draft: VehicleDraft) -> int:
    """The id of a vehicle noted or changed; MissingFields, UserError beside a field, Conflict on a stale version."""
    if not fold_plate(draft.plate) and not fold(draft.model):
        raise MissingFields({"plate": QT_TRANSLATE_NOOP("errors", "Which vehicle? Its plate, or its make.")})
    row = _row(session, context, Vehicle, draft)
    key = fold_plate(draft.plate)
    twins = select(Vehicle.id).where(Vehicle.place_id == draft.place_id, Vehicle.plate_key == key)
    twins = twins.where(VEHICLES_SHOWN, Vehicle.to_on.is_(None))
    if key and draft.to_on is None and session.scalars(twins.where(Vehicle.id != (draft.id or 0))).first() is not None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This vehicle is noted here already."), field="plate")
    row.occupant_id = _whose(session, draft, row)
    row.plate, row.plate_key = clean_line(show_plate(draft.plate), 20, "plate"), key
    row.model, row.space = clean_line(draft.model, 80, "model"), clean_line(draft.space, 80, "space")
    return _put(session, row, draft)


def save_pet(session: Session, context: Context, draft: PetDraft) -> int:
    """The id of a pet noted or changed; MissingFields, UserError beside a field, Conflict on a stale version."""
    if not fold(draft.species):
        raise MissingFields({"species": QT_TRANSLATE_NOOP("errors", "What animal is it?")})
    row = _row(session, context, Pet, draft)
    row.species, row.name = clean_line(draft.species, 40, "species"), clean_line(draft.name, 40, "name")
    row.licence = clean_line(draft.licence, 40, "licence")
    return _put(session, row, draft)


def save_decoration(session: Session, context: Context, draft: DecorationDraft) -> int:
    """The id of works noted or changed; MissingFields, UserError beside a field, Conflict on a stale version."""
    if not fold(draft.works) and not fold(draft.permit):
        raise MissingFields({"works": QT_TRANSLATE_NOOP("errors", "What is done there? Or the number of its permit.")})
    if problem := phone_problem(draft.phone):
        raise UserError(problem, field="phone")
    if draft.accepted_on is not None and draft.from_on is not None and draft.accepted_on < draft.from_on:
        raise UserError(QT_TRANSLATE_NOOP("errors", "Accepted before it began?"), field="accepted_on")
    row = _row(session, context, Decoration, draft)
    row.permit, row.company = clean_line(draft.permit, 40, "permit"), clean_line(draft.company, 80, "company")
    row.contact, row.phone = clean_line(draft.contact, 80, "contact"), fold_phone(draft.phone)
    row.works, row.accepted_on = clean_text(draft.works, field="works"), draft.accepted_on
    return _put(session, row, draft)


def void_vehicle(session: Session, context: Context, vehicle_id: int, reason: str) -> None:
    """Takes a vehicle noted by mistake out of use. Raises MissingFields without a reason."""
    _void(context, session.get_one(Vehicle, vehicle_id), reason)


def void_pet(session: Session, context: Context, pet_id: int, reason: str) -> None:
    """Takes a pet noted by mistake out of use. Raises MissingFields without a reason."""
    _void(context, session.get_one(Pet, pet_id), reason)


def void_decoration(session: Session, context: Context, decoration_id: int, reason: str) -> None:
    """Takes works noted by mistake out of use. Raises MissingFields without a reason."""
    _void(context, session.get_one(Decoration, decoration_id), reason)


def note_document(session: Session, context: Context, draft: DocumentDraft) -> int:
    """The id of a document whose standing is noted now, its scans kept with it.

    MissingFields without a standing, Conflict where another desk noted it first, EnvironmentProblem for a lost file.
    """
    context.subject = _standing_place(session, draft.place_id)
    if draft.state is None:
        raise MissingFields({"state": QT_TRANSLATE_NOOP("errors", "Is it there?")})
    if draft.files and draft.state is not DocumentState.HELD:
        raise UserError(QT_TRANSLATE_NOOP("errors", "What was scanned is there: note it as held."), field="state")
    same = select(HouseholdDocument).where(HouseholdDocument.place_id == draft.place_id)
    row = session.scalars(same.where(HouseholdDocument.document == draft.document)).first()
    if row is None:
        row = HouseholdDocument(place_id=draft.place_id, document=draft.document)
        session.add(row)
    elif row.version != draft.version:
        raise Conflict(_document_draft(row), draft)
    row.state = draft.state
    row.filed_at, row.note = clean_line(draft.filed_at, 80, "filed_at"), clean_text(draft.note, field="note")
    row.noted_at, row.noted_by = context.now, context.staff_id
    session.flush()
    for file in draft.files:
        keep_with(session, context, file, document_id=row.id)
    return row.id


def note_rest(session: Session, context: Context, place_id: int, state: DocumentState) -> int:
    """How many documents that nobody had looked for are noted to stand so now: after a look through the folder."""
    context.subject = _standing_place(session, place_id)
    known = set(session.scalars(select(HouseholdDocument.document).where(HouseholdDocument.place_id == place_id)))
    rest = [kind for kind in DocumentKind if kind not in known]
    context.already_done = not rest
    for kind in rest:
        session.add(
            HouseholdDocument(
                place_id=place_id,
                document=kind,
                state=state,
                filed_at="",
                note="",
                noted_at=context.now,
                noted_by=context.staff_id,
            )
        )
    return len(rest)


def void_scan(session: Session, context: Context, attachment_id: int, reason: str) -> None:
    """Takes a scan that was kept with the wrong document out of use. Raises MissingFields without a reason."""
    row = session.get_one(Attachment, attachment_id)
    if row.document_id is None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This file belongs to no household's document."))
    document = session.get_one(HouseholdDocument, row.document_id)
    context.subject = f"place:{document.place_id}"
    void_record(context, row, reason)


def household_file(session: Session, place_id: int, today: date) -> HouseholdFile:
    """All that a household's file holds; `today` tells what is over. Nothing to who sees no owners' records."""
    if not sees(session, Records.OWNERS):
        return HouseholdFile((), (), (), ())

    def in_use_first(row: Vehicle | Pet | Decoration) -> tuple[bool, int]:
        return row.to_on is not None and row.to_on < today, -row.id

    vehicles = session.scalars(select(Vehicle).where(Vehicle.place_id == place_id, VEHICLES_SHOWN))
    pets = session.scalars(select(Pet).where(Pet.place_id == place_id, Pet.voided_at.is_(None)))
    works = session.scalars(select(Decoration).where(Decoration.place_id == place_id, Decoration.voided_at.is_(None)))
    return HouseholdFile(
        vehicles=tuple(vehicle_draft(row) for row in sorted(vehicles, key=in_use_first)),
        pets=tuple(pet_draft(row) for row in sorted(pets, key=in_use_first)),
        works=tuple(decoration_draft(row) for row in sorted(works, key=in_use_first)),
        documents=documents_of(session, place_id),
    )


def documents_of(session: Session, place_id: int) -> tuple[DocumentRecord, ...]:
    """The 19 documents of a household in the order of the rule, each as it stands (R-OWN-01)."""
    refuse_closed(session, Records.OWNERS)
    rows = session.scalars(select(HouseholdDocument).where(HouseholdDocument.place_id == place_id)).all()
    by_kind = {row.document: row for row in rows}
    names = names_of(session)
    kept = select(Attachment).where(
        Attachment.document_id.in_([row.id for row in rows]), Attachment.voided_at.is_(None)
    )
    files: dict[int | None, list[AttachmentRecord]] = {}
    for file in session.scalars(kept.order_by(Attachment.id)):
        record = AttachmentRecord(file.id, file.name, file.size, file.sha256, file.added_at, names[file.added_by])
        files.setdefault(file.document_id, []).append(record)
    return tuple(_document_record(each, by_kind.get(each.document), names, files) for each in every_document())


def _standing_place(session: Session, place_id: int) -> str:
    """What a deed on a household's file is about, as its entry names it; UserError for a place out of use."""
    return f"place:{standing_place(session, place_id).id}"


def _row(session: Session, context: Context, table: type[Side], draft: SideDraft) -> Side:
    """The row that a draft is about, or a new one."""
    context.subject = _standing_place(session, draft.place_id)
    if draft.from_on is not None and draft.to_on is not None and draft.to_on < draft.from_on:
        raise UserError(QT_TRANSLATE_NOOP("errors", "The last day is before the first."), field="to_on")
    if draft.id is None:
        return table(place_id=draft.place_id, void_reason="")
    return row_to_change(session, table, draft, _side_draft)


def _whose(session: Session, draft: VehicleDraft, row: Vehicle) -> int | None:
    """Whose a vehicle is: somebody who is in the books of its place, or who it was noted as belonging to before."""
    if draft.occupant_id is not None and draft.occupant_id != row.occupant_id:
        here = {person.id for person in occupants_of(session, [draft.place_id])}
        if draft.occupant_id not in here:
            raise UserError(QT_TRANSLATE_NOOP("errors", "This person is not of this household."), field="occupant_id")
    return draft.occupant_id


def _put(session: Session, row: Vehicle | Pet | Decoration, draft: SideDraft) -> int:
    row.from_on, row.to_on, row.note = draft.from_on, draft.to_on, clean_text(draft.note, field="note")
    session.add(row)
    session.flush()
    return row.id


def _void(context: Context, row: Vehicle | Pet | Decoration, reason: str) -> None:
    context.subject = f"place:{row.place_id}"
    void_record(context, row, reason)


def _side_draft(row: Vehicle | Pet | Decoration) -> SideDraft:
    if isinstance(row, Vehicle):
        return vehicle_draft(row)
    return pet_draft(row) if isinstance(row, Pet) else decoration_draft(row)


def vehicle_draft(row: Vehicle) -> VehicleDraft:
    """A vehicle as a form holds it."""
    told = (row.place_id, row.plate, row.model, row.space, row.from_on, row.to_on, row.note)
    return VehicleDraft(*told, row.occupant_id, id=row.id, version=row.version)


def pet_draft(row: Pet) -> PetDraft:
    """A pet as a form holds it."""
    told = (row.place_id, row.species, row.name, row.licence, row.from_on, row.to_on, row.note)
    return PetDraft(*told, id=row.id, version=row.version)


def decoration_draft(row: Decoration) -> DecorationDraft:
    """Works as a form holds it."""
    told = (row.place_id, row.permit, row.company, row.contact, row.phone, row.works)
    days = (row.from_on, row.to_on, row.accepted_on)
    return DecorationDraft(*told, *days, row.note, id=row.id, version=row.version)


def _document_draft(row: HouseholdDocument) -> DocumentDraft:
    return DocumentDraft(row.place_id, row.document, row.state, row.filed_at, row.note, version=row.version)


def _document_record(
    unknown: DocumentRecord,
    row: HouseholdDocument | None,
    names: dict[int | None, str],
    files: dict[int | None, list[AttachmentRecord]],
) -> DocumentRecord:
    if row is None:
        return unknown
    return replace(
        unknown,
        id=row.id,
        state=row.state,
        filed_at=row.filed_at,
        note=row.note,
        noted_at=row.noted_at,
        noted_by=names[row.noted_by],
        files=tuple(files.get(row.id, ())),
        version=row.version,
    )
