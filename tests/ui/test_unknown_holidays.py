# SPDX-License-Identifier: Apache-2.0
"""What the window says of a year whose holidays are not confirmed, and what it takes over by itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from complaintdesk.desk import calendar_days
from complaintdesk.desk.calendar_days import DayDraft
from complaintdesk.desk.records import CommitmentRecord
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.calendar_settings import CalendarSettings
from complaintdesk.ui.main_window import MainWindow
from complaintdesk.ui.settings_window import SettingsWindow
from complaintdesk.ui.time_words import open_words
from complaintdesk.ui.timeline import steps_of
from tests.builders import PASSWORD, DeskClock, limits, page
from tests.damage import change_past_the_guards
from tests.desk.calendars import RESULT, a_change, a_complaint, at, end_of, give_three_working_days
from tests.ui.conftest import Answers

OpenWindow = Callable[[Bridge], MainWindow]


def said(window: MainWindow) -> str:
    return window.notices.words("holidays")


def words_of(bridge: Bridge, limit: CommitmentRecord) -> str:
    """An open limit's due time as lists say it."""
    return open_words(limit.due_at, bridge.now(), bridge.zone, provisional=limit.provisional).words


def test_nothing_is_said_while_the_year_is_known(whole_window: MainWindow) -> None:
    assert said(whole_window) == ""


def test_a_limit_that_reaches_into_2027_brings_the_notice_and_its_mark(
    bridge: Bridge, open_window: OpenWindow, clock: DeskClock
) -> None:
    give_three_working_days(bridge.office)
    clock.now = at("2026-12-30")
    window = open_window(bridge)
    assert said(window) == ""
    case_id = a_complaint(bridge.office)
    assert said(window).startswith("The holidays of 2027 are not confirmed")
    limit = limits(bridge.office, case_id)[RESULT]
    assert words_of(bridge, limit) == "2027-01-04 24:00 (prov.)"
    new_year = a_change(bridge.office, DayDraft(at("2027-01-01").date(), works=False, name="元旦"), years=(2027,))
    bridge.do(calendar_days.change, new_year)
    assert said(window) == ""
    limit = limits(bridge.office, case_id)[RESULT]
    assert words_of(bridge, limit) == "2027-01-05 24:00"


def test_the_notice_leads_to_the_year(
    bridge: Bridge, open_window: OpenWindow, clock: DeskClock, answers: Answers, qtbot: QtBot
) -> None:
    clock.now = at("2027-01-04")
    window = open_window(bridge)
    years: list[str] = []

    def look(dialog: SettingsWindow) -> None:
        page = next(each for each in dialog.pages if isinstance(each, CalendarSettings))
        assert dialog.stack.currentWidget() is page
        years.append(page.year.text())

    answers.expect_dialog(look, accept=False)
    window.unknown_holidays._open()
    assert years == ["2027"]


def test_who_may_not_put_it_right_is_told_all_the_same(
    bridge: Bridge, open_window: OpenWindow, clock: DeskClock
) -> None:
    clock.now = at("2027-01-04")
    bridge.sign_in("李静", PASSWORD)
    window = open_window(bridge)
    assert "2027" in said(window)
    assert window.notices._said["holidays"][2] == ("Later",)
    window.unknown_holidays._later((2027,))
    assert said(window) == ""
    bridge.changed.emit(frozenset({"case_record"}))
    assert said(window) == "", "put off until the next start"


def test_while_the_desk_is_locked_nothing_is_said(bridge: Bridge, open_window: OpenWindow, clock: DeskClock) -> None:
    clock.now = at("2027-01-04")
    window = open_window(bridge)
    assert said(window)
    window.lock()
    assert said(window) == ""


@pytest.mark.parametrize("who", ["李静", "王敏"])
def test_books_from_before_the_calendar_take_over_what_is_shipped(
    bridge: Bridge, open_window: OpenWindow, qtbot: QtBot, who: str
) -> None:
    for table in ("calendar_day", "calendar_year"):
        change_past_the_guards(bridge.office.database.location, f"DELETE FROM {table}")
    bridge.office.news(whole=True)
    bridge.sign_in(who, PASSWORD)
    window = open_window(bridge)
    qtbot.waitUntil(lambda: bridge.ask(bridge.office.calendar_of).years == {2025, 2026})
    qtbot.waitUntil(lambda: said(window) == "")


def test_a_provisional_limit_is_marked_wherever_it_is_told(bridge: Bridge, clock: DeskClock) -> None:
    give_three_working_days(bridge.office)
    clock.now = at("2026-12-31")
    case_id = a_complaint(bridge.office)
    shown = page(bridge.office, case_id)
    steps = steps_of(shown.events, shown.commitments, bridge.now(), bridge.zone)
    assert [step.words for step in steps if step.at == end_of("2027-01-05")] == ["provisional"]
    clock.now = end_of("2027-01-05")
    assert words_of(bridge, limits(bridge.office, case_id)[RESULT]) == "1 min left (prov.)"
