# SPDX-License-Identifier: Apache-2.0
"""The phrases that typed letters stand for (ls → 厨房水管漏水), under what is typed: Enter takes the marked one."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QPainter, QStandardItem, QTextCursor
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QVBoxLayout

from complaintdesk.desk import phrases
from complaintdesk.domain.phrases import Phrase, letters_before, offered
from complaintdesk.errors import EnvironmentProblem
from complaintdesk.labels import translate
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.look import Colour
from complaintdesk.ui.record_table import fitted
from complaintdesk.ui.tabs.case_form import CaseForm
from complaintdesk.ui.tabs.short_list import ID, LinePainter, ShortList
from complaintdesk.ui.words import Card, Note

_LETTERS, _WORDS = ID + 1, ID + 2
_TAB = 64  # px from the letters to the words
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_TAKES = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _PhrasePainter(LinePainter):
    """The letters, then what they stand for."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look.colour(Colour.CARD))
        painter.setFont(look.font())
        metrics = painter.fontMetrics()
        base = rect.center().y() + (metrics.ascent() - metrics.descent()) // 2
        painter.setPen(look.colour(Colour.SECOND))
        painter.drawText(rect.left() + 6, base, fitted(metrics, index.data(_LETTERS), _TAB - 12)[0])
        painter.setPen(look.colour(Colour.INK))
        painter.drawText(rect.left() + _TAB, base, fitted(metrics, index.data(_WORDS), rect.width() - _TAB - 6)[0])


class PhraseOffers(Card):
    """Stands under what happened while the letters before the caret stand for something.

    Enter takes the marked phrase, ↓ and ↑ mark another, Esc shuts it; Tab goes on as always and takes none. Letters in
    an input method count as well; there a click takes, or Enter once the method has put the letters down.
    """

    failed = Signal(object)  # the EnvironmentProblem for which the phrases could not be read

    def __init__(self, bridge: Bridge, form: CaseForm) -> None:
        super().__init__(padding=8, gap=4)
        self.ground, self.edge = Colour.ACCENT_GROUND, None
        self._bridge, self._content = bridge, form.content
        self._known: tuple[Phrase, ...] | None = None
        self._composed = ""  # letters that an input method holds
        self._shut_at = ""  # the letters at which a person shut it
        self.lines = ShortList(translate("PhraseOffers", "Phrases"), _PhrasePainter)
        self.lines.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the text keeps the keyboard
        self.lines.taken.connect(self._take)
        self.box.addWidget(self.lines)
        self.box.addWidget(
            Note(translate("PhraseOffers", "Enter takes it · ↓ ↑ another · Esc none"), size=look.SIZE_NOTE)
        )
        column = form.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(column.indexOf(form.fields["content"]) + 1, self)
        self._content.installEventFilter(self)
        self._content.textChanged.connect(self.look_up)
        self._content.cursorPositionChanged.connect(self.look_up)
        bridge.changed.connect(self._forget)
        self.hide()

    def look_up(self) -> None:
        """Offers what the letters before the caret stand for."""
        letters = self._letters()
        if letters != self._shut_at:
            self._shut_at = ""
        found = offered(self._phrases(), letters) if letters and not self._shut_at and self._content.hasFocus() else ()
        if [phrase.words for phrase in found] != self.words():
            self.lines.put(self._item(phrase) for phrase in found)
        self.setVisible(bool(found))

    def words(self) -> list[str]:
        """What is offered, the best first."""
        model = self.lines.model()
        return [model.index(row, 0).data(_WORDS) for row in range(model.rowCount())]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.InputMethod:
            self._composed = cast(QInputMethodEvent, event).preeditString()
            self.look_up()
        elif event.type() == QEvent.Type.FocusOut:
            self._composed = ""
            self.hide()
        elif event.type() == QEvent.Type.KeyPress and not self.isHidden():
            return self._pressed(cast(QKeyEvent, event))
        return super().eventFilter(watched, event)

    def _pressed(self, event: QKeyEvent) -> bool:
        """Whether the key was for the offers; with Ctrl or Shift it is the text's."""
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if key in _TAKES:
            self._take(self.lines.currentIndex().data(ID))
        elif key in _STEPS:
            at = self.lines.currentIndex().row() + _STEPS[key]
            self.lines.setCurrentIndex(self.lines.model().index(at % self.lines.model().rowCount(), 0))
        elif key == Qt.Key.Key_Escape:
            self._shut_at = self._letters()
            self.hide()
        else:
            return False
        return True

    def _take(self, words: str) -> None:
        """Puts the words where the letters stand; Ctrl+Z brings the letters back."""
        QGuiApplication.inputMethod().reset()
        self._composed = ""
        cursor = self._content.textCursor()
        letters = letters_before(self._before_caret())
        cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(letters))
        cursor.insertText(words)
        self._content.setTextCursor(cursor)
        self.look_up()

    def _letters(self) -> str:
        if self._composed:
            return letters_before(self._composed.replace("'", "").replace(" ", ""))
        return letters_before(self._before_caret())

    def _before_caret(self) -> str:
        """The line up to the caret; '' while something is selected, which letters would replace."""
        cursor = self._content.textCursor()
        return "" if cursor.hasSelection() else cursor.block().text()[: cursor.positionInBlock()]

    def _phrases(self) -> tuple[Phrase, ...]:
        if self._known is None:
            try:
                self._known = self._bridge.ask(phrases.phrases)
            except EnvironmentProblem as problem:
                self.failed.emit(problem)
                return ()
        return self._known

    def _forget(self, tables: frozenset[str]) -> None:
        if "phrase" in tables:
            self._known = None

    @staticmethod
    def _item(phrase: Phrase) -> QStandardItem:
        item = QStandardItem(f"{phrase.abbreviation} {phrase.words}")
        for role, value in ((ID, phrase.words), (_LETTERS, phrase.abbreviation), (_WORDS, phrase.words)):
            item.setData(value, role)
        item.setToolTip(look.tip(phrase.words))
        return item
