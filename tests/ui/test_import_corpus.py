# SPDX-License-Identifier: Apache-2.0
"""The wizard by keyboard on every file of the corpus: rows that add up, or one refusal where the file was named."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from complaintdesk.desk import people
from complaintdesk.sheets.imports import HOUSEHOLDS, REGISTER
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.import_wizard import CHECK, COLUMNS, FILE, HEAD, RESULT, ImportWizard
from complaintdesk.ui.progress import ProgressDialog
from tests.builders import rows
from tests.sheets.corpus import CORPUS
from tests.ui.lists import OLD, a_list, go_on

_LONGEST = 90_000  # ms: a file that has to be given up after a minute


@pytest.fixture
def wizard(bridge: Bridge, qtbot: QtBot) -> ImportWizard:
    """The wizard, at its first page."""
    made = ImportWizard(bridge, None, HOUSEHOLDS)
    qtbot.addWidget(made, before_close_func=QWidget.hide)  # closed in the middle it would ask
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    return made


def go_by_key(qtbot: QtBot, wizard: ImportWizard) -> None:
    """Presses Ctrl+Enter, and waits for another page or for what is wrong."""
    before = wizard.pages.currentIndex()
    focused: QWidget | None = wizard.focusWidget()  # PySide's stub forbids None
    qtbot.keyClick(focused or wizard, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(
        lambda: wizard.pages.currentIndex() != before or wizard.banner.isVisible() or bool(wizard.file.row.problem()),
        timeout=_LONGEST,
    )


@pytest.mark.parametrize("name", CORPUS)
def test_it_ends_in_rows_that_add_up_or_in_words(
    wizard: ImportWizard, qtbot: QtBot, bridge: Bridge, tmp_path: Path, name: str
) -> None:
    entry = CORPUS[name]
    path, fate = tmp_path / f"list{entry.suffix}", entry.fate
    path.write_bytes(entry.make())
    assert wizard.focusWidget() is wizard.file.path
    qtbot.keyClicks(wizard.file.path, str(path))
    go_by_key(qtbot, wizard)
    if fate.refusal is not None and wizard.pages.currentIndex() == FILE:
        assert wizard.file.row.problem()
        assert wizard.focusWidget() is wizard.file.path
        assert len(bridge.ask(people.place_ids)) == 0
        return
    assert wizard.pages.currentIndex() == HEAD
    go_by_key(qtbot, wizard)
    go_by_key(qtbot, wizard)
    if fate.refusal is not None:
        assert (wizard.pages.currentIndex(), wizard.banner.isVisible()) == (COLUMNS, True)
        return
    assert wizard.pages.currentIndex() == CHECK
    if not fate.new:
        assert not wizard.next.isEnabled()
        return
    go_by_key(qtbot, wizard)
    assert wizard.pages.currentIndex() == RESULT
    report = wizard.ending.report
    assert report is not None
    assert (report.new, report.refused, report.empty) == (fate.new, fate.refused, fate.empty)
    assert len(bridge.ask(people.place_ids)) == fate.new


def test_a_dry_run_can_be_stopped_and_begun_again(wizard: ImportWizard, qtbot: QtBot, tmp_path: Path) -> None:
    lines = [["", f"2019-03-{n % 28 + 1:02} 8:00", "甲", f"第{n}件"] for n in range(6000)]
    wizard.file.kinds.set_value(REGISTER)
    wizard.file.path.setText(str(a_list(tmp_path / "old.xlsx", OLD, *lines)))
    go_on(qtbot, wizard, COLUMNS)
    office = wizard.bridge.office
    entries = rows(office, "SELECT count(*) FROM journal")
    wizard.next.click()
    stopping = wizard.findChildren(ProgressDialog)[-1]
    told: list[tuple[int, int]] = []
    stopping._job.progressed.connect(lambda done, total: told.append((done, total)))
    with qtbot.waitSignal(stopping._job.ended, timeout=60_000):
        with qtbot.waitSignal(stopping._job.progressed, timeout=60_000):
            pass
        stopping.reject()
    assert told[0] == (0, 6000)
    assert (wizard.pages.currentIndex(), wizard.run) == (COLUMNS, None)
    assert rows(office, "SELECT count(*) FROM journal") == entries
    go_on(qtbot, wizard, CHECK)
    assert wizard.run is not None
    assert wizard.run.read.rows == 6000
