# SPDX-License-Identifier: Apache-2.0
"""Every area of going up, approvals, sheets and the course's steps is reached by the keyboard, and nothing is cut."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from complaintdesk.desk import approvals, escalating
from complaintdesk.desk.escalating import PassOnDraft
from complaintdesk.desk.liaison import SheetDraft
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.tabs.case_panel import CasePanel
from complaintdesk.ui.tabs.escalating_steps import ESCALATING
from tests.desk.courses import a_complaint
from tests.ui.conftest import Show
from tests.ui.walking import walk


@pytest.mark.parametrize("name", [deed.name for deed in ESCALATING])
def test_what_a_further_deed_asks_is_walked(bridge: Bridge, show: Show, name: str) -> None:
    office = bridge.office
    words = "电梯连续三天停运，老人上下楼困难，要求赔偿并尽快修好，已多次来电反映没有结果"
    case_id = a_complaint(office, repeats_case_id=a_complaint(office), content=words, level_criteria=("compensation",))
    sheet = SheetDraft("电梯停运", "请两日内修复并书面反馈")
    office.do(escalating.pass_on, PassOnDraft(case_id, "engineering", "请尽快检修", None, sheet))
    office.do(approvals.ask, case_id, "compensation", "赔偿误工费三百元，免一个月物业费")
    panel = CasePanel(bridge)
    page = show(panel)
    page.resize(860, 640)
    panel.show_case(case_id)
    panel.ask(name)
    form = panel.slot.form
    assert form is not None
    if hasattr(form, "written"):
        form.written.setChecked(True)
    QApplication.processEvents()
    found = walk(page)
    assert found == [], "\n".join(found)
