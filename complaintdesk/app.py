# SPDX-License-Identifier: Apache-2.0
"""The composition root of the window: settings, log, crash hook, one copy at a time, the office, the window."""

from __future__ import annotations

import faulthandler
import hashlib
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLibraryInfo, QLocale, QLockFile, QObject, Qt, QTranslator, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QApplication

from complaintdesk import __version__, paths
from complaintdesk.desk import redacting
from complaintdesk.errors import QT_TRANSLATE_NOOP, Damaged, EnvironmentProblem, Told
from complaintdesk.labels import language, set_language, set_zone, translate
from complaintdesk.settings import SettingsFile, settings_file
from complaintdesk.ui import background, crash, look, prompts
from complaintdesk.ui.main_window import MainWindow
from complaintdesk.ui.style import DeskStyle

if TYPE_CHECKING:
    from complaintdesk.desk.office import Office
    from complaintdesk.ui.backups import Backups
    from complaintdesk.ui.bridge import Bridge

_PATIENCE = 2000  # ms for a running copy to answer


@dataclass(frozen=True)
class Options:
    """What the command line asked of the window."""

    database: str = ""  # '' takes the one opened last, or the usual place
    demo: bool = False
    language: str = ""  # '' takes the setting


# Texts of Qt's own that its Chinese catalogue no longer knows by this spelling; marked here for the program's.
QT_TRANSLATE_NOOP("QFileDialog", "&Look in:")
QT_TRANSLATE_NOOP("QFileDialog", "Files of &type:")
QT_TRANSLATE_NOOP("QAbstractFileIconProvider", "Folder")


class QtTexts(QTranslator):
    """Qt's own texts from its catalogue, and from the program's where Qt's has none."""

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:
        # Never '': Qt would show that.
        return super().translate(context, text, disambiguation, n) or translate(context, text)


class OneCopy(QObject):
    """Sees to it that one window is open for a database: the lock decides, the socket only says 'come forward'."""

    called = Signal()  # another start asked for the window

    def __init__(self, location: str) -> None:
        super().__init__()
        key = hashlib.sha256(f"{paths.state_folder()}|{location}".encode()).hexdigest()[:16]
        self._name = f"complaintdesk-{key}"
        self._lock = QLockFile(str(paths.state_folder() / f"{key}.lock"))
        self._lock.setStaleLockTime(0)  # a lock is given up by its owner or with its owner's death, not by age
        self._server = QLocalServer(self)

    def is_first(self) -> bool:
        """Whether this is the only copy; if so it listens from now on."""
        if not self._lock.tryLock(100):
            return False
        QLocalServer.removeServer(self._name)  # left behind by a copy that was killed
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        self._server.listen(self._name)
        return True

    def call_first(self) -> bool:
        """Asks the running copy to come forward, and says whether it heard."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        heard = socket.waitForConnected(_PATIENCE)
        socket.disconnectFromServer()
        return heard

    def close(self) -> None:
        """Makes room for another copy."""
        self._server.close()
        self._lock.unlock()

    def _answer(self) -> None:
        self._server.nextPendingConnection().close()
        self.called.emit()


class Desk(QObject):
    """The running program: one window, and the office behind it once it is open."""

    def __init__(self, settings: SettingsFile, location: str, *, demo: bool = False) -> None:
        super().__init__()
        self._settings = settings
        self._location = location
        self._demo = demo
        self._hint = ""
        self.bridge: Bridge | None = None
        self._backups: Backups | None = None
        self._leaving = False
        self.window = self._new_window()

    def start(self) -> None:
        """Shows the window at once; the database's libraries are loaded in a worker behind its first picture."""
        self.window.show()
        background.run(self, lambda _progress: _load(), lambda _none: self._open_first(), self._tell)

    def come_forward(self) -> None:
        """Brings the window before all others."""
        self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def close(self) -> None:
        """Signs out and lets go of the office."""
        self._leaving = True
        self._let_go()

    def _let_go(self) -> None:
        background.stop_all()
        if self._backups is not None:
            self._backups.stop()
            self._backups = None
        if self.bridge is not None:
            if self.bridge.staff is not None:
                self.bridge.sign_out()
            self.bridge.close()
            self.bridge = None

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
        if self._demo:
            self._open_demo()
        else:
            self._open(self._location)

    def _open(self, location: str) -> None:
        from complaintdesk.desk.first_look import open_looked
        from complaintdesk.desk.office import needs_passphrase

        self._location = location
        if needs_passphrase(location):
            self._ask_passphrase()
            return
        try:
            office = open_looked(location)
        except Damaged as problem:
            self._show_restore(problem)
            return
        except EnvironmentProblem as problem:
            self._show_ways_on(problem)
            return
        self._go_on_with(office)

    def _ask_passphrase(self) -> None:
        from complaintdesk.desk.office import locked
        from complaintdesk.ui.unlock import UnlockPage

        page = UnlockPage(self._location)
        page.unlocked.connect(self._go_on_with)
        page.damaged.connect(self._show_restore)
        page.elsewhere.connect(lambda: self._show_ways_on(locked()))
        self.window.show_instead(page)
        page.ask(by_code=False)

    def _go_on_with(self, office: Any) -> None:
        """Puts an office that was opened behind the window."""
        from complaintdesk.ui.bridge import Bridge

        set_zone(office.zone)
        self.bridge = Bridge(office, self._settings)
        if not self._demo and self._location != self._settings.now.database:
            self._settings.change(database=self._location)
        self._attach()

    def _show_ways_on(self, problem: EnvironmentProblem) -> None:
        from complaintdesk.ui.first_start import FirstStartPage

        page = FirstStartPage(problem, self._location, self._settings)
        page.opened.connect(self._open)
        page.begun.connect(self._begin)
        page.demo.connect(self._open_demo)
        page.restore.connect(lambda: self._show_restore(problem))
        self.window.show_instead(page)

    def _begin(self, office: Office) -> None:
        """Goes on with an office just founded, and whoever founded it."""
        from complaintdesk.ui import recovery
        from complaintdesk.ui.bridge import Bridge

        self._location = office.database.location
        set_zone(office.zone)
        self.bridge = Bridge(office, self._settings)
        self._attach()
        self.window.resume()
        recovery.show_new_code(self.window, self.bridge)
        words = translate(
            "Desk",
            "The office is set up, and you sit here as its administrator. Whoever registers calls signs in with their "
            "own name (F10, Sign out). Settings are under Ctrl+, and help under F1.",
        )
        prompts.tell(self.window, translate("Desk", "Good morning"), words)

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
        speak(self._settings.now.language)
        old = self._take_new_window()
        self._attach()
        self.window.resume()
        self._put_away(old)

    def _take_new_window(self) -> MainWindow:
        """Puts an empty window in the place of the one there is, which is given back."""
        old, self.window = self.window, self._new_window()
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
        prompts.tell_error(self.window, problem)


def run(options: Options) -> int:
    """Opens the window and returns the exit code when it is closed."""
    app = QApplication(sys.argv[:1])
    settings = settings_file()
    dress(app, settings, options.language)
    faults = redacting.start_log(paths.state_folder())
    hook = crash.CrashHook()
    hook.install()
    location = options.database or settings.now.database or str(paths.data_folder() / "office.db")
    copy = OneCopy("demo" if options.demo else location)
    if not copy.is_first():
        if not copy.call_first():
            words = translate("Desk", "The program is running already but does not answer. End it, then start again.")
            prompts.tell(None, translate("Desk", "Already running"), words)
            return 1
        return 0
    desk = Desk(settings, location, demo=options.demo)
    copy.called.connect(desk.come_forward)
    desk.start()
    code = app.exec()
    desk.close()
    copy.close()
    faulthandler.disable()
    faults.close()
    return code


def dress(app: QApplication, settings: SettingsFile, wanted: str = "") -> None:
    """Gives the application its name, language, fonts, style and colours; follows the system's scheme if so set."""
    app.setApplicationName("complaintdesk")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("complaintdesk")
    speak(wanted or settings.now.language)
    look.load_fonts()
    app.setFont(look.font())
    app.setStyle(DeskStyle())
    look.apply(app, look.Scheme(settings.now.scheme))
    hints = QGuiApplication.styleHints()
    hints.colorSchemeChanged.connect(lambda _scheme: look.apply(app, look.Scheme(settings.now.scheme)))


def speak(wanted: str) -> None:
    """Texts of the program and Qt's own (standard buttons, the file dialog) in this language from now on."""
    set_language(wanted)
    QLocale.setDefault(QLocale(language()))
    app = QApplication.instance()
    assert app is not None
    for old in app.findChildren(QTranslator, "qtbase"):
        app.removeTranslator(old)
        old.deleteLater()
    translator = QtTexts(app)
    translator.setObjectName("qtbase")
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if language() != "en" and translator.load(f"qtbase_{language()}", folder):
        app.installTranslator(translator)


def _load() -> Any:
    """Imports what opening an office needs."""
    from complaintdesk.ui import tab_list

    return tab_list.TABS
