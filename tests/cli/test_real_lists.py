# SPDX-License-Identifier: Apache-2.0
"""Real lists from the command line: every row in the books as it was, or named in the error workbook."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from complaintdesk.desk.office import Office
from tests import builders
from tests.cli.conftest import ZONE, Call, MakeList, counts, sheet

OWNERS = {
    "hc小区导入模板_多sheet.xlsx": counts(14, new=11, refused=3, empty=38),
    "hc房屋业主导入模板_单sheet.xlsx": counts(1, new=1, empty=20),
    "业主导入模板_6列.xlsx": counts(3, new=3, incomplete=3),
}


def as_kept(text: object) -> str:
    """A text without what may differ between a list and the books: padding, blank characters, the form of Unicode."""
    return re.sub(
        r"[\s\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\x00-\x1f\x7f-\x9f]",
        "",
        unicodedata.normalize("NFC", str(text)),
    )


def instant(cell: object) -> datetime:
    """A cell's time, in the office's zone: a date of the workbook's, or one of the two ways it is written as text."""
    if isinstance(cell, datetime):
        return cell.replace(microsecond=0, tzinfo=ZONE).astimezone(UTC)
    numbers = [int(number) for number in re.findall("[0-9]+", str(cell))]
    return datetime(*numbers, tzinfo=ZONE).astimezone(UTC)  # type: ignore[misc, arg-type]


def in_the_books(office: Office) -> Counter[tuple[str, str, datetime, str]]:
    """Number, caller, time and words of all old cases."""
    rows = builders.rows(
        office, "SELECT old_number, caller_name, received_at, content FROM case_record WHERE origin = 'history'"
    )
    return Counter(
        (number, as_kept(name), datetime.fromisoformat(at).replace(tzinfo=UTC), as_kept(content))
        for number, name, at, content in rows
    )


def told(rows: Iterable[Sequence[object]]) -> Counter[tuple[str, str, datetime, str]]:
    """The same of a list's rows: number, caller, title, time, text."""
    return Counter(
        (str(number).removesuffix(".0"), as_kept(name), instant(at), as_kept(title) + as_kept(text))
        for number, name, title, at, text, *_ in rows
    )


def test_all_4326_rows_of_an_old_register_are_in_with_their_times_and_words(
    run: Call, shared_data: Path, tmp_path: Path, opened: Callable[[], Office]
) -> None:
    path = shared_data / "old_register_4326.xlsx"
    ended = run("import-register", path, "--errors", tmp_path / "errors.xlsx")
    assert (ended.code, ended.err) == (0, "")
    assert ended.counts == counts(4326, new=4326)
    assert not (tmp_path / "errors.xlsx").exists()
    office = opened()
    wanted, kept = told(sheet(path)[1:]), in_the_books(office)
    assert wanted.total() == kept.total() == 4326
    assert wanted - kept == Counter()
    ((first, last),) = builders.rows(office, "SELECT min(id), max(id) FROM case_record")
    assert last < 10_000_001
    assert last - first == 4325
    ordered = builders.rows(office, "SELECT received_at FROM case_record ORDER BY id")
    assert ordered == sorted(ordered)
    assert len(builders.rows(office, "SELECT seq FROM journal WHERE deed = 'importing.add_history'")) == 22
    assert run("check").counts == {"findings": "0"}


def test_all_992_messages_are_in(run: Call, shared_data: Path, opened: Callable[[], Office]) -> None:
    path = shared_data / "property_messages_992.csv"
    assert run("import-register", path).counts == counts(992, new=992)
    assert run("import-register", path).counts == counts(992, existing=992)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))[1:]
    wanted, kept = told(rows), in_the_books(opened())
    assert wanted.total() == kept.total() == 992
    assert all(any(row[:3] == one[:3] and row[3].startswith(one[3]) for row in kept) for one in wanted - kept)


def test_messages_become_cases_of_the_desk_as_notes(
    run: Call, shared_data: Path, a_list: MakeList, tmp_path: Path, opened: Callable[[], Office]
) -> None:
    with (shared_data / "property_messages_992.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["time"], row["user"], f"{row['title']}\n{row['text']}") for row in csv.DictReader(file)][::4]
    errors = tmp_path / "errors.xlsx"
    ended = run("register-batch", a_list(("时间", "姓名", "内容"), *rows), "--errors", errors)
    refused = int(ended.counts["refused"])
    assert int(ended.counts["new"]) + refused == len(rows) == 248
    assert ended.code == (1 if refused else 0)
    if refused:
        assert len(sheet(errors)) == 1 + refused
    office = opened()
    numbers = [number for (number,) in builders.rows(office, "SELECT running FROM case_record ORDER BY id")]
    assert numbers == list(range(1, 249 - refused))
    assert run("check").counts == {"findings": "0"}


@pytest.mark.parametrize("name", OWNERS)
def test_owners_of_other_programs_are_in_or_named(run: Call, shared_data: Path, tmp_path: Path, name: str) -> None:
    errors = tmp_path / "errors.xlsx"
    ended = run("import-households", shared_data / "owners" / name, "--errors", errors)
    assert ended.counts == OWNERS[name]
    refused = int(ended.counts["refused"])
    flawed = refused + int(ended.counts["incomplete"])
    assert ended.code == (1 if flawed else 0)
    assert errors.exists() == bool(flawed)
    again = run("import-households", shared_data / "owners" / name)
    assert again.counts == {**ended.counts, "new": "0", "existing": ended.counts["new"]}
    assert run("check").counts == {"findings": "0"}
    if flawed:
        named = run("import-households", errors)
        assert (named.code, named.counts["new"], named.counts["refused"]) == (1, "0", str(refused))
