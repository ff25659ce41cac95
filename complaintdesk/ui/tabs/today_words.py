# SPDX-License-Identifier: Apache-2.0
"""Today in words: what its lists are called, how each stands, and what each line says of its time."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from complaintdesk.desk.today import Listed, TodayList
from complaintdesk.desk.today_rows import TodayRow
from complaintdesk.domain.terms import OrderState, Priority
from complaintdesk.labels import label, translate
from complaintdesk.ui.look import Tone
from complaintdesk.ui.tabs.case_words import joined, limit_said
from complaintdesk.ui.tabs.slip_words import incomplete_words
from complaintdesk.ui.tabs.today_tiles import Told
from complaintdesk.ui.time_words import Said, day_words, moment_words, open_words

# Their time is since when it waits.
SINCE = frozenset({TodayList.CALLED_AGAIN, TodayList.APPROVALS, TodayList.WAITING, TodayList.WAVES})
_TONES = {
    TodayList.LATE: Tone.LATE,
    TodayList.DUE_NOW: Tone.SOON,
    TodayList.CALLED_AGAIN: Tone.SOON,
    TodayList.REVIEWS: Tone.SOON,
    TodayList.WAITING: Tone.PLAIN,
    TodayList.WAVES: Tone.SOON,
    TodayList.APPROVALS: Tone.ACCENT,
}


def list_names() -> dict[TodayList, str]:
    """What the lists are called."""
    return {
        TodayList.LATE: translate("TodayTab", "Late"),
        TodayList.DUE_NOW: translate("TodayTab", "Due now"),
        TodayList.DUE_TODAY: translate("TodayTab", "Due today"),
        TodayList.PROMISED: translate("TodayTab", "Promised to clients"),
        TodayList.TO_ACCEPT: translate("TodayTab", "Slips to be taken"),
        TodayList.OUT: translate("TodayTab", "Slips not back"),
        TodayList.FOLLOW_UPS: translate("TodayTab", "Call-backs"),
        TodayList.CALLED_AGAIN: translate("TodayTab", "Called again once handled"),
        TodayList.ANSWERS: translate("TodayTab", "Answers owed"),
        TodayList.APPROVALS: translate("TodayTab", "Approvals asked for"),
        TodayList.WAITING: translate("TodayTab", "Waiting"),
        TodayList.WAVES: translate("TodayTab", "Waves"),
        TodayList.REVIEWS: translate("TodayTab", "Days to review"),
    }


def told(name: TodayList, listed: Listed, now: datetime, zone: ZoneInfo) -> Told:
    """What a list's tile says."""
    if not listed.count:
        return Told(list_names()[name], 0, "", Tone.PLAIN)
    said = first_said(name, listed.first_at, now, zone)
    tone = Tone.LATE if said.tone is Tone.LATE else _TONES.get(name, said.tone)
    return Told(list_names()[name], listed.count, said.words, Tone.ACCENT if tone is Tone.PLAIN else tone)


def first_said(name: TodayList, at: datetime | None, now: datetime, zone: ZoneInfo) -> Said:
    """How the first of a list stands: 逾期 3天2小时, 剩 6 分, since when it waits."""
    if at is None:
        return Said("", Tone.PLAIN)
    if name is TodayList.REVIEWS:
        day = day_words(at.astimezone(zone).date(), now.astimezone(zone).date())
        return Said(translate("TodayTab", "since {moment}").format(moment=day), Tone.PLAIN)
    if name in SINCE:
        return Said(translate("TodayTab", "since {moment}").format(moment=moment_words(at, now, zone)), Tone.PLAIN)
    return open_words(at, now, zone)


def row_said(name: TodayList, row: TodayRow, now: datetime, zone: ZoneInfo) -> Said:
    """What a line says of its time: 到场 逾期 1小时12分 ＋2, 等配件 自昨天 16:00."""
    if name is TodayList.WAITING and row.waits_for is not None:
        return Said(_words(label(row.waits_for), first_said(name, row.at, now, zone).words), Tone.PLAIN)
    if name is TodayList.WAVES:
        words = translate("TodayTab", "{count} households").format(count=row.what)
        return Said(_words(words, first_said(name, row.at, now, zone).words), Tone.SOON)
    if name is TodayList.CALLED_AGAIN:
        called = translate("TodayTab", "called again")
        return Said(_words(called, first_said(name, row.at, now, zone).words), Tone.SOON)
    if name is TodayList.APPROVALS:
        return Said(_words(row.what, first_said(name, row.at, now, zone).words), Tone.PLAIN)
    if name is TodayList.REVIEWS:
        return Said(translate("TodayTab", "not reviewed"), Tone.SOON)
    if name in (TodayList.FOLLOW_UPS, TodayList.PROMISED) and row.at is not None:
        said = open_words(row.at, now, zone)
        what = row.what or translate("TodayTab", "promised")
        return Said(_words(what, said.words), said.tone)
    if row.limit is None:
        out = row.order_state in (OrderState.COMPLETED, OrderState.RETURNED)
        return Said(translate("OrderWords", "slip not back"), Tone.SOON) if out else Said("—", Tone.PLAIN)
    said = limit_said(row.limit, now, zone, brief=True)
    return Said(f"{said.words} +{row.more}" if row.more else said.words, said.tone)


def number_said(row: TodayRow, now: datetime, zone: ZoneInfo) -> str:
    """The number by which a line's record is known; of a day its date."""
    if row.kind == "day" and row.at is not None:
        return day_words(row.at.astimezone(zone).date(), now.astimezone(zone).date())
    return row.slip if row.kind == "order" else row.number


def who_has(row: TodayRow) -> str:
    """Who has it in hand: the slip's worker or team, else the department; and who follows it up."""
    return joined((row.with_whom or row.department, row.who))


def slip_said(row: TodayRow) -> str:
    """The slip that is out and how it stands; '' for none."""
    if row.order_state is None:
        return ""
    if row.missing:
        return incomplete_words(row.missing)
    return label(row.order_state) if row.kind == "order" else joined((row.slip, label(row.order_state)))


def chases_said(row: TodayRow, now: datetime, zone: ZoneInfo) -> str:
    """How often it was chased, and until when it was promised then: 2 次 · 答应 今天 15:00."""
    if not row.chases.count:
        return ""
    times = translate("TodayTab", "{count} ×").format(count=row.chases.count)
    if row.chases.until is None:
        return joined((times, moment_words(row.chases.last_at, now, zone) if row.chases.last_at else ""))
    by = translate("TodayTab", "promised {moment}").format(moment=moment_words(row.chases.until, now, zone))
    return joined((times, by))


def priority_said(priority: Priority) -> str:
    """High and low in a word; '' for what is neither (R-CLS-09)."""
    return "" if priority is Priority.NORMAL else label(priority)


def order_said(name: TodayList) -> str:
    """In which order a list stands."""
    if name in SINCE or name is TodayList.REVIEWS:
        return translate("TodayTab", "what has waited longest on top")
    return translate("TodayTab", "what is due next on top")


def nothing(name: TodayList) -> str:
    """What to say where nothing stands on a list."""
    return {
        TodayList.LATE: translate("TodayTab", "Nothing is late."),
        TodayList.DUE_NOW: translate("TodayTab", "Nothing is due at this moment."),
        TodayList.DUE_TODAY: translate("TodayTab", "Nothing more falls due today."),
        TodayList.PROMISED: translate("TodayTab", "No promise to a client is due today."),
        TodayList.TO_ACCEPT: translate("TodayTab", "Every slip has been taken."),
        TodayList.OUT: translate("TodayTab", "Every slip is back."),
        TodayList.FOLLOW_UPS: translate("TodayTab", "Nobody has to be called back today."),
        TodayList.CALLED_AGAIN: translate("TodayTab", "Nobody called again about what is handled."),
        TodayList.ANSWERS: translate("TodayTab", "No enquiry waits for its answer."),
        TodayList.APPROVALS: translate("TodayTab", "Nothing waits for approval."),
        TodayList.WAITING: translate("TodayTab", "No case waits."),
        TodayList.WAVES: translate("TodayTab", "No building has several households with one matter."),
        TodayList.REVIEWS: translate("TodayTab", "Every day is reviewed."),
    }[name]


def _words(what: str, when: str) -> str:
    return f"{what} {when}" if what and when else what or when
