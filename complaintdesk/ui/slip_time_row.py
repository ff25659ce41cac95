# SPDX-License-Identifier: Apache-2.0
"""A time typed as it stands on a slip (10:48, 11-20 10:48), echoed exactly below what is typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from complaintdesk.domain.slip_times import read_slip_time
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields, UserError
from complaintdesk.labels import words_of
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.time_words import exact_words


class SlipTimeRow(FieldRow):
    """A box for one step's time; a bare time is of the day on which it follows the step before."""

    def __init__(
        self,
        bridge: Bridge,
        name: str,
        label: str,
        *,
        after: Callable[[], datetime | None],
        placeholder: str = "10:48",
    ) -> None:
        """`name` is what errors call the field; `after` gives the time of the step before, None if it is not known."""
        self.input = LineInput(placeholder=placeholder)
        super().__init__(label, self.input, above=True, below=True)
        self._bridge, self._name, self._after = bridge, name, after
        self.input.textChanged.connect(self.echo)
        self.input.editingFinished.connect(self._complain)

    def given(self) -> datetime | None:
        """The instant typed, None while the box is empty; raises UserError beside the box."""
        if not self.input.text().strip():
            return None
        bridge = self._bridge
        try:
            return read_slip_time(self.input.text(), bridge.office.zone, bridge.now(), self._after())
        except UserError as error:
            raise UserError(error.text, field=self._name, **error.values) from error

    def needed(self) -> datetime:
        """The instant typed; raises UserError beside the box when there is none."""
        moment = self.given()
        if moment is None:
            raise MissingFields({self._name: QT_TRANSLATE_NOOP("errors", "This time is written on the slip.")})
        return moment

    def known(self) -> datetime | None:
        """The instant typed so far, None while it can't be read."""
        try:
            return self.given()
        except UserError:
            return None

    def echo(self) -> None:
        """Says which instant is meant; called again when the step before it changes."""
        moment = self.known()
        self.set_note("" if moment is None else exact_words(moment, self._bridge.zone))
        self.set_problem("")

    def _complain(self) -> None:
        try:
            self.given()
        except UserError as error:
            self.set_problem(words_of(error))
