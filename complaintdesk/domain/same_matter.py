# SPDX-License-Identifier: Apache-2.0
"""How alike two matters are: whether a call may be about what is on record already (R-REG-07, R-REG-08)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from complaintdesk.domain.grams import runs
from complaintdesk.domain.lifecycle import OPEN_STATES
from complaintdesk.domain.terms import CaseState

ALIKE = 0.2  # share of two-character words in common from which a text may be about what is over
# How people speak of what they told before, without saying what it was.
_EARLIER = (
    *(
        "还没",
        "还不",
        "没人来",
        "没来",
        "没修",
        "没弄",
        "没处理",
        "没解决",
        "没动静",
        "没消息",
        "没回",
        "没结果",
        "没好",
    ),
    *(
        "上次",
        "上回",
        "之前",
        "前天",
        "昨天",
        "早上报",
        "报过",
        "打过",
        "说过",
        "反映过",
        "投诉过",
        "说好",
        "约好",
        "答应",
    ),
    *(
        "又来",
        "再来",
        "再次",
        "一直",
        "第二次",
        "好几次",
        "几次了",
        "什么时候",
        "多久",
        "催",
        "进展",
        "怎么样了",
        "那个事",
        "那件事",
    ),
)
T = TypeVar("T")


@dataclass(frozen=True)
class Matter:
    """What a matter is compared by; category '' and words '' are not told yet."""

    category: str
    words: str


def words_alike(one: str, other: str) -> float:
    """The share of their two-character words that two texts have in common, of the shorter one's: 0 to 1."""
    first, second = _pairs(one), _pairs(other)
    smaller = min(len(first), len(second))
    return len(first & second) / smaller if smaller else 0.0


def likeness(call: Matter, earlier: Matter, going_on: bool) -> float:
    """How much a call is about an earlier matter of the same household or phone; 0 where it is about another.

    While the earlier one goes on, a word in common is enough to ask, and a call of no category yet may be about it as
    long as it says nothing, or speaks of something earlier; what is over must be of the same category or read alike.
    """
    alike = words_alike(call.words, earlier.words)
    same = bool(call.category) and call.category == earlier.category
    told = bool(call.category and earlier.category)
    may_be = not told and (not _pairs(call.words) or any(words in call.words for words in _EARLIER))
    near = alike > 0 or may_be if going_on else alike >= ALIKE
    return 1.0 + alike + same if same or near else 0.0


def goes_on(state: CaseState, followed_up: bool) -> bool:
    """Whether a further call is a contact of that case: until it is handled and was asked about (R-REG-07).

    After that it is the same matter once more (再次投诉, R-REG-08).
    """
    return state in OPEN_STATES or (state is CaseState.HANDLED and not followed_up)


def nearest(found: Iterable[tuple[T, bool, float, datetime]]) -> T | None:
    """The one to propose of those alike at all: (case, whether it goes on, likeness, when it came in).

    One that goes on before one that is over, the most alike, then the latest.
    """
    alike = [each for each in found if each[2] > 0]
    return max(alike, key=lambda each: each[1:], default=(None,))[0]


def _pairs(text: str) -> frozenset[str]:
    return frozenset(run[at : at + 2] for run in runs(text) for at in range(len(run) - 1))
