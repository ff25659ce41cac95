# SPDX-License-Identifier: Apache-2.0
"""Waits after wrong passwords as the running program counts them: a clock set ahead meanwhile shortens none (T10)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta


class Waits:
    """How long nothing is tried yet, by whose secret it is; `running` gives seconds that nobody can set."""

    def __init__(self, running: Callable[[], float]) -> None:
        self._running = running
        self._until: dict[str, float] = {}

    def begin(self, whose: str, span: timedelta) -> None:
        """Nothing is tried for this span from now on."""
        self._until[whose] = self._running() + span.total_seconds()

    def left(self, whose: str) -> timedelta:
        """How much of it is left; nothing where none was begun since the program started."""
        return timedelta(seconds=max(0.0, self._until.get(whose, 0.0) - self._running()))
