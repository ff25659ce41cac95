# SPDX-License-Identifier: Apache-2.0
"""Slips dispatched and printed, the register and the month's report written, each read back by another program."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pypdf
import pytest
import time_machine

from complaintdesk.desk import cases, corrections, dispatching, follow_ups
from complaintdesk.desk.follow_ups import FollowUpDraft
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import CaseKind, FollowUpWay, Rating
from complaintdesk.labels import label
from tests import builders
from tests.cli.conftest import Call, MakeList, sheet

PARTS = ("业主联", "财务联", "客服联", "工程联")


def number_of(office: Office, case_id: int) -> str:
    return builders.page(office, case_id).case.number


def test_a_leak_is_dispatched_once_the_warranty_was_asked_for(run: Call, opened: Callable[[], Office]) -> None:
    leak = builders.a_repair(opened(), category="roof_leak")
    assert run("dispatch", leak.number, "--to", "土建班").code != 0
    assert run("dispatch", leak.number, "--to", "土建班", "--warranty", "over").code == 0


def test_a_case_is_dispatched_by_the_teams_name_or_id(run: Call, opened: Callable[[], Office]) -> None:
    office = opened()
    first, second = builders.a_repair(office), builders.a_repair(office)
    by_name = run("dispatch", first.number, "--to", "水电班")
    by_id = run("dispatch", second.number, "--to", "plumbing_electric")
    assert (by_name.code, by_name.counts) == (0, {"number": "WX2026-000001"})
    assert (by_id.code, by_id.counts) == (0, {"number": "WX2026-000002"})
    for case_id in (first.id, second.id):
        (order,) = builders.page(office, case_id).case.orders
        assert order.team_name == "水电班"


def test_what_cannot_be_dispatched_is_said_in_words(run: Call, opened: Callable[[], Office]) -> None:
    office = opened()
    case = builders.a_repair(office)
    unpaid = builders.a_repair(office, charge=None)
    slip = builders.a_slip(office)
    office.do(corrections.void, builders.a_case(office).id, "登记重复")
    for number, team, words in (
        ("BX2026-009999", "水电班", "There is no number BX2026-009999 in the books."),
        ("水管", "水电班", "There is no number 水管 in the books."),
        (slip.number, "水电班", f"{slip.number} is a slip, not a case."),
        (case.number, "水店班", "Is “水电班” meant?"),
        (case.number, "瑜伽班", "The teams of this office: 前台"),
        (unpaid.number, "水电班", "Settle first whether it is free or paid."),
        ("TS2026-000001", "水电班", "void"),
    ):
        ended = run("dispatch", number, "--to", team)
        assert (ended.code, ended.out) == (1, ""), number
        assert words in ended.err, number
    assert len(builders.rows(office, "SELECT id FROM work_order")) == 1


def test_a_role_without_the_right_dispatches_nothing(run: Call, opened: Callable[[], Office]) -> None:
    case = builders.a_repair(opened())
    ended = run("dispatch", case.number, "--to", "水电班", by="孙会计")
    assert (ended.code, ended.out) == (1, "")
    assert "no right" in ended.err


@pytest.mark.parametrize("asked", ["slip", "case", "short"])
def test_a_slip_is_printed_in_its_four_parts(
    run: Call, opened: Callable[[], Office], tmp_path: Path, asked: str
) -> None:
    office = opened()
    case = builders.a_repair(office)
    slip = builders.a_slip(office, case.id)
    path = tmp_path / "slip.pdf"
    number = {"slip": slip.number, "case": case.number, "short": "WX1"}[asked]
    ended = run("print-slip", number, path)
    assert (ended.code, ended.counts, ended.err) == (0, {"pages": "4"}, "")
    pages = [page.extract_text() for page in pypdf.PdfReader(path).pages]
    assert len(pages) == 4
    for text, part in zip(pages, PARTS, strict=True):
        assert part in text
        assert slip.number in text
        assert "仇女士" in text
        assert "补打" not in text
    assert builders.slip(office, slip.order_id).prints == 1
    refused = run("print-slip", number, path)
    assert refused.code == 1
    assert "Why again?" in refused.err
    assert run("print-slip", number, path, "--reason", "卡纸").code == 0
    assert all("补打" in page.extract_text() for page in pypdf.PdfReader(path).pages)
    assert builders.slip(office, slip.order_id).prints == 2


def test_a_case_without_a_slip_prints_none(run: Call, opened: Callable[[], Office], tmp_path: Path) -> None:
    office = opened()
    case = builders.a_repair(office)
    for number, words in ((case.number, "has no slip yet"), ("WX2026-000404", "There is no number WX2026-000404")):
        ended = run("print-slip", number, tmp_path / "slip.pdf")
        assert (ended.code, ended.out) == (1, "")
        assert words in ended.err
    slip = builders.a_slip(office, case.id)
    office.do(dispatching.void_order, slip.order_id, "写错班组")
    assert run("print-slip", case.number, tmp_path / "slip.pdf").code == 1
    assert not (tmp_path / "slip.pdf").exists()


def test_a_follow_up_s_sheet_is_printed_the_open_one_first_or_the_one_of_a_round(
    run: Call, opened: Callable[[], Office], tmp_path: Path
) -> None:
    office = opened()
    case = builders.a_case(office, content="楼上太吵")
    path = tmp_path / "sheet.pdf"
    assert "has no follow-up" in run("print-follow-up", case.number, path).err
    office.do(cases.handle, case.id, "已劝止")
    first = builders.page(office, case.id).follow_ups[0].id
    office.do(
        follow_ups.record, FollowUpDraft(first, FollowUpWay.VISIT, Rating.NOT_CONTENT, "昨夜又吵", reasons="仍吵")
    )
    office.do(cases.handle, case.id, "已上门调解")
    ended = run("print-follow-up", case.number, path)
    assert (ended.code, ended.counts, ended.err) == (0, {"pages": "1"}, "")
    text = pypdf.PdfReader(path).pages[0].extract_text()
    assert f"{case.number}-2" in text
    assert "昨夜又吵" not in text
    assert run("print-follow-up", f"{case.number}-2", path).code == 0
    assert "补打" in pypdf.PdfReader(path).pages[0].extract_text()
    office.do(follow_ups.give_up, builders.page(office, case.id).follow_ups[-1].id, "已搬走")
    assert run("print-follow-up", f"{case.number}-2", path).code == 0
    assert "已搬走" in pypdf.PdfReader(path).pages[0].extract_text()
    assert "is a slip" in run("print-follow-up", builders.a_slip(office).number, path).err


def test_a_print_that_could_not_be_written_does_not_count(
    run: Call, opened: Callable[[], Office], tmp_path: Path
) -> None:
    office = opened()
    slip = builders.a_slip(office)
    (tmp_path / "folder.pdf").mkdir()
    for out in (tmp_path / "none" / "slip.pdf", tmp_path / "folder.pdf", tmp_path / ("长" * 200 + ".pdf")):
        ended = run("print-slip", slip.number, out)
        assert (ended.code, ended.out) == (1, "")
        assert "could not be written" in ended.err
    assert builders.slip(office, slip.order_id).prints == 0
    assert run("check").counts == {"findings": "0"}


def a_month(office: Office, clock: time_machine.Traveller) -> None:
    """Some days at the desk: of each kind one on 20 and 21 October, one void, one in November."""
    for day in ("2026-10-20 09:30", "2026-10-21 23:59"):
        clock.move_to(datetime.fromisoformat(f"{day}+08:00"))
        for kind in CaseKind:
            builders.a_case(office, kind, received_at=office.now())
    void = builders.a_repair(office, received_at=office.now())
    office.do(corrections.void, void.id, "登记重复")
    enquiry = builders.a_case(office, CaseKind.INQUIRY, received_at=office.now())
    office.do(cases.answer, enquiry.id, "已答复")
    office.do(cases.handle, enquiry.id, "已答复")
    clock.move_to(datetime.fromisoformat("2026-11-01 00:00+08:00"))
    builders.a_case(office, received_at=office.now())


@pytest.fixture
def october(opened: Callable[[], Office], at_nine: time_machine.Traveller) -> Office:
    """An office with its days in October and one in November behind it."""
    office = opened()
    a_month(office, at_nine)
    return office


def test_the_register_is_read_back_as_it_was_asked_for(run: Call, october: Office, tmp_path: Path) -> None:
    out = tmp_path / "register.xlsx"
    spans: dict[tuple[str, ...], int] = {
        (): 15,
        ("--from", "2026-10-21", "--to", "2026-10-21"): 8,
        ("--from", "2026-10-21"): 9,
        ("--to", "2026-10-20"): 6,
        ("--from", "2026-10-01", "--to", "2026-10-31"): 14,
        ("--kind", "inquiry"): 3,
        ("--kind", "咨询"): 3,
        ("--kind", "repair", "--from", "2026-10-21", "--to", "2026-10-31"): 2,
        ("--from", "2027-01-01"): 0,
    }
    for words, rows in spans.items():
        ended = run("export-register", out, *words)
        assert (ended.code, ended.counts["rows"]) == (0, str(rows)), words
        assert len(sheet(out)) == rows + 1, words
    run("export-register", out)
    head, *lines = sheet(out)
    first = dict(zip(head, lines[0], strict=True))
    assert first["Number"] == "TS2026-000001"
    assert first["Received"] == datetime.fromisoformat("2026-10-20 09:30")
    assert {line[head.index("State")] for line in lines} == {"Registered", "Handled", "Void"}
    exports = builders.rows(october, "SELECT subject FROM journal WHERE deed = 'exports.note_export' ORDER BY seq")
    assert exports[0] == ("register: 15",)


def test_old_registers_are_exported_when_asked_for(run: Call, a_list: MakeList, tmp_path: Path) -> None:
    run("import-register", a_list(("编号", "时间", "内容"), ("8", "2019-03-01", "电梯停了")))
    out = tmp_path / "register.xlsx"
    assert run("export-register", out).counts == {
        "rows": "0",
        "received": "0",
        "void": "0",
        "old": "0",
        "elsewhere": "0",
    }
    ended = run("export-register", out, "--history")
    assert ended.counts == {"rows": "1", "received": "0", "void": "0", "old": "1", "elsewhere": "0"}
    assert sheet(out, "How many")[3:] == [["From old registers", 1], ["Together", 1]]


def test_the_report_is_written_on_paper_and_noted_as_a_print(run: Call, october: Office, tmp_path: Path) -> None:
    """R-ST-04: the month's report, signed; written once more it is marked as such."""
    for again in (False, True):
        ended = run("report", "--month", "2026-10", tmp_path / "report.pdf")
        assert (ended.code, ended.counts) == (0, {"cases": "14", "received": "13", "void": "1", "elsewhere": "0"})
        text = "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "report.pdf").pages)
        assert "2026年10月投诉报修月报" in text
        assert ("补打 1" in text) is again
        assert "登记簿 14 行＝受理 13 件＋作废 1 件" in text
    assert builders.rows(october, "SELECT covers, copy_no, outcome FROM print_record WHERE form = 'month_report'") == [
        ("2026-10", 1, "confirmed"),
        ("2026-10", 2, "confirmed"),
    ]


def test_the_reports_sums_are_the_exports(run: Call, october: Office, tmp_path: Path) -> None:
    out, register = tmp_path / "report.xlsx", tmp_path / "register.xlsx"
    ended = run("report", "--month", "2026-10", out)
    assert (ended.code, ended.counts) == (0, {"cases": "14", "received": "13", "void": "1", "elsewhere": "0"})
    exported = run("export-register", register, "--from", "2026-10-01", "--to", "2026-10-31")
    assert exported.counts == {"rows": "14", "received": "13", "void": "1", "old": "0", "elsewhere": "0"}
    assert "13 received, as the statistics count them; 1 void; 0 from old registers." in exported.out
    assert sheet(register, "How many")[1:] == [
        ["Received, as the statistics count them", 13],
        ["Void", 1],
        ["From old registers", 0],
        ["Together", 14],
    ]
    for title in ("By kind", "What came and went"):
        assert "Register: 14 rows = received 13 + void 1" in str(sheet(out, title)[1][0])
    assert "new 14 = received 13 + void 1" in str(sheet(out, "What came and went")[1][0])
    head, *lines = sheet(register)
    kind, state = head.index("Kind"), head.index("State")
    table = sheet(out, "Kinds and states")
    top = next(row for row, cells in enumerate(table) if cells[0] == "Kind")
    heads = table[top]
    counted = {cells[0]: dict(zip(heads, cells, strict=True)) for cells in table[top + 1 :]}
    for one in CaseKind:
        told = counted[label(one, "en")]
        mine = [line for line in lines if line[kind] == label(one, "en")]
        for name in (*heads[1 : heads.index("Sum")], "Void"):
            assert told[name] == sum(line[state] == name for line in mine)
    assert sorted((counted["Complaint"]["Void"], counted["Repair"]["Void"]), key=str) == [0, 1]
    limits = {
        str(row[0]): sum(int(str(count).removesuffix(".0")) for count in row[1:4]) for row in sheet(out, "Limits")[3:-1]
    }
    made = builders.rows(
        october,
        "SELECT key, count(*) FROM commitment JOIN case_record ON case_record.id = case_id "
        "WHERE received_on <= '2026-10-31' AND state <> 'void' AND dropped_at IS NULL GROUP BY key",
    )
    rules = [(october.procedure.commitment(key), count) for key, count in made]
    assert {rule.name: limits[rule.name] for rule, _ in rules if not rule.reminder} == {
        rule.name: count for rule, count in rules if not rule.reminder
    }
    assert sum(count for _, count in rules) > 10
    empty = run("report", "--month", "2024-02", out)
    assert (empty.code, empty.counts) == (0, {"cases": "0", "received": "0", "void": "0", "elsewhere": "0"})


@pytest.mark.parametrize(
    "words",
    [("export-register",), ("report", "--month", "2026-10")],
    ids=["register", "report"],
)
def test_a_workbook_that_cannot_be_written_is_said_so(run: Call, tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "folder.xlsx").mkdir()
    for out in (tmp_path / "none" / "out.xlsx", tmp_path / "folder.xlsx"):
        ended = run(*words, out)
        assert (ended.code, ended.out) == (1, "")
        assert "could not be written" in ended.err
        assert list((tmp_path / "folder.xlsx").iterdir()) == []


@pytest.mark.parametrize("by", ["陈工"])
def test_who_may_not_export_is_told_so(run: Call, tmp_path: Path, by: str) -> None:
    for words in (("export-register",), ("report", "--month", "2026-10")):
        ended = run(*words, tmp_path / "out.xlsx", by=by)
        assert (ended.code, ended.out) == (1, "")
        assert "no right" in ended.err
        assert not (tmp_path / "out.xlsx").exists()
