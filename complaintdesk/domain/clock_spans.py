# SPDX-License-Identifier: Apache-2.0
"""Hours as people type them: 8:30-12:00, 13:30-17:30."""

from __future__ import annotations

import re
import unicodedata
from datetime import time
from itertools import pairwise

from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError

Spans = tuple[tuple[time, time], ...]
_TIME = "([01]?[0-9]|2[0-3]):?([0-5][0-9])"
_SPAN = re.compile(f"{_TIME}(?:-+|~|到|至){_TIME}")
_DASHES = re.compile("[‐-―−]")


def read_spans(text: str) -> Spans:
    """The spans typed, each after the last; full width, 至 and 到, 、 and ; are understood. UserError otherwise."""
    written = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    parts = [part for part in re.split(r"[,;、\s]+", re.sub(r"\s*(-+|~|到|至)\s*", r"\1", written)) if part]
    found = [_SPAN.fullmatch(part) for part in parts]
    spans = [
        (time(int(match[1]), int(match[2])), time(int(match[3]), int(match[4]))) for match in found if match is not None
    ]
    if not spans or len(spans) < len(parts):
        raise UserError(QT_TRANSLATE_NOOP("errors", "Hours are written as 08:30-12:00, 13:30-17:30."))
    if any(later <= earlier for earlier, later in pairwise(moment for span in spans for moment in span)):
        raise UserError(QT_TRANSLATE_NOOP("errors", "Each time must be after the one before it."))
    return tuple(spans)


def written_spans(spans: Spans) -> str:
    """The spans as `read_spans` reads them."""
    return ", ".join(f"{starts:%H:%M}-{ends:%H:%M}" for starts, ends in spans)
