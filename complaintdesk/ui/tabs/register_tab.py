# SPDX-License-Identifier: Apache-2.0
"""The register tab: the form always ready on the left, the list, and the chosen case below or beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QWidget

from complaintdesk.desk import cases
from complaintdesk.desk.records import CaseRecord
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.palette import Entry
from complaintdesk.ui.splitter import RememberedSplitter
from complaintdesk.ui.tab import Tab
from complaintdesk.ui.tabs import case_deeds
from complaintdesk.ui.tabs.case_list import CaseList
from complaintdesk.ui.tabs.case_panel import CasePanel
from complaintdesk.ui.tabs.form_card import FormCard
from complaintdesk.ui.tabs.guidance_panel import GuidancePanel
from complaintdesk.ui.words import Row

_WIDE = 1700  # px of the tab from which the case stands to the right of the list
_SHARE = 0.68  # of the list beside the panel, so that what happened can be read in it


class RegisterTab(Tab):
    """Calls come in here, and every case is followed from here to its end."""

    help_page = "calls"

    title = QT_TRANSLATE_NOOP("Tab", "Register")
    icon = "file-pen"
    kind = "case"
    work = (cases.register,)
    search_hint = QT_TRANSLATE_NOOP("Tab", "Find cases: text, name, room, phone, number")
    tables = frozenset(
        {
            *("case_record", "case_event", "contact", "commitment", "work_order", "attachment", "print_record"),
            *("place", "occupant", "phone", "staff", "procedure_version", "fee", "payment"),
        }
    )

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self.card = FormCard(bridge)
        self.list = CaseList(bridge)
        self.panel = CasePanel(bridge)
        self.split = RememberedSplitter("cases", self.list, self.panel, settings=bridge.settings, share=_SHARE)
        self.guidance = GuidancePanel(bridge)
        row = Row(self.card, self.guidance, self.split, gap=look.GAP)
        row.setStretch(2, 1)
        row.setContentsMargins(look.GAP, look.GAP, look.GAP, look.GAP)
        self.setLayout(row)
        self.card.form.kind.changed.connect(self.guidance.show_kind)
        self.guidance.show_kind(self.card.form.kind.value)
        self.card.saved.connect(self.list.show_case)
        self.card.reopening_asked_for.connect(self._reopen)
        self.card.case_asked_for.connect(self.list.show_case)
        self.card.place_asked_for.connect(self._show_place)
        self.list.chosen.connect(self._choose)
        self.list.search_let_go.connect(self.search_let_go)
        self.list.opened.connect(lambda _case_id: self.panel.take_keyboard())
        self.panel.asked_for.connect(self.asked_for)
        self.panel.settled.connect(self.list.take_keyboard)
        self.panel.correct_asked_for.connect(self.card.correct)
        self.panel.again_asked_for.connect(self._again)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._lead)

    def refresh(self) -> None:
        for part in (self.card, self.guidance):
            part.setVisible(self.is_work_of_who_sits_here(self.bridge))
        try:
            if self.card.resume():
                self.panel.show_case(None)
                self.panel.resume()
                self.take_keyboard()
            self.card.refresh()
            self.list.refresh()
            self._reread_case()
        except EnvironmentProblem as problem:
            self.list.fail(problem, self.refresh)

    def take_keyboard(self) -> None:
        if self.card.isHidden():
            self.list.take_keyboard()
        else:
            self.card.start()

    def search(self, text: str) -> None:
        self.list.search(text)
        if self.list.table.chosen_id() is None:
            self.panel.show_case(None)

    def take_keyboard_to_found(self) -> None:
        if self.list.table.count():
            self.list.take_keyboard()

    def open_record(self, record_id: int) -> None:
        self.list.show_case(record_id)

    def open_list(self, ids: Sequence[int], words: str) -> None:
        self.list.show_cases(ids, words)
        self.list.take_keyboard()

    def entries(self) -> list[Entry]:
        return [*self.panel.entries(), *self.list.queues.entries()]

    def undo(self) -> None:
        self.card.take_back_by_key()

    def tick(self) -> None:
        super().tick()
        if self.panel.slot.form is None:
            self._reread_case()
        else:
            self.panel.tell_times()

    def keep(self) -> None:
        self.card.keep()
        self.panel.keep()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        focused = QApplication.focusWidget()
        if focused is None or not self.isAncestorOf(focused):
            self.take_keyboard()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.guidance.set_wide(self.width() >= _WIDE)
        if self.width() >= _WIDE:
            self.split.turn(Qt.Orientation.Horizontal, "cases", _SHARE)
        else:
            self.split.turn(Qt.Orientation.Vertical, "cases above", 0.5)

    def _lead(self, _before: QWidget | None, focused: QWidget | None) -> None:
        """Lets the form with the keyboard lead; elsewhere the one that had it goes on leading."""
        form = self.panel.slot.form
        if form is None or (focused is not None and self.card.isAncestorOf(focused)):
            leads = True
        elif focused is not None and form.isAncestorOf(focused):
            leads = False
        else:
            return
        self.card.set_leads(leads)
        if form is not None:
            form.accept_button.set_leads(not leads)

    def _let_go(self) -> None:
        self.list.begin_anew()

    def _choose(self, case_id: int | None) -> None:
        # A deed may take the case off the list; it stays in view until another one is chosen.
        if case_id is not None:
            self.panel.show_case(case_id)

    def _reread_case(self) -> None:
        self.panel.show_case(self.panel.page.case.id if self.panel.page is not None else None)

    def _show_place(self, place_id: int) -> None:
        page = self.card.form.who.page
        self.list.show_place(place_id, page.label if page is not None else "")

    def _reopen(self, case_id: int) -> None:
        self.list.show_case(case_id)
        self.panel.ask(case_deeds.REOPEN)

    def _again(self, case: CaseRecord) -> None:
        self.card.begin_again(case.id, case.number)
