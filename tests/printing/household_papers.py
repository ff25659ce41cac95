# SPDX-License-Identifier: Apache-2.0
"""A household's file and the phone directory to print, built directly."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from complaintdesk.desk.directory import DirectoryLine, DirectorySheet
from complaintdesk.desk.fee_records import Owed
from complaintdesk.desk.household_records import DocumentRecord, HouseholdFile, PetDraft, VehicleDraft
from complaintdesk.desk.household_sheets import HouseholdSheet
from complaintdesk.desk.records import OccupantRecord, PhoneRecord, PlacePage
from complaintdesk.domain.terms import DocumentKind, DocumentState, OccupantKind, PlaceKind
from tests.printing.papers import at

TODAY = date(2026, 11, 21)


def a_person(name: str = "张建国", kind: OccupantKind = OccupantKind.OWNER, **changes: Any) -> OccupantRecord:
    phones = (PhoneRecord(1, "13800005678", "手机"),)
    return replace(OccupantRecord(1, kind, name, phones, "", None, None, ""), **changes)


def a_page(**changes: Any) -> PlacePage:
    page = PlacePage(
        id=1,
        kind=PlaceKind.HOUSEHOLD,
        building="3",
        unit="2",
        floor="15",
        room="1502",
        label="3栋2单元1502",
        area="98.6",
        external_no="DA-0315",
        note="业主常年在外",
        version=1,
        occupants=(
            a_person(),
            a_person("周倩", OccupantKind.TENANT, from_on=date(2026, 1, 1), to_on=date(2026, 12, 31)),
            a_person("旧租户", OccupantKind.TENANT, to_on=date(2025, 12, 31)),
        ),
        cases=(),
        owed=Owed(0, Decimal("0.00")),
        moved_in_on=date(2019, 6, 1),
        warranty_until=date(2027, 5, 31),
    )
    return replace(page, **changes)


def a_document(number: int = 4, **changes: Any) -> DocumentRecord:
    document = DocumentRecord(
        number=number,
        document=list(DocumentKind)[number - 1],
        id=number,
        state=DocumentState.HELD,
        filed_at="3号柜 2-1502",
        note="附件两份",
        noted_at=at(10, 44),
        noted_by="王敏",
        version=1,
    )
    return replace(document, **changes)


def some_documents() -> tuple[DocumentRecord, ...]:
    missing = {9: DocumentState.MISSING, 8: DocumentState.NOT_APPLICABLE}
    return tuple(a_document(number, state=missing.get(number, DocumentState.HELD)) for number in range(1, 20))


def a_household_sheet(**changes: Any) -> HouseholdSheet:
    vehicles = (VehicleDraft(1, "粤C·12345", id=1), VehicleDraft(1, "粤C·00000", to_on=date(2024, 1, 1), id=2))
    file = HouseholdFile(vehicles, (PetDraft(1, "金毛犬", "豆豆", id=1),), (), some_documents())
    return replace(HouseholdSheet(a_page(), file, TODAY), **changes)


def a_directory_line(**changes: Any) -> DirectoryLine:
    line = DirectoryLine(
        id=-1,
        name="张建国",
        phone="13800005678",
        about="手机",
        contact="周经理",
        note="晚七点以后",
        kind=OccupantKind.OWNER,
        place="3栋2单元1502",
        place_id=1,
    )
    return replace(line, **changes)


def a_directory() -> DirectorySheet:
    outside = a_directory_line(id=1, name="迅达电梯维保", kind=None, place="", place_id=None, phone="057188001234")
    return DirectorySheet((a_directory_line(), outside))
