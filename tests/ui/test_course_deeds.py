# SPDX-License-Identifier: Apache-2.0
"""A case's panel says what its rule book asks for now, and offers every further deed: on its line, or by name."""

from __future__ import annotations

from datetime import timedelta
from typing import TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from complaintdesk.desk import cases, clocks, ending, judging
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import CaseKind, CaseState, Level, Priority, Role
from complaintdesk.labels import set_language, translate
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.main_window import MainWindow
from complaintdesk.ui.palette import Palette
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs import case_deeds
from complaintdesk.ui.tabs.assessing_step import AssessStep
from complaintdesk.ui.tabs.case_steps import ReasonStep, TellStep
from complaintdesk.ui.tabs.course_deed import CourseDeed
from complaintdesk.ui.tabs.course_deeds import COURSE_DEEDS, offered
from complaintdesk.ui.tabs.ending_steps import JoinStep, TransferStep
from complaintdesk.ui.tabs.judging_steps import CheckStep, HandOverStep, RerouteStep
from complaintdesk.ui.tabs.register_tab import RegisterTab
from tests.builders import NAME_OF, PASSWORD, DeskClock, a_case, a_repair, a_slip, page, staff_id, story
from tests.ui.calls import Keyboard, Register, click, lines, on
from tests.ui.looking import cut_words

F = TypeVar("F", bound=StepForm)


def opened(tab: RegisterTab, deed: str, kind: type[F]) -> F:
    """The area that a further deed opens."""
    tab.panel.ask(deed)
    form = tab.panel.slot.form
    assert isinstance(form, kind)
    return form


def palette(tab: RegisterTab) -> Palette:
    """The list of further deeds, opened by its button."""
    tab.panel.more.click()
    [shown] = [each for each in tab.window().findChildren(Palette) if not each.isHidden()]
    return shown


def demanded(tab: RegisterTab) -> list[str]:
    """What the rule book asks for, line by line."""
    return tab.panel.demands.texts()


def press(tab: RegisterTab, line: str, deed: str) -> None:
    """Presses the deed on the line that begins like this."""
    [button] = [each for each in tab.panel.demands.buttons if each.accessibleName() == f"{deed}: {line}"]
    button.click()


def test_no_two_deeds_on_a_case_have_the_same_name() -> None:
    names = [*(deed.name for deed in case_deeds.DEEDS), *(deed.name for deed in COURSE_DEEDS)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("deed", COURSE_DEEDS, ids=[deed.name for deed in COURSE_DEEDS])
def test_each_further_deed_is_said_in_chinese(deed: CourseDeed) -> None:
    for words in (deed.label, deed.tip, deed.done):
        assert translate("CourseDeeds", words, "zh_CN") != words


def test_a_limit_stands_among_what_is_asked_for_with_the_deed_that_meets_it(
    office: Office, register: Register, clock: DeskClock
) -> None:
    saved = a_case(office)
    name = office.procedure.commitment("check_validity").name
    tab = on(register(), saved.id)
    assert name in demanded(tab)
    press(tab, name, "Check validity")
    form = tab.panel.slot.form
    assert isinstance(form, CheckStep)
    form.valid.set_value(True)
    form.words.setText("现场查看，属实")
    form.submit()
    assert tab.panel.banner.words() == "The finding is noted."
    assert name not in demanded(tab)
    assert "valid · 现场查看，属实" in lines(tab)
    assert "Judged valid" in tab.panel.facts.text()


def test_what_a_slip_must_do_leads_to_its_slip(office: Office, register: Register, qtbot: QtBot) -> None:
    repair = a_repair(office)
    tab = on(register(), repair.id)
    assert {button.text() for button in tab.panel.demands.buttons} >= {"Dispatch"}
    issued = a_slip(office, repair.id)
    tab = on(register(), repair.id)
    [to_slip, *_] = [each for each in tab.panel.demands.buttons if each.text() == "Its slip"]
    with qtbot.waitSignal(tab.asked_for) as told:
        to_slip.click()
    assert told.args == ["order", issued.order_id]


def test_a_promise_to_a_complainant_is_met_by_an_answer_and_what_is_done_leaves_no_gap(
    office: Office, register: Register, clock: DeskClock
) -> None:
    """R-ESC-12: a slip's completion would meet it too, but a complaint needs none."""
    saved = a_case(office)
    tab = on(register(), saved.id)
    high, many = tab.panel.demands.sizeHint().height(), len(demanded(tab))
    office.do(clocks.promise, saved.id, clock.now + timedelta(hours=2), "约谈装修公司", True)
    office.do(cases.answer, saved.id, "已约谈，签了承诺书")
    other = a_case(office)
    office.do(clocks.promise, other.id, clock.now + timedelta(hours=2), "约谈装修公司", True)
    tab = on(register(), other.id)
    name = office.procedure.commitment("keep_promise").name
    [button] = [each for each in tab.panel.demands.buttons if name in each.accessibleName()]
    assert button.text() == "Answer"
    tab.panel.show_case(saved.id)
    assert len(demanded(tab)) < many
    assert tab.panel.demands.sizeHint().height() < high


def test_nothing_is_asked_for_of_a_case_that_ended_aside(office: Office, register: Register) -> None:
    saved = a_case(office)
    office.do(ending.refer, saved.id, "请找供电局")
    tab = on(register(), saved.id)
    assert demanded(tab) == []
    assert tab.panel.demands.isHidden()


def test_a_line_without_a_right_has_no_deed(office: Office, bridge: Bridge, register: Register) -> None:
    saved = a_case(office)
    bridge.sign_in(NAME_OF[Role.ENGINEERING], PASSWORD)
    tab = on(register(), saved.id)
    name = office.procedure.commitment("check_validity").name
    assert name in demanded(tab)
    assert not any(name in button.accessibleName() for button in tab.panel.demands.buttons)


def test_a_deed_is_found_by_any_part_of_its_name_and_done_with_enter(
    office: Office, register: Register, keys: Keyboard
) -> None:
    saved = a_case(office)
    tab = on(register(), saved.id)
    tab.list.take_keyboard()
    tab.panel.more.click()
    keys.type("weigh")
    [shown] = [each for each in tab.window().findChildren(Palette) if not each.isHidden()]
    assert shown.hint.text() == "Nothing is called that."
    for _letter in "weigh":
        keys.press(Qt.Key.Key_Backspace)
    keys.type("hand ov")
    keys.enter()
    assert isinstance(tab.panel.slot.form, HandOverStep)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert tab.panel.slot.form.isAncestorOf(focused)


def test_a_deed_is_found_by_pinyin(office: Office, register: Register) -> None:
    set_language("zh_CN")
    tab = on(register(), a_case(office).id)
    shown = palette(tab)
    for typed in ("zl", "zhuanlei", "转"):
        shown.box.setText(typed)
        assert any(text.startswith("转类") for text in shown.texts()), typed


def test_escape_leaves_the_list_and_gives_the_keyboard_back(office: Office, register: Register, keys: Keyboard) -> None:
    tab = on(register(), a_case(office).id)
    tab.list.take_keyboard()
    before = QApplication.focusWidget()
    shown = palette(tab)
    keys.press(Qt.Key.Key_Escape)
    assert shown.isHidden()
    assert QApplication.focusWidget() is before


def test_escape_leaves_the_list_where_the_line_that_had_the_keyboard_is_gone(
    office: Office, register: Register, keys: Keyboard
) -> None:
    tab = on(register(), a_case(office).id)
    tab.panel.demands.buttons[0].setFocus()
    shown = palette(tab)
    tab.panel.demands.set_lines((), tab.bridge.now(), tab.bridge.zone)  # as where another desk did what was asked for
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    keys.press(Qt.Key.Key_Escape)
    assert shown.isHidden()


def test_the_arrows_pass_by_what_can_not_be_done_and_say_why(
    office: Office, register: Register, keys: Keyboard
) -> None:
    tab = on(register(), a_case(office).id)
    shown = palette(tab)
    shown.box.setText("explain")
    [shut] = [text for text in shown.texts() if text.startswith("Explain as invalid")]
    assert "checked and found invalid" in shut
    assert shown.lines.currentItem() is None
    keys.enter()
    assert tab.panel.slot.form is None
    shown.box.setText("")
    keys.press(Qt.Key.Key_Up)
    first = shown.lines.currentRow()
    keys.press(Qt.Key.Key_Down)
    assert shown.lines.currentRow() > first


def test_what_is_half_typed_for_a_further_deed_comes_back_with_its_case(office: Office, register: Register) -> None:
    first, second = a_case(office), a_case(office)
    tab = on(register(), first.id)
    opened(tab, "check", CheckStep).words.setText("现场查看")
    on(tab, second.id)
    on(tab, first.id)
    form = tab.panel.slot.form
    assert isinstance(form, CheckStep)
    assert form.words.text() == "现场查看"


def test_a_clerk_is_offered_what_is_a_clerks(office: Office, bridge: Bridge) -> None:
    saved = a_case(office)
    bridge.sign_in(NAME_OF[Role.CLERK], PASSWORD)
    mine = {deed.name for deed in offered(bridge, page(office, saved.id))}
    assert {"check", "raise_level", "reroute", "refer"} <= mine
    assert mine.isdisjoint({"assess", "harden", "lower_level", "sign_result", "special_close", "call_in_person"})


def test_the_factors_suggest_a_level_and_the_person_decides(office: Office, register: Register) -> None:
    saved = a_case(office)
    tab = on(register(), saved.id)
    form = opened(tab, "assess", AssessStep)
    form.submit()
    assert all(form.fields[f"factor_{factor}"].problem() for factor in form.factors)
    for choices in form.factors.values():
        choices.set_value(3)
    assert "suggests Major" in form.suggestion.text()
    assert form.level is not None
    form.level.set_value(Level.MAJOR)
    form.priority.set_value(Priority.HIGH)
    form.submit()
    assert form.fields["impact"].problem()
    form.impact.setText("老人上下楼困难")
    form.submit()
    case = page(office, saved.id).case
    assert (case.level, case.priority) == (Level.MAJOR, Priority.HIGH)
    assert "priority: High · Severity 3" in lines(tab)
    again = opened(tab, "assess", AssessStep)
    assert {choices.value for choices in again.factors.values()} == {3}


@pytest.mark.parametrize("deed", ["assess", "check", "extend", "promise", "special_close", "transfer"])
def test_what_is_refused_is_not_crushed_in_the_lowest_window(
    office: Office, whole_window: MainWindow, deed: str
) -> None:
    saved = a_case(office)
    whole_window.open_record("case", saved.id)
    tab = whole_window.current()
    assert isinstance(tab, RegisterTab)
    form = opened(tab, deed, StepForm)
    form.submit()
    assert form.banner.words() or any(row.problem() for row in form.fields.values())
    for _turn in range(3):  # until what is said of each field has its room
        QApplication.processEvents()
    assert list(cut_words(whole_window)) == []


def test_the_level_goes_up_and_down_from_the_list(office: Office, register: Register) -> None:
    saved = a_case(office)
    tab = on(register(), saved.id)
    for deed, level in (("raise_level", Level.MAJOR), ("lower_level", Level.GENERAL)):
        form = opened(tab, deed, ReasonStep)
        form.words.setText("业主情绪激动")
        form.submit()
        assert page(office, saved.id).case.level is level


def test_a_case_goes_to_another_department(office: Office, register: Register) -> None:
    saved = a_case(office)
    tab = on(register(), saved.id)
    form = opened(tab, "reroute", RerouteStep)
    form.to.set_value("environment")
    form.words.setText("涉及门岗")
    form.submit()
    assert page(office, saved.id).case.department == "environment"
    assert office.procedure.department("environment").name in lines(tab)


def test_a_case_is_handed_over_to_a_colleague(office: Office, register: Register) -> None:
    saved = a_case(office)
    tab = on(register(), saved.id)
    form = opened(tab, "hand_over", HandOverStep)
    assert not form.to.offers(staff_id(office, "王敏"))
    form.to.set_value(staff_id(office, "李静"))
    form.words.setText("明日休假")
    form.submit()
    assert "Follows up 李静" in tab.panel.facts.text()
    assert "to 李静 · 明日休假" in lines(tab)


def test_a_matter_of_another_kind_is_transferred_and_shown(office: Office, register: Register, qtbot: QtBot) -> None:
    saved = a_case(office)
    tab = on(register(), saved.id)
    form = opened(tab, "transfer", TransferStep)
    assert form.fields["grade"].isHidden()
    form.submit()
    assert form.fields["kind"].problem()
    form.kind.set_value(CaseKind.REPAIR)
    form.category.set_value("plumbing")
    form.words.setText("实为漏水报修")
    form.submit()
    assert form.fields["grade"].problem()
    form.grade.set_value("small")
    form.submit()
    said = tab.panel.banner.words()
    assert page(office, saved.id).case.state is CaseState.TRANSFERRED
    [link] = tab.panel.links.buttons
    assert said == f"It goes on as {link.text()}."
    with qtbot.waitSignal(tab.asked_for) as told:
        click(tab.panel.banner, "Show it")
    on(tab, told.args[1])
    assert [each.text() for each in tab.panel.links.buttons] == [saved.number]


def test_the_same_matter_is_joined_to_the_case_proposed_or_to_one_by_its_number(
    office: Office, register: Register, clock: DeskClock
) -> None:
    first, far = a_case(office), a_case(office, place_text="5栋", caller_phone="13911112222", category="greening")
    clock.later(hours=1)
    second, third = a_case(office), a_case(office)
    tab = on(register(), second.id)
    form = opened(tab, "join", JoinStep)
    form.words.setText("同一户同一件事")
    form.submit()
    assert form.fields["into"].problem()
    form.into.setEditText("TS2026-999999")
    form.submit()
    assert form.fields["into"].problem()
    assert not form.into.offers(far.id)
    form.into.set_value(first.id)
    form.submit()
    assert page(office, second.id).case.state is CaseState.JOINED
    on(tab, third.id)
    form = opened(tab, "join", JoinStep)
    form.into.setEditText(far.number)
    form.words.setText("业主说是同一件")
    form.submit()
    assert story(office, far.id)[-1] == "contacted"


def test_a_result_is_signed_by_the_office_head_alone(office: Office, bridge: Bridge, register: Register) -> None:
    saved = a_case(office)
    office.do(cases.handle, saved.id, "已劝止")
    bridge.sign_in(NAME_OF[Role.OFFICE_HEAD], PASSWORD)
    tab = on(register(), saved.id)
    tab.panel.ask("sign_result")
    assert tab.panel.slot.form is not None
    tab.panel.slot.form.submit()
    assert tab.panel.banner.words() == "The result is signed."
    assert story(office, saved.id)[-1] == "result_signed"


def test_an_invalid_complaint_is_explained_from_its_line(office: Office, register: Register) -> None:
    saved = a_case(office)
    office.do(judging.check, saved.id, False, "不属实")
    tab = on(register(), saved.id)
    press(tab, office.procedure.commitment("explain_invalid").name, "Explain as invalid")
    form = tab.panel.slot.form
    assert isinstance(form, TellStep)
    form.words.setText("电话说明，表示理解")
    form.submit()
    assert page(office, saved.id).case.state is CaseState.INVALID
