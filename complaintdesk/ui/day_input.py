# SPDX-License-Identifier: Apache-2.0
"""Days typed as they come (2019-06-01, 2019年6月1日, 20190601) and read when they are taken: one, or from and to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from complaintdesk.domain.dates import read_day, read_past_day
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
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
        return _beside(self._field, lambda: read_day(self.text(), self._zone, after))

    def set_day(self, day: date | None) -> None:
        """Shows this day."""
        self.setText(day_text(day))


def day_text(day: date | None) -> str:
    """A day as the box shows it: 2019-06-01; '' for none."""
    return "" if day is None else f"{day:%Y-%m-%d}"


def read_span(from_on: LineInput, to_on: LineInput, zone: ZoneInfo, today: date) -> tuple[date, date]:
    """The days that two boxes write; without a year the first is the last such day, and the other the next after it.

    Raises UserError beside `from_on` or `to_on`.
    """
    first = _beside("from_on", lambda: read_past_day(from_on.text(), zone, today))
    last = _beside("to_on", lambda: read_day(to_on.text(), zone, first))
    if last < first:
        raise UserError(QT_TRANSLATE_NOOP("errors", "The last day lies before the first."), field="to_on")
    return first, last


def read_open_span(
    from_on: LineInput, to_on: LineInput, zone: ZoneInfo, today: date
) -> tuple[date | None, date | None]:
    """The same where either box may stay empty: no limit."""
    if from_on.text().strip() and to_on.text().strip():
        return read_span(from_on, to_on, zone, today)
    first, last = (
        _beside(name, partial(read_past_day, box.text(), zone, today)) if box.text().strip() else None
        for name, box in (("from_on", from_on), ("to_on", to_on))
    )
    return first, last


def _beside(field: str, read: Callable[[], date]) -> date:
    try:
        return read()
    except UserError as error:
        raise UserError(error.text, field=field, **error.values) from error
