# SPDX-License-Identifier: Apache-2.0
"""What people wrote is shown letter by letter: widgets that guess mark-up are used through one helper each."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.test_architecture import PACKAGE, PACKAGE_FILES, tree
from tests.test_writing_rules import at

WORDS = PACKAGE / "ui" / "words.py"
HELP = PACKAGE / "ui" / "help_window.py"  # shows marked-up pages, the program's own alone: see test_help
FRAME = PACKAGE / "ui" / "frame.py"  # the word of the first picture, its own; the helper takes too long to load
GUESSING = {"QLabel", "QMessageBox", "QTextEdit", "QTextBrowser", "QErrorMessage", "QWhatsThis"}
TIPPING = {"setToolTip", "setWhatsThis", "setStatusTip"}


def screens() -> Iterator[Path]:
    return (path for path in PACKAGE_FILES if path.is_relative_to(PACKAGE / "ui"))


def is_safe_tip(argument: ast.expr) -> bool:
    """Whether a tip's words went through `tip`, or are the program's own."""
    if isinstance(argument, ast.IfExp):
        return is_safe_tip(argument.body) and is_safe_tip(argument.orelse)
    if isinstance(argument, ast.Constant):
        return True
    called = argument.func if isinstance(argument, ast.Call) else None
    name = called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""
    return name in {"tip", "translate"}


def test_labels_are_made_in_one_place() -> None:
    wrong = [
        at(path, node)
        for path in screens()
        if path not in (WORDS, HELP, FRAME)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Name) and node.id in GUESSING
    ]
    assert wrong == []


def test_tips_are_made_plain() -> None:
    wrong = [
        at(path, node.args[0])
        for path in screens()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in TIPPING
        if not is_safe_tip(node.args[0])
    ]
    assert wrong == []


def test_only_the_helper_makes_labels_and_they_are_plain() -> None:
    classes = {node.name: node for node in ast.walk(tree(WORDS)) if isinstance(node, ast.ClassDef)}
    labels = [node for node in classes.values() if "QLabel" in {ast.unparse(base) for base in node.bases}]
    assert {node.name for node in labels} == {"Text", "Pill"}
    for node in labels:
        assert "Qt.TextFormat.PlainText" in ast.unparse(node)
