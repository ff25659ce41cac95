# SPDX-License-Identifier: Apache-2.0
"""The register as a list: views with their counts, kind and days, what is due in words; export and the day's paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics

from complaintdesk.desk import exports, list_choices, listing, prints
from complaintdesk.desk.listing import CASE_VIEWS, CaseFilter
from complaintdesk.desk.records import CaseRow
from complaintdesk.domain.dates import add_months
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.terms import CaseKind, CaseState, OrderState
from complaintdesk.errors import EnvironmentProblem, Told, UserError
from complaintdesk.labels import label, translate, words_of
from complaintdesk.ui import batch_dialog, batch_printing, exporting, look, printing, prompts
from complaintdesk.ui.bare_keys import add_key
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, Choices, TickBox
from complaintdesk.ui.inputs import FilterBox
from complaintdesk.ui.list_reader import ListReader
from complaintdesk.ui.look import Colour, Tone
from complaintdesk.ui.record_table import Column as TableColumn
from complaintdesk.ui.record_table import RecordTable
from complaintdesk.ui.tabs.case_words import joined, kind_said, kinds_said, limit_said, list_time, marked
from complaintdesk.ui.tabs.list_tab import ListCard
from complaintdesk.ui.tabs.queue_row import QueueRow
from complaintdesk.ui.time_words import Said, length_words
from complaintdesk.ui.words import ElidedText, Row

LIST_KEY = "F6"
_WORD = 120  # px at most for a term in a column


class CaseList(ListCard):
    """Cases newest first; says which is chosen and which is to be worked on."""

    chosen = Signal(object)  # the id of the line now chosen, or None
    opened = Signal(object)  # Enter or a double click: on to its deeds
    search_let_go = Signal()  # what was searched for is not what is listed any more

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self.wanted = CaseFilter()
        self._place = ""
        self._shown = ""  # what the cases are that were asked for by id
        self._filling = False
        self._kinds_of: Procedure | None = None
        self._build()

    def refresh(self) -> None:
        """Reads counts and cases again; the chosen one stays chosen."""
        self._offer()
        self.reader.answer(listing.case_counts, self._bridge.now(), self._staff_id(), then=self._say_counts)
        self.queues.refresh()
        self.read()

    def read(self) -> None:
        """Reads which cases to list."""
        self.banner.clear()
        wanted, now, staff_id = self.wanted, self._bridge.now(), self._staff_id()
        self.table.set_empty(*self._nothing())
        try:
            self.reader.read(
                wanted,
                lambda session: listing.case_beginning(session, wanted, now, staff_id),
                lambda session, progress: listing.case_ids(session, wanted, now, staff_id, progress),
            )
        except EnvironmentProblem as problem:
            self.fail(problem)
            return
        self._say()

    def search(self, text: str) -> None:
        """Narrows the list to what the words find in text, name, room, phone and number, and to the filters among them.

        A filter that there isn't is said beside the box; the list stays as it is.
        """
        with suppress(UserError):
            search = self._bridge.searches.read(text) if text else None
            self.queues.leave()
            self._want(search=search)

    def _show_queue(self, words: str | None) -> None:
        """Lists what a saved search finds now, whatever was listed before; with None all again."""
        try:
            search = self._bridge.searches.read(words) if words else None
        except UserError as problem:
            self.banner.say(words_of(problem), Tone.LATE)
            return
        self._reset(CaseFilter(search=search), of_queue=True)

    def show_place(self, place_id: int, name: str) -> None:
        """Lists all cases of a place, whatever was listed before."""
        self._place = name
        self._reset(CaseFilter(place_id=place_id))

    def show_cases(self, ids: Sequence[int], words: str) -> None:
        """Lists these cases alone, whatever was listed before; `words` say what they are."""
        self._shown = words
        self._reset(CaseFilter(ids=tuple(ids)))

    def show_case(self, case_id: int) -> None:
        """Chooses the case, loosening what hides it."""
        if self.table.choose(case_id):
            return
        self._reset(CaseFilter(self._bridge.ask(listing.view_of, case_id)))
        if self.reader.choose(case_id) and self.table.chosen_id() is None:
            self.chosen.emit(case_id)  # its place in the list is still being looked for

    def fail(self, problem: EnvironmentProblem, again: Callable[[], object] | None = None) -> None:
        """Says what keeps the list from being read, with a way to read again."""
        self.say_unread(problem, again or self.refresh)

    def _build(self) -> None:
        self.views = Choices([(view, name) for view, name in _view_names().items()], wrap=True, gap=4)
        self.views.setAccessibleName(translate("CaseList", "Which cases"))
        self.views.set_value(self.wanted.view)
        self.views.changed.connect(lambda view: self._want(view=view))
        every = translate("CaseList", "All kinds")
        self.kinds = FilterBox(placeholder=every, name=translate("CaseList", "Kind"), narrows=True)
        self.kinds.setFixedWidth(116)
        self.kinds.changed.connect(lambda kind: self._want(kind=kind))
        every = translate("CaseList", "All days")
        self.days = FilterBox(placeholder=every, name=translate("CaseList", "Days"), narrows=True)
        self.days.setFixedWidth(128)
        self.days.changed.connect(self._want_days)
        self.by_due = TickBox(translate("CaseList", "By due time"))
        self.by_due.toggled.connect(lambda by_due: self._want(by_due=by_due))
        self.note = ElidedText(role=Colour.SECOND, size=13)
        self.loosen = Button("", icon="x", also=("Alt+Q",), flat=True, name=translate("CaseList", "Show all again"))
        self.loosen.clicked.connect(lambda: self._reset(CaseFilter()))
        self.queues = QueueRow(self._bridge)
        self.queues.chosen.connect(self._show_queue)
        paper = translate("CaseList", "Print the register of the days chosen, or of today")
        self.print_button = Button(translate("CaseList", "Print"), icon="printer", also=("Ctrl+Shift+P",), tip=paper)
        self.print_button.clicked.connect(self.print_days)
        self.export_button = Button(translate("CaseList", "Excel"), icon="file-spreadsheet", also=("Ctrl+E",))
        self.export_button.setToolTip(translate("CaseList", "Export what is listed to Excel  Ctrl+E"))
        self.export_button.clicked.connect(self.export)
        line = Row(self.kinds, self.days, self.by_due, self.note, self.loosen)
        for button in (self.print_button, self.export_button):
            line.addWidget(button)
        line.setStretch(3, 1)
        self.table = RecordTable(
            "cases",
            self._columns(),
            lambda ids: self._bridge.ask(listing.case_rows, ids, self._bridge.books),
            settings=self._bridge.settings,
            accessible_name=translate("CaseList", "Cases"),
        )
        self.table.chosen.connect(self.chosen)
        self.table.opened.connect(self.opened)
        self.table.failed.connect(self.fail)
        self.reader = ListReader(self._bridge, self.table)
        self.reader.filled.connect(self._say)
        self.reader.failed.connect(self.fail)
        above = Row(self.views, self.queues.save_button)  # the views give way to it
        above.setStretch(0, 1)
        above.setAlignment(self.queues.save_button, Qt.AlignmentFlag.AlignTop)
        self.lay_out(self.table, above, Row(self.queues), line)
        add_key(self, "Ctrl+Alt+P", translate("CaseList", "Print the confirmations of all listed"), self.print_several)
        add_key(self, LIST_KEY, translate("CaseList", "To the list"), self.take_keyboard)

    def take_keyboard(self) -> None:
        """Puts the keyboard into the list, on its first line where none is chosen."""
        if self.table.chosen_id() is None and self.table.count():
            self.table.choose(self.table.ids()[0])
        self.table.setFocus()

    def _columns(self) -> list[TableColumn]:
        bridge = self._bridge

        def due(row: CaseRow) -> Said:
            if row.due is None and row.lead_number:
                return Said(translate("CaseList", "with {number}").format(number=row.lead_number), Tone.PLAIN)
            return limit_said(row.due, bridge.shown_now(), bridge.zone, brief=True)

        def due_colour(row: CaseRow) -> Colour:
            said: Colour = due(row).tone.value[0]
            return Colour.SECOND if row.due is None else said

        def state(row: CaseRow) -> str:
            running = row.state is CaseState.IN_HAND and row.order_state is not None
            return label(row.order_state) if running and row.order_state else label(row.state)

        def what(row: CaseRow) -> str:
            return marked(row.content, row.priority, row.chases, row.level)

        def ink(row: CaseRow) -> Colour:
            return Colour.SECOND if row.state is CaseState.VOID else Colour.INK

        when = translate("CaseList", "Time")
        number = _longest(*(f"{kind.series}2026-000000" for kind in bridge.procedure.kinds))
        return [
            TableColumn(translate("CaseList", "Number"), number, lambda row: row.number, lambda _row: Colour.ACCENT),
            TableColumn(
                when,
                _longest(f"{translate('Times', 'yesterday')} 00:00", "11-20 00:00", "2025-11-20"),
                lambda row: list_time(row.received_at, bridge.shown_now(), bridge.zone),
            ),
            TableColumn(
                translate("CaseList", "Kind"),
                _widest(list(CaseKind)),
                lambda row: kind_said(row.kind, row.kind_name),
                spare=True,  # the number begins with its letters
            ),
            TableColumn(translate("CaseList", "Place"), 118, lambda row: row.place, ink),
            TableColumn(translate("CaseList", "What happened"), 160, what, ink, stretch=True),
            TableColumn(translate("CaseList", "State"), _widest([*CaseState, *OrderState]), state, ink),
            TableColumn(translate("CaseList", "Due"), _due_width(), lambda row: due(row).words, due_colour),
        ]

    def _offer(self) -> None:
        self._filling = True
        if self._kinds_of is not self._bridge.procedure:
            self._kinds_of = self._bridge.procedure
            self.reader.answer(list_choices.kinds_to_list, self._bridge.books, then=self._offer_kinds)
            self._filling = True
        self.days.set_choices([(name, words) for name, words in _day_names().items()])
        self._filling = False
        self.print_button.setVisible(self._bridge.may(prints.start_register))
        self.export_button.setVisible(self._bridge.may(exports.note_export))

    def _offer_kinds(self, names: dict[CaseKind, str]) -> None:
        self._filling = True
        self.kinds.set_choices([(kind, name) for kind, name in kinds_said(names)])
        self._filling = False

    def _say_counts(self, counts: dict[str, int]) -> None:
        names = _view_names()
        self.views.set_labels([f"{names[view]} {counts[view]:,}" for view in CASE_VIEWS])

    def _staff_id(self) -> int | None:
        return self._bridge.staff.id if self._bridge.staff else None

    def _want(self, **changes: object) -> None:
        if self._filling:
            return
        wanted = replace(self.wanted, **changes)  # type: ignore[arg-type]  # names of its own fields
        if wanted != self.wanted:
            self.wanted = wanted
            self.read()

    def _want_days(self, name: str | None) -> None:
        from_on, to_on = _days(name, self._today()) if name else (None, None)
        self._want(from_on=from_on, to_on=to_on)

    def _reset(self, wanted: CaseFilter, *, of_queue: bool = False) -> None:
        """Lists by this filter alone; a saved search stays chosen if it is `of_queue`."""
        self._put(wanted, of_queue=of_queue)
        self.read()

    def begin_anew(self) -> None:
        """Takes off all that narrows the list besides its view; it is to be read after this."""
        self._put(CaseFilter(self.wanted.view))

    def _put(self, wanted: CaseFilter, *, of_queue: bool = False) -> None:
        """Makes the boxes show this filter, which is the one to list by from now on."""
        self.search_let_go.emit()
        if not of_queue:
            self.queues.leave()
        self._filling = True
        self.views.set_value(wanted.view)
        self.kinds.set_value(wanted.kind)
        self.days.set_value(None)
        self._filling = False
        self.wanted = replace(wanted, by_due=self.by_due.isChecked())

    def _today(self) -> date:
        return self._bridge.local(self._bridge.now()).date()

    def _say(self) -> None:
        """What is listed besides the view, in words, and how many they are."""
        wanted = self.wanted
        count = translate("CaseList", "{count} cases").format(count=f"{self.table.count():,}")
        if not self.reader.is_whole:
            count = translate("CaseList", "reading…")
        place = self._place if wanted.place_id is not None else ""
        text = translate("CaseList", "“{text}”").format(text=wanted.search.text) if wanted.search else ""
        shown = translate("CaseList", "Shown: {words}").format(words=self._shown) if wanted.ids is not None else ""
        self.note.set_words(joined((shown, place, text, count)))
        self.loosen.setVisible(self._narrowed())
        self.queues.offer(wanted.search.text if wanted.search and self.queues.queues.value is None else "")

    def _narrowed(self) -> bool:
        """Whether more than the view, the kind and the days say what is listed."""
        return self.wanted.search is not None or self.wanted.place_id is not None or self.wanted.ids is not None

    def _nothing(self) -> tuple[str, str]:
        """What to say where no case is listed, and what to do next."""
        if self._narrowed() or self.wanted.kind or self.wanted.from_on:
            return (
                translate("CaseList", "No case fits."),
                translate("CaseList", "Clear the search box, the kind and the days, or look under “All”."),
            )
        words = {
            "all": translate("CaseList", "No case has been registered yet."),
            "to_dispatch": translate("CaseList", "Every repair has its slip."),
            "in_hand": translate("CaseList", "Nothing is open."),
            "late": translate("CaseList", "Nothing is late."),
            "handled": translate("CaseList", "Nothing waits for closing."),
            "mine": translate("CaseList", "Nothing is yours to follow."),
            "history": translate("CaseList", "No old register has been read in."),
        }[self.wanted.view]
        first = translate("CaseList", "Type who calls on the left, then what happened; F8 saves.")
        return words, first if self.wanted.view == "all" else ""

    def print_days(self) -> None:
        """Previews and prints the register of the days chosen, of today where none are."""
        from_on, to_on = self.wanted.from_on or self._today(), self.wanted.to_on or self._today()
        if said := printing.print_register(self._bridge, from_on, to_on, self):
            self.banner.say(said, Tone.GOOD)

    def print_several(self) -> None:
        """Prints the confirmation of each case listed, in one go."""
        if said := batch_dialog.print_listed(self._bridge, batch_printing.acknowledgements, self.table):
            self.banner.say(said, Tone.GOOD)

    def export(self) -> None:
        """Writes what is listed to an Excel file."""
        if not self.reader.is_whole:
            self.banner.say(translate("CaseList", "The list is still being read: export it in a moment."), Tone.SOON)
            return
        if not self.table.count():
            self.banner.say(translate("CaseList", "Nothing is listed that could be exported."), Tone.SOON)
            return
        try:
            exporting.export_list(self, self._bridge, self.table.ids()[:], self._span_words())
        except Told as problem:
            prompts.tell_error(self, problem)

    def _span_words(self) -> str:
        view = _view_names()[self.wanted.view]
        kind = self.kinds.typed if self.wanted.kind else ""
        shown = self._shown if self.wanted.ids is not None else ""
        days = self.days.typed if self.wanted.from_on else ""
        return joined((shown, view, kind, days, self.wanted.search.text if self.wanted.search else ""))


def _widest(terms: Sequence[StrEnum]) -> int:
    """Room for the longest of these terms in a cell, px; within reason."""
    return min(_longest(*(label(term) for term in terms)), _WORD)


def _due_width() -> int:
    """Room for what is due and how it stands, px."""
    late = translate("Times", "late {length}").format(length=length_words(timedelta(hours=23, minutes=59)))
    return _longest(f"答复投诉… {late}", "部门联系客户 11-27 24:00")  # as rule books name limits


def _longest(*words: str) -> int:
    """Room for the longest of these, px."""
    metrics = QFontMetrics(look.font())
    return max(metrics.horizontalAdvance(each) for each in words) + 22


def _view_names() -> dict[str, str]:
    names = {
        "all": translate("CaseList", "All"),
        "to_dispatch": translate("CaseList", "To dispatch"),
        "in_hand": translate("CaseList", "Open"),
        "late": translate("CaseList", "Late"),
        "handled": translate("CaseList", "Handled"),
        "mine": translate("CaseList", "Mine"),
        "history": translate("CaseList", "Old register"),
    }
    return {view: names[view] for view in CASE_VIEWS}


def _day_names() -> dict[str, str]:
    return {
        "today": translate("CaseList", "Today"),
        "yesterday": translate("CaseList", "Yesterday"),
        "week": translate("CaseList", "Last 7 days"),
        "month": translate("CaseList", "Last 30 days"),
        "this_month": translate("CaseList", "This month"),
        "last_month": translate("CaseList", "Last month"),
    }


def _days(name: str, today: date) -> tuple[date, date]:
    """The first and last day that a name means."""
    first = today.replace(day=1)
    return {
        "today": (today, today),
        "yesterday": (today - timedelta(1), today - timedelta(1)),
        "week": (today - timedelta(6), today),
        "month": (today - timedelta(29), today),
        "this_month": (first, today),
        "last_month": (add_months(first, -1), first - timedelta(1)),
    }[name]
