# SPDX-License-Identifier: Apache-2.0
"""The settings' page of working days through its widgets: days changed, counted, saved, imported, confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from complaintdesk.desk import calendar_days
from complaintdesk.desk.calendar_days import DayDraft
from complaintdesk.desk.office import Office, open_office
from complaintdesk.domain.workdays import Day
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.calendar_settings import CalendarSettings
from complaintdesk.ui.settings_window import SettingsWindow
from tests.builders import PASSWORD, DeskClock, codes
from tests.builders import page as case_page
from tests.desk.calendars import a_change, a_complaint, at, due, end_of, give_three_working_days, set_day
from tests.ui.conftest import Answers
from tests.ui.walking import walk

THURSDAY = date(2026, 11, 26)


@pytest.fixture
def window(bridge: Bridge, qtbot: QtBot) -> SettingsWindow:
    """The settings of an office whose complaints have three working days."""
    give_three_working_days(bridge.office)
    made = SettingsWindow(None, bridge)
    qtbot.addWidget(made, before_close_func=lambda window: window.page(CalendarSettings).refresh())
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def page(window: SettingsWindow) -> CalendarSettings:
    found = window.page(CalendarSettings)
    assert isinstance(found, CalendarSettings)
    return found


@pytest.fixture
def other(location: str, clock: DeskClock) -> Iterator[Office]:
    """Another desk at the same books."""
    office = open_office(location, desk="back", clock=clock)
    office.sign_in("赵主任", PASSWORD)
    yield office
    office.close()


def save(page: CalendarSettings, qtbot: QtBot) -> None:
    """Presses Save and waits until the page says how it went."""
    page.banner.clear()
    page.save()
    qtbot.waitUntil(lambda: bool(page.banner.words()) or bool(page.fields["source"].problem()))


def unsaved(page: CalendarSettings) -> bool:
    """Whether something waits to be saved."""
    return page.is_unsaved


def is_(page: CalendarSettings, day: date) -> Day:
    return page.bridge.ask(page.bridge.office.calendar_of).day(day)


def a_list(folder: Path, *rows: tuple[object, ...]) -> Path:
    book = openpyxl.Workbook()
    for row in (("日期", "休/班", "名称"), *rows):
        book.active.append(row)
    path = folder / "2027年节假日.xlsx"
    book.save(path)
    return path


def test_supervisors_and_keepers_have_the_page_and_clerks_have_not(bridge: Bridge, qtbot: QtBot) -> None:
    for name, there in (("李静", False), ("王敏", True), ("赵主任", True), ("管理员", True), ("陈工", False)):
        bridge.sign_in(name, PASSWORD)
        made = SettingsWindow(None, bridge)
        qtbot.addWidget(made)
        assert any(isinstance(each, CalendarSettings) for each in made.pages) is there


def test_the_year_is_shown_with_its_days_and_where_they_come_from(page: CalendarSettings) -> None:
    assert page.year.text() == "2026"
    assert page.state.text() == "Confirmed"
    assert "chinesecalendar" in page.told.text()
    assert page.grid.words(date(2026, 10, 1)) == "Thu 2026-10-01 · off · 国庆节"
    assert page.grid.words(date(2026, 10, 10)) == "Sat 2026-10-10 · worked · 国庆节调休上班"
    assert page.grid.words(date(2026, 10, 12)) == "Mon 2026-10-12 · worked"
    assert page.grid.words(date(2026, 10, 17)) == "Sat 2026-10-17 · off"
    assert not page.confirm.isVisible()
    assert not unsaved(page)


def test_a_day_is_changed_by_keys_its_effect_counted_and_saved(page: CalendarSettings, qtbot: QtBot) -> None:
    """R-T-03"""
    case_id = a_complaint(page.bridge.office)  # on Saturday 21 November
    assert due(page.bridge.office, case_id) == end_of("2026-11-25")
    page.grid.setFocus()
    page.grid.choose(date(2026, 11, 23))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Space):
        QTest.keyClick(page.grid, key)
    assert page.grid.day == date(2026, 11, 24)
    assert page.kind.value is False
    page.name.setFocus()
    QTest.keyClicks(page.name, "drill")
    assert unsaved(page)
    qtbot.waitUntil(lambda: "1 open limits of 1 cases" in page.moves.text())
    number = case_page(page.bridge.office, case_id).case.number
    moves = f"{number} 最终处理: 11-25 24:00 → 11-26 24:00"
    assert page.moving.toPlainText() == moves
    assert due(page.bridge.office, case_id) == end_of("2026-11-25"), "nothing is saved yet"
    save(page, qtbot)
    assert page.fields["source"].problem() == "Where does this come from? Name the notice, or the reason."
    assert unsaved(page)
    page.source.setText("街道办通知")
    save(page, qtbot)
    assert page.banner.words() == "Saved. 1 open limits of 1 cases get another due time."
    assert page.moving.toPlainText() == moves
    assert page.moving.isVisible()
    assert due(page.bridge.office, case_id) == end_of("2026-11-26")
    assert is_(page, date(2026, 11, 24)) == Day(works=False, name="drill")
    assert not unsaved(page)
    assert page.moves.text() == "街道办通知 (王敏, 2026-11-21)"
    page.grid.choose(date(2026, 11, 25))
    assert page.moves.text() == "Space or a double click changes a day."
    assert codes(page.bridge.office) == []


def test_a_click_chooses_a_day_and_a_double_click_changes_it(page: CalendarSettings, qtbot: QtBot) -> None:
    middle = page.grid.place(THURSDAY).center()
    qtbot.mouseClick(page.grid, Qt.MouseButton.LeftButton, pos=middle)
    assert (page.grid.day, page.day.text(), page.kind.value) == (THURSDAY, "Thu 2026-11-26", True)
    qtbot.mouseDClick(page.grid, Qt.MouseButton.LeftButton, pos=middle)
    assert page.kind.value is False
    qtbot.mouseDClick(page.grid, Qt.MouseButton.LeftButton, pos=middle)
    assert not unsaved(page), "changed twice it is as it was"
    assert page.grid.day_at(QPoint(5, 5)) is None


def test_every_day_of_the_year_has_a_place_of_its_own(page: CalendarSettings) -> None:
    places = {page.grid.place(day).center().toTuple(): day for day in map(date.fromordinal, _ordinals(2026))}
    assert len(places) == 365
    assert all(page.grid.day_at(QPoint(*place)) == day for place, day in places.items())


def _ordinals(year: int) -> range:
    return range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())


def test_arrows_and_pages_walk_the_year_and_stay_in_it(page: CalendarSettings) -> None:
    page.grid.choose(date(2026, 1, 31))
    for key, expected in (
        (Qt.Key.Key_PageDown, date(2026, 2, 28)),
        (Qt.Key.Key_Home, date(2026, 2, 1)),
        (Qt.Key.Key_End, date(2026, 2, 28)),
        (Qt.Key.Key_Down, date(2026, 3, 7)),
        (Qt.Key.Key_Up, date(2026, 2, 28)),
        (Qt.Key.Key_PageUp, date(2026, 1, 28)),
        (Qt.Key.Key_PageUp, date(2026, 1, 1)),
        (Qt.Key.Key_Left, date(2026, 1, 1)),
    ):
        QTest.keyClick(page.grid, key)
        assert page.grid.day == expected
    assert page.grid.accessibleName() == "Thu 2026-01-01 · off · 元旦"


def test_a_holiday_is_set_back_to_its_weekday(page: CalendarSettings, qtbot: QtBot) -> None:
    page.grid.choose(date(2026, 10, 10))
    assert page.back.isEnabled()
    page.back.click()
    assert (page.kind.value, page.name.text(), page.back.isEnabled()) == (False, "", False)
    page.source.setText("照常放假")
    save(page, qtbot)
    assert is_(page, date(2026, 10, 10)) == Day(works=False)


def test_the_year_is_turned_and_what_was_changed_in_both_is_saved_together(
    page: CalendarSettings, qtbot: QtBot
) -> None:
    page.grid.choose(date(2026, 12, 31))
    page.kind.button(False).click()
    page.after.click()
    assert (page.year.text(), page.state.text()) == ("2027", "Not confirmed")
    assert not page.take_over.isVisible(), "the program does not know it"
    assert page.grid.day == date(2027, 1, 1)
    page.kind.button(False).click()
    page.name.setText("元旦")
    page.name.textEdited.emit("元旦")
    page.confirm.click()
    page.source.setText("国务院办公厅通知")
    save(page, qtbot)
    assert (is_(page, date(2026, 12, 31)).works, is_(page, date(2027, 1, 1)).name) == (False, "元旦")
    assert page.state.text() == "Confirmed"
    assert not page.confirm.isVisible()


def test_a_year_confirmed_by_mistake_is_taken_back_with_a_reason(
    page: CalendarSettings, answers: Answers, qtbot: QtBot
) -> None:
    page.show_year(2026)
    assert not page.unconfirm.isHidden()
    answers.expect("words", "名单不全")
    page.unconfirm.click()
    qtbot.waitUntil(page.unconfirm.isHidden)
    assert not page.confirm.isHidden()
    assert 2026 not in page.bridge.ask(page.bridge.office.calendar_of).years
    assert codes(page.bridge.office) == []


def test_a_year_without_a_holiday_is_not_confirmed(page: CalendarSettings, qtbot: QtBot) -> None:
    page.show_year(2027)
    page.confirm.click()
    page.source.setText("国务院办公厅通知")
    save(page, qtbot)
    assert page.banner.words() == "No holiday of 2027 is entered yet: enter or import them first."
    assert page.state.text() == "Not confirmed"


def test_the_program_s_holidays_are_taken_over_again(page: CalendarSettings, qtbot: QtBot) -> None:
    set_day(page.bridge.office, "2026-10-01", works=True, name="值班")
    set_day(page.bridge.office, "2026-12-25", works=False, name="店庆")
    page.refresh()
    page.take_over.click()
    assert page.grid.words(date(2026, 10, 1)).endswith("off · 国庆节")
    assert page.source.text().startswith("chinesecalendar ")
    save(page, qtbot)
    assert is_(page, date(2026, 10, 1)) == Day(works=False, name="国庆节")
    assert is_(page, date(2026, 12, 25)) == Day(works=False, name="店庆"), "what the office has more stays"


def test_a_list_is_imported_looked_at_and_saved(
    page: CalendarSettings, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    path = a_list(tmp_path, ("2027-01-01", "休", "元旦"), ("2027-01-09", "班", "元旦调休上班"))
    answers.expect("choose_file", path)
    page.import_.click()
    qtbot.waitUntil(lambda: bool(page.banner.words()))
    assert page.banner.words() == "2 days read, 2 of them new; save to put them in force."
    assert (page.year.text(), page.source.text()) == ("2027", "2027年节假日.xlsx")
    assert page.source.selectedText() == "2027年节假日.xlsx", "what is typed stands in its place"
    assert page.source.hasFocus()
    assert is_(page, date(2027, 1, 9)) == Day(works=False), "nothing is saved yet"
    page.confirm.click()
    save(page, qtbot)
    assert is_(page, date(2027, 1, 9)) == Day(works=True, name="元旦调休上班")
    answers.expect("choose_file", path)
    page.banner.clear()
    page.import_.click()
    qtbot.waitUntil(lambda: bool(page.banner.words()))
    assert "0 of them new" in page.banner.words()
    assert not unsaved(page)


def test_of_a_list_with_bad_rows_nothing_is_taken_and_each_is_named(
    page: CalendarSettings, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    bad = [(f"2027-13-{each:02}", "休", "") for each in range(1, 15)]
    answers.expect("choose_file", a_list(tmp_path, ("2027-01-01", "休", "元旦"), *bad))
    answers.expect("tell")
    page.import_.click()
    qtbot.waitUntil(lambda: not answers.left())
    told = answers.asked[-1].text
    assert "row 3: “2027-13-01” is no day" in told
    assert "… and 2 more" in told
    assert "Nothing was taken over" in told
    assert not unsaved(page)
    answers.expect("choose_file", tmp_path / "none.xlsx")
    page.import_.click()
    qtbot.waitUntil(lambda: "could not be read" in page.banner.words())


def test_what_another_desk_set_meanwhile_is_shown_beside_what_is_typed(
    page: CalendarSettings, other: Office, qtbot: QtBot
) -> None:
    page.grid.choose(THURSDAY)
    page.kind.button(False).click()
    page.source.setText("停电")
    other.do(calendar_days.change, a_change(other, DayDraft(THURSDAY, works=False, name="台风")))
    save(page, qtbot)
    assert "there “H 台风”, here “H”" in page.banner.words()
    page._keep_mine()
    qtbot.waitUntil(lambda: page.banner.words().startswith("Saved."))
    assert is_(page, THURSDAY) == Day(works=False)
    page.kind.button(True).click()
    page.source.setText("来电")
    set_day(other, str(THURSDAY), works=False, name="又停")
    save(page, qtbot)
    page.take_theirs()
    assert (page.name.text(), unsaved(page)) == ("又停", False)


def test_what_is_not_saved_is_asked_about_before_the_window_closes(
    window: SettingsWindow, page: CalendarSettings, answers: Answers
) -> None:
    page.grid.choose(THURSDAY)
    page.kind.button(False).click()
    answers.expect("yes_no", False)
    window.ask_to_leave()
    assert window.isVisible()
    assert "Working days" in answers.asked[-1].text


def test_in_a_year_that_nobody_knows_the_page_opens_at_it(bridge: Bridge, clock: DeskClock, qtbot: QtBot) -> None:
    clock.now = at("2027-02-01")
    made = SettingsWindow(None, bridge)
    qtbot.addWidget(made)
    found = made.page(CalendarSettings)
    assert isinstance(found, CalendarSettings)
    assert found.year.text() == "2027"
    assert "provisional" in found.told.text()


@pytest.mark.parametrize("year", [2026, 2027])
def test_the_page_is_used_without_a_mouse(window: SettingsWindow, page: CalendarSettings, year: int) -> None:
    page.show_year(year)
    found = walk(window)
    assert found == [], "\n".join(found)
