# SPDX-License-Identifier: Apache-2.0
"""A desk that nobody touches locks itself: everything is covered, and what was typed is still there afterwards."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QResizeEvent, QWindow
from PySide6.QtWidgets import QApplication, QDialog, QToolTip, QWidget

from complaintdesk.ui import garbage, look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.look import Colour
from complaintdesk.ui.sign_in import SignInPage

_MINUTE = 60_000  # ms
# What a person does; a pointer that the desk shakes is none.
_TOUCHES = frozenset(
    {
        *(QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.MouseMove),
        *(QEvent.Type.TouchBegin, QEvent.Type.InputMethod),
    }
)


class AutoLock(QObject):
    """Locks the window once nobody has touched any of the program's windows for as long as the settings say."""

    def __init__(self, window: QWidget, bridge: Bridge, lock: Callable[[], bool], enter: Callable[[], None]) -> None:
        """`lock` puts the sign-in page before the main window, if it was open, and tells so; `enter` opens it again."""
        super().__init__(window)
        self._bridge, self._lock, self._enter = bridge, lock, enter
        self._covers: list[Cover] = []
        self._touched = time.time()
        self._watched: set[QWindow] = set()
        self.timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self.timer.timeout.connect(self.lock)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusWindowChanged.connect(self._watch)
        self.touch()

    @property
    def limit(self) -> int:
        """For how long nobody may touch anything, ms."""
        return self._bridge.settings.now.lock_after * _MINUTE

    def touch(self) -> None:
        """Begins the time anew."""
        garbage.touch()
        self._touched = time.time()
        self.timer.start(self.limit)

    def lock(self) -> None:
        """Covers every window of the program, the frontmost one with the page on which one signs in again."""
        self.timer.stop()
        if not self._lock():
            return
        while (popup := QApplication.activePopupWidget()) is not None and popup.close():
            pass  # a menu, a list of names: it lies above every cover
        QToolTip.hideText()
        front = QApplication.activeModalWidget()
        for shown in QApplication.topLevelWidgets():
            if isinstance(shown, QDialog) and shown.isVisible():
                self._cover(shown, asks=shown is front)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            if self._is_over():  # the machine slept meanwhile, and its timers with it
                self.lock()
                return True
            self.touch()
        return super().eventFilter(watched, event)

    def _is_over(self) -> bool:
        return self.timer.isActive() and (time.time() - self._touched) * 1000 > self.limit + _MINUTE

    def _watch(self, window: QWindow | None) -> None:
        """Hears what is done in a window from when it is first used."""
        if window is not None and window not in self._watched:
            self._watched.add(window)
            window.installEventFilter(self)
            window.destroyed.connect(lambda: self._watched.discard(window))

    def _cover(self, dialog: QDialog, *, asks: bool) -> None:
        before = self._bridge.staff
        cover = Cover(dialog, self._bridge if asks else None)
        self._covers.append(cover)
        if cover.page is not None:
            cover.page.signed_in.connect(lambda: self._uncover(None if before is None else before.id))

    def _uncover(self, staff_id: int | None) -> None:
        """Shows what was covered again; to somebody else than who left it, it is closed instead."""
        same = self._bridge.staff is not None and self._bridge.staff.id == staff_id
        covers, self._covers = self._covers, []
        for cover in reversed(covers):
            dialog = cover.dialog
            cover.uncover()
            if not same:
                dialog.reject()
        self._enter()
        self.touch()


class Cover(QWidget):
    """What lies over a dialog while the desk is locked; `page` signs in, where this is the frontmost one."""

    def __init__(self, dialog: QDialog, bridge: Bridge | None) -> None:
        super().__init__(dialog)
        self.dialog = dialog
        self.page: SignInPage | None = None
        self.setAutoFillBackground(True)
        palette = self.palette()
        palette.setColor(self.backgroundRole(), look.colour(Colour.WINDOW))
        self.setPalette(palette)
        if bridge is not None:
            self.page = SignInPage(bridge)
            self.page.setParent(self)
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        parts = dialog.findChildren(QWidget, options=direct)
        self._shut = [part for part in parts if part is not self and part.isEnabled() and not part.isWindow()]
        self._focus = dialog.focusWidget()
        for part in self._shut:
            part.setEnabled(False)  # with its keys
        dialog.installEventFilter(self)
        self._fill()
        self.show()
        self.raise_()
        if self.page is not None:
            self.page.ask(locked=True)

    def uncover(self) -> None:
        """Gives the dialog back as it was."""
        self.dialog.removeEventFilter(self)
        self.hide()
        for part in self._shut:
            part.setEnabled(True)
        if self._focus is not None:
            self._focus.setFocus()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keeps as large as the dialog, and the dialog where it is: Esc doesn't close what is covered."""
        if watched is self.dialog and not self.isHidden():
            if event.type() == QEvent.Type.Resize:
                self._fill()
            if event.type() in (QEvent.Type.Close, QEvent.Type.KeyPress):
                return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self.page is not None:
            self.page.setGeometry(self.rect())
        super().resizeEvent(event)

    def _fill(self) -> None:
        if self.page is not None:  # which needs room for its card
            self.dialog.resize(self.dialog.size().expandedTo(self.page.sizeHint()))
        self.setGeometry(self.dialog.rect())
