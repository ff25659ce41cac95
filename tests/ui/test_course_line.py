# SPDX-License-Identifier: Apache-2.0
"""A case's page says how far it has come on the course that its rule book writes down, and lists every step."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from complaintdesk.desk import cases, judging
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import CaseKind
from tests.builders import DeskClock, a_case
from tests.desk.courses import a_complaint, works_by
from tests.desk.day_book import adopt
from tests.domain.rule_books import text_of
from tests.ui.calls import Register, on
from tests.ui.conftest import Answers

ALT = Qt.KeyboardModifier.AltModifier


def test_the_steps_of_its_kind_stand_below_what_is_asked_for_and_open_by_key(
    qtbot: QtBot, office: Office, register: Register, clock: DeskClock, answers: Answers
) -> None:
    works_by(office, "car_dealer")
    case_id = a_complaint(office)
    clock.later(minutes=30)
    office.do(judging.check, case_id, True, "录音属实")
    tab = on(register(), case_id)
    line = tab.panel.course
    assert line.said.whole() == "Steps of the procedure on record: 2 of 11"
    seen: list[Any] = []

    def look(dialog: Any) -> None:
        seen.extend(dialog.lines())
        told = [part.text() for part in dialog.findChildren(QLabel)]
        assert any("确定投诉类别" in words for words in told), "what is to be done"
        assert "4S店制度§三.2" in told, "and where that is written"

    answers.expect_dialog(look)
    qtbot.keyClick(tab, Qt.Key.Key_T, ALT)
    assert seen[:3] == [
        "✓ · 详细记录 · 客户关系顾问或客户关系经理 · today 10:30",
        "✓ · 判定性质 · 客户关系经理 · today 11:00",
        "○ · 确定受理部门 · 客户关系经理",
    ]


def test_a_deed_just_done_is_counted_at_once(office: Office, register: Register) -> None:
    saved = a_case(office, CaseKind.INQUIRY)
    tab = on(register(), saved.id)
    assert tab.panel.course.said.whole() == "Steps of the procedure on record: 1 of 4"
    office.do(cases.answer, saved.id, "已说明")
    tab.refresh()
    assert tab.panel.course.said.whole() == "Steps of the procedure on record: 2 of 4"


def test_a_book_that_writes_no_course_takes_no_room(office: Office, register: Register) -> None:
    written = a_case(office)
    tab = on(register(), written.id)
    assert tab.panel.course.isVisible()
    adopt(office, re.sub(r"\[\[steps\]\]\n(?:(?!\[).*\n)*", "", text_of("general")))
    unwritten = a_case(office)
    tab.refresh()
    on(tab, unwritten.id)
    assert tab.panel.course.isHidden()
    assert tab.panel.course.dialog() is None
    on(tab, written.id)
    assert tab.panel.course.isVisible(), "each case goes by the book that it came in under"
