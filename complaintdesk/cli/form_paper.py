# SPDX-License-Identifier: Apache-2.0
"""Any paper form from the command line: empty, of some days, or of a case."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from datetime import date

from complaintdesk.cli import values
from complaintdesk.cli.asking import count_line, office_of
from complaintdesk.cli.commands import named, noted
from complaintdesk.desk import form_records, handling_papers, prints
from complaintdesk.desk.form_records import CASE_FORMS, SPAN_FORMS
from complaintdesk.desk.office import Office
from complaintdesk.domain.numbering import parse_number
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.fields import Record
from complaintdesk.labels import translate
from complaintdesk.printing.form_files import shipped, shipped_ids
from complaintdesk.printing.forms import Mode, Paper, render
from complaintdesk.safe_write import safe_write


def add_options(deed: ArgumentParser) -> None:
    """What the command takes."""
    number = translate("cli", "the case's number, with its round if it is not the last one")
    by_name = translate("cli", "the form, by title or id; an unknown one is answered with all there are")
    deed.add_argument("form", metavar="FORM", help=by_name)
    deed.add_argument("number", nargs="?", metavar="NUMBER", help=number)
    deed.add_argument("--blank", action="store_true", help=translate("cli", "empty sheets to write on"))
    deed.add_argument("--copies", type=values.copies, default=1, metavar="N", help=translate("cli", "how many of them"))
    deed.add_argument("--from", dest="from_on", type=values.day, metavar="2026-10-01")
    deed.add_argument("--to", dest="to_on", type=values.day, metavar="2026-10-31")
    of_one = translate("cli", "of one department alone, by name or id")
    deed.add_argument("--department", default="", metavar="DEPARTMENT", help=of_one)
    deed.add_argument("out", type=values.pdf, metavar="OUT.pdf")


def print_form(asked: Namespace) -> int:
    """Writes a form as PDF, noted as a print: empty sheets, or one filled from a case or from days."""
    asked.form = _named_form(asked.form)
    of_days = asked.from_on is not None
    if [asked.blank, asked.number is not None, of_days].count(True) != 1 or (asked.to_on is not None and not of_days):
        asked.misused(translate("cli", "either --blank, or a case's number, or the days --from and --to"))
    if asked.copies > 1 and not asked.blank:
        asked.misused(translate("cli", "--copies goes with --blank"))
    if asked.department and (asked.form != form_records.WEEK or not of_days):
        title = shipped(form_records.WEEK).title
        asked.misused(translate("cli", "--department goes with {form}").format(form=title))
    with office_of(asked) as office:
        paper = _empty(office, asked) if asked.blank else _filled(office, asked)
    for shortfall in paper.shortfalls:
        print(shortfall.words(), file=sys.stderr)
    count_line(pages=paper.pages)
    return 0


def _named_form(told: str) -> str:
    titles = {form_id: shipped(form_id).title for form_id in shipped_ids()}
    found = next((form_id for form_id, title in titles.items() if told in (form_id, title)), None)
    if found is None:
        all_of_them = "\n".join(f"  {form_id}  {title}" for form_id, title in titles.items())
        text = QT_TRANSLATE_NOOP("errors", "There is no form “{found}”, but these:\n{allowed}")
        raise UserError(text, found=told, allowed=all_of_them)
    return found


def _empty(office: Office, asked: Namespace) -> Paper:
    with noted(office, office.do(prints.start_blank, asked.form, prints.FILE, asked.copies)):
        return _written(office, asked, None)


def _filled(office: Office, asked: Namespace) -> Paper:
    if asked.form in CASE_FORMS and asked.number is not None:
        return _of_case(office, asked)
    if asked.form in SPAN_FORMS and asked.from_on is not None:
        return _of_days(office, asked, asked.from_on, asked.to_on or asked.from_on)
    if asked.form in CASE_FORMS:
        raise UserError(QT_TRANSLATE_NOOP("errors", "“{form}” is of a case: name its number."), form=asked.form)
    if asked.form in SPAN_FORMS:
        raise UserError(QT_TRANSLATE_NOOP("errors", "“{form}” is of some days: name them."), form=asked.form)
    text = QT_TRANSLATE_NOOP("errors", "“{form}” comes out of its own page, or empty from here: --blank.")
    raise UserError(text, form=asked.form)


def _of_case(office: Office, asked: Namespace) -> Paper:
    hit = named(office, asked.number)
    if hit.kind != "case":
        raise UserError(QT_TRANSLATE_NOOP("errors", "{number} is a slip, not a case."), number=asked.number)
    parsed = parse_number(asked.number)
    round_ = parsed.round if parsed is not None and parsed.round > 1 else None
    record = office.ask(handling_papers.handling_paper, hit.id, office.books, round_)
    started = office.do(prints.start_sheet, asked.form, hit.id, record.case.sheet_number, prints.FILE)
    with noted(office, started):
        return _written(office, asked, record, started.copy_no)


def _of_days(office: Office, asked: Namespace, from_on: date, to_on: date) -> Paper:
    if to_on < from_on:
        raise UserError(QT_TRANSLATE_NOOP("errors", "The last day lies before the first."))
    department = _department(office, asked.department)
    record = office.ask(form_records.span_record, asked.form, from_on, to_on, office.zone, office.books, department)
    told = (form_records.covers(record), prints.FILE, form_records.people_in(record), asked.form)
    started = office.do(prints.start_register, *told)
    with noted(office, started):
        return _written(office, asked, record, started.copy_no)


def _department(office: Office, told: str) -> str:
    """The id of a department that is named, '' for all of them."""
    rows = office.procedure.departments
    if not told:
        return ""
    for row in rows:
        if told in (row.id, row.name):
            return row.id
    names = ", ".join(row.name for row in rows)
    raise UserError(
        QT_TRANSLATE_NOOP("errors", "There is no department “{found}”, but these: {allowed}."),
        found=told,
        allowed=names,
    )


def _written(office: Office, asked: Namespace, record: Record | None, copy_no: int = 1) -> Paper:
    paper = render(
        asked.form,
        () if record is None else record,
        office=office.record,
        printed_by=office.staff.name if office.staff else "",
        printed_at=office.now(),
        zone=office.zone,
        copy_no=copy_no,
        mode=Mode.BLANK if record is None else Mode.FULL,
        copies=asked.copies,
    )
    safe_write(asked.out, paper.pdf)
    return paper
