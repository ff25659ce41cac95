# SPDX-License-Identifier: Apache-2.0
"""A full or failing disk: said in words with a way out, nothing half done, and work goes on when there is room."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("gcc") is None, reason="the failing disk is built with gcc, for Linux"
)

POINTS = 2  # of failure, of each deed and each kind


def test_whatever_write_the_disk_refuses_nothing_is_half_done_and_the_way_out_is_said(tmp_path):
    library = tmp_path / "disk_trouble.so"
    source = ROOT / "tests" / "desk" / "disk_trouble.c"
    subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
    folder = tmp_path / "desks"
    folder.mkdir()
    words = [sys.executable, "-W", "error", "-m", "tests.desk.disk_trouble", str(folder), str(POINTS)]
    done = subprocess.run(
        words, cwd=ROOT, env={**os.environ, "LD_PRELOAD": str(library)}, capture_output=True, text=True, check=True
    )
    found = json.loads(done.stdout)
    assert found["faults"] == []
    for deed, said in found["told"].items():
        refused = sum(times for words, times in said.items() if words)
        assert refused > POINTS, f"{deed}: {said}"
