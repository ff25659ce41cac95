# SPDX-License-Identifier: Apache-2.0
"""What category words speak of: two halves of labelled messages, each guessed from the other; seeds alone."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

import pytest

from complaintdesk.domain.category_words import CategoryWords, signs

# Messages of the list of 992 as two people at a desk would file them by their subject, by the code of DB44/T 2479.
LABELLED: dict[str, str] = {
    "040201": (
        "190802 191154 198003 205329 214247 217627 222872 228018 230567 232953 233721 236526 237409 241081 "
        "241511 242792 243692 245192 245742 246362 247523 248987 249586 252469 254873 256460 260364 261072 "
        "265159 267117 267576 271252 271758 274920 275802 286539 5786 22358 23303 27900 32812 39774 41465 "
        "135316 235595"
    ),
    "030602": (
        "31651 226181 273597 275318 92240 110510 116170 4404 215563 202331 244512 182424 195095 236798 "
        "256779 257532 268914 281526 284171 287386 360108 30532 258787 216689 213286 287485 201400"
    ),
    "030303": (
        "191596 200034 201930 204464 210101 213575 223622 228870 232403 239227 241805 257952 282408 285038 "
        "11128 18877 26336 109095 73945"
    ),
    "030205": (
        "174873 189992 190156 203297 233516 231407 230185 196378 244205 261561 271547 280883 285476 8881 "
        "26735 26992 124486 143281 160842 259350 267238 259181 5552 81561 252244 285852"
    ),
    "030605": (
        "154599 195528 205846 207199 222036 225859 192636 215394 244917 247868 256959 269558 277363 283500 "
        "239575 98781 199427 70616 130885"
    ),
    "051202": "224505 261827 246006 272483",
    "030606": "188414 190377 195701 206379 250545 250797 273198 280597 5126 24675 179339 272350",
    "030607": "216096 220984 260129 262600 274733 117377 323034 204838 287998",
    "030608": (
        "192202 199047 200446 200769 208669 221466 231973 270070 31114 95326 248479 283886 264925 250368 268304 282241"
    ),
    "030609": "244653 251548 249892 254228 255146 272376 275568 289138 240698 13070 174844 45864 194358 259986",
    "070901": "57124 263217 263841 15550 27530 34795",
    "070402": "206065 212442 232799 235290 248906 270860 283019 34334",
    "030603": (
        "31807 198372 192794 194185 199825 207887 212151 214506 215920 218637 221151 247744 248558 255918 "
        "278173 1893 52676 99918 269197 214346 250994"
    ),
    "030206": "37616 18494 233300",
    "030604": "211394 234578 235051 256235 283225 121024 4884",
    "030601": "1546 259876 217233",
}
CODE = {number: code for code, numbers in LABELLED.items() for number in numbers.split()}


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def messages(shared_data: Path) -> list[tuple[str, str]]:
    """Subject and code of each labelled message, in the order in which they came in."""
    rows = {row["msg_id"]: row["title"] for row in _read(shared_data / "property_messages_992.csv")}
    return [(rows[number], CODE[number]) for number in sorted(CODE, key=int)]


@pytest.fixture(scope="module")
def seeds(shared_data: Path) -> dict[str, str]:
    """The words that the official list has for each code."""
    rows = _read(next((shared_data / "taxonomy").iterdir()))
    return {row["code"]: f"{row['name']} {row['remark']}" for row in rows}


def test_held_out_messages_are_filed_right_more_than_twice_as_often_as_by_the_commonest_category(
    messages: list[tuple[str, str]], seeds: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    hits = among_three = commonest_hits = 0
    for half in (0, 1):
        model = CategoryWords()
        past = messages[1 - half :: 2]
        for code, words in seeds.items():
            model.seed([words], code, 2)
        for words, code in past:
            model.learn(words, code)
        [(commonest, _count)] = Counter(code for _words, code in past).most_common(1)
        for words, code in messages[half::2]:
            proposed = model.proposed(words, seeds)
            hits += proposed[:1] == (code,)
            among_three += code in proposed
            commonest_hits += code == commonest
    count = len(messages)
    with capsys.disabled():
        sys.stdout.write(
            f"\nheld-out messages: {count}; proposed first {hits / count:.1%}, among three {among_three / count:.1%}, "
            f"always the commonest {commonest_hits / count:.1%}\n"
        )
    assert count > 200
    assert hits >= 2 * commonest_hits
    assert hits > count / 2


def test_what_is_filed_now_counts_with_the_next_call() -> None:
    model = CategoryWords()
    model.seed(["水龙头滴水"], "plumbing")
    assert model.proposed("水龙头滴水", ["plumbing", "other"]) == ("plumbing",)
    for _time in range(3):
        model.learn("水龙头滴水", "garden")
    assert model.proposed("水龙头滴水", ["plumbing", "garden"]) == ("garden", "plumbing")


def test_nothing_is_proposed_for_words_that_nobody_filed_or_of_a_category_that_can_not_be_chosen() -> None:
    model = CategoryWords()
    model.learn("电梯困人", "lift")
    model.learn("电梯困人", "lift")
    assert model.proposed("", ["lift"]) == ()
    assert model.proposed("会所跳舞", ["lift"]) == (), "how often a category is used says nothing of these words"
    assert model.proposed("电灯", ["lift"]) == (), "one character alone is no word"
    assert model.proposed("电梯坏", ["plumbing"]) == ()


def test_width_case_and_marks_do_not_count() -> None:
    assert signs("ＫＴＶ，太吵！") == signs("ktv 太吵") == {"ktv", "太", "吵", "太吵"}
