# SPDX-License-Identifier: Apache-2.0
"""Why a limit ends when it does (为什么是周四 17:30？): its steps in a dialog, to be read and copied."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from complaintdesk.desk.records import CommitmentRecord, EventRecord
from complaintdesk.domain.commitments import Explanation
from complaintdesk.labels import translate
from complaintdesk.ui import look, prompts
from complaintdesk.ui.buttons import Button, Choices
from complaintdesk.ui.dialogs import Dialog
from complaintdesk.ui.facts import Fact, Facts
from complaintdesk.ui.scrolling import Scrolling
from complaintdesk.ui.why_words import asked, first_due_words, why_lines, why_text
from complaintdesk.ui.words import Column, Note, Title

_WIDTH, _HEIGHT = 680, 360  # px, at least


class WhyDialog(Dialog):
    """The limits of a case by their end, and the steps of the one that is chosen."""

    help_page = "limits"

    def __init__(
        self,
        parent: QWidget | None,
        found: Sequence[Explanation],
        events: Sequence[EventRecord],
        now: datetime,
        zone: ZoneInfo,
        chosen: Explanation,
    ) -> None:
        super().__init__(parent, translate("Why", "Why this time?"), width=_WIDTH)
        self._found, self._events, self._now, self._zone = tuple(found), tuple(events), now, zone
        self.limits = Choices(
            [(at, self._name(each)) for at, each in enumerate(found)], name=translate("Why", "Limit"), wrap=True
        )
        self.question, self.first, self.steps = Title(), Note(wrap=True), Facts()
        self.question.setWordWrap(True)
        column = Column(look.GAP)
        column.addWidget(self.steps)
        column.addStretch(1)
        told = Scrolling(column)
        told.setMinimumHeight(_HEIGHT)
        self.box.addWidget(self.limits)
        self.limits.setVisible(len(found) > 1)
        for part in (self.question, self.first, told):
            self.box.addWidget(part)
        self.copy_button = Button(translate("Why", "Copy"), "Ctrl+Shift+C")
        self.copy_button.clicked.connect(self.copy)
        self.add_close(beside=self.copy_button)
        self.limits.changed.connect(self._show)
        self.limits.set_value(self._found.index(chosen))

    def text(self) -> str:
        """The question with its answer, as it is copied."""
        found = self._found[self.limits.value]
        question = "\n".join(part for part in (self.question.text(), self.first.text()) if part)
        return why_text(question, why_lines(found, self._events, self._now, self._zone))

    def copy(self) -> None:
        """Puts the question with its answer on the clipboard."""
        QGuiApplication.clipboard().setText(self.text())

    def _name(self, found: Explanation) -> str:
        if found.round == 1:
            return found.name
        return translate("Why", "{name} (round {round})").format(name=found.name, round=found.round)

    def _show(self, at: int) -> None:
        found = self._found[at]
        self.question.setText(asked(found, self._now, self._zone))
        self.first.setText(first_due_words(found, self._now, self._zone))
        self.first.setVisible(bool(self.first.text()))
        lines = why_lines(found, self._events, self._now, self._zone)
        self.steps.set_facts([Fact(line.at, line.words, line.role, wide=True) for line in lines])


class WhyButton(Button):
    """Asks why a limit ends when it does; hidden while there is none."""

    def __init__(self) -> None:
        super().__init__(
            "",
            also=("Alt+Y",),
            icon="circle-question-mark",
            flat=True,
            tip=translate("Why", "Why this time: how each limit was counted, step by step"),
            name=translate("Why", "Why this time?"),
        )
        self._asked: tuple[Sequence[Explanation], Sequence[EventRecord], datetime, ZoneInfo] | None = None
        self._chosen: Explanation | None = None
        self.clicked.connect(self.ask)
        self.hide()

    def set_why(
        self,
        found: Sequence[Explanation],
        events: Sequence[EventRecord],
        now: datetime,
        zone: ZoneInfo,
        shown: CommitmentRecord | None,
    ) -> None:
        """From now on explains these limits, first the one that is shown beside it, else the one that ends next."""
        self._asked = (found, events, now, zone)
        same = (each for each in found if shown is not None and (each.key, each.round) == (shown.key, shown.round))
        self._chosen = next(same, next(iter(found), None))
        self.setVisible(self._chosen is not None)

    def ask(self) -> None:
        """Opens the explanation."""
        dialog = self.dialog()
        if dialog is not None:
            prompts.show_dialog(dialog)

    def dialog(self) -> WhyDialog | None:
        """The explanation; None while there is nothing to explain."""
        if self._asked is None or self._chosen is None:
            return None
        return WhyDialog(self.window(), *self._asked, self._chosen)
