# SPDX-License-Identifier: Apache-2.0
"""A whole import: the good rows in the books, the others in the error workbook, and again is existing."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from complaintdesk.desk.checking import check
from complaintdesk.desk.office import Office
from complaintdesk.sheets.border import ImportRefused
from complaintdesk.sheets.imports import BATCH_NOTES, HOUSEHOLDS, REGISTER, run_import
from tests.sheets.conftest import MakeList
from tests.sheets.test_batch_in import HEAD as NOTES
from tests.sheets.test_households_in import HEAD


def test_what_is_refused_is_mended_and_goes_in_beside_what_is_there(
    office: Office, make_list: MakeList, tmp_path: Path
) -> None:
    rows = [("3栋", "1", f"{floor}01", "甲", "", "") for floor in range(1, 30)]
    path = make_list([HEAD, *rows, ("", "1", "3001", "乙", "13800000000", "")])
    errors = tmp_path / "errors.xlsx"
    told: list[tuple[int, int]] = []
    first = run_import(office, HOUSEHOLDS, path, errors, lambda done, of: told.append((done, of)))
    assert (first.rows, first.new, first.existing, first.refused) == (30, 29, 0, 1)
    assert told == [(29, 29)]
    again = run_import(office, HOUSEHOLDS, path, errors)
    assert (again.new, again.existing, again.refused) == (0, 29, 1)
    with errors.open("rb") as file:
        book = openpyxl.load_workbook(file)
    book.worksheets[0]["B2"] = "3栋"
    book.save(errors)
    mended = run_import(office, HOUSEHOLDS, errors)
    assert (mended.rows, mended.new, mended.refused) == (1, 1, 0)
    assert check(office.database, office.pool) == ()


def test_notes_find_the_households_that_were_imported(office: Office, make_list: MakeList) -> None:
    run_import(office, HOUSEHOLDS, make_list([HEAD, ("3栋", "2", "1502", "甲", "13800000000", "")]))
    row = ("2026-11-20 9:00", "报修", "来电", "甲", "三号楼2单元1502", "", "漏水", "", "明天上午")
    report = run_import(office, BATCH_NOTES, make_list([NOTES, row], "notes.xlsx"))
    assert (report.new, report.refused) == (1, 0)
    assert run_import(office, BATCH_NOTES, make_list([NOTES, row], "again.xlsx")).existing == 1
    assert check(office.database, office.pool) == ()


def test_a_list_of_another_sort_writes_nothing(office: Office, make_list: MakeList) -> None:
    with pytest.raises(ImportRefused):
        run_import(office, REGISTER, make_list([HEAD, ("3栋", "1", "101", "甲", "", "")]))
    assert check(office.database, office.pool) == ()


def test_a_real_register_is_in_to_the_last_row(office: Office, shared_data: Path) -> None:
    path = shared_data / "property_messages_992.csv"
    report = run_import(office, REGISTER, path)
    assert (report.rows, report.new, report.refused) == (992, 992, 0)
    assert run_import(office, REGISTER, path).existing == 992
