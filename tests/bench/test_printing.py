# SPDX-License-Identifier: Apache-2.0
"""How long slips take to become paper, against Qt's own PDF writer drawing the same cells (speed.md §6)."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from complaintdesk import fields, paths
from complaintdesk.desk.records import OrderRecord
from complaintdesk.fields import PrintFacts
from complaintdesk.printing import form_files
from complaintdesk.printing.forms import render_batch, render_slip
from complaintdesk.printing.templates import Cell, CellKind, Form, GridRow, Part
from tests.printing.papers import OFFICE, PRINTED_AT, ZONE, a_case, a_finished_order

SLIPS = 1000
SINGLE = 30
MOST_IN_A_BATCH = 0.6  # of what Qt takes for a slip
MOST_ALONE = 1.0
DOTS = 300 / 25.4  # a millimetre
TROUBLES = (
    "厨房洗菜盆下水管漏水，已流到橱柜，楼下1402反映天花板有水印。业主下午三点后在家，上门前请先电话联系。",
    "卫生间灯不亮",
    "门禁对讲无声，访客按了没有反应，昨天修过一次又坏了",
    "电梯异响，运行到七楼附近有摩擦声",
)
BY: dict[str, Any] = {"office": OFFICE, "printed_by": "王敏", "printed_at": PRINTED_AT, "zone": ZONE}


def orders(count: int) -> list[OrderRecord]:
    """Slips of as many different calls."""
    return [
        a_finished_order(
            id=n,
            number=f"WX2026-{n:06d}",
            case=a_case(
                number=f"BX2026-{n:06d}",
                place=f"{n % 30 + 1}栋{n % 4 + 1}单元{n % 18 + 1}0{n % 4 + 1}",
                caller_name=f"{'张李王赵'[n % 4]}建国",
                caller_phone=f"138{n:08d}",
                content=TROUBLES[n % 4],
            ),
        )
        for n in range(1, count + 1)
    ]


class QtSlips:
    """The same form drawn by Qt: every rule, label, value and tick box of it on each part, by plain calls."""

    def __init__(self) -> None:
        families = [
            QFontDatabase.applicationFontFamilies(
                QFontDatabase.addApplicationFont(str(paths.shipped("resources", "fonts", f"NotoSansSC-{weight}.ttf")))
            )[0]
            for weight in ("Regular", "Bold")
        ]
        self.value, self.title, self.foot, self.label = (_font(families[0], size) for size in (10.5, 16, 7.5, 9))
        for font in (self.title, self.label):
            font.setBold(True)
        self.form = form_files.shipped("work_order")

    def written(self, slips: Sequence[OrderRecord]) -> bytes:
        """A PDF with four sheets for each slip."""
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        writer.setResolution(300)
        size = QPageSize(QSizeF(148, 210), QPageSize.Unit.Millimeter)
        writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Landscape, QMarginsF()))
        painter = QPainter(writer)
        first = True
        for slip in slips:
            facts = PrintFacts("王敏", PRINTED_AT)
            records: fields.Records = {"work_order": slip, "case": slip.case, "office": OFFICE, "print": facts}
            for part in self.form.parts:
                if not first:
                    writer.newPage()
                first = False
                self._sheet(painter, records, slip, part)
        painter.end()
        return bytes(data.data())

    def _sheet(self, painter: QPainter, records: fields.Records, slip: OrderRecord, part: Part) -> None:
        self._words(painter, self.title, (70, 12, 70, 9), self.form.title, Qt.AlignmentFlag.AlignHCenter)
        self._words(painter, self.value, (70, 6, 70, 6), OFFICE.name, Qt.AlignmentFlag.AlignHCenter)
        self._words(painter, self.label, (140, 16, 60, 6), f"№ {slip.number}", Qt.AlignmentFlag.AlignRight)
        self._words(painter, self.label, (10, 16, 60, 6), part.label, Qt.AlignmentFlag.AlignLeft)
        for bar in range(45):  # as many as the number's barcode has
            painter.fillRect(_millimetres(150 + bar, 7, 0.5, 7.5), Qt.GlobalColor.black)
        top = 24.0
        for cells, height, of in _lines(self.form, records, slip):
            left = 10.0
            for cell in cells:
                self._cell(painter, cell, (left, top, cell.span * 190 / 24, height), of, part)
                left += cell.span * 190 / 24
            top += height
        painter.setPen(QPen(QColor(0, 0, 0), 1.3 * 300 / 72))
        painter.drawRect(_millimetres(10, 24, 190, top - 24))
        for at, words in ((10, self.form.foot_left), (105, self.form.foot_right)):
            text = "　".join(fields.formatted(each, records, ZONE, "zh_CN") for each in words)
            self._words(painter, self.foot, (at, 139, 95, 6), text, Qt.AlignmentFlag.AlignLeft)

    def _cell(self, painter: QPainter, cell: Cell, at: tuple[float, ...], of: fields.Records, part: Part) -> None:
        left, top, width, height = at
        if cell.kind is CellKind.LABEL:
            painter.fillRect(_millimetres(*at), QColor(242, 242, 242))
        painter.setPen(QPen(QColor(0, 0, 0), 0.5 * 300 / 72))
        painter.drawRect(_millimetres(*at))
        if cell.kind is CellKind.TICKS:
            chosen = fields.term(cell.text.strip("{}"), of)
            for number, (term, words) in enumerate(cell.ticks):
                x = left + 1 + number * (width - 1) / len(cell.ticks)
                painter.drawRect(_millimetres(x, top + 2, 3, 3))
                if term == chosen:
                    painter.drawLine(_millimetres(x, top + 2, 3, 3).topLeft(), _millimetres(x, top + 2, 3, 3).center())
                self._words(painter, self.label, (x + 3.5, top, 15, height), words, Qt.AlignmentFlag.AlignLeft)
            return
        if not cell.shows_values:
            self._words(painter, self.label, at, cell.text, Qt.AlignmentFlag.AlignHCenter)
        elif not cell.names & part.hide:
            text = fields.formatted(cell.text, of, ZONE, "zh_CN")
            self._words(painter, self.value, (left + 1, top, width - 2, height), text, Qt.AlignmentFlag.AlignLeft)

    def _words(self, painter: QPainter, font: QFont, at: tuple[float, ...], text: str, align: Qt.AlignmentFlag) -> None:
        if text:
            painter.setFont(font)
            flags = align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(_millimetres(*at), int(flags), text)


def _lines(
    form: Form, records: fields.Records, slip: OrderRecord
) -> Iterator[tuple[Sequence[Cell], float, fields.Records]]:
    for row in form.rows:
        if isinstance(row, GridRow):
            if not row.only_with or fields.value(row.only_with, records):
                yield row.cells, row.height, records
            continue
        yield row.heads, row.height, records
        for item in slip.materials:
            yield row.cells, row.height, {**records, row.items: item}
        for _ in range(row.rows - len(slip.materials)):
            yield row.cells, row.height, {**records, row.items: None}


def _font(family: str, size: float) -> QFont:
    font = QFont(family)
    font.setPointSizeF(size)
    return font


def _millimetres(left: float, top: float, width: float, height: float) -> QRectF:
    return QRectF(left * DOTS, top * DOTS, width * DOTS, height * DOTS)


@pytest.fixture
def qt(qapp):
    """Qt's writer, which has set its faces once."""
    writer = QtSlips()
    writer.written(orders(1))
    render_slip(orders(1)[0], **BY)
    return writer


def told(what: str, ours: float, theirs: float) -> float:
    """The ratio, printed with both sides."""
    both = f"{ours * 1000:.2f} ms of CPU a slip, Qt's QPdfWriter {theirs * 1000:.2f} ms"
    sys.stderr.write(f"\n{what}: {both}, {ours / theirs:.2f} times\n")
    return ours / theirs


def test_a_batch_of_slips_takes_at_most_six_tenths_of_what_qt_takes(qt):
    slips = orders(SLIPS)
    start = time.process_time()
    ours = render_batch("work_order", [(slip, 1) for slip in slips], **BY)
    between = time.process_time()
    theirs = qt.written(slips)
    end = time.process_time()
    assert ours.pages == 4 * SLIPS
    assert theirs.startswith(b"%PDF")
    ratio = told(f"{SLIPS} slips in four parts", (between - start) / SLIPS, (end - between) / SLIPS)
    assert ratio <= MOST_IN_A_BATCH


def test_a_warm_slip_takes_no_longer_than_by_qt(qt):
    ours = theirs = 0.0
    for slip in orders(SINGLE):
        start = time.process_time()
        render_slip(slip, **BY)
        between = time.process_time()
        qt.written([slip])
        ours += between - start
        theirs += time.process_time() - between
    assert told("A slip in four parts", ours / SINGLE, theirs / SINGLE) <= MOST_ALONE
