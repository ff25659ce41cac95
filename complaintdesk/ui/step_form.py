# SPDX-License-Identifier: Apache-2.0
"""An area of a panel that asks what one deed needs, instead of a dialog over everything."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from complaintdesk.errors import Conflict, EnvironmentProblem, SavedUnheard, UserError
from complaintdesk.labels import translate, words_of
from complaintdesk.ui import look
from complaintdesk.ui.buttons import SAVES, Button, Choices, PrimaryButton, TickBox
from complaintdesk.ui.form_rows import FieldRow, Fields
from complaintdesk.ui.inputs import FilterBox, LineInput, TextInput
from complaintdesk.ui.look import Tone
from complaintdesk.ui.tab_order import in_reading_order
from complaintdesk.ui.words import Banner, Column, Row, Title


class StepForm(QWidget):
    """Fields, a bar for what is wrong, and two buttons; a subclass fills `take`.

    What `take` raises is shown beside its field or on the bar, and nothing typed goes away.
    """

    whole = False  # takes all the room that its panel can give

    done = Signal(object)  # what `take` returned
    unheard = Signal(object)  # a SavedUnheard: the deed is done, what it gave is not known
    left = Signal()  # the person thought better of it; what is typed can be asked for with `typed`

    def __init__(self, title: str, accept: str) -> None:
        super().__init__()
        self.fields = Fields()
        self.banner = Banner()
        self.box = Column(look.GAP)
        self.accept_button = PrimaryButton(accept, SAVES[0], also=SAVES[1:], form=self)
        self.accept_button.clicked.connect(self.submit)
        self.leave_button = Button(translate("StepForm", "Cancel"), "Esc")
        self.leave_button.clicked.connect(self.left)
        self.buttons = Row(self.accept_button, self.leave_button)
        self.buttons.addStretch(1)
        self.title = Title(title, look.SIZE)
        self.title.setWordWrap(True)
        column = Column(look.GAP)
        column.addWidget(self.title)
        column.addLayout(self.box)
        column.addWidget(self.banner)
        column.addLayout(self.buttons)
        self.setLayout(column)

    def showEvent(self, event: QShowEvent) -> None:
        """Lets Tab, and Enter, come to the buttons after the fields: a subclass made these later."""
        super().showEvent(event)
        last = list(in_reading_order(self.box))[-1:]
        for before, after in pairwise((*last, *in_reading_order(self.buttons))):
            QWidget.setTabOrder(before, after)

    def add_field(self, row: FieldRow, *names: str, lay_out: bool = True) -> FieldRow:
        """Adds a field under the names that errors call it by, the first also that by which its contents are kept."""
        for name in names:
            self.fields[name] = row
        if lay_out:
            self.box.addWidget(row)
        return row

    def take(self) -> Any:
        """Does the deed and returns what is to be said of it; raises UserError or EnvironmentProblem."""
        raise NotImplementedError

    def submit(self) -> None:
        """Takes what is typed."""
        try:
            result = self.take()
        except Conflict as conflict:
            self.show_conflict(conflict)
        except UserError as error:
            self.fields.refuse(error, self.banner)
        except SavedUnheard as notice:
            self.unheard.emit(notice)
        except EnvironmentProblem as problem:
            self.fields.clear_problems()
            self.banner.say(words_of(problem), Tone.LATE)
        else:
            self.done.emit(result)

    def show_conflict(self, conflict: Conflict) -> None:
        """Says that another desk was faster; a form whose fields can differ shows both versions."""
        self.fields.refuse(conflict, self.banner)

    def start(self) -> None:
        """Puts the keyboard into the first field, or on the button where there is none."""
        first = next((row.field for row in self.fields.values()), self.accept_button)
        first.setFocus()

    def typed(self) -> dict[str, Any]:
        """What stands in the fields, by name; can be kept as JSON."""
        return {name: contents_of(row.field) for name, row in self._by_first_name().items()}

    def put(self, typed: Mapping[str, Any]) -> None:
        """Puts back what was typed earlier."""
        for name, row in self._by_first_name().items():
            if name in typed:
                put_contents(row.field, typed[name])

    def _by_first_name(self) -> dict[str, FieldRow]:
        rows = {row: name for name, row in reversed(self.fields.items())}  # of a row's names the first is left
        return {name: row for row, name in rows.items()}


def contents_of(field: Any) -> Any:
    """What stands in an input, as JSON can hold it; one of a form's own says it by `typed`."""
    if isinstance(field, LineInput | TextInput):
        return field.text()
    if isinstance(field, FilterBox):
        return field.typed
    if isinstance(field, Choices):
        return field.value
    if isinstance(field, TickBox):
        return field.isChecked()
    return field.typed()


def put_contents(field: Any, contents: Any) -> None:
    """Puts back what `contents_of` gave."""
    if isinstance(field, LineInput | TextInput):
        field.setText(contents)
    elif isinstance(field, FilterBox):
        field.put_typed(contents)
    elif isinstance(field, Choices):
        field.set_value(contents)
    elif isinstance(field, TickBox):
        field.setChecked(contents)
    else:
        field.put(contents)
