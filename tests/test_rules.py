# SPDX-License-Identifier: Apache-2.0
"""Every rule that is covered has a test that names it: in the test's name or rows, not merely in passing."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.rules import COVERED

HERE = Path(__file__).parent
LISTS = ("rules.py", "test_rules.py")


@cache
def spoken_of() -> frozenset[str]:
    """Every text inside a test, its decorators and docstring included, and every row that a module of tests lists.

    What a fixture or another helper says of a rule in passing is no test of it.
    """
    texts: set[str] = set()
    for path in sorted(HERE.rglob("*.py")):
        if path.name in LISTS:
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                if not node.name.startswith("test_"):
                    continue
                texts.add(node.name)
            elif not isinstance(node, ast.Assign | ast.AnnAssign):
                continue
            texts.update(
                each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)
            )
    return frozenset(texts)


@pytest.mark.parametrize("rule", COVERED)
def test_each_rule_is_named_by_a_test(rule: str):
    named = rule.lower().replace("-", "_")
    assert any(rule in text or named in text for text in spoken_of())
