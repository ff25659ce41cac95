# SPDX-License-Identifier: Apache-2.0
"""What the rule book asks for now in a case (规程要求), line by line: until when, and the deed that meets it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from complaintdesk.desk.records import CasePage, CommitmentRecord
from complaintdesk.domain.demands import Demand, Ground
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.terms import EventKind
from complaintdesk.labels import translate
from complaintdesk.ui import look
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.look import Colour, Tone
from complaintdesk.ui.tab_order import keep_order
from complaintdesk.ui.tabs import course_deeds
from complaintdesk.ui.time_words import Said, due_words
from complaintdesk.ui.words import ElidedText, Note, Text

_LINE = 28  # px of a deed's button here: as low as its words allow, as every line is one demand


@dataclass(frozen=True)
class Line:
    """A demand as it is shown: with the limit it is about, the deed that meets it, and why that can't be done now."""

    demand: Demand
    words: str
    limit: CommitmentRecord | None = None
    deed: str = ""  # name; '' where none of who sits here meets it
    reason: str = ""

    def said(self, now: datetime, zone: ZoneInfo) -> Said:
        """How its limit stands; '' for what has none."""
        return Said("", Tone.PLAIN) if self.limit is None else due_words(self.limit, now, zone)


def demand_words(demand: Demand, procedure: Procedure) -> str:
    """What is asked for, in a line: 处理方案报批: 总经理."""
    steps = {step.id: step.name for step in procedure.course.ladder}
    to = steps.get(demand.to, demand.to)
    match demand.ground:
        case Ground.ESCALATION:
            return translate("Demands", "{why}: to {whom}").format(why=demand.name, whom=to)
        case Ground.ROUTE:
            return translate("Demands", "To {whom} from the start").format(whom=to)
        case Ground.APPROVAL:
            words = translate("Demands", "{what}: approved")
            if EventKind.APPROVAL_ASKED in demand.events:
                words = translate("Demands", "{what}: to be approved by {whom}")
            elif EventKind.APPROVED in demand.events:
                words = translate("Demands", "{what}: waits for the word of {whom}")
            return words.format(what=demand.name, whom=to)
    return demand.name


def limit_of(demand: Demand, page: CasePage) -> CommitmentRecord | None:
    """The limit that a demand is about."""
    if demand.ground is not Ground.LIMIT:
        return None
    return next((each for each in page.commitments if (each.key, each.round) == (demand.id, demand.round)), None)


class _LineButton(Button):
    """A button as low as a line."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.setFont(look.font(look.SIZE_SMALL))
        self.setFixedHeight(_LINE)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 20, _LINE)


class DemandList(QWidget):
    """The lines; takes no room where nothing is asked for."""

    asked_for = Signal(str, object)  # a deed's name, and the Demand it meets

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(look.GRID)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 1)
        self._lines: tuple[Line, ...] = ()
        self._times: dict[int, Text] = {}
        self.buttons: list[Button] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setAccessibleName(translate("Demands", "The procedure asks for"))
        self.hide()

    def set_lines(self, lines: Sequence[Line], now: datetime, zone: ZoneInfo) -> None:
        """Shows these instead; the keyboard stays on the line it was on while that is still asked for."""
        if tuple(lines) == self._lines:
            self.tell_times(now, zone)
            return
        held = next((at for at, button in enumerate(self.buttons) if button.hasFocus()), None)
        self._lines = tuple(lines)
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row in range(self._grid.rowCount()):  # a grid never has fewer again: what is empty takes no room
            self._grid.setRowMinimumHeight(row, 0)
        self._times, self.buttons = {}, []
        if self._lines:
            heading = Note(translate("Demands", "The procedure asks for"))
            self._grid.addWidget(heading, 0, 0, 1, 3)
            heading.show()
        for row, line in enumerate(self._lines):
            self._add(row, line)
        self.tell_times(now, zone)
        keep_order(self, self.buttons)
        if held is not None and self.buttons:
            self.buttons[min(held, len(self.buttons) - 1)].setFocus()
        self.setVisible(bool(self._lines))
        self.updateGeometry()

    def tell_times(self, now: datetime, zone: ZoneInfo) -> None:
        """Says again what is left or late."""
        for row, text in self._times.items():
            said = self._lines[row].said(now, zone)
            text.setText(said.words)
            text.set_role(Colour.SECOND if said.tone is Tone.PLAIN else said.tone.value[0])

    def texts(self) -> list[str]:
        """What is asked for, line by line."""
        return [line.words for line in self._lines]

    def _add(self, row: int, line: Line) -> None:
        words = ElidedText(line.words)
        tip = "\n".join(part for part in (line.words, line.demand.words, line.demand.source) if part)
        words.setToolTip(look.tip(tip))
        middle = Qt.AlignmentFlag.AlignVCenter
        parts: list[QWidget] = [words]
        if line.limit is not None:
            self._times[row] = Text(size=look.SIZE_SMALL)
            parts.append(self._times[row])
            self._grid.addWidget(self._times[row], row + 1, 1, middle)
        self._grid.addWidget(words, row + 1, 0, 1, 1 if line.limit is not None else 2, middle)
        for part in parts:
            part.show()  # now, not when Qt comes to it: until then the layout counts it as nothing
        self._grid.setRowMinimumHeight(row + 1, _LINE)
        if line.deed:
            button = _LineButton(course_deeds.label_of(line.deed))
            button.setEnabled(not line.reason)
            button.setAccessibleName(f"{button.text()}: {line.words}")
            button.setAccessibleDescription(line.reason)
            button.setToolTip(look.tip(f"{tip}\n{line.reason}" if line.reason else tip))
            button.clicked.connect(partial(self.asked_for.emit, line.deed, line.demand))
            self._grid.addWidget(button, row + 1, 2, Qt.AlignmentFlag.AlignRight)
            button.show()
            self.buttons.append(button)
