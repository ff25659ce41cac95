# SPDX-License-Identifier: Apache-2.0
"""The catalogue's rows for further lists: calls, call-backs, the week's complaints, slips bound and out, surveys."""

from __future__ import annotations

from datetime import date
from functools import partial

from complaintdesk.desk.binding_sheets import BindingLine, BindingSheet
from complaintdesk.desk.call_registers import CallBackLine, CallLine, CallRegister, FollowUpRegister
from complaintdesk.desk.slip_lists import LedgerRow, SlipsOut
from complaintdesk.desk.survey_sheets import SurveyAnswer, SurveySheet
from complaintdesk.desk.weekly_records import WeeklyLine, WeeklyRecord
from complaintdesk.domain import terms
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.field import field_row as _field
from complaintdesk.field import sample_at as _at
from complaintdesk.formats import Kind, Word

ListRecord = (
    CallRegister
    | CallLine
    | FollowUpRegister
    | CallBackLine
    | WeeklyRecord
    | WeeklyLine
    | BindingSheet
    | BindingLine
    | SlipsOut
    | LedgerRow
    | SurveySheet
    | SurveyAnswer
)
ROOTS: dict[str, type] = {
    "call_register": CallRegister,
    "calls": CallLine,
    "follow_up_register": FollowUpRegister,
    "call_backs": CallBackLine,
    "weekly": WeeklyRecord,
    "complaints": WeeklyLine,
    "binding": BindingSheet,
    "slips": BindingLine,
    "slips_out": SlipsOut,
    "out": LedgerRow,
    "survey": SurveySheet,
    "questions": SurveyAnswer,
}
ANONYMOUS = QT_TRANSLATE_NOOP("fields", "Anonymous")
CONFIDENTIAL = QT_TRANSLATE_NOOP("fields", "Confidential")
AT_ONCE = QT_TRANSLATE_NOOP("fields", "Answered at once")
ALL_DEPARTMENTS = QT_TRANSLATE_NOOP("fields", "All departments")
BEFORE = QT_TRANSLATE_NOOP("fields", "From before")
VOID = QT_TRANSLATE_NOOP("fields", "Void: {reason}")
_DAYS = (date(2026, 11, 22), date(2026, 11, 22))
_LETTERS = {terms.Rating.CONTENT: "A", terms.Rating.FAIR: "B", terms.Rating.NOT_CONTENT: "C"}


def _days(record: CallRegister | FollowUpRegister | WeeklyRecord) -> tuple[date, date]:
    return record.from_on, record.to_on


def _letter(name: str, line: CallBackLine) -> str | None:
    """A rating as the letter that the register explains in its foot."""
    return _LETTERS.get(getattr(line, name))


def _dealt(call: CallLine) -> tuple[object, ...]:
    """How a call was dealt with: answered there and then, or the slips that went out for it."""
    return call.orders or ((Word(AT_ONCE),) if call.at_once else ())


def _call_remarks(call: CallLine) -> tuple[object, ...]:
    return (Word(VOID, {"reason": call.void_reason}),) if call.state is terms.CaseState.VOID else ()


def _complainant(line: WeeklyLine) -> object:
    """Who complained; not whom a case in confidence is from."""
    if line.confidential:
        return Word(CONFIDENTIAL)
    return Word(ANONYMOUS) if line.anonymous else line.caller


def _stands(line: WeeklyLine) -> tuple[object, ...]:
    """Where a complaint stands, and for what it waits."""
    return tuple(part for part in (line.state, line.waits_for) if part is not None)


def _weekly_remarks(line: WeeklyLine) -> tuple[object, ...]:
    before = (Word(BEFORE),) if line.before else ()
    return before + ((line.level,) if line.level is terms.Level.MAJOR else ())


# fmt: off
_CALLS = (
    _field("call_register.days", QT_TRANSLATE_NOOP("fields", "Days"), Kind.SPAN, _DAYS, 24, _days),
    _field("call_register.count", QT_TRANSLATE_NOOP("fields", "Calls"), Kind.NUMBER, 12, 6),
    _field("calls.called_at", QT_TRANSLATE_NOOP("fields", "Called"), Kind.INSTANT, _at(21, 10, 42), 17),
    _field("calls.caller", QT_TRANSLATE_NOOP("fields", "Name"), Kind.TEXT, "张建国", 12,
           lambda line: Word(ANONYMOUS) if line.anonymous else line.caller),
    _field("calls.place", QT_TRANSLATE_NOOP("fields", "Place"), Kind.TEXT, "3栋2单元1502", 18),
    _field("calls.phone", QT_TRANSLATE_NOOP("fields", "Phone"), Kind.PHONE, "13800005678", 15),
    _field("calls.kind", QT_TRANSLATE_NOOP("fields", "Kind"), Kind.TERM, terms.CaseKind.REPAIR, 10),
    _field("calls.content", QT_TRANSLATE_NOOP("fields", "Content"), Kind.LONG,
           "厨房洗菜盆下水管漏水，已流到橱柜，下午三点后在家。", 40),
    _field("calls.by", QT_TRANSLATE_NOOP("fields", "Taken by"), Kind.TEXT, "王敏", 10),
    _field("calls.number", QT_TRANSLATE_NOOP("fields", "Number"), Kind.TEXT, "BX2026-000912", 15),
    _field("calls.dealt", QT_TRANSLATE_NOOP("fields", "Dealt with by"), Kind.WORDS, ("WX2026-000656",), 16, _dealt),
    _field("calls.answered_at", QT_TRANSLATE_NOOP("fields", "Answered"), Kind.INSTANT, _at(21, 16, 40), 17),
    _field("calls.outcome", QT_TRANSLATE_NOOP("fields", "Outcome"), Kind.LONG, "更换下水软管，试水不漏。", 30),
    _field("calls.remarks", QT_TRANSLATE_NOOP("fields", "Remarks"), Kind.WORDS,
           (Word(VOID, {"reason": "重复"}),), 16, _call_remarks),
    _field("follow_up_register.days", QT_TRANSLATE_NOOP("fields", "Days"), Kind.SPAN, _DAYS, 24, _days),
    _field("follow_up_register.count", QT_TRANSLATE_NOOP("fields", "Follow-ups"), Kind.NUMBER, 26, 6),
    _field("follow_up_register.content", QT_TRANSLATE_NOOP("fields", "Clients content"), Kind.NUMBER, 21, 6),
    _field("follow_up_register.fair", QT_TRANSLATE_NOOP("fields", "Clients content on the whole"), Kind.NUMBER, 4, 6),
    _field("follow_up_register.not_content", QT_TRANSLATE_NOOP("fields", "Clients not content"), Kind.NUMBER, 1, 6),
    _field("call_backs.called_at", QT_TRANSLATE_NOOP("fields", "Called back"), Kind.INSTANT, _at(22, 18, 30), 17),
    _field("call_backs.number", QT_TRANSLATE_NOOP("fields", "Number"), Kind.TEXT, "BX2026-000912", 15),
    _field("call_backs.orders", QT_TRANSLATE_NOOP("fields", "Work orders"), Kind.WORDS, ("WX2026-000656",), 16),
    _field("call_backs.kind", QT_TRANSLATE_NOOP("fields", "Kind"), Kind.TERM, terms.CaseKind.REPAIR, 10),
    _field("call_backs.place", QT_TRANSLATE_NOOP("fields", "Place"), Kind.TEXT, "3栋2单元1502", 18),
    _field("call_backs.client", QT_TRANSLATE_NOOP("fields", "Name"), Kind.TEXT, "张建国", 12,
           lambda line: Word(ANONYMOUS) if line.anonymous else line.client),
    _field("call_backs.way", QT_TRANSLATE_NOOP("fields", "How called back"), Kind.TERM, terms.FollowUpWay.PHONE, 8),
    _field("call_backs.rating", QT_TRANSLATE_NOOP("fields", "Rating"), Kind.TERM, terms.Rating.CONTENT, 10),
    *(
        _field(f"call_backs.{name}", label, Kind.TEXT, "A", 6, partial(_letter, name))
        for name, label in (
            ("quality", QT_TRANSLATE_NOOP("fields", "Quality")),
            ("manner", QT_TRANSLATE_NOOP("fields", "Manner")),
            ("timeliness", QT_TRANSLATE_NOOP("fields", "Timeliness")),
        )
    ),
    _field("call_backs.letter", QT_TRANSLATE_NOOP("fields", "Rating as a letter"), Kind.TEXT, "A", 6,
           partial(_letter, "rating")),
    _field("call_backs.words", QT_TRANSLATE_NOOP("fields", "What the client said"), Kind.LONG,
           "修得好，师傅很客气。", 30),
    _field("call_backs.unsolved", QT_TRANSLATE_NOOP("fields", "Else unsolved"), Kind.LONG, "楼道灯时亮时灭。", 24),
    _field("call_backs.called_by", QT_TRANSLATE_NOOP("fields", "Called back by"), Kind.TEXT, "王敏", 10),
    _field("call_backs.confirmed_by", QT_TRANSLATE_NOOP("fields", "Countersigned by"), Kind.TEXT, "陈静", 10),
)
_WEEKLY = (
    _field("weekly.department", QT_TRANSLATE_NOOP("fields", "Department"), Kind.TEXT, "工程部", 12,
           lambda week: week.department or Word(ALL_DEPARTMENTS)),
    _field("weekly.days", QT_TRANSLATE_NOOP("fields", "Days"), Kind.SPAN, _DAYS, 24, _days),
    _field("weekly.carried", QT_TRANSLATE_NOOP("fields", "Left from before"), Kind.NUMBER, 2, 6),
    _field("weekly.new", QT_TRANSLATE_NOOP("fields", "Came in"), Kind.NUMBER, 7, 6),
    _field("weekly.done", QT_TRANSLATE_NOOP("fields", "Done by the end"), Kind.NUMBER, 6, 6),
    _field("weekly.left", QT_TRANSLATE_NOOP("fields", "Still in hand"), Kind.NUMBER, 3, 6),
    _field("weekly.rate", QT_TRANSLATE_NOOP("fields", "Share done"), Kind.TEXT, "66.67% (6/9)", 12,
           lambda week: week.rate.show()),
    _field("complaints.number", QT_TRANSLATE_NOOP("fields", "Number"), Kind.TEXT, "TS2026-000123", 15),
    _field("complaints.received_at", QT_TRANSLATE_NOOP("fields", "Received"), Kind.INSTANT, _at(21, 10, 42), 17),
    _field("complaints.caller", QT_TRANSLATE_NOOP("fields", "Name"), Kind.TEXT, "张建国", 12, _complainant),
    _field("complaints.place", QT_TRANSLATE_NOOP("fields", "Place"), Kind.TEXT, "3栋2单元1502", 18,
           lambda line: None if line.confidential else line.place),
    _field("complaints.content", QT_TRANSLATE_NOOP("fields", "Content"), Kind.LONG,
           "楼上装修太吵，午休时间也不停。", 40),
    _field("complaints.category", QT_TRANSLATE_NOOP("fields", "Category"), Kind.TEXT, "噪音扰民", 14),
    _field("complaints.valid", QT_TRANSLATE_NOOP("fields", "Valid"), Kind.TERM, True, 8),
    _field("complaints.follower", QT_TRANSLATE_NOOP("fields", "Followed up by"), Kind.TEXT, "王敏", 10),
    _field("complaints.outcome", QT_TRANSLATE_NOOP("fields", "Outcome"), Kind.LONG, "已劝止，签施工时段承诺书。", 40),
    _field("complaints.handled_at", QT_TRANSLATE_NOOP("fields", "Handled"), Kind.INSTANT, _at(21, 17, 10), 17),
    _field("complaints.rating", QT_TRANSLATE_NOOP("fields", "Follow-up"), Kind.TERM, terms.Rating.CONTENT, 10),
    _field("complaints.stands", QT_TRANSLATE_NOOP("fields", "State"), Kind.WORDS, (terms.CaseState.HANDLED,), 12,
           _stands),
    _field("complaints.remarks", QT_TRANSLATE_NOOP("fields", "Remarks"), Kind.WORDS, (Word(BEFORE),), 12,
           _weekly_remarks),
)
_BINDING = (
    _field("binding.month", QT_TRANSLATE_NOOP("fields", "Month"), Kind.DAY, date(2026, 11, 1), 12),
    _field("binding.numbers", QT_TRANSLATE_NOOP("fields", "Numbers of the month"), Kind.NUMBER, 126, 6),
    _field("binding.returned", QT_TRANSLATE_NOOP("fields", "Slips returned"), Kind.NUMBER, 120, 6),
    _field("binding.open", QT_TRANSLATE_NOOP("fields", "Slips not returned"), Kind.NUMBER, 3, 6),
    _field("binding.void", QT_TRANSLATE_NOOP("fields", "Slips void"), Kind.NUMBER, 2, 6),
    _field("binding.missing", QT_TRANSLATE_NOOP("fields", "Slips missing"), Kind.NUMBER, 1, 6),
    _field("binding.signed_by", QT_TRANSLATE_NOOP("fields", "Signed by"), Kind.TEXT, "王敏", 10),
    _field("binding.signed_at", QT_TRANSLATE_NOOP("fields", "Signed"), Kind.INSTANT, _at(30, 17, 0), 17),
    _field("slips.number", QT_TRANSLATE_NOOP("fields", "Work order"), Kind.TEXT, "WX2026-000656", 15),
    _field("slips.issued_at", QT_TRANSLATE_NOOP("fields", "Issued"), Kind.INSTANT, _at(21, 10, 45), 17),
    _field("slips.place", QT_TRANSLATE_NOOP("fields", "Place"), Kind.TEXT, "3栋2单元1502", 18),
    _field("slips.state", QT_TRANSLATE_NOOP("fields", "State"), Kind.TERM, terms.BindingState.RETURNED, 8),
    _field("slips.parts", QT_TRANSLATE_NOOP("fields", "Parts returned"), Kind.WORDS, ("客服", "工程"), 16),
    _field("slips.holder", QT_TRANSLATE_NOOP("fields", "Last had by"), Kind.TEXT, "李志强", 10),
    _field("slips.missing", QT_TRANSLATE_NOOP("fields", "Slip missing"), Kind.TERM, False, 6),
    _field("slips.reason", QT_TRANSLATE_NOOP("fields", "Why"), Kind.LONG, "业主取消", 20),
)
_OUT = (
    _field("slips_out.at", QT_TRANSLATE_NOOP("fields", "As of"), Kind.INSTANT, _at(21, 17, 0), 17),
    _field("slips_out.count", QT_TRANSLATE_NOOP("fields", "Slips still out"), Kind.NUMBER, 3, 6),
    _field("out.number", QT_TRANSLATE_NOOP("fields", "Work order"), Kind.TEXT, "WX2026-000656", 15),
    _field("out.issued_at", QT_TRANSLATE_NOOP("fields", "Issued"), Kind.INSTANT, _at(21, 10, 45), 17),
    _field("out.place", QT_TRANSLATE_NOOP("fields", "Place"), Kind.TEXT, "3栋2单元1502", 18),
    _field("out.content", QT_TRANSLATE_NOOP("fields", "What is to be done"), Kind.LONG, "厨房水槽下面漏水", 30),
    _field("out.team_name", QT_TRANSLATE_NOOP("fields", "Team"), Kind.TEXT, "水电班", 10),
    _field("out.holder", QT_TRANSLATE_NOOP("fields", "Who has it"), Kind.TEXT, "李志强", 10),
    _field("out.since", QT_TRANSLATE_NOOP("fields", "Has it since"), Kind.INSTANT, _at(21, 11, 5), 17),
    _field("out.state", QT_TRANSLATE_NOOP("fields", "State"), Kind.TERM, terms.OrderState.COMPLETED, 8),
    _field("out.missing", QT_TRANSLATE_NOOP("fields", "Parts still out"), Kind.WORDS, ("客服联",), 12),
    _field("out.chased", QT_TRANSLATE_NOOP("fields", "Times chased"), Kind.NUMBER, 1, 6,
           lambda line: line.chases.count),
)
_SURVEYS = (
    _field("survey.number", QT_TRANSLATE_NOOP("fields", "Number"), Kind.TEXT, "2026-H2-0315", 14),
    _field("survey.period", QT_TRANSLATE_NOOP("fields", "Period"), Kind.TEXT, "2026年下半年", 14),
    _field("survey.place", QT_TRANSLATE_NOOP("fields", "Place"), Kind.TEXT, "3栋2单元1502", 18),
    _field("survey.name", QT_TRANSLATE_NOOP("fields", "Name"), Kind.TEXT, "张建国", 12),
    _field("survey.phone", QT_TRANSLATE_NOOP("fields", "Phone"), Kind.PHONE, "13800005678", 15),
    _field("survey.day", QT_TRANSLATE_NOOP("fields", "Day asked"), Kind.DAY, date(2026, 11, 21), 12),
    _field("survey.way", QT_TRANSLATE_NOOP("fields", "How asked"), Kind.TERM, terms.FollowUpWay.VISIT, 8),
    _field("survey.words", QT_TRANSLATE_NOOP("fields", "Opinions and suggestions"), Kind.LONG,
           "地下车库指示牌不清楚，建议增加。", 40),
    _field("survey.by", QT_TRANSLATE_NOOP("fields", "Asked by"), Kind.TEXT, "李静", 10),
    _field("questions.group", QT_TRANSLATE_NOOP("fields", "Side of the service"), Kind.TEXT, "服务接待", 10),
    _field("questions.question", QT_TRANSLATE_NOOP("fields", "What is asked"), Kind.TEXT,
           "热线接听及时，接待热情有礼", 30),
    _field("questions.grade", QT_TRANSLATE_NOOP("fields", "Answer"), Kind.TERM, terms.SurveyGrade.CONTENT, 10),
    _field("questions.opinion", QT_TRANSLATE_NOOP("fields", "Opinion"), Kind.LONG, "夜间有两次停电", 20),
    _field("questions.suggestion", QT_TRANSLATE_NOOP("fields", "Suggestion"), Kind.LONG, "提前一天张贴通知", 20),
)
# fmt: on
LISTS = (*_CALLS, *_WEEKLY, *_BINDING, *_OUT, *_SURVEYS)
