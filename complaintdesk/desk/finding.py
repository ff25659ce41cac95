# SPDX-License-Identifier: Apache-2.0
"""Finding anything: of one typed text all cases, slips, households with their people, and follow-ups that match."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from complaintdesk.db.tables import FIRST_LIVE_ID, Case, Contact, FollowUp, OfficeProfile, WorkOrder
from complaintdesk.desk import people
from complaintdesk.desk.listing import CaseFilter, case_ids, newest_found
from complaintdesk.desk.number_hits import named
from complaintdesk.desk.pinyin_table import pinyin_table
from complaintdesk.desk.rule_books import RuleBooks
from complaintdesk.desk.searching import plain
from complaintdesk.domain.dates import civil_day
from complaintdesk.domain.excerpts import excerpt, marks_in
from complaintdesk.domain.grams import PHONE_TAILS, runs
from complaintdesk.domain.phones import fold_phone, mask_phone
from complaintdesk.domain.pinyin import keys_for
from complaintdesk.domain.search_words import Search

LOOKED_THROUGH = 100  # of the cases that match, the newest: what belongs to them is listed, more are counted as 100+
MOST = 8  # of a group that has little beside it
FEWER = 5  # of each when more than two groups have something
KINDS = ("case", "order", "place", "follow_up")


@dataclass(frozen=True)
class Hit:
    """One thing found: what it is called, whose it is, what it is about; `marks` are the words that matched in these.

    Of a phone only its last digits are told.
    """

    id: int
    title: str
    whose: str
    words: str
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """What was found of one kind (KINDS), newest first: the first hits, and the ids of all.

    Where more cases match than are looked through, `ids` are what belongs to the newest; `more`: there may be others.
    """

    kind: str
    hits: tuple[Hit, ...]
    ids: array[int]
    more: bool = False


def find(session: Session, asked_for: Search | str, books: RuleBooks, now: datetime) -> tuple[Group, ...]:
    """All that matches the typed words, by kind; kinds of which nothing matches are left out.

    What a number names stands first. Filters are of cases: with them, households are not looked for. May take longer
    than a frame.
    """
    search = plain(asked_for) if isinstance(asked_for, str) else asked_for
    text, typed = search.words, tuple(runs(search.words))
    if not search.wanted:
        return ()
    today = civil_day(now, _zone(session))
    numbers = () if search.filtered else named(session, text, today.year)
    newest = newest_found(session, search, now, LOOKED_THROUGH + 1)
    hits, uncounted = newest[:LOOKED_THROUGH], set[str]()
    if len(newest) > LOOKED_THROUGH:
        # An old register's rows, which come last, have neither slips nor follow-ups.
        uncounted = {"case", "order", "follow_up"} if newest[LOOKED_THROUGH] >= FIRST_LIVE_ID else {"case"}
    cases = case_ids(session, CaseFilter(ids=tuple(hits)), now) if hits else array("q")
    orders = _of_cases(session, WorkOrder.id, WorkOrder.case_id, hits)
    standing = FollowUp.dropped_at.is_(None)
    follow_ups = _of_cases(session, FollowUp.id, FollowUp.case_id, hits, standing)
    cases, orders = (
        _first(ids, [each.id for each in numbers if each.kind == kind])
        for kind, ids in (("case", cases), ("order", orders))
    )
    places = array("q") if search.filtered else people.place_ids(session, text)
    found = dict(zip(KINDS, (cases, orders, places, follow_ups), strict=True))
    filled = {kind: ids for kind, ids in found.items() if ids}
    most = MOST if len(filled) <= 2 else FEWER
    groups, known = [], dict[int, Hit]()
    for kind, ids in filled.items():
        if kind == "place":
            shown = _place_hits(session, text, ids, typed, most, today)
        else:
            shown = _SHOWN[kind](_Facts(session, typed, known), ids[:most], books)
        groups.append(Group(kind, shown, ids, more=kind in uncounted))
    return tuple(groups)


def all_cases(session: Session, search: Search, now: datetime) -> array[int]:
    """Ids of all cases that a search finds, newest first. May take longer than a frame."""
    return case_ids(session, CaseFilter(ids=tuple(newest_found(session, search, now))), now)


def _of_cases(
    session: Session,
    column: InstrumentedAttribute[int],
    case_id: InstrumentedAttribute[int],
    hits: Sequence[int],
    *conditions: Any,
) -> array[int]:
    """Ids of what belongs to these cases, newest first."""
    return array("q", session.scalars(select(column).where(case_id.in_(hits), *conditions).order_by(column.desc())))


def _first(ids: array[int], named_ids: Sequence[int]) -> array[int]:
    return array("q", (*named_ids, *(each for each in ids if each not in named_ids))) if named_ids else ids


@dataclass(frozen=True)
class _Facts:
    """Cases as hits, each read once for all kinds."""

    session: Session
    typed: tuple[str, ...]
    known: dict[int, Hit]

    def of(self, case_ids: Sequence[int]) -> dict[int, Hit]:
        """These cases, and others that were asked for before."""
        self.known.update(_facts(self.session, set(case_ids).difference(self.known), self.typed))
        return self.known


def _case_hits(facts: _Facts, ids: Sequence[int], books: RuleBooks) -> tuple[Hit, ...]:
    del books
    found = facts.of(ids)
    return tuple(found[case_id] for case_id in ids)


def _order_hits(facts: _Facts, ids: Sequence[int], books: RuleBooks) -> tuple[Hit, ...]:
    orders = {row.id: row for row in facts.session.scalars(select(WorkOrder).where(WorkOrder.id.in_(ids)))}
    found = facts.of([row.case_id for row in orders.values()])
    hits = []
    for each in (orders[order_id] for order_id in ids):
        of_case, team = found[each.case_id], books.team_name(facts.session, each.team, each.issued_at)
        words = " · ".join(part for part in (team, each.worker, of_case.words) if part)
        hits.append(replace(of_case, id=each.id, title=each.number, words=words))
    return tuple(hits)


def _follow_up_hits(facts: _Facts, ids: Sequence[int], books: RuleBooks) -> tuple[Hit, ...]:
    query = select(FollowUp, Case.procedure_version_id).join(Case, Case.id == FollowUp.case_id)
    rows = {row.id: (row, version) for row, version in facts.session.execute(query.where(FollowUp.id.in_(ids)))}
    found = facts.of([row.case_id for row, _ in rows.values()])
    hits = []
    for each, version in (rows[follow_up_id] for follow_up_id in ids):
        of_case, name = found[each.case_id], books.of(facts.session, version).follow_up(each.key).name
        hits.append(replace(of_case, id=each.id, words=f"{name} · {of_case.words}"))
    return tuple(hits)


_SHOWN = {"case": _case_hits, "order": _order_hits, "follow_up": _follow_up_hits}


def _facts(session: Session, wanted: set[int], typed: tuple[str, ...]) -> dict[int, Hit]:
    """Each case as a hit, with that of its texts in which the words stand."""
    if not wanted:
        return {}
    contacts: dict[int, list[str]] = {}
    told = select(Contact.case_id, Contact.content).where(Contact.case_id.in_(wanted)).order_by(Contact.id)
    for case_id, content in session.execute(told):
        contacts.setdefault(case_id, []).append(content)
    found = {}
    for case in session.scalars(select(Case).where(Case.id.in_(wanted))):
        texts = (case.content, *contacts.get(case.id, ()))
        telling = _telling(typed)
        text = next((each for each in texts if marks_in(each, telling)), case.content)
        tail = _tail(case.caller_phone, typed)
        whose = " · ".join(part for part in (case.place_text, case.caller_name, tail) if part)
        marks = _marks(typed, case.caller_name)
        found[case.id] = Hit(case.id, case.number or case.old_number, whose, excerpt(text, telling), marks)
    return found


def _zone(session: Session) -> ZoneInfo:
    return ZoneInfo(session.scalars(select(OfficeProfile.zone)).one())


def _place_hits(
    session: Session, text: str, ids: array[int], typed: tuple[str, ...], most: int, today: date
) -> tuple[Hit, ...]:
    """Households and their people; a building finds its first rooms."""
    hits = []
    for match in people.who(session, text, today, most):
        whose = " · ".join(part for part in (match.name, _tail(match.phone, typed)) if part)
        hits.append(Hit(match.place_id, match.place, whose, "", _marks(typed, match.name)))
    if not hits:
        hits = [
            Hit(row.id, row.label, row.people, "", _telling(typed)) for row in people.place_rows(session, ids[:most])
        ]
    return tuple(hits)


def _telling(typed: tuple[str, ...]) -> tuple[str, ...]:
    """What is worth marking: single digits, as of 3-2-1502, stand in nearly every number; alone they are meant."""
    return tuple(word for word in typed if len(word) > 1 or not word.isdecimal()) or typed


def _marks(typed: tuple[str, ...], name: str) -> tuple[str, ...]:
    """What is marked of a hit: the words that tell, and the name if it was found by its sound."""
    return (*_telling(typed), *([name] if _by_pinyin(name, typed) else []))


def _by_pinyin(name: str, typed: tuple[str, ...]) -> bool:
    keys = keys_for(name, pinyin_table())
    return any(key.startswith(word) for key in keys for word in typed if word.isascii() and word.isalpha())


def _tail(phone: str, typed: tuple[str, ...]) -> str:
    """The phone with its middle hidden, if it was asked for by its last digits."""
    digits = re.sub("[^0-9]", "", "".join(typed))
    number = fold_phone(phone).partition("-")[0]
    return mask_phone(phone) if len(digits) >= PHONE_TAILS[0] and number.endswith(digits) else ""
