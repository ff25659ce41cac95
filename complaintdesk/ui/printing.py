# SPDX-License-Identifier: Apache-2.0
"""Paper out of the window: written down before the spooler gets it, its outcome after (R-WO-03)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypedDict
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QWidget

from complaintdesk.desk import case_pages, follow_up_sheets, order_pages, prints
from complaintdesk.desk.prints import PrintStarted
from complaintdesk.desk.records import CaseRecord, OfficeRecord
from complaintdesk.desk.statistics import MonthFigures
from complaintdesk.errors import EnvironmentProblem, MissingFields, Told, UserError
from complaintdesk.labels import translate, words_of
from complaintdesk.printing.forms import Paper, render, render_register, render_slip
from complaintdesk.printing.papers import Placing
from complaintdesk.printing.printer_profile import PLAIN, PrinterProfile
from complaintdesk.safe_write import safe_write
from complaintdesk.ui import prompts
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.printed_form import PrintedForm, printed_form
from complaintdesk.ui.profiles import keep_profile, proposed_profile, ready_profile
from complaintdesk.ui.spooling import paper_warning, send
from complaintdesk.ui.waiting import done_elsewhere

_log = logging.getLogger(__name__)


class How(TypedDict):
    """How a paper is drawn: for its n-th copy, why there is another one, laid out for which printer."""

    copy_no: int
    reason: str
    placing: Placing


@dataclass(frozen=True)
class PrintJob:
    """One form to be printed: how it is drawn for its n-th copy, and how its print is written down."""

    bridge: Bridge
    title: str
    file_name: str  # proposed for a PDF, without suffix
    form: str
    draw: Callable[[How], Paper]
    start: Callable[[str, str], PrintStarted]  # where to, and why again
    next_copy: int
    asks_why: bool = False  # whether another copy needs a reason

    @property
    def printed(self) -> PrintedForm:
        """What comes out, as the office has it; its printer is kept under its id."""
        return printed_form(self.form or prints.REPORT, self.bridge.office.record.own_forms)

    def preview(self, profile: PrinterProfile = PLAIN) -> Paper:
        """The paper as it would come out now; nothing is written down."""
        return self.draw(How(copy_no=self.next_copy, reason="", placing=profile.placing))

    def to_printer(self, profile: PrinterProfile, laid_out: Paper | None = None, reason: str = "") -> str:
        """Prints it and says so; raises EnvironmentProblem, and then it counts as not printed.

        What was laid out for this just now is taken, unless the copy has another number or a reason meanwhile.
        """
        queue = profile.queue
        copy_no, unnoted = self._written_down(queue, lambda paper: send(paper, profile), profile, laid_out, reason)
        words = translate("Printing", "{title}: sent to {printer}.")
        if copy_no > 1:
            words = translate("Printing", "{title}: sent to {printer}, marked as reprint {count}.")
        said = [words.format(title=self.title, printer=queue, count=copy_no - 1) + unnoted]
        said.append(paper_warning(queue, profile.sheet or self.printed.paper))
        try:
            keep_profile(self.bridge.settings, self.printed.id, profile)
        except EnvironmentProblem as problem:  # the paper is out all the same
            said.append(words_of(problem))
        return "\n".join(filter(None, said))

    def to_pdf(self, path: Path, profile: PrinterProfile = PLAIN) -> str:
        """Saves what the next paper will be as a file, which is no print, and says so; raises EnvironmentProblem."""
        _copy_no, unnoted = self._written_down(prints.PDF, lambda paper: safe_write(path, paper.pdf), profile)
        return translate("Printing", "{title}: saved as {file}.").format(title=self.title, file=path.name) + unnoted

    def _written_down(
        self,
        target: str,
        bring_out: Callable[[Paper], object],
        profile: PrinterProfile,
        laid_out: Paper | None = None,
        reason: str = "",
    ) -> tuple[int, str]:
        """Which copy came out, and a line more where that could not be noted; then it counts as having come out."""
        started = self.start(target, reason)
        how = How(copy_no=started.copy_no, reason=reason, placing=profile.placing)
        drawn = False
        try:
            if laid_out is None or started.copy_no != self.next_copy or reason:
                laid_out = done_elsewhere(lambda: self.draw(how))
            drawn = True
            bring_out(laid_out)
        except BaseException as problem:
            if isinstance(problem, Told) or not drawn:  # of what else befalls it on its way some may have come out
                self.bridge.note(prints.fail, started.id)
            raise
        try:
            self.bridge.note(prints.confirm, started.id)
        except EnvironmentProblem as problem:
            _log.warning("a print's outcome stays unknown: %s", problem)
            return started.copy_no, "\n" + translate("Printing", "It came out, though the books can't say so yet.")
        return started.copy_no, ""


def print_slip(bridge: Bridge, order_id: int, parent: QWidget, *, preview: bool = False) -> str | None:
    """Prints a slip's four parts on the printer used last, or after a preview; what was done in words, None if nothing.

    The preview comes by itself where no printer is known yet, or where something does not fit on the paper.
    """
    return bring_out(lambda: slip_job(bridge, order_id), parent, preview)


def print_register(bridge: Bridge, from_on: date, to_on: date, parent: QWidget) -> str | None:
    """Previews the register of these days and prints it; what was done in words, None if nothing."""
    return bring_out(lambda: register_job(bridge, from_on, to_on), parent, preview=True)


def print_follow_up(bridge: Bridge, follow_up_id: int, parent: QWidget) -> str | None:
    """Previews a follow-up's sheet and prints it; what was done in words, None if nothing."""
    return bring_out(lambda: follow_up_job(bridge, follow_up_id), parent, preview=True)


def print_month(bridge: Bridge, figures: MonthFigures, parent: QWidget) -> str | None:
    """Previews the report of a month and prints it or saves it as PDF; what was done in words, None if nothing."""
    return bring_out(lambda: month_job(bridge, figures), parent, preview=True)


def month_job(bridge: Bridge, figures: MonthFigures) -> PrintJob:
    """The month's report of these figures."""
    month = f"{figures.month:%Y-%m}"

    def draw(how: How) -> Paper:
        from complaintdesk.printing.month_report import render_month

        return render_month(figures, copy_no=how["copy_no"], placing=how["placing"], **by_whom(bridge))

    title = translate("Printing", "Report {month}").format(month=month)
    return PrintJob(
        bridge=bridge,
        title=title,
        file_name=title.replace(" ", ""),
        form="",
        draw=draw,
        start=lambda target, _reason: bridge.do(prints.start_report, month, target),
        next_copy=1,
    )


def slip_job(bridge: Bridge, order_id: int) -> PrintJob:
    """A slip as it stands in the books now."""
    order = bridge.ask(order_pages.order_record, order_id, bridge.books)

    def draw(how: How) -> Paper:
        return render_slip(order, **how, **by_whom(bridge))

    suffix = f"-{order.prints + 1}" if order.prints else ""
    return PrintJob(
        bridge=bridge,
        title=order.number,
        file_name=order.number + suffix,
        form="work_order",
        draw=draw,
        start=lambda target, reason: bridge.do(prints.start_slip, order_id, target, reason),
        next_copy=order.prints + 1,
        asks_why=True,
    )


def register_job(bridge: Bridge, from_on: date, to_on: date) -> PrintJob:
    """The register of these days as it stands in the books now."""
    ids = bridge.ask(case_pages.cases_between, from_on, to_on)

    def read(session: Any) -> tuple[CaseRecord, ...]:
        return tuple(case_pages.case_records(session, ids, bridge.books))

    records = bridge.ask(read)
    covers = f"{from_on:%Y-%m-%d}" if from_on == to_on else f"{from_on:%Y-%m-%d} – {to_on:%Y-%m-%d}"

    def draw(how: How) -> Paper:
        return render_register(from_on, to_on, records, **how, **by_whom(bridge))

    return PrintJob(
        bridge=bridge,
        title=translate("Printing", "Register {days}").format(days=covers),
        file_name=translate("Printing", "Register {days}").format(days=covers).replace(" ", ""),
        form="register",
        draw=draw,
        start=lambda target, _reason: bridge.do(prints.start_register, covers, target, len(ids)),
        next_copy=1,
    )


def follow_up_job(bridge: Bridge, follow_up_id: int) -> PrintJob:
    """A follow-up's sheet (投诉回访记录表, 回访记录单) as it stands in the books now."""
    sheet = bridge.ask(follow_up_sheets.follow_up_sheet, follow_up_id, bridge.books)
    form = follow_up_sheets.form_of(sheet)
    title = f"{sheet.name} {sheet.sheet_number}"
    return PrintJob(
        bridge=bridge,
        title=title,
        file_name=title.replace(" ", "-"),
        form=form,
        draw=lambda how: render(form, sheet, **how, **by_whom(bridge)),
        start=lambda target, _reason: bridge.do(prints.start_follow_up, follow_up_id, target),
        next_copy=1,
    )


def bring_out(prepare: Callable[[], PrintJob], parent: QWidget, preview: bool) -> str | None:
    """Prints what is prepared, after a preview where one is asked for or needed; what was done, None if nothing."""
    from complaintdesk.ui.print_preview import PreviewDialog

    def laid_out() -> tuple[PrintJob, Prepared, Paper]:
        job = prepare()
        printer = prepared(job)
        return job, printer, job.preview(printer.profile)

    try:
        # A register may be long to read, and laying out takes long, the first time by far: the window paints meanwhile.
        job, printer, paper = done_elsewhere(laid_out)
        if not preview and printer.ready and not paper.shortfalls:
            return print_now(parent, job, printer.profile, paper)
    except Told as problem:
        prompts.tell_error(parent, problem)
        return None
    dialog = PreviewDialog(parent, job, paper, printer)
    prompts.show_dialog(dialog)
    dialog.deleteLater()
    return dialog.said or None


@dataclass(frozen=True)
class Prepared:
    """The printer that a paper is laid out for; whether it is used without asking; what is wrong with the one kept."""

    profile: PrinterProfile
    ready: bool
    problem: str = ""


def prepared(job: PrintJob) -> Prepared:
    """The printer that its form had last, or one that is proposed."""
    settings, form = job.bridge.settings, job.printed
    try:
        known = ready_profile(settings, form.id)
        if known is not None:
            form.on(known)
    except UserError as error:
        return Prepared(proposed_profile(settings, form), ready=False, problem=words_of(error))
    return Prepared(known or proposed_profile(settings, form), ready=known is not None)


def print_now(parent: QWidget, job: PrintJob, profile: PrinterProfile, laid_out: Paper | None = None) -> str | None:
    """Prints it, and asks why where it is a slip's further copy; what was done, None if nothing. Raises Told."""
    from complaintdesk.ui.reprint_reason import ask_why_again

    reason: str | None = ""
    if job.asks_why and job.next_copy > 1:
        reason = ask_why_again(parent, job.title, job.next_copy - 1)
    try:
        return None if reason is None else job.to_printer(profile, laid_out, reason)
    except MissingFields:  # another desk printed it since this was laid out
        reason = ask_why_again(parent, job.title)
        return None if reason is None else job.to_printer(profile, laid_out, reason)


class _ByWhom(TypedDict):
    office: OfficeRecord
    printed_by: str
    printed_at: datetime
    zone: ZoneInfo


def by_whom(bridge: Bridge) -> _ByWhom:
    """What every form says of its print: the office, who prints it, and when."""
    staff = bridge.staff
    assert staff is not None
    return {
        "office": bridge.office.record,
        "printed_by": staff.name,
        "printed_at": bridge.now(),
        "zone": bridge.office.zone,
    }
