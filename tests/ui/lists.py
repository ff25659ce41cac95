# SPDX-License-Identifier: Apache-2.0
"""Lists as offices keep them, and the import of one gone through page by page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
from pytestqt.qtbot import QtBot

from complaintdesk.ui.import_wizard import ImportWizard

HEADS = ["楼栋", "单元", "房号", "姓名", "电话", "身份"]
GOOD = ["3", "2", "1502", "张建国", "13812345678", "业主"]
BAD = ["3", "2", "1503", "单飞", "13900001111", "邻居"]
OLD = ["编号", "时间", "来电人", "内容"]
NOTES = ["时间", "类别", "姓名", "电话", "内容"]

Open = Callable[..., ImportWizard]


def a_list(path: Path, *lines: list[str]) -> Path:
    """A workbook as an office keeps it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in lines:
        sheet.append(line)
    book.save(path)
    return path


def go_on(qtbot: QtBot, wizard: ImportWizard, to: int) -> None:
    """Presses Next until the page is there."""
    while wizard.pages.currentIndex() < to:
        with qtbot.waitSignal(wizard.pages.currentChanged, timeout=60_000):
            wizard.next.click()


def figures(wizard: ImportWizard) -> tuple[int, int, int, int]:
    report = wizard.ending.report
    assert report is not None
    assert report.rows == report.new + report.existing + report.refused + report.waiting
    return report.rows, report.new, report.existing, report.refused
