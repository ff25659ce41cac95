# SPDX-License-Identifier: Apache-2.0
"""A desk that is killed again and again at work: run as a program of its own, which tells what it found as JSON."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import sys
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from complaintdesk.db.engine import Database
from complaintdesk.desk import case_pages, cases, dispatching, exports, order_pages, prints, staffing
from complaintdesk.desk.attachments import pooled
from complaintdesk.desk.checking import check
from complaintdesk.desk.office import Office, open_office
from complaintdesk.domain.terms import Role
from complaintdesk.printing.forms import render_slip
from complaintdesk.safe_write import safe_write
from complaintdesk.sheets.register_out import write_register
from tests.builders import NAME_OF, QUICK_HASHER, DeskClock, a_draft, found
from tests.compiled_once import compile_each_statement_once
from tests.desk.paper import a_file

MOST_WORDS = 6  # a desk is killed a moment after one of its first words: what it works at then is left to chance
MEAN_MOMENT = 0.04  # seconds
CHECKED_EVERY = 20  # rounds; numbers, acknowledged work and files are looked at in each
BEGUN = DeskClock()


def main(folder: Path, rounds: int, seed: int) -> dict[str, Any]:
    """Founds an office in `folder` and lets desks die there; what was acknowledged, and every fault found."""
    compile_each_statement_once()
    staffing._hasher = QUICK_HASHER
    found(folder / "office.db", BEGUN)
    with at_desk(folder) as office:
        work(office, folder, lambda *_words: None)  # all that is loaded late is loaded before the first fork
    luck = random.Random(seed)
    books = Books(folder)
    for number in range(1, rounds + 1):
        books.heard(one_life(folder, luck.randint(1, MOST_WORDS), luck.expovariate(1 / MEAN_MOMENT)))
        books.look(whole=number % CHECKED_EVERY == 0 or number == rounds)
    return {"rounds": rounds, "acknowledged": books.counts, "faults": books.faults}


@contextlib.contextmanager
def at_desk(folder: Path) -> Iterator[Office]:
    """The office, opened by a process of its own, with a supervisor at the desk."""
    office = open_office(folder / "office.db", clock=BEGUN)
    office.staff = office.ask(staffing.staff_named, NAME_OF[Role.SUPERVISOR], office.books)
    try:
        yield office
    finally:
        office.close()


def work(office: Office, folder: Path, say: Any) -> None:
    """A call, its slip, the slip's paper, a file kept with it, and the register: each said when it is done."""
    draft = a_draft(office)
    saved = office.do(cases.register, draft)
    say("case", draft.token, saved.number)
    again = office.do(cases.register, draft)
    assert (again.number, again.existing) == (saved.number, True)
    issued = office.do(dispatching.dispatch, saved.id, "水电班")
    say("slip", issued.number)
    started = office.do(prints.start_slip, issued.order_id, prints.FILE)
    order = office.ask(order_pages.order_record, issued.order_id, office.books)
    paper = render_slip(
        order,
        office=office.record,
        printed_by="",
        printed_at=office.now(),
        zone=office.zone,
        copy_no=started.copy_no,
    )
    safe_write(folder / "slip.pdf", paper.pdf)  # always the same file: the old one or the new one, never a half
    office.do(prints.confirm, started.id)
    say("print", issued.number)
    a_file(office, saved.id, folder, data=saved.number.encode())
    say("file", saved.number)
    ids = office.ask(case_pages.cases_between)[-40:]
    office.do(exports.note_export, "register", len(ids), "归档")
    with office.database.reading() as session:
        records = case_pages.case_records(session, ids, office.books)
        write_register(folder / "register.xlsx", records, office_name="", zone=office.zone)
    say("export", str(len(ids)))


def one_life(folder: Path, words: int, seconds: float) -> list[list[str]]:
    """What a desk said that was killed so many seconds after so many words."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        live(folder, writing)
    os.close(writing)
    said = b""
    while said.count(b"\n") < words and (more := os.read(reading, 65536)):
        said += more
    time.sleep(seconds)  # until the moment that was drawn: to kill at any moment is what is tried
    os.kill(child, signal.SIGKILL)
    with os.fdopen(reading, "rb") as rest:
        said += rest.read()
    os.waitpid(child, 0)
    complete = said.decode().split("\n")[:-1]
    return [line.split(" ") for line in complete]


def live(folder: Path, writing: int) -> NoReturn:
    """Works until killed; a fault is said, and ends it."""
    try:
        with at_desk(folder) as office:
            os.write(writing, b"open\n")
            while True:
                work(office, folder, lambda *words: os.write(writing, (" ".join(words) + "\n").encode()))
    except BaseException:  # noqa: BLE001 - whatever it is, the parent is told
        os.write(writing, f"fault {traceback.format_exc()!r}\n".encode())
    os._exit(1)


class Books:
    """What was acknowledged so far, and whether the books and files still say so."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.said: dict[str, list[list[str]]] = {}
        self.faults: list[str] = []

    @property
    def counts(self) -> dict[str, int]:
        return {kind: len(said) for kind, said in self.said.items()}

    def heard(self, lines: list[list[str]]) -> None:
        for kind, *words in lines:
            self.said.setdefault(kind, []).append(words)
            if kind == "fault":
                self.faults.append(" ".join(words))

    def look(self, *, whole: bool) -> None:
        """Adds every fault: in what was acknowledged, the numbers, the files; `whole`: in all that `check` sees."""
        database = Database(str(self.folder / "office.db"))
        pool = self.folder / "office-attachments"
        try:
            with database.connection() as connection:
                self._records(lambda statement: [tuple(row) for row in connection.exec_driver_sql(statement)], pool)
            if whole:
                self.faults += [f"check: {finding.code} {finding.values}" for finding in check(database, pool)]
        finally:
            database.close()
        self._files()

    def _records(self, ask: Any, pool: Path) -> None:
        numbers = Counter(ask("SELECT token, number FROM case_record"))
        wrong = [words for words in self.said.get("case", []) if numbers[tuple(words)] != 1]
        slips = {number for (number,) in ask("SELECT number FROM work_order")}
        wrong += [words for words in self.said.get("slip", []) if words[0] not in slips]
        papers = "print_record JOIN work_order ON work_order.id = order_id"
        printed = f"SELECT number FROM {papers} WHERE outcome = 'confirmed'"
        confirmed = {number for (number,) in ask(printed)}
        wrong += [words for words in self.said.get("print", []) if words[0] not in confirmed]
        kept = dict(ask("SELECT number, sha256 FROM attachment JOIN case_record ON case_record.id = case_id"))
        for words in self.said.get("file", []):
            if words[0] not in kept or pooled(pool, kept[words[0]]).read_bytes() != words[0].encode():
                wrong.append(words)
        self.faults += [f"acknowledged and not in the books once: {words}" for words in wrong]
        for table, series in (("case_record", "BX"), ("work_order", "WX")):
            running = [n for (n,) in ask(f"SELECT running FROM {table} WHERE series = '{series}' ORDER BY running")]
            last = ask(f"SELECT last FROM counter WHERE series = '{series}'")
            if running != list(range(1, len(running) + 1)) or last != [(len(running),)]:
                self.faults.append(f"{series}: {len(running)} numbers up to {running[-1:]}, the counter says {last}")

    def _files(self) -> None:
        if not (self.folder / "slip.pdf").read_bytes().rstrip().endswith(b"%%EOF"):
            self.faults.append("half a slip")
        try:
            with zipfile.ZipFile(self.folder / "register.xlsx") as book:
                broken = book.testzip()
        except zipfile.BadZipFile as error:
            broken = str(error)
        if broken:
            self.faults.append(f"half a register: {broken}")


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
