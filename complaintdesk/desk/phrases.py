# SPDX-License-Identifier: Apache-2.0
"""Phrases by abbreviation: the office's own, kept by deeds, and after them those that are shipped."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Phrase as PhraseRow
from complaintdesk.desk.context import Context
from complaintdesk.desk.pinyin_table import pinyin_table
from complaintdesk.desk.rule_books import CATEGORIES, RuleBooks
from complaintdesk.desk.voiding import row_to_change, void_record
from complaintdesk.domain.phrases import Phrase, checked_abbreviation
from complaintdesk.domain.pinyin import list_keys
from complaintdesk.domain.texts import clean_line, fold
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields, UserError
from complaintdesk.paths import shipped


@dataclass(frozen=True)
class PhraseDraft:
    """A phrase as it should read; `id` and `version` where it is in the books already."""

    abbreviation: str
    words: str
    category: str = ""  # the procedure's id, '' for any
    id: int | None = None
    version: int | None = None


@dataclass(frozen=True)
class PhraseRecord:
    """A phrase of the office's own with all that its list shows."""

    id: int
    abbreviation: str
    words: str
    category: str
    category_name: str
    version: int


def save(session: Session, context: Context, draft: PhraseDraft) -> int:
    """The id of the phrase added or changed; the same letters and words again are the same phrase.

    Raises MissingFields, UserError beside a field, Conflict when another desk changed it first.
    """
    values = _checked(context, draft)
    if draft.id is not None:
        context.subject = _subject(draft.id)
        row = row_to_change(session, PhraseRow, draft, _draft_of)
    if (twin := _twin(session, values)) is not None and twin.id != draft.id:
        if draft.id is None:
            context.subject, context.already_done = _subject(twin.id), True
            return twin.id
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "These letters stand for the same words already."), field="abbreviation"
        )
    if draft.id is None:
        row = PhraseRow(void_reason="")
        session.add(row)
    for name, value in values.items():
        setattr(row, name, value)
    row.written_at, row.written_by = context.now, context.staff_id
    session.flush()
    context.subject = _subject(row.id)
    return row.id


def void(session: Session, context: Context, phrase_id: int, reason: str) -> None:
    """Takes a phrase out of use; the reason stays. Raises MissingFields without one."""
    row = session.get_one(PhraseRow, phrase_id)
    context.subject = _subject(row.id)
    void_record(context, row, reason)


def own_phrases(session: Session, books: RuleBooks) -> tuple[PhraseRecord, ...]:
    """The office's own, by their letters; a category that the rule book in force lacks keeps its name."""
    rows = session.scalars(select(PhraseRow).where(_STANDING).order_by(PhraseRow.abbreviation, PhraseRow.id))
    return tuple(
        PhraseRecord(
            id=row.id,
            abbreviation=row.abbreviation,
            words=row.words,
            category=row.category,
            category_name=books.name(session, books.in_force, CATEGORIES, row.category),
            version=row.version,
        )
        for row in rows
    )


def phrase_draft(session: Session, phrase_id: int) -> PhraseDraft:
    """A phrase as a form holds it."""
    return _draft_of(session.get_one(PhraseRow, phrase_id))


def phrases(session: Session) -> tuple[Phrase, ...]:
    """All that can be asked for by letters: the office's own first, those changed last before the others."""
    return own_words(session) + shipped_phrases()


def own_words(session: Session) -> tuple[Phrase, ...]:
    """The office's own as they are asked for, those changed last first."""
    rows = session.execute(
        select(PhraseRow.abbreviation, PhraseRow.words, PhraseRow.category)
        .where(_STANDING)
        .order_by(PhraseRow.written_at.desc(), PhraseRow.id.desc())
    )
    return tuple(Phrase(abbreviation, words, category, _keys(words)) for abbreviation, words, category in rows)


@cache
def shipped_phrases() -> tuple[Phrase, ...]:
    """The phrases that every office starts with."""
    table = tomllib.loads(shipped("resources", "phrases.toml").read_text("utf-8"))
    rows = [Phrase(row["abbreviation"], row["words"], row.get("category", "")) for row in table["phrases"]]
    return tuple(replace(row, keys=_keys(row.words)) for row in rows)


@lru_cache(4096)
def _keys(words: str) -> tuple[str, ...]:
    return list_keys(words, pinyin_table())


def _checked(context: Context, draft: PhraseDraft) -> dict[str, str]:
    abbreviation = checked_abbreviation(draft.abbreviation)
    if not fold(draft.words):
        raise MissingFields({"words": QT_TRANSLATE_NOOP("errors", "Which words do the letters stand for?")})
    return {
        "abbreviation": abbreviation,
        "words": clean_line(draft.words, field="words"),
        "category": context.procedure.category(draft.category).id if draft.category else "",
    }


def _twin(session: Session, values: dict[str, str]) -> PhraseRow | None:
    rows = session.scalars(select(PhraseRow).where(_STANDING, PhraseRow.abbreviation == values["abbreviation"]))
    return next((row for row in rows if fold(row.words) == fold(values["words"])), None)


def _draft_of(row: PhraseRow) -> PhraseDraft:
    return PhraseDraft(row.abbreviation, row.words, row.category, row.id, row.version)


def _subject(phrase_id: int) -> str:
    """What a deed is about, as its entry names it: never the words, which may tell of people and can't be erased."""
    return f"phrase:{phrase_id}"


_STANDING = PhraseRow.voided_at.is_(None)
