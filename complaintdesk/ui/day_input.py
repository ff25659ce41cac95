# SPDX-License-Identifier: Apache-2.0
"""A box for one day: typed as it comes (2019-06-01, 2019年6月1日, 20190601), read when it is saved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

from complaintdesk.domain.dates import read_day
from complaintdesk.errors import UserError
from complaintdesk.ui.inputs import LineInput


class DayInput(LineInput):
    """A day, or none."""

    def __init__(
        self, zone: ZoneInfo, field: str, *, name: str = "", after: Callable[[], date | None] = lambda: None
    ) -> None:
        """`field` is what errors call it; `after` gives the day where what this one ends begins."""
        super().__init__(placeholder="2019-06-01", name=name)
        self._zone, self._field, self._after = zone, field, after

    def day(self) -> date | None:
        """The day typed, None for an empty box; raises UserError beside the field for what is no day."""
        if not self.text().strip():
            return None
        after = self._after()
        try:
            return read_day(self.text(), self._zone, after)
        except UserError as error:
            raise UserError(error.text, field=self._field, **error.values) from error

    def set_day(self, day: date | None) -> None:
        """Shows this day."""
        self.setText(day_text(day))


def day_text(day: date | None) -> str:
    """A day as the box shows it: 2019-06-01; '' for none."""
    return "" if day is None else f"{day:%Y-%m-%d}"
