# SPDX-License-Identifier: Apache-2.0
"""Slips from the command line: booked back, lost, passed on; what is out, a month's binding list, a team's day."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from complaintdesk.cli import values
from complaintdesk.cli.asking import count_line, office_of
from complaintdesk.cli.commands import noted, slip_named
from complaintdesk.desk import binding, dispatching, exports, prints, slip_ledger, slip_lists, team_days
from complaintdesk.desk.binding import BindingPage
from complaintdesk.desk.office import Office
from complaintdesk.desk.slip_lists import SlipsOut
from complaintdesk.desk.slip_rules import signed_part, slip_parts
from complaintdesk.domain.dates import civil_day
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.fields import Record
from complaintdesk.labels import translate
from complaintdesk.printing.forms import Paper, render_batch
from complaintdesk.safe_write import safe_write
from complaintdesk.sheets.binding_out import write_binding


def add_commands(deed: Callable[[str, str, Callable[..., int]], ArgumentParser]) -> None:
    """Adds these commands; `deed` makes one of its name, its words and what it does."""
    slip = translate("cli", "the slip's number, or its case's")
    back = deed("book-back", QT_TRANSLATE_NOOP("cli", "book parts of slips back"), book_back)
    back.add_argument("numbers", nargs="+", metavar="NUMBER", help=slip)
    part = translate("cli", "a part by name or id, several times for several; else the signed one")
    back.add_argument("--part", action="append", default=[], metavar="PART", help=part)
    back.add_argument("--by", default="", metavar="NAME", help=translate("cli", "who brought it"))
    lost = deed("slip-lost", QT_TRANSLATE_NOOP("cli", "declare a slip lost"), declare_lost)
    lost.add_argument("number", metavar="NUMBER", help=slip)
    lost.add_argument("--holder", required=True, metavar="NAME", help=translate("cli", "who had it last"))
    passed = deed("pass-slip", QT_TRANSLATE_NOOP("cli", "pass a slip on to another team or worker"), pass_on)
    passed.add_argument("number", metavar="NUMBER", help=slip)
    passed.add_argument("--to", required=True, metavar="TEAM", help=translate("cli", "the team, by name or id"))
    passed.add_argument("--worker", default="", metavar="NAME")
    for each in (lost, passed):
        each.add_argument(
            "--reason", required=True, metavar="WORDS", help=translate("cli", "why; it stays in the books")
        )
    out = deed("slips-out", QT_TRANSLATE_NOOP("cli", "list the slips that are out, with who has each"), print_out)
    out.add_argument("out", type=values.pdf, nargs="?", metavar="OUT.pdf")
    bound = deed("binding-list", QT_TRANSLATE_NOOP("cli", "write a month's binding list, and sign it"), bind)
    bound.add_argument("--month", required=True, type=values.month, metavar="2026-10")
    bound.add_argument("--sign", action="store_true", help=translate("cli", "sign it: from then on it stays as it is"))
    bound.add_argument("out", type=values.report, metavar="OUT.xlsx|OUT.pdf")
    day = deed("team-day", QT_TRANSLATE_NOOP("cli", "write the day sheets of the teams"), print_team_day)
    day.add_argument("--day", type=values.day, metavar="2026-10-31", help=translate("cli", "today where left out"))
    day.add_argument("--team", default="", metavar="TEAM", help=translate("cli", "of one team alone, by name or id"))
    day.add_argument("out", type=values.pdf, metavar="OUT.pdf")


def book_back(asked: Namespace) -> int:
    """Books parts of slips back, each slip by itself; the first that can't be ends the call."""
    booked = 0
    with office_of(asked) as office:
        parts = _parts(office, asked.part)
        orders = [(number, slip_named(office, number)) for number in asked.numbers]
        for number, order_id in orders:
            done = office.do(slip_ledger.book_back, order_id, parts, asked.by)
            booked += len(done.parts)
            if done.missing:
                words = translate("cli", "{number}: still to come back: {parts}")
                print(words.format(number=number, parts=" ".join(done.missing)))
    count_line(slips=len(asked.numbers), parts=booked)
    return 0


def declare_lost(asked: Namespace) -> int:
    """Declares a slip lost, with who had it last (R-WO-04)."""
    with office_of(asked) as office:
        office.do(slip_ledger.declare_lost, slip_named(office, asked.number), asked.holder, asked.reason)
    count_line(lost=1)
    return 0


def pass_on(asked: Namespace) -> int:
    """Passes a slip on to another team or worker (转派, R-WO-05)."""
    with office_of(asked) as office:
        office.do(dispatching.reassign, slip_named(office, asked.number), asked.to, asked.reason, asked.worker)
    count_line(passed=1)
    return 0


def print_out(asked: Namespace) -> int:
    """Names the slips that are out, those out longest first, and writes their list as PDF where a file is named."""
    with office_of(asked) as office:
        found = office.ask(slip_lists.slips_out, office.books, office.now())
        for row in found.out:
            since = f"{row.since.astimezone(office.zone):%Y-%m-%d %H:%M}"
            print("  ".join((row.number, row.holder, since, " ".join(row.missing))))
        if asked.out is not None:
            write_slips_out(office, asked.out, found)
    count_line(out=found.count)
    return 0


def write_slips_out(office: Office, out: Path, found: SlipsOut | None = None) -> Paper:
    """The list of the slips that are out, or of those `found`, as written to `out`; noted as a print."""
    record = found or office.ask(slip_lists.slips_out, office.books, office.now())
    return _written(office, prints.SLIPS_OUT, slip_lists.covers(record, office.zone), [record], record.count, out)


def bind(asked: Namespace) -> int:
    """Writes a month's binding list (R-WO-04) as it was signed or stands, and signs it first where that is asked."""
    year, month = asked.month
    with office_of(asked) as office:
        page = write_binding_list(office, date(year, month, 1), asked.out, sign=asked.sign)
    sheet = page.sheet
    count_line(numbers=sheet.numbers, returned=sheet.returned, out=sheet.open, void=sheet.void, missing=sheet.missing)
    return 0


def write_binding_list(office: Office, month: date, out: Path, *, sign: bool = False) -> BindingPage:
    """A month's binding list as it was written to `out`, a PDF or a workbook; noted as a print or an export."""
    page = _binding(office, month)
    if sign:  # what is signed is written first as it stands: where there is no paper there is no signature
        _write_binding_list(office, page, out)
        office.do(binding.sign, month, page.mark)
        page = _binding(office, month)
    _write_binding_list(office, page, out)
    return page


def _write_binding_list(office: Office, page: BindingPage, out: Path) -> None:
    sheet = page.sheet
    if out.suffix.lower() == ".pdf":
        _written(office, prints.BINDING, binding.covers(sheet, office.zone), [sheet], sheet.numbers, out)
    else:
        office.do(exports.note_export, prints.BINDING, sheet.numbers)
        write_binding(out, page, office_name=office.record.name, zone=office.zone)


def print_team_day(asked: Namespace) -> int:
    """Writes a sheet for each team that has slips for the day; a UserError where there is none."""
    with office_of(asked) as office:
        team = office.procedure.team_named(asked.team).id if asked.team else ""
        paper = write_team_day(office, asked.day or civil_day(office.now(), office.zone), asked.out, team)
    count_line(pages=paper.pages)
    return 0


def write_team_day(office: Office, day: date, out: Path, team: str = "") -> Paper:
    """The day sheets of all teams, or of one, as they were written to `out`; noted as a print before and after."""
    found = office.ask(team_days.team_days, day, office.now(), office.zone, office.books, team)
    days = [each for each in found if each.jobs]
    if not days:
        raise UserError(QT_TRANSLATE_NOOP("errors", "There is nothing to print."))
    return _written(office, prints.TEAM_DAY, team_days.covers(days), days, team_days.people_on(days), out)


def _binding(office: Office, month: date) -> BindingPage:
    return office.ask(binding.binding_page, month, office.now(), office.zone, office.books)


def _written(office: Office, form: str, covers: str, records: Iterable[Record], people: int, out: Path) -> Paper:
    started = office.do(prints.start_day_sheet, form, covers, prints.FILE, people)
    with noted(office, started):
        paper = render_batch(
            form,
            [(record, started.copy_no) for record in records],
            office=office.record,
            printed_by=office.staff.name if office.staff else "",
            printed_at=office.now(),
            zone=office.zone,
        )
        safe_write(out, paper.pdf)
    return paper


def _parts(office: Office, told: Iterable[str]) -> list[str]:
    """The ids of the parts that are named, the signed one where none is."""
    known = slip_parts(office.procedure)
    ids = {name: part.id for part in known for name in (part.id, part.name)}
    for name in told:
        if name not in ids:
            raise UserError(
                QT_TRANSLATE_NOOP("errors", "There is no part “{found}”, but these: {allowed}."),
                found=name,
                allowed=", ".join(part.name for part in known),
            )
    return [ids[name] for name in told] or [signed_part(office.procedure).id]
