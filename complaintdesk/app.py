# SPDX-License-Identifier: Apache-2.0
"""The composition root of the window: settings, log, crash hook, one copy at a time, the office, the window."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from complaintdesk import __version__, paths
from complaintdesk.errors import QT_TRANSLATE_NOOP, Damaged, EnvironmentProblem, Told
from complaintdesk.labels import set_language, set_zone, translate
from complaintdesk.settings import SettingsFile, settings_file
from complaintdesk.ui import look
from complaintdesk.ui.crash import CrashHook
from complaintdesk.ui.main_window import MainWindow
from complaintdesk.ui.one_copy import OneCopy

if TYPE_CHECKING:
    from pathlib import Path

    from complaintdesk.desk.office import Office
    from complaintdesk.ui.backups import Backups
    from complaintdesk.ui.bridge import Bridge
    from complaintdesk.ui.first_start import FirstStartPage


class Options(NamedTuple):
    """What the command line asked of the window."""

    database: str = ""  # '' takes the one opened last, or the usual place
    demo: bool = False
    language: str = ""  # '' takes the setting


_log = logging.getLogger(__name__)

_DEMO = "demo"  # what the demo office is claimed by, wherever it lies


# What the window needs once its first picture stands; the tabs bring the desk and the database along.
_BEHIND_THE_PICTURE = ("style", "menu", "top_line", "status_line", "help_key", "finder", "sign_in", "tab_list")


class Desk(QObject):
    """The running program: one window, and the office behind it once it is open."""

    loaded = Signal()  # the program is there, the office not yet

    def __init__(self, settings: SettingsFile, location: str, *, demo: bool = False) -> None:
        super().__init__()
        self._settings = settings
        self._location = location
        self._demo = demo
        self._hint = ""
        self.bridge: Bridge | None = None
        self._backups: Backups | None = None
        self._leaving = False
        self.claim: Callable[[str], bool] = lambda _location: True  # bars other windows; False: one has that office
        self.window = self._new_window()

    def start(self) -> None:
        """Shows the window at once; nearly all of the program is loaded in a worker behind its first picture."""
        self.window.painted.connect(self._load)
        self.window.show()

    def _load(self) -> None:
        from complaintdesk.ui import background

        background.run(self, lambda _progress: _load(), lambda _none: self._open_first(), self._tell)

    def come_forward(self) -> None:
        """Brings the window before all others."""
        from PySide6.QtCore import Qt

        self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def close(self) -> None:
        """Signs out and lets go of the office."""
        self._leaving = True
        self._let_go()

    def _let_go(self) -> None:
        from complaintdesk.ui import background

        background.stop_all()
        if self._backups is not None:
            self._backups.stop()
            self._backups = None
        bridge, self.bridge = self.bridge, None
        for part in () if bridge is None else (bridge.sign_out, bridge.close):
            try:
                part()
            except Told as problem:  # of broken books, or a server that is gone: they are let go of all the same
                _log.warning("letting go of the office: %s", problem)

    def _new_window(self) -> MainWindow:
        window = MainWindow(self._settings)
        window.rebuild.connect(self._rebuild)
        window.restore.connect(self._restore)
        window.may_close = self._may_close
        return window

    def _may_close(self) -> bool:
        """Whether the window may close at once; else a last backup is made, and it closes after that."""
        return self._leaving or self._backups is None or self._backups.may_leave(self.window, self._leave)

    def _leave(self) -> None:
        self._leaving = True
        self.window.close()

    def _open_first(self) -> None:
        self.loaded.emit()
        if self._demo:
            self._open_demo()
        else:
            self._open(self._location)

    def _open(self, location: str) -> None:
        from complaintdesk.desk.first_look import open_looked
        from complaintdesk.desk.passphrases import needs_passphrase
        from complaintdesk.ui.waiting import done_elsewhere

        if not self._demo and not self._claimed(location):
            return
        self._location = location
        try:
            if needs_passphrase(location):
                self._ask_passphrase()
                return
            office = done_elsewhere(lambda: open_looked(location))
        except Damaged as problem:
            self._show_restore(problem)
            return
        except EnvironmentProblem as problem:
            self._show_ways_on(problem)
            return
        except BaseException:
            self._show_ways_on(_not_opened())
            raise
        self._go_on_with(office)

    def _claimed(self, name: str) -> bool:
        """Whether this window alone has that office now; if another has it, that one was called forward."""
        claimed = self.claim(name)
        if not claimed:
            from complaintdesk.ui import prompts

            words = translate("Desk", "This office is open already, in another window of this program. Go on there.")
            prompts.tell(self.window, translate("Desk", "Already running"), words)
        return claimed

    def _ask_passphrase(self) -> None:
        from complaintdesk.desk.passphrases import locked
        from complaintdesk.ui.unlock import UnlockPage

        page = UnlockPage(self._location)
        page.unlocked.connect(self._go_on_with)
        page.damaged.connect(self._show_restore)
        page.elsewhere.connect(lambda: self._show_ways_on(locked()))
        self.window.show_instead(page)
        page.ask(by_code=False)
        page.passphrase.setText(self.window.take_typed())

    def _go_on_with(self, office: Any) -> None:
        """Puts an office that was opened behind the window."""
        from complaintdesk.ui.bridge import Bridge

        if self.bridge is not None:  # another one was opened meanwhile
            office.close()
            return
        set_zone(office.zone)
        self.bridge = Bridge(office, self._settings)
        try:
            if not self._demo and self._location != self._settings.now.database:
                self._settings.change(database=self._location)
            self._attach()
        except BaseException as error:
            told = error if isinstance(error, EnvironmentProblem) else None
            self._let_go()
            old = self._take_new_window()
            self._show_ways_on(told or _not_opened())
            self._put_away(old)
            if told is None:
                raise

    def _show_ways_on(self, problem: EnvironmentProblem) -> None:
        from complaintdesk.ui.first_start import FirstStartPage

        page = FirstStartPage(problem, self._location, self._settings)
        page.opened.connect(self._open)
        page.reached.connect(lambda office: self._take_reached(page, office))
        page.begun.connect(self._begin)
        page.demo.connect(self._open_demo)
        page.restore.connect(lambda: self._show_restore(problem))
        self.window.show_instead(page)

    def _take_reached(self, page: FirstStartPage, office: Office) -> None:
        """Goes on with an office whose server answers again, unless something else was begun meanwhile."""
        waited_for = page.morning is None and self.window.pages.currentWidget() is page
        if waited_for and office.database.location == self._location:
            self._go_on_with(office)
        else:
            office.close()

    def _begin(self, office: Office, rooms: Path | None) -> None:
        """Goes on with an office just founded, and whoever founded it; `rooms` is the list that they come from."""
        from complaintdesk.ui import good_morning, recovery
        from complaintdesk.ui.bridge import Bridge

        self._location = office.database.location
        self.claim(self._location)  # nobody else can have what was founded just now
        set_zone(office.zone)
        self.bridge = Bridge(office, self._settings)
        self._attach()
        self.window.resume()
        recovery.show_new_code(self.window, self.bridge)
        good_morning.greet(self.window, self.bridge, rooms)

    def _attach(self) -> None:
        from complaintdesk.ui.backups import Backups
        from complaintdesk.ui.tab_list import TABS

        assert self.bridge is not None
        self.window.attach(self.bridge, TABS, self._hint)
        if not self._demo:
            if self._backups is None:
                self._backups = Backups(self.bridge)
            self.window.watch(self._backups)

    def _open_demo(self) -> None:
        from complaintdesk.desk import demo
        from complaintdesk.ui import background

        if not self._claimed(_DEMO):
            return
        self._demo = True
        self._hint = translate("Desk", "This is the demo office. The password of everyone is {password}.").format(
            password=demo.PASSWORD
        )
        folder = paths.data_folder() / "demo"
        background.run(
            self, lambda _progress: str(demo.build_demo(folder)), lambda path: self._open(str(path)), self._tell
        )

    def _rebuild(self) -> None:
        """The same desk in another language: a new window on the same office."""
        from complaintdesk.ui import qt_texts

        qt_texts.speak(self._settings.now.language)
        old = self._take_new_window()
        self._attach()
        self.window.resume()
        self._put_away(old)

    def _take_new_window(self) -> MainWindow:
        """Puts an empty window in the place of the one there is, which is given back."""
        old, self.window = self.window, self._new_window()
        self.window.setGeometry(old.normalGeometry() if old.isMaximized() else old.geometry())
        self.window.setWindowState(old.windowState())
        old.blockSignals(True)
        old.may_close = lambda: True
        return old

    def _put_away(self, old: MainWindow) -> None:
        self.window.show()
        old.close()
        old.deleteLater()

    def _restore(self) -> None:
        """Backs up once more, then lets go of the office and asks which backup is to take its place."""
        if self._backups is None or self._backups.may_leave(self.window, self._begin_restore, closing=False):
            self._begin_restore()

    def _begin_restore(self) -> None:
        self._let_go()
        old = self._take_new_window()
        self._show_restore()
        self._put_away(old)

    def _show_restore(self, problem: EnvironmentProblem | None = None) -> None:
        from complaintdesk.ui.restoring import RestorePage

        page = RestorePage(self._location, self._settings, problem)
        page.opened.connect(self._open)
        page.left.connect(lambda: self._open(self._location) if problem is None else self._show_ways_on(problem))
        self.window.show_instead(page)

    def _tell(self, problem: Told) -> None:
        from complaintdesk.ui import prompts

        prompts.tell_error(self.window, problem)


def _not_opened() -> EnvironmentProblem:
    """What stands above the ways on while the crash dialog tells what went wrong."""
    return EnvironmentProblem(
        QT_TRANSLATE_NOOP("errors", "The office could not be opened."),
        QT_TRANSLATE_NOOP("errors", "Try again. If it stays so, restore the newest good backup."),
    )


def run(options: Options) -> int:
    """Opens the window and returns the exit code when it is closed."""
    app = QApplication(sys.argv[:1])
    settings = settings_file()
    hook = CrashHook(paths.state_folder())
    hook.install()
    wanted = options.language or settings.now.language
    dress_frame(app, settings, wanted)
    location = options.database or settings.now.database or str(paths.data_folder() / "office.db")
    copy = OneCopy(_DEMO if options.demo else location)
    if not copy.is_first():
        return _call_first(app, settings, copy, wanted)
    desk = Desk(settings, location, demo=options.demo)
    desk.claim = copy.move
    desk.window.painted.connect(hook.start_log)
    desk.window.painted.connect(copy.listen)
    desk.loaded.connect(lambda: finish_dress(app, settings, wanted))
    desk.loaded.connect(lambda: look_for_garbage(app))
    copy.called.connect(desk.come_forward)
    desk.start()
    try:
        code = app.exec()
        desk.close()
    finally:
        copy.close()
        hook.close()
    return code


def _call_first(app: QApplication, settings: SettingsFile, copy: OneCopy, wanted: str) -> int:
    """Calls the window that is open already; the exit code is 1 where it doesn't answer, which is said."""
    if copy.call_first():
        return 0
    from complaintdesk.ui import prompts

    finish_dress(app, settings, wanted)
    words = translate("Desk", "The program is running already but does not answer. End it, then start again.")
    prompts.tell(None, translate("Desk", "Already running"), words)
    return 1


def dress(app: QApplication, settings: SettingsFile, wanted: str = "") -> None:
    """Gives the application its name, language, fonts, style and colours; follows the system's scheme if so set."""
    wanted = wanted or settings.now.language
    dress_frame(app, settings, wanted)
    finish_dress(app, settings, wanted)


def dress_frame(app: QApplication, settings: SettingsFile, wanted: str) -> None:
    """As much of `dress` as the first picture needs."""
    app.setApplicationName("complaintdesk")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("complaintdesk")
    set_language(wanted)
    look.load_font("Regular")
    app.setFont(look.font())
    look.apply_first(app, look.Scheme(settings.now.scheme))


def finish_dress(app: QApplication, settings: SettingsFile, wanted: str) -> None:
    """The rest of `dress`: the style, the bold face, Qt's own texts."""
    from complaintdesk.ui import qt_texts
    from complaintdesk.ui.style import DeskStyle

    look.load_font("Bold")
    app.setStyle(DeskStyle())
    look.apply(app, look.Scheme(settings.now.scheme))
    hints = QGuiApplication.styleHints()
    hints.colorSchemeChanged.connect(lambda _scheme: look.apply(app, look.Scheme(settings.now.scheme)))
    qt_texts.speak(wanted)


def look_for_garbage(app: QApplication) -> None:
    """From now on garbage goes, and only here: until the program was loaded, nothing of it could go."""
    from complaintdesk.ui.garbage import Garbage

    Garbage(app)


def _load() -> None:
    """Imports what the window and opening an office need, and sweeps up what a killed program left lying open."""
    for name in _BEHIND_THE_PICTURE:
        import_module(f"complaintdesk.ui.{name}")
    from complaintdesk.ui import outside

    outside.sweep()
