# SPDX-License-Identifier: Apache-2.0
"""A call on a case that counts as handled: a new round is offered, and Today says so (R-REG-07, R-ESC-10)."""

from __future__ import annotations

from PySide6.QtCore import Qt

from complaintdesk.desk import cases
from complaintdesk.desk.drafts import ContactDraft
from complaintdesk.desk.office import Office
from complaintdesk.desk.today import TodayList
from complaintdesk.domain.terms import CaseKind, CaseState, Channel
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.look import Tone
from complaintdesk.ui.tabs.case_steps import ReasonStep
from complaintdesk.ui.tabs.contact_step import ContactStep
from complaintdesk.ui.tabs.today_tab import TodayTab
from tests.builders import DeskClock, a_case, a_household, page
from tests.ui.calls import Keyboard, Register, asked, click, on
from tests.ui.conftest import Show

LEAKS = "卫生间又漏了"


def handled_repair(office: Office, clock: DeskClock) -> int:
    case_id = a_case(office, CaseKind.REPAIR, place_id=a_household(office), place_text="").id
    clock.later(hours=1)
    office.do(cases.handle, case_id, "换了软管")
    clock.later(hours=1)
    return case_id


def calls_again(office: Office, case_id: int) -> None:
    told = ContactDraft(case_id, Channel.PHONE, office.now(), LEAKS, "单飞", "", token=f"call of {case_id}")
    office.do(cases.add_contact, told)


def test_a_repair_that_leaks_again_is_reopened_from_the_form_by_one_key(
    office: Office, register: Register, keys: Keyboard, clock: DeskClock
) -> None:
    case_id = handled_repair(office, clock)
    tab = register()
    keys.type("3-2-1502")
    keys.enter()
    keys.say(LEAKS)
    keys.press(Qt.Key.Key_J, Qt.KeyboardModifier.AltModifier)
    assert "handled" in tab.card.banner.words()
    assert page(office, case_id).case.state is CaseState.HANDLED  # a person decides
    keys.press(Qt.Key.Key_O, Qt.KeyboardModifier.AltModifier)
    form = asked(tab, "reopen", ReasonStep) if tab.panel.slot.form is None else tab.panel.slot.form
    assert isinstance(form, ReasonStep)
    assert form.words.text() == LEAKS
    form.submit()
    told = page(office, case_id).case
    assert (told.state, told.round) == (CaseState.IN_HAND, 2)


def test_the_bar_itself_leads_to_the_new_round(
    office: Office, register: Register, keys: Keyboard, clock: DeskClock
) -> None:
    handled_repair(office, clock)
    tab = register()
    keys.type("3-2-1502")
    keys.enter()
    keys.say(LEAKS)
    click(tab.card.proposals.matter, "Note as contact")
    click(tab.card.banner, "Reopen (Alt+O)")
    assert isinstance(tab.panel.slot.form, ReasonStep)


def test_a_call_on_a_case_in_hand_offers_no_new_round(office: Office, register: Register, keys: Keyboard) -> None:
    a_case(office, CaseKind.REPAIR, place_id=a_household(office), place_text="")
    tab = register()
    keys.type("3-2-1502")
    keys.enter()
    keys.say(LEAKS)
    click(tab.card.proposals.matter, "Note as contact")
    assert "handled" not in tab.card.banner.words()


def test_a_contact_noted_at_the_handled_case_offers_the_new_round_too(
    office: Office, register: Register, clock: DeskClock
) -> None:
    tab = on(register(), handled_repair(office, clock))
    form = asked(tab, "contact", ContactStep)
    form.words.setText(LEAKS)
    form.submit()
    click(tab.panel.banner, "Reopen")
    assert isinstance(tab.panel.slot.form, ReasonStep)


def test_the_tile_says_since_when_it_waits(office: Office, clock: DeskClock, bridge: Bridge, show: Show) -> None:
    tab = TodayTab(bridge)
    show(tab)
    assert TodayList.CALLED_AGAIN not in tab.tiles.shown()
    calls_again(office, handled_repair(office, clock))
    tab.refresh()
    told = tab.tiles.tile(TodayList.CALLED_AGAIN).told
    assert (told.count, told.tone) == (1, Tone.SOON)
    tab.show_list(TodayList.CALLED_AGAIN)
    assert "called again since" in " ".join(tab.table.cell(0, at) for at in range(tab.table.model().columnCount()))
