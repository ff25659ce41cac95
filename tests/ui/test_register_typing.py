# SPDX-License-Identifier: Apache-2.0
"""Calls typed at the register as a person types them, by keyboard alone, from an empty form to a printed slip."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from complaintdesk.desk import cases, households
from complaintdesk.desk.drafts import OccupantDraft, PhoneDraft, PlaceDraft
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import (
    CaseKind,
    Charge,
    Grade,
    Level,
    OccupantKind,
    OrderState,
    PlaceKind,
)
from complaintdesk.ui.buttons import Choice
from tests.builders import DeskClock, a_case, a_household, a_repair, story
from tests.ui.calls import ALT, CTRL, Keyboard, Register, numbers, place_shown, problems, shown
from tests.ui.conftest import Answers

LEAK = "厨房洗菜盆下水管漏水，已流到橱柜。"


def test_a_plain_repair_is_typed_saved_dispatched_and_printed_with_few_keys(
    office: Office, register: Register, keys: Keyboard, answers: Answers, tmp_path: Path
) -> None:
    place = a_household(office)
    tab = register()
    target = tmp_path / "slip.pdf"

    def save(dialog: object) -> None:
        answers.expect("save_file", target)
        dialog.save_pdf()  # type: ignore[attr-defined]

    answers.expect_dialog(save)
    keys.type("32-1502")
    keys.enter()
    keys.say(LEAK)
    keys.press(Qt.Key.Key_Tab)
    keys.type("gps")
    keys.enter()  # the category's department has the slip's team
    keys.enter()  # no appointment
    keys.type("1")
    keys.enter()
    keys.type("2")
    keys.press(Qt.Key.Key_P, CTRL)
    assert keys.strokes <= 25
    [number] = numbers(tab)
    assert number == "BX2026-000001"
    case = shown(tab)
    assert (case.place_id, case.caller_name, case.caller_phone) == (place, "单飞", "13900005678")
    assert (case.content, case.category, case.charge, case.grade) == (LEAK, "plumbing", Charge.FREE, Grade.SMALL)
    [order] = case.orders
    assert (order.team_name, order.state, order.prints) == ("水电班", OrderState.ISSUED, 0), "a PDF is no print"
    pages = pypdf.PdfReader(target).pages
    assert len(pages) == 4
    assert order.number in pages[0].extract_text()
    assert "BX2026-000001" in tab.card.banner.words()
    assert order.number in tab.card.banner.words()
    assert tab.card.form.content.text() == ""
    assert tab.window().focusWidget() is tab.card.form.who.box


def test_a_complaint_is_typed_with_what_makes_it_major_and_whom_it_was_reported_to(
    office: Office, register: Register, keys: Keyboard
) -> None:
    a_household(office)
    tab = register()
    keys.press(Qt.Key.Key_2, ALT)
    assert tab.card.form.kind.value is CaseKind.COMPLAINT
    keys.press(Qt.Key.Key_W, ALT)
    keys.type("sf")
    keys.enter()
    keys.say("楼上装修太吵，要求赔偿")
    keys.press(Qt.Key.Key_Tab)
    keys.type("zyrm")
    keys.enter()
    assert keys.at is tab.card.form.criteria.boxes["compensation"]
    keys.press(Qt.Key.Key_Space)
    for _box in tab.card.form.criteria.boxes:
        keys.enter()
    for _tick in ("heard", "asked", "repeated", "written", "reported"):
        keys.press(Qt.Key.Key_Space)
        keys.enter()
    keys.type("wm")
    keys.enter()
    keys.press(Qt.Key.Key_F8)
    assert problems(tab) == {}
    case = shown(tab)
    assert (case.number, case.level, case.level_criteria) == ("TS2026-000001", Level.MAJOR, ("compensation",))
    assert (case.heard, case.asked, case.repeated, case.written) == (True, True, True, True)
    assert case.reported_to == "王敏"
    assert story(office, case.id) == ["registered", "reported"]


@pytest.mark.parametrize(
    "typed", ["3-2-1502", "32-1502", "3栋2单元1502", "321502", "5678", "13900005678", "shanfei", "sf", "单飞"]
)
def test_the_one_box_finds_a_household_by_room_phone_or_name(
    office: Office, register: Register, keys: Keyboard, typed: str
) -> None:
    place = a_household(office)
    tab = register()
    if typed.isascii():
        keys.type(typed)
    else:
        tab.card.form.who.box.insert(typed)
    keys.enter()
    assert tab.card.form.who.place_id() == place
    assert tab.card.form.caller.given_name() == "单飞"
    assert tab.card.form.caller.given_phone() == "13900005678"


def test_of_several_matches_the_arrow_takes_another(office: Office, register: Register, keys: Keyboard) -> None:
    a_household(office, "1502")
    second = a_household(office, "1602")
    tab = register()
    keys.type("sf")
    tab.card.form.who.box.look_up()
    assert len(tab.card.form.who.box.matches()) == 3
    keys.press(Qt.Key.Key_Down)
    keys.press(Qt.Key.Key_Down)
    keys.enter()
    assert tab.card.form.who.place_id() == second


def test_escape_shuts_the_proposals_and_keeps_what_is_typed(office: Office, register: Register, keys: Keyboard) -> None:
    a_household(office)
    tab = register()
    keys.type("1502")
    tab.card.form.who.box.look_up()
    keys.press(Qt.Key.Key_Escape)
    assert tab.card.form.who.box.matches() == []
    assert tab.card.form.who.box.text() == "1502"


def test_tab_takes_the_marked_match_as_enter_does(office: Office, register: Register, keys: Keyboard) -> None:
    place = a_household(office)
    tab = register()
    keys.type("3-2-1502")
    keys.press(Qt.Key.Key_Tab)
    assert tab.card.form.who.place_id() == place


def test_the_card_shows_people_with_masked_phones_and_the_open_cases_first(
    office: Office, register: Register, keys: Keyboard, clock: DeskClock
) -> None:
    tenant = OccupantDraft("李四", OccupantKind.TENANT, (PhoneDraft("13711112222"),))
    owner = OccupantDraft("单飞", phones=(PhoneDraft("13900005678"),))
    place = a_household(office, occupants=(owner, tenant))
    closed = a_repair(office, place_id=place, content="厨房漏水")
    office.do(cases.handle, closed.id, "修好了")
    clock.later(hours=1)
    office.do(cases.answer, a_case(office, CaseKind.INQUIRY, place_id=place, content="装修押金多少").id, "两千元")
    tab = register()
    keys.type("3-2-1502")
    keys.enter()
    card = tab.card.form.who.card
    assert [button.text() for button in card.people.findChildren(Choice)] == ["单飞 Owner *5678", "李四 Tenant *2222"]
    assert ["装修押金多少" in card.calls.lines()[0], "厨房漏水" in card.calls.lines()[1]] == [True, True]
    card.people.set_value(place_shown(tab).occupants[1].id)
    assert (tab.card.form.caller.given_name(), tab.card.form.caller.given_phone()) == ("李四", "13711112222")
    assert tab.card.form.caller.phone.placeholderText() == "137****2222"


def test_a_neighbour_who_calls_about_a_household_is_noted_by_a_name_of_their_own(
    office: Office, register: Register, keys: Keyboard
) -> None:
    place = a_household(office)
    tab = register()
    keys.type("3-2-1502")
    keys.enter()
    tab.card.form.caller.name.setText("楼下赵阿姨")
    tab.card.form.caller.phone.setText("13812340000")
    tab.card.form.content.setText("1502往下漏水")
    tab.card.form.category.put_typed("给排水")
    tab.card.form.grade.set_value(Grade.URGENT)
    tab.card.save()
    case = shown(tab)
    assert (case.place_id, case.occupant_id) == (place, None)
    assert (case.caller_name, case.caller_phone) == ("楼下赵阿姨", "13812340000")


def test_what_is_in_no_book_becomes_the_place_in_words(office: Office, register: Register, keys: Keyboard) -> None:
    tab = register()
    keys.type("9-9-9901")
    keys.enter()
    assert tab.card.form.who.place_words() == "9-9-9901"
    assert keys.at is tab.card.form.caller.name
    keys.type("Zhao")
    keys.enter()
    keys.type("13800001111")
    keys.enter(2)
    assert QApplication.focusWidget() is tab.card.form.content


def test_a_public_area_is_found_by_pinyin_and_ticks_itself(office: Office, register: Register, keys: Keyboard) -> None:
    hall = office.do(households.save_place, PlaceDraft(PlaceKind.PUBLIC_AREA, building="3", label="3栋大堂"))
    tab = register()
    keys.enter()  # past the empty one box
    keys.type("3ddt")
    keys.enter()
    assert tab.card.form.who.place_id() == hall
    assert tab.card.form.scope.has("public_area")
    tab.card.form.who.words.setEditText("3栋大堂门口")
    tab.card.form.content.setText("灯不亮")
    tab.card.form.kind.set_value(CaseKind.SUGGESTION)
    tab.card.save()
    assert (shown(tab).place_id, shown(tab).place) == (None, "3栋大堂门口")


def test_a_household_takes_the_tick_of_a_public_area_away_again(
    office: Office, register: Register, keys: Keyboard
) -> None:
    office.do(households.save_place, PlaceDraft(PlaceKind.PUBLIC_AREA, building="3", label="3栋大堂"))
    a_household(office)
    form = register().card.form
    form.who.words.put_typed("3栋大堂")
    assert form.scope.has("public_area")
    form.who.box.setFocus()
    keys.type("1502")
    keys.enter()
    assert not form.scope.has("public_area")


def test_of_many_people_in_one_household_the_caller_is_found_by_pinyin(
    office: Office, register: Register, keys: Keyboard
) -> None:
    names = ("单飞", "单静", "周小川", "吴桐", "郑和", "王五", "李六")
    people = tuple(OccupantDraft(name, phones=(PhoneDraft(f"1390000000{at}"),)) for at, name in enumerate(names))
    a_household(office, occupants=people)
    tab = register()
    keys.type("3-2-1502")
    keys.enter()
    card = tab.card.form.who.card
    assert not card.people.isVisible()
    card.more.setFocus()
    line = card.more.lineEdit()
    assert line is not None
    line.selectAll()
    keys.type("zxc")
    keys.enter()
    assert (tab.card.form.caller.given_name(), tab.card.form.caller.given_phone()) == ("周小川", "13900000002")


def test_where_several_doors_fit_enter_asks_before_it_takes_one(
    office: Office, register: Register, keys: Keyboard
) -> None:
    a_household(office, "1502", unit="1")
    second = a_household(office, "1502", unit="2")
    box = register().card.form.who
    keys.type("31502")
    keys.enter()
    assert (box.place_id(), len(box.box.matches()), box.box.hasFocus()) == (None, 3, True)
    assert box.row.problem() == "Several rooms fit: ↓ marks one, Enter takes it."
    QApplication.processEvents()
    said = box.row.mapToGlobal(box.row.rect().bottomLeft()).y()
    assert box.box._list.mapToGlobal(QPoint()).y() > said, "the list hides what is asked"
    assert box.box._list.width() >= box.box.width() == box.row.width(), "nothing narrows the list"
    keys.press(Qt.Key.Key_Down)
    keys.enter()
    assert (box.place_id(), box.row.problem()) == (second, "")


def test_no_row_is_marked_that_enter_would_not_take(office: Office, register: Register, keys: Keyboard) -> None:
    first = a_household(office, "1502", unit="1")
    a_household(office, "1502", unit="2")
    box = register().card.form.who
    keys.type("31502")
    box.box.look_up()
    assert not box.box._list.is_marked()
    keys.enter()
    assert box.box._list.is_marked()
    keys.enter()
    assert box.place_id() == first


def test_a_door_named_exactly_is_taken_at_once(office: Office, register: Register, keys: Keyboard) -> None:
    a_household(office, "1502", unit="1")
    second = a_household(office, "1502", unit="2")
    tab = register()
    keys.type("3-2-1502")
    keys.enter()
    assert tab.card.form.who.place_id() == second
