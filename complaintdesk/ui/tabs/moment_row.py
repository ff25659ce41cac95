# SPDX-License-Identifier: Apache-2.0
"""A time still to come, typed in words (明天15:00, 周五下午) and echoed exactly below them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from complaintdesk.domain.appointments import DayParts, parse_appointment
from complaintdesk.labels import translate
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.instant_row import InstantRow


class MomentRow(InstantRow):
    """A box for a time by which something is done: of a span its end. What it meant when it was typed stays meant."""

    def __init__(self, bridge: Bridge, name: str, label: str, asked: str = "") -> None:
        """`name` is what errors call the field; `asked` is said where nothing is typed and something must be."""
        self._meant: tuple[str, datetime | None] = ("", None)
        super().__init__(bridge, name, label, asked, translate("CaseForm", "15:00, tomorrow 3 pm"))

    def _read(self, words: str) -> datetime | None:
        if words != self._meant[0]:
            now = self._bridge.local(self._bridge.now())
            said = parse_appointment(words, now, DayParts.of(self._bridge.procedure.day_parts))
            self._meant = (words, None if said is None else (said.end or said.start).astimezone(UTC))
        return self._meant[1]

    def kept(self) -> dict[str, Any]:
        """The words and what they mean, as JSON can hold it."""
        moment = self.known()
        return {"words": self.input.text(), "at": None if moment is None else moment.isoformat()}

    def put_kept(self, kept: dict[str, Any]) -> None:
        """Puts back what `kept` gave."""
        if kept["at"] is not None:
            self._meant = (kept["words"].strip(), datetime.fromisoformat(kept["at"]))
        self.input.setText(kept["words"])
        self.echo()
