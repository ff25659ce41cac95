# SPDX-License-Identifier: Apache-2.0
"""Waves and the same matter at the desk: proposed under the form, decided by keys, shown in the case's panel."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from complaintdesk.desk import cases, dispatching, order_pages, waves
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import CaseKind, CaseState, Charge, Grade
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs import case_deeds
from complaintdesk.ui.tabs.case_steps import ReasonStep
from complaintdesk.ui.tabs.follow_ups_tab import FollowUpsTab
from complaintdesk.ui.tabs.order_steps import HandleForm
from complaintdesk.ui.tabs.register_tab import RegisterTab
from complaintdesk.ui.tabs.waves_steps import HandleStep, LeadStep, UnderStep
from complaintdesk.ui.words import Note
from tests.builders import DeskClock, a_case, a_completion, a_household, a_repair, a_slip, page, story
from tests.ui.calls import ALT, Keyboard, Register, on

F = TypeVar("F", bound=StepForm)


def noise(office: Office, room: str) -> int:
    """A household's complaint about noise."""
    return a_case(office, place_id=a_household(office, room), place_text="").id


def dry(office: Office, room: str) -> int:
    """A household of building 3 has no water."""
    place_id = a_household(office, room)
    return a_repair(office, category="water_supply", content="停水了", place_id=place_id, place_text="").id


def calls_about_water(tab: RegisterTab, keys: Keyboard, room: str) -> None:
    """What a further household says is typed; the keyboard is in the text."""
    typed(tab, keys, CaseKind.REPAIR, room, "我家也停水", "water_supply")


def typed_complaint(tab: RegisterTab, keys: Keyboard, room: str, words: str) -> None:
    typed(tab, keys, CaseKind.COMPLAINT, room, words, "noise")


def typed(tab: RegisterTab, keys: Keyboard, kind: CaseKind, room: str, words: str, category: str) -> None:
    form = tab.card.form
    form.kind.set_value(kind)
    keys.press(Qt.Key.Key_W, ALT)
    keys.type(f"3-2-{room}")
    keys.enter()
    form.content.setText(words)
    form.category.set_value(category)
    form.charge.set_value(Charge.FREE)
    form.grade.set_value(Grade.SMALL)
    form.content.setFocus()
    tab.card.proposals.look_up()


def opened(tab: RegisterTab, deed: str, kind: type[F]) -> F:
    tab.panel.ask(deed)
    form = tab.panel.slot.form
    assert isinstance(form, kind)
    return form


def told_links(tab: RegisterTab) -> list[str]:
    """What the panel says of the other cases."""
    return [button.accessibleName() for button in tab.panel.links.buttons]


def newest(office: Office, tab: RegisterTab) -> int:
    """The id of the case that was registered last."""
    chosen = tab.list.table.chosen_id()
    assert chosen is not None
    return chosen


def test_the_same_matter_is_proposed_with_who_has_it_and_joined_by_a_key_r_reg_07(
    office: Office, register: Register, keys: Keyboard
) -> None:
    first = noise(office, "1502")
    tab = register()
    typed_complaint(tab, keys, "1502", "还在装修，吵得很")
    said = tab.card.proposals.matter.words()
    assert page(office, first).case.number in said
    assert page(office, first).case.follower in said
    keys.press(Qt.Key.Key_J, ALT)
    assert page(office, first).contacts[-1].content == "还在装修，吵得很"
    assert tab.card.form.content.text() == ""
    assert story(office, first) == ["registered", "contacted"]


def test_what_is_not_the_same_is_kept_apart_by_a_key_and_stays_so_in_a_form_put_aside_r_reg_07(
    office: Office, register: Register, keys: Keyboard
) -> None:
    first = noise(office, "1502")
    tab = register()
    typed_complaint(tab, keys, "1502", "楼上小孩跑跳")
    keys.press(Qt.Key.Key_K, ALT)
    assert tab.card.proposals.matter.isHidden()
    token = tab.card.token
    tab.card.park()
    tab.card.take_up(token)
    assert tab.card.proposals.matter.words() == ""
    tab.card.save()
    [told] = [each for each in page(office, newest(office, tab)).events if each.kind.value == "kept_apart"]
    assert told.facts["case"] == first


def test_a_proposal_that_nobody_answers_leaves_no_trace_r_reg_07(
    office: Office, register: Register, keys: Keyboard
) -> None:
    noise(office, "1502")
    tab = register()
    typed_complaint(tab, keys, "1502", "还在装修")
    assert tab.card.proposals.matter.isVisible()
    tab.card.save()
    assert story(office, newest(office, tab)) == ["registered"]


def test_a_repeat_is_begun_by_a_key_and_its_panel_says_who_handled_the_first_r_reg_08(
    office: Office, register: Register, keys: Keyboard
) -> None:
    first = noise(office, "1502")
    office.do(cases.handle, first, "已劝止")
    office.do(cases.close, first, "满意", True)
    tab = register()
    typed_complaint(tab, keys, "1502", "又在装修")
    keys.press(Qt.Key.Key_J, ALT)
    tab.card.save()
    shown = page(office, newest(office, tab)).case
    assert shown.repeats_number == page(office, first).case.number
    on(tab, shown.id)
    assert told_links(tab) == [f"again after {page(office, first).case.number}"]
    assert office.staff is not None
    assert any(office.staff.name in each.text() for each in tab.panel.links.findChildren(Note))


def test_another_matter_of_the_household_is_not_brought_up_once_that_is_clear_r_reg_07(
    office: Office, register: Register, keys: Keyboard, qtbot: QtBot
) -> None:
    noise(office, "1502")
    tab = register()
    tab.card.form.kind.set_value(CaseKind.COMPLAINT)
    keys.press(Qt.Key.Key_W, ALT)
    keys.type("3-2-1502")
    keys.enter()
    assert tab.card.proposals.matter.isVisible()
    tab.card.form.content.setText("物业费算错了")
    tab.card.form.category.set_value("management_fee")
    tab.card.form.edited.emit()
    qtbot.waitUntil(tab.card.proposals.matter.isHidden)


def test_the_third_household_is_put_under_the_first_by_a_key_r_cls_08(
    office: Office, register: Register, keys: Keyboard
) -> None:
    first, second = dry(office, "101"), dry(office, "201")
    a_household(office, "301")
    tab = register()
    calls_about_water(tab, keys, "301")
    number = page(office, first).case.number
    assert number in tab.card.proposals.wave.words()
    keys.press(Qt.Key.Key_U, ALT)
    assert "Goes along" in tab.card.proposals.wave.words()
    tab.card.save_and_print()  # its slip is the lead case's
    assert page(office, newest(office, tab)).case.orders == ()
    third = newest(office, tab)
    assert [page(office, id_).case.lead_number for id_ in (first, second, third)] == ["", number, number]
    on(tab, first)
    assert told_links(tab) == [f"goes along with this one {page(office, id_).case.number}" for id_ in (second, third)]
    on(tab, third)
    assert told_links(tab) == [f"goes along with the lead case {number}"]
    [dispatch] = [each for each in case_deeds.DEEDS if each.name == case_deeds.DISPATCH]
    assert number in case_deeds.refusal(dispatch, page(office, third))


def test_a_wave_that_is_refused_or_of_another_place_by_then_is_not_recorded_r_cls_08(
    office: Office, register: Register, keys: Keyboard
) -> None:
    dry(office, "101")
    dry(office, "201")
    a_household(office, "301")
    tab = register()
    calls_about_water(tab, keys, "301")
    keys.press(Qt.Key.Key_U, ALT)
    keys.press(Qt.Key.Key_U, ALT)
    assert tab.card.proposals.given().lead is None
    keys.press(Qt.Key.Key_U, ALT)
    assert tab.card.proposals.given().lead is not None
    tab.card.form.category.set_value("plumbing")
    assert tab.card.proposals.given().lead is None
    tab.card.save()
    assert story(office, newest(office, tab)) == ["registered"]


def test_a_case_leads_those_that_are_ticked_r_cls_08(office: Office, register: Register) -> None:
    first, second, third = dry(office, "101"), dry(office, "201"), dry(office, "301")
    tab = on(register(), first)
    form = opened(tab, "lead_wave", LeadStep)
    assert set(form.which.ticked()) == {str(second), str(third)}
    form.which.put(())
    form.submit()
    assert form.fields["members"].problem()
    form.which.put([str(third)])
    form.submit()
    assert [page(office, id_).case.lead_case_id for id_ in (first, second, third)] == [None, None, first]


def test_a_case_goes_along_with_another_and_leaves_again_r_cls_08(office: Office, register: Register) -> None:
    first, second = dry(office, "101"), dry(office, "201")
    tab = on(register(), second)
    form = opened(tab, "go_along", UnderStep)
    form.submit()
    assert form.fields["lead"].problem()
    form.lead.setEditText(page(office, first).case.number)
    form.submit()
    assert page(office, second).case.lead_case_id == first
    on(tab, second)
    leaving = opened(tab, "leave_wave", ReasonStep)
    leaving.words.setText("是自家阀门")
    leaving.submit()
    assert page(office, second).case.lead_case_id is None


def test_handling_the_lead_says_how_many_go_along_r_cls_08(office: Office, register: Register) -> None:
    first, second, third = dry(office, "101"), dry(office, "201"), dry(office, "301")
    office.do(waves.lead, first, [second])
    tab = on(register(), first)
    form = opened(tab, "handle", HandleStep)
    assert [each.id for each in form.along] == [second]
    office.do(waves.lead, first, [third])  # another desk, meanwhile
    form.words.setText("来水了")
    form.submit()
    assert "2" in form.banner.words()
    assert page(office, second).case.state is CaseState.REGISTERED
    form.leave_button.click()
    form = opened(tab, "handle", HandleStep)
    form.words.setText("来水了")
    form.submit()
    assert {page(office, id_).case.state for id_ in (first, second, third)} == {CaseState.HANDLED}


def test_the_lead_slips_return_handles_the_wave_too_r_cls_08(office: Office, bridge: Bridge) -> None:
    first, second = dry(office, "101"), dry(office, "201")
    office.do(waves.lead, first, [second])
    sent = a_slip(office, first)
    office.do(dispatching.complete, a_completion(office, sent.order_id))
    office.do(dispatching.return_slip, sent.order_id)
    [order] = page(office, first).case.orders
    form = HandleForm(bridge, office.ask(order_pages.order_record, order.id, office.books))
    form.take()
    assert page(office, second).case.state is CaseState.HANDLED


def test_follow_ups_of_a_wave_name_their_lead_case_r_cls_08(
    office: Office, bridge: Bridge, qtbot: QtBot, clock: DeskClock
) -> None:
    first, alone, second = noise(office, "101"), noise(office, "201"), noise(office, "301")
    office.do(waves.lead, first, [second])
    office.do(cases.handle, first, "已劝止", None, [second])
    clock.later(minutes=30)
    office.do(cases.handle, alone, "已劝止")
    clock.later(days=9)
    tab = FollowUpsTab(bridge)
    qtbot.addWidget(tab)
    tab.refresh()
    number = page(office, first).case.number
    whats = [tab.table.cell(row, 3) for row in range(tab.table.count())]
    assert [number in what for what in whats] == [True, True, False]
