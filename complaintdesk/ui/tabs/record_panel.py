# SPDX-License-Identifier: Apache-2.0
"""What every panel beside a list is: the chosen record, its deeds, and the area in which one of them is asked for."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLayout, QWidget

from complaintdesk.errors import EnvironmentProblem
from complaintdesk.labels import words_of
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.look import Tone
from complaintdesk.ui.scrolling import Scrolling
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.step_slot import StepSlot
from complaintdesk.ui.words import Banner, Card, Note


class RecordPanel(Card):
    """Shows one record; what is typed for a deed is kept by record until the deed is done."""

    large: ClassVar[frozenset[str]] = frozenset()  # steps whose area takes the room of what is told
    proposed: ClassVar[str] = ""  # the step that is asked for right after another, with what was done said above it

    asked_for = Signal(str, object)  # another tab's record: its kind and id
    settled = Signal()  # a deed is done and nothing more is asked: on to the next record

    def __init__(self, bridge: Bridge, slots: str, nothing: str) -> None:
        """`slots` names the records among half-typed forms; `nothing` says what to do while none is shown."""
        super().__init__(gap=look.GRID)
        self.bridge = bridge
        self.record_id: int | None = None
        self.nothing = Note(nothing)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.banner = Banner()
        self.slot = StepSlot(bridge, slots)
        self.slot.done.connect(self._done)
        self.slot.left.connect(self._leave)
        self.slot.failed.connect(lambda problem: self.banner.say(words_of(problem), Tone.SOON))

    def _lay_out(self, head: QLayout, told: QLayout, deeds: QLayout) -> None:
        """Puts the head above what is told, which scrolls, and the deeds below it."""
        self.head, self.told, self.deeds = QWidget(), Scrolling(told), QWidget()
        self.head.setLayout(head)
        self.deeds.setLayout(deeds)
        self.box.addWidget(self.nothing, 1)
        self.box.addWidget(self.head)
        self.box.addWidget(self.told, 1)
        for part in (self.banner, self.slot, self.deeds):
            self.box.addWidget(part)
        self._make_room("")

    def show_record(self, record_id: int) -> None:
        """Shows another record, or the same one as it is now; what is being typed stays as it is.

        EnvironmentProblem where it can't be read: the same one stays as it was, another gives way to none.
        """
        same = record_id == self.record_id
        if not same:
            self.slot.put_away()
            self.banner.clear()
        try:
            self._read(record_id)
        except EnvironmentProblem:
            if not same:  # nothing is done on the one before under the name of this one
                self.record_id = None
                self._make_room("")
            raise
        self.record_id = record_id
        if not same:
            self._make_room("")
            self.told.to_top()
            half_typed = self.slot.half_typed(record_id)
            if half_typed:
                self.ask(half_typed)

    def show_done(self, record_id: int) -> None:
        """Shows the record as a deed left it, or as it was before; that the books can't be read the window says."""
        with suppress(EnvironmentProblem):
            self.show_record(record_id)

    def next_step(self) -> str:
        """The deed that comes next, '' when none does or who sits here may not do it."""
        raise NotImplementedError

    def ask(self, step: str) -> bool:
        """Opens the area of a deed, with what was typed there before; False where the deed is not possible now."""
        form = self._form(step)
        if form is None:
            return False
        if step != self.proposed:
            self.banner.clear()
        self._make_room(step)
        self.slot.open(self.record_id or 0, step, form)
        return True

    def resume(self) -> None:
        """Closes what somebody else was typing, for who sits here now; their own comes back with its record."""
        self.slot.resume()
        self._make_room("")

    def _read(self, record_id: int) -> None:
        """Reads the record and fills everything with it; raises EnvironmentProblem."""
        raise NotImplementedError

    def _form(self, step: str) -> StepForm | None:
        """What a deed on the record shown asks; None where it is not possible now."""
        raise NotImplementedError

    def _done(self, step: str, result: Any) -> None:
        """Says what was done."""
        raise NotImplementedError

    def _leave(self) -> None:
        self._make_room("")
        self.slot.say_kept(self.banner, self.ask)
        self.settled.emit()

    def _make_room(self, step: str) -> None:
        """Gives an open area the place of the deeds, a large one that of what is told too; '' gives all back."""
        shown = self.record_id is not None
        self.nothing.setVisible(not shown and not step)
        self.head.setVisible(shown)
        self.told.setVisible(shown and step not in self.large)
        self.deeds.setVisible(shown and not step)
        self.box.setStretchFactor(self.slot, int(step in self.large))
