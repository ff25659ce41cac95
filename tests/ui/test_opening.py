# SPDX-License-Identifier: Apache-2.0
"""An office that can't be opened: whatever the reason, the window shows the ways on, and never stays on “Opening…”."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NoReturn

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from complaintdesk.app import Desk
from complaintdesk.desk import first_look, staffing
from complaintdesk.settings import SettingsFile
from complaintdesk.ui.first_start import FirstStartPage
from complaintdesk.ui.restoring import RestorePage
from complaintdesk.ui.sign_in import SignInPage
from complaintdesk.ui.words import Banner
from tests.damage import change_past_the_guards


@pytest.fixture
def desk(qtbot: QtBot, settings: SettingsFile, location: str) -> Iterator[Desk]:
    made = Desk(settings, location)
    yield made
    made.close()
    made.window.close()


def stumble(*_asked: object, **_more: object) -> NoReturn:
    raise RuntimeError("an error of the program's own")


def shown(desk: Desk) -> QWidget:
    page = desk.window.pages.currentWidget()
    assert page is not None
    return page


@pytest.mark.parametrize(
    ("damage", "wrong"),
    [
        ("UPDATE procedure_version SET text = replace(text, '[[kinds]]', '[[kinds')", "the rule book in force"),
        ("UPDATE office SET zone = 'Asia/Shanghaj'", "the office's time zone is unknown"),
    ],
)
def test_damage_in_what_opening_reads_leads_to_the_restore(
    qtbot: QtBot, desk: Desk, location: str, damage: str, wrong: str
) -> None:
    change_past_the_guards(location, damage)
    desk.start()
    qtbot.waitUntil(lambda: isinstance(shown(desk), RestorePage), timeout=20_000)
    assert any(wrong in banner.words() for banner in shown(desk).findChildren(Banner))


@pytest.mark.parametrize(
    "part", [(first_look, "open_looked"), (staffing, "staff_list")], ids=["opening", "the first page"]
)
def test_after_an_error_of_its_own_the_window_shows_the_ways_on_and_opens_when_asked_again(
    qtbot: QtBot, desk: Desk, location: str, monkeypatch: pytest.MonkeyPatch, part: tuple[object, str]
) -> None:
    with monkeypatch.context() as patch, qtbot.capture_exceptions() as caught:
        patch.setattr(*part, stumble)
        desk.start()
        qtbot.waitUntil(lambda: isinstance(shown(desk), FirstStartPage), timeout=20_000)
    assert [kind for kind, _error, _trace in caught] == [RuntimeError], "the crash dialog tells of it besides"
    page = shown(desk)
    assert isinstance(page, FirstStartPage)
    assert page.restore_button.isVisible()
    page.again.click()
    qtbot.waitUntil(lambda: isinstance(shown(desk), SignInPage), timeout=20_000)
    assert desk.window.isVisible()
