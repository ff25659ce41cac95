# SPDX-License-Identifier: Apache-2.0
"""Filters typed into the search box are offered, read and, where there is none such, said; searches are kept."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from complaintdesk.desk import saved_searches
from complaintdesk.desk.office import Office
from complaintdesk.desk.saved_searches import SavedSearchDraft
from complaintdesk.domain.terms import CaseKind
from complaintdesk.ui.main_window import MainWindow
from complaintdesk.ui.saved_search_dialogs import SavedSearchesDialog, SaveSearchDialog
from complaintdesk.ui.style import is_problem
from complaintdesk.ui.tabs.case_list import CaseList
from complaintdesk.ui.tabs.register_tab import RegisterTab
from tests.builders import a_case, a_repair
from tests.ui.conftest import REGISTER, Answers
from tests.ui.test_finding import find, press


def cases_of(whole_window: MainWindow) -> CaseList:
    tab = whole_window.current()
    assert isinstance(tab, RegisterTab)
    return tab.list


@pytest.fixture
def three(office: Office) -> Office:
    """Two leaks, of which one is a complaint, and another complaint."""
    a_repair(office, content="厨房水管漏水", place_text="3栋2单元1502")
    a_case(office, CaseKind.COMPLAINT, content="楼上漏水", place_text="5栋1单元302")
    a_case(office, CaseKind.COMPLAINT, content="楼道灯不亮", place_text="3栋1单元101")
    return office


@pytest.mark.parametrize("typed", ["漏水 类型:投诉", "类型：投诉 漏水", "kind:complaint 漏水", "楼栋:5", "lx:ts 漏水"])
def test_a_filter_narrows_what_is_found_and_the_list(
    qtbot: QtBot, whole_window: MainWindow, three: Office, typed: str
) -> None:
    assert "Cases 1" in "\n".join(find(qtbot, whole_window, typed))
    press(qtbot, Qt.Key.Key_Return)
    assert cases_of(whole_window).table.count() == 1


@pytest.mark.parametrize(
    ("typed", "said"), [("颜色:红", "颜色"), ("漏水 状态:蓝", "已登记"), ("日期:无时", "11-01..11-20")]
)
def test_what_cannot_be_filtered_by_is_said_beside_the_box(
    qtbot: QtBot, whole_window: MainWindow, three: Office, typed: str, said: str
) -> None:
    assert find(qtbot, whole_window, typed) == []
    assert said in whole_window.finder.list.hint.text()
    assert is_problem(whole_window.top.search)
    assert cases_of(whole_window).table.count() == 3, "as if nothing had been asked for"
    press(qtbot, Qt.Key.Key_Return)
    assert not whole_window.finder.list.isHidden()
    press(qtbot, Qt.Key.Key_Escape)
    assert not is_problem(whole_window.top.search)


def test_fields_and_values_are_offered_and_taken_by_keyboard(
    qtbot: QtBot, whole_window: MainWindow, three: Office
) -> None:
    assert find(qtbot, whole_window, "漏水 kind:comp")[:2] == ["Filter by", "kind:complaint"]
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Return)
    assert whole_window.top.search.text() == "漏水 kind:complaint "
    qtbot.waitUntil(lambda: "Cases 1" in whole_window.finder.list.texts())
    assert whole_window.top.search.hasFocus()


def test_a_search_is_kept_under_a_name_and_stands_above_the_list_with_its_count(
    qtbot: QtBot, whole_window: MainWindow, three: Office, answers: Answers
) -> None:
    cases = cases_of(whole_window)
    assert cases.queues.isHidden()
    find(qtbot, whole_window, "漏水")
    press(qtbot, Qt.Key.Key_Return)

    def fill(dialog: SaveSearchDialog) -> None:
        assert dialog.words.text() == "漏水"
        dialog.name.setText("水")

    answers.expect_dialog(fill)
    cases.queues.save_button.click()
    qtbot.waitUntil(lambda: not cases.queues.isHidden() and cases.queues.queues.findChildren(type(cases.loosen)) != [])
    three.do(saved_searches.save, SavedSearchDraft("投诉", "类型:投诉", for_all=True))
    cases.refresh()
    buttons = [queue.id for queue in cases.queues._seen]
    qtbot.waitUntil(lambda: cases.queues.queues.button(buttons[0]).text() == "投诉 2")
    assert cases.queues.queues.button(buttons[1]).text() == "水 2"
    cases.queues.queues.button(buttons[0]).click()
    assert cases.table.count() == 2
    assert "类型:投诉" in cases.note.whole()
    cases.queues.queues.button(buttons[0]).click()
    assert cases.table.count() == 3


def test_the_box_is_empty_once_the_list_shows_something_else(
    qtbot: QtBot, whole_window: MainWindow, three: Office
) -> None:
    three.do(saved_searches.save, SavedSearchDraft("投诉", "类型:投诉"))
    cases, box = cases_of(whole_window), whole_window.top.search
    cases.refresh()
    for other in (cases.loosen, cases.queues.queues.button(cases.queues._seen[0].id)):
        find(qtbot, whole_window, "漏水")
        press(qtbot, Qt.Key.Key_Return)
        assert (cases.table.count(), box.text()) == (2, "漏水")
        other.click()
        assert box.text() == ""
    assert "类型:投诉" in cases.note.whole()
    whole_window.show_tab(whole_window.tab_count() - 1)
    whole_window.show_tab(REGISTER)
    assert box.text() == ""


def test_where_nothing_is_listed_the_words_alone_hang_under_the_box(
    qtbot: QtBot, whole_window: MainWindow, three: Office
) -> None:
    find(qtbot, whole_window, "颜色:红")
    hanging = whole_window.finder.list
    assert hanging.lines.isHidden()
    assert hanging.height() < 3 * hanging.hint.height()
    find(qtbot, whole_window, "漏水")
    qtbot.waitUntil(lambda: not hanging.lines.isHidden())


def test_saved_searches_are_put_in_order_changed_and_removed(
    qtbot: QtBot, whole_window: MainWindow, three: Office, answers: Answers
) -> None:
    for name in ("一", "二"):
        three.do(saved_searches.save, SavedSearchDraft(name, "漏水"))
    cases = cases_of(whole_window)
    cases.refresh()

    def put_in_order(dialog: SavedSearchesDialog) -> None:
        assert not dialog.up.isEnabled()
        dialog.down.click()
        assert [dialog.table.cell(row, 0) for row in range(2)] == ["二", "一"]
        answers.expect_dialog(lambda change: change.name.setText("壹"))
        dialog.change.click()
        assert dialog.table.cell(1, 0) == "壹"
        answers.expect("yes_no", True)
        dialog.remove.click()
        assert dialog.table.count() == 1

    answers.expect_dialog(put_in_order)
    cases.queues.manage.click()
    assert [queue.name for queue in cases.queues._seen] == ["二"]
