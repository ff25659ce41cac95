# SPDX-License-Identifier: Apache-2.0
"""Eight desks register a hundred calls each at a server that is stopped dead five times: none twice, none lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT

DESKS, CALLS = 8, 100

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="desks are forked, and this system can't")


def test_every_call_is_in_the_books_once_under_the_number_that_was_told(postgres_server, tmp_path):
    program = [sys.executable, "-m", "tests.desk.crashing", str(tmp_path), str(DESKS), str(CALLS)]
    done = subprocess.run(program, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    found = json.loads(done.stdout)
    assert [words for words in found["said"] if words[0] == "fault"] == []
    assert len(found["said"]) == DESKS * CALLS
    assert sorted(map(tuple, found["said"])) == sorted(map(tuple, found["rows"]))
    running = [int(number.split("-")[1]) for _token, number in found["rows"]]
    assert running == list(range(1, DESKS * CALLS + 1))
    assert found["last"] == DESKS * CALLS
    assert found["findings"] == []
