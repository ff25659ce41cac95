# SPDX-License-Identifier: Apache-2.0
"""Who calls, found as one types: what is proposed and said of it, and strangers taken in without leaving the form."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication

from complaintdesk.desk import households, people
from complaintdesk.desk.drafts import OccupantDraft, PhoneDraft
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import OccupantKind
from complaintdesk.labels import set_language
from tests.builders import TODAY, DeskClock, a_household, a_repair
from tests.ui.calls import ALT, Keyboard, Register, place_shown, problems

OWNER = OccupantDraft("单飞", phones=(PhoneDraft("13900005678"),), note="听力不好，请大声")


def test_a_proposal_says_what_the_clerk_wants_to_know(
    office: Office, register: Register, keys: Keyboard, clock: DeskClock
) -> None:
    family = OccupantDraft("单小飞", OccupantKind.FAMILY)
    place = a_household(office, occupants=(OWNER, family), warranty_until=TODAY.replace(year=2028))
    a_repair(office, place_id=place)
    clock.later(days=1)
    tab = register()
    keys.type("3-2-1502")
    box = tab.card.form.who.box
    box.look_up()
    assert box.matches()[0] == "3栋2单元1502 单飞 Owner 139****5678"
    assert box.proposed() == [
        "last call yesterday, Repair · warranty until 2028-10-20 · 听力不好，请大声 · with 单小飞"
    ]


def test_who_has_left_says_so_and_comes_last(office: Office, register: Register, keys: Keyboard) -> None:
    gone = replace(OWNER, to_on=TODAY.replace(day=1), note="")
    a_household(office, "1502", occupants=(gone,))
    a_household(office, "1602", occupants=(OWNER,))
    tab = register()
    keys.type("shanfei")
    box = tab.card.form.who.box
    box.look_up()
    assert [line.split()[0] for line in box.matches()[:2]] == ["3栋2单元1602", "3栋2单元1502"]
    assert "left on" in box.proposed()[1]


def test_one_who_is_named_whole_is_taken_by_enter_though_others_are_called_alike(
    office: Office, register: Register, keys: Keyboard
) -> None:
    place = a_household(office, "1502")
    a_household(office, "1602", occupants=(OccupantDraft("单飞虎"),))
    tab = register()
    keys.type("sf")
    keys.enter()
    assert tab.card.form.who.place_id() == place


@pytest.mark.parametrize("rooms", [("1502",), ("1502", "1602")])
@pytest.mark.parametrize("typed", ["3-2-1502", "sf"])
def test_the_first_arrow_chooses_the_first_proposal_be_there_one_or_two(
    office: Office, register: Register, keys: Keyboard, rooms: tuple[str, ...], typed: str
) -> None:
    first, *_others = (a_household(office, room) for room in rooms)
    tab = register()
    keys.type(typed)
    tab.card.form.who.box.look_up()
    keys.press(Qt.Key.Key_Down)
    keys.enter()
    assert tab.card.form.who.place_id() == first


def test_a_second_arrow_goes_on_to_what_is_not_in_the_books(office: Office, register: Register, keys: Keyboard) -> None:
    a_household(office)
    tab = register()
    keys.type("3-2-1502")
    tab.card.form.who.box.look_up()
    keys.press(Qt.Key.Key_Down)
    keys.press(Qt.Key.Key_Down)
    keys.enter()
    assert (tab.card.form.who.place_id(), tab.card.form.who.place_words()) == (None, "3-2-1502")


@pytest.mark.parametrize(("typed", "name", "phone"), [("王阿姨", "王阿姨", ""), ("13612345678", "", "13612345678")])
def test_who_is_in_no_book_stays_a_name_or_a_phone_and_the_place_is_asked_for(
    office: Office, register: Register, keys: Keyboard, typed: str, name: str, phone: str
) -> None:
    place = a_household(office)
    tab = register()
    box = tab.card.form.who.box
    box.insert(typed)
    box.look_up()
    line = next(at for at, words in enumerate(box.matches()) if "caller" in words)
    for _ in range(line):
        keys.press(Qt.Key.Key_Down)
    keys.enter()
    assert (tab.card.form.caller.given_name(), tab.card.form.caller.given_phone()) == (name, phone)
    assert keys.at is box
    keys.type("3-2-1502")
    keys.enter()
    assert tab.card.form.who.place_id() == place


def test_a_stranger_becomes_one_of_the_household_with_one_key(
    office: Office, register: Register, keys: Keyboard
) -> None:
    place = a_household(office)
    tab = register()
    form = tab.card.form
    keys.type("3-2-1502")
    keys.enter()
    assert form.who.stranger.isHidden()
    form.caller.choose(None)
    form.caller.name.setText("王阿姨")
    form.caller.phone.setText("13612345678")
    assert form.who.stranger.isVisible()
    keys.press(Qt.Key.Key_Z, ALT)
    added = place_shown(tab).occupants[-1]
    today = office.now().astimezone(office.zone).date()
    assert (added.name, added.kind, added.from_on) == ("王阿姨", OccupantKind.FAMILY, today)
    assert [phone.number for phone in added.phones] == ["13612345678"]
    assert form.caller.known() == added
    assert form.who.stranger.isHidden()
    assert [match.place_id for match in office.ask(people.who, "13612345678", TODAY)] == [place]


def test_a_stranger_is_taken_in_as_a_tenant_from_the_day_that_is_written(
    office: Office, register: Register, keys: Keyboard
) -> None:
    a_household(office)
    tab = register()
    form = tab.card.form
    keys.type("3-2-1502")
    keys.enter()
    form.caller.name.setText("王租客")
    stranger = form.who.stranger
    stranger.kind.set_value(OccupantKind.TENANT)
    stranger.from_on.setText("何时")
    keys.press(Qt.Key.Key_Z, ALT)
    assert stranger.row.problem()
    stranger.from_on.setText("9-1")
    keys.press(Qt.Key.Key_Z, ALT)
    added = place_shown(tab).occupants[-1]
    assert (added.name, added.kind, added.from_on) == ("王租客", OccupantKind.TENANT, TODAY.replace(month=9, day=1))
    assert problems(tab) == {}


def test_nobody_is_taken_in_twice_or_without_being_asked_for(
    office: Office, register: Register, keys: Keyboard
) -> None:
    place = a_household(office)
    tab = register()
    form = tab.card.form
    form.caller.name.setText("王阿姨")
    assert form.who.stranger.isHidden(), "no household yet"
    form.caller.name.clear()
    keys.type("3-2-1502")
    keys.enter()
    form.caller.name.setText("王阿姨")
    office.do(households.add_occupant, place, OccupantDraft("王阿姨"))
    keys.press(Qt.Key.Key_Z, ALT)
    assert form.who.stranger.row.problem() == "王阿姨 is in this household already."


@pytest.mark.parametrize("tongue", ["en", "zh_CN"])
def test_a_name_however_long_and_every_tick_leave_the_form_as_wide_as_its_card(
    office: Office, register: Register, keys: Keyboard, tongue: str
) -> None:
    name = "伊犁哈萨克自治州阿卜杜热合曼·买买提明·吾买尔江"
    a_household(office, occupants=(OccupantDraft(name, phones=(PhoneDraft("13900005678"),)),))
    set_language(tongue)
    card = register().card
    keys.type("3-2-1502")
    keys.enter()
    card.form.caller.confidence.tick.setChecked(True)
    QApplication.processEvents()
    assert card.form.caller.given_name() == name
    assert card.view.horizontalScrollBar().maximum() == 0
    [button] = [each for each in card.form.who.card.people.findChildren(QAbstractButton) if each.text()]
    assert name not in button.text()
    assert name in button.toolTip()


def test_of_a_household_taken_out_of_use_meanwhile_the_words_are_left(
    office: Office, register: Register, keys: Keyboard
) -> None:
    place = a_household(office, "1502")
    tab = register()
    keys.type("3-2-1502")
    keys.enter()
    form = tab.card.form
    assert form.who.place_id() == place
    caller = form.caller.given_name()
    office.do(households.void_place, place, "登记错了")
    tab.card.refresh()
    assert (form.who.place_id(), form.who.place_words()) == (None, "3栋2单元1502")
    assert form.caller.given_name() == caller != ""


def test_the_key_of_the_last_calls_says_that_a_household_is_to_be_found_first(
    register: Register, office: Office, keys: Keyboard
) -> None:
    a_household(office)
    form = register().card.form
    form.content.setFocus()
    keys.press(Qt.Key.Key_H, ALT)
    assert form.who.row.problem() == "Find the household first: then its last calls stand here."
    assert form.who.box.hasFocus()
    keys.type("3-2-1502")
    assert form.who.row.problem() == ""
    form.who.clear()
    keys.press(Qt.Key.Key_H, ALT)
    assert form.who.row.problem() != ""
    form.who.show_place(office.ask(people.place_ids)[0], None)
    form.content.setFocus()
    keys.press(Qt.Key.Key_H, ALT)
    assert form.who.card.said.isVisible()
