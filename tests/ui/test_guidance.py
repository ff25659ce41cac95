# SPDX-License-Identifier: Apache-2.0
"""The manner of receiving beside the form (R-REG-14): for the kind at hand, folded away by key, and it stays so."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from complaintdesk.desk.guidance import guidance_for
from complaintdesk.domain.terms import CaseKind
from complaintdesk.ui.tabs.register_tab import RegisterTab
from tests.ui.calls import ALT, Keyboard, Register


def test_a_complaint_has_the_four_phases_and_the_twelve_steps_with_their_sources() -> None:
    """R-REG-14"""
    parts = guidance_for(CaseKind.COMPLAINT)
    assert [part.title[0] for part in parts[:4]] == ["一", "二", "三", "四"]
    assert len(parts[-1].lines) == 12
    assert all(part.source and part.lines for part in parts)


@pytest.mark.parametrize("kind", CaseKind)
def test_every_kind_has_guidance_of_its_own(kind: CaseKind) -> None:
    assert len(guidance_for(kind)) >= 2


def test_it_follows_the_kind_at_hand(register: Register) -> None:
    tab = register()
    assert "问清四件事" in tab.guidance.words()
    tab.card.form.kind.set_value(CaseKind.COMPLAINT)
    assert tab.guidance.words()[0] == "一、接受投诉"
    assert "问清四件事" not in tab.guidance.words()
    tab.card.start_anew()
    assert "问清四件事" in tab.guidance.words()


def test_it_is_shown_and_folded_away_by_key_and_stays_so_at_the_next_start(register: Register, keys: Keyboard) -> None:
    tab = register()
    assert not tab.guidance.is_open, "where room is scarce nobody is nagged"
    narrow = tab.guidance.width()
    keys.press(Qt.Key.Key_I, ALT)
    assert tab.guidance.view.isVisible()
    assert tab.guidance.width() > narrow
    assert keys.at is tab.card.form.who.box, "the keyboard stays where it is"
    again = register()
    assert again.guidance.view.isVisible()
    again.guidance.fold_button.click()
    assert (again.guidance.view.isVisible(), again.guidance.width()) == (False, narrow)
    wide = register()
    wide.guidance.set_wide(True)
    assert not wide.guidance.is_open, "what was folded away stays so, however much room there is"


def test_where_there_is_room_it_is_open_until_somebody_folds_it_away(register: Register) -> None:
    tab: RegisterTab = register()
    tab.guidance.set_wide(True)
    assert tab.guidance.view.isVisible()
    tab.guidance.fold_button.click()
    assert not tab.guidance.view.isVisible()
