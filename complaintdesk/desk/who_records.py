# SPDX-License-Identifier: Apache-2.0
"""What the one box that finds who proposes, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum

from complaintdesk.domain.terms import CaseKind, OccupantKind, PlaceKind


class Reason(IntEnum):
    """Why something is proposed for the words, the best reason first."""

    DOOR = 1  # the door said in full: 3-2-1502, 3栋2单元1502
    NUMBER = 2  # a whole phone number or plate
    NAME = 3  # a whole name, in characters
    DIGITS = 4  # a door that the digits may be cut into: 31502, 1502
    TAIL = 5  # four digits or more at the end of a phone number
    PINYIN = 6  # a whole name by pinyin, initials, or a mixture
    BEGINNING = 7  # the beginning of a name in characters, of a phone number or plate
    PINYIN_BEGINNING = 8
    PART = 9  # anywhere in a name or plate
    BEGUN_DOOR = 10  # an address of which a beginning was typed: 3栋, 3-2-15
    TERMS = 11  # several terms that all fit: 3栋 张


@dataclass(frozen=True)
class WhoMatch:
    """A proposal: a place, with one of its people where the words named one, else with the first who lives there."""

    place_id: int
    place: str
    kind: PlaceKind
    building: str
    occupant_id: int | None
    name: str
    occupant_kind: OccupantKind | None
    phone: str
    left_on: date | None  # the last day of a person who is not there any more
    plate: str  # the car's, where the words named one
    others: tuple[str, ...]  # who else is there
    open_cases: int
    last_call_at: datetime | None
    last_call_kind: CaseKind | None
    warranty_until: date | None
    note: str  # of the place, then of the person
    reason: Reason
