# SPDX-License-Identifier: Apache-2.0
"""What is installed is what the lock names, each package by its hash, and the notices tell of all that is shipped."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
WANTED = [Requirement(line) for line in [*PROJECT["dependencies"], *EXTRAS["postgres"], *EXTRAS["dev"]]]
PINS = re.findall(
    r"^([a-z0-9-]+)==([^ \\;]+)[^\n]*\\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\\n|\n|$))+)", LOCK, re.MULTILINE
)


@pytest.mark.parametrize("wanted", WANTED, ids=lambda wanted: str(wanted.name))
def test_each_dependency_is_locked_at_a_version_it_allows(wanted: Requirement) -> None:
    versions = {name: version for name, version, _ in PINS}
    assert wanted.specifier.contains(versions[canonicalize_name(wanted.name)])


def test_each_line_of_the_lock_is_a_pinned_package_with_hashes_and_names_no_address() -> None:
    assert len(PINS) == len(re.findall(r"^\S", LOCK, re.MULTILINE)) > 30
    assert "".join(re.findall(r"https?:|--index|--extra-index|--find-links|#", LOCK)) == ""


def test_qt_stays_below_the_version_that_loses_references_to_none() -> None:
    (qt,) = [wanted for wanted in WANTED if wanted.name == "pyside6-essentials"]
    assert not qt.specifier.contains("6.12.0")


def test_the_notices_are_those_of_the_locked_packages() -> None:
    command = [sys.executable, str(ROOT / ".ci" / "notices.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.parametrize(
    "name", ["PySide6_Essentials", "psycopg-binary", "SQLCipher", "OpenSSL", "Noto Sans SC", "Lucide icons"]
)
def test_the_notices_tell_of(name: str) -> None:
    notices = (ROOT / "resources" / "NOTICES.md").read_text(encoding="utf-8")
    assert re.search(rf"^## {re.escape(name)}\b.*\n\n\S", notices, re.MULTILINE)


def test_the_texts_that_the_lesser_licence_asks_for_are_there_in_full() -> None:
    notices = (ROOT / "resources" / "NOTICES.md").read_text(encoding="utf-8")
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in notices
    assert "END OF TERMS AND CONDITIONS" in notices
    assert "SIL OPEN FONT LICENSE Version 1.1" in notices
