# SPDX-License-Identifier: Apache-2.0
"""The course that a rule book writes down for a kind of matter is one that the program lets an office go."""

from __future__ import annotations

from itertools import groupby

import pytest

from complaintdesk import paths
from complaintdesk.domain.lifecycle import case_state, next_case_state
from complaintdesk.domain.terms import CaseKind, CaseState, EventKind
from complaintdesk.domain.transitions import ENDS_ASIDE
from complaintdesk.errors import UserError
from tests.domain.rule_books import rule_book
from tests.domain.stories import story

BOOKS = sorted(path.stem for path in paths.shipped("resources", "procedures").glob("*.toml"))


def course(name: str, kind: CaseKind) -> list[EventKind]:
    """What happens to a matter of this kind by the book, in order, but for the ends aside that others come to.

    Two steps in a row may be one deed: a call is taken down, and so registered.
    """
    rows = [row for row in rule_book(name).course.steps if row.kinds is None or kind in row.kinds]
    events = [row.event for row in rows if row.event is not None and row.event not in ENDS_ASIDE]
    return [event for event, _same in groupby(events)]


COURSES = [
    (name, kind)
    for name in BOOKS
    for kind in CaseKind
    if rule_book(name).kind_name(kind) and EventKind.CLOSED in course(name, kind)
]


@pytest.mark.parametrize(("name", "kind"), COURSES)
def test_a_matter_goes_from_its_first_call_to_its_closing_in_the_order_of_the_book(name: str, kind: CaseKind) -> None:
    """R-ESC-10: what is answered is not closed before it is handled (办结), whatever the kind."""
    (first, *later) = course(name, kind)
    state = case_state(story(first.value))
    for event in later:
        try:
            state = next_case_state(state, event)
        except UserError as refusal:
            pytest.fail(f"{event} can't come where the book has it: {refusal.text}")
    assert state is CaseState.CLOSED


@pytest.mark.parametrize("name", BOOKS)
def test_every_rule_book_has_the_course_of_a_complaint(name: str) -> None:
    assert (name, CaseKind.COMPLAINT) in COURSES
