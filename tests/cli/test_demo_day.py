# SPDX-License-Identifier: Apache-2.0
"""A day at the demo office's desk, headless: what lies in its folder afterwards, whatever the clock says."""

from __future__ import annotations

import struct
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pypdf
import pytest
import time_machine

from complaintdesk.desk import demo
from complaintdesk.desk.office import open_office
from complaintdesk.domain.terms import CaseState
from tests import builders
from tests.cli.conftest import ZONE, Call, sheet

TABS = ("register", "orders", "households")


def test_a_day_is_worked_into_a_folder_with_pictures_of_each_tab(process: Call, tmp_path: Path) -> None:
    folder = tmp_path / "some" / "day"
    ended = process("--lang", "en", "demo", folder)
    assert ended.code == 0, ended.err
    lines = ended.out.splitlines()
    files = [Path(line) for line in lines[:-2]]
    assert ended.counts == {"files": str(len(files)), "findings": "0"}
    assert demo.PASSWORD in lines[-2]
    assert all(path.is_file() and path.is_relative_to(folder) for path in files)
    named = {path.relative_to(folder).as_posix() for path in files}
    assert {"desk.db", "backup.zip", "books/register.xlsx"} <= named
    assert sum(name.startswith("paper/") for name in named) == 8
    for tab in TABS:
        shown = [path for path in files if path.name.startswith(f"{tab}-") and path.suffix == ".png"]
        assert {"light", "dark"} <= {word for path in shown for word in path.stem.split("-")}
        for path in shown:
            width, height = struct.unpack(">II", path.read_bytes()[16:24])
            assert (width, height) >= (1366, 768)
    checked = process("--lang", "en", "--database", folder / "desk.db", "check", "--against", folder / "backup.zip")
    assert (checked.code, checked.out) == (0, "The books are whole.\nfindings=0\n")
    again = process("demo", folder)
    assert (again.code, again.out) == (1, "")
    assert str(folder) in again.err


def test_what_was_done_that_day_is_on_paper_and_in_the_books(bare: Call, tmp_path: Path) -> None:
    folder = tmp_path / "day"
    folder.mkdir()
    assert bare("demo", folder).code == 0
    slip, again, struck = sorted((folder / "paper").glob("WX*.pdf"), key=lambda path: len(path.name))
    pages = [page.extract_text() for page in pypdf.PdfReader(again).pages]
    assert len(pages) == len(pypdf.PdfReader(slip).pages) == 4
    assert len(pypdf.PdfReader(struck).pages) == 1
    assert "补打" in pages[0]
    assert "更换水箱进水阀一套" in pages[0]
    (register,) = (folder / "paper").glob("register-*.pdf")
    assert "投诉意见登记表" in pypdf.PdfReader(register).pages[0].extract_text()
    _head, *lines = sheet(folder / "books" / "register.xlsx")
    (report,) = (folder / "books").glob("report-2026-10.xlsx")
    assert len(lines) > 10
    assert sheet(report)
    (month,) = (folder / "paper").glob("report-2026-10.pdf")
    assert "投诉报修月报" in pypdf.PdfReader(month).pages[0].extract_text()
    office = open_office(folder / "desk.db")
    try:
        states = {CaseState(state) for (state,) in builders.rows(office, "SELECT DISTINCT state FROM case_record")}
        assert {CaseState.REGISTERED, CaseState.IN_HAND, CaseState.HANDLED, CaseState.CLOSED} <= states
        assert builders.rows(office, "SELECT count(*) FROM case_record") == [(len(lines),)]
        office.sign_in(demo.CLERK, demo.PASSWORD)
    finally:
        office.close()


@pytest.mark.parametrize("moment", ["2027-01-01 00:00:30", "2028-02-29 23:59:59"])
def test_the_day_goes_well_at_any_time(bare: Call, tmp_path: Path, moment: str) -> None:
    with time_machine.travel(datetime.fromisoformat(moment).replace(tzinfo=ZONE), tick=False):
        ended = bare("demo", tmp_path / "day")
    assert (ended.code, ended.counts["findings"]) == (0, "0"), ended.err


@pytest.mark.parametrize("already", ["building plan.txt", "desk.db", ".hidden"])
def test_a_folder_with_something_in_it_is_left_alone(bare: Call, tmp_path: Path, already: str) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / already).write_text("mine", encoding="utf-8")
    ended = bare("demo", folder)
    assert (ended.code, ended.out) == (1, "")
    assert "name a new or empty folder" in ended.err
    assert [path.read_text(encoding="utf-8") for path in folder.iterdir()] == ["mine"]


def test_where_no_folder_can_be_it_is_said_so(bare: Call, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file", encoding="utf-8")
    for folder in (tmp_path / "file", tmp_path / "file" / "day"):
        ended = bare("demo", folder)
        assert (ended.code, ended.out) == (1, "")
        assert "Not a directory" in ended.err


def test_a_demo_that_broke_off_while_it_was_built_leaves_no_half_office(
    bare: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unplugged(*_asked: object) -> Callable[..., object]:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(demo, "_places", unplugged)
        assert bare("demo", tmp_path / "day").code == 1
    assert list((tmp_path / "day").iterdir()) == []
