# SPDX-License-Identifier: Apache-2.0
"""Forms of the office's own from the command line: named, written out, read back, adopted, gone back from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from complaintdesk.desk import forms
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import Role
from tests.builders import NAME_OF
from tests.cli.conftest import Call
from tests.printing.own_forms import FORM


@pytest.fixture
def workbook(run: Call, tmp_path: Path) -> Path:
    path = tmp_path / "form.xlsx"
    ended = run("edit-form", FORM, path)
    assert (ended.code, ended.counts["form"]) == (0, FORM)
    return path


def change(path: Path, cell: str, value: object) -> None:
    book = openpyxl.load_workbook(path)
    book.worksheets[0][cell] = value
    book.save(path)


def test_a_form_is_written_out_read_back_adopted_and_gone_back_from(
    run: Call, opened: Callable[[], Office], workbook: Path
) -> None:
    change(workbook, "A3", "催办函")
    head = NAME_OF[Role.OFFICE_HEAD]
    looked = run("read-form", workbook, by=head)
    assert (looked.code, looked.counts) == (0, {"form": FORM, "findings": "0", "version": "0"})
    adopted = run("read-form", workbook, "--adopt", "--note", "改题", by=head)
    assert adopted.counts["version"] == "1"
    named = run("forms")
    assert named.counts["own"] == "1"
    assert "催办函  1  " in named.out
    assert "改题" in named.out
    assert run("reset-form", FORM, by=head).counts["version"] == "2"
    assert [each.note for each in opened().ask(forms.versions, FORM)] == ["", "改题"]


def test_what_is_wrong_is_told_with_its_cell_and_not_adopted(
    run: Call, opened: Callable[[], Office], workbook: Path
) -> None:
    change(workbook, "A5", None)
    ended = run("read-form", workbook, "--adopt", by=NAME_OF[Role.OFFICE_HEAD])
    assert ended.code == 1
    assert "A5 横!A5" in ended.err
    assert opened().ask(forms.versions) == ()


def test_a_workbook_of_an_earlier_version_takes_back_nobodys_changes(
    run: Call, opened: Callable[[], Office], workbook: Path, tmp_path: Path
) -> None:
    head = NAME_OF[Role.OFFICE_HEAD]
    other = tmp_path / "other.xlsx"
    run("edit-form", FORM, other)
    for path, title in ((other, "催办信"), (workbook, "催办函")):
        change(path, "A3", title)
    assert run("read-form", other, "--adopt", by=head).counts["version"] == "1"
    ended = run("read-form", workbook, "--adopt", by=head)
    assert (ended.code, ended.counts["version"]) == (1, "0")
    assert head in ended.err
    assert "催办信" in dict(opened().record.own_forms)[FORM]
    run("edit-form", FORM, workbook)
    change(workbook, "A3", "催办函")
    assert run("read-form", workbook, "--adopt", by=head).counts["version"] == "2"


def test_a_clerk_adopts_no_form(run: Call, workbook: Path) -> None:
    change(workbook, "A3", "催办函")
    assert run("read-form", workbook, "--adopt", by=NAME_OF[Role.CLERK]).code == 1
