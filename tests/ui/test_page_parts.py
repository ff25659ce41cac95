# SPDX-License-Identifier: Apache-2.0
"""What pages are made of: time lines, facts, the line between a list and its page, pieces that scroll."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from complaintdesk.desk.office import Office
from complaintdesk.desk.records import CommitmentRecord, EventRecord
from complaintdesk.domain.terms import EventKind
from complaintdesk.settings import SettingsFile
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.facts import Fact, Facts
from complaintdesk.ui.look import Tone
from complaintdesk.ui.splitter import RememberedSplitter
from complaintdesk.ui.tabs.orders_tab import OrdersTab
from complaintdesk.ui.timeline import Timeline, steps_of
from complaintdesk.ui.words import Text
from tests.builders import a_slip
from tests.ui.conftest import Show

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 21, 3, 40, tzinfo=UTC)  # 11:40 in the office


def an_event(number: int, kind: EventKind, minutes_ago: int, **changes: object) -> EventRecord:
    """A step of a story, noted when it happened by 王敏."""
    at = NOW - timedelta(minutes=minutes_ago)
    given: dict[str, object] = {
        "happened_at": at,
        "recorded_at": at,
        "by": "王敏",
        "words": "",
        "order_number": "",
        "about_id": None,
        "facts": {},
        "withdrawn": False,
    }
    return EventRecord(id=number, kind=kind, **(given | changes))  # type: ignore[arg-type]


def a_limit(name: str, minutes: int, *, met: bool = False, reminder: bool = False) -> CommitmentRecord:
    """A limit that ends so many minutes from now."""
    due = NOW + timedelta(minutes=minutes)
    met_at = NOW if met else None
    return CommitmentRecord(name, name, "", NOW, due, None, met_at, in_rate=False, reminder=reminder, round=1)


def test_a_story_reads_in_the_order_in_which_it_happened_with_the_limits_that_still_run() -> None:
    events = (
        an_event(1, EventKind.REGISTERED, 60),
        an_event(2, EventKind.DISPATCHED, 58, order_number="WX2026-000001", words="水电班"),
        an_event(3, EventKind.ARRIVED, 20, recorded_at=NOW),
        an_event(
            4,
            EventKind.REMINDED,
            30,
            words="在路上",
            facts={"whom": "李志强", "how": "电话", "promise": "马上到"},
        ),
    )
    limits = (
        a_limit("到场", -10),
        a_limit("完工", 90),
        a_limit("送单", -50, met=True),
        a_limit("催问", 5, reminder=True),
    )
    line = Timeline()
    line.set_steps(steps_of(events, limits, NOW, ZONE), NOW, ZONE)
    assert line.lines() == (
        "Registered 王敏",
        "Dispatched WX2026-000001 水电班 王敏",
        "Chased 李志强 · 电话 · “在路上” · promised: 马上到 王敏",
        "Arrived (noted today 11:40) 王敏",
        "到场 late 10 min",
        "完工",
    )


def test_what_happened_within_one_minute_reads_in_the_order_in_which_it_was_noted() -> None:
    kinds = (EventKind.ACCEPTED, EventKind.ARRIVED, EventKind.COMPLETED)
    first = an_event(1, kinds[0], 5)
    events = [
        replace(an_event(at, kind, 5), happened_at=first.happened_at + timedelta(seconds=9 - 3 * at))
        for at, kind in enumerate(kinds)
    ]
    line = Timeline()
    line.set_steps(steps_of(events, (), NOW, ZONE), NOW, ZONE)
    assert [told.split()[0] for told in line.lines()] == ["Accepted", "Arrived", "Completed"]


def test_what_was_taken_back_is_struck_out_and_late_limits_are_in_the_colour_of_lateness() -> None:
    steps = steps_of((an_event(1, EventKind.ACCEPTED, 5, withdrawn=True),), (a_limit("到场", -1),), NOW, ZONE)
    accepted, due = sorted(steps, key=lambda step: step.ahead)
    assert accepted.struck
    assert (due.tone, due.ahead) == (Tone.LATE, True)


def test_a_fact_without_a_value_is_left_out_and_narrow_pages_set_facts_below_each_other(
    qtbot: QtBot, show: Show
) -> None:
    facts = Facts()
    page = show(facts)
    facts.set_facts(
        [Fact("Team", "水电班"), Fact("Agreed", ""), Fact("Issued", "10:45"), Fact("Note", "狗", wide=True)]
    )
    assert facts.text() == "Team 水电班\nIssued 10:45\nNote 狗"
    page.resize(640, 200)
    qtbot.waitUntil(lambda: top_of(facts, "水电班") == top_of(facts, "10:45") < top_of(facts, "狗"))
    page.resize(240, 200)
    qtbot.waitUntil(lambda: top_of(facts, "水电班") < top_of(facts, "10:45") < top_of(facts, "狗"))


def top_of(page: QWidget, words: str) -> int:
    """Where a text stands now."""
    return next(text.y() for text in page.findChildren(Text) if text.text() == words and text.isVisible())


@pytest.mark.parametrize(("kept", "share"), [("", 0.5), ("700", 0.7), ("0", 0.5), ("1000", 0.5), ("breit", 0.5)])
def test_the_line_between_list_and_page_stands_where_it_was_left_or_at_its_usual_place(
    show: Show, settings: SettingsFile, kept: str, share: float
) -> None:
    settings.change(places={"orders": kept})
    splitter = RememberedSplitter("orders", QWidget(), QWidget(), settings=settings, share=0.5)
    show(splitter)
    splitter.resize(1012, 300)
    assert abs(splitter.sizes()[0] - 1000 * share) <= 1


def test_moving_the_line_is_kept_for_the_next_start(qtbot: QtBot, show: Show, settings: SettingsFile) -> None:
    splitter = RememberedSplitter("orders", QWidget(), QWidget(), settings=settings, share=0.5)
    show(splitter)
    splitter.resize(1012, 300)
    splitter.setSizes([600, 400])
    splitter.splitterMoved.emit(600, 1)
    qtbot.waitUntil(lambda: settings.now.places.get("orders") == "600")


def test_the_first_slip_shown_is_as_high_as_its_words(qtbot: QtBot, bridge: Bridge, office: Office, show: Show) -> None:
    issued = a_slip(office, content="主卧卫生间顶部渗水，已经渗到吊顶，吊顶有明显鼓包并往下滴水。" * 20)
    tab = OrdersTab(bridge)
    page = show(tab)
    page.resize(1180, 640)
    tab.open_record(issued.order_id)
    inside = tab.panel.told.widget()
    assert inside is not None
    qtbot.waitUntil(lambda: inside.height() >= inside.heightForWidth(inside.width()) > tab.panel.told.height())


def test_keys_move_the_line_between_list_and_page_and_it_stays_there(
    settings: SettingsFile, show: Show, qtbot: QtBot
) -> None:
    splitter = RememberedSplitter("orders", QWidget(), QWidget(), settings=settings, share=0.5)
    page = show(splitter)
    page.resize(1000, 300)
    before = splitter.sizes()[0]
    qtbot.keyClick(page, Qt.Key.Key_BracketRight, Qt.KeyboardModifier.ControlModifier)
    wider = splitter.sizes()[0]
    assert wider > before
    qtbot.waitUntil(lambda: "orders" in settings.now.places)
    for _ in range(2):
        qtbot.keyClick(page, Qt.Key.Key_BracketLeft, Qt.KeyboardModifier.ControlModifier)
    assert splitter.sizes()[0] < before
    page.resize(1200, 300)
    assert splitter.sizes()[0] / sum(splitter.sizes()) < 0.5
