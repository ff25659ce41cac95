# SPDX-License-Identifier: Apache-2.0
"""How complete the households' files are (R-OWN-01): what each lacks, and which of them lack a document."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import HouseholdDocument, Place
from complaintdesk.desk import people
from complaintdesk.desk.long_lists import Beginning, Heed, has_more, heedless
from complaintdesk.desk.records import FileStanding, PlaceRow
from complaintdesk.domain.terms import DocumentKind, DocumentState, PlaceKind

MOST_ASKED = 500  # places in one question to the database
HAS_FILE = frozenset(PlaceKind) - {PlaceKind.PUBLIC_AREA}


class FileWanted(StrEnum):
    """Which files are listed; a `DocumentKind` in its place lists those that lack this document."""

    COMPLETE = "complete"  # every document is held, or none of this household
    LACKING = "lacking"  # something was looked for and is missing
    UNLOOKED = "unlooked"  # nobody has looked for something


def place_ids(
    session: Session,
    text: str = "",
    kind: PlaceKind | None = None,
    file: FileWanted | DocumentKind | None = None,
    heed: Heed = heedless,
) -> array[int]:
    """Ids of the places to list as `people.place_ids` has them, of those whose file stands so."""
    return people.place_ids(session, text, kind, heed, kept=[_standing_so(session, file)] if file else ())


def place_beginning(
    session: Session, text: str = "", kind: PlaceKind | None = None, file: FileWanted | DocumentKind | None = None
) -> Beginning:
    """With what `place_ids` begins; of many households nobody can tell at once how their files stand."""
    if file is None:
        return people.place_beginning(session, text, kind)
    if has_more(session, select(Place.id)):
        return Beginning(array("q"), whole=False)
    return Beginning(place_ids(session, text, kind, file), whole=True)


def place_rows(session: Session, ids: Sequence[int]) -> tuple[PlaceRow, ...]:
    """The lines of these places, in the ids' order, each with how its file stands."""
    rows = people.place_rows(session, ids)
    found = standings(session, [row.id for row in rows if row.kind in HAS_FILE])
    return tuple(replace(row, file=found.get(row.id)) for row in rows)


def standings(session: Session, ids: Sequence[int]) -> dict[int, FileStanding]:
    """How many documents of these places' files are missing, and for how many nobody has looked."""
    counts: dict[int, dict[DocumentState, int]] = {each: {} for each in ids}
    for start in range(0, len(ids), MOST_ASKED):
        told = select(HouseholdDocument.place_id, HouseholdDocument.state, func.count())
        told = told.where(HouseholdDocument.place_id.in_(ids[start : start + MOST_ASKED]))
        for place_id, state, count in session.execute(
            told.group_by(HouseholdDocument.place_id, HouseholdDocument.state)
        ):
            counts[place_id][state] = count
    return {
        place_id: FileStanding(states.get(DocumentState.MISSING, 0), len(DocumentKind) - sum(states.values()))
        for place_id, states in counts.items()
    }


def _standing_so(session: Session, file: FileWanted | DocumentKind) -> frozenset[int]:
    match file:
        case DocumentKind():
            missing = HouseholdDocument.state == DocumentState.MISSING
            return _with(session, HouseholdDocument.document == file, missing)
        case FileWanted.LACKING:
            return _with(session, HouseholdDocument.state == DocumentState.MISSING)
    looked = select(HouseholdDocument.place_id).group_by(HouseholdDocument.place_id)
    whole = frozenset(session.scalars(looked.having(func.count() == len(DocumentKind))))
    if file is FileWanted.COMPLETE:
        return whole - _with(session, HouseholdDocument.state == DocumentState.MISSING)
    everywhere = session.scalars(select(Place.id).where(Place.kind.in_(HAS_FILE)))
    return frozenset(everywhere) - whole


def _with(session: Session, *so: ColumnElement[bool]) -> frozenset[int]:
    """The places with a document that stands so."""
    return frozenset(session.scalars(select(HouseholdDocument.place_id).where(*so).distinct()))
