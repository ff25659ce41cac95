# SPDX-License-Identifier: Apache-2.0
"""Long work off the GUI thread: a function runs in a worker, its result or error comes back to the window."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal

from complaintdesk.errors import Told

T = TypeVar("T")


class Cancelled(Exception):
    """The person asked to stop; raised inside the work by its next call of `progress`."""


class Progress(Protocol):
    """What a worker calls as it goes on: so many done of so many, 0 when not known. Raises Cancelled."""

    def __call__(self, done: int, total: int = 0) -> None: ...


class Job(QObject):
    """One piece of work under way. Its signals come in the thread that made it, and stop when its owner is gone."""

    progressed = Signal(int, int)  # done, total
    done = Signal(object)  # what the function returned
    failed = Signal(object)  # the UserError or EnvironmentProblem it raised
    ended = Signal()  # in any case, last

    _returned = Signal(object)
    _raised = Signal(object)

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self._stop = Event()
        self._returned.connect(self._finish, Qt.ConnectionType.QueuedConnection)
        self._raised.connect(self._fail, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Asks the work to stop at its next step."""
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        """Whether it was asked to stop."""
        return self._stop.is_set()

    def step(self, done: int, total: int = 0) -> None:
        """The worker's `progress`."""
        if self._stop.is_set():
            raise Cancelled
        self.progressed.emit(done, total)

    def _finish(self, result: object) -> None:
        self.done.emit(result)
        self._end()

    def _fail(self, error: BaseException) -> None:
        if isinstance(error, Told):
            self.failed.emit(error)
        self._end()
        if not isinstance(error, Told | Cancelled):
            raise error  # a bug: from here it reaches the crash dialog

    def _end(self) -> None:
        self.ended.emit()
        self.deleteLater()


class _Work(QRunnable):
    def __init__(self, job: Job, function: Callable[[Progress], Any]) -> None:
        super().__init__()
        self._job = job
        self._function = function

    def run(self) -> None:
        try:
            result = self._function(self._job.step)
        except BaseException as error:  # noqa: BLE001 - handed over to the GUI thread, where it is raised again
            self._tell(self._job._raised, error)
        else:
            self._tell(self._job._returned, result)

    def _tell(self, signal: Any, what: object) -> None:
        try:
            signal.emit(what)
        except RuntimeError:
            return  # the window that asked is gone, and nobody waits for the answer


def run(
    owner: QObject,
    function: Callable[[Progress], T],
    on_done: Callable[[T], object],
    on_error: Callable[[Told], object],
) -> Job:
    """Starts `function(progress)` in a worker; then calls `on_done(result)` or `on_error(error)` in the GUI thread.

    `owner` is the widget that asked: if it goes first, neither is called. The function must use no widget; it may call
    `office.ask`, which opens a session of its own.
    """
    job = Job(owner)
    job.done.connect(on_done)
    job.failed.connect(on_error)
    QThreadPool.globalInstance().start(_Work(job, function))
    return job
