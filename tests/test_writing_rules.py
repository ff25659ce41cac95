# SPDX-License-Identifier: Apache-2.0
"""What the journal and the sinks rely on: no write that passes the listener unseen, no words marked in a wrong way."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.test_architecture import PACKAGE, PACKAGE_FILES, ROOT, imported, room, tree

# Files that write without the journal, each with its reason.
WRITES_BESIDE_THE_JOURNAL: dict[str, str] = {}
CHANGES_ROWS = re.compile(r"^\s*(INSERT|UPDATE|DELETE|REPLACE|TRUNCATE|DROP|ALTER)\s")
BULK = frozenset({"bulk_insert_mappings", "bulk_save_objects", "bulk_update_mappings", "exec_driver_sql", "delete"})
MARKING = frozenset({"translate", "QT_TRANSLATE_NOOP"})


def above_the_database() -> Iterator[Path]:
    """The files that may change rows through the session alone."""
    for path in PACKAGE_FILES:
        if (
            room(path) not in ("db", "domain", "ui")
            and path.relative_to(PACKAGE).as_posix() not in WRITES_BESIDE_THE_JOURNAL
        ):
            yield path


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """The last part of the called name, and the call."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node.func.id, node
            elif isinstance(node.func, ast.Attribute):
                yield node.func.attr, node


def at(path: Path, node: ast.expr | ast.keyword) -> str:
    """`file:line`, to click on."""
    return f"{path.relative_to(ROOT)}:{node.lineno}"


def test_outside_the_database_rooms_rows_are_written_through_the_session_alone() -> None:
    wrong = []
    for path in above_the_database():
        statements = {f"sqlalchemy.{name}" for name in ("insert", "update", "delete")}
        wrong += [f"{path.relative_to(ROOT)}:{line}" for line, name in imported(path) if name in statements]
        uses_database = any(name.startswith("sqlalchemy") for _, name in imported(path))
        wrong += [at(path, call) for name, call in calls(path) if uses_database and name in BULK]
        wrong += [
            at(path, node)
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CHANGES_ROWS.match(node.value)
        ]
    assert wrong == []


def test_no_row_changes_by_the_databases_own_doing() -> None:
    acting = {"ForeignKey": {"ondelete", "onupdate"}, "ForeignKeyConstraint": {"ondelete", "onupdate"}}
    acting["relationship"] = {"secondary", "passive_deletes", "passive_updates"}
    wrong = [
        at(path, keyword)
        for path in PACKAGE_FILES
        for name, call in calls(path)
        for keyword in call.keywords
        if keyword.arg in acting.get(name, set()) or (keyword.arg == "cascade" and "delete" in ast.dump(keyword.value))
    ]
    assert wrong == []


def test_the_exceptions_are_there() -> None:
    assert [name for name in WRITES_BESIDE_THE_JOURNAL if not (PACKAGE / name).is_file()] == []


def test_marked_words_are_whole_texts_never_put_together_first() -> None:
    wrong = [
        at(path, argument)
        for path in PACKAGE_FILES
        for name, call in calls(path)
        if name in MARKING
        for argument in call.args
        if isinstance(argument, ast.JoinedStr | ast.BinOp)
        or (
            isinstance(argument, ast.Call)
            and isinstance(argument.func, ast.Attribute)
            and argument.func.attr == "format"
        )
    ]
    assert wrong == []


def test_no_error_is_passed_over_in_silence() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in PACKAGE_FILES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler) and all(isinstance(line, ast.Pass) for line in node.body)
    ]
    assert wrong == []
