# SPDX-License-Identifier: Apache-2.0
"""The statistics tab: a month's figures as cards, charts and tables; each figure opens its cases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QWidget

from complaintdesk.desk import exports, points, prints
from complaintdesk.desk.statistics import Figure, MonthFigures, cases_behind, month_figures
from complaintdesk.domain.dates import add_months, read_month
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem, Told, UserError
from complaintdesk.labels import translate, words_of
from complaintdesk.printing.charts import Chart, charts, empty_charts
from complaintdesk.printing.month_tables import FigureTable, tables
from complaintdesk.printing.month_words import TITLES, Words
from complaintdesk.ui import background, exporting, look, printing, prompts
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, Choices, TickBox
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.look import Tone
from complaintdesk.ui.points_dialog import PointsDialog
from complaintdesk.ui.scrolling import Scrolling
from complaintdesk.ui.tab import Tab
from complaintdesk.ui.tabs.statistics_cards import FigureCard, cards, empty_cards
from complaintdesk.ui.tabs.statistics_charts import ChartView
from complaintdesk.ui.tabs.statistics_table import FigureTableView
from complaintdesk.ui.words import Banner, Card, Column, Note, Row, Title

ABREAST = 4  # cards in a line
WHOLE = ("shares", "flow", "flow_category", "flow_department", "flow_building", "categories")
"""Tables that take the page's width; the others stand two abreast."""


class MonthInput(LineInput):
    """A month, typed, or walked by ← and → while nothing is being typed."""

    moves_on = False

    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None and not self.isModified() and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.stepped.emit(step)
        else:
            super().keyPressEvent(event)


class StatisticsTab(Tab):
    """How a month went."""

    help_page = "statistics"

    title = QT_TRANSLATE_NOOP("Tab", "Statistics")
    icon = "chart-column"
    kind = "figures"
    search_hint = QT_TRANSLATE_NOOP("Tab", "Find a table: category, building, department")
    tables = frozenset({"case_record", "case_event", "commitment", "work_order", "follow_up", "procedure_version"})

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self.month: date | None = None
        self.figures: MonthFigures | None = None
        self._job: background.Job | None = None
        self._charts: tuple[Chart, ...] = ()
        self._search = ""
        self.views: list[FigureTableView] = []
        self.charts: list[ChartView] = []
        self.banner = Banner()
        self._build_line()
        self._page = Column(look.GAP)
        self.area = Scrolling(self._page)
        column = Column(look.GAP)
        column.setContentsMargins(look.GAP, look.GAP, look.GAP, 0)
        column.addLayout(self._line)
        column.addWidget(self.banner)
        column.addWidget(self.area, 1)
        self.setLayout(column)

    def refresh(self) -> None:
        if self.month is None:
            self.month = self._today().replace(day=1)
        if not self.month_input.isModified():
            self._show_month()
        self.excel.setVisible(self.bridge.may(exports.note_export))
        self.paper.setVisible(self.bridge.may(prints.start_report))
        self.points.setVisible(self.bridge.may(points.lift))
        self._say_counting(self.month)
        self._read(self.month)

    def take_keyboard(self) -> None:
        self.month_input.setFocus()
        self.month_input.selectAll()

    def search(self, text: str) -> None:
        """Shows the tables in which the words stand."""
        self._search = text.casefold()
        self._narrow()

    def show_month(self, month: date) -> None:
        """Shows another month; none that has not begun."""
        if month > self._today():
            words = translate("StatisticsTab", "This month has not begun yet.")
            self.banner.say(words, Tone.SOON)
            self._show_month()
            return
        self.month = month.replace(day=1)
        self.refresh()

    def export(self) -> None:
        """Writes the month to a workbook."""
        if self.figures is not None:
            try:
                exporting.export_month(self, self.bridge, self.figures)
            except Told as problem:
                prompts.tell_error(self, problem)

    def print_month(self) -> None:
        """Previews the month's report; from there it is printed or saved as PDF."""
        if self.figures is not None:
            said = printing.print_month(self.bridge, self.figures, self)
            if said:
                self.banner.say(said, Tone.GOOD)

    def show_points(self) -> None:
        """The month's points and fines by department; a line opened there shows its case."""
        assert self.month is not None
        try:
            dialog = PointsDialog(self, self.bridge, self.month)
        except EnvironmentProblem as problem:
            self.banner.say(words_of(problem), Tone.LATE)
            return
        prompts.show_dialog(dialog)
        if dialog.case_id is not None:
            self.list_asked_for.emit("case", (dialog.case_id,), dialog.windowTitle())
        dialog.deleteLater()

    def open_figures(self, figures: Sequence[Figure], words: str) -> None:
        """Lists the cases that these figures count on the register's page (R-ST-06), each once."""
        ask, books = self.bridge.ask, self.bridge.books
        try:
            ids = [each for figure in figures for each in ask(cases_behind, figure.behind, books)]
        except EnvironmentProblem as problem:
            self.banner.say(words_of(problem), Tone.LATE)
            return
        month = f"{figures[0].behind.first:%Y-%m}"
        self.list_asked_for.emit("case", tuple(dict.fromkeys(ids)), f"{month} {words}")

    def _build_line(self) -> None:
        before = Button("", icon="chevron-left", also=("Alt+Left",), name=translate("StatisticsTab", "Month before"))
        after = Button("", icon="chevron-right", also=("Alt+Right",), name=translate("StatisticsTab", "Month after"))
        before.clicked.connect(lambda: self._step(-1))
        after.clicked.connect(lambda: self._step(1))
        self.month_input = MonthInput(name=translate("StatisticsTab", "Month: 2026-10, or ← and →"))
        self.month_input.setFixedWidth(96)
        self.month_input.setToolTip(look.tip(translate("StatisticsTab", "Month: 2026-10, or ← and →")))
        self.month_input.stepped.connect(self._step)
        self.month_input.returnPressed.connect(self._take_month)
        self.month_input.editingFinished.connect(self._take_month)
        self.rate = Choices(
            [
                (False, translate("StatisticsTab", "Finished or late")),
                (True, translate("StatisticsTab", "All issued")),
            ],
            name=translate("StatisticsTab", "The rate in time is of"),
        )
        self.rate.set_value(False)
        self.rate.changed.connect(lambda _of_all: self._fill())
        self.history = TickBox(
            translate("StatisticsTab", "With old registers"),
            tip=translate("StatisticsTab", "Counts the rows of old registers too, as for the year before"),
        )
        self.history.toggled.connect(lambda _on: self.refresh())
        self.note = Note()
        self.excel = Button(translate("StatisticsTab", "Excel"), icon="file-spreadsheet", also=("Ctrl+E",))
        self.excel.setToolTip(look.tip(translate("StatisticsTab", "Write the month to Excel  Ctrl+E")))
        self.excel.clicked.connect(self.export)
        self.paper = Button(translate("StatisticsTab", "Print / save PDF"), icon="printer", also=("Ctrl+Shift+P",))
        self.paper.setToolTip(
            look.tip(translate("StatisticsTab", "Preview the report, print or save it  Ctrl+Shift+P"))
        )
        self.paper.clicked.connect(self.print_month)
        self.points = Button(translate("StatisticsTab", "Points and fines"), also=("Alt+P",))
        self.points.setToolTip(look.tip(translate("StatisticsTab", "What broken limits cost each department  Alt+P")))
        self.points.clicked.connect(self.show_points)
        self._line = Row(before, self.month_input, after, self.history, Note(self.rate.accessibleName()), self.rate)
        self._line.addStretch(1)
        for part in (self.note, self.points, self.excel, self.paper):
            self._line.addWidget(part)

    def _today(self) -> date:
        return self.bridge.local(self.bridge.now()).date()

    def _step(self, months: int) -> None:
        if self.month is not None:
            self.show_month(add_months(self.month, months))

    def _take_month(self) -> None:
        if not self.month_input.isModified():
            return
        self.month_input.setModified(False)
        try:
            month = read_month(self.month_input.text(), self._today())
        except UserError as problem:
            self.banner.say(words_of(problem), Tone.LATE)
            return
        self.banner.clear()
        self.show_month(month)

    def _show_month(self) -> None:
        assert self.month is not None
        self.month_input.setText(f"{self.month:%Y-%m}")
        self.month_input.setModified(False)

    def _read(self, month: date) -> None:
        if self._job is not None:
            self._job.forget()
        now, books, history = self.bridge.now(), self.bridge.books, self.history.isChecked()

        def read(session: Any) -> tuple[MonthFigures, tuple[Chart, ...]]:
            figures = month_figures(session, month.year, month.month, now, books, history=history)
            return figures, charts(figures)

        self._job = self.bridge.fetch(self, read, on_done=self._take, on_error=self._fail)

    def _say_counting(self, month: date) -> None:
        """Says that another month is being counted, and at the first time what there will be to read."""
        if self.figures is not None and self.figures.month == month:
            return
        self.note.setText(translate("StatisticsTab", "Counting…"))
        self._allow_export(False)
        if self.figures is None:
            self._fill_waiting()

    def _allow_export(self, allowed: bool) -> None:
        """Whether what is shown is the month that was asked for."""
        self.excel.setEnabled(allowed)
        self.paper.setEnabled(allowed)

    def _take(self, read: tuple[MonthFigures, tuple[Chart, ...]]) -> None:
        self._job = None
        self.figures, self._charts = read
        self.banner.clear()
        self._fill()

    def _fail(self, problem: Told) -> None:
        self._job = None
        self.note.setText("")
        if self.figures is None:
            self._empty_page()
        self.banner.say(words_of(problem), Tone.LATE, (translate("CaseList", "Read again"), self.refresh))

    def _fill(self) -> None:
        """Puts cards, charts and tables in place of those that stood there; page and keyboard stay where they were."""
        figures = self.figures
        if figures is None:
            return
        at, focused = self.area.verticalScrollBar().value(), self._focused()
        self._empty_page()
        self._allow_export(True)
        counted = self.bridge.local(figures.counted_at)
        self.note.setText(translate("StatisticsTab", "counted {time}").format(time=f"{counted:%m-%d %H:%M}"))
        if any(figure.count for figure in figures.figures):
            self._fill_page(figures)
        else:
            self._say_nothing()
        self._page.addStretch(1)
        self._narrow()
        self._focus_again(*focused)
        self.area.verticalScrollBar().setValue(at)

    def _empty_page(self) -> None:
        _empty(self._page)
        self.views, self.charts = [], []

    def _fill_waiting(self) -> None:
        """Puts the headings, and where numbers will stand that they are being counted."""
        self._empty_page()
        self._fill_top(empty_cards(Words(), of_all=bool(self.rate.value)), empty_charts())
        for title in TITLES.values():
            card = Card(padding=12, gap=4)
            card.box.addWidget(Title(Words()(title), look.SIZE))
            card.box.addWidget(Note(translate("StatisticsTab", "Counting…")))
            self._page.addWidget(card)
        self._page.addStretch(1)

    def _fill_top(self, made: Sequence[FigureCard], drawn: Sequence[Chart]) -> None:
        grid = QGridLayout()
        grid.setSpacing(look.GAP)
        for at, card in enumerate(made):
            grid.addWidget(card, at // ABREAST, at % ABREAST)
        self._page.addLayout(grid)
        self.charts = [ChartView(chart) for chart in drawn]
        self._page.addLayout(Row(*self.charts, gap=look.GAP))

    def _fill_page(self, figures: MonthFigures) -> None:
        made = cards(figures, Words(), of_all=bool(self.rate.value))
        for card in made:
            card.opened.connect(self.open_figures)
        self._fill_top(made, self._charts)
        found = {table.id: table for table in tables(figures) if table.rows}
        for id_ in WHOLE:
            if id_ in found:
                self._page.addWidget(self._card(found.pop(id_)))
        halves = Column(look.GAP), Column(look.GAP)
        heights = [0, 0]
        for table in found.values():
            side = heights.index(min(heights))
            heights[side] += len(table.rows) + 3
            halves[side].addWidget(self._card(table))
        for half in halves:
            half.addStretch(1)
        sides = Row(gap=look.GAP)
        for half in halves:
            sides.addLayout(half, 1)
        self._page.addLayout(sides)

    def _focused(self) -> tuple[str, int, int]:
        """The name of the part of the page that has the keyboard, and the cell within it; '' for none."""
        widget = QApplication.focusWidget()
        if widget is None or not self.area.isAncestorOf(widget):
            return "", -1, -1
        at = widget.currentIndex() if isinstance(widget, FigureTableView) else QModelIndex()
        return widget.accessibleName().rstrip("0123456789 "), at.row(), at.column()

    def _focus_again(self, name: str, row: int, column: int) -> None:
        for widget in self.area.findChildren(QWidget) if name else ():
            if widget.accessibleName().rstrip("0123456789 ") == name and widget.focusPolicy() and widget.isEnabled():
                if isinstance(widget, FigureTableView):
                    widget.setCurrentIndex(widget.model().index(row, column))
                widget.setFocus()

    def _card(self, table: FigureTable) -> Card:
        card = Card(padding=12, gap=4)
        card.box.addWidget(Title(table.title, look.SIZE))
        if table.note:
            card.box.addWidget(Note(table.note, wrap=True))
        view = FigureTableView(table)
        view.opened.connect(self.open_figures)
        self.views.append(view)
        card.box.addWidget(view)
        return card

    def _say_nothing(self) -> None:
        card = Card(translate("StatisticsTab", "Nothing to count in this month."))
        advice = translate(
            "StatisticsTab",
            "Go to another month with ← and →, or type one such as 2026-10. Calls come in on the page “Register”; "
            "months from before the program count with the old registers that were read in.",
        )
        card.box.addWidget(Note(advice, wrap=True))
        self._page.addWidget(card)

    def _narrow(self) -> None:
        for view in self.views:
            table = view.table
            names = (table.title, *(row.name for row in table.rows))
            card = view.parentWidget()
            assert card is not None
            card.setVisible(any(self._search in name.casefold() for name in names))


def _empty(box: Any) -> None:
    """Takes everything out of a layout, and what is in its layouts."""
    while (item := box.takeAt(0)) is not None:
        if (inner := item.layout()) is not None:
            _empty(inner)
            inner.deleteLater()
        if (widget := item.widget()) is not None:
            assert isinstance(widget, QWidget)
            widget.hide()
            widget.deleteLater()
