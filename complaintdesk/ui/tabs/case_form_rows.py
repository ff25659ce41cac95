# SPDX-License-Identifier: Apache-2.0
"""The boxes of the registration form, one row below the other; what they mean to each other, `CaseForm` says."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from complaintdesk.labels import translate
from complaintdesk.ui import look
from complaintdesk.ui.bare_keys import add_key
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Choices
from complaintdesk.ui.flow import Flow
from complaintdesk.ui.form_rows import FieldRow, Fields
from complaintdesk.ui.inputs import FilterBox, LineInput, TextInput
from complaintdesk.ui.tabs.case_form_parts import (
    AppointmentRow,
    CallerRow,
    ListedRow,
    ServiceRow,
    Ticks,
    clear_choices,
)
from complaintdesk.ui.tabs.charge_line import ChargeLine
from complaintdesk.ui.tabs.confidence_row import ABOUT
from complaintdesk.ui.tabs.own_fields import OwnFieldRows
from complaintdesk.ui.tabs.who_zone import WhoZone
from complaintdesk.ui.words import Column, Note, Row, Title

QUOTE_KEY = "Ctrl+J"
KIND_KEYS = tuple(f"Alt+{place}" for place in range(1, 7))


def quote_words() -> str:
    """What the key does that asks what a job costs."""
    return translate("CaseForm", "What it costs, from the price list")


class CaseFormRows(QWidget):
    """All rows there are: which of them a kind has is not known here."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self.bridge = bridge
        self.fields = Fields()
        self.label_width = self._widest()
        self._build()

    def quote(self) -> None:
        """Goes to what the job costs; says beside the kinds of one that has no price."""
        if self.charge_line.isVisibleTo(self):
            self.charge_line.quote()
        else:
            words = translate("CaseForm", "This kind has no price: a repair or a special service has.")
            self.fields["kind"].set_problem(words)

    def _widest(self) -> int:
        """Room for the longest of the names before the boxes, in px."""
        metrics = self.fontMetrics()
        return min(max(metrics.horizontalAdvance(words) for words in self._labels().values()) + 4, 92)

    @staticmethod
    def _labels() -> dict[str, str]:
        return {
            "place": translate("CaseForm", "Place"),
            "caller_name": translate("CaseForm", "Caller"),
            "category": translate("CaseForm", "Category"),
            "team": translate("CaseForm", "Team"),
            "appointment": translate("CaseForm", "Agreed for"),
            "service": translate("CaseForm", "Service"),
            "charge": translate("CaseForm", "Charge"),
            "grade": translate("CaseForm", "Grade"),
            "level_criteria": translate("CaseForm", "Major if"),
            "clear": translate("CaseForm", "Call"),
            "reported_to": translate("CaseForm", "Told to"),
        }

    def _build(self) -> None:
        labels, width = self._labels(), self.label_width
        column = Column(4)
        column.addLayout(self._head())
        column.addWidget(self.state)
        self.kind = Choices((), keys=KIND_KEYS, wrap=True, gap=4, name=translate("CaseForm", "Kind"))
        self._add(column, "kind", FieldRow("", self.kind))
        self.who = WhoZone(self.bridge, labels["place"], width)
        column.addWidget(self.who)
        self.fields["place"] = self.who.row
        self.caller = CallerRow(labels["caller_name"], width)
        column.addWidget(self.caller)
        self.fields["caller_name"], self.fields["caller_phone"] = self.caller.name_row, self.caller.phone_row
        self.fields[ABOUT] = self.caller.confidence.row
        what = translate("CaseForm", "What happened (Tab goes on)")
        self.content = TextInput(placeholder=what, name=translate("CaseForm", "What happened"), lines=2)
        self._add(column, "content", FieldRow("", self.content), stretch=3)
        self.category = FilterBox(placeholder=translate("CaseForm", "A word for it, or pinyin; ↓ shows all"))
        self._add(column, "category", ListedRow("category", self.category, labels["category"], label_width=width))
        self.promise = Note(wrap=True, size=look.SIZE_NOTE)
        column.addWidget(self.promise)
        self.team = FilterBox(placeholder=translate("CaseForm", "Which team gets the slip?"))
        self._add(column, "team", ListedRow("team", self.team, labels["team"], label_width=width)).hide()
        self.appointment = AppointmentRow(self.bridge, labels["appointment"], width)
        self._add(column, "appointment", self.appointment)
        self.service = ServiceRow(self.bridge, labels["service"], width)
        self._add(column, "service", self.service)
        self.charge_line = line = ChargeLine(self.bridge, labels["charge"], width, key=QUOTE_KEY)
        add_key(self, QUOTE_KEY, quote_words(), self.quote)
        self.fields.update(line.fields)
        self.charge, self.quoted, self.agreed = line.charge, line.quoted, line.agreed
        column.addWidget(line)
        column.addWidget(self._grade_row(labels["grade"], width))
        self.criteria = Ticks((), size=13)
        self._add(column, "level_criteria", FieldRow(labels["level_criteria"], self.criteria, label_width=width))
        self.own = OwnFieldRows(self.bridge, self.fields, width)
        column.addWidget(self.own)
        self.clear_ticks = Ticks(clear_choices())
        self._add(column, "clear", FieldRow(labels["clear"], self.clear_ticks, label_width=width))
        self.reported_to = FilterBox(placeholder=translate("CaseForm", "Which supervisor was told?"))
        told = ListedRow("reported_to", self.reported_to, labels["reported_to"], label_width=width)
        self._add(column, "reported_to", told).hide()
        column.addStretch(1)
        self.setLayout(column)

    def _head(self) -> Row:
        self.title = Title(translate("CaseForm", "New case"))
        self.kept, self.state = Note(), Note()
        self.kept.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.state.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.channel = FilterBox(name=translate("CaseForm", "Came by"))
        self.channel.setFixedWidth(112)
        self.received = LineInput(placeholder=translate("CaseForm", "now"), name=translate("CaseForm", "Received at"))
        self.received.setFixedWidth(96)
        self.fields["channel"] = ListedRow("channel", self.channel, stretch=False)
        self.fields["received_at"] = FieldRow("", self.received, stretch=False)
        row = Row(self.title, self.kept, self.fields["channel"], self.fields["received_at"])
        row.setStretch(1, 1)
        return row

    def _grade_row(self, words: str, width: int) -> QWidget:
        self.grade = Choices((), name=words)
        scope = [("public_area", translate("CaseForm", "public")), ("complex_job", translate("CaseForm", "complex"))]
        self.scope = Ticks(scope, height=look.BUTTON)
        self.grade_line = QWidget()
        self.fields["grade"] = FieldRow(words, self.grade, label_width=width, stretch=False)
        line = Flow(look.GRID, 4, indent=width + look.GRID)
        line.addWidget(self.fields["grade"])
        line.addWidget(self.scope)
        self.grade_line.setLayout(line)
        return self.grade_line

    def _add(self, column: Column, name: str, row: FieldRow, stretch: int = 0) -> FieldRow:
        self.fields[name] = row
        column.addWidget(row, stretch)
        return row
