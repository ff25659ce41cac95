# SPDX-License-Identifier: Apache-2.0
"""A list taken in from the window, page by page: what was guessed, what is bad, what is in, and back out again."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import python_calamine
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from complaintdesk.desk import cases
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import Role
from complaintdesk.sheets import imports
from complaintdesk.sheets.imports import BATCH_NOTES, HOUSEHOLDS, REGISTER, Kind, Outcome
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.import_wizard import CHECK, COLUMNS, FILE, HEAD, RESULT, ImportWizard
from complaintdesk.ui.import_wizard_past import PastImports
from complaintdesk.ui.progress import ProgressDialog
from complaintdesk.ui.tabs.households_tab import HouseholdsTab
from tests.builders import NAME_OF, PASSWORD, a_household, codes, rows
from tests.ui.conftest import Answers, Show
from tests.ui.lists import BAD, GOOD, HEADS, NOTES, OLD, Open, a_list, figures, go_on


@pytest.fixture
def open_wizard(bridge: Bridge, qtbot: QtBot) -> Open:
    """Opens the wizard on a file."""

    def wizard(path: Path | None = None, kind: Kind = HOUSEHOLDS) -> ImportWizard:
        made = ImportWizard(bridge, None, kind)
        qtbot.addWidget(made, before_close_func=QWidget.hide)  # closed in the middle it would ask
        with qtbot.waitExposed(made):
            made.show()
        made.activateWindow()
        if path is not None:
            made.file.path.setText(str(path))
        return made

    return wizard


def test_good_rows_go_in_without_the_bad_one_which_is_marked_saved_mended_and_goes_in(
    qtbot: QtBot, open_wizard: Open, office: Office, answers: Answers, tmp_path: Path
) -> None:
    a_household(office)
    path = a_list(
        tmp_path / "业主.xlsx",
        HEADS,
        ["3", "2", "1502", "单飞", "13900005678", "业主"],
        BAD,
        ["3", "2", "1601", *GOOD[3:]],
    )
    wizard = open_wizard(path)
    go_on(qtbot, wizard, CHECK)
    assert wizard.check.figures.text() == "3 rows: 1 new, 1 in the books already, 1 bad."
    table = wizard.check.table
    assert table is not None
    assert wizard.check.show_only.value is Outcome.REFUSED
    assert table.count() == 1
    assert (table.cell(0, 0), table.cell(0, 1)) == ("3", "身份 邻居 “邻居” is none of: 业主 家属 租户 其他.")
    table.choose(table.ids()[0])
    assert wizard.check.reasons.text() == table.cell(0, 1)
    wizard.check.show_only.set_value(Outcome.EXISTING)
    assert (table.count(), table.cell(0, 1)) == (1, "There already")
    target = tmp_path / "mend.xlsx"
    answers.expect("save_file", target)
    wizard.check.save_bad.click()
    assert wizard.next.text().startswith("Import 1 rows")
    go_on(qtbot, wizard, RESULT)
    assert figures(wizard) == (3, 1, 1, 1)
    kept = python_calamine.CalamineWorkbook.from_path(target).get_sheet_by_index(0).to_python()
    assert kept[1][1:5] == BAD[:4]
    book = openpyxl.load_workbook(target)
    book.worksheets[0]["G2"] = "业主"
    book.save(target)
    wizard.next.click()
    assert not wizard.isVisible()
    again = open_wizard(target)
    go_on(qtbot, again, RESULT)
    assert figures(again) == (1, 1, 0, 0)
    assert codes(office) == []


def test_a_household_goes_in_without_a_bad_number_which_is_marked_counted_apart_and_added_later(
    qtbot: QtBot, open_wizard: Open, office: Office, answers: Answers, tmp_path: Path
) -> None:
    wizard = open_wizard(a_list(tmp_path / "业主.xlsx", HEADS, GOOD, [*BAD[:4], "12312312311", "业主"]))
    go_on(qtbot, wizard, CHECK)
    check = wizard.check
    assert check.figures.text() == (
        "2 rows: 2 new, 0 in the books already, 0 bad.\n1 go in without a phone number that is wrong."
    )
    assert check.show_only.value == "incomplete"
    assert check.table is not None
    assert (check.table.count(), check.table.cell(0, 0)) == (1, "3")
    said = "New, without this: 电话 12312312311 Mobile numbers begin with 13 to 19."
    assert check.table.cell(0, 1) == said
    check.table.choose(check.table.ids()[0])
    assert check.reasons.text() == said
    go_on(qtbot, wizard, RESULT)
    assert figures(wizard) == (2, 2, 0, 0)
    assert wizard.ending.report is not None
    assert wizard.ending.report.incomplete == 1
    assert "Without its phone" in wizard.ending.figures.text()
    target = tmp_path / "mend.xlsx"
    answers.expect("save_file", target)
    wizard.ending.save_bad.click()
    book = openpyxl.load_workbook(target)
    book.worksheets[0]["F2"] = "13900001111"
    book.save(target)
    again = open_wizard(target)
    go_on(qtbot, again, RESULT)
    assert figures(again) == (1, 1, 0, 0)
    past = PastImports(again, wizard.bridge)
    qtbot.addWidget(past)
    past.show()
    assert (past.table.cell(0, 4), past.undo.isEnabled()) == ("1", True)  # a number is all that it brought
    assert codes(office) == []


def test_a_head_further_down_and_columns_with_other_names_are_set_by_keyboard_and_remembered(
    qtbot: QtBot, open_wizard: Open, office: Office, tmp_path: Path
) -> None:
    lines = [["小区住户一览表", "", ""], ["甲栏", "乙栏", "丙栏"], ["3-2-1502", "张建国", "13812345678"]]
    path = a_list(tmp_path / "odd.xlsx", *lines)
    wizard = open_wizard(path)
    go_on(qtbot, wizard, HEAD)
    table = wizard.head.table
    assert table is not None
    table.choose(0)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert wizard.head.said.text().startswith("Row 1 is the head.")
    assert wizard.head.table is not None
    wizard.head.table.choose(1)
    qtbot.keyClick(wizard.head.table, Qt.Key.Key_Return)
    assert wizard.head.said.text().startswith("Row 2 is the head.")
    go_on(qtbot, wizard, COLUMNS)
    assert (wizard.columns.boxes["room"].value, wizard.columns.boxes["phone"].value) == (0, 2)  # by their contents
    wizard.columns.boxes["name"].set_value(1)
    assert wizard.columns.table is not None
    assert [wizard.columns.table.cell(0, column) for column in range(3)] == lines[2]
    go_on(qtbot, wizard, RESULT)
    assert figures(wizard) == (1, 1, 0, 0)
    second = a_list(tmp_path / "next.xlsx", *lines, ["3-2-1601", "单飞", ""])
    again = open_wizard(second)
    go_on(qtbot, again, HEAD)
    assert again.list is not None
    again.head.table.choose(1)  # type: ignore[union-attr]
    again.head.make_head.click()
    go_on(qtbot, again, COLUMNS)
    assert again.columns.boxes["name"].value == 1
    go_on(qtbot, again, RESULT)
    assert figures(again) == (2, 1, 1, 0)
    assert rows(office, "SELECT count(*) FROM import_columns") == [(1,)]


def test_what_is_needed_is_asked_for_and_two_fields_never_share_a_column(
    qtbot: QtBot, open_wizard: Open, tmp_path: Path
) -> None:
    wizard = open_wizard(a_list(tmp_path / "list.xlsx", HEADS, GOOD))
    go_on(qtbot, wizard, COLUMNS)
    wizard.columns.boxes["room"].set_value(-1)
    wizard.next.click()
    assert "is the room, or the parking space?" in wizard.banner.words()
    wizard.columns.boxes["room"].set_value(3)
    wizard.next.click()
    assert "two fields have the same column" in wizard.banner.words()
    assert wizard.pages.currentIndex() == COLUMNS
    wizard.columns.boxes["room"].set_value(2)
    go_on(qtbot, wizard, CHECK)
    wizard.back.click()
    wizard.back.click()
    wizard.head.wanted.setChecked(False)
    wizard.next.click()
    assert wizard.banner.words() == "No sheet is to be read: tick one."


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html><table></table></html>", "web page"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"", "nothing in this file"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words_beside_its_name(
    qtbot: QtBot, open_wizard: Open, tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(content)
    wizard = open_wizard(path)
    wizard.next.click()
    qtbot.waitUntil(lambda: said in wizard.file.row.problem())
    assert wizard.pages.currentIndex() == FILE


def test_no_file_and_a_file_that_is_not_there_are_told(qtbot: QtBot, open_wizard: Open, tmp_path: Path) -> None:
    wizard = open_wizard()
    wizard.next.click()
    assert wizard.file.row.problem() == "Which file?"
    wizard.file.path.setText(str(tmp_path / "gone.xlsx"))
    wizard.next.click()
    qtbot.waitUntil(lambda: "could not be read" in wizard.banner.words())


def test_a_path_is_taken_as_it_was_copied_chosen_or_dropped(
    qtbot: QtBot, open_wizard: Open, answers: Answers, tmp_path: Path
) -> None:
    path = a_list(tmp_path / "我的 list.xlsx", HEADS, GOOD)
    for typed in (f'"{path}"', path.as_uri()):
        wizard = open_wizard()
        wizard.file.path.setText(typed)
        go_on(qtbot, wizard, HEAD)
        answers.expect("yes_no", False)
        qtbot.keyClick(wizard, Qt.Key.Key_Escape)
        assert wizard.isVisible()
        answers.expect("yes_no", True)
        wizard.reject()
        assert not wizard.isVisible()
    wizard = open_wizard()
    answers.expect("choose_file", path)
    wizard.file.choose.click()
    assert wizard.file.path.text() == str(path)
    assert wizard.bridge.settings.now.places["import_folder"] == str(tmp_path)
    wizard.reject()
    wizard = open_wizard()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    none = Qt.KeyboardModifier.NoModifier
    drop = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, none)
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, none)
    for event in (enter, drop):
        QApplication.sendEvent(wizard, event)
    assert enter.isAccepted()
    qtbot.waitUntil(lambda: wizard.pages.currentIndex() == HEAD)


def test_an_encoding_is_recognised_and_can_be_overruled(qtbot: QtBot, open_wizard: Open, tmp_path: Path) -> None:
    path = tmp_path / "旧.csv"
    path.write_bytes("编号,时间,来电人,内容\n1,2019-03-01 8:00,甲,电梯停了\n".encode("gbk"))
    wizard = open_wizard(path, REGISTER)
    go_on(qtbot, wizard, HEAD)
    assert (wizard.head.encodings.value, wizard.head._recognised.text()) == ("gb18030", "(recognised)")
    wizard.head.encodings.set_value("utf-8-sig")
    qtbot.waitUntil(lambda: "not written in UTF-8" in wizard.banner.words())
    assert wizard.head.encodings.value == "gb18030"
    wizard.head.encodings.set_value("utf-16")
    qtbot.waitUntil(
        lambda: wizard.list is not None and (wizard.list.encoding == "utf-16" or wizard.banner.words() != "")
    )
    wizard.head.encodings.set_value("gb18030")
    qtbot.waitUntil(lambda: wizard.list is not None and wizard.list.encoding == "gb18030")
    go_on(qtbot, wizard, RESULT)
    assert figures(wizard) == (1, 1, 0, 0)


def test_an_import_is_undone_from_its_result_and_from_the_list_of_imports(
    qtbot: QtBot, open_wizard: Open, office: Office, bridge: Bridge, answers: Answers, tmp_path: Path
) -> None:
    path = a_list(tmp_path / "list.xlsx", HEADS, GOOD)
    wizard = open_wizard(path)
    go_on(qtbot, wizard, RESULT)
    answers.expect("yes_no", True)
    wizard.ending.undo.click()
    qtbot.waitUntil(lambda: wizard.ending.said.text() == "The import is undone.")
    assert rows(office, "SELECT count(*) FROM place WHERE voided_at IS NULL") == [(0,)]
    wizard = open_wizard(path)
    go_on(qtbot, wizard, RESULT)
    assert figures(wizard) == (1, 1, 0, 0)
    past = PastImports(wizard, bridge)
    qtbot.addWidget(past)
    past.show()
    assert [past.table.cell(row, 4) for row in range(2)] == ["3", ""]
    assert past.table.cell(1, 5).startswith("undone 2026-11-21 10:30")
    past.table.choose(1)
    assert not past.undo.isEnabled()
    past.table.choose(2)
    answers.expect("yes_no", True)
    past.undo.click()
    qtbot.waitUntil(lambda: past.table.cell(0, 5).startswith("undone"))
    assert not past.undo.isEnabled()
    assert codes(office) == []


def test_what_holds_an_import_is_told(
    qtbot: QtBot, open_wizard: Open, office: Office, answers: Answers, tmp_path: Path
) -> None:
    path = a_list(tmp_path / "notes.xlsx", NOTES, ["2026-11-20 9:00", "报修", "甲", "13800000000", "漏水"])
    wizard = open_wizard(path, BATCH_NOTES)
    go_on(qtbot, wizard, RESULT)
    office.do(cases.note, 10_000_001, "问过了")
    answers.expect("yes_no", True)
    answers.expect("tell")
    wizard.ending.undo.click()
    qtbot.waitUntil(lambda: not answers.left())
    assert answers.asked[-1].text.endswith("BX2026-000001: “Note” was noted since.")
    assert wizard.ending.undo.isVisible()


def test_a_clerk_sees_who_can_undo_what_somebody_else_imported(
    qtbot: QtBot, open_wizard: Open, bridge: Bridge, tmp_path: Path
) -> None:
    go_on(qtbot, open_wizard(a_list(tmp_path / "list.xlsx", HEADS, GOOD)), RESULT)
    bridge.sign_in(NAME_OF[Role.CLERK], PASSWORD)
    past = PastImports(None, bridge)
    qtbot.addWidget(past)
    assert not past.undo.isEnabled()
    assert past._why_not.text() == "Somebody else imported this; a supervisor can undo it."


def test_an_import_that_is_stopped_says_what_waits_and_goes_on(
    qtbot: QtBot, open_wizard: Open, office: Office, tmp_path: Path
) -> None:
    path = a_list(
        tmp_path / "old.xlsx", OLD, *(["", f"2019-03-{n % 28 + 1:02} 8:00", "甲", f"第{n}件"] for n in range(900))
    )
    wizard = open_wizard(path, REGISTER)
    go_on(qtbot, wizard, CHECK)
    wizard.next.click()
    stopping = wizard.findChildren(ProgressDialog)[-1]
    qtbot.waitSignal(stopping._job.progressed, timeout=60_000).wait()
    stopping.reject()
    qtbot.waitUntil(lambda: wizard.pages.currentIndex() == RESULT, timeout=60_000)
    report = wizard.ending.report
    assert report is not None
    assert 0 < report.new < 900
    assert report.new + report.waiting == 900
    assert wizard.ending.said.text().startswith("Stopped")
    wizard.ending.go_on.click()
    qtbot.waitUntil(lambda: wizard.ending.report is not report, timeout=60_000)
    assert figures(wizard) == (900, 900 - report.new, report.new, 0)
    assert rows(office, "SELECT rows_good, rows_done FROM import_run") == [(900, 900)]


def test_a_backup_is_made_before_the_first_row(qtbot: QtBot, open_wizard: Open, office: Office, tmp_path: Path) -> None:
    wizard = open_wizard(a_list(tmp_path / "list.xlsx", HEADS, GOOD))
    go_on(qtbot, wizard, RESULT)
    deeds = [deed for (deed,) in rows(office, "SELECT deed FROM journal ORDER BY seq")]
    assert deeds.index("backup.note_backup") < deeds.index("importing.start_run")


def test_a_list_with_nothing_new_can_not_be_imported(
    qtbot: QtBot, open_wizard: Open, office: Office, tmp_path: Path
) -> None:
    path = a_list(tmp_path / "list.xlsx", HEADS, GOOD)
    go_on(qtbot, open_wizard(path), RESULT)
    entries = rows(office, "SELECT count(*) FROM journal")
    wizard = open_wizard(path)
    go_on(qtbot, wizard, CHECK)
    assert not wizard.next.isEnabled()
    assert rows(office, "SELECT count(*) FROM journal") == entries


@pytest.mark.parametrize(
    ("name", "kind", "counts"),
    [
        ("owners/hc小区导入模板_多sheet.xlsx", HOUSEHOLDS, (14, 11, 0, 3)),
        ("owners/hc房屋业主导入模板_单sheet.xlsx", HOUSEHOLDS, (1, 1, 0, 0)),
        ("property_messages_992.csv", REGISTER, (992, 992, 0, 0)),
    ],
)
def test_real_lists_go_in_as_they_are(
    qtbot: QtBot, open_wizard: Open, shared_data: Path, name: str, kind: Kind, counts: tuple[int, int, int, int]
) -> None:
    wizard = open_wizard(shared_data / name, kind)
    go_on(qtbot, wizard, RESULT)
    assert figures(wizard) == counts


def test_the_households_tab_opens_it_for_households_and_shows_what_is_in(
    qtbot: QtBot, bridge: Bridge, show: Show, answers: Answers, tmp_path: Path
) -> None:
    tab = HouseholdsTab(bridge)
    show(tab)
    path = a_list(tmp_path / "list.xlsx", HEADS, GOOD)

    def walk(wizard: ImportWizard) -> None:
        assert wizard.file.kinds.value is HOUSEHOLDS
        wizard.file.path.setText(str(path))
        go_on(qtbot, wizard, RESULT)

    answers.expect_dialog(walk)
    tab.take_in.click()
    qtbot.waitUntil(lambda: tab.table.count() == 1)
    assert tab.table.cell(0, 1) == "张建国"


def test_who_may_not_import_notes_is_not_offered_them(bridge: Bridge, qtbot: QtBot) -> None:
    bridge.sign_in(NAME_OF[Role.ADMINISTRATOR], PASSWORD)
    wizard = ImportWizard(bridge, None, BATCH_NOTES)
    qtbot.addWidget(wizard)
    assert [kind.name for kind in imports.KINDS if bridge.may(kind.deed)] == ["households", "register", "prices"]
    assert wizard.file.kinds.value is HOUSEHOLDS
