# SPDX-License-Identifier: Apache-2.0
"""What a form is made of: a row that names its input and says its problem, and all rows by their field's name."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from complaintdesk.errors import MissingFields, UserError
from complaintdesk.labels import translate, words_of
from complaintdesk.ui import look
from complaintdesk.ui.buttons import Choices
from complaintdesk.ui.look import Colour, Tone
from complaintdesk.ui.scrolling import into_view
from complaintdesk.ui.style import set_problem
from complaintdesk.ui.words import Banner, Column, Note, Problem, Row, Text


class FieldRow(QWidget):
    """An input with its name before it, a note after it, and beneath it what is wrong with it."""

    def __init__(
        self,
        label: str,
        field: QWidget,
        *,
        label_width: int = 0,
        above: bool = False,
        below: bool = False,
        stretch: bool = True,
        note: str = "",
        problem: Problem | None = None,
    ) -> None:
        """`label_width` 0 takes what the label needs; `above` puts it over the input, note and all; '' shows none.
        `below` puts the note under the input; `problem` says elsewhere what is wrong, where that has more room."""
        super().__init__()
        self.field = field
        self._note = Note()
        self._problem = problem or Problem()
        line = Row(gap=look.GRID)
        column = Column(4)
        if label:
            words = Text(label, role=Colour.SECOND)
            words.setBuddy(field)
            if above:
                head = Row(words)
                if not below:
                    head.addWidget(self._note)
                head.addStretch(1)
                column.addLayout(head)
            else:
                if label_width:
                    words.setFixedWidth(label_width)
                line.addWidget(words)
            field.setAccessibleName(label)
        line.addWidget(field, 1 if stretch else 0)
        if not (below or (above and label)):
            line.addWidget(self._note)
        if not stretch:
            line.addStretch(1)
        column.addLayout(line)
        self._below = below
        if below:
            self._keep_room(True)
            column.addWidget(self._note)
        if problem is None:
            column.addWidget(self._problem)
        self.setLayout(column)
        self.set_note(note)
        for name in ("textChanged", "editTextChanged", "changed"):
            if (changed := getattr(field, name, None)) is not None:
                changed.connect(self._no_longer)  # what was refused stands there no more
        self._problem.setContentsMargins(label_width + look.GRID if label_width and not above else 0, 0, 0, 0)

    def set_note(self, words: str) -> None:
        """Says something in small words after the input, or after a label above it; '' takes no room."""
        self._note.setText(words)
        self._note.setVisible(bool(words))

    def note(self) -> str:
        """What is said after the input; '' for nothing."""
        return self._note.text()

    def set_problem(self, words: str) -> None:
        """Says beneath the input what is wrong with it, or with '' that nothing is."""
        self._problem.set_words(words)
        if self._below:
            self._keep_room(not words)
        self.field.setAccessibleDescription(words)
        if isinstance(self.field, Choices):
            self.field.set_refused(bool(words))
        else:
            set_problem(self.field.focusProxy() or self.field, bool(words))  # of several parts, the one typed into

    def _no_longer(self, *_: object) -> None:
        if self.problem():
            self.set_problem("")

    def _keep_room(self, keep: bool) -> None:
        """Holds the place of a note under the input, so that nothing moves when it comes; a problem may stand there."""
        room = self._note.sizePolicy()
        room.setRetainSizeWhenHidden(keep)
        self._note.setSizePolicy(room)

    def refused_parts(self) -> tuple[QWidget, QWidget]:
        """What must be seen of a field that is refused: the words of what is wrong, and the row itself."""
        return self._problem, self

    def problem(self) -> str:
        """What is said to be wrong with it; '' when nothing is."""
        return self._problem.text()


class Fields(dict[str, FieldRow]):
    """A form's rows by the names that errors call them: says each problem where it belongs."""

    def refuse(self, error: UserError, banner: Banner) -> None:
        """Says the error beside its field, on the banner if no row bears the name; the keyboard goes to the first."""
        self.clear_problems()
        missing = error.missing if isinstance(error, MissingFields) else {error.field: ""}
        first: FieldRow | None = None
        elsewhere: list[str] = []
        for name, asked in missing.items():
            words = translate("errors", asked) if asked else words_of(error)
            row = self.get(name)
            if row is None:
                elsewhere.append(words)
                continue
            row.set_problem(words)
            first = first or row
        if first is not None:
            first.field.setFocus()
            into_view(*first.refused_parts())
        if elsewhere:
            banner.say("\n".join(elsewhere), Tone.LATE)
        elif len(missing) > 1:
            banner.say(words_of(error), Tone.LATE)
        else:
            banner.clear()

    def clear_problems(self) -> None:
        """Nothing is wrong any more."""
        for row in self.values():
            row.set_problem("")
