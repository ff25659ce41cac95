# SPDX-License-Identifier: Apache-2.0
"""Many papers of one form in one go: what is printed, how it is sent in chunks, and what came out of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from typing import Any

from complaintdesk.desk import case_pages, follow_up_sheets, order_pages, print_batches
from complaintdesk.desk.print_batches import BatchStarted
from complaintdesk.desk.rule_books import RuleBooks
from complaintdesk.errors import Told
from complaintdesk.fields import Record
from complaintdesk.printing.forms import Paper, render_batch
from complaintdesk.printing.printer_profile import PrinterProfile
from complaintdesk.printing.rows import Shortfall
from complaintdesk.ui.background import Cancelled, Progress
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.paper_printing import ACKNOWLEDGEMENT
from complaintdesk.ui.printed_form import PrintedForm, printed_form
from complaintdesk.ui.printing import by_whom
from complaintdesk.ui.spooling import send

CHUNK = 10  # papers sent to the printer at a time, between which one can stop


@dataclass(frozen=True)
class Batch:
    """Papers of one form: of which records, how they are read, and how their print is written down."""

    bridge: Bridge
    form: str
    ids: tuple[int, ...]
    records: Callable[[Any, Sequence[int], RuleBooks], Iterable[Record]]  # the query that reads a page of them
    start: Callable[[str, str], BatchStarted]  # where to, and why again
    before: int = 0  # how many of them were on paper before and need a reason
    form_of: Callable[[Any], str] | None = None  # of a record, where not all come on the same form

    @property
    def printed(self) -> PrintedForm:
        """What comes out, as the office has it; its printer is kept under its id."""
        return printed_form(self.form, self.bridge.office.record.own_forms)

    def read(self, page: Sequence[int]) -> list[Record]:
        """These of them as they stand in the books when their turn comes."""
        return self.bridge.ask(lambda session: list(self.records(session, page, self.bridge.books)))


@dataclass
class BatchRun:
    """A batch on its way: what was sent stays sent; the rest can be gone on with, or is settled as not printed."""

    batch: Batch
    profile: PrinterProfile
    reason: str
    started: BatchStarted | None = None
    sent: int = 0  # papers, from the first on
    shortfalls: dict[Shortfall, None] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """Whether all of them are sent."""
        return self.sent == len(self.batch.ids)

    def begin(self) -> None:
        """Writes down that they are being printed, all in one; raises UserError, EnvironmentProblem."""
        if self.started is None:
            self.started = self.batch.start(self.profile.queue, self.reason)

    def go_on(self, progress: Progress) -> None:
        """Sends what was not sent yet, in a worker; raises EnvironmentProblem, and Cancelled between two chunks."""
        assert self.started is not None
        total = len(self.batch.ids)

        def drawn(before: int, ends: Sequence[int], pages: int) -> None:
            with suppress(Cancelled):  # what is on its way to the printer goes there whole
                progress(before + bisect_right(ends, pages), total)

        while not self.whole:
            progress(self.sent, total)
            ids = self.batch.ids[self.sent : self.sent + CHUNK]
            copies = [each.copy_no for each in self.started.prints[self.sent : self.sent + CHUNK]]
            for form, group in groupby(zip(self.batch.read(ids), copies, strict=True), self._form):
                records = list(group)
                placing, whom = self.profile.placing, by_whom(self.batch.bridge)
                paper = render_batch(form, records, reason=self.reason, placing=placing, **whom)
                self.shortfalls |= dict.fromkeys(paper.shortfalls)
                before = self.sent
                try:
                    send(paper, self.profile, partial(self._gone, before, paper), partial(drawn, before, paper.ends))
                except Exception as problem:
                    if not isinstance(problem, Told):  # what a bug broke off on its way may have come out
                        self.sent = before + len(records)
                    raise

    def _gone(self, before: int, paper: Paper, pages: int) -> None:
        """Counts the papers of this chunk that are whole among the pages that went."""
        self.sent = before + bisect_right(paper.ends, pages)

    def _form(self, printed: tuple[Record, int]) -> str:
        return self.batch.form if self.batch.form_of is None else self.batch.form_of(printed[0])

    def settle(self) -> None:
        """Writes down which came out: the others are not counted as printed. Raises EnvironmentProblem."""
        if self.started is not None:
            came_out = [each.id for each in self.started.prints[: self.sent]]
            self.batch.bridge.note(print_batches.settle, self.started.id, came_out)


def slips(bridge: Bridge, ids: Sequence[int]) -> Batch:
    """These slips (维修单)."""
    wanted = tuple(dict.fromkeys(ids))
    return Batch(
        bridge=bridge,
        form="work_order",
        ids=wanted,
        records=order_pages.order_records,
        start=lambda target, reason: bridge.do(print_batches.start_slips, wanted, target, reason),
        before=bridge.ask(print_batches.printed_before, wanted),
    )


def follow_ups(bridge: Bridge, ids: Sequence[int]) -> Batch:
    """The sheets (投诉回访记录表, 回访记录单) of these follow-ups."""
    wanted = tuple(dict.fromkeys(ids))
    return Batch(
        bridge=bridge,
        form="follow_up",
        ids=wanted,
        records=follow_up_sheets.follow_up_sheets,
        start=lambda target, reason: bridge.do(print_batches.start_follow_ups, wanted, target, reason),
        form_of=follow_up_sheets.form_of,
    )


def acknowledgements(bridge: Bridge, ids: Sequence[int]) -> Batch:
    """The confirmations (受理确认函) of these cases; what has no number yet gets none."""
    named = bridge.ask(case_pages.numbered, tuple(dict.fromkeys(ids)))
    return Batch(
        bridge=bridge,
        form=ACKNOWLEDGEMENT,
        ids=tuple(case_id for case_id, _number in named),
        records=case_pages.case_records,
        start=lambda target, reason: bridge.do(print_batches.start_sheets, ACKNOWLEDGEMENT, named, target, reason),
    )
