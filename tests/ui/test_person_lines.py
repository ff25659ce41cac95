# SPDX-License-Identifier: Apache-2.0
"""What is done about one person's data from the household's page says so, and stays to be seen beside the person."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from complaintdesk.desk import data_requests, people, personal_access
from complaintdesk.desk.data_requests import RequestDraft
from complaintdesk.desk.drafts import OccupantDraft, PhoneDraft
from complaintdesk.desk.office import Office
from complaintdesk.desk.personal_access import RevealDraft
from complaintdesk.domain.terms import RequestKind, Role
from complaintdesk.ui.access_window import AccessWindow
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button
from complaintdesk.ui.data_requests_window import DataRequestsWindow, RequestDialog
from complaintdesk.ui.tabs.households_tab import HouseholdsTab
from complaintdesk.ui.telling import TellingDialog
from tests.builders import NAME_OF, PASSWORD, a_household, a_repair, staff_id
from tests.ui.conftest import Answers, Show

ASKS, TELLS, SEEN = "Asks about their own data…", "Tell a colleague something of this person…", "Who saw this person's"


@pytest.fixture
def tab(bridge: Bridge, show: Show) -> Iterator[HouseholdsTab]:
    made = HouseholdsTab(bridge)
    show(made)
    yield made
    made.hide()


def press(tab: HouseholdsTab, name: str, nth: int = 0) -> None:
    """Presses the button of this name beside a person."""
    buttons = [each for each in tab.panel.people.findChildren(Button) if each.accessibleName().startswith(name)]
    shown = [each for each in buttons if each.isVisible()]
    shown[nth].click()


def occupant(office: Office, place_id: int) -> int:
    return office.ask(people.place_page, place_id, office.books).occupants[0].id


def test_a_request_that_was_noted_is_said_and_stands_beside_the_person_until_it_is_done(
    tab: HouseholdsTab, bridge: Bridge, office: Office, answers: Answers
) -> None:
    tab.open_record(a_household(office))

    def fill(dialog: RequestDialog) -> None:
        dialog.kind.set_value(RequestKind.SEALING)
        dialog.words.setText("本人持身份证到前台")

    answers.expect_dialog(fill)
    press(tab, ASKS)
    assert tab.panel.banner.words() == "Noted: 单飞 asks for Sealing of the data. The office head decides."
    assert (
        "Asked about their data on 2026-11-21: Sealing of the data, the office head is to decide"
        in tab.panel.people.text()
    )

    focused = tab.window().focusWidget()
    assert isinstance(focused, Button)
    assert focused.accessibleName() == ASKS

    bridge.sign_in(NAME_OF[Role.OFFICE_HEAD], PASSWORD)
    window = DataRequestsWindow(None, bridge)
    window.table.choose(1)
    window.approve.click()
    assert window.banner.words() == "Request 1 of 单飞 is approved: it can be carried out."
    assert "approved by" in tab.panel.people.text()
    window.carry_out.click()
    assert window.banner.words() == "Request 1 is done: the data of 单飞 is sealed."
    assert "Asked about" not in tab.panel.people.text()
    window.deleteLater()


def test_a_request_given_up_says_nothing(tab: HouseholdsTab, office: Office, answers: Answers) -> None:
    tab.open_record(a_household(office))
    answers.expect_dialog(lambda _dialog: None, accept=False)
    press(tab, ASKS)
    assert tab.panel.banner.words() == ""
    assert "Asked about" not in tab.panel.people.text()


def test_a_refused_and_a_corrected_request_say_so(bridge: Bridge, office: Office, answers: Answers) -> None:
    person = occupant(office, a_household(office))
    office.do(data_requests.ask, RequestDraft("a", person, RequestKind.COPY, "来电要求"))
    office.do(data_requests.ask, RequestDraft("b", person, RequestKind.CORRECTION, "姓名写错"))
    bridge.sign_in(NAME_OF[Role.OFFICE_HEAD], PASSWORD)
    window = DataRequestsWindow(None, bridge)
    window.table.choose(1)
    answers.expect("words", "不是本人")
    window.refuse.click()
    assert window.banner.words() == "Request 1 of 单飞 is refused; why stands with it."
    window.table.choose(2)
    window.approve.click()
    answers.expect("yes_no", True)
    window.carry_out.click()
    assert window.banner.words() == "Request 2 is done: the data of 单飞 is put right."
    window.deleteLater()


@pytest.mark.parametrize("role", [Role.CLERK, Role.SUPERVISOR])
def test_what_a_colleague_was_told_is_said_with_who_approved(
    tab: HouseholdsTab, bridge: Bridge, office: Office, answers: Answers, role: Role
) -> None:
    place_id = a_household(office)
    engineer, supervisor = NAME_OF[Role.ENGINEERING], NAME_OF[Role.SUPERVISOR]
    bridge.sign_in(NAME_OF[role], PASSWORD)
    tab.open_record(place_id)

    def fill(dialog: TellingDialog) -> None:
        dialog.to.set_value(staff_id(office, engineer))
        dialog.told.setText("手机尾号")
        dialog.reason.setText("上门检修")
        if role is Role.CLERK:
            dialog.accept()
            dialog.approval.name.set_value(supervisor)
            dialog.approval.password.setText(PASSWORD)

    answers.expect_dialog(fill)
    press(tab, TELLS)
    approved = f", approved by {supervisor}" if role is Role.CLERK else ""
    said = f"Noted in the list of who saw whom{approved}: what {engineer} was told of 单飞."
    assert tab.panel.banner.words() == said


def test_a_persons_history_is_theirs_and_not_that_of_who_has_the_same_name(
    tab: HouseholdsTab, bridge: Bridge, office: Office, answers: Answers, qtbot: QtBot
) -> None:
    def at(room: str, phone: str) -> int:
        return a_household(office, room, occupants=(OccupantDraft("陈静", phones=(PhoneDraft(phone),)),))

    mine, other = at("1502", "13900005678"), at("902", "13700001111")
    for place_id, reason in ((mine, "核对身份"), (other, "回电")):
        [phone] = office.ask(people.place_page, place_id, office.books).occupants[0].phones
        office.do(personal_access.reveal, RevealDraft(phone_id=phone.id, reason=reason))
    case = a_repair(office, place_id=mine, occupant_id=occupant(office, mine))
    office.do(personal_access.reveal, RevealDraft(case_id=case.id))

    def told(dialog: TellingDialog) -> None:
        dialog.to.set_value(staff_id(office, NAME_OF[Role.ENGINEERING]))
        dialog.told.setText("手机尾号")
        dialog.reason.setText("上门检修")

    tab.open_record(mine)
    answers.expect_dialog(told)
    press(tab, TELLS)
    seen: list[list[str]] = []

    def look(window: AccessWindow) -> None:
        seen.append([window.table.cell(row, 5) for row in range(window.table.count())])
        window.words.setText("陈静 ")
        seen.append([window.table.cell(row, 5) for row in range(window.table.count())])

    answers.expect_dialog(look, accept=False)
    press(tab, SEEN)
    assert seen[0] == ["手机尾号（上门检修）", case.number, "核对身份"]
    assert "回电" in seen[1]
