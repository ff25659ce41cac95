# SPDX-License-Identifier: Apache-2.0
"""A form that is sent a second time: the same is saved once, another under its token is not taken for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from complaintdesk.desk import diaries, handovers, meetings, points
from complaintdesk.desk.diaries import DiaryDraft
from complaintdesk.desk.handovers import HandoverDraft
from complaintdesk.desk.office import Office
from complaintdesk.desk.points import FineDraft
from complaintdesk.domain.terms import Role
from complaintdesk.errors import UserError
from tests.builders import NAME_OF, a_case, codes, staff_id
from tests.desk.courses import sits_down


def forms(office: Office) -> dict[str, tuple[Any, Any, dict[str, Any]]]:
    """Each deed with a draft, and what is changed in it before it is sent again."""
    days = meetings.period(office.procedure.course.meetings[0].every, date(2026, 10, 20))
    kind = office.procedure.course.meetings[0].id
    held = meetings.MeetingDraft(kind, *days, office.now(), "赵主任、王敏", "催办漏水", "a meeting")
    fined = FineDraft("a fine", "engineering", Decimal(50), "迟到半天", date(2026, 10, 20))
    number, clerk = a_case(office).number, staff_id(office, NAME_OF[Role.CLERK])
    return {
        "fine": (points.fine, fined, {"amount": Decimal(500)}),
        "diary": (diaries.write, DiaryDraft("巡查机房", token="a line"), {"words": "巡查泵房"}),
        "handover": (handovers.hand, HandoverDraft("3号楼电梯待修", token="a shift"), {"words": "无"}),
        "meeting": (meetings.save, held, {"words": "催办电梯"}),
        "fine for a case": (points.fine, fined, {"case_number": number}),
        "diary about a case": (diaries.write, DiaryDraft("巡查机房", token="a line"), {"number": number}),
        "handover to somebody": (handovers.hand, HandoverDraft("无", token="a shift"), {"to_staff": clerk}),
    }


@pytest.mark.parametrize(
    "form",
    ["fine", "diary", "handover", "meeting", "fine for a case", "diary about a case", "handover to somebody"],
)
def test_the_same_form_is_saved_once_and_another_is_not_taken_for_it(office: Office, form: str) -> None:
    sits_down(office, Role.SUPERVISOR)
    deed, draft, changes = forms(office)[form]
    saved = office.do(deed, draft)
    assert office.do(deed, draft) == saved
    with pytest.raises(UserError, match="saved already"):
        office.do(deed, replace(draft, **changes))
    assert codes(office) == []
