# SPDX-License-Identifier: Apache-2.0
"""Where typed words stand in a text, and the piece of a long text around them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

_BEFORE = 12  # characters kept before the first word found


def marks_in(text: str, words: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Where any of the words stands, as (start, end) from left to right, without overlap; wide letters and case
    don't matter."""
    letters = [unicodedata.normalize("NFKC", letter).casefold() for letter in text]
    folded, origin = "".join(letters), [at for at, letter in enumerate(letters) for _ in letter]
    inside = [False] * len(text)
    for word in filter(None, ("".join(unicodedata.normalize("NFKC", word).casefold().split()) for word in words)):
        at = folded.find(word)
        while at >= 0:
            for place in origin[at : at + len(word)]:
                inside[place] = True
            at = folded.find(word, at + 1)
    starts = [at for at, on in enumerate(inside) if on and (at == 0 or not inside[at - 1])]
    ends = [at + 1 for at, on in enumerate(inside) if on and (at + 1 == len(inside) or not inside[at + 1])]
    return tuple(zip(starts, ends, strict=True))


def excerpt(text: str, words: Iterable[str], room: int = 60) -> str:
    """The text in one line from its beginning, or from shortly before the first of the words if that stands later."""
    line = " ".join(text.split())
    marks = marks_in(line, words)
    start = max(marks[0][0] - _BEFORE, 0) if marks and marks[0][1] > room else 0
    shown = line[start : start + room]
    return f"{'…' if start else ''}{shown}{'…' if start + room < len(line) else ''}"
