# SPDX-License-Identifier: Apache-2.0
"""A deed on a case that asks more than its panel may have room for: what it asks scrolls, its buttons stay."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSizePolicy

from complaintdesk.desk.records import CaseRecord
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.scrolling import NoHigher
from complaintdesk.ui.tabs.case_steps import CaseStep
from complaintdesk.ui.words import Column, Row

_ROOM = 264  # px of fields that the panel makes room for at the cost of what stands above it


class _Fields(NoHigher):
    """What is asked, with some room of its own before it begins to scroll."""

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), min(self.sizeHint().height(), _ROOM))


class TallStep(CaseStep):
    """A deed whose fields scroll where the panel is low; no higher than they are where it is not."""

    whole = True

    def __init__(self, bridge: Bridge, case: CaseRecord, title: str, accept: str) -> None:
        super().__init__(bridge, case, title, accept)
        body = self.box
        self.box = Column(look.GAP)
        self.view = _Fields(self.box)
        body.addWidget(self.view, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def add_line(self, *rows: FieldRow) -> Row:
        """Puts fields that were added without a place side by side, their upper edges level."""
        line = Row(gap=look.GAP)
        for row in rows:
            line.addWidget(row, 1, Qt.AlignmentFlag.AlignTop)
        self.box.addLayout(line)
        return line
