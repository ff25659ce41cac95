# SPDX-License-Identifier: Apache-2.0
"""Every query of the desk asked by every role: what is not theirs to see comes from none (R-OWN-02, R-OWN-03)."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

import pytest

from complaintdesk.db.reader import Records
from complaintdesk.desk import case_pages
from complaintdesk.desk.office import Office
from complaintdesk.desk.rights import READS
from complaintdesk.domain.phones import mask_phone
from complaintdesk.domain.terms import Role
from complaintdesk.errors import UserError
from tests.builders import PASSWORD
from tests.desk.private_office import (
    ABOUT,
    ASKED,
    COMPLAINANT,
    COMPLAINANT_PHONE,
    COMPLAINED_AT,
    COMPLAINT,
    MONEY,
    RECORDS,
    SEEN,
    arguments,
    asked_by_screens,
    facts,
    furnish,
    queries,
    sits,
)

QUERIES = dict(queries())
MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
HASH = re.compile(r"\b[0-9a-f]{64}\b")  # of the journal: its digits are nobody's number
SAMPLE = "13812345678"  # with which the search box shows how a number is typed
WORDS_OF = {
    Records.OWNERS: RECORDS,
    Records.FEES: MONEY,
    Records.REQUESTS: ASKED,
    Records.ACCESSES: SEEN,
}


def told(value: Any) -> str:
    """All that an answer holds, read to its end."""
    return repr(list(value) if isinstance(value, Iterator) else value)


def answer(office: Office, name: str, given: list[Any]) -> str:
    """What comes of a query, as a text; '' where it is refused."""
    query = QUERIES[name]
    try:
        return office.ask(lambda session: told(query(session, *given)))
    except UserError:
        return ""


def askable(office: Office, ids: dict[str, int], **of: bool) -> dict[str, list[Any]]:
    known = facts(office, ids, **of)
    found = {name: arguments(name, query, known) for name, query in QUERIES.items()}
    return {name: given for name, given in found.items() if given is not None}


# What takes something that this office has not got, and tells of no household: answers, papers, lists of prices.
LEFT_OUT = frozenset(
    {
        "answers.answer_draft",
        "answers.answer_records",
        "answers.standing_answer",
        "book_adoption.version_text",
        "case_papers.corrective_paper",
        "case_papers.liaison_paper",
        "case_papers.reminder_paper",
        "directory.entry_draft",
        "handovers.handover_rows",
        "handovers.handover_sheet",
        "handovers.items_now",
        "importing.remembered_columns",
        "meetings.meeting_lines",
        "meetings.meeting_sheet",
        "meetings.sheet_now",
        "phrases.phrase_draft",
        "price_pages.item_draft",
        "price_pages.items_of",
        "price_pages.list_of_import",
        "price_pages.list_version",
        "regulations.regulation_draft",
        "regulations.regulation_records",
        "staffing.has_password",
        "staffing.known_now",
        "staffing.staff_named",
        "unheard.result_of",
        "waves.proposed",
    }
)
# What a deed of the program's own asks, in a session that may write.
UPKEEP = frozenset(
    {
        *("clock.servers_time", "story.case_for_update"),
        *("indexing.refill", "who_indexing.refill_keys", "slip_indexing.refill_out"),
    }
)


@pytest.fixture
def ids(office: Office) -> dict[str, int]:
    return furnish(office)


def test_every_query_that_a_screen_asks_is_tried(office: Office, ids: dict[str, int]) -> None:
    tried = askable(office, ids)
    by_screens = asked_by_screens()
    asked = {name for name in QUERIES if name.partition(".")[2] in by_screens}
    assert asked - tried.keys() <= LEFT_OUT <= QUERIES.keys()
    sits(office, Role.OFFICE_HEAD)
    for name in sorted(tried.keys() - UPKEEP):
        office.ask(QUERIES[name], *tried[name])  # fails where wrongly asked


def test_what_roles_do_not_work_with_comes_from_no_query(office: Office, ids: dict[str, int]) -> None:
    tried = askable(office, ids)
    leaks = []
    for role in Role:
        sits(office, role)
        for name in sorted(tried.keys() - UPKEEP):
            held = answer(office, name, tried[name])
            words = {word for records, some in WORDS_OF.items() if role not in READS[records] for word in some}
            leaks += [(role, name, word) for word in words if word in held]
            if role not in READS[Records.OWNERS]:
                leaks += [
                    (role, name, "a mobile number") for _each in MOBILE.findall(HASH.sub("", held.replace(SAMPLE, "")))
                ]
    assert leaks == []


def test_who_works_with_them_sees_them(office: Office, ids: dict[str, int]) -> None:
    """Else the words above would be hidden from nobody."""
    tried = askable(office, ids)
    sits(office, Role.SUPERVISOR)
    seen = "".join(answer(office, name, tried[name]) for name in sorted(tried.keys() - UPKEEP))
    words = [word for some in WORDS_OF.values() for word in some]
    assert [word for word in words if word not in seen] == []


def test_whom_a_complaint_is_about_learns_from_no_query_who_complained(office: Office, ids: dict[str, int]) -> None:
    """客户保密: the case is found and read, the complainant by no way of asking; from the household no case."""
    sits(office, Role.SUPERVISOR)
    number = office.ask(case_pages.case_page, ids["complaint"], office.books).case.number
    tried = askable(office, ids, of_complaint=True)
    seen = {name: answer(office, name, tried[name]) for name in sorted(tried.keys() - UPKEEP)}
    telling = [name for name, held in seen.items() if COMPLAINANT in held]
    by_place = [name for name in tried if {"place_id", "phone", "call"} & parameters_of(name)]
    assert len(telling) >= 10
    assert [name for name in by_place if COMPLAINT in seen[name] or number in seen[name]]
    office.sign_in(ABOUT, PASSWORD)
    leaks = []
    for name in sorted(tried.keys() - UPKEEP):
        held = answer(office, name, tried[name])
        words = [COMPLAINANT, COMPLAINANT_PHONE, mask_phone(COMPLAINANT_PHONE)]
        words += [COMPLAINED_AT] if parameters_of(name) & {"case_id", "order_id"} else []
        words += [COMPLAINT, number] if name in by_place else []
        leaks += [(name, word) for word in words if word in held]
    assert leaks == []


def parameters_of(name: str) -> set[str]:
    return set(inspect.signature(QUERIES[name]).parameters)
