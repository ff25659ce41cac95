# SPDX-License-Identifier: Apache-2.0
"""The register's list: views and counts, filters, search, what is due in words, paper and Excel."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import python_calamine
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from complaintdesk.desk import cases, dispatching, importing
from complaintdesk.desk.drafts import HistoryDraft
from complaintdesk.desk.founding import shipped_procedure
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import CaseKind, Channel, Grade
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.look import Colour
from complaintdesk.ui.record_table import RecordModel
from complaintdesk.ui.tabs.register_tab import RegisterTab
from tests.builders import PASSWORD, DeskClock, a_case, a_household, a_repair, a_slip, page, rows
from tests.desk.day_book import adopt
from tests.ui.calls import Keyboard, Register, numbers, on, shown
from tests.ui.conftest import Answers

DUE, STATE, PLACE, CONTENT = 6, 5, 3, 4


def views(tab: RegisterTab) -> dict[str, str]:
    """What the buttons of the views say."""
    return {view: tab.list.views.button(view).text() for view in ("all", "to_dispatch", "in_hand", "late", "handled")}


def due(tab: RegisterTab) -> tuple[str, Colour]:
    """When the first case is due, in words and colour."""
    model = tab.list.table.model()
    assert isinstance(model, RecordModel)
    colour = model.columns[DUE].colour
    assert colour is not None
    return model.text(0, DUE), colour(model.record(0))


def test_an_empty_register_says_what_to_do_next(register: Register) -> None:
    tab = register()
    assert numbers(tab) == []
    assert views(tab)["all"] == "All 0"
    assert tab.panel.nothing.isVisible()
    words, advice = tab.list._nothing()
    assert words == "No case has been registered yet."
    assert "F8" in advice


def test_the_newest_stands_first_and_a_new_one_is_shown_at_once(
    office: Office, register: Register, clock: DeskClock
) -> None:
    first = a_repair(office)
    clock.later(minutes=5)
    tab = register()
    second = a_case(office)
    assert numbers(tab) == [second.number, first.number]


def test_the_views_say_how_many_cases_they_hold(office: Office, register: Register, clock: DeskClock) -> None:
    clock.later(days=2)  # a Monday: what isn't urgent waits for the office to open
    a_repair(office)
    a_slip(office)
    handled = a_case(office)
    office.do(cases.handle, handled.id, "已劝止")
    a_repair(office, grade=Grade.URGENT)
    clock.later(minutes=31)
    tab = register()
    assert views(tab) == {
        "all": "All 4",
        "to_dispatch": "To dispatch 2",
        "in_hand": "Open 3",
        "late": "Late 3",
        "handled": "Handled 1",
    }
    tab.list.views.button("handled").click()
    assert numbers(tab) == [handled.number]
    office.do(cases.close, handled.id, "满意", True)
    assert numbers(tab) == []
    assert tab.list._nothing()[0] == "Nothing waits for closing."


def test_my_cases_are_those_that_i_took_first(office: Office, bridge: Bridge, register: Register) -> None:
    mine = a_case(office)
    bridge.sign_in("李静", PASSWORD)
    a_case(office)
    bridge.sign_in("王敏", PASSWORD)
    tab = register()
    tab.list.views.set_value("mine")
    assert numbers(tab) == [mine.number]


def test_old_registers_stand_in_a_view_of_their_own_and_can_not_be_worked_on(
    office: Office, register: Register, clock: DeskClock
) -> None:
    run = office.do(importing.start_run, "register", "0" * 64, 1)
    old = HistoryDraft(
        "k1", "旧0318", CaseKind.REPAIR, Channel.PHONE, clock.now - timedelta(days=900), "水管爆裂", place_text="1栋"
    )
    office.do(importing.add_history, run, (old,))
    tab = register()
    assert numbers(tab) == []
    tab.list.views.set_value("history")
    assert numbers(tab) == ["旧0318"]
    tab.list.take_keyboard()
    assert tab.panel.content.text() == "水管爆裂"
    assert not any(button.isEnabled() for button in tab.panel.buttons.values() if button.isVisible())
    assert "stays as it was" in tab.panel.buttons["note"].toolTip()


@pytest.mark.parametrize("words", ["漏水", "仇女士", "qiu", "会所", "1234", "13800001234", "BX2026-000001"])
def test_the_search_finds_by_text_name_pinyin_room_phone_and_number(
    office: Office, register: Register, words: str
) -> None:
    wanted = a_repair(office)
    a_case(office, place_text="5栋901", caller_name="钱伟", caller_phone="13711119999")
    tab = register()
    tab.search(words)
    assert numbers(tab) == [wanted.number]
    tab.search("")
    assert len(numbers(tab)) == 2


def test_what_narrows_the_list_is_said_and_loosened_with_one_key(
    office: Office, register: Register, keys: Keyboard
) -> None:
    a_repair(office)
    tab = register()
    tab.search("没有的字")
    assert numbers(tab) == []
    assert tab.list.note.whole() == "“没有的字” · 0 cases"
    assert tab.list._nothing()[0] == "No case fits."
    keys.press(Qt.Key.Key_Q, Qt.KeyboardModifier.AltModifier)
    assert len(numbers(tab)) == 1
    assert not tab.list.loosen.isVisible()


def test_kind_and_days_narrow_the_list(office: Office, register: Register, clock: DeskClock) -> None:
    old = a_repair(office, received_at=clock.now - timedelta(days=40))
    yesterday = a_case(office, received_at=clock.now - timedelta(days=1))
    today = a_repair(office)
    tab = register()
    tab.list.kinds.set_value(CaseKind.REPAIR)
    assert numbers(tab) == [today.number, old.number]
    tab.list.days.set_value("week")
    assert numbers(tab) == [today.number]
    tab.list.kinds.set_value(None)
    assert numbers(tab) == [today.number, yesterday.number]
    tab.list.days.set_value("yesterday")
    assert numbers(tab) == [yesterday.number]
    tab.list.days.set_value("last_month")
    assert numbers(tab) == [old.number]


def test_cases_are_listed_by_a_kind_that_only_an_earlier_rule_book_has(office: Office, register: Register) -> None:
    repair = a_repair(office)
    tab = register()
    adopt(office, shipped_procedure("process_rules"))
    tab.refresh()
    tab.list.kinds.set_value(CaseKind.REPAIR)
    assert numbers(tab) == [repair.number]
    assert not tab.list.kinds.offers(CaseKind.ASSISTANCE), "there never was such a case"
    assert tab.list.kinds.offers(CaseKind.INQUIRY)


def test_what_is_due_is_said_in_words_and_colour(office: Office, register: Register, clock: DeskClock) -> None:
    clock.later(days=2)  # a Monday: what isn't urgent waits for the office to open
    a_repair(office)
    tab = register()
    assert due(tab) == ("slip 20 min left", Colour.SOON)
    clock.later(hours=1, minutes=32)
    tab.tick()
    assert due(tab) == ("slip late 1 h 12 min", Colour.LATE)


def test_list_panel_and_clock_tell_one_time(office: Office, register: Register, clock: DeskClock) -> None:
    """Until the screen looks at the clock again, at each half minute, also while something is being typed below."""
    clock.later(days=2)  # a Monday: what isn't urgent waits for the office to open
    case_id = a_repair(office).id
    tab = register()
    tab.list.table.choose(case_id)
    clock.later(minutes=10, seconds=29)
    tab.tick()
    assert {due(tab)[0], tab.panel.due.text()} == {"slip 10 min left"}
    tab.panel.ask("note")
    assert tab.panel.slot.form is not None
    clock.later(minutes=4, seconds=1)
    tab.tick()
    assert {due(tab)[0], tab.panel.due.text()} == {"slip 5 min left"}
    assert tab.bridge.shown_now() == clock.now - timedelta(seconds=clock.now.second % 30)


def test_a_complaint_says_which_limit_is_due(office: Office, register: Register) -> None:
    case_id = a_case(office).id
    tab = register()
    tab.list.table.choose(case_id)
    assert due(tab)[0] == tab.panel.due.text()
    name = page(office, case_id).commitments[0].name
    assert due(tab)[0].startswith(f"{name} ")


def test_a_running_slip_tells_how_far_the_case_is(office: Office, register: Register) -> None:
    issued = a_slip(office)
    tab = register()
    assert tab.list.table.cell(0, STATE) == "Issued"
    office.do(dispatching.accept, issued.order_id, "张师傅")
    assert tab.list.table.cell(0, STATE) == "Accepted"


def test_all_cases_of_a_household_are_listed_from_its_card(office: Office, register: Register, keys: Keyboard) -> None:
    place = a_household(office)
    own = a_repair(office, place_id=place)
    a_repair(office)
    tab = register()
    keys.type("3-2-1502")
    keys.enter()
    tab.card.form.who.card._all.click()
    assert numbers(tab) == [own.number]
    assert tab.list.note.whole() == "3栋2单元1502 · 1 cases"


def test_a_case_of_the_household_is_shown_from_its_card(office: Office, register: Register, keys: Keyboard) -> None:
    own = a_repair(office, place_id=a_household(office))
    a_repair(office)
    tab = register()
    keys.type("3-2-1502")
    keys.enter()
    tab.card.form.who.card.calls.setFocus()
    keys.enter()
    assert shown(tab).id == own.id


def test_a_case_that_a_filter_hides_is_shown_all_the_same(office: Office, register: Register) -> None:
    hidden = a_repair(office)
    tab = register()
    tab.list.kinds.set_value(CaseKind.COMPLAINT)
    tab.open_record(hidden.id)
    assert tab.list.table.chosen_id() == hidden.id
    assert tab.list.kinds.value is None


def test_a_case_stays_in_view_when_its_deed_takes_it_off_the_list(office: Office, register: Register) -> None:
    saved = a_repair(office)
    tab = register()
    tab.list.views.set_value("to_dispatch")
    tab.list.take_keyboard()
    office.do(dispatching.dispatch, saved.id, "水电班")
    assert numbers(tab) == []
    assert shown(tab).id == saved.id


def test_the_keyboard_goes_from_the_form_to_the_list_to_the_deeds(
    office: Office, register: Register, keys: Keyboard
) -> None:
    a_repair(office)
    tab = register()
    keys.press(Qt.Key.Key_F6)
    assert QApplication.focusWidget() is tab.list.table
    keys.enter()
    assert QApplication.focusWidget() is tab.panel.buttons["note"]
    keys.press(Qt.Key.Key_Right)
    assert QApplication.focusWidget() is tab.panel.buttons["contact"]


def test_long_names_and_texts_give_way_and_are_whole_in_the_tip(office: Office, register: Register) -> None:
    long = "很长很长的名字" * 10
    a_repair(office, caller_name=long, place_text=long, content="一二三四五六七八九十" * 60)
    tab = register()
    tab.list.take_keyboard()
    assert tab.list.table.cell(0, PLACE) == long
    assert tab.panel.place.whole() == long
    assert tab.panel.place.text() != long
    assert tab.panel.content.width() <= tab.panel.told.viewport().width()
    assert tab.card.width() == 432


def test_the_list_is_exported_as_it_stands(
    office: Office, register: Register, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    wanted = a_repair(office)
    a_case(office)
    tab = register()
    tab.list.kinds.set_value(CaseKind.REPAIR)
    target = tmp_path / "list.xlsx"
    answers.expect("save_file", target)
    answers.expect("words", "周例会")
    answers.expect("tell")
    tab.list.export_button.click()
    qtbot.waitUntil(lambda: not answers.left())
    sheet = python_calamine.CalamineWorkbook.from_path(target).get_sheet_by_index(0).to_python()
    assert [row[0] for row in sheet[1:]] == [wanted.number]
    assert rows(office, "SELECT subject FROM journal ORDER BY seq DESC LIMIT 1")[0][0] != ""


def test_an_empty_list_is_not_exported(register: Register) -> None:
    tab = register()
    tab.list.export_button.click()
    assert tab.list.banner.words() == "Nothing is listed that could be exported."


def test_the_days_register_is_previewed_for_printing(office: Office, register: Register, answers: Answers) -> None:
    a_repair(office)
    tab = register()
    titles: list[str] = []
    answers.expect_dialog(lambda dialog: titles.append(dialog.windowTitle()), accept=False)
    tab.list.print_button.click()
    assert "2026-11-21" in titles[0]


def test_who_may_not_export_or_print_sees_no_button(bridge: Bridge, register: Register) -> None:
    bridge.sign_in("陈工", PASSWORD)
    tab = register()
    assert not tab.list.export_button.isVisible()
    assert not tab.list.print_button.isVisible()


def test_on_a_wide_screen_the_case_stands_beside_the_list(office: Office, register: Register) -> None:
    a_repair(office)
    tab = register()
    assert tab.split.orientation() is Qt.Orientation.Vertical
    tab.window().resize(1900, 1000)
    QApplication.processEvents()
    assert tab.split.orientation() is Qt.Orientation.Horizontal


def test_the_page_of_a_case_read_again_shows_what_another_desk_did(
    office: Office, register: Register, clock: DeskClock
) -> None:
    saved = a_repair(office)
    tab = register()
    tab.list.take_keyboard()
    clock.later(minutes=1)
    office.do(cases.note, saved.id, "已联系师傅")
    assert any("已联系师傅" in line for line in tab.panel.timeline.lines())
    assert page(office, saved.id).events[-1].words == "已联系师傅"


def test_a_search_that_finds_other_cases_takes_the_case_away_that_it_has_not(
    office: Office, register: Register
) -> None:
    tab = on(register(), a_repair(office).id)
    assert tab.panel.page is not None
    tab.search("没有的字")
    assert tab.panel.page is None
