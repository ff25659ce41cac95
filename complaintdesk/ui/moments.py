# SPDX-License-Identifier: Apache-2.0
"""The moments at which the screen looks at the clock: each half minute, so that all that is shown tells one time."""

from __future__ import annotations

import time
from datetime import datetime

from PySide6.QtCore import QObject, Qt, QTimer

MOMENT = 30  # s


def moment_of(now: datetime) -> datetime:
    """The last moment that the screen looked at the clock."""
    return now.replace(second=now.second // MOMENT * MOMENT, microsecond=0)


def until_next(seconds: float) -> int:
    """How long it is from this time of a clock to its next moment, ms; never 0."""
    return int((MOMENT - seconds % MOMENT) * 1000) + 1


class Moments(QTimer):
    """Times out at each moment of this machine's clock, from `begin` on."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.setSingleShot(True)
        self.setTimerType(Qt.TimerType.PreciseTimer)
        self.timeout.connect(self.begin)

    def begin(self) -> None:
        """Waits for the next moment, and for each one after it."""
        self.start(until_next(time.time()))
