# SPDX-License-Identifier: Apache-2.0
"""Which passwords an office takes: the commonest are shipped as a list, names are known in pinyin (T10)."""

from __future__ import annotations

from functools import cache

from complaintdesk.desk.pinyin_table import pinyin_table
from complaintdesk.domain.passwords import refuse_weak_password
from complaintdesk.domain.pinyin import keys_for
from complaintdesk.domain.texts import fold
from complaintdesk.paths import shipped


@cache
def common_passwords() -> frozenset[str]:
    """The 3,000 commonest passwords of eight characters and more, folded."""
    lines = shipped("resources", "common_passwords.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(fold(line) for line in lines if not line.startswith("# "))


def refuse_guessable(password: str, *names: str) -> None:
    """Raises UserError beside `password` for one that anybody would try first; `names`: the person's, the office's."""
    called = {key for name in names if name for key in keys_for(name, pinyin_table())}
    refuse_weak_password(password, names, common=common_passwords(), called=called)
