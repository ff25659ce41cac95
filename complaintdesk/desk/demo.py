# SPDX-License-Identifier: Apache-2.0
"""The demo office: made up, and built by the same deeds as a real one, under a clock that is set."""

from __future__ import annotations

import tomllib
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from complaintdesk import paths
from complaintdesk.desk import (
    case_pages,
    cases,
    chasing,
    demo_books,
    dispatching,
    fees,
    follow_ups,
    households,
    slip_ledger,
    staffing,
)
from complaintdesk.desk.chasing import ChaseDraft
from complaintdesk.desk.drafts import (
    CaseDraft,
    CompletionDraft,
    MaterialDraft,
    OccupantDraft,
    PhoneDraft,
    PlaceDraft,
    SlipFacts,
    StaffDraft,
)
from complaintdesk.desk.fee_records import PaymentDraft
from complaintdesk.desk.follow_ups import AttemptDraft, FollowUpDraft
from complaintdesk.desk.founding import create_office
from complaintdesk.desk.office import Office, open_office, wall_clock
from complaintdesk.desk.people import place_named, place_page
from complaintdesk.desk.staffing import staff_named
from complaintdesk.domain.folding import Room
from complaintdesk.domain.terms import (
    AttemptOutcome,
    CaseKind,
    Channel,
    Charge,
    FollowUpWay,
    Grade,
    OccupantKind,
    PaymentMethod,
    PlaceKind,
    Rating,
    ReminderWay,
    Role,
    Supplier,
)

PASSWORD = "yangguang"
ADMINISTRATOR, CLERK, HEAD = "管理员", "王敏", "周建平"
DATABASE_NAME = "desk.db"
FOUNDED = timedelta(days=10)


@dataclass
class SetClock:
    """A clock that stands where it is put."""

    at: datetime

    def __call__(self) -> datetime:
        """Where it stands."""
        return self.at


@dataclass(frozen=True)
class Deed:
    """Something that somebody did at the demo office: when, and how it is done."""

    at: datetime
    done: Callable[[Office], None]


def build_demo(folder: Path, clock: Callable[[], datetime] = wall_clock) -> Path:
    """The demo office's database in `folder`; one that is there already is left as it was played with."""
    path = folder / DATABASE_NAME
    if path.exists():
        return path
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder, prefix=".building-") as building:
        _build(Path(building) / DATABASE_NAME, clock()).replace(path)
    return path


def _build(path: Path, now: datetime) -> Path:
    """The demo office's database, made at `path`: its last days up to `now`."""
    told = tomllib.loads(paths.shipped("resources", "demo", "office.toml").read_text(encoding="utf-8"))
    books = demo_books.told_books()
    set_clock = SetClock(now - FOUNDED)
    office = create_office(
        path,
        name=told["name"],
        admin=ADMINISTRATOR,
        password=PASSWORD,
        form_code=told["form_code"],
        complaint_phone=told["complaint_phone"],
        desk="demo",
        clock=set_clock,
    )
    try:
        office.sign_in(ADMINISTRATOR, PASSWORD)
        for row in told["staff"]:
            office.do(staffing.add, StaffDraft(row["name"], Role(row["role"]), row.get("team", ""), PASSWORD))
        office.sign_in(HEAD, PASSWORD)
        for place in _places(told):
            office.do(households.save_place, place)
        demo_books.issue(office, books)
        office.sign_in(CLERK, PASSWORD)
        demo_books.note(office, books)
        deeds = sorted((deed for row in told["case"] for deed in _deeds(office, row, now)), key=lambda deed: deed.at)
        for deed in deeds:
            if deed.at <= now:
                set_clock.at = deed.at
                deed.done(office)
    finally:
        office.close()
    return path


def _places(told: dict[str, Any]) -> list[PlaceDraft]:
    """Households by pattern, each with its people; the other places as listed."""
    pattern = told["households"]
    doors = [
        Room(building, unit, str(floor), f"{floor}{door}")
        for building in pattern["buildings"]
        for unit in pattern["units"]
        for floor in pattern["floors"]
        for door in pattern["doors"]
    ]
    places = []
    for count, door in enumerate(doors):
        names = pattern["surnames"], pattern["given"]
        owner = names[0][count % len(names[0])] + names[1][count * 7 % len(names[1])]
        people = [OccupantDraft(owner, OccupantKind.OWNER, (PhoneDraft(f"138{count:04}{5600 + count:04}"),))]
        if count % 3 == 0:
            tenant = names[0][(count * 5 + 3) % len(names[0])] + names[1][(count * 3 + 1) % len(names[1])]
            people.append(OccupantDraft(tenant, OccupantKind.TENANT, (PhoneDraft(f"139{count:04}{1200 + count:04}"),)))
        area = str(89 + count % 4 * 12)
        places.append(
            PlaceDraft(
                PlaceKind.HOUSEHOLD, door.building, door.unit, door.floor, door.room, area=area, occupants=tuple(people)
            )
        )
    for row in told["place"]:
        occupants = tuple(OccupantDraft(name) for name in row.get("people", ()))
        kind, building = PlaceKind(row["kind"]), row.get("building", "")
        places.append(PlaceDraft(kind, building=building, label=row["label"], occupants=occupants))
    return places


def _deeds(office: Office, row: dict[str, Any], now: datetime) -> list[Deed]:
    """What was done about one matter, in order."""
    received_at = _when(office, row, now)
    draft = _draft(office, row, received_at)
    saved: dict[str, int] = {}

    def register(office: Office) -> None:
        saved["case"] = office.do(cases.register, draft).id

    deeds, at = [Deed(received_at, register)], received_at
    for step in row["steps"]:
        at += timedelta(minutes=step["after"])
        deeds.append(Deed(at, _step(step, saved, at, received_at)))
    return deeds


def _when(office: Office, row: dict[str, Any], now: datetime) -> datetime:
    if "minutes_ago" in row:
        return now - timedelta(minutes=row["minutes_ago"])
    day = now.astimezone(office.zone).date() - timedelta(days=row["days_ago"])
    return datetime.combine(day, time.fromisoformat(row["at"]), office.zone)


def _draft(office: Office, row: dict[str, Any], received_at: datetime) -> CaseDraft:
    home = office.ask(place_named, row["room"]) if "room" in row else None
    place = office.ask(place_named, row["place"]) if "place" in row else home
    person = office.ask(place_page, home[0], office.books).occupants[0] if home else None
    start = end = None
    if "appointment" in row:
        told = row["appointment"]
        day = received_at.astimezone(office.zone).date() + timedelta(days=told["days"])
        start = datetime.combine(day, time.fromisoformat(told["from"]), office.zone)
        end = datetime.combine(day, time.fromisoformat(told["to"]), office.zone) if "to" in told else None
    return CaseDraft(
        token=str(uuid.uuid4()),
        kind=CaseKind(row["kind"]),
        channel=Channel(row.get("channel", "phone")),
        received_at=received_at,
        content=row["content"],
        place_id=place[0] if place else None,
        occupant_id=person.id if person and place == home else None,
        caller_name=row.get("name") or (person.name if person else ""),
        caller_phone=row.get("phone") or (person.phones[0].number if person else ""),
        category=row["category"],
        appointment_from=start,
        appointment_to=end,
        charge=Charge(row["charge"]) if "charge" in row else None,
        quoted=Decimal(row["quoted"]) if "quoted" in row else None,
        price_agreed="quoted" in row,
        grade=Grade(row["grade"]) if "grade" in row else None,
        public_area=row.get("public_area", False),
        complex_job=row.get("complex_job", False),
        level_criteria=tuple(row.get("level_criteria", ())),
        heard=True,
        asked=True,
        repeated=True,
        written=True,
    )


def _step(step: dict[str, Any], saved: dict[str, int], at: datetime, received_at: datetime) -> Callable[[Office], None]:
    """How one step of a matter is done, once the case and its slip have their ids."""

    def dispatch(office: Office) -> None:
        facts = SlipFacts(None, None, *step.get("third", ()))
        saved["order"] = office.do(dispatching.dispatch, saved["case"], step["team"], "", facts).order_id

    def pass_on(office: Office) -> None:
        office.do(dispatching.reassign, saved["order"], step["team"], step["reason"], step["worker"])

    def book_back(office: Office) -> None:
        _done(office.do(slip_ledger.book_back, saved["order"], step["parts"], step["by"]))

    def remind(office: Office) -> None:
        until = at + timedelta(minutes=step["within"]) if "within" in step else None
        draft = ChaseDraft(step["whom"], ReminderWay(step["how"]), step["words"], step["promise"], until)
        office.do(chasing.chase_slip, saved["order"], draft)

    def report(office: Office) -> None:
        person = office.ask(staff_named, step["to"], office.books)
        office.do(cases.report, saved["case"], person.id)

    def complete(office: Office) -> None:
        office.do(dispatching.complete, _completion(step, saved["order"], at, received_at))

    def pay(office: Office) -> None:
        taken = Decimal(step["amount"]), PaymentMethod(step["method"])
        office.do(fees.pay, PaymentDraft(saved["order"], *taken, step["payer"], step["receipt"]))

    def try_follow_up(office: Office) -> None:
        again = at + timedelta(minutes=step["call_again"]) if "call_again" in step else None
        outcome, words = AttemptOutcome(step["outcome"]), step.get("words", "")
        draft = AttemptDraft(_last_follow_up(office, saved["case"]), outcome, words=words, call_again_at=again)
        _done(office.do(follow_ups.attempt, draft))

    def follow_up(office: Office) -> None:
        told = {name: step[name] for name in ("words", "reasons", "unsolved", "close") if name in step}
        one, way = _last_follow_up(office, saved["case"]), FollowUpWay.PHONE
        _done(office.do(follow_ups.record, FollowUpDraft(one, way, Rating(step["rating"]), **told)))

    def countersign(office: Office) -> None:
        office.do(follow_ups.confirm, _last_follow_up(office, saved["case"]), step["by"], PASSWORD)

    def say(deed: Callable[..., int]) -> Callable[[Office], None]:
        return lambda office: _done(office.do(deed, saved["case"], step["words"]))

    ways: dict[str, Callable[[Office], None]] = {
        "dispatch": dispatch,
        "accept": lambda office: office.do(dispatching.accept, saved["order"], step["worker"]),
        "pass": pass_on,
        "arrive": lambda office: office.do(dispatching.arrive, saved["order"]),
        "complete": complete,
        "pay": pay,
        "book_back": book_back,
        "return": lambda office: _done(office.do(dispatching.return_slip, saved["order"])),
        "remind": remind,
        "report": report,
        "try_follow_up": try_follow_up,
        "follow_up": follow_up,
        "countersign": countersign,
        "note": say(cases.note),
        "answer": say(cases.answer),
        "handle": say(cases.handle),
        "close": lambda office: _done(office.do(cases.close, saved["case"], content=step.get("content", False))),
    }
    return ways[step["do"]]


def _last_follow_up(office: Office, case_id: int) -> int:
    """The follow-up of the case's last round."""
    return office.ask(case_pages.case_page, case_id, office.books).follow_ups[-1].id


def _done(_result: object) -> None:
    """A deed's result that the demo has no use for."""


def _completion(step: dict[str, Any], order_id: int, at: datetime, received_at: datetime) -> CompletionDraft:
    rating = Rating(step["rating"])
    return CompletionDraft(
        order_id=order_id,
        completed_at=at,
        result=step["result"],
        arrived_at=received_at + timedelta(minutes=step["arrived"]),
        materials=tuple(
            MaterialDraft(name, Decimal(quantity), Decimal(price), spec, unit)
            for name, spec, unit, quantity, price in step.get("materials", ())
        )
        + tuple(
            MaterialDraft(name, Decimal(quantity), Decimal(0), spec, unit, Supplier.OWNER, fit)
            for name, spec, unit, quantity, fit in step.get("own", ())
        ),
        wished_by=step.get("wished_by", ""),
        wished_at=at - timedelta(minutes=5) if "wished_by" in step else None,
        checks_done=tuple(step.get("checks", ())),
        labour=Decimal(step["labour"]) if "labour" in step else None,
        quality=rating,
        manner=rating,
        timeliness=rating,
    )


def open_demo(folder: Path) -> Office:
    """The demo office, opened, with its clerk signed in."""
    office = open_office(build_demo(folder), desk="demo")
    office.sign_in(CLERK, PASSWORD)
    return office
