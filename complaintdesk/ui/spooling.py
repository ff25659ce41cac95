# SPDX-License-Identifier: Apache-2.0
"""The machine's printers: what they are called, which papers and trays they have, and how pages get onto them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintEngine, QPrinter, QPrinterInfo

from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem
from complaintdesk.labels import translate
from complaintdesk.printing.forms import Paper
from complaintdesk.printing.papers import CONTINUOUS, SAME, STANDARD, PaperSize
from complaintdesk.printing.printer_profile import PrinterProfile
from complaintdesk.ui.paper_pages import POINTS, PaperPages

SHARPEST = 300  # dpi: more is not seen on a form, and costs time and memory by its square
NEEDLES = 180  # dpi of a dot-matrix printer
MM = POINTS / 25.4
_ASKED = 10.0  # s that a queue's list of trays may take
_CUPS_OPTIONS = QPrintEngine.PrintEnginePropertyKey(0xFE00)  # Qt's own for what a queue of CUPS is told besides


@dataclass(frozen=True)
class QueuePapers:
    """The papers that a queue says it has, and whether it takes any size besides."""

    sizes: tuple[PaperSize, ...]
    any_size: bool


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


def installed_papers(name: str) -> QueuePapers | None:
    """The papers of the printer of that name; None for one that is not there or tells none."""
    info = QPrinterInfo.printerInfo(name)
    if info.isNull() or not (known := info.supportedPageSizes()):
        return None
    sizes = [each.size(QPageSize.Unit.Millimeter) for each in known]
    # Windows says that it takes any size, and feeds blank sheets for one that its print server has no form of.
    any_size = info.supportsCustomPageSizes() and sys.platform != "win32"
    return QueuePapers(tuple(PaperSize(size.width(), size.height()) for size in sizes), any_size)


def installed_trays(name: str) -> tuple[tuple[str, str], ...]:
    """The trays of the printer of that name, as its own list calls them, and their words; none where it tells none."""
    if sys.platform == "win32":
        sources = installed_printer(name).printEngine().property(QPrintEngine.PrintEnginePropertyKey.PPK_PaperSources)
        known = {source.value: source.name for source in QPrinter.PaperSource}
        return tuple((str(source), known.get(source, str(source))) for source in sources or ())
    program = shutil.which("lpoptions")
    if program is None:
        return ()
    try:
        told = subprocess.run(
            [program, "-p", name, "-l"], capture_output=True, timeout=_ASKED, check=True, encoding="utf-8"
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise EnvironmentProblem(
            QT_TRANSLATE_NOOP("errors", "The trays of the printer “{printer}” can't be read."),
            QT_TRANSLATE_NOOP("errors", "It is used as it is set up; look whether it is switched on."),
            printer=name,
        ) from error
    lines = (line.partition(":") for line in told.stdout.splitlines())
    slots = next((choices for option, _, choices in lines if option.partition("/")[0] == "InputSlot"), "")
    return tuple((slot.lstrip("*"), slot.lstrip("*")) for slot in slots.split())


# The machine's printers; tests put printers of their own here.
printers: Callable[[], tuple[str, ...]] = installed_printers
open_printer: Callable[[str], QPrinter] = installed_printer
papers: Callable[[str], QueuePapers | None] = installed_papers
trays: Callable[[str], tuple[tuple[str, str], ...]] = installed_trays


def paper_warning(queue: str, sheet: PaperSize) -> str:
    """What is to be said where a printer has no such paper; '' where it has, or tells nothing of its papers."""
    told = papers(queue) if queue in printers() else None
    if told is None or told.any_size or any(size.same_sheet(_asked(sheet, size)) for size in told.sizes):
        return ""
    words = translate("Printing", "“{printer}” has no paper {paper}: it may come out cut off, or blank sheets with it.")
    if sys.platform == "win32":
        words += "\n" + translate(
            "Printing",
            "Make the form once in the properties of the print server (Devices and printers), then choose it for this "
            "printer.",
        )
    else:
        words += "\n" + translate("Printing", "Add the size where the printer is set up on this computer.")
    return words.format(printer=queue, paper=sheet_words(sheet))


def _asked(sheet: PaperSize, known: PaperSize) -> PaperSize:
    """The sheet to look for: of a roll any length will do."""
    return PaperSize(sheet.width, known.height) if sheet.roll else sheet


def sheet_words(sheet: PaperSize) -> str:
    """What people call a paper."""
    if sheet.roll:
        return translate("Printing", "roll of {width} mm").format(width=f"{sheet.width:g}")
    for name, sides in STANDARD.items():
        if (sheet.width, sheet.height) == sides:
            return name
        if (sheet.height, sheet.width) == sides:
            return translate("Printing", "{paper} landscape").format(paper=name)
    return f"{sheet.width:g} × {sheet.height:g} mm"


def _unheard(_pages: int) -> None:
    """Nobody is told."""


def send(
    paper: Paper,
    profile: PrinterProfile,
    gone: Callable[[int], None] = _unheard,
    drawn: Callable[[int], None] = _unheard,
) -> None:
    """Prints the pages in their own size on the whole sheet; raises EnvironmentProblem when the printer refuses.

    What comes from a roll is as long as it is: pages of different sizes go one print after the other, and after each
    `gone` is told how many pages went so far. `drawn` is told the same of those that are being sent.
    """
    pages = PaperPages(paper.pdf)
    try:
        for numbers in _of_one_size(pages):
            printer = open_printer(profile.queue)
            sets = _prepare(printer, profile, pages.size(numbers[0]))
            went = _draw(pages, numbers * sets, printer, drawn, two_tone=profile.dots)
            stopped = printer.printerState() in (QPrinter.PrinterState.Aborted, QPrinter.PrinterState.Error)
            if stopped or not went:
                raise _refusal(printer)
            gone(numbers[-1] + 1)
    finally:
        pages.close()


def _of_one_size(pages: PaperPages) -> Iterator[list[int]]:
    for _size, numbers in groupby(range(len(pages)), lambda at: pages.size(at).toTuple()):
        yield list(numbers)


def _prepare(printer: QPrinter, profile: PrinterProfile, size: QSizeF) -> int:
    """Tells the printer all that the profile says; how many sets are drawn, for one that makes no copies itself."""
    if profile.dots:
        printer.setResolution(NEEDLES)
    if profile.grey or profile.dots:
        printer.setColorMode(QPrinter.ColorMode.GrayScale)
    if profile.tray and sys.platform == "win32":
        engine = printer.printEngine()
        engine.setProperty(QPrintEngine.PrintEnginePropertyKey.PPK_PaperSource, int(profile.tray))
    elif profile.tray:
        printer.printEngine().setProperty(_CUPS_OPTIONS, ["InputSlot", profile.tray])
    set_up(printer, size)
    if not printer.supportsMultipleCopies():
        return profile.copies
    printer.setCopyCount(profile.copies)
    printer.setCollateCopies(True)
    return 1


def set_up(printer: QPrinter, size: QSizeF) -> None:
    """Tells the printer the paper (its size in points), and that the form brings its own margins."""
    layout = page_layout(size)
    printer.setFullPage(True)
    printer.setPageLayout(layout)
    printer.setDocName("complaintdesk")


def page_layout(size: QSizeF) -> QPageLayout:
    """A page of that size (points) as printers are told it: what is fed by holes or from a roll is never turned."""
    across, down = size.width() / MM, size.height() / MM
    lying = across > down
    if abs(across - CONTINUOUS) > SAME and any(_near((across, down), sides) for sides in STANDARD.values()):
        upright = QSizeF(min(size.width(), size.height()), max(size.width(), size.height()))
        known = QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    else:
        lying = False
        known = QPageSize(size, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    way = QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait
    layout = QPageLayout(known, way, QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout


def _near(sheet: tuple[float, float], sides: tuple[float, float]) -> bool:
    return PaperSize(*sheet).same_sheet(PaperSize(*sides))


def _draw(
    pages: PaperPages, numbers: list[int], printer: QPrinter, drawn: Callable[[int], None], *, two_tone: bool
) -> bool:
    """Whether the printer took all pages. A page is drawn dot for dot where it can be: scaled, thin rules would go."""
    dpi = min(printer.resolution(), SHARPEST)
    painter = QPainter()
    if not painter.begin(printer):
        return False
    sheet = QRectF(printer.pageLayout().fullRectPixels(printer.resolution()))
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not two_tone)
    went = True
    for at, number in enumerate(numbers):
        went = went and (at == 0 or printer.newPage())
        picture = pages.picture(number, dpi, two_tone=two_tone)
        if dpi == printer.resolution():
            painter.drawImage(sheet.topLeft(), picture)
        else:
            painter.drawImage(sheet, picture)
        drawn(number + 1)
    return painter.end() and went


def _refusal(printer: QPrinter) -> EnvironmentProblem:
    return EnvironmentProblem(
        QT_TRANSLATE_NOOP("errors", "“{printer}” did not take the print."),
        QT_TRANSLATE_NOOP("errors", "Look at its paper and cable and print again; it can be saved as PDF as well."),
        printer=printer.printerName() or printer.outputFileName(),
    )
