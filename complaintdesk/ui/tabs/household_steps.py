# SPDX-License-Identifier: Apache-2.0
"""What the deeds on a household's file ask: a vehicle, a pet, works, how a document stands."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from PySide6.QtCore import Qt

from complaintdesk.desk import household_files
from complaintdesk.desk.household_records import (
    DecorationDraft,
    DocumentDraft,
    DocumentRecord,
    PetDraft,
    SideDraft,
    VehicleDraft,
)
from complaintdesk.domain.phones import mask_phone
from complaintdesk.domain.terms import DocumentState
from complaintdesk.errors import Conflict
from complaintdesk.labels import label, translate
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Choices
from complaintdesk.ui.conflicts import both, say_both
from complaintdesk.ui.day_input import DayInput, day_text
from complaintdesk.ui.file_target import FileTarget
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import FilterBox, LineInput, TextInput
from complaintdesk.ui.pending_files import PendingFiles
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.words import Row

_DAYS = frozenset({"from_on", "to_on", "accepted_on"})
_HOUSEHOLD = 0  # in a person's place: the household as a whole
_WIDTH = 84  # of the labels, px
_BUTTONS, _LETTERS = 7, 20  # of whom is asked by buttons: how many there are at most, how long a name is


class Side(NamedTuple):
    """A kind of thing in the file beside the people: its drafts, deeds, and how it is asked for."""

    new: type[SideDraft]
    save: Callable[..., int]
    void: Callable[..., None]
    lines: tuple[tuple[str, ...], ...]  # the boxes, line by line


SIDES: dict[str, Side] = {
    "vehicle": Side(
        VehicleDraft,
        household_files.save_vehicle,
        household_files.void_vehicle,
        (("plate", "model"), ("space", "from_on", "to_on"), ("note",)),
    ),
    "pet": Side(
        PetDraft,
        household_files.save_pet,
        household_files.void_pet,
        (("species", "name", "licence"), ("from_on", "to_on"), ("note",)),
    ),
    "decoration": Side(
        DecorationDraft,
        household_files.save_decoration,
        household_files.void_decoration,
        (("works",), ("permit", "company"), ("contact", "phone"), ("from_on", "to_on", "accepted_on"), ("note",)),
    ),
}


class SideForm(StepForm):
    """Notes or changes one thing of a household's file."""

    def __init__(self, bridge: Bridge, side: str, draft: SideDraft, people: Mapping[int, str]) -> None:
        """`people` are those of the household, by id: of a vehicle is asked whose it is."""
        new, change = _titles()[side]
        super().__init__(change if draft.id else new, translate("SideForm", "Save"))
        self._bridge, self._side, self._draft = bridge, SIDES[side], draft
        self._names = _names()[side]
        self._people: dict[int, str] = {}
        zone = bridge.office.zone
        self.boxes: dict[str, LineInput] = {}
        for line in self._side.lines:
            row = Row()
            for name in line:
                self.boxes[name] = DayInput(zone, name, after=self._began(name)) if name in _DAYS else LineInput()
                field = FieldRow(self._names[name], self.boxes[name], above=True)
                row.addWidget(self.add_field(field, name, lay_out=False), 1, Qt.AlignmentFlag.AlignTop)
            self.box.addLayout(row)
        self.whose: Choices | FilterBox | None = None
        if isinstance(draft, VehicleDraft):
            self._people = {_HOUSEHOLD: translate("SideForm", "The household"), **people}
            name, few = self._names["occupant_id"], _can_be_buttons(self._people.values())
            if few:
                self.whose = Choices(self._people.items(), name=name, wrap=True)
            else:
                self.whose = FilterBox(name=name, placeholder=self._people[_HOUSEHOLD], narrows=True)
                self.whose.set_choices(self._people.items())
            self.add_field(FieldRow(name, self.whose, above=True, stretch=not few), "occupant_id")
        self._fill(draft)

    def take(self) -> int:
        return self._bridge.do(self._side.save, self._typed_draft())

    def typed(self) -> dict[str, Any]:
        if self.whose is None:
            return super().typed()
        return {**super().typed(), "occupant_id": self.whose.value}  # people of one name are told apart by their id

    def put(self, typed: Mapping[str, Any]) -> None:
        super().put({name: words for name, words in typed.items() if name != "occupant_id"})
        if self.whose is not None:
            owner = typed.get("occupant_id")
            self.whose.set_value(owner if owner in self._people else _HOUSEHOLD)

    def show_conflict(self, conflict: Conflict) -> None:
        """Shows in what the two differ, and lets a person choose."""
        theirs, mine = conflict.theirs, conflict.mine
        lines = [
            both(words, self._said(name, theirs), self._said(name, mine))
            for name, words in self._names.items()
            if getattr(theirs, name) != getattr(mine, name)
        ]

        def keep_mine() -> None:
            self._draft = replace(self._draft, version=theirs.version)
            self.submit()

        def take_theirs() -> None:
            self._draft = theirs
            self._fill(theirs)
            self.banner.clear()

        say_both(self.banner, conflict, lines, keep_mine, take_theirs)

    def _began(self, name: str) -> Callable[[], date | None]:
        """The day typed in the box of the beginning, for the boxes of what comes after it."""

        def began() -> date | None:
            first = self.boxes.get("from_on")
            return first.day() if isinstance(first, DayInput) and name != "from_on" else None

        return began

    def _typed_draft(self) -> SideDraft:
        given: dict[str, Any] = {
            name: box.day() if isinstance(box, DayInput) else box.text() for name, box in self.boxes.items()
        }
        if isinstance(self._draft, DecorationDraft):
            given["phone"] = given["phone"].strip() or self._draft.phone
        if self.whose is not None:
            given["occupant_id"] = self.whose.value or None
        return replace(self._draft, **given)

    def _fill(self, draft: SideDraft) -> None:
        for name, box in self.boxes.items():
            box.setText("" if name == "phone" else _text(getattr(draft, name)))
        if isinstance(draft, DecorationDraft) and draft.phone:
            self.boxes["phone"].setPlaceholderText(mask_phone(draft.phone))  # stays where nothing is typed
        if self.whose is not None and isinstance(draft, VehicleDraft):
            self.whose.set_value(draft.occupant_id if draft.occupant_id in self._people else _HOUSEHOLD)

    def _said(self, name: str, draft: SideDraft) -> str:
        value = getattr(draft, name)
        if name == "occupant_id":
            return self._people.get(value or _HOUSEHOLD, "")
        return mask_phone(value) if name == "phone" else _text(value)


class DocumentForm(StepForm):
    """Notes how a document stands: there, missing, or none of this household; where it is filed; its scans."""

    def __init__(self, bridge: Bridge, place_id: int, record: DocumentRecord, filed_at: str) -> None:
        """`filed_at` is where the household's papers are, proposed for one that nobody had looked for."""
        title = f"{record.number}. {label(record.document)}"
        super().__init__(title, translate("DocumentForm", "Save"))
        self._bridge, self._place_id, self.document, self._version = bridge, place_id, record.document, record.version
        states = [(state, label(state)) for state in DocumentState]
        self.state = Choices(states, name=translate("DocumentForm", "Stands"))
        self.state.set_value(record.state or DocumentState.HELD)
        self.filed_at = LineInput(placeholder=translate("DocumentForm", "cabinet, folder"))
        self.filed_at.setText(record.filed_at if record.state else filed_at)
        self.note = LineInput()
        self.note.setText(record.note)
        self.files = PendingFiles(bridge)
        self.add_field(FieldRow(translate("DocumentForm", "Stands"), self.state, label_width=_WIDTH), "state")
        self.add_field(FieldRow(translate("DocumentForm", "Filed at"), self.filed_at, label_width=_WIDTH), "filed_at")
        self.add_field(FieldRow(translate("DocumentForm", "Note"), self.note, label_width=_WIDTH), "note")
        self.add_field(FieldRow(translate("DocumentForm", "Scans"), self.files, label_width=_WIDTH), "files")
        self.files.changed.connect(lambda: self.state.set_value(DocumentState.HELD))
        self._proposed = record.filed_at if record.state is DocumentState.HELD else filed_at
        self.state.changed.connect(self._place_of)
        FileTarget(self, lambda: True, self.files.offer)

    def start(self) -> None:
        self.state.setFocus()

    def take(self) -> int:
        return self._bridge.do(household_files.note_document, self._draft())

    def _place_of(self, state: DocumentState) -> None:
        """Only what is held is somewhere: the proposed place goes and comes with it; a typed one stays."""
        proposed = self._proposed if state is DocumentState.HELD else ""
        if self.filed_at.text().strip() in ("", self._proposed):
            self.filed_at.setText(proposed)

    def put(self, typed: Mapping[str, Any]) -> None:
        super().put({**typed, "state": DocumentState(typed["state"])} if typed.get("state") else typed)

    def show_conflict(self, conflict: Conflict) -> None:
        """Shows in what the two differ, and lets a person choose."""
        theirs, mine = conflict.theirs, conflict.mine
        facts = (
            (translate("DocumentForm", "Stands"), label(theirs.state), label(mine.state)),
            (translate("DocumentForm", "Filed at"), theirs.filed_at, mine.filed_at),
            (translate("DocumentForm", "Note"), theirs.note, mine.note),
        )

        def keep_mine() -> None:
            self._version = theirs.version
            self.submit()

        def take_theirs() -> None:
            self._version = theirs.version
            self.state.set_value(theirs.state)
            self.filed_at.setText(theirs.filed_at)
            self.note.setText(theirs.note)
            self.banner.clear()

        lines = [both(name, one, other) for name, one, other in facts if one != other]
        say_both(self.banner, conflict, lines, keep_mine, take_theirs)

    def _draft(self) -> DocumentDraft:
        state: DocumentState = self.state.value
        told = (self.filed_at.text(), self.note.text(), tuple(self.files.files))
        return DocumentDraft(self._place_id, self.document, state, *told, version=self._version)


class RestForm(StepForm):
    """Notes at once how all documents stand that nobody had looked for, after a look through the folder."""

    def __init__(self, bridge: Bridge, place_id: int, count: int) -> None:
        words = translate("RestForm", "The {count} documents that nobody noted yet")
        super().__init__(words.format(count=count), translate("RestForm", "Note them"))
        self._bridge, self._place_id = bridge, place_id
        states = [(state, label(state)) for state in (DocumentState.MISSING, DocumentState.NOT_APPLICABLE)]
        self.state = Choices(states, name=translate("DocumentForm", "Stands"))
        self.state.set_value(DocumentState.MISSING)
        self.add_field(FieldRow(translate("RestForm", "are"), self.state), "state")

    def start(self) -> None:
        self.state.setFocus()

    def take(self) -> int:
        return self._bridge.do(household_files.note_rest, self._place_id, self.state.value)

    def put(self, typed: Mapping[str, Any]) -> None:
        super().put({"state": DocumentState(typed["state"])} if typed.get("state") else typed)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else day_text(value)


def _titles() -> dict[str, tuple[str, str]]:
    return {
        "vehicle": (translate("SideForm", "A vehicle of this household"), translate("SideForm", "Change the vehicle")),
        "pet": (translate("SideForm", "A pet of this household"), translate("SideForm", "Change the pet")),
        "decoration": (translate("SideForm", "Works in this household"), translate("SideForm", "Change the works")),
    }


def _names() -> dict[str, dict[str, str]]:
    days = {"from_on": translate("SideForm", "From"), "to_on": translate("SideForm", "To")}
    note = {"note": translate("SideForm", "Note")}
    return {
        "vehicle": {
            "plate": translate("SideForm", "Plate"),
            "model": translate("SideForm", "Make, colour"),
            "space": translate("SideForm", "Space"),
            **days,
            **note,
            "occupant_id": translate("SideForm", "Whose"),
        },
        "pet": {
            "species": translate("SideForm", "Animal"),
            "name": translate("SideForm", "Name"),
            "licence": translate("SideForm", "Permit no."),
            **days,
            **note,
        },
        "decoration": {
            "works": translate("SideForm", "What is done"),
            "permit": translate("SideForm", "Permit no."),
            "company": translate("SideForm", "Firm"),
            "contact": translate("SideForm", "In charge on site"),
            "phone": translate("SideForm", "Phone"),
            **days,
            "accepted_on": translate("SideForm", "Accepted"),
            **note,
        },
    }


def _can_be_buttons(names: Collection[str]) -> bool:
    return len(names) <= _BUTTONS and all(len(name) <= _LETTERS for name in names)


class VoidReasonForm(StepForm):
    """Takes a place or a person entered by mistake out of use, with a reason that stays in the books (R-OWN-04)."""

    def __init__(self, title: str, void: Callable[[str], object]) -> None:
        """`void` does the deed, given the reason."""
        super().__init__(title, translate("VoidReasonForm", "Take out"))
        self._void = void
        self.reason = TextInput(lines=2, placeholder=translate("VoidReasonForm", "Entered by mistake"))
        self.add_field(FieldRow(translate("VoidReasonForm", "Reason"), self.reason, above=True), "reason")

    def take(self) -> None:
        self._void(self.reason.text())
