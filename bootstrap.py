#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""From a bare machine with Python to the running desk or its tests: `python3 bootstrap.py demo`, `test` or `setup`.

Standard library alone. The second run finds the set-up done and starts at once.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "set-up-done.txt"
LOG = VENV / "set-up.log"
LEAST_PYTHON = (3, 11)
FREE_MB_NEEDED = 1000  # the environment takes some 550 MB, pip's downloads and unpacking the rest

# What Qt's platforms (offscreen, xcb, Wayland) load, and the Debian package of each; xcb-cursor brings more of xcb.
SYSTEM_LIBRARIES = (
    ("libGL.so.1", "libgl1"),
    ("libEGL.so.1", "libegl1"),
    ("libfontconfig.so.1", "libfontconfig1"),
    ("libxkbcommon.so.0", "libxkbcommon0"),
    ("libdbus-1.so.3", "libdbus-1-3"),
    ("libglib-2.0.so.0", "libglib2.0-0"),
    ("libxcb-cursor.so.0", "libxcb-cursor0"),
    ("libxcb-icccm.so.4", "libxcb-icccm4"),
    ("libxcb-keysyms.so.1", "libxcb-keysyms1"),
    ("libxcb-shape.so.0", "libxcb-shape0"),
    ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    ("libwayland-cursor.so.0", "libwayland-cursor0"),
    ("libcups.so.2", "libcups2"),
)

# Words in pip's output → what they mean for whoever runs this.
PIP_TROUBLES = (
    (("No space left on device", "Errno 28"), "The disk (or the folder for temporary files) is full: free some 1 GB."),
    (
        ("DO NOT MATCH THE HASHES",),
        "A downloaded package is not the one that requirements.lock names. It was not installed. "
        "Try again; if it stays so, the connection or the package index is not to be trusted.",
    ),
    (
        ("NewConnectionError", "new connection", "name resolution", "timed out", "Connection aborted", "Max retries"),
        "The Python package index can't be reached. Connect this machine to the network, "
        "or name a proxy or a mirror in pip's settings (pip config), and run the same command again.",
    ),
    (
        ("No matching distribution found",),
        "A package is not offered for this Python or machine: Python 3.11 to 3.13, 64-bit Linux or Windows is needed.",
    ),
    (("Permission denied",), "This folder can't be written to: use a checkout of your own."),
)


class SetupError(Exception):
    """Why the set-up stops, in words for whoever ran it."""


def main() -> int:
    """The exit code: 0, 1 where the set-up can't go on (said in words), else that of the desk or the tests."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    deeds = arguments.add_subparsers(dest="deed", required=True, metavar="demo|test|setup")
    demo = deeds.add_parser("demo", help="open the desk on a demo office; without a display, a day at it headless")
    demo.add_argument("folder", nargs="?", type=Path, help="work headless, into this folder")
    deeds.add_parser("test", help="run the tests; further words, such as tests/domain -k night, go to pytest")
    deeds.add_parser("setup", help="the set-up alone")
    asked, further = arguments.parse_known_args()
    if further and asked.deed != "test":
        arguments.error(f"not understood: {' '.join(further)}")
    try:
        set_up()
        if asked.deed == "demo":
            return run_demo(asked.folder)
        if asked.deed == "test":
            return run(["-m", "pytest", "-n", "2", "--dist", "worksteal", *further])
    except SetupError as problem:
        print(f"\nbootstrap: {problem}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"\nbootstrap: {error.filename or VENV}: {error.strerror or error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    print(f"The environment is ready: {VENV}")
    return 0


def run_demo(folder: Path | None) -> int:
    """The exit code of the desk in its window, or of a day headless where a folder is named or there is no display."""
    if folder is None and has_display():
        return run(["-m", "complaintdesk", "--demo"])
    target = (folder or free_folder(ROOT / "demo-office")).resolve()
    if folder is None:
        print(f"No display here: a day at the desk without a window, into {target}", flush=True)
    return run(["-m", "complaintdesk", "demo", str(target)])


def has_display() -> bool:
    """Whether a window can be opened: always on Windows and macOS, elsewhere where X11 or Wayland is there."""
    return sys.platform in ("win32", "darwin") or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def free_folder(wanted: Path) -> Path:
    """The folder itself, or the same name with -2, -3, … where earlier demo days lie."""
    candidate, count = wanted, 1
    while candidate.exists():
        count += 1
        candidate = wanted.with_name(f"{wanted.name}-{count}")
    return candidate


def run(words: list[str]) -> int:
    """The exit code of the environment's Python run with these words in the checkout."""
    done = subprocess.run([str(venv_python()), *words], cwd=ROOT, check=False)
    if done.returncode < 0:
        print(f"\nbootstrap: the program was ended by signal {-done.returncode}.", file=sys.stderr)
    return done.returncode if done.returncode >= 0 else 1


def set_up() -> None:
    """Python checked, system libraries there, `.venv` filled from the lock; raises SetupError."""
    if sys.version_info < LEAST_PYTHON:
        raise SetupError(
            f"this is Python {sys.version.split()[0]}; Python 3.11 or newer is needed. "
            "Install it and run this file with it, such as: python3.11 bootstrap.py demo"
        )
    install_system_packages()
    hashes = [hashlib.sha256(path.read_bytes()).hexdigest() for path in (LOCK, ROOT / "pyproject.toml")]
    wanted = "\n".join([made_by(), *hashes])
    if kept_stamp() == wanted and venv_python().exists():
        return
    free = shutil.disk_usage(ROOT).free // 1_000_000
    if free < FREE_MB_NEEDED:
        raise SetupError(f"only {free} MB are free on this disk; the set-up needs some {FREE_MB_NEEDED} MB.")
    make_venv()
    print("Installing the packages that requirements.lock names (some 200 MB to fetch, a minute or more) …", flush=True)
    pip("--require-hashes", "--requirement", str(LOCK))
    pip("--no-deps", "--no-build-isolation", "--no-index", "--editable", str(ROOT))
    STAMP.write_text(wanted, encoding="utf-8")


def made_by() -> str:
    """The stamp's first part: a folder that was moved, or another Python, needs an environment of its own."""
    return f"{ROOT}\n{sys.version}"


def kept_stamp() -> str:
    """What the environment says it was made for; empty where there is none."""
    return STAMP.read_text(encoding="utf-8") if STAMP.exists() else ""


def venv_python() -> Path:
    """The Python of the checkout's own environment."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def make_venv() -> None:
    """`.venv` with pip: kept where made here by this Python, else made anew; raises SetupError."""
    if kept_stamp().startswith(made_by()) and venv_python().exists():
        STAMP.write_text(made_by(), encoding="utf-8")
        return
    print(f"Making {VENV} …", flush=True)
    done = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise SetupError(f"{VENV} can't be made:\n{(done.stdout + done.stderr).strip()}")
    STAMP.write_text(made_by(), encoding="utf-8")


def pip(*words: str) -> None:
    """Runs `pip install` in the environment, its output in a log; raises SetupError that says what went wrong."""
    command = [str(venv_python()), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", *words]
    with LOG.open("w", encoding="utf-8") as log:
        done = subprocess.run([*command, "--progress-bar", "off"], cwd=ROOT, stdout=log, stderr=log, check=False)
    if done.returncode:
        said = LOG.read_text(encoding="utf-8", errors="replace")
        meaning = next((text for marks, text in PIP_TROUBLES if any(mark in said for mark in marks)), "")
        tail = "\n".join(f"    {line[:160]}" for line in said.splitlines()[-6:])
        raise SetupError(f"the packages could not be installed. {meaning}\n  pip said ({LOG}):\n{tail}")


def install_system_packages() -> None:
    """System libraries and Python's venv module there; raises SetupError with the one line to run where not root."""
    if not sys.platform.startswith("linux"):
        return
    missing = missing_system_packages()
    if not missing:
        return
    if shutil.which("apt-get") is None:
        libraries = ", ".join(soname for soname, package in SYSTEM_LIBRARIES if package in missing)
        raise SetupError(
            f"this system lacks {libraries or 'the Python module ensurepip'}. Install the packages that hold them; "
            f"on Debian these are {' '.join(missing)}."
        )
    install = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if os.geteuid() != 0:
        raise SetupError(
            "some system packages are missing. Run this line, then the same command again:\n\n"
            f"  sudo apt-get update && sudo {shlex.join(install)}\n"
        )
    print(f"Installing system packages: {' '.join(missing)} …", flush=True)
    updated = apt("update")
    installed = apt(*install[1:], "--option", "DPkg::Lock::Timeout=120")
    importlib.invalidate_caches()
    still = missing_system_packages()
    if still:
        tail = "\n".join(f"    {line}" for line in (updated + installed).splitlines()[-8:])
        raise SetupError(
            f"still missing after apt-get: {' '.join(still)}. Is the machine on the network, the disk not full?\n{tail}"
        )


def apt(*words: str) -> str:
    """What apt-get said, run without questions; whether it did its work is seen by what is still missing."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    words = ("apt-get", *words)
    out, nothing = subprocess.PIPE, subprocess.DEVNULL
    done = subprocess.run(words, env=quiet, stdin=nothing, stdout=out, stderr=subprocess.STDOUT, check=False)
    return done.stdout.decode(errors="replace")


def missing_system_packages() -> list[str]:
    """The Debian packages whose libraries this Python can't load, and Python's own venv package if that is missing."""
    missing = [package for soname, package in SYSTEM_LIBRARIES if not loads(soname)]
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        missing.append(f"python3.{sys.version_info.minor}-venv")
    return missing


def loads(soname: str) -> bool:
    """Whether the dynamic linker finds this library and all that it needs."""
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
