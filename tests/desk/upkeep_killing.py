# SPDX-License-Identifier: Apache-2.0
"""A desk that is killed while it backs up, restores and upgrades: a program of its own, telling its faults as JSON."""

from __future__ import annotations

import json
import lzma
import os
import random
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from complaintdesk.db.schema import schema_version
from complaintdesk.desk import staffing
from complaintdesk.desk.backup import backup
from complaintdesk.desk.backup_files import backups_in, sha256_of
from complaintdesk.desk.checking import check
from complaintdesk.desk.keeping import Places, keep
from complaintdesk.desk.office import Office, open_books, open_office
from complaintdesk.desk.restoring import restore
from complaintdesk.domain.terms import Role
from complaintdesk.errors import EnvironmentProblem
from tests.builders import NAME_OF, NINE, PASSWORD, QUICK_HASHER, DeskClock, a_repair
from tests.conftest import ROOT

SCHEMA_1 = ROOT / "tests" / "data" / "schema1.db.xz"
CLOCK = DeskClock(NINE)


def main(folder: Path, rounds: int, seed: int) -> dict[str, Any]:
    """Lets desks die at each of the three; how many were killed at work, and every fault found."""
    staffing._hasher = QUICK_HASHER
    CLOCK.later(days=1)
    luck = random.Random(seed)
    faults: list[str] = []
    killed = 0
    for name, prepare, work, look in (
        ("upgrade", an_old_office, upgraded, faults_of_upgrade),
        ("backup", a_new_office, backed_up, faults_of_backup),
        ("restore", a_backed_up_office, restored, faults_of_restore),
    ):
        prepare(folder / "whole" / name)
        for attempt in ("loaded", "timed"):  # what is loaded late is loaded before the first fork
            trial = folder / f"{name}-{attempt}"
            shutil.copytree(folder / "whole" / name, trial)
            begun = time.monotonic()
            work(trial)
            span = time.monotonic() - begun
        for number in range(rounds):
            desk = folder / f"{name}-{number}"
            shutil.copytree(folder / "whole" / name, desk)
            killed += one_life(work, desk, (number + luck.random()) / rounds * span)
            faults += [f"{name} {number}: {fault}" for fault in look(desk)]
            shutil.rmtree(desk)
    return {"killed": killed, "faults": faults}


def one_life(work: Callable[[Path], None], desk: Path, seconds: float) -> int:
    """1 when the desk was killed at work, so many seconds after it began; 0 when it was done before."""
    child = os.fork()
    if child == 0:
        live(work, desk)
    time.sleep(seconds)  # until the moment that was drawn: to kill at any moment is what is tried
    os.kill(child, signal.SIGKILL)
    _pid, status = os.waitpid(child, 0)
    return int(os.WIFSIGNALED(status))


def live(work: Callable[[Path], None], desk: Path) -> NoReturn:
    """Does the work once; a fault is written down."""
    try:
        work(desk)
    except BaseException:  # noqa: BLE001 - whatever it is, the parent is told
        (desk / "fault").write_text(traceback.format_exc())
    os._exit(0)


def an_old_office(desk: Path) -> None:
    desk.mkdir(parents=True)
    (desk / "office.db").write_bytes(lzma.decompress(SCHEMA_1.read_bytes()))


def a_new_office(desk: Path) -> None:
    """The old one, upgraded, with a repair more."""
    an_old_office(desk)
    office = seated(desk)
    a_repair(office)
    office.close()


def a_backed_up_office(desk: Path) -> None:
    """A backup, and repairs that came after it."""
    a_new_office(desk)
    office = seated(desk)
    backup(office)
    a_repair(office)
    office.close()


def seated(desk: Path) -> Office:
    office = open_office(desk / "office.db", clock=CLOCK)
    office.staff = office.ask(staffing.staff_named, NAME_OF[Role.SUPERVISOR], office.books)
    return office


def upgraded(desk: Path) -> None:
    open_office(desk / "office.db", clock=CLOCK).close()


def backed_up(desk: Path) -> None:
    office = seated(desk)
    keep(office, Places())
    office.close()


def restored(desk: Path) -> None:
    newest = backups_in(desk / "office-backups")[0]
    restore(newest.path, desk / "office.db", staff="王敏", password=PASSWORD, clock=CLOCK).office.close()


def faults_of_upgrade(desk: Path) -> list[str]:
    """Either the old schema, whole, or the new one, whole; and it opens at the next start."""
    return [*told(desk), *faults_of_backups(desk), *faults_of_books(desk)]


def faults_of_backup(desk: Path) -> list[str]:
    """The books are whole, and what is listed as a backup is one."""
    return [*told(desk), *faults_of_books(desk), *faults_of_backups(desk)]


def faults_of_restore(desk: Path) -> list[str]:
    """The books are there, whole: those before the restore, or those after it."""
    found = [*told(desk), *faults_of_books(desk), *faults_of_backups(desk)]
    office = seated(desk)
    numbers = sorted(number for (number,) in asked(office, "SELECT running FROM case_record WHERE series = 'BX'"))
    office.close()
    if numbers != list(range(1, len(numbers) + 1)) or len(numbers) < 12:
        found.append(f"numbers {numbers}")
    return found


def asked(office: Office, statement: str) -> list[Any]:
    with office.database.connection() as connection:
        return list(connection.exec_driver_sql(statement))


def told(desk: Path) -> list[str]:
    fault = desk / "fault"
    return [fault.read_text()] if fault.exists() else []


def faults_of_books(desk: Path) -> list[str]:
    """What is wrong with the books as the next start finds them."""
    try:
        database, pool = open_books(desk / "office.db")
    except EnvironmentProblem as problem:
        return [f"not opened: {problem.text}"]
    with database.connection() as connection:
        found = [] if schema_version(connection) else ["no schema"]
    found += [f"check: {each.code} {each.values}" for each in check(database, pool)]
    database.close()
    return found


def faults_of_backups(desk: Path) -> list[str]:
    folder = desk / "office-backups"
    kept = backups_in(folder) if folder.exists() else ()
    return [f"half a backup: {each.path.name}" for each in kept if sha256_of(each.path) != each.manifest.sha256]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
