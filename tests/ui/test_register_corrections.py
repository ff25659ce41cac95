# SPDX-License-Identifier: Apache-2.0
"""Corrections at the register, what two desks do at once, and the same matter once more."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt

from complaintdesk.desk import cases, corrections
from complaintdesk.desk.drafts import CaseCorrection
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import CaseKind
from complaintdesk.ui.tabs.register_tab import RegisterTab
from tests.builders import a_case, a_household, a_repair, page, story
from tests.ui.calls import ALT, Keyboard, Register, click, lines, on, shown


def test_a_correction_shows_the_case_in_the_form_and_keeps_the_old_text(office: Office, register: Register) -> None:
    saved = a_repair(office, place_id=a_household(office), place_text="")
    tab = on(register(), saved.id)
    tab.card.form.content.setText("正在接的电话")
    tab.panel.buttons["correct"].click()
    form = tab.card.form
    assert form.title.text() == f"Correcting {saved.number}"
    assert form.content.text() == "厨房水槽下面的水管漏水，地面有积水"
    assert not form.kind.isEnabled()
    form.content.setText("卫生间水管漏水")
    tab.card.save()
    assert tab.card.reason_row.problem() != ""
    tab.card.reason.setText("听错了")
    tab.card.save()
    assert page(office, saved.id).case.content == "卫生间水管漏水"
    assert "“厨房水槽下面的水管漏水，地面有积水” → “卫生间水管漏水”" in lines(tab)
    assert form.content.text() == "正在接的电话"
    assert form.title.text() == "New case"


def test_a_correction_without_a_change_says_so(office: Office, register: Register) -> None:
    saved = a_repair(office, place_id=a_household(office), place_text="")
    tab = on(register(), saved.id)
    tab.panel.ask("correct")
    tab.card.save()
    assert tab.card.banner.words() == f"{saved.number}: nothing was changed"
    assert story(office, saved.id) == ["registered"]


def test_a_correction_thought_better_of_leaves_the_case_as_it_was(office: Office, register: Register) -> None:
    saved = a_repair(office)
    tab = on(register(), saved.id)
    tab.panel.ask("correct")
    tab.card.form.content.setText("别的")
    tab.card.clear_button.click()
    assert tab.card.correction is None
    assert story(office, saved.id) == ["registered"]


def test_escape_leaves_a_correction_and_its_words_can_be_brought_back(
    office: Office, register: Register, keys: Keyboard
) -> None:
    saved = a_repair(office)
    tab = on(register(), saved.id)
    tab.panel.ask("correct")
    tab.card.form.content.setText("别的")
    keys.press(Qt.Key.Key_Escape)
    assert tab.card.correction is None
    click(tab.card.banner, "Bring it back")
    assert (tab.card.form.title.text(), tab.card.form.content.text()) == (f"Correcting {saved.number}", "别的")


def test_the_key_of_a_kind_types_nothing_into_a_correction(office: Office, register: Register, keys: Keyboard) -> None:
    saved = a_repair(office, content="水管漏水")
    tab = on(register(), saved.id)
    assert tab.card.save_button.accessibleName() == "Save"  # as the page of keys reads it
    tab.panel.ask("correct")
    assert tab.card.save_button.accessibleName() == "Save correction"
    keys.press(Qt.Key.Key_3, ALT)
    assert (tab.card.form.content.text(), tab.card.form.kind.value) == ("水管漏水", CaseKind.REPAIR)


def test_an_emptied_form_is_not_asked_whether_it_is_the_case_just_saved(
    office: Office, register: Register, keys: Keyboard
) -> None:
    earlier = a_repair(office, place_id=a_household(office), place_text="")
    tab = register()
    keys.type("3-2-1502")
    keys.enter()
    assert earlier.number in tab.card.proposals.matter.words()
    click(tab.card.proposals.matter, "Note as contact")
    assert tab.card.form.fields["content"].problem() != ""
    keys.say("又漏了")
    click(tab.card.proposals.matter, "Note as contact")
    assert tab.card.form.content.text() == ""
    assert tab.card.proposals.matter.words() == ""
    on(tab, earlier.id).panel.ask("correct")
    tab.card.clear()
    assert tab.card.proposals.matter.words() == ""


def test_a_half_typed_correction_survives_a_new_start(office: Office, register: Register) -> None:
    saved = a_repair(office)
    tab = on(register(), saved.id)
    tab.panel.ask("correct")
    tab.card.form.content.setText("卫生间水管漏水")
    tab.card.reason.setText("听错了")
    tab.keep()
    tab = register()
    assert tab.card.form.title.text() == f"Correcting {saved.number}"
    tab.card.save()
    assert page(office, saved.id).case.content == "卫生间水管漏水"


def corrected_meanwhile(office: Office, case_id: int, **changes: Any) -> None:
    """Another desk corrects the same case."""
    version = page(office, case_id).case.version
    office.do(corrections.correct, CaseCorrection(case_id, version, "另一台电脑", changes))


@pytest.fixture
def conflict(office: Office, register: Register) -> RegisterTab:
    """A correction that came too late: another desk has corrected the same case."""
    saved = a_repair(office)
    tab = on(register(), saved.id)
    tab.panel.ask("correct")
    tab.card.form.content.setText("卫生间水管漏水")
    tab.card.reason.setText("听错了")
    corrected_meanwhile(office, saved.id, content="阳台水管漏水", caller_name="仇先生")
    tab.card.save()
    return tab


def test_two_desks_that_correct_the_same_case_see_both_versions(office: Office, conflict: RegisterTab) -> None:
    assert page(office, shown(conflict).id).case.content == "阳台水管漏水"
    said = conflict.card.banner.words()
    assert "changed at another desk" in said
    assert "Content: now “阳台水管漏水”, here “卫生间水管漏水”" in said
    assert "仇先生" not in said  # nobody here touched the name


def test_of_two_versions_a_person_can_save_their_own_and_undoes_nothing_else(
    office: Office, conflict: RegisterTab
) -> None:
    click(conflict.card.banner, "Save mine")
    case = shown(conflict)
    assert (case.content, case.caller_name) == ("卫生间水管漏水", "仇先生")
    assert [kind for kind in story(office, case.id) if kind == "corrected"] == ["corrected"] * 2


def test_of_two_versions_a_person_can_take_the_others(conflict: RegisterTab) -> None:
    click(conflict.card.banner, "Take theirs")
    assert conflict.card.form.content.text() == "阳台水管漏水"
    assert conflict.card.correction is not None


def test_the_same_matter_again_is_begun_from_the_closed_case(office: Office, register: Register) -> None:
    saved = a_case(office, CaseKind.SUGGESTION)
    office.do(cases.handle, saved.id, "已装")
    office.do(cases.close, saved.id, "好", True)
    tab = on(register(), saved.id)
    assert not tab.panel.buttons["contact"].isEnabled()
    tab.panel.buttons["again"].click()
    form = tab.card.form
    assert (form.kind.value, form.caller.given_name(), form.content.text()) == (CaseKind.SUGGESTION, "仇女士", "")
    assert saved.number in tab.card.proposals.matter.words()
