# SPDX-License-Identifier: Apache-2.0
"""How long the one box takes to say who, of 20,000 households, beside one bare look through all their names."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from complaintdesk.desk import people, staffing
from complaintdesk.desk.office import Office, open_office
from tests import builders
from tests.bench import estate
from tests.bench.test_today import asked, bare, medians

FRAME = 16  # ms
# How many bare looks through all 40,000 names an answer may take.
MOST_LOOKS, MOST_LOOKS_LOOSELY = 8, 16
LOOSE = {"zwei", "dxck", "3栋 张", "qqqqqq", "粤C12345", "zhang伟"}  # not named outright: more is looked through
ONE_LOOK = [("SELECT id FROM occupant WHERE pinyin_keys LIKE ?", ("% zs%",))]
TYPED = (
    *("3-2-1502", "32-1502", "3栋2单元1502", "31502", "1502", "3-2-15", "3栋"),
    *("5678", "138", "13800079", "z", "zs", "zhangs", "zhangwei", "wq", "张s", "zhang伟", "zwei"),
    *("张伟", "单", "王先生", "国", "粤C12345", "12345", "药房", "dxck", "3栋 张", "3栋大堂", "没有这个人", "qqqqqq"),
)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, Path]]:
    """The office of the large estate."""
    path = tmp_path_factory.mktemp("estate") / "office.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(staffing, "_hasher", builders.QUICK_HASHER)
        estate.build(path)
    office = open_office(path, clock=builders.DeskClock())
    yield office, path
    office.close()


def test_of_twenty_thousand_households_the_box_says_who_in_few_looks(large: tuple[Office, Path]) -> None:
    office, path = large
    slow = []
    for words in TYPED:

        def look(words: str = words) -> None:
            office.ask(people.who, words, builders.TODAY)

        statements = asked(office, look)
        ours, one, sql = medians(look)[0], bare(path, ONE_LOOK), bare(path, statements)
        sys.stdout.write(
            f"\nwho {words}: {ours:.1f} ms of CPU (a frame has {FRAME}), its statements bare {sql:.1f} ms, "
            f"one look through all names {one:.1f} ms, ratio {ours / one:.1f}"
        )
        if ours > one * (MOST_LOOKS_LOOSELY if words in LOOSE else MOST_LOOKS):
            slow.append(words)
    sys.stdout.write("\n")
    assert slow == []


def test_every_look_finds_something_but_what_nobody_is_called(large: tuple[Office, Path]) -> None:
    office, _path = large
    empty = [words for words in TYPED if not office.ask(people.who, words, builders.TODAY)]
    assert set(empty) <= {"没有这个人", "qqqqqq", "13800079", "粤C12345", "12345"}
