# SPDX-License-Identifier: Apache-2.0
"""How a table comes by its records: their beginning at once, the whole of a long list from a worker."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from complaintdesk.desk.long_lists import LOOKED_AT, Beginning, are_many
from complaintdesk.errors import Told
from complaintdesk.ui import background
from complaintdesk.ui.background import Job, Progress
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.record_table import RecordTable

T = TypeVar("T")


class ListReader(QObject):
    """Fills one table. While the rest of a list is read, what stood below its beginning before goes on standing."""

    filled = Signal()  # the list is whole
    failed = Signal(object)  # what was Told instead

    def __init__(self, bridge: Bridge, table: RecordTable) -> None:
        super().__init__(table)
        self._bridge, self._table = bridge, table
        self._job: Job | None = None
        self._answers: dict[Any, Job] = {}
        self._listed: object = None  # what the table shows, as it was asked for
        self._awaited: int | None = None  # to be chosen when its place in the list is known

    def read(
        self,
        wanted: object,
        beginning: Callable[[Any], Beginning],
        whole: Callable[[Any, Progress], array[int]],
    ) -> None:
        """Lists what the queries find; `wanted` tells one list from another. Raises EnvironmentProblem.

        `whole` is asked where the beginning is not all, in a worker, and stopped when another list is asked for.
        """
        self._stop()
        begun = self._bridge.ask(beginning)
        again, self._listed = wanted == self._listed, wanted
        self._table.set_ids(_begun_anew(self._table.ids(), begun.ids) if again and not begun.whole else begun.ids)
        if begun.whole:
            self.filled.emit()
            return
        ask = self._bridge.office.ask
        self._job = background.run(self, lambda progress: ask(whole, progress), self._fill, self._fail)

    def show(self, ids: array[int]) -> None:
        """Lists these, whatever was being read."""
        self._stop()
        self._listed = None
        self._table.set_ids(ids)
        self.filled.emit()

    def answer(self, query: Callable[..., T], *args: Any, then: Callable[[T], object]) -> None:
        """Hands on what a query gives that goes through all cases: at once, or of long books by a worker."""
        before = self._answers.pop(query, None)
        if before is not None:
            before.forget()
        if self._bridge.ask(are_many):
            failed = self.failed.emit
            self._answers[query] = self._bridge.fetch(self, query, *args, on_done=then, on_error=failed)
        else:
            then(self._bridge.ask(query, *args))

    @property
    def is_whole(self) -> bool:
        """Whether all of the list is there."""
        return self._job is None

    def choose(self, record_id: int) -> bool:
        """Chooses a record once its place is known; says whether it is listed, or may be in what is still read."""
        self._awaited = None
        if self._table.choose(record_id):
            return True
        self._awaited = None if self.is_whole else record_id
        return not self.is_whole

    def _stop(self) -> None:
        """Waits for the rest no longer."""
        self._awaited = None
        if self._job is not None:
            self._job.forget()
            self._job = None

    def _fill(self, ids: array[int]) -> None:
        self._job = None
        if ids != self._table.ids():  # else its rows were read anew with the beginning
            self._table.set_ids(ids)
        awaited, self._awaited = self._awaited, None
        if awaited is not None and self._table.chosen_id() is None:
            self._table.choose(awaited)
        self.filled.emit()

    def _fail(self, problem: Told) -> None:
        self._job = self._awaited = self._listed = None
        self.failed.emit(problem)


def _begun_anew(ids: array[int], begun: array[int]) -> array[int]:
    """A list with its beginning read anew, as far as is known; the worker's answer takes its place.

    It is changed in place: to copy a million ids takes longer than a frame.
    """
    if not begun:
        return ids
    try:
        end = ids.index(begun[-1], 0, 2 * LOOKED_AT) + 1
    except ValueError:
        return begun
    ids[:end] = begun
    return ids
