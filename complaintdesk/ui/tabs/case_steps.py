# SPDX-License-Identifier: Apache-2.0
"""What the deeds on a case ask: words and a time, a team, a reason, whom it was reported to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields as dataclass_fields
from dataclasses import replace
from typing import Any

from complaintdesk.desk import case_pages, cases, corrections, dispatching, number_hits, quoting, slip_facts, staffing
from complaintdesk.desk.dispatching import Dispatched
from complaintdesk.desk.drafts import CaseCorrection
from complaintdesk.desk.price_records import drafts_of, kept_line, line_kept
from complaintdesk.desk.quoting import QuoteGiven
from complaintdesk.desk.records import CaseRecord, EventRecord
from complaintdesk.domain.money import show_yuan
from complaintdesk.domain.terms import CaseKind, EventKind
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields, UserError
from complaintdesk.labels import label, translate
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import TickBox
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import FilterBox, LineInput, TextInput
from complaintdesk.ui.slip_time_row import SlipTimeRow
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs.case_words import joined, leaders, team_choices
from complaintdesk.ui.tabs.charge_line import ON_SITE_PRICE, ChargeLine
from complaintdesk.ui.tabs.slip_facts_rows import LoadNote, SlipFactsRows
from complaintdesk.ui.time_words import moment_words
from complaintdesk.ui.words import Row

_TIME_WIDTH = 196
_TIMES = tuple(f"{kind}_at" for kind in EventKind)
CONTENT_KINDS = frozenset({CaseKind.COMPLAINT, CaseKind.SUGGESTION, CaseKind.ASSISTANCE})


class CaseStep(StepForm):
    """A deed on one case."""

    def __init__(self, bridge: Bridge, case: CaseRecord, title: str, accept: str) -> None:
        super().__init__(title, accept)
        self.bridge, self.case = bridge, case

    def add_words(self, words: str, *, lines: int = 3, given: str = "") -> TextInput:
        """Adds a box for what is to be written down."""
        box = TextInput(lines=lines)
        box.setText(given)
        self.add_field(FieldRow(words, box, above=True), "words", "content", "reason")
        return box

    def case_chosen(self, box: FilterBox, field: str) -> int | None:
        """The id of the case chosen in a box, or typed there by its number; UserError beside it where there is none."""
        box.settle()
        chosen: int | None = box.value
        if chosen is None and box.typed.strip():
            hit = self.bridge.ask(number_hits.find_number, box.typed)
            if hit is None or hit.kind != "case":
                raise UserError(QT_TRANSLATE_NOOP("errors", "There is no case of this number."), field=field)
            return hit.id
        return chosen

    def add_line(self, *rows: FieldRow) -> Row:
        """Puts fields that were added without a place side by side."""
        line = Row(*rows, top=True)
        line.setStretch(0, 1)
        self.box.addLayout(line)
        return line

    def time_row(self) -> SlipTimeRow:
        """A box for when it happened, if that was not just now."""
        words = translate("CaseSteps", "When")
        placeholder = translate("CaseSteps", "now, or 10:48")
        row = SlipTimeRow(self.bridge, "happened_at", words, after=lambda: None, placeholder=placeholder)
        row.setFixedWidth(_TIME_WIDTH)
        self.add_field(row, "happened_at", *_TIMES, lay_out=False)
        return row


class TellStep(CaseStep):
    """Words, and when it happened: for a note, an answer, the handling."""

    def __init__(
        self,
        bridge: Bridge,
        case: CaseRecord,
        title: str,
        accept: str,
        ask: str,
        deed: Callable[..., Any],
        given: str = "",
        lines: int = 3,
    ) -> None:
        """`deed` takes the case's id, words and time; `ask` says what to write, `given` stands there to begin with."""
        super().__init__(bridge, case, title, accept)
        self._deed = deed
        self.words = self.add_words(ask, given=given, lines=lines)
        self.time = self.time_row()
        self.box.addWidget(self.time)

    def take(self) -> Any:
        return self.bridge.do(self._deed, self.case.id, self.words.text(), self.time.given())


class ReasonStep(CaseStep):
    """A reason that stays in the books: for reopening, voiding."""

    def __init__(
        self,
        bridge: Bridge,
        case: CaseRecord,
        title: str,
        accept: str,
        ask: str,
        deed: Callable[..., Any],
        given: str = "",
    ) -> None:
        super().__init__(bridge, case, title, accept)
        self._deed = deed
        self.words = self.add_words(ask, given=given)

    def take(self) -> Any:
        return self.bridge.do(self._deed, self.case.id, self.words.text())


class DispatchStep(CaseStep):
    """Which team gets the slip, and first who pays where that is not settled; printed unless one says otherwise."""

    def __init__(self, bridge: Bridge, case: CaseRecord) -> None:
        super().__init__(bridge, case, translate("CaseSteps", "Issue a slip"), translate("CaseSteps", "Dispatch"))
        self.price = self._price_line(case)
        self.team = FilterBox(placeholder=translate("CaseSteps", "Any part of its name, or pinyin"))
        self.team.set_choices(team_choices(bridge.procedure))
        usual = next((row.team for row in bridge.procedure.categories if row.id == case.category), "")
        self.team.set_value(usual or None)
        self.worker = LineInput(placeholder=translate("CaseSteps", "if known"))
        self.print = TickBox(translate("CaseSteps", "Print the slip"))
        self.print.setChecked(True)
        row = FieldRow(translate("CaseSteps", "Worker"), self.worker, above=True)
        row.setFixedWidth(_TIME_WIDTH)
        team = FieldRow(translate("CaseSteps", "Team"), self.team, above=True)
        self.add_line(
            self.add_field(team, "team", lay_out=False),
            self.add_field(row, "worker", lay_out=False),
        )
        self.load = LoadNote(bridge, self.team)
        self.box.addWidget(self.load)
        today = bridge.local(bridge.now()).date()
        self.facts = SlipFactsRows(bridge.ask(slip_facts.warranty_page, case.id, bridge.books, today))
        for name, each in self.facts.fields.items():
            self.add_field(each, name, lay_out=False)
        self.box.addWidget(self.facts)
        self.add_field(FieldRow("", self.print), "print")

    def take(self) -> tuple[Dispatched, bool]:
        self.team.settle()
        if self.team.value is None:
            raise MissingFields({"team": QT_TRANSLATE_NOOP("errors", "Which team gets the slip?")})
        facts = self.facts.facts()
        self._settle_price()
        sent = self.bridge.do(dispatching.dispatch, self.case.id, self.team.value, self.worker.text(), facts)
        return sent, self.print.isChecked()

    def typed(self) -> dict[str, Any]:
        kept = super().typed()
        if self.price is not None:
            kept |= {"quotes": [kept_line(line) for line in self.price.lines], "quote": self.price.half()}
        return kept

    def put(self, typed: Mapping[str, Any]) -> None:
        super().put(typed)
        if self.price is not None and "quotes" in typed:
            self.price.put_lines(line_kept(line) for line in typed["quotes"])
            self.price.put_half(typed["quote"])

    def _price_line(self, case: CaseRecord) -> ChargeLine | None:
        """The line that asks for it; None where nothing is left to settle (R-WO-07)."""
        try:
            dispatching.refuse_unsettled_price(case)
        except UserError:
            line = ChargeLine(self.bridge, translate("CaseForm", "Charge"), 0)
            line.charge.set_value(case.charge)
            line.quoted.setText("" if case.quoted is None else show_yuan(case.quoted))
            line.agreed.put([ON_SITE_PRICE] if case.price_on_site else [])
            line.put_lines(drafts_of(case.quotes))
            for name, row in line.fields.items():
                self.add_field(row, name, lay_out=False)
            self.box.addWidget(line)
            return line
        return None

    def _settle_price(self) -> None:
        """Puts on record what was asked just now, as a correction of its own."""
        if self.price is None:
            return
        told = self.price.given()
        changes = {field.name: getattr(told, field.name) for field in dataclass_fields(told)}
        settled = replace(self.case, **changes)
        dispatching.refuse_unsettled_price(settled)
        if lines := self.price.told():
            given = QuoteGiven(
                self.case.id,
                self.case.version,
                lines,
                told.quoted,
                told.price_agreed,
                on_site=told.price_on_site,
            )
            self.bridge.do(quoting.quote, given)
        elif settled != self.case:
            correction = CaseCorrection(self.case.id, self.case.version, corrections.SETTLED, changes)
            self.bridge.do(corrections.correct, correction)
        if settled != self.case:
            self.case = settled  # also while its new version can't be read: it is not to be settled twice
            self.case = self.bridge.ask(case_pages.case_page, self.case.id, self.bridge.books).case


class CloseStep(CaseStep):
    """The end of a matter (结案, R-ESC-10): of a complaint only with the caller's word."""

    def __init__(self, bridge: Bridge, case: CaseRecord) -> None:
        super().__init__(bridge, case, translate("CaseSteps", "Close"), translate("CaseSteps", "Close the case"))
        self.words = self.add_words(translate("CaseSteps", "The caller's words"), lines=2)
        self.content = TickBox(translate("CaseSteps", "The caller is content"))
        self.add_field(FieldRow("", self.content), "content_tick")
        self.fields["content_tick"].setVisible(case.kind in CONTENT_KINDS)
        self.time = self.time_row()
        self.box.addWidget(self.time)

    def take(self) -> int:
        content = self.content.isChecked()
        return self.bridge.do(cases.close, self.case.id, self.words.text(), content, self.time.given())


class ReportStep(CaseStep):
    """Which supervisor was told of it, and when (一报告, R-REG-05)."""

    def __init__(self, bridge: Bridge, case: CaseRecord) -> None:
        super().__init__(
            bridge, case, translate("CaseSteps", "Reported to a supervisor"), translate("CaseSteps", "Save")
        )
        staff = bridge.ask(staffing.staff_list, bridge.books)
        self.whom = FilterBox()
        self.whom.set_choices(leaders(staff))
        self.time = self.time_row()
        self.add_line(
            self.add_field(FieldRow(translate("CaseSteps", "Whom"), self.whom, above=True), "to", lay_out=False),
            self.time,
        )

    def take(self) -> int:
        self.whom.settle()
        if self.whom.value is None:
            raise MissingFields({"to": QT_TRANSLATE_NOOP("errors", "Who was told? Choose the supervisor.")})
        return self.bridge.do(cases.report, self.case.id, self.whom.value, self.time.given())


class WithdrawStep(CaseStep):
    """Takes back a step that was noted by mistake; it stays in the story, struck."""

    def __init__(self, bridge: Bridge, case: CaseRecord, events: Sequence[EventRecord]) -> None:
        """`events` are those that can be taken back, the newest first."""
        super().__init__(bridge, case, translate("CaseSteps", "Take back"), translate("CaseSteps", "Take it back"))
        self.which = FilterBox()
        self.which.set_choices([(event.id, self._gist(event)) for event in events])
        self.which.set_value(events[0].id)
        self.add_field(FieldRow(translate("CaseSteps", "What was noted by mistake"), self.which, above=True), "event")
        self.words = self.add_words(translate("CaseSteps", "Why? It stays in the story, struck through"), lines=2)

    def _gist(self, event: EventRecord) -> str:
        when = moment_words(event.happened_at, self.bridge.now(), self.bridge.zone)
        return joined((f"{when} {label(event.kind)}", " ".join(event.words.split())[:40], event.by))

    def start(self) -> None:
        self.words.setFocus()

    def take(self) -> int:
        self.which.settle()
        if self.which.value is None:
            raise MissingFields({"event": QT_TRANSLATE_NOOP("errors", "Which of them?")})
        return self.bridge.do(corrections.withdraw, self.which.value, self.words.text())
