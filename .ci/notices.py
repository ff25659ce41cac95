# SPDX-License-Identifier: Apache-2.0
"""Writes resources/NOTICES.md, the notices that what we ship asks for: from the lock and the installed packages.

`.venv/bin/python .ci/notices.py` writes it; with `--check` it only says whether the kept file is up to date.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
NOTICES = ROOT / "resources" / "NOTICES.md"
SHIPPED_EXTRAS = ("postgres",)
LICENCE_FILE = re.compile(r"(^|/)(licen[cs]e|copying|notice|authors)[^/]*$|/licenses/.*", re.IGNORECASE)

INTRO = """# Third-party notices

Complaint Desk (投诉台) is licensed under the Apache License 2.0. It ships with, or is installed with, the parts below,
each under its own terms. This file is made from requirements.lock by .ci/notices.py; it is not edited by hand.
"""


def main() -> int:
    """0; with --check 1 where the kept file is out of date."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--check", action="store_true", help="write nothing; exit 1 where the file is out of date")
    made = render()
    if arguments.parse_args().check:
        if not NOTICES.exists() or NOTICES.read_text(encoding="utf-8") != made:
            print("resources/NOTICES.md is out of date: run .venv/bin/python .ci/notices.py")
            return 1
        return 0
    NOTICES.write_text(made, encoding="utf-8")
    return 0


def render() -> str:
    """The whole text of resources/NOTICES.md; raises LookupError where an installed version is not the locked one."""
    packages = shipped_packages()
    inside: list[dict[str, Any]] = tomllib.loads((ROOT / ".ci/notices.toml").read_text(encoding="utf-8"))["inside"]
    rows = [(package.name, package.version, licence_of(package)) for package in packages]
    rows += [(part["name"], f"in {part['of']}", part["licence"]) for part in inside]
    lines = [INTRO, "| part | version | licence |", "|---|---|---|"]
    lines += [f"| {name} | {version} | {licence} |" for name, version, licence in rows]
    known: dict[str, str] = {}
    for package in packages:
        lines += section(f"{package.name} {package.version}", "", licence_texts(package), known)
    for part in inside:
        texts = {Path(name).name: clean((ROOT / name).read_text(encoding="utf-8")) for name in part["texts"]}
        lines += section(f"{part['name']} (in {part['of']})", part.get("notice", ""), texts, known)
    return "\n".join(lines) + "\n"


def section(title: str, notice: str, texts: dict[str, str], known: dict[str, str]) -> list[str]:
    """The lines about one part; a text that stands under an earlier title is pointed to, not repeated."""
    lines = ["", f"## {title}", ""]
    if notice:
        lines += [notice.strip(), ""]
    for name, text in texts.items():
        if text in known:
            lines += [f"{name}: the text under “{known[text]}”.", ""]
        else:
            known[text] = title
            lines += [f"{name}:", "", "~~~~", text, "~~~~", ""]
    return lines[:-1]


def shipped_packages() -> list[Distribution]:
    """The packages that the program needs to run, and those they need, at the versions of the lock; by name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    waiting = [*project["dependencies"], *(line for extra in SHIPPED_EXTRAS for line in extras[extra])]
    locked = locked_versions()
    found: dict[str, Distribution] = {}
    while waiting:
        wanted = Requirement(waiting.pop())
        name = canonicalize_name(wanted.name)
        if name not in found:
            found[name] = distribution(name)
            if found[name].version != locked[name]:
                raise LookupError(f"{name} {found[name].version} is installed, {locked[name]} is locked")
        waiting += needed_by(found[name], wanted.extras)
    return [found[name] for name in sorted(found)]


def needed_by(package: Distribution, extras: set[str]) -> list[str]:
    """What this package, with these extras, needs on this machine."""
    needs = [Requirement(line) for line in package.requires or ()]
    asked = [{"extra": extra} for extra in ("", *extras)]
    return [str(need) for need in needs if not need.marker or any(need.marker.evaluate(extra) for extra in asked)]


def locked_versions() -> dict[str, str]:
    """Package name → the version that requirements.lock names."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", lock, re.MULTILINE))


def licence_of(package: Distribution) -> str:
    """The licence as the package's own metadata names it, in one line."""
    told = package.metadata["License-Expression"] or package.metadata["License"]
    if told:
        return str(told).splitlines()[0]
    classifiers = package.metadata.get_all("Classifier") or []
    named = [line.rsplit(" :: ", 1)[1] for line in classifiers if line.startswith("License :: ")]
    return ", ".join(named) or "see below"


def licence_texts(package: Distribution) -> dict[str, str]:
    """Name below the package's metadata folder → text of each licence file there; by name."""
    files = [file for file in package.files or () if ".dist-info/" in str(file) and LICENCE_FILE.search(str(file))]
    return {
        "/".join(part for part in file.parts[1:] if part != "licenses"): clean(decoded(file.read_binary()))
        for file in sorted(files, key=str)
    }


def decoded(text: bytes) -> str:
    """The text of a licence file: UTF-8, or Latin-1 in some old ones."""
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return text.decode("latin-1")


def clean(text: str) -> str:
    """The text with plain line ends and no blank edges, so that it is the same on every platform."""
    return "\n".join(line.rstrip() for line in text.replace("\f", "").splitlines()).strip("\n")


if __name__ == "__main__":
    sys.exit(main())
