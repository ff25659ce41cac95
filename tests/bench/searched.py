# SPDX-License-Identifier: Apache-2.0
"""Books to search in, written in bulk and marked so: ten years of cases, words as common and as rare as at a desk."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from complaintdesk.db import search_index
from complaintdesk.db.engine import Database
from complaintdesk.db.tables import FIRST_LIVE_ID, Case, WorkOrder
from complaintdesk.desk import dispatching
from complaintdesk.desk.indexing import case_tokens
from complaintdesk.desk.office import Office
from complaintdesk.domain.grams import stream
from complaintdesk.domain.search_days import day_tokens
from complaintdesk.domain.terms import CaseKind, CaseState, OrderState
from tests import builders

TWINS = 20  # cases that say the same: to draw each one's words would take an hour
SINGLE = 5_000  # cases whose place in the index was written one at a time
IN_HAND = 400  # cases registered by deeds in the last days
ENDS = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
_AHEAD = timedelta(hours=8)  # the office's zone
# Words and how many of a million cases hold them; what else a case says is drawn from the rest.
COMMON = (("上门", 575_000), ("漏水", 60_000), ("厨房", 120_000), ("电梯", 40_000), ("噪音", 30_000), ("路灯", 8_000))
RARE = (("白蚁", 100), ("鸽子笼", 60), ("共享单车占道", 200))
_REST = (
    *(
        "业主来电反映",
        "希望尽快处理",
        "已经多次联系",
        "家里有老人行动不便",
        "请提前电话联系",
        "师傅答复配件未到",
        "楼道里有异味",
    ),
    *(
        "水管接头松动",
        "下水道堵塞",
        "门禁卡失灵",
        "对讲机没有声音",
        "车位被占用",
        "装修垃圾未清运",
        "绿化带积水",
        "窗户关不严",
    ),
    *(
        "墙面渗水发霉",
        "空调外机滴水",
        "宠物扰民",
        "消防通道堆放杂物",
        "快递柜故障",
        "楼上拖动家具",
        "水压太低",
        "热水不热",
    ),
    *(
        "要求赔偿损失",
        "对收费标准有疑问",
        "咨询装修手续",
        "询问停车费用",
        "反映保洁不到位",
        "建议增加健身器材",
        "电表读数不对",
    ),
    *(
        "物业服务态度",
        "业主委员会选举",
        "管道疏通费用",
        "小区大门口",
        "地下车库入口",
        "顶楼平台",
        "一楼花园",
        "弱电井里",
    ),
)
_SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪戴崔任陆廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚"
    "单仇解查翟"
)
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红健辉鹏建国志文斌波宇浩然欣怡佳雪梅婷婷颖慧"
_KINDS = (*[CaseKind.REPAIR] * 6, *[CaseKind.COMPLAINT] * 2, CaseKind.INQUIRY, CaseKind.SUGGESTION)
_WORKERS = ("张师傅", "老周", "李建国", "王师傅", "欧阳师傅")
_TEAMS = ("plumbing", "electrical", "lifts", "masonry")
_SERIES = {CaseKind.REPAIR: "BX", CaseKind.COMPLAINT: "TS", CaseKind.INQUIRY: "ZX", CaseKind.SUGGESTION: "JY"}


def fill(office: Office, clock: builders.DeskClock, count: int, seed: int = 20261120) -> None:
    """Writes so many ended cases, every repair with its slip; then those in hand, by deeds, some of them late.

    What is drawn are the words of one case in TWINS; the others say the same on another day, under their own number.
    The last SINGLE of what finds them are written one at a time, as at a desk: the index has not settled since.
    """
    office.do(dispatching.accept, builders.a_slip(office).order_id, "张师傅")
    with office.database.reading() as session:
        cases, orders = (_Pattern(table, session) for table in (Case, WorkOrder))
    drawn = _drawn(cases.known, orders.known, count // TWINS, random.Random(seed))
    told = [(cases.row(values), orders.row(slip) if slip else None, document) for values, slip, document in drawn]
    write = _write_to_a_server if office.database.is_server else _write_to_a_file
    write(office.database, cases, orders, told, count)
    for at in range(count - SINGLE, count):
        with office.database.writing() as session:
            search_index.put(session, FIRST_LIVE_ID + 1 + at, frozenset(_document(told, at, count).split()))
    with office.database.writing() as session:
        session.connection().execute(text("UPDATE office SET built_in_bulk = :yes"), {"yes": True})
    clock.now = ENDS - timedelta(days=6)
    for at in range(IN_HAND):
        clock.later(minutes=20)
        saved = builders.a_repair(office) if at % 2 else builders.a_case(office)
        if at % 4 == 1:
            builders.a_slip(office, saved.id)
    with office.database.writing() as session:
        session.connection().execute(text("ANALYZE"))
    clock.now = ENDS


class _Pattern:
    """A row of the books as the driver takes it, and where in it stands what its copies have of their own."""

    def __init__(self, table: type[Case] | type[WorkOrder], session: Session) -> None:
        columns = table.__mapper__.column_attrs
        pattern = session.scalars(select(table)).one()
        dialect = session.connection().dialect
        self.table = table.__tablename__
        self.known = {column.key: getattr(pattern, column.key) for column in columns}
        self.names = tuple(self.known)
        self._bind = {
            column.key: column.columns[0].type.dialect_impl(dialect).bind_processor(dialect) for column in columns
        }

    def row(self, values: dict[str, Any]) -> list[Any]:
        """The values as the driver takes them."""
        return [self._bound(name, values[name]) for name in self.names]

    def copy(self, row: list[Any], **own: Any) -> list[Any]:
        """The same with values of its own."""
        copied = row[:]
        for name, value in own.items():
            copied[self.names.index(name)] = self._bound(name, value)
        return copied

    def _bound(self, name: str, value: Any) -> Any:
        bind = self._bind[name]
        return value if bind is None else bind(value)


Told = list[tuple[list[Any], list[Any] | None, str]]  # a case, its slip if it has one, what both are found by


def _write_to_a_file(database: Database, cases: _Pattern, orders: _Pattern, told: Told, count: int) -> None:
    assert database.path is not None
    with builders.tampering(database.path) as connection:
        for pragma in ("synchronous = OFF", "cache_size = -400000", "temp_store = MEMORY", "secure_delete = 0"):
            connection.execute(f"PRAGMA {pragma}")
        indexes = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
        made = indexes.fetchall()
        connection.execute("BEGIN")
        for name, _sql in made:
            connection.execute(f'DROP INDEX "{name}"')
        for pattern, rows in ((cases, _cases(cases, told, count)), (orders, _orders(orders, told, count))):
            marks = ", ".join("?" for _name in pattern.names)
            connection.executemany(f"INSERT INTO {pattern.table} ({', '.join(pattern.names)}) VALUES ({marks})", rows)
        for _name, sql in made:
            connection.execute(sql)
        connection.execute("COMMIT")
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO case_search(rowid, doc) VALUES (?, ?)", _documents(told, count))
        connection.execute("COMMIT")


def _write_to_a_server(database: Database, cases: _Pattern, orders: _Pattern, told: Told, count: int) -> None:
    found_by = ([case_id, document.split()] for case_id, document in _documents(told, count))
    with database.connection(writing=True) as connection:
        cursor = connection.connection.cursor()
        for table, names, rows in (
            (cases.table, cases.names, _cases(cases, told, count)),
            (orders.table, orders.names, _orders(orders, told, count)),
            ("case_search", ("id", "doc"), found_by),
        ):
            with cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        cursor.execute(f"SELECT setval('work_order_id_seq', {2 * count})")


def _received(at: int, count: int) -> datetime:
    return (ENDS - timedelta(days=7) - timedelta(days=3650) / count * (count - at)).replace(microsecond=0)


def _number(series: str, at: int, count: int) -> dict[str, Any]:
    year = _received(at, count).year
    return {"number": f"{series}{year}-{at + 1000:06}", "year": year, "running": at + 1000}


def _cases(pattern: _Pattern, told: Told, count: int) -> Iterator[list[Any]]:
    series = pattern.names.index("series")
    for at in range(count):
        row, received = told[at % len(told)][0], _received(at, count)
        own = {"received_at": received, "recorded_at": received, "received_on": (received + _AHEAD).date()}
        yield pattern.copy(row, id=FIRST_LIVE_ID + 1 + at, **_number(row[series], at, count), **own)


def _orders(pattern: _Pattern, told: Told, count: int) -> Iterator[list[Any]]:
    for at in range(count):
        if (row := told[at % len(told)][1]) is not None:
            own = {"id": 2 + at, "case_id": FIRST_LIVE_ID + 1 + at, "issued_at": _received(at, count)}
            yield pattern.copy(row, **own, **_number("WX", at, count))


def _documents(told: Told, count: int) -> Iterator[tuple[int, str]]:
    for at in range(count - SINGLE):
        yield FIRST_LIVE_ID + 1 + at, _document(told, at, count)


def _document(told: Told, at: int, count: int) -> str:
    """What a case is found by: what all its twins are, its day, its number and its slip's."""
    _case, slip, document = told[at % len(told)]
    series, _, rest = document.partition(" ")
    day = (_received(at, count) + _AHEAD).date()
    texts = [str(_number(each, at, count)["number"]) for each in (series, *(("WX",) if slip else ()))]
    return " ".join((rest, *stream(texts, (), (), day_tokens(day))))


def _drawn(
    known: dict[str, Any], slip: dict[str, Any], count: int, luck: random.Random
) -> Iterator[tuple[dict[str, Any], dict[str, Any] | None, str]]:
    """Cases, the slips of those that have one, and what they are found by but for day and numbers; series first."""
    homes = [
        (home // 400 + 1, home % 400 // 100 + 1, (home % 100 // 4 + 1) * 100 + home % 4 + 1) for home in range(20_000)
    ]
    people = [
        (
            luck.choice(_SURNAMES) + "".join(luck.choices(_GIVEN, k=luck.choice((1, 2, 2)))),
            f"138{luck.randrange(10**8):08}",
        )
        for _home in homes
    ]
    for _case in range(count):
        kind, home = luck.choice(_KINDS), luck.randrange(len(homes))
        building, unit, door = homes[home]
        name, phone = people[home]
        words = [word for word, many in (*COMMON, *RARE) if luck.random() < many / 1_000_000]
        words += luck.choices(_REST, k=12)
        luck.shuffle(words)
        state = CaseState.CLOSED if luck.random() < 0.97 else luck.choice((CaseState.VOID, CaseState.INVALID))
        told = known | {
            "kind": kind,
            "series": _SERIES[kind],
            "state": state,
            "token": None,
            "place_id": None,
            "occupant_id": None,
            "place_text": f"{building}栋{unit}单元{door}",
            "building": str(building),
            "caller_name": name,
            "caller_phone": phone,
            "content": "，".join(words),
            "number": "",
            "old_number": "",
            "category": luck.choice(("plumbing", "electricity", "lifts", "cleaning", "")),
        }
        done = None
        if kind is CaseKind.REPAIR:
            by = {"team": luck.choice(_TEAMS), "worker": luck.choice(_WORKERS), "number": ""}
            done = slip | by | {"state": OrderState.RETURNED}
        orders = () if done is None else (cast(WorkOrder, SimpleNamespace(**done)),)
        tokens = case_tokens(cast(Case, SimpleNamespace(**told)), (), orders)
        yield told, done, " ".join((_SERIES[kind], *tokens.difference(day_tokens(told["received_on"]))))
