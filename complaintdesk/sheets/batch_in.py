# SPDX-License-Identifier: Apache-2.0
"""Calls noted on paper (补录) read into cases to register: what a note lacks becomes a named gap (缺项, R-REG-03)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from complaintdesk.desk.drafts import CaseDraft
from complaintdesk.domain.appointments import Appointment, DayParts, parse_appointment
from complaintdesk.domain.completeness import Given, missing
from complaintdesk.domain.folding import parse_room
from complaintdesk.domain.own_fields import field_name, fields_of, read
from complaintdesk.domain.phones import fold_phone, is_sentinel_phone, phone_problem
from complaintdesk.domain.procedure import Category, Procedure
from complaintdesk.domain.terms import CaseKind, Channel, Origin
from complaintdesk.domain.texts import clean_text
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.sheets.lists import Checked, Heads, ListRead, each_told, keys_for, lines_of
from complaintdesk.sheets.moments import happened
from complaintdesk.sheets.reading import Progress, Sheet
from complaintdesk.sheets.register_in import FindPlace
from complaintdesk.sheets.words import channel_named, kind_named

COLUMNS = {
    "time": "时间 time 来电时间 登记时间 受理时间",
    "date": "日期 date 来电日期 登记日期",
    "kind": "类别 kind 事项类别 类型",
    "channel": "来源 channel 渠道 方式",
    "name": "姓名 name 来电人 业主姓名 联系人",
    "room": "房号 room 房间号 地址 住址 地点",
    "phone": "电话 phone 联系电话 手机 手机号",
    "text": "内容 text 事项 反映内容 报修内容 投诉内容",
    "category": "分类 category 问题分类",
    "appointment": "预约 appointment 预约时间",
}
# The head row as `--help` publishes it, each column in Chinese and English.
HEAD_ROW = tuple(tuple(names.split()[:2]) for field, names in COLUMNS.items() if field != "date")
_ANONYMOUS = {"匿名", "anonymous"}


@dataclass(frozen=True)
class BatchRules:
    """What the office says of the words in a note: its rule book, its zone, its places."""

    procedure: Procedure
    zone: ZoneInfo
    find_place: FindPlace


@dataclass
class _Note:
    """A note while it is read: what it lacks, and words that could not be understood."""

    row: Checked
    gaps: list[str]
    words: list[str]

    def not_understood(self, field: str, gap: str) -> None:
        """Keeps a field's words for the end of the content, under the name that the list gives the field."""
        head = self.row.line.sheet.rows[self.row.line.head.row]
        self.words.append(f"「{head[self.row.line.head.at[field]]}：{self.row.line.text(field)}」")
        self.gaps.append(gap)


def enough(has: Collection[str]) -> bool:
    """Whether a head with these fields makes a list of notes."""
    return "text" in has and bool({"time", "date"} & {*has})


def read_batch(
    book: Iterable[Sheet],
    rules: BatchRules,
    now: datetime,
    heads: Heads | None = None,
    tell: Progress | None = None,
) -> ListRead[tuple[str, CaseDraft]]:
    """Each note's key, by which reading it again finds it, and the case to register.

    Only a row without text or time is refused (or with a text longer than a case can hold). Words for a kind, channel,
    category, phone or appointment that mean nothing here are a gap, and stay at the content's end. A note that names no
    kind is a repair when its category serves repairs alone, else an enquiry with the gap `kind`. Raises ImportRefused
    when no sheet has a head with time and text. A column called like one of the office's own fields is that field.
    """
    known = {word for words in COLUMNS.values() for word in words.split()}
    named = [(each, "".join(each.name.split())) for each in rules.procedure.course.fields]
    own = {field_name(each): name for each, name in named if name not in known}
    lines, left_out = lines_of(book, COLUMNS | own, enough, heads)
    rows = [Checked(line) for line in lines]
    drafts = [_draft(row, rules, now) for row in each_told(rows, tell)]
    sound = [(row.line, draft) for row, draft in zip(rows, drafts, strict=True) if draft is not None]
    keys = keys_for(tuple(COLUMNS), (line for line, _ in sound))
    good = [(key, draft) for key, (_, draft) in zip(keys, sound, strict=True)]
    return ListRead.of(good, rows, left_out, sources=[[line] for line, _ in sound])


def _draft(row: Checked, rules: BatchRules, now: datetime) -> CaseDraft | None:
    """The note as a case; None after noting why not."""
    note = _Note(row, [], [])
    received_at, hour_told = happened(row, rules.zone, now)
    if not row.line.text("text"):
        row.wrong("text", UserError(QT_TRANSLATE_NOOP("errors", "This row says nothing: its text is empty.")))
    name = row.text("name", 80)
    category = _category(note, rules.procedure)
    kind = _kind(note, rules.procedure, category)
    channel = _channel(note, rules.procedure)
    place_id, place_text = _place(note, rules.find_place)
    phone = _phone(note)
    if row.flaws or received_at is None:
        return None
    appointment = _appointment(note, received_at.astimezone(rules.zone), rules.procedure)
    own = _own(note, rules, kind, received_at.astimezone(rules.zone).year)
    if not hour_told:
        note.gaps.append("received_at")
    anonymous = name.casefold() in _ANONYMOUS
    draft = CaseDraft(
        token="",
        kind=kind,
        channel=channel,
        received_at=received_at,
        content="\n".join((row.line.text("text"), *note.words)),
        place_id=place_id,
        place_text=place_text,
        caller_name="" if anonymous else name,
        caller_phone=phone,
        anonymous=anonymous,
        category=category.id if category else "",
        appointment_from=appointment.start.astimezone(UTC) if appointment else None,
        appointment_to=appointment.end.astimezone(UTC) if appointment and appointment.end else None,
        origin=Origin.NOTED,
        own_fields=own,
    )
    try:
        clean_text(draft.content)
    except UserError as error:
        row.wrong("text", error)
        return None
    return replace(draft, gaps=tuple(dict.fromkeys((*note.gaps, *_lacking(draft)))))


def _lacking(draft: CaseDraft) -> Iterable[str]:
    """What the desk would have asked for (R-REG-03)."""
    return missing(
        Given(
            kind=draft.kind,
            content=True,
            place=draft.place_id is not None or bool(draft.place_text),
            caller_name=bool(draft.caller_name),
            caller_phone=bool(draft.caller_phone),
            anonymous=draft.anonymous,
            appointment=draft.appointment_from is not None,
            category=bool(draft.category),
            grade=False,
        )
    )


def _category(note: _Note, procedure: Procedure) -> Category | None:
    told = note.row.line.text("category")
    if not told:
        return None
    try:
        return procedure.category_named(told)
    except UserError:
        note.not_understood("category", "category")
        return None


def _kind(note: _Note, procedure: Procedure, category: Category | None) -> CaseKind:
    told = note.row.line.text("kind")
    in_use = {row.id: row.name for row in procedure.kinds}
    kind = next((each for each, name in in_use.items() if name == told), kind_named(told))
    if kind in in_use:
        return kind
    if told:
        note.not_understood("kind", "kind")
    if category is not None and category.kinds == {CaseKind.REPAIR}:
        return CaseKind.REPAIR
    note.gaps.append("kind")
    return CaseKind.INQUIRY if CaseKind.INQUIRY in in_use else next(iter(in_use))


def _channel(note: _Note, procedure: Procedure) -> Channel:
    told = note.row.line.text("channel")
    named = {row.name: row.id for row in procedure.channels}
    channel = named.get(told) or channel_named(told)
    if channel is None and told:
        note.not_understood("channel", "channel")
    elif channel is None:
        note.gaps.append("channel")
    return channel or Channel.PHONE


def _place(note: _Note, find_place: FindPlace) -> tuple[int | None, str]:
    """The place in the books, or the words; a room that the books don't have is a gap as well."""
    told = note.row.text("room")
    place = find_place(told) if told else None
    if place is not None:
        return place
    if told and parse_room(told) is not None:
        note.gaps.append("place")
    return None, told


def _phone(note: _Note) -> str:
    told = note.row.line.text("phone")
    if phone_problem(told) is None:
        return fold_phone(told)
    if not is_sentinel_phone(told):
        note.not_understood("phone", "caller_phone")
    return ""


def _own(note: _Note, rules: BatchRules, kind: CaseKind, year: int) -> tuple[tuple[str, str], ...]:
    """What stands in columns called like the office's own fields; what none can hold stays at the content's end."""
    found = []
    for own in rules.procedure.course.fields:
        told = note.row.line.text(field_name(own))
        if not told:
            continue
        try:
            if own not in fields_of(rules.procedure, kind):
                raise UserError(QT_TRANSLATE_NOOP("errors", "The office's rule book has no such field."))
            found.append((own.id, read(own, told, rules.zone, year)))
        except UserError:
            note.words.append(f"「{own.name}：{told}」")
    return tuple(sorted(found))


def _appointment(note: _Note, received_at: datetime, procedure: Procedure) -> Appointment | None:
    """What was agreed, seen from when the call came in: 明天 is the day after the call."""
    cell = note.row.line.cell("appointment")
    words = cell.strftime("%Y-%m-%d %H:%M") if isinstance(cell, datetime) else note.row.line.text("appointment")
    try:
        return parse_appointment(words, received_at, DayParts.of(procedure.day_parts))
    except UserError:
        note.not_understood("appointment", "appointment")
        return None
