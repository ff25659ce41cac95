# SPDX-License-Identifier: Apache-2.0
"""Colours by role in light and dark, fonts and measures: the one file in which a colour is written out."""

from __future__ import annotations

import sys
from collections.abc import Callable
from enum import Enum, StrEnum

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from complaintdesk import paths

GRID = 8  # px: margins and gaps are multiples or halves of it
GAP = 12  # between cards
RADIUS = 6
ROW = 34  # a line of a table
BUTTON = 34
INPUT = 36
_TITLE_BAR = 40  # px that a window's title takes at most

SIZE_NOTE = 12
SIZE_SMALL = 13
SIZE = 14
SIZE_TITLE = 16
SIZE_WHO = 17


class Scheme(StrEnum):
    """What the desk may choose; SYSTEM follows the machine."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Colour(Enum):
    """What a colour is for: (light, dark)."""

    WINDOW = ("#F4F5F7", "#1B1D21")
    CARD = ("#FFFFFF", "#25282D")
    BAND = ("#FAFBFC", "#2A2D33")  # every other line of a table, and a button under the mouse
    INK = ("#1F2329", "#E6E8EB")
    SECOND = ("#646A73", "#9AA1AB")
    LINE = ("#DEE0E3", "#3A3F47")
    ACCENT = ("#1456C8", "#6EA1FF")
    ACCENT_GROUND = ("#E8F0FE", "#22324F")
    ACCENT_PRESSED = ("#0F459F", "#9CC0FF")
    ON_ACCENT = ("#FFFFFF", "#10131A")
    LATE = ("#B42318", "#FF8A80")
    LATE_GROUND = ("#FDECEA", "#472422")
    SOON = ("#9A5B00", "#FFC266")
    SOON_GROUND = ("#FFF3DC", "#45341A")
    GOOD = ("#17713F", "#7BD3A0")
    GOOD_GROUND = ("#E6F5EC", "#1E3B2B")


_GROUNDS = (Colour.WINDOW, Colour.CARD, Colour.BAND, Colour.ACCENT_GROUND)
# Every pair of ink and ground that the program draws text in; the test computes their contrast.
PAIRS: tuple[tuple[Colour, Colour], ...] = (
    *((ink, ground) for ground in _GROUNDS for ink in (Colour.INK, Colour.SECOND, Colour.ACCENT)),
    *((ink, ground) for ground in _GROUNDS for ink in (Colour.LATE, Colour.SOON, Colour.GOOD)),
    (Colour.ON_ACCENT, Colour.ACCENT),
    (Colour.ON_ACCENT, Colour.ACCENT_PRESSED),
    (Colour.LATE, Colour.LATE_GROUND),
    (Colour.SOON, Colour.SOON_GROUND),
    (Colour.GOOD, Colour.GOOD_GROUND),
    (Colour.INK, Colour.LATE_GROUND),
    (Colour.INK, Colour.SOON_GROUND),
    (Colour.INK, Colour.GOOD_GROUND),
    (Colour.SECOND, Colour.GOOD_GROUND),
)


class Tone(Enum):
    """What a message says before it is read: (ink, ground). Its words say it as well."""

    PLAIN = (Colour.INK, Colour.BAND)
    ACCENT = (Colour.ACCENT, Colour.ACCENT_GROUND)
    GOOD = (Colour.GOOD, Colour.GOOD_GROUND)
    SOON = (Colour.SOON, Colour.SOON_GROUND)
    LATE = (Colour.LATE, Colour.LATE_GROUND)


_dark = [False]


def colour(role: Colour) -> QColor:
    """The role's colour in the scheme on screen; ask when painting, never keep it."""
    return QColor(role.value[_dark[0]])


def is_dark() -> bool:
    """Whether the dark scheme is on screen."""
    return _dark[0]


def apply(app: QApplication, scheme: Scheme) -> None:
    """Puts the scheme on screen at once, in all windows. SYSTEM reads what the machine shows now."""
    from PySide6.QtCore import Qt

    _show(app, scheme, lambda: QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark)


def apply_first(app: QApplication, scheme: Scheme) -> None:
    """As `apply`, for the first picture: the machine is told by its palette, as its hints alone take 20 ms to load."""
    _show(app, scheme, lambda: app.palette().window().color().lightness() < 128)


def _show(app: QApplication, scheme: Scheme, machine_is_dark: Callable[[], bool]) -> None:
    _dark[0] = scheme is Scheme.DARK or (scheme is Scheme.SYSTEM and machine_is_dark())
    app.setPalette(palette())


def palette() -> QPalette:
    """Qt's palette for the scheme on screen, for all that is not painted by ourselves."""
    made = QPalette()
    shown = {
        QPalette.ColorRole.Window: Colour.WINDOW,
        QPalette.ColorRole.WindowText: Colour.INK,
        QPalette.ColorRole.Base: Colour.CARD,
        QPalette.ColorRole.AlternateBase: Colour.BAND,
        QPalette.ColorRole.Text: Colour.INK,
        QPalette.ColorRole.PlaceholderText: Colour.SECOND,
        QPalette.ColorRole.Button: Colour.CARD,
        QPalette.ColorRole.ButtonText: Colour.INK,
        QPalette.ColorRole.BrightText: Colour.ON_ACCENT,
        QPalette.ColorRole.Light: Colour.CARD,
        QPalette.ColorRole.Midlight: Colour.BAND,
        QPalette.ColorRole.Mid: Colour.LINE,
        QPalette.ColorRole.Dark: Colour.LINE,
        QPalette.ColorRole.Shadow: Colour.LINE,
        QPalette.ColorRole.Highlight: Colour.ACCENT_GROUND,
        QPalette.ColorRole.HighlightedText: Colour.INK,
        QPalette.ColorRole.Accent: Colour.ACCENT,
        QPalette.ColorRole.Link: Colour.ACCENT,
        QPalette.ColorRole.LinkVisited: Colour.ACCENT,
        QPalette.ColorRole.ToolTipBase: Colour.CARD,
        QPalette.ColorRole.ToolTipText: Colour.INK,
    }
    for role, meaning in shown.items():
        made.setColor(role, colour(meaning))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, colour(Colour.SECOND))
    return made


def load_font(weight: str) -> None:
    """Makes the shipped Noto Sans SC of this weight known to Qt; a bare machine has no Chinese face at all."""
    path = paths.shipped("resources", "fonts", f"NotoSansSC-{weight}.ttf")
    if QFontDatabase.addApplicationFont(str(path)) < 0:
        raise FileNotFoundError(path)


def screen_room(widget: QWidget) -> QSize:
    """How large a window may be without hiding behind the task bar or having its title bar cut, px."""
    return widget.screen().availableGeometry().size() - QSize(0, _TITLE_BAR)


def font(size: int = SIZE, bold: bool = False) -> QFont:
    """The program's face, `size` in device-independent pixels."""
    made = QFont(_families())
    made.setPixelSize(size)
    made.setBold(bold)
    made.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    return made


def _families() -> list[str]:
    if sys.platform == "win32" and QFontInfo(QFont("Microsoft YaHei UI")).family() == "Microsoft YaHei UI":
        return ["Microsoft YaHei UI", "Noto Sans SC"]
    return ["Noto Sans SC"]


def tip(text: str) -> str:
    """A tool tip that shows `text` as it is: Qt guesses mark-up in tips, and would follow it."""
    import html

    return f"<p style='white-space:pre-wrap'>{html.escape(text)}</p>" if text else ""


def contrast(first: str, second: str) -> float:
    """How far two colours stand apart, 1–21, as WCAG 2 computes it."""
    light, dark = sorted((_luminance(QColor(first)), _luminance(QColor(second))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(shade: QColor) -> float:
    red, green, blue = (
        float(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4)
        for c in (shade.redF(), shade.greenF(), shade.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
