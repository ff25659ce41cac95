# SPDX-License-Identifier: Apache-2.0
"""A rule book's rows in words: what the preview says of a new one, what its form is headed with, what its boxes ask."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from complaintdesk.labels import set_language
from complaintdesk.ui.book_window import CHANGES, BookWindow
from complaintdesk.ui.bridge import Bridge
from tests.builders import PASSWORD
from tests.ui.conftest import Answers
from tests.ui.test_rule_book_window import put


@pytest.fixture
def window(bridge: Bridge, qtbot: QtBot) -> BookWindow:
    """The rule book's window, the administrator at the desk."""
    bridge.sign_in("管理员", PASSWORD)
    made = BookWindow(None, bridge)
    qtbot.addWidget(made)
    return made


def test_of_a_new_own_field_the_preview_says_all_that_it_asks(window: BookWindow, answers: Answers) -> None:
    window.tables.show_part("fields")
    asks = {"name": "责任范围", "type": "choice", "kinds": ["repair"], "choices": "户内、公共区域", "required": True}
    answers.expect_dialog(lambda dialog: put(dialog, **asks))
    window.tables.add.click()
    window.pages.set_value(CHANGES)
    assert "New: 责任范围; Choice; Repair; 户内, 公共区域; Required" in window.changes.toPlainText()


def test_in_chinese_a_rows_form_is_headed_in_chinese(window: BookWindow, answers: Answers) -> None:
    set_language("zh_CN")
    window.tables.show_part("ladder")
    headed: list[str] = []
    answers.expect_dialog(lambda dialog: headed.append(dialog.windowTitle()))
    window.tables.open_row(0)
    assert ":" not in headed[0]
    assert "：" in headed[0]


def test_the_box_for_choices_says_how_they_are_parted(window: BookWindow, answers: Answers) -> None:
    window.tables.show_part("fields")
    said: list[str] = []
    answers.expect_dialog(lambda dialog: said.append(dialog.cells["choices"].widget.placeholderText()), accept=False)
    window.tables.add.click()
    assert said == ["Several: with commas between"]
