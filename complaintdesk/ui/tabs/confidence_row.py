# SPDX-License-Identifier: Apache-2.0
"""客户保密: who calls wants to stay unknown to whom the matter is about, and to everybody outside."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from complaintdesk.desk import staffing
from complaintdesk.desk.pinyin_table import pinyin_table
from complaintdesk.domain.pinyin import list_keys
from complaintdesk.errors import UserError
from complaintdesk.labels import translate, words_of
from complaintdesk.ui.bare_keys import add_key
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import TickBox
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import FilterBox
from complaintdesk.ui.staff_words import with_role
from complaintdesk.ui.tabs.case_words import not_listed
from complaintdesk.ui.words import Column, Note

_KEY = "Ctrl+Shift+M"
ABOUT = "about_staff_id"  # its field, as errors name it


class ConfidenceRow(QWidget):
    """Who of the office is complained of, shown while `tick`, which stands beside the caller, is ticked."""

    changed = Signal()

    def __init__(self, label_width: int) -> None:
        super().__init__()
        words = translate("CaseForm", "The caller is to stay unknown to whom it is about")
        self.tick = TickBox(translate("CaseForm", "Confidential"), tip=f"{words}  {_KEY}")
        self.tick.aside = True  # Enter goes on past it: it is seldom ticked
        add_key(self.tick, _KEY, words, self._tick_by_key)
        colleague = translate("CaseForm", "A colleague of this office; of a neighbour leave it empty")
        self.about = FilterBox(name=translate("CaseForm", "Who is complained of"), placeholder=colleague)
        self._bridge: Bridge | None = None
        self.row = FieldRow(translate("CaseForm", "About"), self.about, label_width=label_width)
        words = translate(
            "CaseForm", "Hidden from this colleague and on copies that leave the desk: name, phone, place."
        )
        column = Column(2)
        column.addWidget(self.row)
        column.addWidget(Note(words, wrap=True))
        self.setLayout(column)
        self.hide()
        self.tick.toggled.connect(self._show)
        self.about.changed.connect(lambda _id: self.changed.emit())
        self.about.left.connect(self._say_if_unknown)

    def ask(self, bridge: Bridge) -> None:
        """From here it knows who works in the office."""
        self._bridge = bridge

    def given(self) -> tuple[bool, int | None]:
        """Whether it is confidential, and who is complained of.

        UserError for a name that is nobody's here: passed over, it would leave the caller open to the one it means.
        """
        self.about.settle()
        if self.tick.isChecked() and self.about.value is None and self.about.typed.strip():
            raise not_listed(ABOUT, self.about.typed)
        return self.tick.isChecked(), self.about.value

    def put(self, confidential: bool, about: int | None, typed: str = "") -> None:
        """Shows what a case has, or what was typed before."""
        if confidential or about is not None:
            self._offer()
        self.about.set_value(about if self.about.offers(about) else None)
        self.tick.setChecked(confidential)
        if typed and self.about.value is None:
            self.about.put_typed(typed)

    def kept(self) -> list[Any]:
        """What stands here, as JSON can hold it."""
        return [self.tick.isChecked(), self.about.value, self.about.typed]

    def _say_if_unknown(self) -> None:
        try:
            self.given()
        except UserError as error:
            self.row.set_problem(words_of(error))

    def _offer(self) -> None:
        if self._bridge is not None and not self._bridge.gone:
            staff = self._bridge.ask(staffing.staff_list, self._bridge.books)
            self.about.set_choices(
                (one.id, with_role(one), f"{one.name} {' '.join(list_keys(one.name, pinyin_table()))}") for one in staff
            )

    def _tick_by_key(self) -> None:
        """Ticks it, with the keyboard where it is said who is complained of; or takes the tick away."""
        self.tick.toggle()
        if self.tick.isChecked():
            self.about.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show(self, ticked: bool) -> None:
        if ticked and self.about.value is None:
            self._offer()
        self.setVisible(ticked)
        self.changed.emit()
