# SPDX-License-Identifier: Apache-2.0
"""Households, residents' phones, outside numbers and regulations to Excel; a list of outside numbers taken in."""

from __future__ import annotations

import sys
from argparse import Namespace

from complaintdesk.cli.asking import count_line, office_of, progress_shown
from complaintdesk.desk import directory
from complaintdesk.labels import translate, words_of
from complaintdesk.sheets import owners_out
from complaintdesk.sheets.directory_in import read_numbers


def export_households(asked: Namespace) -> int:
    """Writes every household with its people and file; noted with its reason."""
    with office_of(asked) as office, progress_shown() as tell:
        count_line(households=owners_out.export_households(office, asked.out, asked.reason, tell))
    return 0


def export_residents(asked: Namespace) -> int:
    """Writes the residents' phones, whole numbers; noted with its reason."""
    with office_of(asked) as office:
        count_line(phones=owners_out.export_residents(office, asked.out, asked.reason))
    return 0


def export_outside_numbers(asked: Namespace) -> int:
    """Writes the outside numbers."""
    with office_of(asked) as office:
        count_line(numbers=owners_out.export_outside_numbers(office, asked.out))
    return 0


def export_regulations(asked: Namespace) -> int:
    """Writes the regulations with their words."""
    with office_of(asked) as office:
        count_line(regulations=owners_out.export_regulations(office, asked.out))
    return 0


def import_numbers(asked: Namespace) -> int:
    """Takes in a list of outside numbers; 1 when a row is left out, each is named."""
    with office_of(asked) as office:
        read = read_numbers(asked.file)
        done = office.do(directory.take_in, read.drafts)
    told = translate("cli", "row {row}: {reason}")
    for each in read.refused:
        print(told.format(row=each.row, reason=words_of(each.problem)), file=sys.stderr)
    count_line(
        rows=len(read.drafts) + len(read.refused), new=done.new, existing=done.existing, refused=len(read.refused)
    )
    return 1 if read.refused else 0
