# SPDX-License-Identifier: Apache-2.0
"""Every text that a person sees is marked, stands in the Chinese catalogue, and means the same values there."""

from __future__ import annotations

import ast
import re
import string
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "resources" / "i18n" / "complaintdesk_zh_CN.ts"
MARKERS = {"translate", "QT_TRANSLATE_NOOP"}


def marked() -> Iterator[tuple[str, str, str]]:
    """Context, English text and place of every marked text of the program."""
    for path in sorted((ROOT / "complaintdesk").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or len(node.args) < 2:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            context, text = node.args[:2]
            if name in MARKERS and isinstance(context, ast.Constant) and isinstance(text, ast.Constant):
                yield str(context.value), str(text.value), f"{path.relative_to(ROOT)}:{node.lineno}"


def catalogue() -> dict[tuple[str, str], str]:
    """(context, English) → Chinese, as the file holds them."""
    return {
        (context.findtext("name") or "", message.findtext("source") or ""): message.findtext("translation") or ""
        for context in ET.parse(CATALOGUE).getroot().iter("context")
        for message in context.iter("message")
    }


def names_in(text: str) -> set[str]:
    """The {names} that a text leaves open, and argparse's %(names)s."""
    braces = set() if "%(" in text else {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    return braces | set(re.findall(r"%\((\w+)\)", text))


def test_every_marked_text_has_a_chinese_translation() -> None:
    known = catalogue()
    assert [f"{place}: {context}: {text}" for context, text, place in marked() if not known.get((context, text))] == []


def test_no_translation_is_left_of_a_text_that_is_gone() -> None:
    used = {(context, text) for context, text, _ in marked()}
    assert sorted(set(catalogue()) - used) == []


def test_a_translation_leaves_the_same_values_open() -> None:
    assert [
        entry for entry, chinese in catalogue().items() if chinese and names_in(chinese) != names_in(entry[1])
    ] == []
