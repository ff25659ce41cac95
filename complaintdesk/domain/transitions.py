# SPDX-License-Identifier: Apache-2.0
"""What may follow what, as data: for each state and event the next state or a refusal; what is final; what is later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from complaintdesk.domain.terms import CaseState, EventKind, OrderState
from complaintdesk.errors import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class Refusal:
    """Why an event can't follow, and the way out: a marked English text."""

    text: str


State = TypeVar("State", CaseState, OrderState)
E = EventKind

# The steps of a slip, in the only order they can come.
ORDER_STEPS = (E.DISPATCHED, E.ACCEPTED, E.ARRIVED, E.COMPLETED, E.RETURNED)
ORDER_KINDS = (*ORDER_STEPS, E.REASSIGNED, E.REMINDED, E.ORDER_VOIDED, E.WITHDRAWN)


def _row(
    state: State,
    kinds: Iterable[EventKind],
    *,
    otherwise: str,
    stays: Iterable[EventKind] = (),
    moves: Mapping[EventKind, State] | None = None,
    refuses: Mapping[EventKind, str] | None = None,
) -> dict[tuple[State, EventKind], State | Refusal]:
    """One state's row over all `kinds`: what leaves it as it is, what moves it on; the rest is refused."""
    row: dict[tuple[State, EventKind], State | Refusal] = {(state, kind): Refusal(otherwise) for kind in kinds}
    row.update({(state, kind): Refusal(text) for kind, text in (refuses or {}).items()})
    row.update(dict.fromkeys(((state, kind) for kind in stays), state))
    row.update({(state, kind): target for kind, target in (moves or {}).items()})
    return row


_ALREADY_REGISTERED = QT_TRANSLATE_NOOP("errors", "This case is registered already.")
_NO_SLIP = QT_TRANSLATE_NOOP("errors", "No slip has been issued for this case yet.")
_HANDLED_ALREADY = QT_TRANSLATE_NOOP("errors", "This case is handled already.")
_HANDLED = QT_TRANSLATE_NOOP("errors", "This case is handled: reopen it first, or take back the handling.")
_CLOSED = QT_TRANSLATE_NOOP("errors", "This case is closed: reopen it first, or take back the closing.")
_VOID = QT_TRANSLATE_NOOP("errors", "This case is void: nothing more is written in it.")

# What is on record at any time, after the end too; what comes of a case once it is over.
_AFTERWORDS = (E.NOTED, E.CORRECTED, E.ATTACHED, E.WITHDRAWN)
_LESSONS = (E.LESSONS_DRAWN, E.CASE_STUDY, E.COMPANY_NOTICE, E.RESULT_SIGNED, E.LEADER_CALLED, E.HANDED_OVER)
_FOLLOWING_UP = (E.FOLLOW_UP_TRIED, E.FOLLOWED_UP, E.FOLLOW_UP_CONFIRMED, E.FOLLOW_UP_ENDED)
# Steps by which the matter is taken in hand.
_TAKING_UP = (
    E.PASSED_ON,
    E.PROGRESS_REPORTED,
    E.RESULT_RETURNED,
    E.PROPOSED,
    E.INSPECTED,
    E.MEASURES_ARRANGED,
    E.TRACED,
)
_JUDGING = (E.CHECKED, E.LEVEL_SET, E.ASSESSED, E.REROUTED, E.HARDENED, E.KEPT_APART, E.LED)
_ESCALATING = (E.ESCALATED, E.APPROVAL_ASKED, E.APPROVED, E.APPROVAL_REFUSED, E.MEETING_HELD, E.CORRECTIVE_OPENED)
_TELLING = (
    *(E.CONTACTED, E.REPORTED, E.CONFIRMED, E.INFORMED, E.PROMISED, E.COMPENSATED),
    *_AFTERWORDS,
    *_LESSONS,
    *_JUDGING,
    *_ESCALATING,
)
_CLOCKS = (E.PAUSED, E.RESUMED, E.EXTENDED)
# Ends aside, each by a deed of its own.
ENDS_ASIDE = {
    E.EXPLAINED: CaseState.INVALID,
    E.REFERRED: CaseState.REFERRED,
    E.JOINED: CaseState.JOINED,
    E.TRANSFERRED: CaseState.TRANSFERRED,
    E.SPECIAL_CLOSED: CaseState.SPECIAL_CLOSED,
}

# What a time of waiting ends with (R-T-07): that it goes on, another wait, the end of the matter, a new round.
ENDS_WAITING = frozenset({E.PAUSED, E.RESUMED, E.HANDLED, E.REOPENED, *ENDS_ASIDE})

# Of these the matter goes on in another case, with all that is still asked for.
GOES_ON_ELSEWHERE = frozenset({E.JOINED, E.TRANSFERRED})

# Set aside by deeds of their own: only notes, corrections and proof are added from then on.
_ASIDE = {
    CaseState.INVALID: QT_TRANSLATE_NOOP("errors", "This case was found invalid."),
    CaseState.REFERRED: QT_TRANSLATE_NOOP("errors", "The caller was shown where to turn; the case ends here."),
    CaseState.JOINED: QT_TRANSLATE_NOOP("errors", "This case was joined to another: go on there."),
    CaseState.TRANSFERRED: QT_TRANSLATE_NOOP("errors", "This case goes on under another kind, in a case of its own."),
    CaseState.SPECIAL_CLOSED: QT_TRANSLATE_NOOP("errors", "This case was closed specially, by approval."),
}

# In both tables WITHDRAWN stays everywhere but in void: the state afterwards is read from the story that is left.
CASE_TABLE: dict[tuple[CaseState, EventKind], CaseState | Refusal] = {
    **_row(
        CaseState.REGISTERED,
        EventKind,
        stays=(*_TELLING, *_CLOCKS, E.REMINDED, *_FOLLOWING_UP),
        moves={
            **dict.fromkeys((E.DISPATCHED, E.ANSWERED, *_TAKING_UP), CaseState.IN_HAND),
            **ENDS_ASIDE,
            E.HANDLED: CaseState.HANDLED,
            E.VOIDED: CaseState.VOID,
        },
        refuses={
            E.REGISTERED: _ALREADY_REGISTERED,
            E.CLOSED: QT_TRANSLATE_NOOP("errors", "Handle the case before closing it."),
            E.REOPENED: QT_TRANSLATE_NOOP("errors", "This case is still open."),
        },
        otherwise=_NO_SLIP,
    ),
    **_row(
        CaseState.IN_HAND,
        EventKind,
        # Reopened: where the client was not content before the case was noted as handled, see `reopen_problems`.
        stays=(
            *(*_TELLING, *_CLOCKS, *_TAKING_UP, E.ANSWERED, E.REMINDED),
            *(*ORDER_STEPS, E.REASSIGNED, E.ORDER_VOIDED, *_FOLLOWING_UP, E.REOPENED),
        ),
        moves={E.HANDLED: CaseState.HANDLED, **ENDS_ASIDE, E.VOIDED: CaseState.VOID},
        refuses={E.CLOSED: QT_TRANSLATE_NOOP("errors", "Handle the case before closing it.")},
        otherwise=_ALREADY_REGISTERED,
    ),
    **_row(
        CaseState.HANDLED,
        EventKind,
        # Reminded: a result is still to come back. Inspected: what was repaired is looked after (R-CB-06).
        stays=(*_TELLING, E.RESULT_RETURNED, E.ANSWERED, E.INSPECTED, E.REMINDED, *_FOLLOWING_UP),
        moves={
            E.CLOSED: CaseState.CLOSED,
            E.SPECIAL_CLOSED: CaseState.SPECIAL_CLOSED,
            E.REOPENED: CaseState.IN_HAND,
            E.VOIDED: CaseState.VOID,
        },
        refuses={E.REGISTERED: _ALREADY_REGISTERED, E.HANDLED: _HANDLED_ALREADY},
        otherwise=_HANDLED,
    ),
    **_row(
        CaseState.CLOSED,
        EventKind,
        # Inspected: what was repaired is looked after still (R-CB-06).
        stays=(*_AFTERWORDS, *_LESSONS, E.CORRECTIVE_OPENED, E.INSPECTED, *_FOLLOWING_UP),
        moves={E.REOPENED: CaseState.IN_HAND},
        refuses={
            E.REGISTERED: _ALREADY_REGISTERED,
            E.CLOSED: QT_TRANSLATE_NOOP("errors", "This case is closed already."),
            E.CONTACTED: QT_TRANSLATE_NOOP(
                "errors", "This case is closed: register the same matter as a new case that repeats it."
            ),
        },
        otherwise=_CLOSED,
    ),
    **{
        entry: target
        for state, words in _ASIDE.items()
        for entry, target in _row(state, EventKind, stays=(*_AFTERWORDS, *_LESSONS), otherwise=words).items()
    },
    **_row(CaseState.VOID, EventKind, otherwise=_VOID),
}

_ISSUED_ALREADY = QT_TRANSLATE_NOOP("errors", "This slip was issued already.")
_ACCEPTED_ALREADY = QT_TRANSLATE_NOOP("errors", "This slip was accepted already.")
_ARRIVED_ALREADY = QT_TRANSLATE_NOOP("errors", "The arrival is noted already.")
_ACCEPT_FIRST = QT_TRANSLATE_NOOP("errors", "Note first who accepted the slip, and when.")
_ARRIVE_FIRST = QT_TRANSLATE_NOOP("errors", "Note first when the worker arrived.")
_COMPLETE_FIRST = QT_TRANSLATE_NOOP("errors", "Note first when the work was completed.")

ORDER_TABLE: dict[tuple[OrderState, EventKind], OrderState | Refusal] = {
    **_row(
        OrderState.ISSUED,
        ORDER_KINDS,
        stays=(E.REMINDED, E.WITHDRAWN),
        moves={E.ACCEPTED: OrderState.ACCEPTED, E.REASSIGNED: OrderState.ISSUED, E.ORDER_VOIDED: OrderState.VOID},
        refuses={E.DISPATCHED: _ISSUED_ALREADY},
        otherwise=_ACCEPT_FIRST,
    ),
    **_row(
        OrderState.ACCEPTED,
        ORDER_KINDS,
        stays=(E.REMINDED, E.WITHDRAWN),
        moves={E.ARRIVED: OrderState.ARRIVED, E.REASSIGNED: OrderState.ISSUED, E.ORDER_VOIDED: OrderState.VOID},
        refuses={E.DISPATCHED: _ISSUED_ALREADY, E.ACCEPTED: _ACCEPTED_ALREADY},
        otherwise=_ARRIVE_FIRST,
    ),
    **_row(
        OrderState.ARRIVED,
        ORDER_KINDS,
        stays=(E.REMINDED, E.WITHDRAWN),
        moves={E.COMPLETED: OrderState.COMPLETED, E.REASSIGNED: OrderState.ISSUED, E.ORDER_VOIDED: OrderState.VOID},
        refuses={E.DISPATCHED: _ISSUED_ALREADY, E.ACCEPTED: _ACCEPTED_ALREADY, E.ARRIVED: _ARRIVED_ALREADY},
        otherwise=_COMPLETE_FIRST,
    ),
    **_row(
        OrderState.COMPLETED,
        ORDER_KINDS,
        stays=(E.REMINDED, E.WITHDRAWN),
        moves={E.RETURNED: OrderState.RETURNED, E.ORDER_VOIDED: OrderState.VOID},
        refuses={E.DISPATCHED: _ISSUED_ALREADY, E.ACCEPTED: _ACCEPTED_ALREADY, E.ARRIVED: _ARRIVED_ALREADY},
        otherwise=QT_TRANSLATE_NOOP("errors", "The completion is noted already."),
    ),
    **_row(
        OrderState.RETURNED,
        ORDER_KINDS,
        stays=(E.WITHDRAWN,),
        refuses={
            E.ORDER_VOIDED: QT_TRANSLATE_NOOP(
                "errors", "A slip that has come back can't be voided: take back its return first."
            ),
        },
        otherwise=QT_TRANSLATE_NOOP("errors", "This slip has come back already."),
    ),
    **_row(OrderState.VOID, ORDER_KINDS, otherwise=QT_TRANSLATE_NOOP("errors", "This slip is void.")),
}

# What can't be taken back at all, with the way that is open instead.
FINAL = {
    E.REGISTERED: QT_TRANSLATE_NOOP("errors", "A registration is not taken back: void the case, with a reason."),
    E.DISPATCHED: QT_TRANSLATE_NOOP("errors", "A slip's number is never taken back: void the slip, with a reason."),
    E.CORRECTED: QT_TRANSLATE_NOOP("errors", "A correction is put right by a further correction."),
    E.ATTACHED: QT_TRANSLATE_NOOP("errors", "What was attached stays with the case."),
    E.VOIDED: QT_TRANSLATE_NOOP("errors", "A void case stays void: register the matter again."),
    E.ORDER_VOIDED: QT_TRANSLATE_NOOP("errors", "A void slip stays void: issue a new one."),
}

# What is not restored by taking back its withdrawal: what the slip said of it was taken off the slip with it.
_WENT_VOID = QT_TRANSLATE_NOOP("errors", "What came with it is void by now: note it again instead.")
NOT_RESTORED = {
    E.COMPLETED: QT_TRANSLATE_NOOP("errors", "What the slip said went with it: note the completion again instead."),
    **dict.fromkeys(
        (E.ESCALATED, E.PASSED_ON, E.CORRECTIVE_OPENED, E.MEETING_HELD, E.TRANSFERRED, E.JOINED), _WENT_VOID
    ),
}

# What can rest on an event without the tables' saying so: handling and closing on slips that are back and questions
# answered, a follow-up on the result that it asked about, a signature and what was done at once on the follow-up,
# what belongs to a round on its beginning. Whether a follow-up is meant at all, `lifecycle` looks up in the facts.
RESTING: dict[EventKind, frozenset[EventKind]] = {
    **dict.fromkeys((E.ANSWERED, *ORDER_STEPS), frozenset({E.HANDLED, E.CLOSED})),
    E.COMPLETED: frozenset({E.HANDLED, E.CLOSED, E.FOLLOWED_UP}),
    E.HANDLED: frozenset({E.FOLLOWED_UP, E.REOPENED}),
    E.RESULT_RETURNED: frozenset({E.FOLLOWED_UP}),
    E.CHECKED: frozenset({E.EXPLAINED}),
    E.REASSIGNED: frozenset({E.ACCEPTED, E.REASSIGNED}),
    E.PAUSED: frozenset({E.RESUMED}),
    E.APPROVAL_ASKED: frozenset({E.APPROVED, E.APPROVAL_REFUSED}),
    E.APPROVED: frozenset({E.SPECIAL_CLOSED}),
    E.FOLLOWED_UP: frozenset({E.FOLLOW_UP_CONFIRMED, E.CLOSED, E.REOPENED}),
    E.REOPENED: frozenset({E.DISPATCHED, E.HANDLED, E.CLOSED, E.REOPENED, *_FOLLOWING_UP} - {E.FOLLOW_UP_CONFIRMED}),
}

# What to say when a later event of this kind is in the way.
IN_THE_WAY = {
    E.REASSIGNED: QT_TRANSLATE_NOOP("errors", "Take back the passing to another team noted after it first."),
    E.ACCEPTED: QT_TRANSLATE_NOOP("errors", "Take back the acceptance noted after it first."),
    E.ARRIVED: QT_TRANSLATE_NOOP("errors", "Take back the arrival noted after it first."),
    E.COMPLETED: QT_TRANSLATE_NOOP("errors", "Take back the completion noted after it first."),
    E.RETURNED: QT_TRANSLATE_NOOP("errors", "Take back the slip's return noted after it first."),
    E.HANDLED: QT_TRANSLATE_NOOP("errors", "Take back the handling noted after it first."),
    E.CLOSED: QT_TRANSLATE_NOOP("errors", "Take back the closing noted after it first."),
    E.REOPENED: QT_TRANSLATE_NOOP("errors", "Take back the reopening noted after it first."),
    E.DISPATCHED: QT_TRANSLATE_NOOP("errors", "A slip was issued after it, so it can't be taken back."),
    E.FOLLOWED_UP: QT_TRANSLATE_NOOP("errors", "Take back the follow-up noted after it first."),
    E.FOLLOW_UP_CONFIRMED: QT_TRANSLATE_NOOP("errors", "Take back the second signature noted after it first."),
    E.EXPLAINED: QT_TRANSLATE_NOOP("errors", "Take back the explanation to the complainant noted after it first."),
    E.RESUMED: QT_TRANSLATE_NOOP("errors", "Take back the end of this pause first."),
    E.APPROVED: QT_TRANSLATE_NOOP("errors", "Take back the approval noted after it first."),
    E.APPROVAL_REFUSED: QT_TRANSLATE_NOOP("errors", "Take back the refusal noted after it first."),
    E.SPECIAL_CLOSED: QT_TRANSLATE_NOOP("errors", "Take back the special closing noted after it first."),
}

# What an event can't have happened before.
AFTER: dict[EventKind, tuple[EventKind, ...]] = {
    **dict.fromkeys((E.CONTACTED, E.NOTED, E.REPORTED, E.ANSWERED, E.REMINDED, E.VOIDED), (E.REGISTERED,)),
    **dict.fromkeys((E.CONFIRMED, E.INFORMED, E.PROMISED, E.COMPENSATED, E.EXTENDED), (E.REGISTERED,)),
    **dict.fromkeys((*_TAKING_UP, *_JUDGING, *_ESCALATING, *_LESSONS, *ENDS_ASIDE), (E.REGISTERED,)),
    E.PAUSED: (E.REGISTERED, E.REOPENED, E.RESUMED),
    E.RESUMED: (E.PAUSED,),
    E.EXPLAINED: (E.CHECKED,),
    E.SPECIAL_CLOSED: (E.REGISTERED, E.APPROVED),
    E.DISPATCHED: (E.REGISTERED, E.REOPENED),
    **dict.fromkeys((E.FOLLOW_UP_TRIED, E.FOLLOWED_UP), (E.REGISTERED, E.REOPENED)),
    E.REASSIGNED: (E.DISPATCHED, E.REASSIGNED, E.ACCEPTED, E.ARRIVED),
    E.ACCEPTED: (E.DISPATCHED, E.REASSIGNED),
    E.ARRIVED: (E.DISPATCHED, E.REASSIGNED, E.ACCEPTED),
    E.COMPLETED: (E.DISPATCHED, E.REASSIGNED, E.ACCEPTED, E.ARRIVED),
    E.RETURNED: (E.DISPATCHED, E.REASSIGNED, E.ACCEPTED, E.ARRIVED, E.COMPLETED),
    E.ORDER_VOIDED: (E.DISPATCHED,),
    E.HANDLED: (E.REGISTERED, E.REOPENED, E.COMPLETED),
    E.CLOSED: (E.REGISTERED, E.HANDLED),
    E.REOPENED: (E.REGISTERED, E.HANDLED, E.CLOSED),
}
TOO_EARLY = {
    E.REGISTERED: QT_TRANSLATE_NOOP("errors", "This is before the case was received."),
    E.REOPENED: QT_TRANSLATE_NOOP("errors", "This is before the case was reopened."),
    E.DISPATCHED: QT_TRANSLATE_NOOP("errors", "This is before the slip was issued."),
    E.REASSIGNED: QT_TRANSLATE_NOOP("errors", "This is before the slip was passed to this team."),
    E.ACCEPTED: QT_TRANSLATE_NOOP("errors", "This is before the slip was accepted."),
    E.ARRIVED: QT_TRANSLATE_NOOP("errors", "This is before the worker arrived."),
    E.COMPLETED: QT_TRANSLATE_NOOP("errors", "This is before the work was completed."),
    E.HANDLED: QT_TRANSLATE_NOOP("errors", "This is before the case was handled."),
    E.CLOSED: QT_TRANSLATE_NOOP("errors", "This is before the case was closed."),
    E.CHECKED: QT_TRANSLATE_NOOP("errors", "This is before the complaint was checked."),
    E.PAUSED: QT_TRANSLATE_NOOP("errors", "This is before the pause began."),
    E.RESUMED: QT_TRANSLATE_NOOP("errors", "This is before the last pause ended."),
    E.APPROVED: QT_TRANSLATE_NOOP("errors", "This is before it was approved."),
}
