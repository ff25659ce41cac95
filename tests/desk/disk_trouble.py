# SPDX-License-Identifier: Apache-2.0
"""A desk on a disk that refuses the n-th write, for many n: a program of its own, telling its faults as JSON."""

from __future__ import annotations

import ctypes
import errno
import json
import shutil
import sys
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from complaintdesk.desk import case_pages, staffing
from complaintdesk.desk.backup import backup
from complaintdesk.desk.backup_files import backups_in, sha256_of
from complaintdesk.desk.checking import check
from complaintdesk.desk.keeping import Places, keep
from complaintdesk.desk.office import Office, open_office
from complaintdesk.desk.restoring import restore
from complaintdesk.domain.terms import Role
from complaintdesk.errors import EnvironmentProblem
from complaintdesk.sheets.register_out import write_register
from tests.builders import NAME_OF, PASSWORD, QUICK_HASHER, DeskClock, a_repair, a_slip, found
from tests.compiled_once import compile_each_statement_once
from tests.desk.killing import work
from tests.desk.paper import a_file

CLOCK = DeskClock()
disk = ctypes.CDLL(None)


def main(folder: Path, points: int) -> dict[str, Any]:
    """Tries each deed with so many points of failure of each kind; what was said, and every fault found."""
    compile_each_statement_once()
    staffing._hasher = QUICK_HASHER
    whole = folder / "whole"
    whole.mkdir()
    found(whole / "office.db", CLOCK)
    office = seated(whole)
    work(office, whole, lambda *_words: None)
    backup(office)
    a_slip(office)
    office.close()
    trials = Trials(folder, whole)
    for name, deed in DEEDS.items():
        trials.try_all(name, deed, points)
    return {"told": trials.told, "faults": trials.faults}


def seated(desk: Path) -> Office:
    office = open_office(desk / "office.db", clock=CLOCK)
    office.staff = office.ask(staffing.staff_named, NAME_OF[Role.SUPERVISOR], office.books)
    return office


def export(office: Office, desk: Path) -> None:
    ids = office.ask(case_pages.cases_between)
    with office.database.reading() as session:
        records = case_pages.case_records(session, ids, office.books)
        write_register(desk / "register.xlsx", records, office_name="", zone=office.zone)


def put_back(office: Office, desk: Path) -> None:
    newest = backups_in(desk / "office-backups")[0]
    office.close()
    restore(newest.path, desk / "office.db", staff="王敏", password=PASSWORD, clock=CLOCK).office.close()


def attach(office: Office, desk: Path) -> None:
    first = office.ask(case_pages.cases_between)[0]
    a_file(office, first, desk.parent, data=b"kept by nobody before")


DEEDS: dict[str, Callable[[Office, Path], Any]] = {
    "register": lambda office, _desk: a_repair(office),
    "attach": attach,
    "export": export,
    "print": lambda office, desk: work(office, desk, lambda *_words: None),
    "backup": lambda office, _desk: keep(office, Places()),
    "restore": put_back,
}


class Trials:
    """What was said and what was found at each point of failure."""

    def __init__(self, folder: Path, whole: Path) -> None:
        self.folder, self.whole = folder, whole
        self.told: dict[str, dict[str, int]] = {}
        self.faults: list[str] = []

    def try_all(self, name: str, deed: Callable[[Office, Path], Any], points: int) -> None:
        writes = self._try(name, deed, 0, 0, for_good=False)
        said: Counter[str] = Counter()
        for error in (errno.ENOSPC, errno.EIO):
            for for_good in (False, True):
                for at in range(1, writes + 1, max(1, writes // points)):
                    self._try(name, partial(self._listen, deed, said), at, error, for_good=for_good)
        self.told[name] = dict(said)

    def _listen(self, deed: Callable[[Office, Path], Any], said: Counter[str], office: Office, desk: Path) -> None:
        try:
            deed(office, desk)
        except EnvironmentProblem as problem:
            said[problem.text] += 1
            if not problem.advice:
                self.faults.append(f"no way out of: {problem.text}")
        else:
            said[""] += 1

    def _try(self, name: str, deed: Callable[[Office, Path], Any], at: int, error: int, *, for_good: bool) -> int:
        """Does the deed on a fresh desk whose disk refuses its write number `at`; how many writes were asked for."""
        desk = self.folder / "desk"
        shutil.copytree(self.whole, desk)
        point = f"{name}, write {at}, {errno.errorcode.get(error, 'none')}{' for good' if for_good else ''}"
        try:
            office = seated(desk)
            disk.trouble(str(desk).encode(), ctypes.c_long(at), error, int(for_good))
            try:
                deed(office, desk)
            finally:
                writes = int(disk.asked())
                disk.trouble(b"", ctypes.c_long(0), 0, 0)
            self._look(desk, point, None if name == "restore" else office)
        except Exception:  # noqa: BLE001 - each is a fault, and is told
            self.faults.append(f"{point}: {traceback.format_exc(limit=-3)}")
        shutil.rmtree(desk)
        return writes

    def _look(self, desk: Path, point: str, office: Office | None) -> None:
        """Room is there again: the same desk goes on, its books are whole, and so is every file."""
        office = office or seated(desk)
        a_repair(office)
        keep(office, Places())
        self.faults += [f"{point}: {each.code} {each.values}" for each in check(office.database, office.pool)]
        office.close()
        for kept in backups_in(desk / "office-backups"):
            if sha256_of(kept.path) != kept.manifest.sha256:
                self.faults.append(f"{point}: half a backup")
        with zipfile.ZipFile(desk / "register.xlsx") as book:
            if book.testzip() is not None:
                self.faults.append(f"{point}: half a register")
        if not (desk / "slip.pdf").read_bytes().rstrip().endswith(b"%%EOF"):
            self.faults.append(f"{point}: half a slip")
        left = [
            each.name for each in desk.iterdir() if each.name.endswith(".part") or each.name.startswith(".restoring")
        ]
        if left:
            self.faults.append(f"{point}: left behind {left}")


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]))))
