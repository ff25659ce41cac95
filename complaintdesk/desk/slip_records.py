# SPDX-License-Identifier: Apache-2.0
"""What a slip holds besides its times and sums, as it is shown: warranty, third party, check list, transfers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from complaintdesk.domain.terms import Warranty


@dataclass(frozen=True)
class CheckRecord:
    """A step of the check list that the rule book has for the category."""

    words: str
    done: bool


@dataclass(frozen=True)
class TransferRecord:
    """A passing of the slip to another team, or to another worker (转派)."""

    at: datetime
    by: str
    from_team: str
    to_team: str
    to_worker: str  # '' for whoever of the team takes it
    reason: str


@dataclass(frozen=True)
class ReprintRecord:
    """A further copy on paper (补打, R-WO-03): the n-th, counted without the first print."""

    at: datetime
    by: str
    count: int
    reason: str


@dataclass(frozen=True)
class SlipMore:
    """What a slip says besides; `checks` in the order of the rule book."""

    asks_warranty: bool = False  # by the rule book (R-WO-13)
    warranty: Warranty | None = None
    warranty_until: date | None = None  # the household's, as it was known when the slip went out
    guarantee_until: date | None = None  # 质保, of the work done
    rework_of: str = ""  # number of the slip that this one does again
    third_name: str = ""
    third_qualification: str = ""
    third_phone: str = ""
    wished_by: str = ""  # who asked in writing for unfit material to be used (R-WO-06)
    wished_at: datetime | None = None
    checks: tuple[CheckRecord, ...] = ()
    transfers: tuple[TransferRecord, ...] = ()
    reprints: tuple[ReprintRecord, ...] = ()


NOTHING_MORE = SlipMore()


@dataclass(frozen=True)
class Guaranteed:
    """An earlier slip at the same place whose guarantee still runs."""

    order_id: int
    number: str
    result: str
    until: date


@dataclass(frozen=True)
class WarrantyPage:
    """What is known of warranties before a slip goes out."""

    asks: bool  # whether it has to be asked
    until: date | None  # the household's
    stands: Warranty | None  # by that day
    guaranteed: tuple[Guaranteed, ...]
