# SPDX-License-Identifier: Apache-2.0
"""The commands that work on the books: founding, staff, slips, exports, reports, backups, checks."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict
from datetime import date
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from complaintdesk.cli.asking import (
    ask_highest,
    asked_passphrase,
    by_command,
    count_line,
    location_of,
    new_passphrase,
    new_password,
    office_of,
    passphrase_for,
    password,
    progress_shown,
    who,
    why,
)
from complaintdesk.cli.safekeeping import show_code
from complaintdesk.db.engine import Database
from complaintdesk.db.server import names_a_server
from complaintdesk.desk import (
    backup,
    backup_files,
    case_pages,
    checking,
    clock,
    dispatching,
    exports,
    number_hits,
    order_pages,
    prints,
    recovery,
    restore_choice,
    restoring,
    staffing,
)
from complaintdesk.desk.drafts import SlipFacts, StaffDraft
from complaintdesk.desk.founding import create_office
from complaintdesk.desk.keeping import Places
from complaintdesk.desk.office import Office, open_books
from complaintdesk.desk.passphrases import key_for, needs_passphrase
from complaintdesk.desk.statistics import MonthFigures, month_figures
from complaintdesk.domain.terms import CaseKind, OrderState, Warranty
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem, UserError
from complaintdesk.labels import filled, translate
from complaintdesk.printing.forms import Paper, render_slip
from complaintdesk.printing.papers import USUAL, Placing, PrintMode
from complaintdesk.safe_write import safe_write
from complaintdesk.settings import settings_file
from complaintdesk.sheets.register_out import Written, write_register
from complaintdesk.sheets.report_out import write_report


def found(asked: Namespace) -> int:
    """Founds an office."""
    location = location_of(asked)
    secret = new_password(asked.password_file, asked.admin)
    phrase = new_passphrase(asked.passphrase_file) if asked.encrypt else None
    office = create_office(location, name=asked.office, admin=asked.admin, password=secret, passphrase=phrase)
    if phrase is not None:
        office.sign_in(asked.admin, secret)
        show_code(office, recovery.new_code(office), None)
    office.close()
    where = office.database.path or office.database.engine.url  # which shows no password
    print(translate("cli", "The office is founded: {path}").format(path=where))
    count_line(offices=1)
    return 0


def add_staff(asked: Namespace) -> int:
    """Adds a member of staff."""
    with office_of(asked) as office, _naming_teams(office):
        secret = new_password(asked.new_password_file, asked.name)
        office.do(staffing.add, StaffDraft(asked.name, asked.role, asked.team, secret))
    count_line(staff=1)
    return 0


def dispatch(asked: Namespace) -> int:
    """Issues a work order."""
    with office_of(asked) as office, _naming_teams(office):
        hit = named(office, asked.number)
        if hit.kind != "case":
            raise UserError(QT_TRANSLATE_NOOP("errors", "{number} is a slip, not a case."), number=asked.number)
        facts = SlipFacts(Warranty(asked.warranty) if asked.warranty else None)
        issued = office.do(dispatching.dispatch, hit.id, asked.to, "", facts)
    count_line(number=issued.number)
    return 0


@contextmanager
def _naming_teams(office: Office) -> Iterator[None]:
    """Names the office's teams where none is called as was asked."""
    try:
        yield
    except UserError as problem:
        if problem.field == "team":
            names = " ".join(team.name for team in office.procedure.teams)
            print(translate("cli", "The teams of this office: {names}").format(names=names), file=sys.stderr)
        raise


def print_slip(asked: Namespace) -> int:
    """Writes a slip as PDF, noted as a print."""
    with office_of(asked) as office:
        placing = Placing(asked.paper, PrintMode(asked.mode))
        paper = write_slip(office, slip_named(office, asked.number), asked.out, asked.reason, placing)
    for shortfall in paper.shortfalls:
        print(shortfall.words(), file=sys.stderr)
    count_line(pages=paper.pages)
    return 0


def write_slip(office: Office, order_id: int, out: Path, reason: str = "", placing: Placing = USUAL) -> Paper:
    """The slip as it was written to `out`, else in its four parts on A5; noted as a print before and after."""
    with noted(office, office.do(prints.start_slip, order_id, prints.FILE, reason)) as started:
        order = office.ask(order_pages.order_record, order_id, office.books)
        paper = render_slip(
            order,
            office=office.record,
            printed_by=office.staff.name if office.staff else "",
            printed_at=office.now(),
            zone=office.zone,
            copy_no=started.copy_no,
            reason=reason,
            placing=placing,
        )
        safe_write(out, paper.pdf)
    return paper


@contextmanager
def noted(office: Office, started: prints.PrintStarted) -> Iterator[prints.PrintStarted]:
    """The print that was started; its outcome is noted at the end."""
    try:
        yield started
    except BaseException:
        office.do(prints.fail, started.id)
        raise
    office.do(prints.confirm, started.id)


def named(office: Office, number: str) -> number_hits.NumberHit:
    """What carries this number; UserError where nothing does."""
    year = office.now().astimezone(office.zone).year
    hit = office.ask(number_hits.find_number, number, year)
    if hit is None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "There is no number {number} in the books."), number=number)
    return hit


def slip_named(office: Office, number: str) -> int:
    """The id of the slip of that number, of a case its last one; UserError where there is none."""
    hit = named(office, number)
    if hit.kind == "order":
        return hit.id
    page = office.ask(case_pages.case_page, hit.id, office.books)
    orders = [order.id for order in page.case.orders if order.state is not OrderState.VOID]
    if not orders:
        raise UserError(QT_TRANSLATE_NOOP("errors", "{number} has no slip yet: dispatch it first."), number=number)
    return orders[-1]


def export(asked: Namespace) -> int:
    """Exports the register; noted as an export of personal data."""
    if asked.from_on and asked.to_on and asked.from_on > asked.to_on:
        asked.misused(translate("cli", "the first day lies after the last"))
    with office_of(asked) as office:
        written = export_register(
            office, asked.out, asked.from_on, asked.to_on, asked.kind, history=asked.history, reason=why(asked)
        )
    if told := written.words():
        print(told)
    count_line(rows=written.rows, **asdict(written))
    return 0


def export_register(
    office: Office,
    out: Path,
    from_on: date | None = None,
    to_on: date | None = None,
    kind: CaseKind | None = None,
    *,
    history: bool = False,
    reason: str = "",
) -> Written:
    """Writes the register of these days (both included) to `out`; how many cases it holds, and of what."""
    ids = office.ask(case_pages.cases_between, from_on, to_on, kind, with_history=history)
    office.do(exports.note_export, "register", len(ids), reason or by_command())
    span = f"{from_on or ''} – {to_on or ''}" if from_on or to_on else ""
    with progress_shown() as tell:
        return office.ask(
            lambda session: write_register(
                out,
                case_pages.case_records(session, ids, office.books),
                office_name=office.record.name,
                zone=office.zone,
                span_words=span,
                own_names=office.books.own_field_names(session),
                progress=lambda done: tell(done, len(ids)),
            )
        )


def report(asked: Namespace) -> int:
    """Writes a month's figures, as a workbook or on paper."""
    year, month = asked.month
    with office_of(asked) as office:
        figures = office.ask(month_figures, year, month, office.now(), office.books)
        if asked.out.suffix.lower() == ".pdf":
            print_month(office, figures, asked.out)
        else:
            export_month(office, figures, asked.out)
    counts = {"received": figures.registered, "void": figures.void.count, "elsewhere": figures.elsewhere.count}
    count_line(cases=figures.cases, **counts)
    return 0


def export_month(office: Office, figures: MonthFigures, out: Path) -> None:
    """Writes the month's workbook to `out`; noted as an export."""
    office.do(exports.note_export, "report", figures.cases)
    write_report(out, figures, office_name=office.record.name, zone=office.zone)


def print_month(office: Office, figures: MonthFigures, out: Path) -> None:
    """Writes the month's report as PDF to `out`; noted as a print before and after."""
    from complaintdesk.printing.month_report import render_month

    with noted(office, office.do(prints.start_report, f"{figures.month:%Y-%m}", prints.FILE)) as started:
        paper = render_month(
            figures,
            office=office.record,
            printed_by=office.staff.name if office.staff else "",
            printed_at=office.now(),
            zone=office.zone,
            copy_no=started.copy_no,
        )
        safe_write(out, paper.pdf)


def back_up(asked: Namespace) -> int:
    """Makes a verified backup; one packed into a folder is named by its time."""
    with office_of(asked) as office:
        out: Path | None = asked.out
        if out is not None and out.is_dir():
            out /= f"desk-{office.now().astimezone(office.zone):%Y%m%d-%H%M%S}.zip"
        done = backup.backup(office, out, folder=backup.backup_folder(office, settings_file().now.backups))
    if done.findings:
        for finding in done.findings:
            print(filled("check", finding.text, finding.values))
        print(translate("cli", "Kept, but not verified, for what is wrong in it: {path}").format(path=done.path))
    else:
        print(translate("cli", "Backed up and verified: {path}").format(path=done.path))
    count_line(cases=done.manifest.cases, orders=done.manifest.orders, entries=done.manifest.journal_seq)
    return 1 if done.findings else 0


def put_back(asked: Namespace) -> int:
    """Restores a backup, after the highest numbers on paper were asked for."""
    location = location_of(asked)
    if not names_a_server(location) and not Path(location).exists():
        raise EnvironmentProblem(
            QT_TRANSLATE_NOOP("errors", "There is no database at {path}."),
            QT_TRANSLATE_NOOP("errors", "On a new computer found an office there with `complaintdesk init` first."),
            path=location,
        )
    staff = who(asked)
    secret = password(asked.password_file, staff)
    highest = tuple(asked.highest) or tuple(ask_highest())
    now = settings_file().now
    kept = restore_choice.chosen_backup(asked.file, location, Places(now.backups, now.second_medium))
    locked = restore_choice.is_encrypted_backup(kept) or needs_passphrase(location)
    done = restoring.restore(
        kept.path,
        location,
        staff=staff,
        password=secret,
        highest=highest,
        passphrase=asked_passphrase(asked) if locked else None,
        despite=asked.despite,
        copies=kept.copies,
    )
    done.office.close()
    if done.kept_aside is not None:
        print(translate("cli", "The database that was replaced is kept: {path}").format(path=done.kept_aside))
    count_line(restored=1, void=done.taken)
    return 0


def check_books(asked: Namespace) -> int:
    """Checks the books; 1 when anything is wrong."""
    if asked.rebuild:
        with office_of(asked) as office:
            print(translate("cli", "The books as they were are kept: {path}").format(path=backup.copy_aside(office)))
            office.do(checking.rebuild)
    with ExitStack() as opened:
        location = location_of(asked)
        secret = passphrase_for(asked, location)
        database, pool = open_books(location, secret)
        opened.enter_context(closing(database))
        against = None
        if asked.against is not None:
            folder = Path(opened.enter_context(TemporaryDirectory()))
            kept = backup_files.unpack(asked.against, folder)[0]
            against = opened.enter_context(closing(Database(str(kept), key_for(kept, secret))))
        with progress_shown() as tell:
            parts = count(1)
            findings = checking.check(
                database, pool, against=against, progress=lambda _part: tell(next(parts), checking.PARTS)
            )
        for finding in findings:
            print(filled("check", finding.text, finding.values))
        if not findings:
            print(translate("cli", "The books are whole."))
            if checking.left_out(database):
                print(translate("cli", "These books were built in bulk for measuring: the replay is left out."))
        count_line(findings=len(findings))
    return 1 if findings else 0


def confirm_clock(asked: Namespace) -> int:
    """Notes that the machine's clock is right; times in the books count from here."""
    with office_of(asked) as office:
        office.do(clock.confirm)
    count_line(confirmed=1)
    return 0
