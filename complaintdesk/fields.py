# SPDX-License-Identifier: Apache-2.0
"""The one catalogue of what can be shown: every fact by its name, which tables, sheets and paper forms all speak."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, StrEnum
from operator import attrgetter
from zoneinfo import ZoneInfo

from complaintdesk import day_fields, labels, paper_fields, price_fields, slip_fields, team_fields
from complaintdesk.desk.case_papers import CasePaper
from complaintdesk.desk.follow_up_sheets import AttemptRecord, FollowUpSheet
from complaintdesk.desk.records import CaseRecord, MaterialRecord, OfficeRecord, OrderRecord
from complaintdesk.domain import terms
from complaintdesk.domain.toml_table import nearest
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.field import COUNT, Field
from complaintdesk.field import field_row as _field
from complaintdesk.field import sample_at as _at
from complaintdesk.formats import DEFAULT_FORMATS, FORMATS, Kind, Word, local, settled


@dataclass(frozen=True)
class PrintFacts:
    """The print itself: who makes it when, of a register the days and cases it covers, and the form's code."""

    by: str
    at: datetime
    covers: tuple[date, date] | None = None
    counts: Mapping[terms.CaseKind, int] = field(default_factory=dict)
    code: str = ""  # 表号 of the form by the rule book, '' for none


class Sample(Enum):
    """Stands in for any record: each field then has its sample for a value."""

    RECORD = 0


_Grouped = day_fields.DayRecord | paper_fields.PaperRecord | price_fields.PriceRecord | team_fields.TeamRecord
Record = (
    CaseRecord | OrderRecord | MaterialRecord | FollowUpSheet | AttemptRecord | _Grouped | OfficeRecord | PrintFacts
)
Records = Mapping[str, Record | Sample | None]  # by the first part of a field's name; None for a blank form


def find(name: str) -> Field:
    """The field of that name; raises UserError that offers the nearest one."""
    if found := FIELDS.get(name):
        return found
    if near := nearest(name, FIELDS):
        text = QT_TRANSLATE_NOOP("errors", "There is no field “{found}”. Is “{nearest}” meant?")
        raise UserError(text, found=name, nearest=near)
    raise UserError(QT_TRANSLATE_NOOP("errors", "There is no field “{found}”."), found=name)


def names() -> tuple[str, ...]:
    """Every field's name, in the order of the catalogue."""
    return tuple(FIELDS)


def label(name: str, language: str | None = None) -> str:
    """What a column or an input calls the field, in the language in use unless one is given."""
    return labels.translate("fields", find(name).label, language)


def value(name: str, record: Record | Records) -> object:
    """The bare value: None, a text, number, day, aware datetime, term, Word, or a tuple of these (see the kind)."""
    wanted = find(name)
    holder = _holder(name.partition(".")[0], record)
    if holder is None:
        return None
    return wanted.sample if isinstance(holder, Sample) else wanted.get(holder)


def cell(name: str, record: Record | Records, zone: ZoneInfo) -> str | int | Decimal | date | None:
    """The value as a sheet holds it: instants (aware) in the office's zone, days, numbers; all else as its text."""
    found = value(name, record)
    if isinstance(found, datetime):
        return local(found, zone)
    if found is None or isinstance(found, Decimal | date):
        return found
    if isinstance(found, str | int) and not isinstance(found, StrEnum | bool):
        return found
    return formatted(f"{{{name}}}", record, zone)


def formatted(expression: str, record: Record | Records, zone: ZoneInfo, language: str | None = None) -> str:
    """The text with its fields filled in: `{case.place} {case.received_at|time}`; what isn't known is left out."""

    def fill(match: re.Match[str]) -> str:
        found, kind = value(match[1], record), find(match[1]).written_as
        if found is None:
            return ""
        return FORMATS[match[2] or DEFAULT_FORMATS[kind]].write(
            settled(kind, found, zone, language or labels.language())
        )

    return _FIELD.sub(fill, expression).strip()


def references(expression: str) -> tuple[tuple[str, str], ...]:
    """The (name, format or '') of each field that an expression names; raises UserError for braces of another kind."""
    if _BRACE.search(_FIELD.sub("", expression)):
        text = QT_TRANSLATE_NOOP("errors", "A field is written {{name}} or {{name|format}}, not as in “{found}”.")
        raise UserError(text, found=expression)
    return tuple(_FIELD.findall(expression))


def with_same_facts(hidden: Iterable[str]) -> frozenset[str]:
    """These fields with those that tell the same: what leaves one of them blank leaves them all."""
    found = frozenset(hidden)
    return found.union(*(same for same in _SAME_FACTS if same & found))


def formats_of(name: str) -> tuple[str, ...]:
    """The formats that suit the field; raises UserError for an unknown one."""
    kind = find(name).written_as
    return tuple(each for each, form in FORMATS.items() if kind in form.kinds)


def terms_of(name: str) -> tuple[str, ...]:
    """What a field of a closed set can be, 'yes' and 'no' included; () for any other field."""
    sample = find(name).sample
    if isinstance(sample, bool):
        return ("yes", "no")
    return tuple(each.value for each in type(sample)) if isinstance(sample, StrEnum) else ()


def term(name: str, record: Record | Records) -> str:
    """Which of `terms_of` the field is; '' where it isn't known."""
    found = value(name, record)
    if isinstance(found, bool):
        return "yes" if found else "no"
    return found.value if isinstance(found, StrEnum) else ""


def _holder(root: str, record: Record | Records) -> Record | Sample | None:
    if isinstance(record, Mapping):
        return record[root]
    if root == "case" and isinstance(record, OrderRecord | FollowUpSheet | CasePaper):
        return record.case
    if not isinstance(record, ROOTS[root]):
        raise TypeError(f"a {type(record).__name__} has no {root}")
    return record


def _caller(case: CaseRecord) -> object:
    return Word(ANONYMOUS) if case.anonymous else case.caller_name


def _level(case: CaseRecord) -> terms.Level | None:
    """What a complaint is judged to be; of any other matter only that it is a major one."""
    judged = case.kind is terms.CaseKind.COMPLAINT or case.level is terms.Level.MAJOR
    return case.level if judged else None


def _remarks(case: CaseRecord) -> tuple[object, ...]:
    """What a reader of the register must know besides: history, weight, repeats, gaps (缺项), voiding."""
    found: list[object] = []
    if case.origin is not terms.Origin.DESK:
        found.append(case.origin)
    if case.level is terms.Level.MAJOR:
        found.append(case.level)
    if case.round > 1:
        found.append(Word(QT_TRANSLATE_NOOP("fields", "Round {round}"), {"round": case.round}))
    if case.repeats_number:
        found.append(Word(QT_TRANSLATE_NOOP("fields", "again after {number}"), {"number": case.repeats_number}))
    if case.gaps:
        found.append(Word(QT_TRANSLATE_NOOP("fields", "not told: {gaps}"), {"gaps": _gaps(case)}))
    if case.state is terms.CaseState.VOID:
        found.append(Word(QT_TRANSLATE_NOOP("fields", "Void: {reason}"), {"reason": case.void_reason}))
    return tuple(found)


def _gaps(case: CaseRecord) -> tuple[Word, ...]:
    return tuple(Word(FIELDS[f"case.{gap}"].label) for gap in case.gaps)


def _own_fields(case: CaseRecord) -> tuple[Word, ...]:
    return tuple(Word(OWN, {"name": name, "value": value}) for name, value in case.own_fields)


def _counts(facts: PrintFacts) -> tuple[Word, ...]:
    return tuple(Word(COUNT, {"kind": kind, "n": n}) for kind in terms.CaseKind if (n := facts.counts.get(kind)))


def _orders(case: CaseRecord) -> tuple[str, ...]:
    return tuple(order.number for order in case.orders if order.state is not terms.OrderState.VOID)


ROOTS: dict[str, type] = {
    "case": CaseRecord,
    "work_order": OrderRecord,
    "materials": MaterialRecord,
    "follow_up": FollowUpSheet,
    "attempts": AttemptRecord,
    **day_fields.ROOTS,
    **paper_fields.ROOTS,
    **price_fields.ROOTS,
    **team_fields.ROOTS,
    "office": OfficeRecord,
    "print": PrintFacts,
}
OWN = QT_TRANSLATE_NOOP("fields", "{name}: {value}")
ANONYMOUS = QT_TRANSLATE_NOOP("fields", "Anonymous")
_SAME_FACTS = (frozenset({"case.caller", "case.caller_name"}),)
_FIELD = re.compile(r"\{([a-z_]+(?:\.[a-z_]+)+)(?:\|([a-z_]+))?\}")
_BRACE = re.compile(r"[{}]")

# fmt: off
_CASE = (
    _field("case.number", QT_TRANSLATE_NOOP("fields", "Number"), Kind.TEXT, "BX2026-000912", 15,
           lambda case: case.number or case.old_number),
    _field("case.sheet_number", QT_TRANSLATE_NOOP("fields", "Sheet number"), Kind.TEXT, "BX2026-000912", 17),
    _field("case.old_number", QT_TRANSLATE_NOOP("fields", "Old number"), Kind.TEXT, "2019-0318", 12),
    _field("case.origin", QT_TRANSLATE_NOOP("fields", "Origin"), Kind.TERM, terms.Origin.DESK, 10),
    _field("case.kind", QT_TRANSLATE_NOOP("fields", "Kind"), Kind.TERM, terms.CaseKind.REPAIR, 10),
    _field("case.channel", QT_TRANSLATE_NOOP("fields", "Channel"), Kind.TERM, terms.Channel.PHONE, 10),
    _field("case.state", QT_TRANSLATE_NOOP("fields", "State"), Kind.TERM, terms.CaseState.IN_HAND, 10),
    _field("case.round", QT_TRANSLATE_NOOP("fields", "Round"), Kind.NUMBER, 1, 6),
    _field("case.received_at", QT_TRANSLATE_NOOP("fields", "Received"), Kind.INSTANT, _at(21, 10, 42), 17),
    _field("case.received_on", QT_TRANSLATE_NOOP("fields", "Received on"), Kind.DAY, date(2026, 11, 21), 12),
    _field("case.recorded_at", QT_TRANSLATE_NOOP("fields", "Recorded"), Kind.INSTANT, _at(21, 10, 44), 17),
    _field("case.first_contact", QT_TRANSLATE_NOOP("fields", "First contact"), Kind.TEXT, "王敏", 10),
    _field("case.place", QT_TRANSLATE_NOOP("fields", "Place"), Kind.TEXT, "3栋2单元1502", 18),
    _field("case.caller", QT_TRANSLATE_NOOP("fields", "Name"), Kind.TEXT, "张建国", 12, _caller),
    _field("case.caller_name", QT_TRANSLATE_NOOP("fields", "Name told"), Kind.TEXT, "张建国", 12),
    _field("case.caller_phone", QT_TRANSLATE_NOOP("fields", "Phone"), Kind.PHONE, "13812345678", 15),
    _field("case.anonymous", QT_TRANSLATE_NOOP("fields", "Anonymous"), Kind.TERM, False, 8),
    _field("case.content", QT_TRANSLATE_NOOP("fields", "Content"), Kind.LONG,
           "厨房洗菜盆下水管漏水，已流到橱柜，楼下1402反映天花板有水印。业主下午三点后在家，上门前请先电话联系。", 60),
    _field("case.category", QT_TRANSLATE_NOOP("fields", "Category"), Kind.TEXT, "给排水", 14,
           attrgetter("category_name")),
    _field("case.department", QT_TRANSLATE_NOOP("fields", "Department"), Kind.TEXT, "工程部", 12,
           attrgetter("department_name")),
    _field("case.appointment", QT_TRANSLATE_NOOP("fields", "Appointment"), Kind.SPAN, (_at(21, 15, 0), _at(21, 17, 0)),
           24, attrgetter("appointment_from", "appointment_to")),
    _field("case.appointment_from", QT_TRANSLATE_NOOP("fields", "Appointment from"), Kind.INSTANT, _at(21, 15, 0), 17),
    _field("case.appointment_to", QT_TRANSLATE_NOOP("fields", "Appointment until"), Kind.INSTANT, _at(21, 17, 0), 17),
    _field("case.service_from", QT_TRANSLATE_NOOP("fields", "Service from"), Kind.INSTANT, _at(21, 8, 0), 17),
    _field("case.service_to", QT_TRANSLATE_NOOP("fields", "Service until"), Kind.INSTANT, _at(30, 23, 59), 17),
    _field("case.charge", QT_TRANSLATE_NOOP("fields", "Charge"), Kind.TERM, terms.Charge.CHARGEABLE, 8),
    _field("case.quoted", QT_TRANSLATE_NOOP("fields", "Price told"), Kind.MONEY, Decimal("80.00"), 10),
    _field("case.price_agreed", QT_TRANSLATE_NOOP("fields", "Price agreed"), Kind.TERM, True, 8),
    _field("case.price_on_site", QT_TRANSLATE_NOOP("fields", "Price on site"), Kind.TERM, False, 8),
    _field("case.grade", QT_TRANSLATE_NOOP("fields", "Grade"), Kind.TERM, terms.Grade.URGENT, 8),
    _field("case.public_area", QT_TRANSLATE_NOOP("fields", "Public area"), Kind.TERM, False, 8),
    _field("case.complex_job", QT_TRANSLATE_NOOP("fields", "Complex job"), Kind.TERM, False, 8),
    _field("case.level", QT_TRANSLATE_NOOP("fields", "Level"), Kind.TERM, terms.Level.GENERAL, 8, _level),
    _field("case.level_criteria", QT_TRANSLATE_NOOP("fields", "Why major"), Kind.WORDS, ("要求赔偿", "涉及安全"), 24,
           attrgetter("level_criteria_words")),
    _field("case.heard", QT_TRANSLATE_NOOP("fields", "Heard"), Kind.TERM, True, 6),
    _field("case.asked", QT_TRANSLATE_NOOP("fields", "Asked"), Kind.TERM, True, 6),
    _field("case.repeated", QT_TRANSLATE_NOOP("fields", "Read back"), Kind.TERM, True, 6),
    _field("case.written", QT_TRANSLATE_NOOP("fields", "Written down"), Kind.TERM, True, 6),
    _field("case.reported_to", QT_TRANSLATE_NOOP("fields", "Reported to"), Kind.TEXT, "陈主管", 10),
    _field("case.reported_at", QT_TRANSLATE_NOOP("fields", "Reported"), Kind.INSTANT, _at(21, 11, 5), 17),
    _field("case.gaps", QT_TRANSLATE_NOOP("fields", "Not told"), Kind.WORDS,
           (Word(QT_TRANSLATE_NOOP("fields", "Phone")),), 16, _gaps),
    _field("case.repeats_number", QT_TRANSLATE_NOOP("fields", "Again after"), Kind.TEXT, "BX2026-000877", 15),
    _field("case.orders", QT_TRANSLATE_NOOP("fields", "Work orders"), Kind.WORDS, ("WX2026-000656",), 16, _orders),
    _field("case.answered_at", QT_TRANSLATE_NOOP("fields", "Answered"), Kind.INSTANT, _at(21, 16, 40), 17),
    _field("case.handled_at", QT_TRANSLATE_NOOP("fields", "Handled"), Kind.INSTANT, _at(21, 17, 10), 17),
    _field("case.closed_at", QT_TRANSLATE_NOOP("fields", "Closed"), Kind.INSTANT, _at(23, 9, 30), 17),
    _field("case.chases", QT_TRANSLATE_NOOP("fields", "Times chased"), Kind.NUMBER, 2, 8),
    _field("case.outcome", QT_TRANSLATE_NOOP("fields", "Outcome"), Kind.LONG, "更换下水软管，试水不漏，业主满意。", 40),
    _field("case.remarks", QT_TRANSLATE_NOOP("fields", "Remarks"), Kind.WORDS, (terms.Level.MAJOR,), 24, _remarks),
    _field("case.void_reason", QT_TRANSLATE_NOOP("fields", "Why void"), Kind.LONG, "重复登记", 20),
    _field("case.follow_up", QT_TRANSLATE_NOOP("fields", "Follow-up"), Kind.TERM, terms.Rating.CONTENT, 10),
    _field("case.valid", QT_TRANSLATE_NOOP("fields", "Valid"), Kind.TERM, True, 8),
    _field("case.hard", QT_TRANSLATE_NOOP("fields", "Hard problem"), Kind.TERM, False, 8),
    _field("case.priority", QT_TRANSLATE_NOOP("fields", "Priority"), Kind.TERM, terms.Priority.NORMAL, 8),
    _field("case.promised_at", QT_TRANSLATE_NOOP("fields", "Promised for"), Kind.INSTANT, _at(24, 17, 0), 17),
    _field("case.waits_for", QT_TRANSLATE_NOOP("fields", "Waits for"), Kind.TERM, terms.PauseReason.PARTS, 10),
    _field("case.escalated_to", QT_TRANSLATE_NOOP("fields", "Escalated to"), Kind.TEXT, "物业主任", 12,
           attrgetter("escalated_to_name")),
    _field("case.follower", QT_TRANSLATE_NOOP("fields", "Followed up by"), Kind.TEXT, "王敏", 10),
    _field("case.lead_number", QT_TRANSLATE_NOOP("fields", "Lead case"), Kind.TEXT, "BX2026-000905", 15),
    _field("case.own_fields", QT_TRANSLATE_NOOP("fields", "The office's own facts"), Kind.WORDS,
           (Word(OWN, {"name": "楼层", "value": "15"}),), 24, _own_fields),
)
_FOLLOW_UP = (
    _field("follow_up.name", QT_TRANSLATE_NOOP("fields", "Follow-up's name"), Kind.TEXT, "投诉回访", 14),
    _field("follow_up.sheet_number", QT_TRANSLATE_NOOP("fields", "Sheet number"), Kind.TEXT, "TS2026-000123", 17),
    _field("follow_up.opens_at", QT_TRANSLATE_NOOP("fields", "Call back from"), Kind.INSTANT, _at(21, 17, 10), 17),
    _field("follow_up.due_at", QT_TRANSLATE_NOOP("fields", "Call back until"), Kind.INSTANT, _at(24, 23, 59), 17),
    _field("follow_up.required", QT_TRANSLATE_NOOP("fields", "Must be made"), Kind.TERM, True, 8),
    _field("follow_up.called_at", QT_TRANSLATE_NOOP("fields", "Called back"), Kind.INSTANT, _at(22, 18, 30), 17),
    _field("follow_up.called_by", QT_TRANSLATE_NOOP("fields", "Called back by"), Kind.TEXT, "王敏", 10),
    _field("follow_up.way", QT_TRANSLATE_NOOP("fields", "How called back"), Kind.TERM, terms.FollowUpWay.PHONE, 8),
    _field("follow_up.rating", QT_TRANSLATE_NOOP("fields", "Rating"), Kind.TERM, terms.Rating.CONTENT, 10),
    _field("follow_up.words", QT_TRANSLATE_NOOP("fields", "What the client said"), Kind.LONG,
           "已安静，感谢物业及时处理。", 30),
    _field("follow_up.reasons", QT_TRANSLATE_NOOP("fields", "Why not content"), Kind.LONG, "要求当面对账。", 30),
    _field("follow_up.unsolved", QT_TRANSLATE_NOOP("fields", "Else unsolved"), Kind.LONG, "楼道灯时亮时灭。", 30),
    _field("follow_up.reply_by", QT_TRANSLATE_NOOP("fields", "Reply told for"), Kind.INSTANT, _at(23, 17, 0), 17),
    _field("follow_up.next_number", QT_TRANSLATE_NOOP("fields", "New sheet"), Kind.TEXT, "TS2026-000123-2", 17),
    _field("follow_up.confirmed_by", QT_TRANSLATE_NOOP("fields", "Countersigned by"), Kind.TEXT, "陈静", 10),
    _field("follow_up.confirmed_at", QT_TRANSLATE_NOOP("fields", "Countersigned"), Kind.INSTANT, _at(22, 18, 40), 17),
    _field("follow_up.given_up", QT_TRANSLATE_NOOP("fields", "Why given up"), Kind.LONG, "已搬走，三次未联系上", 20),
    _field("attempts.at", QT_TRANSLATE_NOOP("fields", "Tried"), Kind.INSTANT, _at(22, 10, 5), 17),
    _field("attempts.by", QT_TRANSLATE_NOOP("fields", "Tried by"), Kind.TEXT, "王敏", 10),
    _field("attempts.way", QT_TRANSLATE_NOOP("fields", "How tried"), Kind.TERM, terms.FollowUpWay.PHONE, 8),
    _field("attempts.outcome", QT_TRANSLATE_NOOP("fields", "In vain because"), Kind.TERM,
           terms.AttemptOutcome.NO_ANSWER, 12),
    _field("attempts.words", QT_TRANSLATE_NOOP("fields", "What was said"), Kind.LONG, "家人接听，请傍晚再打", 20),
    _field("attempts.call_again_at", QT_TRANSLATE_NOOP("fields", "Call again"), Kind.INSTANT, _at(22, 18, 0), 17),
)
_OFFICE = (
    _field("office.name", QT_TRANSLATE_NOOP("fields", "Office"), Kind.TEXT, "阳光花园物业服务中心", 24),
    _field("office.form_code", QT_TRANSLATE_NOOP("fields", "Form code"), Kind.TEXT, "YG-KF-07 A/0", 16),
    _field("office.address", QT_TRANSLATE_NOOP("fields", "Office address"), Kind.TEXT, "杭州市阳光路88号", 30),
    _field("office.complaint_phone", QT_TRANSLATE_NOOP("fields", "Complaints line"), Kind.PHONE, "057188880000", 16),
    _field("office.procedure", QT_TRANSLATE_NOOP("fields", "Procedure"), Kind.TEXT, "综合规程", 20,
           attrgetter("procedure_name")),
    _field("office.procedure_version", QT_TRANSLATE_NOOP("fields", "Procedure version"), Kind.NUMBER, 1, 8),
)
_PRINT = (
    _field("print.at", QT_TRANSLATE_NOOP("fields", "Printed"), Kind.INSTANT, _at(21, 10, 45), 17),
    _field("print.by", QT_TRANSLATE_NOOP("fields", "Printed by"), Kind.TEXT, "王敏", 10),
    _field("print.code", QT_TRANSLATE_NOOP("fields", "Code of the form"), Kind.TEXT, "ZC-24/B01", 12),
    _field("print.covers", QT_TRANSLATE_NOOP("fields", "Days covered"), Kind.SPAN,
           (date(2026, 11, 21), date(2026, 11, 21)), 24),
    _field("print.count", QT_TRANSLATE_NOOP("fields", "Cases"), Kind.NUMBER, 12, 6,
           lambda facts: facts.covers and sum(facts.counts.values())),
    _field("print.counts", QT_TRANSLATE_NOOP("fields", "Cases by kind"), Kind.WORDS,
           tuple(Word(COUNT, {"kind": kind, "n": 3}) for kind in list(terms.CaseKind)[:4]), 24, _counts),
)
# fmt: on
_MORE = (*day_fields.DAY, *paper_fields.PAPERS, *price_fields.PRICES, *team_fields.TEAM)
_ALL = (*_CASE, *slip_fields.SLIP, *slip_fields.MATERIALS, *_FOLLOW_UP, *_MORE, *_OFFICE, *_PRINT)
FIELDS: dict[str, Field] = {each.name: each for each in _ALL}

REGISTER_COLUMNS = (
    "case.number",
    "case.received_at",
    "case.kind",
    "case.channel",
    "case.caller",
    "case.place",
    "case.caller_phone",
    "case.content",
    "case.category",
    "case.department",
    "case.level",
    "case.grade",
    "case.appointment_from",
    "case.appointment_to",
    "case.first_contact",
    "case.state",
    "case.orders",
    "case.outcome",
    "case.answered_at",
    "case.handled_at",
    "case.closed_at",
    "case.follow_up",
    "case.remarks",
    "case.chases",
    "case.old_number",
)
