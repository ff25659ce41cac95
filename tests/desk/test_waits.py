# SPDX-License-Identifier: Apache-2.0
"""Waits after wrong passwords outlast a closed program, a clock set ahead and a machine started anew (T10)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from complaintdesk.desk import office as office_module
from complaintdesk.desk import waits
from complaintdesk.desk.office import Office, open_office
from tests.builders import PASSWORD
from tests.desk.test_staff import attempt


class Machine:
    """A computer whose clock and whose running time a test decides about."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ahead = timedelta(0)
        self.running = 5000.0
        self.clock = lambda: datetime.now(UTC).replace(microsecond=0) + self.ahead
        monkeypatch.setattr(office_module, "wall_clock", self.clock)
        monkeypatch.setattr(office_module, "monotonic", lambda: self.running)

    def try_at(self, location: str, password: str = PASSWORD) -> str:
        """What the program says that was just started, tried once and closed."""
        office = open_office(location, clock=self.clock)
        try:
            return attempt(office, password)
        finally:
            office.close()


def locked_out(location: str, machine: Machine) -> None:
    for _ in range(waits.FREE_FAILURES):
        assert machine.try_at(location, "wrong password") == "The password is wrong."
    assert machine.try_at(location).startswith("Too many")


def test_a_clock_set_ahead_while_the_program_is_closed_shortens_no_wait(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """T10: on a file by how long the machine has been running, on a server by its own clock."""
    machine, location = Machine(monkeypatch), office.database.location
    locked_out(location, machine)
    machine.ahead = timedelta(hours=2)
    assert machine.try_at(location).startswith("Too many")


@pytest.mark.about_files("a server's own clock goes for all its desks, and none of them sets it")
def test_a_machine_started_anew_shortens_no_wait_either(file_office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    machine, location = Machine(monkeypatch), file_office.database.location
    locked_out(location, machine)
    machine.ahead = timedelta(hours=2)
    machine.running = 12.0
    assert machine.try_at(location) == "Too many wrong passwords: wait 18 seconds."
    machine.running = 29.0
    assert machine.try_at(location) == "Too many wrong passwords: wait 1 seconds."
    machine.running = 30.0
    assert machine.try_at(location) == ""


@pytest.mark.about_files("a server's own clock goes for all its desks, and none of them sets it")
def test_on_a_machine_that_runs_on_the_wait_ends_when_it_is_over(
    file_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine, location = Machine(monkeypatch), file_office.database.location
    locked_out(location, machine)
    machine.ahead = timedelta(seconds=40)
    machine.running += 29
    assert machine.try_at(location) == "Too many wrong passwords: wait 1 seconds."
    machine.running += 1
    assert machine.try_at(location) == ""
