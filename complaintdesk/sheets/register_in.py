# SPDX-License-Identifier: Apache-2.0
"""An old register, as offices keep one in Excel, read into history: every row as it was, with its time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from complaintdesk.desk.drafts import HistoryDraft
from complaintdesk.domain.phones import fold_phone, is_sentinel_phone, phone_problem
from complaintdesk.domain.terms import CaseKind, Channel
from complaintdesk.domain.texts import clean_line, clean_text, fold
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError
from complaintdesk.sheets.lists import (
    REASONS,
    Checked,
    Heads,
    Line,
    ListRead,
    each_told,
    fold_name,
    keys_for,
    lines_of,
    written,
)
from complaintdesk.sheets.moments import happened
from complaintdesk.sheets.reading import Progress, Sheet
from complaintdesk.sheets.words import KINDS, channel_named, kind_named

FindPlace = Callable[[str], tuple[int, str] | None]  # a room as written → the place in the books, and its label

COLUMNS = {
    "number": "编号 留言编号 序号 受理编号 登记编号 单号 工单号 工单编号 msg_id id number",
    "name": "姓名 留言用户 来电人 投诉人 报修人 客户姓名 业主姓名 联系人 用户 user name",
    "phone": "电话 联系电话 手机 手机号 来电号码 电话号码 联系方式 phone",
    "room": "房号 房间号 地址 住址 楼号房号 位置 地点 room place",
    "date": "日期 登记日期 受理日期 来电日期 投诉日期 报修日期 date",
    "time": "时间 留言时间 登记时间 受理时间 来电时间 投诉时间 报修时间 接报时间 time",
    "subject": "主题 留言主题 标题 事由 title subject",
    "text": "内容 留言详情 详情 投诉内容 报修内容 反映内容 诉求内容 登记内容 问题描述 text content",
    "kind": "类别 类型 事项类别 kind",
    "channel": "来源 渠道 方式 受理方式 channel",
    "state": "状态 处理状态 办理状态 是否办结 是否完成 state",
    "result": "处理结果 处理情况 处理意见 答复 答复意见 答复内容 维修情况 结果 result",
}
_MAKES_IT_THAT_ROW = ("number", "name", "phone", "room", "date", "time", "subject", "text")  # results come later
_OPEN = ("未", "待", "处理中", "正在", "进行中", "否", "false", "open", "no")  # how an open state's words begin
_NOT_TAKEN = ("身份证", "证件")  # minimum data: nothing at the desk needs it
_MESSAGES = ("留言", "msg")


def enough(has: Collection[str]) -> bool:
    """Whether a head with these fields makes an old register."""
    return bool({"text", "subject"} & {*has} and {"time", "date"} & {*has})


def read_register(
    book: Iterable[Sheet],
    zone: ZoneInfo,
    now: datetime,
    find_place: FindPlace | None = None,
    heads: Heads | None = None,
    tell: Progress | None = None,
) -> ListRead[HistoryDraft]:
    """The rows of an old register, texts of any length; a row is refused for its time, or for saying nothing at all.

    Columns that the program has no field for are kept as words: with the result of what was handled, else at the text's
    end. A day without an hour counts from its beginning. Raises ImportRefused when no sheet's head has time and text.
    """
    lines, left_out = lines_of(book, COLUMNS, enough, heads)
    rows = [Checked(line) for line in lines]
    drafts = [_draft(row, zone, now, find_place) for row in each_told(rows, tell)]
    sound = [(row.line, draft) for row, draft in zip(rows, drafts, strict=True) if draft is not None]
    keys = keys_for(_MAKES_IT_THAT_ROW, (line for line, _ in sound))
    good = [(replace(draft, key=key), [line]) for (line, draft), key in zip(sound, keys, strict=True)]
    good.sort(key=lambda each: each[0].received_at)  # ids of history rise with time
    return ListRead.of([draft for draft, _ in good], rows, left_out, sources=[lines for _, lines in good])


def _draft(row: Checked, zone: ZoneInfo, now: datetime, find_place: FindPlace | None) -> HistoryDraft | None:
    """The row as history; None after noting why not."""
    received_at, _ = happened(row, zone, now)
    subject = clean_line(row.line.text("subject"), limit=None)
    content = clean_text(row.line.text("text"), limit=None)
    if not content and not subject:
        missing = "text" if "text" in row.line.head.at else "subject"
        row.wrong(missing, UserError(QT_TRANSLATE_NOOP("errors", "This row says nothing: its text is empty.")))
    kind, channel = kind_named(row.line.text("kind")), channel_named(row.line.text("channel"))
    phone, told = row.line.text("phone"), row.text("room")
    dialled = phone_problem(phone) is None
    unsaid = {"kind": kind is None, "channel": channel is None, "phone": not dialled and not is_sentinel_phone(phone)}
    place = find_place(told) if find_place is not None and told else None
    number, name = row.text("number", 80), row.text("name", 80)
    handled = not fold(row.line.text("state")).startswith(_OPEN)
    result = _result(row.line, in_words={field for field, kept in unsaid.items() if kept})
    if row.flaws or received_at is None:
        return None
    return HistoryDraft(
        key="",
        old_number=number,
        kind=kind or _usual_kind(row.line),
        channel=channel or _usual_channel(row.line),
        received_at=received_at,
        content=content if handled else "\n".join(part for part in (content, result) if part),
        subject=subject,
        caller_name=name,
        caller_phone=fold_phone(phone) if dialled else "",
        place_text=place[1] if place else told,
        place_id=place[0] if place else None,
        handled=handled,
        result=result if handled else "",
    )


def _usual_kind(line: Line) -> CaseKind:
    """What the register is of, by its sheet's name, title and main columns; an enquiry when they don't say."""
    head = line.sheet.rows[line.head.row]
    main = [head[column] for field, column in line.head.at.items() if field in ("name", "date", "time", "text")]
    title = [cell for row in line.sheet.rows[: line.head.row] for cell in row]
    texts = [fold(written(cell)) for cell in (line.sheet.name, *title, *main)]
    said = {kind for word, kind in KINDS.items() if any(word in text for text in texts)}
    return said.pop() if len(said) == 1 else CaseKind.INQUIRY


def _usual_channel(line: Line) -> Channel:
    names = "".join(written(cell) for cell in line.sheet.rows[line.head.row])
    return Channel.WEB if any(word in names for word in _MESSAGES) else Channel.PHONE


def _result(line: Line, in_words: set[str]) -> str:
    """What came of it, and in words whatever the program has no field for; counts of 0 say nothing."""
    taken = {column for field, column in line.head.at.items() if field not in in_words}
    found = [line.text("result")]
    for column, name in enumerate(map(written, line.sheet.rows[line.head.row])):
        said = written(line.sheet.rows[line.row][column])
        known = column in taken or fold_name(name) in REASONS or any(word in name for word in _NOT_TAKEN)
        if name and said not in ("", "0") and not known:
            found.append(f"{name}：{said}")
    return clean_text("\n".join(found), limit=None)
