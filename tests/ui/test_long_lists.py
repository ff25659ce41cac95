# SPDX-License-Identifier: Apache-2.0
"""A list too long to be read at once: its beginning stands there, a worker brings the rest, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from complaintdesk.db.tables import Case
from complaintdesk.desk import cases, listing, long_lists, order_lists
from complaintdesk.desk.listing import CaseFilter
from complaintdesk.desk.office import Office, open_office
from complaintdesk.desk.order_lists import OrderFilter
from complaintdesk.ui import background, list_reader
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.tabs.register_tab import RegisterTab
from tests.builders import PASSWORD, DeskClock, a_case, a_slip
from tests.ui.calls import Register

MANY, SEEN = 24, 5


@pytest.fixture(autouse=True)
def _short_look(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A beginning is found among the newest few; no worker outlives its test."""
    for module in (long_lists, listing, order_lists, list_reader):
        monkeypatch.setattr(module, "LOOKED_AT", SEEN)
    yield
    background.stop_all()


@pytest.fixture
def told(bridge: Bridge, clock: DeskClock) -> list[int]:
    """The ids of many cases, newest first; each second one is handled."""
    office, ids = bridge.office, []
    for at in range(MANY):
        clock.later(minutes=1)
        ids.append(a_case(office).id)
        if at % 2:
            office.do(cases.handle, ids[-1], "已劝止")
    return ids[::-1]


def settled(qtbot: QtBot, tab: RegisterTab) -> list[int]:
    """What is listed when all of it was read."""
    qtbot.waitUntil(lambda: tab.list.reader.is_whole)
    return list(tab.list.table.ids())


def test_the_beginning_is_there_at_once_and_the_rest_comes_by_itself(
    told: list[int], register: Register, qtbot: QtBot
) -> None:
    tab = register()
    assert list(tab.list.table.ids())[:SEEN] == told[:SEEN]
    assert settled(qtbot, tab) == told
    qtbot.waitUntil(lambda: tab.list.views.button("all").text() == f"All {MANY}")


def test_a_case_that_comes_in_while_the_rest_is_read_stands_on_top_and_once(
    told: list[int], office: Office, clock: DeskClock, register: Register, qtbot: QtBot
) -> None:
    tab = register()
    clock.later(minutes=1)
    newest = a_case(office).id
    assert tab.list.table.ids()[0] == newest
    assert settled(qtbot, tab) == [newest, *told]


def test_the_rest_goes_on_standing_while_the_list_is_read_again(
    told: list[int], office: Office, clock: DeskClock, register: Register, qtbot: QtBot
) -> None:
    tab = register()
    settled(qtbot, tab)
    clock.later(minutes=1)
    newest = a_case(office).id
    assert not tab.list.reader.is_whole
    assert list(tab.list.table.ids()) == [newest, *told]
    assert settled(qtbot, tab) == [newest, *told]


def test_another_filter_takes_the_place_of_what_is_still_read(
    told: list[int], register: Register, qtbot: QtBot
) -> None:
    tab = register()
    tab.list.views.set_value("handled")
    assert settled(qtbot, tab) == told[::2]
    tab.list.views.set_value("in_hand")
    tab.list.views.set_value("all")
    tab.list.views.set_value("in_hand")
    assert settled(qtbot, tab) == told[1::2]


def test_what_another_desk_did_is_listed_once(
    told: list[int], office: Office, clock: DeskClock, register: Register, qtbot: QtBot
) -> None:
    tab = register()
    settled(qtbot, tab)
    other = open_office(office.database.location, desk="2号台", clock=clock)
    other.sign_in("李静", PASSWORD)
    theirs = a_case(other).id
    other.do(cases.handle, told[1], "已处理")
    other.close()
    tab.refresh()
    assert settled(qtbot, tab) == [theirs, *told]
    assert tab.list.table.cell(0, 0) != tab.list.table.cell(1, 0)


def test_the_choice_far_down_is_kept_when_the_list_is_read_again(
    told: list[int], office: Office, clock: DeskClock, register: Register, qtbot: QtBot
) -> None:
    tab = register()
    settled(qtbot, tab)
    assert tab.list.table.choose(told[-3])
    clock.later(minutes=1)
    a_case(office)
    assert tab.list.table.chosen_id() == told[-3]
    settled(qtbot, tab)
    assert tab.list.table.chosen_id() == told[-3]
    assert tab.list.table.currentIndex().row() == MANY - 2


def test_an_old_case_is_shown_at_once_and_chosen_when_its_place_is_known(
    told: list[int], register: Register, qtbot: QtBot
) -> None:
    tab = register()
    tab.list.views.set_value("handled")
    tab.open_record(told[-1])
    assert tab.panel.page is not None
    assert tab.panel.page.case.id == told[-1]
    assert tab.list.views.value == "all"
    settled(qtbot, tab)
    assert tab.list.table.chosen_id() == told[-1]


def test_keys_go_to_the_ends_and_by_the_page(told: list[int], register: Register, qtbot: QtBot) -> None:
    tab = register()
    settled(qtbot, tab)
    table = tab.list.table
    tab.list.take_keyboard()
    assert table.chosen_id() == told[0]
    qtbot.keyClick(table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert table.chosen_id() == told[-1]
    qtbot.keyClick(table, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert table.chosen_id() == told[0]
    qtbot.keyClick(table, Qt.Key.Key_PageDown)
    page = table.currentIndex().row()
    assert 0 < page < MANY
    qtbot.keyClick(table, Qt.Key.Key_PageUp)
    assert table.chosen_id() == told[0]


def test_a_list_that_is_still_read_is_not_exported_by_halves(told: list[int], register: Register, qtbot: QtBot) -> None:
    tab = register()
    tab.list.read()
    tab.list.export()
    assert "still being read" in tab.list.banner.words()
    settled(qtbot, tab)


def test_every_beginning_is_that_of_its_whole(told: list[int], office: Office) -> None:
    slips = [a_slip(office, case_id).order_id for case_id in told[1::2]]
    now = office.now()
    for wanted in (
        CaseFilter(),
        CaseFilter("handled"),
        CaseFilter("in_hand", by_due=True),
        CaseFilter(ids=tuple(told)),
    ):
        begun, whole = office.ask(listing.case_beginning, wanted, now), office.ask(listing.case_ids, wanted, now)
        assert list(begun.ids) == list(whole)[: len(begun.ids)], wanted
    found = office.ask(order_lists.order_beginning, OrderFilter("all"), now)
    assert (list(found.ids), found.whole) == (slips[::-1][:SEEN], False)


@pytest.mark.parametrize("few", [1, 1_000])
def test_slips_that_words_find_begin_at_once_too(
    told: list[int], office: Office, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(order_lists, "FEW", few)
    for case_id in reversed(told[1::2]):
        a_slip(office, case_id)
    now, words = office.now(), office.ask(lambda session: session.get_one(Case, told[1]).content)
    a_slip(office, a_case(office, content="别的事").id)
    for view in ("all", "returned", "open"):
        wanted = OrderFilter(view, text=words[:2])
        begun = office.ask(order_lists.order_beginning, wanted, now)
        whole = list(office.ask(order_lists.order_ids, wanted, now))
        assert list(begun.ids) == whole[: len(begun.ids)]
        assert begun.whole is (few == 1_000)
        assert bool(begun.ids) is (view == "all" or (view == "open" and few == 1_000))
