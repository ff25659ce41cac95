# SPDX-License-Identifier: Apache-2.0
"""What a case's page says: its facts by name, and its story with what was put right or taken back in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from complaintdesk import fields
from complaintdesk.desk.records import CasePage, CaseRecord, EventRecord, OrderGist
from complaintdesk.domain.commitments import Explanation
from complaintdesk.domain.lifecycle import is_written_up_late
from complaintdesk.domain.money import show_yuan
from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.terms import CaseState, Channel, Charge, EventKind, Grade, Level, Origin
from complaintdesk.labels import label, translate
from complaintdesk.ui.facts import Fact
from complaintdesk.ui.look import Colour, Tone
from complaintdesk.ui.tabs.case_words import category_name, joined, kind_said, why_words
from complaintdesk.ui.tabs.clock_words import clock_event_words
from complaintdesk.ui.tabs.course_words import course_words
from complaintdesk.ui.tabs.judging_words import judged_words, judgement
from complaintdesk.ui.tabs.own_field_words import own_changes, own_words
from complaintdesk.ui.time_words import moment_words, span_words

_OPEN = (CaseState.REGISTERED, CaseState.IN_HAND)
_TELLING = frozenset({"content", "place_text", "caller_name", "category", "grade", "charge", "quoted", "channel"})
_GIST = 60  # characters of an old or new text


def state_tone(case: CaseRecord) -> Tone:
    """The tone in which a case's state is said."""
    if case.state in (CaseState.HANDLED, CaseState.CLOSED):
        return Tone.GOOD
    return Tone.ACCENT if case.state in _OPEN else Tone.PLAIN


def state_words(case: CaseRecord) -> str:
    """What a case's state is called; of one in hand that waits, for what (R-T-07)."""
    if case.waits_for is None:
        return label(case.state)
    return translate("CaseFacts", "Waiting ({reason})").format(reason=label(case.waits_for))


def case_facts(page: CasePage, why: Sequence[Explanation], now: datetime, zone: ZoneInfo) -> tuple[Fact, ...]:
    """The case's facts, in the order in which they are asked for."""
    case = page.case
    facts = [
        Fact(translate("CaseFacts", "Kind"), _kind(case, page.procedure), wide=True),
        Fact(translate("CaseFacts", "Received"), _received(case, now, zone)),
        Fact(translate("CaseFacts", "Agreed for"), span_words(case.appointment_from, case.appointment_to, now, zone)),
        Fact(translate("CaseFacts", "Service"), span_words(case.service_from, case.service_to, now, zone)),
        Fact(translate("CaseFacts", "Job"), _job(case)),
        Fact(translate("CaseFacts", "Charge"), _charge(case)),
        Fact(translate("CaseFacts", "Major"), "、".join(case.level_criteria_words), Colour.LATE, wide=True),
        Fact(
            translate("CaseFacts", "Judged"), judgement(case), Colour.LATE if case.level is Level.MAJOR else Colour.INK
        ),
        *(Fact(name, own_words(value)) for name, value in case.own_fields),
        Fact(translate("CaseFacts", "Not told"), _gaps(case), Colour.SOON),
        Fact(translate("CaseFacts", "Reported to"), _reported(case, now, zone)),
        Fact(translate("CaseFacts", "Follows up"), "" if case.follower == case.first_contact else case.follower),
        Fact(translate("CaseFacts", "Slip"), "\n".join(_order(order) for order in case.orders), wide=True),
        Fact(translate("CaseFacts", "Outcome"), case.outcome, wide=True),
        Fact(translate("CaseFacts", "Why void"), case.void_reason, Colour.LATE, wide=True),
    ]
    if case.state in _OPEN:
        facts.insert(
            6, Fact(translate("CaseFacts", "Due"), "\n".join(why_words(each, now, zone) for each in why), wide=True)
        )
    return tuple(facts)


def _kind(case: CaseRecord, procedure: Procedure) -> str:
    category = category_name(procedure, procedure.category(case.category)) if case.category else ""
    return joined((kind_said(case.kind, case.kind_name), category, case.department_name))


def _received(case: CaseRecord, now: datetime, zone: ZoneInfo) -> str:
    noted = ""
    if case.origin is Origin.DESK and is_written_up_late(case.received_at, case.recorded_at):
        noted = translate("CaseFacts", "noted {moment}").format(moment=moment_words(case.recorded_at, now, zone))
    origin = label(case.origin) if case.origin is not Origin.DESK else ""
    first = translate("CaseFacts", "first asked: {name}").format(name=case.first_contact) if case.first_contact else ""
    when = f"{label(case.channel)} {moment_words(case.received_at, now, zone)}"
    return joined((when, origin, noted, first))


def _job(case: CaseRecord) -> str:
    scope = (
        translate("CaseFacts", "public area") if case.public_area else "",
        translate("CaseFacts", "complex") if case.complex_job else "",
    )
    return joined((label(case.grade) if case.grade is not None else "", *scope))


def _charge(case: CaseRecord) -> str:
    if case.charge is None:
        return ""
    price = show_yuan(case.quoted, sign=True) if case.quoted is not None else ""
    agreed = ""
    if case.charge is Charge.CHARGEABLE:
        agreed = translate("CaseFacts", "agreed") if case.price_agreed else translate("CaseFacts", "not yet agreed")
    on_site = translate("CaseForm", "priced on site") if case.price_on_site else ""
    return joined((label(case.charge), price, on_site, agreed))


def _gaps(case: CaseRecord) -> str:
    return translate("fields", ", ").join(fields.label(f"case.{gap}") for gap in case.gaps)


def _reported(case: CaseRecord, now: datetime, zone: ZoneInfo) -> str:
    if case.reported_at is None:
        return ""
    return f"{case.reported_to} {moment_words(case.reported_at, now, zone)}"


def _order(order: OrderGist) -> str:
    printed = translate("CaseFacts", "printed {count} times").format(count=order.prints) if order.prints > 1 else ""
    if order.prints == 1:
        printed = translate("CaseFacts", "printed")
    if order.prints == 0:
        printed = translate("CaseFacts", "not printed")
    return joined((order.number, order.team_name, order.worker, label(order.state), printed))


def story(page: CasePage, now: datetime, zone: ZoneInfo) -> tuple[EventRecord, ...]:
    """The events with words that say what they did: who called, what was put right, what was taken back."""
    by_id = {event.id: event for event in page.events}
    told = {contact.id: contact for contact in page.contacts}
    found = []
    for event in page.events:
        words = event.words
        if event.kind is EventKind.CORRECTED:
            words = joined((words, *_corrected(event, page.procedure)))
        elif event.kind is EventKind.WITHDRAWN and event.about_id in by_id:
            about = by_id[event.about_id]
            named = f"{moment_words(about.happened_at, now, zone)} {label(about.kind)}"
            words = joined((named, words))
        elif event.kind is EventKind.CONTACTED and event.facts.get("contact") in told:
            contact = told[int(str(event.facts["contact"]))]
            words = joined((label(contact.channel), contact.caller_name, words))
        elif event.kind is EventKind.REGISTERED and page.case.level_criteria:
            words = label(Level.MAJOR)
        else:
            told_by = (clock_event_words(event, page.procedure, now, zone), judged_words(event))
            words = joined((*told_by, course_words(event, page, now, zone), words))
        found.append(replace(event, words=words))
    return tuple(found)


def _corrected(event: EventRecord, procedure: Procedure) -> list[str]:
    """Each fact that was put right: what it was, what it is."""
    lines: list[str] = []
    for name, change in event.facts.items():
        if name == "own_fields" and isinstance(change, list):
            lines += own_changes(procedure, *change)
            continue
        if name not in _TELLING or not isinstance(change, list):
            lines.append(_label(name))
            continue
        old, new = (_value(name, each, procedure) for each in change)
        words = translate("CaseFacts", "{fact}: “{old}” → “{new}”")
        lines.append(words.format(fact=_label(name), old=_short(old), new=_short(new)))
    return [line for line in dict.fromkeys(lines) if line]


def _label(name: str) -> str:
    if name in ("place_id", "occupant_id", "building", "department"):
        return ""
    known = {"place_text": "place", "level_criteria": "level", "about_staff_id": "about"}
    return fields.label(f"case.{known.get(name, name)}")


def _value(name: str, value: object, procedure: Procedure) -> str:
    if value in (None, ""):
        return "—"
    if name == "category":
        return procedure.category(str(value)).name
    terms: dict[str, type[StrEnum]] = {"charge": Charge, "grade": Grade, "channel": Channel}
    return label(terms[name](str(value))) if name in terms else str(value)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _GIST else f"{line[:_GIST]}…"
