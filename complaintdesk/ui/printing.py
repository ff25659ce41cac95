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

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from complaintdesk.desk import case_pages, follow_up_sheets, prints
from complaintdesk.desk.prints import PrintStarted
from complaintdesk.desk.records import CaseRecord, OfficeRecord
from complaintdesk.desk.statistics import MonthFigures
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem, Told
from complaintdesk.labels import translate, words_of
from complaintdesk.printing.forms import Mode, Paper, render, render_register, render_slip
from complaintdesk.safe_write import safe_write
from complaintdesk.settings import SettingsFile
from complaintdesk.ui import prompts
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.paper_pages import PaperPages
from complaintdesk.ui.waiting import done_elsewhere

_log = logging.getLogger(__name__)

SHARPEST = 300  # dpi: more is not seen on a form, and costs time and memory by its square
NEEDLES = 180  # dpi of a dot-matrix printer


@dataclass(frozen=True)
class PrinterChoice:
    """A printer, and whether it prints with needles on continuous paper."""

    name: str
    needles: bool = False


def installed_printers() -> tuple[str, ...]:
    """The names of the printers that this machine knows, its usual one first."""
    names = QPrinterInfo.availablePrinterNames()
    usual = QPrinterInfo.defaultPrinterName()
    return tuple(sorted(names, key=lambda name: (name != usual, name)))


def installed_printer(name: str) -> QPrinter:
    """The printer of that name; raises EnvironmentProblem when it is gone."""
    if name not in QPrinterInfo.availablePrinterNames():
        raise EnvironmentProblem(
            QT_TRANSLATE_NOOP("errors", "The printer “{printer}” is not there."),
            QT_TRANSLATE_NOOP("errors", "Switch it on, choose another printer, or save as PDF."),
            printer=name,
        )
    return QPrinter(QPrinterInfo.printerInfo(name), QPrinter.PrinterMode.HighResolution)


# The machine's printers; tests put a printer of their own here.
printers: Callable[[], tuple[str, ...]] = installed_printers
open_printer: Callable[[str], QPrinter] = installed_printer


@dataclass(frozen=True)
class PrintJob:
    """One form to be printed: how it is drawn for its n-th copy, and how its print is written down."""

    bridge: Bridge
    title: str
    file_name: str  # proposed for a PDF, without suffix
    form: str
    draw: Callable[[int], Paper]
    start: Callable[[str], PrintStarted]
    next_copy: int

    def preview(self) -> Paper:
        """The paper as it would come out now; nothing is written down."""
        return self.draw(self.next_copy)

    def to_printer(self, choice: PrinterChoice, laid_out: Paper | None = None) -> str:
        """Prints it and says so; raises EnvironmentProblem, and then it counts as not printed.

        What was laid out for this just now is taken, unless the copy has another number meanwhile.
        """

        def spool(paper: Paper) -> None:
            send(paper, open_printer(choice.name), needles=choice.needles)

        copy_no, unnoted = self._written_down(choice.name, spool, laid_out)
        words = translate("Printing", "{title}: sent to {printer}.")
        if copy_no > 1:
            words = translate("Printing", "{title}: sent to {printer}, marked as reprint {count}.")
        said = words.format(title=self.title, printer=choice.name, count=copy_no - 1) + unnoted
        try:
            remember_printer(self.bridge, choice)
        except EnvironmentProblem as problem:  # the paper is out all the same
            return f"{said}\n{words_of(problem)}"
        return said

    def to_pdf(self, path: Path) -> str:
        """Saves what the next paper will be as a file, which is no print, and says so; raises EnvironmentProblem."""
        _copy_no, unnoted = self._written_down(prints.PDF, lambda paper: safe_write(path, paper.pdf))
        return translate("Printing", "{title}: saved as {file}.").format(title=self.title, file=path.name) + unnoted

    def _written_down(
        self, target: str, bring_out: Callable[[Paper], object], laid_out: Paper | None = None
    ) -> tuple[int, str]:
        """Which copy came out, and a line more where that could not be noted; then it counts as having come out."""
        started = self.start(target)
        try:
            if laid_out is None or started.copy_no != self.next_copy:
                laid_out = done_elsewhere(lambda: self.draw(started.copy_no))
            bring_out(laid_out)
        except Told:
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


def print_blank_follow_up(bridge: Bridge, parent: QWidget) -> str | None:
    """Previews an empty sheet for a follow-up and prints it; what was done in words, None if nothing."""
    return bring_out(lambda: blank_follow_up_job(bridge), parent, preview=True)


def print_month(bridge: Bridge, figures: MonthFigures, parent: QWidget) -> str | None:
    """Previews the report of a month and prints it or saves it as PDF; what was done in words, None if nothing."""
    return bring_out(lambda: month_job(bridge, figures), parent, preview=True)


def month_job(bridge: Bridge, figures: MonthFigures) -> PrintJob:
    """The month's report of these figures."""
    month = f"{figures.month:%Y-%m}"

    def draw(copy_no: int) -> Paper:
        from complaintdesk.printing.month_report import render_month

        return render_month(figures, copy_no=copy_no, **by_whom(bridge))

    title = translate("Printing", "Report {month}").format(month=month)
    return PrintJob(
        bridge=bridge,
        title=title,
        file_name=title.replace(" ", ""),
        form="",
        draw=draw,
        start=lambda target: bridge.do(prints.start_report, month, target),
        next_copy=1,
    )


def slip_job(bridge: Bridge, order_id: int) -> PrintJob:
    """A slip as it stands in the books now."""
    order = bridge.ask(case_pages.order_record, order_id, bridge.books)

    def draw(copy_no: int) -> Paper:
        return render_slip(order, copy_no=copy_no, **by_whom(bridge))

    suffix = f"-{order.prints + 1}" if order.prints else ""
    return PrintJob(
        bridge=bridge,
        title=order.number,
        file_name=order.number + suffix,
        form="work_order",
        draw=draw,
        start=lambda target: bridge.do(prints.start_slip, order_id, target),
        next_copy=order.prints + 1,
    )


def register_job(bridge: Bridge, from_on: date, to_on: date) -> PrintJob:
    """The register of these days as it stands in the books now."""
    ids = bridge.ask(case_pages.cases_between, from_on, to_on)

    def read(session: Any) -> tuple[CaseRecord, ...]:
        return tuple(case_pages.case_records(session, ids, bridge.books))

    records = bridge.ask(read)
    covers = f"{from_on:%Y-%m-%d}" if from_on == to_on else f"{from_on:%Y-%m-%d} – {to_on:%Y-%m-%d}"

    def draw(copy_no: int) -> Paper:
        return render_register(from_on, to_on, records, copy_no=copy_no, **by_whom(bridge))

    return PrintJob(
        bridge=bridge,
        title=translate("Printing", "Register {days}").format(days=covers),
        file_name=translate("Printing", "Register {days}").format(days=covers).replace(" ", ""),
        form="register",
        draw=draw,
        start=lambda target: bridge.do(prints.start_register, covers, target, len(ids)),
        next_copy=1,
    )


def follow_up_job(bridge: Bridge, follow_up_id: int) -> PrintJob:
    """A follow-up's sheet (回访记录表) as it stands in the books now."""
    sheet = bridge.ask(follow_up_sheets.follow_up_sheet, follow_up_id, bridge.books)
    title = f"{sheet.name} {sheet.sheet_number}"
    return PrintJob(
        bridge=bridge,
        title=title,
        file_name=title.replace(" ", "-"),
        form="follow_up",
        draw=lambda copy_no: render("follow_up", sheet, copy_no=copy_no, **by_whom(bridge)),
        start=lambda target: bridge.do(prints.start_follow_up, follow_up_id, target),
        next_copy=1,
    )


def blank_follow_up_job(bridge: Bridge) -> PrintJob:
    """An empty sheet for a follow-up (回访记录表), to write on."""
    title = translate("Printing", "Blank follow-up sheet")
    return PrintJob(
        bridge=bridge,
        title=title,
        file_name=title.replace(" ", "-"),
        form="follow_up",
        draw=lambda _copy_no: render("follow_up", mode=Mode.BLANK, **by_whom(bridge)),
        start=lambda target: bridge.do(prints.start_blank_follow_up, target),
        next_copy=1,
    )


def send(paper: Paper, printer: QPrinter, *, needles: bool = False) -> None:
    """Prints the pages in their own size on the whole sheet; raises EnvironmentProblem when the printer refuses."""
    if needles:
        printer.setResolution(NEEDLES)
    pages = PaperPages(paper.pdf)
    try:
        set_up(printer, pages.size(0))
        went = _draw(pages, printer, needles=needles)
    finally:
        pages.close()
    stopped = printer.printerState() in (QPrinter.PrinterState.Aborted, QPrinter.PrinterState.Error)
    if stopped or not went:
        raise _refusal(printer)


def _draw(pages: PaperPages, printer: QPrinter, *, needles: bool) -> bool:
    """Whether the printer took all pages. A page is drawn dot for dot where it can be: scaled, thin rules would go."""
    dpi = min(printer.resolution(), SHARPEST)
    painter = QPainter()
    if not painter.begin(printer):
        return False
    sheet = QRectF(printer.pageLayout().fullRectPixels(printer.resolution()))
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not needles)
    went = True
    for number in range(len(pages)):
        went = went and (number == 0 or printer.newPage())
        picture = pages.picture(number, dpi, two_tone=needles)
        if dpi == printer.resolution():
            painter.drawImage(sheet.topLeft(), picture)
        else:
            painter.drawImage(sheet, picture)
    return painter.end() and went


def set_up(printer: QPrinter, size: QSizeF) -> None:
    """Tells the printer the paper (its size in points), and that the form brings its own margins."""
    upright = QSizeF(min(size.width(), size.height()), max(size.width(), size.height()))
    known = QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    lying = size.width() > size.height()
    way = QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait
    layout = QPageLayout(known, way, QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)
    layout.setMode(QPageLayout.Mode.FullPageMode)
    printer.setFullPage(True)
    printer.setPageLayout(layout)
    printer.setDocName("complaintdesk")


def remembered_printer(bridge: Bridge) -> PrinterChoice | None:
    """The printer used last at this desk, if it is still there."""
    places = bridge.settings.now.places
    name = places.get("printer", "")
    return PrinterChoice(name, name in needle_printers(bridge)) if name and name in printers() else None


def needle_printers(bridge: Bridge) -> tuple[str, ...]:
    """The printers that were said to print with needles."""
    return _needle_printers(bridge.settings)


def remember_printer(bridge: Bridge, choice: PrinterChoice) -> None:
    """Keeps the choice for the next print at this desk."""
    remember_choice(bridge.settings, choice)


def remember_choice(settings: SettingsFile, choice: PrinterChoice) -> None:
    """Keeps the choice for the next print at this machine; raises EnvironmentProblem when it can't be written."""
    others = [name for name in _needle_printers(settings) if name != choice.name]
    needles = "\n".join([*others, choice.name] if choice.needles else others)
    places = dict(settings.now.places) | {"printer": choice.name, "needle_printers": needles}
    if places != settings.now.places:
        settings.change(places=places)


def _needle_printers(settings: SettingsFile) -> tuple[str, ...]:
    return tuple(filter(None, settings.now.places.get("needle_printers", "").split("\n")))


def bring_out(prepare: Callable[[], PrintJob], parent: QWidget, preview: bool) -> str | None:
    """Prints what is prepared, after a preview where one is asked for or needed; what was done, None if nothing."""
    from complaintdesk.ui.print_preview import PreviewDialog

    def laid_out() -> tuple[PrintJob, Paper]:
        job = prepare()
        return job, job.preview()

    try:
        # A register may be long to read, and laying out takes long, the first time by far: the window paints meanwhile.
        job, paper = done_elsewhere(laid_out)
        printer = remembered_printer(job.bridge)
        if not preview and printer is not None and not paper.shortfalls:
            return job.to_printer(printer, paper)
    except Told as problem:
        prompts.tell_error(parent, problem)
        return None
    dialog = PreviewDialog(parent, job, paper)
    prompts.show_dialog(dialog)
    dialog.deleteLater()
    return dialog.said or None


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


def _refusal(printer: QPrinter) -> EnvironmentProblem:
    return EnvironmentProblem(
        QT_TRANSLATE_NOOP("errors", "“{printer}” did not take the print."),
        QT_TRANSLATE_NOOP("errors", "Look at its paper and cable and print again; it can be saved as PDF as well."),
        printer=printer.printerName() or printer.outputFileName(),
    )
