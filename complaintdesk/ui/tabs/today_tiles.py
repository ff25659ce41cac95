# SPDX-License-Identifier: Apache-2.0
"""The tiles of Today: a list's name, how many stand on it, how its first stands; one is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QWidget

from complaintdesk.desk.today import TodayList
from complaintdesk.labels import translate
from complaintdesk.ui import look
from complaintdesk.ui.look import Colour, Tone
from complaintdesk.ui.record_table import fitted
from complaintdesk.ui.style import draw_ring, rounded

HEIGHT, NARROWEST = 64, 172  # px
_EDGE = 12
_COUNT = 24  # px, the type of a number


@dataclass(frozen=True)
class Told:
    """What a tile says: its name, how many, how the first of them stands, and the tone of all that."""

    name: str
    count: int
    first: str
    tone: Tone


class Tile(QAbstractButton):
    """A list as a card that can be chosen; words and number say what its colour says."""

    def __init__(self, list_name: TodayList) -> None:
        super().__init__()
        self.list_name = list_name
        self.told = Told("", 0, "", Tone.PLAIN)
        self.setCheckable(True)
        self.setFixedHeight(HEIGHT)
        self.setMinimumWidth(NARROWEST)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def tell(self, told: Told) -> None:
        """Says something else."""
        self.told = told
        self.setText(told.name)
        words = f"{told.name} {told.count}"
        self.setAccessibleName(f"{words}, {told.first}" if told.first else words)
        self.setToolTip(look.tip(self.accessibleName()))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(NARROWEST, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen, told = self.isChecked(), self.told
        ground = Colour.ACCENT_GROUND if chosen else Colour.BAND if self.underMouse() else Colour.CARD
        rounded(painter, QRectF(self.rect()), ground, Colour.ACCENT if chosen else Colour.LINE)
        ink = told.tone.value[0] if told.count else Colour.SECOND
        painter.setFont(look.font(_COUNT, bold=bool(told.count)))
        number = str(told.count)
        width = painter.fontMetrics().horizontalAdvance(number)
        painter.setPen(look.colour(ink))
        left, room = self.width() - _EDGE - width, self.width() - 3 * _EDGE - width
        painter.drawText(left, (self.height() + painter.fontMetrics().capHeight()) // 2, number)
        lines = [(told.name, Colour.ACCENT if chosen else Colour.INK, look.font(bold=chosen))]
        lines += [(told.first, ink, look.font(look.SIZE_SMALL))] if told.first else []
        top = self.height() / 2 + (6 if len(lines) == 1 else -4)
        for words, colour, font in lines:
            painter.setFont(font)
            painter.setPen(look.colour(colour))
            painter.drawText(_EDGE, round(top), fitted(painter.fontMetrics(), words, room)[0])
            top += 21
        if self.hasFocus():
            draw_ring(painter, QRectF(self.rect()))
        painter.end()


class Tiles(QWidget):
    """Tiles in as many lines as the width asks for, all as wide; arrows go from one to the next."""

    chosen = Signal(object)  # the TodayList that a person chose

    def __init__(self) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._shown: list[Tile] = []
        self._tiles = {name: Tile(name) for name in TodayList}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(look.GRID)
        self._columns = 0
        self._later = QTimer(self, interval=0, singleShot=True)
        self._later.timeout.connect(self._lay_out)
        for tile in self._tiles.values():
            tile.setParent(self)
            tile.hide()
            self._group.addButton(tile)
        self._group.buttonClicked.connect(lambda tile: self.chosen.emit(tile.list_name))
        self.setAccessibleName(translate("TodayTab", "Lists"))

    def tell(self, told: Sequence[tuple[TodayList, Told]]) -> None:
        """Shows these lists alone, in this order."""
        for name, words in told:
            self._tiles[name].tell(words)
        shown = [self._tiles[name] for name, _words in told]
        if shown != self._shown:
            self._shown, self._columns = shown, 0
            self._lay_out()

    def mark(self, name: TodayList) -> None:
        """Marks the list that is shown."""
        self._tiles[name].setChecked(True)

    def tile(self, name: TodayList) -> Tile:
        """The tile of a list."""
        return self._tiles[name]

    def shown(self) -> list[TodayList]:
        """The lists that have a tile now, in their order."""
        return [tile.list_name for tile in self._shown]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._later.start()  # not while the layouts around it are at work

    def _lay_out(self) -> None:
        """As few lines as there is room for, as even as can be."""
        fitting = max((self.width() + look.GRID) // (NARROWEST + look.GRID), 1)
        lines = -(-len(self._shown) // fitting) if self._shown else 1
        columns = max(-(-len(self._shown) // lines), 1)
        if columns == self._columns:
            return
        self._columns = columns
        for tile in self._tiles.values():
            self._grid.removeWidget(tile)
            tile.setVisible(tile in self._shown)
        before: QWidget | None = None
        for at, tile in enumerate(self._shown):
            self._grid.addWidget(tile, at // columns, at % columns)
            if before is not None:
                QWidget.setTabOrder(before, tile)
            before = tile
