# SPDX-License-Identifier: Apache-2.0
"""What the panels of the office's books (answers, regulations, outside numbers) share: kept up entry by entry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayout, QWidget

from complaintdesk.labels import translate
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.facts import Facts
from complaintdesk.ui.look import Tone
from complaintdesk.ui.tabs.day_steps import ReasonForm
from complaintdesk.ui.tabs.record_panel import RecordPanel
from complaintdesk.ui.words import Column, Row, Title

ADD, EDIT, VOID = "add", "edit", "void"


class BookPanel(RecordPanel):
    """Shows one entry under its heading; adds, changes and takes out in the same room."""

    large = frozenset({ADD, EDIT})

    saved = Signal(object)  # the id of an entry added or changed, None when it was taken out

    record: Any  # the entry shown, None for none

    def __init__(self, bridge: Bridge, slots: str, nothing: str, *, take_out: str) -> None:
        """As `RecordPanel`'s; `take_out` is on the button that takes an entry out."""
        super().__init__(bridge, slots, nothing)
        self.record = None
        self.heading, self.facts = Title(), Facts()
        self.heading.setWordWrap(True)
        self.edit = Button(translate("BookPanel", "Change"), "F2", icon="pencil")
        self.edit.clicked.connect(lambda: self.ask(EDIT))
        self.void = Button(take_out, also=("Ctrl+Delete",), icon="ban", flat=True)
        self.void.clicked.connect(lambda: self.ask(VOID))

    def _lay_out_book(self, *told: QWidget | QLayout, deeds: tuple[Button, ...] = ()) -> None:
        """Puts what is told below the heading, and these deeds between changing and taking out."""
        head, body = Column(), Column(look.GAP)
        head.addWidget(self.heading)
        for part in told:
            body.addWidget(part) if isinstance(part, QWidget) else body.addLayout(part)
        body.addStretch(1)
        row = Row(self.edit, *deeds, self.void)
        row.addStretch(1)
        self._lay_out(head, body, row)

    def show_nothing(self) -> None:
        """Shows no entry any more."""
        self.slot.put_away()
        self.record = self.record_id = None
        self._make_room("")

    def add(self, step: str = ADD) -> None:
        """Opens the area for a new entry, with what was left half-typed there."""
        self.show_nothing()
        self.ask(step)

    def next_step(self) -> str:
        return EDIT if self.record is not None and self.bridge.may(self._deeds()[0]) else ""

    def _deeds(self) -> tuple[Callable[..., Any], Callable[..., Any]]:
        """What saves an entry, and what takes one out."""
        raise NotImplementedError

    def _said(self, step: str) -> str:
        """What was done, in words."""
        raise NotImplementedError

    def _offer(self) -> None:
        """Shows the deeds on the entry to who may do them."""
        for button, deed in zip((self.edit, self.void), self._deeds(), strict=True):
            button.setVisible(self.bridge.may(deed))

    def _taking_out(self, title: str) -> ReasonForm:
        """The area in which one says why the entry shown is taken out."""
        entry_id, void = self.record.id, self._deeds()[1]
        act = self.void.text().removesuffix("…")
        return ReasonForm(title, act, lambda reason: self.bridge.do(void, entry_id, reason))

    def _make_room(self, step: str) -> None:
        super()._make_room(step)
        self.head.setVisible(self.record_id is not None and step not in self.large)

    def _done(self, step: str, result: Any) -> None:
        self._make_room("")
        if step == VOID:
            self.show_nothing()
            result = None
        else:
            result = result if step in self.large else self.record_id
            self.show_done(result)
        self.saved.emit(result)
        self.banner.say(self._said(step), Tone.GOOD)
        self.settled.emit()
