# SPDX-License-Identifier: Apache-2.0
"""Registers of calls and call-backs, a week's record, a binding list, surveys and a case's handling, built directly."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from complaintdesk.desk.binding_sheets import BindingLine, BindingSheet
from complaintdesk.desk.call_registers import CallBackLine, CallLine, CallRegister, FollowUpRegister
from complaintdesk.desk.chasing import Chases
from complaintdesk.desk.handling_papers import HandlingPaper
from complaintdesk.desk.slip_lists import LedgerRow, SlipsOut
from complaintdesk.desk.survey_sheets import SATISFACTION, SurveySheet, questions_of
from complaintdesk.desk.weekly_records import WeeklyLine, WeeklyRecord
from complaintdesk.domain import terms
from complaintdesk.domain.terms import BindingState, CaseKind, CaseState, FollowUpWay, Rating, SurveyGrade
from tests.printing.case_papers import COMPLAINT
from tests.printing.papers import at

MONDAY, SUNDAY = date(2026, 11, 16), date(2026, 11, 22)


def a_handling(**changes: Any) -> HandlingPaper:
    """A complaint all the way: checked, passed on, compensated, called back by phone and not content."""
    case = replace(
        COMPLAINT,
        valid=True,
        handled_at=at(17, 10, 22),
        outcome="门机皮带已更换，检测合格，当面说明。",
        reported_to="陈静",
    )
    paper = HandlingPaper(
        case=case,
        previous_number="TS2026-000098",
        wave=True,
        assisted=False,
        answer_by=at(17, 30, 24),
        checked_at=at(14, 30),
        checked_by="陈静",
        checked_words="调阅维保记录，三次困人属实。",
        passed_on_at=at(11, 10),
        passed_on_by="王敏",
        until=at(17, 30, 23),
        contacted_at=at(12, 40),
        explained_at=at(9, 20, 22),
        explained="说明维保安排与应急电话。",
        cause="门机皮带老化未按期更换。",
        measures="停用检修，更换皮带；维保单位每周巡检一次。",
        course="维保单位已到场更换。\n检测报告已张贴。",
        returned_at=at(16, 0, 22),
        returned_by="陈工",
        compensation=Decimal("500.00"),
        compensated="减免一个月电梯费。",
        approved_by="孙总",
        taught="《电梯困人应急预案》，值班人员培训。",
        corrective=("JZ2026-000007",),
        called_at=at(18, 30, 23),
        called_by="王敏",
        way=FollowUpWay.PHONE,
        rating=Rating.NOT_CONTENT,
        call_words="仍担心安全。",
        next_number="TS2026-000123-2",
        closed_by="陈静",
        signed_by="赵主任",
        signed_at=at(9, 10, 23),
    )
    return replace(paper, **changes)


def a_call(**changes: Any) -> CallLine:
    line = CallLine(
        called_at=at(10, 42),
        caller="张建国",
        anonymous=False,
        place="3栋2单元1502",
        phone="13800005678",
        kind=CaseKind.REPAIR,
        content="厨房洗菜盆下水管漏水，已流到橱柜，业主下午三点后在家，上门前请先电话联系。",
        by="王敏",
        at_once=False,
        number="BX2026-000912",
        orders=("WX2026-000656",),
        answered_at=at(16, 40),
        outcome="更换下水软管，试水不漏。",
        void_reason="",
        state=CaseState.CLOSED,
    )
    return replace(line, **changes)


def a_call_register(**changes: Any) -> CallRegister:
    asked = a_call(kind=CaseKind.INQUIRY, content="装修押金何时退？", orders=(), at_once=True, number="ZX2026-000101")
    nameless = a_call(anonymous=True, phone="", place="", state=CaseState.VOID, void_reason="重复登记")
    return replace(CallRegister(MONDAY, SUNDAY, (a_call(), asked, nameless)), **changes)


def a_call_back(**changes: Any) -> CallBackLine:
    line = CallBackLine(
        called_at=at(18, 30, 22),
        number="BX2026-000912",
        orders=("WX2026-000656",),
        kind=CaseKind.REPAIR,
        place="3栋2单元1502",
        client="张建国",
        anonymous=False,
        way=FollowUpWay.PHONE,
        rating=Rating.CONTENT,
        quality=Rating.CONTENT,
        manner=Rating.CONTENT,
        timeliness=Rating.FAIR,
        words="修得好，师傅很客气。",
        unsolved="楼道灯时亮时灭。",
        called_by="王敏",
        confirmed_by="陈静",
    )
    return replace(line, **changes)


def a_follow_up_register(**changes: Any) -> FollowUpRegister:
    cross = a_call_back(rating=Rating.NOT_CONTENT, orders=(), quality=None, manner=None, timeliness=None, unsolved="")
    return replace(FollowUpRegister(date(2026, 11, 1), date(2026, 11, 30), (a_call_back(), cross)), **changes)


def a_weekly_line(**changes: Any) -> WeeklyLine:
    line = WeeklyLine(
        number="TS2026-000123",
        received_at=at(10, 42),
        caller="张建国",
        anonymous=False,
        confidential=False,
        place="3栋2单元1502",
        content="楼上装修太吵，午休时间也不停。",
        category="噪音扰民",
        level=terms.Level.GENERAL,
        valid=True,
        follower="王敏",
        outcome="已劝止，签施工时段承诺书。",
        handled_at=at(17, 10),
        rating=Rating.CONTENT,
        state=CaseState.HANDLED,
        waits_for=None,
        before=False,
        done=True,
    )
    return replace(line, **changes)


def a_weekly_record(**changes: Any) -> WeeklyRecord:
    left = a_weekly_line(
        number="TS2026-000098",
        before=True,
        done=False,
        handled_at=None,
        outcome="",
        rating=None,
        valid=None,
        state=CaseState.IN_HAND,
        waits_for=terms.PauseReason.THIRD_PARTY,
        level=terms.Level.MAJOR,
    )
    return replace(WeeklyRecord("护管部", MONDAY, SUNDAY, (left, a_weekly_line())), **changes)


def a_bound_slip(number: int = 656, state: BindingState = BindingState.RETURNED, **changes: Any) -> BindingLine:
    line = BindingLine(f"WX2026-{number:06}", at(10, 45), "3栋2单元1502", state, ("客服", "工程"), "李志强", "")
    return replace(line, **changes)


def a_binding_sheet(**changes: Any) -> BindingSheet:
    slips = (
        a_bound_slip(),
        a_bound_slip(657, BindingState.OPEN, parts=(), reason="等配件"),
        a_bound_slip(658, BindingState.VOID, parts=(), holder="", reason="业主取消"),
        a_bound_slip(659, BindingState.MISSING, parts=("业主",), reason="交接时遗失"),
    )
    return replace(BindingSheet(date(2026, 11, 1), slips, "王敏", at(17, 0, 30)), **changes)


def a_survey_sheet(**changes: Any) -> SurveySheet:
    grades = list(SurveyGrade)
    answers = [
        replace(each, grade=grades[at % len(grades)], opinion="夜间有两次停电", suggestion="提前一天张贴通知")
        for at, each in enumerate(questions_of(SATISFACTION)[:8])
    ]
    sheet = SurveySheet(
        number="2026-H2-0315",
        period="2026年下半年",
        place="3栋2单元1502",
        name="张建国",
        phone="13800005678",
        day=date(2026, 11, 21),
        way=FollowUpWay.VISIT,
        questions=tuple(answers),
        words="地下车库指示牌不清楚，建议增加。",
        by="李静",
    )
    return replace(sheet, **changes)


def slips_still_out(count: int = 3) -> SlipsOut:
    """The list of what is out at 17:00."""
    line = LedgerRow(
        id=1,
        number="WX2026-000656",
        case_id=1,
        case_number="BX2026-000912",
        place="3栋2单元1502",
        content="厨房水槽下面漏水",
        issued_at=datetime(2026, 11, 21, 2, 45, tzinfo=UTC),
        team_name="水电班",
        holder="李志强",
        since=datetime(2026, 11, 21, 3, 5, tzinfo=UTC),
        state=terms.OrderState.COMPLETED,
        standing=terms.SlipStanding.OUT,
        parts=(),
        missing=("客服联",),
        signed_back=False,
        loss=None,
        void_reason="",
        chases=Chases(1),
        received_at=datetime(2026, 11, 21, 2, 42, tzinfo=UTC),
    )
    lines = tuple(replace(line, number=f"WX2026-{656 + at:06}") for at in range(count))
    return SlipsOut(datetime(2026, 11, 21, 9, 0, tzinfo=UTC), lines)
