# SPDX-License-Identifier: Apache-2.0
"""The day tab (日常): review, diary, hand-over, meetings; answers, regulations, directory; slips back and bound."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget

from complaintdesk.desk import answers, diaries, handovers, reviews
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.labels import translate
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Choices
from complaintdesk.ui.tab import Counted, Tab
from complaintdesk.ui.tabs.answers_page import AnswersPage
from complaintdesk.ui.tabs.binding_page import BindingListsPage
from complaintdesk.ui.tabs.diary_page import DiaryPage
from complaintdesk.ui.tabs.directory_page import DirectoryPage
from complaintdesk.ui.tabs.handovers_page import HandoversPage
from complaintdesk.ui.tabs.ledger_page import LedgerPage
from complaintdesk.ui.tabs.list_tab import ListTab
from complaintdesk.ui.tabs.meetings_page import MeetingsPage
from complaintdesk.ui.tabs.regulations_page import RegulationsPage
from complaintdesk.ui.tabs.reviews_page import ReviewsPage
from complaintdesk.ui.words import Column, Row

PAGES: tuple[type[ListTab], ...] = (
    *(ReviewsPage, DiaryPage, HandoversPage, MeetingsPage),
    *(AnswersPage, RegulationsPage, DirectoryPage, LedgerPage, BindingListsPage),
)
_KEYS = tuple(f"Alt+{place}" for place in range(1, len(PAGES) + 1))


class DayTab(Tab):
    """What the office does beside the cases, a page each; its records are days, by their ordinal number."""

    help_page = "day"

    title = QT_TRANSLATE_NOOP("Tab", "Day")
    icon = "calendar"
    kind = "day"
    pages = PAGES
    work = (reviews.sign, diaries.write, handovers.hand, answers.save)
    search_hint = QT_TRANSLATE_NOOP("Tab", "Find on this page: words, pinyin")
    tables = frozenset[str]().union(*(page.tables for page in PAGES))

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._pages: dict[int, ListTab] = {}
        self._text = ""
        names = [(at, translate("Tab", page.title)) for at, page in enumerate(PAGES)]
        self.choice: Choices = Choices(names, keys=_KEYS, name=translate("DayTab", "Page"))
        self.choice.set_value(0)
        self.choice.changed.connect(self._turn)
        self.stack = QStackedWidget()
        line = Row(self.choice)
        line.addStretch(1)
        line.setContentsMargins(look.GAP, look.GAP, look.GAP, 0)
        column = Column(0)
        column.addLayout(line)
        column.addWidget(self.stack, 1)
        self.setLayout(column)
        self.stack.addWidget(self._page(0))

    @property
    def page(self) -> ListTab:
        """The page in view."""
        return self._page(self.choice.value)

    def show_page(self, kind: type[Tab]) -> ListTab:
        """Shows the page of this kind."""
        self.choice.set_value(PAGES.index(kind))
        return self.page

    @classmethod
    def counted(cls, bridge: Bridge) -> Counted:
        pages = [query for page in PAGES if (query := page.counted(bridge)) is not None]
        return lambda session: sum(query(session) for query in pages)

    def refresh(self) -> None:
        counts = [page.count(self.bridge) for page in PAGES]
        names = [translate("Tab", page.title) for page in PAGES]
        self.choice.set_labels([f"{name} {n}" if n else name for name, n in zip(names, counts, strict=True)])
        self.page.refresh()

    def search(self, text: str) -> None:
        self._text = text
        self.page.search(text)

    def take_keyboard_to_found(self) -> None:
        self.page.take_keyboard_to_found()

    def open_record(self, record_id: int) -> None:
        self.show_page(ReviewsPage).open_record(record_id)

    def open_list(self, ids: Sequence[int], words: str) -> None:
        self.show_page(ReviewsPage).open_list(ids, words)

    def take_keyboard(self) -> None:
        self.page.take_keyboard()

    def take_keyboard_to_record(self) -> None:
        self.page.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def tick(self) -> None:
        self.page.tick()

    def keep(self) -> None:
        for page in self._pages.values():
            page.keep()

    def _let_go(self) -> None:
        self._text = ""

    def _page(self, at: int) -> ListTab:
        """The page at this position, built the first time."""
        if at not in self._pages:
            page = PAGES[at](self.bridge)
            page.asked_for.connect(self.asked_for)
            page.list_asked_for.connect(self.list_asked_for)
            self._pages[at] = page
        return self._pages[at]

    def _turn(self, at: int) -> None:
        page = self._page(at)
        if self.stack.indexOf(page) < 0:
            self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        page.search(self._text)
        page.take_keyboard()
