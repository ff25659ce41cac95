# SPDX-License-Identifier: Apache-2.0
"""Where it is and who calls: the one box, the household found in its place, or a place in words."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from complaintdesk.desk import fee_pages, people
from complaintdesk.desk.fee_records import Owed
from complaintdesk.desk.pinyin_table import pinyin_table
from complaintdesk.desk.records import OccupantRecord, PlacePage
from complaintdesk.desk.who_records import WhoMatch
from complaintdesk.domain.phones import fold_phone
from complaintdesk.domain.pinyin import list_keys
from complaintdesk.domain.public_places import is_public
from complaintdesk.domain.terms import PlaceKind
from complaintdesk.labels import translate
from complaintdesk.ui import look
from complaintdesk.ui.bare_keys import add_key
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import FilterBox
from complaintdesk.ui.look import Colour
from complaintdesk.ui.tabs.fee_lines import owed_words
from complaintdesk.ui.tabs.household_card import HouseholdCard
from complaintdesk.ui.tabs.stranger_line import StrangerLine
from complaintdesk.ui.tabs.who_box import NAME, PHONE, WhoBox
from complaintdesk.ui.words import Column, Text

WHO_KEY, CALLS_KEY = "Alt+W", "Alt+H"
_SHORTEST_PHONE = 7  # digits of a whole number


class WhoZone(QWidget):
    """One of two: boxes to look for a place or to name one, or the card of the place found."""

    changed = Signal()
    caller_found = Signal(object)  # with the place: the OccupantRecord that likely calls, or None
    caller_chosen = Signal(object)  # by a person among those of the place, or None for somebody else
    told = Signal(str, str)  # NAME or PHONE, and what a caller in no book said of themselves
    settled = Signal()  # a place was found or named: the keyboard may go on

    def __init__(self, bridge: Bridge, label: str, label_width: int) -> None:
        super().__init__()
        self._bridge = bridge
        self.box = WhoBox(bridge)
        self.box.setToolTip(look.tip(WHO_KEY))
        self.row = FieldRow("", self.box)
        self.card = HouseholdCard()
        self.words = FilterBox(placeholder=translate("WhoZone", "Public area, or an address in words"), free=True)
        self.words_row = FieldRow(label, self.words, label_width=label_width)
        column = Column(look.GRID)
        self.owed = Text(role=Colour.SOON, bold=True)
        self.owed.hide()
        self.stranger = StrangerLine(bridge)
        for part in (self.row, self.words_row, self.owed, self.card, self.stranger):
            column.addWidget(part)
        self.setLayout(column)
        self.box.found.connect(self._found)
        self.box.asked.connect(self.row.set_problem)
        self.box.left_as_words.connect(self._named)
        self.box.passed.connect(self.words.setFocus)
        self.box.textChanged.connect(lambda _words: self.changed.emit())
        self.stranger.added.connect(self._joined)
        self.words.editTextChanged.connect(self._words_typed)
        self.words.changed.connect(self._words_typed)
        self.card.cleared.connect(self.look_again)
        self.card.caller_chosen.connect(self.caller_chosen)
        self.card.calls.left.connect(self.settled)
        words = translate("WhoZone", "To the household's last calls: Enter shows one, Esc goes back")
        add_key(self, CALLS_KEY, words, self.go_to_calls)
        add_key(self, WHO_KEY, translate("WhoZone", "To who calls; again to look for somebody else"), self.look_again)

    @property
    def page(self) -> PlacePage | None:
        """The household found."""
        return self.card.page

    def place_id(self) -> int | None:
        """The place of the books, None for none."""
        if self.page is not None:
            return self.page.id
        chosen: int | None = self.words.value
        return chosen

    def place_words(self) -> str:
        """The place in words where none of the books is meant; half a search counts, so that it isn't lost."""
        if self.place_id() is not None:
            return ""
        return self.words.typed.strip() or self.box.text().strip()

    def is_public(self) -> bool:
        """Whether the place found or chosen is a public area, or one in words reads as one: a note then says so."""
        if self.page is not None:
            return self.page.kind is PlaceKind.PUBLIC_AREA
        return self.words.value is not None or is_public(self.place_words())

    def is_home(self) -> bool:
        """Whether a place is found or named at which somebody can be reached."""
        return bool(self.place_id() or self.place_words()) and not self.is_public()

    def offer_public_areas(self) -> None:
        """Reads the public areas of the books, to be found by any part of their name or by pinyin."""
        areas = self._bridge.ask(people.public_areas)
        typed = self.words.typed
        self.words.set_choices([(area, name, " ".join(list_keys(name, pinyin_table()))) for area, name in areas])
        if self.words.value is None:
            self.words.put_typed(typed)

    def show_place(self, place_id: int, caller_id: int | None) -> OccupantRecord | None:
        """Shows a place of the books with this person as the caller, whom it returns."""
        page = self._bridge.ask(people.place_page, place_id, self._bridge.books)
        known = {person.id for person in page.occupants}
        self.card.show_place(page, caller_id if caller_id in known else None, self._bridge.now(), self._bridge.zone)
        self._show_boxes(False)
        return self.card.person(caller_id)

    def show_owed(self, phone: str) -> None:
        """Says what a caller without a household of the books owes, as known by their phone."""
        number = fold_phone(phone)
        known = self.page is None and len(number) >= _SHORTEST_PHONE
        owed = self._bridge.ask(fee_pages.owed_of_caller, number) if known else Owed()
        self.owed.setText(owed_words(owed))
        self.owed.setVisible(bool(owed.count))

    def is_there(self, place_id: int, label: str) -> bool:
        """Whether the books still have this place under this name: they may have been restored from a backup."""
        return self._bridge.ask(people.stands, place_id, label)

    def refresh(self) -> None:
        """Reads the household again, as after a case of it was saved; one that is as it was stays untouched.

        Of one that was taken out of use meanwhile the words are left: no case is registered there.
        """
        self.offer_public_areas()
        if self.page is None:
            return
        page = self._bridge.ask(people.place_page, self.page.id, self._bridge.books)
        if not self.is_there(page.id, page.label):
            self.card.clear()
            self._show_boxes(True)
            self.words.put_typed(page.label)
            self.changed.emit()
        elif page != self.page:
            self.show_place(page.id, self.card.caller_id())

    def clear(self) -> None:
        """No place at all."""
        self.box.shut()
        self.box.clear()
        self.words.set_value(None)
        self.card.clear()
        self._show_boxes(True)

    def go_to_calls(self) -> None:
        """Puts the keyboard on the household's last calls; without a household into the box that finds one."""
        if self.page is not None:
            self.card.take_keyboard_to_calls()
            return
        self.row.set_problem(translate("WhoZone", "Find the household first: then its last calls stand here."))
        self.box.setFocus()

    def look_again(self) -> None:
        """Lets go of the household, and puts the keyboard into the one box."""
        if self.page is not None:
            self.card.clear()
            self._show_boxes(True)
            self.caller_found.emit(None)
            self.changed.emit()
        self.box.setFocus()
        self.box.selectAll()

    def _show_boxes(self, shown: bool) -> None:
        self.row.setVisible(shown)
        self.words_row.setVisible(shown)

    def _found(self, match: WhoMatch) -> None:
        self.row.set_problem("")
        self.box.clear()
        self.words.set_value(None)
        caller = self.show_place(match.place_id, match.occupant_id)
        self.caller_found.emit(caller)
        self.changed.emit()
        self.settled.emit()

    def _words_typed(self, _words: object) -> None:
        alone = self.words.value is None and self.words.fitting() == 1
        by_words = translate("WhoZone", "a public area, by its words") if is_public(self.place_words()) else ""
        self.words_row.set_note(translate("WhoZone", "Tab: as typed") if alone else by_words)
        self.changed.emit()

    def offer_stranger(self, name: str, phone: str) -> None:
        """Offers to take into the household who calls and is not in its book."""
        self.stranger.offer(self.page, name, phone)

    def _joined(self, person_id: int) -> None:
        """Who was a stranger is one of the household, and calls."""
        if self.page is not None:
            self.caller_chosen.emit(self.show_place(self.page.id, person_id))
            self.settled.emit()

    def _named(self, meaning: str, words: str) -> None:
        self.row.set_problem("")
        self.box.clear()
        if meaning in (NAME, PHONE):
            self.told.emit(meaning, words)
            self.box.setFocus()  # where they call from is still to be said
            return
        self.words.put_typed(words)
        self.settled.emit()
