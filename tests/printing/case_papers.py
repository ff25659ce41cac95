# SPDX-License-Identifier: Apache-2.0
"""The papers of a case as records, built directly."""

from __future__ import annotations

from dataclasses import replace

from complaintdesk.desk.case_papers import (
    CorrectivePaper,
    InspectionPaper,
    LiaisonPaper,
    ProgressPaper,
    ProgressStep,
    ReminderPaper,
)
from complaintdesk.desk.records import CaseRecord
from complaintdesk.domain import terms
from tests.printing.papers import a_case, at

COMPLAINT: CaseRecord = a_case(
    kind=terms.CaseKind.COMPLAINT,
    number="TS2026-000123",
    sheet_number="TS2026-000123",
    content="3栋电梯本月三次困人，要求更换。",
)


def a_liaison(**changes: object) -> LiaisonPaper:
    sheet = LiaisonPaper(
        id=4,
        number="LX2026-000031",
        case=COMPLAINT,
        to="品质管理部",
        goes_up=True,
        matter="维保单位两次约修未到，业主要求更换电梯。",
        wanted="请协调维保单位本周内到场。",
        answer_by=at(17, 30, 24),
        issued_at=at(11, 20),
        issued_by="王敏",
        signed_at=at(14, 5),
        signed_by="钱品",
        answer="门机已更换，检测合格。",
        answered_at=at(16, 0, 23),
        answered_by="钱品",
        void_reason="",
    )
    return replace(sheet, **changes)  # type: ignore[arg-type]


def a_corrective(**changes: object) -> CorrectivePaper:
    sheet = CorrectivePaper(
        id=2,
        number="JZ2026-000007",
        case=COMPLAINT,
        department="工程部",
        facts="1号电梯三次困人。",
        cause="门机皮带老化未按期更换。",
        responsible="陈工",
        opened_at=at(9, 10, 22),
        opened_by="王敏",
        void_reason="",
    )
    return replace(sheet, **changes)  # type: ignore[arg-type]


def a_reminder(**changes: object) -> ReminderPaper:
    sheet = ReminderPaper(
        id=31,
        case=a_case(),
        about="WX2026-000656",
        count=2,
        at=at(16, 30),
        by="王敏",
        whom="水电班 李志强",
        way=terms.ReminderWay.PHONE,
        words="业主第二次来电。",
        promise="17:00前到场",
        until=at(17, 0),
    )
    return replace(sheet, **changes)  # type: ignore[arg-type]


def an_inspection(**changes: object) -> InspectionPaper:
    found = InspectionPaper(41, COMPLAINT, at(9, 30, 22), "赵主任、陈工、业主代表", "门机皮带开裂，当场停用。", "王敏")
    return replace(found, **changes)  # type: ignore[arg-type]


def a_progress(**changes: object) -> ProgressPaper:
    steps = (
        ProgressStep(at(10, 42), terms.EventKind.REGISTERED, ""),
        ProgressStep(at(11, 20), terms.EventKind.ESCALATED, "品质管理部"),
        ProgressStep(at(12, 0), terms.EventKind.PAUSED, "", terms.PauseReason.THIRD_PARTY),
        ProgressStep(at(16, 40), terms.EventKind.ANSWERED, "明日上午联合查看现场。"),
    )
    return replace(ProgressPaper(COMPLAINT, steps, at(17, 30, 24)), **changes)  # type: ignore[arg-type]
