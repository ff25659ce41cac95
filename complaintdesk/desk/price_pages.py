# SPDX-License-Identifier: Apache-2.0
"""Price lists to look at: which there are, which is in force on a day, their items."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import PriceItem, PriceList
from complaintdesk.desk.price_lists import draft_of, standing_items
from complaintdesk.desk.price_records import PriceItemDraft, PriceItemRecord, PriceListRecord
from complaintdesk.desk.staffing import names_of
from complaintdesk.domain.price_rates import from_json
from complaintdesk.domain.price_terms import folded

_STANDING = PriceList.voided_at.is_(None)


def price_lists(session: Session) -> tuple[PriceListRecord, ...]:
    """All lists in use: those not in force yet first, then by the day from which they hold, newest first."""
    names = names_of(session)
    rows = list(session.scalars(select(PriceList).where(_STANDING).order_by(PriceList.id.desc())))
    rows.sort(key=lambda row: (row.effective_on is None, row.effective_on or date.min), reverse=True)
    counted = select(PriceItem.list_id, func.count()).where(PriceItem.voided_at.is_(None)).group_by(PriceItem.list_id)
    counts = dict(session.execute(counted).all())
    found, later = [], None
    for row in rows:
        items = [_record(each) for each in session.scalars(standing_items(row.id))]
        found.append(
            PriceListRecord(
                id=row.id,
                name=row.name,
                effective_on=row.effective_on,
                until=later - timedelta(days=1) if later is not None and row.effective_on is not None else None,
                source=row.source,
                adopted_at=row.adopted_at,
                adopted_by=names[row.adopted_by] if row.adopted_by is not None else "",
                items=counts.get(row.id, 0),
                by_hand=sum(each.terms.is_by_hand for each in items),
                version=row.version,
            )
        )
        later = row.effective_on if row.effective_on is not None else later
    return tuple(found)


def list_in_force(session: Session, day: date) -> int | None:
    """The id of the list that holds on a day; None where none does."""
    held = select(PriceList.id).where(_STANDING, PriceList.effective_on <= day)
    return session.scalars(held.order_by(PriceList.effective_on.desc(), PriceList.id.desc())).first()


def list_of_import(session: Session, run_id: int) -> int | None:
    """The id of the list that an import brought; None where it brought none."""
    return session.scalars(select(PriceList.id).where(_STANDING, PriceList.import_run_id == run_id)).first()


def items_of(session: Session, list_id: int) -> tuple[PriceItemRecord, ...]:
    """The items of a list that are in use, in its order."""
    return tuple(_record(row) for row in session.scalars(standing_items(list_id)))


def items_in_force(session: Session, day: date) -> tuple[PriceItemRecord, ...]:
    """The items to quote from on a day; () where no list is in force."""
    list_id = list_in_force(session, day)
    return () if list_id is None else items_of(session, list_id)


def item_draft(session: Session, item_id: int) -> PriceItemDraft:
    """An item as it is edited, with its list's version."""
    row = session.get_one(PriceItem, item_id)
    return draft_of(row, session.get_one(PriceList, row.list_id).version)


def list_version(session: Session, list_id: int) -> int:
    """The version of a list as it stands."""
    return session.get_one(PriceList, list_id).version


def items_known(session: Session, drafts: Sequence[PriceItemDraft]) -> tuple[bool, ...]:
    """Of each draft, whether the books have it: all or none of them, as one list in use holds them all, or not."""
    told = [_texts(each) for each in drafts]
    known = any(
        [_texts(row) for row in session.scalars(standing_items(list_id))] == told
        for list_id in session.scalars(select(PriceList.id).where(_STANDING))
    )
    return (known,) * len(drafts)


def _texts(row: PriceItem | PriceItemDraft) -> tuple[str, ...]:
    texts = (row.section, row.serial, row.name, row.fee_text, row.material_text, row.duration_text, row.note)
    return tuple(folded(each) for each in texts)


def _record(row: PriceItem) -> PriceItemRecord:
    return PriceItemRecord(
        id=row.id,
        list_id=row.list_id,
        position=row.position,
        serial=row.serial,
        section=row.section,
        name=row.name,
        unit=row.unit,
        fee_text=row.fee_text,
        material_text=row.material_text,
        duration_text=row.duration_text,
        note=row.note,
        terms=from_json(row.rates),
        pinyin_keys=row.pinyin_keys,
        void_reason=row.void_reason,
    )
