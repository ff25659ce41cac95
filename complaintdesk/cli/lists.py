# SPDX-License-Identifier: Apache-2.0
"""Lists taken in: households, old registers, calls noted on paper, holidays."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Sequence

from complaintdesk.cli.asking import count_line, office_of, progress_shown
from complaintdesk.desk import calendar_days
from complaintdesk.desk.calendar_days import CalendarDraft, Changed
from complaintdesk.desk.keeping import Places, before_import
from complaintdesk.desk.office import Office
from complaintdesk.desk.replanning import Moved
from complaintdesk.labels import translate, words_of
from complaintdesk.settings import settings_file
from complaintdesk.sheets import imports
from complaintdesk.sheets.calendar_in import read_days
from complaintdesk.sheets.lists import Flaw, aside_by_sheet

SHOWN = 20


def households(asked: Namespace) -> int:
    """Takes in a list of households."""
    return import_list(asked, imports.HOUSEHOLDS)


def register(asked: Namespace) -> int:
    """Takes in an old register as history."""
    return import_list(asked, imports.REGISTER)


def batch(asked: Namespace) -> int:
    """Registers calls noted on paper."""
    return import_list(asked, imports.BATCH_NOTES)


def calendar(asked: Namespace) -> int:
    """Takes in a list of holidays and make-up workdays, whole or not at all."""
    with office_of(asked) as office, progress_shown() as tell:
        calendar_days.take_over_shipped(office)
        read, changed = read_days(asked.file), Changed(0, (), Moved())
        if not read.flaws:
            years = frozenset(each.day.year for each in read.good) if asked.confirm else frozenset()
            state = office.ask(office.calendar_of).id
            draft = CalendarDraft(read.good, asked.source or asked.file.name, state, years)
            changed = office.do(calendar_days.change, draft, tell)
    _name_sheets(read.left_out)
    _name_flaws(read.flaws, translate("cli", "… and {count} more."))
    if read.flaws:
        print(translate("cli", "Nothing was taken in: a calendar goes in whole or not at all."), file=sys.stderr)
    count_line(
        rows=read.rows,
        refused=read.refused,
        days=changed.days,
        years=len(changed.years),
        moved=changed.moved.limits,
        late=changed.moved.late,
    )
    return 1 if read.flaws else 0


def _name_sheets(names: Sequence[str]) -> None:
    for name in names:
        print(translate("cli", "Not looked at, as its head is not known: sheet {name}.").format(name=name))


def _name_flaws(flaws: Sequence[Flaw], more: str) -> None:
    for flaw in flaws[:SHOWN]:
        told = translate("cli", "{sheet}, row {row}: {reason}")
        print(told.format(sheet=flaw.sheet, row=flaw.row + 1, reason=words_of(flaw.error)), file=sys.stderr)
    if len(flaws) > SHOWN:
        print(more.format(count=len(flaws) - SHOWN), file=sys.stderr)


def import_list(
    asked: Namespace,
    kind: imports.Kind,
    then: Callable[[Office, imports.ImportReport], object] | None = None,
) -> int:
    """0 when every row is in whole, 1 when not: what is wrong is named here, or in the workbook asked for.

    `then` is called with what became of it, before anything is said.
    """
    with office_of(asked) as office, progress_shown() as tell:
        before_import(office, Places(settings_file().now.backups), despite=asked.despite)
        calendar_days.take_over_shipped(office)
        report = imports.run_import(office, kind, asked.file, asked.errors, tell)
        if then is not None:
            then(office, report)
    _name_sheets(report.left_out)
    for name in report.hidden:
        print(translate("cli", "Not looked at, as it is hidden: sheet {name}.").format(name=name))
    for name, rows in aside_by_sheet(report.aside).items():
        told = translate("cli", "Sheet {name}, not read, as they hold nothing in the list's columns: rows {rows}.")
        print(told.format(name=name, rows=rows))
    if report.flaws and asked.errors is None:
        _name_flaws(report.flaws, translate("cli", "… and {count} more: --errors OUT.xlsx writes them all."))
    elif report.flaws:
        print(
            translate("cli", "Rows with something wrong, and the reason for each cell: {path}").format(
                path=asked.errors
            )
        )
    if report.incomplete:
        words = translate("cli", "{count} rows went in without a phone number that is wrong.")
        print(words.format(count=report.incomplete), file=sys.stderr)
    count_line(
        rows=report.rows,
        new=report.new,
        existing=report.existing,
        refused=report.refused,
        incomplete=report.incomplete,
        empty=report.empty,
    )
    return 1 if report.flaws else 0
