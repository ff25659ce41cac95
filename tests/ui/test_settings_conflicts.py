# SPDX-License-Identifier: Apache-2.0
"""The rule book or somebody's name was changed at another desk meanwhile: both are shown, and neither is lost."""

from __future__ import annotations

import gc
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QDialog
from shiboken6 import isValid

from complaintdesk.desk import procedures, staffing
from complaintdesk.desk.staffing import StaffEdit
from complaintdesk.domain.clock_spans import written_spans
from complaintdesk.domain.terms import Role
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.look import Tone
from complaintdesk.ui.rule_book_settings import RuleBookSettings
from complaintdesk.ui.settings_staff import PersonDialog, StaffSettings
from tests.builders import PASSWORD, codes, staff_id
from tests.ui.conftest import Answers, Show


@pytest.fixture
def page(bridge: Bridge, show: Show, answers: Answers) -> RuleBookSettings:
    """Hours, a name and a team typed, and refused while another desk adopted other names."""
    bridge.sign_in("管理员", PASSWORD)
    made = RuleBookSettings(bridge)
    made.setMinimumSize(760, 640)
    show(made)
    made.refresh()
    version, text = bridge.ask(procedures.text_in_force)
    text = text.replace('name = "护管部"', 'name = "保安部"').replace('name = "环境部"', 'name = "保洁部"')
    bridge.do(procedures.adopt, text, version)
    made.editor.head(2).box.setText("秩序部")
    made.editor.add_team(1)
    made.editor.teams(1)[-1].box.setText("幕墙班")
    made.desk.spans.setText("8:00-22:00")
    answers.expect("yes_no", True)
    made.save()
    return made


def test_both_versions_are_shown_and_what_is_typed_stays_until_one_is_taken(page: RuleBookSettings) -> None:
    said = page.banner.words().splitlines()
    assert "another desk" in said[0]
    assert said[1:] == [
        "There: 护管部 is called 保安部 now",
        "There: 环境部 is called 保洁部 now",
        "Here: Desk manned: 周一二三四五六日 08:00-20:00 → 周一二三四五六日 08:00-22:00",
        "Here: New: 幕墙班",
        "Here: 护管部 is called 秩序部 now",
    ]
    assert page.editor.head(2).box.text() == "秩序部"
    page.banner._deeds[1].click()
    assert page.editor.head(2).box.text() == "保安部"
    assert not page.is_unsaved


def test_what_was_typed_goes_into_the_other_desks_version_and_takes_nothing_else_back(
    bridge: Bridge, page: RuleBookSettings, answers: Answers
) -> None:
    answers.expect("yes_no", True)
    page.banner._deeds[0].click()
    assert "保安部 is called 秩序部 now" in answers.asked[-1].text
    assert "保洁部" not in answers.asked[-1].text
    assert "Version 3" in page.banner.words()
    departments = bridge.procedure.departments
    assert [each.name for each in departments][2:4] == ["秩序部", "保洁部"]
    assert departments[1].teams[-1].name == "幕墙班"
    assert written_spans(bridge.procedure.desk_hours.spans) == "08:00-22:00"
    assert codes(bridge.office) == []


def test_what_was_typed_stays_when_the_person_thinks_better_of_it(page: RuleBookSettings, answers: Answers) -> None:
    answers.expect("yes_no", False)
    page.banner._deeds[0].click()
    assert page.editor.head(2).box.text() == "秩序部"
    assert page.editor.head(3).box.text() == "保洁部"
    assert page.is_unsaved


def test_a_page_that_offers_something_beside_what_it_says_stays_whole(bridge: Bridge, show: Show) -> None:
    bridge.sign_in("管理员", PASSWORD)
    made = RuleBookSettings(bridge)
    show(made)
    made.refresh()
    made.banner.say("Choose.", Tone.SOON, ("Take theirs", made.take_theirs))
    gc.collect()  # once took the page's boxes along: whoever walked Qt's order of the keyboard let go of them
    assert all(isValid(part) for part in (made.office, made.desk, made.editor))
    made.banner._deeds[0].click()
    assert made.desk.spans.text() == "08:00-20:00"


@pytest.fixture
def staff(bridge: Bridge, show: Show) -> StaffSettings:
    """The page of the staff, with the clerk 李静 chosen."""
    bridge.sign_in("管理员", PASSWORD)
    made = StaffSettings(bridge)
    made.setMinimumSize(760, 640)
    show(made)
    made.refresh()
    made.table.choose(staff_id(bridge.office, "李静"))
    return made


def changed_meanwhile(bridge: Bridge, dialog: PersonDialog) -> None:
    """Typed here, saved at another desk, and refused here."""
    dialog.name.setText("李小静")
    dialog.role.set_value(Role.SUPERVISOR)
    known = bridge.ask(staffing.staff_edit, staff_id(bridge.office, "李静"))
    bridge.do(staffing.edit, replace(known, name="李静静", team="plumbing_electric"))
    dialog.accept()
    assert dialog.isVisible()
    assert dialog.banner.words().splitlines() == [
        "This record was changed at another desk in the meantime.",
        "Name: there “李静静”, here “李小静”",
        "Role: there “Reception clerk”, here “Supervisor”",
        "Team: there “水电班”, here “–”",
    ]
    assert dialog.name.text() == "李小静"


def of_staff(bridge: Bridge, name: str) -> StaffEdit:
    return bridge.ask(staffing.staff_edit, staff_id(bridge.office, name))


def test_somebody_changed_at_two_desks_is_saved_as_here_once_a_person_has_read_both(
    bridge: Bridge, staff: StaffSettings, answers: Answers
) -> None:
    def fill(dialog: PersonDialog) -> None:
        changed_meanwhile(bridge, dialog)
        dialog.accept()
        assert dialog.isVisible(), "to press Save once more decides nothing"
        dialog.banner._deeds[0].click()
        assert not dialog.isVisible()

    answers.expect_dialog(fill, accept=False)
    staff.change.click()
    now = of_staff(bridge, "李小静")
    assert (now.role, now.team) == (Role.SUPERVISOR, "")
    assert codes(bridge.office) == []


def test_somebody_changed_at_two_desks_stays_as_there_where_a_person_chooses_so(
    bridge: Bridge, staff: StaffSettings, answers: Answers
) -> None:
    def fill(dialog: PersonDialog) -> None:
        changed_meanwhile(bridge, dialog)
        dialog.banner._deeds[1].click()
        assert dialog.result() == QDialog.DialogCode.Accepted, "the list behind is read again"

    answers.expect_dialog(fill, accept=False)
    staff.change.click()
    now = of_staff(bridge, "李静静")
    assert (now.role, now.team) == (Role.CLERK, "plumbing_electric")
