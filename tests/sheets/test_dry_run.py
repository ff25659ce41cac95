# SPDX-License-Identifier: Apache-2.0
"""A dry run tells beforehand what an import will do with each row, and the figures add up to the list's rows."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from complaintdesk.desk import import_runs
from complaintdesk.desk.checking import check
from complaintdesk.desk.office import Office
from complaintdesk.errors import UserError
from complaintdesk.sheets.border import ImportRefused
from complaintdesk.sheets.imports import (
    BATCH_NOTES,
    HOUSEHOLDS,
    KINDS,
    REGISTER,
    Kind,
    Outcome,
    dry_run,
    read_list,
    report_of,
    run_import,
    take_in,
)
from complaintdesk.sheets.lists import Head
from complaintdesk.sheets.parsing import parse_book
from complaintdesk.sheets.reading import open_book, read_book
from tests.sheets.conftest import MakeList
from tests.sheets.test_households_in import HEAD

OWNERS = "owners/hc小区导入模板_多sheet.xlsx"


def counts(office: Office, kind: Kind, path: Path) -> Counter[Outcome]:
    return Counter(dry_run(office, kind, read_book(path)).outcomes().values())


@pytest.mark.parametrize(
    ("name", "kind"),
    [(OWNERS, HOUSEHOLDS), ("property_messages_992.csv", REGISTER), ("owners/业主导入模板_6列.xlsx", HOUSEHOLDS)],
)
def test_what_the_dry_run_says_is_what_happens_and_after_an_undo_again(
    office: Office, shared_data: Path, name: str, kind: Kind
) -> None:
    path = shared_data / name
    said = counts(office, kind, path)
    first = run_import(office, kind, path)
    assert (first.new, first.existing, first.refused, first.waiting) == (
        said[Outcome.NEW],
        said[Outcome.EXISTING],
        said[Outcome.REFUSED],
        0,
    )
    assert first.rows == first.new + first.existing + first.refused
    then = counts(office, kind, path)
    assert (then[Outcome.NEW], then[Outcome.EXISTING]) == (0, first.new)
    if first.run_id is not None:
        while office.do(import_runs.undo, first.run_id):
            pass
    assert counts(office, kind, path) == said
    assert check(office.database, office.pool) == ()


def test_a_place_of_several_rows_counts_each_of_them(office: Office, make_list: MakeList) -> None:
    rows = [("3栋", "1", "101", "甲", "", ""), ("3栋", "1", "101", "乙", "", ""), ("3栋", "1", "102", "丙", "", "")]
    report = run_import(office, HOUSEHOLDS, make_list([HEAD, *rows]))
    assert (report.rows, report.new, report.added) == (3, 3, 2)


def test_a_dry_run_writes_nothing(office: Office, make_list: MakeList) -> None:
    path = make_list([HEAD, ("3栋", "1", "101", "甲", "", "")])
    dry_run(office, HOUSEHOLDS, read_book(path))
    with office.database.connection() as connection:
        before = connection.exec_driver_sql("SELECT count(*) FROM journal").scalar()
    dry_run(office, HOUSEHOLDS, read_book(path))
    with office.database.connection() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM journal").scalar() == before


def test_an_import_left_off_says_what_waits(office: Office, make_list: MakeList) -> None:
    path = make_list([("编号", "时间", "内容"), *((n, "2019-03-01 8:00", f"第{n}件") for n in range(300))])
    read = read_list(office, REGISTER, read_book(path))
    step = next(take_in(office, REGISTER, read, open_book(path).digest))
    report = report_of(read, step)
    assert (report.rows, report.new, report.waiting) == (300, 200, 100)
    assert run_import(office, REGISTER, path).new == 100


def test_heads_that_are_set_stand_before_what_would_be_found(office: Office, make_list: MakeList) -> None:
    path = make_list(甲=[("房号", "姓名"), ("3-2-1502", "3-2-1601")], 乙=[("房号",), ("3-2-1503",)])
    book = read_book(path)
    read = read_list(office, HOUSEHOLDS, book, {"甲": Head(0, {"room": 1})})
    assert ([place.room for place in read.good], read.left_out) == (["1601"], ("乙",))
    with pytest.raises(ImportRefused):
        read_list(office, HOUSEHOLDS, book, {"甲": Head(0, {"name": 1})})


@pytest.mark.parametrize("name", [OWNERS, "property_messages_992.csv", "owners/业主导入模板_6列.xlsx"])
def test_mangled_files_are_read_or_refused_in_words(
    office: Office, shared_data: Path, tmp_path: Path, name: str
) -> None:
    whole = (shared_data / name).read_bytes()[:60_000]
    path = tmp_path / ("list" + Path(name).suffix)
    chance = random.Random(992)
    outcomes: Counter[str] = Counter()
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 4, 40))):
            at = chance.randrange(len(data))
            data[at : at + chance.choice((0, 1, 9))] = chance.randbytes(chance.choice((0, 1, 7)))
        path.write_bytes(data[: chance.randrange(len(data))] if chance.random() < 0.3 else data)
        for kind in KINDS:
            try:
                run = dry_run(office, kind, parse_book(path).sheets)
            except UserError:
                outcomes["refused"] += 1
            else:
                outcomes["read"] += 1
                assert len(run.outcomes()) == run.read.rows
    assert outcomes.total() == 60 * len(KINDS)
    assert outcomes["refused"] > 0


def test_notes_are_told_by_their_rows_as_well(office: Office, shared_data: Path) -> None:
    said = counts(office, BATCH_NOTES, shared_data / "property_messages_992.csv")
    assert said.total() == 992
