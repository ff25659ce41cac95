# SPDX-License-Identifier: Apache-2.0
"""A large estate in the books, built in bulk: 20,000 households with their people, phones and cars, shops, parking."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlite
from sqlalchemy import text

from complaintdesk.db.engine import Database
from complaintdesk.desk.office import open_office
from complaintdesk.desk.pinyin_table import pinyin_table
from complaintdesk.desk.who_indexing import refill_keys
from complaintdesk.domain.pinyin import sort_key
from tests import builders

HOUSEHOLDS, SHOPS, AREAS, PARKING, CASES = 20_000, 500, 300, 10_000, 100_000
BUILDINGS, UNITS, FLOORS, DOORS = 50, 4, 25, 4
HALL = HOUSEHOLDS + SHOPS + 53  # 3栋大堂52, about which thousands have called
SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕单仇解查翟"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国志文海燕丹小飞雨晨浩宇欣怡子轩梓涵一诺思远"
KINDS = ("owner", "family", "tenant")
CLOSED_AT = "2026-10-19 01:00:00.000000"

Row = dict[str, Any]


def build(path: Path) -> None:
    """Writes the office's books with the estate; says in them that it was done in bulk."""
    builders.found(path, builders.DeskClock())
    with builders.tampering(path) as connection:
        for pragma in ("synchronous = OFF", "journal_mode = OFF", "cache_size = -200000"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")
        chance = random.Random(7)
        _put(connection, "place", _places())
        people = list(_people(chance))
        _put(connection, "occupant", people)
        _put(connection, "phone", _phones(people))
        _put(connection, "vehicle", _vehicles(people))
        connection.execute("UPDATE office SET built_in_bulk = 1")
        connection.execute("COMMIT")
    _add_cases(path, chance)
    database = Database(str(path))
    with database.writing() as session:
        refill_keys(session)
        session.execute(text("ANALYZE"))
    database.close()


def _places() -> Iterator[Row]:
    ids = count(1)
    for at in range(HOUSEHOLDS):
        building, rest = divmod(at, UNITS * FLOORS * DOORS)
        unit, rest = divmod(rest, FLOORS * DOORS)
        floor, door = divmod(rest, DOORS)
        parts = (str(building + 1), str(unit + 1), f"{floor + 1}{door + 1:02}")
        label = f"{parts[0]}栋{parts[1]}单元{parts[2]}"
        yield _place(next(ids), "household", label, "-".join(parts), parts, str(floor + 1))
    for at in range(SHOPS):
        yield _named(next(ids), "shop", f"{1 + at % BUILDINGS}栋商铺{at:03}{'便利店' if at % 2 else '药房'}")
    for at in range(AREAS):
        yield _named(
            next(ids), "public_area", f"{1 + at % BUILDINGS}栋{('大堂', '天台', '电梯厅', '设备房')[at % 4]}{at}"
        )
    for at in range(PARKING):
        yield _named(next(ids), "parking", f"地下车库B{1 + at % 3}-{at:04}")


def _place(place_id: int, kind: str, label: str, key: str, door: tuple[str, str, str], floor: str) -> Row:
    building, unit, room = door
    return {"id": place_id, "kind": kind, "building": building, "unit": unit, "room": room, "floor": floor} | {
        "label": label,
        "key": key,
        "warranty_until": f"20{24 + place_id % 8}-06-30",
        "created_at": CLOSED_AT,
    }


def _named(place_id: int, kind: str, label: str) -> Row:
    return _place(place_id, kind, label, f"{kind}:{label}", ("", "", ""), "")


def _people(chance: random.Random) -> Iterator[Row]:
    ids, table = count(1), pinyin_table()
    for place_id in range(1, HOUSEHOLDS + 1):
        for kind in KINDS[: 1 + place_id % 3]:
            name = chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2, 2))))
            row = {"id": next(ids), "place_id": place_id, "kind": kind, "name": name}
            yield row | {"pinyin": sort_key(name, table), "to_on": "2025-06-30" if chance.random() < 0.05 else None}


def _phones(people: list[Row]) -> Iterator[Row]:
    starts = ("138", "139", "137", "135", "150", "186", "177")
    for row in people:
        number = f"{starts[row['id'] % len(starts)]}{row['id'] * 7919 % 100_000_000:08}"
        yield {"id": row["id"], "occupant_id": row["id"], "number": number}


def _vehicles(people: list[Row]) -> Iterator[Row]:
    for row in people[::3]:
        plate = f"粤C{row['id'] * 13 % 100_000:05}"
        yield {
            "id": row["id"],
            "place_id": row["place_id"],
            "occupant_id": row["id"],
            "plate": plate,
            "plate_key": plate,
        }


def _add_cases(path: Path, chance: random.Random) -> None:
    """Closed cases of the households, copies of one that was told by a deed, and what was told of it."""
    office = open_office(path, clock=builders.DeskClock())
    office.sign_in("李静", builders.PASSWORD)
    case = builders.a_case(office, place_id=1)
    office.close()
    with builders.tampering(path) as connection:
        connection.execute("BEGIN")
        columns = [row[1] for row in connection.execute("PRAGMA table_info(case_record)")]
        other = {"id": "?1", "place_id": "?2", "running": "?1", "number": "'TS2020-' || ?1", "state": "?3"}
        other |= {"received_at": "datetime(received_at, '-' || (?4) || ' minutes') || '.000000'"}
        other |= dict.fromkeys(("token", "import_key"), "NULL")
        values = ", ".join(other.get(column, f'"{column}"') for column in columns)
        names = ", ".join(f'"{column}"' for column in columns)
        connection.executemany(
            f"INSERT INTO case_record ({names}) SELECT {values} FROM case_record WHERE id = {case.id}",
            (
                (
                    case.id - at,
                    chance.randint(1, HOUSEHOLDS) if at % 20 else HALL,
                    "in_hand" if at < CASES // 100 else "closed",
                    at * 20,
                )
                for at in range(1, CASES + 1)
            ),
        )
        connection.execute("COMMIT")
        connection.execute("ANALYZE")


def _put(connection: sqlite.Connection, table: str, rows: Iterator[Row] | list[Row]) -> None:
    """Writes the rows; what they say nothing of is empty, or NULL where it may be."""
    info = list(connection.execute(f"PRAGMA table_info({table})"))
    blank = {name: "" if type_ == "VARCHAR" else 0 for _at, name, type_, needed, *_rest in info if needed}
    columns = [row[1] for row in info]
    marks = ", ".join("?" for _ in columns)
    wanted = ({**blank, **row} for row in rows)
    connection.executemany(
        f"INSERT INTO {table} VALUES ({marks})", ([row.get(column) for column in columns] for row in wanted)
    )
