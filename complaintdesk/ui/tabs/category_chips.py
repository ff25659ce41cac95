# SPDX-License-Identifier: Apache-2.0
"""The category that a call's words speak of, proposed in and under its box: shown, and taken by a person alone."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from complaintdesk.desk import category_proposals
from complaintdesk.domain.category_words import CategoryWords
from complaintdesk.domain.procedure import Procedure
from complaintdesk.errors import EnvironmentProblem, Told
from complaintdesk.labels import translate
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.flow import Flow
from complaintdesk.ui.tabs.case_form import CaseForm
from complaintdesk.ui.tabs.case_words import category_name
from complaintdesk.ui.words import Note

TAKE = "Alt+M"
# Of the chips, which are no stops of Tab: Alt+1 to Alt+6 choose the kind of the call above them.
KEYS = ((TAKE, "Alt+7"), ("Alt+8",), ("Alt+9",))


class CategoryChips(QWidget):
    """A button for each category proposed, the likeliest first; Enter in the empty box takes that one as well.

    What the office filed before is learnt in a worker when the day's first call is begun, what is filed here at once;
    what other desks file counts from the next day on.
    """

    failed = Signal(object)  # the EnvironmentProblem for which the office's cases could not be read

    def __init__(self, bridge: Bridge, form: CaseForm) -> None:
        super().__init__()
        self._bridge, self._form = bridge, form
        self._model = CategoryWords()
        self._learnt_for: tuple[Procedure, date] | None = None  # by which rule book, and on which day
        self._usual = form.category.placeholder()
        self._proposed: tuple[str, ...] = ()
        self._lead = Note(translate("CategoryChips", "From the words:"))
        self._chips = [Button("", shown, also=also) for shown, *also in KEYS]
        line = Flow(6, 4, indent=form.label_width + 8)
        line.addWidget(self._lead)
        for at, chip in enumerate(self._chips):
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the box and its Enter are where the keyboard goes
            chip.clicked.connect(partial(self.take, at))
            line.addWidget(chip)
        self.setLayout(line)
        self._stand_in(form)
        form.edited.connect(self._learn_soon)
        form.content.textChanged.connect(self.look_up)
        form.kind.changed.connect(lambda _kind: self.look_up())
        form.category.changed.connect(lambda _category: self.look_up())
        form.category.editTextChanged.connect(lambda _words: self.look_up())
        form.category.entered.connect(self._take_by_enter)
        self.hide()

    def look_up(self) -> None:
        """Says what the words as they stand now speak of."""
        form = self._form
        wanted = form.category.value is None and not form.category.typed.strip() and form.kind.value is not None
        words = form.content.text() if wanted else ""
        among = [row.id for row in form.procedure.categories_for(form.kind.value)] if words.strip() else []
        self._proposed = self._model.proposed(words, among, len(KEYS)) if among else ()
        names = self.names()
        for at, chip in enumerate(self._chips):
            name = names[at] if at < len(names) else ""
            chip.setText(form.procedure.category(self._proposed[at]).name if name else "")
            chip.setAccessibleName(translate("CategoryChips", "Category: {name}").format(name=name))
            chip.setToolTip(look.tip(f"{name}  {chip.keys}".strip()))
            chip.setVisible(bool(name))
            chip.updateGeometry()
        said = translate("CategoryChips", "{name}? Enter takes it")
        form.category.set_placeholder(said.format(name=names[0]) if names else self._usual)
        self.setVisible(bool(names))

    def names(self) -> list[str]:
        """What is proposed, the likeliest first."""
        procedure = self._form.procedure
        return [category_name(procedure, procedure.category(category)) for category in self._proposed]

    def take(self, at: int = 0) -> None:
        """Chooses the proposal at this place."""
        if at < len(self._proposed):
            self._form.category.set_value(self._proposed[at])

    def learn(self, words: str, category: str | None) -> None:
        """A call was filed so: the next like it is proposed it."""
        if category:
            self._model.learn(words, category)

    def _take_by_enter(self) -> None:
        if self._proposed and self._form.category.value is None:
            self.take()

    def _learn_soon(self) -> None:
        """Learns by the rule book in force once a day: what is shipped at once, the office's cases soon."""
        procedure = self._bridge.procedure
        wanted = (procedure, self._bridge.local(self._bridge.now()).date())
        if self._learnt_for == wanted:
            return
        self._learnt_for = wanted
        self._model = category_proposals.known_words(procedure)
        self.look_up()
        query = category_proposals.learnt
        self._bridge.fetch(self, query, procedure, on_done=self._learnt, on_error=self._not_learnt)

    def _learnt(self, model: CategoryWords) -> None:
        self._model = model
        self.look_up()

    def _not_learnt(self, problem: Told) -> None:
        """The shipped words do for the day; a problem of the machine is told."""
        if isinstance(problem, EnvironmentProblem):
            self.failed.emit(problem)

    def _stand_in(self, form: CaseForm) -> None:
        column = form.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(column.indexOf(form.fields["category"]) + 1, self)
