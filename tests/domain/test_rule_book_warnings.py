# SPDX-License-Identifier: Apache-2.0
"""Who is warned of a limit, and when, is a figure of the rule book: of the limit's own row, else of the whole book."""

from __future__ import annotations

from datetime import timedelta

import pytest

from complaintdesk import paths
from complaintdesk.domain.procedure import ProcedureMistake, parse_procedure
from complaintdesk.domain.rulebook_rows import Alert, Warnings
from complaintdesk.domain.terms import Role
from tests.domain.limits import TEXT, limit
from tests.domain.rule_books import rule_book

BOOKS = sorted(path.stem for path in paths.shipped("resources", "procedures").glob("*.toml"))
DESK = frozenset({Role.CLERK, Role.SUPERVISOR, Role.OFFICE_HEAD})
WITH_A_DAY = ("same_day", "days", "working_days", "months", "appointed_day")
QUARTER = Alert(timedelta(minutes=15), DESK)
OWN = 'warn = [{ before = { minutes = 5 }, roles = ["clerk", "engineering"] }]\n'  # of deliver_slip
BOOK_WIDE = """[warnings]
warn = [{ before = { minutes = 15 }, roles = ["clerk", "supervisor", "office_head"] }]
source = "本处自定"
"""


def changed(before: str, after: str) -> str:
    assert TEXT.count(before) == 1
    return TEXT.replace(before, after)


@pytest.mark.parametrize("name", BOOKS)
def test_each_shipped_rule_book_says_who_is_warned_of_a_limit_that_says_nothing(name: str) -> None:
    book = rule_book(name)
    assert book.warnings == Warnings((QUARTER,), "本处自定" if name == "general" else "综合规程")
    assert all(row.alerts for row in book.commitments)


def test_a_limit_warns_as_its_own_row_says_else_as_the_book_does() -> None:
    own = parse_procedure(TEXT).commitment("deliver_slip")
    assert [alert.before for alert in own.alerts] == [timedelta(minutes=5)]
    assert parse_procedure(changed(OWN, "")).commitment("deliver_slip").alerts == (QUARTER,)
    later = changed(BOOK_WIDE, BOOK_WIDE.replace("minutes = 15", "minutes = 7")).replace(OWN, "")
    assert limit("deliver_slip", text=later).due_at - limit("deliver_slip", text=later).warn_at == timedelta(minutes=7)


@pytest.mark.parametrize("text", [changed(OWN, "warn = []\n"), changed(BOOK_WIDE, "").replace(OWN, "")])
def test_a_limit_of_which_nobody_is_warned_waits_for_its_end(text: str) -> None:
    found = limit("deliver_slip", text=text)
    assert found.warn_at == found.due_at


def test_a_rule_book_that_says_nothing_goes_by_the_warnings_that_it_is_given_and_another_by_its_own() -> None:
    minute = Warnings((Alert(timedelta(minutes=1), DESK),), "本处自定")
    silent = parse_procedure(changed(BOOK_WIDE, "").replace(OWN, "")).warned_as(minute)
    assert (silent.warnings, silent.commitment("deliver_slip").alerts) == (minute, minute.alerts)
    assert silent.commitment("finish").alerts == parse_procedure(TEXT).commitment("finish").alerts
    assert parse_procedure(TEXT).warned_as(minute) == parse_procedure(TEXT)


@pytest.mark.parametrize(
    ("before", "after", "key"),
    [
        ('source = "本处自定"\n', "", "warnings.source"),
        ("warn =", "warm =", "warnings.warn"),
        ("minutes = 15", "months = 1", "warnings.warn[1].before"),
        ('"office_head"]', '"head"]', "warnings.warn[1].roles"),
    ],
)
def test_a_mistake_in_it_is_told_with_its_place(before: str, after: str, key: str) -> None:
    with pytest.raises(ProcedureMistake) as mistake:
        parse_procedure(changed(BOOK_WIDE, BOOK_WIDE.replace(before, after, 1)), "ours.toml")
    assert mistake.value.values["key"] == key


@pytest.mark.parametrize("name", BOOKS)
def test_of_a_limit_that_ends_with_a_day_somebody_is_told_while_the_office_is_open(name: str) -> None:
    """R-T-02: a quarter of an hour before midnight nobody is there to be told."""
    book = rule_book(name)
    to_midnight = timedelta(hours=24 - book.office_hours.spans[-1][1].hour)
    ends_with_a_day = [row for row in book.commitments if row.limit.unit in WITH_A_DAY]
    assert [row.id for row in ends_with_a_day if max(alert.before for alert in row.alerts) < to_midnight] == []
