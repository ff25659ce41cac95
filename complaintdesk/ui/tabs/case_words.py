# SPDX-License-Identifier: Apache-2.0
"""A case's facts in words: lists of the rule book for the form's boxes, limits and why they end when they do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from complaintdesk.desk.cases import Saved
from complaintdesk.desk.dispatching import Dispatched
from complaintdesk.desk.pinyin_table import pinyin_table
from complaintdesk.desk.records import CommitmentRecord, StaffRecord
from complaintdesk.desk.rights import LEADERS
from complaintdesk.domain.case_facts import CaseFacts
from complaintdesk.domain.commitments import Explanation, explain, plan
from complaintdesk.domain.lifecycle import Event
from complaintdesk.domain.pinyin import list_keys
from complaintdesk.domain.procedure import Category, Limit, LimitUnit, Procedure
from complaintdesk.domain.terms import CaseKind, Channel, EventKind, Grade, Level, Priority
from complaintdesk.errors import QT_TRANSLATE_NOOP, NotYetKnown, Told, UserError
from complaintdesk.labels import label, language, translate, words_of
from complaintdesk.ui.time_words import Said, clock_words, day_words, due_words, moment_words
from complaintdesk.ui.why_words import limit_words

# The most frequent first; the rule book says which of them are in use.
DESK_ORDER = (
    CaseKind.REPAIR,
    CaseKind.COMPLAINT,
    CaseKind.INQUIRY,
    CaseKind.SUGGESTION,
    CaseKind.ASSISTANCE,
    CaseKind.SPECIAL_SERVICE,
)

# What only the office itself notices; the caller is promised none of it.
_INSIDE = frozenset({EventKind.ACCEPTED, EventKind.REASSIGNED, EventKind.REPORTED, EventKind.REMINDED})
_BRIEF = 4  # characters of a long name that a column has room for besides the time

Choice = tuple[str, str, str]  # value, label, keywords


def kind_said(kind: CaseKind, name: str) -> str:
    """A kind as a rule book names it; in English, and without a name, by its term."""
    return name if name and language() == "zh_CN" else label(kind)


def kind_name(procedure: Procedure, kind: CaseKind) -> str:
    """A kind as this office calls it; in English by its term."""
    return kind_said(kind, procedure.kind_name(kind))


def kinds_in_use(procedure: Procedure) -> list[tuple[CaseKind, str]]:
    """The kinds that this office registers, the most frequent first."""
    used = {row.id for row in procedure.kinds}
    return [(kind, kind_name(procedure, kind)) for kind in DESK_ORDER if kind in used]


def kinds_said(names: dict[CaseKind, str]) -> list[tuple[CaseKind, str]]:
    """Kinds with the names that rule books have for them, the most frequent first."""
    return [(kind, kind_said(kind, names[kind])) for kind in DESK_ORDER if kind in names]


def channels_in_use(procedure: Procedure) -> list[tuple[Channel, str, str]]:
    """The channels of the rule book with what finds them."""
    rows = [(row.id, row.name if language() == "zh_CN" else label(row.id)) for row in procedure.channels]
    return [(channel, name, _letters(name)) for channel, name in rows]


def grades_in_use(procedure: Procedure) -> list[tuple[Grade, str, str]]:
    """The grades of repairs with the words that tell them apart."""
    return [(row.id, row.name if language() == "zh_CN" else label(row.id), row.words) for row in procedure.grades]


def category_name(procedure: Procedure, category: Category) -> str:
    """Both levels of a category: 设施维修 › 给排水."""
    return f"{procedure.category(category.parent).name} › {category.name}" if category.parent else category.name


def category_choices(procedure: Procedure, kind: CaseKind) -> list[Choice]:
    """The categories that serve a kind, found by any part of their names, by everyday words, or by pinyin of either."""
    return [
        (row.id, category_name(procedure, row), f"{_letters(category_name(procedure, row))} {_everyday(row)}".rstrip())
        for row in procedure.categories_for(kind)
    ]


def team_choices(procedure: Procedure) -> list[Choice]:
    """Every team with its department."""
    return teams_found(
        (team.id, f"{procedure.department(team.department).name} › {team.name}") for team in procedure.teams
    )


def teams_found(teams: Iterable[tuple[str, str]]) -> list[Choice]:
    """Teams by id and name, found by pinyin too."""
    return [(team, name, _letters(name)) for team, name in teams]


def staff_choices(staff: Iterable[StaffRecord]) -> list[tuple[int, str, str]]:
    """Members of staff, found by name or pinyin."""
    return [(each.id, each.name, _letters(each.name)) for each in staff]


def leaders(staff: Iterable[StaffRecord]) -> list[tuple[int, str, str]]:
    """Those whom a case can be reported to, found by name or pinyin."""
    return staff_choices(each for each in staff if each.role in LEADERS)


@lru_cache(maxsize=1024)
def _letters(name: str) -> str:
    """Pinyin keys of a name's parts, each and all together; every form and change of kind asks for the same ones."""
    parts = [part.strip() for part in name.split("›")]
    return " ".join(key for part in (*parts, "".join(parts)) for key in list_keys(part, pinyin_table()))


def _everyday(category: Category) -> str:
    """The words by which callers name what it is about, and their pinyin; two letters of it would mean too much."""
    keys = (key for word in category.aliases for key in list_keys(word, pinyin_table()) if len(key) > 2)
    return " ".join((*category.aliases, *keys))


def limit_said(due: CommitmentRecord | None, now: datetime, zone: tzinfo, *, brief: bool = False) -> Said:
    """How a limit stands, after a word for what is due: 到场 逾期 6分, 答复投诉 明天 24:00; none says —.

    `brief` shortens a long name, so that the time has its room in a column.
    """
    said = due_words(due, now, zone)
    if due is None or due.met_at is not None:
        return said
    steps = {
        EventKind.ACCEPTED: translate("Limits", "slip"),
        EventKind.ARRIVED: translate("Limits", "visit"),
        EventKind.COMPLETED: translate("Limits", "finish"),
    }
    name = f"{due.name[:_BRIEF]}…" if brief and len(due.name) > _BRIEF + 1 else due.name
    word = name if due.step is None else steps[due.step]
    return Said(f"{word} {said.words}", said.tone)


def promises(procedure: Procedure, facts: CaseFacts, zone: ZoneInfo) -> str:
    """What a case like this is promised, to be told to the caller: 完工 24 小时 (R-REG-16)."""
    begun = (Event(1, EventKind.REGISTERED, facts.registered_at, facts.registered_at),)
    planned = [
        each
        for each in plan(procedure, facts, begun, zone)
        if not each.reminder and not procedure.commitment(each.key).meets <= _INSIDE
    ]
    return " · ".join(_promise(explain(procedure, each, zone).name, each.limit) for each in planned)


def _promise(name: str, limit: Limit) -> str:
    """完工 24 小时; what was agreed is said before what it is for, and once: 按预约时间到场, 预约当天完工."""
    if limit.unit not in (LimitUnit.APPOINTED_TIME, LimitUnit.APPOINTED_DAY):
        return f"{name} {limit_words(limit)}"
    words = translate("Limits", "{name}: {limit}")
    return words.format(name=name.removeprefix("按约"), limit=limit_words(limit))


def why_words(found: Explanation, now: datetime, zone: ZoneInfo) -> str:
    """Why a limit ends when it does: 完工 明天 10:42 = 今天 10:42 已登记 ＋ 24 小时（荔园规程4.5.1）."""
    put_off = found.started_at != found.steps[0].at
    began = translate("Limits", "office opens") if put_off else label(found.start_kind)
    start = f"{moment_words(found.started_at, now, zone)} {began}"
    if found.not_before is not None:
        start = translate("Limits", "{start}, from {moment} on").format(
            start=start, moment=moment_words(found.not_before, now, zone)
        )
    words = translate("Limits", "{name} by {due}: {start} + {limit} ({source})")
    if found.first_due_at != found.due_at:
        words = translate("Limits", "{name} by {due}, at first {first}: {start} + {limit} ({source})")
    return words.format(
        name=found.name,
        due=moment_words(found.due_at, now, zone),
        first=moment_words(found.first_due_at, now, zone),
        start=start,
        limit=limit_words(found.limit),
        source=found.source,
    )


def list_time(moment: datetime, now: datetime, zone: ZoneInfo) -> str:
    """When a case came in, for a column: 10:31 today, else with the day; in another year the day alone."""
    local, today = moment.astimezone(zone).date(), now.astimezone(zone).date()
    if local == today:
        return clock_words(moment, zone)
    near = local.year == today.year or (today - local).days == 1
    return moment_words(moment, now, zone) if near else day_words(local, today)


def registered_words(saved: Saved, slip: Dispatched | None) -> str:
    """Under which number a case is registered, and its slip issued."""
    if slip is not None:
        words = translate("FormCard", "Registered: {number}, slip {slip}")
        return words.format(number=saved.number, slip=slip.number)
    words = translate("FormCard", "Registered: {number}")
    if saved.existing:
        words = translate("FormCard", "This was registered before: {number}")
    return words.format(number=saved.number)


def unsent_words(saved: Saved, problem: Told) -> str:
    """That a case is registered, and why without a slip; or that nobody knows yet whether there is one."""
    words = translate("FormCard", "{number} is registered, but no slip was issued: {problem}")
    if isinstance(problem, NotYetKnown):
        words = translate(
            "FormCard",
            "{number} is registered. Whether its slip was issued can't be known yet: when the database can be reached "
            "again, do the same once more, or look at the case then.",
        )
    return words.format(number=saved.number, problem=words_of(problem))


def marked(content: str, priority: Priority, chases: int, level: Level = Level.GENERAL) -> str:
    """What happened, after what sets it apart: 重大 · 高 · 催 2 次 · 厨房漏水 (R-CLS-05, R-CLS-09, R-WO-11)."""
    major = "" if level is Level.GENERAL else label(level)
    rank = "" if priority is Priority.NORMAL else label(priority)
    chased = translate("CaseList", "chased {count} ×").format(count=chases) if chases else ""
    return joined((major, rank, chased, content))


def joined(parts: Iterable[str]) -> str:
    """The parts that say something, with dots between."""
    return " · ".join(part for part in parts if part)


def not_listed(field: str, words: str) -> UserError:
    """What is said of words that name none of a field's choices."""
    return UserError(QT_TRANSLATE_NOOP("errors", "“{words}” is not in the list: ↓ shows it."), field=field, words=words)
