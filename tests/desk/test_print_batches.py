# SPDX-License-Identifier: Apache-2.0
"""Many papers in one go: one deed before and one after, each paper named, what never came out not counted (R-WO-03)."""

from __future__ import annotations

import pytest

from complaintdesk.desk import print_batches, prints
from complaintdesk.desk.office import Office
from complaintdesk.errors import MissingFields, UserError
from tests.builders import a_case, a_repair, a_slip, codes, rows, slip


def several(office: Office, count: int = 4) -> list[int]:
    case = a_repair(office)
    return [a_slip(office, case.id).order_id for _ in range(count)]


def test_a_batch_is_one_deed_before_and_one_after_and_names_each_slip(office: Office) -> None:
    ids = several(office)
    started = office.do(print_batches.start_slips, ids, "HP")
    office.do(print_batches.settle, started.id, [each.id for each in started.prints])
    assert [each.copy_no for each in started.prints] == [1] * 4
    assert rows(office, "SELECT order_id, target, copy_no, outcome FROM print_record ORDER BY id") == [
        (order_id, "HP", 1, "confirmed") for order_id in ids
    ]
    deeds = rows(office, "SELECT deed, subject FROM journal WHERE deed LIKE 'print%' ORDER BY seq")
    assert [deed for deed, _subject in deeds] == ["print_batches.start_slips", "print_batches.settle"]
    assert deeds[0][1] == deeds[1][1] == "WX2026-000001 … WX2026-000004 (4)"
    assert codes(office) == []


def test_what_failed_or_was_never_sent_is_not_counted_as_printed(office: Office) -> None:
    ids = several(office)
    started = office.do(print_batches.start_slips, ids, "HP")
    office.do(print_batches.settle, started.id, [each.id for each in started.prints[:2]])
    assert [slip(office, order_id).prints for order_id in ids] == [1, 1, 0, 0]
    again = office.do(print_batches.start_slips, ids[2:], "HP")
    assert [each.copy_no for each in again.prints] == [1, 1]


def test_a_batch_whose_outcome_is_unknown_counts_as_printed(office: Office) -> None:
    """Killed between the two deeds: nobody knows which of them came out."""
    ids = several(office)
    office.do(print_batches.start_slips, ids, "HP")
    assert [slip(office, order_id).prints for order_id in ids] == [1] * 4
    with pytest.raises(MissingFields):
        office.do(print_batches.start_slips, ids, "HP")
    again = office.do(print_batches.start_slips, ids, "HP", "断电")
    assert [each.copy_no for each in again.prints] == [2] * 4
    assert codes(office) == []


def test_each_slip_of_a_batch_has_its_own_count_and_only_reprints_their_reason(office: Office) -> None:
    ids = several(office, 3)
    office.do(prints.start_slip, ids[1], "HP")
    office.do(prints.start_slip, ids[1], "HP", "卡纸")
    assert office.ask(print_batches.printed_before, ids) == 1
    again = [(each.count, each.by, each.reason) for each in slip(office, ids[1]).more.reprints]
    assert again == [(1, "王敏", "卡纸")]
    with pytest.raises(MissingFields):
        office.do(print_batches.start_slips, ids, "HP")
    started = office.do(print_batches.start_slips, [*ids, ids[0]], "HP", "看不清")
    assert [each.copy_no for each in started.prints] == [1, 3, 1]
    found = rows(office, "SELECT reason FROM print_record WHERE id >= :first ORDER BY id", first=started.id)
    assert found == [("",), ("看不清",), ("",)]


def test_papers_of_cases_are_counted_by_their_own_numbers(office: Office) -> None:
    cases = [a_case(office) for _ in range(3)]
    sheets = [(case.id, case.number) for case in cases]
    office.do(prints.start_sheet, "acknowledgement", cases[0].id, cases[0].number, "HP")
    started = office.do(print_batches.start_sheets, "acknowledgement", sheets, "HP")
    assert [each.copy_no for each in started.prints] == [2, 1, 1]
    named = rows(office, "SELECT case_id FROM personal_access WHERE what = 'acknowledgement' ORDER BY id")
    assert [case_id for (case_id,) in named] == [cases[0].id, *(case.id for case in cases)]


def test_nothing_is_no_batch(office: Office) -> None:
    with pytest.raises(UserError, match="nothing to print"):
        office.do(print_batches.start_slips, [], "HP")
    assert rows(office, "SELECT count(*) FROM print_record") == [(0,)]
