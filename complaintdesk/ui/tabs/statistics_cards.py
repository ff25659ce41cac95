# SPDX-License-Identifier: Apache-2.0
"""The month at a glance: calm cards, each with one number and what it is made of."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent

from complaintdesk.desk.statistics import By, Figure, MonthFigures, ShareKind
from complaintdesk.desk.statistics_rates import Share
from complaintdesk.labels import translate
from complaintdesk.printing.month_tables import Words
from complaintdesk.ui import look
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.look import Colour
from complaintdesk.ui.style import draw_ring
from complaintdesk.ui.words import Card, Note, Row, Text

_PADDING = 4  # px on either side of a number
_BLANK = "\u00a0"  # keeps its line's room
_LINE = 24  # px: as high as a number that opens its cases
CARDS = (
    ShareKind.TIMELINESS,
    ShareKind.CLOSING,
    ShareKind.SATISFACTION,
    ShareKind.FOLLOW_UP,
    ShareKind.RESPONSE,
    ShareKind.REWORK,
)


class FigureButton(Button):
    """A number that opens its cases."""

    opened = Signal(object, str)

    def __init__(self, figure: Figure, words: str, shown: str = "") -> None:
        super().__init__(shown or str(figure.count), name=f"{words} {figure.count}")
        self.setFixedHeight(_LINE)
        self.setEnabled(figure.count > 0)
        self.setCursor(Qt.CursorShape.PointingHandCursor if figure.count else Qt.CursorShape.ArrowCursor)
        self.clicked.connect(lambda: self.opened.emit(figure, words))

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 2 * _PADDING, _LINE)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setFont(self.font())
        ink = Colour.ACCENT if self.isEnabled() else Colour.SECOND
        painter.setPen(look.colour(Colour.ACCENT_PRESSED if self.isDown() or self.underMouse() else ink))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self.text())
        if self.hasFocus():
            draw_ring(painter, QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()


class FigureCard(Card):
    """A number, large, with what it is called above and the month before below."""

    opened = Signal(object, str)

    def __init__(self, title: str, number: str, note: str = "", tip: str = "") -> None:
        super().__init__(padding=12, gap=2)
        self.box.addWidget(Text(title, role=Colour.SECOND, size=look.SIZE_SMALL))
        self.number = Text(number, size=24, bold=True)
        self.box.addWidget(self.number)
        self._line = Row(gap=4)
        self._line.addStrut(_LINE)
        self._line.setContentsMargins(-_PADDING, 0, 0, 0)
        self._line.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.box.addLayout(self._line)
        self.box.addWidget(Note(note, size=look.SIZE_NOTE))
        self.setToolTip(look.tip(tip))
        self.setAccessibleName(f"{title} {number}")

    def add_figure(self, figure: Figure, words: str, shown: str = "") -> FigureButton:
        """Puts a number that opens its cases into the line below."""
        button = FigureButton(figure, words, shown)
        button.opened.connect(self.opened)
        self._line.addWidget(button)
        return button

    def add_words(self, words: str) -> None:
        """Puts words between the numbers."""
        self._line.addWidget(Note(words))


def empty_cards(words: Words, *, of_all: bool) -> list[FigureCard]:
    """The same cards before anything is counted."""
    titles = [_received_title(), _open_title(), *(words.share(_shown(kind, of_all)) for kind in CARDS)]
    made = [FigureCard(title, "…", note=_BLANK) for title in titles]
    for card in made:
        card.number.set_role(Colour.SECOND)
    return made


def cards(figures: MonthFigures, words: Words, *, of_all: bool) -> list[FigureCard]:
    """Received, open at the end, and the shares; `of_all` takes the rate in time of all slips issued (R-ST-01)."""
    made = [_received(figures), _open(figures)]
    made += [_share(figures, figures.share(_shown(kind, of_all)), words) for kind in CARDS]
    return made


def _shown(kind: ShareKind, of_all: bool) -> ShareKind:
    return ShareKind.TIMELINESS_OF_ALL if of_all and kind is ShareKind.TIMELINESS else kind


def _received_title() -> str:
    return translate("StatisticsTab", "Received")


def _open_title() -> str:
    return translate("StatisticsTab", "Open at the end of the month")


def _received(figures: MonthFigures) -> FigureCard:
    total = figures.by(By.KIND).total
    title = _received_title()
    before = translate("StatisticsTab", "month before {before}, year before {year}")
    note = before.format(before=total.before.count, year=total.year_before.count)
    card = FigureCard(title, str(total.now.count), note)
    card.add_figure(total.now, title, translate("StatisticsTab", "Show the cases"))
    return card


def _open(figures: MonthFigures) -> FigureCard:
    row = figures.flow[-1]
    title = _open_title()
    note = translate("StatisticsTab", "open at the start {count}").format(count=row.at_start.count)
    card = FigureCard(title, str(row.at_end.count), note)
    card.add_figure(row.at_end, title, translate("StatisticsTab", "Show the cases"))
    return card


def _share(figures: MonthFigures, share: Share, words: Words) -> FigureCard:
    title, ratio, before = words.share(share.kind), share.ratio, figures.before[share.kind]
    note = translate("StatisticsTab", "month before {percent}").format(percent=_percent(before.percent))
    card = FigureCard(title, _percent(ratio.percent), note, words.meaning(share.kind))
    card.add_figure(share.numerator, title)
    card.add_words("÷")
    card.add_figure(share.denominator, f"{title} · {translate('StatisticsTab', 'denominator')}")
    if share.undecided is not None and share.undecided.count:
        undecided = translate("StatisticsTab", "{count} undecided").format(count=share.undecided.count)
        card.add_figure(share.undecided, f"{title} · {translate('StatisticsTab', 'undecided')}", undecided)
    return card


def _percent(percent: object) -> str:
    return "—" if percent is None else f"{percent}%"
