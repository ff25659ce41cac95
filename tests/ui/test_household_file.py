# SPDX-License-Identifier: Apache-2.0
"""A household's file on its page: kept by keyboard, its documents gone through, its papers out (R-OWN-01, R-OWN-05)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from complaintdesk.desk import attachments, household_files, people
from complaintdesk.desk.access_lists import AccessFilter, accesses
from complaintdesk.desk.household_records import DecorationDraft, DocumentDraft, HouseholdFile, VehicleDraft
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import AccessKind, DocumentKind, DocumentState, OccupantKind, PlaceKind, Role
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Button, Choices
from complaintdesk.ui.household_printing import COVER, LIST, household_job
from complaintdesk.ui.masked_phone import MaskedPhone
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs.day_steps import ReasonForm
from complaintdesk.ui.tabs.household_file_view import REST
from complaintdesk.ui.tabs.household_steps import DocumentForm, RestForm, SideForm
from complaintdesk.ui.tabs.households_tab import HouseholdsTab
from complaintdesk.ui.tabs.place_panel import EDIT
from tests.builders import NAME_OF, PASSWORD, a_case, a_household, a_repair, a_returned_slip, a_slip, rows
from tests.printing.papers import read_by_pypdf
from tests.ui.conftest import Answers, Show

F = TypeVar("F", bound=StepForm)
TODAY = date(2026, 11, 21)
FILE = "file"


@pytest.fixture
def tab(bridge: Bridge, show: Show) -> HouseholdsTab:
    bridge.office.sign_in(NAME_OF[Role.SUPERVISOR], PASSWORD)
    made = HouseholdsTab(bridge)
    show(made)
    return made


def area(tab: HouseholdsTab, kind: type[F]) -> F:
    """The area that is open, of this kind."""
    form = tab.panel.slot.form
    assert isinstance(form, kind)
    return form


def file_of(office: Office, place_id: int) -> HouseholdFile:
    return office.ask(household_files.household_file, place_id, TODAY)


def opened(tab: HouseholdsTab, office: Office) -> int:
    """A household whose file is in view."""
    place_id = a_household(office)
    tab.open_record(place_id)
    tab.panel.view.set_value(FILE)
    return place_id


def test_the_page_has_an_overview_and_a_file(tab: HouseholdsTab, office: Office) -> None:
    opened(tab, office)
    assert tab.panel.file_view.isVisible()
    assert not tab.panel.household.isVisible()
    assert tab.panel.file_view.counts.text() == "not noted 19"
    tab.panel.view.set_value("household")
    assert tab.panel.household.isVisible()
    assert not tab.panel.cover.isVisible()


def test_a_public_area_has_no_file(tab: HouseholdsTab, office: Office) -> None:
    opened(tab, office)
    tab.open_record(a_household(office, "", kind=PlaceKind.PUBLIC_AREA, label="中心花园", unit=""))
    assert not tab.panel.view.isVisible()
    assert tab.panel.household.isVisible()


def test_a_vehicle_is_noted_by_keyboard_and_stands_on_the_overview(
    qtbot: QtBot, tab: HouseholdsTab, office: Office
) -> None:
    place_id = opened(tab, office)
    tab.panel.file_view.sides["vehicle"].add.setFocus()
    qtbot.keyClick(tab.panel.file_view.sides["vehicle"].add, Qt.Key.Key_Return)
    form = area(tab, SideForm)
    for name, words in (("plate", "粤c12345"), ("model", "白色轩逸"), ("from_on", "2024年3月1日")):
        form.boxes[name].setFocus()
        form.boxes[name].insert(words)  # as an input method does
    qtbot.keyClick(form.boxes["note"], Qt.Key.Key_F8)
    assert [(each.plate, each.from_on) for each in file_of(office, place_id).vehicles] == [
        ("粤C·12345", date(2024, 3, 1))
    ]
    assert "粤C·12345" in tab.panel.file_view.sides["vehicle"].text()
    assert "粤C·12345" in tab.panel.facts.text()
    assert tab.panel.banner.words() == "The file is in the books."


@pytest.mark.parametrize(("ends", "day"), [("5月1日", date(2026, 5, 1)), ("2-1", date(2027, 2, 1))])
def test_an_end_without_a_year_is_the_first_such_day_after_the_beginning(
    tab: HouseholdsTab, office: Office, ends: str, day: date
) -> None:
    place_id = opened(tab, office)
    tab.panel.ask("pet/0")
    form = area(tab, SideForm)
    for name, words in (("species", "犬"), ("from_on", "2026-03-01"), ("to_on", ends)):
        form.boxes[name].setText(words)
    form.submit()
    assert file_of(office, place_id).pets[0].to_on == day


def test_an_end_without_a_year_is_refused_where_the_beginning_has_none(tab: HouseholdsTab, office: Office) -> None:
    opened(tab, office)
    tab.panel.ask("pet/0")
    form = area(tab, SideForm)
    for name, words in (("species", "犬"), ("to_on", "5月1日")):
        form.boxes[name].setText(words)
    form.submit()
    assert "year" in form.fields["to_on"].problem()


@pytest.mark.parametrize("side", ["vehicle", "pet", "decoration"])
def test_what_is_missing_or_no_day_is_said_beside_its_box(tab: HouseholdsTab, office: Office, side: str) -> None:
    opened(tab, office)
    tab.panel.ask(f"{side}/0")
    form = area(tab, SideForm)
    form.boxes["from_on"].setText("后年")
    form.submit()
    assert form.fields["from_on"].problem()
    form.boxes["from_on"].setText("")
    form.submit()
    assert sum(bool(row.problem()) for row in form.fields.values()) == 1
    assert tab.panel.slot.form is form


def test_works_are_changed_when_they_are_accepted(tab: HouseholdsTab, office: Office) -> None:
    place_id = opened(tab, office)
    tab.panel.ask("decoration/0")
    form = area(tab, SideForm)
    for name, words in (("works", "厨卫改造"), ("company", "鸿运装饰"), ("phone", "13800001234")):
        form.boxes[name].setText(words)
    form.submit()
    assert "not accepted yet" in tab.panel.file_view.sides["decoration"].text()
    (works,) = file_of(office, place_id).works
    tab.panel.ask(f"decoration/{works.id}")
    area(tab, SideForm).boxes["accepted_on"].setText("2026-05-01")
    area(tab, SideForm).submit()
    assert "accepted 2026-05-01" in tab.panel.file_view.sides["decoration"].text()
    assert "厨卫改造" not in tab.panel.facts.text(), "what is accepted is no longer news"
    assert file_of(office, place_id).works[0].phone == "13800001234", "what nobody typed over stays"


def test_the_phone_of_who_is_in_charge_of_works_is_shown_as_a_deed_r_own_02(
    tab: HouseholdsTab, office: Office, answers: Answers
) -> None:
    place_id = opened(tab, office)
    works = DecorationDraft(place_id, works="厨卫改造", contact="周工", phone="13700001111")
    office.do(household_files.save_decoration, works)
    tab.open_record(place_id)
    [phone] = tab.panel.file_view.sides["decoration"].findChildren(MaskedPhone)
    assert phone.shown() == "周工 137****1111"

    answers.expect_dialog(lambda dialog: dialog.reason.setText("装修巡查"))
    phone.click()
    assert phone.shown() == "周工 137 0000 1111"
    [seen] = office.ask(accesses, AccessFilter(place_id=place_id), office.zone)
    assert (seen.kind, seen.reason) == (AccessKind.REVEALED, "装修巡查")


def test_of_a_vehicle_is_asked_whose_it_is(tab: HouseholdsTab, office: Office) -> None:
    place_id = opened(tab, office)
    (person_id, name) = rows(office, "SELECT id, name FROM occupant ORDER BY id")[0]
    tab.panel.ask("vehicle/0")
    form = area(tab, SideForm)
    assert form.whose is not None
    assert form.whose.value == 0, "the household's, where nobody says otherwise"
    form.boxes["plate"].setText("粤C12345")
    form.submit()
    (read,) = file_of(office, place_id).vehicles
    assert read.occupant_id is None
    tab.panel.ask(f"vehicle/{read.id}")
    form = area(tab, SideForm)
    assert isinstance(form.whose, Choices)
    form.whose.button(person_id).click()
    kept = form.typed()
    form.put({**kept, "occupant_id": 999})
    assert form.whose.value == 0, "who is there no more is nobody's choice"
    form.put(kept)
    form.submit()
    (read,) = file_of(office, place_id).vehicles
    assert read.occupant_id == person_id
    assert name in tab.panel.file_view.sides["vehicle"].text()


def test_a_vehicle_that_another_desk_changed_is_shown_beside_mine(tab: HouseholdsTab, office: Office) -> None:
    place_id = opened(tab, office)
    office.do(household_files.save_vehicle, VehicleDraft(place_id, "粤C12345"))
    (read,) = file_of(office, place_id).vehicles
    tab.panel.ask(f"vehicle/{read.id}")
    form = area(tab, SideForm)
    form.boxes["space"].setText("B2-001")
    office.do(household_files.save_vehicle, replace(read, space="B1-027"))
    form.submit()
    assert "B1-027" in form.banner.words()
    assert "B2-001" in form.banner.words()
    form.banner.findChildren(Button)[0].click()
    assert file_of(office, place_id).vehicles[0].space == "B2-001"


def test_what_was_noted_by_mistake_is_taken_out_with_a_reason(tab: HouseholdsTab, office: Office) -> None:
    place_id = opened(tab, office)
    office.do(household_files.save_vehicle, VehicleDraft(place_id, "粤C12345"))
    (read,) = file_of(office, place_id).vehicles
    tab.panel.ask(f"void_vehicle/{read.id}")
    form = area(tab, ReasonForm)
    form.submit()
    assert form.fields["reason"].problem()
    form.reason.setText("登记错户")
    form.submit()
    assert file_of(office, place_id).vehicles == ()
    assert tab.panel.banner.words() == "Taken out; it stays in the books."


def test_documents_are_gone_through_by_keyboard(qtbot: QtBot, tab: HouseholdsTab, office: Office) -> None:
    place_id = opened(tab, office)
    documents = tab.panel.file_view.documents
    documents.choose(0)
    documents.setFocus()
    qtbot.keyClick(documents, Qt.Key.Key_Return)
    form = area(tab, DocumentForm)
    form.filed_at.setText("3号柜 2-1502")
    qtbot.keyClick(form.filed_at, Qt.Key.Key_F8)
    assert documents.chosen_id() == 1
    assert QApplication.focusWidget() is documents
    qtbot.keyClick(documents, Qt.Key.Key_Return)
    second = area(tab, DocumentForm)
    assert second.filed_at.text() == "3号柜 2-1502", "where the household's papers are is proposed"
    second.state.set_value(DocumentState.MISSING)
    second.submit()
    states = [each.state for each in file_of(office, place_id).documents[:3]]
    assert states == [DocumentState.HELD, DocumentState.MISSING, None]
    assert documents.cell(0, 2) == "Held"
    assert tab.panel.file_view.counts.text() == "Held 1 · Missing 1 · not noted 17"


def test_the_rest_is_noted_in_one_go(tab: HouseholdsTab, office: Office) -> None:
    place_id = opened(tab, office)
    office.do(household_files.note_document, DocumentDraft(place_id, DocumentKind.PETS, DocumentState.HELD))
    tab.panel.ask(REST)
    assert "18" in area(tab, RestForm).title.text()
    area(tab, RestForm).submit()
    assert file_of(office, place_id).counts == {DocumentState.HELD: 1, DocumentState.MISSING: 18}
    assert not tab.panel.file_view.rest.isVisible()


def test_a_scan_is_attached_shown_and_taken_out(tab: HouseholdsTab, office: Office, tmp_path: Path) -> None:
    place_id = opened(tab, office)
    tab.panel.ask("document/contract")
    form = area(tab, DocumentForm)
    form.state.set_value(DocumentState.MISSING)
    stored = attachments.store(
        office.pool, office.database.key, "合同.pdf", b"scan", beside_file=not office.database.is_server
    )
    form.files.put([{"name": stored.name, "sha256": stored.sha256, "size": stored.size}])
    form.files.changed.emit()
    assert form.state.value is DocumentState.HELD, "what was scanned is there"
    form.submit()
    tab.panel.file_view.documents.choose(3)
    assert tab.panel.file_view.scans.names() == ["合同.pdf 1 KB"]
    assert tab.panel.file_view.documents.cell(3, 4) == "1"
    (file,) = file_of(office, place_id).documents[3].files
    tab.panel.ask(f"void_scan/{file.id}")
    area(tab, ReasonForm).reason.setText("别户的")
    area(tab, ReasonForm).submit()
    tab.panel.file_view.documents.choose(3)
    assert tab.panel.file_view.scans.names() == []


def test_a_half_typed_document_comes_back_with_its_household(tab: HouseholdsTab, office: Office) -> None:
    place_id = opened(tab, office)
    tab.panel.ask("document/contract")
    area(tab, DocumentForm).state.set_value(DocumentState.MISSING)
    area(tab, DocumentForm).note.setText("向业主索取")
    tab.open_record(a_household(office, "1601"))
    tab.open_record(place_id)
    form = area(tab, DocumentForm)
    assert (form.note.text(), form.state.value) == ("向业主索取", DocumentState.MISSING)
    assert tab.panel.view.value == FILE


def test_a_clerk_keeps_the_file_and_takes_nothing_out(tab: HouseholdsTab, office: Office) -> None:
    place_id = opened(tab, office)
    office.do(household_files.save_vehicle, VehicleDraft(place_id, "粤C12345"))
    office.sign_in(NAME_OF[Role.CLERK], PASSWORD)
    tab.bridge.signed.emit(office.staff)
    tab.refresh()
    lines = tab.panel.file_view.sides["vehicle"]
    names = [button.accessibleName() for button in lines.findChildren(Button) if button.isVisibleTo(lines)]
    assert [name for name in names if name.startswith(("Change", "Take"))] == ["Change 粤C·12345"]


def test_the_overview_shows_moving_in_warranty_and_who_lived_there(tab: HouseholdsTab, office: Office) -> None:
    place_id = a_household(office, moved_in_on=date(2019, 6, 1), warranty_until=date(2024, 5, 31))
    tab.open_record(place_id)
    tab.panel.ask(EDIT)
    form = tab.panel.slot.form
    assert form is not None
    form.days["warranty_until"].setText("2027-05-31")  # type: ignore[attr-defined]
    person = form.people.persons[0]  # type: ignore[attr-defined]
    person.kind.set_value(OccupantKind.TENANT)
    person.to_on.setText("2025-12-31")
    form.submit()
    page = office.ask(people.place_page, place_id, office.books)
    assert (page.moved_in_on, page.warranty_until) == (date(2019, 6, 1), date(2027, 5, 31))
    assert "Warranty until 2027-05-31" in tab.panel.facts.text()
    shown = [each.text() for each in tab.panel.household.findChildren(type(tab.panel.slips_title))]
    assert "Formerly" in shown


def test_slips_and_call_backs_of_the_household_open_in_their_tabs(
    qtbot: QtBot, tab: HouseholdsTab, office: Office
) -> None:
    place_id = a_household(office)
    done = a_returned_slip(office, a_repair(office, place_id=place_id, content="厨房漏水").id)
    a_slip(office, a_repair(office, place_id=place_id, content="门锁打不开").id)
    a_case(office, place_id=a_household(office, "1601"))
    tab.open_record(place_id)
    assert tab.panel.slips_title.text() == "Slips 2"
    assert "厨房漏水" in tab.panel.slips.lines()[1]
    assert tab.panel.calls.lines()[0].endswith("to be made")
    with qtbot.waitSignal(tab.asked_for) as asked:
        qtbot.keyClick(tab.panel.slips, Qt.Key.Key_Down)
        qtbot.keyClick(tab.panel.slips, Qt.Key.Key_Return)
    assert asked.args == ["order", done.order_id]
    with qtbot.waitSignal(tab.list_asked_for) as listed:
        tab.panel.all_cases.click()
    assert listed.args is not None
    assert (listed.args[0], len(listed.args[1]), listed.args[2]) == ("case", 2, "3栋2单元1502")


@pytest.mark.parametrize(("form", "words"), [(COVER, "业主档案"), (LIST, "业主档案目录")])
def test_the_papers_of_a_file_come_out_and_stand_on_record(
    tab: HouseholdsTab, office: Office, tmp_path: Path, form: str, words: str
) -> None:
    place_id = opened(tab, office)
    path = tmp_path / "paper.pdf"
    household_job(tab.bridge, form, place_id).to_pdf(path)
    assert words in "".join(read_by_pypdf(path.read_bytes())[0].split())
    assert rows(office, "SELECT form, covers FROM print_record") == [(form, f"place:{place_id}")]
    assert rows(office, "SELECT place_id, people FROM personal_access") == [(place_id, 1)]
