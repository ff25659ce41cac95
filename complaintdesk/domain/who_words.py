# SPDX-License-Identifier: Apache-2.0
"""What was typed or pasted to find who: cut into its terms, where several were (3栋 张, 3-2-1502张三, 张三 138…)."""

from __future__ import annotations

import re
import unicodedata

_MARKS = "号楼|单元|房间|号|栋|幢|座|楼|单|门|梯|层|室|房|户|#|期|区"
_NUMERALS = "零〇一二两三四五六七八九十百"
_NUMBER = f"(?:[0-9]++(?:[A-Z](?![A-Z0-9]))?|[A-Z][0-9]++|[A-Z](?=-|{_MARKS})|[{_NUMERALS}]+(?={_MARKS}))"
_ADDRESS = f"(?:第?{_NUMBER}(?:{_MARKS})*-?)*{_NUMBER}(?:{_MARKS})*"
_TERM = re.compile(f"{_ADDRESS}|[A-Z]+|[^\\W0-9A-Z_]+", re.IGNORECASE)
_APART = re.compile(r"[\s,，、;；|/:：()（）【】\[\]]+")
MOST_TERMS = 4


def terms(text: str) -> tuple[str, ...]:
    """The terms that were typed, at most four: at blanks and signs, and where an address meets a name."""
    pieces = _APART.split(unicodedata.normalize("NFKC", text))
    found = [term[0] for piece in pieces for term in _TERM.finditer(piece)]
    return tuple(dict.fromkeys(found))[:MOST_TERMS]
