# SPDX-License-Identifier: Apache-2.0
"""How complete the households' files are, and which of them lack a document (R-OWN-01)."""

from __future__ import annotations

import pytest

from complaintdesk.desk import file_standing, household_files
from complaintdesk.desk.file_standing import FileWanted
from complaintdesk.desk.household_records import DocumentDraft
from complaintdesk.desk.office import Office
from complaintdesk.desk.records import FileStanding
from complaintdesk.domain.terms import DocumentKind, DocumentState, PlaceKind, Role
from complaintdesk.errors import UserError
from tests.builders import NAME_OF, PASSWORD, a_household

HELD, MISSING = DocumentState.HELD, DocumentState.MISSING


def note(office: Office, place_id: int, kind: DocumentKind, state: DocumentState) -> None:
    office.do(household_files.note_document, DocumentDraft(place_id, kind, state))


def test_each_line_says_how_many_documents_are_missing_and_not_looked_for(office):
    unlooked, lacking, complete = (a_household(office, room) for room in ("101", "102", "103"))
    garden = a_household(office, "", kind=PlaceKind.PUBLIC_AREA, label="中心花园", unit="")
    note(office, lacking, DocumentKind.CONTRACT, MISSING)
    note(office, lacking, DocumentKind.PETS, DocumentState.NOT_APPLICABLE)
    office.do(household_files.note_rest, complete, HELD)
    found = office.ask(file_standing.place_rows, [complete, garden, unlooked, lacking])
    assert [row.file for row in found] == [FileStanding(0, 0), None, FileStanding(0, 19), FileStanding(1, 17)]


@pytest.mark.parametrize(
    ("wanted", "rooms"),
    [
        (None, ["101", "102", "103", "104"]),
        (FileWanted.COMPLETE, ["103"]),
        (FileWanted.LACKING, ["102", "104"]),
        (FileWanted.UNLOOKED, ["101", "102"]),
        (DocumentKind.CONTRACT, ["102"]),
        (DocumentKind.VEHICLES, ["104"]),
        (DocumentKind.LETTERS, ["104"]),
    ],
    ids=str,
)
def test_files_are_listed_by_what_they_lack(office, wanted, rooms):
    ids = {room: a_household(office, room) for room in ("101", "102", "103", "104")}
    a_household(office, "", kind=PlaceKind.PUBLIC_AREA, label="中心花园", unit="")
    note(office, ids["102"], DocumentKind.CONTRACT, MISSING)
    note(office, ids["103"], DocumentKind.CONTRACT, DocumentState.NOT_APPLICABLE)
    office.do(household_files.note_rest, ids["103"], HELD)
    note(office, ids["104"], DocumentKind.CONTRACT, HELD)
    office.do(household_files.note_rest, ids["104"], MISSING)
    listed = office.ask(file_standing.place_ids, "", PlaceKind.HOUSEHOLD, wanted)
    assert list(listed) == [ids[room] for room in rooms]


def test_whoever_sees_no_owners_records_is_told_of_no_file(office):
    place_id = a_household(office)
    office.sign_in(NAME_OF[Role.ENGINEERING], PASSWORD)
    assert list(office.ask(file_standing.place_ids, "", None, FileWanted.UNLOOKED)) == []
    with pytest.raises(UserError):
        office.ask(file_standing.place_rows, [place_id])
