# SPDX-License-Identifier: Apache-2.0
"""The course that the rule book writes down for a kind of case (规程步骤): how far a case has come, and every step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from complaintdesk.desk.records import CasePage
from complaintdesk.domain.course_steps import StepStanding, steps_for
from complaintdesk.labels import translate
from complaintdesk.ui import icons, look, prompts
from complaintdesk.ui.buttons import Button, PrimaryButton
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.look import Colour
from complaintdesk.ui.scrolling import Scrolling
from complaintdesk.ui.tabs import case_deeds
from complaintdesk.ui.time_words import moment_words
from complaintdesk.ui.words import Column, ElidedText, Note, Row, Text

KEY = "Alt+T"
_WIDTH, _HEIGHT, _NAMES, _MARK = 760, 420, 190, 16  # px


class _Mark(QWidget):
    """Whether a step is done: a tick, a ring, or a dash for one that leaves no trace."""

    def __init__(self, step: StepStanding) -> None:
        super().__init__()
        self._done, self._known = step.event is not None, step.row.event is not None
        self.setFixedSize(_MARK, _MARK + 4)
        words = translate("CourseLine", "on record") if self._done else translate("CourseLine", "not on record")
        self.setAccessibleName(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        name = "circle-check" if self._done else "circle" if self._known else "minus"
        box = QRectF(0, 3, _MARK, _MARK)
        icons.draw(painter, name, box, Colour.GOOD if self._done else Colour.SECOND)
        painter.end()


class CourseDialog(Dialog):
    """Every step in the rule book's order: whose it is, what is done, by what source, and when it was done here."""

    help_page = "calls"

    def __init__(
        self, parent: QWidget | None, title: str, steps: Sequence[StepStanding], now: datetime, zone: ZoneInfo
    ) -> None:
        super().__init__(parent, title, width=_WIDTH)
        self._steps, self._now, self._zone = tuple(steps), now, zone
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(look.GRID)
        grid.setVerticalSpacing(look.GRID)
        grid.setColumnStretch(2, 1)
        for row, step in enumerate(self._steps):
            self._add(grid, row, step)
        inner = Column()
        inner.addLayout(grid)
        inner.addStretch(1)
        told = Scrolling(inner)
        told.setMinimumHeight(_HEIGHT)
        self.box.addWidget(told)
        close = PrimaryButton(translate("Dialog", "Close"), "Esc")
        close.clicked.connect(self.accept)
        row_of_close = Row(close)
        row_of_close.insertStretch(0, 1)
        self.box.addLayout(row_of_close)
        close.setFocus()

    def lines(self) -> list[str]:
        """What the steps say, for a reader and for tests: ✓ 登记投诉 · 前台 · 今天 10:30."""
        return [
            " · ".join(
                part for part in ("✓" if step.event else "○", step.row.name, step.row.who, self._when(step)) if part
            )
            for step in self._steps
        ]

    def _when(self, step: StepStanding) -> str:
        return "" if step.event is None else moment_words(step.event.happened_at, self._now, self._zone)

    def _add(self, grid: QGridLayout, row: int, step: StepStanding) -> None:
        top = Qt.AlignmentFlag.AlignTop
        names = Column(2)
        name = Text(step.row.name, wrap=True, role=Colour.INK if step.event else Colour.SECOND)
        for part in (name, Note(step.row.who, wrap=True)):
            part.setFixedWidth(_NAMES)
            names.addWidget(part)
        told = Column(2)
        told.addWidget(Text(step.row.words, wrap=True, selectable=True))
        told.addWidget(Note(step.row.source, wrap=True))
        grid.addWidget(_Mark(step), row, 0, top)
        grid.addLayout(names, row, 1, top)
        grid.addLayout(told, row, 2, top)
        grid.addWidget(Note(self._when(step)), row, 3, top)


class CourseLine(QWidget):
    """How many of the steps are on record, with a button to all of them; hidden where the rule book writes none."""

    def __init__(self) -> None:
        super().__init__()
        self.said = ElidedText(role=Colour.SECOND, size=look.SIZE_SMALL)
        tip = translate("CourseLine", "The steps that the rule book writes down for this kind of case")
        self.all = Button(translate("CourseLine", "All steps"), also=(KEY,), icon="list", flat=True, tip=tip)
        self.all.setFont(look.font(look.SIZE_SMALL))
        self.all.clicked.connect(self._show)
        row = Row(self.said, self.all)
        row.setStretch(0, 1)
        self.setLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._steps: tuple[StepStanding, ...] = ()
        self._moment: tuple[datetime, ZoneInfo] | None = None
        self._title = ""
        self.hide()

    def show_page(self, page: CasePage, now: datetime, zone: ZoneInfo) -> None:
        """Says it of this case, by the rule book that it came in under."""
        case = page.case
        self._steps = steps_for(page.procedure, case.kind, case_deeds.story_of(page)) if case.number else ()
        self._moment = (now, zone)
        words = translate("CourseLine", "{kind}: the course of {procedure}")
        self._title = words.format(kind=case.kind_name, procedure=page.procedure.name)
        done = sum(step.event is not None for step in self._steps)
        words = translate("CourseLine", "Steps of the procedure on record: {done} of {count}")
        self.said.set_words(words.format(done=done, count=len(self._steps)))
        self.setVisible(bool(self._steps))

    def dialog(self) -> CourseDialog | None:
        """All the steps; None while there are none."""
        if self._moment is None or not self._steps:
            return None
        return CourseDialog(self.window(), self._title, self._steps, *self._moment)

    def _show(self) -> None:
        dialog = self.dialog()
        if dialog is not None:
            prompts.show_dialog(dialog)
