# SPDX-License-Identifier: Apache-2.0
"""Words that a few letters stand for (ls → 厨房水管漏水): which of them what is typed asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from complaintdesk.domain.texts import fold
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields, UserError

OFFERED = 4  # phrases at most that stand under a text while it is typed
LONGEST = 12  # letters and digits
_ABBREVIATION = re.compile(f"[a-z][a-z0-9]{{0,{LONGEST - 1}}}")
_ENDS = re.compile(f"(?<![A-Za-z0-9])([A-Za-z][A-Za-z0-9]{{0,{LONGEST - 1}}})$")
_FEWEST = 2  # letters that may stand for a phrase whose abbreviation they are not


@dataclass(frozen=True)
class Phrase:
    """Words with the letters they are asked for by; `keys` are their pinyin, `category` '' where they fit any."""

    abbreviation: str
    words: str
    category: str = ""
    keys: tuple[str, ...] = ()


def letters_before(text: str) -> str:
    """The letters that a text ends in, by which a phrase may be meant; '' where it ends otherwise."""
    found = _ENDS.search(text)
    return found[1] if found else ""


def offered(known: Iterable[Phrase], letters: str) -> tuple[Phrase, ...]:
    """The phrases that the letters stand for, at most OFFERED: their abbreviation, its beginning, or their pinyin.

    In each of the three an earlier one of the known goes before a later one; the same words are offered once.
    """
    typed = letters.casefold()
    if not typed:
        return ()
    ranked = sorted(
        ((rank, at, phrase) for at, phrase in enumerate(known) if (rank := _rank(phrase, typed)) is not None),
        key=lambda each: each[:2],
    )
    return tuple({phrase.words: phrase for _rank, _at, phrase in reversed(ranked)}.values())[::-1][:OFFERED]


def _rank(phrase: Phrase, typed: str) -> int | None:
    if phrase.abbreviation == typed:
        return 0
    if len(typed) < _FEWEST:
        return None
    if phrase.abbreviation.startswith(typed):
        return 1
    return 2 if any(typed in key for key in phrase.keys) else None


def checked_abbreviation(typed: str) -> str:
    """The abbreviation as it is kept, in small letters and digits; raises MissingFields or UserError beside it."""
    kept = fold(typed)
    if not kept:
        raise MissingFields({"abbreviation": QT_TRANSLATE_NOOP("errors", "By which letters is it asked for?")})
    if not _ABBREVIATION.fullmatch(kept):
        raise UserError(
            QT_TRANSLATE_NOOP(
                "errors", "Letters and digits that begin with a letter, at most {count} of them: such as ls."
            ),
            field="abbreviation",
            count=LONGEST,
        )
    return kept
