# SPDX-License-Identifier: Apache-2.0
"""Households, residents' phones, outside numbers and regulations as workbooks, read back by other libraries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import openpyxl
import pytest
import python_calamine

from complaintdesk.desk import data_requests, directory, exports, household_files, importing, regulations
from complaintdesk.desk.directory import EntryDraft
from complaintdesk.desk.drafts import OccupantDraft, PhoneDraft
from complaintdesk.desk.household_book import household_book
from complaintdesk.desk.household_records import DecorationDraft, DocumentDraft, PetDraft, VehicleDraft
from complaintdesk.desk.office import Office
from complaintdesk.desk.people import place_page
from complaintdesk.desk.regulations import RegulationDraft
from complaintdesk.domain.terms import DocumentKind, DocumentState, OccupantKind, PlaceKind, Role
from complaintdesk.errors import MissingFields, UserError
from complaintdesk.labels import language, set_language
from complaintdesk.sheets.border import ImportRefused
from complaintdesk.sheets.directory_in import read_numbers
from complaintdesk.sheets.directory_out import write_outside_numbers, write_regulations, write_residents
from complaintdesk.sheets.households_in import read_households
from complaintdesk.sheets.households_out import write_households
from complaintdesk.sheets.reading import read_book
from tests.builders import NAME_OF, PASSWORD, a_household, rows

TODAY = date(2026, 11, 21)
TENANT = OccupantDraft(
    "周倩", OccupantKind.TENANT, (PhoneDraft("13912345678"),), from_on=TODAY, to_on=date(2027, 11, 20)
)
OWNER = OccupantDraft("=单飞", OccupantKind.OWNER, (PhoneDraft("13800005678"), PhoneDraft("057188001234")), "YZ-7")


@pytest.fixture(params=["en", "zh_CN"])
def spoken(request):
    before = language()
    set_language(request.param)
    yield request.param
    set_language(before)


@pytest.fixture(autouse=True)
def _english():
    """The language of the sources."""
    before = language()
    set_language("en")
    yield
    set_language(before)


def a_book(office: Office) -> int:
    place_id = a_household(office, area="98.6", note="上门前预约", occupants=(OWNER, TENANT))
    a_household(office, "1601")
    a_household(office, "", kind=PlaceKind.PARKING, label="车位B2-017", building="", unit="", occupants=())
    a_household(office, "", kind=PlaceKind.SHOP, label="东门便利店", building="", unit="")
    a_household(office, "", kind=PlaceKind.PUBLIC_AREA, label="中心花园", unit="")
    office.do(household_files.save_vehicle, VehicleDraft(place_id, "粤C12345", "白色轩逸", from_on=TODAY))
    office.do(household_files.save_pet, PetDraft(place_id, "犬", "豆豆", "珠犬 17"))
    office.do(household_files.save_decoration, DecorationDraft(place_id, "ZX-1", "鸿运", "钱工", "96390", "厨卫改造"))
    office.do(household_files.note_document, DocumentDraft(place_id, DocumentKind.CONTRACT, DocumentState.MISSING))
    return place_id


def test_households_written_out_are_read_in_again(office, tmp_path, spoken):
    a_book(office)
    path = tmp_path / "households.xlsx"
    assert write_households(path, office.ask(household_book), office_name="翠湖") == 4
    read = read_households(read_book(path))
    assert read.flaws == ()
    rooms = {draft.room or draft.label: draft for draft in read.good}
    first = rooms["1502"]
    assert (first.building, first.unit, first.area, first.note) == ("3", "2", "98.6", "上门前预约")
    told = [(each.name, each.kind, [phone.number for phone in each.phones]) for each in first.occupants]
    assert told == [
        ("=单飞", OccupantKind.OWNER, ["13800005678", "057188001234"]),
        ("周倩", OccupantKind.TENANT, ["13912345678"]),
    ]
    assert (first.occupants[1].from_on, first.occupants[1].to_on) == (TENANT.from_on, TENANT.to_on)
    assert first.occupants[0].external_no == "YZ-7"
    assert rooms["车位B2-017"].kind is PlaceKind.PARKING
    assert rooms.keys() == {"1502", "1601", "车位B2-017", "东门便利店"}


def test_the_other_sheets_tell_documents_vehicles_pets_and_works(office, tmp_path):
    a_book(office)
    path = tmp_path / "households.xlsx"
    write_households(path, office.ask(household_book), office_name="翠湖")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Households", "Documents", "Vehicles", "Pets", "Decoration"]
    assert book["Households"]["H2"].data_type == "s", "a name that begins with = is no formula"
    heads, first = (list(row) for row in list(book["Documents"].iter_rows(values_only=True))[:2])
    assert len(heads) == 20
    assert [head for head, cell in zip(heads, first, strict=True) if cell == "Missing"] == [heads[4]]
    read = python_calamine.CalamineWorkbook.from_path(path)
    (vehicle,) = read.get_sheet_by_name("Vehicles").to_python()[1:]
    assert vehicle[:6] == ["3栋2单元1502", "粤C·12345", "白色轩逸", "", "", TODAY]
    assert read.get_sheet_by_name("Pets").to_python()[1][1:4] == ["犬", "豆豆", "珠犬 17"]
    assert read.get_sheet_by_name("Decoration").to_python()[1][1:5] == ["厨卫改造", "ZX-1", "鸿运", "钱工"]


def test_the_sheet_of_vehicles_says_whose_each_is_and_of_nobody_whose_records_are_sealed(office, tmp_path):
    place_id = a_book(office)
    people = office.ask(place_page, place_id, office.books).occupants
    tenant = next(each.id for each in people if each.name == TENANT.name)
    office.do(household_files.save_vehicle, VehicleDraft(place_id, "粤C54321", occupant_id=tenant))

    def vehicles() -> list[list[str]]:
        path = tmp_path / "households.xlsx"
        write_households(path, office.ask(household_book), office_name="翠湖")
        heads, *told = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_name("Vehicles").to_python()
        return [[str(row[heads.index(head)]) for head in ("Plate", "Vehicle of")] for row in told]

    assert vehicles() == [["粤C·12345", ""], ["粤C·54321", "周倩"]]
    office.sign_in(NAME_OF[Role.OFFICE_HEAD], PASSWORD)
    office.do(data_requests.seal, tenant, "本人要求")
    assert vehicles() == [["粤C·12345", ""]]


def test_the_list_leaves_the_office_with_a_reason_and_by_a_leader(office):
    a_book(office)
    office.sign_in(NAME_OF[Role.CLERK], PASSWORD)
    with pytest.raises(UserError, match="no right"):
        office.do(exports.note_owners, "households", 3, "换系统")
    office.sign_in(NAME_OF[Role.SUPERVISOR], PASSWORD)
    with pytest.raises(MissingFields):
        office.do(exports.note_owners, "households", 3, " ")
    office.do(exports.note_owners, "households", 3, "换系统")
    assert rows(office, "SELECT what, people, reason FROM personal_access") == [("households", 3, "换系统")]
    office.sign_in(NAME_OF[Role.FINANCE], PASSWORD)
    with pytest.raises(UserError):
        office.ask(household_book)


def test_residents_phones_are_written_whole(office, tmp_path):
    a_book(office)
    path = tmp_path / "phones.xlsx"
    lines = office.ask(directory.directory_lines, office.ask(directory.resident_ids, TODAY))
    assert write_residents(path, lines, office_name="翠湖") == 6
    read = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert {row[3] for row in read[1:]} >= {"13800005678", "13912345678"}
    assert ["3栋2单元1502", "周倩", "Tenant", "13912345678", "", ""] in read


def test_outside_numbers_written_out_are_read_in_again(office, tmp_path, spoken):
    lifts = EntryDraft("迅达电梯维保", "电梯困人", "周经理", "0571-88001234", "24 小时")
    office.do(directory.save, lifts)
    office.do(directory.save, EntryDraft("自来水公司", phone="96390"))
    path = tmp_path / "numbers.xlsx"
    lines = office.ask(directory.directory_lines, office.ask(directory.outside_ids))
    assert write_outside_numbers(path, lines, office_name="翠湖") == 2
    read = read_numbers(path)
    assert read.refused == ()
    assert set(read.drafts) == {lifts, EntryDraft("自来水公司", phone="96390")}
    done = office.do(directory.take_in, [*read.drafts, replace(lifts, name="奥的斯")])
    assert (done.new, done.existing) == (1, 2)


def test_a_list_of_numbers_is_taken_row_by_row_and_refused_without_its_columns(tmp_path):
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (
        ("常用电话",),
        ("单位", "电话", "事项"),
        ("燃气抢修", 95177, "漏气"),
        ("没有号码", None, ""),
        ("派出所", "打不通", ""),
    ):
        book.active.append(row)
    book.save(tmp_path / "list.xlsx")
    read = read_numbers(tmp_path / "list.xlsx")
    assert read.drafts == (EntryDraft("燃气抢修", "漏气", "", "95177"),)
    assert [each.row for each in read.refused] == [4, 5]
    book.active.delete_cols(2)
    book.save(tmp_path / "list.xlsx")
    with pytest.raises(ImportRefused, match="lacks the columns"):
        read_numbers(tmp_path / "list.xlsx")


def test_regulations_are_written_with_their_words(office, tmp_path):
    office.sign_in(NAME_OF[Role.SUPERVISOR], PASSWORD)
    office.do(regulations.save, RegulationDraft("首问负责制", "KF-04", "由首先接待者\n负责到底。", TODAY))
    path = tmp_path / "regulations.xlsx"
    records = office.ask(regulations.regulation_records, office.ask(regulations.regulation_ids))
    assert write_regulations(path, records, office_name="翠湖") == 1
    read = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert read[1] == ["首问负责制", "KF-04", TODAY, "由首先接待者\n负责到底。", ""]


def test_households_written_out_bring_no_news_when_they_are_read_in_again(office, tmp_path):
    a_book(office)
    path = tmp_path / "households.xlsx"
    write_households(path, office.ask(household_book), office_name="翠湖")
    read = read_households(read_book(path))
    run = office.do(importing.start_run, "households", "aa", len(read.good))
    done = office.do(importing.add_households, run, list(read.good))
    assert (done.new, done.existing) == (0, 4)


def test_parking_spaces_come_back_under_their_own_names(office, tmp_path):
    labels = ["B1-012", "地下车库B1、B2之间", "子母位7", "车位B2-017"]
    for label in labels:
        draft = {"kind": PlaceKind.PARKING, "label": label, "unit": "", "area": "13.2", "note": "产权车位"}
        a_household(office, "", building="3" if label == "子母位7" else "", **draft)
    path = tmp_path / "households.xlsx"
    write_households(path, office.ask(household_book), office_name="翠湖")
    read = read_households(read_book(path))
    assert read.flaws == ()
    assert {draft.label for draft in read.good} == set(labels)
    assert {(draft.kind, draft.area, draft.note) for draft in read.good} == {(PlaceKind.PARKING, "13.2", "产权车位")}
    assert {draft.label for draft in read.good if draft.building} == {"子母位7"}
    run = office.do(importing.start_run, "households", "aa", len(read.good))
    done = office.do(importing.add_households, run, list(read.good))
    assert (done.new, done.existing) == (0, 4)
