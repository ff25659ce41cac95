# SPDX-License-Identifier: Apache-2.0
"""Price lists and fees: a list taken in, put in force, taken out of use; the fees of a span for finance."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from pathlib import Path

from complaintdesk.cli.asking import count_line, office_of, why
from complaintdesk.cli.commands import noted
from complaintdesk.cli.lists import import_list
from complaintdesk.desk import exports, fee_lists, people, price_lists, price_pages, prints
from complaintdesk.desk.office import Office
from complaintdesk.desk.price_records import PriceListRecord
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.labels import translate
from complaintdesk.safe_write import safe_write
from complaintdesk.sheets import imports
from complaintdesk.sheets.fees_out import write_fees


def take_in(asked: Namespace) -> int:
    """Takes in a price list, and puts it in force where a day is named."""

    def force(office: Office, report: imports.ImportReport) -> None:
        if asked.from_on is None:
            return
        list_id = None if report.run_id is None else office.ask(price_pages.list_of_import, report.run_id)
        if list_id is None:
            words = QT_TRANSLATE_NOOP(
                "errors", "Nothing of this list was taken in: it is in the books already, or bad."
            )
            raise UserError(words)
        found = _list(office, list_id)
        office.do(price_lists.put_in_force, found.id, found.version, asked.name or found.name, asked.from_on)

    return import_list(asked, imports.PRICES, force)


def show(asked: Namespace) -> int:
    """Names the price lists in use, those that are not in force yet first."""
    with office_of(asked) as office:
        found = office.ask(price_pages.price_lists)
        today = office.now().astimezone(office.zone).date()
        held = office.ask(price_pages.list_in_force, today)
    for each in found:
        since = each.effective_on or translate("cli", "not in force")
        until = "" if each.until is None else f" – {each.until}"
        print(f"{'*' if each.id == held else ' '} {each.id}  {each.name}  {since}{until}  {each.items}")
    count_line(lists=len(found), items=sum(each.items for each in found), in_force=held or 0)
    return 0


def put_in_force(asked: Namespace) -> int:
    """Puts a price list in force from a day on."""
    with office_of(asked) as office:
        found = _list(office, asked.list)
        office.do(price_lists.put_in_force, found.id, found.version, asked.name or found.name, asked.from_on)
    count_line(list=found.id, items=found.items)
    return 0


def take_out(asked: Namespace) -> int:
    """Takes a price list out of use."""
    with office_of(asked) as office:
        found = _list(office, asked.list)
        office.do(price_lists.void_list, found.id, found.version, asked.reason)
    count_line(list=found.id, items=found.items)
    return 0


def export_fees(asked: Namespace) -> int:
    """Writes the fees of the jobs done, and the money taken, on some days: as a workbook or on paper."""
    with office_of(asked) as office:
        if asked.to_on < asked.from_on:
            raise UserError(QT_TRANSLATE_NOOP("errors", "The last day lies before the first."))
        place = office.ask(people.place_named, asked.room) if asked.room else None
        if asked.room and place is None:
            raise UserError(QT_TRANSLATE_NOOP("errors", "No room, or several, are called that."))
        told = office.ask(fee_lists.fee_list, asked.from_on, asked.to_on, office.zone, place)
        if asked.out.suffix.lower() == ".pdf":
            _paper(office, asked.from_on, asked.to_on, place, asked.out)
        else:
            _workbook(office, asked.from_on, asked.to_on, place, asked.out, why(asked))
    count_line(fees=told.count, rooms=told.rooms, due=told.due, paid=told.paid, owed=told.owed, taken=told.taken_sum)
    return 0


def _workbook(
    office: Office, from_on: date, to_on: date, place: tuple[int, str] | None, out: Path, reason: str
) -> None:
    fees, payments = office.ask(fee_lists.fees_and_payments, from_on, to_on, office.zone, place)
    office.do(exports.note_export, "fees", len(fees) + len(payments), reason)
    covers = fee_lists.covers(from_on, to_on, place)
    write_fees(out, fees, payments, office_name=office.record.name, zone=office.zone, span_words=covers)


def _paper(office: Office, from_on: date, to_on: date, place: tuple[int, str] | None, out: Path) -> None:
    from complaintdesk.printing.forms import render

    told = office.ask(fee_lists.fee_list, from_on, to_on, office.zone, place)
    covers = fee_lists.covers(from_on, to_on, place)
    with noted(office, office.do(prints.start_fees, covers, prints.FILE, told.count)) as started:
        paper = render(
            prints.FEES,
            told,
            copy_no=started.copy_no,
            office=office.record,
            printed_by=office.staff.name if office.staff else "",
            printed_at=office.now(),
            zone=office.zone,
        )
        safe_write(out, paper.pdf)


def _list(office: Office, list_id: int) -> PriceListRecord:
    found = next((each for each in office.ask(price_pages.price_lists) if each.id == list_id), None)
    if found is None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "There is no price list {number} in use."), number=list_id)
    return found
