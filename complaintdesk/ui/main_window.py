# SPDX-License-Identifier: Apache-2.0
"""The window: top line, one page at a time, status line; tabs are built when they are first shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal

from complaintdesk.labels import language, translate
from complaintdesk.settings import SettingsFile
from complaintdesk.ui import look
from complaintdesk.ui.frame import Frame

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent
    from PySide6.QtWidgets import QWidget

    from complaintdesk.desk.finding import Group
    from complaintdesk.desk.records import StaffRecord
    from complaintdesk.ui.backups import Backups
    from complaintdesk.ui.bridge import Bridge
    from complaintdesk.ui.menu import MainMenu
    from complaintdesk.ui.notices import Notices
    from complaintdesk.ui.status_line import StatusLine
    from complaintdesk.ui.tab import Tab
    from complaintdesk.ui.top_line import TopLine

_TYPING = 200  # ms of rest before the search box searches
_SERVER, _BACKUPS, _RULES, _HOLIDAYS = "server", "backups", "rules", "holidays"  # what notices may be about


class MainWindow(Frame):
    """The desk's window. It can be shown before there is an office; `attach` brings it to life."""

    closed = Signal()
    rebuild = Signal()  # another language was chosen: make a new window
    restore = Signal()  # a backup is to take the place of the records

    menu: MainMenu
    top: TopLine
    status: StatusLine
    notices: Notices  # that the server is away, what the backups ask for

    def __init__(self, settings: SettingsFile) -> None:
        super().__init__(settings)
        self.bridge: Bridge | None = None
        self.may_close: Callable[[], bool] = lambda: True
        self._kinds: Sequence[type[Tab]] = ()
        self._tabs: dict[int, Tab] = {}
        self._at = 0
        self._searches: dict[int, str] = {}
        self._entered: int | None = None  # who sat here last
        self._furnished = False

    def furnish(self) -> None:
        """Builds what stands around the pages, once; what that takes is loaded here, behind the first picture."""
        from complaintdesk.ui import icons
        from complaintdesk.ui.help_key import add_help_key
        from complaintdesk.ui.menu import MainMenu
        from complaintdesk.ui.moments import Moments
        from complaintdesk.ui.notices import Notices
        from complaintdesk.ui.status_line import StatusLine
        from complaintdesk.ui.top_line import TopLine

        if self._furnished:
            return
        self._furnished = True
        self.setWindowIcon(icons.app_icon())
        add_help_key(self)
        self.menu = MainMenu(self)
        self.top = TopLine(self.menu)
        self.status = StatusLine()
        self.column.insertWidget(0, self.top)
        self.column.addWidget(self.status)
        self.notices = Notices(self.status.notice, self, (_SERVER, _BACKUPS, _RULES, _HOLIDAYS))
        self.top.set_signed("")
        self._typing = QTimer(self, interval=_TYPING, singleShot=True)
        self._typing.timeout.connect(self._search)
        self._counting = QTimer(self, interval=0, singleShot=True)
        self._counting.timeout.connect(self._count)
        self._moments = Moments(self)
        self._moments.timeout.connect(self._tick)

    def attach(self, bridge: Bridge, kinds: Sequence[type[Tab]], hint: str = "") -> None:
        """Puts an office behind the window and asks who sits here; `hint` stands on the sign-in page."""
        from complaintdesk.ui.auto_lock import AutoLock
        from complaintdesk.ui.backup_watch import BackupWatch
        from complaintdesk.ui.bare_keys import add_key
        from complaintdesk.ui.commands import Commands
        from complaintdesk.ui.finder import Finder
        from complaintdesk.ui.missing_rules import MissingRules
        from complaintdesk.ui.reminding import Reminding
        from complaintdesk.ui.scanning import Scanning
        from complaintdesk.ui.sign_in import SignInPage
        from complaintdesk.ui.unknown_holidays import UnknownHolidays

        self.furnish()
        self.bridge, self._kinds = bridge, kinds
        self.sign_in = SignInPage(bridge, hint)
        self.sign_in.signed_in.connect(self._enter)
        self.pages.addWidget(self.sign_in)
        for kind in kinds:
            self.top.add_tab(translate("Tab", kind.title), kind.icon)
        self.top.picked.connect(self.show_tab)
        self.top.search.textEdited.connect(lambda _text: self._typing.start())
        self.finder = Finder(bridge, self.top.search, self, self._go_to_number, lambda: self._kinds[self._at].kind)
        self.finder.list.opened.connect(self._open_found)
        self.finder.all_asked_for.connect(self._list_found)
        self.top.find_asked_for.connect(self._find)
        self.reminding = Reminding(self, bridge)
        self.scanning = Scanning(self, bridge)
        self.missing_rules = MissingRules(self, bridge, _RULES)
        self.unknown_holidays = UnknownHolidays(self, bridge, _HOLIDAYS)
        self._backup_watch = BackupWatch(self, bridge, _BACKUPS)
        self.commands = Commands(self, bridge, kinds)
        bridge.changed.connect(self._count_soon)
        bridge.reachable.connect(self._show_reachable)
        bridge.signed.connect(self._changed_elsewhere)
        self.auto_lock = AutoLock(self, bridge, self.lock, self._enter)
        self.menu.fill(bridge)
        self.menu.locked.connect(self.lock)
        self.menu.left.connect(self.leave)
        self.menu.rebuild.connect(self.rebuild)
        self.menu.settled.connect(self._show_tip)
        add_key(self, "F5", translate("KeysDialog", "Read the page again"), self.refresh)
        self.menu.restore.connect(self.restore)
        self.menu.undo.connect(self._undo)
        self.menu.backed_up.connect(self._backup_watch.made_by_hand)
        self.status.set_database(bridge.office.database.location)
        self._backup_watch.show()
        self._show_facts()
        self._show_tip()
        self._moments.begin()
        self._ask_who(locked=False)
        if self.settings.damaged is not None:
            self.sign_in.tell_damaged(self.settings)

    def show_instead(self, page: QWidget) -> None:
        """Shows a page in place of the office that is not there."""
        self.furnish()
        self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)

    def resume(self) -> None:
        """Goes on with whoever sits here already."""
        if self.bridge is not None and self.bridge.staff is not None:
            self._enter()

    def show_tab(self, at: int) -> Tab:
        """Shows the tab at this position, building it the first time."""
        assert self.bridge is not None
        self._searches[self._at] = self.top.search.text()
        self._at = at
        if at not in self._tabs:
            tab = self._kinds[at](self.bridge)
            tab.asked_for.connect(self.open_record)
            tab.page_asked_for.connect(self._tab_of)
            tab.list_asked_for.connect(self.open_list)
            tab.search_let_go.connect(partial(self._empty_search, at))
            self._tabs[at] = tab
            self.pages.addWidget(tab)
        tab = self._tabs[at]
        self.top.mark(at, translate("Tab", tab.search_hint))
        self.top.search.setText(self._searches.get(at, ""))
        fresh = tab.focusWidget() is None
        self.pages.setCurrentWidget(tab)
        if fresh:
            tab.take_keyboard()
        return tab

    @property
    def help_page(self) -> str:
        """The page of the help about what the window shows."""
        return getattr(self.pages.currentWidget(), "help_page", "")

    def tab_count(self) -> int:
        """How many tabs there are."""
        return len(self._kinds)

    def open_record(self, kind: str, record_id: int) -> None:
        """Shows a record (case, order, place) in the tab that has pages of its kind, with the keyboard on it."""
        (tab := self._tab_of(kind)).open_record(record_id)
        self.top.search.setText("")
        tab.take_keyboard_to_record()

    def open_list(self, kind: str, ids: Sequence[int], words: str) -> None:
        """Lists these records in the tab that has pages of their kind; `words` say there what they are."""
        self._tab_of(kind).open_list(ids, words)
        self.top.search.setText("")

    def search_for(self, kind: str, words: str) -> None:
        """Lists all that the words find, in the tab that has pages of this kind, with the keyboard on it."""
        tab = self._tab_of(kind)
        self.top.search.setText(words)
        tab.search_all(words)
        tab.take_keyboard_to_record()

    def _tab_of(self, kind: str) -> Tab:
        return self.show_tab(next(at for at, tab in enumerate(self._kinds) if tab.kind == kind))

    def current(self) -> Tab | None:
        """The tab in view; None while nobody is signed in."""
        page = self.pages.currentWidget()
        return next((tab for tab in self._tabs.values() if tab is page), None)

    def refresh(self) -> None:
        """Reads the page in view again."""
        tab = self.current()
        if tab is not None:
            tab.refresh()
            self._count()

    def lock(self) -> bool:
        """Hides everything behind the sign-in page, if anything was shown, and tells so; forms keep what is typed."""
        open_ = self.current() is not None
        if open_:
            self._ask_who(locked=True)
        return open_

    def leave(self) -> None:
        """Signs out, even where it can't be noted: then EnvironmentProblem is raised all the same."""
        assert self.bridge is not None
        self._keep()
        try:
            self.bridge.sign_out()
        finally:
            self._ask_who(locked=False)

    def watch(self, backups: Backups) -> None:
        """Shows from now on how the office's backups stand, and what they ask for."""
        self.reminding.watch(backups)
        self._backup_watch.watch(backups)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._keep()
        if not self.may_close():
            event.ignore()
            return
        kept = self.saveGeometry().toBase64().toStdString()
        self.settings.change(window=kept, next_tip=self.settings.now.next_tip + 1)
        super().closeEvent(event)
        self.closed.emit()

    def _enter(self) -> None:
        from complaintdesk.ui.tab import where_work_is

        assert self.bridge is not None
        staff = self.bridge.staff
        assert staff is not None
        self._show_signed(staff)
        if staff.id != self._entered:
            self._entered = staff.id
            self._forget_searches()
        self.show_tab(where_work_is(self._kinds, self.bridge, self._at))
        self._backup_watch.show()
        self._count()

    def _changed_elsewhere(self, staff: StaffRecord | None) -> None:
        """Another desk changed who sits here: shows what they may do now; who left is signed out."""
        if staff is None or self.current() is None:
            return
        if staff.left_on is not None:
            self.leave()
        else:
            self._show_signed(staff)

    def _show_signed(self, staff: StaffRecord) -> None:
        from complaintdesk.ui.staff_words import with_role

        self.top.set_signed(with_role(staff))
        self.menu.set_signed(True)

    def _ask_who(self, *, locked: bool) -> None:
        self._keep()
        self.top.set_signed("")
        self.menu.set_signed(False)
        self.notices.clear(_BACKUPS)
        self.pages.setCurrentWidget(self.sign_in)
        self.sign_in.ask(locked=locked)

    def _keep(self) -> None:
        for tab in self._tabs.values():
            tab.keep()

    def _search(self) -> None:
        tab = self.current()
        if tab is not None:
            tab.search(self.top.search.text().strip())
            self.finder.look_up()

    def _empty_search(self, at: int) -> None:
        """Empties the search box of a tab that lists something else now."""
        self._searches[at] = ""
        if at == self._at:
            self._typing.stop()
            self.top.search.setText("")

    def _forget_searches(self) -> None:
        """Empties what somebody else looked for."""
        self._typing.stop()
        self.finder.leave()
        self._searches.clear()
        self.top.search.setText("")

    def _find(self) -> None:
        if self.current() is not None:
            self.finder.begin()

    def _undo(self) -> None:
        """Takes back what was saved last in the register; from another page it leads there first."""
        tab = self.current()
        if tab is not None and tab.kind == "case":
            tab.undo()
        elif tab is not None:
            self._tab_of("case")

    def _widen(self) -> None:
        """What was typed to find something elsewhere narrows the list in view no longer."""
        self._typing.stop()
        self.finder.leave()
        tab = self.current()
        if tab is not None and self.top.search.text():
            self.top.search.setText("")
            tab.search("")

    def _open_found(self, kind: str, record_id: int) -> None:
        self._widen()
        self.open_record(kind, record_id)

    def _list_found(self, group: Group) -> None:
        """Lists all that was found of one kind, in the tab that has it."""
        words = self.top.search.text().strip()
        self._widen()
        if group.kind == "case":
            self.open_list("case", group.ids, translate("MainWindow", "Found: {words}").format(words=words))
        else:
            self.search_for(group.kind, words)

    def _go_to_number(self) -> None:
        from complaintdesk.desk import number_hits

        assert self.bridge is not None
        self._typing.stop()
        year = self.bridge.searches.today().year
        hit = self.bridge.ask(number_hits.find_number, self.top.search.text(), year)
        tab = self.current()
        if hit is None and tab is not None:
            tab.search(self.top.search.text().strip())
            tab.take_keyboard_to_found()
        elif hit is not None:
            self._widen()
            self.open_record(hit.kind, hit.id)

    def _show_reachable(self, reachable: bool) -> None:
        """Says as long as it lasts that the server is away; it goes by itself."""
        if reachable:
            self.notices.clear(_SERVER)
            return
        words = translate(
            "MainWindow",
            "The database server can't be reached. What you typed stays in its form; as soon as the server answers "
            "again, this message goes and you can save. Check the network and the server if it takes long.",
        )
        self.notices.say(_SERVER, words, look.Tone.LATE)

    def _count_soon(self, _tables: object) -> None:
        self._counting.start()

    def _count(self) -> None:
        if self.bridge is not None and self.bridge.staff is not None and not self.bridge.gone:
            self.top.count(self.bridge, [kind.counted(self.bridge) for kind in self._kinds])
            self._show_facts()

    def _tick(self) -> None:
        tab = self.current()
        if tab is not None and self.bridge is not None and not self.bridge.gone:
            tab.tick()
            self._count()
        self._show_facts()

    def _show_facts(self) -> None:
        assert self.bridge is not None
        record = self.bridge.office.record
        self.status.set_clock(self.bridge.local(self.bridge.shown_now()))
        self.status.set_procedure(record.procedure_name, record.procedure_version)
        self.setWindowTitle(f"{record.name} · {translate('MainWindow', 'Complaint desk')}")

    def _show_tip(self) -> None:
        """A line of advice, the next one at each start, unless the settings say that there be none."""
        from complaintdesk.ui.help_pages import tips

        lines, now = tips(language()), self.settings.now
        self.status.set_tip(lines[now.next_tip % len(lines)] if now.tips else "")
