# SPDX-License-Identifier: Apache-2.0
"""What the window itself has to say: a line at its foot, which moves nothing, and in full over the page when asked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QSizePolicy, QWidget

from complaintdesk.labels import translate
from complaintdesk.ui import icons, look
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.look import Colour, Tone
from complaintdesk.ui.style import draw_ring, rounded
from complaintdesk.ui.words import SIGNS, Banner, Column

KEY = "Alt+N"
_HEIGHT, _EDGE, _SIGN = 24, 8, 16  # px
_LONGEST, _WIDEST = 480, 720  # px of the line, and of what is said over the page


class NoticeButton(Button):
    """A line that gives way like words and is pressed like a button; hidden while nothing is to be said."""

    def __init__(self) -> None:
        super().__init__("", also=(KEY,), name=translate("Notices", "Notice"))
        self._tone = Tone.PLAIN
        self.setFont(look.font(look.SIZE_NOTE))
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    def set_words(self, words: str, tone: Tone) -> None:
        """Shows the words in the tone, cut where there is no room and whole to a screen reader; '' hides it."""
        self._tone = tone
        self.setText(" ".join(words.split()))
        self.setAccessibleDescription(words)
        self.setToolTip(look.tip(f"{words}\n{KEY}"))
        self.setVisible(bool(words))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        words = metrics.horizontalAdvance(self.text()) + metrics.horizontalAdvance(KEY)
        return QSize(min(words + _SIGN + 5 * _EDGE, _LONGEST), _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        ink, ground = self._tone.value
        painter = QPainter(self)
        box = QRectF(self.rect())
        rounded(painter, box, ground, Colour.LINE)
        if self.hasFocus():
            draw_ring(painter, box)
        icons.draw(painter, SIGNS.get(self._tone, "info"), QRectF(_EDGE, (_HEIGHT - _SIGN) / 2, _SIGN, _SIGN), ink)
        metrics = painter.fontMetrics()
        left, key = 2 * _EDGE + _SIGN, metrics.horizontalAdvance(KEY)
        room = self.width() - left - key - 2 * _EDGE
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setPen(look.colour(ink))
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(left, 0, room, _HEIGHT), middle, shown)
        painter.setPen(look.colour(Colour.INK))
        painter.drawText(QRectF(self.width() - key - _EDGE, 0, key + 1, _HEIGHT), middle, KEY)
        painter.end()


class Notices(QFrame):
    """All that is to be said, each with its deeds, over the foot of the page while it is open; Esc shuts it."""

    def __init__(self, button: NoticeButton, window: QWidget, kinds: tuple[str, ...]) -> None:
        """`kinds` name what may be said at the same time, the most urgent first."""
        super().__init__(window)
        self._button, self._window = button, window
        self._before: QWidget | None = None  # what had the keyboard before the button or this
        self._said: dict[str, tuple[str, Tone, tuple[str, ...]]] = {}
        self._banners = {kind: Banner() for kind in kinds}
        column = Column(look.GRID)
        column.setContentsMargins(look.GRID, look.GRID, look.GRID, look.GRID)
        for banner in self._banners.values():
            column.addWidget(banner)
        self.setLayout(column)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(self.toggle)
        window.installEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_went)
        self.hide()

    def say(self, kind: str, words: str, tone: Tone, *deeds: tuple[str, Callable[[], object]]) -> None:
        """Says something of a kind in place of what was said of it before."""
        said = (words, tone, tuple(label for label, _act in deeds))
        if self._said.get(kind) != said:  # else a button that has the keyboard would be made anew under it
            self._said[kind] = said
            self._banners[kind].say(words, tone, *((label, self._shutting(act)) for label, act in deeds))
            self._renew()

    def clear(self, kind: str) -> None:
        """Nothing of this kind is to be said any more."""
        if self._said.pop(kind, None) is not None:
            self._banners[kind].clear()
            self._renew()

    def words(self, kind: str) -> str:
        """What is said of this kind; '' for nothing."""
        return self._banners[kind].words()

    def toggle(self) -> None:
        """Says all of it over the page, with the keyboard on the first deed; or shuts it."""
        if self.isVisible():
            self.shut()
            return
        focused = self._window.focusWidget()
        if focused is not self._button:
            self._before = focused
        self._place()
        self.show()
        self.raise_()
        first = next((each for each in self.findChildren(Button) if each.isVisible()), self)
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def shut(self) -> None:
        """Puts it away; the keyboard goes back to where it was."""
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.shut()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        rounded(painter, self.rect().toRectF(), Colour.CARD, Colour.LINE)
        painter.end()

    def _shutting(self, act: Callable[[], object]) -> Callable[[], None]:
        def done() -> None:
            self.shut()
            act()

        return done

    def _renew(self) -> None:
        first = next((self._said[kind] for kind in self._banners if kind in self._said), ("", Tone.PLAIN, ()))
        self._button.set_words(first[0], first[1])
        self.setAccessibleName("\n".join(self._said[kind][0] for kind in self._banners if kind in self._said))
        if self.isVisible() and not self._said:
            self.shut()
        elif self.isVisible():
            self._place()

    def _place(self) -> None:
        foot = self._button.mapTo(self._window, self._button.rect().topLeft())
        width = min(_WIDEST, self._window.width() - 2 * look.GAP)
        column = self.layout()
        assert column is not None
        column.activate()
        height = column.totalHeightForWidth(width)
        left = max(min(foot.x(), self._window.width() - width - look.GAP), look.GAP)
        self.setGeometry(left, foot.y() - height - 4, width, height)

    def _focus_went(self, old: QWidget | None, now: QWidget | None) -> None:
        if now is self._button and old is not None and not self.isAncestorOf(old):
            self._before = old
        here = now is None or now is self or now is self._button or self.isAncestorOf(now)
        if self.isVisible() and not here:
            self.hide()
