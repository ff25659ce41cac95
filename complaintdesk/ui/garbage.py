# SPDX-License-Identifier: Apache-2.0
"""Garbage is looked for in the window's thread alone: a widget that died in a worker would take the program along."""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QObject, QTimer

_BETWEEN_LOOKS = 1_000  # ms
_REST = 2.0  # s without a key or a click
_touched = [0.0]  # when there was one last


class Garbage(QObject):
    """From when it is made on Python collects nothing by itself, in whichever thread happens to make an object.

    Reference cycles that hold widgets are common (a signal tied to a lambda of its own page), and Qt must not take
    one apart but where it lives. What is loaded by then stays for good and is not looked through again.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()
        looks = QTimer(self, interval=_BETWEEN_LOOKS)
        looks.timeout.connect(lambda: collect_due(resting=time.monotonic() - _touched[0] >= _REST))
        looks.start()


def touch() -> None:
    """Somebody is at work: what takes several frames waits until they rest."""
    _touched[0] = time.monotonic()


def collect_due(*, resting: bool) -> None:
    """Collects what Python would have collected by itself by now; all that there is only while nobody is at work."""
    made = zip(gc.get_count(), gc.get_threshold(), strict=True)
    due = [generation for generation, (count, threshold) in enumerate(made) if count > threshold]
    if due:
        gc.collect(due[-1] if resting else min(due[-1], 1))
