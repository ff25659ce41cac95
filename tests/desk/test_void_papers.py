# SPDX-License-Identifier: Apache-2.0
"""Sheets that paper carries although a backup does not know them: void under their numbers after a restore."""

from __future__ import annotations

import pytest

from complaintdesk.desk import escalating
from complaintdesk.desk.backup import backup
from complaintdesk.desk.escalating import EscalationDraft
from complaintdesk.desk.liaison import SheetDraft
from complaintdesk.desk.restoring import restore
from complaintdesk.desk.void_papers import USED_BEFORE
from complaintdesk.domain.numbering import Number
from complaintdesk.domain.terms import Trigger
from tests.builders import PASSWORD, a_case, codes, rows

pytestmark = pytest.mark.about_files("a file's replacement by a backup; a server's are in test_on_a_server.py")


def test_numbers_of_sheets_that_paper_carries_are_taken_as_void_too(office, clock):
    case_id = a_case(office).id
    sheet = SheetDraft("电梯停运", "请协调")
    up = EscalationDraft(case_id, "quality", Trigger.UNSOLVED, "无法解决", sheet)
    assert office.do(escalating.escalate, up).number == "LX2026-000001"
    done = backup(office)
    assert {"LX", "JZ"} <= set(done.manifest.series)
    clock.later(minutes=5)
    assert office.do(escalating.escalate, up).number == "LX2026-000002"
    path, now = office.database.path, office.now
    office.close()
    back = restore(done.path, path, staff="王敏", password=PASSWORD, clock=now, highest=(Number("JZ", 2026, 2),))
    office = back.office
    assert back.taken == 1 + 2
    assert rows(office, "SELECT number, void_reason FROM liaison_sheet ORDER BY number") == [
        ("LX2026-000001", ""),
        ("LX2026-000002", USED_BEFORE),
    ]
    assert rows(office, "SELECT number, void_reason FROM corrective_action ORDER BY number") == [
        ("JZ2026-000001", USED_BEFORE),
        ("JZ2026-000002", USED_BEFORE),
    ]
    assert office.do(escalating.escalate, up).number == "LX2026-000003"
    assert codes(office) == []
    office.close()
