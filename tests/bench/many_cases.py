# SPDX-License-Identifier: Apache-2.0
"""An office with ten years of cases in its books, built in bulk: copies of a few that were told by deeds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlcipher3.dbapi2 as sqlite

from complaintdesk.db.tables import FIRST_LIVE_ID, Base
from complaintdesk.db.types import Instant
from complaintdesk.desk import cases, dispatching, follow_ups
from complaintdesk.desk.follow_up_lists import FollowUpFilter, follow_up_ids
from complaintdesk.desk.follow_ups import FollowUpDraft
from complaintdesk.desk.office import Office, open_office
from complaintdesk.domain.terms import FollowUpWay, Rating
from tests import builders

NOW = datetime(2026, 11, 21, 2, 30, tzinfo=UTC)  # a Saturday, 10:30 in the office
FOUNDED = NOW - timedelta(days=5)
LIVE = 200  # cases in hand, registered by deeds in the last days
HOUSEHOLDS = 20_000
_SPAN = 3_650 * 86_400  # s from the first copy to the pattern
_YEAR = f"{NOW.year} + s.secs / {366 * 86_400}"
_OF = {"work_order": "case_id", "case_event": "case_id", "commitment": "case_id", "follow_up": "case_id"}
_POINTS_TO = {
    "case_id": "case_record",
    "order_id": "work_order",
    **dict.fromkeys(("about_id", "met_by_event_id", "done_by_event_id"), "case_event"),
}
_WORDS = (
    "业主来电反映厨房洗菜盆下水管接头处一直漏水已经流到楼下邻居家的天花板希望"
    "尽快派师傅上门查看并修好家里有老人行动不便请提前电话联系"
)


def build(path: Path, count: int) -> None:
    """Writes the office's books with so many closed cases, nine in ten of them of households; says so in them."""
    clock = builders.DeskClock(FOUNDED)
    builders.found(path, clock)
    _tell_patterns(path, clock)
    with builders.tampering(path) as connection:
        _without_delay(connection)
        indexes = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
        made = indexes.fetchall()
        for name, _sql in made:
            connection.execute(f'DROP INDEX "{name}"')
        connection.execute("BEGIN")
        _add_households(connection)
        _copy(connection, count)
        for _name, sql in made:
            connection.execute(sql)
        connection.execute("UPDATE office SET built_in_bulk = 1")
        connection.execute("COMMIT")
    clock.now = NOW - timedelta(days=4)
    _tell_live(path, clock)


def _tell_patterns(path: Path, clock: builders.DeskClock) -> None:
    """A complaint and a repair from the first call to the end, and a household: what the copies are made of."""
    office = _signed_in(path, clock)
    builders.a_household(office)
    complaint = builders.a_case(office).id
    clock.later(hours=2)
    office.do(cases.answer, complaint, "已劝止装修，业主认可")
    office.do(cases.handle, complaint, "已劝止装修，业主认可")
    asked = office.ask(follow_up_ids, FollowUpFilter("coming"), clock.now, office.zone)
    asked += office.ask(follow_up_ids, FollowUpFilter("due"), clock.now, office.zone)
    for follow_up_id in asked:
        office.do(follow_ups.record, FollowUpDraft(follow_up_id, FollowUpWay.VISIT, Rating.CONTENT, close=True))
    repair = builders.a_repair(office).id
    builders.a_returned_slip(office, repair)
    office.do(cases.handle, repair, "已修好")
    office.do(cases.close, repair, "业主满意", True)
    office.close()


def _tell_live(path: Path, clock: builders.DeskClock) -> None:
    """What is in hand: of every kind, with and without slips, some late."""
    office = _signed_in(path, clock)
    for at in range(LIVE):
        clock.later(minutes=20)
        saved = builders.a_repair(office) if at % 2 else builders.a_case(office)
        if at % 4 == 1:
            office.do(dispatching.dispatch, saved.id, "水电班")
    office.close()
    clock.now = NOW


def _signed_in(path: Path, clock: builders.DeskClock) -> Office:
    office = open_office(path, clock=clock)
    office.sign_in("王敏", builders.PASSWORD)
    return office


def _without_delay(connection: sqlite.Connection) -> None:
    for pragma in ("synchronous = OFF", "journal_mode = OFF", "secure_delete = 0", "cache_size = -400000"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("PRAGMA temp_store = MEMORY")


def _add_households(connection: sqlite.Connection) -> None:
    building, unit, room = "1 + n / 400", "1 + n % 400 / 100", "(1 + n % 100 / 4) || '0' || (1 + n % 4)"
    for table, key in (("place", "id"), ("occupant", "place_id"), ("phone", "occupant_id")):
        other = {
            **{column: f"t.{column} + n" for column in ("id", "place_id", "occupant_id")},
            "building": building,
            "unit": unit,
            "floor": "''",
            "room": room,
            "label": f"({building}) || '栋' || ({unit}) || '单元' || {room}",
            "key": "t.key || ' ' || n",
            "number": "'138' || printf('%08d', n * 4789 % 100000000)",
        }
        columns = _columns(connection, table)
        values = ", ".join(other.get(column, f't."{column}"') for column in columns)
        connection.execute(
            "WITH RECURSIVE seq(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM seq WHERE n < ?) "
            f"INSERT INTO {table} ({_names(columns)}) SELECT {values} FROM seq CROSS JOIN {table} t "
            f"WHERE t.{key} IN (SELECT min({key}) FROM {table})",
            (HOUSEHOLDS,),
        )


def _copy(connection: sqlite.Connection, count: int) -> None:
    """Copies the two patterns: of ten cases seven complaints and three repairs with their slips."""
    place = f"1 + s.n * 7 % {HOUSEHOLDS}"
    cases_told = [row[0] for row in connection.execute("SELECT id FROM case_record ORDER BY id")]
    connection.execute("CREATE TEMP TABLE seq (n INTEGER PRIMARY KEY, pattern INTEGER, secs INTEGER)")
    connection.executemany(
        "INSERT INTO seq VALUES (?, ?, ?)",
        ((n, cases_told[n % 10 >= 7], -_SPAN * (count - n) // count - n * 7919 % 30_000) for n in range(1, count + 1)),
    )
    for table in _OF:
        connection.execute(
            f"CREATE TEMP TABLE of_{table} AS "
            f"SELECT *, row_number() OVER (PARTITION BY case_id ORDER BY id) - 1 AS at_ FROM {table}"
        )
    most = {table: connection.execute(f"SELECT max(at_) + 1 FROM of_{table}").fetchone()[0] for table in _OF}
    connection.execute("CREATE TEMP TABLE of_case_record AS SELECT *, 0 AS at_ FROM case_record")
    highest = {
        table: connection.execute(f"SELECT max(id) FROM {table}").fetchone()[0] for table in ("case_record", *_OF)
    }
    most["case_record"] = 1

    def moved(table: str, column: str) -> str:
        return (
            f'(SELECT {highest[table]} + 1 + s.n * {most[table]} + p.at_ FROM of_{table} p WHERE p.id = t."{column}")'
        )

    for table, of in {"case_record": "id", **_OF}.items():
        columns = _columns(connection, table)
        instants = {column.name for column in Base.metadata.tables[table].columns if isinstance(column.type, Instant)}
        other = {
            "id": f"{highest[table]} + 1 + s.n * {most[table]} + t.at_",
            **{column: moved(points_to, column) for column, points_to in _POINTS_TO.items() if column in columns},
            **{
                column: f"strftime('%Y-%m-%d %H:%M:%S.000000', t.\"{column}\", s.secs || ' seconds')"
                for column in instants
            },
            **dict.fromkeys(("token", "import_key"), "NULL"),
            "year": _YEAR,
            "running": f"{LIVE + count} + s.n",
            "number": f"t.series || ({_YEAR}) || '-' || ({LIVE + count} + s.n)",
        }
        if table == "case_record":
            other |= {
                "received_on": "date(t.received_at, s.secs || ' seconds', '+8 hours')",
                "content": f"substr('{_WORDS * 3}', 1 + s.n % 60, 119)",
                "place_id": f"CASE WHEN s.n % 10 THEN {place} END",
                "place_text": f"CASE WHEN s.n % 10 THEN (SELECT label FROM place WHERE id = {place}) "
                "ELSE t.place_text END",
                "building": f"CASE WHEN s.n % 10 THEN {place} / 400 ELSE '' END",
            }
        values = ", ".join(other.get(column, f't."{column}"') for column in columns)
        connection.execute(
            f"INSERT INTO {table} ({_names(columns)}) SELECT {values} FROM seq s CROSS JOIN of_{table} t "
            f"WHERE t.{of} = s.pattern ORDER BY s.n, t.at_"
        )
    assert highest["case_record"] >= FIRST_LIVE_ID


def _columns(connection: sqlite.Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


def _names(columns: list[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)
