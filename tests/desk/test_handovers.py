# SPDX-License-Identifier: Apache-2.0
"""The shift hand-over (交接班): what stands open, frozen as it is; given by one, taken by another."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from complaintdesk.desk import cases, clocks, dispatching, handovers, staffing
from complaintdesk.desk.handovers import HandoverDraft
from complaintdesk.desk.listing import case_rows
from complaintdesk.desk.open_items import ItemKind
from complaintdesk.domain.terms import CaseKind, Grade, PauseReason, Role
from complaintdesk.errors import MissingFields, UserError
from tests.builders import NAME_OF, PASSWORD, a_case, a_repair, a_slip, codes, limits, staff_id

CLERK = NAME_OF[Role.CLERK]


def sheet(office, handover_id: int) -> handovers.HandoverSheet:
    found: handovers.HandoverSheet = office.ask(handovers.handover_sheet, handover_id, office.books)
    return found


def listed(office, handover_id: int) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item in sheet(office, handover_id).items:
        for name in item.lists:
            found.setdefault(name.value, []).append(item.number)
    return found


def test_the_sheet_lists_what_stands_open_at_this_moment(office, clock):
    enquiry = a_case(office, CaseKind.INQUIRY, content="几点熄灯", category="")
    old = a_case(office)
    clock.later(days=2)
    slip = a_slip(office)
    done = a_case(office, CaseKind.SUGGESTION)
    office.do(cases.handle, done.id, "已采纳")
    given = office.do(handovers.hand, HandoverDraft("3栋电梯维保，留意", staff_id(office, CLERK), parked=1))
    found = listed(office, given)
    assert found["answers"] == [enquiry.number]
    assert old.number in found["late"]
    assert found["slips"] == [slip.number]
    assert set(found["open"]) >= {enquiry.number, old.number}
    assert done.number not in found["open"]
    read = sheet(office, given)
    assert (read.given_by, read.to, read.taken_at, read.words, read.parked) == (
        "王敏",
        CLERK,
        None,
        "3栋电梯维保，留意",
        1,
    )
    assert {name.value: count for name, count in read.counts.items()} == {name: len(ids) for name, ids in found.items()}
    assert codes(office) == []


def test_what_falls_due_before_the_next_shift_is_on_it(office):
    """On a Tuesday morning: until the office opens on Wednesday."""
    case = a_slip(office)
    given = office.do(handovers.hand, HandoverDraft("无"))
    assert sheet(office, given).until == datetime(2026, 10, 21, 0, 30, tzinfo=UTC) or sheet(
        office, given
    ).until.date() == date(2026, 10, 21)
    assert len(listed(office, given)["due"]) == 1, case.number


def test_what_was_open_then_stays_on_the_sheet(office, clock):
    case = a_case(office)
    given = office.do(handovers.hand, HandoverDraft("无"))
    before = listed(office, given)
    clock.later(hours=1)
    office.do(cases.handle, case.id, "已劝止")
    a_case(office)
    assert listed(office, given) == before
    assert [row.open for row in office.ask(handovers.handover_rows, office.ask(handovers.handover_ids))] == [1]


@pytest.mark.parametrize("closed", [False, True])
def test_the_sheet_names_no_end_of_what_is_settled_by_the_handling(office, clock, closed):
    case = a_case(office)
    given = office.do(handovers.hand, HandoverDraft("无"))
    clock.later(days=2)
    [late] = sheet(office, given).items
    [row] = office.ask(case_rows, [case.id], office.books)
    assert row.due is not None
    assert late.due_at == row.due.due_at < office.now()
    office.do(cases.handle, case.id, "已劝止")
    if closed:
        office.do(cases.close, case.id, "满意", content=True)
    [row] = office.ask(case_rows, [case.id], office.books)
    assert [item.due_at for item in sheet(office, given).items] == [row.due and row.due.due_at] == [None]


def test_a_shift_is_taken_by_the_colleague_with_their_own_password(office, clock):
    given = office.do(handovers.hand, HandoverDraft("无", staff_id(office, CLERK)))
    clock.later(minutes=3)
    assert list(office.ask(handovers.waiting_for, staff_id(office, CLERK))) == [given]
    assert list(office.ask(handovers.waiting_for, staff_id(office, "王敏"))) == []
    refusal = office.do(handovers.take, given, CLERK, "wrong-password")
    assert isinstance(refusal, UserError)
    assert sheet(office, given).taken_at is None
    assert office.do(handovers.take, given, CLERK, PASSWORD) is None
    assert (sheet(office, given).to, sheet(office, given).taken_at) == (CLERK, clock.now)
    assert list(office.ask(handovers.waiting_for, staff_id(office, CLERK))) == []
    with pytest.raises(UserError, match="already"):
        office.do(handovers.take, given, CLERK, PASSWORD)
    assert codes(office) == []


def test_or_later_when_they_sit_there_themselves(office, clock):
    given = office.do(handovers.hand, HandoverDraft("无"))
    with pytest.raises(UserError, match="can't take it"):
        office.do(handovers.take, given)
    clock.later(hours=1)
    office.sign_in(CLERK, PASSWORD)
    assert list(office.ask(handovers.waiting_for, staff_id(office, CLERK))) == [given]
    office.do(handovers.take, given)
    assert sheet(office, given).to == CLERK


def test_a_shift_handed_to_one_is_not_taken_by_another(office):
    given = office.do(handovers.hand, HandoverDraft("无", staff_id(office, CLERK)))
    office.sign_in(NAME_OF[Role.OFFICE_HEAD], PASSWORD)
    with pytest.raises(UserError, match="was handed to"):
        office.do(handovers.take, given)


def test_the_same_form_sent_twice_is_one_hand_over(office):
    draft = HandoverDraft("无", token="h1")
    assert office.do(handovers.hand, draft) == office.do(handovers.hand, draft)
    assert len(office.ask(handovers.handover_ids)) == 1


def test_what_is_wrong_is_said_beside_its_field(office):
    with pytest.raises(MissingFields):
        office.do(handovers.hand, HandoverDraft(" "))
    with pytest.raises(UserError) as refused:
        office.do(handovers.hand, HandoverDraft("无", staff_id(office, "王敏")))
    assert refused.value.field == "to_staff"
    leaver = staff_id(office, CLERK)
    office.sign_in(NAME_OF[Role.OFFICE_HEAD], PASSWORD)
    office.do(staffing.leave, leaver, date(2026, 10, 20))
    with pytest.raises(UserError, match="has left"):
        office.do(handovers.hand, HandoverDraft("无", leaver))


def test_a_hand_over_made_by_mistake_is_taken_back_and_waits_for_nobody(office, clock):
    given = office.do(handovers.hand, HandoverDraft("交错了人", staff_id(office, CLERK)))
    with pytest.raises(MissingFields):
        office.do(handovers.void, given, " ")
    clock.later(minutes=1)
    office.do(handovers.void, given, "应交给夜班")
    assert sheet(office, given).void_reason == "应交给夜班"
    assert [row.void for row in office.ask(handovers.handover_rows, [given])] == [True]
    assert list(office.ask(handovers.waiting_for, staff_id(office, CLERK))) == []
    with pytest.raises(UserError, match="taken back"):
        office.do(handovers.take, given, CLERK, PASSWORD)
    office.do(handovers.void, given, "又一次")
    assert sheet(office, given).void_reason == "应交给夜班"
    assert codes(office) == []


def test_who_gave_a_shift_takes_it_back_until_it_is_taken_and_a_supervisor_ever_after(office):
    supervisor = office.staff.name
    office.sign_in(CLERK, PASSWORD)
    own = office.do(handovers.hand, HandoverDraft("无"))
    office.do(handovers.void, own, "误点")
    taken = office.do(handovers.hand, HandoverDraft("无"))
    assert office.do(handovers.take, taken, supervisor, PASSWORD) is None
    with pytest.raises(UserError, match="by a supervisor"):
        office.do(handovers.void, taken, "误点")
    office.sign_in(supervisor, PASSWORD)
    another = office.do(handovers.hand, HandoverDraft("无"))
    office.do(handovers.void, taken, "接错班")
    assert sheet(office, taken).void_reason == "接错班"
    office.sign_in(CLERK, PASSWORD)
    with pytest.raises(UserError, match="by a supervisor"):
        office.do(handovers.void, another, "不是我的")


def test_what_waits_for_others_is_due_at_no_time_as_on_every_list_r_t_07(office, clock):
    case = a_repair(office, grade=Grade.SMALL)
    office.do(dispatching.accept, a_slip(office, case.id).order_id, "张师傅")

    def due(words: str) -> datetime | None:
        items = sheet(office, office.do(handovers.hand, HandoverDraft(words))).items
        return next(item.due_at for item in items if item.kind is ItemKind.CASE)

    assert due("先看一眼") == limits(office, case.id)["finish"].due_at
    office.do(clocks.pause, case.id, PauseReason.PARTS, "等阀门")
    assert due("等阀门") is None
    office.do(clocks.resume, case.id, "到货")
    assert due("到货") == limits(office, case.id)["finish"].due_at
