# SPDX-License-Identifier: Apache-2.0
"""The window after the office went over to another rule book: old records open with their names, new ones go by it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from complaintdesk.desk import cases, clocks, procedures
from complaintdesk.desk.office import Office
from complaintdesk.domain.procedure import parse_procedure
from complaintdesk.domain.terms import CaseKind, PauseReason
from complaintdesk.labels import label, set_language
from complaintdesk.paths import shipped
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.look import Tone
from complaintdesk.ui.main_window import MainWindow
from complaintdesk.ui.tabs.follow_ups_tab import FollowUpsTab
from complaintdesk.ui.tabs.orders_tab import OrdersTab
from complaintdesk.ui.tabs.register_tab import RegisterTab
from complaintdesk.ui.time_words import Said, due_words
from tests.builders import DeskClock, a_case, a_case_in_force, a_repair, a_returned_slip, a_slip, page, rows
from tests.ui.calls import Register, on

TEXTS = {path.stem: path.read_text("utf-8") for path in shipped("resources", "procedures").glob("*.toml")}
STRANGE = ("hotel", "it_complaints", "hotline_96310", "car_dealer", "process_rules")  # hardly a category in common


def adopt(office: Office, name: str) -> None:
    office.do(procedures.adopt, TEXTS[name], office.books.in_force_id)


@pytest.fixture
def general(office: Office, bridge: Bridge, clock: DeskClock) -> Office:
    """An office with cases, slips and follow-ups of 综合规程, its keeper at the desk."""
    bridge.sign_in("赵主任", "password-of-all")
    a_slip(office, a_repair(office, category="lift_failure").id, "电梯班")
    a_returned_slip(office, a_repair(office, category="roof_leak").id)
    case = a_case(office, level_criteria=("compensation",), category="unauthorised_building")
    office.do(cases.handle, case.id, "已协调")
    a_case(office, CaseKind.INQUIRY, category="management_fee")
    clock.now += timedelta(minutes=5)
    return office


@pytest.mark.parametrize("name", STRANGE)
def test_each_old_record_opens_in_each_tab(
    general: Office, bridge: Bridge, open_window: Callable[[Bridge], MainWindow], name: str
) -> None:
    window = open_window(bridge)
    adopt(general, name)
    a_case_in_force(general)
    opens = {RegisterTab: "case_record", OrdersTab: "work_order", FollowUpsTab: "follow_up"}
    for at in range(window.tab_count()):
        tab = window.show_tab(at)
        table = opens.get(type(tab))
        for (one,) in rows(general, f"SELECT id FROM {table}") if table else ():
            tab.open_record(one)
        tab.tick()


@pytest.mark.parametrize("name", STRANGE)
def test_an_old_case_is_corrected_with_its_own_lists_and_a_new_one_has_those_in_force(
    general: Office, register: Register, name: str
) -> None:
    set_language("zh_CN")
    old = rows(general, "SELECT id FROM case_record WHERE kind = 'complaint'")[0][0]
    tab = on(register(), old)
    adopt(general, name)
    form, ours = tab.card.form, parse_procedure(TEXTS["general"])
    assert form.procedure is general.procedure
    assert [form.kind.button(row.id).text() for row in form.procedure.kinds]
    tab.panel.buttons["correct"].click()
    assert (form.kind.value, form.category.value) == (CaseKind.COMPLAINT, "unauthorised_building")
    assert set(form.criteria.boxes) == {row.id for row in ours.level_criteria}
    assert form.criteria.ticked() == ("compensation",)
    form.category.set_value("noise")
    tab.card.reason.setText("归错类")
    tab.card.save()
    assert page(general, old).case.category_name == "噪音扰民"
    assert form.procedure is general.procedure
    assert set(form.criteria.boxes) == {row.id for row in general.procedure.level_criteria}
    offered = {row.id for row in general.procedure.categories_for(form.kind.value)}
    assert form.category.offers("unauthorised_building") is ("unauthorised_building" in offered)


def test_what_is_half_typed_stays_when_another_desk_changes_the_rule_book(general: Office, register: Register) -> None:
    form = register().card.form
    form.kind.set_value(CaseKind.COMPLAINT)
    form.content.setText("电梯又停了")
    form.category.set_value("noise")
    form.criteria.put(["safety"])
    adopt(general, "hotel")
    assert (form.kind.value, form.content.text(), form.category.value) == (CaseKind.COMPLAINT, "电梯又停了", None)
    kept = {"safety"} & {row.id for row in general.procedure.level_criteria}
    assert set(form.criteria.ticked()) == kept
    form.category.set_value(general.procedure.categories_for(CaseKind.COMPLAINT)[0].id)
    assert form.promise.text()


def test_a_closed_case_of_a_kind_no_longer_in_use_begins_again_as_one_that_is(
    general: Office, register: Register
) -> None:
    case = a_case(general, CaseKind.SPECIAL_SERVICE, category="indoor_cleaning")
    a_returned_slip(general, case.id)
    general.do(cases.handle, case.id, "已做完")
    general.do(cases.close, case.id)
    adopt(general, "car_dealer")
    assert CaseKind.SPECIAL_SERVICE not in {row.id for row in general.procedure.kinds}
    tab = on(register(), case.id)
    tab.card.begin_again(case.id, case.number)
    assert tab.card.form.kind.value is tab.card.form.usual_kind()


def test_a_limit_that_waits_says_for_what(general: Office, register: Register, bridge: Bridge) -> None:
    """R-T-07: 等配件, neither late nor soon."""
    case = a_repair(general)
    general.do(clocks.pause, case.id, PauseReason.PARTS, "等角阀")
    open_limits = [each for each in page(general, case.id).commitments if each.met_at is None]
    waiting = [each for each in open_limits if each.waits_for is not None]
    assert waiting
    later = general.now() + timedelta(days=30)
    assert {due_words(each, later, bridge.zone) for each in waiting} == {Said(label(PauseReason.PARTS), Tone.PLAIN)}
