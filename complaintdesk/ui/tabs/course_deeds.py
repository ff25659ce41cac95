# SPDX-License-Identifier: Apache-2.0
"""The further deeds on a case, why one can't be done now, and which of all deeds meets what the rule book asks for."""

from __future__ import annotations

from collections.abc import Sequence

from complaintdesk.desk.records import CasePage
from complaintdesk.domain import lifecycle
from complaintdesk.domain.completeness import ON_SITE
from complaintdesk.domain.lifecycle import ORDER_STEPS
from complaintdesk.domain.terms import EventKind, Origin
from complaintdesk.errors import UserError
from complaintdesk.labels import translate, words_of
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.tabs import case_deeds
from complaintdesk.ui.tabs.book_steps import BOOK
from complaintdesk.ui.tabs.clock_steps import CLOCKS
from complaintdesk.ui.tabs.course_deed import CourseDeed, Group, Outcome
from complaintdesk.ui.tabs.ending_steps import ENDING
from complaintdesk.ui.tabs.escalating_steps import ESCALATING
from complaintdesk.ui.tabs.judging_steps import JUDGING
from complaintdesk.ui.tabs.price_steps import PRICES
from complaintdesk.ui.tabs.waves_steps import WAVES

SLIP = "slip"  # what a slip's own steps are asked for by: its tab


def course_deed(name: str) -> CourseDeed | None:
    """The further deed of a name; None where it is none of them."""
    return next((deed for deed in COURSE_DEEDS if deed.name == name), None)


def label_of(name: str) -> str:
    """What a deed's button says, whichever deed it is."""
    if name == SLIP:
        return translate("CourseDeeds", "Its slip")
    deed = course_deed(name)
    return case_deeds.deed_words()[name] if deed is None else translate("CourseDeeds", deed.label)


def refusal(deed: CourseDeed, page: CasePage) -> str:
    """Why the deed can't be done now, in words for a tip; '' when it can."""
    if page.case.origin is Origin.HISTORY:
        return translate("errors", "A case from an old register stays as it was written.")
    try:
        lifecycle.next_case_state(page.case.state, deed.event)
        deed.problem(page)
        case_deeds.refuse_unapproved(deed.event, page)
    except UserError as error:
        return words_of(error)
    return ""


def offered(bridge: Bridge, page: CasePage) -> tuple[CourseDeed, ...]:
    """The further deeds that have a place for this case and are of who sits here, in the order of the groups."""
    mine = [deed for deed in COURSE_DEEDS if bridge.may(deed.right) and deed.offered(page)]
    order = list(Group)
    return tuple(sorted(mine, key=lambda deed: order.index(deed.group)))


def meeting(events: Sequence[EventKind], bridge: Bridge, page: CasePage) -> tuple[str, str]:
    """The deed by which one of these events comes to be, with why it can't be done now; ('', '') where there is none.

    One that can be done goes before one that can't. A slip's steps are noted on the slip; of a matter that needs none,
    what else meets it goes before issuing one.
    """
    if any(event in ORDER_STEPS for event in events) and case_deeds.live_orders(page.case):
        return SLIP, ""
    steps = [event in ORDER_STEPS for event in events]
    if all(steps) or (any(steps) and page.case.kind in ON_SITE):
        events = (*events, EventKind.DISPATCHED)
    found = [
        (deed.name, case_deeds.refusal(deed, page))
        for deed in case_deeds.DEEDS
        if deed.event in events and case_deeds.is_offered(deed.name, page.case) and bridge.may(deed.right)
    ]
    found += [(deed.name, refusal(deed, page)) for deed in offered(bridge, page) if deed.event in events]
    return min(found, key=lambda each: bool(each[1]), default=("", ""))


def outcome(deed: CourseDeed) -> Outcome:
    """What is said of a deed that is done where its area says no more."""
    return Outcome(translate("CourseDeeds", deed.done))


COURSE_DEEDS: tuple[CourseDeed, ...] = (*JUDGING, *WAVES, *PRICES, *CLOCKS, *ESCALATING, *BOOK, *ENDING)
