# SPDX-License-Identifier: Apache-2.0
"""When the program is at fault: a report without anybody's data, shown, logged, and the work goes on."""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

import PySide6
from PySide6.QtCore import QObject, QTimer, Signal, Slot, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from complaintdesk import __version__
from complaintdesk.errors import ServerGone, Told

if TYPE_CHECKING:
    from PySide6.QtCore import QMessageLogContext, QtMsgType

_QUIET = 2.0  # s after a report in which the same one is only logged: what fails with each painting would never end
_log = logging.getLogger("complaintdesk")


def report(error: BaseException) -> str:
    """What somebody needs who is to mend it: versions, then the frames."""
    import platform

    from complaintdesk.desk.redacting import frames_of

    versions = (
        f"complaintdesk {__version__}",
        f"Python {platform.python_version()}, PySide6 {PySide6.__version__}, {platform.system()} {platform.release()}",
    )
    return "\n".join([*versions, "", frames_of(error)])


class CrashHook(QObject):
    """Takes every error that nobody took: from slots, events, threads and Qt itself.

    It stands before the first picture, so that what it needs for an error is loaded with the first one. `folder` takes
    the log; without one nothing is written.
    """

    _met = Signal(str)
    _told = Signal(object)

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__()
        self._folder = folder
        self._faults: TextIO | None = None
        self._showing = False
        self._last, self._quiet_until = "", 0.0
        self._met.connect(self._report_soon)
        self._told.connect(self._tell_soon)

    def install(self) -> None:
        """From now on nothing is lost and nothing ends the program but its end."""
        sys.excepthook = self._uncaught
        threading.excepthook = lambda met: self._in_thread(met.exc_type, met.exc_value, met.exc_traceback)
        qInstallMessageHandler(_qt_said)

    def start_log(self) -> None:
        """Writes the log from now on; an error that comes before does so by itself."""
        from complaintdesk.desk import redacting

        if self._folder is not None and self._faults is None:
            self._faults = redacting.start_log(self._folder)

    def close(self) -> None:
        """Lets go of the file for hard crashes."""
        if self._faults is not None:
            faulthandler.disable()
            self._faults.close()

    def take(self, error: BaseException) -> None:
        """Logs an error and shows it, unless one is being shown already; what has words for people is said in them."""
        self.start_log()
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

    # Soon, not at once: an error in the midst of painting is shown when the painting is over.
    @Slot(str)
    def _report_soon(self, text: str) -> None:
        QTimer.singleShot(0, self, lambda: self._show_report(text))

    @Slot(object)
    def _tell_soon(self, error: Told) -> None:
        QTimer.singleShot(0, self, lambda: self._show_words(error))

    def _show_report(self, text: str) -> None:
        from complaintdesk.ui import prompts
        from complaintdesk.ui.crash_dialog import CrashDialog

        if text != self._last or monotonic() > self._quiet_until:
            self._once(lambda: prompts.show_dialog(CrashDialog(text)))
            self._last, self._quiet_until = text, monotonic() + _QUIET

    def _show_words(self, error: Told) -> None:
        from complaintdesk.ui import prompts

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
    from PySide6.QtCore import QtMsgType

    levels = {
        QtMsgType.QtDebugMsg: logging.DEBUG,
        QtMsgType.QtInfoMsg: logging.INFO,
        QtMsgType.QtWarningMsg: logging.WARNING,
        QtMsgType.QtCriticalMsg: logging.ERROR,
        QtMsgType.QtFatalMsg: logging.CRITICAL,
    }
    logging.getLogger("qt").log(levels[kind], "%s", words)
