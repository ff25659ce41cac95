# SPDX-License-Identifier: Apache-2.0
"""Writes resources/app.ico, the icon of the program and its installer for Windows, from resources/app.svg.

Run it again after the drawing has changed: python .ci/app_icon.py
"""

from __future__ import annotations

import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
SIZES = (16, 20, 24, 32, 40, 48, 64, 256)  # px, as Windows asks for them at its usual scales
_BITMAP = 40  # bytes of a bitmap's head
_HEAD, _ENTRY = struct.Struct("<HHH"), struct.Struct("<BBBBHHII")


def drawn(size: int) -> QImage:
    """The drawing at this size."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(RESOURCES / "app.svg")).render(painter)
    painter.end()
    return image


def saved(image: QImage, kind: str) -> bytes:
    """The picture as a file of this kind."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, kind):  # type: ignore[call-overload]  # it wants text, whatever its stub says
        raise OSError(f"Qt can't write {kind} here")
    return bytes(buffer.data().data())


def icon_file() -> bytes:
    """All sizes in one file: the largest as PNG, the others as bitmaps, which older tools want; Qt writes but one."""
    pictures = []
    for size in SIZES:
        if size == 256:
            pictures.append((0, saved(drawn(size), "PNG")))  # 0 stands for 256
            continue
        alone = saved(drawn(size), "ICO")
        *_, length, start = _ENTRY.unpack_from(alone, _HEAD.size)
        colours = _BITMAP + size * size * 4
        # Behind them stands a mask for screens without transparency; Qt leaves it as memory was.
        pictures.append((size, alone[start : start + colours] + bytes(length - colours)))
    at = _HEAD.size + _ENTRY.size * len(pictures)
    head = _HEAD.pack(0, 1, len(pictures))
    for size, data in pictures:
        head += _ENTRY.pack(size, size, 0, 0, 1, 32, len(data), at)
        at += len(data)
    return head + b"".join(data for _size, data in pictures)


if __name__ == "__main__":
    (RESOURCES / "app.ico").write_bytes(icon_file())
