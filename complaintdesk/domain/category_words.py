# SPDX-License-Identifier: Apache-2.0
"""Which category words speak of: learnt from cases that people filed before, and from a list of seed words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from itertools import pairwise
from math import log

from complaintdesk.domain.texts import fold

_RUN = re.compile("[㐀-鿿]+|[a-z0-9]+")
_BLANK = 0.5  # of a case, that a sign not seen in a category counts for: what is new rules no category out
_READ = 400  # characters of a text; what it is about is said by then


def signs(words: str) -> frozenset[str]:
    """What a text is known by: its ideographs, each two that stand together, and its words in letters."""
    found: set[str] = set()
    for run in _RUN.findall(fold(words[:_READ])):
        if run.isascii():
            found.add(run)
        else:
            found.update(run)
            found.update(f"{first}{second}" for first, second in pairwise(run))
    return frozenset(found)


class CategoryWords:
    """A naive Bayes count of signs by category: how often each category was chosen, and by what signs it shows.

    One person's model of one office; to learn a case is cheap, so what is filed now counts with the next call.
    """

    def __init__(self) -> None:
        self._cases: Counter[str] = Counter()  # how many of a category
        self._signs: Counter[str] = Counter()  # of a category, counted in all its cases and seeds
        self._seen: defaultdict[str, Counter[str]] = defaultdict(Counter)  # of a sign, by category

    def learn(self, words: str, category: str) -> None:
        """Somebody filed this under the category."""
        self._cases[category] += 1
        self._count(words, category, 1)

    def seed(self, words: Iterable[str], category: str, weight: int = 1) -> None:
        """Words that speak of the category wherever it is in use; they say nothing of how often it is."""
        for each in words:
            self._count(each, category, weight)

    def _count(self, words: str, category: str, weight: int) -> None:
        for sign in signs(words):
            self._seen[sign][category] += weight
            self._signs[category] += weight

    def proposed(self, words: str, among: Collection[str], limit: int = 3) -> tuple[str, ...]:
        """The categories that the words most likely speak of, best first; only such as share a pair of characters.

        `among` are the categories that may be chosen. Nothing is guessed from how often a category is used alone.
        """
        of_text = [sign for sign in signs(words) if sign in self._seen]
        spoken = {category for sign in of_text if len(sign) > 1 for category in self._seen[sign]}
        candidates = [category for category in among if category in spoken]
        total, room = sum(self._cases.values()) + len(self._signs), _BLANK * len(self._seen)
        score = {
            category: log((self._cases[category] + 1) / total)
            + sum(log(self._seen[sign][category] + _BLANK) for sign in of_text)
            - len(of_text) * log(self._signs[category] + room)
            for category in candidates
        }
        return tuple(sorted(candidates, key=lambda category: score[category], reverse=True)[:limit])
