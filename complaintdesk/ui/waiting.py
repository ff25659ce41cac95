# SPDX-License-Identifier: Apache-2.0
"""A save that may have to wait for others: done in a worker while the window goes on painting, its input locked."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

T = TypeVar("T")

_ON_AND_BACK = frozenset({Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Backspace})
_ALONE_NOTHING = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_CapsLock})

SOON = 150  # ms after which a person sees by the pointer that the program is at it
_INPUT = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.KeyPress,
        QEvent.Type.KeyRelease,
        QEvent.Type.Shortcut,
        QEvent.Type.ShortcutOverride,
        QEvent.Type.InputMethod,
        QEvent.Type.Wheel,
        QEvent.Type.ContextMenu,
        QEvent.Type.TouchBegin,
        QEvent.Type.DragEnter,
        QEvent.Type.Drop,
        QEvent.Type.Close,
    }
)
# One after the other, in the order asked for: what is asked for meanwhile, by a clock, waits its turn.
_worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="deed")


class _Lock(QObject):
    """Keeps keys, clicks and closing from every window as long as it stands; what is typed it notes."""

    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.typed: list[QEvent] = []
        self._commanded = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _INPUT:
            event.setAccepted(self._noted(event))  # what isn't accepted goes on to the widget around, here again
            return True
        return super().eventFilter(watched, event)

    def _noted(self, event: QEvent) -> bool:
        """Whether it is a key; it is kept up to the first that is a command, after which one would type elsewhere."""
        written: QEvent
        match event:
            case QInputMethodEvent():
                written = QInputMethodEvent()
                written.setCommitString(event.commitString())
            case QKeyEvent() if event.type() is QEvent.Type.KeyPress:
                if event.key() in _ALONE_NOTHING:
                    return True
                self._commanded |= not (_is_text(event) or event.key() in _ON_AND_BACK)
                written = event.clone()
            case _:
                return False
        if not self._commanded:
            self.typed.append(written)
        return True

    def look_busy(self) -> None:
        """The pointer says that it takes a moment."""
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)


def done_elsewhere(function: Callable[[], T]) -> T:
    """What the function gives, or raises, in a worker; to be called in the window's thread, which paints meanwhile.

    What is typed before it is done comes after it, to what has the keyboard then, unless it failed or a dialog opened;
    clicks and commands go nowhere. The function must use no widget.
    """
    application = QCoreApplication.instance()
    assert application is not None
    lock, loop = _Lock(), QEventLoop()
    lock.ended.connect(loop.quit, Qt.ConnectionType.QueuedConnection)
    busy = QTimer(interval=SOON, singleShot=True)
    busy.timeout.connect(lock.look_busy)
    before = QGuiApplication.overrideCursor()
    application.installEventFilter(lock)
    busy.start()
    try:
        future: Future[T] = _worker.submit(function)
        future.add_done_callback(lambda _future: lock.ended.emit())
        loop.exec()
        result = future.result()
        if lock.typed:
            dialog = QApplication.activeModalWidget()
            QTimer.singleShot(0, application, lambda: _type_again(lock.typed, dialog))
        return result
    finally:
        busy.stop()
        application.removeEventFilter(lock)
        if QGuiApplication.overrideCursor() is not before:
            QGuiApplication.restoreOverrideCursor()


def _is_text(event: QKeyEvent) -> bool:
    commands = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
    return not event.modifiers() & commands and event.text().isprintable() and bool(event.text())


def _type_again(typed: list[QEvent], dialog: QWidget | None) -> None:
    """Gives the keys to what has the keyboard now; not to a dialog that wasn't there when they were typed."""
    for event in typed:
        target = QApplication.focusWidget()
        if target is None or QApplication.activeModalWidget() is not dialog:
            return
        QApplication.sendEvent(target, event)
