# SPDX-License-Identifier: Apache-2.0
"""The support bundle in the window: all of it is read before it is written, and it is written as it was read."""

from __future__ import annotations

import zipfile
from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from complaintdesk.desk.support import LISTING
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.support_dialog import SupportDialog, make_bundle
from tests.ui.conftest import Answers


def shown(bridge: Bridge, qtbot: QtBot, answers: Answers, window: QWidget, fill: object) -> None:
    qtbot.addWidget(window)
    answers.expect_dialog(fill)  # type: ignore[arg-type]
    make_bundle(window, bridge)
    qtbot.waitUntil(lambda: bool(answers.asked), timeout=60_000)


def test_the_bundle_is_read_whole_and_written_as_it_was_read(
    bridge: Bridge, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    read: dict[str, str] = {}
    out = tmp_path / "bundle.zip"

    def read_and_save(dialog: SupportDialog) -> None:
        for name in ("versions.json", "books.json", "settings.json", "backups.json", LISTING):
            dialog.files.button(name).click()
            read[name] = dialog.reading.toPlainText()
            assert read[name] == dialog.text_of(name)
        answers.expect("save_file", out)
        dialog.save.click()
        assert str(out) in dialog.banner.words()

    shown(bridge, qtbot, answers, QWidget(), read_and_save)
    with zipfile.ZipFile(out) as packed:
        assert {name: packed.read(name).decode() for name in packed.namelist()} == read


def test_a_disk_that_refuses_is_told_and_the_bundle_stays_open(
    bridge: Bridge, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    def save_nowhere(dialog: SupportDialog) -> None:
        answers.expect("save_file", tmp_path / "no folder" / "bundle.zip")
        dialog.save.click()
        assert dialog.banner.words()
        assert dialog.isVisible()
        answers.expect("save_file", None)
        dialog.save.click()

    shown(bridge, qtbot, answers, QWidget(), save_nowhere)


def test_the_menu_makes_it(bridge: Bridge, qtbot: QtBot) -> None:
    from complaintdesk.ui.menu import MainMenu

    window = QWidget()
    qtbot.addWidget(window)
    menu = MainMenu(window)
    menu.fill(bridge)
    menu.set_signed(False)
    action = next(each for each in menu.actions() if each.text() == "Support bundle…")
    assert action.isEnabled()
