# SPDX-License-Identifier: Apache-2.0
"""Price lists and the month's fees from the command line: what the window can do with them, and the same sums."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from complaintdesk.desk import dispatching, fees, price_pages
from complaintdesk.desk.fee_records import PaymentDraft
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import Charge, PaymentMethod, Role
from tests.builders import NAME_OF, a_completion, a_household, a_repair, a_slip, rows
from tests.cli.conftest import Call, MakeList, counts, sheet

HEAD = ("序号", "服务项目", "单位", "收费标准", "备注")
LINES = (("1", "疏通地漏", "次", "50-80元/次", ""), ("1", "地毯清洗", "㎡", "8元/㎡", "不足50㎡按50㎡收费"))
MONTH = ("--from", "2026-10-01", "--to", "2026-10-31")


def test_a_list_is_taken_in_and_in_force_with_one_command(
    run: Call, a_list: MakeList, opened: Callable[[], Office]
) -> None:
    path = a_list(HEAD, *LINES)
    ended = run("import-prices", path, "--name", "2026 年标准", "--from", "2026-10-01")
    assert (ended.code, ended.counts) == (0, counts(2, new=2))
    office = opened()
    (told,) = office.ask(price_pages.price_lists)
    assert (told.name, told.effective_on, told.items) == ("2026 年标准", date(2026, 10, 1), 2)
    assert office.ask(price_pages.list_in_force, date(2026, 10, 20)) == told.id
    again = run("import-prices", path, "--from", "2026-11-01")
    assert (again.code, "in the books already" in again.err) == (1, True)
    assert run("import-prices", path).counts == counts(2, existing=2)


def test_a_list_waits_until_it_is_put_in_force_and_can_be_taken_out_of_use(
    run: Call, a_list: MakeList, opened: Callable[[], Office]
) -> None:
    assert run("import-prices", a_list(HEAD, *LINES)).code == 0
    (told,) = opened().ask(price_pages.price_lists)
    shown = run("price-lists")
    assert shown.counts == {"lists": "1", "items": "2", "in_force": "0"}
    assert "not in force" in shown.out
    assert run("force-prices", told.id, "--from", "2026-10-01").counts["items"] == "2"
    assert run("price-lists").counts["in_force"] == str(told.id)
    refused = run("void-prices", told.id, "--reason", "停用", by="李静")
    assert (refused.code, "no right" in refused.err) == (1, True)
    assert run("void-prices", told.id, "--reason", "停用").code == 0
    assert run("price-lists").counts == {"lists": "0", "items": "0", "in_force": "0"}
    gone = run("force-prices", told.id, "--from", "2026-10-02")
    assert (gone.code, gone.err.strip()) == (1, f"There is no price list {told.id} in use.")


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.OFFICE_HEAD, Role.FINANCE, Role.ADMINISTRATOR])
def test_who_keeps_the_prices_takes_a_list_in_and_puts_it_in_force(run: Call, a_list: MakeList, role: Role) -> None:
    ended = run("import-prices", a_list(HEAD, *LINES), "--from", "2026-10-01", by=NAME_OF[role])
    assert ended.code == 0, ended.err
    assert run("price-lists").counts["in_force"] != "0"


@pytest.mark.parametrize("role", [Role.CLERK, Role.ENGINEERING, Role.QUALITY])
def test_nobody_else_takes_a_list_in(run: Call, a_list: MakeList, role: Role) -> None:
    ended = run("import-prices", a_list(HEAD, *LINES), "--from", "2026-10-01", by=NAME_OF[role])
    assert (ended.code, "no right" in ended.err) == (1, True)
    assert run("price-lists").counts["lists"] == "0"


def test_bad_lines_are_named_and_the_others_wait(run: Call, a_list: MakeList, tmp_path: Path) -> None:
    errors = tmp_path / "errors.xlsx"
    ended = run("import-prices", a_list(HEAD, *LINES, ("3", "", "个", "9元", "")), "--errors", errors)
    assert (ended.code, ended.counts) == (1, counts(3, new=2, refused=1))
    assert len(sheet(errors)) == 4  # the whole list, which goes in anew as one


@pytest.mark.parametrize(
    "name", ["住宅小区_有偿服务收费标准", "华发横琴天啟_有偿服务收费标准", "广场物业_有偿服务收费标准_含时效"]
)
def test_published_lists_are_in_to_their_last_line(run: Call, shared_data: Path, name: str) -> None:
    path = shared_data / "prices" / f"{name}.csv"
    lines = len(path.read_text("utf-8-sig").splitlines()) - 1
    assert run("import-prices", path).counts == counts(lines, new=lines)


def fees_of_a_month(office: Office) -> int:
    """Three jobs of 91 yuan, two in one room, one of them paid; the room's id."""
    place = a_household(office)
    rooms: tuple[dict[str, Any], ...] = ({"place_id": place}, {"place_id": place}, {"place_text": "商铺3号"})
    for at, where in enumerate(rooms):
        case = a_repair(office, charge=Charge.CHARGEABLE, quoted=Decimal(91), price_agreed=True, **where)
        order = a_slip(office, case.id).order_id
        office.do(dispatching.complete, a_completion(office, order))
        if not at:
            office.do(fees.pay, PaymentDraft(order, Decimal(91), PaymentMethod.CASH, receipt_no="A0012"))
    return place


def test_the_months_fees_are_the_same_as_workbook_and_on_paper(
    run: Call, opened: Callable[[], Office], tmp_path: Path, reader: Callable[[str], str]
) -> None:
    fees_of_a_month(opened())
    book, paper = tmp_path / "fees.xlsx", tmp_path / "fees.pdf"
    told = {"fees": "3", "rooms": "2", "due": "273.00", "paid": "91.00", "owed": "182.00", "taken": "91.00"}
    assert run("export-fees", *MONTH, book).counts == told
    assert run("export-fees", *MONTH, paper).counts == told
    sums = sheet(book)[-1]
    assert [sums[at] for at in (8, 9, 10)] == [273, 91, 182]
    words = subprocess.run(
        [reader("pdftotext"), "-layout", paper, "-"], capture_output=True, check=True
    ).stdout.decode()
    assert all(amount in words for amount in ("273.00", "182.00", "91.00"))
    one = run("export-fees", *MONTH, "--room", "3-2-1502", book)
    assert (one.counts["fees"], one.counts["due"], len(sheet(book))) == ("2", "182.00", 4)


def test_a_room_that_is_none_and_days_the_wrong_way_round_are_refused(run: Call, tmp_path: Path) -> None:
    book = tmp_path / "fees.xlsx"
    assert "No room" in run("export-fees", *MONTH, "--room", "nowhere", book).err
    assert "before the first" in run("export-fees", "--from", "2026-10-31", "--to", "2026-10-01", book).err
    assert not book.exists()


def test_why_fees_left_the_program_stands_in_the_books(run: Call, opened: Callable[[], Office], tmp_path: Path) -> None:
    fees_of_a_month(opened())
    assert run("export-fees", *MONTH, "--reason", "财务月结", tmp_path / "fees.xlsx").code == 0
    assert run("export-fees", *MONTH, tmp_path / "fees.xlsx").code == 0
    told = rows(opened(), "SELECT reason FROM personal_access ORDER BY id")
    assert told == [("财务月结",), ("written out by a command",)]
