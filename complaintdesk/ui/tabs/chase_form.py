# SPDX-License-Identifier: Apache-2.0
"""What a chase asks (催办, R-WO-11): whom, how, what was said, what was promised and until when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from complaintdesk.desk import case_papers, chasing
from complaintdesk.desk.chasing import ChaseDraft
from complaintdesk.desk.records import CasePage, OrderGist
from complaintdesk.domain.demands import Demand
from complaintdesk.domain.terms import ReminderWay
from complaintdesk.labels import label, translate
from complaintdesk.ui import look, paper_printing
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Choices
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import LineInput, TextInput
from complaintdesk.ui.look import Tone
from complaintdesk.ui.slip_time_row import SlipTimeRow
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs.moment_row import MomentRow
from complaintdesk.ui.tabs.order_words import OUT
from complaintdesk.ui.words import Banner, Row

KEY = "Shift+F7"  # chases on every page: F7 alone answers a case in the register
_LABEL = 72  # px


@dataclass(frozen=True)
class Chased:
    """A chase just noted: of which case, by which event."""

    case_id: int
    event_id: int


class ChaseForm(StepForm):
    """Notes a chase; `take` gives what was `Chased`."""

    def __init__(
        self,
        bridge: Bridge,
        case_id: int,
        number: str,
        whom: str,
        chase: Callable[[ChaseDraft], int],
        since: Callable[[], datetime | None],
    ) -> None:
        """`number` says what is chased, `whom` is usually asked, `since` gives from when on it can have been."""
        super().__init__(
            translate("ChaseForm", "Chase {number}").format(number=number), translate("ChaseForm", "Note the chase")
        )
        self._bridge, self._case_id, self._chase = bridge, case_id, chase
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

    def take(self) -> Chased:
        draft = ChaseDraft(
            self.whom.text(),
            self.how.value,
            self.words.text(),
            self.promise.text(),
            self.until.given(),
            self.time.given(),
        )
        return Chased(self._case_id, self._chase(draft))

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


def slip_chase(bridge: Bridge, case_id: int, order_id: int, number: str, whom: str, since: datetime) -> ChaseForm:
    """The area in which a slip of a case is chased."""

    def chase(draft: ChaseDraft) -> int:
        return bridge.do(chasing.chase_slip, order_id, draft)

    return ChaseForm(bridge, case_id, number, whom, chase, lambda: since)


def case_chase(bridge: Bridge, case_id: int, number: str, whom: str, since: datetime) -> ChaseForm:
    """The area in which a matter without a slip is chased, or its result is asked for (R-ESC-03)."""

    def chase(draft: ChaseDraft) -> int:
        return bridge.do(chasing.chase, case_id, draft)

    return ChaseForm(bridge, case_id, number, whom, chase, lambda: since)


def page_chase(bridge: Bridge, page: CasePage, demand: Demand | None) -> ChaseForm:
    """The area in which a case is chased from its page: its slip while one of its steps is due next, else itself.

    Where the rule book wants the case chased (`demand`), it is the case: its result is asked for.
    """
    case, slip = page.case, _slip_waited_for(page)
    if demand is None and slip is not None:
        issued = (each.happened_at for each in page.events if each.order_number == slip.number)
        return slip_chase(bridge, case.id, slip.id, slip.number, slip.worker or slip.team_name, min(issued))
    return case_chase(bridge, case.id, case.number, case.department_name, case.received_at)


def _slip_waited_for(page: CasePage) -> OrderGist | None:
    """The newest slip that is out, unless something else of the case is due before its next step."""
    out = [order for order in page.case.orders if order.state in OUT]
    open_ones = (limit for limit in page.commitments if limit.met_at is None)
    due = min(open_ones, key=lambda limit: (limit.paused_at is not None, limit.due_at), default=None)
    return out[-1] if out and (due is None or due.step is not None) else None


def say_chased(bridge: Bridge, banner: Banner, parent: QWidget, words: str, chased: Chased) -> None:
    """Says on the bar that a chase is noted, with its sheet (催办单) to be printed."""

    def print_sheet() -> None:
        paper = bridge.ask(case_papers.reminder_paper, chased.case_id, chased.event_id, bridge.books)
        said = paper_printing.print_case_paper(bridge, paper, parent)
        if said is not None:
            banner.say(said, Tone.GOOD)

    banner.say(words, Tone.GOOD, (translate("ChaseForm", "Print its sheet"), print_sheet))


def noted_words() -> str:
    """What is said of a chase that is noted."""
    return translate("ChaseForm", "The chase is noted.")
