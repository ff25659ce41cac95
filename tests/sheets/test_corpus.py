# SPDX-License-Identifier: Apache-2.0
"""Every file of the corpus through a whole import: it ends in rows that add up, or in one refusal in words."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest

from complaintdesk.desk import people
from complaintdesk.desk.office import Office
from complaintdesk.labels import words_of
from complaintdesk.sheets.border import ImportRefused
from complaintdesk.sheets.imports import HOUSEHOLDS, run_import
from complaintdesk.sheets.lists import aside_by_sheet
from complaintdesk.sheets.reader_process import MEMORY_AT_MOST
from complaintdesk.sheets.reading import open_book
from tests.sheets.corpus import CORPUS, Entry


def written(entry: Entry, folder: Path) -> Path:
    """Where a file of the corpus lies."""
    path = folder / f"list{entry.suffix}"
    path.write_bytes(entry.make())
    return path


@pytest.mark.parametrize("name", CORPUS)
def test_it_ends_in_rows_that_add_up_or_in_one_refusal(office: Office, tmp_path: Path, name: str) -> None:
    path, fate = written(CORPUS[name], tmp_path), CORPUS[name].fate
    if fate.refusal is not None:
        with pytest.raises(ImportRefused, match=fate.refusal) as refused:
            run_import(office, HOUSEHOLDS, path)
        assert "{" not in words_of(refused.value)
    else:
        report = run_import(office, HOUSEHOLDS, path)
        assert (report.new, report.existing, report.refused, report.empty) == (fate.new, 0, fate.refused, fate.empty)
        below_the_head = sum(len(sheet.rows) - fate.head for sheet in open_book(path).sheets)
        assert below_the_head == fate.new + fate.refused + fate.empty
    assert len(office.ask(people.place_ids)) == fate.new
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 < MEMORY_AT_MOST + 2**25


@pytest.mark.parametrize("name", ["merged heads", "remarks beside", "errors"])
def test_what_is_in_the_books_adds_up_as_existing(office: Office, tmp_path: Path, name: str) -> None:
    path, fate = written(CORPUS[name], tmp_path), CORPUS[name].fate
    run_import(office, HOUSEHOLDS, path)
    again = run_import(office, HOUSEHOLDS, path)
    assert (again.new, again.existing, again.refused, again.empty) == (0, fate.new, fate.refused, fate.empty)


def test_rows_with_remarks_alone_are_named(office: Office, tmp_path: Path) -> None:
    report = run_import(office, HOUSEHOLDS, written(CORPUS["remarks beside"], tmp_path))
    assert aside_by_sheet(report.aside) == {"业主": "3, 6"}
