# SPDX-License-Identifier: Apache-2.0
"""A place with its people, typed anew or changed; what another desk changed meanwhile is shown beside what is typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from complaintdesk.desk import households
from complaintdesk.desk.drafts import OccupantDraft, PhoneDraft, PlaceDraft
from complaintdesk.desk.records import PlacePage
from complaintdesk.domain.terms import PlaceKind
from complaintdesk.errors import Conflict
from complaintdesk.labels import label, translate
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Choices
from complaintdesk.ui.day_input import DayInput
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import LineInput, TextInput
from complaintdesk.ui.scrolling import Scrolling
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs.person_fields import FIELD, People
from complaintdesk.ui.tabs.place_conflict import PlaceConflict, day_names, line_names
from complaintdesk.ui.words import Column, Row, Title

_LINES = ("building", "unit", "floor", "room", "label", "area", "external_no")
_OF_DOORS = ("unit", "floor", "room")
_DAYS = ("moved_in_on", "warranty_until")


class PlaceForm(StepForm):
    """Saves a place; gives its id."""

    whole = True

    def __init__(self, bridge: Bridge, page: PlacePage | None) -> None:
        """`page` is the place to change as it was read, None for a new one."""
        new = translate("PlaceForm", "New place")
        title = new if page is None else translate("PlaceForm", "Change {place}").format(place=page.label)
        super().__init__(title, translate("PlaceForm", "Save"))
        self._bridge = bridge
        self._base = None if page is None else draft_of(page)
        self.kind = Choices([(kind, label(kind)) for kind in PlaceKind])
        self.lines = {name: LineInput() for name in _LINES}
        self.days = {name: DayInput(bridge.office.zone, name) for name in _DAYS}
        self.note = TextInput(lines=2)
        self.people = People(bridge.office.zone)
        self.conflict: PlaceConflict | None = None
        self.body = self._lay_out()
        self.box.addWidget(self.body, 1)
        self.kind.changed.connect(self._show_for_kind)
        self._put_draft(self._base or PlaceDraft(PlaceKind.HOUSEHOLD))
        if page is None:
            self.people.add()

    def take(self) -> int:
        draft = self._draft() if self.conflict is None else self.conflict.merged()
        try:
            return self._bridge.do(households.save_place, draft)
        except Conflict as conflict:
            self._show_both(conflict.theirs, conflict.mine)
            raise

    def start(self) -> None:
        self.lines["building" if self._base is None else "area"].setFocus()

    def typed(self) -> dict[str, Any]:
        boxes = {name: box.text() for name, box in (self.lines | self.days).items()}
        return boxes | {"kind": self.kind.value, "note": self.note.text(), "people": self.people.typed()}

    def put(self, typed: Mapping[str, Any]) -> None:
        for name, box in (self.lines | self.days).items():
            box.setText(typed.get(name, ""))
        self.kind.set_value(typed["kind"])
        self.note.setText(typed["note"])
        self.people.put(typed["people"])

    def _draft(self) -> PlaceDraft:
        kind: PlaceKind = self.kind.value
        door = kind is PlaceKind.HOUSEHOLD
        given = {name: box.text() for name, box in self.lines.items() if door or name not in _OF_DOORS}
        given["label"] = "" if door else given["label"]
        return PlaceDraft(
            kind=kind,
            note=self.note.text(),
            occupants=self.people.drafts(),
            moved_in_on=self.days["moved_in_on"].day(),
            warranty_until=self.days["warranty_until"].day(),
            id=self._base.id if self._base else None,
            version=self._base.version if self._base else None,
            **given,
        )

    def _put_draft(self, draft: PlaceDraft) -> None:
        self.kind.set_value(draft.kind)
        for name, box in self.lines.items():
            box.setText(getattr(draft, name))
        for name, day in self.days.items():
            day.set_day(getattr(draft, name))
        self.note.setText(draft.note)
        self.people.put_drafts(draft.occupants)
        self._show_for_kind(draft.kind)

    def _show_both(self, theirs: PlaceDraft, mine: PlaceDraft) -> None:
        """What differs, in place of the fields; what is typed stays behind it."""
        if self.conflict is not None:
            self.box.removeWidget(self.conflict)
            self.conflict.deleteLater()
        self.conflict = PlaceConflict(theirs, mine, self._base or mine)
        self.body.hide()
        self.box.addWidget(self.conflict, 1)
        self.accept_button.setText(translate("PlaceForm", "Save what is chosen"))
        self.accept_button.updateGeometry()
        self.conflict.setFocus()

    def _lay_out(self) -> QWidget:
        names = line_names() | day_names()
        rows = {name: FieldRow(names[name], box, above=True) for name, box in (self.lines | self.days).items()}
        column = Column(look.GAP)
        column.addWidget(self.add_field(FieldRow("", self.kind), "kind", lay_out=False))
        for line in (("building", "unit", "floor", "room"), ("label", "area", "external_no"), _DAYS):
            row = Row()
            for name in line:
                room = 2 if name == "label" else 1
                row.addWidget(self.add_field(rows[name], name, lay_out=False), room, Qt.AlignmentFlag.AlignTop)
            column.addLayout(row)
        note = FieldRow(translate("PlaceForm", "Note"), self.note, above=True)
        column.addWidget(self.add_field(note, "note", lay_out=False))
        column.addWidget(Title(translate("PlaceForm", "People"), look.SIZE))
        column.addWidget(self.add_field(FieldRow("", self.people), FIELD, "phones", lay_out=False))
        column.addStretch(1)
        return Scrolling(column)

    def _show_for_kind(self, kind: PlaceKind) -> None:
        """A door is called by its parts; anything else has a name."""
        door = kind is PlaceKind.HOUSEHOLD
        for name in _OF_DOORS:
            self.fields[name].setVisible(door)
        self.fields["label"].setVisible(not door)


def draft_of(page: PlacePage) -> PlaceDraft:
    """A place's page as its form starts from it."""
    people = tuple(
        OccupantDraft(
            name=person.name,
            kind=person.kind,
            phones=tuple(PhoneDraft(phone.number, phone.label) for phone in person.phones),
            external_no=person.external_no,
            from_on=person.from_on,
            to_on=person.to_on,
            note=person.note,
            id=person.id,
        )
        for person in page.occupants
    )
    given = {name: getattr(page, name) for name in (*_LINES, *_DAYS)}
    return PlaceDraft(kind=page.kind, note=page.note, occupants=people, id=page.id, version=page.version, **given)
