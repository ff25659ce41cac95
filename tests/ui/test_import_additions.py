# SPDX-License-Identifier: Apache-2.0
"""What an import adds to households that are on file already is told apart from new ones."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from complaintdesk.desk.office import Office
from complaintdesk.sheets.imports import HOUSEHOLDS
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.import_wizard import CHECK, ImportWizard
from tests.builders import a_household
from tests.ui.lists import GOOD, HEADS, a_list, go_on


def test_a_second_number_of_a_household_on_file_is_said_to_add_to_it(
    qtbot: QtBot, bridge: Bridge, office: Office, tmp_path: Path
) -> None:
    a_household(office)
    path = a_list(
        tmp_path / "业主.xlsx", HEADS, ["3", "2", "1502", "单飞", "13900007777", "业主"], ["3", "2", "1601", *GOOD[3:]]
    )
    wizard = ImportWizard(bridge, None, HOUSEHOLDS)
    qtbot.addWidget(wizard, before_close_func=QWidget.hide)  # closed in the middle it would ask
    wizard.show()
    wizard.file.path.setText(str(path))
    go_on(qtbot, wizard, CHECK)
    check = wizard.check
    assert check.figures.text() == (
        "2 rows: 2 new, 0 in the books already, 0 bad.\nOf the new ones, 1 add people or phones to places in the books."
    )
    assert check.table is not None
    assert [check.table.cell(row, 1) for row in range(2)] == ["Adds to the books", "New"]
