# SPDX-License-Identifier: Apache-2.0
"""Long names, labels and notes: they wrap, give way or show their beginning, and all of them can be read somewhere."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from complaintdesk.desk import household_files
from complaintdesk.desk.drafts import OccupantDraft, PhoneDraft
from complaintdesk.desk.household_records import DecorationDraft, VehicleDraft
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import Charge, OccupantKind
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.buttons import Choices
from complaintdesk.ui.flow import Flow
from complaintdesk.ui.inputs import FilterBox, LineInput
from complaintdesk.ui.main_window import MainWindow
from complaintdesk.ui.masked_phone import MaskedPhone
from complaintdesk.ui.tab_list import TABS
from complaintdesk.ui.tabs.household_steps import SideForm
from complaintdesk.ui.tabs.households_tab import HouseholdsTab
from complaintdesk.ui.tabs.register_tab import RegisterTab
from complaintdesk.ui.words import FlowText
from tests.builders import a_household, a_repair, a_returned_slip
from tests.ui.conftest import REGISTER, Show
from tests.ui.walking import walk

NAME = "珠海横琴新区阳光花园国际商务信息咨询服务有限责任公司驻三栋办事处联络员欧阳先生"
NOTE = "业主常年在外，钥匙由一楼邻居保管；来电请先联系其女儿，晚七点以后方便。" * 6
LABEL = "办公室总机转分机一二三四五六七八九十"
PEOPLE = {each: f"{NAME[:-4]}{each:03}" for each in range(1, 10)}


def a_crowded_household(office: Office) -> int:
    """A household of many people with long names, labels and notes; vehicles, works, and a job that is paid for."""
    phones = tuple(PhoneDraft(f"1390000567{at}", LABEL) for at in range(4))
    owner = OccupantDraft(NAME, phones=phones, note=NOTE)
    others = tuple(replace(owner, name=name, kind=OccupantKind.FAMILY) for name in PEOPLE.values())
    place_id = a_household(office, occupants=(owner, *others), note=NOTE, external_no="DA-2019-珠海-0315-000000001")
    for at in range(8):
        office.do(household_files.save_vehicle, VehicleDraft(place_id, f"粤C·1234{at}", model=NAME, note=NOTE))
    office.do(household_files.save_decoration, DecorationDraft(place_id, works=NOTE, company=NAME, contact=NAME))
    told = {
        "caller_name": NAME,
        "content": NOTE,
        "charge": Charge.CHARGEABLE,
        "quoted": Decimal(91),
        "price_agreed": True,
    }
    a_returned_slip(office, a_repair(office, place_id=place_id, place_text="", **told).id)
    return place_id


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_a_crowded_household_with_long_names_is_cut_nowhere(whole_window: MainWindow, office: Office) -> None:
    place_id = a_crowded_household(office)
    tab = whole_window.show_tab(TABS.index(HouseholdsTab))
    assert isinstance(tab, HouseholdsTab)
    tab.open_record(place_id)
    found = walk(whole_window)
    tab.panel.view.set_value("file")
    found += walk(whole_window)
    assert found == [], "\n".join(found)


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_a_case_with_a_long_name_and_long_words_is_cut_nowhere(whole_window: MainWindow, office: Office) -> None:
    a_crowded_household(office)
    tab = whole_window.show_tab(REGISTER)
    assert isinstance(tab, RegisterTab)
    tab.list.table.choose(tab.list.table.ids()[0])
    QApplication.processEvents()
    found = walk(whole_window)
    assert found == [], "\n".join(found)


def test_words_in_a_flow_stay_on_one_line_where_there_is_room_and_wrap_where_there_is_not(show: Show) -> None:
    words, after, page = FlowText(NAME), FlowText("业主"), QWidget()
    flow = Flow()
    flow.addWidget(words)
    flow.addWidget(after)
    page.setLayout(flow)
    line = words.fontMetrics().height()
    show(page)
    page.setFixedWidth(1000)
    flow.activate()
    assert words.height() < 2 * line
    assert after.x() > words.geometry().right()
    page.setFixedWidth(300)
    QApplication.processEvents()
    assert words.height() >= words.heightForWidth(300) >= 2 * line
    assert words.width() <= 300
    assert after.y() > words.geometry().bottom()


def test_the_label_of_a_phone_gives_way_and_the_number_never(show: Show) -> None:
    phone = MaskedPhone("13912345678", LABEL)
    show(phone)
    bare = MaskedPhone("13912345678")
    assert phone.minimumSizeHint() == bare.sizeHint()
    assert phone.sizeHint().width() > bare.sizeHint().width()
    assert LABEL in phone.toolTip()
    phone.resize(bare.sizeHint().width() + 60, 24)
    assert phone.drawn() != phone.shown()
    assert phone.drawn().endswith("… 139****5678")
    phone.resize(phone.sizeHint())
    assert phone.drawn() == phone.shown() == f"{LABEL} 139****5678"


def test_a_line_that_is_too_long_shows_its_beginning_once_the_keyboard_is_elsewhere(show: Show) -> None:
    line, other = LineInput(name="name"), LineInput(name="other")
    line.setFixedWidth(160)
    show(line, other)
    other.setFocus()
    line.setText(NAME)
    assert line.cursorPosition() == 0
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_End)
    assert line.cursorPosition() == len(NAME)
    other.setFocus()
    assert line.cursorPosition() == 0
    line.setText("张华")
    assert line.cursorPosition() == 2  # what is seen as a whole is left as it is


def test_all_of_a_line_that_is_too_long_is_in_its_tip(qtbot: QtBot, show: Show) -> None:
    line = LineInput(name="name")
    line.setFixedWidth(160)
    show(line)
    line.setText("张华")
    ask = QHelpEvent(QHelpEvent.Type.ToolTip, QPoint(10, 10), line.mapToGlobal(QPoint(10, 10)))
    QApplication.sendEvent(line, ask)
    assert not QToolTip.isVisible()
    line.setText(NAME)
    QApplication.sendEvent(line, ask)
    qtbot.waitUntil(QToolTip.isVisible)
    assert NAME in QToolTip.text()
    QToolTip.hideText()
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_a_secret_is_in_no_tip(show: Show) -> None:
    line = LineInput(name="password", secret=True)
    line.setFixedWidth(60)
    show(line)
    line.setText("correct horse battery staple")
    assert not line.is_cut()


def test_whose_a_vehicle_is_is_asked_by_buttons_of_few_people_and_in_a_box_of_many(bridge: Bridge, show: Show) -> None:
    few = SideForm(bridge, "vehicle", VehicleDraft(1), {1: "张建国", 2: "李秀英"})
    many = SideForm(bridge, "vehicle", VehicleDraft(1), PEOPLE)
    show(few, many)
    assert isinstance(few.whose, Choices)
    assert isinstance(many.whose, FilterBox)
    assert (few.whose.value, many.whose.value) == (0, 0)  # the household's


def test_a_half_typed_vehicle_comes_back_to_whom_it_was_said_to_be_of_two_people_of_one_name(
    bridge: Bridge, show: Show
) -> None:
    people = PEOPLE | {8: "张建国", 9: "张建国"}
    form, again = (SideForm(bridge, "vehicle", VehicleDraft(1), people) for _ in range(2))
    show(form, again)
    assert form.whose is not None
    assert again.whose is not None
    form.whose.set_value(9)
    again.put(form.typed())
    assert again.whose.value == 9
    gone = SideForm(bridge, "vehicle", VehicleDraft(1), {8: "张建国"})
    gone.put(form.typed())
    assert gone.whose is not None
    assert gone.whose.value == 0


def test_what_was_forgotten_of_a_further_call_is_said_below_its_box_on_a_small_screen(
    whole_window: MainWindow, office: Office
) -> None:
    case_id = a_repair(office).id
    tab = whole_window.show_tab(REGISTER)
    assert isinstance(tab, RegisterTab)
    tab.open_record(case_id)
    tab.panel.ask("contact")
    form = tab.panel.slot.form
    assert form is not None
    form.submit()
    for _turn in range(4):
        QApplication.processEvents()
    refused = {row for row in form.fields.values() if row.problem()}
    assert refused
    assert all(row.refused_parts()[0].y() > row.field.geometry().bottom() for row in refused)
