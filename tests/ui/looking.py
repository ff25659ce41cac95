# SPDX-License-Identifier: Apache-2.0
"""How windows look: a picture of each one that is walked (`--look`, `--pictures`), and the words that do not fit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollArea, QWidget

SLACK = 1  # px: a hint is rounded up


@dataclass(frozen=True)
class Look:
    """The language, scheme and size that windows are looked at in, and the folder for their pictures."""

    language: str = "en"
    scheme: str = "light"
    size: QSize = field(default_factory=lambda: QSize(1366, 768))
    folder: Path | None = None

    @classmethod
    def of(cls, words: str, folder: str) -> Look:
        """As `zh_CN,dark,1920x1080` says."""
        language, scheme, size = words.split(",")
        width, height = size.split("x")
        return cls(language, scheme, QSize(int(width), int(height)), Path(folder) if folder else None)


now = Look()


def take_picture(window: QWidget, test: str) -> None:
    """Adds a picture of the window to those of this look, named by the test that walks it."""
    if now.folder is None:
        return
    name = f"{now.language}-{now.scheme}-{now.size.width()}x{now.size.height()}"
    folder = now.folder / name
    folder.mkdir(parents=True, exist_ok=True)
    test = re.sub(r"\W+", "-", test.rpartition("::")[2]).strip("-")
    at = len(list(folder.glob(f"{test}-*.png")))
    window.grab().save(str(folder / f"{test}-{at:02}.png"))


def cut_words(window: QWidget) -> Iterator[str]:
    """The words of labels and buttons that are wider or higher than the room they have."""
    for part in window.findChildren(QWidget):
        if part.window() is window and part.isVisible() and _is_cut(part):
            assert isinstance(part, QLabel | QAbstractButton)
            yield f"does not fit: {type(part).__name__} {part.text()!r} in {part.width()}x{part.height()}"


def cut_pages(window: QWidget) -> Iterator[str]:
    """What is wider than the part of the window that it scrolls in, where nothing scrolls it sideways."""
    for area in window.findChildren(QScrollArea):
        page = area.widget()
        if page is None or area.window() is not window or not area.isVisible():
            continue
        fixed = area.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if fixed and page.width() > area.viewport().width():
            yield f"is cut at the right: {page.width()} px in {area.viewport().width()}, {area.accessibleName()}"


def _is_cut(part: QWidget) -> bool:
    if not isinstance(part, QLabel | QAbstractButton) or not part.text() or hasattr(part, "whole"):
        return False  # what shortens its words itself says them whole to who asks
    if isinstance(part, QLabel) and part.wordWrap():
        return part.heightForWidth(part.width()) > part.height() + SLACK
    if isinstance(part, QAbstractButton):  # its key and its icon stand there as well
        least = part.minimumSizeHint()
        return least.width() > part.width() + SLACK or least.height() > part.height() + SLACK
    plain = part.textFormat() is not Qt.TextFormat.RichText
    wanted = part.fontMetrics().size(0, part.text()).width() if plain else part.sizeHint().width()
    return wanted > part.contentsRect().width() + SLACK
