# SPDX-License-Identifier: Apache-2.0
"""A household's file on paper (R-OWN-01): its cover (档案封面) and the list of its documents (档案目录)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from complaintdesk.desk.household_files import household_file
from complaintdesk.desk.household_records import DocumentRecord, HouseholdFile, PetDraft, VehicleDraft
from complaintdesk.desk.people import place_page
from complaintdesk.desk.records import OccupantRecord, PlacePage
from complaintdesk.desk.rule_books import RuleBooks
from complaintdesk.domain.terms import DocumentState, OccupantKind


@dataclass(frozen=True)
class HouseholdSheet:
    """A household as its papers name it: who and what is there on `day`."""

    page: PlacePage
    file: HouseholdFile
    day: date

    @property
    def documents(self) -> tuple[DocumentRecord, ...]:
        """What the list's table has."""
        return self.file.documents

    def there(self, *kinds: OccupantKind) -> tuple[OccupantRecord, ...]:
        """The people of these kinds who are there now."""
        return tuple(each for each in self.page.occupants if each.kind in kinds and self._goes_on(each.to_on))

    @property
    def vehicles(self) -> tuple[VehicleDraft, ...]:
        """Those that are there now."""
        return tuple(each for each in self.file.vehicles if self._goes_on(each.to_on))

    @property
    def pets(self) -> tuple[PetDraft, ...]:
        """Those that are there now."""
        return tuple(each for each in self.file.pets if self._goes_on(each.to_on))

    @property
    def filed_at(self) -> str:
        """Where the most of its documents are."""
        places = [each.filed_at for each in self.documents if each.filed_at]
        return max(places, key=places.count) if places else ""

    def count(self, state: DocumentState) -> int:
        """How many documents stand so."""
        return self.file.counts[state]

    def _goes_on(self, to_on: date | None) -> bool:
        return to_on is None or to_on >= self.day


def household_sheet(session: Session, place_id: int, books: RuleBooks, day: date) -> HouseholdSheet:
    """A household as its papers name it on this day; its cases are not on them."""
    page = replace(place_page(session, place_id, books), cases=())
    return HouseholdSheet(page, household_file(session, place_id, day), day)
