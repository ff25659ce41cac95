# SPDX-License-Identifier: Apache-2.0
"""What the papers for people say is there: linked files, pictures, the commands that they name."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAPERS = ("README.md", "README.zh-CN.md", "CONTRIBUTING.md", "CHANGELOG.md")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")


@pytest.mark.parametrize("paper", PAPERS)
def test_each_linked_file_is_there(paper: str) -> None:
    linked = LINK.findall((ROOT / paper).read_text(encoding="utf-8"))
    assert [name for name in linked if not (ROOT / name).is_file()] == []


def test_both_readmes_name_the_same_commands_and_files() -> None:
    english, chinese = [(ROOT / name).read_text(encoding="utf-8") for name in PAPERS[:2]]
    for pattern in (r"bootstrap\.py \w+", r"^\| `([\w-]+)", r"--[\w-]+", r"resources/[\w./-]+"):
        assert set(re.findall(pattern, english, re.MULTILINE)) == set(re.findall(pattern, chinese, re.MULTILINE)), (
            pattern
        )


def test_the_changelog_tells_of_this_version() -> None:
    from complaintdesk import __version__

    assert f"## {__version__} " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def keys_of(value: object) -> set[str]:
    """Every key of a rule book's tables, at any depth; ids that a condition on own fields names are none."""
    if isinstance(value, list):
        return {key for each in value for key in keys_of(each)}
    if isinstance(value, dict):
        return set(value) | {
            key for name, each in value.items() if name != "fields" or isinstance(each, list) for key in keys_of(each)
        }
    return set()


@pytest.mark.parametrize("book", sorted((ROOT / "resources" / "procedures").glob("*.toml")), ids=lambda path: path.stem)
def test_each_key_of_a_shipped_rule_book_is_described(book: Path) -> None:
    described = set(re.findall(r"`([a-z_.]+)`", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")))
    parts = {part for name in described for part in name.split(".")}
    assert keys_of(tomllib.loads(book.read_text(encoding="utf-8"))) <= parts
