# SPDX-License-Identifier: Apache-2.0
"""Lists of households (业主档案) read into places with their people: one flat sheet, or several joined."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from complaintdesk.desk.drafts import OccupantDraft, PlaceDraft
from complaintdesk.desk.households import place_key
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.sheets.household_cells import COLUMNS, people_in, room_in, spaces_in
from complaintdesk.sheets.lists import Checked, Flaw, Heads, Line, ListRead, each_told, head_of, lines_below, no_head
from complaintdesk.sheets.reading import Progress, Sheet

_OF_PLACES = ("room", "space", "space_name")  # one of them makes a sheet one of places, its row a place


@dataclass(eq=False)
class _Person:
    """A row of a sheet of people, and who it names."""

    checked: Checked
    occupants: tuple[OccupantDraft, ...]
    named_by: list[Checked] = field(default_factory=list)


@dataclass(eq=False)
class _Group:
    """All rows that speak of one place."""

    place: PlaceDraft
    rows: list[Checked] = field(default_factory=list)
    people: list[_Person] = field(default_factory=list)
    occupants: list[OccupantDraft] = field(default_factory=list)

    @property
    def lines(self) -> list[Line]:
        """The rows that tell of it."""
        return [row.line for row in (*self.rows, *(person.checked for person in self.people))]

    @property
    def flawed(self) -> Checked | None:
        """The first row with a mistake: a place goes in whole or not at all."""
        people = (person.checked for person in self.people)
        return next((row for row in (*self.rows, *people) if row.flaws), None)


def enough(has: Collection[str]) -> bool:
    """Whether a head with these fields makes a sheet of rooms, of parking, or of people that others refer to."""
    return bool({*has} & {*_OF_PLACES}) or {*has} >= {"name", "owner_no"}


def read_households(
    book: Iterable[Sheet], heads: Heads | None = None, tell: Progress | None = None
) -> ListRead[PlaceDraft]:
    """The places with their people; several rows of one room are one place (业主, 家属, 租户).

    A sheet is told by its head: rooms (房号), parking (车位号), or people (姓名) that the others refer to by 业主编号.
    Numbers of identity cards are not taken in. Raises ImportRefused when no sheet has rooms or parking.
    """
    place_lines, people_lines, left_out = _sorted_out(book, heads)
    everybody = [_person(line) for line in people_lines]
    by_number: dict[str, list[_Person]] = {}
    for person in everybody:
        by_number.setdefault(person.checked.line.text("owner_no"), []).append(person)
    with_buildings = {line.sheet.name for line in place_lines if line.text("building")}
    groups: dict[str, _Group] = {}
    rows = [Checked(line) for line in place_lines]
    for row in each_told(rows, tell):
        told = people_in(row)
        named = _named(row, by_number) if "name" not in row.line.head.at else []
        is_room = bool(row.line.text("room")) and not row.line.text("space_name")
        found = [room_in(row, row.line.sheet.name in with_buildings)] if is_room else []
        for place in (*found, *spaces_in(row)):
            if place is not None:
                _add(groups, place, row, told, named)
        if not any(row.line.text(field) for field in _OF_PLACES):
            missing = next(field for field in _OF_PLACES if field in row.line.head.at)
            row.wrong(missing, UserError(QT_TRANSLATE_NOOP("errors", "Which room or parking space?")))
    _mark_what_belongs_together(groups.values(), everybody)
    along = {
        person.checked.line.at
        for person in everybody
        if not person.checked.flaws and any(row.flaws for row in person.named_by)
    }
    along |= {row.line.at for person in everybody if person.checked.dropped for row in person.named_by}
    sound = [group for group in groups.values() if group.flawed is None]
    return ListRead.of(
        [_complete(group) for group in sound],
        [*(person.checked for person in everybody), *rows],
        left_out,
        sources=[group.lines for group in sound],
        along=frozenset(along),
    )


def _sorted_out(book: Iterable[Sheet], heads: Heads | None) -> tuple[list[Line], list[Line], tuple[str, ...]]:
    """The rows that speak of places, those that speak of people alone, and the names of the other sheets."""
    places: list[Line] = []
    people: list[Line] = []
    left_out = []
    known = False
    for sheet in book:
        head = head_of(sheet, COLUMNS, heads)
        has = set() if head is None else set(head.at)
        if head is not None and has & {*_OF_PLACES}:
            known = True
            places += lines_below(sheet, head)
        elif head is not None and has >= {"name", "owner_no"}:
            people += lines_below(sheet, head)
        else:
            left_out.append(sheet.name)
    if not known:
        raise no_head(COLUMNS, ("building", "unit", "room", "name", "phone", "kind", "space"))
    return places, people, tuple(left_out)


def _person(line: Line) -> _Person:
    row = Checked(line)
    occupants = people_in(row)
    if not line.text("owner_no"):
        row.wrong("owner_no", UserError(QT_TRANSLATE_NOOP("errors", "The owner number is missing: whose home is it?")))
    return _Person(row, occupants)


def _named(row: Checked, by_number: dict[str, list[_Person]]) -> list[_Person]:
    """The people whose number a row of a room or parking space gives."""
    number = row.line.text("owner_no")
    if number and number not in by_number:
        text = QT_TRANSLATE_NOOP("errors", "There is no owner with the number {number}.")
        row.wrong("owner_no", UserError(text, number=number))
    named = by_number.get(number, []) if number else []
    for person in named:
        person.named_by.append(row)
    return named


def _add(
    groups: dict[str, _Group], place: PlaceDraft, row: Checked, told: Sequence[OccupantDraft], named: Sequence[_Person]
) -> None:
    group = groups.setdefault(place_key(place), _Group(place))
    group.place = _filled_up(group.place, place)
    group.rows.append(row)
    for person in named:
        if person not in group.people:
            group.people.append(person)
    for occupant in (*told, *(each for person in named for each in person.occupants)):
        _add_occupant(group.occupants, occupant)


def _filled_up(place: PlaceDraft, other: PlaceDraft) -> PlaceDraft:
    """The place with what only a later row told of it."""
    told = {name: getattr(place, name) or getattr(other, name) for name in ("floor", "area", "note")}
    return dataclasses.replace(place, **told)


def _add_occupant(occupants: list[OccupantDraft], new: OccupantDraft) -> None:
    """Adds a person once: the same name and part in two rows is one person with both phones."""
    for position, known in enumerate(occupants):
        if (known.name, known.kind) == (new.name, new.kind):
            phones = {phone.number: phone for phone in (*new.phones, *known.phones)}
            told = {name: getattr(known, name) or getattr(new, name) for name in ("external_no", "from_on", "to_on")}
            occupants[position] = dataclasses.replace(known, phones=tuple(phones.values()), **told)
            return
    occupants.append(new)


def _mark_what_belongs_together(groups: Iterable[_Group], everybody: Iterable[_Person]) -> None:
    """Keeps back the faultless rows of a place that can't go in, and people whom no place names."""
    groups = tuple(groups)
    marked = True
    while marked:  # a row of two places (a room and its parking space) takes the one along with the other
        marked = False
        for group in groups:
            first = group.flawed
            for row in group.rows:
                if first is not None and not row.flaws:
                    row.flaws.append(_together(row, first))
                    marked = True
    for person in everybody:
        if person.checked.flaws:
            continue
        if not person.named_by:
            text = QT_TRANSLATE_NOOP("errors", "No room or parking space names this owner number.")
            person.checked.wrong("owner_no", UserError(text))
        elif all(row.flaws for row in person.named_by):
            person.checked.flaws.append(_together(person.checked, person.named_by[0]))


def _together(row: Checked, first: Checked) -> Flaw:
    text = QT_TRANSLATE_NOOP("errors", "Belongs with row {row} of “{sheet}”, which has a mistake.")
    error = UserError(text, row=first.line.row + 1, sheet=first.line.sheet.name)
    return Flaw(row.line.sheet.name, row.line.row, None, error)


def _complete(group: _Group) -> PlaceDraft:
    return dataclasses.replace(group.place, occupants=tuple(group.occupants))
