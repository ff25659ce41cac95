# SPDX-License-Identifier: Apache-2.0
"""Texts as people type and paste them: what is kept, how long it may be, and what counts as the same text."""

from __future__ import annotations

import re
import unicodedata

from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError

TEXT_LIMIT = 5000
LINE_LIMIT = 200

# Word and Excel paste a vertical tab or form feed where a person pressed Enter: to drop it would glue lines together.
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_UNSEEN = re.compile(r"[\s\x00-\x1f\x7f-\x9f\xad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
_EDGES = "".join(chr(code) for code in range(0x3001) if chr(code).isspace()) + "\u200b\ufeff"


def clean_text(text: str, limit: int | None = TEXT_LIMIT, field: str = "") -> str:
    """The text as it is stored: NFC, lines ended by LF, without control characters and outer white space.

    Nothing else is changed and nothing is cut: more than `limit` characters raise UserError (None: no limit), which
    belongs beside `field`.
    """
    text = _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))
    return _within(unicodedata.normalize("NFC", text).strip(_EDGES), limit, field)


def clean_line(text: str, limit: int | None = LINE_LIMIT, field: str = "") -> str:
    """`clean_text` on one line: each run of white space inside is one space. Raises UserError beyond `limit`."""
    return _within(" ".join(clean_text(text, limit=None).split()), limit, field)


def fold(text: str) -> str:
    """The text for comparing and searching: case, width, white space and characters without a shape don't count.

    Chinese digits stay as they are (三 is not 3): only an address knows that it means a number.
    """
    folded = _UNSEEN.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", folded))


def _within(text: str, limit: int | None, field: str) -> str:
    if limit is not None and len(text) > limit:
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "This text has {count} characters; there is room for {limit}."),
            field=field,
            count=len(text),
            limit=limit,
        )
    return text
