# SPDX-License-Identifier: Apache-2.0
"""What asks who does something: whoever sits here, or a colleague who types their own password."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from complaintdesk.errors import MissingFields, SavedUnheard, UserError
from complaintdesk.labels import translate
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import FilterBox, LineInput
from complaintdesk.ui.step_form import StepForm

_WIDTH = 96  # of the labels, px


class ColleagueForm(StepForm):
    """Nothing typed here is kept; the password is asked of a colleague alone."""

    def __init__(self, bridge: Bridge, title: str, accept: str) -> None:
        super().__init__(title, accept)
        self._bridge = bridge
        self.who, self.password = FilterBox(), LineInput(secret=True)
        self.password.moves_on = False
        self.password.returnPressed.connect(self.submit)

    def add_who(self, choices: Sequence[tuple[str, str, str]], usual: str | None) -> None:
        """Adds the boxes for name and password; `usual` is chosen before anybody types, None for nobody."""
        self.who.set_choices(choices)
        self.who.set_value(usual)
        self.add_field(FieldRow(translate("ColleagueForm", "Name"), self.who, label_width=_WIDTH), "name")
        row = FieldRow(translate("ColleagueForm", "Password"), self.password, label_width=_WIDTH)
        self.password_row = self.add_field(row, "password")
        self.who.changed.connect(lambda _name: self._arrange())
        self._arrange()

    def typed(self) -> dict[str, Any]:
        """Nothing: a password is kept nowhere."""
        return {}

    def start(self) -> None:
        if self._own():
            self.accept_button.setFocus()
        elif self.who.value is None:
            self.who.setFocus()
        else:
            self.password.setFocus()

    def sign(
        self, deed: Callable[..., UserError | None], record_id: int, asked: str, is_signed: Callable[[], bool]
    ) -> None:
        """Does the deed under the name chosen; raises the UserError that it gives for a wrong password.

        `asked` is said where no name is; `is_signed` tells, where the answer was lost, whether the deed was done.
        """
        self.who.settle()
        if self.who.value is None:
            raise MissingFields({"name": asked})
        given = record_id, "" if self._own() else self.who.value, self.password.text()
        try:
            refusal = self._bridge.do(deed, *given)
        except SavedUnheard:
            if is_signed():
                raise
            refusal = self._bridge.do(deed, *given)  # what was saved is that the password was wrong
        if refusal is not None:
            self.password.clear()
            raise refusal

    def _own(self) -> bool:
        """Whether it is who sits here."""
        return self._bridge.staff is not None and self.who.value == self._bridge.staff.name

    def _arrange(self) -> None:
        self.password_row.setVisible(not self._own())
