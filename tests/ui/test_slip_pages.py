# SPDX-License-Identifier: Apache-2.0
"""The pages of slips on their way back: ledger, binding lists, the list of what is out at 17:00 (R-WO-04, R-WO-10)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from complaintdesk.desk import dispatching, slip_ledger, slip_lists
from complaintdesk.desk.today import TodayList
from complaintdesk.domain.terms import Role, SlipStanding
from complaintdesk.ui import look
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.slip_printing import binding_job, slips_out_job
from complaintdesk.ui.tabs.binding_page import BindingListsPage
from complaintdesk.ui.tabs.day_steps import ReasonForm
from complaintdesk.ui.tabs.day_tab import DayTab
from complaintdesk.ui.tabs.ledger_page import LedgerPage
from complaintdesk.ui.tabs.ledger_panel import BOOK, CHASE, LOST, TAKE_BACK
from complaintdesk.ui.tabs.ledger_steps import BookBackForm, LostForm
from complaintdesk.ui.tabs.today_tab import TodayTab
from complaintdesk.ui.tabs.today_words import slip_said
from tests.builders import NAME_OF, PASSWORD, DeskClock, a_repair, a_returned_slip, a_slip, rows
from tests.desk.test_binding import a_month, sign
from tests.desk.test_slip_ledger import PAID
from tests.ui.conftest import Answers, Show
from tests.ui.test_booking_back import finished

NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def ledger(day_tab: DayTab) -> LedgerPage:
    page = day_tab.show_page(LedgerPage)
    assert isinstance(page, LedgerPage)
    return page


@pytest.fixture
def lists(day_tab: DayTab) -> BindingListsPage:
    page = day_tab.show_page(BindingListsPage)
    assert isinstance(page, BindingListsPage)
    return page


def numbers(page: LedgerPage) -> list[str]:
    model = page.table.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def said(text: str, *words: str) -> bool:
    return all(word in text for word in words)


def test_the_ledger_lists_what_is_out_and_what_is_back(ledger: LedgerPage, bridge: Bridge, qtbot: QtBot) -> None:
    _out, number = finished(bridge.office)
    part, incomplete = finished(bridge.office, **PAID)
    bridge.do(slip_ledger.book_back, part, ("desk",), "张师傅")
    back = a_returned_slip(bridge.office)
    qtbot.waitUntil(lambda: numbers(ledger) == [number, incomplete])
    ledger.views.set_value("returned")
    qtbot.waitUntil(lambda: numbers(ledger) == [back.number])
    ledger.views.set_value("incomplete")
    qtbot.waitUntil(lambda: numbers(ledger) == [incomplete])
    ledger.views.set_value("all")
    ledger.month.set_value("2026-11-01")
    qtbot.waitUntil(lambda: len(numbers(ledger)) == 3)
    ledger.search(number)
    assert ledger.views.value == "all"


def test_an_empty_ledger_says_what_to_do(ledger: LedgerPage, bridge: Bridge) -> None:
    assert "issued from a case in the register" in "".join(ledger.table._empty)
    finished(bridge.office)
    for view, words in (("returned", "press F2"), ("void", "No slip is void"), ("lost", "No slip is lost")):
        ledger.views.set_value(view)
        assert words in "".join(ledger.table._empty)


def test_the_beginning_of_a_long_job_says_that_it_is_no_more(ledger: LedgerPage, bridge: Bridge) -> None:
    issued = a_slip(bridge.office, content="水管漏水，" * 40)
    ledger.open_record(issued.order_id)
    assert ledger.panel.content.text().endswith("水管漏水，…")
    issued = a_slip(bridge.office, content="水管漏水")
    ledger.open_record(issued.order_id)
    assert ledger.panel.content.text() == "水管漏水"


def test_a_slip_is_booked_back_from_the_ledger_and_taken_back(ledger: LedgerPage, bridge: Bridge) -> None:
    order_id, number = finished(bridge.office, **PAID)
    ledger.open_record(order_id)
    assert ledger.panel.next_step() == BOOK
    assert ledger.panel.ask(BOOK)
    form = ledger.panel.slot.form
    assert isinstance(form, BookBackForm)
    assert form.parts.ticked() == ("finance", "desk")
    form.from_whom.put_typed("李会计")
    form.submit()
    assert said(ledger.panel.banner.words(), number, "财务联", "客服联")
    assert said(ledger.panel.facts.text(), "李会计", "王敏")
    ledger.panel.ask(TAKE_BACK)
    reason = ledger.panel.slot.form
    assert isinstance(reason, ReasonForm)
    reason.submit()
    assert reason.isVisible()
    reason.reason.setText("记错了")
    reason.submit()
    assert len(bridge.ask(slip_lists.ledger_row, order_id, bridge.books).parts) == 1


def form_of(ledger: LedgerPage) -> object:
    """The form that stands open beside the list."""
    return ledger.panel.slot.form


def test_a_slip_that_is_out_is_chased_or_declared_lost(ledger: LedgerPage, bridge: Bridge) -> None:
    order_id, number = finished(bridge.office)
    ledger.open_record(order_id)
    assert ledger.panel.chase.isVisible()
    assert ledger.panel.ask(CHASE)
    ledger.panel.slot.form = None
    assert ledger.panel.ask(LOST)
    form = form_of(ledger)
    assert isinstance(form, LostForm)
    form.reason.setText("电梯间遗失")
    form.submit()
    assert said(ledger.panel.banner.words(), number, "lost")
    assert bridge.ask(slip_lists.ledger_row, order_id, bridge.books).standing is SlipStanding.LOST
    assert said(ledger.panel.facts.text(), "电梯间遗失")
    ledger.panel.ask(TAKE_BACK)
    back = form_of(ledger)
    assert isinstance(back, ReasonForm)
    back.reason.setText("在抽屉里")
    back.submit()
    assert bridge.ask(slip_lists.ledger_row, order_id, bridge.books).standing is SlipStanding.OUT


@pytest.mark.parametrize(("part", "wanted"), [("finance", True), ("desk", False)])
def test_a_slip_whose_signed_part_is_out_is_chased_or_declared_lost_whatever_else_came_back(
    ledger: LedgerPage, bridge: Bridge, part: str, wanted: bool
) -> None:
    order_id, _number = finished(bridge.office, **PAID)
    bridge.do(slip_ledger.book_back, order_id, (part,), "李会计")
    ledger.open_record(order_id)
    assert ledger.panel.row is not None
    assert ledger.panel.row.standing is SlipStanding.INCOMPLETE
    assert (ledger.panel.chase.isVisible(), ledger.panel.lost.isVisible()) == (wanted, wanted)


def test_who_may_not_book_sees_the_ledger_without_its_deeds(ledger: LedgerPage, bridge: Bridge) -> None:
    order_id, _number = finished(bridge.office)
    bridge.sign_in(NAME_OF[Role.QUALITY], PASSWORD)
    ledger.open_record(order_id)
    assert ledger.panel.next_step() == ""
    assert not ledger.panel.lost.isVisible()


def test_a_month_is_signed_and_what_is_missing_is_red_with_who_had_it(
    lists: BindingListsPage, bridge: Bridge, clock: DeskClock
) -> None:
    a_month(bridge.office, clock)
    bridge.sign_in(NAME_OF[Role.SUPERVISOR], PASSWORD)
    clock.later(days=14)
    lists.refresh()
    panel = lists.panel
    assert panel.page is not None
    assert panel.page.sheet.missing == 2
    assert said(panel.missing.text(), "WX2026-000003 小李")
    red = panel.table.model().index(2, 0).data(Qt.ItemDataRole.ForegroundRole)
    other = panel.table.model().index(0, 0).data(Qt.ItemDataRole.ForegroundRole)
    assert red != other or red is None
    panel.ask("sign")
    form = panel.slot.form
    assert form is not None
    form.submit()
    assert "signed" in panel.banner.words()
    assert panel.next_step() == ""
    lost = rows(bridge.office, "SELECT order_id FROM slip_loss")[0][0]
    bridge.do(slip_ledger.book_back, lost, ("desk",), "小李")
    lists.refresh()
    assert panel.later.text() == "Back since it was signed: 1."
    why = panel.table.cell(2, 6)
    assert why.startswith("back since: 客服联 · "), "seen first where the column is narrow"
    whole = QFontMetrics(look.font()).horizontalAdvance("财务联、客服联")
    assert panel.table.columnWidth(5) > whole, "both parts of a paid job can be read"
    assert panel.page.sheet.missing == 2
    panel.ask("void")
    back = panel.slot.form
    assert isinstance(back, ReasonForm)
    back.reason.setText("还有一张")
    back.submit()
    assert "还有一张" in panel.history.text()


def test_what_is_lost_after_the_signature_is_red_beside_the_list(
    lists: BindingListsPage, bridge: Bridge, clock: DeskClock
) -> None:
    out, number = finished(bridge.office)
    bridge.sign_in(NAME_OF[Role.SUPERVISOR], PASSWORD)
    clock.later(days=14)
    sign(bridge.office, NOVEMBER)
    bridge.do(slip_ledger.declare_lost, out, "小李", "找不到")
    lists.refresh()
    lists.table.choose(NOVEMBER.toordinal())
    assert lists.panel.missing.text() == f"Missing since it was signed · {number} 小李"
    assert lists.panel.missing.isVisible()


def test_a_months_list_comes_out_on_paper_and_as_a_workbook(
    lists: BindingListsPage, bridge: Bridge, clock: DeskClock, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    a_month(bridge.office, clock)
    bridge.sign_in(NAME_OF[Role.SUPERVISOR], PASSWORD)
    clock.later(days=14)
    sign(bridge.office, NOVEMBER)
    lists.refresh()
    page = lists.panel.page
    assert page is not None
    binding_job(bridge, page).to_pdf(tmp_path / "list.pdf")
    text = "".join(each.extract_text() for each in PdfReader(tmp_path / "list.pdf").pages)
    assert said(text, "WX2026-000003", "WX2026-000004", "小李", "缺失")
    path = tmp_path / "list.xlsx"
    answers.expect("save_file", path)
    answers.expect("tell")
    lists.panel.excel.click()
    qtbot.waitUntil(lambda: not answers.left())
    found = [[cell.value or "" for cell in row] for row in openpyxl.load_workbook(path).active.iter_rows()]
    lines = [row for row in found if str(row[0]).startswith("WX")]
    assert [row[0] for row in lines] == [f"WX2026-{at:06}" for at in range(1, 6)]
    assert [row[3] for row in lines].count(lines[2][3]) == 2
    assert lines[2][5] == "小李"


@pytest.mark.parametrize(("hour", "reminded"), [(16, False), (17, True), (23, True)])
def test_from_five_on_today_reminds_of_the_slips_that_are_still_out(
    bridge: Bridge, clock: DeskClock, show: Show, hour: int, reminded: bool
) -> None:
    finished(bridge.office)
    a_slip(bridge.office)
    a_returned_slip(bridge.office)
    clock.now = datetime(2026, 11, 21, hour - 8, 0, tzinfo=UTC)
    tab = TodayTab(bridge)
    show(tab)
    assert ("2 slips are not back" in tab.reminder.words()) is reminded
    if reminded:
        tab.show_list(TodayList.OUT)
        assert tab.table.count() == 2
        row = tab.table.chosen_record()
        assert row.with_whom
        QTest.keyClick(tab.table, Qt.Key.Key_F7)
        tab.chase()
        assert tab.slot.form is not None
        tab.slot.form = None


def test_today_says_which_part_of_a_slip_is_still_out_and_chases_no_worker_for_it(
    bridge: Bridge, clock: DeskClock, show: Show
) -> None:
    part, _number = finished(bridge.office, **PAID)
    bridge.do(slip_ledger.book_back, part, ("desk",), "张师傅")
    clock.now = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
    tab = TodayTab(bridge)
    show(tab)
    assert "1 slips are not back" in tab.reminder.words()
    tab.show_list(TodayList.OUT)
    row = tab.table.chosen_record()
    assert (row.id, slip_said(row)) == (part, "Not all back: 财务联 missing")
    assert not tab.remind.isEnabled()


def test_the_list_of_what_is_still_out_says_who_has_each_since_when(bridge: Bridge, tmp_path: Path) -> None:
    _order, number = finished(bridge.office)
    bridge.do(dispatching.dispatch, a_repair(bridge.office).id, "土建班")
    slips_out_job(bridge).to_pdf(tmp_path / "out.pdf")
    text = "".join(each.extract_text() for each in PdfReader(tmp_path / "out.pdf").pages)
    assert said(text, number, "张师傅", "土建班", "客服联", "2")
    assert rows(bridge.office, "SELECT form FROM print_record") == [("slips_out",)]
