# SPDX-License-Identifier: Apache-2.0
"""The table of all lists: pages on demand, the choice kept by id, widths remembered, words where there are no rows."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from complaintdesk.errors import EnvironmentProblem
from complaintdesk.settings import SettingsFile
from complaintdesk.ui import look
from complaintdesk.ui.look import Colour
from complaintdesk.ui.record_table import PAGE, PAGES, Column, RecordTable, fitted
from tests.ui.conftest import Show


@dataclass(frozen=True)
class Line:
    id: int
    words: str


COLUMNS = (
    Column("Number", 120, lambda line: f"BX2026-{line.id:06}", lambda _line: Colour.ACCENT),
    Column("What", 200, lambda line: line.words, stretch=True),
    Column("Yuan", 80, lambda line: f"{line.id}.00", right=True, bold=lambda line: line.id % 2 == 0),
)


class Books:
    """Rows by id, and which pages were asked for."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.words = "漏水\n厨房"
        self.problem: EnvironmentProblem | None = None

    def fetch(self, ids: Sequence[int]) -> list[Line]:
        if self.problem is not None:
            raise self.problem
        self.asked.append(len(ids))
        return [Line(id_, self.words) for id_ in ids]


@pytest.fixture
def books() -> Books:
    return Books()


@pytest.fixture
def table(show: Show, settings: SettingsFile, books: Books) -> RecordTable:
    made = RecordTable(
        "lines", COLUMNS, books.fetch, settings=settings, accessible_name="Lines", empty=("Nothing", "Press F8")
    )
    show(made).resize(700, 400)
    return made


def newest_first(count: int) -> array[int]:
    return array("q", range(count, 0, -1))


def test_only_the_pages_in_view_are_asked_for(table: RecordTable, books: Books, qtbot: QtBot) -> None:
    table.set_ids(newest_first(100_000))
    table.grab()
    assert books.asked == [PAGE]
    table.scrollToBottom()
    table.grab()
    assert len(books.asked) == 2
    assert table.cell(99_999, 0) == "BX2026-000001"


def test_pages_used_last_are_kept_and_the_others_let_go(table: RecordTable, books: Books) -> None:
    table.set_ids(newest_first((PAGES + 2) * PAGE))
    for page in range(PAGES + 1):
        table.cell(page * PAGE, 0)
    asked = len(books.asked)
    table.cell(PAGES * PAGE, 0)
    assert len(books.asked) == asked
    table.cell(0, 0)
    assert len(books.asked) == asked + 1


def test_the_choice_is_told_by_id_and_outlives_new_rows_above(table: RecordTable, qtbot: QtBot) -> None:
    heard: list[object] = []
    table.chosen.connect(heard.append)
    table.set_ids(newest_first(50))
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=table.point(2))
    assert heard == [48]
    before = table.point(2).y()
    table.set_ids(newest_first(60))
    assert table.chosen_id() == 48
    assert heard == [48]
    assert table.point(12).y() == before


def test_a_choice_that_left_the_list_is_told_as_none(table: RecordTable) -> None:
    heard: list[object] = []
    table.chosen.connect(heard.append)
    table.set_ids(newest_first(5))
    assert table.choose(3)
    table.set_ids(array("q", [5, 4]))
    assert heard == [3, None]
    assert table.chosen_id() is None
    assert not table.choose(3)


def test_arrows_choose_and_enter_opens(table: RecordTable, qtbot: QtBot) -> None:
    opened: list[object] = []
    table.opened.connect(opened.append)
    table.set_ids(newest_first(5))
    table.choose(5)
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert table.chosen_id() == 4
    assert opened == [4]


def test_reading_again_shows_changed_words_and_keeps_the_choice(table: RecordTable, books: Books) -> None:
    table.set_ids(newest_first(5))
    table.choose(4)
    assert table.cell(0, 1) == "漏水 厨房"
    books.words = "修好了"
    table.reread()
    assert table.cell(0, 1) == "修好了"
    assert table.chosen_id() == 4


def test_widths_are_remembered_for_the_next_start(
    table: RecordTable, qtbot: QtBot, settings: SettingsFile, books: Books, show: Show
) -> None:
    table.setColumnWidth(0, 155)
    qtbot.waitUntil(lambda: settings.now.widths.get("lines") == (155, 0, 80))
    kept = SettingsFile(settings.path)
    again = RecordTable("lines", COLUMNS, books.fetch, settings=kept, accessible_name="Lines")
    show(again)
    assert again.columnWidth(0) == 155


def test_a_spare_column_gives_its_room_to_the_one_that_stretches_and_comes_back_as_wide_as_it_was(
    settings: SettingsFile, books: Books, show: Show, qtbot: QtBot
) -> None:
    number, what, yuan = COLUMNS
    columns = (number, what, yuan._replace(spare=True))
    table = RecordTable("lines", columns, books.fetch, settings=settings, accessible_name="Lines")
    page = show(table)
    page.resize(600, 300)
    table.setColumnWidth(2, 90)
    qtbot.waitUntil(lambda: settings.now.widths.get("lines") == (120, 0, 90))
    page.resize(400, 300)
    qtbot.waitUntil(lambda: table.isColumnHidden(2))
    assert table.columnWidth(1) == table.viewport().width() - 120
    table.setColumnWidth(0, 100)
    qtbot.waitUntil(lambda: settings.now.widths.get("lines") == (100, 0, 90))
    page.resize(600, 300)
    qtbot.waitUntil(lambda: table.columnWidth(2) == 90)


def test_widths_of_other_columns_than_these_are_not_taken(settings: SettingsFile, books: Books, show: Show) -> None:
    settings.change(widths={"lines": (10, 20)})
    table = RecordTable("lines", COLUMNS, books.fetch, settings=settings, accessible_name="Lines")
    show(table)
    assert table.columnWidth(0) == 120


def test_an_empty_table_says_what_to_do_next(table: RecordTable) -> None:
    table.set_ids(array("q"))
    empty = table.grab().toImage()
    table.set_empty("", "")
    assert table.grab().toImage() != empty


def test_rows_that_can_not_be_read_are_told_once_and_the_table_stands(
    table: RecordTable, books: Books, qtbot: QtBot
) -> None:
    books.problem = EnvironmentProblem("The server is away", "Wait")
    with qtbot.waitSignal(table.failed) as told:
        table.set_ids(newest_first(5))
        table.grab()
    assert told.args == [books.problem]
    assert table.cell(0, 0) == ""


def test_a_text_wider_than_its_cell_is_cut_with_an_ellipsis(qtbot: QtBot) -> None:
    metrics = QFontMetrics(look.font())
    assert fitted(metrics, "漏水", 400)[0] == "漏水"
    text, width = fitted(metrics, "厨房洗菜盆下水管漏水", 80)
    assert text.endswith("…")
    assert width <= 80


def test_the_line_with_the_keyboard_can_be_told_in_both_schemes(table: RecordTable, qtbot: QtBot) -> None:
    table.set_ids(newest_first(5))
    table.setFocus()
    with_focus = table.grab().toImage()
    table.clearFocus()
    assert table.grab().toImage() != with_focus


def test_a_line_of_a_short_list_is_found_by_typing_how_it_begins(
    table: RecordTable, books: Books, qtbot: QtBot
) -> None:
    table.set_ids(newest_first(300))
    table.choose(300)
    books.asked.clear()
    qtbot.keyClicks(table, "bx2026-000123")
    assert table.chosen_id() == 123
    assert len(books.asked) <= 1


def test_what_is_typed_into_a_long_list_reads_no_line_and_goes_on_to_the_page(
    table: RecordTable, books: Books, qtbot: QtBot, show: Show
) -> None:
    heard: list[str] = []

    class Page(QWidget):
        def keyPressEvent(self, event: QKeyEvent) -> None:
            heard.append(event.text())

    page = Page()
    table.setParent(page)
    show(page)
    table.show()
    table.set_ids(newest_first(100_000))
    table.choose(100_000)
    table.grab()
    books.asked.clear()
    qtbot.keyClicks(table, "3-2")
    assert heard == ["3", "-", "2"]
    assert books.asked == []
    assert table.chosen_id() == 100_000


def test_the_line_chosen_is_copied_by_its_number(table: RecordTable, qtbot: QtBot) -> None:
    table.set_ids(newest_first(100_000))
    table.choose(99_000)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "BX2026-099000"


def test_where_no_column_stretches_the_last_takes_the_rest_and_the_head_goes_across(
    show: Show, settings: SettingsFile, qtbot: QtBot
) -> None:
    def shown(count: int) -> RecordTable:
        columns = [Column(str(at), 150, str) for at in range(count)]
        made = RecordTable("plain", columns, list, settings=settings, accessible_name="plain")
        show(made).resize(1000, 400)
        QApplication.processEvents()
        return made

    few, many = shown(3), shown(12)
    assert few.horizontalHeader().length() == few.viewport().width() > 450
    assert many.horizontalHeader().length() == 12 * 150, "each as wide as it is, and the table goes on to the right"
    few.horizontalHeader().resizeSection(0, 200)
    qtbot.waitUntil(lambda: settings.now.widths.get("plain") == (200, 150, 150))
