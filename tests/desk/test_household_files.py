# SPDX-License-Identifier: Apache-2.0
"""A household's file: vehicles, pets, works, its 19 documents with their scans (R-OWN-01, R-OWN-04)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from complaintdesk.desk import attachments, data_requests, household_files, households, people
from complaintdesk.desk.attachments import pooled
from complaintdesk.desk.backup import backup
from complaintdesk.desk.data_requests import RequestDraft
from complaintdesk.desk.drafts import OccupantDraft
from complaintdesk.desk.file_drafts import StoredFile
from complaintdesk.desk.household_book import household_book
from complaintdesk.desk.household_records import (
    DecorationDraft,
    DocumentDraft,
    HouseholdFile,
    PetDraft,
    VehicleDraft,
)
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import DocumentKind, DocumentState, OccupantKind, RequestKind, Role
from complaintdesk.errors import Conflict, MissingFields, UserError
from tests.builders import NAME_OF, PASSWORD, a_household, a_place_draft, codes, rows

TODAY = date(2026, 11, 21)


def file_of(office: Office, place_id: int) -> HouseholdFile:
    return office.ask(household_files.household_file, place_id, TODAY)


def document(office: Office, place_id: int, kind: DocumentKind):
    return next(each for each in file_of(office, place_id).documents if each.document is kind)


def a_scan(office: Office, words: bytes = b"scanned contract", name: str = "合同.pdf") -> StoredFile:
    database = office.database
    return attachments.store(office.pool, database.key, name, words, beside_file=not database.is_server)


def noted(office: Office, place_id: int, kind: DocumentKind = DocumentKind.CONTRACT, **told) -> int:
    draft = DocumentDraft(place_id, kind, **({"state": DocumentState.HELD} | told))
    return office.do(household_files.note_document, draft)


def test_a_vehicle_is_noted_changed_and_given_up(office):
    place_id = a_household(office)
    told = VehicleDraft(place_id, "粤c 12345", "白色轩逸", "B1-027", date(2024, 3, 1), note="月卡")
    office.do(household_files.save_vehicle, told)
    (kept,) = file_of(office, place_id).vehicles
    assert (kept.plate, kept.model, kept.space, kept.from_on) == ("粤C·12345", "白色轩逸", "B1-027", date(2024, 3, 1))
    assert rows(office, "SELECT plate_key FROM vehicle") == [("粤C12345",)]
    office.do(household_files.save_vehicle, replace(kept, to_on=date(2026, 6, 30)))
    office.do(household_files.save_vehicle, VehicleDraft(place_id, "粤CD99999"))
    assert [each.plate for each in file_of(office, place_id).vehicles] == ["粤C·D99999", "粤C·12345"], "in use first"
    assert codes(office) == []


def test_a_vehicle_is_of_somebody_of_the_household(office):
    owner, neighbour = 1, 2
    place_id = a_household(office, occupants=(OccupantDraft("单飞"),))
    a_household(office, "1601", occupants=(OccupantDraft("王芳"),))
    office.do(household_files.save_vehicle, VehicleDraft(place_id, "粤C12345", occupant_id=owner))
    (kept,) = file_of(office, place_id).vehicles
    assert kept.occupant_id == owner
    with pytest.raises(UserError) as refused:
        office.do(household_files.save_vehicle, replace(kept, occupant_id=neighbour))
    assert refused.value.field == "occupant_id"
    office.do(household_files.save_vehicle, replace(kept, occupant_id=None))
    assert file_of(office, place_id).vehicles[0].occupant_id is None
    assert codes(office) == []


def test_the_vehicles_of_a_sealed_person_are_in_no_list_until_the_person_is_back(office):
    place_id = a_household(office, occupants=(OccupantDraft("单飞"), OccupantDraft("王芳", OccupantKind.FAMILY)))
    office.do(household_files.save_vehicle, VehicleDraft(place_id, "粤C12345", occupant_id=1))
    office.do(household_files.save_vehicle, VehicleDraft(place_id, "粤C12399"))

    def shown():
        listed = [each.vehicle.plate for each in office.ask(household_book)[0].vehicles]
        assert listed[::-1] == [each.plate for each in file_of(office, place_id).vehicles]
        return listed, [(match.name, match.plate) for match in office.ask(people.who, "粤C12345", TODAY)]

    both = ["粤C·12345", "粤C·12399"]
    assert shown() == (both, [("单飞", both[0])])
    office.do(data_requests.seal, 1, "搬走多年")
    assert shown() == (both[1:], [])
    office.do(household_files.save_vehicle, VehicleDraft(place_id, "粤C12345", occupant_id=2))  # who bought it
    office.do(data_requests.unseal, 1, "搬回")
    assert shown()[0] == [*both, both[0]]
    assert codes(office) == []


def test_a_vehicle_is_not_noted_twice_while_it_is_there(office):
    place_id = a_household(office)
    office.do(household_files.save_vehicle, VehicleDraft(place_id, "粤C12345"))
    with pytest.raises(UserError) as refused:
        office.do(household_files.save_vehicle, VehicleDraft(place_id, "粤C·12345"))
    assert refused.value.field == "plate"
    office.do(household_files.save_vehicle, VehicleDraft(a_household(office, "1601"), "粤C12345"))


@pytest.mark.parametrize(
    ("deed", "draft", "field"),
    [
        (household_files.save_vehicle, VehicleDraft, "plate"),
        (household_files.save_pet, PetDraft, "species"),
        (household_files.save_decoration, DecorationDraft, "works"),
    ],
)
def test_nothing_is_noted_without_saying_what(office, deed, draft, field):
    place_id = a_household(office)
    with pytest.raises(MissingFields) as refused:
        office.do(deed, draft(place_id))
    assert list(refused.value.missing) == [field]


def test_a_last_day_before_the_first_is_refused(office):
    place_id = a_household(office)
    with pytest.raises(UserError) as refused:
        office.do(household_files.save_pet, PetDraft(place_id, "狗", from_on=date(2026, 2, 1), to_on=date(2026, 1, 1)))
    assert refused.value.field == "to_on"
    early = DecorationDraft(place_id, works="厨房", from_on=date(2026, 2, 1), accepted_on=date(2026, 1, 1))
    with pytest.raises(UserError) as refused:
        office.do(household_files.save_decoration, early)
    assert refused.value.field == "accepted_on"


def test_pets_and_works_stand_in_the_file(office):
    place_id = a_household(office)
    office.do(household_files.save_pet, PetDraft(place_id, "金毛犬", "豆豆", "犬证0031", date(2025, 1, 1)))
    works = DecorationDraft(
        place_id, "装2026-018", "鸿运装饰", "刘工", "138 0000 1234", "厨卫改造", date(2026, 3, 1), date(2026, 5, 1)
    )
    office.do(household_files.save_decoration, works)
    kept = file_of(office, place_id)
    assert (kept.pets[0].species, kept.pets[0].name, kept.pets[0].licence) == ("金毛犬", "豆豆", "犬证0031")
    assert (kept.works[0].phone, kept.works[0].works, kept.works[0].accepted_on) == ("13800001234", "厨卫改造", None)
    with pytest.raises(UserError) as refused:
        office.do(household_files.save_decoration, replace(kept.works[0], phone="12"))
    assert refused.value.field == "phone"


def test_two_desks_that_change_one_vehicle_do_not_overwrite_each_other(office):
    place_id = a_household(office)
    office.do(household_files.save_vehicle, VehicleDraft(place_id, "粤C12345"))
    (read,) = file_of(office, place_id).vehicles
    office.do(household_files.save_vehicle, replace(read, space="B1-027"))
    with pytest.raises(Conflict) as conflict:
        office.do(household_files.save_vehicle, replace(read, space="B2-001"))
    assert (conflict.value.theirs.space, conflict.value.mine.space) == ("B1-027", "B2-001")


def test_the_page_of_the_household_is_not_older_for_a_vehicle(office):
    place_id = a_household(office)
    version = office.ask(people.place_page, place_id, office.books).version
    office.do(household_files.save_vehicle, VehicleDraft(place_id, "粤C12345"))
    assert office.ask(people.place_page, place_id, office.books).version == version


@pytest.mark.parametrize(
    ("save", "draft", "void", "table"),
    [
        (household_files.save_vehicle, {"plate": "粤C12345"}, household_files.void_vehicle, "vehicle"),
        (household_files.save_pet, {"species": "猫"}, household_files.void_pet, "pet"),
        (household_files.save_decoration, {"works": "铺地板"}, household_files.void_decoration, "decoration"),
    ],
)
def test_what_was_noted_by_mistake_is_taken_out_with_a_reason_and_stays_in_the_books(office, save, draft, void, table):
    place_id = a_household(office)
    made = {"vehicle": VehicleDraft, "pet": PetDraft, "decoration": DecorationDraft}[table](place_id, **draft)
    row_id = office.do(save, made)
    with pytest.raises(MissingFields):
        office.do(void, row_id, " ")
    office.do(void, row_id, "登记错户")
    kept = file_of(office, place_id)
    assert (kept.vehicles, kept.pets, kept.works) == ((), (), ())
    assert rows(office, f"SELECT void_reason FROM {table}") == [("登记错户",)]
    with pytest.raises(UserError, match="already"):
        office.do(save, replace(made, id=row_id, version=2))
    assert codes(office) == []


def test_nothing_more_is_noted_of_a_place_out_of_use(office):
    place_id = a_household(office)
    office.do(households.void_place, place_id, "重复")
    for deed, draft in (
        (household_files.save_vehicle, VehicleDraft(place_id, "粤C12345")),
        (household_files.note_document, DocumentDraft(place_id, DocumentKind.PETS, DocumentState.MISSING)),
    ):
        with pytest.raises(UserError, match="out of use"):
            office.do(deed, draft)


def test_the_19_documents_stand_in_the_order_of_the_rule_and_nobody_has_looked_yet(office):
    documents = file_of(office, a_household(office)).documents
    assert [each.number for each in documents] == list(range(1, 20))
    assert (documents[0].document, documents[18].document) == (DocumentKind.HANDOVER_NOTICE, DocumentKind.OTHER)
    assert {each.state for each in documents} == {None}


def test_a_document_is_noted_with_where_it_is_filed_and_its_scan(office):
    place_id = a_household(office)
    noted(office, place_id, filed_at="3号柜 2-1502", note="附件两份", files=(a_scan(office),))
    kept = document(office, place_id, DocumentKind.CONTRACT)
    assert (kept.state, kept.filed_at, kept.note) == (DocumentState.HELD, "3号柜 2-1502", "附件两份")
    assert (kept.noted_by, [file.name for file in kept.files]) == (office.staff.name, ["合同.pdf"])
    assert file_of(office, place_id).counts == {DocumentState.HELD: 1, None: 18}
    assert codes(office) == []


def test_a_document_that_is_not_there_has_no_scan(office):
    place_id = a_household(office)
    with pytest.raises(UserError) as refused:
        noted(office, place_id, state=DocumentState.MISSING, files=(a_scan(office),))
    assert refused.value.field == "state"
    with pytest.raises(MissingFields):
        noted(office, place_id, state=None)


def test_two_desks_that_look_for_one_document_are_told_of_each_other(office):
    place_id = a_household(office)
    noted(office, place_id, filed_at="1号柜")
    with pytest.raises(Conflict) as conflict:
        noted(office, place_id, state=DocumentState.MISSING)
    assert conflict.value.theirs.filed_at == "1号柜"
    noted(office, place_id, state=DocumentState.MISSING, version=conflict.value.theirs.version)
    assert document(office, place_id, DocumentKind.CONTRACT).state is DocumentState.MISSING


def test_after_a_look_through_the_folder_the_rest_is_missing(office):
    place_id = a_household(office)
    noted(office, place_id)
    assert office.do(household_files.note_rest, place_id, DocumentState.MISSING) == 18
    assert file_of(office, place_id).counts == {DocumentState.HELD: 1, DocumentState.MISSING: 18}
    assert office.do(household_files.note_rest, place_id, DocumentState.NOT_APPLICABLE) == 0


def test_one_scan_kept_twice_with_a_document_is_one_file(office):
    place_id = a_household(office)
    noted(office, place_id, files=(a_scan(office),))
    noted(office, place_id, files=(a_scan(office), a_scan(office, b"annex", "附件.pdf")), version=1)
    assert [file.name for file in document(office, place_id, DocumentKind.CONTRACT).files] == ["合同.pdf", "附件.pdf"]


def test_a_wrong_scan_is_taken_out_with_a_reason(office):
    place_id = a_household(office)
    noted(office, place_id, files=(a_scan(office),))
    (file,) = document(office, place_id, DocumentKind.CONTRACT).files
    with pytest.raises(MissingFields):
        office.do(household_files.void_scan, file.id, "")
    office.do(household_files.void_scan, file.id, "别户的合同")
    assert document(office, place_id, DocumentKind.CONTRACT).files == ()
    assert rows(office, "SELECT void_reason FROM attachment") == [("别户的合同",)]
    assert codes(office) == []


def test_a_lost_scan_is_found_by_the_check_and_a_backup_holds_it(office, tmp_path: Path):
    place_id = a_household(office)
    noted(office, place_id, files=(a_scan(office),))
    (file,) = document(office, place_id, DocumentKind.CONTRACT).files
    done = backup(office, tmp_path / "packed.zip")
    assert done.manifest.attachments == (file.sha256,)
    assert office.pool is not None
    pooled(office.pool, file.sha256).unlink()
    assert codes(office) == ["attachment_missing"]


def test_moving_in_and_warranty_stand_on_the_page(office):
    place_id = a_household(office, moved_in_on=date(2019, 6, 1), warranty_until=date(2027, 5, 31))
    page = office.ask(people.place_page, place_id, office.books)
    assert (page.moved_in_on, page.warranty_until) == (date(2019, 6, 1), date(2027, 5, 31))
    assert a_place_draft().moved_in_on is None


@pytest.mark.parametrize("role", [Role.ENGINEERING, Role.FINANCE, Role.QUALITY])
def test_only_the_desk_keeps_households_files(office, role):
    place_id = a_household(office)
    office.sign_in(NAME_OF[role], PASSWORD)
    with pytest.raises(UserError, match="right"):
        office.do(household_files.save_vehicle, VehicleDraft(place_id, "粤C12345"))


def test_who_erases_a_person_is_told_how_many_scans_of_the_household_to_look_at(office):
    place_id = a_household(office)
    noted(office, place_id, files=(a_scan(office), a_scan(office, b"identity", "身份证.jpg")))
    noted(office, a_household(office, "1601"), files=(a_scan(office, b"another household"),))
    (person,) = office.ask(people.place_page, place_id, office.books).occupants
    asked = office.do(data_requests.ask, RequestDraft("t", person.id, RequestKind.ERASURE, "本人要求"))
    office.sign_in(NAME_OF[Role.OFFICE_HEAD], PASSWORD)
    office.do(data_requests.decide, asked, True)
    assert data_requests.erase_for_good(office, asked).files == 2
    assert codes(office) == []
