# SPDX-License-Identifier: Apache-2.0
"""The printed recovery code: how one is made, and how a typed one is read so that a slip is told from a wrong code."""

from __future__ import annotations

import secrets
import unicodedata

from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError

# 31 characters, none of which is taken for another (no 0 O, 1 I L); a prime number, so that each slip shows.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
GROUPS, LENGTH = 8, 4  # the last character of each group checks the three before it
_PRIME = len(ALPHABET)


def new_recovery_code() -> str:
    """A code nobody can guess (118 bits), such as `7KQM-…`: eight groups of four."""
    return "-".join(_checked(group) for group in range(GROUPS))


def read_recovery_code(typed: str) -> str:
    """The code as it is printed, whatever case, width, blanks or dashes it was typed with.

    Raises UserError (field `code`) naming the group with the slip, or saying how many characters there should be.
    """
    folded = unicodedata.normalize("NFKC", typed).upper()
    plain = "".join(each for each in folded if each.isalnum())
    if len(plain) != GROUPS * LENGTH:
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "A recovery code has {length} characters; {typed} were typed."),
            field="code",
            length=GROUPS * LENGTH,
            typed=len(plain),
        )
    groups = [plain[start : start + LENGTH] for start in range(0, len(plain), LENGTH)]
    for at, group in enumerate(groups):
        if any(each not in ALPHABET for each in group) or _sum(at, group) != 0:
            raise UserError(
                QT_TRANSLATE_NOOP("errors", "There is a slip in group {group} of the code: {characters}."),
                field="code",
                group=at + 1,
                characters=group,
            )
    return "-".join(groups)


def _checked(at: int) -> str:
    """A random group for this position, with its check character."""
    begun = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return next(begun + last for last in ALPHABET if _sum(at, begun + last) == 0)


def _sum(at: int, group: str) -> int:
    """0 for a group that stands where it belongs: a wrong character or two that changed places make it another."""
    return (at + 1 + sum(weight * ALPHABET.index(each) for weight, each in enumerate(group, 1))) % _PRIME
