# SPDX-License-Identifier: Apache-2.0
"""The catalogue's rows for a household's file and its documents, and for the phone directory."""

from __future__ import annotations

from datetime import date

from complaintdesk.desk.directory import DirectoryLine, DirectorySheet
from complaintdesk.desk.household_records import DocumentRecord
from complaintdesk.desk.household_sheets import HouseholdSheet
from complaintdesk.desk.records import OccupantRecord
from complaintdesk.domain import terms
from complaintdesk.domain.quantities import area_words
from complaintdesk.domain.terms import DocumentState, OccupantKind
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.field import field_row as _field
from complaintdesk.field import sample_at as _at
from complaintdesk.formats import Kind

HouseholdRecord = HouseholdSheet | DocumentRecord | DirectorySheet | DirectoryLine
ROOTS: dict[str, type] = {
    "household": HouseholdSheet,
    "documents": DocumentRecord,
    "directory": DirectorySheet,
    "numbers": DirectoryLine,
}


def _with_days(person: OccupantRecord) -> str:
    days = " – ".join(f"{day:%Y-%m-%d}" if day else "" for day in (person.from_on, person.to_on)).strip(" –")
    return f"{person.name}（{days}）" if days else person.name


# fmt: off
HOUSEHOLD = (
    _field("household.place", QT_TRANSLATE_NOOP("fields", "Place"), Kind.TEXT, "3栋2单元1502", 18,
           lambda sheet: sheet.page.label),
    _field("household.number", QT_TRANSLATE_NOOP("fields", "File no."), Kind.TEXT, "DA-0315", 12,
           lambda sheet: sheet.page.external_no),
    _field("household.building", QT_TRANSLATE_NOOP("fields", "Building"), Kind.TEXT, "3", 8,
           lambda sheet: sheet.page.building),
    _field("household.unit", QT_TRANSLATE_NOOP("fields", "Unit of the building"), Kind.TEXT, "2", 8,
           lambda sheet: sheet.page.unit),
    _field("household.room", QT_TRANSLATE_NOOP("fields", "Room"), Kind.TEXT, "1502", 8, lambda sheet: sheet.page.room),
    _field("household.area", QT_TRANSLATE_NOOP("fields", "Area"), Kind.TEXT, "98.6㎡", 8,
           lambda sheet: area_words(sheet.page.area)),
    _field("household.moved_in_on", QT_TRANSLATE_NOOP("fields", "Moved in"), Kind.DAY, date(2019, 6, 1), 12,
           lambda sheet: sheet.page.moved_in_on),
    _field("household.warranty_until", QT_TRANSLATE_NOOP("fields", "Warranty until"), Kind.DAY, date(2027, 5, 31), 12,
           lambda sheet: sheet.page.warranty_until),
    _field("household.owners", QT_TRANSLATE_NOOP("fields", "Owners"), Kind.WORDS, ("张建国", "李梅"), 20,
           lambda sheet: tuple(map(_with_days, sheet.there(OccupantKind.OWNER)))),
    _field("household.family", QT_TRANSLATE_NOOP("fields", "Family"), Kind.WORDS, ("张小宝",), 20,
           lambda sheet: tuple(person.name for person in sheet.there(OccupantKind.FAMILY, OccupantKind.OTHER))),
    _field("household.tenants", QT_TRANSLATE_NOOP("fields", "Tenants"), Kind.WORDS,
           ("周倩（2026-01-01 – 2026-12-31）",), 24,
           lambda sheet: tuple(map(_with_days, sheet.there(OccupantKind.TENANT)))),
    _field("household.vehicles", QT_TRANSLATE_NOOP("fields", "Vehicles"), Kind.WORDS, ("粤C·12345",), 20,
           lambda sheet: tuple(each.plate or each.model for each in sheet.vehicles)),
    _field("household.pets", QT_TRANSLATE_NOOP("fields", "Pets"), Kind.WORDS, ("金毛犬 豆豆",), 16,
           lambda sheet: tuple(f"{each.species} {each.name}".strip() for each in sheet.pets)),
    _field("household.filed_at", QT_TRANSLATE_NOOP("fields", "Filed at"), Kind.TEXT, "3号柜 2-1502", 16),
    _field("household.held", QT_TRANSLATE_NOOP("fields", "Documents held"), Kind.NUMBER, 14, 8,
           lambda sheet: sheet.count(DocumentState.HELD)),
    _field("household.missing", QT_TRANSLATE_NOOP("fields", "Documents missing"), Kind.NUMBER, 3, 8,
           lambda sheet: sheet.count(DocumentState.MISSING)),
    _field("household.day", QT_TRANSLATE_NOOP("fields", "As of"), Kind.DAY, date(2026, 11, 21), 12),
    _field("household.note", QT_TRANSLATE_NOOP("fields", "Note"), Kind.LONG, "业主常年在外，由其母代管。", 30,
           lambda sheet: sheet.page.note),
    _field("documents.document", QT_TRANSLATE_NOOP("fields", "Document"), Kind.TERM, terms.DocumentKind.CONTRACT, 24),
    _field("documents.state", QT_TRANSLATE_NOOP("fields", "Document's state"), Kind.TERM, terms.DocumentState.HELD, 8),
    _field("documents.filed_at", QT_TRANSLATE_NOOP("fields", "Filed at"), Kind.TEXT, "3号柜 2-1502", 16),
    _field("documents.scans", QT_TRANSLATE_NOOP("fields", "Scans"), Kind.NUMBER, 2, 6,
           lambda row: len(row.files) or None),
    _field("documents.note", QT_TRANSLATE_NOOP("fields", "Note"), Kind.LONG, "附件两份", 20),
    _field("documents.noted_at", QT_TRANSLATE_NOOP("fields", "Noted"), Kind.INSTANT, _at(21, 10, 44), 17),
    _field("documents.noted_by", QT_TRANSLATE_NOOP("fields", "Noted by"), Kind.TEXT, "王敏", 10),
    _field("directory.count", QT_TRANSLATE_NOOP("fields", "Numbers listed"), Kind.NUMBER, 236, 8),
    _field("numbers.place", QT_TRANSLATE_NOOP("fields", "Place"), Kind.TEXT, "3栋2单元1502", 18),
    _field("numbers.name", QT_TRANSLATE_NOOP("fields", "Name"), Kind.TEXT, "张建国", 12),
    _field("numbers.kind", QT_TRANSLATE_NOOP("fields", "Is to the place"), Kind.TERM, OccupantKind.OWNER, 8),
    _field("numbers.phone", QT_TRANSLATE_NOOP("fields", "Phone"), Kind.PHONE, "13800005678", 15),
    _field("numbers.about", QT_TRANSLATE_NOOP("fields", "Whose or what for"), Kind.TEXT, "手机", 16),
    _field("numbers.contact", QT_TRANSLATE_NOOP("fields", "Contact"), Kind.TEXT, "周经理", 10),
    _field("numbers.note", QT_TRANSLATE_NOOP("fields", "Note"), Kind.LONG, "晚七点以后再打", 20),
)
# fmt: on
