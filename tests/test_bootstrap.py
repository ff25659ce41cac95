# SPDX-License-Identifier: Apache-2.0
"""The set-up says in words what stops it: an old Python, missing libraries, no network, a wrong package."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
ABSENT = ("libnobodyhasthis.so.9", "libnobodyhasthis9")


@pytest.fixture
def bootstrap() -> ModuleType:
    """The set-up as a module of the test's own."""
    spec = importlib.util.spec_from_file_location("bootstrap_under_test", ROOT / "bootstrap.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout whose lock names one small package that the folder beside it holds."""
    folder = tmp_path_factory.mktemp("checkout")
    shutil.copy(ROOT / "bootstrap.py", folder)
    shutil.copy(ROOT / "pyproject.toml", folder)
    (folder / "wheels").mkdir()
    with zipfile.ZipFile(folder / "wheels" / "smallthing-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("smallthing.py", "")
        wheel.writestr("smallthing-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: smallthing\nVersion: 1.0\n")
        wheel.writestr(
            "smallthing-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr("smallthing-1.0.dist-info/RECORD", "")
    (folder / "requirements.lock").write_text(f"smallthing==1.0 \\\n    --hash=sha256:{'0' * 64}\n")
    return folder


def set_up(checkout: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The set-up run in that checkout, the machine's libraries and pip's own settings left out."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    asked = (
        "import bootstrap, sys; bootstrap.SYSTEM_LIBRARIES = (); sys.argv[1:] = ['setup']; sys.exit(bootstrap.main())"
    )
    command = [sys.executable, "-c", asked]
    environment = {**kept, "PIP_CONFIG_FILE": os.devnull, "PIP_RETRIES": "1", "NO_COLOR": "1", **environment}
    return subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True, check=False)


def test_an_old_python_is_refused_with_the_way_out() -> None:
    asked = (
        "import runpy, sys; sys.version_info = (3, 9, 2, 'final', 0); sys.argv = ['bootstrap.py', 'setup'];"
        f"runpy.run_path({str(ROOT / 'bootstrap.py')!r}, run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed" in done.stderr
    assert not done.stdout


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="system libraries are looked for on Linux alone")
class TestSystemLibraries:
    def test_one_who_may_not_install_is_given_the_line_for_it(
        self, bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        self.apt_get(tmp_path, monkeypatch, "exit 99")
        monkeypatch.setattr(bootstrap, "SYSTEM_LIBRARIES", [ABSENT])
        monkeypatch.setattr(os, "geteuid", lambda: 1000)
        with pytest.raises(
            bootstrap.SetupError, match=r"\n  sudo apt-get update && sudo apt-get install -y .*libnobodyhasthis9\n"
        ):
            bootstrap.install_system_packages()

    def test_what_apt_says_is_passed_on_where_the_library_is_still_missing(
        self, bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        self.apt_get(tmp_path, monkeypatch, 'echo "E: Unable to locate package ($*)"; exit 100')
        monkeypatch.setattr(bootstrap, "SYSTEM_LIBRARIES", [ABSENT])
        monkeypatch.setattr(os, "geteuid", lambda: 0)
        with pytest.raises(bootstrap.SetupError) as refused:
            bootstrap.install_system_packages()
        assert "still missing after apt-get: libnobodyhasthis9" in str(refused.value)
        assert "E: Unable to locate package (install -y --no-install-recommends libnobodyhasthis9" in str(refused.value)

    def test_a_system_without_apt_is_told_the_libraries(
        self, bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        monkeypatch.setattr(bootstrap, "SYSTEM_LIBRARIES", [ABSENT])
        with pytest.raises(bootstrap.SetupError, match=r"this system lacks libnobodyhasthis\.so\.9\."):
            bootstrap.install_system_packages()

    def test_nothing_is_installed_where_nothing_is_missing(
        self, bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        self.apt_get(tmp_path, monkeypatch, f"touch {tmp_path / 'asked'}")
        monkeypatch.setattr(bootstrap, "SYSTEM_LIBRARIES", [("libc.so.6", "libc6")])
        bootstrap.install_system_packages()
        assert not (tmp_path / "asked").exists()

    def apt_get(self, folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
        """Puts an apt-get of the test's own before the machine's."""
        program = folder / "apt-get"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def test_a_machine_without_network_is_told_so(checkout: Path) -> None:
    done = set_up(checkout, PIP_INDEX_URL="http://127.0.0.1:9/simple")
    assert done.returncode == 1
    assert "The Python package index can't be reached." in done.stderr
    assert "set-up.log" in done.stderr


def test_a_package_that_is_not_the_locked_one_is_not_installed(checkout: Path) -> None:
    done = set_up(checkout, PIP_NO_INDEX="1", PIP_FIND_LINKS=str(checkout / "wheels"))
    assert done.returncode == 1
    assert "is not the one that requirements.lock names" in done.stderr
    assert list((checkout / ".venv").rglob("smallthing*")) == []


def test_a_demo_day_never_writes_over_an_earlier_one(bootstrap: ModuleType, tmp_path: Path) -> None:
    wanted = tmp_path / "demo-office"
    names = []
    for _ in range(3):
        folder = bootstrap.free_folder(wanted)
        folder.mkdir()
        names.append(folder.name)
    assert names == ["demo-office", "demo-office-2", "demo-office-3"]


@pytest.mark.parametrize(
    ("display", "window"), [({}, False), ({"DISPLAY": ":0"}, True), ({"WAYLAND_DISPLAY": "wayland-0"}, True)]
)
def test_the_window_opens_where_there_is_a_display(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, display: dict[str, str], window: bool
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in display.items():
        monkeypatch.setenv(name, value)
    assert bootstrap.has_display() is window
