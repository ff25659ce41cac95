# SPDX-License-Identifier: Apache-2.0
"""The month at a glance: calm cards, each with one number and what it is made of."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent

from complaintdesk.desk.statistics import By, Figure, MonthFigures, ShareKind
from complaintdesk.desk.statistics_rates import Share
from complaintdesk.domain.terms import CaseState
from complaintdesk.labels import translate
from complaintdesk.printing.month_tables import cell_words
from complaintdesk.printing.month_words import MONTH_BEFORE, OPEN_AT_START, YEAR_BEFORE, Words
from complaintdesk.ui import look
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.look import Colour
from complaintdesk.ui.style import draw_ring
from complaintdesk.ui.words import Card, Note, Row, Text

_PADDING = 4  # px on either side of a number
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
        self.clicked.connect(lambda: self.opened.emit((figure,), words))

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


class FigureLine(Row):
    """Words and numbers that open their cases, in one line of a card."""

    def __init__(self, card: FigureCard, size: int) -> None:
        super().__init__(gap=4)
        self._card, self._size = card, size
        self.addStrut(_LINE)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft)

    def add_figure(self, figure: Figure, words: str, shown: str = "") -> FigureButton:
        """Puts a number that opens its cases."""
        button = FigureButton(figure, words, shown)
        button.setFont(look.font(self._size))
        button.opened.connect(self._card.opened)
        self.addWidget(button)
        return button

    def add_words(self, words: str) -> None:
        """Puts words before or between the numbers."""
        note = Note(words, size=self._size)
        note.setContentsMargins(_PADDING if self.isEmpty() else 0, 0, 0, 0)
        self.addWidget(note)


class FigureCard(Card):
    """A number, large, with what it is called above, what it is made of and the time before below."""

    opened = Signal(object, str)

    def __init__(self, title: str, number: str, tip: str = "") -> None:
        super().__init__(padding=12, gap=2)
        self.number = Text(number, size=24, bold=True)
        for text in (Text(title, role=Colour.SECOND, size=look.SIZE_SMALL), self.number):
            text.setContentsMargins(_PADDING, 0, 0, 0)  # where the numbers below begin
            self.box.addWidget(text)
        self.made_of, self.earlier = FigureLine(self, look.SIZE_SMALL), FigureLine(self, look.SIZE_NOTE)
        self.box.addLayout(self.made_of)
        self.box.addLayout(self.earlier)
        self.setToolTip(look.tip(tip))
        self.setAccessibleName(f"{title} {number}")


def empty_cards(words: Words, *, of_all: bool) -> list[FigureCard]:
    """The same cards before anything is counted."""
    titles = [_received_title(), _open_title(), *(words.share(_shown(kind, of_all)) for kind in CARDS)]
    made = [FigureCard(title, "…") for title in titles]
    for card in made:
        card.number.set_role(Colour.SECOND)
    return made


def cards(figures: MonthFigures, words: Words, *, of_all: bool) -> list[FigureCard]:
    """Received, open at the end, and the shares; `of_all` takes the rate in time of all slips issued (R-ST-01)."""
    made = [_received(figures, words), _open(figures, words)]
    made += [_share(figures, figures.share(_shown(kind, of_all)), words) for kind in CARDS]
    return made


def _shown(kind: ShareKind, of_all: bool) -> ShareKind:
    return ShareKind.TIMELINESS_OF_ALL if of_all and kind is ShareKind.TIMELINESS else kind


def _received_title() -> str:
    return translate("StatisticsTab", "Received")


def _open_title() -> str:
    return translate("StatisticsTab", "Open at the end of the month")


def _received(figures: MonthFigures, words: Words) -> FigureCard:
    """Those received; the void ones, which the register has as well, beside them."""
    total, title = figures.by(By.KIND).total, _received_title()
    card = FigureCard(title, str(total.now.count), words.in_register(figures))
    card.made_of.add_figure(total.now, title, _show())
    if figures.void.count:
        void = translate("StatisticsTab", "and {count} void").format(count=figures.void.count)
        card.made_of.add_figure(figures.void, f"{title} · {words.term(CaseState.VOID)}", void)
    if figures.elsewhere.count:
        moved = translate("StatisticsTab", "and {count} in other cases").format(count=figures.elsewhere.count)
        name = f"{title} · {words.term(CaseState.JOINED)}, {words.term(CaseState.TRANSFERRED)}"
        card.made_of.add_figure(figures.elsewhere, name, moved)
    for figure, name in ((total.before, MONTH_BEFORE), (total.year_before, YEAR_BEFORE)):
        _earlier(card, title, figure, words(name))
    return card


def _open(figures: MonthFigures, words: Words) -> FigureCard:
    row, title = figures.flow, _open_title()
    card = FigureCard(title, str(row.at_end.count))
    card.made_of.add_figure(row.at_end, title, _show())
    _earlier(card, title, row.at_start, words(OPEN_AT_START))
    return card


def _earlier(card: FigureCard, title: str, figure: Figure, name: str) -> None:
    card.earlier.add_words(name)
    card.earlier.add_figure(figure, f"{title} · {name}")


def _share(figures: MonthFigures, share: Share, words: Words) -> FigureCard:
    title, before = words.share(share.kind), figures.before[share.kind]
    card = FigureCard(title, cell_words(share), words.meaning(share.kind))
    _add_counts(card.made_of, share, title)
    if share.undecided is not None and share.undecided.count:
        undecided = translate("StatisticsTab", "{count} undecided").format(count=share.undecided.count)
        card.made_of.add_figure(share.undecided, f"{title} · {translate('StatisticsTab', 'undecided')}", undecided)
    card.earlier.add_words(f"{words(MONTH_BEFORE)} {cell_words(before)}")
    if before.denominator.count:
        _add_counts(card.earlier, before, f"{title} · {words(MONTH_BEFORE)}")
    return card


def _add_counts(line: FigureLine, share: Share, name: str) -> None:
    line.add_figure(share.numerator, name)
    line.add_words("÷")
    line.add_figure(share.denominator, f"{name} · {translate('StatisticsTab', 'denominator')}")


def _show() -> str:
    return translate("StatisticsTab", "Show the cases")
