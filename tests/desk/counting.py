# SPDX-License-Identifier: Apache-2.0
"""A month counted by hand: in plain Python over the bare rows, by the rules' words and by nothing of the program's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from complaintdesk.desk.office import Office
from tests.builders import rows

SHANGHAI = ZoneInfo("Asia/Shanghai")
Row = dict[str, Any]
OUT = {"handled": "handled", "voided": "void"}
WORDS = ("content", "fair", "not_content")


@dataclass(frozen=True)
class Move:
    """A case became open or ceased to be: when, by which event, and into what."""

    case_id: int
    at: datetime
    kind: str
    into: str  # "open", or how it went


class Books:
    """The rows of an office, read once."""

    def __init__(self, office: Office) -> None:
        self.cases = {
            row["id"]: row
            for row in _read(
                office,
                "case_record",
                *("id", "number", "origin", "kind", "channel", "state", "round", "received_at", "category"),
                *("department", "building", "level", "repeats_case_id", "voided_at"),
            )
        }
        self.events = _read(office, "case_event", "id", "case_id", "kind", "happened_at", "about_id")
        self.orders = _read(office, "work_order", "id", "case_id", "round", "state", "quality", "manner", "timeliness")
        self.limits = _read(office, "commitment", "case_id", "key", "round", "due_at", "met_at", "dropped_at")
        self.follow_ups = _read(
            office,
            "follow_up",
            *("case_id", "key", "required", "due_at", "done_at", "ended_at", "dropped_at", "rating"),
        )

    def received(self, first: date, *, history: bool = False) -> list[Row]:
        """The cases that were received in a month by the office's clock, void ones left out."""
        return [case for case in self.register(first, history=history) if case["state"] != "void"]

    def register(self, first: date, *, history: bool = False) -> list[Row]:
        """The rows of a month's register: what has a number; old rows that stand, where they are asked for."""
        return [
            case
            for case in self.cases.values()
            if month_of(case["received_at"]) == first
            and (case["number"] or (history and case["origin"] == "history" and not case["voided_at"]))
        ]

    def moves(self) -> list[Move]:
        """Each time that a case with a number became open, or ceased to be, as its story stands."""
        found = []
        for case_id, story in self._stories().items():
            if self.cases[case_id]["number"] is None:
                continue
            is_open = False
            for event in story:
                kind, at = event["kind"], moment(event["happened_at"])
                if kind in ("registered", "reopened") and not is_open:
                    found.append(Move(case_id, at, kind, "open"))
                    is_open = True
                elif kind in OUT and is_open:
                    found.append(Move(case_id, at, kind, OUT[kind]))
                    is_open = False
        return found

    def _stories(self) -> dict[int, list[Row]]:
        struck: set[int] = set()
        for event in sorted(self.events, key=lambda each: -each["id"]):
            if event["kind"] == "withdrawn" and event["id"] not in struck:
                struck.add(event["about_id"])
        stories: dict[int, list[Row]] = {}
        for event in sorted(self.events, key=lambda each: each["id"]):
            if event["id"] not in struck:
                stories.setdefault(event["case_id"], []).append(event)
        return stories

    def flow(self, first: date) -> dict[str, list[int]]:
        """The ids of the cases open at the start, new, reopened, out by each way, and open at the end."""
        begins, ends = beginning(first), beginning(following(first))
        moves = self.moves()
        parts: dict[str, list[int]] = {"at_start": _open_at(moves, begins), "at_end": _open_at(moves, ends)}
        for move in moves:
            if begins <= move.at < ends:
                part = {"registered": "new", "reopened": "reopened"}.get(move.kind, move.into)
                parts.setdefault(part, []).append(move.case_id)
        return parts

    def slips(self, first: date, rate: Iterable[str], now: datetime) -> list[tuple[str, Row]]:
        """The month's slips with how the rate's limits of their round were kept, void ones left out."""
        ours = {case["id"] for case in self.received(first)}
        found = []
        for order in self.orders:
            if order["case_id"] not in ours or order["state"] == "void":
                continue
            kept = {
                standing(limit, now)
                for limit in self.limits
                if limit["case_id"] == order["case_id"]
                and limit["round"] == order["round"]
                and limit["key"] in rate
                and not limit["dropped_at"]
            }
            worst = next((each for each in ("late", "undecided", "in_time") if each in kept), "no_limit")
            found.append((worst, order))
        return found

    def limits_kept(self, first: date, now: datetime) -> Counter[tuple[str, str]]:
        """How each limit of the month's cases was kept."""
        ours = {case["id"] for case in self.received(first)}
        standing_ones = (each for each in self.limits if each["case_id"] in ours and not each["dropped_at"])
        return Counter((each["key"], standing(each, now)) for each in standing_ones)

    def asked(self, first: date, now: datetime) -> Counter[tuple[str, str]]:
        """What came of the required follow-ups that fell due in the month."""
        found: Counter[tuple[str, str]] = Counter()
        for each in self._follow_ups():
            if each["required"] and month_of(each["due_at"]) == first:
                late = each["ended_at"] or moment(each["due_at"]) < now
                found[each["key"], "made" if each["done_at"] else "not_made" if late else "to_make"] += 1
        return found

    def called(self, first: date) -> Counter[tuple[str, str]]:
        """The ratings of the follow-ups that were made in the month."""
        return Counter(
            (each["key"], each["rating"])
            for each in self._follow_ups()
            if each["done_at"] and month_of(each["done_at"]) == first and each["rating"]
        )

    def _follow_ups(self) -> list[Row]:
        live = (each for each in self.follow_ups if self.cases[each["case_id"]]["state"] != "void")
        return [each for each in live if not each["dropped_at"]]

    def handled_once(self) -> set[int]:
        """The cases that were handled at least once; a case in its second round was only if somebody noted so."""
        noted = {event["case_id"] for event in self.events if event["kind"] == "handled"}
        done = {id_ for id_, case in self.cases.items() if case["state"] in ("handled", "closed")}
        return done | {id_ for id_ in noted if self.cases[id_]["round"] > 1}


def moment(told: str) -> datetime:
    """An instant as the database writes it."""
    return datetime.fromisoformat(str(told)).replace(tzinfo=UTC)


def month_of(told: str) -> date:
    """The month of an instant, by the office's clock."""
    return moment(told).astimezone(SHANGHAI).date().replace(day=1)


def following(first: date) -> date:
    """The month after."""
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def beginning(first: date) -> datetime:
    """The month's first instant, by the office's clock."""
    return datetime(first.year, first.month, first.day, tzinfo=SHANGHAI)


def standing(limit: Row, now: datetime) -> str:
    """How a limit was kept (R-T-06): by its due, after it, or not yet decided."""
    due, met = moment(limit["due_at"]), limit["met_at"]
    if met:
        return "in_time" if moment(met) <= due else "late"
    return "late" if due < now else "undecided"


def worst_word(order: Row) -> str | None:
    """The worst of the client's words on a slip."""
    said = {order[aspect] for aspect in ("quality", "manner", "timeliness")}
    return next((word for word in reversed(WORDS) if word in said), None)


def by(cases: Iterable[Row], column: str) -> dict[Any, int]:
    """How many there are of each value of a column."""
    return dict(Counter(case[column] for case in cases))


def _open_at(moves: Iterable[Move], at: datetime) -> list[int]:
    last: dict[int, Move] = {}
    for move in moves:
        if move.at < at:
            last[move.case_id] = move
    return [case_id for case_id, move in last.items() if move.into == "open"]


def _read(office: Office, table: str, *columns: str) -> list[Row]:
    return [dict(zip(columns, row, strict=True)) for row in rows(office, f"SELECT {', '.join(columns)} FROM {table}")]
