# SPDX-License-Identifier: Apache-2.0
"""Books to be restored, and what a person does on the page that restores them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from complaintdesk.desk.backup import backup
from complaintdesk.desk.office import Office
from complaintdesk.ui.inputs import LineInput
from complaintdesk.ui.restoring import RestorePage
from tests.builders import PASSWORD, a_case, a_repair, a_slip


def worked(office: Office) -> Path:
    """Where the office's books are now: a repair and a complaint were backed up, two repairs and a slip were not."""
    office.sign_in("王敏", PASSWORD)
    a_repair(office)
    a_case(office)
    backup(office)
    a_slip(office, a_repair(office).id)
    a_repair(office)
    assert office.database.path is not None
    return office.database.path


def sign(page: RestorePage, password: str = PASSWORD) -> None:
    page.name.setText("王敏")
    page.password.setText(password)


def box(page: RestorePage, series: str, year: int = 2026) -> LineInput:
    """The input for the highest number of a series on paper."""
    return next(field for each, field in page.paper.inputs.items() if (each.series, each.year) == (series, year))


def press(qtbot: QtBot, page: RestorePage) -> None:
    qtbot.mouseClick(page.restore, Qt.MouseButton.LeftButton)
