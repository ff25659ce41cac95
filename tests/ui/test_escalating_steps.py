# SPDX-License-Identifier: Apache-2.0
"""Going up, passing on, approvals, sheets and the course's steps, asked for from the case's panel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from complaintdesk.desk import cases, escalating, judging
from complaintdesk.desk.escalating import PassOnDraft
from complaintdesk.desk.liaison import SheetDraft
from complaintdesk.domain.terms import Trigger
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.tabs import course_deeds
from complaintdesk.ui.tabs.case_panel import CasePanel
from tests.builders import DeskClock, event_id, page, rows, story
from tests.desk.courses import a_complaint, facts_of, works_by
from tests.ui.conftest import Answers, Show

Open = Callable[..., CasePanel]


@pytest.fixture
def panel(bridge: Bridge, show: Show) -> Open:
    """The panel of a case, on the screen."""

    def put(case_id: int) -> CasePanel:
        made = CasePanel(bridge)
        made.resize(900, 700)
        show(made)
        made.show_case(case_id)
        return made

    return put


def deeds_of(panel: CasePanel) -> set[str]:
    """The names of the course's deeds that the case shown offers."""
    assert panel.page is not None
    return {deed.name for deed in course_deeds.offered(panel.bridge, panel.page)}


def form(panel: CasePanel) -> Any:
    assert panel.slot.form is not None
    return panel.slot.form


def test_a_case_goes_up_as_the_rule_book_asks_for_it(bridge: Bridge, panel: Open, clock: DeskClock) -> None:
    case_id = a_complaint(bridge.office, level_criteria=("safety",))
    opened = panel(case_id)
    (line,) = [text for text in opened.demands.texts() if "重大投诉立即报告领导" in text]
    demand = next(each for each in opened._asked_for if each.id == "major_told")
    assert "分管领导" in line
    opened.ask("escalate", demand)
    step = form(opened)
    assert (step.to.value, step.why.value, step.written.isChecked()) == ("deputy", Trigger.MAJOR, False)
    assert not step.fields["wanted"].isVisible()
    step.submit()
    assert step.fields["reason"].problem()
    step.reason.setText("涉及安全，请领导关注")
    step.submit()
    assert opened.slot.form is None
    assert facts_of(bridge.office, case_id, "escalated") == {"to": "deputy", "trigger": "major", "sheet": None}
    assert not [text for text in opened.demands.texts() if "重大投诉立即报告领导" in text]
    assert any("to 分管领导" in text for text in opened.timeline.lines())


def test_what_goes_up_in_writing_carries_a_sheet_and_its_fields_are_asked(bridge: Bridge, panel: Open) -> None:
    case_id = a_complaint(bridge.office)
    opened = panel(case_id)
    opened.ask("escalate")
    step = form(opened)
    step.why.set_value(Trigger.UNSOLVED)
    step._follow_why()
    assert (step.to.value, step.written.isChecked()) == ("quality", True)
    assert step.matter.text() == page(bridge.office, case_id).case.content
    step.reason.setText("本处解决不了")
    step.print.setChecked(False)
    step.submit()
    assert step.fields["wanted"].problem()
    step.wanted.setText("请品质部协调")
    step.answer_by.input.setText("23点")
    step.submit()
    assert opened.slot.form is None
    assert "LX2026-000001" in opened.banner.words()
    assert rows(bridge.office, "SELECT wanted, to_step FROM liaison_sheet") == [("请品质部协调", "quality")]


def test_half_typed_forms_keep_the_sheet_with_the_time_that_was_meant(bridge: Bridge, panel: Open) -> None:
    case_id = a_complaint(bridge.office)
    opened = panel(case_id)
    opened.ask("pass_on")
    step = form(opened)
    step.written.setChecked(True)
    step.wanted.setText("请修复")
    step.until.input.setText("明天15:00")
    step.answer_by.input.setText("明天17:00")
    opened.keep()
    again = panel(case_id)
    again.resume()
    again.show_case(case_id)
    kept = form(again)
    assert kept.written.isChecked()
    assert (kept.wanted.text(), kept.until.given(), kept.answer_by.given()) == (
        "请修复",
        step.until.given(),
        step.answer_by.given(),
    )


def test_a_half_typed_step_up_keeps_whom_the_person_chose(bridge: Bridge, panel: Open) -> None:
    case_id = a_complaint(bridge.office)
    opened = panel(case_id)
    opened.ask("escalate")
    step = form(opened)
    step.why.set_value(Trigger.UNSOLVED)
    step.to.set_value("general_manager")
    step.written.setChecked(False)
    step.reason.setText("业主点名")
    opened.keep()
    again = panel(case_id)
    again.resume()
    again.show_case(case_id)
    kept = form(again)
    assert (kept.why.value, kept.to.value, kept.written.isChecked()) == (Trigger.UNSOLVED, "general_manager", False)


def test_a_sheet_is_signed_for_and_answered_with_the_departments_result(bridge: Bridge, panel: Open) -> None:
    office = bridge.office
    case_id = a_complaint(office)
    sheet = SheetDraft("电梯停运", "请修复")
    office.do(escalating.pass_on, PassOnDraft(case_id, "engineering", "请尽快", None, sheet))
    opened = panel(case_id)
    opened.ask("sheets")
    step = form(opened)
    assert step.what.value == "sign"
    step.by.setText("周工")
    step.submit()
    opened.ask("sheets")
    step = form(opened)
    assert step.what.value == "answer"
    assert "周工" in step.told.text()
    step.by.setText("周工")
    step.words.setText("已修好，试运行正常")
    step.result.setChecked(True)
    step.submit()
    assert opened.slot.form is None
    assert story(office, case_id)[-1] == "result_returned"
    assert rows(office, "SELECT signed_by, answer FROM liaison_sheet") == [("周工", "已修好，试运行正常")]


def test_a_spoiled_sheet_is_void_and_issued_again(
    bridge: Bridge, panel: Open, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = bridge.office
    case_id = a_complaint(office)
    office.do(escalating.pass_on, PassOnDraft(case_id, "engineering", "", None, SheetDraft("电梯停运", "请修复")))
    opened = panel(case_id)
    opened.ask("sheets")
    step = form(opened)
    step.what.set_value("void")
    step._ask()
    step.submit()
    assert step.fields["words"].problem()
    step.words.setText("打印污损")
    step.submit()
    opened.ask("sheets")
    step = form(opened)
    assert step.what.value == "again"
    answers.expect_dialog(lambda _preview: None, accept=False)
    step.submit()
    assert "LX2026-000002" in opened.banner.words()


def test_a_solution_is_approved_before_the_caller_is_answered_r_esc_14(
    bridge: Bridge, panel: Open, clock: DeskClock
) -> None:
    office = works_by(bridge.office, "car_dealer")
    case_id = a_complaint(office)
    opened = panel(case_id)
    opened.ask("answer")
    form(opened).words.setText("更换发动机")
    form(opened).submit()
    assert "总经理" in form(opened).banner.words()
    opened._leave()
    opened.slot._leave()
    opened.ask("ask_approval")
    step = form(opened)
    assert (step.which.value, "总经理" in step.by.text()) == ("solution", True)
    step.words.setText("更换发动机，费用各半")
    step.submit()
    clock.later(minutes=5)
    opened.ask("approval_word")
    step = form(opened)
    assert "费用各半" in step.asked.text()
    step.submit()
    assert step.fields["word"].problem()
    step.word.set_value(True)
    step.submit()
    assert step.fields["name"].problem()
    step.name.setText("吴总")
    step.submit()
    opened.ask("answer")
    form(opened).words.setText("更换发动机")
    form(opened).submit()
    assert story(office, case_id)[-3:] == ["approval_asked", "approved", "answered"]


def test_compensation_names_its_sum_beside_the_box(bridge: Bridge, panel: Open) -> None:
    works_by(bridge.office, "car_workshop")
    case_id = a_complaint(bridge.office)
    opened = panel(case_id)
    opened.ask("compensate")
    step = form(opened)
    step.amount.setText("很多")
    step.words.setText("赔偿误工费，双方签字")
    step.submit()
    assert step.fields["amount"].problem()
    step.amount.setText("300")
    step.submit()
    assert facts_of(bridge.office, case_id, "compensated") == {"amount": "300.00"}
    assert any("¥300.00" in text for text in opened.timeline.lines())


@pytest.mark.parametrize(
    ("name", "typed", "kind"),
    [
        ("progress", {"words": "配件已订", "who": "周工"}, "progress_reported"),
        ("result", {"words": "已修好", "who": "周工"}, "result_returned"),
        ("propose", {"words": "免费更换"}, "proposed"),
        ("inspect", {"who": "陈工、业主", "words": "墙面渗水"}, "inspected"),
        ("meeting", {"present": "吴总、陈工", "words": "当日修复"}, "meeting_held"),
        ("measures", {"words": "夜间巡查"}, "measures_arranged"),
        ("trace", {"words": "已派人"}, "traced"),
        ("lessons", {"cause": "甲", "taught": "乙", "measures": "丙", "dealt_with": "丁"}, "lessons_drawn"),
        ("case_study", {"words": "经过、原因、办法"}, "case_study"),
        ("company_notice", {"words": "通报全公司"}, "company_notice"),
    ],
)
def test_a_step_of_the_course_is_told_from_one_area(
    bridge: Bridge, panel: Open, name: str, typed: dict[str, str], kind: str
) -> None:
    case_id = a_complaint(bridge.office, repeats_case_id=a_complaint(bridge.office))
    opened = panel(case_id)
    assert name in deeds_of(opened)
    opened.ask(name)
    step = form(opened)
    step.submit()
    assert any(row.problem() for row in step.fields.values()), "nothing typed is refused beside the field"
    for fact, words in typed.items():
        step.facts[fact].setText(words)
    step.submit()
    assert opened.slot.form is None
    assert story(bridge.office, case_id)[-1] == kind
    assert opened.banner.words()


def test_a_corrective_action_is_opened_and_can_be_printed_at_once(
    bridge: Bridge, panel: Open, answers: Answers
) -> None:
    case_id = a_complaint(bridge.office, level_criteria=("safety",))
    opened = panel(case_id)
    opened.ask("corrective")
    step = form(opened)
    assert step.facts.text()
    step.responsible.setText("陈工")
    step.cause.setText("维保超期")
    answers.expect_dialog(lambda _preview: None, accept=False)
    step.submit()
    assert "JZ2026-000001" in opened.banner.words()


def test_papers_are_listed_with_the_course_to_read_out_r_esc_11(
    bridge: Bridge, panel: Open, answers: Answers, clock: DeskClock
) -> None:
    office = bridge.office
    case_id = a_complaint(office)
    office.do(judging.check, case_id, True, "内部：确有其事")
    office.do(cases.note, case_id, "内部备注")
    office.do(cases.answer, case_id, "明日上门")
    opened = panel(case_id)
    opened.ask("papers")
    step = form(opened)
    assert "明日上门" in step.course.text()
    assert "内部" not in step.course.text()
    names = [name for name, _form, _read in step._papers]
    assert names[:3] == ["处理进度单", "受理确认函", "现场检查记录"]
    assert names[3:] == ["客户投诉登记表", "用户投诉记录", "投诉处理单", "投诉处理报告表"]
    seen: list[str] = []
    answers.expect_dialog(lambda preview: seen.append(preview.windowTitle()), accept=False)
    step.which.set_value(1)
    step.submit()
    assert "受理确认函" in seen[0]
    assert page(office, case_id).events[-1].kind.value == "answered", "a preview writes nothing"


def test_what_is_not_ones_right_is_not_offered(bridge: Bridge, panel: Open, clock: DeskClock) -> None:
    case_id = a_complaint(bridge.office)
    clock.later(minutes=1)
    bridge.sign_in("李静", "password-of-all")
    opened = panel(case_id)
    names = deeds_of(opened)
    assert {"escalate", "pass_on", "inspect", "papers", "ask_approval"} <= names
    assert not names & {"compensate", "approval_word", "corrective", "lessons"}


def test_what_came_with_a_step_is_void_when_it_is_taken_back(bridge: Bridge, panel: Open, clock: DeskClock) -> None:
    office = bridge.office
    case_id = a_complaint(office)
    office.do(escalating.pass_on, PassOnDraft(case_id, "engineering", "", None, SheetDraft("电梯停运", "请修复")))
    clock.later(minutes=1)
    opened = panel(case_id)
    opened.ask("withdraw")
    step = form(opened)
    step.which.set_value(event_id(office, case_id, "passed_on"))
    step.words.setText("转错部门")
    step.submit()
    assert rows(office, "SELECT void_reason FROM liaison_sheet") == [("转错部门",)]
