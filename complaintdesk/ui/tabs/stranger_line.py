# SPDX-License-Identifier: Apache-2.0
"""A caller who is in no book: taken into the household with one key, or left a name on the case."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from complaintdesk.desk import households
from complaintdesk.desk.drafts import OccupantDraft, PhoneDraft
from complaintdesk.desk.records import PlacePage
from complaintdesk.domain.dates import parse_instant_words
from complaintdesk.domain.spelling import person_words
from complaintdesk.domain.terms import OccupantKind, PlaceKind
from complaintdesk.errors import EnvironmentProblem, UserError
from complaintdesk.labels import label, translate, words_of
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, Choices
from complaintdesk.ui.flow import Flow
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.style import set_problem
from complaintdesk.ui.words import Column, Note, Row

ADD_KEY = "Alt+Z"
_SHORTEST = 2  # signs of a name; one is still being typed


class StrangerLine(QWidget):
    """Shown while a name stands in the form that nobody at the place has; the case is saved with it or without."""

    added = Signal(object)  # the id of the person, now in the household

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._place: PlacePage | None = None
        self._name = self._phone = ""
        self.words = Note(wrap=True)
        self.kind = Choices(
            [(each, label(each)) for each in OccupantKind], name=translate("StrangerLine", "Who they are there")
        )
        self.from_on = LineInput(name=translate("StrangerLine", "There since"))
        self.from_on.setFixedWidth(100)
        self.button = Button(translate("StrangerLine", "Add"), ADD_KEY, icon="plus", aside=True)
        self.button.clicked.connect(self._add)
        parts = QWidget()
        flow = Flow(6)
        for part in (self.kind, self.from_on):
            flow.addWidget(part)
        parts.setLayout(flow)
        self.row = FieldRow("", parts)
        column = Column(4)
        head = Row(self.words, self.button)
        head.setStretch(0, 1)
        column.addLayout(head)
        column.addWidget(self.row)
        self.setLayout(column)
        self.hide()

    def offer(self, place: PlacePage | None, name: str, phone: str) -> None:
        """Offers to add whoever calls to this place, where nobody of that name is; otherwise takes the offer away."""
        name = name.strip()
        known = place is not None and any(person.name == name for person in place.occupants)
        takes = place is not None and place.kind in (PlaceKind.HOUSEHOLD, PlaceKind.SHOP)
        shown = takes and not known and len(name) >= _SHORTEST and self._bridge.may(households.add_occupant)
        if place is not None and (self._place is None or self._place.id != place.id):
            self.kind.set_value(OccupantKind.FAMILY if place.occupants else OccupantKind.OWNER)
            self.from_on.clear()
            self.row.set_problem("")
        self._place, self._name, self._phone = place, name, phone.strip()
        if shown and place is not None:
            words = translate("StrangerLine", "{name} isn't in this household's book:")
            self.words.setText(words.format(name=name))
            self.from_on.setPlaceholderText(f"{self._today():%Y-%m-%d}")
            self.button.setEnabled(bool(person_words(name)))
        self.setVisible(shown)

    def _today(self) -> date:
        return self._bridge.local(self._bridge.now()).date()

    def _day(self) -> date:
        written = self.from_on.text().strip()
        if not written:
            return self._today()
        return parse_instant_words(written, self._bridge.zone, self._today().year).day

    def _add(self) -> None:
        """Takes the person into the household, from today or the day that is written; the case is theirs then."""
        if self._place is None:
            return
        set_problem(self.from_on, False)
        try:
            phones = (PhoneDraft(self._phone),) if self._phone else ()
            draft = OccupantDraft(self._name, self.kind.value, phones, from_on=self._day())
            person_id = self._bridge.do(households.add_occupant, self._place.id, draft)
        except (UserError, EnvironmentProblem) as problem:
            set_problem(self.from_on, isinstance(problem, UserError) and not problem.field)
            self.row.set_problem(words_of(problem))
            return
        self.row.set_problem("")
        self.added.emit(person_id)
