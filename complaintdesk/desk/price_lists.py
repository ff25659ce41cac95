# SPDX-License-Identifier: Apache-2.0
"""Deeds on price lists (R-WO-07): taken in, items kept up, put in force from a day on, taken out of use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from complaintdesk.db.many import add_many
from complaintdesk.db.tables import ImportRun, PriceItem, PriceList
from complaintdesk.desk.context import Context
from complaintdesk.desk.importing import Imported, count_done
from complaintdesk.desk.pinyin_table import pinyin_table
from complaintdesk.desk.price_records import PriceItemDraft
from complaintdesk.desk.voiding import given_reason, mark_void
from complaintdesk.domain.pinyin import list_keys
from complaintdesk.domain.price_rates import as_json
from complaintdesk.domain.price_terms import read_terms, unit_of
from complaintdesk.domain.texts import LINE_LIMIT, clean_line, fold
from complaintdesk.errors import QT_TRANSLATE_NOOP, Conflict, MissingFields, UserError

NAME_LIMIT = 120
UNIT_LIMIT = 20


def take_in(session: Session, context: Context, run_id: int, drafts: Sequence[PriceItemDraft]) -> Imported:
    """Adds an imported list's items; the list comes with its first ones and is in force once somebody says from when.

    Items that a broken-off import brought already are known by their position.
    """
    run = session.get_one(ImportRun, run_id)
    found = select(PriceList).where(PriceList.import_run_id == run_id, PriceList.voided_at.is_(None))
    into = session.scalars(found).first()
    if into is None:
        into = _new_list(drafts[0].list_name)
        into.source, into.import_run_id = clean_line(drafts[0].list_name, NAME_LIMIT), run.id
        session.add(into)
        session.flush()
    there = set(session.scalars(select(PriceItem.position).where(PriceItem.list_id == into.id)))
    new = [draft.position not in there for draft in drafts]
    rows = [_filled(PriceItem(list_id=into.id), each) for each, is_new in zip(drafts, new, strict=True) if is_new]
    add_many(session, rows)
    return count_done(session, context, run_id, new)


def begin(session: Session, context: Context, name: str, copy_of: int | None = None) -> int:
    """The id of a new list, empty or with the items of another, to be put in force once it is ready."""
    into = _new_list(name)
    if not into.name:
        raise MissingFields({"name": QT_TRANSLATE_NOOP("errors", "What is the list called?")})
    session.add(into)
    session.flush()
    context.subject = into.name
    if copy_of is not None:
        original = session.get_one(PriceList, copy_of)
        into.source = original.name
        rows = session.scalars(standing_items(copy_of)).all()
        add_many(session, [_copy(row, into.id) for row in rows])
    return into.id


def put_in_force(session: Session, context: Context, list_id: int, version: int, name: str, from_on: date) -> None:
    """Says what a list is called and from which day on it holds; from then on it takes the earlier one's place.

    Raises Conflict when the list was changed since it was read, UserError for a list without items and for a day on
    which another list begins.
    """
    row = _list(session, context, list_id, version)
    row.name = clean_line(name, NAME_LIMIT, "name")
    if not row.name:
        raise MissingFields({"name": QT_TRANSLATE_NOOP("errors", "What is the list called?")})
    if session.scalars(standing_items(list_id).limit(1)).first() is None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "There is no item in this list yet."))
    same_day = select(PriceList.name).where(
        PriceList.effective_on == from_on, PriceList.voided_at.is_(None), PriceList.id != list_id
    )
    other = session.scalars(same_day).first()
    if other is not None:
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "“{name}” is in force from this day already: take it out of use first."),
            field="from_on",
            name=other,
        )
    row.effective_on = from_on
    row.adopted_at, row.adopted_by = context.now, context.staff_id


def void_list(session: Session, context: Context, list_id: int, version: int, reason: str) -> None:
    """Takes a list out of use; what was quoted by it stays, and the list before it is in force again."""
    row = _list(session, context, list_id, version)
    mark_void(context, row, given_reason(reason))


def save_item(session: Session, context: Context, draft: PriceItemDraft) -> int:
    """The id of an item added to a list, or edited; its terms are read anew from what is written.

    Raises MissingFields without a name, Conflict(theirs, mine) when the list was changed since it was read.
    """
    assert draft.list_id is not None
    row = None if draft.id is None else session.get_one(PriceItem, draft.id)
    into = session.get_one(PriceList, draft.list_id)
    context.subject = into.name
    _refuse_void(into)
    if into.version != draft.version:
        raise Conflict(draft if row is None else draft_of(row, into.version), draft)
    if not fold(draft.name):
        raise MissingFields({"name": QT_TRANSLATE_NOOP("errors", "What is the item called?")})
    if row is None:
        row = _filled(PriceItem(list_id=into.id), draft)
        row.position = (session.scalar(select(func.max(PriceItem.position)).where(_of(into.id))) or 0) + 1
        session.add(row)
    elif row.voided_at is not None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This item was taken out of the list meanwhile."))
    else:
        position = row.position
        _filled(row, draft).position = position
    session.flush()
    return row.id


def take_out(session: Session, context: Context, item_id: int, version: int, reason: str) -> None:
    """Takes an item out of its list; what was quoted by it stays."""
    row = session.get_one(PriceItem, item_id)
    _list(session, context, row.list_id, version)
    if row.voided_at is not None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This item was taken out of the list meanwhile."))
    mark_void(context, row, given_reason(reason))


def draft_of(row: PriceItem, version: int) -> PriceItemDraft:
    """An item as it is edited."""
    return PriceItemDraft(
        name=row.name,
        section=row.section,
        serial=row.serial,
        unit=row.unit,
        fee_text=row.fee_text,
        material_text=row.material_text,
        duration_text=row.duration_text,
        note=row.note,
        position=row.position,
        list_id=row.list_id,
        version=version,
        id=row.id,
    )


def standing_items(list_id: int) -> Select[PriceItem]:
    """The items of a list that are in use, in its order."""
    return select(PriceItem).where(_of(list_id), PriceItem.voided_at.is_(None)).order_by(PriceItem.position)


def _of(list_id: int) -> ColumnElement[bool]:
    return PriceItem.list_id == list_id


def _new_list(name: str) -> PriceList:
    return PriceList(name=clean_line(name, NAME_LIMIT, "name"), source="", void_reason="")


def _list(session: Session, context: Context, list_id: int, version: int) -> PriceList:
    """The list; raises Conflict when it was changed since it was read."""
    row = session.get_one(PriceList, list_id)
    context.subject = row.name
    _refuse_void(row)
    if row.version != version:
        raise Conflict(row.version, version)
    return row


def _refuse_void(row: PriceList) -> None:
    if row.voided_at is not None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This price list was taken out of use meanwhile."))


def _filled(row: PriceItem, draft: PriceItemDraft) -> PriceItem:
    """The row as the draft says, with the terms that its texts tell."""
    row.position = draft.position
    row.serial = clean_line(draft.serial, UNIT_LIMIT, "serial")
    row.section = clean_line(draft.section, NAME_LIMIT, "section")
    row.name = clean_line(draft.name, LINE_LIMIT, "name")
    row.pinyin_keys = "".join(f" {key}" for key in list_keys(row.name, pinyin_table()))
    row.fee_text = clean_line(draft.fee_text, LINE_LIMIT, "fee")
    row.material_text = clean_line(draft.material_text, LINE_LIMIT, "material")
    row.duration_text = clean_line(draft.duration_text, LINE_LIMIT, "duration")
    row.note = clean_line(draft.note, LINE_LIMIT, "note")
    row.unit = clean_line(draft.unit, UNIT_LIMIT, "unit") or unit_of(row.fee_text)[:UNIT_LIMIT]
    row.rates = as_json(read_terms(row.fee_text, row.material_text, draft.meant or row.note, row.unit, row.name))
    row.void_reason = ""
    return row


def _copy(row: PriceItem, list_id: int) -> PriceItem:
    return PriceItem(
        list_id=list_id,
        position=row.position,
        serial=row.serial,
        section=row.section,
        name=row.name,
        pinyin_keys=row.pinyin_keys,
        unit=row.unit,
        fee_text=row.fee_text,
        material_text=row.material_text,
        duration_text=row.duration_text,
        note=row.note,
        rates=row.rates,
        void_reason="",
    )
