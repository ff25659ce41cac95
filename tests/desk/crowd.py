# SPDX-License-Identifier: Apache-2.0
"""Several desks at one file at the same time: run as a program of its own, which tells as JSON what each was told."""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from complaintdesk.desk import cases, dispatching
from complaintdesk.desk.office import Office
from complaintdesk.errors import EnvironmentProblem
from tests.builders import a_draft
from tests.desk.killing import at_desk

SHARED_TOKEN = "00000000-0000-4000-8000-000000000000"


def main(folder: Path, desks: int, calls: int) -> list[list[str]]:
    """What each of so many desks was told, who all begin when the last has opened the office in `folder`."""
    ready, told = os.pipe()
    start, go = os.pipe()
    answers = []
    for _ in range(desks):
        reading, writing = os.pipe()
        if os.fork() == 0:
            os.close(go)
            one_desk(folder, calls, told, start, writing)
        os.close(writing)
        answers.append(reading)
    os.close(told)  # else a desk that fell before it was ready would be waited for without end
    for _ in range(desks):
        os.read(ready, 1)
    os.close(start)
    os.close(go)
    said = []
    for reading in answers:
        with os.fdopen(reading, "rb") as answer:
            said.append(answer.read().decode().split())
    for _ in range(desks):
        os.wait()
    return said


def one_desk(folder: Path, calls: int, told: int, start: int, writing: int) -> NoReturn:
    """Registers and dispatches when the word is given, and says each number that it was given."""
    try:
        with at_desk(folder) as office:
            shared = a_draft(office, token=SHARED_TOKEN)
            os.write(told, b".")
            os.read(start, 1)
            for _ in range(calls):
                draft = a_draft(office)
                saved = until_done(office, cases.register, draft)
                issued = until_done(office, dispatching.dispatch, saved.id, "水电班")
                os.write(writing, f"{saved.number} {issued.number} ".encode())
            saved = until_done(office, cases.register, shared)
            os.write(writing, f"{'existing' if saved.existing else 'new'}:{saved.number}".encode())
    except BaseException:  # noqa: BLE001 - whatever it is, the parent is told
        os.write(writing, f"fault: {traceback.format_exc()}".encode())
        os._exit(1)
    os._exit(0)


def until_done(office: Office, deed: Callable[..., Any], *asked: Any) -> Any:
    """What a person does who is told that the database is busy: saves again."""
    while True:
        try:
            return office.do(deed, *asked)
        except EnvironmentProblem as problem:
            if "busy" not in problem.text:
                raise


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
