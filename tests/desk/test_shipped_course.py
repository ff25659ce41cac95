# SPDX-License-Identifier: Apache-2.0
"""A rule book adopted before there was a course of a matter takes over the program's, as far as it fits."""

from __future__ import annotations

import lzma
import sqlite3
import tomllib

import pytest

from complaintdesk.desk.book_rows import table_rows, with_row, without_row
from complaintdesk.desk.book_sections import section
from complaintdesk.desk.founding import shipped_procedure
from complaintdesk.desk.shipped_course import COURSE, lacks_course, with_course
from complaintdesk.desk.shipped_rules import with_missing
from complaintdesk.domain.procedure import parse_procedure
from tests.conftest import ROOT
from tests.domain.rule_books import text_of

SHIPPED = shipped_procedure()


@pytest.fixture(scope="module")
def old(tmp_path_factory) -> str:
    """The rule book of schema 1."""
    path = tmp_path_factory.mktemp("old") / "office.db"
    path.write_bytes(lzma.decompress((ROOT / "tests" / "data" / "schema1.db.xz").read_bytes()))
    database = sqlite3.connect(path)
    (text,) = database.execute("SELECT text FROM procedure_version ORDER BY id DESC").fetchone()
    database.close()
    return str(text)


def test_an_old_rule_book_gets_the_whole_course_and_loses_no_line(old: str):
    assert lacks_course(old)
    after = with_course(with_missing(old, SHIPPED), SHIPPED)
    assert set(old.splitlines()) <= set(after.splitlines())
    found, shipped = parse_procedure(after), parse_procedure(SHIPPED)
    for key in COURSE:
        assert table_rows(after, key), key
    assert found.course.ladder == shipped.course.ladder
    assert {row.id for row in found.commitments} >= {row.id for row in shipped.commitments}
    assert not lacks_course(after)
    assert with_course(after, SHIPPED) == after


def test_limits_that_the_office_has_stay_its_own(old: str):
    at = next(at for at, row in enumerate(table_rows(old, "commitments")) if row["id"] == "deliver_slip")
    own = with_row(old, section("commitments"), at, {**table_rows(old, "commitments")[at], "limit": {"minutes": 7}})
    after = parse_procedure(with_course(own, SHIPPED))
    assert after.commitment("deliver_slip").limit.amount == 7


@pytest.mark.parametrize("name", ["hotel", "car_workshop", "resort_villas"])
def test_what_a_rule_book_of_other_lists_lacks_is_left_out(name: str):
    book = tomllib.loads(text_of(name))
    without = text_of(name)
    for key in reversed(COURSE):
        for _row in table_rows(without, key):
            without = without_row(without, section(key), 0)
    assert lacks_course(without)
    after = parse_procedure(with_course(without, SHIPPED))
    assert {category.id for category in after.categories} == {row["id"] for row in book["categories"]}
    assert after.course.ladder


def test_a_rule_book_that_says_anything_of_it_decided_so_itself():
    assert with_course(text_of("hotel"), SHIPPED) == text_of("hotel")
