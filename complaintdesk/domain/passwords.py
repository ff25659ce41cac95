# SPDX-License-Identifier: Apache-2.0
"""Passwords that are guessed first: too short, common, made of a name, of a word and a few digits, a run of keys."""

from __future__ import annotations

import re
from collections.abc import Collection

from complaintdesk.domain.texts import fold
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError

SHORTEST_PASSWORD = 8
_RUNS = ("0123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb")
# What is tried first at a Chinese counter, by itself or with digits or signs before or behind it; our own choice.
_WORDS = (
    *("admin", "administrator", "root", "user", "password", "passwd", "mima", "test", "guest", "abc", "qwe", "qq"),
    *("woaini", "woaiwojia", "aini", "iloveyou", "wuye", "wuguan", "kefu", "qiantai", "guanli", "guanliyuan", "jingli"),
    *("zhuren", "bangong", "bangongshi", "xiaoqu", "huayuan", "fuwu", "tousu", "baoxiu", "weixiu", "complaintdesk"),
)
_FEW = 6  # digits and signs beside a word or a name that don't make a password of it


def refuse_weak_password(
    password: str, names: Collection[str] = (), *, common: Collection[str] = (), called: Collection[str] = ()
) -> None:
    """Raises UserError beside `password` for one that anybody would try first; any other words make a password.

    `common` are passwords of leaked lists, folded; `called` are what a person or the office is called by, in letters.
    Nothing is asked of its signs, and it may be as long as one likes (ASVS 5.0, 6.2).
    """
    if len(password) < SHORTEST_PASSWORD:
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "A password has at least {count} characters."),
            field="password",
            count=SHORTEST_PASSWORD,
        )
    plain = fold(password)
    if any(name and plain == fold(name) for name in names):
        raise UserError(QT_TRANSLATE_NOOP("errors", "Nobody's name is a password."), field="password")
    letters = re.sub("[^a-z]", "", plain)
    of_a_word = letters in {*_WORDS, *called} and letters in plain and len(plain) - len(letters) <= _FEW
    run = any(plain in _repeated(run) or plain in _repeated(run[::-1]) for run in _RUNS)
    if len(set(plain)) <= 1 or run or of_a_word or plain in common:
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "This password would be guessed at once; mix words that nobody knows."),
            field="password",
        )


def _repeated(run: str) -> str:
    """The run often enough that a longer password of the same keys is found in it."""
    return run * 8
