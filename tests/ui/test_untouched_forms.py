# SPDX-License-Identifier: Apache-2.0
"""The form before a call: nothing of the last one comes back into it, and it begins as the rule book in force says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from complaintdesk.desk import households
from complaintdesk.desk.drafts import PlaceDraft
from complaintdesk.desk.office import Office
from complaintdesk.domain.procedure import parse_procedure
from complaintdesk.domain.terms import CaseKind, Channel, Charge, Grade, PlaceKind
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.tabs.case_form_contents import is_blank, keep
from tests.builders import PASSWORD, DeskClock, a_case, a_household, rows
from tests.ui.calls import ALT, Keyboard, Register, a_repair_typed, dictate, shown
from tests.ui.test_rule_books_in_the_window import TEXTS, adopt

SECOND = CaseKind.COMPLAINT  # what Alt+2 chooses under the shipped rule book


@pytest.fixture
def keeper(office: Office, bridge: Bridge) -> Office:
    """Who may adopt a rule book sits at the desk."""
    bridge.sign_in("赵主任", PASSWORD)
    return office


def test_the_last_call_s_category_comes_not_back_into_the_next_form(register: Register, keys: Keyboard) -> None:
    tab = register()
    form = tab.card.form
    form.kind.set_value(SECOND)
    dictate(tab, category="空调")
    assert form.category.value == "air_conditioner"
    tab.card.save()
    assert is_blank(form)
    for digit in (Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_1, Qt.Key.Key_2):
        keys.press(digit, ALT)
        assert (form.category.value, form.category.typed, form.team.value) == (None, "", None)


@pytest.mark.parametrize("leave", ["save", "clear", "park"])
def test_a_form_once_left_holds_nothing_of_what_stood_in_it(register: Register, leave: str) -> None:
    tab = register()
    form = tab.card.form
    as_new = keep(form)
    a_repair_typed(tab)
    form.channel.set_value(Channel.VISIT)
    form.appointment.input.setText("明天下午3点")
    form.charge.set_value(Charge.CHARGEABLE)
    form.quoted.setText("30")
    form.agreed.put(["price_agreed"])
    form.scope.put(["public_area", "complex_job"])
    form.clear_ticks.put(["heard", "asked"])
    form.received.setText("9:10")
    getattr(tab.card, leave)()
    assert keep(form) == as_new
    for kind in CaseKind:
        form.kind.set_value(kind)
        assert keep(form) | {"kind": as_new["kind"], "begun_at": None, "edited_last": ""} == as_new
        assert form.team.value is None


def test_a_category_that_was_taken_out_again_stays_out(register: Register, keys: Keyboard) -> None:
    tab = register()
    form = tab.card.form
    form.category.set_value("plumbing")
    form.category.setFocus()
    line = form.category.lineEdit()
    assert line is not None
    line.selectAll()
    keys.press(Qt.Key.Key_Delete)
    keys.press(Qt.Key.Key_2, ALT)
    keys.press(Qt.Key.Key_1, ALT)
    assert (form.category.value, form.category.typed, form.team.value) == (None, "", None)


def test_words_for_a_category_wait_for_the_kind_that_has_it(register: Register) -> None:
    tab = register()
    form = tab.card.form
    form.category.put_typed("服务态度")
    assert (form.category.value, form.team.value) == (None, None)
    form.kind.set_value(CaseKind.COMPLAINT)
    assert form.category.value == "service_manner"
    form.kind.set_value(CaseKind.REPAIR)
    assert (form.category.value, form.category.typed, form.team.value) == (None, "", None)
    form.kind.set_value(CaseKind.COMPLAINT)
    assert form.category.value == "service_manner", "the person's own choice comes back with its kind"


def test_each_public_area_ticks_itself_call_after_call(office: Office, register: Register) -> None:
    """Its limit is another than a household's: none may lose it."""
    areas = [
        office.do(households.save_place, PlaceDraft(PlaceKind.PUBLIC_AREA, building=each, label=f"{each}栋大堂"))
        for each in "34"
    ]
    home = a_household(office)
    tab = register()
    form = tab.card.form
    for area in areas:
        dictate(tab, "")
        form.who.words.set_value(area)
        assert form.scope.ticked() == ("public_area",)
        form.grade.set_value(Grade.SMALL)
        tab.card.save()
        assert form.scope.ticked() == ()
    assert rows(office, "SELECT public_area FROM case_record") == [(1,), (1,)]
    form.who.words.set_value(areas[0])
    form.content.setText("灯不亮")
    tab.card.park()
    [waiting] = tab.card.parked.findChildren(Button)
    waiting.click()
    assert form.scope.ticked() == ("public_area",)
    form.who.show_place(home, None)
    form.who.words.set_value(None)
    assert form.scope.ticked() == (), "the tick goes with its place, after a rest as before it"


def test_a_public_area_s_repair_told_again_is_a_public_area_s(office: Office, register: Register) -> None:
    area = office.do(households.save_place, PlaceDraft(PlaceKind.PUBLIC_AREA, building="3", label="3栋大堂"))
    tab = register()
    old = a_case(office, CaseKind.REPAIR, place_id=area, place_text="", public_area=True, category="lighting")
    tab.card.begin_again(old.id, old.number)
    assert tab.card.form.scope.ticked() == ("public_area",)


def test_a_public_area_in_no_book_ticks_itself_by_its_words_and_says_so(office: Office, register: Register) -> None:
    """Else the slip says 室内, and the limit is a household's."""
    tab = register()
    form = tab.card.form
    form.who.words.put_typed("1号楼大堂")
    assert (form.scope.ticked(), form.who.words_row.note()) == (("public_area",), "a public area, by its words")
    form.who.words.put_typed("1号楼1502")
    assert (form.scope.ticked(), form.who.words_row.note()) == ((), "")
    dictate(tab, "1号楼大堂").scope.boxes["public_area"].setChecked(False)
    form.grade.set_value(Grade.SMALL)
    tab.card.save()
    form.kind.set_value(CaseKind.SUGGESTION)
    dictate(tab, "1号楼大堂", "装一面镜子", category="")
    tab.card.save()
    assert rows(office, "SELECT public_area FROM case_record ORDER BY id") == [(0,), (1,)], "a person's word stands"


def test_a_case_put_right_stays_what_it_was_as_long_as_its_place_does(office: Office, register: Register) -> None:
    old = a_case(office, CaseKind.SUGGESTION, place_text="1号楼大堂", public_area=False)
    tab = register()
    tab.card.correct(old.id)
    tab.card.form.content.setText("换一面镜子")
    assert not tab.card.form.is_public()
    for words, public in (("1号楼1502", False), ("3栋天台", True)):
        tab.card.form.who.words.put_typed(words)
        assert tab.card.form.is_public() is public


def test_a_form_not_begun_takes_the_new_rule_book_s_usual_kind_and_channel(keeper: Office, register: Register) -> None:
    adopt(keeper, "hotel")
    tab = register()
    form = tab.card.form
    assert (form.channel.value, parse_procedure(TEXTS["hotel"]).channels[0].id) == (Channel.VISIT, Channel.VISIT)
    form.kind.set_value(CaseKind.COMPLAINT)
    dictate(tab, category="空调")
    form.own.put({"stay": "消费后"})
    tab.card.save()
    assert shown(tab).category_name
    adopt(keeper, "general")
    assert (form.channel.value, parse_procedure(TEXTS["general"]).channels[0].id) == (Channel.PHONE, Channel.PHONE)
    assert (form.category.value, form.category.typed) == (None, "")
    assert form.kind.value is form.usual_kind()


def test_a_form_that_is_begun_keeps_its_channel_under_another_rule_book(keeper: Office, register: Register) -> None:
    tab = register()
    form = tab.card.form
    form.channel.set_value(Channel.LETTER)
    form.content.setText("来信反映空调不冷")
    adopt(keeper, "hotel")
    assert (form.channel.value, form.content.text()) == (Channel.LETTER, "来信反映空调不冷")


def test_after_an_old_case_was_corrected_the_form_begins_as_the_rule_book_in_force_says(
    keeper: Office, register: Register
) -> None:
    old = a_case(keeper, category="noise", channel=Channel.EMAIL)
    adopt(keeper, "hotel")
    tab = register()
    tab.card.correct(old.id)
    assert (tab.card.form.channel.value, tab.card.form.category.value) == (Channel.EMAIL, "noise")
    tab.card.clear()
    assert (tab.card.form.channel.value, tab.card.form.category.value) == (Channel.VISIT, None)


def test_a_key_pressed_by_the_way_does_not_begin_the_next_call(register: Register, clock: DeskClock) -> None:
    tab = register()
    form = tab.card.form
    form.kind.set_value(CaseKind.COMPLAINT)
    form.content.setText("x")
    form.content.setText("")
    tab.keep()
    clock.now += timedelta(minutes=25)
    form.content.setText("楼上漏水")
    assert form.received_at() == clock.now
    assert form.kind.value is CaseKind.COMPLAINT
