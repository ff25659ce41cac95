# SPDX-License-Identifier: Apache-2.0
"""What the office keeps of a household beside its people (R-OWN-01): vehicles, pets, works, papers; its directory."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from complaintdesk.db.base import PERSONAL, Base, Voidable
from complaintdesk.domain import terms


class Vehicle(Voidable, Base):
    """A vehicle of a household, from one day to another."""

    __tablename__ = "vehicle"
    id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), index=True)
    occupant_id: Mapped[int | None] = mapped_column(ForeignKey("occupant.id"))
    plate: Mapped[str] = mapped_column(info=PERSONAL)  # as written: 粤C·12345
    plate_key: Mapped[str] = mapped_column(info=PERSONAL, index=True)  # folded: 粤C12345
    model: Mapped[str] = mapped_column(info=PERSONAL)  # make and colour
    space: Mapped[str] = mapped_column(info=PERSONAL)  # where it stands
    from_on: Mapped[date | None]
    to_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(info=PERSONAL)
    version: Mapped[int]


class Pet(Voidable, Base):
    """An animal of a household, from one day to another."""

    __tablename__ = "pet"
    id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), index=True)
    species: Mapped[str] = mapped_column(info=PERSONAL)
    name: Mapped[str] = mapped_column(info=PERSONAL)
    licence: Mapped[str] = mapped_column(info=PERSONAL)  # the number of its permit
    from_on: Mapped[date | None]
    to_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(info=PERSONAL)
    version: Mapped[int]


class Decoration(Voidable, Base):
    """Works inside a household (装修), from the permit to the acceptance."""

    __tablename__ = "decoration"
    id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), index=True)
    permit: Mapped[str] = mapped_column(info=PERSONAL)
    company: Mapped[str] = mapped_column(info=PERSONAL)
    contact: Mapped[str] = mapped_column(info=PERSONAL)  # who is in charge on the site
    phone: Mapped[str] = mapped_column(info=PERSONAL)  # digits
    works: Mapped[str] = mapped_column(info=PERSONAL)
    from_on: Mapped[date | None]
    to_on: Mapped[date | None]
    accepted_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(info=PERSONAL)
    version: Mapped[int]


class HouseholdDocument(Base):
    """Where one of the 19 documents of a household's file stands; no row means that nobody has looked yet."""

    __tablename__ = "household_document"
    __table_args__ = (UniqueConstraint("place_id", "document"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    document: Mapped[terms.DocumentKind]
    state: Mapped[terms.DocumentState]
    filed_at: Mapped[str] = mapped_column(info=PERSONAL)  # cabinet, folder
    note: Mapped[str] = mapped_column(info=PERSONAL)
    noted_at: Mapped[datetime]
    noted_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    version: Mapped[int]


class DirectoryEntry(Voidable, Base):
    """A number outside the households that the desk calls (R-OWN-02): lift firm, water works, police."""

    __tablename__ = "directory_entry"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(info=PERSONAL)
    pinyin: Mapped[str] = mapped_column(info=PERSONAL)  # sort key
    pinyin_keys: Mapped[str] = mapped_column(info=PERSONAL)  # ' xundadianti xddt': every reading, each after a space
    serves: Mapped[str] = mapped_column(info=PERSONAL)  # what one calls it for
    contact: Mapped[str] = mapped_column(info=PERSONAL)
    phone: Mapped[str] = mapped_column(info=PERSONAL)  # digits
    note: Mapped[str] = mapped_column(info=PERSONAL)
    version: Mapped[int]


class Regulation(Voidable, Base):
    """One of the office's own regulations (R-OWN-07), at hand beside the standard answers."""

    __tablename__ = "regulation"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(info=PERSONAL)
    number: Mapped[str] = mapped_column(info=PERSONAL)  # the document's own, as printed on it
    text: Mapped[str] = mapped_column(info=PERSONAL)
    effective_on: Mapped[date | None]
    written_at: Mapped[datetime]
    written_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    version: Mapped[int]
