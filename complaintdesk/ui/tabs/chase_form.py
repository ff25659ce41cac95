# SPDX-License-Identifier: Apache-2.0
"""What a chase asks (催办, R-WO-11): whom, how, what was said, what was promised and until when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt

from complaintdesk.desk import chasing
from complaintdesk.desk.chasing import ChaseDraft
from complaintdesk.domain.terms import ReminderWay
from complaintdesk.labels import label, translate
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Choices
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import LineInput, TextInput
from complaintdesk.ui.slip_time_row import SlipTimeRow
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs.moment_row import MomentRow
from complaintdesk.ui.words import Row

_LABEL = 72  # px


class ChaseForm(StepForm):
    """Notes a chase; `take` gives the id of its event."""

    def __init__(
        self,
        bridge: Bridge,
        number: str,
        whom: str,
        chase: Callable[[ChaseDraft], int],
        since: Callable[[], datetime | None],
    ) -> None:
        """`number` says what is chased, `whom` is usually asked, `since` gives from when on it can have been."""
        super().__init__(
            translate("ChaseForm", "Chase {number}").format(number=number), translate("ChaseForm", "Note the chase")
        )
        self._bridge, self._chase = bridge, chase
        self.whom = LineInput()
        self.whom.setText(whom)
        self.how = Choices([(way, label(way)) for way in ReminderWay], wrap=True)
        self.how.set_value(ReminderWay.PHONE)
        self.words = TextInput(lines=2)
        self.promise = LineInput(placeholder=translate("ChaseForm", "on the way"))
        self.until = MomentRow(bridge, "until", translate("ChaseForm", "Promised by"))
        self.time = SlipTimeRow(
            bridge,
            "happened_at",
            translate("ChaseForm", "Chased at"),
            after=since,
            placeholder=translate("ChaseForm", "now, or 10:48"),
        )
        self.add_field(FieldRow(translate("ChaseForm", "Whom"), self.whom, label_width=_LABEL), "whom")
        self.add_field(FieldRow(translate("ChaseForm", "How"), self.how, label_width=_LABEL), "how")
        self.add_field(FieldRow(translate("ChaseForm", "Said"), self.words, label_width=_LABEL), "words")
        promise = FieldRow(translate("ChaseForm", "Answer"), self.promise, label_width=_LABEL)
        self.add_field(promise, "promise")
        line = Row(gap=look.GRID)
        for row, names in ((self.until, ("until",)), (self.time, ("happened_at", "reminded_at"))):
            line.addWidget(self.add_field(row, *names, lay_out=False), 1, Qt.AlignmentFlag.AlignTop)
        self.box.addLayout(line)

    def take(self) -> int:
        return self._chase(
            ChaseDraft(
                self.whom.text(),
                self.how.value,
                self.words.text(),
                self.promise.text(),
                self.until.given(),
                self.time.given(),
            )
        )

    def start(self) -> None:
        self.words.setFocus()

    def typed(self) -> dict[str, Any]:
        return super().typed() | {"until": self.until.kept()}

    def put(self, typed: Any) -> None:
        kept = dict(typed)
        until = kept.pop("until", None)
        super().put(kept)
        if until is not None:
            self.until.put_kept(until)


def slip_chase(bridge: Bridge, order_id: int, number: str, whom: str, since: datetime) -> ChaseForm:
    """The area in which a slip is chased."""
    return ChaseForm(bridge, number, whom, lambda draft: bridge.do(chasing.chase_slip, order_id, draft), lambda: since)


def case_chase(bridge: Bridge, case_id: int, number: str, whom: str, since: datetime) -> ChaseForm:
    """The area in which a matter without a slip is chased, or its result is asked for (R-ESC-03)."""
    return ChaseForm(bridge, number, whom, lambda draft: bridge.do(chasing.chase, case_id, draft), lambda: since)
