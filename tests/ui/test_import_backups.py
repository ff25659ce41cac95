# SPDX-License-Identifier: Apache-2.0
"""The backup before a list comes in: one, in the folder chosen, and verified unless the person decides otherwise."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from complaintdesk.desk.office import Office
from complaintdesk.sheets.imports import HOUSEHOLDS, Kind
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.import_wizard import CHECK, RESULT, ImportWizard
from complaintdesk.ui.main_window import MainWindow
from tests.builders import a_case, rows
from tests.desk.paper import a_file
from tests.ui.conftest import Answers
from tests.ui.lists import GOOD, HEADS, Open, a_list, go_on

pytestmark = pytest.mark.about_files("backups of a file, with the files kept beside it")


@pytest.fixture
def open_wizard(bridge: Bridge, qtbot: QtBot) -> Open:
    """Opens the wizard on a list of households."""

    def wizard(path: Path | None = None, kind: Kind = HOUSEHOLDS) -> ImportWizard:
        made = ImportWizard(bridge, None, kind)
        qtbot.addWidget(made, before_close_func=QWidget.hide)
        made.show()
        made.file.path.setText(str(path))
        return made

    return wizard


def test_where_that_backup_is_not_verified_the_person_decides(
    qtbot: QtBot, open_wizard: Open, office: Office, tmp_path: Path, answers: Answers
) -> None:
    a_file(office, a_case(office).id, tmp_path)
    assert office.pool is not None
    shutil.rmtree(office.pool)
    wizard = open_wizard(a_list(tmp_path / "list.xlsx", HEADS, GOOD))
    go_on(qtbot, wizard, CHECK)
    answers.expect("yes_no", False)
    wizard.next.click()
    qtbot.waitUntil(lambda: len(answers.asked) == 1, timeout=20_000)
    assert "The file of attachment 1" in answers.asked[0].text
    assert rows(office, "SELECT count(*) FROM import_run") == [(0,)]
    answers.expect("yes_no", True)
    go_on(qtbot, wizard, RESULT)
    assert rows(office, "SELECT count(*) FROM import_run") == [(1,)]


def test_one_backup_is_made_and_in_the_chosen_folder(
    qtbot: QtBot, open_wizard: Open, office: Office, bridge: Bridge, tmp_path: Path
) -> None:
    bridge.settings.change(backups=str(tmp_path / "chosen"))
    (tmp_path / "chosen").mkdir()
    go_on(qtbot, open_wizard(a_list(tmp_path / "list.xlsx", HEADS, GOOD)), RESULT)
    assert [path.parent.parent for path in tmp_path.rglob("desk-*.db")] == [tmp_path / "chosen"]


def test_the_window_says_at_once_that_there_is_a_backup(
    qtbot: QtBot, whole_window: MainWindow, open_wizard: Open, tmp_path: Path
) -> None:
    assert whole_window.status.backup_words() == "No backup yet"
    go_on(qtbot, open_wizard(a_list(tmp_path / "list.xlsx", HEADS, GOOD)), RESULT)
    assert whole_window.status.backup_words() == "Last backup 10:30, verified"
