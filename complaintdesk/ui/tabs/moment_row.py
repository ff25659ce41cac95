# SPDX-License-Identifier: Apache-2.0
"""A time still to come, typed in words (明天15:00, 周五下午) and echoed exactly below them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from complaintdesk.domain.appointments import DayParts, parse_appointment
from complaintdesk.errors import MissingFields, UserError
from complaintdesk.labels import translate, words_of
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.form_rows import FieldRow
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.time_words import exact_words


class MomentRow(FieldRow):
    """A box for a time by which something is done: of a span its end. What it meant when it was typed stays meant."""

    def __init__(self, bridge: Bridge, name: str, label: str, asked: str = "") -> None:
        """`name` is what errors call the field; `asked` is said where nothing is typed and something must be."""
        self.input = LineInput(placeholder=translate("CaseForm", "15:00, tomorrow 3 pm"))
        super().__init__(label, self.input, above=True, below=True)
        self._bridge, self._name, self._asked = bridge, name, asked
        self._meant: tuple[str, datetime | None] = ("", None)
        self.input.textChanged.connect(self._echo)
        self.input.editingFinished.connect(self._complain)

    def needed(self) -> datetime:
        """The instant typed (UTC); raises UserError beside the box when it can't be read or there is none."""
        moment = self.given()
        if moment is None:
            raise MissingFields({self._name: self._asked})
        return moment

    def given(self) -> datetime | None:
        """The instant typed (UTC), None while the box is empty; raises UserError beside the box."""
        words = self.input.text().strip()
        if words != self._meant[0]:
            now = self._bridge.local(self._bridge.now())
            try:
                said = parse_appointment(words, now, DayParts.of(self._bridge.procedure.day_parts))
            except UserError as error:
                raise UserError(error.text, field=self._name, **error.values) from error
            self._meant = (words, None if said is None else (said.end or said.start).astimezone(UTC))
        return self._meant[1]

    def kept(self) -> dict[str, Any]:
        """The words and what they mean, as JSON can hold it."""
        moment = self._known()
        return {"words": self.input.text(), "at": None if moment is None else moment.isoformat()}

    def put_kept(self, kept: dict[str, Any]) -> None:
        """Puts back what `kept` gave."""
        if kept["at"] is not None:
            self._meant = (kept["words"].strip(), datetime.fromisoformat(kept["at"]))
        self.input.setText(kept["words"])
        self._echo()

    def _known(self) -> datetime | None:
        try:
            return self.given()
        except UserError:
            return None

    def _echo(self) -> None:
        moment = self._known()
        self.set_note("" if moment is None else exact_words(moment, self._bridge.zone))
        self.set_problem("")

    def _complain(self) -> None:
        try:
            self.given()
        except UserError as error:
            self.set_problem(words_of(error))
