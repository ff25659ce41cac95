# SPDX-License-Identifier: Apache-2.0
"""How a household's file, slips and call-backs are said on one line each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from complaintdesk.desk.file_standing import FileWanted
from complaintdesk.desk.follow_up_lists import FollowUpRow
from complaintdesk.desk.household_records import HouseholdFile, SideDraft
from complaintdesk.desk.order_lists import UNFINISHED
from complaintdesk.desk.pinyin_table import pinyin_table
from complaintdesk.desk.records import OrderRow, PlaceRow
from complaintdesk.domain.pinyin import list_keys
from complaintdesk.domain.terms import DocumentKind
from complaintdesk.labels import label, translate
from complaintdesk.ui.facts import Fact
from complaintdesk.ui.look import Colour
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


def file_words(row: PlaceRow) -> str:
    """How complete a household's file is: 齐全, 缺 2, 未核 5; '' where there is none."""
    if row.file is None:
        return ""
    missing, unlooked = row.file.missing, row.file.unlooked
    if unlooked == len(DocumentKind):
        return translate("HouseholdWords", "not looked at")
    said = [translate("HouseholdWords", "{count} missing").format(count=missing)] if missing else []
    if unlooked:
        said.append(translate("HouseholdWords", "{count} not noted").format(count=unlooked))
    return joined(said) if said else translate("HouseholdWords", "complete")


def file_colour(row: PlaceRow) -> Colour:
    """In red what is missing, in green what is complete, in grey what nobody has looked at."""
    if row.file is None or row.file.missing == 0:
        return Colour.GOOD if row.file is not None and row.file.unlooked == 0 else Colour.SECOND
    return Colour.LATE


def file_choices() -> list[tuple[object, str, str]]:
    """By what of their file households are listed: how complete it is, or a document that it lacks."""
    without = translate("HouseholdWords", "Lacks: {document}")
    choices: list[tuple[object, str, str]] = [
        ("", translate("HouseholdWords", "All files"), "qb"),
        (FileWanted.LACKING, translate("HouseholdWords", "Something is missing"), "qs"),
        (FileWanted.UNLOOKED, translate("HouseholdWords", "Not all looked at"), "wh"),
        (FileWanted.COMPLETE, translate("HouseholdWords", "Complete"), "qq"),
    ]
    for kind in DocumentKind:
        name = label(kind)
        choices.append((kind, without.format(document=name), " ".join(list_keys(name, pinyin_table()))))
    return choices


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
