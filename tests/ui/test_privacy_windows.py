# SPDX-License-Identifier: Apache-2.0
"""Who saw whom, and people's requests about their data, in the window and as workbooks (R-OWN-02, R-OWN-04)."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from complaintdesk.desk import data_requests, people, personal_access
from complaintdesk.desk.access_lists import AccessFilter, accesses
from complaintdesk.desk.data_requests import RequestDraft
from complaintdesk.desk.office import Office
from complaintdesk.desk.personal_access import HOURLY, RevealDraft
from complaintdesk.domain.terms import AccessKind, RequestKind, Role
from complaintdesk.ui.access_window import AccessWindow
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.data_requests_window import DataRequestsWindow, RequestDialog
from complaintdesk.ui.export_reason import ExportReasonDialog
from complaintdesk.ui.fee_export import may_export
from complaintdesk.ui.revealing import RevealDialog, case_phone
from complaintdesk.ui.settings_staff import StaffSettings
from complaintdesk.ui.telling import TellingDialog
from tests.builders import NAME_OF, PASSWORD, a_household, a_repair, codes, staff_id
from tests.ui.conftest import Answers, Show


def sits(office: Office, role: Role) -> None:
    office.sign_in(NAME_OF[role], PASSWORD)


@pytest.fixture
def person(office: Office, bridge: Bridge) -> int:
    """The owner of a household."""
    assert bridge.staff is not None
    place_id = a_household(office)
    return office.ask(people.place_page, place_id, office.books).occupants[0].id


def phone_of(office: Office) -> int:
    place_id = office.ask(people.place_ids)[0]
    return office.ask(people.place_page, place_id, office.books).occupants[0].phones[0].id


def test_one_key_gives_a_ready_made_reason(qtbot: QtBot, bridge: Bridge, office: Office, person: int) -> None:
    dialog = RevealDialog(None, bridge, RevealDraft(phone_id=phone_of(office)))
    with qtbot.waitExposed(dialog):
        dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog, Qt.Key.Key_2)
    assert (dialog.isVisible(), dialog.number) == (False, "13900005678")
    assert [row.reason for row in office.ask(accesses, AccessFilter(), office.zone)] == ["To agree on a visit"]
    dialog.deleteLater()


def test_after_thirty_a_supervisor_types_name_and_password_here(
    bridge: Bridge, office: Office, answers: Answers, show: Show
) -> None:
    case_id = a_repair(office).id
    sits(office, Role.CLERK)
    reveal = case_phone(bridge, case_id)

    page = show(QWidget())
    assert [reveal(page) for _ in range(HOURLY)] == ["13800001234"] * HOURLY

    def approve(dialog: RevealDialog) -> None:
        dialog.approval.name.set_value("王敏")
        dialog.approval.password.setText("forgotten")
        dialog.accept()
        assert dialog.isVisible()
        dialog.approval.password.setText(PASSWORD)

    answers.expect_dialog(approve)
    assert reveal(page) == "13800001234"
    sits(office, Role.SUPERVISOR)
    assert office.ask(accesses, AccessFilter(), office.zone)[0].approved_by == "王敏"


def test_who_saw_whom_is_found_by_person_staff_and_day_and_written_out(
    bridge: Bridge, office: Office, person: int, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    office.do(personal_access.reveal, RevealDraft(phone_id=phone_of(office), reason="核对身份"))
    office.do(personal_access.reveal, RevealDraft(case_id=a_repair(office).id))
    window = AccessWindow(None, bridge)
    assert window.table.count() == 2
    window.words.setText("单飞")
    assert (window.table.count(), window.table.cell(0, 5)) == (1, "核对身份")
    window.from_on.setText("32号")
    assert window.fields["from_on"].problem()
    window.from_on.setText("2026-11-22")
    assert window.table.count() == 0
    window.from_on.setText("2026-11-21")
    path = tmp_path / "谁看了谁.xlsx"
    answers.expect("save_file", path)
    answers.expect("words", "季度审计")
    answers.expect("tell")
    window.export.click()
    qtbot.waitUntil(lambda: not answers.left())
    rows = list(openpyxl.load_workbook(path).active.values)
    assert ["核对身份" in row for row in rows] == [False] * (len(rows) - 1) + [True]
    window.deleteLater()


def test_a_request_is_noted_decided_and_carried_out(
    bridge: Bridge, office: Office, person: int, answers: Answers, tmp_path: Path
) -> None:
    note = RequestDialog(None, bridge, person, "单飞")
    note.accept()
    assert note.fields["kind"].problem()
    note.kind.set_value(RequestKind.COPY)
    note.words.setText("本人持身份证到前台")
    note.accept()
    note.deleteLater()
    office.do(data_requests.ask, RequestDraft("e", person, RequestKind.ERASURE, "本人要求删除"))
    bridge.forms.keep(1, "case/x", {"who": "单飞 13900005678"})
    bridge.forms.keep(1, "case/y", {"who": "别人"})
    sits(office, Role.OFFICE_HEAD)
    window = DataRequestsWindow(None, bridge)
    assert (window.table.count(), window.approve.isEnabled(), window.carry_out.isEnabled()) == (2, False, False)
    for id_ in (1, 2):
        window.table.choose(id_)
        window.approve.click()
        window.table.choose(id_)
        assert window.carry_out.isEnabled()
    path = tmp_path / "副本.xlsx"
    window.table.choose(1)
    answers.expect("save_file", path)
    answers.expect("tell")
    window.carry_out.click()
    held = repr([list(sheet.values) for sheet in openpyxl.load_workbook(path)])
    assert all(words in held for words in ("单飞", "13900005678", "3栋2单元1502"))
    window.table.choose(2)
    answers.expect("yes_no", True)
    answers.expect("tell")
    window.carry_out.click()
    assert "单飞" in next(asked.title for asked in answers.asked if asked.kind == "yes_no")
    assert "单飞" not in repr(office.ask(data_requests.requests))
    assert bridge.forms.kept(1, "case/") == {"y": {"who": "别人"}}
    kinds = [row.kind for row in office.ask(accesses, AccessFilter(), office.zone)]
    assert kinds == [AccessKind.COPIED_OUT]
    assert codes(office) == []
    window.deleteLater()


def test_what_was_refused_says_why(bridge: Bridge, office: Office, person: int, answers: Answers) -> None:
    office.do(data_requests.ask, RequestDraft("s", person, RequestKind.SEALING, "要求封存"))
    sits(office, Role.OFFICE_HEAD)
    window = DataRequestsWindow(None, bridge)
    window.table.choose(1)
    answers.expect("words", "仍在住")
    window.refuse.click()
    assert "refused by 赵主任" in window.table.cell(0, 5)
    window.table.choose(1)
    assert not window.carry_out.isEnabled()
    window.deleteLater()


def test_what_is_told_to_a_colleague_is_noted_with_a_supervisors_word(
    bridge: Bridge, office: Office, person: int
) -> None:
    sits(office, Role.CLERK)
    place_id = office.ask(people.place_ids)[0]
    dialog = TellingDialog(None, bridge, place_id, "单飞")
    dialog.accept()
    assert dialog.fields["to"].problem()
    dialog.to.set_value(staff_id(office, NAME_OF[Role.ENGINEERING]))
    dialog.told.setText("单飞的手机尾号 5678")
    dialog.accept()
    assert dialog.fields["reason"].problem()
    dialog.reason.setText("上门检修")
    dialog.accept()
    assert not dialog.approval.rows[0].isHidden()
    dialog.approval.name.set_value(NAME_OF[Role.SUPERVISOR])
    dialog.approval.password.setText(PASSWORD)
    dialog.accept()
    assert dialog.result() == 1
    sits(office, Role.SUPERVISOR)
    (row,) = office.ask(accesses, AccessFilter(), office.zone)
    assert (row.kind, row.what, row.approved_by) == (AccessKind.PASSED_ON, "陈工", NAME_OF[Role.SUPERVISOR])
    dialog.deleteLater()


def test_one_key_says_why_a_list_leaves_the_program(qtbot: QtBot) -> None:
    dialog = ExportReasonDialog(None, "Export register")
    dialog.accept()
    assert dialog.fields["reason"].problem()
    dialog.reason.setText("2")
    assert dialog.words() == "For accounts", "the digit typed into the line after that"
    dialog.reason.clear()
    with qtbot.waitExposed(dialog):
        dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.buttons[0].setFocus()
    qtbot.keyClick(dialog, Qt.Key.Key_1)
    assert (dialog.isVisible(), dialog.words()) == (False, "For the month's archive")
    dialog.deleteLater()


def test_whose_data_somebody_saw_is_one_step_from_their_name(
    bridge: Bridge, office: Office, person: int, answers: Answers
) -> None:
    office.do(personal_access.reveal, RevealDraft(phone_id=phone_of(office), reason="核对身份"))
    seen_by = bridge.staff
    assert seen_by is not None
    sits(office, Role.OFFICE_HEAD)
    page = StaffSettings(bridge)
    page.read()
    for who, found in ((seen_by.id, 1), (staff_id(office, NAME_OF[Role.FINANCE]), 0)):
        page.table.choose(who)

        def look(window: AccessWindow, who: int = who, found: int = found) -> None:
            assert (window.staff.value, window.table.count()) == (who, found)

        answers.expect_dialog(look, accept=False)
        page.seen.click()
    assert not answers.left()
    page.deleteLater()


@pytest.mark.parametrize(
    ("role", "may"),
    [(Role.CLERK, True), (Role.FINANCE, True), (Role.QUALITY, False), (Role.ADMINISTRATOR, False)],
)
def test_fees_are_offered_for_export_to_whom_they_are_open(
    bridge: Bridge, office: Office, role: Role, may: bool
) -> None:
    sits(office, role)
    assert may_export(bridge) is may
