# SPDX-License-Identifier: Apache-2.0
"""Long work off the GUI thread: a function runs in a worker, its result or error comes back to the window."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Event
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, Signal, Slot

from complaintdesk.errors import Told

T = TypeVar("T")


class Cancelled(Exception):
    """The person asked to stop; raised inside the work by its next call of `progress`."""


class Progress(Protocol):
    """What a worker calls as it goes on: so many done of so many, 0 when not known. Raises Cancelled."""

    def __call__(self, done: int, total: int = 0) -> None: ...


class Job(QObject):
    """One piece of work under way, as the window sees it; no worker ever holds it."""

    progressed = Signal(int, int)  # done, total
    ended = Signal()  # in any case
    stumbled = Signal()  # what it met is a bug

    def __init__(self, stop: Event, on_done: Callable[[Any], object], on_error: Callable[[Told], object]) -> None:
        super().__init__()
        self._stop = stop
        self._on_done: Callable[[Any], object] = on_done
        self._on_error: Callable[[Told], object] = on_error

    def cancel(self) -> None:
        """Asks the work to stop at its next step."""
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        """Whether it was asked to stop."""
        return self._stop.is_set()

    @Slot()
    def forget(self) -> None:
        """Nobody waits for the answer any more."""
        self.cancel()
        self._let_go()

    def finish(self, result: object) -> None:
        """The work came to its end."""
        on_done = self._on_done
        self._let_go()
        self.ended.emit()
        on_done(result)

    def fail(self, error: BaseException) -> None:
        """The work raised something; what is a bug is raised again here, and so reaches the crash dialog."""
        on_error = self._on_error
        self._let_go()
        self.ended.emit()
        if isinstance(error, Told):
            on_error(error)
        elif not isinstance(error, Cancelled):
            self.stumbled.emit()
            raise error

    def _let_go(self) -> None:
        # A dying job must not be the last to hold a widget: its end would call back into the job, and crash.
        self._on_done = self._on_error = lambda _answer: None


class _Mailbox(QObject):
    """Where workers leave word for the window. It alone is known to them: a QObject must not die in a worker."""

    stepped = Signal(int, int, int)  # number of the job, done, total
    returned = Signal(int, object)
    raised = Signal(int, object)

    def __init__(self) -> None:
        super().__init__()
        self.jobs: dict[int, Job] = {}
        self.stepped.connect(self._step)
        self.returned.connect(self._finish)
        self.raised.connect(self._fail)

    @Slot(int, int, int)
    def _step(self, number: int, done: int, total: int) -> None:
        self.jobs[number].progressed.emit(done, total)

    @Slot(int, object)
    def _finish(self, number: int, result: object) -> None:
        self.jobs.pop(number).finish(result)

    @Slot(int, object)
    def _fail(self, number: int, error: BaseException) -> None:
        self.jobs.pop(number).fail(error)


_mailbox = _Mailbox()
_numbers = count(1)
# While a worker computes, the window's thread waits no longer than this for its turn at the interpreter.
_workers = ThreadPoolExecutor(
    max_workers=2, thread_name_prefix="desk", initializer=sys.setswitchinterval, initargs=(0.001,)
)


def run(
    owner: QObject,
    function: Callable[[Progress], T],
    on_done: Callable[[T], object],
    on_error: Callable[[Told], object],
) -> Job:
    """Starts `function(progress)` in a worker; then `on_done(result)` or `on_error(error)` is called in the window.

    `owner` is the widget that asked: if it goes first, neither is called. The function must use no widget; it may call
    `office.ask`, which opens a session of its own.
    """
    number, stop = next(_numbers), Event()
    job = _mailbox.jobs[number] = Job(stop, on_done, on_error)
    owner.destroyed.connect(job.forget)
    _workers.submit(_work, number, stop, function)
    return job


def stop_all() -> None:
    """Asks all work to stop and waits until it has; nobody is told. For the end of the program."""
    for job in _mailbox.jobs.values():
        job.forget()
    wait_for_all()


def wait_for_all() -> None:
    """Waits until all work has ended and was told of, while nobody can click or type."""
    while _mailbox.jobs:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents, 50)


def _work(number: int, stop: Event, function: Callable[[Progress], Any]) -> None:
    def progress(done: int, total: int = 0) -> None:
        if stop.is_set():
            raise Cancelled
        _mailbox.stepped.emit(number, done, total)

    try:
        if stop.is_set():  # forgotten before its turn came: those behind it wait
            raise Cancelled
        result = function(progress)
    except BaseException as error:  # noqa: BLE001 - raised again in the window's thread
        _mailbox.raised.emit(number, error)
    else:
        _mailbox.returned.emit(number, result)
