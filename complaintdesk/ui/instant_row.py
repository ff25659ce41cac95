# SPDX-License-Identifier: Apache-2.0
"""A box in which an instant is typed in words, echoed exactly below them; what can't be read is said on leaving it."""

from __future__ import annotations

from datetime import datetime

from complaintdesk.errors import MissingFields, UserError
from complaintdesk.labels import words_of
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.time_words import exact_words


class InstantRow(FieldRow):
    """A subclass says how the words are read."""

    def __init__(self, bridge: Bridge, name: str, label: str, asked: str, placeholder: str) -> None:
        """`name` is what errors call the field; `asked` is said where nothing is typed and something must be."""
        self.input = LineInput(placeholder=placeholder)
        super().__init__(label, self.input, above=True, below=True)
        self._bridge, self._name, self._asked = bridge, name, asked
        self.input.textChanged.connect(self.echo)
        self.input.editingFinished.connect(self._complain)

    def given(self) -> datetime | None:
        """The instant typed (UTC), None while the box is empty; raises UserError beside the box."""
        try:
            return self._read(self.input.text().strip())
        except UserError as error:
            raise UserError(error.text, field=self._name, **error.values) from error

    def needed(self) -> datetime:
        """The instant typed; raises UserError beside the box when it can't be read or there is none."""
        moment = self.given()
        if moment is None:
            raise MissingFields({self._name: self._asked})
        return moment

    def known(self) -> datetime | None:
        """The instant typed so far, None while it can't be read."""
        try:
            return self.given()
        except UserError:
            return None

    def echo(self) -> None:
        """Says which instant is meant; called again when what it depends on changes."""
        moment = self.known()
        self.set_note("" if moment is None else exact_words(moment, self._bridge.zone))
        self.set_problem("")

    def _read(self, words: str) -> datetime | None:
        """The instant that these words mean (UTC), None for none; raises UserError."""
        raise NotImplementedError

    def _complain(self) -> None:
        try:
            self.given()
        except UserError as error:
            self.set_problem(words_of(error))
