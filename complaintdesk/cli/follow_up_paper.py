# SPDX-License-Identifier: Apache-2.0
"""The sheets of follow-ups (投诉回访记录表, 回访记录单) from the command line."""

from __future__ import annotations

import sys
from argparse import Namespace

from complaintdesk.cli.asking import count_line, office_of
from complaintdesk.cli.commands import named, noted
from complaintdesk.desk import case_pages, follow_up_sheets, prints
from complaintdesk.desk.follow_up_records import FollowUpRecord
from complaintdesk.desk.office import Office
from complaintdesk.domain.numbering import parse_number
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.printing.forms import render
from complaintdesk.safe_write import safe_write


def print_follow_up(asked: Namespace) -> int:
    """Writes the sheet of a case's follow-up as PDF, noted as a print."""
    with office_of(asked) as office:
        one = _next_or_last(office, asked.number)
        with noted(office, office.do(prints.start_follow_up, one.id, prints.FILE)) as started:
            sheet = office.ask(follow_up_sheets.follow_up_sheet, one.id, office.books)
            paper = render(
                follow_up_sheets.form_of(sheet),
                sheet,
                office=office.record,
                printed_by=office.staff.name if office.staff else "",
                printed_at=office.now(),
                zone=office.zone,
                copy_no=started.copy_no,
            )
            safe_write(asked.out, paper.pdf)
    for shortfall in paper.shortfalls:
        print(shortfall.words(), file=sys.stderr)
    count_line(pages=paper.pages)
    return 0


def _next_or_last(office: Office, number: str) -> FollowUpRecord:
    """The follow-up of a case that is made next, else the one made last; of a round where the number names one."""
    hit = named(office, number)
    if hit.kind != "case":
        raise UserError(QT_TRANSLATE_NOOP("errors", "{number} is a slip, not a case."), number=number)
    parsed = parse_number(number)
    page = office.ask(case_pages.case_page, hit.id, office.books)
    found = [each for each in page.follow_ups if not each.over]
    if parsed is not None and parsed.round > 1:
        found = [each for each in found if each.round == parsed.round]
    if not found:
        raise UserError(QT_TRANSLATE_NOOP("errors", "{number} has no follow-up."), number=number)
    return next((each for each in found if each.open), found[-1])
