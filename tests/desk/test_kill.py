# SPDX-License-Identifier: Apache-2.0
"""What a desk was told to be saved is saved: after two hundred kills, and with four desks at one file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from complaintdesk.desk.office import open_office
from tests.builders import codes, rows
from tests.conftest import ROOT

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="desks are forked, and this system can't"),
    pytest.mark.about_files("desks are killed at one file; the same on a server is in test_crashing_server.py"),
]

KILLS = 200
DESKS, CALLS = 4, 50


def begin(program: str, *asked: object) -> subprocess.Popen[str]:
    """A program of the tests' own, which has nothing of this one in it."""
    words = [sys.executable, "-W", "error", "-m", f"tests.desk.{program}", *map(str, asked)]
    return subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def told(process: subprocess.Popen[str]) -> Any:
    """What the program found."""
    out, _ = process.communicate()
    assert process.returncode == 0
    return json.loads(out)


def test_two_hundred_kills_lose_nothing_that_was_acknowledged_and_leave_nothing_half_done(tmp_path):
    folders = [tmp_path / name for name in ("east", "west")]
    for folder in folders:
        folder.mkdir()
    programs = [begin("killing", folder, KILLS // 2, seed) for seed, folder in enumerate(folders)]
    found = [told(program) for program in programs]
    assert [fault for each in found for fault in each["faults"]] == []
    assert sum(each["rounds"] for each in found) == KILLS
    acknowledged = sum((Counter(each["acknowledged"]) for each in found), Counter())
    assert acknowledged["open"] == KILLS
    assert all(acknowledged[kind] > KILLS / 10 for kind in ("case", "slip", "print", "file", "export"))
    assert acknowledged["case"] > acknowledged["slip"] > acknowledged["export"], "they died between all these"


def test_four_desks_at_one_file_get_each_number_once_and_lose_none(office, tmp_path, clock):
    path: Path = office.database.path
    office.close()
    said = told(begin("crowd", tmp_path, DESKS, CALLS))
    for words in said:
        assert not any(word.startswith("fault") for word in words), " ".join(words)
    shared = [words.pop() for words in said]
    assert sorted(word.split(":")[0] for word in shared) == ["existing"] * (DESKS - 1) + ["new"]
    assert len({word.split(":")[1] for word in shared}) == 1, "the same form sent from four desks is one case"
    given = Counter(word for words in said for word in words)
    assert set(given.values()) == {1}
    again = open_office(path, clock=clock)
    in_books = {
        number for (number,) in rows(again, "SELECT number FROM case_record UNION SELECT number FROM work_order")
    }
    assert in_books == set(given) | {shared[0].split(":")[1]}
    counters = dict(rows(again, "SELECT series, last FROM counter"))
    assert counters == {"BX": DESKS * CALLS + 1, "WX": DESKS * CALLS}
    assert codes(again) == []
    again.close()
