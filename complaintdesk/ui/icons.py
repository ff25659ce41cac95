# SPDX-License-Identifier: Apache-2.0
"""The shipped line icons, drawn in any colour of the look."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from complaintdesk import paths
from complaintdesk.ui import look


def draw(painter: QPainter, name: str, box: QRectF, role: look.Colour) -> None:
    """Draws the icon `name` of resources/icons into `box` (square, px) in the role's colour of the scheme on screen."""
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(box.topLeft(), _pixmap(name, round(box.width()), look.colour(role).name(), ratio))


def icon(name: str, role: look.Colour) -> QIcon:
    """The icon for places where Qt wants one of its own kind, such as the window's."""
    made = QIcon()
    for size in (16, 32, 64):
        made.addPixmap(_pixmap(name, size, look.colour(role).name(), 1.0))
    return made


def app_icon() -> QIcon:
    """The program's own, for its windows and the tray; Windows shows the same for its file."""
    return QIcon(str(paths.shipped("resources", "app.ico")))


@lru_cache(maxsize=256)
def _pixmap(name: str, size: int, shade: str, ratio: float) -> QPixmap:
    text = paths.shipped("resources", "icons", f"{name}.svg").read_text("utf-8").replace("currentColor", shade)
    image = QPixmap(round(size * ratio), round(size * ratio))
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(text.encode())).render(painter)
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image
