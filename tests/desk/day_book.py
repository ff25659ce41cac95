# SPDX-License-Identifier: Apache-2.0
"""The shipped rule book with a daily review and meetings of the test's own, adopted."""

from __future__ import annotations

import re
from typing import Any

from complaintdesk.desk import procedures
from complaintdesk.desk.founding import shipped_procedure
from complaintdesk.desk.office import Office
from tests.builders import ADMINISTRATOR, PASSWORD

REVIEW = """
[review]
days_checked = 3
roles = ["supervisor", "office_head"]
source = "S3§一.4"
"""
MEETINGS = """
[[meetings]]
id = "weekly_meeting"
name = "客服周例会"
every = "week"
words = "重大、逾期、重复投诉，未回单，整改到期"
source = "S2-10§三.6"

[[meetings]]
id = "monthly_meeting"
name = "客服月例会"
every = "month"
words = "月度分析"
source = "S2-10§三.6"
"""


def without(text: str, table: str) -> str:
    """The rule book's text without its tables of this name."""
    return re.sub(rf"(?m)^\[\[?{table}\]\]?\n(?:(?!\[).*\n?)*", "", text)


def day_book(review: str = REVIEW, meetings: str = MEETINGS) -> str:
    """The shipped rule book with these tables in place of its own."""
    return without(without(shipped_procedure(), "review"), "meetings") + review + meetings


def adopt(office: Office, text: str) -> Any:
    """Adopts a rule book, and has who sat there sit there again."""
    before = office.staff
    office.sign_in(ADMINISTRATOR, PASSWORD)
    adopted = office.do(procedures.adopt, text, office.books.in_force_id)
    if before is not None:
        office.sign_in(before.name, PASSWORD)
    return adopted
