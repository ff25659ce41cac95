# SPDX-License-Identifier: Apache-2.0
"""The catalogue's rows for the papers of a case, liaison sheets to progress, with those of households and lists."""

from __future__ import annotations

from complaintdesk import handling_fields, household_fields, list_fields
from complaintdesk.desk.case_papers import (
    CasePaper,
    CorrectivePaper,
    InspectionPaper,
    LiaisonPaper,
    ProgressPaper,
    ProgressStep,
    ReminderPaper,
)
from complaintdesk.desk.handling_papers import HandlingPaper
from complaintdesk.domain import terms
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.field import field_row, sample_at
from complaintdesk.formats import Kind


def _words(step: ProgressStep) -> tuple[object, ...]:
    return tuple(part for part in (step.more, step.words) if part)


PaperRecord = CasePaper | HandlingPaper | ProgressStep | household_fields.HouseholdRecord | list_fields.ListRecord
ROOTS: dict[str, type] = {
    "liaison": LiaisonPaper,
    "corrective": CorrectivePaper,
    "reminder": ReminderPaper,
    "inspection": InspectionPaper,
    "progress": ProgressPaper,
    "steps": ProgressStep,
    **household_fields.ROOTS,
    **handling_fields.ROOTS,
    **list_fields.ROOTS,
}

# fmt: off
PAPERS = (
    field_row("case.confidential", QT_TRANSLATE_NOOP("fields", "Confidential"), Kind.TERM, False, 8),
    field_row("case.about", QT_TRANSLATE_NOOP("fields", "Complained of"), Kind.TEXT, "李静", 10),
    field_row("liaison.number", QT_TRANSLATE_NOOP("fields", "Liaison sheet"), Kind.TEXT, "LX2026-000031", 15),
    field_row("liaison.to", QT_TRANSLATE_NOOP("fields", "Sent to"), Kind.TEXT, "品质管理部", 14),
    field_row("liaison.goes_up", QT_TRANSLATE_NOOP("fields", "Goes up"), Kind.TERM, True, 8),
    field_row("liaison.matter", QT_TRANSLATE_NOOP("fields", "Matter"), Kind.LONG,
              "3栋电梯本月三次困人，维保单位两次约修未到，业主要求更换电梯并书面答复。", 40),
    field_row("liaison.wanted", QT_TRANSLATE_NOOP("fields", "What is wanted"), Kind.LONG,
              "请协调维保单位本周内到场检修，并出具安全检测报告。", 40),
    field_row("liaison.answer_by", QT_TRANSLATE_NOOP("fields", "Answer wanted by"), Kind.INSTANT,
              sample_at(24, 17, 30), 17),
    field_row("liaison.issued_at", QT_TRANSLATE_NOOP("fields", "Sheet issued"), Kind.INSTANT,
              sample_at(21, 11, 20), 17),
    field_row("liaison.issued_by", QT_TRANSLATE_NOOP("fields", "Sheet issued by"), Kind.TEXT, "王敏", 10),
    field_row("liaison.signed_at", QT_TRANSLATE_NOOP("fields", "Signed for"), Kind.INSTANT, sample_at(21, 14, 5), 17),
    field_row("liaison.signed_by", QT_TRANSLATE_NOOP("fields", "Signed for by"), Kind.TEXT, "钱品", 10),
    field_row("liaison.answer", QT_TRANSLATE_NOOP("fields", "Sheet's answer"), Kind.LONG,
              "维保单位已于23日更换门机，检测合格，报告附后。", 40),
    field_row("liaison.answered_at", QT_TRANSLATE_NOOP("fields", "Sheet answered"), Kind.INSTANT,
              sample_at(23, 16, 0), 17),
    field_row("liaison.answered_by", QT_TRANSLATE_NOOP("fields", "Sheet answered by"), Kind.TEXT, "钱品", 10),
    field_row("liaison.void_reason", QT_TRANSLATE_NOOP("fields", "Why void"), Kind.LONG, "填错部门", 20),
    field_row("corrective.number", QT_TRANSLATE_NOOP("fields", "Corrective sheet"), Kind.TEXT, "JZ2026-000007", 15),
    field_row("corrective.department", QT_TRANSLATE_NOOP("fields", "Department"), Kind.TEXT, "工程部", 12),
    field_row("corrective.facts", QT_TRANSLATE_NOOP("fields", "Facts"), Kind.LONG,
              "3栋1号电梯11月内三次困人，其中两次超过三十分钟才放出。", 40),
    field_row("corrective.cause", QT_TRANSLATE_NOOP("fields", "Cause"), Kind.LONG,
              "门机皮带老化未按期更换，维保记录代签，值班人员不熟悉放人操作。", 40),
    field_row("corrective.responsible", QT_TRANSLATE_NOOP("fields", "Responsible"), Kind.TEXT, "陈工", 10),
    field_row("corrective.opened_at", QT_TRANSLATE_NOOP("fields", "Opened"), Kind.INSTANT, sample_at(22, 9, 10), 17),
    field_row("corrective.opened_by", QT_TRANSLATE_NOOP("fields", "Opened by"), Kind.TEXT, "王敏", 10),
    field_row("corrective.void_reason", QT_TRANSLATE_NOOP("fields", "Why void"), Kind.LONG, "重复开单", 20),
    field_row("reminder.about", QT_TRANSLATE_NOOP("fields", "Chased slip"), Kind.TEXT, "WX2026-000656", 15),
    field_row("reminder.count", QT_TRANSLATE_NOOP("fields", "Which chase"), Kind.NUMBER, 2, 6),
    field_row("reminder.at", QT_TRANSLATE_NOOP("fields", "Chased"), Kind.INSTANT, sample_at(21, 16, 30), 17),
    field_row("reminder.by", QT_TRANSLATE_NOOP("fields", "Chased by"), Kind.TEXT, "王敏", 10),
    field_row("reminder.whom", QT_TRANSLATE_NOOP("fields", "Whom"), Kind.TEXT, "水电班 李志强", 14),
    field_row("reminder.way", QT_TRANSLATE_NOOP("fields", "How chased"), Kind.TERM, terms.ReminderWay.PHONE, 10),
    field_row("reminder.words", QT_TRANSLATE_NOOP("fields", "What was said"), Kind.LONG,
              "业主第二次来电，已等一个半小时，请立即上门。", 30),
    field_row("reminder.promise", QT_TRANSLATE_NOOP("fields", "What was promised"), Kind.LONG, "17:00前到场", 20),
    field_row("reminder.until", QT_TRANSLATE_NOOP("fields", "Promised until"), Kind.INSTANT, sample_at(21, 17, 0), 17),
    field_row("inspection.at", QT_TRANSLATE_NOOP("fields", "Inspected"), Kind.INSTANT, sample_at(22, 9, 30), 17),
    field_row("inspection.who", QT_TRANSLATE_NOOP("fields", "Who inspected"), Kind.LONG,
              "赵主任、陈工、维保单位周经理、业主代表", 30),
    field_row("inspection.found", QT_TRANSLATE_NOOP("fields", "What was found"), Kind.LONG,
              "1号电梯门机皮带开裂，机房温度38℃，应急电话无人接听；已当场停用并张贴告示。", 40),
    field_row("inspection.by", QT_TRANSLATE_NOOP("fields", "Written by"), Kind.TEXT, "王敏", 10),
    field_row("progress.promised_at", QT_TRANSLATE_NOOP("fields", "Promised for"), Kind.INSTANT,
              sample_at(24, 17, 30), 17),
    field_row("steps.at", QT_TRANSLATE_NOOP("fields", "Time"), Kind.INSTANT, sample_at(21, 16, 40), 17),
    field_row("steps.what", QT_TRANSLATE_NOOP("fields", "Step"), Kind.TERM, terms.EventKind.ANSWERED, 12),
    field_row("steps.words", QT_TRANSLATE_NOOP("fields", "Told"), Kind.WORDS,
              ("已通知维保单位，明日上午联合查看现场。",), 40, _words),
    *household_fields.HOUSEHOLD,
    *handling_fields.HANDLING,
    *list_fields.LISTS,
)
# fmt: on
