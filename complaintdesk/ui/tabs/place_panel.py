# SPDX-License-Identifier: Apache-2.0
"""The chosen place: its people with masked phones, its cases with slips, call-backs and fees, its file, its deeds."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtWidgets import QWidget

from complaintdesk.db.reader import Records
from complaintdesk.desk import (
    fee_pages,
    household_course,
    household_files,
    households,
    people,
    prints,
)
from complaintdesk.desk.access_lists import AccessFilter
from complaintdesk.desk.records import PlacePage
from complaintdesk.domain.lifecycle import OPEN_STATES
from complaintdesk.domain.quantities import area_words
from complaintdesk.domain.terms import PlaceKind
from complaintdesk.labels import label, translate
from complaintdesk.ui import look
from complaintdesk.ui.access_window import show_accesses
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, Choices
from complaintdesk.ui.day_input import day_text
from complaintdesk.ui.facts import Fact, Facts
from complaintdesk.ui.household_printing import COVER, LIST, print_household
from complaintdesk.ui.look import Colour, Tone
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs.case_words import joined
from complaintdesk.ui.tabs.fee_lines import FeeLines, owed_words
from complaintdesk.ui.tabs.household_card import CallList
from complaintdesk.ui.tabs.household_file_view import HouseholdFileView
from complaintdesk.ui.tabs.household_steps import DocumentForm, VoidReasonForm
from complaintdesk.ui.tabs.household_words import call_back_lines, file_facts, slip_lines
from complaintdesk.ui.tabs.person_lines import VOID_PERSON, PersonLines
from complaintdesk.ui.tabs.place_form import PlaceForm
from complaintdesk.ui.tabs.record_panel import RecordPanel
from complaintdesk.ui.tabs.told_list import ToldList
from complaintdesk.ui.words import Column, Note, Pill, Row, Title

ADD, EDIT, VOID = "add", "edit", "void"
_HOUSEHOLD, _FILE = "household", "file"  # the two sides of the page


class PlacePanel(RecordPanel):
    """Shows one place; adds and changes places in the same room."""

    large = frozenset({ADD, EDIT})

    saved = Signal(object)  # the id of a place added or changed, None when it was taken out
    list_asked_for = Signal(str, object, str)  # another tab's records: their kind, ids, and what they are

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
        if (form := self.file_view.form(step)) is not None:
            self.view.set_value(_FILE)
            if isinstance(form, DocumentForm):
                self.file_view.point_to(form.document)
            return form
        if step == VOID:
            words = translate("PlacePanel", "Take {place} out of use: it stays in the books, and its cases too")
            title = words.format(place=page.label)
            return VoidReasonForm(title, lambda reason: do(households.void_place, page.id, reason))
        if not step.startswith(f"{VOID_PERSON}/"):
            return None  # half-typed of something that is there no more
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
        seen = translate("PlacePanel", "Who saw this household's data…")
        self.seen = Button("", icon="history", flat=True, name=seen)
        self.seen.clicked.connect(self._show_seen)
        line = Row(self.label, self.kind, self.open_cases)
        line.addStretch(1)
        line.addWidget(self.seen)
        self.view: Choices = Choices([], keys=("Alt+H", "Alt+D"), name=translate("PlacePanel", "Side of the page"))
        self.view.set_choices(
            [(_HOUSEHOLD, translate("PlacePanel", "Overview")), (_FILE, translate("PlacePanel", "File"))]
        )
        self.view.set_value(_HOUSEHOLD)
        self.view.changed.connect(lambda _side: self._turn())
        head = Column(look.GRID)
        head.addLayout(line)
        head.addWidget(self.view)
        self.facts = Facts()
        self.people = PersonLines(self.bridge)
        self.people.asked.connect(self.ask)
        self.people.noted.connect(lambda words: self.banner.say(words, Tone.GOOD))
        self.no_cases = Note(translate("PlacePanel", "Nobody has called from here yet."))
        self.titles = {"open": Title(size=look.SIZE), "earlier": Title(size=look.SIZE)}
        self.cases = {"open": CallList(), "earlier": CallList()}
        body = Column(look.GAP)
        self.household = QWidget()
        self.file_view = HouseholdFileView(self.bridge)
        self.file_view.asked.connect(self.ask)
        self.file_view.brought.connect(self._bring)
        body.addWidget(self.facts)
        body.addWidget(self.people)
        self.fees_title, self.fees = Title(size=look.SIZE), FeeLines()
        self.fees.asked_for.connect(partial(self.asked_for.emit, "order"))
        body.addWidget(self.fees_title)
        body.addWidget(self.fees)
        for name, calls in self.cases.items():
            calls.taken.connect(partial(self.asked_for.emit, "case"))
            body.addWidget(self.titles[name])
            body.addWidget(calls)
        body.addWidget(self.no_cases)
        self.all_cases = Button("", icon="list", flat=True)
        self.all_cases.clicked.connect(self._list_cases)
        body.addWidget(self.all_cases, 0, Qt.AlignmentFlag.AlignLeft)
        self.slips_title, self.slips = Title(size=look.SIZE), ToldList(translate("PlacePanel", "Slips"))
        self.slips.taken.connect(partial(self.asked_for.emit, "order"))
        self.calls_title, self.calls = Title(size=look.SIZE), ToldList(translate("PlacePanel", "Call-backs"))
        self.calls.taken.connect(partial(self.asked_for.emit, "follow_up"))
        for part in (self.slips_title, self.slips, self.calls_title, self.calls):
            body.addWidget(part)
        self.household.setLayout(body)
        told = Column()
        told.addWidget(self.household)
        told.addWidget(self.file_view)
        told.addStretch(1)
        self._lay_out(head, told, self._build_deeds())
        self._turn()

    def _build_deeds(self) -> Row:
        self.edit = Button(translate("PlacePanel", "Change"), "F2", icon="pencil")
        self.edit.clicked.connect(lambda: self.ask(EDIT))
        self.void = Button(translate("PlacePanel", "Take out…"), also=("Ctrl+Delete",), icon="ban", flat=True)
        self.void.clicked.connect(lambda: self.ask(VOID))
        tip = translate("PlacePanel", "Print the cover of the household's file")
        self.cover = Button(translate("PlacePanel", "Cover"), "Ctrl+P", icon="printer", tip=tip)
        self.cover.clicked.connect(lambda: self._print(COVER))
        tip = translate("PlacePanel", "Print the list of the file's documents")
        self.list = Button(translate("PlacePanel", "List"), also=("Ctrl+Shift+P",), icon="printer", tip=tip)
        self.list.clicked.connect(lambda: self._print(LIST))
        row = Row(self.edit, self.cover, self.list, self.void)
        row.addStretch(1)
        return row

    def _read(self, record_id: int) -> None:
        today = self._today()
        page = self.bridge.ask(people.place_page, record_id, self.bridge.books)
        file = self.bridge.ask(household_files.household_file, record_id, today)
        self.page = page
        self._fill(page)
        self._fill_course(page)
        self.file_view.show_file(page, file, today)
        self.facts.set_facts([*self._place_facts(page), *file_facts(file, today)])
        has_file = page.kind is not PlaceKind.PUBLIC_AREA and bool(file.documents)
        self.view.setVisible(has_file)
        if not has_file:
            self.view.set_value(_HOUSEHOLD)
        self._turn()

    def _bring(self, step: str, offered: QMimeData) -> None:
        """Opens the area of a document with the files that were dropped or pasted for it."""
        form = self.slot.form
        if not (isinstance(form, DocumentForm) and self.slot.step == step) and self.ask(step):
            form = self.slot.form
        if isinstance(form, DocumentForm):
            form.files.offer(offered)

    def _turn(self) -> None:
        """Shows the side of the page that is chosen."""
        on_file = self.view.value == _FILE
        self.household.setVisible(not on_file)
        self.file_view.setVisible(on_file)
        may_print = self.bridge.may(prints.start_household_sheet)
        for button in (self.cover, self.list):
            button.setVisible(on_file and may_print)

    def _today(self) -> date:
        return self.bridge.local(self.bridge.shown_now()).date()

    def _fill_course(self, page: PlacePage) -> None:
        """The slips and call-backs of the place's cases, and the way to all of them."""
        books, today = self.bridge.books, self._today()
        slips = slip_lines(self.bridge.ask(household_course.slips, page.id, books), today, self.bridge.zone)
        calls = call_back_lines(self.bridge.ask(household_course.call_backs, page.id, books), today, self.bridge.zone)
        for title, words, shown, lines in (
            (self.slips_title, translate("PlacePanel", "Slips"), self.slips, slips),
            (self.calls_title, translate("PlacePanel", "Call-backs"), self.calls, calls),
        ):
            title.setText(f"{words} {len(lines)}")
            title.setVisible(bool(lines))
            shown.set_lines(lines)
        self.all_cases.setText(translate("PlacePanel", "All cases in the register"))
        self.all_cases.setVisible(bool(page.cases))

    def _list_cases(self) -> None:
        if self.page is not None:
            ids = self.bridge.ask(household_course.case_ids, self.page.id)
            self.list_asked_for.emit("case", ids, self.page.label)

    def _show_seen(self) -> None:
        if self.page is not None:
            show_accesses(self, self.bridge, self.page.label, whose=AccessFilter(place_id=self.page.id))

    def _print(self, form: str) -> None:
        if self.page is not None:
            said = print_household(self.bridge, form, self.page.id, self)
            if said is not None:
                self.banner.say(said, Tone.GOOD)

    def _fill(self, page: PlacePage) -> None:
        open_cases = [row for row in page.cases if row.state in OPEN_STATES]
        earlier = [row for row in page.cases if row.state not in OPEN_STATES]
        self.label.setText(page.label)
        self.seen.setVisible(self.bridge.office.sees(Records.ACCESSES))
        self.kind.set_words(label(page.kind), Tone.PLAIN)
        words = translate("PlacePanel", "{count} open").format(count=len(open_cases)) if open_cases else ""
        self.open_cases.set_words(words, Tone.SOON)
        self.people.show_people(page, self._today())
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

    def _place_facts(self, page: PlacePage) -> list[Fact]:
        over = page.warranty_until is not None and page.warranty_until < self._today()
        warranty = translate("PlacePanel", "{day}, over") if over else "{day}"
        return [
            Fact(translate("PlacePanel", "Floor"), page.floor),
            Fact(translate("PlacePanel", "Area"), area_words(page.area)),
            Fact(translate("PlacePanel", "File no."), page.external_no),
            Fact(translate("PlacePanel", "Moved in"), day_text(page.moved_in_on)),
            Fact(
                translate("PlacePanel", "Warranty until"),
                warranty.format(day=day_text(page.warranty_until)) if page.warranty_until else "",
                Colour.SECOND if over else Colour.INK,
            ),
            Fact(translate("PlacePanel", "Note"), page.note, wide=True),
        ]

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
        elif not step.startswith(VOID_PERSON):
            self._done_in_file(step)
            return
        else:
            words = translate("PlacePanel", "{place}: the person is out of use and stays in the books.")
        assert self.page is not None
        said = words.format(place=self.page.label)
        if step == VOID:
            self.show_nothing()
            self.saved.emit(None)
        self.banner.say(said, Tone.GOOD)

    def _done_in_file(self, step: str) -> None:
        """Shows the file as it is now, and the keyboard where its upkeep goes on."""
        assert self.record_id is not None
        self.show_done(self.record_id)
        self.banner.say(self.file_view.done(step), Tone.GOOD)
