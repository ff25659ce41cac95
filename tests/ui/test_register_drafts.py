# SPDX-License-Identifier: Apache-2.0
"""What is typed at the register is never lost: not by a new start, a wrong click, another person or a full disk."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from complaintdesk.db.drafts_store import Drafts
from complaintdesk.desk import cases
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import CaseKind, Grade
from complaintdesk.errors import EnvironmentProblem
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.tabs.register_tab import RegisterTab
from tests.builders import PASSWORD, DeskClock, a_case, a_household, a_repair, page, story
from tests.ui.calls import LEAK, Keyboard, Register, click, dictate, numbers, place_shown, shown


def fill(tab: RegisterTab, content: str = LEAK) -> None:
    """A whole repair in the form."""
    form = dictate(tab, "会所一楼", content)
    form.appointment.input.setText("明天下午3点")
    form.grade.set_value(Grade.SMALL)
    form.clear_ticks.put(["heard", "written"])


def test_a_half_typed_form_is_there_again_at_the_next_start(
    office: Office, register: Register, keys: Keyboard, qtbot: QtBot
) -> None:
    place = a_household(office)
    tab = register()
    keys.type("3-2-1502")
    keys.enter()
    keys.say(LEAK)
    tab.card.form.category.put_typed("给排水")
    tab.card.form.appointment.input.setText("明天下午3点")
    tab.card.form.appointment.input.setText("明天下午3点之")
    tab.card.form.clear_ticks.put(["heard"])
    qtbot.waitUntil(lambda: tab.card.form.kept.text() == "draft kept")
    form = register().card.form
    assert (form.who.place_id(), form.caller.given_name()) == (place, "单飞")
    assert (form.content.text(), form.category.value) == (LEAK, "plumbing")
    assert form.appointment.input.text() == "明天下午3点之"
    assert form.clear_ticks.ticked() == ("heard",)


def test_a_new_start_goes_on_behind_the_text_edited_last_and_selects_nothing(
    register: Register, keys: Keyboard
) -> None:
    tab = register()
    tab.card.form.content.setFocus()
    keys.say(LEAK)
    tab.card.form.caller.name.setFocus()
    keys.type("Zhao")
    tab.keep()
    tab = register()
    assert keys.at is tab.card.form.caller.name
    keys.type("!")
    assert tab.card.form.caller.name.text() == "Zhao!"
    tab.card.form.content.setFocus()
    keys.say("。")
    tab.keep()
    tab = register()
    keys.say("又来电")
    assert tab.card.form.content.text() == LEAK + "。又来电"


def test_an_appointment_means_after_a_night_what_it_meant_when_it_was_typed(
    office: Office, register: Register, clock: DeskClock
) -> None:
    tab = register()
    fill(tab)
    meant = tab.card.form.appointment.given()
    begun = clock.now
    tab.keep()
    clock.later(hours=20)
    tab = register()
    assert tab.card.form.appointment.given() == meant
    tab.card.save()
    case = shown(tab)
    assert (case.appointment_from, case.received_at) == (meant[0], begun)


def test_a_saved_form_does_not_come_back(register: Register, bridge: Bridge) -> None:
    tab = register()
    fill(tab)
    tab.keep()
    tab.card.save()
    assert register().card.form.content.text() == ""
    assert bridge.staff is not None
    assert bridge.forms.kept(bridge.staff.id, "case/") == {}


def test_the_same_form_sent_twice_is_one_case(office: Office, register: Register, bridge: Bridge) -> None:
    """As after a crash between the saving and the forgetting of the draft."""
    tab = register()
    fill(tab)
    tab.keep()
    assert bridge.staff is not None
    [(token, left)] = bridge.forms.kept(bridge.staff.id, "case/").items()
    tab.card.save()
    bridge.forms.keep(bridge.staff.id, f"case/{token}", left)
    tab = register()
    tab.card.save()
    assert tab.card.banner.words() == "This was registered before: BX2026-000001"
    assert numbers(tab) == ["BX2026-000001"]


def saved_but_left(tab: RegisterTab, bridge: Bridge, register: Register, content: str) -> RegisterTab:
    """A new start with a form that is saved already, and now says something else."""
    fill(tab)
    tab.keep()
    assert bridge.staff is not None
    [(token, left)] = bridge.forms.kept(bridge.staff.id, "case/").items()
    tab.card.save()
    bridge.forms.keep(bridge.staff.id, f"case/{token}", left | {"content": content})
    return register()


def test_a_saved_form_that_was_changed_is_offered_as_a_correction(
    office: Office, register: Register, bridge: Bridge
) -> None:
    tab = saved_but_left(register(), bridge, register, "厨房和卫生间都漏水")
    tab.card.save()
    assert "BX2026-000001" in tab.card.banner.words()
    click(tab.card.banner, "Correct it")
    assert tab.card.form.content.text() == "厨房和卫生间都漏水"
    tab.card.reason.setText("漏记一处")
    tab.card.save()
    assert numbers(tab) == ["BX2026-000001"]
    assert shown(tab).content == "厨房和卫生间都漏水"
    assert story(office, shown(tab).id) == ["registered", "corrected"]


def test_or_it_becomes_a_case_of_its_own(register: Register, bridge: Bridge) -> None:
    tab = saved_but_left(register(), bridge, register, "另一件事")
    tab.card.save()
    click(tab.card.banner, "A new case")
    assert numbers(tab) == ["BX2026-000002", "BX2026-000001"]


def test_another_call_puts_the_form_aside_and_brings_it_back(register: Register, keys: Keyboard) -> None:
    tab = register()
    fill(tab)
    keys.press(Qt.Key.Key_F9)
    assert tab.card.form.content.text() == ""
    [gist] = tab.card.parked.gists()
    assert gist == "10:30 会所一楼 厨房洗菜盆下…"
    [button] = tab.card.parked.findChildren(Button)
    assert LEAK in button.toolTip()  # what the button has no room for
    fill(tab, "另一户的事")
    tab.card.parked.findChildren(Button)[0].click()
    assert tab.card.form.content.text() == LEAK
    assert tab.card.parked.gists() == ["10:30 会所一楼 另一户的事"]


def test_forms_put_aside_survive_a_new_start(register: Register, clock: DeskClock) -> None:
    tab = register()
    fill(tab, "厨房洗菜盆下水管漏水，已流到橱柜")
    tab.card.park()
    clock.later(minutes=5)
    fill(tab, "另一户的事")
    tab.keep()
    tab = register()
    assert tab.card.form.content.text() == "另一户的事"
    assert tab.card.parked.gists() == ["10:30 会所一楼 厨房洗菜盆下…"]


def test_a_form_emptied_by_mistake_comes_back(register: Register) -> None:
    tab = register()
    fill(tab)
    tab.card.clear()
    assert tab.card.form.content.text() == ""
    click(tab.card.banner, "Bring it back")
    assert tab.card.form.content.text() == LEAK


def test_each_has_forms_of_their_own(office: Office, register: Register, bridge: Bridge) -> None:
    tab = register()
    fill(tab)
    tab.keep()
    bridge.sign_out()
    bridge.sign_in("李静", PASSWORD)
    assert tab.card.form.content.text() == ""
    fill(tab, "李静接的电话")
    tab.keep()
    bridge.sign_in("王敏", PASSWORD)
    assert tab.card.form.content.text() == LEAK
    bridge.sign_in("李静", PASSWORD)
    assert tab.card.form.content.text() == "李静接的电话"


def test_a_form_left_by_an_earlier_version_comes_back_with_what_it_has(register: Register, bridge: Bridge) -> None:
    assert bridge.staff is not None
    left = {"begun_at": "2026-11-21T02:00:00+00:00", "kind": "complaint", "content": "楼道灯不亮"}
    bridge.forms.keep(bridge.staff.id, "case/1234", left)
    form = register().card.form
    assert (form.kind.value, form.content.text(), form.caller.name.text()) == (CaseKind.COMPLAINT, "楼道灯不亮", "")


def test_a_place_that_the_books_no_longer_have_comes_back_in_words(
    office: Office, register: Register, bridge: Bridge, keys: Keyboard
) -> None:
    """As after a restore from a backup that is older than the form."""
    a_household(office)
    tab = register()
    keys.type("3-2-1502")
    keys.enter()
    keys.say(LEAK)
    tab.keep()
    assert bridge.staff is not None
    [(token, left)] = bridge.forms.kept(bridge.staff.id, "case/").items()
    gone = {"place_id": 999, "correcting": {"case_id": 77, "number": "BX2026-000077", "version": 1}}
    bridge.forms.keep(bridge.staff.id, f"case/{token}", left | gone)
    card = register().card
    assert (card.form.who.place_id(), card.form.who.place_words()) == (None, "3栋2单元1502")
    assert card.form.content.text() == LEAK
    assert card.correction is None


def test_a_refused_form_keeps_every_word(register: Register) -> None:
    tab = register()
    fill(tab)
    tab.card.form.caller.phone.setText("12")
    tab.card.save()
    assert tab.card.form.content.text() == LEAK
    assert tab.card.form.caller.phone.text() == "12"


class NoRoom:
    """A database whose disk is full."""

    def __call__(self, *_: Any, **__: Any) -> Any:
        raise EnvironmentProblem("The disk is full.", "Free some space.")


def test_a_full_disk_is_told_above_the_buttons_and_the_form_stays(
    register: Register, bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = register()
    fill(tab)
    monkeypatch.setattr(bridge.office, "do", NoRoom())
    tab.card.save()
    assert tab.card.banner.words() == "The disk is full.\nFree some space."
    assert tab.card.form.content.text() == LEAK
    monkeypatch.undo()
    tab.card.save()
    assert numbers(tab) == ["BX2026-000001"]


def test_drafts_that_can_not_be_kept_are_told_and_the_form_goes_on(
    register: Register, bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = register()
    monkeypatch.setattr(bridge.forms, "keep", NoRoom())
    fill(tab)
    tab.keep()
    assert "The disk is full." in tab.card.banner.words()
    tab.card.save()
    assert numbers(tab) == ["BX2026-000001"]


def test_a_damaged_drafts_file_is_told_in_words(tmp_path: Any) -> None:
    path = tmp_path / "drafts.db"
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(EnvironmentProblem):
        Drafts(path)


def test_drafts_of_one_office_are_not_shown_in_another(register: Register, bridge: Bridge) -> None:
    tab = register()
    fill(tab)
    tab.keep()
    other = type(bridge.forms)("/elsewhere/office.db")
    assert bridge.staff is not None
    assert other.kept(bridge.staff.id, "case/") == {}
    other.close()


def test_a_further_call_about_an_open_case_is_proposed_and_noted_from_the_form(
    office: Office, register: Register, keys: Keyboard
) -> None:
    place = a_household(office)
    saved = a_repair(office, place_id=place)
    tab = register()
    keys.type("3-2-1502")
    keys.enter()
    assert saved.number in tab.card.proposals.matter.words()
    keys.say("问师傅什么时候来")
    click(tab.card.proposals.matter, "Note as contact")
    told = page(office, saved.id)
    assert (told.contacts[-1].content, told.contacts[-1].caller_name) == ("问师傅什么时候来", "单飞")
    assert numbers(tab) == [saved.number]
    assert tab.card.form.content.text() == ""


def test_an_empty_contact_is_refused_beside_the_text(office: Office, register: Register, keys: Keyboard) -> None:
    a_repair(office, place_id=a_household(office))
    tab = register()
    keys.type("3-2-1502")
    keys.enter()
    click(tab.card.proposals.matter, "Note as contact")
    assert tab.card.form.fields["content"].problem() != ""


def test_the_same_matter_again_after_closing_is_a_new_case_that_names_the_first(
    office: Office, register: Register, keys: Keyboard
) -> None:
    first = a_case(office, place_id=a_household(office), place_text="")
    office.do(cases.handle, first.id, "已劝止")
    office.do(cases.close, first.id, "满意", True)
    tab = register()
    tab.card.form.kind.set_value(CaseKind.COMPLAINT)
    keys.press(Qt.Key.Key_W, Qt.KeyboardModifier.AltModifier)
    keys.type("3-2-1502")
    keys.enter()
    tab.card.form.content.setText("又在装修，还是很吵")
    assert tab.card.proposals.matter.isHidden()  # what is over is asked about where the call reads like it
    tab.card.form.category.put_typed("噪音扰民")
    tab.card.proposals.look_up()
    click(tab.card.proposals.matter, "Again")
    tab.card.save()
    assert shown(tab).repeats_number == first.number


def test_a_repeat_said_by_mistake_is_taken_back(office: Office, register: Register, keys: Keyboard) -> None:
    first = a_case(office, place_id=a_household(office), place_text="")
    tab = register()
    tab.list.show_case(first.id)
    office.do(cases.handle, first.id, "已劝止")
    office.do(cases.close, first.id, "满意", True)
    tab.panel.ask("again")
    assert (tab.card.form.kind.value, tab.card.form.category.value) == (CaseKind.COMPLAINT, "noise")
    click(tab.card.proposals.matter, "It is not")
    tab.card.form.content.setText("别的事")
    tab.card.save()
    assert shown(tab).repeats_number == ""


def test_a_name_typed_by_hand_stays_when_the_household_is_found_or_read_again(
    office: Office, register: Register, keys: Keyboard
) -> None:
    place = a_household(office)
    tab = register()
    caller = tab.card.form.caller
    caller.name.setText("楼下赵阿姨")
    keys.type("3-2-1502")
    keys.enter()
    assert caller.given_name() == "楼下赵阿姨"
    a_repair(office, place_id=place)
    assert caller.given_name() == "楼下赵阿姨"
    people = tab.card.form.who.card.people
    people.set_value(None)
    people.set_value(place_shown(tab).occupants[0].id)
    assert caller.given_name() == "单飞"


def test_the_first_key_of_the_next_call_takes_away_what_was_said_of_an_emptied_form(
    register: Register, keys: Keyboard
) -> None:
    tab = register()
    fill(tab)
    tab.card.clear()
    assert tab.card.banner.words() == "The form was emptied."
    keys.type("3")
    assert tab.card.banner.words() == ""
