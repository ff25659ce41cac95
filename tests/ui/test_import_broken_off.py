# SPDX-License-Identifier: Apache-2.0
"""An import that the disk or the server breaks off after a part is in: what is in is said, and the rest goes on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from complaintdesk.desk.office import Office
from complaintdesk.sheets.imports import REGISTER
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.import_wizard import RESULT, ImportWizard
from tests.builders import codes, rows
from tests.faults import broken_off
from tests.ui.lists import OLD, a_list, figures, go_on


def test_what_went_in_before_the_disk_failed_is_said_and_the_rest_goes_in_later(
    qtbot: QtBot, bridge: Bridge, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = (["", f"2019-03-{n % 28 + 1:02} 8:00", "甲", f"第{n}件"] for n in range(450))
    wizard = ImportWizard(bridge, None, REGISTER)
    qtbot.addWidget(wizard, before_close_func=QWidget.hide)
    wizard.show()
    wizard.file.path.setText(str(a_list(tmp_path / "old.xlsx", OLD, *lines)))
    dialect = office.database.engine.dialect
    commit = dialect.do_commit

    def fail_after_the_first(connection: Any) -> None:
        cursor = connection.cursor()
        cursor.execute("SELECT max(rows_done) FROM import_run")
        if (cursor.fetchone()[0] or 0) > 200:
            dialect.do_rollback(connection)
            raise broken_off(office)
        commit(connection)

    with monkeypatch.context() as patch:
        patch.setattr(dialect, "do_commit", fail_after_the_first)
        go_on(qtbot, wizard, RESULT)
    assert rows(office, "SELECT rows_done FROM import_run") == [(200,)]
    report = wizard.ending.report
    assert report is not None
    assert (report.new, report.waiting) == (200, 250)
    assert wizard.ending.banner.words().startswith("Broken off before all rows were in. The database")
    wizard.ending.go_on.click()
    qtbot.waitUntil(lambda: wizard.ending.report is not report, timeout=60_000)
    assert figures(wizard) == (450, 250, 200, 0)
    assert wizard.ending.banner.isHidden()
    assert rows(office, "SELECT rows_good, rows_done FROM import_run") == [(450, 450)]
    assert codes(office) == []
