# SPDX-License-Identifier: Apache-2.0
"""The teams' day: loads by team and worker, and its sheets on paper; the load is seen where a slip is given out."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from complaintdesk.desk import case_pages, dispatching
from complaintdesk.desk.office import Office
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.tabs.case_steps import DispatchStep
from complaintdesk.ui.team_days_window import TeamDaysWindow, day_sheets_job
from tests.builders import a_repair, a_slip
from tests.printing.papers import read_by_pypdf


@pytest.fixture
def window(qtbot: QtBot, bridge: Bridge, office: Office) -> TeamDaysWindow:
    taken = a_slip(office)
    office.do(dispatching.accept, taken.order_id, "李志强")
    a_slip(office)
    a_slip(office, team="土建班")
    made = TeamDaysWindow(None, bridge)
    qtbot.addWidget(made)
    return made


def cells(window: TeamDaysWindow) -> list[list[str]]:
    return [[window.table.cell(row, column) for column in range(4)] for row in range(window.table.count())]


def test_each_team_and_worker_stands_with_slips_and_what_is_open(window: TeamDaysWindow) -> None:
    assert ["水电班", "李志强", "1", "1"] in cells(window)
    assert ["水电班", "not taken yet", "1", "1"] in cells(window)
    assert ["水电班", "all together", "2", "2"] in cells(window)
    assert len(cells(window)) == 5
    window.team.set_value("building_works")
    window.refresh()
    assert {row[0] for row in cells(window)} == {"土建班"}
    window.day.setText("2031-01-01")
    assert window.print.isEnabled()  # what is unfinished is for that day too
    window.day.setText("x")
    assert "Which day" in window.fields["day"].problem()
    assert not window.print.isEnabled()  # what is listed is of another day than the one typed


def test_a_sheet_a_team_is_printed_in_one_go(window: TeamDaysWindow, bridge: Bridge) -> None:
    job = day_sheets_job(bridge, window._days)
    pages = read_by_pypdf(job.preview().pdf)
    assert len(pages) == 2
    assert all("班组当日工单" in page for page in pages)
    assert "李志强" in "".join(pages)


def test_who_gives_a_slip_out_sees_what_the_team_has_today(
    qtbot: QtBot, window: TeamDaysWindow, bridge: Bridge, office: Office
) -> None:
    case = bridge.ask(case_pages.case_page, a_repair(office).id, bridge.books).case
    step = DispatchStep(bridge, case)
    qtbot.addWidget(step)
    assert step.load.whole().startswith("today 2, 2 open")
    assert step.load.minimumSizeHint().width() == 0  # a team of many takes no room from the boxes
    step.team.set_value("cleaning")
    assert step.load.whole() == "nothing today"


def test_a_leak_asks_for_the_warranty_beside_its_choices(qtbot: QtBot, bridge: Bridge, office: Office) -> None:
    case = bridge.ask(case_pages.case_page, a_repair(office, category="roof_leak").id, bridge.books).case
    step = DispatchStep(bridge, case)
    qtbot.addWidget(step)
    step.submit()
    assert step.fields["warranty"].problem() == "Ask first whether the warranty still runs."
    step.facts.warranty.button("over").click()
    step.submit()
    assert bridge.ask(case_pages.case_page, case.id, bridge.books).case.orders
