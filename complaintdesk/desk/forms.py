# SPDX-License-Identifier: Apache-2.0
"""The office's own versions of its paper forms: adopted, gone back from; the newest stands before the shipped one."""

from __future__ import annotations

import hashlib
import tomllib
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import FormVersion, Staff
from complaintdesk.desk.context import Context
from complaintdesk.domain.texts import clean_line
from complaintdesk.errors import QT_TRANSLATE_NOOP, Conflict, UserError
from complaintdesk.paths import shipped


@dataclass(frozen=True)
class FormVersionRecord:
    """A version of a form as its list shows it; without a text it is the shipped one that went again."""

    id: int
    form_id: str
    adopted_at: datetime
    by: str
    note: str
    text: str


def adopt(session: Session, context: Context, form_id: str, text: str, based_on: int, note: str = "") -> int:
    """The id of the form's new version, printed from now on.

    The text is one that `printing.form_files.parse` takes. Raises UserError for another form's text, or one that goes
    already; Conflict where another version than `based_on` (0 for none) goes by now.
    """
    text = unicodedata.normalize("NFC", text)
    if not _is_file_of(form_id, text):
        raise UserError(QT_TRANSLATE_NOOP("errors", "This is no file of the form “{form}”."), form=form_id)
    return _grown(session, context, form_id, text, based_on, note)


def back_to_shipped(session: Session, context: Context, form_id: str, based_on: int, note: str = "") -> int:
    """The id of the version by which the shipped form is printed again; raises as `adopt`."""
    return _grown(session, context, form_id, "", based_on, note)


def own_texts(session: Session) -> tuple[tuple[str, str], ...]:
    """The text of the version that goes, by the form's id, of each form that has one of the office's own."""
    newest = select(func.max(FormVersion.id)).group_by(FormVersion.form_id)
    found = session.execute(
        select(FormVersion.form_id, FormVersion.text).where(FormVersion.id.in_(newest), FormVersion.text != "")
    )
    return tuple(sorted((row.form_id, row.text) for row in found))


def versions(session: Session, form_id: str | None = None) -> tuple[FormVersionRecord, ...]:
    """All versions of a form, or of all of them, the newest first."""
    query = select(FormVersion, Staff.name).outerjoin(Staff, Staff.id == FormVersion.adopted_by)
    if form_id is not None:
        query = query.where(FormVersion.form_id == form_id)
    return tuple(
        FormVersionRecord(row.id, row.form_id, row.adopted_at, name or "", row.note, row.text)
        for row, name in session.execute(query.order_by(FormVersion.id.desc()))
    )


def _grown(session: Session, context: Context, form_id: str, text: str, based_on: int, note: str) -> int:
    newest = session.scalars(
        select(FormVersion).where(FormVersion.form_id == form_id).order_by(FormVersion.id.desc()).limit(1)
    ).first()
    if (newest.id if newest else 0) != based_on:
        raise Conflict(newest.text if newest else "", text)
    if (newest.text if newest else "") == text:
        raise UserError(QT_TRANSLATE_NOOP("errors", "Nothing was changed."))
    version = FormVersion(
        form_id=form_id,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        adopted_at=context.now,
        adopted_by=context.staff_id,
        note=clean_line(note, field="note"),
    )
    session.add(version)
    session.flush()
    context.subject = f"{form_id} {version.id}"
    return version.id


def _is_file_of(form_id: str, text: str) -> bool:
    if not (shipped("forms") / f"{form_id}.toml").is_file() or not form_id.replace("_", "").isalnum():
        return False
    try:
        return tomllib.loads(text).get("id") == form_id
    except tomllib.TOMLDecodeError:
        return False
