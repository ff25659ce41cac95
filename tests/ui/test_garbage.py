# SPDX-License-Identifier: Apache-2.0
"""A page that nobody holds any more goes in the window's thread, never in a worker that happens to make objects."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from threading import current_thread, main_thread

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from complaintdesk.ui import background
from complaintdesk.ui.background import Progress
from complaintdesk.ui.garbage import Garbage, collect_due

_MANY = 200_000  # objects: many times what Python makes before it looks for garbage by itself


class Page:
    """Holds itself, as a page does by a signal tied to a lambda of its own; says in which thread it went."""

    def __init__(self, gone: list[str]) -> None:
        self.itself, self.gone = self, gone

    def __del__(self) -> None:
        self.gone.append(current_thread().name)


@pytest.fixture
def collecting() -> Iterator[None]:
    """As the program is before it looks for garbage in its own way."""
    gc.enable()
    yield
    gc.unfreeze()


def work_hard(_progress: Progress) -> list[list[int]]:
    return [[at] for at in range(_MANY)]


def test_no_page_goes_in_a_worker(qtbot: QtBot, collecting: None) -> None:
    owner, gone, made = QObject(), list[str](), list[object]()
    Garbage(owner)
    Page(gone)
    with qtbot.waitSignal(background.run(owner, work_hard, made.append, lambda _told: None).ended):
        pass
    qtbot.waitUntil(lambda: bool(gone))
    assert gone == [main_thread().name]


def test_nothing_is_collected_before_its_time(collecting: None) -> None:
    gone: list[str] = []
    Garbage(QObject())
    collect_due(resting=True)
    gc.collect()
    Page(gone)
    collect_due(resting=True)
    assert gone == []
    made = [[at] for at in range(_MANY)]
    collect_due(resting=True)
    assert gone == [main_thread().name]
    assert len(made) == _MANY


def test_what_stood_for_long_is_looked_through_only_while_nobody_is_at_work(collecting: None) -> None:
    gone: list[str] = []
    Garbage(QObject())
    gc.collect()
    page = Page(gone)
    gc.collect(1)  # it is among the oldest now
    del page
    for _ in range(2 * gc.get_threshold()[2]):
        gc.collect(1)
    collect_due(resting=False)
    assert gone == []
    collect_due(resting=True)
    assert gone == [main_thread().name]
