# SPDX-License-Identifier: Apache-2.0
"""The chosen place: its facts, its people with masked phones, its open and earlier cases, and its deeds."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from complaintdesk.desk import fee_pages, households, people
from complaintdesk.desk.records import OccupantRecord, PlacePage
from complaintdesk.domain.lifecycle import OPEN_STATES
from complaintdesk.labels import label, translate
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.facts import Fact, Facts
from complaintdesk.ui.flow import Flow
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import TextInput
from complaintdesk.ui.look import Tone
from complaintdesk.ui.masked_phone import MaskedPhone
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs.case_words import joined
from complaintdesk.ui.tabs.fee_lines import FeeLines, owed_words
from complaintdesk.ui.tabs.household_card import CallList
from complaintdesk.ui.revealing import person_phone
from complaintdesk.ui.tabs.place_form import PlaceForm
from complaintdesk.ui.tabs.record_panel import RecordPanel
from complaintdesk.ui.words import Column, Note, Pill, Row, Text, Title

ADD, EDIT, VOID, VOID_PERSON = "add", "edit", "void", "void_person"


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


class PlacePanel(RecordPanel):
    """Shows one place; adds and changes places in the same room."""

    large = frozenset({ADD, EDIT})

    saved = Signal(object)  # the id of a place added or changed, None when it was taken out

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge, "place/", translate("PlacePanel", "Choose a household, or look for it with Ctrl+F."))
        self.page: PlacePage | None = None
        self._build()

    def show_nothing(self) -> None:
        """Shows no place any more."""
        self.slot.put_away()
        self.page = self.record_id = None
        self._make_room("")

    def add(self) -> None:
        """Opens the form for a new place, with what was left half-typed there."""
        self.show_nothing()
        self.ask(ADD)

    def next_step(self) -> str:
        return EDIT if self.page is not None and self.bridge.may(households.save_place) else ""

    def _form(self, step: str) -> StepForm | None:
        if step in self.large:
            return PlaceForm(self.bridge, self.page)
        page, do = self.page, self.bridge.do
        assert page is not None
        if step == VOID:
            words = translate("PlacePanel", "Take {place} out of use: it stays in the books, and its cases too")
            title = words.format(place=page.label)
            return VoidReasonForm(title, lambda reason: do(households.void_place, page.id, reason))
        person_id = int(step.removeprefix(f"{VOID_PERSON}/"))
        person = next((each for each in page.occupants if each.id == person_id), None)
        if person is None:
            return None
        words = translate("PlacePanel", "Take {name} out of {place}: the record stays in the books")
        title = words.format(name=person.name, place=page.label)
        return VoidReasonForm(title, lambda reason: do(households.void_occupant, person_id, reason))

    def _make_room(self, step: str) -> None:
        super()._make_room(step)
        self.head.setVisible(self.page is not None and step not in self.large)

    def _build(self) -> None:
        self.label = Title()
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.kind, self.open_cases = Pill(), Pill()
        head = Row(self.label, self.kind, self.open_cases)
        head.addStretch(1)
        self.facts = Facts()
        self._people = Column(look.GRID)
        self.no_cases = Note(translate("PlacePanel", "Nobody has called from here yet."))
        self.titles = {"open": Title(size=look.SIZE), "earlier": Title(size=look.SIZE)}
        self.cases = {"open": CallList(), "earlier": CallList()}
        body = Column(look.GAP)
        body.addWidget(self.facts)
        body.addLayout(self._people)
        self.fees_title, self.fees = Title(size=look.SIZE), FeeLines()
        self.fees.asked_for.connect(partial(self.asked_for.emit, "order"))
        body.addWidget(self.fees_title)
        body.addWidget(self.fees)
        for name, calls in self.cases.items():
            calls.taken.connect(partial(self.asked_for.emit, "case"))
            body.addWidget(self.titles[name])
            body.addWidget(calls)
        body.addWidget(self.no_cases)
        body.addStretch(1)
        self._lay_out(head, body, self._build_deeds())

    def _build_deeds(self) -> Row:
        self.edit = Button(translate("PlacePanel", "Change"), "F2", icon="pencil")
        self.edit.clicked.connect(lambda: self.ask(EDIT))
        self.void = Button(translate("PlacePanel", "Take out…"), also=("Ctrl+Delete",), icon="ban", flat=True)
        self.void.clicked.connect(lambda: self.ask(VOID))
        row = Row(self.edit, self.void)
        row.addStretch(1)
        return row

    def _read(self, record_id: int) -> None:
        self.page = self.bridge.ask(people.place_page, record_id, self.bridge.books)
        self._fill(self.page)

    def _fill(self, page: PlacePage) -> None:
        open_cases = [row for row in page.cases if row.state in OPEN_STATES]
        earlier = [row for row in page.cases if row.state not in OPEN_STATES]
        self.label.setText(page.label)
        self.kind.set_words(label(page.kind), Tone.PLAIN)
        words = translate("PlacePanel", "{count} open").format(count=len(open_cases)) if open_cases else ""
        self.open_cases.set_words(words, Tone.SOON)
        area = translate("PlacePanel", "{area} m²").format(area=page.area) if page.area else ""
        self.facts.set_facts(
            [
                Fact(translate("PlacePanel", "Floor"), page.floor),
                Fact(translate("PlacePanel", "Area"), area),
                Fact(translate("PlacePanel", "File no."), page.external_no),
                Fact(translate("PlacePanel", "Note"), page.note, wide=True),
            ]
        )
        self._fill_people(page.occupants)
        now, zone = self.bridge.shown_now(), self.bridge.zone
        heads = {
            "open": translate("PlacePanel", "Open cases"),
            "earlier": translate("PlacePanel", "Earlier cases"),
        }
        for name, rows in (("open", open_cases), ("earlier", earlier)):
            self.titles[name].setText(f"{heads[name]} {len(rows)}")
            self.titles[name].setVisible(bool(rows))
            self.cases[name].set_rows(rows, now, zone)
        self.no_cases.setVisible(not page.cases)
        fees = self.bridge.ask(fee_pages.fees_of_place, page.id)
        self.fees.show_fees(fees)
        self.fees_title.setText(joined((translate("PlacePanel", "Fees"), owed_words(page.owed))))
        self.fees_title.setVisible(bool(fees))
        self.edit.setVisible(self.bridge.may(households.save_place))
        self.void.setVisible(self.bridge.may(households.void_place))

    def _fill_people(self, occupants: tuple[OccupantRecord, ...]) -> None:
        while (item := self._people.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        blocks: list[QWidget] = [self._person(person) for person in occupants]
        if not blocks:
            blocks.append(Note(translate("PlacePanel", "Nobody is on record here.")))
        for block in blocks:
            self._people.addWidget(block)
            block.show()  # now, not when Qt comes to it: until then the layout counts it as nothing

    def _person(self, person: OccupantRecord) -> QWidget:
        """A person: name, what they are to the place, since when, phones."""
        since = " – ".join(f"{day:%Y-%m-%d}" if day else "" for day in (person.from_on, person.to_on)).strip()
        number = translate("PlacePanel", "no. {number}").format(number=person.external_no) if person.external_no else ""
        about = joined((label(person.kind), since if since != "–" else "", number))
        told = Flow(gap=look.GRID)
        for part in (Text(person.name, bold=True, selectable=True), Note(about)):
            told.addWidget(part)
        for phone in person.phones:
            told.addWidget(MaskedPhone(phone.number, phone.label, person_phone(self.bridge, phone.id)))
        line = Row()
        line.addLayout(told, 1)
        if self.bridge.may(households.void_occupant):
            take_out = Button("", icon="x", flat=True, name=translate("PlacePanel", "Take out this person…"))
            take_out.clicked.connect(lambda: self.ask(f"{VOID_PERSON}/{person.id}"))
            line.addWidget(take_out, 0, Qt.AlignmentFlag.AlignTop)
        column = Column(2)
        column.addLayout(line)
        if person.note:
            column.addWidget(Note(person.note, wrap=True))
        block = QWidget()
        block.setLayout(column)
        return block

    def _done(self, step: str, result: Any) -> None:
        self._make_room("")
        if step in (ADD, EDIT):
            self.saved.emit(result)
            self.show_done(result)
            if self.record_id is None:  # a new one, which the list shows once it can be read
                return
            words = translate("PlacePanel", "{place} is in the books.")
        elif step == VOID:
            words = translate("PlacePanel", "{place} is out of use; it stays in the books.")
        else:
            words = translate("PlacePanel", "{place}: the person is out of use and stays in the books.")
        assert self.page is not None
        said = words.format(place=self.page.label)
        if step == VOID:
            self.show_nothing()
            self.saved.emit(None)
        self.banner.say(said, Tone.GOOD)
