# SPDX-License-Identifier: Apache-2.0
"""The results that wait for the office head's signature (R-REG-13): ticked off a list and signed in one go."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from complaintdesk.desk import judging
from complaintdesk.labels import translate
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, TickBox
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.scrolling import Scrolling
from complaintdesk.ui.tabs.case_words import joined
from complaintdesk.ui.time_words import moment_words
from complaintdesk.ui.words import Column, Note, Row

_WIDTH, _HEIGHT = 760, 320  # px


class _Results(QWidget):
    """A line for each result: to be ticked, with what came of the complaint below it."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self.boxes: dict[int, TickBox] = {}
        column = Column(look.GRID)
        now, zone = bridge.now(), bridge.zone
        for each in bridge.ask(judging.unsigned_results):
            box = TickBox(joined((each.number, each.place, moment_words(each.handled_at, now, zone))))
            self.boxes[each.id] = box
            block = Column(2)
            block.addWidget(box)
            result = Note(each.words, wrap=True)
            result.setContentsMargins(26, 0, 0, 0)
            block.addWidget(result)
            column.addLayout(block)
        if not self.boxes:
            column.addWidget(Note(translate("Results", "Every complaint's result is signed.")))
        column.addStretch(1)
        told = Scrolling(column)
        told.setMinimumHeight(_HEIGHT)
        whole = Column()
        whole.addWidget(told)
        self.setLayout(whole)
        if self.boxes:
            self.setFocusProxy(next(iter(self.boxes.values())))


class ResultsDialog(Dialog):
    """Signs those that are ticked; `signed` says how many. Each is on record in its own case."""

    help_page = "day"

    def __init__(self, parent: QWidget | None, bridge: Bridge) -> None:
        super().__init__(parent, translate("Results", "Sign the results of complaints"), width=_WIDTH)
        self._bridge = bridge
        self.signed = 0
        self.results = _Results(bridge)
        self.all = Button(translate("Results", "Tick all"), also=("Ctrl+Shift+A",), flat=True)
        self.all.clicked.connect(self.tick_all)
        self.all.setVisible(bool(self.results.boxes))
        line = Row(self.all)
        line.addStretch(1)
        self.words = LineInput(placeholder=translate("Results", "for all that are ticked"))
        self.add_field("cases", FieldRow("", self.results))
        self.box.addLayout(line)
        self.add_field("words", FieldRow(translate("JudgingSteps", "Remark, if any"), self.words, label_width=100))
        self.add_buttons(translate("JudgingSteps", "Sign"))

    def tick_all(self) -> None:
        """Ticks every one; what is not to be signed is unticked again."""
        for box in self.results.boxes.values():
            box.setChecked(True)

    def take(self) -> None:
        ticked = [case_id for case_id, box in self.results.boxes.items() if box.isChecked()]
        self.signed = self._bridge.do(judging.sign_results, ticked, self.words.text())
