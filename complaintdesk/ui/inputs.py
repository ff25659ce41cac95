# SPDX-License-Identifier: Apache-2.0
"""The boxes that are typed into: for a line, for who it is, for a text, for one of a long list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QMimeData,
    QModelIndex,
    QObject,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QStandardItem,
    QStandardItemModel,
    QTextCursor,
)
from PySide6.QtWidgets import QApplication, QComboBox, QCompleter, QLineEdit, QPlainTextEdit, QSizePolicy

from complaintdesk.ui import icons, look
from complaintdesk.ui.buttons import enter_moves_on
from complaintdesk.ui.hanging_list import LabelList, LabelPainter
from complaintdesk.ui.look import Colour
from complaintdesk.ui.plain_line import PlainLine, lets_undo_go, offers_files, pastes_files
from complaintdesk.ui.style import BARE

TEXT_LIMIT = 5000  # code points, as the database takes them


class LineInput(PlainLine):
    """A box for one line; Enter goes to the next field. Nothing typed is cut: the deed refuses what is too long."""

    moves_on = True  # False where Enter is a deed of the form's own: whoever hears returnPressed says what is next

    def __init__(self, *, placeholder: str = "", name: str = "", icon: str = "", secret: bool = False) -> None:
        super().__init__()
        self._icon = icon
        self.setFont(look.font())
        self.setFixedHeight(look.INPUT)
        self.setTextMargins(30 if icon else 6, 0, 6, 0)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name or placeholder)
        if secret:
            self.setEchoMode(QLineEdit.EchoMode.Password)

    def clear(self) -> None:
        """Empties it; Ctrl+Z can't bring the old words back."""
        self.setText("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if self.moves_on:
            enter_moves_on(self, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._icon:
            painter = QPainter(self)
            icons.draw(painter, self._icon, QRectF(10, self.height() / 2 - 8, 16, 16), Colour.SECOND)
            painter.end()


class WhoInput(LineInput):
    """A larger box into which digits and pinyin go straight, the input method being off; Chinese can be pasted."""

    def __init__(self, *, placeholder: str = "", name: str = "", size: int = look.SIZE_WHO) -> None:
        super().__init__(placeholder=placeholder, name=name)
        self.setFont(look.font(size))
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setInputMethodHints(Qt.InputMethodHint.ImhLatinOnly | Qt.InputMethodHint.ImhNoPredictiveText)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        # QLineEdit switches it on again whenever its echo mode or its focus changes.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)


class TextInput(QPlainTextEdit):
    """A box for several lines: Tab leaves it, Enter is a new line. Beyond the limit it says so."""

    def __init__(self, *, placeholder: str = "", name: str = "", lines: int = 3, limit: int = TEXT_LIMIT) -> None:
        super().__init__()
        self._limit = limit
        self.setFont(look.font())
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name or placeholder)
        self.setTabChangesFocus(True)
        self.setViewportMargins(4, 2, 2, 2)
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * lines + 20)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.textChanged.connect(self.viewport().update)

    def sizeHint(self) -> QSize:
        return QSize(200, self.minimumHeight())

    def minimumSizeHint(self) -> QSize:
        return QSize(100, self.minimumHeight())

    def text(self) -> str:
        """What stands in it."""
        return self.toPlainText()

    def setText(self, words: str) -> None:
        """Replaces what stands in it and puts the caret at its end; Ctrl+Z can't bring the old text back."""
        self.setPlainText(words)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def count(self) -> int:
        """Its length in characters as people count them: code points, not Qt's UTF-16 units."""
        return len(self.toPlainText())

    def event(self, event: QEvent) -> bool:
        return lets_undo_go(event, self.document().isUndoAvailable()) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if pastes_files(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return not offers_files(source) and super().canInsertFromMimeData(source)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        count = self.count()
        if count > self._limit * 0.9:
            painter = QPainter(self.viewport())
            painter.setFont(look.font(look.SIZE_NOTE))
            painter.setPen(look.colour(Colour.LATE if count > self._limit else Colour.SECOND))
            corner = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
            painter.drawText(self.viewport().rect().adjusted(0, 0, -6, -2), int(corner), f"{count} / {self._limit}")
            painter.end()


class _Finder(QCompleter):
    """Proposes by label or keywords, and puts the label alone into the box."""

    def pathFromIndex(self, index: QModelIndex) -> str:  # type: ignore[override]
        return str(index.data(Qt.ItemDataRole.DisplayRole))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Qt keeps from the box that the keyboard went elsewhere while proposals are shown: its caret would stay.
        if event.type() == QEvent.Type.FocusOut and watched is self.widget():
            popup, reason = self.popup(), cast(QFocusEvent, event).reason()
            if popup is not None and popup.isVisible() and reason != Qt.FocusReason.PopupFocusReason:
                popup.hide()
        return super().eventFilter(watched, event)


class _BareLine(PlainLine):
    """The line inside a box that draws the frame. Enter comes here even while proposals are shown."""

    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty(BARE, True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = QApplication.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        super().keyPressEvent(event)  # ends the editing, and with it settles what is typed
        if QApplication.focusWidget() is at:  # else who heard of it has said where to go on
            enter_moves_on(self, event)


class FilterBox(QComboBox):
    """A box for a long list: what is typed narrows it, by any part of a label or of its keywords.

    Enter takes the first that fits; leaving the box takes what alone fits. Of a `free` one Enter takes what alone fits,
    and leaving it keeps the words.
    """

    changed = Signal(object)  # the value now chosen, or None
    left = Signal()  # the keyboard went on; what is typed has become the choice it names, if it names one
    entered = Signal()  # Enter was pressed, and what is typed has become its choice; who hears may say where to go

    def __init__(self, *, placeholder: str = "", name: str = "", free: bool = False, narrows: bool = False) -> None:
        """`free`: other words than the choices may stand in it, so only a whole label or keyword is taken for one.

        `narrows`: it narrows a list, so that words that name no choice give way to what was chosen.
        """
        super().__init__()
        self._free, self._narrows = free, narrows
        self._chosen: Any = None
        self._values: list[Any] = []
        self._labels: list[str] = []
        self._keywords: list[str] = []
        self.setFont(look.font())
        self.setFixedHeight(look.INPUT)
        self.setItemDelegate(LabelPainter(self))
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(14)
        self.setMinimumContentsLength(6)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._line = _BareLine()
        self._line.setTextMargins(4, 0, 0, 0)
        self._line.setPlaceholderText(placeholder)
        self._line.editingFinished.connect(self.settle)
        self._line.editingFinished.connect(self.left)
        self._line.entered.connect(self._enter)
        self._line.entered.connect(self.entered)
        self.setLineEdit(self._line)
        self.activated.connect(lambda at: self.set_value(self._values[at]))
        self.setAccessibleName(name or placeholder)

    def set_choices(self, choices: Iterable[tuple[Any, str] | tuple[Any, str, str]]) -> None:
        """Offers (value, label) or (value, label, keywords: pinyin initials, codes); the chosen one stays if it can."""
        kept = self._chosen
        rows = [(*choice, "") if len(choice) == 2 else choice for choice in choices]
        self._values = [row[0] for row in rows]
        self._labels = [row[1] for row in rows]
        self._keywords = [row[2] for row in rows]
        self.clear()
        self.addItems(self._labels)
        model = QStandardItemModel(self)
        for label, keywords in zip(self._labels, self._keywords, strict=True):
            item = QStandardItem(label)
            item.setData(f"{label} {keywords}", Qt.ItemDataRole.UserRole)
            model.appendRow(item)
        self._set_finder(model)
        self._chosen = None
        self.setCurrentIndex(-1)
        if kept in self._values:
            self.set_value(kept)

    @property
    def value(self) -> Any:
        """The value chosen, or None while nothing is or what is typed names none."""
        return self._chosen

    @property
    def typed(self) -> str:
        """What stands in the box."""
        return self.currentText()

    def set_value(self, value: Any) -> None:
        """Chooses `value`, or nothing with None; says so once if it is another than before."""
        self.setCurrentIndex(-1 if value is None else self._values.index(value))
        if value is None:
            self.setEditText("")
        self._take(value)

    def placeholder(self) -> str:
        """What stands in it, pale, while nothing is typed."""
        return self._line.placeholderText()

    def set_placeholder(self, words: str) -> None:
        """Puts other pale words into it."""
        self._line.setPlaceholderText(words)

    def offers(self, value: Any) -> bool:
        """Whether the value is one of the choices."""
        return value in self._values

    def put_typed(self, words: str) -> None:
        """Puts words into the box as if they had been typed."""
        self.setEditText(words)
        self.settle()

    def fitting(self) -> int:
        """How many choices the words in it are a part of."""
        typed = self.typed.strip().casefold()
        named = zip(self._labels, self._keywords, strict=True)
        return sum(typed in f"{label} {keywords}".casefold() for label, keywords in named) if typed else 0

    def fits_nothing(self) -> bool:
        """Whether words stand in it that are no part of any choice."""
        return bool(self.typed.strip()) and not self.fitting()

    def settle(self, *, first: bool = False) -> None:
        """What is typed becomes the choice it names: a label or keyword in full, else the only one it is part of.

        With `first` the first of several will do.
        """
        typed = self.currentText().strip().casefold()
        rows = list(enumerate(zip(self._labels, self._keywords, strict=True)))
        whole = [at for at, (label, _keywords) in rows if label.casefold() == typed]
        keyed = [at for at, (_label, keywords) in rows if typed in keywords.casefold().split()]
        parts = [at for at, (label, keywords) in rows if typed in f"{label} {keywords}".casefold()]
        found = whole[:1] or (keyed[:1] if first or len(keyed) == 1 else [])
        alone = len(parts) == 1
        if not found and (alone and first if self._free else alone or first):
            found = parts[:1]
        if typed and found:
            self.set_value(self._values[found[0]])
        elif typed and self._narrows:
            self.set_value(self._chosen)
        else:
            self._take(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Qt would step to another choice of a list that nobody has seen.
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            finder = self.completer()
            narrowed = self._chosen is None and self.typed.strip() and not self.fits_nothing()
            if narrowed and finder is not None:
                finder.setCompletionPrefix(self.typed)
                finder.complete()
            else:
                self.showPopup()
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        self.settle(first=True)
        finder = self.completer()
        popup = finder.popup() if finder is not None else None
        if popup is not None:
            popup.hide()  # before the keyboard goes on: closing it afterwards would call the keyboard back

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self._line.setAccessibleName(name)

    def _set_finder(self, model: QAbstractItemModel) -> None:
        finder = _Finder(model, self)
        finder.setCompletionRole(Qt.ItemDataRole.UserRole)
        finder.setFilterMode(Qt.MatchFlag.MatchContains)
        finder.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        finder.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        finder.setMaxVisibleItems(14)
        popup = LabelList()
        finder.setPopup(popup)
        popup.setItemDelegate(LabelPainter(popup))  # not before: Qt gives a popup a painter of its own
        # By hand, after Qt has put the label into the box.
        finder.activated.connect(lambda _text: QTimer.singleShot(0, self, self.settle))
        self.setCompleter(finder)

    def _take(self, value: Any) -> None:
        if value != self._chosen:
            self._chosen = value
            self.changed.emit(value)
