# SPDX-License-Identifier: Apache-2.0
"""A household's cover, the list of its documents, and the phone lists on paper (R-OWN-01, R-OWN-02)."""

from __future__ import annotations

from dataclasses import replace

from complaintdesk.desk.directory import DirectorySheet
from complaintdesk.domain.terms import DocumentState
from complaintdesk.printing.forms import Mode
from tests.printing.household_papers import a_directory, a_directory_line, a_household_sheet, some_documents
from tests.printing.papers import printed, read_by_pypdf


def words(form: str, record) -> str:
    return "".join("".join(read_by_pypdf(printed(form, record).pdf)).split())


def test_a_cover_names_door_owner_and_folder_and_no_phone():
    told = words("file_cover", a_household_sheet())
    for part in ("3栋2单元1502", "张建国", "DA-0315", "3号柜2-1502", "2019-06-01", "粤C·12345", "周倩", "98.6㎡"):
        assert part in told
    assert "5678" not in told
    assert "旧租户" not in told
    assert "粤C·00000" not in told


def test_a_cover_without_anything_known_still_prints():
    page = replace(a_household_sheet().page, occupants=(), external_no="", area="", note="", moved_in_on=None)
    assert "业主档案" in words("file_cover", a_household_sheet(page=page))


def test_the_list_has_all_19_documents_and_counts_them():
    told = words("file_list", a_household_sheet())
    for part in ("入伙通知书", "房屋装修", "户内突发事件", "已存17项，缺少1项"):
        assert part in told, part


def test_a_document_that_nobody_looked_for_has_no_tick():
    file = a_household_sheet().file
    unknown = tuple(replace(each, state=None, noted_at=None) for each in some_documents())
    none = words("file_list", a_household_sheet(file=replace(file, documents=unknown)))
    assert "已存0项，缺少0项" in none
    assert DocumentState.HELD not in replace(file, documents=unknown).counts


def test_the_phone_register_has_whole_numbers_and_goes_on_over_sheets():
    told = words("phone_register", a_directory())
    assert "13800005678" in told
    assert "保密" in told
    many = DirectorySheet(tuple(a_directory_line(id=-at, name=f"住户{at}") for at in range(1, 91)))
    paper = printed("phone_register", many)
    assert paper.pages == 4
    assert "住户90" in "".join("".join(page.split()) for page in read_by_pypdf(paper.pdf))


def test_the_outside_numbers_say_what_one_calls_them_for():
    told = words("outside_numbers", a_directory())
    for part in ("迅达电梯维保", "0571-88001234", "周经理"):
        assert part in told


def test_a_blank_list_names_the_19_documents_on_one_sheet():
    paper = printed("file_list", None, mode=Mode.BLANK)
    told = "".join("".join(read_by_pypdf(paper.pdf)).split())
    assert paper.pages == 1
    for part in ("入伙通知书", "其他资料", "不适用"):
        assert part in told, part
