# SPDX-License-Identifier: Apache-2.0
"""Buttons with their keys shown, rows of buttons of which one is chosen, and tick boxes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStyleOptionButton,
    QWidget,
)

from complaintdesk.ui import look
from complaintdesk.ui.flow import Flow
from complaintdesk.ui.look import Colour
from complaintdesk.ui.style import draw_button, is_problem, set_problem
from complaintdesk.ui.tab_order import keep_order

SAVES = ("F8", "Ctrl+S", "Ctrl+Enter")  # what saves a form or a dialog, the first drawn on its button
SAVE = ("Ctrl+Enter", "Ctrl+Return")  # in every form and dialog; Tab leaves a text
_IN_FORM = Qt.ShortcutContext.WidgetWithChildrenShortcut
_DIGIT = 10  # px, of the digit that chooses
_MARGIN, _TIGHT = 14, 7  # px before and after the words of a choice; where only the tight ones keep a row to one line


class Button(QPushButton):
    """A button; `key` is drawn on it and presses it in its window while it can be seen, `also` without being drawn.

    Enter passes by one that stands `aside`; Tab stops at it. The Ctrl+Enter of one that saves a `form` counts while the
    keyboard is in that form: of several side by side those of the one that leads have their keys and their colour.
    """

    primary = False

    def __init__(
        self,
        text: str,
        key: str = "",
        *,
        icon: str = "",
        also: Sequence[str] = (),
        flat: bool = False,
        tip: str = "",
        name: str = "",
        aside: bool = False,
        form: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._key, self._icon, self._flat = key, icon, flat
        self._leads = True
        self.aside = aside
        self._keys: list[QShortcut] = []
        sequences = [sequence for sequence in (key, *also) if sequence]
        # Qt's Enter is the number pad's alone; people mean either.
        sequences += [each.removesuffix("Enter") + "Return" for each in sequences if each.endswith("Enter")]
        for sequence in sequences:
            inside = form if sequence in SAVE else None
            pressed = QShortcut(QKeySequence(sequence), inside or self)
            pressed.setContext(_IN_FORM if inside else Qt.ShortcutContext.WindowShortcut)
            pressed.activated.connect(self.click)
            self._keys.append(pressed)
        self.setFont(look.font())
        self.setFixedHeight(look.BUTTON)
        self.setAutoDefault(False)
        wide = QSizePolicy.Policy.Minimum if self.primary else QSizePolicy.Policy.Fixed
        self.setSizePolicy(wide, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name or text)
        self.keys = " / ".join(part for part in (key, *also) if part)
        self.setToolTip(look.tip("  ".join(part for part in (tip or name, self.keys) if part)))

    @property
    def leads(self) -> bool:
        """Whether its keys press it, and it may stand out."""
        return self._leads

    def set_leads(self, leads: bool) -> None:
        """Gives its keys and its colour back, or takes them while another form beside it is filled in."""
        self._leads = leads
        for pressed in self._keys:
            pressed.setEnabled(leads)
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(self.text()) + 28
        if self._icon:
            width += 22 if self.text() else 6
        if self._key:
            width += metrics.horizontalAdvance(self._key) + 8
        return QSize(max(width, look.BUTTON), min(look.BUTTON, self.maximumHeight()))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter = QPainter(self)
        draw_button(
            painter,
            self.rect(),
            option.state,
            self.text(),
            key=self._key if self._leads else "",
            icon=self._icon,
            primary=self.primary and self._leads,
            flat=self._flat,
            problem=is_problem(self),
        )
        painter.end()


class PrimaryButton(Button):
    """The one thing to do next on a card or dialog."""

    primary = True


class Choice(Button):
    """One of a row of choices; Enter goes on to the next field, as everywhere in a form.

    While the keyboard is in the row each shows the `digit` that chooses it.
    """

    def __init__(self, text: str, key: str = "", digit: str = "") -> None:
        super().__init__(text, also=(key,) if key else ())
        self._digit, self._tight = digit, False
        self.setCheckable(True)

    def shown_digit(self) -> str:
        """The digit that it shows now; '' while the keyboard is elsewhere."""
        at = QApplication.focusWidget()
        return self._digit if isinstance(at, Choice) and at.parentWidget() is self.parentWidget() else ""

    def sizeHint(self) -> QSize:
        return QSize(self.width_if(self._tight), look.BUTTON)

    def width_if(self, tight: bool) -> int:
        """How wide it wants to be, px: with small words between small margins if `tight`."""
        return _width_of(self.text(), look.SIZE_SMALL if tight else look.SIZE) + 2 * (_TIGHT if tight else _MARGIN)

    def set_tight(self, tight: bool) -> None:
        """Takes less room, or as much as usual."""
        self._tight = tight
        self.setFont(look.font(look.SIZE_SMALL if tight else look.SIZE))
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not enter_moves_on(self, event):
            QPushButton.keyPressEvent(self, event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._update_row()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._update_row()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.shown_digit():
            painter = QPainter(self)
            painter.setFont(look.font(_DIGIT))
            painter.setPen(look.colour(Colour.ACCENT if self.isChecked() else Colour.SECOND))
            painter.drawText(QPoint(4, _DIGIT + 1) if self._tight else QPoint(5, _DIGIT + 3), self._digit)
            painter.end()

    def _update_row(self) -> None:
        row = self.parentWidget()
        assert row is not None
        for each in row.findChildren(Choice):
            each.update()


@lru_cache(maxsize=512)
def _width_of(text: str, size: int) -> int:
    """How wide words of this size are, px; a row that is laid out asks for the same ones again and again."""
    return QFontMetrics(look.font(size)).horizontalAdvance(text)


class Choices(QWidget):
    """A row of buttons of which one is chosen: by mouse, by its key, or with the arrows and digits once inside."""

    changed = Signal(object)  # the value now chosen, or None

    def __init__(
        self,
        choices: Iterable[tuple[Any, str]],
        *,
        keys: Sequence[str] = (),
        optional: bool = False,
        name: str = "",
        gap: int = 6,
        wrap: bool = False,
    ) -> None:
        """`choices` are (value, label); `keys` a shortcut for each; `optional` lets a second click take it back.

        `wrap` goes on in a second line where one has no room for all, not even for small ones.
        """
        super().__init__()
        self._optional = optional
        self._values: list[Any] = []
        self._buttons: list[Choice] = []
        self._group = QButtonGroup(self)
        self._chosen: Any = None
        self._place = QWidget(self)  # where the row stands in the tab order: Qt moves the row itself after its proxy
        self._place.hide()
        self._row: Flow | QHBoxLayout = Flow(gap) if wrap else QHBoxLayout()
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(gap)
        if isinstance(self._row, QHBoxLayout):
            self._row.addStretch(1)
        self.setLayout(self._row)
        self._keys = tuple(keys)
        # What wraps is as high as its width makes it: Qt would hold Fixed to one line.
        high = QSizePolicy.Policy.Minimum if wrap else QSizePolicy.Policy.Fixed
        self.setSizePolicy(QSizePolicy.Policy.Preferred, high)
        self.set_choices(choices)
        self._group.buttonToggled.connect(self._toggled)
        self._group.buttonClicked.connect(self._clicked)
        self.setAccessibleName(name)

    def set_choices(self, choices: Iterable[tuple[Any, str]]) -> None:
        """Offers other choices; the chosen one stays if it is still among them."""
        kept = self._chosen
        for button in self._buttons:
            self._group.removeButton(button)
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._values, self._buttons = [], []
        for at, (value, label) in enumerate(choices):
            digit = str(at + 1) if at < 9 else ""
            button = Choice(label, self._keys[at] if at < len(self._keys) else "", digit)
            self._values.append(value)
            self._buttons.append(button)
            self._group.addButton(button, at)
            self._row.insertWidget(at, button)
        if self._buttons:
            self.setFocusProxy(self._buttons[0])
        keep_order(self._place, self._buttons)
        self._chosen = None
        self.set_value(kept if kept in self._values else None)
        self._fit()

    def set_labels(self, labels: Sequence[str]) -> None:
        """Renames the buttons in place, as when counts change; one label for each."""
        for button, label in zip(self._buttons, labels, strict=True):
            button.setText(label)
            button.setAccessibleName(label)
            button.updateGeometry()
        self._fit()

    @property
    def value(self) -> Any:
        """The value chosen, or None."""
        return self._chosen

    def set_value(self, value: Any) -> None:
        """Chooses `value`, or nothing with None; says so once if it is another than before."""
        if value is None:
            self._group.setExclusive(False)
            for button in self._buttons:
                button.setChecked(False)
            self._group.setExclusive(True)
            self._take(None)
        else:
            at = self._values.index(value)
            self._buttons[at].setChecked(True)
            self._take(self._values[at])  # a draft has plain texts, which equal the terms

    def button(self, value: Any) -> Choice:
        """The button of a value."""
        return self._buttons[self._values.index(value)]

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        for button in self._buttons:
            button.setAccessibleDescription(name)

    def set_refused(self, refused: bool) -> None:
        """Marks all its buttons as what is refused or missing."""
        for button in self._buttons:
            set_problem(button, refused)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Makes the buttons of a row that may wrap smaller, if that keeps it to one line."""
        if isinstance(self._row, Flow):
            room = self.width() - self._row.spacing() * (len(self._buttons) - 1)
            usual, tight = (sum(button.width_if(tight) for button in self._buttons) for tight in (False, True))
            for button in self._buttons:
                button.set_tight(tight <= room < usual)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = event.key() - Qt.Key.Key_1
        if 0 <= at < len(self._buttons) and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._buttons[at].setFocus(Qt.FocusReason.OtherFocusReason)
            self._buttons[at].click()
        else:
            super().keyPressEvent(event)

    def _toggled(self, button: Choice, on: bool) -> None:
        if on:
            self.setFocusProxy(button)

    def _clicked(self, button: Choice) -> None:
        value = self._values[self._buttons.index(button)]
        if self._optional and value == self._chosen:
            self.set_value(None)
        else:
            self._take(value)

    def _take(self, value: Any) -> None:
        if value != self._chosen:
            self._chosen = value
            self.changed.emit(value)


class TickBox(QCheckBox):
    """A box to tick with its words beside it; Enter passes by one that stands `aside`, Tab stops at it."""

    aside = False

    def __init__(self, text: str, *, tip: str = "") -> None:
        super().__init__(text)
        self.setFont(look.font())
        self.setMinimumHeight(28)
        self.setAccessibleName(text)
        self.setToolTip(look.tip(tip))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not enter_moves_on(self, event):
            super().keyPressEvent(event)


def enter_moves_on(widget: QWidget, event: QKeyEvent) -> bool:
    """Goes to the next field if the key is Enter without modifiers, and says whether it was (the desks' habit)."""
    plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    moves = plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    if moves:
        event.accept()
        widget.focusNextPrevChild(True)
        while isinstance(at := QApplication.focusWidget(), Button | TickBox) and at.aside:
            at.focusNextPrevChild(True)
    return moves
