# SPDX-License-Identifier: Apache-2.0
"""A chart on the screen: the drawing of the paper in the screen's colours, made in a worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from complaintdesk.errors import Told
from complaintdesk.labels import translate, words_of
from complaintdesk.ui import background, look
from complaintdesk.ui.look import Colour
from complaintdesk.ui.style import rounded

if TYPE_CHECKING:
    from complaintdesk.printing.charts import Chart

HEIGHT = 236  # px
_POINTS = 0.75  # points a px: the chart's words are as large as the tab's notes
_EDGE = 4  # px
_INSET = 17  # px: where the picture has its title


class ChartView(QWidget):
    """One chart, of which the title stands at once; drawn again when its size or the scheme changes."""

    def __init__(self, chart: Chart) -> None:
        super().__init__()
        self.chart = chart
        self.picture: QImage | None = None
        self._job: background.Job | None = None
        self._stale = False  # it changed while it was being drawn
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._draw)
        self.setFixedHeight(HEIGHT)
        self.setMinimumWidth(280)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(chart.words())
        self.setToolTip(look.tip(chart.words()))

    def sizeHint(self) -> QSize:
        return QSize(420, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._soon.start()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._soon.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        rounded(painter, QRectF(self.rect()), Colour.CARD, Colour.LINE)
        if self.picture is not None:
            painter.drawImage(_EDGE, _EDGE, self.picture)
        else:
            self._paint_waiting(painter)
        painter.end()

    def _paint_waiting(self, painter: QPainter) -> None:
        """The title where the picture will have it, and that it is on its way."""
        box = self.rect().adjusted(_INSET, _INSET, -_INSET, -_INSET)
        painter.setFont(look.font(bold=True))
        painter.setPen(look.colour(Colour.INK))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop), self.chart.title)
        painter.setFont(look.font(look.SIZE_SMALL))
        painter.setPen(look.colour(Colour.SECOND))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), translate("StatisticsTab", "Counting…"))

    def _draw(self) -> None:
        if not self.chart.series:
            return
        if self._job is not None:
            self._stale = True
            return
        self._stale = False
        room = self.size() - QSize(2 * _EDGE, 2 * _EDGE)
        ratio, chart = self.devicePixelRatioF(), self.chart
        ground, ink, second, line = (
            look.colour(role).name() for role in (Colour.CARD, Colour.INK, Colour.SECOND, Colour.LINE)
        )
        series = tuple(look.colour(role).name() for role in (Colour.ACCENT, Colour.SOON, Colour.SECOND))

        def work(_progress: background.Progress) -> QImage:
            from complaintdesk.printing.chart_drawing import Palette, as_pdf  # ReportLab takes its time to load
            from complaintdesk.printing.pages import page_images

            palette = Palette(ground, ink, second, line, (series[0], series[1], series[2]))
            pdf = as_pdf(chart, room.width() * _POINTS, room.height() * _POINTS, palette)
            drawn = page_images(pdf, 72 / _POINTS * ratio)[0]
            shown = QImage(drawn.rgb, drawn.width, drawn.height, drawn.width * 3, QImage.Format.Format_RGB888).copy()
            shown.setDevicePixelRatio(ratio)
            return shown

        self._job = background.run(self, work, self._show, self._fail)

    def _show(self, picture: QImage) -> None:
        self._job = None
        self.picture = picture
        self.update()
        if self._stale:
            self._draw()

    def _fail(self, problem: Told) -> None:
        self._job = None
        self.setToolTip(look.tip(words_of(problem)))
