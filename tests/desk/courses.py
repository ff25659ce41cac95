# SPDX-License-Identifier: Apache-2.0
"""An office that works by one of the shipped rule books, and what its desk does with complaints."""

from __future__ import annotations

from typing import Any

from complaintdesk.desk import procedures
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import CaseKind
from tests.builders import ADMINISTRATOR, NAME_OF, PASSWORD, a_case, page
from tests.domain.rule_books import text_of


def works_by(office: Office, name: str) -> Office:
    """The office once it adopted a shipped rule book, who sat there before at the desk again."""
    assert office.staff is not None
    before = office.staff.name
    office.sign_in(ADMINISTRATOR, PASSWORD)
    office.do(procedures.adopt, text_of(name), office.books.in_force_id)
    office.sign_in(before, PASSWORD)
    return office


def sits_down(office: Office, role: Any) -> None:
    """Somebody of this role signs in."""
    office.sign_in(NAME_OF[role], PASSWORD)


def a_complaint(office: Office, **changes: Any) -> int:
    """The id of a complaint in a category that the rule book in force knows."""
    category = office.procedure.categories_for(CaseKind.COMPLAINT)[-1].id
    return a_case(office, **{"category": category, **changes}).id


def facts_of(office: Office, case_id: int, kind: str) -> dict[str, Any]:
    """The facts of the case's last event of this kind."""
    return [event.facts for event in page(office, case_id).events if event.kind.value == kind][-1]
