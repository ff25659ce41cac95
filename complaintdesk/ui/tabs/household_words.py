# SPDX-License-Identifier: Apache-2.0
"""How a household's file, slips and call-backs are said on one line each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from complaintdesk.desk.follow_up_lists import FollowUpRow
from complaintdesk.desk.household_records import HouseholdFile, SideDraft
from complaintdesk.desk.order_lists import UNFINISHED
from complaintdesk.desk.records import OrderRow
from complaintdesk.labels import label, translate
from complaintdesk.ui.facts import Fact
from complaintdesk.ui.tabs.case_words import joined
from complaintdesk.ui.tabs.household_file_view import side_words
from complaintdesk.ui.tabs.told_list import ToldLine
from complaintdesk.ui.time_words import day_words


def since_words(from_on: date | None, to_on: date | None) -> str:
    """From when to when somebody is there: 2019-06-01 –, – 2027-04-30; '' where neither is known."""
    if from_on is None and to_on is None:
        return ""
    return " – ".join(f"{day:%Y-%m-%d}" if day else "" for day in (from_on, to_on)).strip()


def file_facts(file: HouseholdFile, today: date) -> list[Fact]:
    """What of a household's file one wants to see beside its people: vehicles, pets and works that are there now."""
    named: tuple[tuple[str, Sequence[SideDraft]], ...] = (
        (translate("SideLines", "Vehicles"), file.vehicles),
        (translate("SideLines", "Pets"), file.pets),
        (translate("SideLines", "Decoration"), [each for each in file.works if each.accepted_on is None]),
    )
    facts = []
    for name, things in named:
        there = [side_words(each)[0] for each in things if each.to_on is None or each.to_on >= today]
        facts.append(Fact(name, translate("HouseholdWords", ", ").join(there), wide=True))
    return facts


def slip_lines(slips: Sequence[OrderRow], today: date, zone: ZoneInfo) -> list[ToldLine]:
    """The slips: day, number, what, where it stands."""
    return [
        ToldLine(
            id=each.id,
            lead=(day_words(each.issued_at.astimezone(zone).date(), today), each.number),
            words=joined((each.content, each.worker)),
            end=label(each.state),
            is_open=each.state in UNFINISHED,
        )
        for each in slips
    ]


def call_back_lines(calls: Sequence[FollowUpRow], today: date, zone: ZoneInfo) -> list[ToldLine]:
    """The call-backs: day, case, what, how it was rated or that it is still to come."""
    lines = []
    for each in calls:
        moment = each.done_at or each.ended_at or each.due_at or each.opens_at
        lines.append(
            ToldLine(
                id=each.id,
                lead=(day_words(moment.astimezone(zone).date(), today), each.case_number),
                words=joined((each.name, each.content)),
                end=_outcome(each),
                is_open=each.done_at is None and each.ended_at is None,
            )
        )
    return lines


def _outcome(call: FollowUpRow) -> str:
    if call.rating is not None:
        return label(call.rating)
    if call.done_at is not None:
        return translate("HouseholdWords", "made")
    if call.ended_at is not None:
        return translate("HouseholdWords", "not reached")
    return translate("HouseholdWords", "to be made")
