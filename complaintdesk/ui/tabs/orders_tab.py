# SPDX-License-Identifier: Apache-2.0
"""The work orders tab: slips by agreed time, one box for a number or a barcode, and the chosen slip beside the list."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from complaintdesk.desk import case_pages, dispatching, fees, list_choices, number_hits, order_lists, print_batches
from complaintdesk.desk.order_lists import ORDER_VIEWS, OrderFilter
from complaintdesk.desk.records import OrderRow
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.terms import OrderState
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.labels import label, translate
from complaintdesk.ui import look, prompts
from complaintdesk.ui.bare_keys import add_key
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, Choices
from complaintdesk.ui.inputs import FilterBox, WhoInput
from complaintdesk.ui.look import Colour, Tone
from complaintdesk.ui.record_table import Column as TableColumn
from complaintdesk.ui.record_table import RecordTable
from complaintdesk.ui.tab import Counted
from complaintdesk.ui.tabs.case_words import marked, teams_found
from complaintdesk.ui.tabs.list_tab import ListTab
from complaintdesk.ui.tabs.order_panel import COMPLETE, RETURN, OrderPanel
from complaintdesk.ui.tabs.order_words import OUT, UNFINISHED, row_owing, row_standing
from complaintdesk.ui.time_words import Said, moment_words, span_words
from complaintdesk.ui.words import Row, Text


class NumberInput(WhoInput):
    """The box for a number, typed or scanned: Enter goes to the slip, and the keyboard stays for the next one."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.returnPressed.emit()
        else:
            super().keyPressEvent(event)


class OrdersTab(ListTab):
    """Slips that are out, late, back or void; each step as it comes in by phone or on paper."""

    panel: OrderPanel

    help_page = "slips"

    title = QT_TRANSLATE_NOOP("Tab", "Work orders")
    icon = "wrench"
    kind = "order"
    work = (dispatching.accept, fees.pay)
    search_hint = QT_TRANSLATE_NOOP("Tab", "Find slips: room, name, phone, content")
    tables = frozenset(
        {
            *("work_order", "case_record", "case_event", "commitment", "material_line", "print_record"),
            *("fee", "payment"),
        }
    )

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._teams_of: Procedure | None = None
        self._found: int | None = None  # the slip that was asked for by its number last
        number_line = self._build_top()
        self.table = RecordTable(
            "orders",
            self._columns(),
            lambda ids: bridge.ask(order_lists.order_rows, ids, bridge.books),
            settings=bridge.settings,
            accessible_name=translate("OrdersTab", "Slips"),
        )
        self.table.installEventFilter(self)
        self.panel = OrderPanel(bridge)
        self.panel.settled.connect(self._go_on)
        self._lay_out("orders", number_line, Row(self.views), share=0.62)
        add_key(self, "F4", translate("OrdersTab", "To a slip by its number"), self.take_number)

    @classmethod
    def counted(cls, bridge: Bridge) -> Counted:
        now = bridge.now()
        return lambda session: order_lists.order_counts(session, now, ("open",))["open"]

    def tick(self) -> None:
        super().tick()
        if self.panel.slot.form is None:
            self._reread()
        else:
            self.panel.tell_times()

    def take_number(self) -> None:
        """Puts the keyboard into the number box, ready for the next slip."""
        self.number.setFocus()
        self.number.selectAll()

    def go(self) -> None:
        """Shows the slip whose number was typed or scanned; the same number again asks what its coming back needs."""
        typed = self.number.text().strip()
        if not typed:
            return
        order_id = self._order_of(typed)
        self.number.selectAll()
        if order_id is None:
            return
        again = self.panel.order is not None and self.panel.order.id == order_id
        self._found = order_id
        self.open_record(order_id)
        if again:
            self._book_back()
        else:
            self._say_hint()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit):
            self.take_number()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._begins_number(event, digits=True)
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A number that is begun on a button belongs into the box for numbers too."""
        if not self._begins_number(event, digits=False):
            super().keyPressEvent(event)

    def _begins_number(self, event: QKeyEvent, *, digits: bool) -> bool:
        letter = event.text().isascii() and event.text().isalpha()
        digit = event.text().isdecimal() and digits
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier & ~Qt.KeyboardModifier.KeypadModifier
        if not plain or not (letter or digit):
            return False
        self.number.setFocus()
        self.number.setText(event.text())
        return True

    def print_several(self) -> None:
        """Prints several slips in one go: today's, those listed, a month's, all that are out."""
        from complaintdesk.ui.batch_dialog import print_several, slip_kinds

        said = print_several(self.bridge, slip_kinds(self.bridge, self.table.ids()[:]), self)
        if said:
            prompts.tell(self, translate("OrdersTab", "Print several slips"), said)

    def _order_of(self, typed: str) -> int | None:
        """The slip of a number; says beside the box why there is none."""
        series = self.bridge.procedure.series("work_order")
        written = typed if re.match("[A-Za-zＡ-Ｚａ-ｚ*]", typed) else f"{series}{typed}"
        year = self.bridge.local(self.bridge.now()).year
        hit = self.bridge.ask(number_hits.find_number, written, year)
        words = translate("OrdersTab", "No slip has the number {number}.")
        if hit is not None and hit.kind == "order":
            return hit.id
        if hit is not None:
            case = self.bridge.ask(case_pages.case_page, hit.id, self.bridge.books).case
            if case.orders:
                return case.orders[-1].id
            words = translate("OrdersTab", "{number} is a case without a slip.")
        self.said.setText(words.format(number=typed.upper()))
        self.said.set_role(Colour.LATE)
        return None

    def _go_on(self) -> None:
        """A deed is done: on to the next slip, or to what Enter does with this one now."""
        self._say_hint()
        self.take_number()

    def _say_hint(self) -> None:
        self.said.setText(self._hint())
        self.said.set_role(Colour.SECOND)

    def _hint(self) -> str:
        """What pressing Enter again would do with the slip now shown; '' where its number isn't in the box."""
        order = self.panel.order
        if order is None or order.id != self._found or not self.number.text().strip():
            return ""
        if order.state in UNFINISHED:
            return translate("OrdersTab", "Enter again: type the completion")
        return translate("OrdersTab", "Enter again: book in") if order.state in OUT else ""

    def _book_back(self) -> None:
        """Asks for what a slip that lies on the desk needs: its completion, else its return."""
        order = self.panel.order
        if order is not None and order.state in OUT:
            self.said.setText("")
            self.panel.ask(COMPLETE if order.state in UNFINISHED else RETURN)

    def _let_go(self) -> None:
        super()._let_go()
        self.number.clear()
        self.said.setText("")

    def _loosen(self) -> None:
        self.team.set_value("")
        self.views.set_value("all")

    def _offer(self) -> None:
        if self._teams_of is not self.bridge.procedure:
            self._teams_of = self.bridge.procedure
            everyone = ("", translate("OrdersTab", "All teams"), "")
            self.reader.answer(
                list_choices.teams_to_list,
                self.bridge.books,
                then=lambda teams: self.team.set_choices([everyone, *teams_found(teams)]),
            )
        self.several.setVisible(self.bridge.may(print_batches.start_slips))
        self.reader.answer(order_lists.order_counts, self.bridge.now(), then=self._say_counts)

    def _say_counts(self, counts: dict[str, int]) -> None:
        self.views.set_labels([f"{name} {counts[view]}".strip() for view, name in _views()])

    def _list(self) -> None:
        wanted = OrderFilter(view=self.views.value, team=self.team.value or "", search=self._asked())
        self.table.set_empty(*_nothing(wanted))
        now = self.bridge.now()
        self.reader.read(
            wanted,
            lambda session: order_lists.order_beginning(session, wanted, now),
            lambda session, progress: order_lists.order_ids(session, wanted, now, progress),
        )

    def _build_top(self) -> Row:
        self.number: NumberInput = NumberInput(placeholder=translate("OrdersTab", "Number or barcode   F4"))
        self.number.setFixedWidth(236)
        self.number.returnPressed.connect(self.go)
        self.number.textEdited.connect(lambda _text: self.said.setText(""))
        self.said: Text = Text(size=look.SIZE_SMALL)
        every = translate("OrdersTab", "All teams")
        self.team = FilterBox(name=translate("OrdersTab", "Team"), placeholder=every, narrows=True)
        self.team.setMaximumWidth(190)
        self.team.changed.connect(lambda _team: self._list())
        line = Row(self.number, self.said)
        line.addStretch(1)
        line.addWidget(self.team, 1)
        several = translate("OrdersTab", "Print several slips")
        self.several = Button("", icon="printer", also=("Ctrl+Alt+P",), tip=several, name=several)
        self.several.clicked.connect(self.print_several)
        line.addWidget(self.several)
        self.views: Choices = Choices(_views(), name=translate("OrdersTab", "Which slips"))
        self.views.set_value("open")
        self.views.changed.connect(lambda _view: self._list())
        return line

    def _columns(self) -> list[TableColumn]:
        def said(row: OrderRow) -> Said:
            if self.views.value == "unpaid":
                return row_owing(row)
            return row_standing(row, self.bridge.shown_now(), self.bridge.zone)

        def standing(row: OrderRow) -> Tone:
            return said(row).tone

        def agreed(row: OrderRow) -> str:
            now, zone = self.bridge.shown_now(), self.bridge.zone
            if row.appointment_from is None:
                return moment_words(row.issued_at, now, zone)
            return span_words(row.appointment_from, row.appointment_to, now, zone)

        def what(row: OrderRow) -> str:
            return marked(row.content, row.priority, row.chases)

        def second_without_time(row: OrderRow) -> Colour:
            return Colour.INK if row.appointment_from else Colour.SECOND

        metrics = QFontMetrics(look.font())
        widest = max(metrics.horizontalAdvance(label(state)) for state in OrderState)
        moment = f"{translate('Times', 'tomorrow')} 00:00"
        span_width = max(metrics.horizontalAdvance(f"{day}–00:00") for day in (moment, "00-00 00:00")) + 22
        due_width = metrics.horizontalAdvance(f"{translate('Limits', 'visit')} {moment}") + 22
        return [
            TableColumn(translate("OrdersTab", "Number"), 126, lambda row: row.number, lambda _row: Colour.ACCENT),
            TableColumn(translate("OrdersTab", "Agreed (issued)"), max(span_width, 118), agreed, second_without_time),
            TableColumn(translate("OrdersTab", "Place"), 116, lambda row: row.place),
            TableColumn(translate("OrdersTab", "What"), 120, what, stretch=True),
            TableColumn(translate("OrdersTab", "With"), 62, lambda row: row.worker or row.team_name),
            TableColumn(translate("OrdersTab", "State"), widest + 22, lambda row: label(row.state), spare=True),
            TableColumn(
                translate("OrdersTab", "Due"),
                max(due_width, 150),
                lambda row: said(row).words,
                lambda row: standing(row).value[0],
            ),
        ]

    def _choose(self, record_id: int | None) -> None:
        if record_id is not None:
            self.said.setText("")
        super()._choose(record_id)


def _views() -> list[tuple[str, str]]:
    names = {
        "open": translate("OrdersTab", "Unfinished"),
        "out": translate("OrdersTab", "Not back"),
        "late": translate("OrdersTab", "Late"),
        "unpaid": translate("OrdersTab", "Unpaid"),
        "returned": translate("OrdersTab", "Returned"),
        "void": translate("OrdersTab", "Void"),
        "all": translate("OrdersTab", "All"),
    }
    return [(view, names[view]) for view in ORDER_VIEWS]


def _nothing(wanted: OrderFilter) -> tuple[str, str]:
    """What to say where no slip is listed, and what to do next."""
    if wanted.search is not None or wanted.team:
        return (
            translate("OrdersTab", "No slip fits."),
            translate("OrdersTab", "Clear the search box and the team, or look under “All”."),
        )
    if wanted.view == "all":
        return (
            translate("OrdersTab", "No slip has been issued yet."),
            translate("OrdersTab", "Slips are issued from a case in the register."),
        )
    words = {
        "open": translate("OrdersTab", "Nothing is unfinished."),
        "out": translate("OrdersTab", "Every slip is back."),
        "late": translate("OrdersTab", "Nothing is late."),
        "unpaid": translate("OrdersTab", "Everything is paid."),
        "returned": translate("OrdersTab", "No slip has come back yet."),
        "void": translate("OrdersTab", "No slip is void."),
    }[wanted.view]
    return words, translate(
        "OrdersTab", "All slips stand under “All”; new ones are issued from a case in the register."
    )
