# SPDX-License-Identifier: Apache-2.0
"""What a household's file holds beside its people (R-OWN-01): vehicles, pets, works, documents with their scans."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from complaintdesk.desk.file_drafts import StoredFile
from complaintdesk.desk.records import AttachmentRecord
from complaintdesk.domain.terms import DocumentKind, DocumentState


@dataclass(frozen=True)
class VehicleDraft:
    """A vehicle of a household; `id` and `version` where it is in the books already."""

    place_id: int
    plate: str = ""
    model: str = ""  # make and colour
    space: str = ""  # where it stands
    from_on: date | None = None
    to_on: date | None = None
    note: str = ""
    occupant_id: int | None = None  # whose it is; None: the household's
    id: int | None = None
    version: int | None = None


@dataclass(frozen=True)
class PetDraft:
    """An animal of a household; `id` and `version` where it is in the books already."""

    place_id: int
    species: str = ""
    name: str = ""
    licence: str = ""  # the number of its permit
    from_on: date | None = None
    to_on: date | None = None
    note: str = ""
    id: int | None = None
    version: int | None = None


@dataclass(frozen=True)
class DecorationDraft:
    """Works inside a household (装修), from the permit to the acceptance; `id` and `version` where in the books."""

    place_id: int
    permit: str = ""
    company: str = ""
    contact: str = ""  # who is in charge on the site
    phone: str = ""
    works: str = ""
    from_on: date | None = None
    to_on: date | None = None
    accepted_on: date | None = None
    note: str = ""
    id: int | None = None
    version: int | None = None


SideDraft = VehicleDraft | PetDraft | DecorationDraft


@dataclass(frozen=True)
class DocumentDraft:
    """How a document of a household stands; `version` None where nobody had looked for it yet. `files` are added."""

    place_id: int
    document: DocumentKind
    state: DocumentState | None = None
    filed_at: str = ""  # cabinet, folder
    note: str = ""
    files: tuple[StoredFile, ...] = ()
    version: int | None = None


@dataclass(frozen=True)
class DocumentRecord:
    """A line of the list of documents; without a state nobody has looked for it yet."""

    number: int  # its place in the file, from 1
    document: DocumentKind
    id: int | None = None
    state: DocumentState | None = None
    filed_at: str = ""
    note: str = ""
    noted_at: datetime | None = None
    noted_by: str = ""
    files: tuple[AttachmentRecord, ...] = ()
    version: int | None = None


def every_document() -> tuple[DocumentRecord, ...]:
    """All 19 documents in the order of the rule, of a household at whose folder nobody has looked yet."""
    return tuple(DocumentRecord(number, kind) for number, kind in enumerate(DocumentKind, start=1))


@dataclass(frozen=True)
class HouseholdFile:
    """A household's file: what is in use first, what is over after it; all 19 documents in the order of the rule."""

    vehicles: tuple[VehicleDraft, ...]
    pets: tuple[PetDraft, ...]
    works: tuple[DecorationDraft, ...]
    documents: tuple[DocumentRecord, ...]

    @property
    def counts(self) -> Counter[DocumentState | None]:
        """How many documents stand so; None counts those that nobody has looked for."""
        return Counter(each.state for each in self.documents)
