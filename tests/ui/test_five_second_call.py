# SPDX-License-Identifier: Apache-2.0
"""Whole calls typed as keystrokes and counted: a repair to its slip, a complaint with its ticks, two calls at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from complaintdesk.desk import phrases
from complaintdesk.desk.office import Office, open_office
from complaintdesk.desk.phrases import PhraseDraft
from complaintdesk.domain.terms import CaseKind, Charge, Grade, Level
from complaintdesk.settings import SettingsFile
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.tabs.case_form import CaseForm
from complaintdesk.ui.tabs.register_tab import RegisterTab
from tests.builders import PASSWORD, DeskClock, a_case, a_household, a_repair
from tests.ui.calls import ALT, CTRL, LEAK, Keyboard, Register, numbers, problems, shown
from tests.ui.conftest import PRINTER, Show
from tests.ui.held_calls import CALLS

SHIFT = Qt.KeyboardModifier.ShiftModifier
REPAIR_KEYS, COMPLAINT_KEYS = 25, 35  # beyond the description


def tell(capsys: pytest.CaptureFixture[str], what: str, strokes: int, most: int) -> None:
    """Says in the test's output how many keys it took."""
    with capsys.disabled():
        sys.stdout.write(f"\n{what}: {strokes} keys of at most {most} beyond the description\n")


def test_a_whole_repair_with_its_appointment_takes_at_most_25_keys_and_the_last_prints_the_slip(
    office: Office, register: Register, keys: Keyboard, tray: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = a_household(office)
    tab = register()
    keys.type("32-1502")
    keys.enter()
    keys.say(LEAK)
    keys.press(Qt.Key.Key_Tab)
    keys.enter()  # the category that the words speak of
    keys.type("mz9d")
    keys.enter()
    keys.type("1")
    keys.enter()
    keys.type("2")
    assert not tray.exists()
    keys.press(Qt.Key.Key_P, CTRL)
    tell(capsys, "a repair, from the empty form to the printed slip", keys.strokes, REPAIR_KEYS)
    assert keys.strokes <= REPAIR_KEYS
    case = shown(tab)
    assert (case.number, case.place_id, case.caller_name) == ("BX2026-000001", place, "单飞")
    assert (case.content, case.category) == (LEAK, "plumbing")
    assert (case.charge, case.grade) == (Charge.FREE, Grade.SMALL)
    assert case.appointment_from is not None
    assert f"{tab.card.form.bridge.local(case.appointment_from):%m-%d %H:%M}" == "11-22 09:00"
    sheets = pypdf.PdfReader(tray).pages
    assert len(sheets) == 4
    assert f"{case.orders[0].number}: sent to {PRINTER}." in tab.card.banner.words()
    assert case.orders[0].prints == 1
    assert keys.at is tab.card.form.who.box, "ready for the next call"


def test_a_repair_that_an_abbreviation_describes_takes_no_input_method_at_all(
    office: Office, register: Register, keys: Keyboard, tray: Path
) -> None:
    a_household(office)
    tab = register()
    keys.type("5678")
    keys.enter()
    keys.type("ls")
    assert tab.card.phrases.words()[0] == "厨房水管漏水"
    keys.enter()
    keys.press(Qt.Key.Key_Tab)
    keys.enter(2)
    keys.type("1")
    keys.enter()
    keys.type("2")
    keys.press(Qt.Key.Key_P, CTRL)
    assert keys.strokes <= 15
    assert (shown(tab).content, shown(tab).category) == ("厨房水管漏水", "plumbing")
    assert len(pypdf.PdfReader(tray).pages) == 4


def test_a_whole_complaint_with_its_ticks_takes_at_most_35_keys(
    office: Office, register: Register, keys: Keyboard, capsys: pytest.CaptureFixture[str]
) -> None:
    a_household(office)
    tab = register()
    keys.press(Qt.Key.Key_2, ALT)
    keys.press(Qt.Key.Key_W, ALT)
    keys.type("1502")
    keys.enter()
    keys.say("楼上装修太吵，要求赔偿")
    keys.press(Qt.Key.Key_Tab)
    keys.enter()
    keys.press(Qt.Key.Key_Space)  # what makes it major: a claim for damages
    keys.enter(len(tab.card.form.criteria.boxes))
    for _tick in ("heard", "asked", "repeated", "written", "reported"):
        keys.press(Qt.Key.Key_Space)
        keys.enter()
    keys.type("wm")
    keys.press(Qt.Key.Key_F8)
    tell(capsys, "a complaint with its ticks", keys.strokes, COMPLAINT_KEYS)
    assert problems(tab) == {}
    assert keys.strokes <= COMPLAINT_KEYS
    case = shown(tab)
    assert (case.number, case.category, case.level) == ("TS2026-000001", "decoration_nuisance", Level.MAJOR)
    assert (case.heard, case.asked, case.repeated, case.written, case.reported_to) == (True, True, True, True, "王敏")


def proposals(form: CaseForm, words: str) -> str:
    """What stands in the category box while these words are what happened."""
    form.content.setText(words)
    return form.category.placeholder()


def test_a_category_is_shown_but_never_taken_unless_a_person_does(
    office: Office, register: Register, keys: Keyboard
) -> None:
    a_household(office)
    tab = register()
    form = tab.card.form
    usual = form.category.placeholder()
    keys.type("1502")
    keys.enter()
    keys.say("马桶堵了")
    assert tab.card.categories.names()[0] == "设施维修 › 给排水"
    assert proposals(form, "马桶堵了").startswith("设施维修 › 给排水?")
    assert not form.category.typed
    keys.press(Qt.Key.Key_Tab)
    keys.press(Qt.Key.Key_Tab)
    assert not form.category.typed, "Tab passes by"
    tab.card.save()
    assert "category" in problems(tab)
    keys.press(Qt.Key.Key_M, ALT)
    assert form.category.value == "plumbing"
    assert tab.card.categories.isHidden()
    assert proposals(form, "马桶堵了") == usual, "what is chosen is proposed no more"


def test_each_category_proposed_has_a_key_of_its_own(office: Office, register: Register, keys: Keyboard) -> None:
    tab = register()
    chips = tab.card.categories
    keys.press(Qt.Key.Key_W, ALT)
    tab.card.form.content.setFocus()
    keys.say("厨房水管漏水，灯也不亮，门锁坏了")
    assert len(chips.names()) == 3
    for at, key in enumerate((Qt.Key.Key_7, Qt.Key.Key_8, Qt.Key.Key_9)):
        wanted = chips.names()[at]
        keys.press(key, ALT)
        assert tab.card.form.category.typed == wanted
        tab.card.form.category.set_value(None)


def test_what_was_filed_is_proposed_for_the_next_call_like_it_and_by_the_kind_at_hand(
    office: Office, register: Register, qtbot: object
) -> None:
    for _time in range(4):
        a_case(office, CaseKind.SUGGESTION, content="会所书法班开课", category="community_culture")
    tab = register()
    form = tab.card.form
    form.kind.set_value(CaseKind.SUGGESTION)
    form.content.setText("会所书法班")
    qtbot.waitUntil(lambda: tab.card.categories.names()[:1] == ["社区文化"])  # type: ignore[attr-defined]
    form.content.setText("泳池书法")
    form.category.set_value("noise")
    form.who.words.put_typed("会所")
    form.caller.anonymous.setChecked(True)
    for _time in range(3):
        tab.card.categories.learn("泳池书法", "noise")
    form.category.set_value(None)
    assert tab.card.categories.names()[0].endswith("噪音扰民")
    form.kind.set_value(CaseKind.REPAIR)
    assert not any(name.endswith("噪音扰民") for name in tab.card.categories.names()), "repairs have no such category"


def test_phrases_are_offered_as_letters_are_typed_and_only_enter_takes_one(
    office: Office, register: Register, keys: Keyboard
) -> None:
    office.do(phrases.save, PhraseDraft("ls", "会所泳池漏水"))
    tab = register()
    content, offers = tab.card.form.content, tab.card.phrases
    content.setFocus()
    keys.type("ls")
    assert offers.isVisible()
    assert offers.words()[:2] == ["会所泳池漏水", "厨房水管漏水"]
    keys.press(Qt.Key.Key_Down)
    keys.enter()
    assert (content.text(), offers.isVisible()) == ("厨房水管漏水", False)
    keys.press(Qt.Key.Key_Z, CTRL)
    assert content.text() == "ls"
    keys.press(Qt.Key.Key_Escape)
    assert not offers.isVisible()
    keys.enter()
    assert content.text() == "ls\n", "shut, and Enter is a new line again"
    keys.type("dt")
    keys.press(Qt.Key.Key_Tab)
    assert content.text() == "ls\ndt", "Tab goes on and takes none"
    assert not offers.isVisible()


def test_letters_within_an_input_method_are_offered_phrases_too(
    office: Office, register: Register, keys: Keyboard
) -> None:
    tab = register()
    content, offers = tab.card.form.content, tab.card.phrases
    content.setFocus()
    QApplication.sendEvent(content, QInputMethodEvent("l's", []))
    assert offers.words()[0] == "厨房水管漏水"
    offers.lines.taken.emit("厨房水管漏水")
    assert content.text() == "厨房水管漏水"
    assert not offers.isVisible()


def test_a_phrase_kept_meanwhile_is_offered_at_once(bridge: Bridge, register: Register, keys: Keyboard) -> None:
    tab = register()
    tab.card.form.content.setFocus()
    keys.type("qqq")
    assert tab.card.phrases.words() == []
    bridge.do(phrases.save, PhraseDraft("qqqx", "墙缺墙砖"))
    keys.type("x")
    assert tab.card.phrases.words() == ["墙缺墙砖"]


def test_a_second_and_a_third_phone_ring_and_each_call_waits_its_turn_by_key(
    office: Office, register: Register, keys: Keyboard, clock: DeskClock
) -> None:
    a_household(office)
    a_household(office, "1602")
    tab = register()
    form = tab.card.form
    keys.type("3-2-1502")
    keys.enter()
    keys.say("厨房漏水")
    keys.press(Qt.Key.Key_F9)
    assert keys.at is form.who.box
    clock.later(minutes=2)
    keys.type("3-2-1602")
    keys.enter()
    keys.say("马桶堵了")
    keys.press(Qt.Key.Key_F9)
    clock.later(minutes=1)
    keys.type("9-9-9901")
    keys.enter()
    assert len(tab.card.parked.gists()) == 2
    keys.press(Qt.Key.Key_F9, SHIFT)
    assert form.content.text() == "厨房漏水", "who waited longest goes first"
    assert QApplication.focusWidget() is form.content
    keys.press(Qt.Key.Key_F9, SHIFT)
    assert form.content.text() == "马桶堵了"
    keys.press(Qt.Key.Key_F9, SHIFT)
    assert form.who.words.typed == "9-9-9901"
    keys.press(Qt.Key.Key_F9, SHIFT)
    assert form.content.text() == "厨房漏水", "round among them all"
    again = register()
    texts = {contents["content"] for contents in again.card.parked._contents.values()} | {
        again.card.form.content.text()
    }
    assert texts == {"厨房漏水", "马桶堵了", ""}
    assert len(again.card.parked.gists()) == 2


def test_the_households_last_calls_are_a_key_away_and_esc_goes_on_with_the_call(
    office: Office, register: Register, keys: Keyboard
) -> None:
    place = a_household(office)
    first = a_repair(office, place_id=place, content="厨房漏水")
    tab = register()
    keys.type("3-2-1502")
    keys.enter()
    keys.say("又漏了")
    keys.press(Qt.Key.Key_H, ALT)
    assert tab.card.form.who.card.calls.hasFocus()
    keys.enter()
    assert shown(tab).id == first.id
    assert tab.card.form.who.card.calls.hasFocus()
    keys.press(Qt.Key.Key_Escape)
    assert tab.card.form.content.hasFocus()
    assert tab.card.form.content.text() == "又漏了"
    assert len(numbers(tab)) == 1


def test_calls_on_hold_are_there_again_after_the_program_was_killed(
    location: str, settings: SettingsFile, show: Show
) -> None:
    command = [sys.executable, "-m", "tests.ui.held_calls", location, str(settings.path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as desk:
        try:
            assert desk.stdout is not None
            assert desk.stdout.readline() == "held\n"
        finally:
            desk.kill()  # SIGKILL: nothing is put in order
    bridge = Bridge(open_office(location), settings)
    bridge.sign_in("王敏", PASSWORD)
    tab = RegisterTab(bridge)
    show(tab)
    seen = []
    for _call in CALLS:
        seen.append(tab.card.form.content.text())
        tab.card.take_up_next()
    assert sorted(seen) == sorted(CALLS)
    assert len(tab.card.parked.gists()) == 2
    tab.keep()
    bridge.close()
