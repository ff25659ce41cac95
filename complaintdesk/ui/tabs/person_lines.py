# SPDX-License-Identifier: Apache-2.0
"""A household's people on its page: who they are, their masked phones, and what is done about each one's data."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from complaintdesk.db.reader import Records
from complaintdesk.desk import data_requests, households, personal_access
from complaintdesk.desk.access_lists import AccessFilter
from complaintdesk.desk.data_requests import RequestRecord
from complaintdesk.desk.records import OccupantRecord, PlacePage
from complaintdesk.labels import label, translate
from complaintdesk.ui import look, prompts
from complaintdesk.ui.access_window import show_accesses
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.data_requests_window import RequestDialog, request_words
from complaintdesk.ui.flow import Flow
from complaintdesk.ui.look import Colour
from complaintdesk.ui.masked_phone import MaskedPhone
from complaintdesk.ui.revealing import person_phone
from complaintdesk.ui.tabs.case_words import joined
from complaintdesk.ui.tabs.household_words import since_words
from complaintdesk.ui.telling import TellingDialog
from complaintdesk.ui.words import Column, FlowText, Note, Row, Text, Title

VOID_PERSON = "void_person"
_ASKS = "shield-check"


class PersonLines(QWidget):
    """The people of one place, who lives there no more below; a person's buttons stand beside the name."""

    asked = Signal(str)  # a step of the panel
    noted = Signal(str)  # what was put on record about somebody's data, in words

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._place_id = 0
        self._made: dict[tuple[int, str], Button] = {}  # by person and icon
        self._lines = Column(look.GRID)
        self.setLayout(self._lines)

    def show_people(self, page: PlacePage, today: date) -> None:
        """Shows these, with what each asked about their own data and is still to be done.

        The keyboard stays at the button that has it, which is made anew.
        """
        held = next((key for key, button in self._made.items() if button.hasFocus()), None)
        self._place_id = page.id
        self._made.clear()
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        asked: tuple[RequestRecord, ...] = ()
        if self._bridge.office.sees(Records.REQUESTS):
            asked = self._bridge.ask(data_requests.requests, place_id=page.id)
        former = [person for person in page.occupants if person.to_on is not None and person.to_on < today]
        blocks: list[QWidget] = [self._block(person, asked) for person in page.occupants if person not in former]
        if former:
            blocks.append(Title(translate("PlacePanel", "Formerly"), look.SIZE))
            blocks += [self._block(person, asked) for person in former]
        if not blocks:
            blocks.append(Note(translate("PlacePanel", "Nobody is on record here.")))
        for block in blocks:
            self._lines.addWidget(block)
            block.show()  # now, not when Qt comes to it: until then the layout counts it as nothing
        if held in self._made:
            self._made[held].setFocus(Qt.FocusReason.OtherFocusReason)

    def text(self) -> str:
        """All that is shown, a line each."""
        return "\n".join(part.text() for part in self.findChildren(Text) if part.isVisibleTo(self))

    def _block(self, person: OccupantRecord, asked: Iterable[RequestRecord]) -> QWidget:
        """A person: name, what they are to the place, since when; phones, the note and open requests below."""
        number = translate("PlacePanel", "no. {number}").format(number=person.external_no) if person.external_no else ""
        about = joined((label(person.kind), since_words(person.from_on, person.to_on), number))
        told = Flow(gap=look.GRID)
        for part in (FlowText(person.name, bold=True), Note(about)):
            told.addWidget(part)
        line = Row()
        line.addLayout(told, 1)
        for button in self._buttons(person):
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        column = Column(2)
        column.addLayout(line)
        if person.phones:
            phones = Flow(gap=look.GRID)
            for phone in person.phones:
                phones.addWidget(MaskedPhone(phone.number, phone.label, person_phone(self._bridge, phone.id)))
            column.addLayout(phones)
        if person.note:
            column.addWidget(Note(person.note, wrap=True))
        for request in asked:
            if request.occupant_id == person.id and request.done_at is None and request.approved is not False:
                words = translate("PlacePanel", "Asked about their data on {day}: {what}, {stands}").format(
                    day=f"{self._bridge.local(request.asked_at):%Y-%m-%d}",
                    what=label(request.kind),
                    stands=request_words(request),
                )
                column.addWidget(Text(words, role=Colour.SOON, size=look.SIZE_SMALL, wrap=True))
        block = QWidget()
        block.setLayout(column)
        return block

    def _buttons(self, person: OccupantRecord) -> Iterable[Button]:
        """What may be done about this person's data by who sits here."""
        whose = AccessFilter(occupant_id=person.id)
        void = f"{VOID_PERSON}/{person.id}"
        for icon, words, act, deed in (
            (
                "send",
                translate("PlacePanel", "Tell a colleague something of this person…"),
                partial(self._tell_of, person),
                personal_access.tell,
            ),
            (
                "history",
                translate("PlacePanel", "Who saw this person's data…"),
                partial(show_accesses, self, self._bridge, person.name, whose=whose),
                data_requests.seal,  # who may carry out what people ask for
            ),
            (
                _ASKS,
                translate("PlacePanel", "Asks about their own data…"),
                partial(self._note_request, person),
                data_requests.ask,
            ),
            (
                "x",
                translate("PlacePanel", "Take out this person…"),
                partial(self.asked.emit, void),
                households.void_occupant,
            ),
        ):
            if self._bridge.may(deed):
                button = Button("", icon=icon, flat=True, name=words)
                button.clicked.connect(lambda _on=False, act=act: act())
                self._made[person.id, icon] = button
                yield button

    def _note_request(self, person: OccupantRecord) -> None:
        """Notes what a person asks for about their own data (R-OWN-04)."""
        dialog = RequestDialog(self, self._bridge, person.id, person.name)
        if prompts.show_dialog(dialog) and dialog.unheard is None:
            words = translate("PlacePanel", "Noted: {name} asks for {what}. The office head decides.")
            self.noted.emit(words.format(name=person.name, what=label(dialog.kind.value)))
        dialog.deleteLater()
        if (asks := self._made.get((person.id, _ASKS))) is not None:  # made anew, with the keyboard where it was
            asks.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_of(self, person: OccupantRecord) -> None:
        """Notes what a colleague is told of a person (R-OWN-03)."""
        dialog = TellingDialog(self, self._bridge, self._place_id, person.name, person.id)
        if prompts.show_dialog(dialog) and dialog.unheard is None:
            words = translate("PlacePanel", "Noted in the list of who saw whom: what {colleague} was told of {name}.")
            if dialog.approved_by:
                words = translate(
                    "PlacePanel",
                    "Noted in the list of who saw whom, approved by {approver}: what {colleague} was told of {name}.",
                )
            told = words.format(colleague=dialog.told_to, name=person.name, approver=dialog.approved_by)
            self.noted.emit(told)
        dialog.deleteLater()
