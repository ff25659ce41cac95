# SPDX-License-Identifier: Apache-2.0
"""Passwords that are guessed first: too short, the person's own name, one character over and over, a run of keys."""

from __future__ import annotations

from complaintdesk.domain.texts import fold
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError

SHORTEST_PASSWORD = 8
_RUNS = ("0123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb")


def refuse_weak_password(password: str, name: str = "") -> None:
    """Raises UserError beside `password` for one that anybody would try first; any other words make a password."""
    if len(password) < SHORTEST_PASSWORD:
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "A password has at least {count} characters."),
            field="password",
            count=SHORTEST_PASSWORD,
        )
    plain = fold(password)
    if name and plain == fold(name):
        raise UserError(QT_TRANSLATE_NOOP("errors", "Nobody's name is a password."), field="password")
    if len(set(plain)) <= 1 or any(plain in _repeated(run) or plain in _repeated(run[::-1]) for run in _RUNS):
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "This password would be guessed at once; mix words that nobody knows."),
            field="password",
        )


def _repeated(run: str) -> str:
    """The run often enough that a longer password of the same keys is found in it."""
    return run * 8
