# SPDX-License-Identifier: Apache-2.0
"""Who gave neither name nor phone nor place can't be called: no rule book owes them a word, and each the handling."""

from __future__ import annotations

from typing import Any

import pytest

from complaintdesk.desk import corrections, demands, judging, procedures
from complaintdesk.desk.drafts import CaseCorrection
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import EventKind
from tests.builders import ADMINISTRATOR, PASSWORD, a_case, limits, page
from tests.desk.test_book_rows import TEXTS

UNKNOWN: dict[str, Any] = {"anonymous": True, "caller_name": "", "caller_phone": "", "place_text": ""}
SAID_TO_CALLER = {EventKind.INFORMED, EventKind.EXPLAINED, EventKind.CONFIRMED, EventKind.LEADER_CALLED}
CALLS = {"contact_client", "confirm", "manager_calls"}


@pytest.fixture
def desk(office: Office) -> Office:
    """A supervisor's."""
    office.sign_in("王敏", PASSWORD)
    return office


def test_nobody_is_called_who_can_t_be(desk: Office) -> None:
    """R-REG-09, R-ESC-08, R-CB-08: the matter itself goes its way."""
    case = a_case(desk, **UNKNOWN, level_criteria=("safety",))
    owed = set(limits(desk, case.id))
    assert owed.isdisjoint(CALLS)
    assert {"report_complaint", "check_validity", "answer_complaint"} <= owed
    desk.do(judging.check, case.id, False, "查无此事")
    assert "explain_invalid" not in limits(desk, case.id)


@pytest.mark.parametrize(
    "known", [{"place_text": "3-2-1502"}, {"caller_phone": "13800001111"}, {"anonymous": False, "caller_name": "赵六"}]
)
def test_who_left_a_way_is_called(desk: Office, known: dict[str, Any]) -> None:
    known = {"caller_phone": "13800001111"} | known if "caller_name" in known else known
    case = a_case(desk, **{**UNKNOWN, **known})
    assert {"contact_client", "confirm"} <= set(limits(desk, case.id))


def test_a_way_that_is_told_later_makes_the_calls_due_from_the_call_on(desk: Office) -> None:
    case = a_case(desk, **UNKNOWN)
    version = page(desk, case.id).case.version
    named = {"anonymous": False, "caller_name": "赵六", "caller_phone": "13800001111"}
    desk.do(corrections.correct, CaseCorrection(case.id, version, "来人补告姓名电话", named))
    assert {"contact_client", "confirm"} <= set(limits(desk, case.id))


@pytest.mark.parametrize("name", list(TEXTS))
def test_no_rule_book_demands_a_word_to_nobody(desk: Office, name: str) -> None:
    desk.sign_in(ADMINISTRATOR, PASSWORD)
    if name != "general":
        desk.do(procedures.adopt, TEXTS[name], desk.books.in_force_id)
    desk.sign_in("王敏", PASSWORD)
    category = desk.procedure.categories_for(a_kind := next(k.id for k in desk.procedure.kinds if k.id == "complaint"))
    own = tuple(
        (field.id, field.choices[0])
        for field in desk.procedure.course.fields
        if field.required and (field.kinds is None or a_kind in field.kinds)
    )
    case = a_case(desk, **UNKNOWN, category=category[0].id, own_fields=own)
    asked = desk.ask(demands.asked_for, case.id, desk.books, desk.now())
    assert not [each.name for each in asked if each.events and SAID_TO_CALLER.issuperset(each.events)]
