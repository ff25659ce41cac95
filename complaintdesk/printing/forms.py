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

from complaintdesk import fields
from complaintdesk.desk.case_papers import CorrectivePaper, LiaisonPaper
from complaintdesk.desk.handling_papers import HandlingPaper
from complaintdesk.desk.handovers import HandoverSheet
from complaintdesk.desk.household_records import every_document
from complaintdesk.desk.meetings import MeetingSheet
from complaintdesk.desk.prints import FILE_LIST
from complaintdesk.desk.records import CaseRecord, OfficeRecord, OrderRecord
from complaintdesk.desk.survey_sheets import OPINION, SATISFACTION, questions_of
from complaintdesk.domain.terms import CaseState, OrderState
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.fields import PrintFacts, Record, Records, Sample
from complaintdesk.printing import form_files
from complaintdesk.printing.fonts import faces
from complaintdesk.printing.layout import laid_out
from complaintdesk.printing.overprint import laid_over
from complaintdesk.printing.paper import Pages, Press, Stamps
from complaintdesk.printing.papers import USUAL, Placing, PrintMode
from complaintdesk.printing.rows import LANGUAGE, MM, UNREADABLE, Content, Shortfall
from complaintdesk.printing.templates import Form

_WHERE = frozenset({"case.place"})


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
    ends: tuple[int, ...] = ()  # of a batch: how many pages there are up to the end of each of its papers


def render(
    form_id: str,
    record: Record | Iterable[CaseRecord] = (),
    *,
    office: OfficeRecord,
    printed_by: str,
    printed_at: datetime,
    zone: ZoneInfo,
    copy_no: int = 1,
    reason: str = "",
    mode: Mode = Mode.FULL,
    covers: tuple[date, date] | None = None,
    placing: Placing = USUAL,
    copies: int = 1,
) -> Paper:
    """The form of that id, filled from its record (a register from its cases), left blank, or filled with samples.

    `copy_no` above 1 marks it as printed again (补打, R-WO-03) with the reason. Its `copies` come set after set.
    Raises UserError for no such form, a mistake in it, or a paper that is too small for it.
    """
    form = form_files.in_force(form_id, office.own_forms).on(placing.paper)
    facts = PrintFacts(printed_by, printed_at, covers, code=dict(office.codes).get(form.book_id, ""))
    stamps = Stamps(reprint=copy_no - 1, void=_is_void(record), reason=reason)
    if mode is not Mode.FULL:
        return _printed(form, _unfilled(form, office, facts, zone, mode), stamps, placing, copies)
    if not isinstance(record, Iterable):
        form = _in_confidence(form, record)
        return _printed(form, _filled(form, record, office, facts, zone), stamps, placing, copies)
    cases = tuple(record)
    facts = replace(facts, counts=Counter(case.kind for case in cases))
    content = Content({"office": office, "print": facts}, {"case": cases}, zone, blank=False)
    return _printed(form, content, stamps, placing, copies)


def render_batch(
    form_id: str,
    records: Iterable[tuple[Record, int]],
    *,
    office: OfficeRecord,
    printed_by: str,
    printed_at: datetime,
    zone: ZoneInfo,
    placing: Placing = USUAL,
    reason: str = "",
) -> Paper:
    """One form for each record, printed for its n-th time, in one document; what they have in common is drawn once.

    Raises UserError as `render` does, and for no records at all.
    """
    form = form_files.in_force(form_id, office.own_forms).on(placing.paper)
    facts = PrintFacts(printed_by, printed_at, code=dict(office.codes).get(form.book_id, ""))
    file = io.BytesIO()
    shortfalls: dict[Shortfall, None] = {}
    with setting:
        press = Press(file, form.title, form.width, form.height)
        ends = []
        for record, copy_no in records:
            content = _filled(form, record, office, facts, zone)
            stamps = Stamps(reprint=copy_no - 1, void=_is_void(record), reason=reason)
            shortfalls |= dict.fromkeys(_pressed(press, _in_confidence(form, record), content, stamps, placing))
            ends.append(press.pages)
        if not press.pages:
            raise UserError(QT_TRANSLATE_NOOP("errors", "There is nothing to print."))
        press.canvas.save()
    return Paper(file.getvalue(), press.pages, tuple(shortfalls), tuple(ends))


def render_slip(
    order: OrderRecord,
    *,
    office: OfficeRecord,
    printed_by: str,
    printed_at: datetime,
    zone: ZoneInfo,
    copy_no: int = 1,
    placing: Placing = USUAL,
    reason: str = "",
) -> Paper:
    """The work order's slip (维修单) in its four parts."""
    return render(
        "work_order",
        order,
        office=office,
        printed_by=printed_by,
        printed_at=printed_at,
        zone=zone,
        copy_no=copy_no,
        placing=placing,
        reason=reason,
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
    placing: Placing = USUAL,
    reason: str = "",
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
        reason=reason,
        placing=placing,
    )


def _in_confidence(form: Form, record: object) -> Form:
    """The form as it is for this record: of a case in confidence what goes outside doesn't tell who complained."""
    case = record if isinstance(record, CaseRecord) else getattr(record, "case", None)
    if not isinstance(case, CaseRecord) or not case.confidential:
        return form
    # The work needs its place on the slip; where one of the office is complained of, whoever reads it may be that one.
    hide = form.confidential | (_WHERE if case.about else frozenset())
    parts = tuple(each if each.inside else replace(each, hide=each.hide | hide) for each in form.parts)
    return replace(form, parts=parts)


def _filled(form: Form, record: Record, office: OfficeRecord, facts: PrintFacts, zone: ZoneInfo) -> Content:
    """The record under its own name, and what it holds besides under theirs."""
    itself, *others = form_files.ROOTS[form.record]
    records: Records = {
        itself: record,
        **{name: getattr(record, name) for name in others},
        "office": office,
        "print": facts,
    }
    return Content(records, {name: getattr(record, name) for name in form_files.ITEMS[form.record]}, zone, blank=False)


def _unfilled(form: Form, office: OfficeRecord, facts: PrintFacts, zone: ZoneInfo, mode: Mode) -> Content:
    filling = Sample.RECORD if mode is Mode.SAMPLE else None
    records: Records = {
        **dict.fromkeys(form_files.ROOTS[form.record], filling),
        "office": office,
        "print": Sample.RECORD if mode is Mode.SAMPLE else facts,
    }
    items: dict[str, Sequence[Any]] = {
        name: (Sample.RECORD,) * 2 if mode is Mode.SAMPLE else standing(form.id)
        for name in form_files.ITEMS[form.record]
    }
    return Content(records, items, zone, blank=mode is Mode.BLANK)


def standing(form_id: str) -> Sequence[Any]:
    """What a form's list names before anything is known, in the order in which it stands there."""
    if form_id in (OPINION, SATISFACTION):
        return questions_of(form_id)
    return every_document() if form_id == FILE_LIST else ()


def _is_void(record: object) -> bool:
    if isinstance(record, HandoverSheet | MeetingSheet | LiaisonPaper | CorrectivePaper):
        return bool(record.void_reason)
    if isinstance(record, HandlingPaper):
        record = record.case
    state = record.state if isinstance(record, OrderRecord | CaseRecord) else None
    return state in (OrderState.VOID, CaseState.VOID)


def _printed(form: Form, content: Content, stamps: Stamps, placing: Placing, copies: int = 1) -> Paper:
    file = io.BytesIO()
    with setting:
        press = Press(file, _title(form, content), form.width, form.height)
        for _copy in range(copies):
            shortfalls = _pressed(press, form, content, stamps, placing)
        press.canvas.save()
    return Paper(file.getvalue(), press.pages, shortfalls)


def _pressed(press: Press, form: Form, content: Content, stamps: Stamps, placing: Placing) -> tuple[Shortfall, ...]:
    known = faces()
    pages = Pages(form, content, stamps, known, placing)
    room = None if form.paper.roll else form.height * MM - pages.around
    if placing.mode is PrintMode.OVERPRINT:
        layout = laid_over(form, content, _blank_of(form, content), room, known, press.boxes)
    else:
        layout = laid_out(form, content, room, known, press.boxes)
    pages.write(press, layout.sheets)
    return (
        layout.shortfalls if form.stands_in is None else (Shortfall(UNREADABLE, why=form.stands_in), *layout.shortfalls)
    )


def _blank_of(form: Form, content: Content) -> Content:
    """What the same form is filled with as long as nothing is known."""
    records = {name: record if name in form_files.EVERYWHERE else None for name, record in content.records.items()}
    items = {name: standing(form.id) for name in form_files.ITEMS[form.record]}
    return Content(records, items, content.zone, blank=True)


def _title(form: Form, content: Content) -> str:
    number = fields.formatted(form.barcode, content.records, content.zone, LANGUAGE)
    return " ".join(filter(None, [form.title, *number.split()]))


setting = threading.Lock()  # ReportLab's faces keep a reading position: one document at a time
