# SPDX-License-Identifier: Apache-2.0
"""The line above the page: tabs with icon and count, the search box, who sits here, and the short menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QMenu, QWidget

from complaintdesk.errors import ServerGone, Told
from complaintdesk.labels import translate
from complaintdesk.ui import icons, look
from complaintdesk.ui.background import Job
from complaintdesk.ui.bare_keys import add_key
from complaintdesk.ui.bell import BellButton
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.look import Colour
from complaintdesk.ui.style import draw_ring
from complaintdesk.ui.words import Note

HEIGHT = 48
_FIND = "Ctrl+F"
_WIDTH, _NARROWEST = 340, 170  # px of the search box: where tabs need the room, it has less


class TabButton(QAbstractButton):
    """A tab's icon, name and count, underlined when it is the one shown."""

    def __init__(self, title: str, icon: str, key: str) -> None:
        super().__init__()
        self._icon = icon
        self._count = 0
        self.setText(title)
        self.setCheckable(True)
        self.setFont(look.font())
        self.setFixedHeight(HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip(look.tip(key))
        self.setAccessibleName(title)
        add_key(self, key, title, self.click)

    def set_count(self, count: int) -> None:
        """The number beside the title; 0 shows none."""
        self._count = count
        self.setAccessibleName(self.label())
        self.setMinimumWidth(self.sizeHint().width())
        self.updateGeometry()
        self.update()

    def label(self) -> str:
        """The title with its count."""
        return f"{self.text()} {self._count}" if self._count else self.text()

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.label()) + 58, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        on = self.isChecked()
        ink = Colour.ACCENT if on else Colour.INK if self.underMouse() else Colour.SECOND
        icons.draw(painter, self._icon, QRectF(16, self.height() / 2 - 9, 18, 18), ink)
        painter.setPen(look.colour(ink))
        box = QRectF(42, 0, self.width() - 44, self.height())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self.label())
        if on:
            painter.fillRect(QRectF(0, self.height() - 2, self.width(), 2), look.colour(Colour.ACCENT))
        if self.hasFocus():
            draw_ring(painter, QRectF(self.rect()).adjusted(4, 4, -4, -6))
        painter.end()


class SearchBox(LineInput):
    """Narrows the list in view as one types, while what is found anywhere is listed below it (`finder.Finder`)."""

    def __init__(self) -> None:
        super().__init__(icon="search")
        self.setMinimumWidth(_NARROWEST)
        hint = self.fontMetrics().horizontalAdvance(_FIND)
        self.setTextMargins(30, 0, hint + 16, 0)

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.text():
            painter = QPainter(self)
            painter.setPen(look.colour(Colour.SECOND))
            right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(self.rect().adjusted(0, 0, -12, 0), int(right), _FIND)
            painter.end()


class TopLine(QWidget):
    """What stands above every page."""

    picked = Signal(int)  # the tab asked for, by position
    find_asked_for = Signal()  # Ctrl+F, in any window of the program that lets others be used beside it

    def __init__(self, menu: QMenu) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._buttons: list[TabButton] = []
        self._counting: Job | None = None
        self.search = SearchBox()
        self.bell = BellButton()
        self.who = Note()
        self.menu_button = Button("", icon="settings", name=translate("TopLine", "Menu"), flat=True, also=("F10",))
        self.menu_button.clicked.connect(
            lambda: menu.popup(self.menu_button.mapToGlobal(self.menu_button.rect().bottomLeft()))
        )
        self.setFixedHeight(HEIGHT)
        self._tabs = QHBoxLayout()
        self._tabs.setSpacing(0)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 12, 0)
        row.setSpacing(look.GAP)
        row.addLayout(self._tabs)
        row.addStretch(1)
        for part in (self.search, self.bell, self.who, self.menu_button):
            row.addWidget(part)
        self._group.idClicked.connect(self.picked)
        words = translate("KeysDialog", "Search; Enter goes to a number typed or scanned")
        find = add_key(self, _FIND, words, self.find_asked_for.emit)
        find.setContext(Qt.ShortcutContext.ApplicationShortcut)

    def add_tab(self, title: str, icon: str) -> TabButton:
        """One more tab at the right, with the key Ctrl and its position."""
        button = TabButton(title, icon, f"Ctrl+{len(self._buttons) + 1}")
        self._group.addButton(button, len(self._buttons))
        self._buttons.append(button)
        self._tabs.addWidget(button)
        return button

    def tab_button(self, at: int) -> TabButton:
        """The button of the tab at this position."""
        return self._buttons[at]

    def mark(self, at: int, hint: str) -> None:
        """Underlines the tab that is shown and says what the search box finds there."""
        self._buttons[at].setChecked(True)
        self.search.setPlaceholderText(hint)
        self.search.setAccessibleName(hint)

    def count(self, bridge: Bridge, queries: Sequence[Callable[[Any], int] | None]) -> None:
        """Puts beside each title what its query counts, None for nothing.

        Of a file at once; of a server by a worker and in one transaction, so that the window waits for no answer.
        """

        def ask(session: Any) -> list[int]:
            return [0 if query is None else query(session) for query in queries]

        if self._counting is not None:
            self._counting.forget()
        if bridge.office.database.is_server:
            self._counting = bridge.fetch(self, ask, on_done=self.set_counts, on_error=self._not_counted)
        else:
            self.set_counts(bridge.ask(ask))

    def _not_counted(self, problem: Told) -> None:
        if not isinstance(problem, ServerGone):  # of one that is gone the bridge's next look tells
            raise problem

    def set_counts(self, counts: list[int]) -> None:
        """The numbers beside the titles."""
        for button, count in zip(self._buttons, counts, strict=True):
            button.set_count(count)

    def set_signed(self, words: str) -> None:
        """Who sits here; '' shuts tabs and search until somebody does."""
        self.who.setText(words)
        for part in (*self._buttons, self.search, self.bell):
            part.setVisible(bool(words))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.colour(Colour.CARD))
        painter.fillRect(0, self.height() - 1, self.width(), 1, look.colour(Colour.LINE))
        painter.end()
