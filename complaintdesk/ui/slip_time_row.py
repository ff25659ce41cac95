# SPDX-License-Identifier: Apache-2.0
"""A time typed as it stands on a slip (10:48, 11-20 10:48), echoed exactly below what is typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from complaintdesk.domain.slip_times import read_slip_time
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.instant_row import InstantRow


class SlipTimeRow(InstantRow):
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
        asked = QT_TRANSLATE_NOOP("errors", "This time is written on the slip.")
        super().__init__(bridge, name, label, asked, placeholder)
        self._after = after

    def _read(self, words: str) -> datetime | None:
        if not words:
            return None
        return read_slip_time(words, self._bridge.office.zone, self._bridge.now(), self._after())
