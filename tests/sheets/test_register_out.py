# SPDX-License-Identifier: Apache-2.0
"""The register as a workbook, read back by two other programs: texts stay texts, dates are dates, nothing is lost."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import python_calamine

from complaintdesk import fields
from complaintdesk.desk import case_pages, cases
from complaintdesk.desk.drafts import CaseDraft
from complaintdesk.desk.records import CaseRecord
from complaintdesk.domain.terms import CaseKind, CaseState, Channel, Grade, Level, Origin
from complaintdesk.errors import EnvironmentProblem
from complaintdesk.labels import set_language
from complaintdesk.sheets.register_out import Written, write_register
from tests.sheets.conftest import ZONE, Convert, an_office

# What users' texts may hold; each must come out of the workbook as it went in.
HOSTILE = (
    "=1+1",
    '=HYPERLINK("http://example.invalid","点我")',
    "+8613800000000",
    "-2",
    "@SUM(1)",
    "#REF!",
    "'00123",
    '<b>漏水</b> & "引号"',
    "_x0041_ 与 _x000D_",
    "仇𬭎 𠮷野家",
    "👨‍👩‍👧 家庭",
    "\u202eabc",
    "é 与 e\u0301",
    "第一行\n第二行",
    "TRUE",
    "2026-11-21",
    "00123",
    "1e5",
    "%d %s {name}",
    "NULL",
)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> CaseRecord:
    """A case in the books."""
    office = an_office(str(tmp_path_factory.mktemp("office") / "office.db"))
    draft = CaseDraft(
        token="t",
        kind=CaseKind.INQUIRY,
        channel=Channel.PHONE,
        received_at=datetime(2026, 11, 20, 13, 15, tzinfo=UTC),
        content="电梯什么时候检修？",
        caller_name="张三",
        caller_phone="13800000000",
    )
    saved = office.do(cases.register, draft)
    record = office.ask(lambda session: next(case_pages.case_records(session, [saved.id], office.books)))
    office.close()
    return record


def write(path: Path, *records: CaseRecord) -> Path:
    """The register of these cases."""
    written = write_register(path, records, office_name="春和园 & 南苑", zone=ZONE, span_words="2026-11")
    assert written.rows == len(records)
    return path


def columns(path: Path) -> Iterator[dict[str, object]]:
    """Each row by field, as calamine reads it."""
    head, *rows = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert head == [fields.label(name) for name in fields.REGISTER_COLUMNS]
    for row in rows:
        yield dict(zip(fields.REGISTER_COLUMNS, row, strict=True))


def test_times_are_real_dates_of_the_offices_clock_and_phones_are_texts(record: CaseRecord, tmp_path: Path) -> None:
    (row,) = columns(write(tmp_path / "register.xlsx", record))
    assert row["case.received_at"] == datetime.fromisoformat("2026-11-20 21:15:00")
    assert row["case.caller_phone"] == "13800000000"
    assert row["case.number"] == record.number == "ZX2026-000001"
    assert row["case.closed_at"] == ""
    assert row["case.kind"] == "Enquiry"


def test_the_sheet_is_made_for_the_screen_and_for_paper(record: CaseRecord, tmp_path: Path) -> None:
    path = write(tmp_path / "register.xlsx", record, record)
    sheet = openpyxl.load_workbook(BytesIO(path.read_bytes())).worksheets[0]
    last = openpyxl.utils.get_column_letter(len(fields.REGISTER_COLUMNS))
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("B2", f"A1:{last}3", "$1:$1")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (2, 0)
    received = sheet.cell(2, fields.REGISTER_COLUMNS.index("case.received_at") + 1)
    content = sheet.cell(2, fields.REGISTER_COLUMNS.index("case.content") + 1)
    assert (received.number_format, received.is_date) == ("yyyy-mm-dd hh:mm", True)
    assert (content.alignment.wrap_text, content.alignment.vertical) == (True, "top")
    assert sheet["A1"].font.bold
    assert sheet.column_dimensions[content.column_letter].width >= 40


def test_a_row_is_as_high_as_its_longest_text(record: CaseRecord, tmp_path: Path) -> None:
    long, longest = replace(record, content="漏水" * 40), replace(record, content="漏水" * 2_000)
    path = write(tmp_path / "register.xlsx", record, long, longest)
    heights = openpyxl.load_workbook(BytesIO(path.read_bytes())).worksheets[0].row_dimensions
    assert [heights[row].height for row in (2, 3, 4)] == [None, 42, 409]


@pytest.mark.parametrize("words", HOSTILE)
def test_a_text_comes_out_as_it_went_in(record: CaseRecord, tmp_path: Path, words: str) -> None:
    told = replace(record, content=words, caller_name=words)
    path = write(tmp_path / "register.xlsx", told)
    (row,) = columns(path)
    assert row["case.content"] == row["case.caller"] == words.replace("e\u0301", "é")
    sheet = openpyxl.load_workbook(BytesIO(path.read_bytes())).worksheets[0]
    cell = sheet.cell(2, fields.REGISTER_COLUMNS.index("case.content") + 1)
    assert cell.data_type in ("s", "inlineStr")
    assert bool(cell.quotePrefix) is words.startswith(("=", "+", "-", "@"))


def test_what_no_sheet_can_hold_is_dropped_and_nothing_else(record: CaseRecord, tmp_path: Path) -> None:
    told = replace(record, content="漏\x00水\x0b了\ud83d\ufffe\x1f!\r\n快来")
    (row,) = columns(write(tmp_path / "register.xlsx", told))
    assert row["case.content"] == "漏水\n了!\n快来"


def test_libreoffice_reads_the_same(record: CaseRecord, tmp_path: Path, convert: Convert) -> None:
    records = [replace(record, content=words) for words in HOSTILE]
    text = convert(
        write(tmp_path / "register.xlsx", *records), "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true"
    )
    with text.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["Content"] for row in rows] == [words.replace("e\u0301", "é") for words in HOSTILE]
    assert {row["Received"] for row in rows} == {"2026-11-20 21:15"}
    assert {row["Phone"] for row in rows} == {"13800000000"}


def test_a_text_that_no_cell_can_hold_goes_on_on_another_sheet(record: CaseRecord, tmp_path: Path) -> None:
    words = "漏水𠮷" * 20_000
    path = write(tmp_path / "register.xlsx", replace(record, content=words))
    book = python_calamine.CalamineWorkbook.from_path(path)
    (row,) = columns(path)
    mark = "… (goes on on the sheet “Long texts”)"
    first = str(row["case.content"])
    assert first.endswith(mark)
    assert len(first.encode("utf-16-le")) // 2 <= 32_767
    head, *rest = book.get_sheet_by_name("Long texts").to_python()
    assert head == ["Belongs to", "Continued"]
    assert {row[0] for row in rest} == {record.number}
    assert first.removesuffix(mark) + "".join(str(row[1]) for row in rest) == words


def test_the_heads_are_in_the_offices_language(record: CaseRecord, tmp_path: Path) -> None:
    set_language("zh_CN")
    (row,) = columns(write(tmp_path / "register.xlsx", record))
    assert row["case.kind"] == "咨询"


def test_a_repair_has_its_grade_and_a_complaint_its_level(record: CaseRecord, tmp_path: Path) -> None:
    """R-CLS-05"""
    set_language("zh_CN")
    repair = replace(record, kind=CaseKind.REPAIR, grade=Grade.URGENT)
    complaint = replace(record, kind=CaseKind.COMPLAINT)
    major = replace(record, kind=CaseKind.COMPLAINT, level=Level.MAJOR)
    rows = columns(write(tmp_path / "register.xlsx", repair, complaint, major, record))
    assert [(row["case.grade"], row["case.level"]) for row in rows] == [
        ("急修", ""),
        ("", "一般"),
        ("", "重大"),
        ("", ""),
    ]
    assert (fields.label("case.grade"), fields.label("case.level")) == ("等级", "级别")


def test_a_register_of_nothing_is_a_head(tmp_path: Path) -> None:
    assert list(columns(write(tmp_path / "register.xlsx"))) == []


def test_void_and_old_rows_are_named_so_that_the_statistics_can_be_reconciled(
    record: CaseRecord, tmp_path: Path
) -> None:
    """A month's statistics leave out void cases, and old registers where not asked for; the register has them."""
    rows = [record] * 3 + [replace(record, state=CaseState.VOID)] * 2 + [replace(record, origin=Origin.HISTORY)]
    written = write_register(tmp_path / "r.xlsx", rows, office_name="", zone=ZONE)
    assert written == Written(received=3, void=2, old=1)
    assert written.words() == "3 received, as the statistics count them; 2 void; 1 from old registers."
    assert Written(3, 0, 0).words() == ""
    book = python_calamine.CalamineWorkbook.from_path(tmp_path / "r.xlsx")
    assert book.get_sheet_by_name("How many").to_python()[1:] == [
        ["Received, as the statistics count them", 3],
        ["Void", 2],
        ["From old registers", 1],
        ["Together", 6],
    ]


def test_what_counts_under_another_number_is_named_too(record: CaseRecord, tmp_path: Path) -> None:
    rows = [record, replace(record, state=CaseState.JOINED), replace(record, state=CaseState.TRANSFERRED)]
    written = write_register(tmp_path / "r.xlsx", rows, office_name="", zone=ZONE)
    assert (written.rows, written.received, written.elsewhere) == (3, 1, 2)
    assert "2 joined or transferred" in written.words()
    book = python_calamine.CalamineWorkbook.from_path(tmp_path / "r.xlsx")
    assert ["Joined or transferred, counted there", 2] in book.get_sheet_by_name("How many").to_python()


def test_progress_is_told_on_the_way(record: CaseRecord, tmp_path: Path) -> None:
    told: list[int] = []
    write_register(tmp_path / "r.xlsx", [record] * 120, office_name="", zone=ZONE, progress=told.append)
    assert told == [50, 100]


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    record: CaseRecord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    path = write(tmp_path / "register.xlsx", record)
    before = path.read_bytes()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))

    def broken() -> Iterator[CaseRecord]:
        yield record
        raise error

    with pytest.raises((EnvironmentProblem, KeyboardInterrupt)):
        write_register(path, broken(), office_name="", zone=ZONE)
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir() if "register" in each.name] == ["register.xlsx"]
    assert list(scratch.iterdir()) == []
