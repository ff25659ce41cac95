# SPDX-License-Identifier: Apache-2.0
"""客户保密 in the window: a tick beside the caller, a correction later; whom it is about sees a case without caller."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from complaintdesk.desk import corrections
from complaintdesk.desk.drafts import CaseCorrection
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import CaseKind
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.tabs import case_form_contents
from complaintdesk.ui.tabs.case_correction import read_for_correcting
from complaintdesk.ui.tabs.case_form import CaseForm
from complaintdesk.ui.tabs.register_tab import RegisterTab
from tests.builders import PASSWORD, a_case, page, rows, staff_id
from tests.ui.calls import CTRL, Keyboard, Register, dictate, problems
from tests.ui.conftest import Show


def test_the_tick_brings_the_box_for_who_is_complained_of(qtbot: QtBot, bridge: Bridge, show: Show) -> None:
    form = CaseForm(bridge)
    show(form)
    row = form.caller.confidence
    assert not row.isVisible()
    qtbot.keyClick(form, "m", Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert row.isVisible()
    clerk = staff_id(bridge.office, "李静")
    row.about.set_value(clerk)
    assert row.given() == (True, clerk)
    kept = case_form_contents.keep(form)
    case_form_contents.empty(form)
    assert row.given() == (False, None)
    case_form_contents.put_back(form, kept)
    assert row.given() == (True, clerk)


def test_a_name_that_nobody_here_bears_is_refused_rather_than_passed_over(
    office: Office, register: Register, keys: Keyboard
) -> None:
    """Passed over, the complaint would stand open to the colleague whose name was misheard."""
    tab = register()
    form = dictate(tab)
    form.kind.set_value(CaseKind.COMPLAINT)
    form.content.setFocus()
    keys.press(Qt.Key.Key_M, CTRL | Qt.KeyboardModifier.ShiftModifier)
    keys.say("李景")
    keys.press(Qt.Key.Key_Tab)
    said = "“李景” is not in the list: ↓ shows it."
    assert form.caller.confidence.row.problem() == said, "beside the box, as soon as it is left"
    kept = case_form_contents.keep(form)
    case_form_contents.empty(form)
    case_form_contents.put_back(form, kept)
    assert form.caller.confidence.about.typed == "李景", "not lost where the desk was locked meanwhile"
    keys.press(Qt.Key.Key_F8)
    assert problems(tab) == {"about_staff_id": said}
    assert rows(office, "SELECT id FROM case_record") == []
    form.caller.confidence.about.put_typed("李静")
    keys.press(Qt.Key.Key_F8)
    about = staff_id(office, "李静")
    assert rows(office, "SELECT confidential, about_staff_id FROM case_record") == [(True, about)]


def test_a_correction_begins_with_what_the_case_has(office: Office, bridge: Bridge, show: Show) -> None:
    clerk = staff_id(office, "李静")
    case = a_case(office, CaseKind.COMPLAINT, confidential=True, about_staff_id=clerk)
    form = CaseForm(bridge)
    show(form)
    read = read_for_correcting(bridge, case.id)
    case_form_contents.fill(form, read.old)
    assert form.caller.confidence.given() == (True, clerk)
    form.caller.confidence.tick.setChecked(False)
    changes = {"confidential": form.caller.confidence.given()[0]}
    office.do(corrections.correct, CaseCorrection(case.id, read.version, "客户同意公开", changes))
    assert not page(office, case.id).case.confidential


def test_the_panel_of_whom_it_is_about_names_no_caller(
    qtbot: QtBot, office: Office, bridge: Bridge, show: Show
) -> None:
    about = staff_id(office, "李静")
    case = a_case(office, CaseKind.COMPLAINT, confidential=True, about_staff_id=about)
    office.sign_in("李静", PASSWORD)
    tab = RegisterTab(bridge)
    show(tab)
    tab.open_record(case.id)
    assert tab.panel.caller.text() == "confidential"
    assert tab.panel.phone.isHidden()
    assert "仇女士" not in tab.list.table.cell(0, 3) + tab.list.table.cell(0, 2)
    tab.deleteLater()
