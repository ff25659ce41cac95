# SPDX-License-Identifier: Apache-2.0
"""A call's form from blank to whole: how it begins, what is missing said at once, a place in words or of the books."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from complaintdesk.desk import households
from complaintdesk.desk.drafts import PlaceDraft
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import CaseKind, PlaceKind
from tests.builders import a_household, a_repair
from tests.ui.calls import CTRL, Keyboard, Register, dictate, problems


def test_a_slip_that_can_t_go_out_yet_says_all_that_is_missing_at_once_and_shows_the_first_whole(
    register: Register, keys: Keyboard
) -> None:
    tab = register()
    form = dictate(tab, "9-9-9901", category="其他")
    form.clear_ticks.boxes["reported"].setChecked(True)
    tab.card.setFixedHeight(430)  # as little as a household and a warning leave
    keys.press(Qt.Key.Key_P, CTRL)
    assert list(problems(tab)) == ["team", "charge", "grade", "reported_to"]
    line = form.team.lineEdit()
    assert line is not None
    assert form.team.hasFocus() or line.hasFocus()
    assert "still missing" in tab.card.banner.words()
    tab.card.save()
    assert list(problems(tab)) == ["grade", "reported_to"]
    QApplication.processEvents()
    row, view = form.fields["grade"], tab.card.view.viewport()
    top, bottom = row.mapTo(view, row.rect().topLeft()).y(), row.mapTo(view, row.rect().bottomLeft()).y()
    assert (top >= 0, bottom < view.height()) == (True, True)


def test_each_call_begins_as_a_repair_whatever_the_last_one_was(register: Register) -> None:
    tab = register()
    form = tab.card.form
    form.kind.set_value(CaseKind.INQUIRY)
    form.content.setText("几点开门")
    tab.card.save()
    assert form.kind.value is CaseKind.REPAIR


def test_enter_takes_the_only_public_area_that_fits_and_tab_keeps_the_words(
    office: Office, register: Register, keys: Keyboard
) -> None:
    area = office.do(households.save_place, PlaceDraft(PlaceKind.PUBLIC_AREA, building="3", label="3栋大堂"))
    tab = register()
    who = tab.card.form.who
    who.words.setFocus()
    keys.type("ddt")
    assert who.words_row.note() == "Tab: as typed"
    keys.enter()
    assert (who.place_id(), who.words_row.note()) == (area, "")
    who.clear()
    who.words.setFocus()
    keys.type("ddt")
    keys.press(Qt.Key.Key_Tab)
    assert (who.place_id(), who.place_words()) == (None, "ddt")


def test_what_is_missing_first_is_seen_whole_below_a_household_that_called_before(
    office: Office, register: Register, keys: Keyboard
) -> None:
    place = a_household(office)
    a_repair(office, place_id=place, place_text="")
    tab = register()
    tab.setFixedHeight(600)
    keys.type("1502")
    keys.enter()
    form = tab.card.form
    form.content.setText("厨房洗菜盆下水管漏水")
    form.category.set_value("plumbing")
    form.category.setFocus()
    assert tab.card.proposals.matter.isVisible()
    keys.press(Qt.Key.Key_P, CTRL)
    assert next(iter(problems(tab))) == "charge"
    QTest.qWait(0)
    view = tab.card.view.viewport()
    said, row = form.fields["charge"].refused_parts()
    assert said.isVisible()
    top, bottom = row.mapTo(view, row.rect().topLeft()).y(), said.mapTo(view, said.rect().bottomLeft()).y()
    assert (top >= 0, bottom < view.height()) == (True, True)
