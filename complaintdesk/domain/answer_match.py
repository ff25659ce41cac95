# SPDX-License-Identifier: Apache-2.0
"""Which standard answers (答客问, R-REG-11) fit what somebody typed: words looked for, or a question as it was told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from complaintdesk.domain.grams import runs
from complaintdesk.domain.texts import fold

# What people say around a question; it tells nothing of what they ask.
_AROUND = frozenset(
    {
        *("请问", "你好", "您好", "想问", "问一", "问下", "一下", "咨询", "询问", "怎么", "什么"),
        *("多少", "可以", "是否", "如何", "哪里", "我想", "我们", "你们", "有没", "没有", "需要"),
    }
)
_IN_QUESTION, _IN_KEYWORD, _IN_ANSWER = 4.0, 6.0, 1.0  # what a word found there weighs
_KEPT = 8192  # texts whose folding is remembered: a book of answers is read at each key


@dataclass(frozen=True)
class Answerable:
    """A standard answer as it is looked for: `keywords` are parted by blanks, `pinyin` are what those are typed by."""

    id: int
    question: str
    keywords: str
    answer: str
    pinyin: tuple[str, ...] = ()


def found(known: Sequence[Answerable], words: str) -> list[int]:
    """Ids of the answers in which every word stands, or a keyword that begins so in pinyin; best first."""
    asked = [run for word in words.split() for run in runs(word)]
    hits = []
    for each in known:
        weights = [_weight(each, word) for word in asked]
        if all(weights):
            hits.append((sum(weights), each.id))
    return _best_first(hits)


def fitting(known: Sequence[Answerable], question: str, limit: int) -> list[int]:
    """Ids of the answers, at most `limit`, that a question as told at the desk seems to ask for; best first.

    What the question shares with those in the book counts by how rare it is there; a keyword that stands in it counts
    most of all.
    """
    told = "".join(runs(question))
    pairs = _pairs(question) - _AROUND
    if not told:
        return []
    common = Counter(pair for each in known for pair in _pairs(each.question) | _pairs(each.keywords))
    hits = []
    for each in known:
        shared = pairs & (_pairs(each.question) | _pairs(each.keywords))
        weight = sum(log(1 + len(known) / common[pair]) for pair in shared) * _IN_QUESTION
        named = [word for word in _keywords(each.keywords) if word in told or (len(told) == 1 and told in word)]
        weight += _IN_KEYWORD * len(named)
        if len(told) == 1 and told in _folded(each.question):
            weight += _IN_QUESTION
        if weight:
            said = _folded(each.answer)
            weight += sum(_IN_ANSWER / len(pairs) for pair in pairs if pair in said)
            hits.append((weight, each.id))
    return _best_first(hits)[:limit]


def _weight(each: Answerable, word: str) -> float:
    """What a word looked for weighs in an answer; 0 where it stands nowhere."""
    weight = 0.0
    keywords = _keywords(each.keywords)
    if word in keywords:
        weight += 2 * _IN_KEYWORD
    elif any(word in keyword for keyword in keywords):
        weight += _IN_KEYWORD
    if word in _folded(each.question):
        weight += _IN_QUESTION
    if word in _folded(each.answer):
        weight += _IN_ANSWER
    if word.isascii() and word.isalpha() and any(key.startswith(word) for key in each.pinyin):
        weight += _IN_KEYWORD
    return weight


def _best_first(hits: Iterable[tuple[float, int]]) -> list[int]:
    return [id_ for _weight, id_ in sorted(hits, key=lambda hit: (-hit[0], hit[1]))]


@lru_cache(_KEPT)
def _folded(text: str) -> str:
    return fold(text)


@lru_cache(_KEPT)
def _keywords(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (fold(word) for word in text.split())))


@lru_cache(_KEPT)
def _pairs(text: str) -> frozenset[str]:
    """Every two characters that stand beside each other in a text."""
    return frozenset(run[at : at + 2] for run in runs(text) for at in range(len(run) - 1))
