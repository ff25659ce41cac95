# SPDX-License-Identifier: Apache-2.0
"""The catalogue's rows for how a case was handled: who checked it, cause, measures, result, call-back, signatures."""

from __future__ import annotations

from decimal import Decimal

from complaintdesk.desk.handling_papers import HandlingPaper
from complaintdesk.domain import terms
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.field import field_row as _field
from complaintdesk.field import sample_at as _at
from complaintdesk.formats import Kind

ROOTS: dict[str, type] = {"handling": HandlingPaper}

# fmt: off
HANDLING = (
    _field("handling.previous_number", QT_TRANSLATE_NOOP("fields", "Sheet before"), Kind.TEXT, "TS2026-000098", 17),
    _field("handling.wave", QT_TRANSLATE_NOOP("fields", "One of several"), Kind.TERM, False, 8),
    _field("handling.assisted", QT_TRANSLATE_NOOP("fields", "Helped with"), Kind.TERM, False, 8),
    _field("handling.answer_by", QT_TRANSLATE_NOOP("fields", "Answer asked for by"), Kind.INSTANT,
           _at(24, 17, 0), 17),
    _field("handling.checked_at", QT_TRANSLATE_NOOP("fields", "Checked"), Kind.INSTANT, _at(21, 14, 30), 17),
    _field("handling.checked_by", QT_TRANSLATE_NOOP("fields", "Checked by"), Kind.TEXT, "陈静", 10),
    _field("handling.checked_words", QT_TRANSLATE_NOOP("fields", "What the check found"), Kind.LONG,
           "现场核实，周末确有施工。", 30),
    _field("handling.passed_on_at", QT_TRANSLATE_NOOP("fields", "Passed on"), Kind.INSTANT, _at(21, 11, 10), 17),
    _field("handling.passed_on_by", QT_TRANSLATE_NOOP("fields", "Passed on by"), Kind.TEXT, "王敏", 10),
    _field("handling.until", QT_TRANSLATE_NOOP("fields", "To be done by"), Kind.INSTANT, _at(23, 17, 30), 17),
    _field("handling.contacted_at", QT_TRANSLATE_NOOP("fields", "Client first spoken to"), Kind.INSTANT,
           _at(21, 12, 40), 17),
    _field("handling.explained_at", QT_TRANSLATE_NOOP("fields", "Explained"), Kind.INSTANT, _at(22, 9, 20), 17),
    _field("handling.explained", QT_TRANSLATE_NOOP("fields", "What was explained"), Kind.LONG,
           "已说明施工时段规定。", 30),
    _field("handling.cause", QT_TRANSLATE_NOOP("fields", "Cause"), Kind.LONG,
           "装修公司不了解施工时段规定，巡查周末未安排人。", 40),
    _field("handling.measures", QT_TRANSLATE_NOOP("fields", "Measures taken"), Kind.LONG,
           "当场停工，补签施工时段承诺书；护管部周末上下午各巡查一次。", 40),
    _field("handling.course", QT_TRANSLATE_NOOP("fields", "What was carried out"), Kind.LONG,
           "已当场停工，承诺书已签；周末两次巡查，无违时施工。", 40),
    _field("handling.returned_at", QT_TRANSLATE_NOOP("fields", "Result returned"), Kind.INSTANT, _at(22, 16, 0), 17),
    _field("handling.returned_by", QT_TRANSLATE_NOOP("fields", "Result returned by"), Kind.TEXT, "周队长", 10),
    _field("handling.compensation", QT_TRANSLATE_NOOP("fields", "Compensation"), Kind.MONEY, Decimal("500.00"), 10),
    _field("handling.compensated", QT_TRANSLATE_NOOP("fields", "What was agreed on compensation"), Kind.LONG,
           "减免一个月停车费。", 30),
    _field("handling.approved_by", QT_TRANSLATE_NOOP("fields", "Approved by"), Kind.TEXT, "孙总", 10),
    _field("handling.taught", QT_TRANSLATE_NOOP("fields", "What was taught"), Kind.LONG,
           "《装修巡查作业规程》，全体护管员培训。", 30),
    _field("handling.corrective", QT_TRANSLATE_NOOP("fields", "Corrective actions"), Kind.WORDS,
           ("JZ2026-000007",), 16),
    _field("handling.called_at", QT_TRANSLATE_NOOP("fields", "Called back"), Kind.INSTANT, _at(23, 18, 30), 17),
    _field("handling.called_by", QT_TRANSLATE_NOOP("fields", "Called back by"), Kind.TEXT, "王敏", 10),
    _field("handling.way", QT_TRANSLATE_NOOP("fields", "How called back"), Kind.TERM, terms.FollowUpWay.PHONE, 8),
    _field("handling.rating", QT_TRANSLATE_NOOP("fields", "Rating"), Kind.TERM, terms.Rating.CONTENT, 10),
    _field("handling.call_words", QT_TRANSLATE_NOOP("fields", "What the client said"), Kind.LONG,
           "已安静，感谢物业及时处理。", 30),
    _field("handling.next_number", QT_TRANSLATE_NOOP("fields", "New sheet"), Kind.TEXT, "TS2026-000123-2", 17),
    _field("handling.closed_by", QT_TRANSLATE_NOOP("fields", "Closed by"), Kind.TEXT, "陈静", 10),
    _field("handling.signed_by", QT_TRANSLATE_NOOP("fields", "Result signed by"), Kind.TEXT, "赵主任", 10),
    _field("handling.signed_at", QT_TRANSLATE_NOOP("fields", "Result signed"), Kind.INSTANT, _at(23, 9, 10), 17),
)
# fmt: on
