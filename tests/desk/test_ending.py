# SPDX-License-Identifier: Apache-2.0
"""Cases end aside: invalid and explained, referred, transferred to another kind, joined, specially closed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from complaintdesk.desk import approvals, case_links, cases, corrections, ending, joining, judging
from complaintdesk.desk.approvals import WordDraft
from complaintdesk.desk.case_links import Link
from complaintdesk.desk.drafts import ContactDraft
from complaintdesk.desk.ending import TransferDraft
from complaintdesk.desk.office import Office
from complaintdesk.desk.statistics import By, ShareKind, month_figures
from complaintdesk.domain import lifecycle
from complaintdesk.domain.terms import CaseKind, CaseState, Channel, EventKind, Grade, Level, Role
from complaintdesk.errors import MissingFields, UserError
from complaintdesk.printing.month_words import Words
from tests.builders import DeskClock, a_case, a_household, a_repair, a_slip, codes, event_id, limits, page, staff_id
from tests.desk.courses import a_complaint, facts_of, sits_down, works_by


def record(office: Office, case_id: int) -> Any:
    return page(office, case_id).case


def figures(office: Office) -> Any:
    return office.ask(month_figures, 2026, 10, office.now(), office.books)


def links(office: Office, case_id: int) -> list[tuple[Link, int]]:
    return [(each.link, each.id) for each in office.ask(case_links.links_of, case_id)]


def a_transfer(case_id: int, kind: CaseKind = CaseKind.REPAIR, **changes: Any) -> TransferDraft:
    wanted: dict[str, Any] = {"category": "plumbing", "grade": Grade.SMALL} if kind is CaseKind.REPAIR else {}
    return TransferDraft(case_id, kind, "实为报修", uuid4().hex, **(wanted | changes))


def found_invalid(office: Office) -> int:
    """A complaint that was checked, and is invalid."""
    case_id = a_case(office).id
    office.do(judging.check, case_id, False, "经查噪声来自室外施工")
    return case_id


def test_an_invalid_complaint_ends_once_it_is_explained_r_cls_01(office: Office, clock: DeskClock) -> None:
    case_id = found_invalid(office)
    clock.later(hours=20)
    office.do(ending.explain_invalid, case_id, "电话说明原因，投诉人表示理解")
    assert record(office, case_id).state is CaseState.INVALID
    assert limits(office, case_id)["explain_invalid"].met_at == clock.now
    assert codes(office) == []


def test_only_what_was_found_invalid_is_explained_so_r_cls_01(office: Office) -> None:
    saved = a_case(office)
    with pytest.raises(UserError, match="found invalid"):
        office.do(ending.explain_invalid, saved.id, "不成立")
    office.do(judging.check, saved.id, True, "属实")
    with pytest.raises(UserError, match="found invalid"):
        office.do(ending.explain_invalid, saved.id, "不成立")


def test_an_explanation_says_what_was_told_r_cls_01(office: Office) -> None:
    case_id = found_invalid(office)
    with pytest.raises(MissingFields):
        office.do(ending.explain_invalid, case_id, " ")


def test_an_explanation_is_taken_back_before_the_finding_it_rests_on_r_cls_01(office: Office) -> None:
    case_id = found_invalid(office)
    office.do(ending.explain_invalid, case_id, "已说明")
    with pytest.raises(UserError, match="explanation"):
        office.do(corrections.withdraw, event_id(office, case_id, "checked"), "看错了")
    office.do(corrections.withdraw, event_id(office, case_id, "explained"), "还没打通电话")
    assert record(office, case_id).state is CaseState.REGISTERED
    assert codes(office) == []


@pytest.mark.parametrize("how", ["refer", "explain", "transfer", "join"])
def test_no_case_ends_aside_while_its_slip_is_out(office: Office, how: str) -> None:
    first = a_case(office)
    case_id = found_invalid(office)
    a_slip(office, case_id)
    deeds: dict[str, tuple[Any, ...]] = {
        "refer": (ending.refer, case_id, "请找供电局"),
        "explain": (ending.explain_invalid, case_id, "已说明"),
        "transfer": (ending.transfer, a_transfer(case_id)),
        "join": (ending.join, case_id, first.id, "同一件事"),
    }
    with pytest.raises(UserError, match="still out"):
        office.do(*deeds[how])
    assert record(office, case_id).state is CaseState.IN_HAND


def test_what_is_not_the_offices_is_referred_and_no_invalid_complaint_r_cls_10(office: Office) -> None:
    saved = a_case(office)
    with pytest.raises(MissingFields):
        office.do(ending.refer, saved.id, "")
    office.do(ending.refer, saved.id, "路灯属市政：请拨 12345，城管局照明科")
    assert record(office, saved.id).state is CaseState.REFERRED
    found = figures(office)
    assert found.states[CaseKind.COMPLAINT][CaseState.REFERRED].count == 1
    assert found.share(ShareKind.INVALID).numerator.count == 0
    assert found.share(ShareKind.CLOSING).denominator.count == 0
    office.do(corrections.withdraw, event_id(office, saved.id, "referred"), "是小区路灯")
    assert record(office, saved.id).state is CaseState.REGISTERED


def test_the_limits_of_what_is_referred_run_no_more(office: Office, clock: DeskClock) -> None:
    saved = a_case(office)
    clock.later(hours=1)
    office.do(ending.refer, saved.id, "请找供电局")
    assert all(limit.met_at is not None for limit in page(office, saved.id).commitments)
    clock.later(days=30)
    assert all(each.undecided.count == each.late.count == 0 for each in figures(office).limits)
    office.do(corrections.withdraw, event_id(office, saved.id, "referred"), "是我们的")
    assert any(limit.met_at is None for limit in page(office, saved.id).commitments)
    assert codes(office) == []


def test_a_matter_of_another_kind_goes_on_there_with_all_that_was_told(office: Office, clock: DeskClock) -> None:
    place = a_household(office)
    sits_down(office, Role.CLERK)
    saved = a_case(office, place_id=place, place_text="", caller_name="单飞")
    received = office.now()
    clock.later(minutes=20)
    call = ContactDraft(saved.id, Channel.PHONE, office.now(), "水已漏到楼下", "单飞", "13900005678")
    office.do(cases.add_contact, call)
    sits_down(office, Role.SUPERVISOR)
    clock.later(minutes=5)
    new = office.do(ending.transfer, a_transfer(saved.id))
    old, case = record(office, saved.id), record(office, new.id)
    assert (old.state, case.state) == (CaseState.TRANSFERRED, CaseState.REGISTERED)
    assert (case.kind, case.number) == (CaseKind.REPAIR, new.number)
    assert new.number.startswith("BX")
    assert (case.caller_name, case.caller_phone, case.place) == (old.caller_name, old.caller_phone, old.place)
    assert (case.content, case.received_at, case.first_contact) == (old.content, received, "李静")
    assert [each.content for each in page(office, new.id).contacts] == [old.content, "水已漏到楼下"]
    assert page(office, new.id).contacts[1].by == "李静"
    assert links(office, saved.id) == [(Link.TRANSFERRED_TO, new.id)]
    assert links(office, new.id) == [(Link.TRANSFERRED_FROM, saved.id)]
    assert codes(office) == []


def test_a_transferred_matter_has_all_the_time_of_its_new_kind_r_t_06(office: Office, clock: DeskClock) -> None:
    saved = a_case(office, CaseKind.INQUIRY)
    clock.later(hours=5)
    new = office.do(ending.transfer, a_transfer(saved.id))
    of_slip = limits(office, new.id)["deliver_slip"]
    assert (of_slip.started_at, of_slip.due_at) == (office.now(), office.now() + timedelta(minutes=20))
    assert record(office, new.id).received_at == office.now() - timedelta(hours=5)
    clock.later(minutes=10)
    office.do(cases.note, new.id, "已通知工程部")
    assert limits(office, new.id)["deliver_slip"] == of_slip
    assert codes(office) == []


def test_a_transferred_matter_stays_with_whom_it_was_handed_to_r_reg_06(office: Office) -> None:
    saved = a_case(office)
    office.do(judging.hand_over, saved.id, staff_id(office, "李静"), "休假")
    new = office.do(ending.transfer, a_transfer(saved.id))
    assert record(office, new.id).follower == "李静"


def test_the_same_transfer_sent_twice_makes_one_case(office: Office) -> None:
    saved = a_case(office)
    draft = a_transfer(saved.id)
    first, again = office.do(ending.transfer, draft), office.do(ending.transfer, draft)
    assert (again.id, again.existing) == (first.id, True)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": CaseKind.COMPLAINT}, "kind"),
        ({"category": "noise"}, "category"),
        ({"grade": None}, "grade"),
        ({"reason": " "}, "reason"),
    ],
)
def test_a_transfer_names_what_does_not_go_or_is_missing(office: Office, changes: dict[str, Any], field: str) -> None:
    saved = a_case(office)
    draft = TransferDraft(
        **{
            "case_id": saved.id,
            "kind": CaseKind.REPAIR,
            "reason": "实为报修",
            "token": uuid4().hex,
            "category": "plumbing",
            "grade": Grade.SMALL,
            **changes,
        }
    )
    with pytest.raises(UserError) as refused:
        office.do(ending.transfer, draft)
    assert field in {refused.value.field, *getattr(refused.value, "missing", {})}
    assert record(office, saved.id).state is CaseState.REGISTERED


def test_a_transfer_is_taken_back_once_the_new_case_is_void(office: Office) -> None:
    saved = a_case(office)
    new = office.do(ending.transfer, a_transfer(saved.id))
    with pytest.raises(UserError, match="goes on as"):
        office.do(corrections.withdraw, event_id(office, saved.id, "transferred"), "还是投诉")
    office.do(corrections.void, new.id, "转错了")
    office.do(corrections.withdraw, event_id(office, saved.id, "transferred"), "还是投诉")
    assert record(office, saved.id).state is CaseState.REGISTERED
    with pytest.raises(UserError, match="note it again"):
        office.do(corrections.withdraw, event_id(office, saved.id, "withdrawn"), "又反悔")
    assert codes(office) == []


def test_the_same_matter_goes_on_in_the_earlier_case_r_reg_07(office: Office, clock: DeskClock) -> None:
    first = a_case(office, caller_name="仇女士")
    clock.later(hours=2)
    second = a_case(office, caller_name="仇先生", content="楼上还在装修")
    assert [each.id for each in office.ask(joining.candidates, second.id)] == [first.id]
    assert office.ask(joining.candidates, first.id) == ()
    office.do(ending.join, second.id, first.id, "同一户同一件事")
    assert record(office, second.id).state is CaseState.JOINED
    contact = page(office, first.id).contacts[-1]
    assert (contact.caller_name, contact.content) == ("仇先生", "楼上还在装修")
    assert links(office, first.id) == [(Link.JOINED_BY, second.id)]
    assert links(office, second.id) == [(Link.JOINED_INTO, first.id)]
    assert all(limit.met_at is not None for limit in page(office, second.id).commitments)
    assert codes(office) == []


def test_what_made_the_joined_one_major_goes_over_r_cls_05(office: Office) -> None:
    first = a_case(office)
    second = a_case(office, level_criteria=(office.procedure.level_criteria[0].id,))
    office.do(ending.join, second.id, first.id, "同一件事")
    assert record(office, first.id).level is Level.MAJOR


def test_a_joining_taken_back_takes_its_contacts_back_too_r_reg_07(office: Office) -> None:
    first, second = a_case(office), a_case(office, level_criteria=(office.procedure.level_criteria[0].id,))
    office.do(ending.join, second.id, first.id, "同一件事")
    office.do(corrections.withdraw, event_id(office, second.id, "joined"), "不是一件事")
    assert record(office, second.id).state is CaseState.REGISTERED
    assert len(page(office, first.id).contacts) == 1
    assert record(office, first.id).level is Level.GENERAL
    assert links(office, first.id) == links(office, second.id) == []
    with pytest.raises(UserError, match="note it again"):
        office.do(corrections.withdraw, event_id(office, second.id, "withdrawn"), "还是一件")
    assert codes(office) == []


def test_a_case_that_another_was_joined_to_is_void_only_once_that_is_taken_back(office: Office) -> None:
    first, second = a_case(office), a_case(office)
    office.do(ending.join, second.id, first.id, "同一件事")
    with pytest.raises(UserError, match="take that back there first"):
        office.do(corrections.void, first.id, "误登")
    office.do(corrections.withdraw, event_id(office, second.id, "joined"), "不是同一件事")
    office.do(corrections.void, first.id, "误登")
    assert record(office, second.id).state is CaseState.REGISTERED


def test_a_case_joins_only_an_earlier_one_that_goes_on_r_reg_07(office: Office, clock: DeskClock) -> None:
    first = a_case(office)
    clock.later(hours=1)
    second = a_case(office)
    with pytest.raises(UserError, match="came in later"):
        office.do(ending.join, first.id, second.id, "同一件事")
    with pytest.raises(UserError, match="itself"):
        office.do(ending.join, first.id, first.id, "同一件事")
    with pytest.raises(MissingFields):
        office.do(ending.join, second.id, first.id, "")
    office.do(ending.refer, first.id, "请找供电局")
    with pytest.raises(UserError, match="is over"):
        office.do(ending.join, second.id, first.id, "同一件事")


def effort(office: Office, case_id: int, times: int) -> None:
    """So many answers to the client, none of which helped."""
    for _time in range(times):
        office.do(cases.answer, case_id, "再次沟通方案，客户不接受")


def approved(office: Office, case_id: int) -> None:
    office.do(approvals.ask, case_id, "special_closing", "客户索赔远超损失，三次协商未果")
    office.do(approvals.approve, WordDraft(case_id, "special_closing", "general_manager", "周总", "同意特殊关闭"))


@pytest.fixture
def crm(office: Office) -> Office:
    """An office that works by the CRM rules, which know a special closing."""
    return works_by(office, "crm_rules")


def test_a_special_closing_needs_real_efforts_on_record_r_esc_08(crm: Office) -> None:
    case_id = a_complaint(crm)
    effort(crm, case_id, 2)
    crm.do(cases.note, case_id, "电话无人接")
    with pytest.raises(UserError) as refused:
        crm.do(ending.special_close, case_id, "无法达成一致")
    assert (refused.value.values["tries"], refused.value.values["made"]) == (3, 2)


def test_a_special_closing_needs_its_approval_r_esc_08(crm: Office) -> None:
    case_id = a_complaint(crm)
    effort(crm, case_id, 3)
    with pytest.raises(UserError, match="Not before"):
        crm.do(ending.special_close, case_id, "无法达成一致")
    approved(crm, case_id)
    with pytest.raises(MissingFields):
        crm.do(ending.special_close, case_id, "")
    crm.do(ending.special_close, case_id, "极端索赔，已尽力")
    assert record(crm, case_id).state is CaseState.SPECIAL_CLOSED
    assert facts_of(crm, case_id, "special_closed") == {"approval": "special_closing"}
    with pytest.raises(UserError, match="special closing"):
        crm.do(corrections.withdraw, event_id(crm, case_id, "approved"), "批错了")
    crm.do(corrections.withdraw, event_id(crm, case_id, "special_closed"), "客户又同意了")
    assert record(crm, case_id).state is CaseState.IN_HAND
    assert codes(crm) == []


def test_a_clerk_closes_nothing_specially_r_esc_08(crm: Office) -> None:
    case_id = a_complaint(crm)
    sits_down(crm, Role.CLERK)
    with pytest.raises(UserError, match="no right"):
        crm.do(ending.special_close, case_id, "算了")


def test_a_rule_book_without_it_knows_no_special_closing_r_esc_08(office: Office) -> None:
    case_id = a_complaint(works_by(office, "liyuan"))
    assert office.procedure.course.special_closing is None
    with pytest.raises(UserError, match="no special closing"):
        office.do(ending.special_close, case_id, "算了")


def test_a_special_closing_leaves_the_closing_rate_never_volume_or_response_r_esc_08(
    crm: Office, clock: DeskClock
) -> None:
    closed, other = a_complaint(crm), a_complaint(crm)
    before = figures(crm)
    clock.later(hours=30)  # answered too late
    effort(crm, closed, 3)
    approved(crm, closed)
    crm.do(ending.special_close, closed, "极端索赔，已尽力")
    found = figures(crm)
    assert found.registered == before.registered == 2
    assert found.share(ShareKind.CLOSING).denominator.count == 1
    special = found.share(ShareKind.CLOSING_WITH_SPECIAL)
    assert (special.numerator.count, special.denominator.count) == (1, 2)
    assert found.states[CaseKind.COMPLAINT][CaseState.SPECIAL_CLOSED].count == 1
    response = found.share(ShareKind.RESPONSE)
    assert (response.numerator.count, response.denominator.count) == (0, 2)
    assert record(crm, other).state is CaseState.REGISTERED


def test_each_way_out_has_its_column_in_the_months_figures(crm: Office) -> None:
    first = a_complaint(crm)
    invalid, referred, joined, moved = (a_complaint(crm) for _ in range(4))
    crm.do(judging.check, invalid, False, "不属实")
    crm.do(ending.explain_invalid, invalid, "已说明")
    crm.do(ending.refer, referred, "请找厂家")
    crm.do(ending.join, joined, first, "同一件事")
    crm.do(ending.transfer, a_transfer(moved, CaseKind.INQUIRY))
    ends = figures(crm).states[CaseKind.COMPLAINT]
    aside = (CaseState.INVALID, CaseState.REFERRED, CaseState.JOINED, CaseState.TRANSFERRED)
    assert [ends[state].count for state in aside] == [1, 1, 1, 1]
    went = figures(crm).flow
    assert went.came == went.went
    assert figures(crm).share(ShareKind.INVALID).numerator.count == 1


def test_a_matter_that_is_transferred_or_joined_counts_once(office: Office) -> None:
    first, second, third = (a_case(office) for _time in range(3))
    office.do(ending.transfer, a_transfer(second.id))
    office.do(ending.join, third.id, first.id, "同一件事")
    found = figures(office)
    assert (found.cases, found.registered, found.elsewhere.count, found.void.count) == (4, 2, 2, 0)
    by_kind = {row.name: row.now.count for row in found.by(By.KIND).rows}
    assert (by_kind[CaseKind.COMPLAINT], by_kind[CaseKind.REPAIR]) == (1, 1)
    assert found.share(ShareKind.CLOSING).denominator.count == 2
    assert Words("en").in_register(found) == "Register: 4 rows = received 2 + void 0 + joined or transferred 2"


@pytest.mark.parametrize("kind", [EventKind.HANDLED, EventKind.DISPATCHED, EventKind.ANSWERED])
def test_what_ended_aside_goes_on_no_more(office: Office, kind: EventKind) -> None:
    repair = a_repair(office)
    office.do(ending.refer, repair.id, "请找开发商")
    with pytest.raises(UserError, match="shown where to turn"):
        lifecycle.next_case_state(record(office, repair.id).state, kind)
