# SPDX-License-Identifier: Apache-2.0
"""A month's points and fines in the window (R-CA-05): looked at, lifted, entered, void."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from complaintdesk.desk import escalating
from complaintdesk.desk.escalating import PassOnDraft
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.points_dialog import FineDialog, PointsDialog
from complaintdesk.ui.tabs.statistics_tab import StatisticsTab
from tests.builders import DeskClock, rows
from tests.desk.courses import a_complaint, works_by
from tests.ui.conftest import Answers, Show

NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def late(bridge: Bridge, clock: DeskClock) -> int:
    """The id of a complaint that its department was too late for."""
    works_by(bridge.office, "process_rules")
    case_id = a_complaint(bridge.office)
    bridge.office.do(escalating.pass_on, PassOnDraft(case_id, bridge.procedure.departments[1].id, "请处理"))
    clock.later(hours=3)
    return case_id


def cells(table: Any, row: int = 0) -> list[str]:
    return [table.cell(row, column) for column in range(table.model().columnCount())]


def test_a_breach_is_lifted_with_its_reason_and_counts_again(bridge: Bridge, late: int, answers: Answers) -> None:
    dialog = PointsDialog(None, bridge, NOVEMBER)
    assert cells(dialog.totals)[1:] == ["1", "−2", "0.00"]
    assert not dialog.lift.isEnabled()
    (breach,) = dialog._found.breaches
    dialog.breaches.choose(breach.id)
    assert (dialog.lift.isEnabled(), dialog.count.isEnabled()) == (True, False)
    answers.expect("words", "客户约定次日联系")
    dialog.lift.click()
    assert dialog.totals.count() == 0
    assert "客户约定次日联系" in cells(dialog.breaches)[-1]
    assert (dialog.lift.isEnabled(), dialog.count.isEnabled()) == (False, True)
    answers.expect("words", "当日可以联系")
    dialog.count.click()
    assert cells(dialog.totals)[2] == "−2"
    dialog.deleteLater()


def test_a_fine_is_entered_with_the_books_amount_and_void_with_a_reason(
    bridge: Bridge, clock: DeskClock, answers: Answers
) -> None:
    dialog = PointsDialog(None, bridge, NOVEMBER)
    row = bridge.procedure.course.fines[0]

    def fill(form: FineDialog) -> None:
        form.which.set_value(row.id)
        assert (form.amount.text(), form.reason.text()) == (str(row.amount), row.words)
        form.department.set_value("engineering")
        form.person.setText("王二")
        form.day.setText("11-20")
        assert form.fields["found_on"].note() == "Fri 2026-11-20"

    answers.expect_dialog(fill)
    dialog.enter.click()
    assert cells(dialog.fines)[:5] == ["2026-11-20", "工程部", "王二", row.name, "1,000.00"]
    assert cells(dialog.totals) == ["工程部", "0", "0", "1,000.00"]
    dialog.fines.choose(dialog._found.fines[0].id)
    answers.expect("words", "查无此事")
    dialog.void.click()
    assert cells(dialog.fines)[-1] == "void: 查无此事"
    assert (dialog.totals.count(), dialog.void.isEnabled()) == (0, False)
    dialog.deleteLater()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "department"),
        ({"department": "engineering"}, "amount"),
        ({"department": "engineering", "amount": "很多"}, "amount"),
        ({"department": "engineering", "amount": "500"}, "reason"),
        ({"department": "engineering", "amount": "500", "reason": "隐瞒", "day": "昨天"}, "found_on"),
        ({"department": "engineering", "amount": "500", "reason": "隐瞒", "case_number": "TS1"}, "case_number"),
    ],
)
def test_what_is_wrong_with_a_fine_stands_beside_its_box(bridge: Bridge, typed: dict[str, str], field: str) -> None:
    dialog = FineDialog(None, bridge)
    for name, words in typed.items():
        box = getattr(dialog, name)
        if name == "department":
            box.set_value(words)
        else:
            box.setText(words)
    dialog.accept()
    assert dialog.fields[field].problem()
    assert rows(bridge.office, "SELECT count(*) FROM fine") == [(0,)]
    dialog.deleteLater()


def test_the_statistics_lead_to_the_months_points_and_from_a_line_to_its_case(
    bridge: Bridge, late: int, show: Show, answers: Answers, qtbot: QtBot
) -> None:
    tab = StatisticsTab(bridge)
    show(tab)
    with qtbot.waitSignal(tab.list_asked_for, timeout=5_000) as asked:

        def open_line(dialog: PointsDialog) -> None:
            dialog.breaches.opened.emit(dialog._found.breaches[0].id)

        tab.month = NOVEMBER
        answers.expect_dialog(open_line)
        tab.show_points()
    kind, ids, words = asked.args
    assert (kind, tuple(ids)) == ("case", (late,))
    assert "2026-11" in words


def test_a_clerk_is_not_shown_the_points(bridge: Bridge, show: Show, qtbot: QtBot) -> None:
    bridge.sign_in("李静", "password-of-all")
    tab = StatisticsTab(bridge)
    show(tab)
    tab.refresh()
    assert tab.points.isHidden()
