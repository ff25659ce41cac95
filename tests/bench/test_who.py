# SPDX-License-Identifier: Apache-2.0
"""How long the one box takes to say who, of 20,000 households: less than a frame, whatever is typed."""

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


def test_of_twenty_thousand_households_the_box_says_who_within_a_frame(large: tuple[Office, Path]) -> None:
    office, path = large
    taken: dict[str, tuple[float, float]] = {}
    for words in TYPED:

        def look(words: str = words) -> None:
            office.ask(people.who, words, builders.TODAY)

        statements = asked(office, look)
        taken[words] = (medians(look)[0], bare(path, statements))
    for words, (ours, sql) in taken.items():
        sys.stdout.write(f"\nwho {words}: {ours:.1f} ms of CPU, its statements bare {sql:.1f} ms")
    slowest = max(taken, key=lambda words: taken[words][0])
    sys.stdout.write(f"\nslowest: {slowest}, {taken[slowest][0]:.1f} ms of a frame's {FRAME} ms\n")
    assert taken[slowest][0] <= FRAME


def test_every_look_finds_something_but_what_nobody_is_called(large: tuple[Office, Path]) -> None:
    office, _path = large
    empty = [words for words in TYPED if not office.ask(people.who, words, builders.TODAY)]
    assert empty == ["没有这个人", "qqqqqq"]
