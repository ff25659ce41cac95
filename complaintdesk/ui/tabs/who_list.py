# SPDX-License-Identifier: Apache-2.0
"""What the one box proposes, two lines each: place, person and open cases; then who else, the last call, warranty."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, tzinfo

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QListView, QStyleOptionViewItem

from complaintdesk.desk.who_records import WhoMatch
from complaintdesk.domain.phones import mask_phone
from complaintdesk.domain.plates import show_plate
from complaintdesk.labels import label, translate
from complaintdesk.ui import look
from complaintdesk.ui.hanging_list import LinePainter
from complaintdesk.ui.look import Colour, Tone
from complaintdesk.ui.record_table import fitted
from complaintdesk.ui.style import rounded
from complaintdesk.ui.tabs.case_words import joined
from complaintdesk.ui.time_words import day_words

_LINE, _EDGE = 52, 12  # px
_UPPER, _LOWER = 17, 37  # px, the middles of a proposal's two lines
_MATCH, _DETAIL = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


def match_words(match: WhoMatch) -> str:
    """A match as one line, for a reader of the screen."""
    return " ".join(part for part in (match.place, person_line(match)) if part)


def person_line(match: WhoMatch) -> str:
    """Who is meant there: name, what they are, their phone masked, the plate that was asked for."""
    kind = label(match.occupant_kind) if match.occupant_kind else label(match.kind)
    plate = show_plate(match.plate) if match.plate else ""
    return " ".join(part for part in (match.name, kind, mask_phone(match.phone), plate) if part)


def detail_words(match: WhoMatch, today: date, zone: tzinfo) -> str:
    """What else the clerk wants to know before answering, the most urgent first."""
    parts = []
    if match.left_on is not None:
        parts.append(translate("WhoBox", "left on {day}").format(day=day_words(match.left_on, today)))
    if match.last_call_at is not None and match.last_call_kind is not None:
        day = day_words(match.last_call_at.astimezone(zone).date(), today)
        words = translate("WhoBox", "last call {day}, {kind}")
        parts.append(words.format(day=day, kind=label(match.last_call_kind)))
    if match.warranty_until is not None:
        over = match.warranty_until < today
        words = translate("WhoBox", "warranty over") if over else translate("WhoBox", "warranty until {day}")
        parts.append(words.format(day=f"{match.warranty_until:%Y-%m-%d}"))
    if match.note:
        parts.append(match.note)
    if match.others:
        parts.append(translate("WhoBox", "with {names}").format(names="、".join(match.others)))
    return joined(parts)


class _MatchPainter(LinePainter):
    """A match on two lines, its open cases in a pill; what is kept as typed on one."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        del option
        return QSize(100, _LINE if isinstance(index.data(_MATCH), WhoMatch) else look.ROW)

    def draw(self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        match = index.data(_MATCH)
        left, room = rect.left() + _EDGE, rect.width() - 2 * _EDGE
        if not isinstance(match, WhoMatch):
            _write(painter, left, rect.center().y(), index.data(), Colour.ACCENT, room)
            return
        if match.open_cases:
            words = translate("WhoBox", "{count} open").format(count=match.open_cases)
            room -= _pill(painter, rect, words)
        ink = Colour.SECOND if match.left_on is not None else Colour.INK
        upper = rect.top() + _UPPER
        used = _write(painter, left, upper, match.place, ink, room * 3 // 5, bold=True)
        _write(painter, left + used + 12, upper, person_line(match), ink, room - used - 12)
        words = index.data(_DETAIL)
        _write(painter, left, rect.top() + _LOWER, words, Colour.SECOND, rect.width() - 2 * _EDGE, small=True)


def _write(
    painter: QPainter,
    left: int,
    middle: int,
    text: str,
    ink: Colour,
    room: int,
    *,
    bold: bool = False,
    small: bool = False,
) -> int:
    """Draws the text about a middle line and says how wide it became."""
    painter.setFont(look.font(look.SIZE_NOTE, bold=bold) if small else look.font(bold=bold))
    metrics = painter.fontMetrics()
    shown, width = fitted(metrics, text, room)
    painter.setPen(look.colour(ink))
    painter.drawText(left, middle + (metrics.ascent() - metrics.descent()) // 2, shown)
    return width


def _pill(painter: QPainter, rect: QRect, text: str) -> int:
    """Draws a pill at the upper line's right end and says how much room it took."""
    painter.setFont(look.font(look.SIZE_NOTE))
    width = painter.fontMetrics().horizontalAdvance(text) + 20
    ink, ground = Tone.SOON.value
    box = QRectF(rect.right() - _EDGE - width, rect.top() + _UPPER - 11, width, 22)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour(ground))
    painter.drawRoundedRect(box, 11, 11)
    painter.restore()
    painter.setPen(look.colour(ink))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
    return width + 12


class MatchList(QListView):
    """What is proposed, laid over the form below the box; the keyboard stays in the box."""

    picked = Signal(object)  # the WhoMatch, or a name of `own`: what to do with the words as they stand

    def __init__(self) -> None:
        super().__init__()
        self._model = QStandardItemModel(self)
        self._proposed = False  # the line that is marked was marked before anybody chose
        self.setModel(self._model)
        self.setItemDelegate(_MatchPainter(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setAccessibleName(translate("WhoBox", "Proposals"))
        self.entered.connect(lambda index: self.mark(index.row()))
        self.clicked.connect(lambda index: self.picked.emit(index.data(_MATCH)))

    def show_matches(
        self, matches: Sequence[WhoMatch], own: Sequence[tuple[str, str]], today: date, zone: tzinfo
    ) -> None:
        """Lists the matches and, last, the ways to keep the words as they were typed; none is marked."""
        self._model.clear()
        for match in matches:
            item = QStandardItem(match_words(match))
            item.setData(match, _MATCH)
            detail = detail_words(match, today, zone)
            item.setData(detail, _DETAIL)
            item.setToolTip(look.tip(detail))
            self._model.appendRow(item)
        for name, words in own:
            item = QStandardItem(words)
            item.setData(name, _MATCH)
            self._model.appendRow(item)
        self.setCurrentIndex(QModelIndex())
        self._proposed = False

    def mark(self, row: int) -> None:
        """Marks this line."""
        self._proposed = False
        self.setCurrentIndex(self._model.index(row, 0))

    def propose(self, row: int) -> None:
        """Marks this line for Enter; the first ↓ still chooses it, as it does the first of several."""
        self.mark(row)
        self._proposed = True

    def is_marked(self) -> bool:
        """Whether a line is marked."""
        return self.currentIndex().isValid()

    def step(self, by: int) -> None:
        """Goes up or down, and round at the ends."""
        at = self.currentIndex().row()
        if self._proposed and by > 0:
            self.mark(at)
            return
        self.mark((at + by if self.is_marked() or by > 0 else -1) % self._model.rowCount())

    def pick(self) -> None:
        """Takes the line that is marked."""
        self.picked.emit(self.currentIndex().data(_MATCH))

    def lines(self) -> list[str]:
        """What is listed, as it reads."""
        return [self._model.index(row, 0).data() for row in range(self._model.rowCount())]

    def details(self) -> list[str]:
        """What stands beneath each proposal."""
        rows = (self._model.index(row, 0).data(_DETAIL) for row in range(self._model.rowCount()))
        return [words for words in rows if words is not None]

    def wanted_height(self) -> int:
        """The height that all its lines need."""
        return sum(self.sizeHintForRow(row) for row in range(self._model.rowCount())) + 2

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        rounded(painter, QRectF(self.viewport().rect()), None, Colour.SECOND)
        painter.end()
