# SPDX-License-Identifier: Apache-2.0
"""The fields by which cases are filtered in the search box, as the office calls them, and the search that they make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Place, Staff
from complaintdesk.desk.pinyin_table import pinyin_table
from complaintdesk.desk.rule_books import CATEGORIES, DEPARTMENTS, TEAMS, RuleBooks
from complaintdesk.domain.folding import fold_building, room_candidates
from complaintdesk.domain.grams import PHONE_TAILS, fact_token, room_token, text_tokens
from complaintdesk.domain.lifecycle import OPEN_STATES
from complaintdesk.domain.phones import fold_phone
from complaintdesk.domain.pinyin import list_keys
from complaintdesk.domain.procedure import Department, Procedure, Team
from complaintdesk.domain.search_days import NAMED, read_days, tokens_between
from complaintdesk.domain.search_words import Field, Search, Value, Ways, plain_search, read_search
from complaintdesk.domain.terms import CaseKind, CaseState, Channel, Charge, Grade, Level, Priority
from complaintdesk.domain.texts import fold

# The closed sets in Chinese as people type them; a test holds them against what the screen says.
WORDS: dict[StrEnum, str] = {
    CaseState.REGISTERED: "已登记",
    CaseState.IN_HAND: "处理中",
    CaseState.HANDLED: "已办结",
    CaseState.CLOSED: "已结案",
    CaseState.INVALID: "无效",
    CaseState.REFERRED: "已引导",
    CaseState.JOINED: "已并入",
    CaseState.TRANSFERRED: "已转类",
    CaseState.SPECIAL_CLOSED: "特殊关闭",
    CaseState.VOID: "作废",
    CaseKind.COMPLAINT: "投诉",
    CaseKind.REPAIR: "报修",
    CaseKind.INQUIRY: "咨询",
    CaseKind.SUGGESTION: "建议",
    CaseKind.ASSISTANCE: "求助",
    CaseKind.SPECIAL_SERVICE: "特约服务",
    Channel.PHONE: "来电",
    Channel.VISIT: "来访",
    Channel.LETTER: "信函",
    Channel.EMAIL: "电子邮件",
    Channel.WEB: "网络",
    Channel.COMPANY: "上级转办",
    Channel.PATROL: "巡查发现",
    Channel.MEDIA: "媒体/部门转办",
    Grade.URGENT: "急修",
    Grade.SMALL: "小修",
    Grade.ODD: "零修",
    Level.GENERAL: "一般",
    Level.MAJOR: "重大",
    Priority.HIGH: "高",
    Priority.NORMAL: "普通",
    Priority.LOW: "低",
    Charge.FREE: "无偿",
    Charge.CHARGEABLE: "有偿",
}
_GOING_ON = (*OPEN_STATES, CaseState.HANDLED)
_USUAL: Mapping[str, str] = {}
_PLACES = 400  # buildings offered at most; any other can be typed


def fields(session: Session, books: RuleBooks) -> tuple[Field, ...]:
    """What can be filtered by, named as the rule books name it, the newest first; people, buildings as they are now."""
    return tuple(_fields(session, books))


def read(session: Session, text: str, books: RuleBooks, today: date) -> Search:
    """What the text in the search box asks for; raises UserError (field `search`) for a filter that there isn't."""
    return read_search(text, fields(session, books), today) if any(sign in text for sign in ":：﹕") else plain(text)


def plain(text: str) -> Search:
    """What words without filters ask for; those in quotation marks too."""
    return plain_search(text) if not any(sign in text for sign in '"“”') else read_search(text, (), date.min)


def _fields(session: Session, books: RuleBooks) -> Iterator[Field]:
    adopted = list(books.newest_first(session))
    kinds = {row.id.value: row.name for book in reversed(adopted) for row in book.kinds}
    channels = {row.id.value: row.name for book in reversed(adopted) for row in book.channels}
    grades = {row.id.value: row.name for book in reversed(adopted) for row in book.grades}
    teams = _rows("g", (row for book in adopted for row in TEAMS(book)))
    departments = _rows("o", (row for book in adopted for row in DEPARTMENTS(book)))
    hard = _value("h", "hard", "疑难", "hard")
    yield _field("状态", "state", (*_states(), *_terms("s", CaseState)), "status")
    yield _field("类型", "kind", _terms("k", CaseKind, kinds), "种类", "type")
    yield _field("楼栋", "building", _buildings(session), "楼", "栋", read=_building, examples=("3",))
    yield _field("房号", "room", (), "房间", "地址", read=_room, examples=("3-2-1502",))
    yield _field("班组", "team", teams)
    yield _field("日期", "date", _days(), "时间", "day", read=_day, examples=("11-01..11-20", "2026-10"))
    yield _field("分类", "category", _categories(adopted), "类别")
    yield _field("部门", "department", departments, "责任部门")
    yield _field("姓名", "name", (), "来电人", "业主", "caller", read=_name, examples=("张", "zs"))
    yield _field("电话", "phone", (), "手机", "tel", read=_phone, examples=("5678", "13812345678"))
    yield _field("编号", "number", (), "单号", "no", read=_number, examples=("BX2026-000123",))
    yield _field("维修工", "worker", (), "师傅", "工人", read=_worker, examples=("老周",))
    yield _field("受理人", "taker", _staff(session), "登记人", "taken-by")
    yield _field("来源", "channel", _terms("n", Channel, channels), "渠道", "途径")
    yield _field("级别", "level", (*_terms("l", Level), hard))
    yield _field("优先级", "priority", _terms("y", Priority), "优先")
    yield _field("急缓", "grade", _terms("u", Grade, grades), "urgency")
    yield _field("收费", "charge", _terms("f", Charge), "费用")


def _field(
    name: str,
    english: str,
    values: Iterable[Value],
    *others: str,
    read: Callable[[str, date], Ways | None] | None = None,
    examples: tuple[str, ...] = (),
) -> Field:
    return Field((name, english, *others), tuple(values), _keys(name), read, examples)


@cache
def _keys(name: str) -> tuple[str, ...]:
    """A name in pinyin, by which it is found while the input method is off."""
    return list_keys(name, pinyin_table())


def _value(letter: str, id_: str, *names: str) -> Value:
    return Value(names, ((fact_token(letter, id_),),), _keys(names[0]))


def _terms(letter: str, terms: Iterable[StrEnum], own: Mapping[str, str] = _USUAL) -> Iterator[Value]:
    """The members of a closed set: called as the rule books call them, or by the usual word, or in English."""
    for term in terms:
        name, english = own.get(term.value) or WORDS[term], term.value.replace("_", "-")
        yield _value(letter, term.value, *dict.fromkeys((name, english, WORDS[term])))


def _states() -> Iterator[Value]:
    """What people ask for that is several states, or a state at this hour."""

    def of(states: Iterable[CaseState]) -> Ways:
        return tuple((fact_token("s", state),) for state in states)

    for names, states, views in (
        (("逾期", "late", "超时", "overdue"), _GOING_ON, {"late"}),
        (("待派单", "to-dispatch"), OPEN_STATES, {"to_dispatch"}),
        (("未办结", "open", "在办"), OPEN_STATES, set[str]()),
        (("未结案", "not-closed", "未结"), _GOING_ON, set[str]()),
    ):
        yield Value(names, of(states), _keys(names[0]), frozenset(views))


def _rows(letter: str, rows: Iterable[Team | Department]) -> Iterator[Value]:
    """Rows of the rule books by their names; of one that was renamed each name it had, the newest first."""
    names: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        names[row.id].append(row.name)
    for id_, called in names.items():
        yield _value(letter, id_, called[0], *dict.fromkeys((called[0], *called[1:], id_)))


def _categories(adopted: Sequence[Procedure]) -> Iterator[Value]:
    """Categories; an upper one with all below it."""
    rows = [row for book in adopted for row in CATEGORIES(book)]
    below: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        below[row.id].append(row.id)
        if row.parent:
            below[row.parent].append(row.id)
    seen: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        seen[row.id].append(row.name)
    for id_, names in seen.items():
        ways = tuple((fact_token("c", each),) for each in dict.fromkeys(below[id_]))
        yield Value((names[0], *dict.fromkeys((names[0], *names[1:], id_))), ways, _keys(names[0]))


def _buildings(session: Session) -> Iterator[Value]:
    found = session.scalars(select(Place.building).where(Place.voided_at.is_(None)).distinct().limit(_PLACES))
    known = {building for building in found if building}
    for building in sorted(known, key=lambda each: (not each.isdigit(), int(each) if each.isdigit() else 0, each)):
        yield _value("b", building, building)


def _staff(session: Session) -> Iterator[Value]:
    for staff_id, name in session.execute(select(Staff.id, Staff.name).order_by(Staff.id)):
        yield _value("i", str(staff_id), name)


def _days() -> Iterator[Value]:
    """Names of days, which are offered; `_day` reads them."""
    for chinese, english in NAMED:
        yield Value((chinese, english), (), _keys(chinese))


def _building(text: str, _today: date) -> Ways | None:
    building = fold_building(text)
    return ((fact_token("b", building),),) if building else None


def _room(text: str, _today: date) -> Ways | None:
    return tuple((room_token(room),) for room in room_candidates(text)) or None


def _day(text: str, today: date) -> Ways | None:
    span = read_days(text, today)
    return None if span is None else tuple((token,) for token in tokens_between(span))


def _name(text: str, _today: date) -> Ways | None:
    folded = fold(text)
    letters = folded.isascii() and folded.isalpha()
    return ((fact_token("a", folded),), *(((f"·p{folded}",),) if letters else ())) if folded else None


def _phone(text: str, _today: date) -> Ways | None:
    digits = "".join(each for each in fold_phone(text) if each.isdigit())
    return ((f"·t{digits}",),) if len(digits) >= PHONE_TAILS[0] else None


def _number(text: str, _today: date) -> Ways | None:
    tokens = text_tokens(text)
    return (tuple(sorted(tokens)),) if tokens else None


def _worker(text: str, _today: date) -> Ways | None:
    return ((fact_token("w", text),),) if fold(text) else None
