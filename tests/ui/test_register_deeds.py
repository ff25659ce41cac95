# SPDX-License-Identifier: Apache-2.0
"""Each deed on a case done from its panel, what stands in the way of one, corrections and what two desks do at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from complaintdesk.desk import cases, dispatching
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import CaseState
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.tabs.attach_step import AttachStep
from complaintdesk.ui.tabs.case_steps import (
    CloseStep,
    ReasonStep,
    ReportStep,
    TellStep,
    WithdrawStep,
)
from complaintdesk.ui.tabs.contact_step import ContactStep
from complaintdesk.ui.tabs.register_tab import RegisterTab
from tests.builders import (
    PASSWORD,
    DeskClock,
    a_case,
    a_repair,
    a_returned_slip,
    a_slip,
    page,
    staff_id,
    story,
)
from tests.ui.calls import CTRL, Keyboard, Register, asked, click, lines, on
from tests.ui.conftest import Answers


def half_typed(tab: RegisterTab) -> TellStep:
    """The area that is open, for words and a time."""
    form = tab.panel.slot.form
    assert isinstance(form, TellStep)
    return form


def is_asking(tab: RegisterTab) -> bool:
    """Whether an area is open."""
    return tab.panel.slot.form is not None


def test_a_note_is_written_down_with_the_time_it_happened(
    office: Office, register: Register, clock: DeskClock, keys: Keyboard
) -> None:
    saved = a_case(office)
    clock.later(hours=1)
    tab = on(register(), saved.id)
    tab.list.take_keyboard()
    keys.press(Qt.Key.Key_F2)
    keys.say("已上门劝止，约好下午再看")
    form = tab.panel.slot.form
    assert isinstance(form, TellStep)
    form.time.input.setText("11:05")
    keys.press(Qt.Key.Key_Return, CTRL)
    event = page(office, saved.id).events[-1]
    assert (event.words, event.happened_at) == ("已上门劝止，约好下午再看", clock.now.replace(hour=3, minute=5))
    assert "已上门劝止" in lines(tab)
    assert tab.panel.banner.words() == "Noted."
    assert QApplication.focusWidget() is tab.list.table


def test_a_further_call_is_noted_on_the_case(office: Office, register: Register) -> None:
    saved = a_case(office)
    tab = on(register(), saved.id)
    form = asked(tab, "contact", ContactStep)
    assert (form.name.text(), form.phone.placeholderText()) == ("仇女士", "138****1234")
    form.words.setText("催问结果")
    form.submit()
    contact = page(office, saved.id).contacts[-1]
    assert (contact.content, contact.caller_phone) == ("催问结果", "13800001234")
    assert "Phone · 仇女士 · 催问结果" in lines(tab)


def test_a_complaint_is_reported_to_a_supervisor_once(office: Office, register: Register) -> None:
    saved = a_case(office)
    tab = on(register(), saved.id)
    form = asked(tab, "report", ReportStep)
    form.submit()
    assert form.fields["to"].problem() != ""
    form.whom.set_value(staff_id(office, "赵主任"))
    form.submit()
    assert page(office, saved.id).case.reported_to == "赵主任"
    assert not tab.panel.buttons["report"].isVisible()


def test_a_complaint_goes_its_whole_way_from_the_panel(office: Office, register: Register, clock: DeskClock) -> None:
    saved = a_case(office)
    tab = on(register(), saved.id)
    form = asked(tab, "answer", TellStep)
    form.words.setText("下午两点前停工")
    form.submit()
    clock.later(minutes=30)
    click(tab.panel.banner, "Handle")  # what usually follows is offered
    form = half_typed(tab)
    assert form.words.text() == "下午两点前停工"
    form.words.setText("装修户已停工")
    form.submit()
    close = asked(tab, "close", CloseStep)
    close.words.setText("安静了")
    close.submit()
    assert close.banner.words() == "Needed: the caller's word that they are content."
    close.content.setChecked(True)
    close.submit()
    assert page(office, saved.id).case.state is CaseState.CLOSED
    clock.later(days=1)
    reopened = asked(tab, "reopen", ReasonStep)
    reopened.words.setText("今天又开工了")
    reopened.submit()
    case = page(office, saved.id).case
    assert (case.state, case.round) == (CaseState.IN_HAND, 2)
    assert story(office, saved.id) == ["registered", "answered", "handled", "closed", "reopened"]


def test_a_repair_is_closed_when_its_signed_slip_is_back(office: Office, register: Register) -> None:
    saved = a_repair(office)
    a_returned_slip(office, saved.id)
    office.do(cases.handle, saved.id, "修好了")
    tab = on(register(), saved.id)
    close = asked(tab, "close", CloseStep)
    assert not close.content.isVisible()
    close.submit()
    assert page(office, saved.id).case.state is CaseState.CLOSED


def test_a_step_noted_by_mistake_is_taken_back_and_stays_struck(office: Office, register: Register) -> None:
    saved = a_case(office)
    office.do(cases.note, saved.id, "记错了的一步")
    tab = on(register(), saved.id)
    form = asked(tab, "withdraw", WithdrawStep)
    form.submit()
    assert form.fields["reason"].problem() != ""
    form.words.setText("是另一件的")
    form.submit()
    assert story(office, saved.id) == ["registered", "noted", "withdrawn"]
    assert "Note (taken back) 记错了的一步" in lines(tab)
    assert "Note · 是另一件的" in lines(tab)


def test_a_case_registered_by_mistake_is_void_and_then_nothing_can_be_done(office: Office, register: Register) -> None:
    saved = a_case(office)
    tab = on(register(), saved.id)
    form = asked(tab, "void", ReasonStep)
    form.words.setText("重复登记")
    form.submit()
    assert page(office, saved.id).case.void_reason == "重复登记"
    shut = [button for button in tab.panel.buttons.values() if button.isVisible()]
    assert shut
    assert not any(button.isEnabled() for button in shut)
    assert "重复登记" in tab.panel.facts.text()


def attach(tab: RegisterTab, answers: Answers, path: Path) -> None:
    """Chooses this file for the case, and keeps it."""
    tab.panel.buttons["attach"].click()
    form = tab.panel.slot.form
    assert isinstance(form, AttachStep)
    answers.expect("choose_file", path)
    form.files.choose_button.click()
    form.submit()


def test_a_file_is_kept_with_the_case_and_a_copy_saved(
    office: Office, register: Register, answers: Answers, tmp_path: Path
) -> None:
    saved = a_case(office)
    photo, copy = tmp_path / "楼道.jpg", tmp_path / "copy.jpg"
    photo.write_bytes(b"a photo")
    tab = on(register(), saved.id)
    attach(tab, answers, photo)
    assert tab.panel.files.names() == ["楼道.jpg 1 KB"]
    answers.expect_dialog(lambda preview: preview.save.click())
    answers.expect("save_file", copy)
    tab.panel.files.findChildren(Button)[0].click()
    assert copy.read_bytes() == photo.read_bytes()


def test_a_file_that_can_not_be_read_is_told(
    office: Office, register: Register, answers: Answers, tmp_path: Path
) -> None:
    saved = a_case(office)
    tab = on(register(), saved.id)
    attach(tab, answers, tmp_path / "gone.jpg")
    form = tab.panel.slot.form
    assert isinstance(form, AttachStep)
    assert "can't be read" in form.files.problem.text()
    assert form.fields["files"].problem() == "Choose a file first."
    answers.expect("choose_file", None)
    form.files.choose_button.click()
    assert story(office, saved.id) == ["registered"]


def test_a_damaged_file_is_not_handed_out(office: Office, register: Register, answers: Answers, tmp_path: Path) -> None:
    saved = a_case(office)
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"a photo")
    tab = on(register(), saved.id)
    attach(tab, answers, photo)
    assert office.pool is not None
    for kept in office.pool.rglob("*"):
        if kept.is_file():
            kept.chmod(0o600)
            kept.write_bytes(b"another photo")
    said: list[str] = []
    answers.expect_dialog(lambda preview: said.append(preview.said.text()))
    tab.panel.files.findChildren(Button)[0].click()
    assert "no longer as it was kept" in said[0]


@pytest.mark.parametrize(
    ("deed", "reason"),
    [
        ("handle", "still out"),
        ("close", "Handle the case before closing it."),
        ("void", "still out"),
    ],
)
def test_what_can_not_be_done_now_says_why_in_its_tip(
    office: Office, register: Register, deed: str, reason: str
) -> None:
    saved = a_repair(office)
    a_slip(office, saved.id)
    tab = on(register(), saved.id)
    button = tab.panel.buttons[deed]
    assert not button.isEnabled()
    assert reason in button.toolTip()
    assert reason in button.accessibleDescription()


def test_who_has_no_right_to_a_deed_sees_no_button_for_it(office: Office, bridge: Bridge, register: Register) -> None:
    saved = a_case(office)
    bridge.sign_in("李静", PASSWORD)
    tab = on(register(), saved.id)
    shown = {name for name, button in tab.panel.buttons.items() if button.isVisible()}
    assert "void" not in shown
    assert {"note", "contact", "dispatch", "answer", "handle", "close", "correct", "withdraw", "attach"} <= shown
    bridge.sign_in("孙会计", PASSWORD)
    on(tab, saved.id)
    assert {name for name, button in tab.panel.buttons.items() if button.isVisible()} == set()


def test_what_is_half_typed_for_a_deed_comes_back_with_its_case(
    office: Office, register: Register, clock: DeskClock
) -> None:
    first, second = a_case(office), a_repair(office)
    tab = on(register(), first.id)
    asked(tab, "note", TellStep).words.setText("写了一半")
    on(tab, second.id)
    assert not is_asking(tab)
    on(tab, first.id)
    assert half_typed(tab).words.text() == "写了一半"
    tab.keep()
    tab = on(register(), first.id)
    assert half_typed(tab).words.text() == "写了一半"
    half_typed(tab).submit()
    assert register().panel.slot.half_typed(first.id) == ""


def test_thinking_better_of_a_deed_keeps_its_words_until_it_is_asked_again(office: Office, register: Register) -> None:
    saved = a_case(office)
    tab = on(register(), saved.id)
    form = asked(tab, "note", TellStep)
    form.words.setText("写了一半")
    form.leave_button.click()
    assert tab.panel.slot.form is None
    assert tab.panel.deeds.isVisible()
    assert asked(tab, "note", TellStep).words.text() == "写了一半"


def test_a_refused_deed_stays_open_with_its_words(office: Office, register: Register) -> None:
    saved = a_case(office)
    tab = on(register(), saved.id)
    form = asked(tab, "note", TellStep)
    form.words.setText("早于受理")
    form.time.input.setText("09:00")
    form.submit()
    assert form.fields["happened_at"].problem() != ""
    assert form.words.text() == "早于受理"
    assert story(office, saved.id) == ["registered"]


def test_why_a_time_is_what_it_is_stands_among_the_facts(office: Office, register: Register, clock: DeskClock) -> None:
    clock.later(days=2)  # a Monday: what isn't urgent waits for the office to open
    saved = a_repair(office)
    tab = on(register(), saved.id)
    assert (
        "送达工程部 by today 10:50: today 10:30 Registered + 20 min (物业投诉处理工作规程(七)四)"
        in tab.panel.facts.text()
    )
    assert tab.panel.due.text() == "slip 20 min left"


def test_the_callers_phone_is_masked(office: Office, register: Register) -> None:
    saved = a_case(office)
    tab = on(register(), saved.id)
    assert tab.panel.phone.shown() == "138****1234"


def test_a_slip_issued_elsewhere_shows_at_once(office: Office, register: Register) -> None:
    saved = a_repair(office)
    tab = on(register(), saved.id)
    issued = office.do(dispatching.dispatch, saved.id, "水电班")
    assert issued.number in tab.panel.facts.text()


def test_the_deeds_of_every_day_show_their_keys_in_one_line_of_buttons(office: Office, register: Register) -> None:
    saved = a_repair(office)
    tab = on(register(), saved.id)
    shown = [tab.panel.buttons[name] for name in ("note", "contact", "dispatch", "answer", "handle", "close")]
    assert [button._key for button in shown] == ["F2", "F3", "F4", "F7", "F11", "F12"]
    assert len({button.y() for button in shown}) == 1
