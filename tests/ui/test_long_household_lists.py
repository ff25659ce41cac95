# SPDX-License-Identifier: Apache-2.0
"""Households and residents' numbers too many to be read at once: they are listed as long cases are, by a worker."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from complaintdesk.desk import directory, file_standing, long_lists
from complaintdesk.desk.file_standing import FileWanted
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import PlaceKind
from complaintdesk.ui import background, list_reader
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.tabs.day_tab import DayTab
from complaintdesk.ui.tabs.directory_page import RESIDENTS, DirectoryPage
from complaintdesk.ui.tabs.households_tab import HouseholdsTab
from complaintdesk.ui.tabs.list_tab import ListTab
from tests.builders import a_household
from tests.ui.conftest import Show

MANY, SEEN = 12, 5


@pytest.fixture(autouse=True)
def _short_look(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A beginning is the first few; no worker outlives its test."""
    for module in (long_lists, list_reader):
        monkeypatch.setattr(module, "LOOKED_AT", SEEN)
    yield
    background.stop_all()


@pytest.fixture
def lived_in(bridge: Bridge) -> list[int]:
    """The ids of many households, by their rooms."""
    return [a_household(bridge.office, f"{at}01") for at in range(1, MANY + 1)]


@pytest.fixture
def tab(bridge: Bridge, lived_in: list[int], show: Show) -> HouseholdsTab:
    made = HouseholdsTab(bridge)
    show(made)
    return made


def settled(qtbot: QtBot, page: ListTab) -> list[int]:
    """What is listed when all of it was read."""
    qtbot.waitUntil(lambda: page.reader.is_whole)
    return list(page.table.ids())


def test_the_first_households_are_there_at_once_and_the_others_come_by_themselves(
    tab: HouseholdsTab, lived_in: list[int], qtbot: QtBot
) -> None:
    tab.kinds.set_value(PlaceKind.HOUSEHOLD)
    assert list(tab.table.ids()) == lived_in[:SEEN]
    assert not tab.reader.is_whole
    assert settled(qtbot, tab) == lived_in


def test_one_far_down_is_opened_while_the_list_is_still_read(
    tab: HouseholdsTab, lived_in: list[int], qtbot: QtBot
) -> None:
    tab.refresh()
    tab.open_record(lived_in[-1])
    assert tab.panel.record_id == lived_in[-1]
    settled(qtbot, tab)
    assert tab.table.chosen_id() == lived_in[-1]


def test_a_filter_takes_the_place_of_what_is_still_read(
    tab: HouseholdsTab, office: Office, lived_in: list[int], qtbot: QtBot
) -> None:
    shop = a_household(office, "1", kind=PlaceKind.SHOP)
    tab.kinds.set_value(PlaceKind.SHOP)
    assert settled(qtbot, tab) == [shop]
    tab.search("状态:逾期")
    assert settled(qtbot, tab) == []
    tab.kinds.set_value("all")
    tab.search("")
    assert len(settled(qtbot, tab)) == MANY + 1
    tab.files.set_value(FileWanted.COMPLETE)
    assert settled(qtbot, tab) == []
    tab.files.set_value(FileWanted.UNLOOKED)
    assert set(settled(qtbot, tab)) == {*lived_in, shop}


def test_residents_numbers_are_read_the_same_way(bridge: Bridge, lived_in: list[int], show: Show, qtbot: QtBot) -> None:
    tab = DayTab(bridge)
    show(tab)
    page = tab.show_page(DirectoryPage)
    assert isinstance(page, DirectoryPage)
    page.view.set_value(RESIDENTS)
    today = bridge.local(bridge.now()).date()
    assert page.table.count() == SEEN
    assert settled(qtbot, page) == list(bridge.ask(directory.resident_ids, today))
    assert page.table.count() == MANY
    page.view.set_value("outside")
    assert settled(qtbot, page) == []


def test_every_beginning_is_that_of_its_whole(office: Office, lived_in: list[int]) -> None:
    for kind in (None, PlaceKind.HOUSEHOLD):
        begun = office.ask(file_standing.place_beginning, "", kind)
        assert (list(begun.ids), begun.whole) == (lived_in[:SEEN], False)
    found = office.ask(file_standing.place_beginning, "1201")
    assert (list(found.ids), found.whole) == (lived_in[-1:], True)
