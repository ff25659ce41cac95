# SPDX-License-Identifier: Apache-2.0
"""The office's own fields in the registration form and on the case's panel: typed, refused, kept, put right."""

from __future__ import annotations

from datetime import date

import pytest

from complaintdesk.desk import procedures
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import CaseKind
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.inputs import FilterBox, LineInput
from complaintdesk.ui.tabs.case_form import CaseForm
from complaintdesk.ui.tabs.case_form_contents import is_blank
from tests.builders import ADMINISTRATOR, PASSWORD
from tests.desk.test_own_fields import TEXT
from tests.domain.rule_books import text_of
from tests.ui.calls import Keyboard, Register, dictate, lines, problems, shown


@pytest.fixture
def with_own(office: Office, bridge: Bridge) -> Office:
    """An office whose rule book has four fields of its own, its clerk at the desk."""
    assert office.staff is not None
    before = office.staff.name
    bridge.sign_in(ADMINISTRATOR, PASSWORD)
    bridge.do(procedures.adopt, TEXT, office.books.in_force_id)
    bridge.sign_in(before, PASSWORD)
    return office


def line(form: CaseForm, id_: str) -> LineInput:
    box = form.own.boxes[id_]
    assert isinstance(box, LineInput)
    return box


def shows(form: CaseForm) -> list[str]:
    return [id_ for id_ in form.own.boxes if form.fields[f"own:{id_}"].isVisible()]


@pytest.mark.usefixtures("with_own")
def test_each_kind_shows_its_own_and_keeps_what_was_typed(register: Register) -> None:
    form = register().card.form
    form.kind.set_value(CaseKind.COMPLAINT)
    assert shows(form) == ["floor", "moved_in", "stay", "lot"]
    line(form, "floor").setText("15")
    form.kind.set_value(CaseKind.INQUIRY)
    assert shows(form) == ["moved_in", "lot"]
    assert form.own.given() == ()
    form.kind.set_value(CaseKind.COMPLAINT)
    assert form.own.given() == (("floor", "15"),)


def test_a_rule_book_without_takes_no_room(register: Register) -> None:
    form = register().card.form
    assert not form.own.isVisible()
    assert form.own.given() == ()


@pytest.mark.usefixtures("with_own")
def test_they_are_typed_one_after_another_and_saved(register: Register, keys: Keyboard) -> None:
    tab = register()
    form = dictate(tab, category="")
    form.kind.set_value(CaseKind.COMPLAINT)
    form.category.put_typed("其他")
    line(form, "floor").setFocus()
    keys.type("15")
    keys.enter()
    keys.type("2019-5-3")
    assert form.fields["own:moved_in"].note() == "2019-05-03"
    keys.enter()
    keys.type("2")
    keys.enter()
    keys.type("B2")
    tab.card.save()
    assert problems(tab) == {}
    assert shown(tab).own_fields[1:] == (("入住日期", date(2019, 5, 3)), ("消费阶段", "消费后"), ("车位号", "B2"))
    assert form.own.kept() == {}


@pytest.mark.usefixtures("with_own")
def test_what_is_missing_or_wrong_is_said_beside_the_field(register: Register) -> None:
    tab = register()
    form = dictate(tab, category="")
    form.kind.set_value(CaseKind.COMPLAINT)
    form.category.put_typed("其他")
    tab.card.save()
    assert list(problems(tab)) == ["own:stay"]
    form.own.put({"stay": "消费后", "floor": "很高"})
    tab.card.save()
    assert list(problems(tab)) == ["own:floor"]
    line(form, "floor").setText("3")
    tab.card.save()
    assert problems(tab) == {}


@pytest.mark.usefixtures("with_own")
def test_a_half_typed_form_comes_back_with_them(register: Register) -> None:
    tab = register()
    form = tab.card.form
    line(form, "lot").setText("B2-")
    assert not is_blank(form)
    tab.keep()
    again = register().card.form
    assert again.own.kept() == {"lot": "B2-"}


@pytest.mark.usefixtures("with_own")
def test_they_are_put_right_with_the_reason_in_the_story(register: Register) -> None:
    tab = register()
    form = dictate(tab, category="")
    form.kind.set_value(CaseKind.COMPLAINT)
    form.category.put_typed("其他")
    form.own.put({"stay": "消费中", "lot": "B1"})
    tab.card.save()
    tab.panel.buttons["correct"].click()
    assert form.own.kept() == {"stay": "消费中", "lot": "B1"}
    line(form, "lot").setText("B2")
    tab.card.reason.setText("听错")
    tab.card.save()
    assert dict(shown(tab).own_fields)["车位号"] == "B2"
    assert "车位号: “B1” → “B2”" in lines(tab)


@pytest.fixture
def with_phases(office: Office, bridge: Bridge) -> Office:
    """An office whose rule book has a field with too many choices for buttons, its clerk at the desk."""
    assert office.staff is not None
    before = office.staff.name
    bridge.sign_in(ADMINISTRATOR, PASSWORD)
    choices = ", ".join(f'"第{at}期"' for at in range(1, 9))
    own = f'\n[[fields]]\nid = "phase"\nname = "分期"\ntype = "choice"\nchoices = [{choices}]\nsource = "本处自定"\n'
    bridge.do(procedures.adopt, text_of("general") + own, office.books.in_force_id)
    bridge.sign_in(before, PASSWORD)
    return office


def phase(form: CaseForm) -> FilterBox:
    box = form.own.boxes["phase"]
    assert isinstance(box, FilterBox)
    return box


@pytest.mark.usefixtures("with_phases")
def test_a_long_list_of_choices_is_a_box_that_filters(register: Register) -> None:
    box = phase(register().card.form)
    box.put_typed("第7")
    assert box.value == "第7期"


@pytest.mark.usefixtures("with_phases")
def test_keeping_the_form_does_not_end_a_word_that_is_being_typed(register: Register, keys: Keyboard) -> None:
    tab = register()
    form = tab.card.form
    phase(form).setFocus()
    keys.type("7")
    tab.keep()
    form.show_promise()
    assert phase(form).typed == "7"
    keys.enter()
    assert form.own.given() == (("phase", "第7期"),)


@pytest.mark.usefixtures("with_phases")
def test_words_that_are_no_choice_come_back_with_a_half_typed_form_and_are_refused(register: Register) -> None:
    tab = register()
    form = dictate(tab, category="")
    form.kind.set_value(CaseKind.INQUIRY)
    form.category.put_typed("其他")
    phase(form).put_typed("第九期")
    tab.keep()
    tab = register()
    form = tab.card.form
    assert phase(form).typed == "第九期"
    tab.card.save()
    assert list(problems(tab)) == ["own:phase"]


def test_a_rule_book_without_circumstances_has_no_empty_row_for_them(
    office: Office, bridge: Bridge, register: Register
) -> None:
    form = register().card.form
    form.kind.set_value(CaseKind.COMPLAINT)
    assert form.fields["level_criteria"].isVisible()
    bridge.sign_in(ADMINISTRATOR, PASSWORD)
    bridge.do(procedures.adopt, text_of("hotel"), office.books.in_force_id)
    form = register().card.form
    form.kind.set_value(CaseKind.COMPLAINT)
    assert not form.fields["level_criteria"].isVisible()
