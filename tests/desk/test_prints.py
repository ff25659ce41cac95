# SPDX-License-Identifier: Apache-2.0
"""Paper is noted before the printer gets it, and every further copy is a reprint with its count (R-WO-03)."""

from __future__ import annotations

import pytest

from complaintdesk.desk import dispatching, order_lists, prints
from complaintdesk.errors import MissingFields
from tests.builders import a_repair, a_slip, codes, page, rows, slip


def printed(office, order_id: int, outcome=prints.confirm, target: str = "HP") -> int:
    """Prints a slip with this outcome; which copy it is."""
    started = office.do(prints.start_slip, order_id, target, "卡纸")
    if outcome is not None:
        office.do(outcome, started.id)
    copy_no: int = started.copy_no
    return copy_no


def test_the_first_print_is_no_reprint_and_each_further_one_counts(office):
    order_id = a_slip(office).order_id
    assert [printed(office, order_id) for _ in range(3)] == [1, 2, 3]
    assert slip(office, order_id).prints == 3


def test_a_print_that_failed_does_not_count(office):
    order_id = a_slip(office).order_id
    assert [printed(office, order_id, prints.fail) for _ in range(2)] == [1, 1]
    assert printed(office, order_id) == 1
    assert slip(office, order_id).prints == 1


def test_a_print_whose_outcome_is_unknown_counts_as_printed(office):
    order_id = a_slip(office).order_id
    assert printed(office, order_id, None) == 1
    assert printed(office, order_id) == 2
    assert slip(office, order_id).prints == 2


def test_another_copy_of_a_slip_needs_a_reason_which_stays_in_the_books(office):
    order_id = a_slip(office).order_id
    printed(office, order_id)
    for nothing in ("", "  ", "\u200b"):
        with pytest.raises(MissingFields, match="missing") as refused:
            office.do(prints.start_slip, order_id, "HP", nothing)
        assert refused.value.field == "reason"
    assert printed(office, order_id) == 2
    assert office.do(prints.start_slip, order_id, prints.PDF).copy_no == 3
    assert rows(office, "SELECT copy_no, reason FROM print_record ORDER BY id") == [(1, ""), (2, "卡纸"), (3, "")]
    assert codes(office) == []


def test_a_pdf_is_an_export_of_the_next_paper_and_no_print(office):
    order_id = a_slip(office).order_id
    assert [printed(office, order_id, target=prints.PDF) for _ in range(2)] == [1, 1]
    assert slip(office, order_id).prints == 0
    assert printed(office, order_id) == 1
    assert printed(office, order_id, target=prints.PDF) == 2
    assert printed(office, order_id, target=prints.FILE) == 2
    assert (slip(office, order_id).prints, codes(office)) == (2, [])


def test_no_two_papers_carry_the_same_count(office):
    order_id = a_slip(office).order_id
    first = office.do(prints.start_slip, order_id, "HP")
    second = office.do(prints.start_slip, order_id, "HP", "看不清")
    office.do(prints.confirm, second.id)
    office.do(prints.fail, first.id)
    assert (first.copy_no, second.copy_no, printed(office, order_id)) == (1, 2, 3)


def test_each_slip_has_its_own_count_and_the_register_of_each_day(office):
    case = a_repair(office)
    first, second = a_slip(office, case.id), a_slip(office, case.id)
    assert [printed(office, each.order_id) for each in (first, second, first)] == [1, 1, 2]
    days = ("2026-10-19", "2026-10-20", "2026-10-19", " 2026-10-19 ")
    assert [office.do(prints.start_register, day, "HP").copy_no for day in days] == [1, 1, 2, 3]


def test_a_void_slips_reprint_counts_on(office):
    order_id = a_slip(office).order_id
    printed(office, order_id)
    office.do(dispatching.void_order, order_id, "写坏了")
    assert printed(office, order_id) == 2


def test_lists_and_pages_tell_how_often_a_slip_was_printed(office):
    case = a_repair(office)
    order_id = a_slip(office, case.id).order_id
    printed(office, order_id)
    printed(office, order_id, prints.fail)
    assert page(office, case.id).case.orders[0].prints == 1
    assert office.ask(order_lists.order_rows, [order_id], office.books)[0].prints == 1


@pytest.mark.parametrize("name", ["HP LaserJet\n1020", "Zoe\u0308s Drucker", "打印机①"])
def test_any_printer_has_a_name(office, name):
    printed(office, a_slip(office).order_id, target=name)
    assert codes(office) == []


def test_who_printed_what_when_is_in_the_books(office):
    order_id = a_slip(office).order_id
    printed(office, order_id)
    found = rows(office, "SELECT form, order_id, target, copy_no, outcome, started_by FROM print_record")
    assert found == [("work_order", order_id, "HP", 1, "confirmed", office.staff.id)]
    assert rows(office, "SELECT deed, subject FROM journal ORDER BY seq DESC LIMIT 2") == [
        ("prints.confirm", "WX2026-000001"),
        ("prints.start_slip", "WX2026-000001"),
    ]
