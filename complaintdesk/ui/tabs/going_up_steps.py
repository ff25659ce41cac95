# SPDX-License-Identifier: Apache-2.0
"""A case goes up the ladder, or on to a department: to whom, for what, and with a sheet where it goes in writing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from complaintdesk.desk import escalating
from complaintdesk.desk.escalating import EscalationDraft, PassOnDraft
from complaintdesk.desk.liaison import Issued, SheetDraft
from complaintdesk.desk.pinyin_table import pinyin_table
from complaintdesk.desk.records import CasePage
from complaintdesk.domain.demands import Demand
from complaintdesk.domain.escalation import StepUp
from complaintdesk.domain.pinyin import list_keys
from complaintdesk.domain.terms import Level, Trigger
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields
from complaintdesk.labels import label, translate
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import TickBox
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import FilterBox, TextInput
from complaintdesk.ui.paper_printing import print_liaison
from complaintdesk.ui.tabs.course_deed import Outcome
from complaintdesk.ui.tabs.moment_row import MomentRow
from complaintdesk.ui.tabs.tall_step import TallStep


class SheetStep(TallStep):
    """A deed that can go with a 《投诉处理联系单》; its fields show once it is to."""

    def add_sheet(self, words: str) -> None:
        """Adds the tick by which it goes in writing, and what the sheet then says."""
        self.written = TickBox(words)
        self.add_field(FieldRow("", self.written), "sheet")
        self.matter, self.wanted = TextInput(lines=2), TextInput(lines=2)
        self.add_field(FieldRow(translate("GoingUp", "The matter"), self.matter, above=True), "matter")
        self.add_field(FieldRow(translate("GoingUp", "What is asked of them"), self.wanted, above=True), "wanted")
        self.answer_by = MomentRow(self.bridge, "answer_by", translate("GoingUp", "Answer wanted by"))
        self.add_field(self.answer_by, "answer_by")
        self.print = TickBox(translate("GoingUp", "Print the sheet"))
        self.print.setChecked(True)
        self.add_field(FieldRow("", self.print), "print")
        self.written.toggled.connect(self._show_sheet)
        self._show_sheet(False)

    def sheet(self) -> SheetDraft | None:
        """What the sheet says, None where none goes with it."""
        if not self.written.isChecked():
            return None
        return SheetDraft(self.matter.text(), self.wanted.text(), self.answer_by.given())

    def outcome(self, issued: Issued | None, words: str) -> Outcome | None:
        """What is said of it, the sheet printed if that is ticked; None where no sheet went with it."""
        if issued is None:
            return None
        said = words.format(number=issued.number)
        if self.print.isChecked():
            said = "\n".join(part for part in (said, print_liaison(self.bridge, issued.id, self)) if part)
        return Outcome(said)

    def typed(self) -> dict[str, Any]:
        return super().typed() | {"answer_by": self.answer_by.kept()}

    def put(self, typed: Mapping[str, Any]) -> None:
        super().put({name: contents for name, contents in typed.items() if name != "answer_by"})
        if "answer_by" in typed:
            self.answer_by.put_kept(typed["answer_by"])

    def _show_sheet(self, on: bool) -> None:
        for name in ("matter", "wanted", "answer_by", "print"):
            self.fields[name].setVisible(on)


class EscalateStep(SheetStep):
    """To which step of the ladder, for what, and why (R-ESC-01, R-ESC-02)."""

    def __init__(self, bridge: Bridge, page: CasePage, demand: Demand | None) -> None:
        super().__init__(bridge, page.case, translate("GoingUp", "Going up"), translate("GoingUp", "Take it up"))
        ladder = bridge.ask(escalating.ladder_of, page.case.id, bridge.books, bridge.now())
        self._steps_up: dict[Trigger, StepUp] = {}
        for step in (*ladder.offers, *ladder.proposals):
            self._steps_up[step.row.trigger] = step
        self.to = FilterBox()
        self.to.set_choices(
            [(step.id, step.name, " ".join(list_keys(step.name, pinyin_table()))) for step in ladder.steps]
        )
        self.why = FilterBox()
        self.why.set_choices([(each, label(each)) for each in Trigger])
        now = ladder.holder.name if ladder.holder else ""
        note = translate("GoingUp", "now with {whom}").format(whom=now) if now else ""
        self.add_line(
            self.add_field(FieldRow(translate("GoingUp", "To"), self.to, above=True, note=note), "to", lay_out=False),
            self.add_field(FieldRow(translate("GoingUp", "Because"), self.why, above=True), "trigger", lay_out=False),
        )
        self.reason = self.add_words(translate("GoingUp", "A few words for whoever gets it"), lines=2)
        self.add_sheet(translate("GoingUp", "In writing, by a liaison sheet with a number of its own"))
        self.time = self.time_row()
        self.box.addWidget(self.time)
        self._written_steps = {step.id for step in ladder.steps if step.written}
        self.why.changed.connect(self._follow_why)
        self.to.changed.connect(self._follow_to)
        self.matter.setText(page.case.content)
        self._begin(page, demand)

    def take(self) -> Outcome | None:
        for box in (self.to, self.why):
            box.settle()
        if self.to.value is None:
            raise MissingFields({"to": QT_TRANSLATE_NOOP("errors", "To whom? Choose a step of the ladder.")})
        if self.why.value is None:
            raise MissingFields({"trigger": QT_TRANSLATE_NOOP("errors", "What is it taken up for?")})
        draft = EscalationDraft(
            self.case.id, self.to.value, self.why.value, self.reason.text(), self.sheet(), self.time.given()
        )
        issued = self.bridge.do(escalating.escalate, draft)
        return self.outcome(issued, translate("GoingUp", "It went up by {number}."))

    def put(self, typed: Mapping[str, Any]) -> None:
        super().put(typed)
        super().put({name: typed[name] for name in ("to", "sheet") if name in typed})  # whatever the reason proposed

    def _begin(self, page: CasePage, demand: Demand | None) -> None:
        """Stands there as the rule book wants it: by the demand, else by the first step up that it names."""
        if demand is None:
            step = next(iter(self._steps_up.values()), None)
            if step is not None:
                self.why.set_value(step.row.trigger)
                self._follow_why()
            return
        fallback = Trigger.MAJOR if page.case.level is Level.MAJOR else Trigger.BEYOND_AUTHORITY
        self.why.set_value(demand.trigger or fallback)
        self.to.set_value(demand.to)
        self.written.setChecked(demand.written)

    def _follow_why(self) -> None:
        step = self._steps_up.get(self.why.value)
        if step is not None:
            self.to.set_value(step.to.id)
            self.written.setChecked(step.written)

    def _follow_to(self) -> None:
        if self.to.value in self._written_steps:
            self.written.setChecked(True)


class PassOnStep(SheetStep):
    """To which department, until when, with what words (R-ESC-07)."""

    def __init__(self, bridge: Bridge, page: CasePage) -> None:
        title = translate("GoingUp", "Passed on to the department")
        super().__init__(bridge, page.case, title, translate("GoingUp", "Pass on"))
        self.to = FilterBox(placeholder=translate("CaseSteps", "Any part of its name, or pinyin"))
        rows = bridge.books.departments_for(page.procedure)
        self.to.set_choices([(row.id, row.name, " ".join(list_keys(row.name, pinyin_table()))) for row in rows])
        self.to.set_value(page.case.department or None)
        row = FieldRow(translate("GoingUp", "Department"), self.to, above=True)
        self.add_field(row, "department", lay_out=False)
        self.time = self.time_row()
        self.add_line(row, self.time)
        self.words = self.add_words(translate("GoingUp", "What they were told"), lines=2)
        self.until = MomentRow(bridge, "until", translate("GoingUp", "To be settled by"))
        self.add_field(self.until, "until")
        self.add_sheet(translate("GoingUp", "With a liaison sheet that they sign for"))
        self.matter.setText(page.case.content)

    def take(self) -> Outcome | None:
        self.to.settle()
        if self.to.value is None:
            raise MissingFields({"department": QT_TRANSLATE_NOOP("errors", "Choose the department.")})
        draft = PassOnDraft(
            self.case.id, self.to.value, self.words.text(), self.until.given(), self.sheet(), self.time.given()
        )
        issued = self.bridge.do(escalating.pass_on, draft)
        return self.outcome(issued, translate("GoingUp", "Passed on with {number}."))

    def typed(self) -> dict[str, Any]:
        return super().typed() | {"until": self.until.kept()}

    def put(self, typed: Mapping[str, Any]) -> None:
        super().put({name: contents for name, contents in typed.items() if name != "until"})
        if "until" in typed:
            self.until.put_kept(typed["until"])
