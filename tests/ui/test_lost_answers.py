# SPDX-License-Identifier: Apache-2.0
"""What is saved although its answer was lost is said to be: forms and dialogs close, so that nobody saves it again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from complaintdesk.desk import cases, exports, first_morning, follow_ups, import_runs, recovery
from complaintdesk.domain.building_pattern import BuildingPattern
from complaintdesk.domain.terms import CaseKind, Charge, FollowUpWay, OrderState, Rating, Role
from complaintdesk.ui import background, printing
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.import_wizard_past import undo_import
from complaintdesk.ui.own_password import PasswordSettings
from complaintdesk.ui.recovery import RecoverDialog
from complaintdesk.ui.settings_pages import OfficeSettings, SettingsPage
from complaintdesk.ui.settings_staff import PersonDialog, StaffSettings
from complaintdesk.ui.tabs.case_panel import CasePanel
from complaintdesk.ui.tabs.case_steps import DispatchStep
from complaintdesk.ui.tabs.completion_form import CompletionForm
from complaintdesk.ui.tabs.follow_ups_tab import FollowUpsTab
from complaintdesk.ui.tabs.orders_tab import OrdersTab
from tests.builders import NAME_OF, PASSWORD, DeskClock, a_case, a_repair, a_slip, page, rows, slip
from tests.faults import lose_answer
from tests.ui import calls, slips
from tests.ui.calls import Register, a_repair_typed
from tests.ui.conftest import Answers, Show


def lose(bridge: Bridge, monkeypatch: pytest.MonkeyPatch, *, gone: bool = False, after: int = 0) -> None:
    """Lets the answer to the next save be lost, and not one to a look at what other desks did."""
    bridge._looks.stop()
    background.wait_for_all()
    lose_answer(bridge.office, monkeypatch, gone=gone, after=after)


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
    keeper.note(exports.note_export, "register", 3, "归档")
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


SLIPS = "SELECT number FROM work_order"


def test_a_slip_issued_with_the_registration_is_printed_although_its_answer_was_lost(
    bridge: Bridge, register: Register, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = register()
    form = a_repair_typed(tab)
    previewed: list[str] = []
    answers.expect_dialog(lambda preview: previewed.append(preview.windowTitle()), accept=False)
    lose(bridge, monkeypatch, after=1)
    tab.card.save_and_print()
    assert tab.card.banner.words().startswith("Registered: BX2026-000001, slip WX2026-000001")
    assert "WX2026-000001" in previewed[0]
    assert rows(bridge.office, SLIPS) == [("WX2026-000001",)]
    assert form.content.text() == ""


def test_whether_a_slip_was_issued_is_said_to_be_unknown_and_the_same_once_more_issues_no_second(
    bridge: Bridge, register: Register, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = register()
    form = a_repair_typed(tab)
    lose(bridge, monkeypatch, gone=True, after=1)
    tab.card.save_and_print()
    assert tab.card.banner.words() == (
        "BX2026-000001 is registered. Whether its slip was issued can't be known yet: when the database can be "
        "reached again, do the same once more, or look at the case then."
    )
    assert form.content.text() == "厨房水管漏水", "the form stays for it"
    answers.expect_dialog(lambda _preview: None, accept=False)
    tab.card.save_and_print()
    assert tab.card.banner.words().startswith("Registered: BX2026-000001, slip WX2026-000001")
    assert rows(bridge.office, SLIPS) == [("WX2026-000001",)]
    assert rows(bridge.office, "SELECT count(*) FROM case_record") == [(1,)]
    assert form.content.text() == ""


def test_a_slip_is_issued_although_the_answer_to_the_settled_price_was_lost(
    bridge: Bridge, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-WO-07."""
    saved = a_repair(bridge.office, charge=None)
    tab = calls.on(register(), saved.id)
    form = calls.asked(tab, "dispatch", DispatchStep)
    assert form.price is not None
    form.price.charge.set_value(Charge.FREE)
    form.print.setChecked(False)
    lose(bridge, monkeypatch)
    form.submit()
    case = page(bridge.office, saved.id).case
    assert (case.charge, len(case.orders)) == (Charge.FREE, 1)
    assert case.orders[0].number in tab.panel.banner.words()


@pytest.mark.parametrize("after", [0, 1])
def test_a_slip_is_completed_and_booked_in_although_an_answer_was_lost(
    bridge: Bridge, orders_tab: OrdersTab, monkeypatch: pytest.MonkeyPatch, clock: DeskClock, after: int
) -> None:
    issued = a_slip(bridge.office)
    clock.later(hours=2)
    orders_tab.open_record(issued.order_id)
    form = slips.asked(orders_tab, "complete", CompletionForm)
    slips.fill(form)
    lose(bridge, monkeypatch, after=after)
    form.book_in.click()
    assert slip(bridge.office, issued.order_id).state is OrderState.RETURNED
    assert "It is saved" not in orders_tab.panel.banner.words()


def test_whether_a_completed_slip_was_booked_in_is_said_to_be_unknown(
    bridge: Bridge, orders_tab: OrdersTab, monkeypatch: pytest.MonkeyPatch, clock: DeskClock
) -> None:
    issued = a_slip(bridge.office)
    clock.later(hours=2)
    orders_tab.open_record(issued.order_id)
    form = slips.asked(orders_tab, "complete", CompletionForm)
    slips.fill(form)
    lose(bridge, monkeypatch, gone=True, after=1)
    form.book_in.click()
    assert not slips.is_asking(orders_tab), "the completion is saved"
    assert orders_tab.panel.banner.words().endswith(
        "Whether it was booked in can't be known yet: look at the slip when the database can be reached again."
    )


def test_a_paper_comes_out_although_the_answer_to_its_start_was_lost(
    bridge: Bridge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    issued = a_slip(bridge.office)
    job = printing.slip_job(bridge, issued.order_id)
    for after in (0, 1):
        target = tmp_path / f"{after}.pdf"
        lose(bridge, monkeypatch, after=after)
        job.to_pdf(target)
        assert target.read_bytes().startswith(b"%PDF")
    outcomes = "SELECT copy_no, outcome FROM print_record ORDER BY id"
    assert rows(bridge.office, outcomes) == [(1, "confirmed"), (1, "confirmed")]


def test_nobody_is_sent_to_print_again_what_came_out_while_the_server_was_gone(
    bridge: Bridge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = printing.slip_job(bridge, a_slip(bridge.office).order_id)
    lose(bridge, monkeypatch, gone=True, after=1)
    said = job.to_pdf(tmp_path / "slip.pdf")
    assert said == "WX2026-000001: saved as slip.pdf.\nIt came out, though the books can't say so yet."
    assert (tmp_path / "slip.pdf").exists()


def test_a_recovery_of_which_nobody_knows_is_the_same_when_it_is_asked_for_again(
    keeper: Bridge, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = recovery.new_code(keeper.office)
    keeper.sign_out()
    dialog = RecoverDialog(show(), keeper)
    for box, typed in (
        (dialog.code, code),
        (dialog.name, "王敏"),
        (dialog.password, PASSWORD),
        (dialog.again, PASSWORD),
    ):
        box.setText(typed)
    lose(keeper, monkeypatch, gone=True)
    dialog.accept()
    assert dialog.banner.words().startswith("It may be saved or not")
    dialog.accept()
    assert dialog.recovered is not None
    assert keeper.office.sign_in("王敏", PASSWORD).role is Role.ADMINISTRATOR
