# SPDX-License-Identifier: Apache-2.0
"""Whole cases as pages, sheets and forms get them, and why their limits end when they do."""

from __future__ import annotations

from datetime import date, timedelta

from complaintdesk.desk import case_pages, cases, dispatching, explaining, exports, importing
from complaintdesk.desk.drafts import HistoryDraft
from complaintdesk.domain.commitments import Explanation
from complaintdesk.domain.terms import CaseKind, CaseState, Channel, EventKind, OrderState
from tests.builders import NINE, a_case, a_completion, a_repair, a_returned_slip, a_slip, page, rows, slip


def why(office, case_id: int) -> tuple[Explanation, ...]:
    found: tuple[Explanation, ...] = office.ask(
        explaining.why, case_id, office.procedure_of, office.calendar_of, office.zone
    )
    return found


def test_a_case_from_the_call_to_its_closing_as_its_page_shows_it(office, clock):
    case = a_repair(office)
    clock.later(minutes=5)
    a_returned_slip(office, case.id)
    clock.later(minutes=5)
    office.do(cases.answer, case.id, "已告知业主")
    clock.later(minutes=5)
    office.do(cases.handle, case.id, "修复")
    clock.later(minutes=5)
    office.do(cases.close, case.id, "回访满意")
    shown = page(office, case.id).case
    minutes = [timedelta(minutes=5 * n) for n in range(5)]
    assert (shown.answered_at, shown.handled_at, shown.closed_at) == tuple(NINE + span for span in minutes[2:])
    assert (shown.state, shown.outcome, shown.number) == (CaseState.CLOSED, "修复", "BX2026-000001")
    (order,) = shown.orders
    assert (order.number, order.state, order.team_name, order.worker) == (
        "WX2026-000001",
        OrderState.RETURNED,
        "水电班",
        "张师傅",
    )
    told = [(event.kind.value, event.order_number) for event in page(office, case.id).events]
    assert told[:3] == [("registered", ""), ("dispatched", order.number), ("accepted", order.number)]
    assert [kind for kind, _ in told[3:]] == ["arrived", "completed", "returned", "answered", "handled", "closed"]


def test_records_come_in_the_order_asked_for_over_many_pages(office):
    drafts = [HistoryDraft(f"k{n}", f"{n}", CaseKind.REPAIR, Channel.PHONE, NINE, f"旧账{n}") for n in range(450)]
    run = office.do(importing.start_run, "register", "aa", 450)
    for start in range(0, 450, 150):
        office.do(importing.add_history, run, drafts[start : start + 150])
    live = a_case(office)
    ids = office.ask(case_pages.cases_between, with_history=True)
    assert len(ids) == 451
    wanted = list(ids)[::-1]
    records = office.ask(lambda session: list(case_pages.case_records(session, wanted, office.books)))
    assert [record.id for record in records] == wanted
    assert office.ask(case_pages.cases_between).tolist() == [live.id]


def test_cases_between_two_days_are_oldest_first_both_days_included(office, clock):
    clock.later(days=3)
    found = [a_case(office, received_at=NINE + timedelta(days=n)).id for n in (2, 0, 1, 3)]
    a_repair(office, received_at=NINE + timedelta(days=1))
    days = date(2026, 10, 21), date(2026, 10, 22)
    assert list(office.ask(case_pages.cases_between, *days, CaseKind.COMPLAINT)) == [found[2], found[0]]
    assert len(office.ask(case_pages.cases_between, *days)) == 3


def test_a_slip_not_done_yet_owes_nothing_and_has_no_times(office):
    order = slip(office, a_slip(office).order_id)
    assert (order.total, order.labour, order.materials, order.result) == (None, None, (), "")
    assert (order.accepted_at, order.arrived_at, order.completed_at, order.returned_at) == (None,) * 4


def test_limits_are_explained_open_ones_first_then_the_first_to_end(office, clock):
    case = a_repair(office)
    first, second = why(office, case.id)
    assert (first.name, first.start_kind, first.due_at) == (
        "送达工程部",
        EventKind.REGISTERED,
        NINE + timedelta(minutes=20),
    )
    assert str(first.started_at.utcoffset()) == "8:00:00", "as the office's clock shows it"
    assert (second.name, second.source != "") == ("完工", True)
    order = a_slip(office, case.id)
    office.do(dispatching.accept, order.order_id, "张师傅")
    assert [(each.name, each.met_at) for each in why(office, case.id)] == [("完工", None), ("送达工程部", NINE)]
    office.do(dispatching.complete, a_completion(office, order.order_id))
    assert {each.name: each.met_at for each in why(office, case.id)} == {"送达工程部": NINE, "完工": NINE}


def test_history_has_no_limits_to_explain(office):
    run = office.do(importing.start_run, "register", "aa", 1)
    office.do(importing.add_history, run, [HistoryDraft("k", "", CaseKind.REPAIR, Channel.PHONE, NINE, "旧账")])
    (case_id,) = office.ask(case_pages.cases_between, with_history=True)
    assert why(office, case_id) == ()


def test_an_export_is_noted_with_its_rows(office):
    office.do(exports.note_export, "register", 12, "归档")
    ((deed, subject, staff),) = rows(office, "SELECT deed, subject, staff FROM journal ORDER BY seq DESC LIMIT 1")
    assert (deed, subject, staff) == ("exports.note_export", "register: 12", office.staff.id)
