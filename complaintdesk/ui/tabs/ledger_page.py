# SPDX-License-Identifier: Apache-2.0
"""The slip ledger's page (回单): what is out and with whom, what came back in which parts; by month and team."""

from __future__ import annotations

from datetime import date

from PySide6.QtGui import QFontMetrics

from complaintdesk.desk import list_choices, prints, slip_ledger, slip_lists
from complaintdesk.desk.slip_lists import LEDGER_VIEWS, LedgerFilter, LedgerRow
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.labels import translate
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, Choices
from complaintdesk.ui.inputs import FilterBox
from complaintdesk.ui.look import Colour, Tone
from complaintdesk.ui.record_table import Column as TableColumn
from complaintdesk.ui.record_table import RecordTable
from complaintdesk.ui.slip_printing import print_slips_out
from complaintdesk.ui.tabs.case_words import teams_found
from complaintdesk.ui.tabs.ledger_panel import LedgerPanel
from complaintdesk.ui.tabs.list_tab import ListTab
from complaintdesk.ui.tabs.slip_words import back_short, incomplete_words, standing_tone, standing_words
from complaintdesk.ui.time_words import moment_words
from complaintdesk.ui.words import Row

NAMES = {
    "out": QT_TRANSLATE_NOOP("LedgerPage", "Out"),
    "incomplete": QT_TRANSLATE_NOOP("LedgerPage", "Not all back"),
    "returned": QT_TRANSLATE_NOOP("LedgerPage", "Back"),
    "lost": QT_TRANSLATE_NOOP("LedgerPage", "Lost"),
    "void": QT_TRANSLATE_NOOP("LedgerPage", "Void"),
    "all": QT_TRANSLATE_NOOP("LedgerPage", "All"),
}


class LedgerPage(ListTab):
    """The slips and their way back."""

    panel: LedgerPanel

    title = QT_TRANSLATE_NOOP("Tab", "Slips back")
    icon = "undo-2"
    kind = "slip_back"
    help_page = "slips"
    work = (slip_ledger.book_back,)
    tables = frozenset({"work_order", "slip_return", "slip_loss", "case_record", "case_event", "staff"})

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._months: tuple[date, ...] | None = None
        self.views: Choices = Choices(_views({}), name=translate("OrdersTab", "Which slips"))
        self.views.set_value("out")
        self.views.changed.connect(lambda _view: self._list())
        self.month = FilterBox(
            name=translate("LedgerPage", "Month"), placeholder=translate("LedgerPage", "All months"), narrows=True
        )
        self.team = FilterBox(
            name=translate("OrdersTab", "Team"), placeholder=translate("OrdersTab", "All teams"), narrows=True
        )
        for box in (self.month, self.team):
            box.setFixedWidth(150)
            box.changed.connect(lambda _value: self._list())
        self.print = Button(translate("LedgerPage", "Print what is out"), "Ctrl+P", icon="printer")
        self.print.clicked.connect(self._print)
        narrowing = Row(self.month, self.team)
        narrowing.addStretch(1)
        narrowing.addWidget(self.print)
        views = Row(self.views)
        views.addStretch(1)
        self.table = RecordTable(
            "slips_back",
            self._columns(),
            lambda ids: bridge.ask(slip_lists.ledger_rows, ids, bridge.books),
            settings=bridge.settings,
            accessible_name=translate("LedgerPage", "Slips and their way back"),
        )
        self.panel = LedgerPanel(bridge)
        self.panel.settled.connect(self.table.setFocus)
        self._lay_out("slips_back", views, narrowing, share=0.62)

    def take_keyboard(self) -> None:
        self.table.setFocus()

    def _offer(self) -> None:
        months = self.bridge.ask(slip_lists.ledger_months, self.bridge.zone)
        if months != self._months:
            self._months = months
            every = ("", translate("LedgerPage", "All months"), "")
            self.month.set_choices([every, *((each.isoformat(), f"{each:%Y-%m}", f"{each:%Y%m}") for each in months)])
        teams = self.bridge.ask(list_choices.teams_to_list, self.bridge.books)
        self.team.set_choices([("", translate("OrdersTab", "All teams"), ""), *teams_found(teams)])
        counts = self.bridge.ask(slip_lists.ledger_counts, self.bridge.books)
        self.views.set_labels([words for _view, words in _views(counts)])
        self.print.setVisible(self.bridge.may(prints.start_day_sheet))

    def _loosen(self) -> None:
        self.month.set_value("")
        self.team.set_value("")
        self.views.set_value("all")

    def _list(self) -> None:
        chosen = self.month.value
        wanted = LedgerFilter(
            view=self.views.value,
            month=date.fromisoformat(chosen) if chosen else None,
            team=self.team.value or "",
            search=self._asked(),
        )
        self.table.set_empty(*_nothing(wanted, issued=bool(self._months)))
        books, now, zone = self.bridge.books, self.bridge.now(), self.bridge.zone
        self.reader.read(
            wanted,
            lambda session: slip_lists.ledger_beginning(session, wanted, books, now, zone),
            lambda session, progress: slip_lists.ledger_ids(session, wanted, books, now, zone, progress),
        )

    def _columns(self) -> list[TableColumn]:
        def moment(when: str) -> int:
            return QFontMetrics(look.font()).horizontalAdvance(when) + 22

        def said(row: LedgerRow) -> Colour:
            tone = standing_tone(row)
            return Colour.SECOND if tone is Tone.PLAIN else tone.value[0]

        def shown(when: str) -> int:
            return max(moment(f"{translate('Times', 'tomorrow')} 00:00"), moment(when))

        def at(row: LedgerRow) -> str:
            return moment_words(row.issued_at, self.bridge.shown_now(), self.bridge.zone)

        def since(row: LedgerRow) -> str:
            return moment_words(row.since, self.bridge.shown_now(), self.bridge.zone) if row.missing else ""

        return [
            TableColumn(translate("OrdersTab", "Number"), 126, lambda row: row.number, lambda _row: Colour.ACCENT),
            TableColumn(translate("LedgerPage", "Issued"), shown("00-00 00:00"), at),
            TableColumn(translate("OrdersTab", "Place"), 116, lambda row: row.place, stretch=True),
            TableColumn(translate("LedgerPage", "Who has it"), 96, lambda row: row.holder),
            TableColumn(translate("LedgerPage", "Since"), shown("00-00 00:00"), since),
            TableColumn(translate("LedgerPage", "Back"), moment("财务联、客服联"), back_short, spare=True),
            TableColumn(
                translate("OrdersTab", "State"), max(150, moment(incomplete_words(("财务联",)))), standing_words, said
            ),
        ]

    def _print(self) -> None:
        said = print_slips_out(self.bridge, self)
        if said is not None:
            self.banner.say(said, Tone.GOOD)


def _views(counts: dict[str, int]) -> list[tuple[str, str]]:
    return [(view, f"{translate('LedgerPage', NAMES[view])} {counts.get(view, '')}".strip()) for view in LEDGER_VIEWS]


def _nothing(wanted: LedgerFilter, *, issued: bool) -> tuple[str, str]:
    """What to say where no slip is listed, and what to do next; `issued`: whether there are slips at all."""
    if not issued:
        return (
            translate("OrdersTab", "No slip has been issued yet."),
            translate("OrdersTab", "Slips are issued from a case in the register."),
        )
    if wanted.search is not None or wanted.team or wanted.month is not None:
        return (
            translate("LedgerPage", "No slip fits."),
            translate("LedgerPage", "Clear the search box, the month and the team, or look under “All”."),
        )
    if wanted.view in ("out", "incomplete"):
        return translate("LedgerPage", "Every slip is back."), ""
    if wanted.view == "lost":
        return translate("LedgerPage", "No slip is lost."), ""
    if wanted.view == "void":
        return translate("LedgerPage", "No slip is void."), ""
    return (
        translate("LedgerPage", "No slip is back yet."),
        translate("LedgerPage", "Scan the barcode of one that comes back, or choose it under “Out” and press F2."),
    )
