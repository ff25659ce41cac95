# SPDX-License-Identifier: Apache-2.0
"""Twelve thousand changed books: none hangs the reader or kills it, and none loses a row that still stands in it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sheets.mutants import BASES

ROOT = Path(__file__).resolve().parent.parent.parent
EACH = 1_750
MEMORY_AT_MOST = 200 * 2**20  # bytes; small books need some 40 MB


@pytest.mark.parametrize("base", BASES)
def test_changed_books_are_read_whole_or_refused(base: str) -> None:
    worker = subprocess.run(
        [sys.executable, "-m", "tests.sheets.mutants", base, "0", str(EACH)],
        cwd=ROOT,
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert worker.returncode == 0, worker.stderr.decode()[-2000:]
    told = json.loads(worker.stdout)
    assert told["read"] + told["refused"] == EACH
    assert told["lost"] == []
    assert min(told["read"], told["refused"]) > EACH // 20
    assert told["peak"] < MEMORY_AT_MOST


def test_there_are_twelve_thousand_of_them() -> None:
    assert len(BASES) * EACH >= 12_000
