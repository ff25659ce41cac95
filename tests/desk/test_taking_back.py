# SPDX-License-Identifier: Apache-2.0
"""A registration taken back right after it was saved: void under its number, and only while nothing came of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from complaintdesk.desk import cases, corrections, dispatching, prints
from complaintdesk.desk.drafts import CaseCorrection
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import CaseState, OrderState
from complaintdesk.errors import UserError
from complaintdesk.labels import words_of
from tests.builders import PASSWORD, DeskClock, a_case, a_repair, codes, page, slip, story


def test_what_is_taken_back_is_void_under_its_number(office: Office) -> None:
    saved = a_repair(office)
    office.do(corrections.take_back, saved.id)
    case = page(office, saved.id).case
    assert case.state is CaseState.VOID
    assert case.number == saved.number
    assert any("录入后撤回" in line for line in story(office, saved.id)) or case.void_reason == "录入后撤回"
    assert codes(office) == []


def test_the_next_number_goes_on(office: Office) -> None:
    office.do(corrections.take_back, a_repair(office).id)
    assert a_repair(office).number == "BX2026-000002"


def test_a_clerk_takes_back_their_own(office: Office) -> None:
    office.sign_in("李静", PASSWORD)
    saved = a_case(office)
    office.do(corrections.take_back, saved.id)
    assert page(office, saved.id).case.state is CaseState.VOID


def test_what_somebody_else_registered_is_not_taken_back(office: Office) -> None:
    saved = a_case(office)
    office.sign_in("李静", PASSWORD)
    with pytest.raises(UserError, match="Somebody else registered"):
        office.do(corrections.take_back, saved.id)


def test_the_day_after_it_is_corrected_or_void(office: Office, clock: DeskClock) -> None:
    saved = a_case(office)
    clock.now += timedelta(days=1)
    with pytest.raises(UserError, match="not registered today"):
        office.do(corrections.take_back, saved.id)


def _note(office: Office, case_id: int) -> object:
    return office.do(cases.note, case_id, "已联系")


def _slip(office: Office, case_id: int) -> object:
    return office.do(dispatching.dispatch, case_id, "水电班")


def _again(office: Office, case_id: int) -> object:
    return a_repair(office, repeats_case_id=case_id)


def _correction(office: Office, case_id: int) -> object:
    version = page(office, case_id).case.version
    return office.do(corrections.correct, CaseCorrection(case_id, version, "听错", {"content": "别的"}))


@pytest.mark.parametrize("done", [_note, _slip, _again, _correction])
def test_once_something_was_done_it_stays(
    office: Office, clock: DeskClock, done: Callable[[Office, int], object]
) -> None:
    saved = a_repair(office)
    clock.now += timedelta(minutes=1)
    done(office, saved.id)
    with pytest.raises(UserError, match="Something was done") as refused:
        office.do(corrections.take_back, saved.id)
    assert saved.number in words_of(refused.value)
    assert page(office, saved.id).case.state is not CaseState.VOID


def test_once_a_register_was_printed_it_stays(office: Office) -> None:
    saved = a_case(office)
    office.do(prints.start_register, "2026-11-21", "HP LaserJet")
    with pytest.raises(UserError, match="was printed since"):
        office.do(corrections.take_back, saved.id)


def test_a_register_saved_as_pdf_is_no_paper(office: Office) -> None:
    saved = a_case(office)
    office.do(prints.start_register, "2026-11-21", prints.PDF)
    office.do(corrections.take_back, saved.id)
    assert page(office, saved.id).case.state is CaseState.VOID


def test_it_is_not_taken_back_twice(office: Office) -> None:
    saved = a_case(office)
    office.do(corrections.take_back, saved.id)
    with pytest.raises(UserError):
        office.do(corrections.take_back, saved.id)


def test_the_slip_issued_with_it_goes_as_well_under_its_number(office: Office) -> None:
    office.sign_in("李静", PASSWORD)
    saved = a_repair(office)
    issued = office.do(dispatching.dispatch, saved.id, "水电班")
    office.do(prints.start_slip, issued.order_id, prints.PDF)
    office.do(corrections.take_back, saved.id, issued.order_id)
    assert page(office, saved.id).case.state is CaseState.VOID
    voided = slip(office, issued.order_id)
    assert (voided.state, voided.number) == (OrderState.VOID, issued.number)
    assert office.do(dispatching.dispatch, a_repair(office).id, "水电班").number == "WX2026-000002"
    assert codes(office) == []


def _printed(office: Office, order_id: int) -> object:
    return office.do(prints.start_slip, order_id, "HP LaserJet")


def _accepted(office: Office, order_id: int) -> object:
    return office.do(dispatching.accept, order_id, "张师傅")


def _another(office: Office, order_id: int) -> object:
    return office.do(dispatching.dispatch, slip(office, order_id).case.id, "土建班")


@pytest.mark.parametrize("done", [_printed, _accepted, _another])
def test_a_slip_that_somebody_may_hold_keeps_both(office: Office, done: Callable[[Office, int], object]) -> None:
    saved = a_repair(office)
    issued = office.do(dispatching.dispatch, saved.id, "水电班")
    done(office, issued.order_id)
    with pytest.raises(UserError, match="since"):
        office.do(corrections.take_back, saved.id, issued.order_id)
    assert slip(office, issued.order_id).state is not OrderState.VOID
    assert page(office, saved.id).case.state is not CaseState.VOID


def test_another_cases_slip_is_not_taken_back_with_it(office: Office) -> None:
    other = office.do(dispatching.dispatch, a_repair(office).id, "水电班")
    saved = a_repair(office)
    with pytest.raises(ValueError, match="another case"):
        office.do(corrections.take_back, saved.id, other.order_id)
    assert slip(office, other.order_id).state is OrderState.ISSUED
