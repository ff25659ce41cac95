# SPDX-License-Identifier: Apache-2.0
"""A case waits and goes on, a limit is put off; the client is promised a time, told where it stands, confirmed to."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from complaintdesk.desk import cases, clocks, corrections, dispatching, explaining, listing
from complaintdesk.desk.listing import CaseFilter
from complaintdesk.desk.records import CommitmentRecord
from complaintdesk.domain.commitments import Explanation
from complaintdesk.domain.terms import CaseKind, Channel, PauseReason, Rating
from complaintdesk.errors import MissingFields, UserError
from tests.builders import (
    NINE,
    PASSWORD,
    a_case,
    a_completion,
    a_repair,
    a_returned_slip,
    a_slip,
    codes,
    event_id,
    limits,
    page,
    rows,
    story,
)

HOUR = timedelta(hours=1)
PARTS, AWAY = PauseReason.PARTS, PauseReason.CLIENT_AWAY


def waits_for(office, case_id: int) -> PauseReason | None:
    return page(office, case_id).case.waits_for


def limit(office, case_id: int, key: str) -> CommitmentRecord:
    return limits(office, case_id)[key]


def why(office, case_id: int, key: str) -> Explanation:
    found: tuple[Explanation, ...] = office.ask(
        explaining.why, case_id, office.procedure_of, office.calendar_of, office.zone
    )
    return {each.key: each for each in found}[key]


def late(office, now: datetime) -> list[int]:
    return list(office.ask(listing.case_ids, CaseFilter(view="late"), now, None))


def test_while_parts_are_awaited_the_finish_waits_and_the_slip_does_not(office, clock):
    """R-T-07."""
    case = a_repair(office)
    clock.later(hours=2)
    office.do(clocks.pause, case.id, PARTS, "角阀缺货，供货商后天到", NINE + HOUR)
    assert waits_for(office, case.id) is PARTS
    assert limit(office, case.id, "finish").paused_at == NINE + HOUR
    assert limit(office, case.id, "deliver_slip").paused_at is None


def test_pauses_are_told_when_they_happened_and_not_later_than_now(office, clock):
    """R-T-06, R-T-07."""
    case = a_repair(office)
    with pytest.raises(UserError, match="still to come"):
        office.do(clocks.pause, case.id, PARTS, "", NINE + HOUR)
    clock.later(hours=8)
    office.do(clocks.pause, case.id, PARTS, "", NINE + HOUR)
    office.do(clocks.resume, case.id, "配件到货", NINE + 3 * HOUR)
    finish = limit(office, case.id, "finish")
    assert (finish.due_at, finish.paused_at) == (NINE + 26 * HOUR, None)
    assert why(office, case.id, "finish").first_due_at == NINE + 24 * HOUR
    assert codes(office) == []


def test_what_waits_is_not_late(office, clock):
    """R-T-07."""
    case = a_repair(office)
    a_slip(office, case.id)
    office.do(dispatching.accept, event_order(office, case.id), "张师傅")
    office.do(clocks.pause, case.id, AWAY)
    now = clock.later(days=5)
    assert late(office, now) == []
    office.do(clocks.resume, case.id)
    assert late(office, now) == []
    now = clock.later(hours=25)
    assert late(office, now) == [case.id]


def event_order(office, case_id: int) -> int:
    return page(office, case_id).case.orders[-1].id


def test_there_is_no_pause_in_a_pause_and_no_end_without_one(office, clock):
    case = a_repair(office)
    with pytest.raises(UserError, match="waits for nothing"):
        office.do(clocks.resume, case.id)
    office.do(clocks.pause, case.id, PARTS)
    with pytest.raises(UserError, match="waits already"):
        office.do(clocks.pause, case.id, AWAY)
    clock.later(hours=2)
    with pytest.raises(UserError, match="before the pause began") as refused:
        office.do(clocks.resume, case.id, "", NINE - HOUR)
    assert refused.value.field == "resumed_at"
    office.do(clocks.resume, case.id)
    with pytest.raises(UserError, match="before the last pause ended") as refused:
        office.do(clocks.pause, case.id, AWAY, "", NINE + HOUR)
    assert refused.value.field == "paused_at"
    with pytest.raises(UserError, match="waits for nothing"):
        office.do(clocks.resume, case.id)


def test_what_is_handled_waits_for_nothing_and_waits_again_when_that_is_taken_back(office, clock):
    """R-T-07."""
    case = a_case(office, CaseKind.COMPLAINT)
    clock.later(hours=1)
    office.do(clocks.pause, case.id, PauseReason.THIRD_PARTY)
    assert limit(office, case.id, "answer_complaint").paused_at == NINE + HOUR
    clock.later(hours=1)
    office.do(cases.handle, case.id, "装修公司已停工")
    assert waits_for(office, case.id) is None
    with pytest.raises(UserError, match="handled"):
        office.do(clocks.pause, case.id, PARTS)
    office.do(corrections.withdraw, event_id(office, case.id, "handled"), "误点")
    assert waits_for(office, case.id) is PauseReason.THIRD_PARTY
    office.do(cases.handle, case.id, "装修公司已停工")
    office.do(cases.reopen, case.id, "又开工了")
    assert waits_for(office, case.id) is None
    assert all(each.paused_at is None for each in limits(office, case.id).values() if each.round == 2)
    office.do(clocks.pause, case.id, PauseReason.THIRD_PARTY)
    assert codes(office) == []


def test_the_job_done_while_it_still_waits_is_judged_by_the_time_without_the_wait(office, clock):
    """R-T-07: 26 hours after the call, of which six were waited."""
    case = a_repair(office)
    issued = a_slip(office, case.id)
    clock.later(hours=20)
    office.do(clocks.pause, case.id, AWAY)
    clock.later(hours=6)
    draft = a_completion(office, issued.order_id, quality=Rating.CONTENT)
    office.do(dispatching.complete, draft)
    (finish,) = [each for each in page(office, case.id).commitments if each.key == "finish"]
    assert (finish.met_at, finish.due_at) == (NINE + 26 * HOUR, NINE + 30 * HOUR)


def test_a_supervisor_puts_a_limit_off_with_a_reason_and_the_first_time_stays(office, clock):
    """R-T-07."""
    case = a_repair(office)
    until = NINE + timedelta(days=3)
    office.do(clocks.extend, case.id, "finish", 1, until, "需开挖地面，已向业主说明")
    assert limit(office, case.id, "finish").due_at == until
    assert why(office, case.id, "finish").first_due_at == NINE + 24 * HOUR
    first = rows(office, "SELECT first_due_at FROM commitment WHERE key = 'finish'")
    assert first == [(f"{NINE + 24 * HOUR:%Y-%m-%d %H:%M:%S.%f}",)]
    event = page(office, case.id).events[-1]
    assert (event.by, event.words) == ("王敏", "需开挖地面，已向业主说明")
    office.do(corrections.withdraw, event.id, "业主不同意")
    assert limit(office, case.id, "finish").due_at == NINE + 24 * HOUR
    assert codes(office) == []


def test_a_limit_is_put_off_only_to_a_later_time_that_is_still_to_come(office, clock):
    case = a_repair(office)
    with pytest.raises(UserError, match="later than the one that stands") as refused:
        office.do(clocks.extend, case.id, "finish", 1, NINE + 24 * HOUR, "缺料")
    assert refused.value.field == "due_at"
    office.do(clocks.pause, case.id, PARTS)
    clock.later(days=3)
    with pytest.raises(UserError, match="over already"):
        office.do(clocks.extend, case.id, "finish", 1, NINE + 25 * HOUR, "缺料")
    with pytest.raises(MissingFields) as missing:
        office.do(clocks.extend, case.id, "finish", 1, NINE + 99 * HOUR, " ")
    assert missing.value.field == "reason"
    with pytest.raises(UserError, match="met, or applies no more"):
        office.do(clocks.extend, case.id, "answer_enquiry", 1, NINE + 99 * HOUR, "缺料")


def test_a_limit_that_was_broken_is_not_put_off_so_that_it_never_was(office, clock):
    """R-T-07: what comes after its end comes too late for it."""
    case = a_repair(office)
    clock.later(days=3)
    with pytest.raises(UserError, match="stays so") as refused:
        office.do(clocks.extend, case.id, "finish", 1, NINE + 99 * HOUR, "缺料")
    assert refused.value.field == "limit"
    assert limit(office, case.id, "finish").due_at == NINE + 24 * HOUR


def test_a_time_agreed_with_the_client_is_not_put_off_without_them(office):
    """R-WO-09, R-ESC-12."""
    appointed = {"appointment_from": NINE + 5 * HOUR, "appointment_to": NINE + 7 * HOUR}
    case = a_repair(office, **appointed)
    with pytest.raises(UserError, match="agreed with the client"):
        office.do(clocks.extend, case.id, "keep_appointment", 1, NINE + 9 * HOUR, "人手不够")


def test_a_clerk_extends_nothing_and_does_the_rest(office):
    case = a_repair(office)
    office.sign_in("李静", PASSWORD)
    with pytest.raises(UserError, match="no right"):
        office.do(clocks.extend, case.id, "finish", 1, NINE + 99 * HOUR, "缺料")
    office.do(clocks.pause, case.id, PARTS)
    office.do(clocks.resume, case.id)
    office.do(clocks.promise, case.id, NINE + 5 * HOUR, "今天下午换角阀", True)
    office.do(clocks.confirm, case.id, Channel.PHONE, "已受理")
    office.do(clocks.inform, case.id, "师傅在路上")


def test_a_time_promised_is_a_limit_and_stands_on_record_with_the_clients_word(office, clock):
    """R-REG-16, R-ESC-12."""
    case = a_case(office)
    until = NINE + 8 * HOUR
    office.do(clocks.promise, case.id, until, "今天派人查看并答复", True)
    assert limit(office, case.id, "keep_promise").due_at == until
    event = page(office, case.id).events[-1]
    assert event.words == "今天派人查看并答复"
    assert event.facts == {"until": until.isoformat(), "consent": True}
    clock.later(hours=7)
    office.do(clocks.promise, case.id, until + 20 * HOUR, "改到明天，业主同意", True)
    assert limit(office, case.id, "keep_promise").due_at == until + 20 * HOUR
    office.do(corrections.withdraw, event_id(office, case.id, "promised"), "记错了")
    assert limit(office, case.id, "keep_promise").due_at == until
    office.do(cases.answer, case.id, "已答复")
    assert limit(office, case.id, "keep_promise").met_at == clock.now
    assert codes(office) == []


def test_without_the_clients_word_there_is_no_promise(office):
    """R-REG-16, R-ESC-12: then a summary goes up the ladder."""
    case = a_case(office)
    with pytest.raises(MissingFields) as refused:
        office.do(clocks.promise, case.id, NINE + HOUR, "今天答复", False)
    assert refused.value.field == "consent"
    with pytest.raises(MissingFields) as refused:
        office.do(clocks.promise, case.id, NINE + HOUR, "  ", True)
    assert refused.value.field == "words"
    with pytest.raises(UserError, match="before the promise") as early:
        office.do(clocks.promise, case.id, NINE, "今天答复", True)
    assert early.value.field == "until"
    assert story(office, case.id) == ["registered"]


def test_the_complainant_gets_a_confirmation_within_24_hours(office, clock):
    """R-REG-09."""
    case = a_case(office)
    assert limit(office, case.id, "confirm").due_at == NINE + 24 * HOUR
    clock.later(hours=2)
    with pytest.raises(MissingFields):
        office.do(clocks.confirm, case.id, Channel.PHONE, "")
    office.do(clocks.confirm, case.id, Channel.WEB, f"{case.number} 已受理", NINE + HOUR)
    (kept,) = [each for each in page(office, case.id).commitments if each.key == "confirm"]
    assert kept.met_at == NINE + HOUR
    assert page(office, case.id).events[-1].facts == {"way": "web"}
    office.do(corrections.withdraw, event_id(office, case.id, "confirmed"), "没有送到")
    assert limit(office, case.id, "confirm").due_at == NINE + 24 * HOUR


def test_telling_the_client_where_it_stands_is_a_contact(office, clock):
    """R-WO-11, R-ESC-05, R-ESC-08."""
    case = a_case(office)
    with pytest.raises(MissingFields):
        office.do(clocks.inform, case.id, "")
    clock.later(hours=2)
    office.do(clocks.inform, case.id, "已转工程部，明天上门", NINE + HOUR)
    (kept,) = [each for each in page(office, case.id).commitments if each.key == "contact_client"]
    assert kept.met_at == NINE + HOUR


@pytest.mark.parametrize(
    ("told", "again"),
    [
        (("paused",), "pause"),
        (("paused", "resumed"), "resume"),
        (("extended",), "extend"),
        (("promised",), "promise"),
        (("confirmed",), "confirm"),
        (("informed",), "inform"),
    ],
)
def test_each_of_them_is_taken_back_and_leaves_the_limits_as_they_were(office, clock, told, again):
    case = a_repair(office)
    clock.later(hours=1)
    before = limits(office, case.id)
    deeds = {
        "paused": lambda: office.do(clocks.pause, case.id, PARTS),
        "resumed": lambda: office.do(clocks.resume, case.id),
        "extended": lambda: office.do(clocks.extend, case.id, "finish", 1, NINE + 99 * HOUR, "缺料"),
        "promised": lambda: office.do(clocks.promise, case.id, NINE + 5 * HOUR, "下午修好", True),
        "confirmed": lambda: office.do(clocks.confirm, case.id, Channel.PHONE, "已受理"),
        "informed": lambda: office.do(clocks.inform, case.id, "师傅在路上"),
    }
    done = [deeds[kind]() for kind in told]
    assert story(office, case.id)[1:] == list(told)
    for event in reversed(done):
        office.do(corrections.withdraw, event, "记错了")
    assert limits(office, case.id) == before
    deeds[told[0]]()
    assert codes(office) == []


def test_the_beginning_of_a_pause_is_not_taken_back_before_its_end(office):
    case = a_repair(office)
    began = office.do(clocks.pause, case.id, PARTS)
    office.do(clocks.resume, case.id)
    with pytest.raises(UserError, match="Take back the end of this pause first"):
        office.do(corrections.withdraw, began, "记错了")


def test_what_an_earlier_rounds_slip_met_is_kept_and_explained_no_more(office, clock):
    case = a_repair(office)
    a_returned_slip(office, case.id)
    office.do(cases.handle, case.id, "已修好")
    clock.later(hours=1)
    office.do(cases.reopen, case.id, "又漏了")
    assert {(each.key, each.round) for each in page(office, case.id).commitments} >= {("finish", 1), ("finish", 2)}
    found = office.ask(explaining.why, case.id, office.procedure_of, office.calendar_of, office.zone)
    assert {(each.key, each.round) for each in found} == {("deliver_slip", 2), ("finish", 2)}
