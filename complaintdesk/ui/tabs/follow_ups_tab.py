# SPDX-License-Identifier: Apache-2.0
"""The follow-ups tab (回访): who is to be called back by when, and the chosen one beside the list."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt

from complaintdesk.desk import follow_up_lists, follow_ups, list_choices, prints
from complaintdesk.desk.follow_up_lists import FOLLOW_UP_VIEWS, CalledTogether, FollowUpFilter, FollowUpRow
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.terms import CaseKind
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.labels import translate
from complaintdesk.ui import batch_dialog, batch_printing, prompts
from complaintdesk.ui.bare_keys import add_key
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, Choices
from complaintdesk.ui.follow_up_words import standing_words, tried_words
from complaintdesk.ui.form_printing import print_blank
from complaintdesk.ui.inputs import FilterBox
from complaintdesk.ui.look import Colour, Tone
from complaintdesk.ui.record_table import Column as TableColumn
from complaintdesk.ui.record_table import RecordTable
from complaintdesk.ui.tab import Counted
from complaintdesk.ui.tabs.case_words import joined, kinds_said
from complaintdesk.ui.tabs.follow_up_panel import FollowUpPanel
from complaintdesk.ui.tabs.list_tab import ListTab
from complaintdesk.ui.time_words import moment_words
from complaintdesk.ui.words import ElidedText, Row

_COUNTED = tuple(view for view in FOLLOW_UP_VIEWS if view != "done")  # how many were ever made is nothing to go by


class FollowUpsTab(ListTab):
    """The queue by due day: what must be made today or is late, what comes, what is offered, what waits for a name."""

    panel: FollowUpPanel

    help_page = "follow-ups"

    title = QT_TRANSLATE_NOOP("Tab", "Follow-ups")
    icon = "phone-call"
    kind = "follow_up"
    work = (follow_ups.record,)
    search_hint = QT_TRANSLATE_NOOP("Tab", "Find follow-ups: room, name, phone, content")
    tables = frozenset({"follow_up", "case_record", "case_event", "work_order"})

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._kinds_of: Procedure | None = None
        self._wave: CalledTogether | None = None  # whose follow-ups are listed, of every view
        lines = (self._build_views(), self._build_days(), self._build_wave())
        self.table = RecordTable(
            "follow_ups",
            self._columns(),
            lambda ids: bridge.ask(follow_up_lists.follow_up_rows, ids, bridge.books),
            settings=bridge.settings,
            accessible_name=translate("FollowUpsTab", "Follow-ups"),
        )
        self.panel = FollowUpPanel(bridge)
        self.panel.settled.connect(self.table.setFocus)
        self.panel.wave_asked_for.connect(self.show_wave)
        self._lay_out("follow_ups", *lines, share=0.58)
        several = translate("FollowUpsTab", "Print the sheets of all listed")
        add_key(self, "Ctrl+Shift+P", several, self.print_several)

    @classmethod
    def counted(cls, bridge: Bridge) -> Counted:
        now, zone = bridge.now(), bridge.zone
        return lambda session: follow_up_lists.follow_up_counts(session, now, zone, ("due",))["due"]

    def search_all(self, text: str) -> None:
        """Lists them in the first view that has any."""
        self._text = text
        self._loosen()
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
        self._loosen()
        for view in FOLLOW_UP_VIEWS:
            self.views.set_value(view)
            self._list()
            if self.table.choose(record_id):
                return
        self.reader.choose(record_id)
        self._show(record_id)

    def show_wave(self, wave: CalledTogether) -> None:
        """Lists all follow-ups of a wave, those that are made too (R-CLS-08)."""
        self._text = ""
        self._loosen()
        self._wave = wave
        self.views.set_value(None)
        self._list()

    def print_several(self) -> None:
        """Prints the sheet of each follow-up listed, in one go."""
        if said := batch_dialog.print_listed(self.bridge, batch_printing.follow_ups, self.table):
            prompts.tell(self, translate("FollowUpsTab", "Print the sheets of all listed"), said)

    def take_keyboard(self) -> None:
        self.table.setFocus()

    def tick(self) -> None:
        super().tick()
        if self.panel.slot.form is None:
            self._reread()

    def _offer(self) -> None:
        if self._kinds_of is not self.bridge.procedure:
            self._kinds_of = self.bridge.procedure
            self.reader.answer(list_choices.kinds_to_list, self.bridge.books, then=self._offer_kinds)
        now, zone = self.bridge.now(), self.bridge.zone
        self.reader.answer(follow_up_lists.follow_up_counts, now, zone, _COUNTED, then=self._say_counts)
        self.blank.setVisible(self.bridge.may(prints.start_blank))

    def _offer_kinds(self, names: dict[CaseKind, str]) -> None:
        every = ("", translate("FollowUpsTab", "All kinds"))
        self.kind_box.set_choices([every, *((kind.value, name) for kind, name in kinds_said(names))])

    def _say_counts(self, counts: dict[str, int]) -> None:
        self.views.set_labels([f"{name} {counts[view]}" if view in counts else name for view, name in _views()])

    def _loosen(self) -> None:
        self.kind_box.set_value("")
        self.days.set_value(ALL_DAYS)

    def _list(self) -> None:
        today = self.bridge.now().astimezone(self.bridge.zone).date()
        first, last = days_of(self.days.value, today)
        lead_id = None if self._wave is None else self._wave.lead_id
        wanted = FollowUpFilter(
            self.views.value or "due", self._kind(), first, last, wave=lead_id, search=self._asked()
        )
        self.table.set_empty(*_nothing(wanted))
        now, zone = self.bridge.now(), self.bridge.zone
        self.reader.read(
            wanted,
            lambda session: follow_up_lists.follow_up_beginning(session, wanted, now, zone),
            lambda session, progress: follow_up_lists.follow_up_ids(session, wanted, now, zone, progress),
        )
        self._say_wave(self.table.count())

    def _kind(self) -> CaseKind | None:
        return CaseKind(self.kind_box.value) if self.kind_box.value else None

    def _build_views(self) -> Row:
        self.views: Choices = Choices(_views(), name=translate("FollowUpsTab", "Which follow-ups"), wrap=True)
        self.views.set_value("due")
        self.views.changed.connect(self._choose_view)
        every = translate("FollowUpsTab", "All kinds")
        self.kind_box = FilterBox(name=translate("FollowUpsTab", "Kind"), placeholder=every, narrows=True)
        self.kind_box.setFixedWidth(132)
        self.kind_box.changed.connect(lambda _kind: self._list())
        line = Row()
        line.addWidget(self.views, 1)
        line.addWidget(self.kind_box, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _build_days(self) -> Row:
        self.days: Choices = Choices(_day_choices(), name=translate("FollowUpsTab", "Which days"), wrap=True)
        self.days.set_value(ALL_DAYS)
        self.days.changed.connect(lambda _days: self._list())
        self.blank = Button(
            translate("FollowUpsTab", "Blank sheet"),
            "Ctrl+Alt+P",
            icon="printer",
            flat=True,
            tip=translate("FollowUpsTab", "Print an empty sheet to write on"),
        )
        self.blank.clicked.connect(self._print_blank)
        line = Row()
        line.addWidget(self.days, 1)
        line.addWidget(self.blank, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _build_wave(self) -> Row:
        self.note = ElidedText(role=Colour.SECOND, size=13)
        self.loosen = Button("", icon="x", also=("Alt+Q",), flat=True, name=translate("FollowUpsTab", "Show all again"))
        self.loosen.clicked.connect(lambda: self.views.set_value("due"))
        line = Row(self.note, self.loosen)
        line.setStretch(0, 1)
        self._say_wave(0)
        return line

    def _choose_view(self, view: str | None) -> None:
        """Lists a view; None while the follow-ups of a wave are listed."""
        if view is not None:
            self._wave = None
            self._list()

    def _say_wave(self, count: int) -> None:
        """Says above the list that it is a wave's."""
        for part in (self.note, self.loosen):
            part.setVisible(self._wave is not None)
        if self._wave is not None:
            words = translate("FollowUpsTab", "Wave of {number}: {count} follow-ups, made and to be made")
            self.note.set_words(words.format(number=self._wave.number, count=count))

    def _columns(self) -> list[TableColumn]:
        def now() -> tuple[datetime, ZoneInfo]:
            return self.bridge.shown_now(), self.bridge.zone

        def tone(row: FollowUpRow) -> Colour:
            return standing_words(row, *now()).tone.value[0]

        def due(row: FollowUpRow) -> str:
            return standing_words(row, *now()).words

        def what(row: FollowUpRow) -> str:
            return _what(row) if self._wave is None else row.content  # above the list stands whose they are

        def said_of_calls(row: FollowUpRow) -> str:
            if row.done_at is None:
                return tried_words(row)
            return joined((row.called_by, moment_words(row.done_at, *now())))

        return [
            TableColumn(translate("FollowUpsTab", "Due"), 142, due, tone),
            TableColumn(
                translate("FollowUpsTab", "Case"), 124, lambda row: row.case_number, lambda _row: Colour.ACCENT
            ),
            TableColumn(translate("FollowUpsTab", "Place"), 118, lambda row: row.place),
            TableColumn(translate("FollowUpsTab", "What"), 150, what, stretch=True),
            TableColumn(
                translate("FollowUpsTab", "Tried, by"), 150, said_of_calls, lambda _row: Colour.SECOND, stretch=True
            ),
        ]

    def _print_blank(self) -> None:
        said = print_blank(self.bridge, prints.FOLLOW_UP, self)
        if said is not None:
            self.banner.say(said, Tone.GOOD)


def _views() -> list[tuple[str, str]]:
    names = {
        "due": translate("FollowUpsTab", "Due"),
        "coming": translate("FollowUpsTab", "Coming"),
        "offered": translate("FollowUpsTab", "Offered"),
        "to_confirm": translate("FollowUpsTab", "To countersign"),
        "done": translate("FollowUpsTab", "Done"),
    }
    return [(view, names[view]) for view in FOLLOW_UP_VIEWS]


def _what(row: FollowUpRow) -> str:
    """The matter, of a wave first its lead case: those are called in one go (R-CLS-08)."""
    if not row.wave:
        return row.content
    return joined((translate("FollowUpsTab", "lead case {number}").format(number=row.wave), row.content))


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


def _nothing(wanted: FollowUpFilter) -> tuple[str, str]:
    """What to say where no follow-up is listed, and what to do next."""
    if wanted.search is not None or wanted.kind or wanted.from_on or wanted.to_on or wanted.wave:
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
