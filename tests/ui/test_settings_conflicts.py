# SPDX-License-Identifier: Apache-2.0
"""The rule book was adopted at another desk meanwhile: both versions are shown, and neither is lost."""

from __future__ import annotations

import gc

import pytest
from shiboken6 import isValid

from complaintdesk.desk import procedures
from complaintdesk.domain.clock_spans import written_spans
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.look import Tone
from complaintdesk.ui.settings_pages import RuleBookSettings
from tests.builders import PASSWORD, codes
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
