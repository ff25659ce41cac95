# SPDX-License-Identifier: Apache-2.0
"""Opening damaged books: they open, or it is said that they are damaged, and never anything else."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from complaintdesk.db.engine import Database
from complaintdesk.desk import staffing
from complaintdesk.desk.first_look import open_looked
from complaintdesk.desk.founding import create_office
from complaintdesk.desk.office import Office
from complaintdesk.desk.restore_choice import books_known
from complaintdesk.errors import Damaged, EnvironmentProblem, ServerGone, UserError
from complaintdesk.labels import words_of
from tests.builders import PASSWORD, DeskClock, a_case, a_returned_slip
from tests.damage import change_past_the_guards

FLIPS = 40  # of each kind


@pytest.fixture
def small(file_office: Office) -> bytes:
    """The file of an office with a few cases."""
    a_returned_slip(file_office)
    a_case(file_office)
    path = file_office.database.path
    assert path is not None
    file_office.close()
    return path.read_bytes()


def anywhere(books: bytes, dice: random.Random) -> int:
    return dice.randrange(len(books))


def near(words: str, around: int) -> Callable[[bytes, random.Random], int]:
    """Somewhere in and around the first of these words, which stands in a row that opening reads."""
    return lambda books, dice: books.index(words.encode()) + dice.randrange(-around, around)


@pytest.mark.parametrize(
    "where",
    [anywhere, near("Asia/Shanghai", 40), near("[[kinds]]", 1000), near("王敏", 30), near("CREATE TABLE office", 500)],
    ids=["anywhere", "office", "rule book", "staff", "schema"],
)
def test_with_a_damaged_byte_an_office_opens_or_is_told_as_one_to_be_restored(
    small: bytes, tmp_path: Path, clock: DeskClock, where: Callable[[bytes, random.Random], int]
) -> None:
    dice = random.Random(3)
    told: list[EnvironmentProblem] = []
    for number in range(FLIPS):
        flipped = bytearray(small)
        flipped[where(small, dice)] ^= dice.randrange(1, 256)
        path = tmp_path / f"{number}" / "office.db"
        path.parent.mkdir()
        path.write_bytes(flipped)
        books_known(str(path))  # as the page that restores asks, whatever they hold
        try:
            office = open_looked(path, clock=clock)
        except EnvironmentProblem as problem:
            told.append(problem)
        else:
            assert office.ask(staffing.staff_list, office.books)
            office.close()
    assert told
    assert ServerGone not in map(type, told), "the page of the ways on has no restore for it"


def wrong(location: str, clock: DeskClock) -> str:
    """What is said to be wrong with the damaged books."""
    with pytest.raises(Damaged) as told:
        open_looked(location, clock=clock)
    assert "postgresql" not in words_of(told.value), "a server's address holds a password"
    return str(told.value.values["said"])


@pytest.mark.parametrize("zone", ["Asia/Shanghaj", "Asia"])
def test_a_zone_that_is_none_any_more_is_told_as_damage(location: str, clock: DeskClock, zone: str) -> None:
    change_past_the_guards(location, f"UPDATE office SET zone = '{zone}'")
    assert wrong(location, clock) in (
        "the office's time zone is unknown",
        "a value is none that was ever written there",
    )


@pytest.mark.parametrize("zone", ["Asia", "Asia/\0", ""])
def test_no_office_is_founded_in_a_zone_that_is_none(tmp_path: Path, zone: str) -> None:
    with pytest.raises(UserError) as told:
        create_office(tmp_path / "office.db", name="春和园", admin="周静", password=PASSWORD, zone=zone)
    assert told.value.field == "zone"


def test_a_row_that_is_gone_is_told_as_damage(location: str, clock: DeskClock) -> None:
    change_past_the_guards(location, "DELETE FROM office")
    assert wrong(location, clock) == "something that belongs there is missing"


def test_a_rule_book_that_is_none_any_more_is_told_as_damage(location: str, clock: DeskClock) -> None:
    change_past_the_guards(location, "UPDATE procedure_version SET text = replace(text, '[[kinds]]', '[[kinds')")
    assert wrong(location, clock) == "the rule book in force can't be read"


def test_a_whole_rule_book_of_another_version_is_no_damage(location: str, clock: DeskClock) -> None:
    database = Database(location)
    with database.connection() as connection:
        book = connection.scalar(text("SELECT text FROM procedure_version"))
    database.close()
    later = str(book).replace("format = 1", "format = 2")
    changed = "UPDATE procedure_version SET text = '{}', sha256 = '{}'"
    change_past_the_guards(
        location, changed.format(later.replace("'", "''"), hashlib.sha256(later.encode()).hexdigest())
    )
    with pytest.raises(EnvironmentProblem, match="another version of the program") as told:
        open_looked(location, clock=clock)
    assert not isinstance(told.value, Damaged)
