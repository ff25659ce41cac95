# SPDX-License-Identifier: Apache-2.0
"""What the papers for people say is there: linked files, pictures, the commands that they name."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

from complaintdesk.domain.procedure import parse_procedure

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


def described() -> set[str]:
    """The keys that CONTRIBUTING names."""
    named = re.findall(r"`([a-z_.]+)`", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    return {part for name in named for part in name.split(".")}


def keys_read() -> set[str]:
    """The keys that the readers of a rule book ask a table for, as their code names them."""
    found: set[str] = set()
    for name in ("procedure", "course_text", "commitment_text", "follow_up_text"):
        path = ROOT / "complaintdesk" / "domain" / f"{name}.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            given = node.args[:2] if isinstance(node, ast.Call) else []
            given = [node.left] if isinstance(node, ast.Compare) else given
            found |= {each.value for each in given if isinstance(each, ast.Constant) and isinstance(each.value, str)}
    return {key for key in found if re.fullmatch(r"[a-z]+(_[a-z]+)*", key)}


def test_each_key_that_a_rule_book_may_hold_is_described() -> None:
    read = keys_read()
    assert {"up_to", "charged_to", "by_category", "takes_over", "major_alone"} <= read
    assert sorted(read - described()) == []


def test_the_examples_of_a_rule_book_hold_every_table_and_are_read_together() -> None:
    help_page = (ROOT / "resources" / "help" / "zh_CN" / "rule-books.md").read_text(encoding="utf-8")
    more = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]
    whole = help_page.split("```")[1].strip() + "\n\n" + more
    assert parse_procedure(whole).name == "本处规程"
    shipped = tomllib.loads((ROOT / "resources" / "procedures" / "general.toml").read_text(encoding="utf-8"))
    assert set(shipped) <= set(tomllib.loads(whole))


@pytest.mark.parametrize("book", sorted((ROOT / "resources" / "procedures").glob("*.toml")), ids=lambda path: path.stem)
def test_each_key_of_a_shipped_rule_book_is_described(book: Path) -> None:
    assert keys_of(tomllib.loads(book.read_text(encoding="utf-8"))) <= described()
