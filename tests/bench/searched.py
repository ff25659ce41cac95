# SPDX-License-Identifier: Apache-2.0
"""Books to search in, written in bulk and marked so: ten years of cases, words as common and as rare as at a desk."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import insert, select, text

from complaintdesk.db import search_index
from complaintdesk.db.engine import Database
from complaintdesk.db.tables import FIRST_LIVE_ID, Case
from complaintdesk.desk.indexing import case_tokens
from complaintdesk.domain.grams import text_tokens
from complaintdesk.domain.search_days import day_tokens
from complaintdesk.domain.terms import CaseKind, CaseState

BATCH = 5_000
TWINS = 20  # cases that say the same: to draw each one's words would take an hour
ENDS = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
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
_SERIES = {CaseKind.REPAIR: "BX", CaseKind.COMPLAINT: "TS", CaseKind.INQUIRY: "ZX", CaseKind.SUGGESTION: "JY"}


def fill(database: Database, count: int, seed: int = 20261120) -> None:
    """Adds so many ended cases, copies of the one in the books with words of their own, and what they are found by.

    Their words are drawn for one in TWINS of them; the others say the same on another day, under their own number.
    """
    with database.reading() as session:
        pattern = session.scalars(select(Case)).first()
        assert pattern is not None
        known = {column.key: getattr(pattern, column.key) for column in Case.__mapper__.column_attrs}
    drawn = list(_drawn(known, count // TWINS, random.Random(seed)))
    step = timedelta(days=3650) / count
    for begin in range(0, count, BATCH):
        with database.writing() as session:
            rows: list[dict[str, Any]] = []
            found_by: list[tuple[int, frozenset[str]]] = []
            for at in range(begin, min(begin + BATCH, count)):
                told, tokens = drawn[at % len(drawn)]
                received = (ENDS - step * (count - at)).replace(microsecond=0)
                number = f"{_SERIES[told['kind']]}{received.year}-{at + 2:06}"
                own = {"id": FIRST_LIVE_ID + 1 + at, "number": number, "year": received.year, "running": at + 2}
                day = (received + timedelta(hours=8)).date()
                rows.append({**told, **own, "received_at": received, "recorded_at": received, "received_on": day})
                found_by.append((FIRST_LIVE_ID + 1 + at, tokens.union(day_tokens(day), text_tokens(number))))
            session.connection().execute(insert(Case), rows)
            search_index.put_many(session, found_by)
    with database.writing() as session:
        session.connection().execute(text("UPDATE office SET built_in_bulk = :yes"), {"yes": True})


def _drawn(known: dict[str, Any], count: int, luck: random.Random) -> Iterator[tuple[dict[str, Any], frozenset[str]]]:
    """Cases and what they are found by, but for day and number, which are their own."""
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
        tokens = case_tokens(cast(Case, SimpleNamespace(**told)), (), ())
        yield told, tokens - set(day_tokens(told["received_on"]))
