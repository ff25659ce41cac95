# SPDX-License-Identifier: Apache-2.0
"""What is typed while a worker is at a save or a print: nothing of it is lost, and nothing of it becomes a command."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import NoReturn

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from complaintdesk.errors import UserError
from complaintdesk.ui.waiting import done_elsewhere
from complaintdesk.ui.words import Column
from tests.ui.conftest import Show


@pytest.fixture
def lines(show: Show) -> tuple[QLineEdit, QLineEdit]:
    """Two lines, the keyboard in the first."""
    page = QWidget()
    first, second = QLineEdit(), QLineEdit()
    column = Column(0)
    column.addWidget(first)
    column.addWidget(second)
    page.setLayout(column)
    show(page)
    first.setFocus()
    return first, second


def done_while(typing: Callable[[], None], then: Callable[[], object] = lambda: None) -> object:
    """What `then` gives in the worker, which waits until all is typed."""
    typed = Event()

    def work() -> object:
        assert typed.wait(30)
        return then()

    def type_now() -> None:
        typing()
        typed.set()

    QTimer.singleShot(0, type_now)
    return done_elsewhere(work)


def test_what_is_typed_meanwhile_comes_after_in_its_order(lines: tuple[QLineEdit, QLineEdit], qtbot: QtBot) -> None:
    first, second = lines

    def typing() -> None:
        qtbot.keyClicks(first, "32-15")
        qtbot.keyClick(first, Qt.Key.Key_Backspace)
        qtbot.keyClick(first, Qt.Key.Key_Tab)
        written = QInputMethodEvent()
        written.setCommitString("漏水")
        QCoreApplication.sendEvent(first, written)
        assert first.text() == ""

    assert done_while(typing, lambda: "saved") == "saved"
    qtbot.waitUntil(lambda: second.text() == "漏水")
    assert first.text() == "32-1"


def test_a_command_typed_meanwhile_goes_nowhere_nor_what_follows_it(
    lines: tuple[QLineEdit, QLineEdit], qtbot: QtBot
) -> None:
    first, _second = lines

    def typing() -> None:
        qtbot.keyClicks(first, "a")
        qtbot.keyClick(first, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyClicks(first, "b")

    done_while(typing)
    qtbot.waitUntil(lambda: first.text() == "a")
    QCoreApplication.processEvents()
    assert first.text() == "a"


def test_after_a_refusal_nothing_is_typed_into_the_form_that_stayed(
    lines: tuple[QLineEdit, QLineEdit], qtbot: QtBot
) -> None:
    first, _second = lines

    def refused() -> NoReturn:
        raise UserError("no")

    with pytest.raises(UserError):
        done_while(lambda: qtbot.keyClicks(first, "next call"), refused)
    QCoreApplication.processEvents()
    assert first.text() == ""
