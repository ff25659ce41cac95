# SPDX-License-Identifier: Apache-2.0
"""A barcode scanner types a number faster than anybody can, and Enter: told apart from a person, wherever it types."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from time import monotonic
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

MOST_BETWEEN = 40  # ms from one key of a scanner to the next; the fastest typists need twice as long for most
HELD = 120  # ms for which the first keys of what may be a scan are held back before the box gets them after all
_CODE = re.compile(r"\*?[A-Z]{1,4}[0-9][0-9-]{4,}\*?")  # a number of ours, or what is none and was scanned for one
_WHOLE = re.compile(r"[A-Z]{2,4}[0-9]{4}-[0-9]{6}(-[0-9]+)?")
_KEY = re.compile(r"[A-Za-z0-9*-]")
_BEGINS = re.compile(r"[A-Z*]")
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_SILENT = (Qt.Key.Key_Shift, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock)
_HEARD = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride, QEvent.Type.InputMethod)
_PLAIN = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class _Held(NamedTuple):
    """A key that is held back: for whom it was, and what it types."""

    target: QObject
    event: QKeyEvent | QInputMethodEvent
    text: str


class Scanner(QObject):
    """Hears all keys of the program's windows; tells of a code that was scanned, which then reaches no box.

    A key that may begin a number is held back for a moment; typed by a person it goes where it was meant to. Keys are
    timed by when they were pressed, so that a window that was busy takes nobody for a scanner. What an input method
    composed at once of the scanner's keys is heard as well.
    """

    scanned = Signal(str)  # as it was scanned

    def __init__(
        self,
        parent: QObject,
        listens: Callable[[], bool],
        begins: Callable[[], str],
        clock: Callable[[], float] = lambda: monotonic() * 1000,
    ) -> None:
        """`listens`: whether scans are heard now; `begins`: a series whose first letter may also come in lower case."""
        super().__init__(parent)
        self._listens, self._begins, self._clock = listens, begins, clock
        self._held: list[_Held] = []
        self._last = (0, 0.0)  # the last key held: when it was pressed (0 where nothing tells), when it came
        self._composing = 0.0  # since when an input method composes something; 0 while it doesn't
        self._ended: float | None = None  # when a code was done: a second line end after it is part of it
        self._letting_go = False
        self._waiting = QTimer(self, interval=HELD, singleShot=True)
        self._waiting.timeout.connect(self.let_go)
        self._windows: set[QWindow] = set()
        self._focus: QObject | None = None
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusWindowChanged.connect(self._watch_window)
        application.focusObjectChanged.connect(self._watch_focus)
        self._watch_window(QGuiApplication.focusWindow())
        self._watch_focus(QGuiApplication.focusObject())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in _HEARD or self._letting_go or not self._listens():
            return False
        if isinstance(event, QInputMethodEvent):
            return self._is_composed(watched, event)
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            own = bool(self._held) and self._is_fast(event.timestamp()) and self._is_part(event)
            if own:
                event.accept()  # a key of the scanner presses no button
            return own
        return self._is_scan(watched, event)

    def let_go(self) -> None:
        """Gives the keys that were held back to whom they were meant for."""
        self._waiting.stop()
        held, self._held = self._held, []
        self._letting_go = True
        try:
            for each in held:
                if isValid(each.target):
                    QApplication.sendEvent(each.target, each.event)
        finally:
            self._letting_go = False

    def _is_scan(self, watched: QObject, event: QKeyEvent) -> bool:
        if event.key() in _SILENT:
            return False
        if event.timestamp() == 0 or event.isAutoRepeat() or event.modifiers() & ~_PLAIN:
            self.let_go()
            return False
        if event.key() in _ENTERS:
            return self._ends(event)
        return self._takes(watched, event.clone(), event.text(), event.timestamp())

    def _ends(self, event: QKeyEvent) -> bool:
        if self._held and self._is_fast(event.timestamp()):
            code = "".join(each.text for each in self._held).upper()
            if _CODE.fullmatch(code):
                self._tell(code)
                return True
        self.let_go()
        return self._ended is not None and self._clock() - self._ended <= HELD

    def _takes(self, watched: QObject, event: QKeyEvent | QInputMethodEvent, text: str, pressed: int) -> bool:
        """Whether a key is held back: it goes on at a scanner's pace, or may begin a number."""
        letter = _KEY.fullmatch(text) is not None
        goes_on = letter and bool(self._held) and self._is_fast(pressed)
        if not goes_on:
            self.let_go()
            series = self._begins()[:1]
            if not letter or not (_BEGINS.fullmatch(text) or text.upper() == series):
                return False
        self._held.append(_Held(watched, event, text))
        self._last = (pressed, self._clock())
        self._waiting.start()
        return True

    def _is_composed(self, watched: QObject, event: QInputMethodEvent) -> bool:
        """Whether an input method made this of a scanner's keys, of all of them or of one."""
        committed = unicodedata.normalize("NFKC", event.commitString())
        since, now = self._composing, self._clock()
        self._composing = (since or now) if event.preeditString() else 0.0
        if not committed:
            return False
        code = committed.upper()
        if since and _WHOLE.fullmatch(code) and now - since <= MOST_BETWEEN * len(code):
            self._letting_go = True
            QApplication.sendEvent(watched, QInputMethodEvent())  # what was being composed goes out of the box
            self._letting_go = False
            self._tell(code)
            return True
        if since or event.preeditString() or event.replacementLength():
            self.let_go()
            return False
        return self._takes(watched, event.clone(), committed, 0)

    def _is_part(self, event: QKeyEvent) -> bool:
        return event.key() in _ENTERS or _KEY.fullmatch(event.text()) is not None

    def _is_fast(self, pressed: int) -> bool:
        """Whether a key pressed then follows the last one at a scanner's pace."""
        last, came = self._last
        between = pressed - last if pressed and last else self._clock() - came
        return 0 <= between <= MOST_BETWEEN

    def _tell(self, code: str) -> None:
        self._waiting.stop()
        self._held.clear()
        self._ended = self._clock()
        QTimer.singleShot(0, self, lambda: self.scanned.emit(code.strip("*")))  # once this key is done with

    def _watch_window(self, window: QWindow | None) -> None:
        if window is not None and window not in self._windows and isValid(self):
            self._windows.add(window)
            window.installEventFilter(self)
            window.destroyed.connect(lambda: self._windows.discard(window))

    def _watch_focus(self, _told: QObject | None) -> None:
        if not isValid(self):  # the window that it heard for is gone
            return
        focus = _focus()
        if self._focus is not None and isValid(self._focus):
            self._focus.removeEventFilter(self)
        self._focus = focus
        if focus is not None and focus not in self._windows:
            focus.installEventFilter(self)


def _focus() -> QObject | None:
    """What has the keyboard; what the signal tells may be a window that is going."""
    return QGuiApplication.focusObject()
