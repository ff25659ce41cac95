# SPDX-License-Identifier: Apache-2.0
"""Lists taken in: households, old registers, calls noted on paper."""

from __future__ import annotations

import sys
from argparse import Namespace

from complaintdesk.cli.asking import count_line, office_of, progress_shown
from complaintdesk.desk.keeping import Places, before_import
from complaintdesk.labels import translate, words_of
from complaintdesk.settings import settings_file
from complaintdesk.sheets import imports

SHOWN = 20


def households(asked: Namespace) -> int:
    """Takes in a list of households."""
    return _import(asked, imports.HOUSEHOLDS)


def register(asked: Namespace) -> int:
    """Takes in an old register as history."""
    return _import(asked, imports.REGISTER)


def batch(asked: Namespace) -> int:
    """Registers calls noted on paper."""
    return _import(asked, imports.BATCH_NOTES)


def _import(asked: Namespace, kind: imports.Kind) -> int:
    """0 when every row is in whole, 1 when not: what is wrong is named here, or in the workbook asked for."""
    with office_of(asked) as office, progress_shown() as tell:
        before_import(office, Places(settings_file().now.backups), despite=asked.despite)
        report = imports.run_import(office, kind, asked.file, asked.errors, tell)
    for sheet in report.left_out:
        print(translate("cli", "Not looked at, as its head is not known: sheet {name}.").format(name=sheet))
    if report.flaws and asked.errors is None:
        for flaw in report.flaws[:SHOWN]:
            told = translate("cli", "{sheet}, row {row}: {reason}")
            print(told.format(sheet=flaw.sheet, row=flaw.row + 1, reason=words_of(flaw.error)), file=sys.stderr)
        if len(report.flaws) > SHOWN:
            print(
                translate("cli", "… and {count} more: --errors OUT.xlsx writes them all.").format(
                    count=len(report.flaws) - SHOWN
                ),
                file=sys.stderr,
            )
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
    )
    return 1 if report.flaws else 0
