# SPDX-License-Identifier: Apache-2.0
"""The daily review's page (审阅, R-REG-12): every day with cases, and which of them nobody has reviewed."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from datetime import date

from complaintdesk.desk import reviews
from complaintdesk.desk.reviews import ReviewDay
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.labels import translate
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Choices
from complaintdesk.ui.look import Colour, Tone
from complaintdesk.ui.record_table import Column as TableColumn
from complaintdesk.ui.record_table import RecordTable
from complaintdesk.ui.tab import Counted
from complaintdesk.ui.tabs.list_tab import ListTab
from complaintdesk.ui.tabs.review_panel import ReviewPanel, day_name, standing
from complaintdesk.ui.words import Row

ALL, MISSING = "all", "missing"


class ReviewsPage(ListTab):
    """The days, the newest first; a day's id is its ordinal number."""

    help_page = "day"
    panel: ReviewPanel

    title = QT_TRANSLATE_NOOP("Tab", "Review")
    icon = "eye"
    kind = "day"
    tables = frozenset({"case_record", "case_event", "commitment", "day_review", "procedure_version"})

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._days: dict[int, ReviewDay] = {}
        self._read_on: date | None = None
        self.views: Choices = Choices(_views(0), name=translate("ReviewsPage", "Which days"))
        self.views.set_value(ALL)
        self.views.changed.connect(lambda _view: self._list())
        line = Row(self.views)
        line.addStretch(1)
        self.table = RecordTable(
            "reviews",
            self._columns(),
            lambda ids: [self._days[each] for each in ids],
            settings=bridge.settings,
            accessible_name=translate("ReviewsPage", "Days"),
        )
        self.panel = ReviewPanel(bridge)
        self.panel.list_asked_for.connect(self.list_asked_for)
        self.panel.settled.connect(self.table.setFocus)
        self._lay_out("reviews", line, share=0.36)

    @classmethod
    def counted(cls, bridge: Bridge) -> Counted:
        now, zone, books = bridge.now(), bridge.zone, bridge.books
        return lambda session: len(reviews.unreviewed_days(session, now, zone, books))

    def open_list(self, ids: Sequence[int], words: str) -> None:
        """Shows the days that wait for a review, the first of them chosen."""
        del words
        self.views.set_value(MISSING)
        self._offer()
        self._list()
        self.table.choose(ids[0] if ids else None)

    def tick(self) -> None:
        """A day that is over is missing its review from then on."""
        super().tick()
        if self.panel.slot.form is None and self._today() != self._read_on:
            self.refresh()

    def take_keyboard(self) -> None:
        self.table.setFocus()

    def _offer(self) -> None:
        found = self.bridge.ask(reviews.review_days, self.bridge.now(), self.bridge.zone, self.bridge.books)
        self._days = {each.day.toordinal(): each for each in found}
        self._read_on = self._today()
        self.views.set_labels([words for _view, words in _views(sum(each.missing for each in found))])

    def _loosen(self) -> None:
        self.views.set_value(ALL)

    def _list(self) -> None:
        missing = self.views.value == MISSING
        shown = [
            id_
            for id_, each in self._days.items()
            if (not missing or each.missing) and self._text in f"{each.day} {each.reviewed_by}"
        ]
        if self._days:
            self.table.set_empty(
                translate("ReviewsPage", "Every day is reviewed.") if missing else "",
                translate("ReviewsPage", "Clear the search box or choose “All days”."),
            )
        else:
            self.table.set_empty(
                translate("ReviewsPage", "No case has been received yet."),
                translate("ReviewsPage", "A day stands here as soon as it has its first case."),
            )
        self.table.set_ids(array("q", shown))
        if self.table.chosen_id() is None and shown:
            self.table.choose(shown[0])

    def _today(self) -> date:
        return self.bridge.local(self.bridge.shown_now()).date()

    def _columns(self) -> list[TableColumn]:
        def tone(row: ReviewDay) -> Colour:
            said = standing(row, self.bridge)
            return Colour.SECOND if said.tone is Tone.PLAIN else said.tone.value[0]

        return [
            TableColumn(
                translate("ReviewsPage", "Day"),
                150,
                lambda row: day_name(row.day, self._today()),
                lambda _row: Colour.ACCENT,
            ),
            TableColumn(translate("ReviewsPage", "Cases"), 64, lambda row: str(row.cases), right=True),
            TableColumn(
                translate("ReviewsPage", "Review"),
                150,
                lambda row: standing(row, self.bridge).words,
                tone,
                stretch=True,
            ),
        ]


def _views(missing: int) -> list[tuple[str, str]]:
    return [
        (ALL, translate("ReviewsPage", "All days")),
        (MISSING, f"{translate('ReviewsPage', 'Not reviewed')} {missing}"),
    ]
