# SPDX-License-Identifier: Apache-2.0
"""A year as twelve months of days, off and worked ones marked: looked at, walked with the arrows, changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from complaintdesk.domain.dates import add_months
from complaintdesk.domain.workdays import Day, ordinary
from complaintdesk.labels import translate
from complaintdesk.ui import look
from complaintdesk.ui.look import Colour, Tone
from complaintdesk.ui.style import draw_ring, rounded
from complaintdesk.ui.time_words import date_words

_CELL, _TITLE, _HEAD, _GAP = 26, 24, 18, 10  # px: a day's height, a month's name, its weekdays, between two months
_NARROWEST = 7 * 26  # px of a month
_DOT = 4  # px
_WEEKS = 6
_MONTH = _TITLE + _HEAD + _WEEKS * _CELL
_MIDDLE, _LEFT = Qt.AlignmentFlag.AlignCenter, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class YearGrid(QWidget):
    """Each day by its number; what is other than its weekday says stands on a ground, with a mark and in words."""

    chosen = Signal(object)  # the day that the keyboard or the mouse came to
    turned = Signal(object)  # the day that should be the other: worked for off, off for worked

    def __init__(self) -> None:
        super().__init__()
        self._year, self._today = 2000, date(2000, 1, 1)
        self._days: Mapping[date, Day] = {}
        self._changed: Collection[date] = ()
        self.day = date(2000, 1, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._name()

    def show_days(self, year: int, days: Mapping[date, Day], changed: Collection[date], today: date) -> None:
        """Shows a year; `changed` are the days that are not saved yet. The day chosen stays, or becomes the first."""
        self._year, self._days, self._changed, self._today = year, days, changed, today
        if self.day.year != year:
            self.day = today if today.year == year else date(year, 1, 1)
        self._name()
        self.update()

    def choose(self, day: date) -> None:
        """Comes to a day of the year that is shown; to its first or last for one beyond."""
        day = min(max(day, date(self._year, 1, 1)), date(self._year, 12, 31))
        if day != self.day:
            self.day = day
            self._name()
            self.update()
            self.chosen.emit(day)

    def words(self, day: date) -> str:
        """What a day is, in words."""
        known = self._days.get(day) or ordinary(day)
        said = translate("YearGrid", "worked") if known.works else translate("YearGrid", "off")
        return " · ".join(part for part in (date_words(day), said, known.name) if part)

    def _name(self) -> None:
        self.setAccessibleName(self.words(self.day))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        rows = -(-12 // _columns(width))
        return rows * _MONTH + (rows - 1) * _GAP

    def sizeHint(self) -> QSize:
        width = 4 * _NARROWEST + 3 * _GAP
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(_NARROWEST, _MONTH)

    def place(self, day: date) -> QRect:
        """Where a day of the year stands."""
        corner, width = self._corner(day.month), self._width() // 7
        at = day.day - 1 + date(day.year, day.month, 1).weekday()
        top = corner.y() + _TITLE + _HEAD + at // 7 * _CELL
        return QRect(corner.x() + at % 7 * width, top, width, _CELL).adjusted(1, 1, -1, -1)

    def day_at(self, point: QPoint) -> date | None:
        """The day that stands there; None for none."""
        return next((day for day in self._all_days() if self.place(day).contains(point)), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        day = self.day_at(event.position().toPoint())
        if day is not None:
            self.choose(day)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        day = self.day_at(event.position().toPoint())
        if day is not None:
            self.turned.emit(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
        months = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in steps:
            self.choose(self.day + timedelta(days=steps[Qt.Key(key)]))
        elif key in months:
            self.choose(add_months(self.day, months[Qt.Key(key)]))
        elif key == Qt.Key.Key_Home:
            self.choose(self.day.replace(day=1))
        elif key == Qt.Key.Key_End:
            self.choose(add_months(self.day.replace(day=1), 1) - timedelta(days=1))
        elif key == Qt.Key.Key_Space:
            self.turned.emit(self.day)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            day = self.day_at(event.pos())
            QToolTip.showText(event.globalPos(), "" if day is None else look.tip(self.words(day)), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for month in range(1, 13):
            corner = self._corner(month)
            if event.rect().intersects(QRect(corner, QSize(self._width(), _MONTH))):
                self._paint_month(painter, month, corner)
        painter.end()

    def _paint_month(self, painter: QPainter, month: int, corner: QPoint) -> None:
        names = translate("YearGrid", "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec").split()
        painter.setFont(look.font(look.SIZE, bold=True))
        painter.setPen(look.colour(Colour.INK))
        title = QRect(corner, QSize(self._width(), _TITLE))
        painter.drawText(title, int(_LEFT), names[month - 1])
        title.setLeft(title.left() + painter.fontMetrics().horizontalAdvance(names[month - 1]) + look.GRID)
        painter.setFont(look.font(look.SIZE_NOTE))
        painter.setPen(look.colour(Colour.SECOND))
        told = QFontMetrics(painter.font()).elidedText(
            "  ".join(self._told(month)), Qt.TextElideMode.ElideRight, title.width()
        )
        painter.drawText(title, int(_LEFT), told)
        width = self._width() // 7
        for at, name in enumerate(translate("YearGrid", "Mo Tu We Th Fr Sa Su").split()):
            painter.drawText(QRect(corner.x() + at * width, corner.y() + _TITLE, width, _HEAD), int(_MIDDLE), name)
        for day in self._all_days():
            if day.month == month:
                self._paint_day(painter, day, self.place(day))

    def _paint_day(self, painter: QPainter, day: date, box: QRect) -> None:
        known = self._days.get(day)
        tone = Tone.PLAIN if known is None else Tone.SOON if known.works else Tone.GOOD
        ink, ground = tone.value
        if known is not None:
            rounded(painter, QRectF(box), ground, None)
        if day == self.day:
            if self.hasFocus():
                draw_ring(painter, QRectF(box))
            else:
                rounded(painter, QRectF(box), None, Colour.SECOND)
        if day in self._changed:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour(Colour.ACCENT))
            painter.drawEllipse(QRectF(box.center().x() - 1, box.bottom() - _DOT - 1, _DOT, _DOT))
        off = known is None and not ordinary(day).works
        painter.setPen(look.colour(Colour.SECOND if off else Colour.INK))
        painter.setFont(look.font(look.SIZE_SMALL, bold=day == self._today))
        if known is None:
            painter.drawText(box, int(_MIDDLE), str(day.day))
            return
        painter.setFont(look.font(look.SIZE_NOTE, bold=day == self._today))
        painter.drawText(box.adjusted(1, 0, 0, 0), int(_LEFT), str(day.day))
        painter.setFont(look.font(look.SIZE_NOTE, bold=True))
        painter.setPen(look.colour(ink))
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(box, int(right), mark(known.works))

    def _told(self, month: int) -> Iterator[str]:
        """The month's holidays with their days, then its make-up workdays: 国庆节 1–7, 班 10."""
        runs: list[tuple[str, date, date]] = []
        for day, known in sorted(self._days.items()):
            if day.year == self._year and day.month == month:
                name = mark(works=True) if known.works else known.name or mark(works=False)
                if runs and runs[-1][0] == name and runs[-1][2] == day - timedelta(days=1):
                    runs[-1] = (name, runs[-1][1], day)
                else:
                    runs.append((name, day, day))
        for name, first, last in runs:
            yield f"{name} {first.day}" if first == last else f"{name} {first.day}–{last.day}"

    def _all_days(self) -> Iterator[date]:
        first = date(self._year, 1, 1)
        return (first + timedelta(days=each) for each in range((date(self._year, 12, 31) - first).days + 1))

    def _width(self) -> int:
        columns = _columns(self.width())
        return min((self.width() - (columns - 1) * _GAP) // columns, 7 * 36) // 7 * 7

    def _corner(self, month: int) -> QPoint:
        down, across = divmod(month - 1, _columns(self.width()))
        return QPoint(across * (self._width() + _GAP), down * (_MONTH + _GAP))


def mark(works: bool) -> str:
    """The mark of a day that is worked (班), or off (休), other than its weekday says."""
    return translate("YearGrid", "W") if works else translate("YearGrid", "H")


def _columns(width: int) -> int:
    fit = (width + _GAP) // (_NARROWEST + _GAP)
    return next((each for each in (4, 3, 2) if each <= fit), 1)
