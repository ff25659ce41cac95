# SPDX-License-Identifier: Apache-2.0
"""今日 Today: what is late, due, out, owed and waited for, each a count that opens its list; chased from here."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QShowEvent
from PySide6.QtWidgets import QApplication

from complaintdesk.desk import cases, chasing, prints
from complaintdesk.desk.slip_rules import is_listed, listed_at
from complaintdesk.desk.today import Listed, Moment, TodayList, pressing, today_lists
from complaintdesk.desk.today_rows import TodayRow, today_rows
from complaintdesk.domain.terms import OrderState
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem
from complaintdesk.labels import translate, words_of
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, PrimaryButton
from complaintdesk.ui.look import Colour, Tone
from complaintdesk.ui.record_table import Column as TableColumn
from complaintdesk.ui.record_table import RecordTable
from complaintdesk.ui.slip_printing import print_slips_out
from complaintdesk.ui.step_slot import StepSlot
from complaintdesk.ui.tab import Counted, Tab
from complaintdesk.ui.tabs import chase_form, today_words
from complaintdesk.ui.tabs.chase_form import Chased, ChaseForm, case_chase, slip_chase
from complaintdesk.ui.tabs.list_tab import ListCard
from complaintdesk.ui.tabs.today_tiles import Tiles
from complaintdesk.ui.time_words import Said, exact_words
from complaintdesk.ui.words import Banner, Card, Column, Note, Row, Title

_SLIP, _CASE = "slip", "case"  # what a chase is kept under while it is half-typed
_ASKED = 404  # px of the area in which a chase is asked for


class TodayTab(Tab):
    """Where the day begins. Nothing is changed here but by chasing; a line opens its record where that is at home."""

    help_page = "today"

    title = QT_TRANSLATE_NOOP("Tab", "Today")
    icon = "sun"
    kind = "today"
    work = (cases.register,)
    search_hint = QT_TRANSLATE_NOOP("Tab", "Find anything: name, room, phone, number")
    tables = frozenset(
        {
            *("case_record", "case_event", "commitment", "work_order", "follow_up", "day_review", "staff"),
            *("procedure_version", "calendar_day"),
        }
    )

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self.shown = TodayList.LATE
        self._picked = False  # a person chose the list that is shown
        self._lists: dict[TodayList, Listed] = {}
        self._staff_id: int | None = None
        self.reminder = Banner()
        self._reminded = 0  # of how many slips that are out
        self.tiles = Tiles()
        self.tiles.chosen.connect(self.show_list)
        self.table = RecordTable(
            "today",
            self._columns(),
            lambda ids: bridge.ask(today_rows, self.shown, ids, self._moment()),
            settings=bridge.settings,
            accessible_name=translate("TodayTab", "What is to be done"),
        )
        self.slot = StepSlot(bridge, "chase/")
        self._build()

    @classmethod
    def counted(cls, bridge: Bridge) -> Counted:
        moment = Moment(bridge.now(), bridge.zone, bridge.books)
        return lambda session: pressing(session, moment)

    def refresh(self) -> None:
        self._card.banner.clear()
        try:
            self._change_hands()
            self._read()
        except EnvironmentProblem as problem:
            self._fail(problem)

    def show_list(self, name: TodayList) -> None:
        """Shows one of the lists from now on."""
        self._picked = True
        self._show(name)

    def search(self, text: str) -> None:
        """Its lists are short; what is typed is looked for everywhere by the box itself."""

    def open_record(self, record_id: int) -> None:
        """Chooses a line of the list that is shown."""
        self.table.choose(record_id)

    def take_keyboard(self) -> None:
        if self.table.count():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.tiles.tile(self.shown).setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        focused = QApplication.focusWidget()
        if focused is None or focused is self.register or not self.isAncestorOf(focused):
            self.take_keyboard()

    def tick(self) -> None:
        try:
            self._read()
        except EnvironmentProblem as problem:
            self._fail(problem)

    def keep(self) -> None:
        self.slot.keep()

    def chase(self) -> None:
        """Asks for a chase of the line that is chosen: of its slip, else of its case."""
        row = self.table.chosen_record()
        if row is None or not self._may_chase(row):
            return
        self._card.banner.clear()
        self.slot.open(row.record_id, _SLIP if row.kind == "order" else _CASE, self._form(row))
        self._asked.show()

    def open_chosen(self) -> None:
        """Shows the chosen line's record where it is at home, with the keyboard on it."""
        row = self.table.chosen_record()
        if row is not None:
            self.asked_for.emit(row.kind, row.record_id)

    def _read(self) -> None:
        """Asks how the lists stand, and shows the first that has something until a person chose another."""
        self._lists = self.bridge.ask(today_lists, self._moment())
        now, zone = self.bridge.shown_now(), self.bridge.zone
        self.tiles.tell([(name, today_words.told(name, listed, now, zone)) for name, listed in self._lists.items()])
        pressing_ones = (name for name, listed in self._lists.items() if listed.count)
        name = self.shown if self._picked and self.shown in self._lists else next(pressing_ones, TodayList.LATE)
        self.day.setText(exact_words(now, zone).rpartition(" ")[0])
        self._show(name)
        self._remind()

    def _remind(self) -> None:
        """From the time of day that the rule book names, says how many slips are still out (R-WO-10)."""
        count = self._lists.get(TodayList.OUT, Listed()).count
        procedure = self.bridge.procedure
        due = count if is_listed(procedure, self.bridge.shown_now(), self.bridge.zone) else 0
        if due == self._reminded:
            return
        self._reminded = due
        if not due:
            self.reminder.clear()
            return
        words = translate("TodayTab", "It is past {time}: {count} slips are not back. F7 chases the one chosen.")
        at = f"{listed_at(procedure):%H:%M}"
        show = (translate("TodayTab", "Show them"), lambda: self.show_list(TodayList.OUT))
        self.reminder.say(words.format(time=at, count=due), Tone.SOON, show)
        if self.bridge.may(prints.start_day_sheet):
            self.reminder.add_deed(translate("TodayTab", "Print the list"), self._print_out, "Ctrl+P")

    def _print_out(self) -> None:
        said = print_slips_out(self.bridge, self)
        if said is not None:
            self._card.banner.say(said, Tone.GOOD)

    def _show(self, name: TodayList) -> None:
        self.shown = name
        listed = self._lists.get(name, Listed())
        self.tiles.mark(name)
        self.head.setText(f"{today_words.list_names()[name]} {listed.count}")
        self.hint.setText(today_words.order_said(name))
        words = today_words.nothing(name)
        empty = not any(each.count for each in self._lists.values())
        advice = translate("TodayTab", "When somebody calls, F2 goes to the form.") if empty else ""
        self.table.set_empty(words, advice if self.bridge.may(cases.register) else "")
        self.table.set_ids(listed.ids)
        if self.table.chosen_id() is None and listed.ids:
            self.table.choose(listed.ids[0])
        self._offer()

    def _offer(self) -> None:
        """Shows what can be done with the chosen line, by who sits here."""
        row = self.table.chosen_record()
        self.register.setVisible(self.bridge.may(cases.register))
        self.open.setEnabled(row is not None)
        self.remind.setVisible(self.bridge.may(chasing.chase))
        self.remind.setEnabled(row is not None and self._may_chase(row))

    def _may_chase(self, row: TodayRow) -> bool:
        is_back = row.kind == "order" and row.order_state is OrderState.RETURNED  # its worker is done with it
        return row.kind in ("case", "order") and not is_back and self.bridge.may(chasing.chase)

    def _form(self, row: TodayRow) -> ChaseForm:
        since, case_id = row.received_at or self.bridge.now(), row.case_id or 0
        if row.kind == "order":
            return slip_chase(self.bridge, case_id, row.record_id, row.slip, row.with_whom, since)
        return case_chase(self.bridge, row.record_id, row.number, row.department, since)

    def _chased(self, step: str, chased: Chased) -> None:
        """Says that it is noted, with its sheet to be printed."""
        del step
        self._asked.hide()
        chase_form.say_chased(self.bridge, self._card.banner, self, chase_form.noted_words(), chased)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _left(self) -> None:
        self._asked.hide()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _change_hands(self) -> None:
        """Begins anew for whoever sits down, with what they left half-typed."""
        staff = self.bridge.staff
        if staff is not None and staff.id != self._staff_id:
            self._staff_id, self._picked = staff.id, False
            self._asked.hide()
            self.slot.resume()

    def _moment(self) -> Moment:
        return Moment(self.bridge.now(), self.bridge.zone, self.bridge.books)

    def _fail(self, problem: EnvironmentProblem) -> None:
        self._card.say_unread(problem, self.refresh)

    def _build(self) -> None:
        self.day = Title()
        self.register = PrimaryButton(translate("TodayTab", "Register a call"), "F2")
        self.register.clicked.connect(lambda: self.page_asked_for.emit("case"))
        top = Row(self.day)
        top.addStretch(1)
        top.addWidget(self.register)
        self.head = Title(size=look.SIZE)
        self.hint = Note()
        self.open = Button(translate("TodayTab", "Open"), "Ctrl+O", icon="arrow-right")
        self.open.clicked.connect(self.open_chosen)
        self.remind = Button(translate("TodayTab", "Chase"), "F7", also=(chase_form.KEY,), icon="bell")
        self.remind.clicked.connect(self.chase)
        line = Row(self.head, self.hint)
        line.addStretch(1)
        line.addWidget(self.remind)
        line.addWidget(self.open)
        self._card = ListCard()
        self._card.lay_out(self.table, line)
        self.table.chosen.connect(lambda _id: self._offer())
        self.table.opened.connect(lambda _id: self.open_chosen())
        self.table.failed.connect(self._fail)
        self._asked = Card()
        self._asked.box.addWidget(self.slot)
        self._asked.setFixedWidth(_ASKED)
        self._asked.hide()
        self.slot.done.connect(self._chased)
        self.slot.left.connect(self._left)
        self.slot.failed.connect(lambda problem: self._card.banner.say(words_of(problem), Tone.LATE))
        below = Row(self._card, self._asked, gap=look.GAP)
        below.setStretch(0, 1)
        page = Column(look.GAP)
        page.setContentsMargins(look.GAP, look.GAP, look.GAP, look.GAP)
        page.addLayout(top)
        page.addWidget(self.reminder)
        page.addWidget(self.tiles)
        page.addLayout(below, 1)
        self.setLayout(page)

    def _columns(self) -> Sequence[TableColumn]:
        bridge = self.bridge

        def said(row: TodayRow) -> Said:
            return today_words.row_said(self.shown, row, bridge.shown_now(), bridge.zone)

        def tone(row: TodayRow) -> Colour:
            ink: Colour = said(row).tone.value[0]
            return ink

        def at(words: str) -> int:
            return QFontMetrics(look.font()).horizontalAdvance(words) + 22

        def chased(row: TodayRow) -> str:
            return today_words.chases_said(row, bridge.shown_now(), bridge.zone)

        moment = f"{translate('Times', 'tomorrow')} 00:00"
        by = translate("TodayTab", "promised {moment}").format(moment=moment)
        promised = f"{translate('TodayTab', '{count} ×').format(count=9)} · {by}"
        due, priority = translate("TodayTab", "Due"), translate("TodayTab", "Priority")
        return [
            TableColumn(
                translate("TodayTab", "Number"),
                126,
                lambda row: today_words.number_said(row, bridge.shown_now(), bridge.zone),
                lambda _row: Colour.ACCENT,
            ),
            TableColumn(due, at("按约上门… 逾期 23小时59分 +2"), lambda row: said(row).words, tone),
            TableColumn(translate("TodayTab", "Place"), 118, lambda row: row.place),
            TableColumn(
                priority,
                at(priority) + 6,
                lambda row: today_words.priority_said(row.priority),
                lambda _row: Colour.SOON,
                spare=True,
            ),
            TableColumn(translate("TodayTab", "What"), 150, lambda row: row.content, stretch=True),
            TableColumn(translate("TodayTab", "Who has it"), 132, today_words.who_has),
            TableColumn(translate("TodayTab", "Slip"), 132, today_words.slip_said, spare=True),
            TableColumn(translate("TodayTab", "Chased"), at(promised), chased, lambda _row: Colour.SECOND),
        ]
