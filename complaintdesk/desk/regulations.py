# SPDX-License-Identifier: Apache-2.0
"""The office's own regulations (规章制度, R-OWN-07): written down or attached as files, found by words, at hand."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import Attachment, Regulation
from complaintdesk.desk.attachments import keep_with
from complaintdesk.desk.context import Context
from complaintdesk.desk.file_drafts import StoredFile
from complaintdesk.desk.pinyin_table import pinyin_table
from complaintdesk.desk.records import AttachmentRecord
from complaintdesk.desk.staffing import names_of
from complaintdesk.desk.voiding import row_to_change, void_record
from complaintdesk.domain import answer_match
from complaintdesk.domain.answer_match import Answerable
from complaintdesk.domain.pinyin import list_keys
from complaintdesk.domain.texts import clean_line, clean_text, fold
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields, UserError


@dataclass(frozen=True)
class RegulationDraft:
    """A regulation as it should read; `id` and `version` where it is at hand already. `files` are added."""

    title: str = ""
    number: str = ""  # the document's own, as printed on it
    text: str = ""
    effective_on: date | None = None
    files: tuple[StoredFile, ...] = ()
    id: int | None = None
    version: int | None = None


@dataclass(frozen=True)
class RegulationRecord:
    """A regulation with all that its page shows."""

    id: int
    title: str
    number: str
    text: str
    effective_on: date | None
    written_at: datetime
    written_by: str
    files: tuple[AttachmentRecord, ...]
    version: int


def save(session: Session, context: Context, draft: RegulationDraft) -> int:
    """The id of a regulation added or changed, its files kept with it.

    Raises MissingFields without a title, or without text and file; UserError beside a field, Conflict when another
    desk changed it first, EnvironmentProblem for a file that the pool has lost.
    """
    if not fold(draft.title):
        raise MissingFields({"title": QT_TRANSLATE_NOOP("errors", "What is the regulation called?")})
    if not fold(draft.text) and not draft.files and not (draft.id and _files(session, [draft.id])):
        raise MissingFields({"text": QT_TRANSLATE_NOOP("errors", "Its words, or its file.")})
    title = clean_line(draft.title, 120, "title")
    if draft.id is None:
        twins = select(Regulation.title).where(Regulation.voided_at.is_(None))
        if fold(title) in map(fold, session.scalars(twins)):
            words = QT_TRANSLATE_NOOP("errors", "A regulation of this name is at hand already; change it there.")
            raise UserError(words, field="title")
        row = Regulation(void_reason="")
    else:
        row = row_to_change(session, Regulation, draft, _draft_of)
    row.title, row.number = title, clean_line(draft.number, 40, "number")
    row.text, row.effective_on = clean_text(draft.text, TEXT_ROOM, "text"), draft.effective_on
    row.written_at, row.written_by = context.now, context.staff_id
    session.add(row)
    session.flush()
    context.subject = f"regulation:{row.id}"
    for file in draft.files:
        keep_with(session, context, file, regulation_id=row.id)
    return row.id


def void(session: Session, context: Context, regulation_id: int, reason: str) -> None:
    """Takes a regulation that holds no longer away; it stays in the books. Raises MissingFields without a reason."""
    row = session.get_one(Regulation, regulation_id)
    context.subject = f"regulation:{row.id}"
    void_record(context, row, reason)


def void_file(session: Session, context: Context, attachment_id: int, reason: str) -> None:
    """Takes a file that a regulation no longer has away from it. Raises MissingFields without a reason."""
    row = session.get_one(Attachment, attachment_id)
    if row.regulation_id is None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "This file belongs to no regulation."))
    context.subject = f"regulation:{row.regulation_id}"
    void_record(context, row, reason)


def regulation_ids(session: Session, words: str = "") -> array[int]:
    """Ids of the regulations in which all the words stand (title, number, text, names of files), best first.

    A title is also found by its pinyin. Without words all of them, by title.
    """
    rows = session.scalars(select(Regulation).where(Regulation.voided_at.is_(None)).order_by(Regulation.id)).all()
    if not fold(words):
        return array("q", (row.id for row in sorted(rows, key=lambda row: (_pinyin(row.title)[0], row.id))))
    files = _files(session, [row.id for row in rows])
    known = []
    for row in rows:
        named = " ".join((row.number, *(file.name for file in files.get(row.id, ()))))
        known.append(Answerable(row.id, row.title, named, row.text, _pinyin(row.title)))
    return array("q", answer_match.found(known, words))


def regulation_records(session: Session, ids: Sequence[int]) -> tuple[RegulationRecord, ...]:
    """These regulations, in the ids' order."""
    rows = {row.id: row for row in session.scalars(select(Regulation).where(Regulation.id.in_(ids)))}
    names, files = names_of(session), _files(session, list(rows))
    return tuple(
        RegulationRecord(
            id=row.id,
            title=row.title,
            number=row.number,
            text=row.text,
            effective_on=row.effective_on,
            written_at=row.written_at,
            written_by=names[row.written_by],
            files=tuple(
                AttachmentRecord(file.id, file.name, file.size, file.sha256, file.added_at, names[file.added_by])
                for file in files.get(row.id, ())
            ),
            version=row.version,
        )
        for row in (rows[each] for each in ids if each in rows)
    )


def regulation_draft(session: Session, regulation_id: int) -> RegulationDraft:
    """A regulation as a form holds it."""
    return _draft_of(session.get_one(Regulation, regulation_id))


def _files(session: Session, ids: Sequence[int]) -> dict[int | None, list[Attachment]]:
    wanted = select(Attachment).where(Attachment.regulation_id.in_(ids), Attachment.voided_at.is_(None))
    found: dict[int | None, list[Attachment]] = {}
    for row in session.scalars(wanted.order_by(Attachment.id)):
        found.setdefault(row.regulation_id, []).append(row)
    return found


def _draft_of(row: Regulation) -> RegulationDraft:
    return RegulationDraft(row.title, row.number, row.text, row.effective_on, id=row.id, version=row.version)


@lru_cache(4096)
def _pinyin(title: str) -> tuple[str, ...]:
    return list_keys(title[:12], pinyin_table()) or ("",)


TEXT_ROOM = 50_000  # characters: whole regulations are pasted
