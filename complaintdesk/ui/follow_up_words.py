# SPDX-License-Identifier: Apache-2.0
"""A follow-up in words: how it stands, and what each of its events tells."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from complaintdesk.desk.follow_up_lists import FollowUpRow
from complaintdesk.desk.follow_up_records import FollowUpRecord
from complaintdesk.desk.records import EventRecord
from complaintdesk.domain.terms import AttemptOutcome, EventKind, FollowUpWay, Rating
from complaintdesk.labels import label, translate
from complaintdesk.ui.look import Tone
from complaintdesk.ui.time_words import Said, day_words, length_words, moment_words

FOLLOWING_UP = (
    EventKind.FOLLOW_UP_TRIED,
    EventKind.FOLLOWED_UP,
    EventKind.FOLLOW_UP_CONFIRMED,
    EventKind.FOLLOW_UP_ENDED,
)
RATING_TONES = {Rating.CONTENT: Tone.GOOD, Rating.FAIR: Tone.GOOD, Rating.NOT_CONTENT: Tone.LATE}


def standing_words(one: FollowUpRow | FollowUpRecord, now: datetime, zone: tzinfo) -> Said:
    """How a follow-up stands: 逾期 2天, 约 18:00, 今天, 10-23; of one that is made the rating and what is missing."""
    today = now.astimezone(zone).date()
    if one.done_at is not None and one.rating is not None:
        if one.way is FollowUpWay.PHONE and not one.confirmed_by:
            words = translate("FollowUps", "{rating}, unsigned").format(rating=label(one.rating))
            return Said(words, Tone.SOON if one.rating is not Rating.NOT_CONTENT else Tone.LATE)
        return Said(label(one.rating), RATING_TONES[one.rating])
    if one.ended_at is not None:
        return Said(translate("FollowUps", "given up"), Tone.PLAIN)
    if isinstance(one, FollowUpRecord) and one.over:
        return Said(translate("FollowUps", "no longer asked for"), Tone.PLAIN)
    if one.required and one.due_at is not None and one.due_at < now:
        return Said(translate("Times", "late {length}").format(length=_days_late(now - one.due_at)), Tone.LATE)
    if one.call_again_at is not None and one.call_again_at.astimezone(zone).date() <= today:
        again = translate("FollowUps", "call {moment}")
        return Said(again.format(moment=moment_words(one.call_again_at, now, zone)), Tone.SOON)
    due = None if one.due_at is None else one.due_at.astimezone(zone).date()
    if one.required and due is not None:
        return Said(day_words(due, today), Tone.SOON if due == today else Tone.PLAIN)
    if one.opens_at > now:
        opens = translate("FollowUps", "from {day}")
        return Said(opens.format(day=day_words(one.opens_at.astimezone(zone).date(), today)), Tone.PLAIN)
    if one.due_at is None or due is None:
        return Said(translate("FollowUps", "no day set"), Tone.SOON if one.required else Tone.PLAIN)
    if one.due_at < now:
        return Said(translate("FollowUps", "window over"), Tone.PLAIN)
    return Said(translate("FollowUps", "till {day}").format(day=day_words(due, today)), Tone.PLAIN)


def _days_late(length: timedelta) -> str:
    """A follow-up is due by the day: whole days late, hours on the first of them."""
    if length < timedelta(days=1):
        return length_words(length)
    return translate("FollowUps", "{days} d").format(days=length.days)


def tried_words(one: FollowUpRow | FollowUpRecord) -> str:
    """How often it was tried, and what came of the last time: 2 次 无人接听; '' before the first try."""
    if one.last_outcome is None:
        return ""
    return translate("FollowUps", "{count} × {outcome}").format(count=one.attempts, outcome=label(one.last_outcome))


def tries_words(one: FollowUpRow | FollowUpRecord, now: datetime, zone: tzinfo) -> str:
    """What was tried so far, and when the client wants to be called: 2 次 约改时间, 约 明天 10:00."""
    words = tried_words(one)
    if one.call_again_at is None:
        return words
    again = translate("FollowUps", "call {moment}").format(moment=moment_words(one.call_again_at, now, zone))
    return f"{words}, {again}"


def follow_up_words(event: EventRecord, now: datetime, zone: tzinfo) -> str:
    """What an event of a follow-up tells, on one line."""
    facts = event.facts
    parts = []
    if event.kind is EventKind.FOLLOW_UP_TRIED:
        parts = [label(FollowUpWay(str(facts["way"]))), label(AttemptOutcome(str(facts["outcome"])))]
        if facts.get("call_again_at"):
            moment = moment_words(datetime.fromisoformat(str(facts["call_again_at"])), now, zone)
            parts.append(translate("FollowUps", "call {moment}").format(moment=moment))
    elif event.kind is EventKind.FOLLOWED_UP:
        parts = [label(FollowUpWay(str(facts["way"]))), label(Rating(str(facts["rating"])))]
    parts.append(f"“{event.words}”" if event.words and event.kind is EventKind.FOLLOWED_UP else event.words)
    if facts.get("reasons"):
        parts.append(translate("FollowUps", "why: {words}").format(words=facts["reasons"]))
    if facts.get("unsolved"):
        parts.append(translate("FollowUps", "unsolved: {words}").format(words=facts["unsolved"]))
    if facts.get("reply_by"):
        moment = moment_words(datetime.fromisoformat(str(facts["reply_by"])), now, zone)
        parts.append(translate("FollowUps", "reply by {moment}").format(moment=moment))
    return " · ".join(part for part in parts if part)
