# SPDX-License-Identifier: Apache-2.0
"""The wizard on real lists, page by page: every row of them is in, was there, is bad with a reason, or is no row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from complaintdesk.sheets.imports import HOUSEHOLDS, PRICES, REGISTER, Kind
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.import_wizard import CHECK, COLUMNS, FILE, HEAD, RESULT, ImportWizard
from tests.ui import looking
from tests.ui.lists import figures, go_on

# Of each: rows of the list, new ones, bad ones, those that hold nothing in its columns.
REAL = {
    "owners/hc小区导入模板_多sheet.xlsx": (HOUSEHOLDS, (14, 11, 3, 38)),
    "owners/hc房屋业主导入模板_单sheet.xlsx": (HOUSEHOLDS, (1, 1, 0, 20)),
    "owners/业主导入模板_6列.xlsx": (HOUSEHOLDS, (3, 3, 0, 0)),
    "old_register_4326.xlsx": (REGISTER, (4326, 4326, 0, 0)),
    "property_messages_992.csv": (REGISTER, (992, 992, 0, 0)),
    "prices/住宅小区_有偿服务收费标准.csv": (PRICES, (34, 34, 0, 0)),
    "prices/华发横琴天啟_有偿服务收费标准.csv": (PRICES, (145, 145, 0, 0)),
    "prices/广场物业_有偿服务收费标准_含时效.csv": (PRICES, (22, 22, 0, 0)),
}
NO_LISTS = {
    "taxonomy/DB44T2479-2024_物业相关.csv": REGISTER,
    "published_statistics.json": HOUSEHOLDS,
}


@pytest.fixture
def wizard(bridge: Bridge, qtbot: QtBot) -> ImportWizard:
    """The wizard, at its first page."""
    made = ImportWizard(bridge, None)
    qtbot.addWidget(made, before_close_func=QWidget.hide)  # closed in the middle it would ask
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def look_at(wizard: ImportWizard, qtbot: QtBot, request: pytest.FixtureRequest) -> Callable[[], None]:
    """Waits until nothing on it is cut, and takes a picture where one is asked for."""

    def look() -> None:
        QApplication.processEvents()
        qtbot.waitUntil(lambda: list(looking.cut_words(wizard)) == [])
        looking.take_picture(wizard, request.node.nodeid)

    return look


@pytest.mark.parametrize("name", REAL)
def test_a_real_list_goes_in_to_its_last_row(
    wizard: ImportWizard, qtbot: QtBot, shared_data: Path, name: str, look_at: Callable[[], None]
) -> None:
    kind, (told, new, bad, empty) = REAL[name]
    wizard.file.kinds.set_value(kind)
    wizard.file.path.setText(str(shared_data / name))
    for page in (HEAD, COLUMNS, CHECK, RESULT):
        look_at()
        go_on(qtbot, wizard, page)
    look_at()
    report = wizard.ending.report
    assert report is not None
    assert figures(wizard) == (told, new, 0, bad)
    assert report.empty == empty


@pytest.mark.parametrize("name", NO_LISTS)
def test_what_is_no_such_list_is_told_so_before_anything_is_written(
    wizard: ImportWizard, qtbot: QtBot, shared_data: Path, name: str, look_at: Callable[[], None]
) -> None:
    kind: Kind = NO_LISTS[name]
    wizard.file.kinds.set_value(kind)
    wizard.file.path.setText(str(shared_data / name))
    wizard.next.click()
    if name.endswith(".json"):
        qtbot.waitUntil(lambda: bool(wizard.file.row.problem()), timeout=60_000)
        assert wizard.pages.currentIndex() == FILE
    else:
        go_on(qtbot, wizard, COLUMNS)
        wizard.next.click()
        qtbot.waitUntil(wizard.banner.isVisible, timeout=60_000)
        assert wizard.pages.currentIndex() == COLUMNS
    look_at()
    assert wizard.ending.report is None
