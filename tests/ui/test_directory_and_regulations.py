# SPDX-License-Identifier: Apache-2.0
"""The phone directory and the regulations on the day tab: found, kept by keyboard, printed (R-OWN-02, R-OWN-07)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from complaintdesk.desk import attachments, directory, regulations
from complaintdesk.desk.directory import EntryDraft
from complaintdesk.desk.drafts import OccupantDraft, PhoneDraft
from complaintdesk.desk.file_drafts import StoredFile
from complaintdesk.desk.office import Office
from complaintdesk.desk.regulations import RegulationDraft
from complaintdesk.domain.terms import Role
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.household_printing import outside_numbers_job, phone_register_job
from complaintdesk.ui.regulations_at_hand import RegulationsAtHand
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs.day_steps import ReasonForm
from complaintdesk.ui.tabs.day_tab import DayTab
from complaintdesk.ui.tabs.directory_page import OUTSIDE, RESIDENTS, DirectoryPage
from complaintdesk.ui.tabs.directory_panel import EntryForm
from complaintdesk.ui.tabs.list_tab import ListTab
from complaintdesk.ui.tabs.regulation_panel import RegulationForm
from complaintdesk.ui.tabs.regulations_page import RegulationsPage
from tests.builders import NAME_OF, PASSWORD, a_household, rows
from tests.printing.papers import read_by_pypdf
from tests.ui.conftest import Answers, Show

F = TypeVar("F", bound=StepForm)
LIFTS = EntryDraft("迅达电梯维保", "电梯困人、故障", "周经理", "0571-8800 1234")
FIRST = RegulationDraft("首问负责制", "KF-04", "由首先接待业主的客服人员负责追踪到底。")


@pytest.fixture
def tab(bridge: Bridge, show: Show) -> DayTab:
    bridge.office.sign_in(NAME_OF[Role.SUPERVISOR], PASSWORD)
    made = DayTab(bridge)
    show(made)
    return made


def test_a_residents_number_goes_out_of_view_when_somebody_sits_down_who_sees_none(
    qtbot: QtBot, tab: DayTab, office: Office
) -> None:
    a_household(office)
    page = numbers(tab)
    page.view.set_value(RESIDENTS)
    qtbot.waitUntil(lambda: page.table.count() == 1)
    page.table.choose(page.table.ids()[0])
    assert page.panel.record_id == page.table.ids()[0]
    office.sign_in(NAME_OF[Role.ENGINEERING], PASSWORD)
    page.refresh()
    assert page.panel.record is None
    assert "Only customer service sees" in page.banner.words()


def numbers(tab: DayTab) -> DirectoryPage:
    page = tab.show_page(DirectoryPage)
    assert isinstance(page, DirectoryPage)
    return page


def area(page: ListTab, kind: type[F]) -> F:
    """The area that is open, of this kind."""
    form = page.panel.slot.form
    assert isinstance(form, kind)
    return form


def names(page: ListTab) -> list[str]:
    return [page.table.cell(row, 0) for row in range(page.table.count())]


def test_an_outside_number_is_noted_by_keyboard(qtbot: QtBot, tab: DayTab, office: Office) -> None:
    page = numbers(tab)
    assert page.table._empty[0] == "No outside number is kept yet."
    page.add.click()
    form = area(page, EntryForm)
    form.submit()
    assert form.fields["name"].problem()
    assert form.fields["phone"].problem()
    form.boxes["name"].setText("自来水公司")
    form.boxes["phone"].setText("96390")
    qtbot.keyClick(form.boxes["phone"], Qt.Key.Key_F8)
    assert names(page) == ["自来水公司"]
    assert page.panel.number.text() == "96390"
    assert page.panel.banner.words() == "The number is in the directory."


def test_a_number_changed_at_another_desk_is_shown_beside_mine(tab: DayTab, office: Office) -> None:
    entry_id = office.do(directory.save, LIFTS)
    page = numbers(tab)
    page.open_record(entry_id)
    page.panel.ask("edit")
    form = area(page, EntryForm)
    form.boxes["contact"].setText("钱经理")
    office.do(directory.save, replace(office.ask(directory.entry_draft, entry_id), contact="赵经理"))
    form.submit()
    assert "赵经理" in form.banner.words()
    form.banner.findChildren(Button)[1].click()
    assert form.boxes["contact"].text() == "赵经理"
    form.submit()
    page.panel.ask("void")
    area(page, ReasonForm).reason.setText("换了单位")
    area(page, ReasonForm).submit()
    assert names(page) == []


def test_residents_numbers_are_masked_and_lead_to_the_household(qtbot: QtBot, tab: DayTab, office: Office) -> None:
    place_id = a_household(office, occupants=(OccupantDraft("单飞", phones=(PhoneDraft("13800005678", "手机"),)),))
    page = numbers(tab)
    page.view.set_value(RESIDENTS)
    page.search("sf")
    assert [page.table.cell(0, column) for column in range(4)] == [
        *("单飞", "138****5678", "3栋2单元1502"),
        "Owner · 手机",
    ]
    assert page.panel.masked is not None
    assert page.panel.masked.shown() == "138****5678"
    assert page.panel.number.text() == ""
    assert not page.panel.edit.isVisible()
    with qtbot.waitSignal(tab.asked_for) as asked:
        page.panel.place.click()
    assert asked.args == ["place", place_id]


def test_turning_to_the_other_numbers_shows_no_line_of_before(tab: DayTab, office: Office) -> None:
    a_household(office, occupants=(OccupantDraft("单飞", phones=(PhoneDraft("13800005678"),)),))
    entry_id = office.do(directory.save, LIFTS)
    page = numbers(tab)
    page.open_record(entry_id)
    page.view.set_value(RESIDENTS)
    assert page.panel.record is None
    assert names(page) == ["单飞"]
    assert not page.add.isVisible()
    page.open_record(entry_id)
    assert page.view.value == OUTSIDE
    assert page.panel.number.text() == "0571-88001234"


def test_the_phone_register_is_printed_with_a_reason_and_by_a_leader_alone(
    tab: DayTab, office: Office, tmp_path: Path, answers: Answers
) -> None:
    a_household(office, occupants=(OccupantDraft("单飞", phones=(PhoneDraft("13800005678"),)),))
    page = numbers(tab)
    page.view.set_value(RESIDENTS)
    answers.expect("words", None)
    page.print.click()
    assert rows(office, "SELECT count(*) FROM print_record") == [(0,)]
    phone_register_job(tab.bridge, "台风停电逐户通知").to_pdf(tmp_path / "register.pdf")
    assert "13800005678" in "".join(read_by_pypdf((tmp_path / "register.pdf").read_bytes())[0].split())
    assert rows(office, "SELECT people, reason FROM personal_access") == [(1, "台风停电逐户通知")]
    office.sign_in(NAME_OF[Role.CLERK], PASSWORD)
    tab.bridge.signed.emit(office.staff)
    page.refresh()
    assert not page.print.isVisible()


def test_the_outside_numbers_come_out_as_pdf(tab: DayTab, office: Office, tmp_path: Path) -> None:
    office.do(directory.save, LIFTS)
    outside_numbers_job(tab.bridge).to_pdf(tmp_path / "numbers.pdf")
    assert "迅达电梯维保" in read_by_pypdf((tmp_path / "numbers.pdf").read_bytes())[0]
    assert rows(office, "SELECT form FROM print_record") == [("outside_numbers",)]


def test_a_regulation_is_written_found_changed_and_taken_away(qtbot: QtBot, tab: DayTab, office: Office) -> None:
    page = tab.show_page(RegulationsPage)
    assert isinstance(page, RegulationsPage)
    page.add.click()
    form = area(page, RegulationForm)
    form.submit()
    assert form.fields["title"].problem()
    form.heading.setText(FIRST.title)
    form.text.setText(FIRST.text)
    form.effective_on.setText("明年")
    form.submit()
    assert form.fields["effective_on"].problem()
    form.effective_on.setText("2026年1月1日")
    qtbot.keyClick(form.heading, Qt.Key.Key_F8)
    assert names(page) == ["首问负责制"]
    assert page.panel.text.text() == FIRST.text
    assert "2026-01-01" in page.panel.facts.text()
    office.do(regulations.save, RegulationDraft("大件物品出门登记", text="凭放行条出门。"))
    page.search("追踪")
    assert names(page) == ["首问负责制"]
    page.panel.ask("void")
    area(page, ReasonForm).reason.setText("新版")
    area(page, ReasonForm).submit()
    page.search("")
    assert names(page) == ["大件物品出门登记"]


def test_a_regulations_file_is_attached_and_taken_out(tab: DayTab, office: Office) -> None:
    stored = attachments.store(
        office.pool, office.database.key, "收费标准.pdf", b"fees", beside_file=not office.database.is_server
    )
    page = tab.show_page(RegulationsPage)
    assert isinstance(page, RegulationsPage)
    page.add.click()
    form = area(page, RegulationForm)
    form.heading.setText("特需服务收费标准")
    form.files.put([{"name": stored.name, "sha256": stored.sha256, "size": stored.size}])
    form.submit()
    assert page.panel.files.names() == ["收费标准.pdf 1 KB"]
    (record,) = office.ask(regulations.regulation_records, page.table.ids())
    page.panel.files.taken_out.emit(record.files[0].id)
    area(page, ReasonForm).reason.setText("旧版")
    area(page, ReasonForm).submit()
    assert page.panel.files.names() == []


def test_a_regulation_changed_at_another_desk_is_shown_beside_mine(tab: DayTab, office: Office) -> None:
    regulation_id = office.do(regulations.save, FIRST)
    page = tab.show_page(RegulationsPage)
    page.open_record(regulation_id)
    page.panel.ask("edit")
    form = area(page, RegulationForm)
    form.number.setText("KF-06")
    office.do(regulations.save, replace(office.ask(regulations.regulation_draft, regulation_id), number="KF-05"))
    form.submit()
    assert "KF-05" in form.banner.words()
    form.banner.findChildren(Button)[0].click()
    assert [each.number for each in office.ask(regulations.regulation_records, [regulation_id])] == ["KF-06"]


def test_a_clerk_reads_regulations_and_changes_none(tab: DayTab, office: Office) -> None:
    regulation_id = office.do(regulations.save, FIRST)
    page = tab.show_page(RegulationsPage)
    assert isinstance(page, RegulationsPage)
    page.open_record(regulation_id)
    office.sign_in(NAME_OF[Role.CLERK], PASSWORD)
    tab.bridge.signed.emit(office.staff)
    page.refresh()
    assert page.panel.text.text() == FIRST.text
    assert [each.isVisible() for each in (page.add, page.panel.edit, page.panel.void)] == [False] * 3


def test_regulations_are_at_hand_over_a_call_being_typed(
    qtbot: QtBot, bridge: Bridge, office: Office, show: Show
) -> None:
    office.do(regulations.save, replace(FIRST, files=(_stored(office, "首问.pdf"),)))
    office.do(regulations.save, RegulationDraft("大件物品出门登记", text="凭放行条出门。"))
    dialog = RegulationsAtHand(None, bridge)
    show(dialog)
    assert dialog.table.count() == 2
    assert QApplication.focusWidget() is dialog.search
    first = dialog.heading.text()
    qtbot.keyClick(dialog.search, Qt.Key.Key_Down)
    assert {first, dialog.heading.text()} == {FIRST.title, "大件物品出门登记"}
    dialog.search.insert("swfzz")
    assert dialog.heading.text() == FIRST.title
    assert dialog.text.text() == FIRST.text
    assert dialog.about.text() == "KF-04"
    assert dialog.files.names() == ["首问.pdf 1 KB"]
    dialog.copy_button.click()
    assert QGuiApplication.clipboard().text() == f"{FIRST.title}\n{FIRST.text}"
    dialog.search.setText("没有的词")
    assert (dialog.heading.text(), dialog.text.text()) == ("", "")
    assert not dialog.copy_button.isEnabled()


def _stored(office: Office, name: str) -> StoredFile:
    key, on_server = office.database.key, office.database.is_server
    return attachments.store(office.pool, key, name, b"words", beside_file=not on_server)
