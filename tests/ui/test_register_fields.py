# SPDX-License-Identifier: Apache-2.0
"""The registration form's fields: what is missing or unreadable, what a kind has, what follows from what is typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from complaintdesk.desk.office import Office
from complaintdesk.desk.pinyin_table import pinyin_table
from complaintdesk.domain.pinyin import keys_for
from complaintdesk.domain.terms import (
    CaseKind,
    Channel,
    Charge,
    Grade,
)
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.inputs import FilterBox
from complaintdesk.ui.tabs.case_words import category_choices
from tests.builders import DeskClock, a_case, a_household, a_repair, page, staff_id
from tests.ui.calls import ALT, CTRL, Keyboard, Register, dictate, lines, numbers, on, problems, shown
from tests.ui.conftest import Answers


def test_someone_who_gives_no_name_is_noted_as_anonymous(office: Office, register: Register) -> None:
    tab = register()
    form = tab.card.form
    form.kind.set_value(CaseKind.COMPLAINT)
    form.caller.name.setText("half a name")
    form.caller.anonymous.setChecked(True)
    form.content.setText("地库有人抽烟")
    form.category.put_typed("其他")
    tab.card.save()
    assert problems(tab) == {}
    case = shown(tab)
    assert (case.anonymous, case.caller_name, case.caller_phone) == (True, "", "")


def test_no_name_is_said_to_keep_none_and_gives_back_what_was_typed(register: Register) -> None:
    caller = register().card.form.caller
    caller.name.setText("赵六")
    caller.phone.setText("13800001111")
    caller.anonymous.setChecked(True)
    assert caller.not_kept.isVisible()
    assert (caller.name.text(), caller.name.isEnabled(), caller.given_name()) == ("赵六", False, "")
    caller.anonymous.setChecked(False)
    assert not caller.not_kept.isVisible()
    assert (caller.given_name(), caller.given_phone()) == ("赵六", "13800001111")


def test_air_conditioning_is_found_by_its_letters_as_it_is_spoken(register: Register, keys: Keyboard) -> None:
    form = register().card.form
    form.kind.set_value(CaseKind.REPAIR)
    form.category.setFocus()
    keys.type("kt")
    keys.enter()
    assert form.category.typed.endswith("空调")


def test_a_category_that_is_not_in_the_list_is_refused_on_leaving_it_until_it_is_changed(
    register: Register, keys: Keyboard
) -> None:
    form = register().card.form
    form.category.setFocus()
    keys.type("she")
    assert form.fields["category"].problem() == ""
    keys.press(Qt.Key.Key_Tab)
    assert form.fields["category"].problem() == "“she” is not in the list: ↓ shows it."
    form.category.setFocus()
    keys.press(Qt.Key.Key_Backspace)
    assert form.fields["category"].problem() == ""


def test_a_category_that_nothing_fits_is_said_while_it_is_typed(register: Register, keys: Keyboard) -> None:
    form = register().card.form
    form.category.setFocus()
    keys.type("gpq")
    assert form.fields["category"].problem() == "“gpq” is not in the list: ↓ shows it."
    keys.press(Qt.Key.Key_Backspace)
    assert form.fields["category"].problem() == ""


@pytest.mark.parametrize(
    ("said", "category"),
    [
        ("水龙头", "plumbing"),
        ("下水", "plumbing"),
        ("马桶", "plumbing"),
        ("matong", "plumbing"),
        ("slt", "plumbing"),
        ("跳闸", "wiring"),
        ("路灯", "public_lighting"),
        ("门锁", "doors_windows"),
        ("困人", "lift_failure"),
    ],
)
def test_the_words_of_callers_lead_to_the_category(
    register: Register, keys: Keyboard, said: str, category: str
) -> None:
    form = register().card.form
    form.category.setFocus()
    if said.isascii():
        keys.type(said)
    else:
        form.category.setEditText(said)
    keys.press(Qt.Key.Key_Tab)
    assert form.category.value == category


@pytest.mark.parametrize("kind", list(CaseKind))
def test_no_word_of_callers_stands_in_the_way_of_a_categorys_own_name(bridge: Bridge, kind: CaseKind) -> None:
    choices = category_choices(bridge.procedure, kind)
    rows = bridge.procedure.categories
    keys = {key for row in bridge.procedure.categories_for(kind) for key in keys_for(row.name, pinyin_table())}
    plain = replace(bridge.procedure, categories=tuple(replace(row, aliases=()) for row in rows))
    with_words, without = FilterBox(), FilterBox()
    with_words.set_choices(choices)
    without.set_choices(category_choices(plain, kind))
    for key in keys:
        for box in (with_words, without):
            box.setEditText(key)
            box.settle()
        assert with_words.value == without.value, key


def test_down_in_an_empty_category_shows_the_list_and_chooses_nothing(register: Register, keys: Keyboard) -> None:
    form = register().card.form
    form.category.setFocus()
    keys.press(Qt.Key.Key_Down)
    assert form.category.view().isVisible()
    assert form.category.value is None
    form.category.hidePopup()


def test_what_is_missing_is_said_beside_its_field_and_the_keyboard_goes_to_the_first(
    office: Office, register: Register, keys: Keyboard
) -> None:
    tab = register()
    keys.press(Qt.Key.Key_F8)
    assert set(problems(tab)) == {"place", "content", "caller_name", "caller_phone", "category", "grade"}
    assert QApplication.focusWidget() is tab.card.form.who.box
    assert numbers(tab) == []


@pytest.mark.parametrize(
    ("box", "words", "field"),
    [
        ("appointment", "昨天15:00", "appointment"),
        ("appointment", "尽快", "appointment"),
        ("received", "99:99", "received_at"),
        ("quoted", "很多", "quoted"),
        ("phone", "12", "caller_phone"),
        ("category", "没有这一类", "category"),
    ],
)
def test_what_can_not_be_read_is_refused_beside_its_box(
    office: Office, register: Register, box: str, words: str, field: str
) -> None:
    tab = register()
    form = dictate(tab)
    form.grade.set_value(Grade.SMALL)
    form.charge.set_value(Charge.CHARGEABLE)
    boxes = {"appointment": form.appointment.input, "received": form.received, "quoted": form.quoted}
    boxes |= {"phone": form.caller.phone}
    if box == "category":
        form.category.setEditText(words)
    else:
        boxes[box].setText(words)
    tab.card.save()
    assert list(problems(tab)) == [field]
    assert numbers(tab) == []


def test_an_appointment_in_words_is_echoed_exactly(office: Office, register: Register) -> None:
    form = register().card.form
    form.appointment.input.setText("明天下午3点")
    assert form.appointment.said() == "Sun 22 Nov 15:00"


def test_a_call_noted_late_is_received_when_it_was_and_says_so(
    office: Office, register: Register, clock: DeskClock
) -> None:
    tab = register()
    form = dictate(tab)
    form.grade.set_value(Grade.SMALL)
    form.received.setText("昨天 20:15")
    assert form.state.text() == "received Fri 2026-11-20 20:15, written up now"
    tab.card.save()
    assert shown(tab).received_at == clock.now - timedelta(hours=14, minutes=15)
    assert "(noted today 10:30)" in lines(tab)


@pytest.mark.parametrize(("minutes", "late"), [(2, False), (15, False), (16, True)])
def test_a_call_counts_as_written_up_late_a_quarter_of_an_hour_after_it(
    office: Office, register: Register, clock: DeskClock, minutes: int, late: bool
) -> None:
    told = clock.now - timedelta(minutes=minutes)
    tab = on(register(), a_case(office, received_at=told).id)
    assert ("noted" in lines(tab)) is late
    assert ("noted" in tab.panel.facts.text()) is late
    form = tab.card.form
    form.received.setText(f"{form.bridge.local(told):%H:%M}")
    assert form.state.text().endswith("written up now") is late
    assert form.state.text().startswith("received Sat 2026-11-21 10:")


def test_a_call_is_received_when_its_first_key_was_pressed(
    office: Office, register: Register, keys: Keyboard, clock: DeskClock
) -> None:
    tab = register()
    begun = clock.now
    keys.press(Qt.Key.Key_3, ALT)
    keys.type("9")
    clock.later(minutes=4)
    tab.card.form.content.setText("押金几时退")
    tab.card.save()
    assert shown(tab).received_at == begun
    assert "noted" not in lines(tab) + tab.panel.facts.text()


def test_only_the_fields_of_the_kind_at_hand_are_shown_and_a_wrong_kind_loses_nothing(register: Register) -> None:
    form = register().card.form
    form.category.put_typed("给排水")
    form.appointment.input.setText("明天15:00")
    form.kind.set_value(CaseKind.COMPLAINT)
    shown = [form.appointment.isVisible(), form.charge_line.isVisible(), form.grade_line.isVisible()]
    assert shown == [False, False, False]
    assert form.fields["level_criteria"].isVisible()
    form.kind.set_value(CaseKind.SUGGESTION)
    form.kind.set_value(CaseKind.REPAIR)
    assert (form.category.value, form.appointment.input.text()) == ("plumbing", "明天15:00")
    assert not form.fields["level_criteria"].isVisible()


def test_fields_that_the_kind_has_not_are_not_saved(office: Office, register: Register) -> None:
    tab = register()
    form = tab.card.form
    form.appointment.input.setText("明天15:00")
    form.charge.set_value(Charge.FREE)
    form.grade.set_value(Grade.URGENT)
    form.kind.set_value(CaseKind.SUGGESTION)
    form.content.setText("建议加装雨棚")
    tab.card.save()
    case = shown(tab)
    assert (case.appointment_from, case.charge, case.grade) == (None, None, None)


def test_the_category_says_its_department_and_what_the_caller_is_promised(register: Register) -> None:
    form = register().card.form
    form.category.put_typed("给排水")
    form.grade.set_value(Grade.URGENT)
    assert form.promise.text() == "工程部 · 水电班 · 急修到场 30 min · 完工 24 h"
    form.appointment.input.setText("明天15:00")
    assert form.promise.text().endswith("到场: the agreed time · 完工: the agreed day")


def test_a_category_without_a_team_asks_for_one_before_it_saves(
    office: Office, register: Register, keys: Keyboard, answers: Answers
) -> None:
    tab = register()
    form = dictate(tab, category="其他")
    form.grade.set_value(Grade.SMALL)
    form.charge.set_value(Charge.FREE)
    keys.press(Qt.Key.Key_P, CTRL)
    assert numbers(tab) == []
    assert "team" in problems(tab)
    answers.expect_dialog(lambda _preview: None, accept=False)
    keys.type("sdb")
    keys.press(Qt.Key.Key_P, CTRL)
    [order] = shown(tab).orders
    assert order.team_name == "水电班"


@pytest.mark.parametrize(
    ("charge", "ticked", "field"),
    [
        (None, (), "charge"),
        (Charge.CHARGEABLE, (), "price_agreed"),
        (Charge.CHARGEABLE, ("price_agreed",), "quoted"),
        (Charge.CHARGEABLE, ("price_on_site",), "price_agreed"),
    ],
)
def test_a_price_that_is_not_settled_is_said_before_anything_is_saved(
    register: Register, keys: Keyboard, charge: Charge | None, ticked: tuple[str, ...], field: str
) -> None:
    tab = register()
    form = dictate(tab, "3栋2单元1502")
    form.grade.set_value(Grade.SMALL)
    form.charge.set_value(charge)
    form.agreed.put(ticked)
    keys.press(Qt.Key.Key_P, CTRL)
    assert list(problems(tab)) == [field]
    assert numbers(tab) == []


def test_a_paid_job_keeps_the_price_told_and_the_clients_word(office: Office, register: Register) -> None:
    tab = register()
    tab.card.form.kind.set_value(CaseKind.SPECIAL_SERVICE)
    form = dictate(tab, "3栋2单元1502", "清洗空调两台", "空调")
    form.charge.set_value(Charge.CHARGEABLE)
    form.quoted.setText("160")
    form.agreed.put(["price_agreed"])
    tab.card.save()
    case = page(office, shown(tab).id).case
    assert (str(case.quoted), case.price_agreed) == ("160.00", True)


def test_how_it_came_is_chosen_by_its_first_letters(register: Register, keys: Keyboard) -> None:
    form = register().card.form
    form.channel.setFocus()
    line = form.channel.lineEdit()
    assert line is not None
    line.selectAll()
    keys.type("let")
    keys.enter()
    assert form.channel.value is Channel.LETTER


def test_the_reported_supervisor_must_be_named(register: Register, office: Office) -> None:
    tab = register()
    form = tab.card.form
    form.kind.set_value(CaseKind.SUGGESTION)
    form.content.setText("建议")
    form.clear_ticks.put(["reported"])
    tab.card.save()
    assert list(problems(tab)) == ["reported_to"]
    form.reported_to.set_value(staff_id(office, "王敏"))
    tab.card.save()
    assert shown(tab).reported_to == "王敏"


def test_tab_goes_through_the_form_in_the_order_in_which_it_reads(
    office: Office, register: Register, keys: Keyboard
) -> None:
    place = a_household(office)
    a_repair(office, place_id=place)
    tab = register()
    keys.type("3-2-1502")
    keys.enter()
    form = tab.card.form
    form.channel.setFocus()
    stops: list[QWidget] = []
    for _stop in range(40):
        stops.append(keys.at)
        keys.press(Qt.Key.Key_Tab)
    wanted = [
        *(form.channel, form.received, form.kind.button(form.kind.value), form.who.card._all, form.who.card._clear),
        *(form.who.card.people.button(form.who.card.people.value), form.who.card.calls),
        *(form.caller.name, form.caller.phone, form.caller.anonymous, form.content, form.category),
        *(form.appointment.input, form.charge.button(Charge.FREE), form.grade.button(Grade.URGENT)),
        *form.scope.boxes.values(),
        *form.clear_ticks.boxes.values(),
        *(
            *[button for button in tab.card.proposals.matter.findChildren(Button) if button.isVisible()],
            tab.card.print_button,
            tab.card.save_button,
        ),
    ]
    assert [widget for widget in wanted if widget not in stops] == []
    places = [stops.index(widget) for widget in wanted]
    assert places == sorted(places)


def test_every_control_says_to_a_screen_reader_what_it_is(office: Office, register: Register) -> None:
    a_repair(office)
    tab = register()
    tab.list.take_keyboard()
    nameless = [
        widget
        for widget in tab.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible()
        if not (widget.accessibleName() or (isinstance(widget, QPushButton) and widget.text()))
    ]
    assert nameless == []
