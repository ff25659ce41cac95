# SPDX-License-Identifier: Apache-2.0
"""The preview: the pages as they will come out, what does not fit said above them, and where they can go."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, QSizeF, QStandardPaths, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from complaintdesk.errors import Told
from complaintdesk.labels import translate, words_of
from complaintdesk.printing.forms import Paper
from complaintdesk.printing.papers import PrintMode
from complaintdesk.printing.printer_profile import PrinterProfile
from complaintdesk.ui import look, printing, profiles, prompts, spooling
from complaintdesk.ui.buttons import Button, Choices, PrimaryButton
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.inputs import FilterBox
from complaintdesk.ui.look import Colour, Tone
from complaintdesk.ui.paper_pages import POINTS, PaperPages
from complaintdesk.ui.scrolling import ScrollArea
from complaintdesk.ui.waiting import done_elsewhere
from complaintdesk.ui.words import Banner, ElidedText, Note, Row

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

_GAP = 16  # px between pages
_ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
_FRAME = QSize(16, 48)  # px that the system puts around a window, title bar and all
_SCREEN = 96.0  # dpi at 100 %


class PagesView(QWidget):
    """Pages one under another, drawn when they come into view."""

    def __init__(self, paper: Paper) -> None:
        super().__init__()
        self._drawn: dict[int, QImage] = {}
        self._zoom = 1.0
        self._pages: PaperPages | None = None
        self.set_paper(paper)
        self.setAccessibleName(translate("PreviewDialog", "Pages"))

    def set_paper(self, paper: Paper) -> None:
        """Shows another paper."""
        self.release()
        self._pages = PaperPages(paper.pdf)
        self.set_zoom(self._zoom)

    def release(self) -> None:
        """Lets go of the paper; nothing is drawn any more."""
        if self._pages is not None:
            self._pages.close()
            self._pages = None

    def set_zoom(self, zoom: float) -> None:
        """Shows the pages at this size, 1.0 being their own."""
        self._zoom = zoom
        self._drawn.clear()
        self.setFixedSize(self.sizeHint())
        self.update()

    def zoom(self) -> float:
        """The size at which the pages are shown."""
        return self._zoom

    def fitting(self, width: int) -> float:
        """The zoom at which the widest page is as wide as `width` px."""
        widest = max((size.width() for size in self._sizes()), default=0.0)
        return max((width - 2 * _GAP) / (widest * _SCREEN / POINTS), 0.2) if widest else self._zoom

    def page_at(self, number: int) -> QRect:
        """Where a page stands."""
        top = _GAP
        for at in range(number):
            top += self._size(at).height() + _GAP
        size = self._size(number)
        return QRect(max((self.width() - size.width()) // 2, _GAP), top, size.width(), size.height())

    def count(self) -> int:
        """How many pages there are."""
        return len(self._pages) if self._pages is not None else 0

    def sizeHint(self) -> QSize:
        sizes = [self._size(at) for at in range(self.count())]
        width = max((size.width() for size in sizes), default=0) + 2 * _GAP
        return QSize(width, sum(size.height() + _GAP for size in sizes) + _GAP)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for number in range(self.count()):
            box = self.page_at(number)
            if box.intersects(event.rect()):
                painter.drawImage(box.topLeft(), self._picture(number))
                painter.setPen(look.colour(Colour.LINE))
                painter.drawRect(box.adjusted(-1, -1, 0, 0))
        painter.end()

    def _picture(self, number: int) -> QImage:
        assert self._pages is not None
        if number not in self._drawn:
            picture = self._pages.picture(number, _SCREEN * self._zoom * self.devicePixelRatioF())
            picture.setDevicePixelRatio(self.devicePixelRatioF())
            self._drawn[number] = picture
        return self._drawn[number]

    def _sizes(self) -> list[QSizeF]:
        return [] if self._pages is None else [self._pages.size(at) for at in range(len(self._pages))]

    def _size(self, number: int) -> QSize:
        size = self._sizes()[number] * (self._zoom * _SCREEN / POINTS)
        return QSize(ceil(size.width()), ceil(size.height()))


class _PagesArea(ScrollArea):
    """Scrolls the pages; Ctrl and the wheel change their size."""

    zoomed = Signal(int)  # steps up or down
    resized = Signal()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoomed.emit(1 if event.angleDelta().y() > 0 else -1)
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


class PreviewDialog(Dialog):
    """Shows a job's pages; prints them or saves them as PDF, and then says so in `said`."""

    help_page = "printer"

    def __init__(
        self, parent: QWidget, job: printing.PrintJob, paper: Paper, printer: printing.Prepared | None = None
    ) -> None:
        """`printer` is what the paper was laid out for: that of its form unless given."""
        title = translate("PreviewDialog", "Print {title}").format(title=job.title)
        super().__init__(parent, title, width=900)
        printer = printer or printing.prepared(job)
        self.said = ""
        self.profile = printer.profile
        self._job = job
        self._fit = True
        self.shortfalls = Banner()
        self.box.addWidget(self.shortfalls)
        self.view = PagesView(paper)
        self.area = _PagesArea()
        self.area.setWidget(self.view)
        self.area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.area.setAccessibleName(translate("PreviewDialog", "Pages"))
        self._build_line(paper)
        self.box.addWidget(self.area, 1)
        self._build_target(printer.problem)
        self._tell(paper)
        self.area.zoomed.connect(self._step)
        self.area.resized.connect(self._fit_width)
        window = parent.window()
        room = window.size().boundedTo(window.screen().availableSize() - _FRAME)
        self.resize(min(1060, room.width()), min(860, room.height()))

    def done(self, result: int) -> None:
        """Closes the window and lets go of the paper."""
        self.view.release()
        super().done(result)

    def print_it(self) -> None:
        """Sends the pages to the printer chosen; closes when that has gone well."""
        self._bring_out(lambda: printing.print_now(self, self._job, self.profile))

    def set_printer(self) -> None:
        """Asks for the printer, the paper and the rest of this form, and shows the pages as they come out by that."""
        from complaintdesk.ui.printer_dialog import PrinterDialog

        settings = self._job.bridge.settings
        dialog = PrinterDialog(self, settings, self._job.printed, self._job.bridge.office.record.name, self.profile)
        chosen = dialog.profile if prompts.show_dialog(dialog) else None
        dialog.deleteLater()
        if chosen is not None:
            self._lay_out(chosen)
            self.printer.set_value(self.profile.queue or None)

    def save_pdf(self) -> None:
        """Saves the pages where the person says; closes when that has gone well."""
        places = self._job.bridge.settings.now.places
        usual = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = Path(places.get("pdf_folder", "") or usual)
        path = prompts.save_file(
            self,
            translate("PreviewDialog", "Save as PDF"),
            proposed=folder / f"{self._job.file_name}.pdf",
            kinds="PDF (*.pdf)",
        )
        if path is None:
            return

        def save() -> str:
            said = self._job.to_pdf(path, self.profile)
            self._job.bridge.settings.remember(pdf_folder=str(path.parent))
            return said

        self._bring_out(save)

    def show_part(self, part: int) -> None:
        """Scrolls to the first page of a part (联)."""
        page = part * self.view.count() // max(len(self._parts), 1)
        self.area.verticalScrollBar().setValue(self.view.page_at(page).top() - _GAP)

    def _build_line(self, paper: Paper) -> None:
        self._parts = self._job.printed.parts
        line = Row()
        self.parts = Choices(list(enumerate(self._parts)), name=translate("PreviewDialog", "Part"))
        self.pages = Note()
        if len(self._parts) > 1:
            self.parts.set_value(0)
        self.parts.changed.connect(self.show_part)
        line.addWidget(self.parts)
        line.addWidget(self.pages)
        line.addStretch(1)
        smaller = Button("", icon="minus", also=("Ctrl+-",), name=translate("PreviewDialog", "Smaller"))
        larger = Button("", icon="plus", also=("Ctrl++", "Ctrl+="), name=translate("PreviewDialog", "Larger"))
        fit = Button(translate("PreviewDialog", "Fit width"), also=("Ctrl+0",))
        smaller.clicked.connect(lambda: self._step(-1))
        larger.clicked.connect(lambda: self._step(1))
        fit.clicked.connect(self._fit_again)
        self.percent = Note()
        self.percent.setFixedWidth(self.percent.fontMetrics().horizontalAdvance("000%") + 4)  # so that no button moves
        for part in (smaller, self.percent, larger, fit):
            line.addWidget(part)
        self.box.addLayout(line)

    def _build_target(self, problem: str) -> None:
        names = spooling.printers()
        self.printer = FilterBox(name=translate("PreviewDialog", "Printer"))
        self.printer.setMinimumWidth(200)
        self.printer.set_choices((name, name) for name in names)
        self.how = ElidedText("")
        tip = translate("PreviewDialog", "Printer of this form…")
        self.set_button = Button(translate("PreviewDialog", "Set up…"), "Ctrl+R", icon="settings", tip=tip)
        self.set_button.clicked.connect(self.set_printer)
        self.print_button = PrimaryButton(translate("PreviewDialog", "Print"), "Ctrl+P", icon="printer")
        self.print_button.clicked.connect(self.print_it)
        self.pdf_button = Button(translate("PreviewDialog", "Save as PDF…"), "Ctrl+S", icon="download")
        self.pdf_button.clicked.connect(self.save_pdf)
        close = Button(translate("PreviewDialog", "Close"), "Esc")
        close.clicked.connect(self.reject)
        self._outer.addWidget(self.how)
        line = Row(self.printer, self.set_button)
        line.addStretch(1)
        for button in (self.print_button, self.pdf_button, close):
            line.addWidget(button)
        self._outer.addLayout(line)
        if problem:
            self.banner.say(problem, Tone.LATE)
        if names:
            self.printer.set_value(self.profile.queue if self.profile.queue in names else names[0])
            self._take_printer(self.printer.value)
            self.print_button.setFocus()
        else:
            self.printer.hide()
            self.print_button.setEnabled(False)
            self.pdf_button.setFocus()
            words = translate(
                "PreviewDialog", "No printer is installed on this machine. Save a PDF and print it from another one."
            )
            self.banner.say(words, Tone.SOON)
        self.printer.changed.connect(self._take_printer)

    def _take_printer(self, name: object) -> None:
        if name and name != self.profile.queue:
            self.profile = profiles.moved_to(self._job.bridge.settings, self.profile, str(name))
        self.print_button.setEnabled(bool(name))
        self._tell_printer()

    def _tell_printer(self) -> None:
        self.how.set_words(self._job.printed.words(self.profile))
        sheet = self.profile.sheet or self._job.printed.paper
        if warning := spooling.paper_warning(self.profile.queue, sheet):
            self.banner.say(warning, Tone.SOON)

    def _lay_out(self, profile: PrinterProfile) -> None:
        """Shows the pages as they come out by another profile."""
        try:
            paper = done_elsewhere(lambda: self._job.preview(profile))
        except Told as problem:
            self.banner.say(words_of(problem), Tone.LATE)
            return
        self.banner.clear()
        self.profile = profile
        self.view.set_paper(paper)
        self._fit_width()
        self._tell(paper)
        self._tell_printer()

    def _tell(self, paper: Paper) -> None:
        """Says what does not fit, and offers the parts where each has pages of its own."""
        in_parts = len(self._parts) > 1 and self.profile.mode is PrintMode.PARTS
        self.parts.setVisible(in_parts)
        self.pages.setVisible(not in_parts)
        self.pages.setText(translate("PreviewDialog", "Pages: {count}").format(count=paper.pages))
        if paper.shortfalls:
            self.shortfalls.say("\n".join(each.words() for each in paper.shortfalls), Tone.SOON)
        else:
            self.shortfalls.clear()

    def _bring_out(self, bring_out: Callable[[], str | None]) -> None:
        try:
            self.said = bring_out() or ""
        except Told as problem:
            said = [words_of(problem)]
            try:
                self.view.set_paper(self._job.preview(self.profile))
            except Told as again:
                said.append(words_of(again))
            self.banner.say("\n".join(dict.fromkeys(said)), Tone.LATE)
        else:
            if self.said:
                self.accept()

    def _step(self, steps: int) -> None:
        self._fit = False
        now = self.view.zoom()
        larger = [zoom for zoom in _ZOOMS if zoom > now + 0.01]
        smaller = [zoom for zoom in _ZOOMS if zoom < now - 0.01]
        wanted = (larger[:1] if steps > 0 else smaller[-1:]) or [now]
        self._set_zoom(wanted[0])

    def _fit_again(self) -> None:
        self._fit = True
        self._fit_width()

    def _fit_width(self) -> None:
        if self._fit:
            bar = self.area.verticalScrollBar().sizeHint().width()
            width = self.area.width() - bar - 2
            QTimer.singleShot(0, self, lambda: self._set_zoom(self.view.fitting(width)))

    def _set_zoom(self, zoom: float) -> None:
        if abs(zoom - self.view.zoom()) > 0.001:
            self.view.set_zoom(zoom)
        self.percent.setText(f"{zoom:.0%}")
