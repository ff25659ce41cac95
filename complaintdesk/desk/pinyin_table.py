# SPDX-License-Identifier: Apache-2.0
"""The shipped pinyin table, read once."""

from __future__ import annotations

from functools import cache

from complaintdesk.domain.pinyin import PinyinTable
from complaintdesk.paths import shipped


@cache
def pinyin_table() -> PinyinTable:
    """The usual reading of each ideograph, for `domain.pinyin`."""
    return PinyinTable.from_text(shipped("resources", "pinyin.txt").read_text(encoding="utf-8"))
