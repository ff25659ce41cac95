# SPDX-License-Identifier: Apache-2.0
"""The statistics tab: a month walked and typed, its figures opened, written to Excel and printed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pypdf
import pytest
import python_calamine
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from complaintdesk.desk import cases, corrections
from complaintdesk.desk.office import Office
from complaintdesk.desk.statistics import Figure
from complaintdesk.desk.statistics_rates import Share
from complaintdesk.errors import EnvironmentProblem
from complaintdesk.printing.month_tables import Derived, cell_words
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.main_window import MainWindow
from complaintdesk.ui.tab_list import TABS
from complaintdesk.ui.tabs.register_tab import RegisterTab
from complaintdesk.ui.tabs.statistics_cards import FigureButton, FigureCard
from complaintdesk.ui.tabs.statistics_tab import StatisticsTab
from complaintdesk.ui.tabs.statistics_table import FigureTableView
from complaintdesk.ui.words import Text
from tests.builders import a_case, a_repair, a_returned_slip, rows
from tests.ui.conftest import Answers, Show


@pytest.fixture
def busy(bridge: Bridge, office: Office) -> Office:
    """Two repairs, one of them done, and a complaint in November; a complaint in October."""
    a_case(office, received_at=datetime(2026, 10, 5, 2, tzinfo=UTC))
    a_returned_slip(office)
    a_repair(office)
    office.do(cases.handle, a_case(office).id, "已处理")
    return office


@pytest.fixture
def tab(busy: Office, bridge: Bridge, show: Show, qtbot: QtBot) -> StatisticsTab:
    made = StatisticsTab(bridge)
    made.setMinimumSize(1340, 680)
    show(made)
    qtbot.waitUntil(lambda: made.figures is not None, timeout=60_000)
    return made


def view(tab: StatisticsTab, id_: str) -> FigureTableView:
    """The table of this id."""
    return next(each for each in tab.views if each.table.id == id_)


def written(table: FigureTableView) -> dict[str, list[str]]:
    """The table's lines by name."""
    return {row.name: [cell_words(cell) for cell in row.cells] for row in table.table.rows}


def test_the_month_stands_beside_the_month_before(tab: StatisticsTab) -> None:
    """R-ST-02."""
    assert written(view(tab, "kind"))["Complaint"] == ["1", "1", "0", "0", "+1"]
    assert written(view(tab, "kind"))["Sum"] == ["3", "1", "+2", "0", "+3"]
    cards = tab.findChildren(FigureCard)
    assert [card.number.text() for card in cards[:4]] == ["3", "3", "100.00%", "33.33%"]


def test_headings_stand_at_once_while_the_month_is_being_counted(busy: Office, bridge: Bridge, qtbot: QtBot) -> None:
    tab = StatisticsTab(bridge)
    qtbot.addWidget(tab)
    tab.refresh()
    assert tab.figures is None, "what a worker counts comes by the event loop"
    titles = [card.accessibleName().removesuffix(" …") for card in tab.findChildren(FigureCard)]
    assert (tab.month_input.text(), titles[:3]) == ("2026-11", ["Received", "Open at the end of the month", "In time"])
    assert [chart.accessibleName() for chart in tab.charts] == [
        *("Cases by kind", "The largest categories", "Cases in twelve months"),
    ]
    assert tab.note.text() == "Counting…"
    assert not tab.excel.isEnabled()
    assert not tab.paper.isEnabled()
    qtbot.waitUntil(lambda: tab.figures is not None, timeout=60_000)
    assert tab.note.text().startswith("counted 11-21")
    assert tab.excel.isEnabled()
    assert tab.paper.isEnabled()
    counted = [card for card in tab.findChildren(FigureCard) if not card.isHidden()]
    assert [card.accessibleName().rpartition(" ")[0] for card in counted] == titles
    tab.show_month(date(2026, 10, 1))
    assert tab.note.text() == "Counting…"
    assert not tab.excel.isEnabled(), "what is shown is not the month that was asked for"
    qtbot.waitUntil(tab.excel.isEnabled, timeout=60_000)


def test_what_can_not_be_counted_is_not_said_to_be_counted(bridge: Bridge, qtbot: QtBot) -> None:
    tab = StatisticsTab(bridge)
    qtbot.addWidget(tab)
    tab.refresh()
    tab._fail(EnvironmentProblem("The database can't be read.", "Look at the disk."))
    assert (tab.note.text(), tab.charts) == ("", [])
    assert "can't be read" in tab.banner.words()


def test_months_are_walked_by_arrows_and_typed(tab: StatisticsTab, qtbot: QtBot) -> None:
    tab.take_keyboard()
    qtbot.keyClick(tab.month_input, Qt.Key.Key_Left)
    assert tab.month_input.text() == "2026-10"
    qtbot.waitUntil(lambda: tab.figures is not None and tab.figures.month.month == 10, timeout=60_000)
    assert written(view(tab, "kind"))["Sum"][0] == "1"
    tab.month_input.selectAll()
    qtbot.keyClicks(tab.month_input, "2026.11")
    qtbot.keyClick(tab.month_input, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tab.figures is not None and tab.figures.month.month == 11, timeout=60_000)
    assert tab.month_input.text() == "2026-11"


def test_a_month_that_has_not_begun_or_is_none_is_said_so(tab: StatisticsTab, qtbot: QtBot) -> None:
    qtbot.keyClick(tab.month_input, Qt.Key.Key_Right)
    assert "not begun" in tab.banner.words()
    assert tab.month_input.text() == "2026-11"
    tab.month_input.selectAll()
    qtbot.keyClicks(tab.month_input, "autumn")
    qtbot.keyClick(tab.month_input, Qt.Key.Key_Return)
    assert "2026-10" in tab.banner.words()


def test_an_empty_month_says_what_to_do(tab: StatisticsTab, qtbot: QtBot) -> None:
    tab.show_month(date(2024, 2, 1))
    qtbot.waitUntil(lambda: tab.figures is not None and tab.figures.month.year == 2024, timeout=60_000)
    assert (tab.views, tab.charts) == ([], [])

    def shown() -> list[str]:
        return [each.text() for each in tab.area.findChildren(Text) if each.isVisible()]

    qtbot.waitUntil(lambda: any("old registers" in words for words in shown()))


def test_enter_on_a_number_asks_for_its_cases(tab: StatisticsTab, qtbot: QtBot) -> None:
    """R-ST-06; every number is reached by the keyboard alone."""
    table = view(tab, "kind")
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Down)
    with qtbot.waitSignal(tab.list_asked_for, timeout=60_000) as asked:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    kind, ids, words = asked.args
    assert (kind, len(ids)) == ("case", 2)
    assert words == "2026-11 By kind · Repair · This month"


def test_a_click_on_a_number_asks_for_its_cases_and_one_on_nothing_does_not(tab: StatisticsTab, qtbot: QtBot) -> None:
    table = view(tab, "flow")
    row = [each.name for each in table.table.rows].index("Complaint")
    table.window().activateWindow()
    with qtbot.waitSignal(tab.list_asked_for, timeout=60_000) as asked:
        at = table.visualRect(table.model().index(row, 2)).center()
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert asked.args is not None
    assert len(asked.args[1]) == 1
    with qtbot.assertNotEmitted(tab.list_asked_for):
        at = table.visualRect(table.model().index(row, 0)).center()
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
        table.open_cell(row, 6)


def test_each_number_of_each_table_opens_its_cases(tab: StatisticsTab) -> None:
    """R-ST-06: sums and shares too. A case with two slips is listed once; here each has one."""
    opened: list[tuple[int, ...]] = []
    tab.list_asked_for.connect(lambda _kind, ids, _words: opened.append(ids))
    counted = sums = 0
    for table in tab.views:
        for at, row in enumerate(table.table.rows):
            for column, cell in enumerate(row.cells, 1):
                opened.clear()
                table.open_cell(at, column)
                asked = [len(ids) for ids in opened]
                if isinstance(cell, Figure):
                    assert asked == [cell.count] * (cell.count > 0)
                    counted += cell.count > 0
                elif isinstance(cell, Share):
                    assert asked == [cell.denominator.count] * (cell.denominator.count > 0)
                elif isinstance(cell, Derived) and not cell.minus:
                    assert len(asked) == (cell.count > 0)
                    assert cell.count == 0 or 0 < asked[0] <= cell.count
                    sums += cell.count > 0
                else:
                    assert asked == []
    assert counted > 60
    assert sums > 20


def test_numbers_on_cards_open_their_cases(tab: StatisticsTab, qtbot: QtBot) -> None:
    button = next(each for each in tab.findChildren(FigureButton) if each.accessibleName().startswith("In time"))
    button.setFocus()
    with qtbot.waitSignal(tab.list_asked_for, timeout=60_000) as asked:
        qtbot.keyClick(button, Qt.Key.Key_Return)
    assert asked.args is not None
    assert len(asked.args[1]) == 1


@pytest.mark.parametrize(
    ("said", "cases"),
    [
        ("Received", 3),
        ("Received · Void", 1),
        ("Received · Month before", 1),
        ("Open at the end of the month", 3),
        ("Open at the end of the month · Open at the start", 1),
        ("Handled · Month before · denominator", 1),
    ],
)
def test_all_numbers_of_a_card_open_their_cases_by_the_keyboard(
    tab: StatisticsTab, busy: Office, qtbot: QtBot, said: str, cases: int
) -> None:
    """R-ST-06: the month before and what was open at the start as well; each says what it is to who can't see it."""
    busy.do(corrections.void, a_case(busy).id, "重复登记")

    def named() -> list[FigureButton]:
        found = tab.findChildren(FigureButton)
        return [each for each in found if each.isVisible() and each.accessibleName() == f"{said} {cases}"]

    qtbot.waitUntil(lambda: tab.figures is not None and tab.figures.void.count == len(named()) == 1, timeout=60_000)
    (button,) = named()
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    button.setFocus()
    with qtbot.waitSignal(tab.list_asked_for, timeout=60_000) as asked:
        qtbot.keyClick(button, Qt.Key.Key_Return)
    assert asked.args is not None
    assert len(asked.args[1]) == cases
    month = "2026-10" if "before" in said else "2026-11"
    assert asked.args[2] == f"{month} {said}"


def test_the_page_says_how_its_cases_stand_to_the_rows_of_the_register(
    tab: StatisticsTab, busy: Office, qtbot: QtBot
) -> None:
    busy.do(corrections.void, a_case(busy).id, "重复登记")

    def shown() -> list[str]:
        return [each.text() for each in tab.findChildren(FigureButton) if each.isVisible()]

    qtbot.waitUntil(lambda: "and 1 void" in shown(), timeout=60_000)
    assert view(tab, "kind").table.note == "Register: 4 rows = received 3 + void 1"
    assert "new 4 = received 3 + void 1" in view(tab, "flow").table.note


def test_the_rate_in_time_can_be_of_all_slips_issued(tab: StatisticsTab, busy: Office) -> None:
    """R-ST-01: the literal denominator is selectable."""
    tab.rate.button(True).click()
    assert "In time, of all slips issued" in [
        card.accessibleName().rpartition(" ")[0] for card in tab.findChildren(FigureCard)
    ]


def test_the_keyboard_stays_in_its_cell_when_something_changes(tab: StatisticsTab, qtbot: QtBot, busy: Office) -> None:
    table = view(tab, "kind")
    table.setFocus()
    table.setCurrentIndex(table.model().index(1, 2))
    before = tab.figures
    a_repair(busy)
    qtbot.waitUntil(lambda: tab.figures is not before, timeout=60_000)
    focused = QApplication.focusWidget()
    assert isinstance(focused, FigureTableView)
    assert (focused.table.id, focused.currentIndex().row(), focused.currentIndex().column()) == ("kind", 1, 2)
    assert written(focused)["Repair"][0] == "3"


def test_the_search_box_finds_a_table(tab: StatisticsTab) -> None:
    tab.search("phone")
    assert [each.table.id for each in tab.views if each.isVisible()] == ["channel"]
    tab.search("")
    assert all(each.isVisible() for each in tab.views)


@pytest.mark.parametrize("scheme", [look.Scheme.LIGHT, look.Scheme.DARK])
def test_charts_are_drawn_in_the_colours_of_the_screen(
    tab: StatisticsTab, qtbot: QtBot, qapp: QApplication, scheme: look.Scheme
) -> None:
    look.apply(qapp, scheme)
    ground = look.colour(look.Colour.CARD)

    def drawn() -> bool:
        return all(chart.picture is not None and chart.picture.pixelColor(1, 1) == ground for chart in tab.charts)

    qtbot.waitUntil(drawn, timeout=60_000)
    for chart in tab.charts:
        assert chart.picture is not None
        found = {chart.picture.pixelColor(x, y).name() for x in range(0, 300, 3) for y in range(0, 200, 2)}
        assert look.colour(look.Colour.ACCENT).name() in found
        assert chart.accessibleName()


def test_the_month_is_written_to_excel(
    tab: StatisticsTab, qtbot: QtBot, answers: Answers, tmp_path: Path, busy: Office
) -> None:
    answers.expect("save_file", tmp_path / "month.xlsx")
    answers.expect("tell")
    tab.export()
    qtbot.waitUntil(lambda: not answers.left(), timeout=60_000)
    assert "Shares" in python_calamine.CalamineWorkbook.from_path(tmp_path / "month.xlsx").sheet_names
    assert rows(busy, "SELECT subject FROM journal WHERE deed = 'exports.note_export'") == [("report: 3",)]


def test_the_month_is_previewed_and_saved_as_pdf(
    tab: StatisticsTab, answers: Answers, tmp_path: Path, busy: Office
) -> None:
    """R-ST-04: tables, charts and the lines to sign on; the paper is Chinese whatever the screen speaks."""
    answers.expect_dialog(lambda dialog: dialog.save_pdf(), accept=False)
    answers.expect("save_file", tmp_path / "month.pdf")
    tab.print_month()
    assert "month.pdf" in tab.banner.words()
    text = "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "month.pdf").pages)
    for words in ("2026年11月投诉报修月报", "制表：", "批准：", "各类别件数", "期末在办", "王敏"):
        assert words in text
    assert rows(busy, "SELECT form, covers, target FROM print_record") == [("month_report", "2026-11", "pdf")]


def test_the_cases_are_listed_on_the_registers_page_until_all_are_shown_again(
    busy: Office, bridge: Bridge, qtbot: QtBot
) -> None:
    """R-ST-06: the list says what it shows, and one button shows all again."""
    window = MainWindow(bridge.settings)
    window.attach(bridge, TABS)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.resume()
    tab = window.show_tab(TABS.index(StatisticsTab))
    assert isinstance(tab, StatisticsTab)
    qtbot.waitUntil(lambda: tab.figures is not None, timeout=60_000)
    view(tab, "kind").open_cell(1, 1)
    register = window.current()
    assert isinstance(register, RegisterTab)
    assert register.list.table.count() == 2
    assert register.list.note.whole() == "Shown: 2026-11 By kind · Repair · This month · 2 cases"
    register.list.loosen.click()
    assert register.list.table.count() == 4
    assert not register.list.note.whole().startswith("Shown")
