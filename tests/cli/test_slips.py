# SPDX-License-Identifier: Apache-2.0
"""Slips from the command line: back, lost, passed on; what is out, a month's binding list, a team's day, one strike."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
import time_machine

from complaintdesk.desk import dispatching
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import OrderState
from tests import builders
from tests.cli.conftest import Call, sheet

Opened = Callable[[], Office]


@pytest.fixture
def finished(opened: Opened) -> str:
    """The number of a slip whose work is typed up."""
    office = opened()
    issued = builders.a_slip(office)
    office.do(dispatching.complete, builders.a_completion(office, issued.order_id))
    return issued.number


def words(path: Path) -> list[str]:
    return ["".join(page.extract_text().split()) for page in pypdf.PdfReader(path).pages]


def test_slips_are_booked_back_by_their_signed_part_or_those_that_are_named(
    run: Call, opened: Opened, finished: str
) -> None:
    ended = run("book-back", finished, "--by", "张师傅")
    assert (ended.code, ended.counts) == (0, {"slips": "1", "parts": "1"})
    assert builders.slip(opened(), 1).state is OrderState.RETURNED
    again = run("book-back", finished, "--part", "工程联", "--part", "desk")
    assert again.counts == {"slips": "1", "parts": "1"}, "the one that was not back yet"


def test_what_is_still_to_come_back_is_said(run: Call, opened: Opened, finished: str) -> None:
    ended = run("book-back", finished, "--part", "engineering")
    assert ended.out.splitlines()[0] == f"{finished}: still to come back: 客服联"


def test_what_cannot_be_booked_is_said_and_nothing_is(run: Call, opened: Opened, finished: str) -> None:
    for told, said in (
        ((finished, "--part", "蓝联"), "There is no part “蓝联”, but these: 业主联, 财务联, 客服联, 工程联."),
        ((finished, "WX2026-000099"), "There is no number WX2026-000099 in the books."),
    ):
        ended = run("book-back", *told)
        assert (ended.code, ended.out) == (1, "")
        assert said in ended.err
    assert builders.rows(opened(), "SELECT count(*) FROM slip_return") == [(0,)]


def test_a_slip_is_passed_on_and_lost_with_a_reason(run: Call, opened: Opened) -> None:
    number = builders.a_slip(opened()).number
    told = ("pass-slip", number, "--to", "土建班", "--worker", "吴师傅", "--reason", "要补墙")
    assert run(*told).counts == {"passed": "1"}
    assert run("slip-lost", number, "--holder", "吴师傅", "--reason", "现场遗失").counts == {"lost": "1"}
    ended = run("slips-out")
    assert ended.out.splitlines()[0].startswith(f"{number}  吴师傅  2026-10-20 09:00  客服联")
    assert ended.counts == {"out": "1"}


def test_what_is_out_comes_on_paper_and_counts_as_printed(
    run: Call, opened: Opened, finished: str, tmp_path: Path
) -> None:
    ended = run("slips-out", tmp_path / "out.pdf")
    assert ended.counts == {"out": "1"}
    (page,) = words(tmp_path / "out.pdf")
    assert finished in page
    assert "张师傅" in page
    assert builders.rows(opened(), "SELECT form, outcome FROM print_record") == [("slips_out", "confirmed")]


def test_a_months_list_is_signed_once_the_month_is_over(
    run: Call, opened: Opened, finished: str, tmp_path: Path, at_nine: time_machine.Traveller
) -> None:
    early = run("binding-list", "--month", "2026-10", "--sign", tmp_path / "early.pdf")
    assert (early.code, "This month is not over yet." in early.err) == (1, True)
    at_nine.shift(15 * 86_400)
    ended = run("binding-list", "--month", "2026-10", "--sign", tmp_path / "october.pdf")
    assert ended.counts == {"numbers": "1", "returned": "0", "out": "1", "void": "0", "missing": "0"}
    (page,) = words(tmp_path / "october.pdf")
    assert finished in page
    assert "系统签认" in page
    assert "王敏2026-11-0409:00" in page
    assert run("book-back", finished).code == 0
    assert run("binding-list", "--month", "2026-10", tmp_path / "october.xlsx").counts["out"] == "1", "as it was signed"
    assert any(finished in map(str, row) for row in sheet(tmp_path / "october.xlsx"))


def test_the_teams_day_has_a_sheet_for_each_team(run: Call, opened: Opened, tmp_path: Path) -> None:
    office = opened()
    first, second = builders.a_slip(office), builders.a_slip(office, builders.a_repair(office).id, "土建班")
    assert run("team-day", tmp_path / "teams.pdf").counts == {"pages": "2"}
    pages = words(tmp_path / "teams.pdf")
    assert [[each.number in page for each in (first, second)] for page in pages] == [[True, False], [False, True]]
    assert run("team-day", "--team", "土建班", tmp_path / "one.pdf").counts == {"pages": "1"}
    none = run("team-day", "--day", "2026-10-01", tmp_path / "none.pdf")
    assert (none.code, "There is nothing to print." in none.err) == (1, True)


def test_a_slip_comes_in_one_strike_on_continuous_paper(run: Call, finished: str, tmp_path: Path) -> None:
    out = tmp_path / "slip.pdf"
    assert run("print-slip", finished, "--paper", "241x140", "--mode", "carbon", out).counts == {"pages": "1"}
    (page,) = pypdf.PdfReader(out).pages
    assert [round(float(side) * 25.4 / 72) for side in (page.mediabox.width, page.mediabox.height)] == [241, 140]
    wrong = run("print-slip", finished, "--paper", "A99", out)
    assert (wrong.code, "A99" in wrong.err) == (2, True)
