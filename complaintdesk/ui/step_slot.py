# SPDX-License-Identifier: Apache-2.0
"""The place in a panel where one deed is asked for; what is typed there is kept by record until the deed is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from complaintdesk.errors import EnvironmentProblem, SavedUnheard
from complaintdesk.labels import translate
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.look import Tone
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.words import Banner, Column

_KEEPING = 1000  # ms between two looks at what is typed


class StepSlot(QWidget):
    """Holds one area at a time; a half-typed one comes back with its record, after a crash too."""

    done = Signal(str, object)  # the step, and what its deed gave
    left = Signal()  # the person thought better of it
    failed = Signal(object)  # an EnvironmentProblem to be told: what is typed can't be kept, say

    def __init__(self, bridge: Bridge, prefix: str) -> None:
        """`prefix` names what the records are, among the half-typed forms of this machine."""
        super().__init__()
        self.form: StepForm | None = None
        self.step = ""
        self._bridge, self._prefix = bridge, prefix
        self._record_id = 0
        self._fresh: dict[str, Any] = {}  # what stood in the area before anything was typed
        self._kept: dict[tuple[int, str], dict[str, Any]] = {}
        self._left_half = ""  # the step that was left last with something typed in it
        self._open: dict[int, str] = {}  # the area that was open when its record was left
        self._column = Column()
        self._column.addStretch(1)
        self.setLayout(self._column)
        self._keeping = QTimer(self, interval=_KEEPING)
        self._keeping.timeout.connect(self.keep)
        self.hide()

    def open(self, record_id: int, step: str, form: StepForm) -> None:
        """Shows an area, with what was typed there before, and puts the keyboard into it."""
        self.put_away()
        self.form, self.step, self._record_id, self._fresh = form, step, record_id, form.typed()
        kept = self._kept.get((record_id, step))
        if kept is not None:
            form.put(kept)
        form.done.connect(self._finish)
        form.unheard.connect(self._end)
        form.left.connect(self._leave)
        self._column.insertWidget(0, form, int(form.whole))
        self._column.setStretch(1, int(not form.whole))
        form.show()
        self.show()
        form.start()
        self._keeping.start()

    def half_typed(self, record_id: int) -> str:
        """The step whose area was left half-typed for this record; '' for none."""
        return self._open.get(record_id, "")

    def say_kept(self, banner: Banner, again: Callable[[str], object]) -> None:
        """Says of the area left last that what was typed in it is not lost; `again` asks for its step once more."""
        step = self._left_half
        if step:
            words = translate("StepSlot", "What you typed is kept, and comes back when you open it again.")
            banner.say(words, Tone.PLAIN, (translate("StepSlot", "Go on with it"), lambda: again(step)))

    def put_away(self) -> None:
        """Closes the area, keeping what is typed in it."""
        if self.form is not None:
            self.keep()
            self._close()

    def keep(self) -> None:
        """Keeps what is typed on this machine, so that no crash takes it."""
        staff = self._bridge.staff
        if self.form is None or self.form.typed() == self._fresh:
            return
        typed = self.form.typed()
        self._kept[self._record_id, self.step] = typed
        self._open[self._record_id] = self.step
        if staff is not None:
            try:
                self._bridge.forms.keep(staff.id, f"{self._prefix}{self._record_id}/{self.step}", typed)
            except EnvironmentProblem as problem:
                self.failed.emit(problem)

    def resume(self) -> None:
        """Takes back what who sits here now left half-typed, instead of what another had typed."""
        self._close()
        self._kept.clear()
        self._open.clear()
        staff = self._bridge.staff
        if staff is None:
            return
        try:
            kept = self._bridge.forms.kept(staff.id, self._prefix)
        except EnvironmentProblem as problem:
            self.failed.emit(problem)
            return
        for slot, typed in kept.items():
            record_id, _, step = slot.partition("/")
            self._kept[int(record_id), step] = typed
            self._open[int(record_id)] = step

    def _finish(self, result: object) -> None:
        step = self.step
        self._forget()
        self._close()
        self.done.emit(step, result)

    def _end(self, notice: SavedUnheard) -> None:
        """It is saved, though nobody heard what came of it: the area goes, the panel says so."""
        self._left_half = ""
        self._forget()
        self._close()
        self.left.emit()
        self.failed.emit(notice)

    def _leave(self) -> None:
        assert self.form is not None
        self._left_half = self.step if self.form.typed() != self._fresh else ""
        self.keep()
        self._open.pop(self._record_id, None)
        self._close()
        self.left.emit()

    def _forget(self) -> None:
        """What was typed is in the books now."""
        staff = self._bridge.staff
        self._open.pop(self._record_id, None)
        if self._kept.pop((self._record_id, self.step), None) is not None and staff is not None:
            try:
                self._bridge.forms.forget(staff.id, f"{self._prefix}{self._record_id}/{self.step}")
            except EnvironmentProblem as problem:
                self.failed.emit(problem)

    def _close(self) -> None:
        self._keeping.stop()
        if self.form is not None:
            self._column.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form, self.step = None, ""
        self.hide()
