# SPDX-License-Identifier: Apache-2.0
"""A scanner for the tests: keys with the times at which they were pressed, as the machine's driver gives them."""

from __future__ import annotations

from itertools import count

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

_pressed = count(10_000, 10_000)  # ms: each run of keys begins long after the one before


def press(part: QWidget, text: str, at: int, key: Qt.Key | None = None) -> None:
    """One key as the window gets it, with the Shift before a capital, and its release."""
    window = part.window().windowHandle()
    code = Qt.Key(ord(text.upper())) if key is None else key
    shift = Qt.KeyboardModifier.ShiftModifier if text.isupper() else Qt.KeyboardModifier.NoModifier
    if text.isupper():
        _send(window, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Shift, shift), at)
    override = QKeyEvent(QEvent.Type.ShortcutOverride, code, shift, text)
    focus = QGuiApplication.focusObject()
    if focus is not None:
        _send(focus, override, at)
    _send(window, QKeyEvent(QEvent.Type.KeyPress, code, shift, text), at)
    _send(window, QKeyEvent(QEvent.Type.KeyRelease, code, shift, text), at)


def type_keys(part: QWidget, text: str, *, every: int, enter: bool = True) -> None:
    """Types a text into the window of a part, a key every so many milliseconds, then Enter."""
    part.window().activateWindow()
    QApplication.processEvents()
    at = next(_pressed)
    for letter in text:
        press(part, letter, at)
        at += every
    if enter:
        press(part, "\r", at, Qt.Key.Key_Return)


def scan(part: QWidget, code: str) -> None:
    """What a scanner types: a key every eight milliseconds, and Enter."""
    type_keys(part, code, every=8)
    QApplication.processEvents()


def _send(target: object, event: QKeyEvent, at: int) -> None:
    event.setTimestamp(at)
    QApplication.sendEvent(target, event)  # type: ignore[arg-type]
