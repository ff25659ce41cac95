# SPDX-License-Identifier: Apache-2.0
"""Pictures and papers that callers bring along, as real files."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PySide6.QtGui import QColor, QImage, QPainter
from reportlab.pdfgen.canvas import Canvas


def a_picture(path: Path, width: int = 64, height: int = 48) -> Path:
    """A picture with a red upper left quarter, in the format of the path's ending."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.fillRect(0, 0, width // 2, height // 2, QColor("red"))
    painter.end()
    assert image.save(str(path))
    return path


def a_pdf(pages: int = 3) -> bytes:
    out = BytesIO()
    canvas = Canvas(out, pagesize=(200, 100))
    for number in range(pages):
        canvas.drawString(20, 50, f"page {number + 1}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()
