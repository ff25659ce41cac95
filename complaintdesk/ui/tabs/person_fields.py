# SPDX-License-Identifier: Apache-2.0
"""The people of a place as they are typed: name, what they are to it, phones, from when to when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from complaintdesk.desk.drafts import OccupantDraft, PhoneDraft
from complaintdesk.domain.dates import read_day
from complaintdesk.domain.phones import phone_problem
from complaintdesk.domain.terms import OccupantKind
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.labels import label, translate
from complaintdesk.ui import look
from complaintdesk.ui.buttons import Button, Choices
from complaintdesk.ui.flow import Flow
from complaintdesk.ui.inputs import LineInput, WhoInput
from complaintdesk.ui.look import Colour
from complaintdesk.ui.style import set_problem
from complaintdesk.ui.words import Column, Note, Row

FIELD = "occupants"


class Rule(QWidget):
    """A line above each person."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.fillRect(QRectF(self.rect()), look.colour(Colour.LINE))
        painter.end()


class PhoneFields(QWidget):
    """Numbers with what they are; a further empty pair appears as soon as the last is typed in."""

    typed_in = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._flow = Flow(gap=6)
        self.setLayout(self._flow)
        self.pairs: list[tuple[WhoInput, LineInput]] = []
        self._add()

    def put(self, phones: Iterable[tuple[str, str]]) -> None:
        """Shows these numbers and labels."""
        for number, words in phones:
            box, label_box = self.pairs[-1]
            box.setText(number)
            label_box.setText(words)

    def contents(self) -> list[tuple[str, str]]:
        """What stands in the boxes that are not empty."""
        return [(box.text(), words.text()) for box, words in self.pairs if box.text().strip()]

    def drafts(self) -> tuple[PhoneDraft, ...]:
        """The numbers; raises UserError after marking the box that holds none."""
        for box, _words in self.pairs:
            problem = phone_problem(box.text())
            if problem is not None:
                raise refused(box, UserError(problem))
        return tuple(PhoneDraft(number.strip(), words.strip()) for number, words in self.contents())

    def boxes(self) -> list[LineInput]:
        """All boxes, to be marked or cleared."""
        return [box for pair in self.pairs for box in pair]

    def _add(self) -> None:
        number = WhoInput(
            placeholder=translate("PersonFields", "Phone"), name=translate("PersonFields", "Phone"), size=look.SIZE
        )
        number.setFixedWidth(150)
        words = LineInput(placeholder=translate("PersonFields", "whose"), name=translate("PersonFields", "Whose phone"))
        words.setFixedWidth(72)
        pair = QWidget()
        pair.setLayout(Row(number, words, gap=4))
        self._flow.addWidget(pair)
        pair.show()
        if self.pairs:
            follow(self.pairs[-1][1], (number, words))
        self.pairs.append((number, words))
        number.textChanged.connect(self._typed)

    def _typed(self) -> None:
        if self.pairs[-1][0].text().strip():
            self._add()
        self.typed_in.emit()


class PersonFields(QWidget):
    """One person's fields."""

    removed = Signal()

    def __init__(self, zone: ZoneInfo, person_id: int | None = None) -> None:
        """`person_id` is of somebody in the books, who is not taken out here but on the page, with a reason."""
        super().__init__()
        self._zone, self._id = zone, person_id
        self.name = LineInput(placeholder=translate("PersonFields", "Name"), name=translate("PersonFields", "Name"))
        self.name.setMinimumWidth(120)
        self.kind = Choices([(each, label(each)) for each in OccupantKind], name=translate("PersonFields", "Is"))
        self.kind.set_value(OccupantKind.OWNER)
        self.phones = PhoneFields()
        made = {name: LineInput(name=words) for name, words in _line_names().items()}
        self.from_on, self.to_on = made["from_on"], made["to_on"]
        self.external_no, self.note = made["external_no"], made["note"]
        for box in (self.from_on, self.to_on):
            box.setPlaceholderText("2019-06-01")
            box.setFixedWidth(112)
        self.external_no.setFixedWidth(96)
        first = Row(self.name, self.kind)
        first.setStretch(0, 1)
        if person_id is None:
            remove = Button("", icon="x", flat=True, name=translate("PersonFields", "Remove this person"))
            remove.clicked.connect(self.removed)
            first.addWidget(remove)
        last = Row(gap=6)
        for name, box in made.items():
            last.addWidget(Note(_line_names()[name]))
            last.addWidget(box, 1 if name == "note" else 0)
        column = Column(6)
        column.addWidget(Rule())
        column.addLayout(first)
        column.addWidget(self.phones)
        column.addLayout(last)
        self.setLayout(column)
        for box in self._boxes():
            box.textChanged.connect(self._clear)
        self.phones.typed_in.connect(self._clear)

    def put_draft(self, person: OccupantDraft) -> None:
        """Shows a person."""
        self.put(
            {
                "name": person.name,
                "kind": person.kind,
                "phones": [(phone.number, phone.label) for phone in person.phones],
                "from_on": _day_words(person.from_on),
                "to_on": _day_words(person.to_on),
                "external_no": person.external_no,
                "note": person.note,
            }
        )

    def is_empty(self) -> bool:
        """Whether nothing is typed here."""
        return self._id is None and not self.phones.contents() and not any(box.text().strip() for box in self._boxes())

    def draft(self) -> OccupantDraft:
        """The person as typed; raises UserError beside `occupants` after marking the box that is wrong."""
        self._clear()
        if not self.name.text().strip():
            raise refused(self.name, UserError(QT_TRANSLATE_NOOP("errors", "A name is needed.")))
        return OccupantDraft(
            name=self.name.text(),
            kind=self.kind.value,
            phones=self.phones.drafts(),
            external_no=self.external_no.text(),
            from_on=self._day(self.from_on),
            to_on=self._day(self.to_on, self._day(self.from_on)),
            note=self.note.text(),
            id=self._id,
        )

    def typed(self) -> dict[str, Any]:
        """What stands in the fields, for keeping."""
        boxes = {name: getattr(self, name).text() for name in ("name", *_line_names())}
        phones = [list(pair) for pair in self.phones.contents()]
        return boxes | {"id": self._id, "kind": self.kind.value, "phones": phones}

    def put(self, typed: Mapping[str, Any]) -> None:
        """Puts back what was typed earlier."""
        for name in ("name", *_line_names()):
            getattr(self, name).setText(typed[name])
        self.kind.set_value(typed["kind"])
        self.phones.put((number, words) for number, words in typed["phones"])

    def wrong(self) -> LineInput | None:
        """The box that was found wrong, if one was."""
        return next((box for box in (*self._boxes(), *self.phones.boxes()) if box.property("problem")), None)

    def stops(self) -> list[QWidget]:
        """Where the keyboard stops, from the first field to the last."""
        kinds = [self.kind.button(kind) for kind in OccupantKind]
        last = (self.from_on, self.to_on, self.external_no, self.note)
        return [self.name, *kinds, *self.phones.boxes(), *last]

    def _boxes(self) -> tuple[LineInput, ...]:
        return (self.name, self.from_on, self.to_on, self.external_no, self.note)

    def _clear(self) -> None:
        for box in (*self._boxes(), *self.phones.boxes()):
            set_problem(box, False)

    def _day(self, box: LineInput, after: date | None = None) -> date | None:
        if not box.text().strip():
            return None
        try:
            return read_day(box.text(), self._zone, after)
        except UserError as error:
            raise refused(box, error) from error


def follow(earlier: QWidget, parts: Sequence[QWidget]) -> None:
    """Lets the keyboard go through the parts after `earlier`: Qt puts what is made later last of all."""
    for part in parts:
        QWidget.setTabOrder(earlier, part)
        earlier = part


def refused(box: LineInput, error: UserError) -> UserError:
    """The error as it is said beneath all people, its box marked."""
    set_problem(box, True)
    return UserError(error.text, field=FIELD, **error.values)


class People(QWidget):
    """All people of a place, one beneath the other."""

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__()
        self._zone = zone
        self.persons: list[PersonFields] = []
        self._list = Column(look.GAP)
        self._more = Button(translate("PersonFields", "One more person"), icon="plus", flat=True)
        self._more.clicked.connect(self._add_and_go)
        column = Column(look.GRID)
        column.addLayout(self._list)
        line = Row(self._more)
        line.addStretch(1)
        column.addLayout(line)
        self.setLayout(column)

    def add(self, person_id: int | None = None) -> PersonFields:
        """Fields for one more person."""
        fields = PersonFields(self._zone, person_id)
        fields.removed.connect(lambda: self._remove(fields))
        self._list.addWidget(fields)
        fields.show()  # now, not when Qt comes to it: until then the layout counts it as nothing
        if self.persons:
            follow(self.persons[-1].note, fields.stops())
        self.persons.append(fields)
        if len(self.persons) == 1:
            self.setFocusProxy(fields.name)
        QWidget.setTabOrder(fields.note, self._more)
        return fields

    def _add_and_go(self) -> None:
        self.add().name.setFocus()

    def put_drafts(self, people: Iterable[OccupantDraft]) -> None:
        """Shows these people instead."""
        self._clear()
        for person in people:
            self.add(person.id).put_draft(person)

    def drafts(self) -> tuple[OccupantDraft, ...]:
        """The people typed; raises UserError with the wrong box marked and under the keyboard."""
        drafts = []
        for person in self.persons:
            if person.is_empty():
                continue
            try:
                drafts.append(person.draft())
            except UserError:
                wrong = person.wrong()
                if wrong is not None:
                    self.setFocusProxy(wrong)
                raise
        return tuple(drafts)

    def typed(self) -> list[dict[str, Any]]:
        """What stands in the fields, for keeping."""
        return [person.typed() for person in self.persons if not person.is_empty()]

    def put(self, typed: Iterable[Mapping[str, Any]]) -> None:
        """Puts back what was typed earlier."""
        self._clear()
        for kept in typed:
            self.add(kept["id"]).put(kept)

    def _clear(self) -> None:
        for person in list(self.persons):
            self._remove(person)

    def _remove(self, person: PersonFields) -> None:
        self.persons.remove(person)
        self._list.removeWidget(person)
        person.hide()
        person.deleteLater()
        if self.persons:
            self.setFocusProxy(self.persons[0].name)


def _day_words(day: date | None) -> str:
    return "" if day is None else f"{day:%Y-%m-%d}"


def _line_names() -> dict[str, str]:
    return {
        "from_on": translate("PersonFields", "From"),
        "to_on": translate("PersonFields", "To"),
        "external_no": translate("PersonFields", "No."),
        "note": translate("PersonFields", "Note"),
    }
