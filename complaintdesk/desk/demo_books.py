# SPDX-License-Identifier: Apache-2.0
"""What the demo office keeps beside its cases: answers, prices, outside numbers, regulations, households' files."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from complaintdesk import paths
from complaintdesk.db.tables import Place
from complaintdesk.desk import (
    answers,
    directory,
    household_files,
    households,
    price_lists,
    price_pages,
    regulations,
    saved_searches,
)
from complaintdesk.desk.answers import AnswerDraft
from complaintdesk.desk.directory import EntryDraft
from complaintdesk.desk.drafts import PlaceDraft
from complaintdesk.desk.household_records import DecorationDraft, DocumentDraft, PetDraft, VehicleDraft
from complaintdesk.desk.office import Office
from complaintdesk.desk.people import place_named
from complaintdesk.desk.price_records import PriceItemDraft
from complaintdesk.desk.regulations import RegulationDraft
from complaintdesk.desk.saved_searches import SavedSearchDraft
from complaintdesk.domain.terms import DocumentKind, DocumentState, OccupantKind

_DAYS = "_days"  # a day of these books is so many days from the one on which they are begun


def told_books() -> dict[str, Any]:
    """The books as they are shipped."""
    return tomllib.loads(paths.shipped("resources", "demo", "books.toml").read_text(encoding="utf-8"))


def issue(office: Office, told: dict[str, Any]) -> None:
    """What a leader issues: the price list in force, the regulations, the answers, the office's searches."""
    today = _today(office)
    _put_prices_in_force(office, told["price_list"], today.replace(day=1))
    for row in told["regulation"]:
        office.do(regulations.save, RegulationDraft(**_dated(row | {"text": row["text"].strip()}, today)))
    for row in told["answer"]:
        office.do(answers.save, AnswerDraft(**row))
    _keep_searches(office, told, for_all=True)


def note(office: Office, told: dict[str, Any]) -> None:
    """What a clerk notes: whom one calls outside, some households' files, searches of the clerk's own."""
    for row in told["outside"]:
        office.do(directory.save, EntryDraft(**row))
    for row in told["household"]:
        _note_household(office, row, _today(office))
    _keep_searches(office, told, for_all=False)


def _put_prices_in_force(office: Office, told: dict[str, Any], from_on: date) -> None:
    list_id = office.do(price_lists.begin, told["name"])
    for row in told["items"]:
        texts = dict(zip(told["columns"], row, strict=True))
        version = office.ask(price_pages.list_version, list_id)
        office.do(price_lists.save_item, PriceItemDraft(**texts, list_id=list_id, version=version))
    version = office.ask(price_pages.list_version, list_id)
    office.do(price_lists.put_in_force, list_id, version, told["name"], from_on)


def _keep_searches(office: Office, told: dict[str, Any], *, for_all: bool) -> None:
    for row in told["saved_search"]:
        draft = SavedSearchDraft(**row)
        if draft.for_all is for_all:
            office.do(saved_searches.save, draft)


def _note_household(office: Office, row: dict[str, Any], today: date) -> None:
    """A household's file: since when people live there, what is theirs, which papers its folder has."""
    found = office.ask(place_named, row["room"])
    assert found is not None
    place_id, _ = found
    since = _dated({name: row[name] for name in ("moved_in_days", "warranty_days")}, today)
    place = office.ask(_place_draft, place_id)
    people = tuple(
        replace(person, **_dated(row["tenant"], today)) if person.kind is OccupantKind.TENANT else person
        for person in place.occupants
    )
    moved_in_on, warranty_until = since["moved_in_on"], since["warranty_on"]
    office.do(
        households.save_place, replace(place, moved_in_on=moved_in_on, warranty_until=warranty_until, occupants=people)
    )
    ids = {person.kind.value: person.id for person in people}
    for each in row["vehicles"]:
        told = _dated(each, today)
        office.do(household_files.save_vehicle, VehicleDraft(place_id, occupant_id=ids[told.pop("whose")], **told))
    for each in row["pets"]:
        office.do(household_files.save_pet, PetDraft(place_id, **_dated(each, today)))
    for each in row["works"]:
        office.do(household_files.save_decoration, DecorationDraft(place_id, **_dated(each, today)))
    for document in _documents(place_id, row):
        office.do(household_files.note_document, document)


def _documents(place_id: int, row: dict[str, Any]) -> list[DocumentDraft]:
    """The papers that somebody looked for: held in their folder, missing and why, not applicable."""
    held = [
        DocumentDraft(place_id, DocumentKind(name), DocumentState.HELD, filed_at=row["filed_at"])
        for name in row["held"]
    ]
    missing = [
        DocumentDraft(place_id, DocumentKind(name), DocumentState.MISSING, note=why)
        for name, why in row["missing"].items()
    ]
    needless = [
        DocumentDraft(place_id, DocumentKind(name), DocumentState.NOT_APPLICABLE) for name in row["not_applicable"]
    ]
    return [*held, *missing, *needless]


def _place_draft(session: Session, place_id: int) -> PlaceDraft:
    return households.place_draft(session, session.get_one(Place, place_id))


def _dated(row: dict[str, Any], today: date) -> dict[str, Any]:
    """The row with each of its days, told as so many from `today`, as a date (from_days: -30 → from_on)."""
    return {
        (f"{name.removesuffix(_DAYS)}_on" if name.endswith(_DAYS) else name): (
            today + timedelta(days=value) if name.endswith(_DAYS) else value
        )
        for name, value in row.items()
    }


def _today(office: Office) -> date:
    return office.now().astimezone(office.zone).date()
