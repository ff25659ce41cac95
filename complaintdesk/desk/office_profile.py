# SPDX-License-Identifier: Apache-2.0
"""The office's own particulars: what stands on its paper, and where a server's office keeps its attachments."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaintdesk.db.tables import OfficeProfile
from complaintdesk.desk.attachment_folder import refuse_folder
from complaintdesk.desk.context import Context
from complaintdesk.domain.texts import clean_line
from complaintdesk.errors import QT_TRANSLATE_NOOP, Conflict, UserError

LARGEST_LOGO = 256 * 1024  # bytes of the PNG
_PNG_BEGINS, _PNG_ENDS = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"


@dataclass(frozen=True)
class OfficeProfileDraft:
    """The particulars as they should read; `version` is the one they were read at."""

    name: str
    address: str
    complaint_phone: str
    form_code: str
    logo: str  # a PNG in base64, '' for none
    attachments_folder: str  # '' is beside the database file
    version: int


def profile(session: Session) -> OfficeProfileDraft:
    """The particulars as a form holds them."""
    return _draft_of(session.scalars(select(OfficeProfile)).one())


def change(session: Session, context: Context, draft: OfficeProfileDraft) -> None:
    """Puts the particulars in force; UserError beside a field, Conflict when another desk was first.

    A server's office gets another folder of attachments only where all of them are (`refuse_folder`).
    """
    office = session.scalars(select(OfficeProfile)).one()
    if office.version != draft.version:
        raise Conflict(_draft_of(office), draft)
    office.name = clean_line(draft.name, 60, "name")
    if not office.name:
        raise UserError(QT_TRANSLATE_NOOP("errors", "The office needs a name."), field="name")
    office.address = clean_line(draft.address, 120, "address")
    office.complaint_phone = clean_line(draft.complaint_phone, 40, "complaint_phone")
    office.form_code = clean_line(draft.form_code, 40, "form_code")
    folder = clean_line(draft.attachments_folder, 400, "attachments_folder")
    if folder != office.attachments_folder and session.connection().dialect.name == "postgresql":
        refuse_folder(session, office.attachments_folder, folder)
    office.attachments_folder = folder
    office.logo = checked_logo(draft.logo)
    context.subject = office.name


def checked_logo(logo: str) -> str:
    """The logo as it is stored, '' for none; UserError beside `logo` for what is no PNG, or one too large."""
    if not logo:
        return ""
    try:
        png = base64.b64decode(logo, validate=True)
    except (binascii.Error, ValueError) as error:
        raise _no_png() from error
    if not png.startswith(_PNG_BEGINS) or not png.endswith(_PNG_ENDS):
        raise _no_png()
    if len(png) > LARGEST_LOGO:
        raise UserError(
            QT_TRANSLATE_NOOP("errors", "The logo has {size} KB; there is room for {limit}."),
            field="logo",
            size=-(-len(png) // 1024),
            limit=LARGEST_LOGO // 1024,
        )
    return base64.b64encode(png).decode("ascii")


def _no_png() -> UserError:
    return UserError(QT_TRANSLATE_NOOP("errors", "The logo must be a whole PNG picture."), field="logo")


def _draft_of(office: OfficeProfile) -> OfficeProfileDraft:
    return OfficeProfileDraft(
        name=office.name,
        address=office.address,
        complaint_phone=office.complaint_phone,
        form_code=office.form_code,
        logo=office.logo,
        attachments_folder=office.attachments_folder,
        version=office.version,
    )
