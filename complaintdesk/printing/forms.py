# SPDX-License-Identifier: Apache-2.0
"""Records in, paper out: a form filled, left blank or filled with samples, as the bytes of a PDF."""

from __future__ import annotations

import io
import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from complaintdesk.desk.case_papers import CorrectivePaper, LiaisonPaper
from complaintdesk.desk.handovers import HandoverSheet
from complaintdesk.desk.household_records import every_document
from complaintdesk.desk.meetings import MeetingSheet
from complaintdesk.desk.records import CaseRecord, OfficeRecord, OrderRecord
from complaintdesk.domain.terms import CaseState, OrderState
from complaintdesk.fields import PrintFacts, Record, Records, Sample
from complaintdesk.printing import templates
from complaintdesk.printing.fonts import faces
from complaintdesk.printing.layout import laid_out
from complaintdesk.printing.paper import Pages, Stamps
from complaintdesk.printing.rows import Content, Shortfall
from complaintdesk.printing.templates import Form


class Mode(Enum):
    """What a form is filled with."""

    FULL = "full"  # its record
    BLANK = "blank"  # nothing: to write on
    SAMPLE = "sample"  # every field's sample


@dataclass(frozen=True)
class Paper:
    """A printed form as PDF; the shortfalls are what the preview has to say about it."""

    pdf: bytes
    pages: int
    shortfalls: tuple[Shortfall, ...]


def render(
    form_id: str,
    record: Record | Iterable[CaseRecord] = (),
    *,
    office: OfficeRecord,
    printed_by: str,
    printed_at: datetime,
    zone: ZoneInfo,
    copy_no: int = 1,
    mode: Mode = Mode.FULL,
    covers: tuple[date, date] | None = None,
) -> Paper:
    """The form of that id, filled from its record (a register from its cases), left blank, or filled with samples.

    `copy_no` above 1 marks it as printed again (补打, R-WO-03). Raises UserError for no such form or a mistake in it.
    """
    form = templates.shipped(form_id)
    facts = PrintFacts(printed_by, printed_at, covers, code=dict(office.codes).get(form.book_id, ""))
    stamps = Stamps(reprint=copy_no - 1, void=_is_void(record))
    if mode is not Mode.FULL:
        return _printed(form, _unfilled(form, office, facts, zone, mode), stamps)
    if not isinstance(record, Iterable):
        form = _in_confidence(form, record)
        return _printed(form, _filled(form, record, office, facts, zone), stamps)
    cases = tuple(record)
    facts = replace(facts, counts=Counter(case.kind for case in cases))
    return _printed(form, Content({"office": office, "print": facts}, {"case": cases}, zone, blank=False), stamps)


def render_slip(
    order: OrderRecord,
    *,
    office: OfficeRecord,
    printed_by: str,
    printed_at: datetime,
    zone: ZoneInfo,
    copy_no: int = 1,
) -> Paper:
    """The work order's slip (维修单) in its four parts."""
    return render(
        "work_order", order, office=office, printed_by=printed_by, printed_at=printed_at, zone=zone, copy_no=copy_no
    )


def render_register(
    from_on: date,
    to_on: date,
    cases: Iterable[CaseRecord],
    *,
    office: OfficeRecord,
    printed_by: str,
    printed_at: datetime,
    zone: ZoneInfo,
    copy_no: int = 1,
) -> Paper:
    """The register (投诉意见登记表) of a day or of several, its cases in the order given."""
    return render(
        "register",
        cases,
        office=office,
        printed_by=printed_by,
        printed_at=printed_at,
        zone=zone,
        copy_no=copy_no,
        covers=(from_on, to_on),
    )


def _in_confidence(form: Form, record: object) -> Form:
    """The form as it is for this record: of a case in confidence what goes outside doesn't tell who complained."""
    case = record if isinstance(record, CaseRecord) else getattr(record, "case", None)
    if not isinstance(case, CaseRecord) or not case.confidential:
        return form
    parts = tuple(each if each.inside else replace(each, hide=each.hide | form.confidential) for each in form.parts)
    return replace(form, parts=parts)


def _filled(form: Form, record: Record, office: OfficeRecord, facts: PrintFacts, zone: ZoneInfo) -> Content:
    """The record under its own name, and what it holds besides under theirs."""
    itself, *others = templates.ROOTS[form.record]
    records: Records = {
        itself: record,
        **{name: getattr(record, name) for name in others},
        "office": office,
        "print": facts,
    }
    return Content(records, {name: getattr(record, name) for name in templates.ITEMS[form.record]}, zone, blank=False)


def _unfilled(form: Form, office: OfficeRecord, facts: PrintFacts, zone: ZoneInfo, mode: Mode) -> Content:
    filling = Sample.RECORD if mode is Mode.SAMPLE else None
    records: Records = {
        **dict.fromkeys(templates.ROOTS[form.record], filling),
        "office": office,
        "print": Sample.RECORD if mode is Mode.SAMPLE else facts,
    }
    items: dict[str, Sequence[Any]] = {
        name: (Sample.RECORD,) * 2 if mode is Mode.SAMPLE else STANDING.get(name, ())
        for name in templates.ITEMS[form.record]
    }
    return Content(records, items, zone, blank=mode is Mode.BLANK)


def _is_void(record: object) -> bool:
    if isinstance(record, HandoverSheet | MeetingSheet | LiaisonPaper | CorrectivePaper):
        return bool(record.void_reason)
    state = record.state if isinstance(record, OrderRecord | CaseRecord) else None
    return state in (OrderState.VOID, CaseState.VOID)


def _printed(form: Form, content: Content, stamps: Stamps) -> Paper:
    with setting:
        known = faces()
        pages = Pages(form, content, stamps, known)
        layout = laid_out(form, content, pages.room, known)
        file = io.BytesIO()
        pages.write(file, layout.sheets)
    return Paper(file.getvalue(), len(layout.sheets) * len(form.parts), layout.shortfalls)


STANDING = {"documents": every_document()}  # what a list names before anything is known
setting = threading.Lock()  # ReportLab's faces keep a reading position: one document at a time
