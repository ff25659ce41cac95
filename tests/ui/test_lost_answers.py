# SPDX-License-Identifier: Apache-2.0
"""What is saved although its answer was lost is said to be: forms and dialogs close, so that nobody saves it again."""

from __future__ import annotations

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from complaintdesk.desk import cases, exports, first_morning, follow_ups, import_runs
from complaintdesk.domain.building_pattern import BuildingPattern
from complaintdesk.domain.terms import CaseKind, FollowUpWay, Rating, Role
from complaintdesk.ui import background
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.import_wizard_past import undo_import
from complaintdesk.ui.own_password import PasswordSettings
from complaintdesk.ui.settings_pages import OfficeSettings, SettingsPage
from complaintdesk.ui.settings_staff import PersonDialog, StaffSettings
from complaintdesk.ui.tabs.case_panel import CasePanel
from complaintdesk.ui.tabs.follow_ups_tab import FollowUpsTab
from tests.builders import NAME_OF, PASSWORD, a_case, a_repair, rows
from tests.faults import lose_answer
from tests.ui.conftest import Answers, Show


def lose(bridge: Bridge, monkeypatch: pytest.MonkeyPatch, *, gone: bool = False) -> None:
    """Lets the answer to the next save be lost, and not one to a look at what other desks did."""
    bridge._looks.stop()
    background.wait_for_all()
    lose_answer(bridge.office, monkeypatch, gone=gone)


def test_a_note_whose_answer_was_lost_is_closed_and_said_to_be_saved(
    qtbot: QtBot, bridge: Bridge, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = a_repair(bridge.office)
    panel = CasePanel(bridge)
    panel.setMinimumSize(880, 640)
    show(panel)
    panel.show_case(case.id)
    panel.ask("note")
    form: Any = panel.slot.form
    form.words.setText("业主来电催问")
    lose(bridge, monkeypatch)
    form.submit()
    assert panel.slot.form is None
    assert panel.banner.words().startswith("It is saved: only the answer did not arrive.")
    assert rows(bridge.office, "SELECT words FROM case_event WHERE kind = 'noted'") == [("业主来电催问",)]
    panel.ask("note")
    again: Any = panel.slot.form
    assert again.words.text() == "", "what was typed is in the books, and not offered again"


SAVED = "It is saved: only the answer did not arrive.\nNothing has to be done again."
PEOPLE = "SELECT count(*) FROM staff WHERE name = '小何'"


@pytest.fixture
def keeper(bridge: Bridge) -> Bridge:
    """The administrator sits at the desk."""
    bridge.sign_in("管理员", PASSWORD)
    return bridge


def shown(page: SettingsPage, show: Show) -> Any:
    page.setMinimumSize(760, 640)
    show(page)
    page.refresh()
    return page


def somebody_new(dialog: PersonDialog) -> None:
    dialog.name.setText("小何")
    dialog.role.set_value(Role.CLERK)
    dialog.password.setText(PASSWORD)


def test_a_dialog_whose_answer_was_lost_closes_and_it_is_told_that_it_is_saved(
    keeper: Bridge, show: Show, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = shown(StaffSettings(keeper), show)

    def fill(dialog: PersonDialog) -> None:
        somebody_new(dialog)
        lose(keeper, monkeypatch)

    answers.expect_dialog(fill)
    answers.expect("tell")
    page.add_button.click()
    assert (answers.asked[-1].title, answers.asked[-1].text) == ("It is saved", SAVED)
    assert rows(keeper.office, PEOPLE) == [(1,)]
    assert "小何" in {person.name for person in page._known.values()}, "the list behind is read again"


def test_a_dialog_of_which_nobody_knows_stays_and_once_the_server_is_back_it_saves_nothing_twice(
    keeper: Bridge, show: Show, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = shown(StaffSettings(keeper), show)

    def fill(dialog: PersonDialog) -> None:
        somebody_new(dialog)
        lose(keeper, monkeypatch, gone=True)
        dialog.accept()
        assert dialog.isVisible()
        assert dialog.banner.words().startswith("It may be saved or not")
        assert "nothing is saved twice" in dialog.banner.words()
        assert dialog.name.text() == "小何"

    answers.expect_dialog(fill)
    answers.expect("tell")
    page.add_button.click()
    assert answers.asked[-1].text == SAVED
    assert rows(keeper.office, PEOPLE) == [(1,)]


@pytest.mark.parametrize("gone", [False, True])
def test_a_page_of_the_settings_shows_what_is_in_force_and_says_that_it_is_saved(
    keeper: Bridge, show: Show, monkeypatch: pytest.MonkeyPatch, gone: bool
) -> None:
    page = shown(OfficeSettings(keeper), show)
    page.profile.address.setText("一号楼")
    lose(keeper, monkeypatch, gone=gone)
    page.save()
    if gone:
        assert page.banner.words().startswith("It may be saved or not")
        assert page.is_unsaved
        page.save()
    assert page.banner.words() == SAVED
    assert not page.is_unsaved
    page.profile.address.setText("二号楼")
    page.save()
    assert page.banner.words() == "Saved.", "the page knows its own version"
    assert keeper.office.record.address == "二号楼"


def test_a_wrong_password_is_not_said_to_be_saved(keeper: Bridge, show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    page = shown(PasswordSettings(keeper), show)
    for box, typed in ((page.old, "forgotten"), (page.new, "other four words"), (page.again, "other four words")):
        box.setText(typed)
    lose(keeper, monkeypatch)
    page.save()
    assert page.fields["old"].problem() == "The password is wrong."
    page.old.setText(PASSWORD)
    lose(keeper, monkeypatch)
    page.save()
    assert page.banner.words() == SAVED
    assert page.new.text() == ""
    assert keeper.office.sign_in("管理员", "other four words").name == "管理员"


def test_an_export_goes_on_although_the_answer_to_its_note_was_lost(
    keeper: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    lose(keeper, monkeypatch)
    keeper.note(exports.note_export, "register", 3)
    noted = "SELECT count(*) FROM journal WHERE deed = 'exports.note_export'"
    assert rows(keeper.office, noted) == [(1,)]


def test_an_import_is_undone_to_the_end_although_an_answer_was_lost(
    keeper: Bridge, show: Show, answers: Answers, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = first_morning.households_of((BuildingPattern("1-2", "1-30", "01-04"),))
    first_morning.add_places(keeper.office, places)
    (run,) = keeper.ask(import_runs.past_imports)
    told: list[bool] = []
    answers.expect("yes_no", True)
    lose(keeper, monkeypatch)
    undo_import(show(), keeper, run.id, lambda: told.append(True))
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    (run,) = keeper.ask(import_runs.past_imports)
    assert (run.standing, run.half_undone) == (0, False)
    assert run.undone_at is not None


def test_a_second_signature_with_a_wrong_password_is_not_said_to_be_saved(
    bridge: Bridge, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-CB-07."""
    office = bridge.office
    case_id = a_case(office, CaseKind.COMPLAINT).id
    office.do(cases.handle, case_id, "已劝止")
    [(one,)] = rows(office, "SELECT id FROM follow_up")
    office.do(follow_ups.record, follow_ups.FollowUpDraft(one, FollowUpWay.PHONE, Rating.CONTENT))
    tab = FollowUpsTab(bridge)
    tab.setMinimumSize(1340, 668)
    show(tab)
    tab.open_record(one)
    tab.panel.ask("sign")
    form: Any = tab.panel.slot.form
    form.who.set_value(NAME_OF[Role.CLERK])
    form.password.setText("not theirs")
    lose(bridge, monkeypatch)
    form.submit()
    assert form.fields["password"].problem() == "The password is wrong."
    form.password.setText(PASSWORD)
    lose(bridge, monkeypatch)
    form.submit()
    assert tab.panel.banner.words().startswith("It is saved: only the answer did not arrive.")
    assert rows(office, "SELECT confirmed_at IS NOT NULL FROM follow_up") in ([(1,)], [(True,)])
