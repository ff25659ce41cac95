# SPDX-License-Identifier: Apache-2.0
"""The rule book's page in the settings: edited in tables or as text, gone over to, read and written, its versions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from complaintdesk.desk import procedures, staffing
from complaintdesk.desk.book_rows import table_rows
from complaintdesk.desk.drafts import StaffDraft
from complaintdesk.desk.office import Office
from complaintdesk.domain.procedure import parse_procedure
from complaintdesk.domain.terms import Role
from complaintdesk.ui.book_choice import ChooseBook
from complaintdesk.ui.book_row_dialog import PickDialog, RowDialog
from complaintdesk.ui.book_settings import BookSettings
from complaintdesk.ui.book_version import VersionDialog
from complaintdesk.ui.book_window import CHANGES, TABLES, TEXT, BookWindow
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.settings_window import SettingsWindow
from tests.builders import PASSWORD
from tests.domain.rule_books import text_of
from tests.ui.conftest import Answers

GENERAL = text_of("general")


@pytest.fixture
def keeper(bridge: Bridge) -> Bridge:
    """The administrator sits at the desk."""
    bridge.sign_in("管理员", PASSWORD)
    return bridge


@pytest.fixture
def page(keeper: Bridge, qtbot: QtBot) -> BookSettings:
    window = SettingsWindow(None, keeper)
    qtbot.addWidget(window)
    found = window.page(BookSettings)
    assert isinstance(found, BookSettings)
    found.window_of_tests = window  # type: ignore[attr-defined]  # lives as long as the page
    return found


@pytest.fixture
def window(keeper: Bridge, qtbot: QtBot) -> BookWindow:
    made = BookWindow(None, keeper)
    qtbot.addWidget(made)
    return made


def put(dialog: Any, **values: Any) -> None:
    assert isinstance(dialog, RowDialog)
    for key, value in values.items():
        dialog.cells[key].put(value)


def given(**values: Any) -> Callable[[Any], None]:
    def fill(dialog: Any) -> None:
        put(dialog, **values)
        dialog.accept()

    return fill


def in_force(office: Office) -> str:
    return str(office.ask(procedures.text_in_force)[1])


def test_only_keepers_have_the_page(bridge: Bridge, qtbot: QtBot) -> None:
    window = SettingsWindow(None, bridge)
    qtbot.addWidget(window)
    assert not any(isinstance(each, BookSettings) for each in window.pages)


def test_a_limit_is_changed_in_its_form_and_adopted_after_it_was_said(
    office: Office, window: BookWindow, answers: Answers
) -> None:
    answers.expect_dialog(lambda dialog: put(dialog, limit={"minutes": 5}))
    window.tables.open_row(0)
    assert window.tables.table is not None
    assert window.tables.table.cell(0, 2) == "5 min"
    window.pages.set_value(CHANGES)
    assert "送达工程部: 20 min → 5 min" in window.changes.toPlainText()
    assert in_force(office) == GENERAL
    answers.expect("yes_no", True)
    window.put_in_force()
    assert parse_procedure(in_force(office)).commitment("deliver_slip").limit.amount == 5
    assert window.adopted == 2


def test_what_is_no_value_is_said_beside_its_box(window: BookWindow, qtbot: QtBot) -> None:
    text = GENERAL
    section = window.tables.section
    row = table_rows(text, "commitments")[0]
    dialog = RowDialog(window, "x", section.columns, row, text)
    qtbot.addWidget(dialog)
    dialog.cells["limit"].amount.setText("soon")  # type: ignore[attr-defined]
    dialog.accept()
    assert dialog.fields["limit"].problem() == "A whole number is expected."
    dialog.cells["limit"].put({"minutes": 5})
    dialog.cells["name"].put("")
    dialog.accept()
    assert dialog.fields["name"].problem() == "Something must stand here."


def test_a_mistake_of_the_whole_is_said_beside_its_column(window: BookWindow, answers: Answers) -> None:
    said: list[str] = []

    def fill(dialog: Any) -> None:
        put(dialog, limit={"minutes": 99_999})
        dialog.accept()
        said.append(dialog.fields["limit"].problem())
        put(dialog, limit={"minutes": 5})

    answers.expect_dialog(fill)
    window.tables.open_row(0)
    assert "from 1 to 1440" in said[0]


def test_a_condition_and_a_warning_are_rows_inside_the_row(window: BookWindow, answers: Answers) -> None:
    def fill(dialog: Any) -> None:
        answers.expect_dialog(lambda inner: put(inner, kinds=["repair"], grades=["urgent"], appointment=False))
        dialog.cells["when"]._edit(0)
        answers.expect_dialog(lambda inner: put(inner, before={"minutes": 1}, roles=["supervisor"]))
        dialog.cells["warn"].more.click()

    answers.expect_dialog(fill)
    window.tables.open_row(0)
    row = table_rows(window.text, "commitments")[0]
    assert row["when"] == {"kinds": ["repair"], "grades": ["urgent"], "appointment": False}
    assert row["warn"][-1] == {"before": {"minutes": 1}, "roles": ["supervisor"]}


def test_some_of_many_are_ticked_in_a_list_that_narrows(window: BookWindow, answers: Answers, qtbot: QtBot) -> None:
    window.tables.show_part("approvals")

    def pick(dialog: Any) -> None:
        assert isinstance(dialog, PickDialog)
        dialog.filter.setText("设备")
        dialog.boxes["equipment"].setChecked(True)

    def fill(dialog: Any) -> None:
        def condition(inner: Any) -> None:
            answers.expect_dialog(pick)
            inner.cells["categories"].button.click()

        answers.expect_dialog(condition)
        dialog.cells["when"]._edit(0)

    answers.expect_dialog(fill)
    window.tables.open_row(0)
    assert table_rows(window.text, "approvals")[0]["when"]["categories"] == ["equipment"]


def test_an_own_field_is_added_and_stands_in_the_form(office: Office, window: BookWindow, answers: Answers) -> None:
    window.tables.show_part("fields")
    answers.expect_dialog(lambda dialog: put(dialog, name="车位号", type="text", kinds=["complaint"]))
    window.tables.add.click()
    answers.expect("yes_no", True)
    window.put_in_force()
    assert [own.name for own in office.procedure.course.fields] == ["车位号"]


def test_what_others_name_is_not_taken_out(window: BookWindow) -> None:
    window.tables.show_part("ladder")
    window.tables.take_out()
    window.tables.show_part("ladder")
    assert len(table_rows(window.text, "ladder")) == 6 or "ladder" in window.tables.banner.words()


def test_the_order_of_the_ladder_is_changed(window: BookWindow) -> None:
    window.tables.show_part("ladder")
    window.tables.shift(1)
    assert [row["id"] for row in table_rows(window.text, "ladder")][:2] == ["supervisor", "clerk"]
    window.pages.set_value(CHANGES)
    assert "another order" in window.changes.toPlainText()


def test_a_mistake_in_the_text_is_shown_where_it_stands_and_stays(office: Office, window: BookWindow) -> None:
    window.pages.set_value(TEXT)
    wrong = GENERAL.replace("limit = { minutes = 20 }", "limit = { minuten = 20 }", 1)
    window.editor.editor.setPlainText(wrong)
    window.pages.set_value(TABLES)
    assert window.pages.value == TEXT
    assert "exactly one limit" in window.editor.banner.words() or "minuten" in window.editor.banner.words()
    assert window.editor.editor.textCursor().selectedText().startswith("limit = { minuten")
    line = window.editor.editor.textCursor().blockNumber()
    assert window.editor.editor.marked == line
    assert window.editor.banner.words().startswith(f"Line {line + 1}: ")
    window.put_in_force()
    assert in_force(office) == GENERAL
    window.reject()
    assert window.bridge.forms.kept(office.staff.id, "rule_book")[""]["text"] == wrong  # type: ignore[union-attr]


def test_the_lines_of_the_text_are_numbered_and_the_mark_goes_when_it_is_mended(
    window: BookWindow, qtbot: QtBot
) -> None:
    window.show()
    window.pages.set_value(TEXT)
    editor = window.editor.editor
    plain = editor.numbers.grab().toImage()
    assert plain.width() == editor.number_width()
    editor.setPlainText(GENERAL.replace('name = "上午"', "name = ", 1))
    window.editor.check()
    wrong = GENERAL[: GENERAL.index('name = "上午"')].count("\n")
    marked = editor.marked
    assert marked == wrong
    assert editor.numbers.grab().toImage() != plain
    editor.insertPlainText('name = "上午"')
    assert editor.marked is None
    window.editor.check()
    assert window.editor.banner.words() == "No mistakes."


def test_sources_numbers_and_times_of_day_are_edited_in_tables(window: BookWindow, answers: Answers) -> None:
    tables = window.tables
    tables.show_part("sources")
    assert tables.table is not None
    answers.expect_dialog(given(name="本处客服手册"))
    tables.open_row(None)
    assert tables.table.cell(tables.table.count() - 1, 0) == "本处客服手册"
    tables.show_part("day_parts")
    answers.expect_dialog(given(**{"name": "中午", "from": "12:00", "to": "13:30"}))
    tables.open_row(None)
    assert [tables.table.cell(3, at) for at in range(3)] == ["中午", "12:00", "13:30"]
    tables.take_out()
    tables.show_part("series")
    assert not tables.remove.isEnabled()

    def change(dialog: Any) -> None:
        put(dialog, work_order="wx")
        dialog.accept()
        assert "capital letters" in dialog.fields["work_order"].problem()
        put(dialog, work_order="GD")
        dialog.accept()

    answers.expect_dialog(change)
    tables.open_row(0)
    assert tables.table.cell(0, 0) == "GD"
    changed = parse_procedure(tables.text)
    assert (changed.sources[-1], changed.document_series["work_order"]) == ("本处客服手册", "GD")
    assert [part.name for part in changed.day_parts] == ["上午", "下午", "晚上"]


def test_what_was_not_adopted_is_there_again(
    keeper: Bridge, window: BookWindow, qtbot: QtBot, answers: Answers
) -> None:
    answers.expect_dialog(lambda dialog: put(dialog, limit={"minutes": 5}))
    window.tables.open_row(0)
    window.reject()
    again = BookWindow(None, keeper)
    qtbot.addWidget(again)
    assert "here again" in again.banner.words()
    assert again.tables.table is not None
    assert again.tables.table.cell(0, 2) == "5 min"
    answers.expect("yes_no", True)
    again.discard()
    assert again.current() == GENERAL
    again.reject()
    last = BookWindow(None, keeper)
    qtbot.addWidget(last)
    assert last.banner.words() == ""


def test_another_desk_adopted_meanwhile_and_both_changes_go_together(
    office: Office, keeper: Bridge, window: BookWindow, answers: Answers
) -> None:
    answers.expect_dialog(lambda dialog: put(dialog, limit={"minutes": 5}))
    window.tables.open_row(0)
    theirs = GENERAL.replace("limit = { minutes = 30 }", "limit = { minutes = 15 }", 1)
    keeper.do(procedures.adopt, theirs, 1)
    answers.expect("yes_no", True)
    window.put_in_force()
    assert "There: 急修到场: 30 min → 15 min" in window.banner.words()
    assert "Here: 送达工程部: 20 min → 5 min" in window.banner.words()
    window.merge(theirs)
    assert "急修到场" not in window.changes.toPlainText()
    answers.expect("yes_no", True)
    window.put_in_force()
    now = parse_procedure(in_force(office))
    assert [now.commitment(each).limit.amount for each in ("deliver_slip", "arrive_urgent")] == [5, 15]


def test_an_office_goes_over_to_the_hotels_with_its_people(
    office: Office, keeper: Bridge, page: BookSettings, answers: Answers
) -> None:
    keeper.do(staffing.add, StaffDraft("吴师傅", Role.ENGINEERING, "greening", PASSWORD))

    def choose(dialog: Any) -> None:
        assert isinstance(dialog, ChooseBook)
        at = next(at for at, book in enumerate(dialog._books) if book.name.startswith("酒店"))
        dialog.table.choose(at)
        assert "绿化班" in dialog.teams.text()
        assert dialog.teams.isChecked()

    def adopt(window: Any) -> None:
        assert isinstance(window, BookWindow)
        assert window.pages.value == CHANGES
        assert "酒店客户投诉管理制度" in window.changes.toPlainText()
        answers.expect("yes_no", True)
        window.put_in_force()

    answers.expect_dialog(choose)
    answers.expect_dialog(adopt, accept=False)
    page.attempt(page.go_over)
    assert office.procedure.id == "hotel"
    assert office.procedure.team("greening").name == "绿化班"
    assert page.name.text() == "酒店客户投诉管理制度"
    assert [page.table.cell(at, 1) for at in range(2)] == ["酒店客户投诉管理制度", "综合规程"]


def test_without_its_people_the_way_on_is_said(keeper: Bridge, qtbot: QtBot, answers: Answers) -> None:
    keeper.do(staffing.add, StaffDraft("吴师傅", Role.ENGINEERING, "greening", PASSWORD))
    window = BookWindow(None, keeper, text_of("hotel"))
    qtbot.addWidget(window)
    answers.expect("yes_no", True)
    window.put_in_force()
    assert "吴师傅" in window.banner.words()
    assert window.adopted == 0


def test_a_file_is_written_and_read_by_another_office(
    office: Office, page: BookSettings, answers: Answers, tmp_path: Path
) -> None:
    path = tmp_path / "book.toml"
    answers.expect("save_file", path)
    page.attempt(page.write_file)
    assert path.read_text("utf-8") == GENERAL
    path.write_text(GENERAL.replace("limit = { minutes = 20 }", "limit = { minutes = 7 }", 1), "utf-8")

    def adopt(window: Any) -> None:
        answers.expect("yes_no", True)
        window.put_in_force()

    answers.expect("choose_file", path)
    answers.expect_dialog(lambda _dialog: None)
    answers.expect_dialog(adopt, accept=False)
    page.attempt(page.read_file)
    assert office.procedure.commitment("deliver_slip").limit.amount == 7


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xff\xfe\x00", "is no rule book"),
        (b"format = 1\nid = ", "can't be read as TOML"),
        (GENERAL.replace("minutes = 20", "minutes = 0", 1).encode(), "commitments.deliver_slip.limit.minutes"),
    ],
)
def test_a_file_that_is_none_is_refused_with_the_place(
    page: BookSettings, answers: Answers, tmp_path: Path, data: bytes, said: str
) -> None:
    path = tmp_path / "wrong.toml"
    path.write_bytes(data)
    answers.expect("choose_file", path)
    page.attempt(page.read_file)
    assert said in page.banner.words()
    assert "wrong.toml" in page.banner.words()


def test_each_version_can_be_looked_at(keeper: Bridge, page: BookSettings, answers: Answers) -> None:
    keeper.do(procedures.adopt, GENERAL.replace("minutes = 20", "minutes = 5", 1), 1)
    page.refresh()
    told: list[str] = []

    def look(dialog: Any) -> None:
        assert isinstance(dialog, VersionDialog)
        for at in range(3):
            dialog.pages.set_value(at)
            told.append(dialog.reading.toPlainText())

    answers.expect_dialog(look)
    page.attempt(lambda: page.show_version(0))
    assert "送达工程部: 20 min → 5 min" in told[0]
    assert "Limit：5 min" in told[1]
    assert "minutes = 5" in told[2]
    answers.expect_dialog(look)
    page.attempt(lambda: page.show_version(1))
    assert told[3] == "The first version."


def test_an_unfinished_change_is_not_lost_to_another_rule_book_unasked(
    keeper: Bridge, window: BookWindow, page: BookSettings, answers: Answers
) -> None:
    answers.expect_dialog(lambda dialog: put(dialog, limit={"minutes": 5}))
    window.tables.open_row(0)
    window.reject()
    answers.expect("yes_no", False)
    page.attempt(lambda: page.open_window(text_of("hotel")))
    assert keeper.staff is not None
    assert "minutes = 5" in keeper.forms.kept(keeper.staff.id, "rule_book")[""]["text"]
