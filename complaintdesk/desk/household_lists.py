# SPDX-License-Identifier: Apache-2.0
"""A list of households held beside the books: what of it is new, without a change to anything that is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Occupant, Phone, Place
from complaintdesk.desk.drafts import OccupantDraft, PlaceDraft
from complaintdesk.desk.households import (
    checked_phones,
    describe_occupant,
    describe_place,
    occupants_of,
    phones_of,
    place_key,
    refuse_incomplete,
)
from complaintdesk.domain.terms import OccupantKind
from complaintdesk.domain.texts import clean_line


@dataclass
class _Known:
    """A place with its people and their numbers, as the books have them and the list has added so far."""

    place: Place | None = None
    people: dict[tuple[OccupantKind, str], tuple[Occupant, set[str]]] = field(default_factory=dict)
    sealed: set[tuple[OccupantKind, str]] = field(default_factory=set)


@dataclass
class News:
    """What a draft adds: the place itself or not, people, and numbers with whose they are. Rows without ids yet."""

    place: Place
    new_place: bool
    people: list[Occupant] = field(default_factory=list)
    phones: list[tuple[Occupant, Phone]] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Whether it adds anything."""
        return self.new_place or bool(self.people) or bool(self.phones)


def news_of(session: Session, drafts: Sequence[PlaceDraft]) -> list[News]:
    """Of each draft what the books don't have; what two drafts bring is the first one's news.

    Whose record is sealed is in the books: a list brings neither them nor their numbers back (R-OWN-04).
    Raises UserError beside a field for what the books can't hold.
    """
    known = _in_books(session, [place_key(draft) for draft in drafts])
    return [_news(draft, known.setdefault(place_key(draft), _Known())) for draft in drafts]


def _in_books(session: Session, keys: Sequence[str]) -> dict[str, _Known]:
    known = {place.key: _Known(place) for place in session.scalars(select(Place).where(Place.key.in_(keys)))}
    by_id = {each.place.id: each for each in known.values() if each.place is not None}
    people = occupants_of(session, list(by_id))
    numbers: dict[int, set[str]] = {}
    for phone in phones_of(session, [person.id for person in people]):
        numbers.setdefault(phone.occupant_id, set()).add(phone.number)
    for person in people:
        by_id[person.place_id].people[person.kind, person.name] = (person, numbers.get(person.id, set()))
    here = (Occupant.place_id.in_(by_id), Occupant.sealed_at.is_not(None), Occupant.voided_at.is_(None))
    for place_id, kind, name in session.execute(select(Occupant.place_id, Occupant.kind, Occupant.name).where(*here)):
        by_id[place_id].sealed.add((kind, name))
    return known


def _news(draft: PlaceDraft, known: _Known) -> News:
    refuse_incomplete(draft)
    if known.place is None:
        news = News(Place(), new_place=True)
        describe_place(news.place, draft)
        known.place = news.place
    else:
        news = News(known.place, new_place=False)
    for told in draft.occupants:
        who = (told.kind, clean_line(told.name, 80))
        if who in known.sealed and who not in known.people:
            continue
        person, numbers = _person(told, known, news)
        for number, phone in checked_phones(told).items():
            if number not in numbers:
                numbers.add(number)
                news.phones.append((person, Phone(number=number, label=clean_line(phone.label, 40))))
    return news


def _person(told: OccupantDraft, known: _Known, news: News) -> tuple[Occupant, set[str]]:
    """The person in the books, or a new one."""
    who = (told.kind, clean_line(told.name, 80))
    if who not in known.people:
        person = Occupant()
        describe_occupant(person, told)
        news.people.append(person)
        known.people[who] = (person, set())
    return known.people[who]
