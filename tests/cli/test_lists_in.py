# SPDX-License-Identifier: Apache-2.0
"""Lists taken in from the command line: counts, error workbooks, a mended list, an import broken off and taken up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from complaintdesk.db.tables import CaseEvent, ImportRun
from complaintdesk.desk import importing
from complaintdesk.desk.importing import Imported
from complaintdesk.desk.office import Office
from complaintdesk.desk.people import place_named, place_page
from complaintdesk.domain.terms import CaseKind, Channel, Origin
from tests import builders
from tests.cli.conftest import Call, MakeList, counts, sheet

HOUSEHOLDS = ("楼栋", "单元", "房号", "姓名", "电话", "业主类型")
NOTES = ("时间", "类别", "来源", "姓名", "房号", "电话", "内容", "分类", "预约")
OLD = ("编号", "时间", "来电人", "内容", "处理结果")
COMMANDS = ("import-households", "import-register", "register-batch")


def all_cases(office: Office) -> list[int]:
    """Ids of all cases with those of old registers, in order of entry."""
    return [case_id for (case_id,) in builders.rows(office, "SELECT id FROM case_record ORDER BY id")]


def test_households_go_in_and_again_are_there(run: Call, a_list: MakeList, opened: Callable[[], Office]) -> None:
    path = a_list(
        HOUSEHOLDS,
        ("3栋", "2单元", "1502", "单飞", "139 0000 5678", ""),
        ("3#", "2", "1502室", "单小云", "0571-88886666", "家属"),
        ("三号楼", "2", "1503", "仇大海", "无", "业主"),
    )
    ended = run("import-households", path)
    assert (ended.code, ended.err) == (0, "")
    assert ended.counts == counts(3, new=3)
    assert run("import-households", path).counts == counts(3, existing=3)
    office = opened()
    place = office.ask(place_named, "3-2-1502")
    assert place is not None
    people = office.ask(place_page, place[0], office.books).occupants
    told = {one.name: [phone.number for phone in one.phones] for one in people}
    assert told == {"单飞": ["13900005678"], "单小云": ["057188886666"]}


def test_refused_rows_are_named_mended_and_go_in(run: Call, a_list: MakeList, tmp_path: Path) -> None:
    path = a_list(
        HOUSEHOLDS,
        ("3栋", "2单元", "1502", "单飞", "12345678901", ""),
        ("3栋", "2单元", "1503", "仇大海", "13900001111", "朋友"),
        ("3栋", "2单元", "1504", "查理", "13900001112", ""),
        ("3栋", "2单元", "1505", "盖" * 81, "", ""),
    )
    errors = tmp_path / "errors.xlsx"
    ended = run("import-households", path, "--errors", errors)
    assert ended.code == 1
    assert ended.counts == counts(4, new=2, refused=2, incomplete=1)
    assert str(errors) in ended.out
    rows = sheet(errors)
    assert [row[3] for row in rows] == ["房号", "1502", "1503", "1505"]
    assert [str(row[0]).split(":")[0] for row in rows] == ["What is wrong", "电话", "业主类型", "姓名"]
    book = openpyxl.load_workbook(errors)
    book.worksheets[0]["F2"], book.worksheets[0]["G3"], book.worksheets[0]["E4"] = "13900001113", "家属", "盖先生"
    book.save(errors)
    mended = run("import-households", errors)
    assert (mended.code, mended.counts) == (0, counts(3, new=3))
    assert run("import-households", path).counts["existing"] == "2"


def test_without_a_workbook_the_first_reasons_are_told(run: Call, a_list: MakeList) -> None:
    ended = run("import-register", a_list(OLD, *(("1", "", "甲", "漏水", "") for _ in range(25))))
    assert (ended.code, ended.counts["refused"]) == (1, "25")
    assert ended.err.splitlines()[0].startswith("list, row 2: ")
    assert ended.err.count("list, row ") == 20
    assert "… and 5 more" in ended.err


def test_an_old_register_keeps_its_times_outside_the_numbers(
    run: Call, a_list: MakeList, opened: Callable[[], Office]
) -> None:
    path = a_list(OLD, ("88", "2019/3/1 7:30:15", "甲", "电梯停了", "已修"), ("7", "2018-12-31", "乙", "漏水", ""))
    assert run("import-register", path).counts == counts(2, new=2)
    office = opened()
    pages = [builders.page(office, case_id) for case_id in all_cases(office)]
    assert [(page.case.old_number, page.case.number, page.case.origin) for page in pages] == [
        ("7", "", Origin.HISTORY),
        ("88", "", Origin.HISTORY),
    ]
    assert pages[1].case.received_at == datetime(2019, 2, 28, 23, 30, 15, tzinfo=UTC)
    assert [page.commitments for page in pages] == [(), ()]
    assert builders.rows(office, "SELECT count(*) FROM counter") == [(0,)]


def test_what_a_note_lacks_is_a_named_gap_of_its_case(
    run: Call, a_list: MakeList, opened: Callable[[], Office]
) -> None:
    run("import-households", a_list(HOUSEHOLDS, ("3栋", "2单元", "1502", "单飞", "", ""), name="homes.csv"))
    path = a_list(
        NOTES,
        ("2026-10-19 21:15", "报修", "来电", "单飞", "3-2-1502", "13900005678", "水管漏水", "给排水", "明天下午3点"),
        ("2026-10-19 22:00", "投诉", "", "", "", "", "有人在楼道抽烟", "", ""),
        ("2026-10-19 22:10", "", "来电", "", "", "", "几点开门", "", ""),
        ("2026-10-19", "闹事", "飞鸽", "甲", "9-9-909", "12", "不满意", "天气", "改天"),
        ("2026-10-19 23:00", "投诉", "来访", "匿名", "会所", "", "", "", ""),
        ("", "投诉", "来访", "匿名", "会所", "", "太吵", "", ""),
        ("2026-10-20 23:00", "投诉", "来访", "匿名", "会所", "", "太吵", "", ""),
    )
    ended = run("register-batch", path)
    assert (ended.code, ended.counts) == (
        1,
        counts(7, new=4, refused=3),
    )
    assert [line.split(":")[0] for line in ended.err.splitlines()] == [f"list, row {row}" for row in (6, 7, 8)]
    office = opened()
    whole, bare, asking, odd = [builders.page(office, case_id).case for case_id in all_cases(office)]
    assert (whole.kind, whole.channel, whole.place, whole.origin) == (
        CaseKind.REPAIR,
        Channel.PHONE,
        "3栋2单元1502",
        Origin.NOTED,
    )
    assert whole.number == "BX2026-000001"
    assert whole.appointment_from == datetime(2026, 10, 20, 7, tzinfo=UTC)
    assert "grade" in whole.gaps
    assert {"channel", "caller_name", "caller_phone", "category"} == set(bare.gaps)
    assert (asking.kind, asking.gaps) == (CaseKind.INQUIRY, ("kind",))
    assert {"kind", "channel", "place", "caller_phone", "category", "appointment", "received_at"} == set(odd.gaps)
    assert all(words in odd.content for words in ("不满意", "闹事", "飞鸽", "天气", "改天"))
    again = run("register-batch", path)
    assert again.counts == counts(7, existing=4, refused=3)


def test_the_published_head_row_in_english_serves_as_well(run: Call, a_list: MakeList) -> None:
    head = ("time", "kind", "channel", "name", "room", "phone", "text", "category", "appointment")
    row = ("2026-10-19 21:15", "complaint", "visit", "anonymous", "", "", "too loud", "", "")
    assert run("register-batch", a_list(head, row)).counts["new"] == "1"


def test_an_import_that_broke_off_goes_on_where_it_was(
    run: Call, a_list: MakeList, opened: Callable[[], Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [(str(number), f"2019-03-{number % 28 + 1:02} 8:00", "甲", f"第{number}件", "") for number in range(250)]
    path = a_list(OLD, *rows)
    done: list[Imported] = []
    whole_deed = importing.add_history

    def pulled_plug(*asked: object) -> Imported:
        if len(done) == 1:
            raise KeyboardInterrupt
        done.append(whole_deed(*asked))  # type: ignore[arg-type]
        return done[-1]

    pulled_plug.__module__, pulled_plug.__name__ = whole_deed.__module__, whole_deed.__name__
    with monkeypatch.context() as patch:
        from complaintdesk.sheets import imports

        patch.setattr("complaintdesk.cli.lists.imports.REGISTER", replace(imports.REGISTER, deed=pulled_plug))
        ended = run("import-register", path)
    assert (ended.code, ended.out) == (1, "")
    assert "Broken off" in ended.err
    assert run("import-register", path).counts == counts(250, new=50, existing=200)
    office = opened()
    with office.database.reading() as session:
        (import_run,) = session.query(ImportRun).all()
        assert (import_run.rows_good, import_run.rows_done) == (250, 250)
        assert session.query(CaseEvent).count() == 500  # registered and handled
    cases = [builders.page(office, case_id).case for case_id in all_cases(office)]
    assert len({case.old_number for case in cases}) == 250
    assert [case.id for case in cases] == list(range(cases[0].id, cases[0].id + 250))
    assert [case.received_at for case in cases] == sorted(case.received_at for case in cases)
    assert run("check").counts == {"findings": "0"}
    assert run("import-register", path).counts["existing"] == "250"


@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_no_list_of_its_kind_is_refused_in_words(run: Call, tmp_path: Path, command: str) -> None:
    (tmp_path / "folder.xlsx").mkdir()
    (tmp_path / "text.xlsx").write_text("no workbook", encoding="utf-8")
    (tmp_path / "page.xls").write_text("<html><table></table></html>", encoding="utf-8")
    (tmp_path / "empty.csv").write_text("", encoding="utf-8")
    (tmp_path / "other.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    (tmp_path / "picture.jpg").write_bytes(b"\xff\xd8")
    for name in ("none.xlsx", "folder.xlsx", "text.xlsx", "page.xls", "empty.csv", "other.csv", "picture.jpg", "."):
        ended = run(command, tmp_path / name)
        assert (ended.code, ended.out) == (1, ""), name
        assert len(ended.err) > 20, name


def test_a_list_that_cannot_be_read_is_named(run: Call, tmp_path: Path) -> None:
    path = tmp_path / "round.csv"
    path.symlink_to(path)
    ended = run("import-register", path)
    assert (ended.code, ended.out) == (1, "")
    assert "“round.csv” could not be read: " in ended.err


@pytest.mark.parametrize("command", COMMANDS)
def test_where_the_reasons_cannot_be_written_nothing_goes_in(
    run: Call, a_list: MakeList, tmp_path: Path, opened: Callable[[], Office], command: str
) -> None:
    rows = {
        "import-households": (HOUSEHOLDS, ("3栋", "2", "1502", "甲", "", ""), ("3栋", "2", "", "乙", "", "")),
        "import-register": (OLD, ("1", "2019-03-01", "甲", "漏水", ""), ("2", "", "甲", "漏水", "")),
        "register-batch": (("时间", "内容"), ("2026-10-19", "漏水"), ("", "漏水")),
    }
    ended = run(command, a_list(*rows[command]), "--errors", tmp_path / "none" / "errors.xlsx")
    assert (ended.code, ended.out) == (1, "")
    assert "There is no folder" in ended.err
    assert builders.rows(opened(), "SELECT seq FROM journal WHERE deed LIKE 'importing.%'") == []


def test_the_reasons_do_not_take_the_lists_place(run: Call, tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    book = openpyxl.Workbook()
    book.worksheets[0].append(list(OLD))
    book.worksheets[0].append(["1", "", "甲", "漏水", ""])
    book.save(path)
    before = path.read_bytes()
    ended = run("import-register", path, "--errors", tmp_path / "folder" / ".." / "list.xlsx")
    assert (ended.code, ended.out) == (1, "")
    assert path.read_bytes() == before


@pytest.mark.parametrize(("command", "by"), [(name, by) for name in COMMANDS for by in ("孙会计", "陈工", "钱品")])
def test_who_has_no_right_to_import_is_told_so_first(run: Call, tmp_path: Path, command: str, by: str) -> None:
    ended = run(command, tmp_path / "none.xlsx", by=by)
    assert (ended.code, ended.out) == (1, "")
    assert "no right" in ended.err


def test_an_administrator_takes_lists_in_but_registers_no_calls(
    run: Call, a_list: MakeList, opened: Callable[[], Office]
) -> None:
    path = a_list(("时间", "内容"), ("2026-10-19 8:00", "漏水"))
    assert run("import-register", path, by=builders.ADMINISTRATOR).counts["new"] == "1"
    assert run("register-batch", path, by=builders.ADMINISTRATOR).code == 1
    assert builders.rows(opened(), "SELECT kind FROM import_run") == [("register",)]
