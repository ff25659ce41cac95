# SPDX-License-Identifier: Apache-2.0
"""What the chosen case is shown with, and how it is laid out: below one another, or beside where there is room."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from complaintdesk.labels import translate
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.facts import Facts
from complaintdesk.ui.flow import Flow
from complaintdesk.ui.masked_phone import MaskedPhone
from complaintdesk.ui.scrolling import Scrolling
from complaintdesk.ui.step_slot import StepSlot
from complaintdesk.ui.tabs import case_deeds
from complaintdesk.ui.tabs.case_deeds import DEEDS, Deed
from complaintdesk.ui.tabs.case_files import FileList
from complaintdesk.ui.tabs.course_line import CourseLine
from complaintdesk.ui.tabs.demand_list import DemandList
from complaintdesk.ui.tabs.fee_lines import FeeLines
from complaintdesk.ui.tabs.link_line import LinkLine
from complaintdesk.ui.tabs.unapproved import Unapproved
from complaintdesk.ui.timeline import Timeline
from complaintdesk.ui.why_dialog import WhyButton
from complaintdesk.ui.words import Banner, Card, Column, ElidedText, FlowText, Note, Pill, Row, Text, Title

_BESIDE = 760  # px of width from which the story stands beside the facts
_SLOT = "deed/"


class CasePanelParts(Card):
    """The parts without a case: what they show and start, `CasePanel` says."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(gap=look.GRID)
        self.bridge = bridge
        self.banner = Banner()
        self.slot = StepSlot(bridge, _SLOT)
        self.buttons: dict[str, Button] = {}
        self._build()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        way = QBoxLayout.Direction.LeftToRight if self._is_wide() else QBoxLayout.Direction.TopToBottom
        if self.columns.direction() != way:
            self.columns.setDirection(way)
            self._arrange()

    def _is_wide(self) -> bool:
        return self.width() >= _BESIDE

    def _arrange(self) -> None:
        """Puts the story beside the facts, or below them; where a deed is asked for, it takes the facts' place."""
        column = self.line_column if self._is_wide() else self.told_column
        for other in (self.line_column, self.told_column):
            other.removeWidget(self.timeline)
        column.insertWidget(column.count() - 1, self.timeline)
        self.lines.setVisible(self._is_wide())
        self.told.setVisible(self.slot.form is None or not self._is_wide())
        self.columns.setStretchFactor(self.slot, 8 if self._is_wide() else 0)
        self.deeds.setVisible(self.slot.form is None)
        self.unapproved.show_beside(self.slot.form is None)

    def _build(self) -> None:
        self.nothing = Note(translate("CasePanel", "Choose a case in the list: its story and its deeds stand here."))
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.box.addWidget(self.nothing, 1)
        self.number = Title()
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.place = ElidedText(size=look.SIZE_TITLE)
        self.state, self.due, self.level = Pill(), Pill(), Pill()
        self.why = WhyButton()
        head = Row(self.number, self.place, self.why, self.due, self.level, self.state)
        head.setStretch(1, 1)
        self.caller = FlowText()
        self.phone = MaskedPhone()
        self.who = QWidget()
        line = Flow()
        line.addWidget(self.caller)
        line.addWidget(self.phone)
        self.who.setLayout(line)
        self.content = Text(wrap=True, selectable=True)
        self.links = LinkLine()
        self.facts, self.files, self.fees = Facts(), FileList(self.bridge), FeeLines()
        self.demands = DemandList()
        self.course = CourseLine()
        self.told_column, self.line_column = Column(look.GRID), Column()
        for part in (self.content, self.who, self.links, self.demands, self.course, self.facts, self.fees, self.files):
            self.told_column.addWidget(part)
        self.told_column.addStretch(1)
        self.told = Scrolling(self.told_column)
        self.timeline = Timeline()
        self.line_column.addWidget(self.timeline)
        self.line_column.addStretch(1)
        self.lines = Scrolling(self.line_column)
        self.columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.columns.setContentsMargins(0, 0, 0, 0)
        self.columns.setSpacing(look.GAP)
        for part, share in ((self.slot, 8), (self.told, 8), (self.lines, 5)):
            self.columns.addWidget(part, share)
        self.deeds = QWidget()
        flow = Flow(6)
        for deed in DEEDS:
            flow.addWidget(self._button(deed))
        tip = translate("CasePanel", "All that can be done with this case besides: judging, limits, going up, ending")
        self.more = Button(translate("CasePanel", "More…"), tip=f"{tip} (Ctrl+K)")
        flow.addWidget(self.more)
        self.deeds.setLayout(flow)
        self.unapproved = Unapproved()
        self.body = QWidget()
        column = Column(look.GRID)
        column.addLayout(head)
        column.addLayout(self.columns, 1)
        column.addWidget(self.banner)
        column.addWidget(self.unapproved)
        column.addWidget(self.deeds)
        self.body.setLayout(column)
        self.box.addWidget(self.body, 1)

    def _button(self, deed: Deed) -> Button:
        drawn = deed.key if deed.key.startswith("F") else ""  # of those that are pressed all day
        also = () if drawn else (deed.key,)
        button = Button(case_deeds.deed_words()[deed.name], drawn, also=also, icon=deed.icon)
        self.buttons[deed.name] = button
        return button
