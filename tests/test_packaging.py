# SPDX-License-Identifier: Apache-2.0
"""The wheel holds the program, its forms and its resources, and finds them where it is installed."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ("forms", "resources")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_all_that_the_program_ships(wheel: Path) -> None:
    kept = {
        path.relative_to(ROOT).as_posix() for name in SHIPPED for path in (ROOT / name).rglob("*") if path.is_file()
    }
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "complaintdesk").rglob("*.py")}
    names = set(zipfile.ZipFile(wheel).namelist())
    assert modules - names == set()
    assert {name for name in kept if f"complaintdesk/_data/{name}" not in names} == set()
    assert [name for name in names if name.startswith(("tests/", ".ci/"))] == []


def test_an_installed_wheel_finds_what_it_ships(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path)
    asked = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "from complaintdesk.paths import shipped\n"
        "print(shipped('resources', 'fonts', 'NotoSansSC-Regular.ttf')); print(shipped('forms'))"
    )
    done = subprocess.run([sys.executable, "-I", "-c", asked], cwd=tmp_path, capture_output=True, text=True, check=True)
    data = tmp_path / "complaintdesk" / "_data"
    assert done.stdout.splitlines() == [str(data / "resources/fonts/NotoSansSC-Regular.ttf"), str(data / "forms")]
