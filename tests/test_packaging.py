# SPDX-License-Identifier: Apache-2.0
"""The wheel holds the program, its forms and its resources, and finds them; the installer for Windows keeps data."""

from __future__ import annotations

import re
import runpy
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from PySide6.QtGui import QImageReader

from complaintdesk import __version__

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


@pytest.fixture
def installer(tmp_path: Path) -> str:
    """What the installer made from a small program says that it holds."""
    if shutil.which("makensis") is None or shutil.which("7z") is None:
        pytest.skip("makensis or 7z is not installed")
    program = tmp_path / "dist" / "_internal"
    program.mkdir(parents=True)
    for path in (program / "base_library.zip", program.parent / "complaintdesk.exe"):
        path.write_bytes(b"program")
    made = tmp_path / "complaintdesk-setup.exe"
    defined = [f"-DVERSION={__version__}", "-DQUICK", f"-DDIST={program.parent}", f"-DOUT={made}"]
    done = subprocess.run(
        ["makensis", "-V2", "-WX", "-NOCD", *defined, ".ci/installer.nsi"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return subprocess.run(["7z", "l", str(made)], capture_output=True, text=True, check=True).stdout


def test_the_windows_installer_holds_program_licence_notices_and_its_own_end(installer: str) -> None:
    for part in ("complaintdesk.exe", "base_library.zip", "LICENSE", "NOTICES.md", "uninstall.exe"):
        assert part in installer


def test_the_windows_installer_asks_no_administrator_and_deletes_no_data() -> None:
    script = (ROOT / ".ci" / "installer.nsi").read_text(encoding="utf-8")
    assert "RequestExecutionLevel user" in script
    deleted = re.findall(r"^\s*(?:RMDir|Delete) (?:/r )?\"([^\"]+)\"", script, re.MULTILINE)
    assert deleted
    assert [path for path in deleted if not path.startswith(("$INSTDIR", "$SMPROGRAMS\\", "$DESKTOP\\"))] == []
    assert re.findall(r"RMDir /r \"([^\"]+)\"", script) == ["$INSTDIR\\_internal"] * 2


def test_the_icon_of_program_and_installer_is_the_drawing_at_every_size() -> None:
    made = runpy.run_path(str(ROOT / ".ci" / "app_icon.py"))
    reader = QImageReader(str(ROOT / "resources" / "app.ico"))
    sizes = []
    for at in range(reader.imageCount()):
        assert reader.jumpToImage(at)
        image = reader.read()
        sizes.append(image.width())
        drawn = made["drawn"](image.width())
        step = max(image.width() // 16, 1)
        for x in range(0, image.width(), step):
            for y in range(0, image.width(), step):
                kept, wanted = image.pixelColor(x, y), drawn.pixelColor(x, y)
                assert abs(kept.lightness() - wanted.lightness()) <= 8, (image.width(), x, y)
                assert abs(kept.alpha() - wanted.alpha()) <= 8, (image.width(), x, y)
    assert tuple(sizes) == made["SIZES"]
    assert made["icon_file"]() == made["icon_file"]()
    assert 'MUI_ICON "resources/app.ico"' in (ROOT / ".ci" / "installer.nsi").read_text("utf-8")
    assert 'icon = "resources/app.ico"' in (ROOT / "installer.spec").read_text("utf-8")
