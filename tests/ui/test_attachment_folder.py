# SPDX-License-Identifier: Apache-2.0
"""The settings of a server's office give its attachments another folder: looked at first, and filled where asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from complaintdesk.desk import attachments
from complaintdesk.desk.office import open_office
from complaintdesk.settings import SettingsFile
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.settings_pages import OfficeSettings
from tests.builders import ADMINISTRATOR, PASSWORD, DeskClock, a_repair, codes
from tests.ui import looking
from tests.ui.conftest import Answers, Show


@pytest.fixture
def page(
    books_on_server: str, settings: SettingsFile, clock: DeskClock, show: Show, tmp_path: Path
) -> Iterator[OfficeSettings]:
    """The office's page of the settings, with two photos in the books; the new folder is there, and typed."""
    bridge = Bridge(open_office(books_on_server, desk="front", clock=clock), settings)
    bridge.sign_in("王敏", PASSWORD)
    case = a_repair(bridge.office)
    for name in ("ceiling.jpg", "floor.jpg"):
        (tmp_path / name).write_bytes(name.encode())
        bridge.do(attachments.attach, case.id, tmp_path / name)
    bridge.sign_in(ADMINISTRATOR, PASSWORD)
    (tmp_path / "new").mkdir()
    made = OfficeSettings(bridge)
    show(made).resize(looking.now.size)
    made.refresh()
    made.folder.setText(str(tmp_path / "new"))
    yield made
    bridge.close()


def problem(page: OfficeSettings) -> str:
    return page.fields["attachments_folder"].problem()


def test_a_folder_that_is_not_there_is_said_beside_its_box_and_not_saved(page: OfficeSettings, tmp_path: Path) -> None:
    page.folder.setText(str(tmp_path / "typo"))
    page.save()
    assert problem(page) == "There is no such folder; choose one that is there."
    assert page.banner.words() == ""
    assert page.is_unsaved
    assert codes(page.bridge.office) == []


def test_files_that_the_folder_lacks_are_counted_and_copied_there_before_it_is_in_use(
    page: OfficeSettings, answers: Answers, qtbot: QtBot, tmp_path: Path
) -> None:
    office = page.bridge.office
    before = office.pool
    assert before is not None
    answers.expect("yes_no", True)
    page.save()
    assert "2 files of the office are not in the new folder yet" in answers.asked[0].text
    qtbot.waitUntil(lambda: bool(page.banner.words()), timeout=20_000)
    assert page.banner.words() == "Saved. 2 files were copied and checked; those in the old folder stay."
    looking.take_picture(page, "attachment-folder")
    assert problem(page) == ""
    assert not page.is_unsaved
    assert office.pool == tmp_path / "new"
    assert codes(office) == []
    assert len(list(before.glob("??/*"))) == 2


def test_who_does_not_want_them_copied_keeps_the_old_folder(
    page: OfficeSettings, answers: Answers, tmp_path: Path
) -> None:
    before = page.bridge.office.pool
    answers.expect("yes_no", False)
    page.save()
    assert problem(page) == "2 files kept with cases are not in this folder yet."
    looking.take_picture(page, "attachment-folder-refused")
    assert page.folder.text() == str(tmp_path / "new")
    assert page.bridge.office.pool == before


def test_a_copy_that_the_disk_refuses_is_told_and_the_old_folder_stays_in_use(
    page: OfficeSettings, answers: Answers, qtbot: QtBot, tmp_path: Path
) -> None:
    before = page.bridge.office.pool
    assert before is not None
    for file in before.glob("??/*"):
        (tmp_path / "new" / file.parent.name).write_bytes(b"in its place")  # where its own folder would be made
    answers.expect("yes_no", True)
    page.save()
    qtbot.waitUntil(lambda: bool(page.banner.words()), timeout=20_000)
    assert "Saved" not in page.banner.words()
    assert page.bridge.office.pool == before
    assert page.is_unsaved
    assert codes(page.bridge.office) == []
