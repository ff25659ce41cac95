# SPDX-License-Identifier: Apache-2.0
"""What is major is told at once (R-ESC-04): the form asks whom, and list and case show what it is."""

from __future__ import annotations

from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import CaseKind, Channel
from complaintdesk.ui.tabs.register_tab import RegisterTab
from tests.builders import a_case, story
from tests.ui.calls import Register, dictate, on, problems, shown


def a_major_call(register: Register) -> RegisterTab:
    tab = register()
    tab.card.form.kind.set_value(CaseKind.COMPLAINT)
    dictate(tab, category="噪音扰民")
    tab.card.form.criteria.boxes["safety"].setChecked(True)
    return tab


def test_a_tick_that_makes_it_major_asks_whom_it_was_reported_to(office: Office, register: Register) -> None:
    """R-ESC-04, R-REG-05: who is chosen was told; the fifth tick comes with it."""
    tab = a_major_call(register)
    form = tab.card.form
    asked = form.fields["reported_to"]
    assert asked.isVisible()
    form.reported_to.put_typed("王敏")
    assert form.clear_ticks.has("reported")
    tab.card.save()
    assert story(office, shown(tab).id) == ["registered", "reported"]
    assert not asked.isVisible(), "the next call begins without it"


def test_a_major_call_is_saved_before_anybody_could_be_reached(office: Office, register: Register) -> None:
    """R-T-05: the call is never lost for it; the report is owed."""
    tab = a_major_call(register)
    tab.card.save()
    assert problems(tab) == {}
    assert story(office, shown(tab).id) == ["registered"]


def test_whom_it_was_told_is_asked_of_major_complaints_alone(register: Register) -> None:
    tab = a_major_call(register)
    form = tab.card.form
    form.reported_to.put_typed("王敏")
    form.clear_ticks.boxes["reported"].setChecked(False)
    assert form.reported_to.value is None, "nobody was told after all"
    form.criteria.boxes["safety"].setChecked(False)
    assert not form.fields["reported_to"].isVisible()
    form.criteria.boxes["safety"].setChecked(True)
    form.kind.set_value(CaseKind.INQUIRY)
    assert not form.fields["reported_to"].isVisible()
    form.kind.set_value(CaseKind.COMPLAINT)
    assert form.fields["reported_to"].isVisible()


def test_a_correction_reports_nothing(office: Office, register: Register) -> None:
    case = a_case(office, level_criteria=("safety",), channel=Channel.PHONE)
    tab = register()
    tab.card.correct(case.id)
    assert tab.card.form.criteria.ticked() == ("safety",)
    assert not tab.card.form.fields["reported_to"].isVisible()


def test_list_and_case_say_that_it_is_major(office: Office, register: Register) -> None:
    """R-CLS-05."""
    plain, major = a_case(office), a_case(office, level_criteria=("safety",))
    tab = on(register(), major.id)
    assert (tab.panel.level.text(), tab.panel.level.isVisible()) == ("Major", True)
    table = tab.list.table
    what = {table.cell(row, 0): table.cell(row, 4) for row in range(table.count())}
    assert what[major.number].startswith("Major · ")
    assert not what[plain.number].startswith("Major")
    on(tab, plain.id)
    assert not tab.panel.level.isVisible()
