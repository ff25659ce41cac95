# SPDX-License-Identifier: Apache-2.0
"""Eight desks at a server whose plug is pulled again and again: a program that tells as JSON what each was told."""

from __future__ import annotations

import json
import os
import selectors
import sys
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from complaintdesk.desk import cases, staffing
from complaintdesk.desk.checking import check
from complaintdesk.desk.office import Office, open_office
from complaintdesk.domain.terms import Role
from complaintdesk.errors import EnvironmentProblem
from tests.builders import NAME_OF, QUICK_HASHER, DeskClock, a_draft, found
from tests.compiled_once import compile_each_statement_once
from tests.postgres_server import Server, a_server, fill_database

CRASHES = 5


def main(folder: Path, desks: int, calls: int) -> dict[str, Any]:
    """What so many desks were told while each registered so many calls, and what the books then hold."""
    compile_each_statement_once()
    staffing._hasher = QUICK_HASHER
    clock = DeskClock()
    found(folder / "office.db", clock)
    with a_server(durable=True) as server:
        server.start()
        fill_database(server.url(), folder / "office.db", folder)
        said = crowd(server, desks, calls)
        office = open_office(server.url(), clock=clock)
        with office.database.connection() as connection:
            rows = connection.exec_driver_sql("SELECT token, number FROM case_record ORDER BY running").all()
            last = connection.exec_driver_sql("SELECT last FROM counter WHERE series = 'BX'").scalar()
        findings = [finding.code for finding in check(office.database, None)]
        office.close()
    return {"said": said, "rows": [list(row) for row in rows], "last": last, "findings": findings}


def crowd(server: Server, desks: int, calls: int) -> list[list[str]]:
    """Lets the desks work, and crashes the server each time that a further part of the calls was acknowledged."""
    answers = selectors.DefaultSelector()
    for _ in range(desks):
        reading, writing = os.pipe()
        if os.fork() == 0:
            one_desk(server.url(), calls, writing)
        os.close(writing)
        answers.register(reading, selectors.EVENT_READ, bytearray())
    crashes, heard = 0, bytearray()
    for piece in _pieces(answers):
        heard += piece
        if crashes < CRASHES and heard.count(b"\n") > (crashes + 1) * desks * calls // (CRASHES + 1):
            server.crash()
            server.start()
            crashes += 1
    for _ in range(desks):
        os.wait()
    assert crashes == CRASHES, heard.decode()[-2000:]
    return [line.split(" ") for line in heard.decode().splitlines()]


def _pieces(answers: selectors.BaseSelector) -> Iterator[bytes]:
    """Whole lines, as they come from any of the desks, until all have ended."""
    while answers.get_map():
        for key, _events in answers.select():
            piece = os.read(key.fd, 65536)
            key.data.extend(piece)
            whole, _, rest = bytes(key.data).rpartition(b"\n")
            key.data[:] = rest
            if not piece:
                answers.unregister(key.fd)
                os.close(key.fd)
            elif whole:
                yield whole + b"\n"


def one_desk(url: str, calls: int, writing: int) -> NoReturn:
    """Registers so many calls, each sent again until it is acknowledged, and says token and number."""
    try:
        office = open_office(url, clock=DeskClock())
        office.staff = office.ask(staffing.staff_named, NAME_OF[Role.CLERK], office.books)
        for _ in range(calls):
            draft = a_draft(office)
            os.write(writing, f"{draft.token} {until_saved(office, draft)}\n".encode())
    except BaseException:  # noqa: BLE001 - whatever it is, the parent is told
        os.write(writing, f"fault {traceback.format_exc()!r}\n".encode())
        os._exit(1)
    os._exit(0)


def until_saved(office: Office, draft: Any) -> str:
    """What a person does who is told that the server can't be reached, or is busy: saves the same form again."""
    while True:
        try:
            return office.do(cases.register, draft).number
        except EnvironmentProblem:
            time.sleep(0.05)  # to the server a crowd that never rests would be one more thing to recover from


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
