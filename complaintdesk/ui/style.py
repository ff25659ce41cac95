# SPDX-License-Identifier: Apache-2.0
"""Fusion with our own boxes, ticks, arrows, buttons, scroll bars and focus rings, all drawn in the look's roles."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import (
    QCheckBox,
    QListView,
    QPlainTextEdit,
    QProxyStyle,
    QPushButton,
    QStyle,
    QStyleOption,
    QStyleOptionButton,
    QStyleOptionComplex,
    QStyleOptionSlider,
    QWidget,
)

from complaintdesk.ui import icons, look
from complaintdesk.ui.look import Colour

PROBLEM = "problem"  # a widget's property: true while what is in it can't be taken
BARE = "bare"  # a line edit's property: inside another box, which draws the frame
_TICK = 18
_State = QStyle.StateFlag
_METRICS = {
    QStyle.PixelMetric.PM_IndicatorWidth: _TICK,
    QStyle.PixelMetric.PM_IndicatorHeight: _TICK,
    QStyle.PixelMetric.PM_ScrollBarExtent: 12,
    QStyle.PixelMetric.PM_CheckBoxLabelSpacing: 8,
}


class DeskStyle(QProxyStyle):
    """The style of the whole program; set once, before the first window."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        ours = _METRICS.get(metric)
        return super().pixelMetric(metric, option, widget) if ours is None else ours

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        kind = QStyle.PrimitiveElement
        line = element == kind.PE_PanelLineEdit and widget is not None and widget.property(BARE) is None
        framed = element == kind.PE_Frame and isinstance(widget, QPlainTextEdit | QListView)
        if widget is not None and (line or framed):
            draw_box(painter, option.rect, option.state, problem=is_problem(widget))
        elif element in (kind.PE_FrameLineEdit, kind.PE_PanelLineEdit):
            return
        elif element in (kind.PE_IndicatorCheckBox, kind.PE_IndicatorItemViewItemCheck):
            draw_tick(painter, option.rect, option.state)
        elif element == kind.PE_FrameFocusRect:
            if not isinstance(widget, QCheckBox) or widget.text():  # a tick without words shows it by itself
                draw_ring(painter, QRectF(option.rect))
        else:
            super().drawPrimitive(element, option, painter, widget)

    def drawControl(
        self, element: QStyle.ControlElement, option: QStyleOption, painter: QPainter, widget: QWidget | None = None
    ) -> None:
        if element == QStyle.ControlElement.CE_PushButton and isinstance(option, QStyleOptionButton):
            default = isinstance(widget, QPushButton) and widget.isDefault()
            draw_button(painter, option.rect, option.state, option.text, primary=default)
        else:
            super().drawControl(element, option, painter, widget)

    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if control == QStyle.ComplexControl.CC_ComboBox:
            draw_box(painter, option.rect, option.state, problem=widget is not None and is_problem(widget))
            arrow = QRectF(option.rect.right() - 25, option.rect.center().y() - 7, 16, 16)
            icons.draw(painter, "chevron-down", arrow, Colour.SECOND)
        elif control == QStyle.ComplexControl.CC_ScrollBar and isinstance(option, QStyleOptionSlider) and widget:
            part = QStyle.SubControl.SC_ScrollBarSlider
            draw_slider(painter, option, self.subControlRect(control, option, part, widget))
        else:
            super().drawComplexControl(control, option, painter, widget)


def is_problem(widget: QWidget) -> bool:
    """Whether what stands in the widget was refused."""
    return bool(widget.property(PROBLEM))


def set_problem(widget: QWidget, refused: bool) -> None:
    """Marks or clears what stands in the widget as refused."""
    widget.setProperty(PROBLEM, refused)
    widget.update()


def draw_box(painter: QPainter, rect: QRect, state: QStyle.StateFlag, *, problem: bool = False) -> None:
    """An input's ground and line: accent and two pixels wide with the focus, in the colour of lateness when refused."""
    focused = bool(state & _State.State_HasFocus)
    enabled = bool(state & _State.State_Enabled)
    edge = Colour.LATE if problem else Colour.ACCENT if focused else Colour.LINE
    rounded(painter, QRectF(rect), Colour.CARD if enabled else Colour.WINDOW, edge, 2.0 if focused else 1.0)


def rounded(painter: QPainter, rect: QRectF, ground: Colour | None, edge: Colour | None, width: float = 1.0) -> None:
    """A rounded rectangle whose line lies inside `rect`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen if edge is None else QPen(look.colour(edge), width))
    painter.setBrush(Qt.BrushStyle.NoBrush if ground is None else look.colour(ground))
    inset = 0.0 if edge is None else width / 2
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), look.RADIUS, look.RADIUS)
    painter.restore()


def draw_ring(painter: QPainter, rect: QRectF) -> None:
    """The mark of where the keyboard is."""
    rounded(painter, rect, None, Colour.ACCENT, 2.0)


def draw_tick(painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
    """A tick box that can be told from its ground in both schemes, ticked or not; light where the keyboard is."""
    on = bool(state & (_State.State_On | _State.State_NoChange))
    enabled = bool(state & _State.State_Enabled)
    focused = bool(state & _State.State_HasFocus)
    fill = Colour.ACCENT_GROUND if focused else Colour.ACCENT if enabled else Colour.SECOND
    box = QRectF(rect).adjusted(1, 1, -1, -1)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    edge = Colour.ACCENT if focused else fill if on else Colour.SECOND
    painter.setPen(QPen(look.colour(edge), 2.0 if focused else 1.5))
    painter.setBrush(look.colour(fill if on else Colour.CARD))
    painter.drawRoundedRect(box, 4, 4)
    if on:
        ink = Colour.ACCENT if focused else Colour.ON_ACCENT if enabled else Colour.CARD
        pen = QPen(look.colour(ink), 2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        left, top, side = box.left(), box.top(), box.width()
        marks = ((0.25, 0.52), (0.44, 0.71), (0.77, 0.32))
        painter.drawPolyline(QPolygonF([QPointF(left + x * side, top + y * side) for x, y in marks]))
    painter.restore()


def draw_slider(painter: QPainter, option: QStyleOptionSlider, rect: QRect) -> None:
    """A scroll bar without arrows or trough."""
    if option.maximum <= option.minimum:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    held = option.state & _State.State_Sunken
    painter.setBrush(look.colour(Colour.SECOND if held else Colour.LINE))
    painter.drawRoundedRect(QRectF(rect).adjusted(3, 3, -3, -3), 3, 3)
    painter.restore()


def draw_button(  # the parts of one picture
    painter: QPainter,
    rect: QRect,
    state: QStyle.StateFlag,
    text: str,
    *,
    key: str = "",
    icon: str = "",
    primary: bool = False,
    flat: bool = False,
    problem: bool = False,
) -> None:
    """A button with its icon, its words and its key; chosen when State_On, ringed with the focus."""
    enabled = bool(state & _State.State_Enabled)
    ink, ground, edge = _button_colours(state, primary=primary, flat=flat)
    rounded(painter, QRectF(rect), ground, Colour.LATE if problem else edge)
    if state & _State.State_HasFocus:
        # On an accent ground the ring is drawn inside, in the colour that is read on it.
        filled = ground in (Colour.ACCENT, Colour.ACCENT_PRESSED)
        box = QRectF(rect).adjusted(3, 3, -3, -3) if filled else QRectF(rect)
        rounded(painter, box, None, Colour.ON_ACCENT if filled else Colour.ACCENT, 1.5 if filled else 2.0)
    metrics = painter.fontMetrics()
    words, hint = metrics.horizontalAdvance(_shown(text)), metrics.horizontalAdvance(key)
    sign = 0 if not icon else 22 if text else 16
    left = rect.left() + (rect.width() - words - sign - (hint + 8 if key else 0)) / 2
    if icon:
        icons.draw(painter, icon, QRectF(left, rect.top() + (rect.height() - 16) / 2, 16, 16), ink)
        left += sign
    flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic)
    painter.setPen(look.colour(ink))
    painter.drawText(QRectF(left, rect.top(), words + 2, rect.height()), flags, text)
    if key:
        painter.setPen(look.colour(ink if primary and enabled else Colour.SECOND))
        painter.drawText(QRectF(left + words + 8, rect.top(), hint + 2, rect.height()), flags, key)


def _button_colours(
    state: QStyle.StateFlag, *, primary: bool, flat: bool
) -> tuple[Colour, Colour | None, Colour | None]:
    pressed, hovered = bool(state & _State.State_Sunken), bool(state & _State.State_MouseOver)
    if not state & _State.State_Enabled:
        return Colour.SECOND, None if flat else Colour.WINDOW, None if flat else Colour.LINE
    if primary:
        ground = Colour.ACCENT_PRESSED if pressed or hovered else Colour.ACCENT
        return Colour.ON_ACCENT, ground, ground
    if state & _State.State_On:
        return Colour.ACCENT, Colour.ACCENT_GROUND, Colour.ACCENT
    if flat:
        return Colour.INK, Colour.BAND if hovered else None, None
    if pressed:
        return Colour.INK, Colour.ACCENT_GROUND, Colour.LINE
    return Colour.INK, Colour.BAND if hovered else Colour.CARD, Colour.SECOND if hovered else Colour.LINE


def _shown(text: str) -> str:
    """The text without its mnemonic marks, as wide as it is drawn."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")
