# SPDX-License-Identifier: Apache-2.0
"""Search without word boundaries: the tokens a record is found by, and the tokens that typed words ask for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from operator import add

from complaintdesk.domain.folding import Room, parse_room, room_candidates
from complaintdesk.domain.phones import fold_phone
from complaintdesk.domain.texts import fold

Way = tuple[str, ...]  # tokens of which a record needs all
Wanted = tuple[tuple[Way, ...], ...]  # words, each of which is met by any of its ways

_RUN = re.compile(r"[^\W_]+", re.UNICODE)
PHONE_TAILS = (4, 6, 8)
_SPACED_PHONE = re.compile(r"[0-9+()\s‐-―−-]+")
MARK = "·"  # stands in no run, so a phone or a name's pinyin is never taken for a text
MOST_GRAMS = 5  # of a long word asked for, from its beginning to its end: each is looked up in the whole index
_NUMBER = re.compile(r"([a-z]{2,4})-?([0-9]{4})-?([0-9]{6})(?![0-9])")
_ADDRESS = re.compile(
    "(?<![0-9a-z])[0-9a-z一二三四五六七八九十]{1,3}"
    "(?:(?:号楼|[栋幢座#]楼?)(?:[0-9一二三四五六七八九]{1,2}(?:单元|门))?[0-9]{3,4}|-[0-9]{1,2}-[0-9]{3,4})室?(?![0-9a-z])"
)
_NOT_IN_A_TOKEN = re.compile(r"[\W_]+")


def runs(text: str) -> Iterator[str]:
    """The unbroken runs of letters, digits and ideographs in a text, folded."""
    for word in text.split():
        yield from _RUN.findall(fold(word))


def text_tokens(text: str) -> set[str]:
    """All single characters, 2-grams and 3-grams of each run."""
    found: set[str] = set()
    for run in runs(text):
        pairs = list(map(add, run, run[1:]))  # a list of old texts has millions of them
        found.update(run, pairs, map(add, pairs, run[2:]))
    return found


def _mentioned(text: str) -> Iterator[str]:
    """Numbers and doors that are named in a text, in whatever spelling."""
    if not any(map(str.isdigit, text)):
        return
    for word in text.split():
        folded = fold(word)
        for number in _NUMBER.finditer(folded):
            yield _number_token(number)
        for address in _ADDRESS.finditer(folded):
            if (room := parse_room(address[0])) is not None:
                yield from room_tokens(room)


def _number_token(found: re.Match[str]) -> str:
    return f"{MARK}x{''.join(found.groups())}"


def phone_tokens(number: str) -> Iterator[str]:
    """A phone by its last 4, 6 and 8 digits and as a whole, with its extension and without."""
    without, _, extension = number.lstrip("+").partition("-")
    for digits in dict.fromkeys((without, without + extension)):
        for size in PHONE_TAILS:
            if len(digits) > size:
                yield f"{MARK}t{digits[-size:]}"
        if digits:
            yield f"{MARK}t{digits}"


def pinyin_tokens(keys: Iterable[str]) -> Iterator[str]:
    """A name by every beginning of its pinyin keys."""
    for key in keys:
        for size in range(1, len(key) + 1):
            yield f"{MARK}p{key[:size]}"


@lru_cache(maxsize=8192)  # a list of old cases has the same few facts over and over
def fact_token(letter: str, value: str) -> str:
    """What a record has that is of a kind, in a state: one fact, under the letter that stands for its field."""
    return f"{MARK}{letter}{_NOT_IN_A_TOKEN.sub(MARK, fold(value)).strip(MARK)}"


def room_tokens(room: Room) -> Iterator[str]:
    """A door by its whole address, by the same with the unit left unsaid, and by its number alone."""
    yield room_token(room)
    if room.unit:
        yield room_token(Room(room.building, "", room.floor, room.room))
    if room.building:
        yield room_token(Room("", "", room.floor, room.room))


def room_token(room: Room) -> str:
    """What the records of a door have, its unit being any where it is unsaid."""
    return f"{MARK}r{MARK.join(fold(part) for part in (room.building, room.unit, room.room))}"


def stream(
    texts: Iterable[str], phones: Iterable[str], pinyin: Iterable[str], facts: Iterable[str] = ()
) -> frozenset[str]:
    """Everything one record is found by; `facts` are tokens already."""
    found: set[str] = set(facts)
    for text in texts:
        found.update(text_tokens(text))
        found.update(_mentioned(text))
    for phone in phones:
        found.update(phone_tokens(phone))
    found.update(pinyin_tokens(pinyin))
    return frozenset(found)


def asked(text: str) -> Wanted:
    """What typed words ask for: every word must be met, by one of its ways, each of which needs all its tokens.

    A word of more than three characters is asked for by its 3-grams, so that a record holding them all in another
    order is found as well; at a counter that costs nothing and nothing is missed. A phone may be spaced or dashed; a
    door is met in whatever spelling it was written (3-2-1502, 三栋2单元1502室; 31502 where no dash was typed), and a
    whole number (BX2026-000123) as such.
    """
    words = tuple(ways for word in text.split() for ways in _word(word))
    digits = re.sub("[^0-9]", "", fold_phone(text)) if _SPACED_PHONE.fullmatch(text) else ""
    if len(list(runs(text))) < 2 or len(digits) < PHONE_TAILS[0]:
        return words
    others = words[0][1:] if len(words) == 1 else ()
    return ((_all_of(words), *others, (f"{MARK}t{digits}",)),)


def _word(word: str) -> list[tuple[Way, ...]]:
    """The ways of each run of a word, or of all of them together where they may be a door's address."""
    folded = fold(word)
    if whole := _NUMBER.fullmatch(folded):
        return [((_number_token(whole),),)]
    if _ADDRESS.fullmatch(folded) and (room := parse_room(word)) is not None:
        return [((room_token(room),),)]
    found = [_ways(run) for run in _RUN.findall(folded)]
    doors = tuple((room_token(room),) for room in room_candidates(word) if room.building) if found else ()
    if not doors:
        return found
    others = found[0][1:] if len(found) == 1 else ()
    return [(_all_of(found), *others, *doors)]


def _all_of(words: Iterable[tuple[Way, ...]]) -> Way:
    """The texts of all words at once."""
    return tuple(dict.fromkeys(token for ways in words for token in ways[0]))


def _ways(word: str) -> tuple[Way, ...]:
    size = min(len(word), 3)
    last = len(word) - size
    starts = range(last + 1) if last < MOST_GRAMS else (last * at // (MOST_GRAMS - 1) for at in range(MOST_GRAMS))
    ways: list[Way] = [tuple(dict.fromkeys(word[at : at + size] for at in starts))]
    if word.isascii() and word.isdigit() and len(word) >= PHONE_TAILS[0]:
        ways.append((f"{MARK}t{word}",))
    if word.isascii() and word.isalpha():
        ways.append((f"{MARK}p{word}",))
    return tuple(ways)
