# SPDX-License-Identifier: Apache-2.0
"""When the program is at fault: a report without anybody's data, shown, logged, and the work goes on."""

from __future__ import annotations

import logging
import platform
import sys
import threading
from collections.abc import Callable
from time import monotonic
from types import TracebackType

import PySide6
from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from complaintdesk import __version__
from complaintdesk.desk.redacting import frames_of
from complaintdesk.errors import ServerGone, Told
from complaintdesk.labels import translate
from complaintdesk.ui import prompts
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.words import Reading, Text

_QUIET = 2.0  # s after a report in which the same one is only logged: what fails with each painting would never end
_log = logging.getLogger("complaintdesk")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def report(error: BaseException) -> str:
    """What somebody needs who is to mend it: versions, then the frames."""
    versions = (
        f"complaintdesk {__version__}",
        f"Python {platform.python_version()}, PySide6 {PySide6.__version__}, {platform.system()} {platform.release()}",
    )
    return "\n".join([*versions, "", frames_of(error)])


class CrashDialog(Dialog):
    """Says that the program is at fault and what remains, with a report that can be copied."""

    def __init__(self, text: str) -> None:
        super().__init__(QApplication.activeWindow(), translate("CrashDialog", "Something went wrong"), width=640)
        words = translate(
            "CrashDialog",
            "The program made a mistake and goes on. What is saved is safe, what you typed is still in its form. "
            "Please pass this report on; it holds no names, numbers or texts of the office.",
        )
        self.box.addWidget(Text(words, wrap=True))
        self.report = Reading(text, name=translate("CrashDialog", "Report"), height=220)
        self.box.addWidget(self.report, 1)
        copy = Button(translate("CrashDialog", "Copy report"), icon="file-text")
        copy.clicked.connect(lambda: QApplication.clipboard().setText(text))
        self.box.addWidget(copy)
        self.add_close(translate("CrashDialog", "Go on"))


class CrashHook(QObject):
    """Takes every error that nobody took: from slots, events, threads and Qt itself."""

    _met = Signal(str)
    _told = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._showing = False
        self._last, self._quiet_until = "", 0.0
        # Queued: an error in the midst of painting is shown when the painting is over.
        self._met.connect(self._show_report, Qt.ConnectionType.QueuedConnection)
        self._told.connect(self._show_words, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """From now on nothing is lost and nothing ends the program but its end."""
        sys.excepthook = self._uncaught
        threading.excepthook = lambda met: self._in_thread(met.exc_type, met.exc_value, met.exc_traceback)
        qInstallMessageHandler(_qt_said)

    def take(self, error: BaseException) -> None:
        """Logs an error and shows it, unless one is being shown already; what has words for people is said in them."""
        _log.error("uncaught", exc_info=error)
        if isinstance(error, ServerGone):
            return  # the window says so as long as it lasts: see `Bridge.reachable`
        if isinstance(error, Told):
            self._told.emit(error)
        else:
            self._met.emit(report(error))

    def _uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
        else:
            self.take(error.with_traceback(trace))

    def _in_thread(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        if error is not None and not issubclass(kind, SystemExit):
            self.take(error.with_traceback(trace))

    def _show_report(self, text: str) -> None:
        if text != self._last or monotonic() > self._quiet_until:
            self._once(lambda: prompts.show_dialog(CrashDialog(text)))
            self._last, self._quiet_until = text, monotonic() + _QUIET

    def _show_words(self, error: Told) -> None:
        self._once(lambda: prompts.tell_error(QApplication.activeWindow(), error))

    def _once(self, show: Callable[[], object]) -> None:
        """What goes wrong while something is being shown is in the log alone."""
        if not self._showing:
            self._showing = True
            try:
                show()
            finally:
                self._showing = False


def _qt_said(kind: QtMsgType, _context: QMessageLogContext, words: str) -> None:
    logging.getLogger("qt").log(_LEVELS[kind], "%s", words)
