# SPDX-License-Identifier: Apache-2.0
"""The dialog that all others are made of, and the three plain ones: tell, yes or no, some words."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QEvent
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from complaintdesk.errors import QT_TRANSLATE_NOOP, Conflict, EnvironmentProblem, SavedUnheard, UserError
from complaintdesk.labels import translate, words_of
from complaintdesk.ui import look
from complaintdesk.ui.buttons import SAVES, Button, PrimaryButton
from complaintdesk.ui.form_rows import FieldRow, Fields
from complaintdesk.ui.help_key import add_help_key
from complaintdesk.ui.inputs import LineInput, TextInput
from complaintdesk.ui.look import Tone
from complaintdesk.ui.words import Banner, Reading, Row, Text, Title

_LINES = 12  # of a question; what has more is scrolled


class Dialog(QDialog):
    """A window that asks: put things into `box` and fields into `fields`, end with `add_buttons`.

    Accepting calls `take`, which a subclass fills: what it raises is shown beside its field or on the bar above the
    buttons, and the dialog stays open with all that was typed. Where it is saved and only the answer was lost, the
    dialog closes as if all went well, and `unheard` is what the person is told then (`prompts.show_dialog`).

    Where words were typed into its fields, leaving it asks first; one that `only_chooses` has nothing to lose.
    """

    only_chooses: ClassVar[bool] = False

    def __init__(self, parent: QWidget | None, title: str, *, width: int = 440) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(width)
        add_help_key(self)
        self.fields = Fields()
        self.banner = Banner()
        self.unheard: SavedUnheard | None = None
        self._stood: dict[str, str] | None = None  # the words in the fields when it was first shown
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(20, 16, 20, 16)
        self._outer.setSpacing(look.GAP)
        self._outer.addWidget(Title(title))
        self.box = QVBoxLayout()
        self.box.setSpacing(look.GAP)
        self._outer.addLayout(self.box, 1)
        self._outer.addWidget(self.banner)

    def showEvent(self, event: QShowEvent) -> None:
        self.setMaximumSize(look.screen_room(self).expandedTo(self.minimumSize()))
        self._make_room()
        if self._stood is None:
            self._stood = self._words_typed()
        super().showEvent(event)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._make_room()  # what came to be said takes no room from what stands there
        return done

    def add_field(self, name: str, row: FieldRow) -> FieldRow:
        """Adds a field under the name that errors call it by."""
        self.fields[name] = row
        self.box.addWidget(row)
        return row

    def add_buttons(self, accept: str, cancel: str = "", *, danger: bool = False) -> PrimaryButton:
        """Adds the two buttons; what saves a form accepts. With `danger` no key does, and it starts on cancel."""
        keys = () if danger else SAVES
        yes = PrimaryButton(accept, "".join(keys[:1]), also=keys[1:])
        yes.clicked.connect(self.accept)
        no = Button(cancel or translate("Dialog", "Cancel"), "Esc")
        no.clicked.connect(self.ask_to_leave)
        row = Row(yes, no)
        row.insertStretch(0, 1)
        self._outer.addLayout(row)
        if danger:
            no.setFocus()
        return yes

    def add_close(self, words: str = "", beside: Button | None = None) -> None:
        """Ends a dialog that only tells with its one button, after what it has `beside` it."""
        close = PrimaryButton(words or translate("Dialog", "Close"), "Esc")
        close.clicked.connect(self.accept)
        row = Row(*filter(None, (beside, close)))
        row.insertStretch(0, 1)
        self._outer.addLayout(row)
        close.setFocus()

    def _make_room(self) -> None:
        """Grows to what all its words take: Qt reckons with the fewer lines that they would take if it were wider."""
        self.resize(self.width(), max(self.height(), self._outer.totalHeightForWidth(self.width())))

    def take(self) -> None:
        """Does what the dialog is for; raises UserError or EnvironmentProblem to keep it open."""

    def accept(self) -> None:
        """Closes it if `take` raised nothing."""
        try:
            self.take()
        except Conflict as conflict:
            self.show_conflict(conflict)
        except UserError as error:
            self.fields.refuse(error, self.banner)
        except SavedUnheard as notice:
            self.unheard = notice
            super().accept()
        except EnvironmentProblem as problem:
            self.banner.say(words_of(problem), Tone.LATE)
        else:
            super().accept()

    def ask_to_leave(self) -> None:
        """Leaves it as a person does; asks first where that would lose what was typed."""
        if not self.is_unsaved() or self._may_be_lost():
            self.reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.is_unsaved() and not self._may_be_lost():
            event.ignore()
        else:
            super().closeEvent(event)

    def is_unsaved(self) -> bool:
        """Whether words stand in its fields that did not when it was shown."""
        typed = {} if self._stood is None or self.only_chooses else self._words_typed()
        return any(words and words != (self._stood or {}).get(name, "") for name, words in typed.items())

    def _words_typed(self) -> dict[str, str]:
        boxes = {name: row.field for name, row in self.fields.items()}
        return {
            name: box.text().strip()
            for name, box in boxes.items()
            if isinstance(box, TextInput)
            or (isinstance(box, LineInput) and box.echoMode() is LineInput.EchoMode.Normal)
        }

    def _may_be_lost(self) -> bool:
        from complaintdesk.ui import prompts  # which shows dialogs

        words = translate("Dialog", "What you typed here is not saved.")
        discard, stay = translate("Dialog", "Discard it"), translate("Dialog", "Go on with it")
        return prompts.ask_yes_no(self, translate("Dialog", "Leave without saving?"), words, yes=discard, no=stay)

    def show_conflict(self, conflict: Conflict) -> None:
        """Says that another desk was faster; a dialog whose fields can differ shows both versions."""
        self.fields.refuse(conflict, self.banner)


class TellDialog(Dialog):
    """Something to read, and one button."""

    def __init__(self, parent: QWidget | None, title: str, text: str) -> None:
        super().__init__(parent, title)
        self.box.addWidget(Text(text, wrap=True, selectable=True))
        self.add_close()


class YesNoDialog(Dialog):
    """A question that the keyboard answers with no unless told otherwise."""

    def __init__(self, parent: QWidget | None, title: str, text: str, yes: str, no: str = "") -> None:
        super().__init__(parent, title)
        if text.count("\n") < _LINES:
            self.box.addWidget(Text(text, wrap=True, selectable=True))
        else:
            self.box.addWidget(Reading(text, name=title, height=280))
        self.add_buttons(yes, no, danger=True)


class WordsDialog(Dialog):
    """Asks for some words, which must not be empty."""

    def __init__(
        self, parent: QWidget | None, title: str, text: str, *, label: str, given: str, lines: int, accept: str
    ) -> None:
        super().__init__(parent, title)
        if text:
            self.box.addWidget(Text(text, wrap=True))
        self._input = TextInput(lines=lines)
        self._input.setText(given)
        self.add_field("words", FieldRow(label, self._input, above=True))
        self.add_buttons(accept or translate("Dialog", "Save"))
        self._input.setFocus()

    def take(self) -> None:
        if not self.words():
            raise UserError(QT_TRANSLATE_NOOP("errors", "Something must stand here."), field="words")

    def words(self) -> str:
        """What was typed."""
        return self._input.text().strip()
