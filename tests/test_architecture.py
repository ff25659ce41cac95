# SPDX-License-Identifier: Apache-2.0
"""The house rules that can be read from the tree: who imports whom, file sizes, first lines, names."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "complaintdesk"
LINES_AT_MOST = 400

# Lowest first. A module imports from its own layer and those before it; what is named alone stands apart.
LAYERS: tuple[frozenset[str], ...] = (
    frozenset({"paths", "settings", "errors", "safe_write"}),
    frozenset({"domain"}),
    frozenset({"db"}),
    frozenset({"desk"}),
    frozenset(
        {
            "field",
            "fields",
            "day_fields",
            "formats",
            "handling_fields",
            "household_fields",
            "labels",
            "list_fields",
            "paper_fields",
            "price_fields",
            "slip_fields",
            "team_fields",
            "term_words",
            "printing",
            "sheets",
        }
    ),
    frozenset({"ui", "cli"}),
    frozenset({"app", "selftest", "help_pictures"}),
    frozenset({"__main__"}),
)
SIBLINGS = frozenset({"ui", "cli"})
DOMAIN_MAY_IMPORT = frozenset({"domain", "errors"})
NO_CLOCK_NO_FILES = frozenset({"os", "io", "pathlib", "shutil", "tempfile", "time", "sqlite3", "subprocess", "socket"})


def ours(*patterns: str) -> list[Path]:
    """The files of the checkout, by patterns below its root; what tools leave behind is none of ours."""
    return sorted({path for pattern in patterns for path in ROOT.glob(pattern) if "__pycache__" not in path.parts})


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of one source file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def room(path: Path) -> str:
    """The part of the package that a file belongs to: `desk` for desk/cases.py, `paths` for paths.py."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Line and full dotted name of all that a file imports, wherever in the file it does so."""
    home = ["complaintdesk", *path.relative_to(PACKAGE).parent.parts]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = home[: len(home) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{base}.{name.name}") for name in node.names)


def own_rooms(path: Path) -> Iterator[tuple[int, str]]:
    """Line and room of each import from our own package."""
    for line, name in imported(path):
        parts = name.split(".")
        if parts[0] == "complaintdesk" and len(parts) > 1 and not parts[1].startswith("__"):
            yield line, parts[1]


def places(path: Path, lines: list[int]) -> list[str]:
    """`file:line` of each line, for a message one can click on."""
    return [f"{path.relative_to(ROOT)}:{line}" for line in lines]


PACKAGE_FILES = ours("complaintdesk/**/*.py")
SOURCES = [*PACKAGE_FILES, *ours("tests/**/*.py", ".ci/*.py", "bootstrap.py")]
LEVEL = {name: level for level, layer in enumerate(LAYERS) for name in layer}


def test_there_is_something_to_look_at() -> None:
    assert len(PACKAGE_FILES) > 10
    assert PACKAGE / "errors.py" in PACKAGE_FILES
    assert Path(__file__) in SOURCES


def test_each_room_has_its_place_among_the_layers() -> None:
    assert {room(path) for path in PACKAGE_FILES} - {"__init__"} - set(LEVEL) == set()


def test_nothing_imports_from_a_layer_above_its_own() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in PACKAGE_FILES
        if (own := room(path)) != "__init__"
        for line, name in own_rooms(path)
        if LEVEL.get(name, 0) > LEVEL.get(own, 0) or {own, name} == SIBLINGS
    ]
    assert wrong == []


def test_rules_are_pure_they_know_errors_and_the_standard_library_alone() -> None:
    wrong = []
    for path in (PACKAGE / "domain").rglob("*.py"):
        for line, name in imported(path):
            top = name.split(".")[0]
            own = top == "complaintdesk" and name.split(".")[1] in DOMAIN_MAY_IMPORT
            standard = top in sys.stdlib_module_names and top not in NO_CLOCK_NO_FILES
            if not (own or standard):
                wrong.append(f"{path.relative_to(ROOT)}:{line} imports {name}")
    assert wrong == []


def test_rules_read_no_clock() -> None:
    asking = {"now", "utcnow", "today"}
    wrong = [
        place
        for path in (PACKAGE / "domain").rglob("*.py")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in asking
        for place in places(path, [node.lineno])
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("rooms", "forbidden"),
    [
        (("ui", "app", "cli"), "sqlalchemy"),
        (("domain", "db", "desk", "fields", "formats", "labels", "printing", "sheets", "cli"), "PySide6"),
    ],
    ids=["no database in the window", "no window below it"],
)
def test_a_library_stays_in_its_rooms(rooms: tuple[str, ...], forbidden: str) -> None:
    allowed = {"complaintdesk/labels.py", "complaintdesk/printing/spooler.py"} if forbidden == "PySide6" else set()
    wrong = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in PACKAGE_FILES
        if room(path) in rooms and path.relative_to(ROOT).as_posix() not in allowed
        for line, name in imported(path)
        if name.split(".")[0] == forbidden
    ]
    assert wrong == []


def test_no_file_is_longer_than_can_be_held_in_mind() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in SOURCES
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LINES_AT_MOST
    }
    assert long == {}


def test_each_file_names_its_licence_and_says_what_the_reader_finds_in_it() -> None:
    wrong = []
    for path in SOURCES:
        lines = [line for line in path.read_text(encoding="utf-8").splitlines()[:3] if not line.startswith("#!")]
        if lines[0] != "# SPDX-License-Identifier: Apache-2.0" or not ast.get_docstring(tree(path)):
            wrong.append(str(path.relative_to(ROOT)))
    assert wrong == []


def test_nothing_is_left_for_later() -> None:
    words = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "X" * 3, "HA" + "CK"]) + r")\b")
    left = [
        place
        for path in [*SOURCES, *ours(".ci/run", "forms/*.toml", "resources/**/*.toml", "*.spec", "*.md")]
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if words.search(line)
        for place in places(path, [number])
    ]
    assert left == []


def test_names_say_what_a_thing_is() -> None:
    vague = re.compile(r"(Manager|Helper|Utils?|Handler)s?$", re.IGNORECASE)
    wrong = [str(path.relative_to(ROOT)) for path in PACKAGE_FILES if vague.search(path.stem)]
    wrong += [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path in PACKAGE_FILES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef) and vague.search(node.name)
    ]
    assert wrong == []


def test_the_tree_knows_no_machine_of_its_makers() -> None:
    marks = ["/wo" + "rk/", "/tm" + "p/", "/ro" + "ot/", "/ho" + "me/", "C:\\" + "Users", "pypi" + ".org", "npm" + "js"]
    texts = [*SOURCES, *ours(".ci/run", "forms/*.toml", "resources/**/*.toml", "*.toml", "*.md", "*.lock", "*.spec")]
    wrong = [
        f"{path.relative_to(ROOT)}: {mark}"
        for path in texts
        for mark in marks
        if mark in path.read_text(encoding="utf-8")
    ]
    assert wrong == []
