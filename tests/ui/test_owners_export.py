# SPDX-License-Identifier: Apache-2.0
"""Households, phone lists and regulations go to Excel from their pages; a list of numbers comes back (R-OWN-06)."""

from __future__ import annotations

import threading
from pathlib import Path

import openpyxl
import pytest
import python_calamine
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from complaintdesk.desk import directory, regulations
from complaintdesk.desk.directory import EntryDraft
from complaintdesk.desk.household_book import ListedPlace, household_book
from complaintdesk.desk.importing import Tell
from complaintdesk.desk.office import Office
from complaintdesk.desk.regulations import RegulationDraft
from complaintdesk.domain.terms import Role
from complaintdesk.sheets import owners_out
from complaintdesk.ui import background
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.tabs.directory_page import RESIDENTS, DirectoryPage
from complaintdesk.ui.tabs.households_tab import HouseholdsTab
from complaintdesk.ui.tabs.regulations_page import RegulationsPage
from tests.builders import NAME_OF, PASSWORD, a_household, rows
from tests.ui.conftest import Answers, Show

Page = HouseholdsTab | DirectoryPage | RegulationsPage


def cells(path: Path) -> list[list[object]]:
    """The first sheet without its head, read by another library."""
    read = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return [list(row) for row in read[1:]]


def exported(office: Office) -> list[tuple[object, ...]]:
    return rows(office, "SELECT what, people, reason FROM personal_access ORDER BY id")


def write_out(qtbot: QtBot, page: Page, answers: Answers, path: Path, why: str = "") -> None:
    """Exports what the page shows, for this reason where one is asked, until it is written."""
    if why:
        answers.expect("words", why)
    answers.expect("save_file", path)
    answers.expect("tell")
    page.write_out.click()
    background.wait_for_all()
    qtbot.waitUntil(lambda: not answers.left())


def test_households_go_out_with_a_reason(
    qtbot: QtBot, bridge: Bridge, office: Office, show: Show, answers: Answers, tmp_path: Path
) -> None:
    a_household(office)
    tab = HouseholdsTab(bridge)
    show(tab)
    answers.expect("words", None)
    tab.write_out.click()
    assert exported(office) == [], "nothing is written without a reason"
    write_out(qtbot, tab, answers, tmp_path / "households.xlsx", why="年度核对")
    assert exported(office) == [("households", 1, "年度核对")]
    assert [row[2] for row in cells(tmp_path / "households.xlsx")] == ["1502"]


def test_households_are_read_beside_the_window(
    qtbot: QtBot,
    bridge: Bridge,
    office: Office,
    show: Show,
    answers: Answers,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a_household(office)
    read: list[threading.Thread] = []

    def watched(session: Session, tell: Tell | None = None) -> tuple[ListedPlace, ...]:
        read.append(threading.current_thread())
        return household_book(session, tell)

    monkeypatch.setattr(owners_out, "household_book", watched)
    tab = HouseholdsTab(bridge)
    show(tab)
    write_out(qtbot, tab, answers, tmp_path / "households.xlsx", why="年度核对")
    (thread,) = read
    assert thread is not threading.main_thread()


def test_residents_phones_go_out_with_a_reason_and_outside_numbers_without(
    qtbot: QtBot, bridge: Bridge, office: Office, show: Show, answers: Answers, tmp_path: Path
) -> None:
    a_household(office)
    office.do(directory.save, EntryDraft("自来水公司", phone="96390"))
    page = DirectoryPage(bridge)
    show(page)
    write_out(qtbot, page, answers, tmp_path / "outside.xlsx")
    assert cells(tmp_path / "outside.xlsx")[0][:2] == ["自来水公司", "96390"]
    assert exported(office) == []
    page.view.set_value(RESIDENTS)
    assert not page.take_in.isVisible()
    write_out(qtbot, page, answers, tmp_path / "residents.xlsx", why="台风停电逐户通知")
    assert exported(office) == [("phone_register", 1, "台风停电逐户通知")]
    assert len(cells(tmp_path / "residents.xlsx")) == 1


def test_a_clerk_exports_no_residents(bridge: Bridge, office: Office, show: Show) -> None:
    office.sign_in(NAME_OF[Role.CLERK], PASSWORD)
    tab, page = HouseholdsTab(bridge), DirectoryPage(bridge)
    show(tab)
    assert not tab.write_out.isVisible()
    show(page)
    assert page.write_out.isVisible()
    page.view.set_value(RESIDENTS)
    assert not page.write_out.isVisible()


def test_a_list_of_outside_numbers_is_read_in(
    qtbot: QtBot, bridge: Bridge, office: Office, show: Show, answers: Answers, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (("单位", "电话", "事项"), ("燃气抢修", "95177", "漏气"), ("派出所", "打不通", "")):
        book.active.append(row)
    book.save(tmp_path / "numbers.xlsx")
    page = DirectoryPage(bridge)
    show(page)
    answers.expect("choose_file", tmp_path / "numbers.xlsx")
    page.take_in.click()
    background.wait_for_all()
    qtbot.waitUntil(lambda: "1 numbers are new" in page.banner.words())
    assert "Row 3 was left out" in page.banner.words()
    assert [page.table.cell(row, 0) for row in range(page.table.count())] == ["燃气抢修"]


def test_regulations_go_out_with_their_words(
    qtbot: QtBot, bridge: Bridge, office: Office, show: Show, answers: Answers, tmp_path: Path
) -> None:
    office.do(regulations.save, RegulationDraft("首问负责制", "KF-04", "由首先接待者负责到底。"))
    page = RegulationsPage(bridge)
    show(page)
    write_out(qtbot, page, answers, tmp_path / "regulations.xlsx")
    assert cells(tmp_path / "regulations.xlsx")[0][:2] == ["首问负责制", "KF-04"]
