# SPDX-License-Identifier: Apache-2.0
"""The households tab: finding a place, its page with masked phones and cases, adding, changing, taking out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from complaintdesk.desk import cases, households, people, personal_access
from complaintdesk.desk.access_lists import AccessFilter, accesses
from complaintdesk.desk.drafts import OccupantDraft, PhoneDraft, PlaceDraft
from complaintdesk.desk.office import Office
from complaintdesk.desk.personal_access import RevealDraft
from complaintdesk.desk.records import PlacePage
from complaintdesk.domain.terms import OccupantKind, PlaceKind, Role
from complaintdesk.ui.access_window import AccessWindow
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Choice
from complaintdesk.ui.masked_phone import MaskedPhone
from complaintdesk.ui.step_form import StepForm
from complaintdesk.ui.tabs.household_steps import VoidReasonForm
from complaintdesk.ui.tabs.households_tab import HouseholdsTab
from complaintdesk.ui.tabs.person_fields import PersonFields
from complaintdesk.ui.tabs.place_conflict import MINE, THEIRS
from complaintdesk.ui.tabs.place_form import PlaceForm, draft_of
from complaintdesk.ui.tabs.place_panel import EDIT, VOID
from complaintdesk.ui.top_line import SearchBox
from tests.builders import NAME_OF, PASSWORD, a_case, a_household, a_repair, rows
from tests.ui.conftest import Answers, Show

F = TypeVar("F", bound=StepForm)


@pytest.fixture
def tab(bridge: Bridge, show: Show) -> HouseholdsTab:
    made = HouseholdsTab(bridge)
    show(made)
    return made


def labels(tab: HouseholdsTab) -> list[str]:
    return [tab.table.cell(row, 0) for row in range(tab.table.count())]


def page(office: Office, place_id: int) -> PlacePage:
    return office.ask(people.place_page, place_id, office.books)


def area(tab: HouseholdsTab, kind: type[F]) -> F:
    """The area that is open, of this kind."""
    form = tab.panel.slot.form
    assert isinstance(form, kind)
    return form


def opened(tab: HouseholdsTab, place_id: int) -> PlaceForm:
    """The form of a place, just opened."""
    tab.open_record(place_id)
    tab.panel.ask(EDIT)
    return area(tab, PlaceForm)


def test_places_stand_by_building_unit_and_room(tab: HouseholdsTab, office: Office) -> None:
    for building, room in (("10", "301"), ("2", "1502"), ("2", "902")):
        a_household(office, room, building=building, unit="1")
    assert labels(tab) == ["2栋1单元902", "2栋1单元1502", "10栋1单元301"]


@pytest.mark.parametrize("words", ["3-2-1502", "3栋2单元1502", "三号楼2单元1502室", "单飞", "shanfei", "sf", "5678"])
def test_a_household_is_found_by_any_spelling_of_its_room_by_name_pinyin_or_phone(
    tab: HouseholdsTab, office: Office, words: str
) -> None:
    a_household(office)
    a_household(office, "1601", occupants=(OccupantDraft("王芳", phones=(PhoneDraft("13911112222"),)),))
    tab.search(words)
    assert labels(tab) == ["3栋2单元1502"]
    assert tab.panel.label.text() == "3栋2单元1502"
    tab.search("")
    assert tab.table.count() == 2


def test_kinds_of_places_are_told_apart(tab: HouseholdsTab, office: Office) -> None:
    a_household(office)
    office.do(households.save_place, PlaceDraft(PlaceKind.PUBLIC_AREA, label="中心花园"))
    tab.kinds.set_value(PlaceKind.PUBLIC_AREA)
    assert labels(tab) == ["中心花园"]


def test_an_empty_list_says_what_to_do_next(tab: HouseholdsTab) -> None:
    assert tab.table._empty[1] == "Import the list you have, or add one with Ctrl+N."
    tab.search("nobody")
    assert tab.table._empty[0] == "No place fits."


def test_the_page_shows_people_open_and_earlier_cases(tab: HouseholdsTab, office: Office) -> None:
    place_id = a_household(office, area="98.6", note="家里有狗")
    done = a_case(office, place_id=place_id, content="楼道灯不亮")
    office.do(cases.handle, done.id, "已换灯")
    a_repair(office, place_id=place_id, content="厨房漏水")
    tab.open_record(place_id)
    assert "98.6㎡" in tab.panel.facts.text()
    assert "家里有狗" in tab.panel.facts.text()
    assert tab.panel.titles["open"].text() == "Open cases 1"
    assert "厨房漏水" in tab.panel.cases["open"].lines()[0]
    assert "楼道灯不亮" in tab.panel.cases["earlier"].lines()[0]
    assert tab.panel.open_cases.text() == "1 open"


def test_a_case_of_the_household_opens_in_the_register(qtbot: QtBot, tab: HouseholdsTab, office: Office) -> None:
    place_id = a_household(office)
    case = a_repair(office, place_id=place_id)
    tab.open_record(place_id)
    with qtbot.waitSignal(tab.asked_for) as asked:
        qtbot.keyClick(tab.panel.cases["open"], Qt.Key.Key_Return)
    assert asked.args == ["case", case.id]


def test_phones_are_masked_in_the_list_and_on_the_page_until_they_are_asked_for(
    qtbot: QtBot, tab: HouseholdsTab, office: Office, answers: Answers
) -> None:
    place_id = a_household(office)
    assert tab.table.cell(0, 2) == "139****5678"
    tab.open_record(place_id)
    phone = tab.panel.findChild(MaskedPhone)
    assert isinstance(phone, MaskedPhone)
    assert phone.shown() == "手机 139****5678"
    answers.expect_dialog(lambda dialog: dialog.reason.setText("核对身份"))
    qtbot.keyClick(phone, Qt.Key.Key_Space)
    assert phone.shown() == "手机 139 0000 5678"
    qtbot.keyClick(phone, Qt.Key.Key_Return)
    assert phone.shown() == "手机 139****5678"
    (row,) = office.ask(accesses, AccessFilter(place_id=place_id), office.zone)
    assert (row.staff, row.reason) == ("王敏", "核对身份")


def test_a_household_is_added_by_keyboard_with_its_people(qtbot: QtBot, tab: HouseholdsTab, office: Office) -> None:
    qtbot.keyClick(tab, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    form = area(tab, PlaceForm)
    assert form.lines["building"].hasFocus()
    for name, written in (("building", "3"), ("unit", "2"), ("room", "1502"), ("area", "98.6")):
        form.lines[name].setText(written)
    owner = form.people.persons[0]
    owner.name.setText("张建国")
    owner.phones.pairs[0][0].setText("138 1234 5678")
    owner.phones.pairs[1][0].setText("0571-88880000")
    owner.phones.pairs[1][1].setText("单位")
    owner.from_on.setText("2019年6月1日")
    tenant = form.people.add()
    tenant.name.setText("李四")
    tenant.kind.set_value(OccupantKind.TENANT)
    qtbot.keyClick(form, Qt.Key.Key_F8)
    assert labels(tab) == ["3栋2单元1502"]
    chosen = tab.table.chosen_id()
    assert chosen is not None
    saved = page(office, chosen)
    assert [(person.name, person.kind) for person in saved.occupants] == [
        ("张建国", OccupantKind.OWNER),
        ("李四", OccupantKind.TENANT),
    ]
    assert [phone.number for phone in saved.occupants[0].phones] == ["13812345678", "057188880000"]
    assert saved.occupants[0].from_on == date(2019, 6, 1)
    assert tab.panel.banner.words() == "3栋2单元1502 is in the books."


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(tab: HouseholdsTab, office: Office) -> None:
    a_household(office)
    tab._add()
    form = area(tab, PlaceForm)
    form.people.persons[0].name.setText("张建国")
    form.submit()
    assert form.fields["room"].problem() == "Which room?"
    for name, written in (("building", "三号楼"), ("unit", "2"), ("room", "1502")):
        form.lines[name].setText(written)
    form.submit()
    assert form.fields["room"].problem() == "3栋2单元1502 is in the books already."
    form.lines["room"].setText("1601")
    owner = form.people.persons[0]
    owner.phones.pairs[0][0].setText("1381234567")
    form.submit()
    assert form.fields["occupants"].problem() == "A mobile number has 11 digits."
    assert owner.phones.pairs[0][0].hasFocus()
    owner.phones.pairs[0][0].setText("13812345678")
    owner.to_on.setText("明年")
    form.submit()
    assert "no time" in form.fields["occupants"].problem()
    owner.to_on.setText("")
    owner.name.setText(" ")
    form.submit()
    assert form.fields["occupants"].problem() == "A name is needed."
    assert form.lines["room"].text() == "1601"
    owner.name.setText("张建国")
    form.submit()
    assert labels(tab) == ["3栋2单元1502", "3栋2单元1601"]


def test_a_place_that_is_no_door_has_a_name_instead(tab: HouseholdsTab, office: Office) -> None:
    tab._add()
    form = area(tab, PlaceForm)
    assert form.fields["label"].isHidden()
    form.kind.set_value(PlaceKind.PUBLIC_AREA)
    assert form.fields["room"].isHidden()
    form.lines["label"].setText("3栋公共区域")
    form.lines["building"].setText("3")
    form.submit()
    assert labels(tab) == ["3栋公共区域"]


def test_a_household_is_changed_and_its_people_stay_the_same_people(tab: HouseholdsTab, office: Office) -> None:
    place_id = a_household(office)
    before = page(office, place_id).occupants[0].id
    form = opened(tab, place_id)
    person = form.people.persons[0]
    person.name.setText("单飞飞")
    person.phones.pairs[0][0].setText("13700001111")
    form.note.setText("门铃坏了")
    form.submit()
    after = page(office, place_id)
    assert (after.occupants[0].id, after.occupants[0].name) == (before, "单飞飞")
    assert [phone.number for phone in after.occupants[0].phones] == ["13700001111"]
    assert after.note == "门铃坏了"
    kept = rows(office, "SELECT number, voided_at IS NOT NULL FROM phone ORDER BY id")
    assert kept == [("13900005678", 1), ("13700001111", 0)]


def test_two_desks_changing_one_household_see_both_versions_and_lose_neither(
    qtbot: QtBot, tab: HouseholdsTab, office: Office
) -> None:
    place_id = a_household(office, area="98", note="旧备注")
    form = opened(tab, place_id)
    theirs = draft_of(page(office, place_id))
    other = replace(theirs.occupants[0], note="听力不好")
    office.do(households.save_place, replace(theirs, area="101", note="他们的备注", occupants=(other,)))
    form.note.setText("我的备注")
    form.people.add().name.setText("新租户")
    form.submit()
    assert form.conflict is not None
    assert "at another desk" in form.banner.words()
    chosen = {key: choice.value for key, choice in form.conflict.choices.items()}
    assert chosen == {"area": THEIRS, "note": MINE, f"person {other.id}": THEIRS}
    assert form.note.text() == "我的备注"
    form.conflict.choices["area"].set_value(MINE)
    form.submit()
    saved = page(office, place_id)
    assert (saved.area, saved.note) == ("98", "我的备注")
    assert [(person.name, person.note) for person in saved.occupants] == [("单飞", "听力不好"), ("新租户", "")]


def test_a_third_change_while_choosing_shows_both_versions_again(tab: HouseholdsTab, office: Office) -> None:
    place_id = a_household(office, note="一")
    form = opened(tab, place_id)
    form.note.setText("我的")
    for note in ("二", "三"):
        office.do(households.save_place, replace(draft_of(page(office, place_id)), note=note))
        form.submit()
        assert form.conflict is not None
        assert form.conflict.differences["note"].theirs == note
    form.submit()
    assert page(office, place_id).note == "我的"


def test_somebody_moved_out_is_taken_out_with_a_reason_and_stays_in_the_books(
    tab: HouseholdsTab, office: Office
) -> None:
    place_id = a_household(office)
    person = page(office, place_id).occupants[0]
    tab.open_record(place_id)
    tab.panel.ask(f"void_person/{person.id}")
    form = area(tab, VoidReasonForm)
    form.submit()
    assert form.fields["reason"].problem() == "Why? The reason stays in the books."
    form.reason.setText("录入有误")
    form.submit()
    assert page(office, place_id).occupants == ()
    assert rows(office, "SELECT name, void_reason FROM occupant") == [("单飞", "录入有误")]


def test_a_place_entered_by_mistake_goes_from_the_list_and_stays_in_the_books(
    tab: HouseholdsTab, office: Office
) -> None:
    place_id = a_household(office)
    tab.open_record(place_id)
    tab.panel.ask(VOID)
    form = area(tab, VoidReasonForm)
    form.reason.setText("没有这一户")
    form.submit()
    assert tab.table.count() == 0
    assert tab.panel.page is None
    assert tab.panel.banner.words() == "3栋2单元1502 is out of use; it stays in the books."
    assert rows(office, "SELECT void_reason FROM place") == [("没有这一户",)]


def test_a_clerk_changes_households_but_takes_none_out(bridge: Bridge, tab: HouseholdsTab, office: Office) -> None:
    place_id = a_household(office)
    bridge.sign_in(NAME_OF[Role.CLERK], PASSWORD)
    tab.open_record(place_id)
    assert not tab.panel.edit.isHidden()
    assert tab.panel.void.isHidden()
    bridge.sign_in(NAME_OF[Role.ENGINEERING], PASSWORD)
    assert tab.new.isHidden()
    assert tab.take_in.isHidden()
    assert tab.panel.page is None, "R-OWN-03: what the clerk had in view is not the next one's to read"
    assert not tab.panel.edit.isVisible()


def test_a_half_typed_household_waits_for_its_turn_and_survives_the_program(
    bridge: Bridge, tab: HouseholdsTab, office: Office, show: Show
) -> None:
    place_id = a_household(office)
    other = a_household(office, "1601")
    form = opened(tab, place_id)
    form.note.setText("半途")
    form.people.add().name.setText("半个人")
    tab.open_record(other)
    tab.open_record(place_id)
    again = area(tab, PlaceForm)
    assert again.note.text() == "半途"
    assert [person.name.text() for person in again.people.persons] == ["单飞", "半个人"]
    tab.keep()
    later = HouseholdsTab(bridge)
    show(later)
    later.open_record(place_id)
    area(later, PlaceForm).submit()
    assert {person.name for person in page(office, place_id).occupants} == {"单飞", "半个人"}


def test_a_new_household_left_half_typed_is_there_when_add_is_pressed_again(tab: HouseholdsTab, office: Office) -> None:
    place_id = a_household(office)
    tab._add()
    area(tab, PlaceForm).lines["room"].setText("1701")
    tab.open_record(place_id)
    assert tab.panel.slot.form is None
    tab._add()
    assert area(tab, PlaceForm).lines["room"].text() == "1701"


def test_one_more_person_can_be_taken_away_again_before_saving(tab: HouseholdsTab, office: Office) -> None:
    form = opened(tab, a_household(office))
    more: PersonFields = form.people.add()
    more.name.setText("多余")
    more.removed.emit()
    assert [draft.name for draft in form.people.drafts()] == ["单飞"]


def test_no_part_of_the_tab_ever_becomes_a_window_of_its_own(tab: HouseholdsTab, office: Office) -> None:
    opened(tab, a_household(office))
    tab._add()
    assert [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()] == [tab.window()]


def test_tab_goes_from_person_to_person_with_their_phones(qtbot: QtBot, tab: HouseholdsTab, office: Office) -> None:
    form = opened(tab, a_household(office))
    second = form.people.add()
    second.phones.pairs[0][0].setText("13812345678")
    first = form.people.persons[0]
    stops = [stop for person in (first, second) for stop in person.stops() if not isinstance(stop, Choice)]
    stops[0].setFocus()
    reached = [stops[0]]
    for _ in range(40):
        focus = QApplication.focusWidget()
        assert focus is not None
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        if now in stops:
            reached.append(now)
        if now is stops[-1]:
            break
    assert reached == stops


def test_what_is_typed_on_the_page_is_looked_for_and_chooses_no_kind(qtbot: QtBot, bridge: Bridge, show: Show) -> None:
    made, box = HouseholdsTab(bridge), SearchBox()
    show(box, made)
    made.take_keyboard()
    assert box.hasFocus()
    first = made.kinds.button("all")
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_3)
    assert (box.text(), box.hasFocus(), made.kinds.value) == ("3", True, "all")


def test_who_saw_a_household_is_one_step_from_its_name(tab: HouseholdsTab, office: Office, answers: Answers) -> None:
    first, other = a_household(office), a_household(office, "1602")
    for place_id in (first, a_household(office, building="13")):  # whose name ends as the first one's does
        phone = page(office, place_id).occupants[0].phones[0].id
        office.do(personal_access.reveal, RevealDraft(phone_id=phone, reason="核对身份"))
    for place_id, found in ((first, 1), (other, 0)):
        tab.open_record(place_id)

        def look(window: AccessWindow, found: int = found) -> None:
            assert window.table.count() == found

        answers.expect_dialog(look, accept=False)
        tab.panel.seen.click()
    assert not answers.left()
