# SPDX-License-Identifier: Apache-2.0
"""Everything that can be set, in one window: a list of pages at its left, the chosen one beside it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from complaintdesk.labels import translate
from complaintdesk.ui import look, office_deeds, prompts
from complaintdesk.ui.book_settings import BookSettings
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.calendar_settings import CalendarSettings
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.form_settings import FormSettings
from complaintdesk.ui.own_password import PasswordSettings
from complaintdesk.ui.page_list import PageList
from complaintdesk.ui.phrase_settings import PhraseSettings
from complaintdesk.ui.price_settings import PriceSettings
from complaintdesk.ui.rule_book_settings import RuleBookSettings
from complaintdesk.ui.safety_settings import SafetySettings
from complaintdesk.ui.settings_machine import BackupSettings, LookSettings, MachineSettings, PrinterSettings
from complaintdesk.ui.settings_pages import OfficeSettings, SettingsPage
from complaintdesk.ui.settings_staff import StaffSettings
from complaintdesk.ui.words import Card, Row

_SIZE = QSize(1240, 820)
_FRAME = QSize(40, 60)  # px of the screen left to what is behind

PAGES: tuple[type[SettingsPage], ...] = (
    OfficeSettings,
    BookSettings,
    RuleBookSettings,
    FormSettings,
    PriceSettings,
    CalendarSettings,
    PhraseSettings,
    StaffSettings,
    PasswordSettings,
    PrinterSettings,
    BackupSettings,
    SafetySettings,
    LookSettings,
    MachineSettings,
)


class SettingsWindow(Dialog):
    """Each page saves for itself; pages whose deeds one may not do are not there."""

    help_page = "setting-up"

    backed_up = Signal()

    def __init__(self, parent: QWidget | None, bridge: Bridge, *, signed: bool = True) -> None:
        """While nobody is signed in, or the desk is locked, only the look can be chosen."""
        super().__init__(parent, translate("SettingsWindow", "Settings"), width=900)
        self.bridge = bridge
        # What whoever opened the window does once it is closed: makes a window in another language, restores a backup.
        self.speaks_anew = self.restores = False
        kinds = [page for page in PAGES if page.is_for(bridge)] if signed else [LookSettings]
        self.pages = [page(bridge) for page in kinds]
        self.list = PageList(
            [(page.title, page.icon) for page in self.pages], name=translate("SettingsWindow", "Pages")
        )
        self.stack = QStackedWidget()
        for page in self.pages:
            self.stack.addWidget(page)
        self.list.picked.connect(self.show_page)
        card = Card(padding=20)
        card.box.addWidget(self.stack)
        line = Row(self.list, card, gap=look.GAP)
        line.setStretch(1, 1)
        self.box.addLayout(line, 1)
        close = Button(translate("Dialog", "Close"), "Esc")  # the page's Save is what a page leads to
        close.clicked.connect(self.ask_to_leave)
        foot = Row(close)
        foot.insertStretch(0, 1)
        self._outer.addLayout(foot)
        self._connect()
        self.resize(_SIZE.boundedTo(look.screen_room(self) - _FRAME))
        self._read: set[int] = set()
        self.show_page(0)
        self.list.names[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def show_page(self, at: int) -> None:
        """Shows the page at this position; it is read the first time, and what was typed there since stays."""
        self.list.mark(at)
        self.stack.setCurrentIndex(at)
        if at not in self._read:
            self._read.add(at)
            self.pages[at].refresh()

    def page(self, kind: type[SettingsPage]) -> SettingsPage:
        """The page of this kind, shown, with the keyboard on its name."""
        at = next(at for at, page in enumerate(self.pages) if isinstance(page, kind))
        self.show_page(at)
        self.list.names[at].setFocus(Qt.FocusReason.OtherFocusReason)
        return self.pages[at]

    def accept(self) -> None:
        """Closes the window for what was asked for on a page; asks first where something typed was not saved."""
        if not self.is_unsaved() or self._may_be_lost():
            super().accept()

    def is_unsaved(self) -> bool:
        return bool(self._unsaved())

    def _unsaved(self) -> list[int]:
        return [at for at in sorted(self._read) if self.pages[at].is_unsaved]

    def _may_be_lost(self) -> bool:
        unsaved = self._unsaved()
        titles = "\n".join(self.pages[at].title for at in unsaved)
        text = translate("SettingsWindow", "What you changed there is not saved yet:\n{pages}")
        discard = translate("SettingsWindow", "Discard the changes")
        stay = translate("SettingsWindow", "Go back to them")
        title = translate("SettingsWindow", "Close the settings?")
        if prompts.ask_yes_no(self, title, text.format(pages=titles), yes=discard, no=stay):
            return True
        self.show_page(unsaved[0])
        return False

    def _connect(self) -> None:
        for page in self.pages:
            if isinstance(page, LookSettings):
                page.rebuild.connect(self._speak_anew)
            if isinstance(page, BackupSettings):
                page.restore.connect(self._restore)
                page.back_up.connect(lambda page=page: self._back_up(page))

    def _back_up(self, page: BackupSettings) -> None:
        def done() -> None:
            page.show_last()
            self.backed_up.emit()

        office_deeds.backup_now(self, self.bridge, done)

    def _restore(self) -> None:
        self.accept()
        self.restores = self.result() == self.DialogCode.Accepted  # not if something unsaved kept it open

    def _speak_anew(self) -> None:
        self.speaks_anew = True
        self.accept()
