# SPDX-License-Identifier: Apache-2.0
"""Keys that stand on no button; each says what it does, and the help's page of the keys lists them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

_WORDS = "words"


def add_key(part: QWidget, key: str, words: str, act: Callable[[], object]) -> QShortcut:
    """The key does this in the window of the part, while the part can be seen; `words` say what."""
    made = QShortcut(QKeySequence(key), part)
    made.setContext(Qt.ShortcutContext.WindowShortcut)
    made.setProperty(_WORDS, words)
    made.activated.connect(act)
    return made


def bare_keys(window: QWidget) -> Iterator[tuple[QWidget, QShortcut]]:
    """The keys made by `add_key` that do something in this window or part of it now, each with what it belongs to."""
    within = window.window()
    for shortcut in window.findChildren(QShortcut):
        owner = shortcut.parent()
        if isinstance(owner, QWidget) and said_of(shortcut) and owner.isVisible() and owner.window() is within:
            yield owner, shortcut


def said_of(shortcut: QShortcut) -> str:
    """The words that `add_key` was given; '' for a key made otherwise."""
    return str(shortcut.property(_WORDS) or "")
