# SPDX-License-Identifier: Apache-2.0
"""Two versions of a place side by side: what another desk saved meanwhile and what is typed here, field by field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from complaintdesk.desk.drafts import OccupantDraft, PlaceDraft
from complaintdesk.domain.phones import fold_phone, mask_phone
from complaintdesk.domain.terms import PlaceKind
from complaintdesk.labels import label, translate
from complaintdesk.ui import look
from complaintdesk.ui.buttons import Choices
from complaintdesk.ui.day_input import day_text
from complaintdesk.ui.look import Colour
from complaintdesk.ui.scrolling import Scrolling
from complaintdesk.ui.words import Column, Note, Text

THEIRS, MINE = "theirs", "mine"
_DAYS = ("moved_in_on", "warranty_until")
_FIELDS = ("kind", "building", "unit", "floor", "room", "label", "area", "external_no", *_DAYS, "note")


@dataclass(frozen=True)
class Difference:
    """One thing that reads differently: its name, both values, and whether the other desk alone changed it."""

    name: str
    theirs: Any
    mine: Any
    words: Callable[[Any], str]
    only_theirs: bool


class PlaceConflict(QWidget):
    """Lets each difference be decided; what only one side changed is proposed as that side has it."""

    def __init__(self, theirs: PlaceDraft, mine: PlaceDraft, base: PlaceDraft) -> None:
        """`base` is the place as it was when the form was opened."""
        super().__init__()
        self._theirs, self._mine = theirs, mine
        self.differences = differences(theirs, mine, base)
        self.choices: dict[str, Choices] = {}
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(look.GAP)
        grid.setVerticalSpacing(look.GRID)
        heads = ("", translate("PlaceConflict", "At the other desk"), translate("PlaceConflict", "Yours"), "")
        for at, words in enumerate(heads):
            grid.addWidget(Note(words), 0, at)
        names = {THEIRS: translate("PlaceConflict", "Theirs"), MINE: translate("PlaceConflict", "Yours")}
        for row, (key, found) in enumerate(self.differences.items(), start=1):
            choice = Choices(list(names.items()), name=found.name)
            choice.set_value(THEIRS if found.only_theirs else MINE)
            self.choices[key] = choice
            if row == 1:
                self.setFocusProxy(choice)
            top = Qt.AlignmentFlag.AlignTop
            grid.addWidget(Text(found.name, role=Colour.SECOND), row, 0, top)
            for column, value in ((1, found.theirs), (2, found.mine)):
                grid.addWidget(Text(found.words(value) or "—", wrap=True, selectable=True), row, column, top)
            grid.addWidget(choice, row, 3, top)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        body = Column(look.GAP)
        body.addLayout(grid)
        body.addStretch(1)
        whole = Column()
        whole.addWidget(Scrolling(body))
        self.setLayout(whole)

    def merged(self) -> PlaceDraft:
        """The place as chosen, to be saved over the other desk's version."""
        chosen = {key: getattr(self.differences[key], choice.value) for key, choice in self.choices.items()}
        people = [
            chosen.get(_person_key(person), person) if person.id is not None else person
            for person in self._mine.occupants
        ]
        fields = {name: chosen[name] for name in _FIELDS if name in chosen}
        return replace(self._mine, version=self._theirs.version, occupants=tuple(filter(None, people)), **fields)


def differences(theirs: PlaceDraft, mine: PlaceDraft, base: PlaceDraft) -> dict[str, Difference]:
    """What the two versions say differently; people whom only one of them has are no contradiction."""
    names, found = _field_names(), {}
    for name in _FIELDS:
        if name == "label" and PlaceKind.HOUSEHOLD is theirs.kind is mine.kind:
            continue  # made from the door's parts
        ours, others, before = getattr(mine, name), getattr(theirs, name), getattr(base, name)
        if ours != others:
            words = label if name == "kind" else day_text if name in _DAYS else str
            found[name] = Difference(names[name], others, ours, words, only_theirs=ours == before)
    before = {person.id: person for person in base.occupants}
    others = {person.id: person for person in theirs.occupants}
    for person in mine.occupants:
        other = others.get(person.id)
        if person.id is None or other is None or _plain(person) == _plain(other):
            continue
        was = before.get(person.id)
        untouched = was is not None and _plain(was) == _plain(person)
        found[_person_key(person)] = Difference(person.name, other, person, person_words, only_theirs=untouched)
    return found


def person_words(person: OccupantDraft) -> str:
    """A person in words, phones masked."""
    days = " – ".join(f"{day:%Y-%m-%d}" if day else "" for day in (person.from_on, person.to_on)).strip(" –")
    phones = (" ".join(part for part in (mask_phone(each.number), each.label) if part) for each in person.phones)
    return "\n".join(
        part for part in (f"{person.name} {label(person.kind)}", *phones, days, person.external_no, person.note) if part
    )


def _plain(person: OccupantDraft) -> OccupantDraft:
    """The person with phones as the books hold them, for comparing."""
    return replace(person, phones=tuple(replace(each, number=fold_phone(each.number)) for each in person.phones))


def _person_key(person: OccupantDraft) -> str:
    return f"person {person.id}"


def line_names() -> dict[str, str]:
    """What the boxes for one line are called, by field."""
    return {
        "building": translate("PlaceForm", "Building"),
        "unit": translate("PlaceForm", "Unit"),
        "floor": translate("PlaceForm", "Floor"),
        "room": translate("PlaceForm", "Room"),
        "label": translate("PlaceForm", "Name"),
        "area": translate("PlaceForm", "Area m²"),
        "external_no": translate("PlaceForm", "File no."),
    }


def day_names() -> dict[str, str]:
    """What the boxes for one day are called, by field."""
    return {
        "moved_in_on": translate("PlaceForm", "Moved in"),
        "warranty_until": translate("PlaceForm", "Warranty until"),
    }


def _field_names() -> dict[str, str]:
    return {
        "kind": translate("PlaceConflict", "Kind"),
        **line_names(),
        **day_names(),
        "note": translate("PlaceForm", "Note"),
    }
