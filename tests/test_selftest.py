# SPDX-License-Identifier: Apache-2.0
"""The program's own trials: they pass on a sound program, say so in words, and leave nothing behind."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_architecture import ROOT


def started(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "complaintdesk", *words],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
    )


def test_the_self_test_tries_everything_and_says_so(tmp_path: Path, desk_home: Path) -> None:
    done = started("--self-test", TMPDIR=str(tmp_path))
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[-1] == "trials=5 failed=0"
    assert lines[0] == "✓ 全部页面，浅色与深色"
    assert [line for line in lines if line.startswith("✓")] == lines[:-1]
    assert not list(tmp_path.glob("complaintdesk-*"))
    assert not (desk_home / "config" / "settings.toml").exists()


def test_a_call_typed_into_the_window_is_registered_and_every_tab_is_pictured(tmp_path: Path) -> None:
    out = tmp_path / "pictures"
    done = started("--smoke", str(out))
    assert done.returncode == 0, done.stderr
    names = {path.name for path in out.iterdir()}
    tabs = ("today", "register", "orders", "followups", "households", "day", "statistics")
    expected = {f"{tab}-{scheme}" for tab in tabs for scheme in ("light", "dark")}
    assert names == {f"{name}{wide}.png" for name in expected for wide in ("", "-1920")}
    assert done.stdout.splitlines()[-1] == f"pictures={len(names)}"


def test_a_day_at_the_demo_office_has_pictures_of_each_tab_and_of_a_slip(tmp_path: Path) -> None:
    done = started("demo", str(tmp_path / "day"))
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    names = {path.name for path in (tmp_path / "day" / "pictures").iterdir()}
    assert {"register-light.png", "register-dark.png", "orders-light.png", "households-light.png", "slip.png"} <= names


@pytest.mark.parametrize("broken", ["forms/work_order.toml", "resources/fonts/NotoSansSC-Bold.ttf"])
def test_a_broken_program_does_not_pass(tmp_path: Path, broken: str) -> None:
    """A copy of the program with one file spoilt: the trial must find it."""
    copy = tmp_path / "copy"
    for part in ("complaintdesk", "forms", "resources"):
        shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
    (copy / broken).write_text("spoilt", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "complaintdesk", "--self-test"], check=False, cwd=copy, capture_output=True
    )
    assert done.returncode != 0
