# SPDX-License-Identifier: Apache-2.0
"""A save that may have to wait for others: done in a worker while the window goes on painting, its input locked."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

T = TypeVar("T")

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
    """Keeps keys, clicks and closing from every window as long as it stands."""

    ended = Signal()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _INPUT:
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def look_busy(self) -> None:
        """The pointer says that it takes a moment."""
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)


def done_elsewhere(function: Callable[[], T]) -> T:
    """What the function gives, or raises, in a worker; to be called in the window's thread, which paints meanwhile.

    What is typed or clicked before it is done goes nowhere. The function must use no widget.
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
        return future.result()
    finally:
        busy.stop()
        application.removeEventFilter(lock)
        if QGuiApplication.overrideCursor() is not before:
            QGuiApplication.restoreOverrideCursor()
