# SPDX-License-Identifier: Apache-2.0
"""A finished slip typed in as it is written: times, what was done, materials and labour, the client's ratings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from complaintdesk.desk import dispatching, order_pages, slip_facts
from complaintdesk.desk.drafts import CompletionDraft
from complaintdesk.desk.quote_making import as_done
from complaintdesk.desk.records import OrderRecord
from complaintdesk.domain import lifecycle
from complaintdesk.domain.money import parse_yuan, show_yuan
from complaintdesk.domain.terms import Charge, EventKind, OrderState, Rating
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem, NotYetKnown, Told, UserError
from complaintdesk.labels import label, translate
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, Choices
from complaintdesk.ui.flow import Flow
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import FilterBox, LineInput, TextInput
from complaintdesk.ui.look import Colour
from complaintdesk.ui.scrolling import Scrolling
from complaintdesk.ui.slip_time_row import SlipTimeRow
from complaintdesk.ui.tabs.case_form_parts import Ticks
from complaintdesk.ui.tabs.material_table import MaterialTable
from complaintdesk.ui.tabs.order_steps import SlipForm
from complaintdesk.ui.tabs.order_words import total_words
from complaintdesk.ui.tabs.owners_material import OwnersMaterial
from complaintdesk.ui.tabs.slip_facts_rows import SlipFactsRows
from complaintdesk.ui.tabs.worker_box import worker_box
from complaintdesk.ui.time_words import exact_words
from complaintdesk.ui.words import Column, Note, Row, Text

_NARROWEST = 560  # px at which nothing of it is cut and a material's name has room
_RATED = ("quality", "manner", "timeliness")
_RATINGS = (Rating.CONTENT, Rating.FAIR, Rating.NOT_CONTENT)


@dataclass(frozen=True)
class Completed:
    """What became of a slip: completed, and if asked for booked in, or why not."""

    booked_in: bool
    last_out: bool = False  # no other slip of the case is out: it can be handled
    refusal: Told | None = None  # of the booking in; the completion is saved


class CompletionForm(SlipForm):
    """Asks for the steps that are not noted yet and for all that the worker and the client wrote."""

    whole = True

    def __init__(
        self, bridge: Bridge, order: OrderRecord, workers: tuple[str, ...], earlier: OrderRecord | None = None
    ) -> None:
        """`workers` are proposed where nobody has accepted the slip yet; `earlier` is the slip as it read before its
        completion was taken back: most of it will stand."""
        super().__init__(
            translate("CompletionForm", "Completion, as written on the slip"),
            translate("CompletionForm", "Save completion"),
        )
        self._bridge, self._order = bridge, order
        missing = lifecycle.missing_steps(order.state, EventKind.COMPLETED)
        body = Column(look.GAP)
        self._add_times(body, missing, workers)
        self.result = TextInput(placeholder=translate("CompletionForm", "What was done, and how it was left"), lines=2)
        body.addWidget(self.add_field(self._above(translate("CompletionForm", "Work done"), self.result), "result"))
        self._add_costs(body)
        self._add_checks(body)
        self._add_ratings(body)
        self._add_facts(body)
        body.addStretch(1)
        view = Scrolling(body)
        view.setMinimumWidth(_NARROWEST)
        self.box.addWidget(view, 1)
        if bridge.may(dispatching.return_slip):
            self.book_in = Button(translate("CompletionForm", "Save and book in"), "F9")
            self.book_in.clicked.connect(self._submit_and_book_in)
            self.buttons.insertWidget(1, self.book_in)
        self._booking_in = False
        self._warned = False  # that the ratings are missing
        self._warned_of_nothing = False  # that a job to be paid for comes to nothing
        if earlier is not None:
            self._put(earlier)
        self._count()

    def take(self) -> Completed:
        draft = self._draft()
        rated = any((draft.quality, draft.manner, draft.timeliness))
        if draft.result.strip() and not rated and not self._warned:
            self._warned = True
            raise UserError(
                QT_TRANSLATE_NOOP("errors", "No rating is entered. If the client gave none, save again."),
                field=_RATED[0],
            )
        if draft.result.strip() and self._comes_to_nothing() and not self._warned_of_nothing:
            self._warned_of_nothing = True
            raise UserError(
                QT_TRANSLATE_NOOP("errors", "Nothing would be owed for it. If that is right, save again."),
                field="labour",
            )
        try:
            self._bridge.do(dispatching.complete, draft)
        except UserError as refusal:
            raise self._told_of_theirs(refusal) from refusal
        if self._came_back_before():
            return Completed(booked_in=True, last_out=self._bridge.ask(dispatching.last_out, self._order.case.id))
        if not self._booking_in:
            return Completed(booked_in=False)
        try:
            last_out = self._bridge.do(dispatching.return_slip, self._order.id)
        except NotYetKnown:
            words = QT_TRANSLATE_NOOP(
                "errors",
                "Whether it was booked in can't be known yet: look at the slip when the database can be reached again.",
            )
            return Completed(booked_in=False, refusal=Told(words))
        except Told as refusal:
            return Completed(booked_in=False, refusal=refusal)
        return Completed(booked_in=True, last_out=last_out)

    def _came_back_before(self) -> bool:
        """Whether the signed slip lay on the desk already: with its completion it is returned."""
        try:
            now = self._bridge.ask(order_pages.order_record, self._order.id, self._bridge.books)
        except EnvironmentProblem:
            return False  # that the server went away after the saving, the next step tells
        return now.state is OrderState.RETURNED

    def _told_of_theirs(self, refusal: UserError) -> UserError:
        """The refusal; where another desk completed the slip meanwhile, with what it wrote, so that neither is lost."""
        now = self._bridge.ask(order_pages.order_record, self._order.id, self._bridge.books)
        if now.completed_at is None or self._order.completed_at is not None:
            return refusal
        return UserError(
            QT_TRANSLATE_NOOP(
                "errors",
                "Another desk completed this slip meanwhile: {worker}, {moment}: “{theirs}”\nYours is still here. "
                "If yours is the right one, take that completion back (the form stays), then save again.",
            ),
            worker=now.worker,
            moment=exact_words(now.completed_at, self._bridge.zone),
            theirs="; ".join([now.result, *(f"{line.name} {line.quantity.normalize():f}" for line in now.materials)]),
        )

    def _put(self, order: OrderRecord) -> None:
        self.result.setText(order.result)
        self.materials.put_records(order.materials)
        if order.labour is not None:
            self.labour.setText(show_yuan(order.labour))
        self.owners.wished_by.setText(order.more.wished_by)
        if order.more.wished_at is not None:
            self.owners.wished_at.input.setText(f"{self._bridge.local(order.more.wished_at):%m-%d %H:%M}")
        self.checks.put([each.words for each in order.checks if each.done])
        self.quality.set_value(order.quality)
        self.manner.set_value(order.manner)
        self.timeliness.set_value(order.timeliness)

    def _submit_and_book_in(self) -> None:
        self._booking_in = True
        self.submit()
        self._booking_in = False

    def _draft(self) -> CompletionDraft:
        accepted, arrived = (self._time(step) for step in (EventKind.ACCEPTED, EventKind.ARRIVED))
        completed = self._times[EventKind.COMPLETED].needed()
        return CompletionDraft(
            order_id=self._order.id,
            completed_at=completed,
            result=self.result.text(),
            accepted_at=accepted,
            arrived_at=arrived,
            worker=self.worker.typed if self.worker else "",
            materials=self.materials.drafts(priced=self._order.case.charge is Charge.CHARGEABLE),
            labour=self._labour(),
            wished_by=self.owners.wished_by.text(),
            wished_at=self.owners.wished_at.given(),
            checks_done=self.checks.ticked(),
            facts=self.facts.facts(),
            quality=self.quality.value,
            manner=self.manner.value,
            timeliness=self.timeliness.value,
        )

    def _add_times(self, body: Column, missing: tuple[EventKind, ...], workers: tuple[str, ...]) -> None:
        self.worker: FilterBox | None = None
        self._times: dict[EventKind, SlipTimeRow] = {}
        names = {
            EventKind.ACCEPTED: translate("CompletionForm", "Accepted"),
            EventKind.ARRIVED: translate("CompletionForm", "Arrived"),
            EventKind.COMPLETED: translate("CompletionForm", "Completed"),
        }
        rows: list[FieldRow] = []
        if EventKind.ACCEPTED in missing:
            self.worker = worker_box(self._order, workers)
            row = self._above(translate("CompletionForm", "Worker"), self.worker)
            rows.append(self.add_field(row, "worker", lay_out=False))
        for step in (*missing, EventKind.COMPLETED):
            time = SlipTimeRow(self._bridge, f"{step}_at", names[step], after=partial(self._before, step))
            self._times[step] = time
            rows.append(self.add_field(time, f"{step}_at", lay_out=False))
        for earlier, later in pairwise(self._times.values()):
            earlier.input.textChanged.connect(later.echo)
        self.fields["happened_at"] = self._times[EventKind.COMPLETED]
        line = Row()
        for row in rows:
            line.addWidget(row, 1, Qt.AlignmentFlag.AlignTop)
        body.addLayout(line)

    def _before(self, step: EventKind) -> datetime | None:
        """When the step before this one happened, as far as it is known."""
        noted = {
            EventKind.DISPATCHED: self._order.issued_at,
            EventKind.ACCEPTED: self._order.accepted_at,
            EventKind.ARRIVED: self._order.arrived_at,
        }
        steps = lifecycle.ORDER_STEPS
        for earlier in reversed(steps[: steps.index(step)]):
            row = self._times.get(earlier)
            moment = row.known() if row is not None else noted[earlier]
            if moment is not None:
                return moment
        return None

    def _time(self, step: EventKind) -> datetime | None:
        row = self._times.get(step)
        return None if row is None else row.needed()

    def _add_costs(self, body: Column) -> None:
        self.materials = MaterialTable()
        body.addWidget(self.add_field(FieldRow("", self.materials), "materials", lay_out=False))
        self.owners = OwnersMaterial(self._bridge)
        self.add_field(self.owners.fit, "fit", lay_out=False)
        self.add_field(self.owners.wish, "wished_by", lay_out=False)
        self.add_field(self.owners.wished_at, "wished_at", lay_out=False)
        body.addWidget(self.owners)
        self.labour = LineInput(placeholder="0.00")
        self.labour.setFixedWidth(96)
        self.labour.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        labour = FieldRow(translate("CompletionForm", "Labour"), self.labour, stretch=False)
        self.sums = Text(wrap=True)
        self.sums.setAccessibleName(translate("CompletionForm", "Total"))
        line = Row(self.add_field(labour, "labour", lay_out=False), gap=look.GAP)
        self.sums.setMinimumHeight(look.INPUT)
        self.sums.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.as_told = Button(translate("CompletionForm", "As told to the client"), icon="list", flat=True)
        self.as_told.clicked.connect(self._put_as_told)
        self.as_told.setVisible(any(each.low == each.high for each in self._order.case.quotes))
        line.addWidget(self.as_told, 0, Qt.AlignmentFlag.AlignBottom)
        line.addWidget(self.sums, 1, Qt.AlignmentFlag.AlignTop)
        body.addLayout(line)
        self.against_price = Note(wrap=True)
        body.addWidget(self.against_price)
        self.materials.changed.connect(self._count)
        self.materials.finished.connect(self.labour.setFocus)
        self.labour.textChanged.connect(self._count)

    def _add_ratings(self, body: Column) -> None:
        all_content = Button(translate("CompletionForm", "All content"), "Alt+Q", icon="check", flat=True)
        all_content.clicked.connect(self._all_content)
        words = (
            translate("CompletionForm", "Quality"),
            translate("CompletionForm", "Manner"),
            translate("CompletionForm", "Timeliness"),
        )
        names = dict(zip(_RATED, words, strict=True))
        made = {name: Choices([(each, label(each)) for each in _RATINGS], optional=True) for name in names}
        self.quality, self.manner, self.timeliness = made["quality"], made["manner"], made["timeliness"]
        ratings = Flow(gap=look.GAP)
        for name, field in made.items():
            ratings.addWidget(self.add_field(FieldRow(names[name], field), name, lay_out=False))
        ratings.addWidget(all_content)
        body.addLayout(ratings)

    def _add_checks(self, body: Column) -> None:
        """The check list of the category, where it has one."""
        steps = [each.words for each in self._order.checks]
        self.checks = Ticks([(each, each) for each in steps])
        row = FieldRow(translate("CompletionForm", "Steps"), self.checks)
        body.addWidget(self.add_field(row, "checks_done", lay_out=False))
        everything = Button(translate("CompletionForm", "All steps"), icon="check", flat=True)
        everything.clicked.connect(lambda: self.checks.put(steps))
        body.addWidget(everything, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in (row, everything):
            widget.setVisible(bool(steps))

    def _add_facts(self, body: Column) -> None:
        """Warranty and third party, as the slip went out with them."""
        today = self._bridge.local(self._bridge.now()).date()
        known = self._bridge.ask(slip_facts.warranty_page, self._order.case.id, self._bridge.books, today)
        self.facts = SlipFactsRows(known, self._order.more, issued=True)
        for name, row in self.facts.fields.items():
            self.add_field(row, name, lay_out=False)
        body.addWidget(self.facts)

    def _all_content(self) -> None:
        for field in (self.quality, self.manner, self.timeliness):
            field.set_value(Rating.CONTENT)

    def _put_as_told(self) -> None:
        """Materials and labour as the price list gave them; what is typed already stays (R-WO-08)."""
        materials, labour = as_done(self._order.case.quotes)
        told = [
            {
                "name": each.name,
                "spec": each.spec,
                "unit": each.unit,
                "quantity": f"{each.quantity.normalize():f}",
                "price": show_yuan(each.unit_price),
                "by_owner": False,
                "fit": None,
            }
            for each in materials
        ]
        typed = self.materials.typed()["lines"]
        self.materials.put({"lines": [*typed, *(each for each in told if each not in typed)]})
        if not self.labour.text().strip():
            self.labour.setText(show_yuan(labour))
        self.labour.setFocus()

    def _labour(self) -> Decimal | None:
        written = self.labour.text().strip()
        if not written:
            return None
        try:
            return parse_yuan(written)
        except UserError as error:
            raise UserError(error.text, field="labour", **error.values) from error

    def _comes_to_nothing(self) -> bool:
        """Whether the job is to be paid for, and no sum stands in the form (R-WO-08)."""
        return self._order.case.charge is Charge.CHARGEABLE and not self._total

    def _count(self) -> None:
        """Says the sum in figures and capitals, and how it stands against the price that was told (R-WO-07)."""
        try:
            labour = self._labour() or Decimal("0.00")
        except UserError:
            labour = Decimal("0.00")
        self._total = total = self.materials.total() + labour
        self.fields["labour"].set_problem("")
        self.owners.show_lines(self.materials.lines)
        words = translate("CompletionForm", "Total {sum}")
        self.sums.setText(words.format(sum=total_words(total, self._order.case.charge)))
        quoted = self._order.case.quoted
        self.against_price.setVisible(quoted is not None or self._comes_to_nothing())
        if self._comes_to_nothing():
            self.against_price.setText(
                translate("CompletionForm", "The job is to be paid for, but comes to nothing: is the labour missing?")
            )
            self.against_price.set_role(Colour.SOON)
        elif quoted is not None:
            told = translate("CompletionForm", "The client was told {price}.").format(
                price=show_yuan(quoted, sign=True)
            )
            more = translate("CompletionForm", "This is {difference} more: has the client agreed?")
            over = total - quoted
            beyond = more.format(difference=show_yuan(over, sign=True)) if over > 0 else ""
            self.against_price.setText(" ".join(part for part in (told, beyond) if part))
            self.against_price.set_role(Colour.SOON if over > 0 else Colour.SECOND)

    @staticmethod
    def _above(words: str, field: QWidget) -> FieldRow:
        return FieldRow(words, field, above=True)
