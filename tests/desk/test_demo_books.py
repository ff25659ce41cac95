# SPDX-License-Identifier: Apache-2.0
"""What the demo office keeps beside its cases: enough of each for a newcomer to try, whenever it is built."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from complaintdesk.desk import (
    answers,
    demo,
    demo_books,
    directory,
    household_files,
    price_pages,
    regulations,
    saved_searches,
    searching,
)
from complaintdesk.desk.office import Office, open_office
from complaintdesk.desk.people import place_named, place_page
from complaintdesk.domain.plates import is_plate
from complaintdesk.domain.price_rates import Basis
from complaintdesk.domain.terms import DocumentState, OccupantKind
from tests.builders import DeskClock, codes
from tests.desk.calendars import ZONE

MOMENTS = (datetime(2026, 11, 18, 10, 30, tzinfo=ZONE), datetime(2028, 3, 1, 0, 0, 30, tzinfo=ZONE))


@pytest.fixture(scope="module", params=MOMENTS, ids=["autumn", "after a leap day"])
def shown(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The demo office at a moment, its clerk signed in."""
    clock = DeskClock(request.param)
    office = open_office(demo.build_demo(tmp_path_factory.mktemp("shown"), clock), desk="demo", clock=clock)
    office.sign_in(demo.CLERK, demo.PASSWORD)
    yield office
    office.close()


def today(office: Office) -> date:
    return office.now().astimezone(office.zone).date()


def test_each_price_in_force_is_read_from_what_the_list_says(shown: Office) -> None:
    items = shown.ask(price_pages.items_in_force, today(shown))
    assert [(item.name, item.terms.unread) for item in items if item.terms.unread] == []
    assert 20 <= len(items) <= 30
    terms = {item.name: item.terms for item in items}
    assert [item.name for item in items if item.terms.is_by_hand] == ["安装吊灯、水晶灯"]
    assert any(each.fee.basis is Basis.PERCENT for each in terms.values())
    assert any(each.least_quantity for each in terms.values())
    assert any(each.surcharges for each in terms.values())
    assert any(each.material.owner_may for each in terms.values())
    assert any(rate.high > rate.low for each in terms.values() for rate in each.fee.rates)


def test_the_enquiry_that_waits_has_its_answer_in_the_book(shown: Office) -> None:
    waiting = shown.ask(answers.owed_answers)
    assert len(waiting) == 1
    asked = "办理装修手续需要交多少押金，什么时候退？"
    (_, question, _), *_ = shown.ask(answers.proposed, asked)
    assert question == "装修押金交多少，什么时候退？"
    records = shown.ask(answers.answer_records, shown.ask(answers.answer_ids), shown.books)
    assert len({each.category_name for each in records}) > 5
    assert all(each.keywords for each in records)


def test_outside_numbers_are_of_the_made_up_block_and_regulations_are_at_hand(shown: Office) -> None:
    lines = shown.ask(directory.directory_lines, shown.ask(directory.outside_ids))
    assert len(lines) == 8
    assert all(line.phone.startswith("057188880") and "示例" in line.note for line in lines)
    rules = shown.ask(regulations.regulation_records, shown.ask(regulations.regulation_ids, "装修"))
    assert [each.title for each in rules] == ["装修管理须知"]
    assert rules[0].effective_on is not None
    assert rules[0].effective_on < today(shown)


@pytest.mark.parametrize("room", [row["room"] for row in demo_books.told_books()["household"]])
def test_a_households_file_has_something_of_each(shown: Office, room: str) -> None:
    found = shown.ask(place_named, room)
    assert found is not None
    file = shown.ask(household_files.household_file, found[0], today(shown))
    assert file.vehicles
    assert file.pets
    assert file.works
    assert all(is_plate(each.plate) for each in file.vehicles)
    assert {*file.counts} == {*DocumentState, None}
    held = [each for each in file.documents if each.state is DocumentState.HELD]
    assert all(each.filed_at for each in held)
    page = shown.ask(place_page, found[0], shown.books)
    (tenant,) = (each for each in page.occupants if each.kind is OccupantKind.TENANT)
    assert tenant.from_on is not None
    assert tenant.to_on is not None
    assert tenant.from_on < today(shown) < tenant.to_on
    assert today(shown) - tenant.from_on > timedelta(days=30)
    assert page.moved_in_on is not None
    assert page.warranty_until is not None


def test_the_offices_search_and_the_clerks_own_each_hold_something(shown: Office) -> None:
    assert shown.staff is not None
    queues = shown.ask(saved_searches.queues, shown.staff.id)
    known = shown.ask(searching.fields, shown.books)
    counted = shown.ask(saved_searches.counts, queues, known, shown.now(), shown.staff.id, today(shown))
    assert [(each.name, each.for_all) for each in counted] == [("逾期报修", True), ("3栋漏水", False)]
    assert all(each.count for each in counted)


def test_the_books_are_whole(shown: Office) -> None:
    assert codes(shown) == []
