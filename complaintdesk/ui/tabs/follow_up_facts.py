# SPDX-License-Identifier: Apache-2.0
"""What there is to know before a follow-up is made, what its deeds are called, and what is said when one is done."""

from __future__ import annotations

from datetime import datetime, tzinfo

from complaintdesk.desk.follow_up_records import FollowUpRecord
from complaintdesk.desk.follow_ups import FollowedUp
from complaintdesk.desk.records import CasePage, CaseRecord, OrderGist
from complaintdesk.domain.terms import EventKind
from complaintdesk.labels import label, translate
from complaintdesk.ui.facts import Fact
from complaintdesk.ui.follow_up_words import tries_words
from complaintdesk.ui.look import Colour
from complaintdesk.ui.tabs.case_words import joined
from complaintdesk.ui.time_words import day_words, moment_words


def facts(one: FollowUpRecord, page: CasePage, now: datetime, zone: tzinfo) -> tuple[Fact, ...]:
    """With what result the matter was handled and by whom, what was tried, and until when and why it is to be made."""
    case = page.case
    return (
        Fact(translate("FollowUpFacts", "Result"), case.outcome, wide=True),
        Fact(translate("FollowUpFacts", "Tried"), tries_words(one, now, zone), Colour.SOON, wide=True),
        Fact(translate("FollowUpFacts", "Handled by"), _handled_by(page, now, zone), wide=True),
        Fact(translate("FollowUpFacts", "Slip"), "\n".join(_slip(order) for order in case.orders), wide=True),
        Fact(translate("FollowUpFacts", "Case"), joined((label(case.state), case.category_name, case.department_name))),
        Fact(translate("FollowUpFacts", "When"), _window(one, now, zone), wide=True),
        Fact(translate("FollowUpFacts", "Made by"), one.made_by, Colour.SOON, wide=True),
        Fact(translate("FollowUpFacts", "By"), one.source, Colour.SECOND, wide=True),
        Fact(translate("FollowUpFacts", "Called by"), _called(one, now, zone), wide=True),
        Fact(translate("FollowUpFacts", "Countersigned"), one.confirmed_by, wide=True),
    )


def _window(one: FollowUpRecord, now: datetime, zone: tzinfo) -> str:
    """From when to when, and whether it must be made."""
    today = now.astimezone(zone).date()
    first = day_words(one.opens_at.astimezone(zone).date(), today)
    if one.due_at is None:
        words = translate("FollowUpFacts", "from {first}, no last day set").format(first=first)
    else:
        last = day_words(one.due_at.astimezone(zone).date(), today)
        words = translate("FollowUpFacts", "{first} to {last}").format(first=first, last=last)
    must = translate("FollowUpFacts", "must be made") if one.required else translate("FollowUpFacts", "may be made")
    return joined((words, must))


def _handled_by(page: CasePage, now: datetime, zone: tzinfo) -> str:
    handled = [each for each in page.events if each.kind is EventKind.HANDLED and not each.withdrawn]
    if not handled:
        return ""
    return joined((handled[-1].by, moment_words(handled[-1].happened_at, now, zone)))


def _slip(order: OrderGist) -> str:
    return joined((order.number, order.team_name, order.worker, label(order.state)))


def _called(one: FollowUpRecord, now: datetime, zone: tzinfo) -> str:
    if one.done_at is None or one.way is None:
        return ""
    return joined((one.called_by, label(one.way), moment_words(one.done_at, now, zone)))


def deed_names() -> dict[str, str]:
    """The deeds as their buttons call them."""
    return {
        "record": translate("FollowUpPanel", "Record the call"),
        "tried": translate("FollowUpPanel", "Tried in vain"),
        "sign": translate("FollowUpPanel", "Countersign"),
        "give_up": translate("FollowUpPanel", "Give up…"),
        "withdraw": translate("FollowUpPanel", "Take back…"),
    }


def done_words(step: str, case: CaseRecord, result: object) -> str:
    """What is said when a deed is done."""
    if isinstance(result, FollowedUp) and result.new_round:
        words = translate("FollowUpPanel", "Noted. Round {round} has begun: {number}.")
        return words.format(round=result.round, number=result.sheet_number)
    if isinstance(result, FollowedUp) and result.closed:
        return translate("FollowUpPanel", "Noted; {number} is closed.").format(number=case.number)
    said = {
        "record": translate("FollowUpPanel", "{number}: follow-up noted."),
        "tried": translate("FollowUpPanel", "{number}: attempt noted."),
        "sign": translate("FollowUpPanel", "{number}: countersigned."),
        "give_up": translate("FollowUpPanel", "{number}: given up."),
        "withdraw": translate("FollowUpPanel", "{number}: taken back."),
    }[step]
    return said.format(number=case.number)
