# SPDX-License-Identifier: Apache-2.0
"""The fields of what belongs to the office: what stands on its paper, and its hours."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from complaintdesk.desk.procedures import HoursRow
from complaintdesk.domain.clock_spans import read_spans, written_spans
from complaintdesk.domain.procedure import Hours
from complaintdesk.errors import UserError
from complaintdesk.labels import translate, words_of
from complaintdesk.ui import look
from complaintdesk.ui.buttons import TickBox
from complaintdesk.ui.flow import Flow
from complaintdesk.ui.form_rows import FieldRow, Fields
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.logo_box import LogoBox
from complaintdesk.ui.words import Column, Row

_LABEL = 136  # px


class ProfileFields(QWidget):
    """Name, address, complaints line, form code and logo, as they stand on paper."""

    def __init__(self, fields: Fields) -> None:
        """Adds its rows to `fields` under the names that the deed's errors call them by."""
        super().__init__()
        self.name = LineInput(placeholder=translate("ProfileFields", "Such as 阳光花园物业服务中心"))
        self.address = LineInput()
        self.phone = LineInput()
        self.code = LineInput(placeholder=translate("ProfileFields", "Such as YG-KF-07 A/0; empty for none"))
        self.logo = LogoBox()
        column = Column(look.GAP)
        for key, words, field in (
            ("name", translate("ProfileFields", "Name of the office"), self.name),
            ("address", translate("ProfileFields", "Address"), self.address),
            ("complaint_phone", translate("ProfileFields", "Complaints line"), self.phone),
            ("form_code", translate("ProfileFields", "Form code"), self.code),
            ("logo", translate("ProfileFields", "Logo"), self.logo),
        ):
            fields[key] = FieldRow(words, field, label_width=_LABEL)
            column.addWidget(fields[key])
        self.logo.refused.connect(lambda error: fields["logo"].set_problem(words_of(error)))
        self.setLayout(column)
        self.setFocusProxy(self.name)

    def put(self, name: str, address: str, phone: str, code: str, logo: str) -> None:
        """Shows these."""
        for box, words in ((self.name, name), (self.address, address), (self.phone, phone), (self.code, code)):
            box.setText(words)
        self.logo.put(logo)


class HoursFields(QWidget):
    """One kind of hours: spans of the day, weekdays, and whether the calendar of holidays counts."""

    def __init__(self, key: str, title: str, fields: Fields) -> None:
        """Adds its rows to `fields` as `<key>_spans` and `<key>_weekdays`."""
        super().__init__()
        self._key = key
        self.spans = LineInput(placeholder="08:30-12:00, 13:30-17:30")
        names = translate("HoursFields", "Mon Tue Wed Thu Fri Sat Sun").split()
        self.days = [TickBox(words) for words in names]
        self.by_calendar = TickBox(translate("HoursFields", "Public holidays are off, make-up workdays are worked"))
        days = QWidget()
        line = Flow(look.GRID, 4)  # a week is wider than what is left beside a list of pages
        for box in self.days:
            line.addWidget(box)
        days.setLayout(line)
        days.setFocusProxy(self.days[0])
        column = Column(look.GRID)
        fields[f"{key}_spans"] = FieldRow(title, self.spans, label_width=_LABEL)
        fields[f"{key}_weekdays"] = FieldRow(translate("HoursFields", "Days"), days, label_width=_LABEL)
        column.addWidget(fields[f"{key}_spans"])
        column.addWidget(fields[f"{key}_weekdays"])
        calendar = Row(self.by_calendar)
        calendar.setContentsMargins(_LABEL + look.GRID, 0, 0, 0)
        column.addLayout(calendar)
        self.setLayout(column)

    def put(self, hours: Hours | HoursRow) -> None:
        """Shows these."""
        self.spans.setText(written_spans(hours.spans))
        for day, box in enumerate(self.days, 1):
            box.setChecked(day in hours.weekdays)
        self.by_calendar.setChecked(hours.by_calendar)

    def typed(self) -> object:
        """What stands in the boxes, right or not."""
        return self.spans.text(), tuple(box.isChecked() for box in (*self.days, self.by_calendar))

    def hours(self) -> HoursRow:
        """What is set; UserError beside the spans."""
        try:
            spans = read_spans(self.spans.text())
        except UserError as error:
            raise UserError(error.text, field=f"{self._key}_spans") from error
        days = frozenset(day for day, box in enumerate(self.days, 1) if box.isChecked())
        return HoursRow(spans, days, self.by_calendar.isChecked())
