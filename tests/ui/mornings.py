# SPDX-License-Identifier: Apache-2.0
"""The wizard of the first morning on the screen, filled as somebody would fill it, and taken to one of its pages."""

from __future__ import annotations

from pathlib import Path

from complaintdesk.settings import SettingsFile
from complaintdesk.ui.first_morning import FirstMorningPage
from tests.builders import PASSWORD
from tests.ui.conftest import Show

STEPS = ("office", "books", "rooms", "departments", "staff", "hours", "printer", "backups", "key", "summary")


def a_morning(show: Show, settings: SettingsFile, folder: Path) -> FirstMorningPage:
    """The wizard on its first page."""
    made = FirstMorningPage(settings, str(folder / "books" / "office.db"))
    made.setMinimumSize(1180, 640)
    show(made)
    made.show_step(0)
    return made


def fill(morning: FirstMorningPage) -> None:
    """All pages, as somebody would fill them."""
    morning.office.profile.put("阳光花园物业服务中心", "阳光路88号", "0571-88880000", "YG-KF-07 A/0", "")
    boxes = morning.rooms.patterns[0].boxes
    for name, words in {"buildings": "1-2", "floors": "1-6", "rooms": "01-04"}.items():
        boxes[name].setText(words)
    morning.rooms.others["shops"].setText("商铺1-3")
    morning.departments.editor.head(5).tick.setChecked(False)
    morning.staff.admin.setText("周建平")
    morning.staff.password.setText(PASSWORD)
    morning.staff.again.setText(PASSWORD)
    clerk = morning.staff.people[0]
    clerk.name.setText("李静")
    clerk.password.setText("told to 李静")
    morning.hours.office.spans.setText("9:00-18:00")


def go_to(morning: FirstMorningPage, step: str) -> None:
    """On to this page, over those before it as they are."""
    while morning.at() < STEPS.index(step):
        before = morning.at()
        morning.go_on()
        assert morning.at() == before + 1, STEPS[before]
