# SPDX-License-Identifier: Apache-2.0
"""Words on the ground: plain text in a role's colour, notes, pills, banners, and the cards they stand on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from complaintdesk.ui import icons, look
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.look import Colour, Tone
from complaintdesk.ui.style import rounded
from complaintdesk.ui.tab_order import keep_order

_LEAST = 6  # characters, of a line of words that may go on in the next


class Text(QLabel):
    """A label that shows what it is given letter by letter: Qt would guess mark-up and load its pictures."""

    def __init__(
        self,
        words: str = "",
        *,
        role: Colour = Colour.INK,
        size: int = look.SIZE,
        bold: bool = False,
        wrap: bool = False,
        selectable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(look.font(size, bold))
        self.setWordWrap(wrap)
        if selectable:
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._role = role
        self._recolour()
        self.setText(words)

    def set_role(self, role: Colour) -> None:
        """From now on in this colour."""
        self._role = role
        self._recolour()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._recolour()

    def _recolour(self) -> None:
        wanted = look.colour(self._role)
        if self.palette().color(QPalette.ColorRole.WindowText) != wanted:
            palette = self.palette()
            palette.setColor(QPalette.ColorRole.WindowText, wanted)
            self.setPalette(palette)


class ElidedText(Text):
    """A one-line text that gives way: cut with … where there is no room, whole in its tip and to a screen reader."""

    def __init__(
        self, words: str = "", *, role: Colour = Colour.INK, size: int = look.SIZE, bold: bool = False
    ) -> None:
        self._whole = words
        super().__init__(words, role=role, size=size, bold=bold)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.set_words(words)

    def set_words(self, words: str) -> None:
        """Shows other words."""
        self._whole = words
        self.setAccessibleName(words)
        self._fit()

    def whole(self) -> str:
        """The words, uncut."""
        return self._whole

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance(self._whole) + 2, metrics.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        line = self._whole.replace("\n", " ")
        shown = QFontMetrics(self.font()).elidedText(line, Qt.TextElideMode.ElideRight, max(self.width(), 0))
        self.setText(shown)
        self.setToolTip(look.tip(self._whole) if shown != self._whole else "")


class FlowText(Text):
    """Words in a `Flow`: on one line where there is room for them, on as many as they need where there is not."""

    def __init__(
        self, words: str = "", *, role: Colour = Colour.INK, size: int = look.SIZE, bold: bool = False
    ) -> None:
        super().__init__(words, role=role, size=size, bold=bold, wrap=True, selectable=True)
        policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance(self.text()) + 2, metrics.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), QFontMetrics(self.font()).height() * _LEAST), 0)


class Title(Text):
    """The name of a card or dialog."""

    def __init__(self, words: str = "", size: int = look.SIZE_TITLE) -> None:
        super().__init__(words, size=size, bold=True)


class Note(Text):
    """Small words in the second ink that explain or add."""

    def __init__(self, words: str = "", *, wrap: bool = False, size: int = look.SIZE_SMALL) -> None:
        super().__init__(words, role=Colour.SECOND, size=size, wrap=wrap)


class Problem(Text):
    """What is wrong with the input above; takes no room while nothing is."""

    def __init__(self) -> None:
        super().__init__(role=Colour.LATE, size=look.SIZE_SMALL, wrap=True)
        self.hide()

    def set_words(self, words: str) -> None:
        """Says the problem, or with '' that there is none."""
        self.setText(words)
        self.setVisible(bool(words))


class Reading(QPlainTextEdit):
    """A longer text to read and to copy from, as it is, line by line."""

    def __init__(self, words: str, *, name: str, height: int) -> None:
        super().__init__(words)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFont(look.font(look.SIZE_SMALL))
        self.setViewportMargins(6, 4, 2, 4)
        self.setMinimumHeight(height)
        self.setAccessibleName(name)


class Pill(QLabel):
    """A word or two on the tone's ground (逾期 1小时12分)."""

    def __init__(self, words: str = "", tone: Tone = Tone.PLAIN) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(look.font(look.SIZE_NOTE))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._tone = tone
        self.set_words(words, tone)

    def set_words(self, words: str, tone: Tone) -> None:
        """Shows the words in the tone; with '' it disappears."""
        self._tone = tone
        self.setText(words)
        if not words:
            self.hide()
        elif self.parentWidget() is not None:  # shown without one it would be a window of its own
            self.show()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(self.font()).horizontalAdvance(self.text()) + 20, 22)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        ink, ground = self._tone.value
        box = QRectF(self.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour(ground))
        painter.drawRoundedRect(box, 11, 11)
        painter.setPen(look.colour(ink))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), self.text())
        painter.end()


class Card(QFrame):
    """A piece of the ground with a line around it; put things into `box`."""

    def __init__(self, title: str = "", *, padding: int = 16, gap: int = look.GRID) -> None:
        super().__init__()
        self.ground: Colour = Colour.CARD
        self.edge: Colour | None = Colour.LINE
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(padding, padding, padding, padding)
        self.box.setSpacing(gap)
        if title:
            self.box.addWidget(Title(title))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        rounded(painter, QRectF(self.rect()), self.ground, self.edge)
        painter.end()


SIGNS = {Tone.GOOD: "circle-check", Tone.SOON: "triangle-alert", Tone.LATE: "circle-alert"}


class Banner(QFrame):
    """A message where it belongs: a coloured strip with a sign, words and deeds. Hidden while nothing is said."""

    def __init__(self, *, below: bool = False) -> None:
        """The deeds stand beside the words, or `below` them where they leave those no room."""
        super().__init__()
        self._tone = Tone.PLAIN
        self._words = Text(wrap=True, size=look.SIZE_SMALL, selectable=True)
        self._row = QHBoxLayout()
        self._row.setSpacing(look.GRID)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(36, 8, 8, 8)
        lines.setSpacing(6)
        if below:
            lines.addWidget(self._words)
            self._row.addStretch(1)
        else:
            self._row.addWidget(self._words, 1)
        lines.addLayout(self._row)
        self._deeds: list[Button] = []
        self.hide()

    def say(self, words: str, tone: Tone = Tone.PLAIN, *deeds: tuple[str, Callable[[], object]]) -> None:
        """Shows the words in the tone, with a button for each (label, function); replaces what was said before."""
        self.clear()
        self._tone = tone
        self._words.setText(words)
        self.setAccessibleName(words)
        for label, act in deeds:
            self.add_deed(label, act)
        self.show()
        self.update()

    def add_deed(self, label: str, act: Callable[[], object], key: str = "") -> None:
        """One more button beside what it says."""
        button = Button(label, key)
        button.clicked.connect(act)
        self._row.addWidget(button)
        self._deeds.append(button)
        keep_order(self, self._deeds)
        button.show()  # now, not when Qt comes to it

    def words(self) -> str:
        """What it says now; '' when it is not shown."""
        return self._words.text()

    def clear_done(self) -> None:
        """What went well is not said any more; what is wrong stays."""
        if self._tone is Tone.GOOD:
            self.clear()

    def clear(self) -> None:
        """Nothing to say any more."""
        for button in self._deeds:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._deeds = []
        self._words.setText("")
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        ink, ground = self._tone.value
        rounded(painter, QRectF(self.rect()), ground, Colour.LINE if self._tone is Tone.PLAIN else None)
        sign = SIGNS.get(self._tone, "info")
        icons.draw(painter, sign, QRectF(12, self.height() / 2 - 8, 16, 16), ink)
        painter.end()


class Centred(QVBoxLayout):
    """A page with one card on it, a little above the middle, as wide as the card says."""

    def __init__(self, page: QWidget, card: Card) -> None:
        super().__init__(page)
        line = QHBoxLayout()  # not an alignment: that would cut wrapped words, whose height depends on their width
        line.addStretch(1)
        line.addWidget(card)
        line.addStretch(1)
        self.addStretch(2)
        self.addLayout(line)
        self.addStretch(3)


class Column(QVBoxLayout):
    """A column without margins, `gap` px between its parts."""

    def __init__(self, gap: int = look.GRID) -> None:
        super().__init__()
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(gap)


class Row(QHBoxLayout):
    """A row without margins, `gap` px between its parts."""

    def __init__(self, *parts: QWidget, gap: int = look.GRID, top: bool = False) -> None:
        """`top`: the parts keep their upper edges in one line, also when something is said below one of them."""
        super().__init__()
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(gap)
        for part in parts:
            self.addWidget(part)
            if top:
                self.setAlignment(part, Qt.AlignmentFlag.AlignTop)
