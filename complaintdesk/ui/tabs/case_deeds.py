# SPDX-License-Identifier: Apache-2.0
"""The deeds on a case in the order they come: their names, keys and rights, and why one can't be done now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from complaintdesk.desk import attachments, cases, chasing, corrections, dispatching, follow_ups, prints
from complaintdesk.desk.follow_up_records import FollowUpRecord
from complaintdesk.desk.leading import SLIP_OF_LEAD
from complaintdesk.desk.records import CasePage, CaseRecord, EventRecord
from complaintdesk.domain import approvals, lifecycle
from complaintdesk.domain.terms import CaseKind, CaseState, EventKind, OrderState, Origin, Rating
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.labels import translate, words_of
from complaintdesk.ui.tabs.chase_form import KEY

NOTE, CONTACT, DISPATCH, ANSWER, HANDLE, CLOSE = "note", "contact", "dispatch", "answer", "handle", "close"
CORRECT, WITHDRAW, REOPEN, VOID, ATTACH = "correct", "withdraw", "reopen", "void", "attach"
REPORT, PRINT, AGAIN, FOLLOW_UP, CHASE = "report", "print", "again", "follow_up", "chase"


class Deed(NamedTuple):
    """A deed's name, the key that asks for it, what gives the right, and the event it would write."""

    name: str
    key: str
    right: Callable[..., Any]
    event: EventKind | None = None
    icon: str = ""


DEEDS: tuple[Deed, ...] = (
    Deed(NOTE, "F2", cases.note, EventKind.NOTED),
    Deed(CONTACT, "F3", cases.add_contact, EventKind.CONTACTED),
    Deed(REPORT, "Alt+R", cases.report, EventKind.REPORTED),
    Deed(CHASE, KEY, chasing.chase, EventKind.REMINDED, "bell"),
    Deed(DISPATCH, "F4", dispatching.dispatch, EventKind.DISPATCHED),
    Deed(ANSWER, "F7", cases.answer, EventKind.ANSWERED),
    Deed(HANDLE, "F11", cases.handle, EventKind.HANDLED),
    Deed(CLOSE, "F12", cases.close, EventKind.CLOSED),
    Deed(FOLLOW_UP, "Alt+B", follow_ups.record, EventKind.FOLLOWED_UP, "phone-call"),
    Deed(CORRECT, "Alt+C", corrections.correct, EventKind.CORRECTED),
    Deed(WITHDRAW, "Ctrl+U", corrections.withdraw, EventKind.WITHDRAWN),
    Deed(REOPEN, "Alt+O", cases.reopen, EventKind.REOPENED),
    Deed(VOID, "Ctrl+Delete", corrections.void, EventKind.VOIDED),
    Deed(ATTACH, "Alt+F", attachments.attach_stored, EventKind.ATTACHED, "paperclip"),
    Deed(AGAIN, "Alt+G", cases.register),
    Deed(PRINT, "Alt+P", prints.start_slip, icon="printer"),
)
FOLLOWING = {CONTACT: REOPEN, ANSWER: HANDLE, HANDLE: CLOSE}
_OPEN_ORDERS = frozenset({OrderState.ISSUED, OrderState.ACCEPTED, OrderState.ARRIVED, OrderState.COMPLETED})
# Offered only where they belong; all other deeds always stand in their place, shut with the reason where they can't be.
_ONLY_FOR: dict[str, Callable[[CaseRecord], bool]] = {
    REPORT: lambda case: case.kind is CaseKind.COMPLAINT and case.reported_at is None,
    CHASE: lambda case: case.state in (*lifecycle.OPEN_STATES, CaseState.HANDLED),
    FOLLOW_UP: lambda case: case.state in (CaseState.HANDLED, CaseState.CLOSED),
    REOPEN: lambda case: case.state in (CaseState.HANDLED, CaseState.CLOSED),
    AGAIN: lambda case: case.state is CaseState.CLOSED,
    PRINT: lambda case: bool(live_orders(case)),
}


def deed_words() -> dict[str, str]:
    """What the buttons say."""
    return {
        NOTE: translate("CaseDeeds", "Note"),
        CONTACT: translate("CaseDeeds", "Contact"),
        REPORT: translate("CaseDeeds", "Report"),
        CHASE: translate("CaseDeeds", "Chase"),
        DISPATCH: translate("CaseDeeds", "Dispatch"),
        ANSWER: translate("CaseDeeds", "Answer"),
        HANDLE: translate("CaseDeeds", "Handle"),
        CLOSE: translate("CaseDeeds", "Close"),
        FOLLOW_UP: translate("CaseDeeds", "Call back"),
        CORRECT: translate("CaseDeeds", "Correct"),
        WITHDRAW: translate("CaseDeeds", "Take back"),
        REOPEN: translate("CaseDeeds", "Reopen"),
        VOID: translate("CaseDeeds", "Void"),
        ATTACH: translate("CaseDeeds", "Attach"),
        AGAIN: translate("CaseDeeds", "Again"),
        PRINT: translate("CaseDeeds", "Print slip"),
    }


def deed_tips() -> dict[str, str]:
    """What the buttons do, in a few more words."""
    return {
        NOTE: translate("CaseDeeds", "Write down a step that was taken"),
        CONTACT: translate("CaseDeeds", "A further call or visit on the same matter"),
        REPORT: translate("CaseDeeds", "Note which supervisor was told"),
        CHASE: translate("CaseDeeds", "Ask whoever has the slip, the department or the leaders for the result"),
        DISPATCH: translate("CaseDeeds", "Issue a slip to a team, and print it"),
        ANSWER: translate("CaseDeeds", "Write down the answer given to the caller"),
        HANDLE: translate("CaseDeeds", "The matter is dealt with; the caller may still be asked"),
        CLOSE: translate("CaseDeeds", "The end: the caller is content, or the signed slip is back"),
        FOLLOW_UP: translate("CaseDeeds", "To the follow-up that is open, among the follow-ups"),
        CORRECT: translate("CaseDeeds", "Put the facts right; the old text stays in the books"),
        WITHDRAW: translate("CaseDeeds", "Take back a step noted by mistake"),
        REOPEN: translate("CaseDeeds", "Not content: a new round of the same case"),
        VOID: translate("CaseDeeds", "Registered by mistake: it stays in the books under its number"),
        ATTACH: translate("CaseDeeds", "Keep a photo or document with the case"),
        AGAIN: translate("CaseDeeds", "The same matter once more: a new case that names this one"),
        PRINT: translate("CaseDeeds", "Print the slip that is out; again is marked as a reprint"),
    }


def done_words() -> dict[str, str]:
    """What is said when a deed is done."""
    return {
        NOTE: translate("CaseDeeds", "Noted."),
        CONTACT: translate("CaseDeeds", "The contact is noted."),
        REPORT: translate("CaseDeeds", "The report is noted."),
        ANSWER: translate("CaseDeeds", "The answer is noted."),
        HANDLE: translate("CaseDeeds", "Handled. It is closed when the caller is content."),
        CLOSE: translate("CaseDeeds", "Closed."),
        WITHDRAW: translate("CaseDeeds", "Taken back; it stays in the story, struck through."),
        REOPEN: translate("CaseDeeds", "Reopened: a new round has begun."),
        VOID: translate("CaseDeeds", "Void. The number stays in the books."),
    }


def is_offered(name: str, case: CaseRecord) -> bool:
    """Whether the deed has a place among the buttons for this case."""
    return _ONLY_FOR[name](case) if name in _ONLY_FOR else True


def refusal(deed: Deed, page: CasePage) -> str:
    """Why the deed can't be done now, in words for a tip; '' when it can."""
    case = page.case
    if case.origin is Origin.HISTORY:
        return translate("errors", "A case from an old register stays as it was written.")
    try:
        if deed.event is not None:
            lifecycle.next_case_state(case.state, deed.event)
        _refuse_more(deed.name, page)
        refuse_unapproved(deed.event, page)
    except UserError as error:
        return words_of(error)
    return ""


def _refuse_more(name: str, page: CasePage) -> None:
    """What stands in the way besides the case's state; raises UserError."""
    case = page.case
    states = [order.state for order in case.orders]
    if name == DISPATCH and case.lead_case_id is not None:
        raise UserError(SLIP_OF_LEAD, number=case.lead_number)
    if name == HANDLE:
        for problem in lifecycle.handle_problems(states):
            raise UserError(problem)
    elif name == REOPEN:
        said = (each.rating for each in page.follow_ups if each.round == case.round and not each.over)
        for problem in lifecycle.reopen_problems(case.state, Rating.NOT_CONTENT in said):
            raise UserError(problem)
    elif name == CLOSE:
        this_round = [order.state for order in case.orders if order.round == case.round]
        facts = lifecycle.ClosingFacts(
            kind=case.kind,
            answered=case.answered_at is not None,
            content_on_record=True,  # asked when closing
            open_orders=sum(state in _OPEN_ORDERS for state in this_round),
            returned_orders=sum(state is OrderState.RETURNED for state in this_round),
            rated_not_content=False,  # the slip says it; the deed refuses
            open_follow_ups=sum(each.required for each in open_follow_ups(page)),
        )
        for problem in lifecycle.close_problems(facts):
            raise UserError(problem)
    elif name == VOID and any(state in _OPEN_ORDERS for state in states):
        raise UserError(QT_TRANSLATE_NOOP("errors", "A slip of this case is still out: book it in or void it first."))
    elif name == FOLLOW_UP and not open_follow_ups(page):
        raise UserError(QT_TRANSLATE_NOOP("errors", "Nothing is to be followed up now."))
    elif name == WITHDRAW and not withdrawable(page):
        raise UserError(QT_TRANSLATE_NOOP("errors", "Nothing has been noted that could be taken back."))


def refuse_unapproved(event: EventKind | None, page: CasePage) -> None:
    """Raises UserError for what may only come after somebody's word that is not given yet (R-ESC-09, R-ESC-14)."""
    for missing in page.unapproved:
        if missing.row.before is event:
            raise approvals.refusal(page.procedure, missing)


def open_follow_ups(page: CasePage) -> tuple[FollowUpRecord, ...]:
    """The follow-ups that are still to be made, those that must be first."""
    return tuple(sorted((each for each in page.follow_ups if each.open), key=lambda each: not each.required))


def withdrawable(page: CasePage) -> tuple[EventRecord, ...]:
    """The steps that can be taken back, the newest first."""
    story = {event.id: event for event in story_of(page)}
    found = []
    for event in reversed(page.events):
        try:
            lifecycle.may_withdraw(story.values(), story[event.id])
        except UserError:
            continue
        found.append(event)
    return tuple(found)


def story_of(page: CasePage) -> tuple[lifecycle.Event, ...]:
    """The case's story as the rules read it, in order of entry."""
    orders = {order.number: order.id for order in page.case.orders}
    return tuple(
        lifecycle.Event(
            event.id,
            event.kind,
            event.happened_at,
            event.recorded_at,
            orders.get(event.order_number),
            event.about_id,
            event.facts,
        )
        for event in page.events
    )


def said_since_handled(page: CasePage) -> str:
    """What the caller said last since the case counts as handled; '' where nobody called."""
    at = page.case.handled_at
    said = [each for each in page.contacts if at and lifecycle.minute(each.happened_at) >= lifecycle.minute(at)]
    return said[-1].content if said else ""


def live_orders(case: CaseRecord) -> tuple[int, ...]:
    """The slips that are not void, the newest last."""
    return tuple(order.id for order in case.orders if order.state is not OrderState.VOID)
