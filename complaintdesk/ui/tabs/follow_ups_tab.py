# SPDX-License-Identifier: Apache-2.0
"""The follow-ups tab (回访): who is to be called back by when, and the chosen one beside the list."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt

from complaintdesk.desk import follow_up_lists, follow_ups, prints
from complaintdesk.desk.follow_up_lists import FOLLOW_UP_VIEWS, FollowUpFilter, FollowUpRow
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.terms import CaseKind
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem
from complaintdesk.labels import translate, words_of
from complaintdesk.ui import look, printing
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, Choices
from complaintdesk.ui.follow_up_words import standing_words, tried_words
from complaintdesk.ui.inputs import FilterBox
from complaintdesk.ui.look import Colour, Tone
from complaintdesk.ui.record_table import Column as TableColumn
from complaintdesk.ui.record_table import RecordTable
from complaintdesk.ui.splitter import RememberedSplitter
from complaintdesk.ui.tab import Tab
from complaintdesk.ui.tabs.case_words import joined, kinds_in_use
from complaintdesk.ui.tabs.follow_up_panel import FollowUpPanel
from complaintdesk.ui.time_words import moment_words
from complaintdesk.ui.words import Banner, Card, Column, Row


class FollowUpsTab(Tab):
    """The queue by due day: what must be made today or is late, what comes, what is offered, what waits for a name."""

    help_page = "follow-ups"

    title = QT_TRANSLATE_NOOP("Tab", "Follow-ups")
    icon = "phone-call"
    kind = "follow_up"
    work = (follow_ups.record,)
    search_hint = QT_TRANSLATE_NOOP("Tab", "Find follow-ups: room, name, phone, content")
    tables = frozenset({"follow_up", "case_record", "case_event", "work_order"})

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._text = ""
        self._staff_id: int | None = None
        self._kinds_of: Procedure | None = None
        self.banner = Banner()
        self._build_top()
        self._build_table()
        self.panel = FollowUpPanel(bridge)
        self.panel.asked_for.connect(self.asked_for)
        self.panel.settled.connect(self.table.setFocus)
        card = Card(padding=1, gap=0)
        card.box.setContentsMargins(1, 1, 1, look.RADIUS)
        top = Column(look.GRID)
        top.setContentsMargins(12, 12, 12, 8)
        top.addLayout(self._line)
        top.addLayout(self._days_line)
        top.addWidget(self.banner)
        card.box.addLayout(top)
        card.box.addWidget(self.table, 1)
        page = Column()
        page.setContentsMargins(look.GAP, look.GAP, look.GAP, look.GAP)
        page.addWidget(RememberedSplitter("follow_ups", card, self.panel, settings=bridge.settings, share=0.58))
        self.setLayout(page)

    @classmethod
    def count(cls, bridge: Bridge) -> int:
        return bridge.ask(follow_up_lists.follow_up_counts, bridge.now(), bridge.zone)["due"]

    def refresh(self) -> None:
        self.banner.clear()
        try:
            self._read()
        except EnvironmentProblem as problem:
            self._fail(problem)

    def search(self, text: str) -> None:
        self._text = text
        self._list()

    def search_all(self, text: str) -> None:
        """Lists them in the first view that has any."""
        self._text = text
        self._clear()
        for view in FOLLOW_UP_VIEWS:
            self.views.set_value(view)
            self._list()
            if self.table.count():
                return

    def open_record(self, record_id: int) -> None:
        """Shows a follow-up, in the view where it stands now."""
        if self.table.choose(record_id):
            return
        self._text = ""
        self._clear()
        for view in FOLLOW_UP_VIEWS:
            self.views.set_value(view)
            self._list()
            if self.table.choose(record_id):
                return
        self._show(record_id)

    def take_keyboard(self) -> None:
        self.table.setFocus()

    def tick(self) -> None:
        super().tick()
        if self.panel.slot.form is None:
            self._reread()

    def keep(self) -> None:
        self.panel.slot.keep()

    def _read(self) -> None:
        staff = self.bridge.staff
        if staff is not None and staff.id != self._staff_id:
            self._staff_id = staff.id
            self.panel.resume()
        if self._kinds_of is not self.bridge.procedure:
            self._kinds_of = self.bridge.procedure
            every = ("", translate("FollowUpsTab", "All kinds"))
            self.kind_box.set_choices([every, *((kind.value, name) for kind, name in kinds_in_use(self._kinds_of))])
        counts = self.bridge.ask(follow_up_lists.follow_up_counts, self.bridge.now(), self.bridge.zone)
        self.blank.setVisible(self.bridge.may(prints.start_blank_follow_up))
        self.views.set_labels([_with_count(view, name, counts[view]) for view, name in _views()])
        self._list()
        self._reread()

    def _clear(self) -> None:
        """Takes off what narrows the list."""
        self.kind_box.set_value("")
        self.days.set_value(ALL_DAYS)

    def _list(self) -> None:
        today = self.bridge.now().astimezone(self.bridge.zone).date()
        first, last = days_of(self.days.value, today)
        wanted = FollowUpFilter(self.views.value, self._kind(), first, last, self._text)
        self.table.set_empty(*_nothing(wanted))
        found = self.bridge.ask(follow_up_lists.follow_up_ids, wanted, self.bridge.now(), self.bridge.zone)
        self.table.set_ids(found)

    def _kind(self) -> CaseKind | None:
        return CaseKind(self.kind_box.value) if self.kind_box.value else None

    def _build_top(self) -> None:
        self.views: Choices = Choices(_views(), name=translate("FollowUpsTab", "Which follow-ups"), wrap=True)
        self.views.set_value("due")
        self.views.changed.connect(lambda _view: self._list())
        self.kind_box = FilterBox(
            name=translate("FollowUpsTab", "Kind"), placeholder=translate("FollowUpsTab", "All kinds")
        )
        self.kind_box.setFixedWidth(132)
        self.kind_box.changed.connect(lambda _kind: self._list())
        self._line: Row = Row()
        self._line.addWidget(self.views, 1)
        self._line.addWidget(self.kind_box, 0, Qt.AlignmentFlag.AlignTop)
        self.days: Choices = Choices(_day_choices(), name=translate("FollowUpsTab", "Which days"), wrap=True)
        self.days.set_value(ALL_DAYS)
        self.days.changed.connect(lambda _days: self._list())
        self.blank = Button(
            translate("FollowUpsTab", "Blank sheet"),
            "Ctrl+Shift+P",
            icon="printer",
            flat=True,
            tip=translate("FollowUpsTab", "Print an empty sheet to write on"),
        )
        self.blank.clicked.connect(self._print_blank)
        self._days_line: Row = Row()
        self._days_line.addWidget(self.days, 1)
        self._days_line.addWidget(self.blank, 0, Qt.AlignmentFlag.AlignTop)

    def _build_table(self) -> None:
        self.table: RecordTable = RecordTable(
            "follow_ups",
            self._columns(),
            lambda ids: self.bridge.ask(follow_up_lists.follow_up_rows, ids, self.bridge.procedure),
            settings=self.bridge.settings,
            accessible_name=translate("FollowUpsTab", "Follow-ups"),
        )
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda _id: self._open_next())
        self.table.failed.connect(self._fail)

    def _columns(self) -> list[TableColumn]:
        def now() -> tuple[datetime, ZoneInfo]:
            return self.bridge.shown_now(), self.bridge.zone

        def tone(row: FollowUpRow) -> Colour:
            return standing_words(row, *now()).tone.value[0]

        def due(row: FollowUpRow) -> str:
            return standing_words(row, *now()).words

        def said_of_calls(row: FollowUpRow) -> str:
            if row.done_at is None:
                return tried_words(row)
            return joined((row.called_by, moment_words(row.done_at, *now())))

        return [
            TableColumn(translate("FollowUpsTab", "Due"), 142, due, tone),
            TableColumn(
                translate("FollowUpsTab", "Case"), 124, lambda row: row.case_number, lambda _row: Colour.ACCENT
            ),
            TableColumn(translate("FollowUpsTab", "Place"), 112, lambda row: row.place, stretch=True),
            TableColumn(translate("FollowUpsTab", "What"), 150, lambda row: row.content, stretch=True),
            TableColumn(
                translate("FollowUpsTab", "Tried, by"), 150, said_of_calls, lambda _row: Colour.SECOND, stretch=True
            ),
        ]

    def _choose(self, follow_up_id: int | None) -> None:
        """Shows the one chosen; one that a deed took out of the list stays in view until another is chosen."""
        if follow_up_id is not None:
            self._show(follow_up_id)

    def _reread(self) -> None:
        if self.panel.one is not None:
            self._show(self.panel.one.id)

    def _show(self, follow_up_id: int) -> None:
        try:
            self.panel.show_follow_up(follow_up_id)
        except EnvironmentProblem as problem:
            self._fail(problem)

    def _open_next(self) -> None:
        step = self.panel.next_step()
        if step:
            self.panel.ask(step)

    def _print_blank(self) -> None:
        said = printing.print_blank_follow_up(self.bridge, self)
        if said is not None:
            self.banner.say(said, Tone.GOOD)

    def _fail(self, problem: EnvironmentProblem) -> None:
        self.banner.say(words_of(problem), Tone.LATE, (translate("FollowUpsTab", "Read again"), self.refresh))


def _views() -> list[tuple[str, str]]:
    names = {
        "due": translate("FollowUpsTab", "Due"),
        "coming": translate("FollowUpsTab", "Coming"),
        "offered": translate("FollowUpsTab", "Offered"),
        "to_confirm": translate("FollowUpsTab", "To countersign"),
        "done": translate("FollowUpsTab", "Done"),
    }
    return [(view, names[view]) for view in FOLLOW_UP_VIEWS]


ALL_DAYS, EARLIER, TODAY, THIS_WEEK = "", "earlier", "today", "week"


def days_of(choice: str, today: date) -> tuple[date | None, date | None]:
    """The first and last civil day of a choice, None where it has no end; a week runs from Monday to Sunday."""
    monday = today - timedelta(days=today.weekday())
    return {
        ALL_DAYS: (None, None),
        EARLIER: (None, today - timedelta(days=1)),
        TODAY: (today, today),
        THIS_WEEK: (monday, monday + timedelta(days=6)),
    }[choice]


def _day_choices() -> list[tuple[str, str]]:
    return [
        (ALL_DAYS, translate("FollowUpsTab", "All days")),
        (EARLIER, translate("FollowUpsTab", "Before today")),
        (TODAY, translate("FollowUpsTab", "Today")),
        (THIS_WEEK, translate("FollowUpsTab", "This week")),
    ]


def _with_count(view: str, name: str, count: int) -> str:
    return name if view == "done" else f"{name} {count}"


def _nothing(wanted: FollowUpFilter) -> tuple[str, str]:
    """What to say where no follow-up is listed, and what to do next."""
    if wanted.text or wanted.kind or wanted.from_on or wanted.to_on:
        return (
            translate("FollowUpsTab", "No follow-up fits."),
            translate("FollowUpsTab", "Clear the search box, the kind and the days, or look under another heading."),
        )
    words = {
        "due": translate("FollowUpsTab", "Nobody has to be called back today."),
        "coming": translate("FollowUpsTab", "No follow-up falls due in the next days."),
        "offered": translate("FollowUpsTab", "No case is in its follow-up window."),
        "to_confirm": translate("FollowUpsTab", "Every call has its second signature."),
        "done": translate("FollowUpsTab", "No follow-up has been made yet."),
    }[wanted.view]
    advice = translate("FollowUpsTab", "Follow-ups come by themselves when a case is handled or a slip completed.")
    return words, advice if wanted.view in ("due", "done") else ""
