# SPDX-License-Identifier: Apache-2.0
"""A long day at the desk, drawn by lot: every deed there is, sensible or not, by everyone who works there."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import exists, select

from complaintdesk.db.tables import Case, CaseEvent, FollowUp, Occupant, Place, PrintRecord, WorkOrder
from complaintdesk.desk import (
    backup,
    calendar_days,
    cases,
    chasing,
    corrections,
    dispatching,
    exports,
    follow_ups,
    households,
    importing,
    print_batches,
    prints,
    staffing,
)
from complaintdesk.desk.calendar_days import CalendarDraft, DayDraft
from complaintdesk.desk.chasing import ChaseDraft
from complaintdesk.desk.drafts import CaseCorrection, ContactDraft, HistoryDraft, MaterialDraft, PlaceDraft, StaffDraft
from complaintdesk.desk.follow_ups import AttemptDraft, FollowUpDraft
from complaintdesk.desk.office import Office
from complaintdesk.desk.rights import RIGHTS, deed_name
from complaintdesk.domain.terms import (
    AttemptOutcome,
    CaseKind,
    CaseState,
    Channel,
    Charge,
    FollowUpWay,
    Grade,
    PlaceKind,
    Rating,
    ReminderWay,
    Role,
)
from complaintdesk.domain.terms import OrderState as S
from complaintdesk.errors import UserError
from tests import builders
from tests.builders import PASSWORD, DeskClock, a_completion, a_draft, a_place_draft
from tests.desk.paper import a_file
from tests.desk.random_course import COURSE
from tests.desk.random_households import HOUSEHOLDS
from tests.desk.random_office import OFFICE

NAMES = ("仇女士", "单飞", "尉迟恭", "李", "Anna Karenina", "曾𠮷", "王小明", "查良镛")
WORDS = (
    "厨房漏水",
    "电梯异响；等了 40 分钟",
    "老人不便，请“尽快”",
    "<b>灯不亮</b>",
    "=1+1",
    "门锁坏了\n钥匙断在里面",
    "积水 3㎝ 👨‍🚒",
)
PHONES = ("13800001234", "0571-88880000-801", "+86 139 0000 5678", "88880000")
CATEGORIES = ("plumbing", "wiring", "noise", "lift_failure", "service_manner", "indoor_cleaning", "other")
TEAMS = ("水电班", "土建班", "lifts", "保洁班")
DRAWN = COURSE | HOUSEHOLDS | OFFICE


class NothingThere(LookupError):
    """There is nothing yet of which one could be drawn."""


class RandomDay:
    """One day after another until enough was done; the same seed makes the same days."""

    def __init__(self, office: Office, clock: DeskClock, folder: Path, seed: int) -> None:
        self.office: Office = office
        self.clock: DeskClock = clock
        self.folder = folder
        self.luck: random.Random = random.Random(seed)
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.tried: Counter[str] = Counter()
        self.forms: list[Any] = []
        builders.a_household(office)
        print_id = office.do(prints.start_slip, builders.a_slip(office).order_id, "pdf").id
        office.do(prints.confirm, print_id)

    def go_on(self, deeds: int) -> None:
        """Tries so many deeds; what the rules refuse is noted as such, and nothing else may go wrong."""
        for _ in range(deeds):
            self._time_passes()
            step = self.luck.choices(STEPS, [weight for _, weight in STEPS])[0][0]
            with suppress(NothingThere):
                step(self)

    def do(self, deed: Callable[..., Any], *asked: Any, **more: Any) -> Any:
        """Does the deed as whoever sits there; None where it is refused."""
        name = deed_name(deed)
        try:
            result = self.office.do(deed, *asked, **more)
        except UserError:
            self.refused[name] += 1
            return None
        self.done[name] += 1
        return result

    def any_of(self, column: Any, *likely: Any) -> int:
        """An id out of the column's table, the newer the likelier; mostly one for which `likely` holds."""
        with self.office.database.reading() as session:
            ids: list[int] = list(session.scalars(select(column).where(*likely).order_by(column)))
        if likely and (not ids or self.luck.random() < 0.2):
            return self.any_of(column)
        if not ids:
            raise NothingThere
        return ids[-1 - int(len(ids) * self.luck.random() ** 2)]

    def one_of(self, column: Any, *wanted: Any) -> int:
        """An id out of the column's table, of a row for which `wanted` holds."""
        with self.office.database.reading() as session:
            ids: list[int] = list(session.scalars(select(column).where(*wanted).order_by(column)))
        if not ids:
            raise NothingThere
        return self.luck.choice(ids)

    def row(self, table: Any, row_id: int) -> Any:
        """The table's row as it stands now."""
        with self.office.database.reading() as session:
            found = session.get_one(table, row_id)
            session.expunge(found)
        return found

    def _time_passes(self) -> None:
        span = self.luck.choice((0, 1, 20, 90, 600, 3600, 40_000)) * self.luck.random()
        self.clock.later(seconds=int(span))

    def _moment(self) -> Any:
        """Now, or some time ago."""
        return None if self.luck.random() < 0.5 else self.clock.now.replace(second=0)

    def register(self) -> None:
        kind = self.luck.choice(list(CaseKind))
        draft = a_draft(
            self.office,
            kind,
            channel=self.luck.choice(list(Channel)),
            content=self.luck.choice(WORDS),
            caller_name=self.luck.choice(NAMES),
            caller_phone=self.luck.choice(PHONES),
            anonymous=self.luck.random() < 0.1,
            category=self.luck.choice(CATEGORIES),
            place_id=self.luck.choice((None, self.any_of(Place.id))),
            charge=self.luck.choice((None, *Charge)),
            grade=self.luck.choice((None, *Grade)),
            quoted=self.luck.choice((None, Decimal("80.5"))),
            price_agreed=self.luck.random() < 0.5,
            price_on_site=self.luck.random() < 0.3,
            public_area=self.luck.random() < 0.2,
            level_criteria=self.luck.choice(((), (), ("safety",), ("compensation", "regulator"))),
            heard=True,
            reported_to=self.luck.choice((None, None, 1)),
        )
        if kind is not CaseKind.INQUIRY and self.luck.random() < 0.3:
            draft = replace(draft, appointment_from=self.clock.now.replace(microsecond=0))
        self.forms.append(draft)
        self.do(cases.register, draft)
        if self.luck.random() < 0.2:
            self.do(cases.register, self.luck.choice(self.forms))

    def contact(self) -> None:
        now = self.clock.now
        words = self.luck.choice(WORDS)
        draft = ContactDraft(self.any_of(Case.id), Channel.PHONE, now, words, self.luck.choice(NAMES), PHONES[0])
        self.do(cases.add_contact, draft)

    def say(self) -> None:
        deed = self.luck.choice((cases.note, cases.answer))
        self.do(deed, self.any_of(Case.id, Case.number.is_not(None)), self.luck.choice(WORDS), self._moment())

    def handle(self) -> None:
        out = exists().where(WorkOrder.case_id == Case.id, WorkOrder.state.not_in((S.RETURNED, S.VOID)))
        self.do(cases.handle, self.any_of(Case.id, Case.state == CaseState.IN_HAND, ~out), "已处理", self._moment())

    def close(self) -> None:
        handled = self.any_of(Case.id, Case.state == CaseState.HANDLED, Case.number.is_not(None))
        self.do(cases.close, handled, "住户确认", self.luck.random() < 0.8)

    def reopen(self) -> None:
        done = Case.state.in_((CaseState.HANDLED, CaseState.CLOSED))
        self.do(cases.reopen, self.any_of(Case.id, done, Case.number.is_not(None)), "仍漏水")

    def report(self) -> None:
        self.do(cases.report, self.any_of(Case.id), 2)

    def correct(self) -> None:
        case_id = self.any_of(Case.id)
        version = builders.rows(self.office, f"SELECT version FROM case_record WHERE id = {case_id}")[0][0]
        changes: dict[str, Any] = self.luck.choice(
            (
                {"content": self.luck.choice(WORDS)},
                {"category": self.luck.choice(CATEGORIES), "caller_phone": ""},
                {"appointment_from": self.clock.now, "charge": Charge.FREE},
                {"appointment_from": None, "level_criteria": ("safety",)},
                {"place_id": None, "place_text": "地下车库"},
            )
        )
        stale = self.luck.random() < 0.1
        self.do(corrections.correct, CaseCorrection(case_id, version - stale, "听错", changes))

    def withdraw(self) -> None:
        self.do(corrections.withdraw, self.any_of(CaseEvent.id), "记错了")

    def void(self) -> None:
        self.do(corrections.void, self.any_of(Case.id), "重复登记")

    def dispatch(self) -> None:
        self.do(dispatching.dispatch, self.any_of(Case.id), self.luck.choice(TEAMS), self.luck.choice(("", "张师傅")))

    def step_of_slip(self) -> None:
        out = S.ISSUED, S.ACCEPTED, S.ARRIVED, S.COMPLETED
        deed, states, asked = self.luck.choice(
            (
                (dispatching.accept, (S.ISSUED,), ("张师傅", self._moment())),
                (dispatching.arrive, (S.ACCEPTED,), (self._moment(),)),
                (dispatching.reassign, out, (self.luck.choice(TEAMS), "人手不足", "", self._moment())),
                (dispatching.return_slip, (S.COMPLETED,), (self._moment(),)),
                (dispatching.return_slip, (S.COMPLETED,), (self._moment(),)),
                (dispatching.void_order, out, ("写坏了",)),
                (chasing.chase_slip, out, (self._chase(),)),
            )
        )
        self.do(deed, self.any_of(WorkOrder.id, WorkOrder.state.in_(states)), *asked)

    def chase(self) -> None:
        self.do(chasing.chase, self.any_of(Case.id), self._chase())

    def _chase(self) -> ChaseDraft:
        until = self.luck.choice((None, self.clock.now + timedelta(hours=2)))
        return ChaseDraft("陈工", ReminderWay.PHONE, "何时到", "下午", until, self._moment())

    def complete(self) -> None:
        lines = tuple(MaterialDraft(f"角阀{n}", Decimal("1.5"), Decimal("9.9")) for n in range(self.luck.randrange(3)))
        rating = self.luck.choice(list(Rating))
        order_id = self.any_of(WorkOrder.id, WorkOrder.state.in_((S.ISSUED, S.ACCEPTED, S.ARRIVED)))
        self.do(dispatching.complete, a_completion(self.office, order_id, materials=lines, quality=rating))

    def follow_up(self) -> None:
        """Somebody is called back: in vain, with a rating, signed twice, or no more."""
        now, luck = self.clock.now, self.luck
        one = self.any_of(FollowUp.id, FollowUp.done_at.is_(None), FollowUp.dropped_at.is_(None))
        again = luck.choice((None, now + timedelta(hours=4)))
        self.do(follow_ups.attempt, AttemptDraft(one, luck.choice(list(AttemptOutcome)), call_again_at=again))
        told = FollowUpDraft(
            one,
            luck.choice(list(FollowUpWay)),
            luck.choice(list(Rating)),
            luck.choice(WORDS),
            reasons=luck.choice(("", WORDS[0])),
            close=luck.random() < 0.3,
            happened_at=self._moment(),
        )
        self.do(follow_ups.record, told)
        called = self.any_of(FollowUp.id, FollowUp.way == FollowUpWay.PHONE, FollowUp.confirmed_at.is_(None))
        self.do(follow_ups.confirm, called, luck.choice(("", *builders.STAFF)), PASSWORD)
        if luck.random() < 0.3:
            asked = self.any_of(FollowUp.id, FollowUp.done_at.is_(None), FollowUp.dropped_at.is_(None))
            self.do(follow_ups.give_up, asked, "搬走了")
        self.do(prints.start_follow_up, one, "printer")

    def printing(self) -> None:
        if self.luck.random() < 0.3:
            self.do(prints.start_register, "2026-10-20", "pdf")
        else:
            self.do(prints.start_slip, self.any_of(WorkOrder.id), "HP LaserJet", self.luck.choice(("", *WORDS)))
        self._several_papers()
        self.do(self.luck.choice((prints.confirm, prints.fail)), self.any_of(PrintRecord.id))

    def _several_papers(self) -> None:
        why = self.luck.choice(("", *WORDS))
        slips = [self.any_of(WorkOrder.id) for _ in range(3)]
        case = self.row(Case, self.one_of(Case.id, Case.number.is_not(None)))
        self.do(print_batches.start_slips, slips, "HP LaserJet", why)
        self.do(print_batches.start_follow_ups, [self.any_of(FollowUp.id)], "HP LaserJet", why)
        self.do(print_batches.start_fees, [(self.any_of(Place.id), "2026-11 3-2-1502", 2)], "HP LaserJet", why)
        self.do(print_batches.start_sheets, "acknowledgement", [(case.id, case.number)], "HP LaserJet", why)
        first = self.any_of(PrintRecord.id, PrintRecord.batch_id.is_(None))
        self.do(print_batches.settle, first, [first] if self.luck.random() < 0.5 else [])

    def place(self) -> None:
        room = f"{self.luck.randrange(1, 9)}0{self.luck.randrange(1, 5)}"
        if self.luck.random() < 0.5:
            with self.office.database.reading() as session:
                draft = households.place_draft(session, session.get_one(Place, self.any_of(Place.id)))
            self.do(households.save_place, replace(draft, note=self.luck.choice(WORDS)))
        else:
            self.do(households.save_place, a_place_draft(room, note="宠物：狗"))

    def void_place_or_person(self) -> None:
        if self.luck.random() < 0.5:
            self.do(households.void_place, self.any_of(Place.id), "录错")
        else:
            self.do(households.void_occupant, self.any_of(Occupant.id), "已搬走")

    def file(self) -> None:
        case_id = self.any_of(Case.id)
        path = self.folder / "照片.jpg"
        try:
            a_file(self.office, case_id, self.folder, path.name, self.luck.randbytes(100))
        except UserError:
            self.refused["attachments.attach"] += 1
        else:
            self.done["attachments.attach"] += 1

    def lists_in(self) -> None:
        run = self.do(importing.start_run, "batch", "aa", 3)
        if run is None:
            return
        key = str(self.luck.randrange(20))
        self.do(importing.register_noted, run, [(key, a_draft(self.office, caller_name="", gaps=("caller_name",)))])
        label = f"地下车库{self.luck.randrange(5)}区"
        self.do(importing.add_households, run, [PlaceDraft(PlaceKind.PUBLIC_AREA, label=label), a_place_draft("101")])
        old = HistoryDraft(f"h{key}", "86", CaseKind.REPAIR, Channel.PHONE, builders.NINE, "旧账", caller_name="仇女士")
        self.do(importing.add_history, run, [old])

    def out(self) -> None:
        self.do(exports.note_export, "register", 3, "归档")
        self.do(backup.note_backup, 1, "desk.db")

    def staff(self) -> None:
        name = f"{self.luck.choice(NAMES)}{self.luck.randrange(30)}"
        self.do(staffing.add, StaffDraft(name, self.luck.choice(list(Role)), "", PASSWORD))
        self.do(staffing.change_password, 3, PASSWORD)

    def shift(self) -> None:
        """Somebody else sits down, who may have to type the password twice."""
        name = self.luck.choice(("王敏", "王敏", "王敏", *builders.STAFF, builders.ADMINISTRATOR))
        try:
            self.office.sign_in(name, self.luck.choice((PASSWORD, PASSWORD, "forgotten")))
        except UserError:
            self.refused["staffing.note_sign_in"] += 1
        else:
            self.done["staffing.note_sign_in"] += 1

    def put_calendar_right(self) -> None:
        """A day soon to come, or just gone, is off or worked after all."""
        day = self.clock.now.date() + timedelta(days=self.luck.randint(-2, 6))
        wanted = DayDraft(day, self.luck.random() < 0.5, self.luck.choice(("", "台风停工")))
        state = self.office.ask(self.office.calendar_of).id
        self.do(calendar_days.change, CalendarDraft((wanted,), "物业公司通知", state))

    def further_deed(self) -> None:
        """One of the many deeds that have no step of their own, the likelier the seldomer it was done; by who may."""
        names = [deed_name(deed) for deed in DRAWN]
        seldom = [1 / (1 + self.done[name]) ** 3 / (1 + self.tried[name]) for name in names]
        deed = self.luck.choices(list(DRAWN), seldom)[0]
        self.tried[deed_name(deed)] += 1
        told = DRAWN[deed](self)
        if not self.office.may(deed) and self.luck.random() < 0.8:
            roles = sorted(RIGHTS[deed_name(deed)])
            self.office.sign_in(builders.NAME_OF[self.luck.choice(roles)], PASSWORD)
        self.do(deed, *told)


STEPS: list[tuple[Callable[[RandomDay], None], int]] = [
    (RandomDay.register, 20),
    (RandomDay.put_calendar_right, 3),
    (RandomDay.contact, 6),
    (RandomDay.say, 8),
    (RandomDay.handle, 10),
    (RandomDay.close, 8),
    (RandomDay.reopen, 4),
    (RandomDay.report, 3),
    (RandomDay.correct, 10),
    (RandomDay.withdraw, 8),
    (RandomDay.void, 2),
    (RandomDay.dispatch, 14),
    (RandomDay.step_of_slip, 30),
    (RandomDay.chase, 3),
    (RandomDay.complete, 10),
    (RandomDay.follow_up, 8),
    (RandomDay.printing, 6),
    (RandomDay.place, 6),
    (RandomDay.void_place_or_person, 2),
    (RandomDay.file, 3),
    (RandomDay.lists_in, 3),
    (RandomDay.out, 2),
    (RandomDay.staff, 2),
    (RandomDay.shift, 8),
    (RandomDay.further_deed, 100),
]
