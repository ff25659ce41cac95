# SPDX-License-Identifier: Apache-2.0
"""A phone is masked until it is asked for; each asking, each print and each export stands on record (R-OWN-02)."""

from __future__ import annotations

from typing import Any

import pytest

from complaintdesk.desk import cases, exports, people, personal_access, prints
from complaintdesk.desk.access_lists import AccessFilter, AccessRecord, access_days, access_staff, accesses
from complaintdesk.desk.office import Office
from complaintdesk.desk.personal_access import HOURLY, Approval, ApprovalNeeded, RevealDraft, TellingDraft
from complaintdesk.domain.terms import AccessKind, Role
from complaintdesk.errors import MissingFields, UserError
from tests.builders import NAME_OF, PASSWORD, DeskClock, a_case, a_household, a_repair, a_slip, codes, page, staff_id

WHOLE = "13800001234"
SUPERVISOR = NAME_OF[Role.SUPERVISOR]


def sits(office: Office, role: Role) -> None:
    office.sign_in(NAME_OF[role], PASSWORD)


def phone_of(office: Office, place_id: int) -> int:
    return office.ask(people.place_page, place_id, office.books).occupants[0].phones[0].id


def on_record(office: Office, **wanted: Any) -> tuple[AccessRecord, ...]:
    """The list, whoever sits there: only a supervisor is shown it."""
    with office.database.reading() as session:
        return accesses(session, AccessFilter(**wanted), office.zone)


def listed(office: Office, **wanted: Any) -> list[tuple[AccessKind, str, str, int]]:
    found = on_record(office, **wanted)
    return [(row.kind, row.staff, row.reason, row.people) for row in found]


def test_a_phone_is_shown_for_a_reason_that_stays_on_record(office: Office) -> None:
    place_id = a_household(office)
    sits(office, Role.CLERK)
    phone = phone_of(office, place_id)
    assert office.do(personal_access.reveal, RevealDraft(phone_id=phone, reason="预约上门")) == "13900005678"
    assert listed(office) == [(AccessKind.REVEALED, "李静", "预约上门", 1)]
    assert codes(office) == []


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_without_a_reason_no_phone_of_the_books_is_shown(office: Office, reason: str) -> None:
    place_id = a_household(office)
    with pytest.raises(MissingFields):
        office.do(personal_access.reveal, RevealDraft(phone_id=phone_of(office, place_id), reason=reason))
    assert listed(office) == []


def test_the_case_in_hand_is_reason_enough(office: Office) -> None:
    case = a_repair(office)
    assert office.do(personal_access.reveal, RevealDraft(case_id=case.id)) == WHOLE
    assert office.staff is not None
    assert listed(office) == [(AccessKind.REVEALED, office.staff.name, case.number, 1)]


def test_after_thirty_in_an_hour_a_supervisor_at_the_same_desk_is_asked(office: Office, clock: DeskClock) -> None:
    case_id = a_repair(office).id
    sits(office, Role.CLERK)
    for _ in range(HOURLY):
        office.do(personal_access.reveal, RevealDraft(case_id=case_id))
        clock.later(seconds=60)
    with pytest.raises(ApprovalNeeded, match="shown to you within the hour"):
        office.do(personal_access.reveal, RevealDraft(case_id=case_id))
    for name in ("", NAME_OF[Role.CLERK], NAME_OF[Role.ENGINEERING]):
        with pytest.raises(UserError) as refused:
            office.do(personal_access.reveal, RevealDraft(case_id=case_id, approval=Approval(name, PASSWORD)))
        assert refused.value.field == "approver"
    wrong = office.do(personal_access.reveal, RevealDraft(case_id=case_id, approval=Approval(SUPERVISOR, "forgotten")))
    assert isinstance(wrong, UserError)
    assert wrong.field == "password"
    approved = RevealDraft(case_id=case_id, approval=Approval(SUPERVISOR, PASSWORD))
    assert office.do(personal_access.reveal, approved) == WHOLE
    assert office.do(personal_access.reveal, RevealDraft(case_id=case_id)) == WHOLE, "it holds for the next thirty"
    assert on_record(office)[1].approved_by == SUPERVISOR
    assert len(listed(office)) == HOURLY + 2


def test_an_hour_later_phones_are_shown_again(office: Office, clock: DeskClock) -> None:
    case_id = a_repair(office).id
    sits(office, Role.CLERK)
    for _ in range(HOURLY):
        office.do(personal_access.reveal, RevealDraft(case_id=case_id))
    clock.later(hours=1)
    assert office.do(personal_access.reveal, RevealDraft(case_id=case_id)) == WHOLE


def test_wrong_passwords_of_who_approves_lock_as_they_do_at_the_sign_in(office: Office) -> None:
    case_id = a_repair(office).id
    sits(office, Role.FINANCE)
    said = [
        office.do(personal_access.reveal, RevealDraft(case_id=case_id, approval=Approval(SUPERVISOR, "forgotten")))
        for _ in range(6)
    ]
    assert isinstance(said[-1], UserError)
    assert "wait" in said[-1].text
    with pytest.raises(UserError, match="wait"):
        office.sign_in(SUPERVISOR, PASSWORD)


@pytest.mark.parametrize("role", [Role.ENGINEERING, Role.QUALITY])
def test_who_works_on_a_case_rings_its_caller(office: Office, role: Role) -> None:
    case_id = a_repair(office).id
    sits(office, role)
    assert page(office, case_id).case.caller_phone == "138****1234"
    assert office.do(personal_access.reveal, RevealDraft(case_id=case_id)) == WHOLE


@pytest.mark.parametrize("role", [Role.ENGINEERING, Role.QUALITY, Role.FINANCE, Role.ADMINISTRATOR])
def test_r_own_03_other_roles_see_no_owners_records_and_are_told_what_a_supervisor_approves(
    office: Office, role: Role
) -> None:
    place_id = a_household(office)
    phone = phone_of(office, place_id)
    sits(office, role)
    with pytest.raises(UserError, match="supervisor"):
        office.ask(people.place_page, place_id, office.books)
    assert len(office.ask(people.place_ids)) == 0
    assert office.ask(people.who, "1502", office.now().date()) == ()
    wanted = RevealDraft(phone_id=phone, reason="停水通知")
    with pytest.raises(ApprovalNeeded):
        office.do(personal_access.reveal, wanted)
    approval = Approval(SUPERVISOR, PASSWORD)
    told = office.do(personal_access.reveal, RevealDraft(phone_id=phone, reason="停水通知", approval=approval))
    assert told == "13900005678"
    sits(office, Role.SUPERVISOR)
    (row,) = on_record(office)
    assert (row.kind, row.staff, row.approved_by) == (AccessKind.PASSED_ON, NAME_OF[role], SUPERVISOR)


def test_r_own_03_the_desk_tells_a_colleague_what_was_approved(office: Office) -> None:
    place_id, to = a_household(office), staff_id(office, NAME_OF[Role.ENGINEERING])
    sits(office, Role.CLERK)
    alone = TellingDraft(place_id, to, "业主单飞，手机尾号 5678", "上门检修")
    with pytest.raises(ApprovalNeeded):
        office.do(personal_access.tell, alone)
    approval = Approval(SUPERVISOR, PASSWORD)
    office.do(personal_access.tell, TellingDraft(place_id, to, alone.told, alone.reason, approval))
    (row,) = on_record(office)
    assert (row.kind, row.what, row.approved_by, row.place) == (
        AccessKind.PASSED_ON,
        "陈工",
        SUPERVISOR,
        "3栋2单元1502",
    )
    assert alone.told in row.reason
    sits(office, Role.SUPERVISOR)
    office.do(personal_access.tell, alone)
    assert on_record(office)[0].approved_by == SUPERVISOR


def test_papers_and_files_with_peoples_data_stand_in_the_same_list(office: Office) -> None:
    case = a_repair(office)
    slip = a_slip(office, case.id)
    office.do(prints.start_slip, slip.order_id, "printer")
    office.do(prints.start_register, "2026-10-20", prints.PDF, 7)
    office.do(exports.note_export, "register", 12, "月度归档")
    office.do(exports.note_export, "report", 99)
    office.do(prints.start_report, "2026-10", "printer")
    assert office.staff is not None
    name = office.staff.name
    assert listed(office) == [
        (AccessKind.EXPORTED, name, "月度归档", 12),
        (AccessKind.EXPORTED, name, "2026-10-20", 7),
        (AccessKind.PRINTED, name, slip.number, 1),
    ]
    assert codes(office) == []


def test_the_list_is_asked_by_who_was_seen_by_staff_and_by_day(office: Office, clock: DeskClock) -> None:
    place_id = a_household(office)
    phone = phone_of(office, place_id)
    office.do(personal_access.reveal, RevealDraft(phone_id=phone, reason="核对"))
    clock.later(days=1)
    sits(office, Role.CLERK)
    case = a_case(office, place_id=place_id, place_text="")
    office.do(personal_access.reveal, RevealDraft(case_id=case.id))
    office.do(cases.note, case.id, "已联系")
    clerk = staff_id(office, "李静")
    sits(office, Role.SUPERVISOR)
    first, second = office.ask(access_days, office.zone)
    assert (first > second, len(listed(office, place_id=place_id))) == (True, 2)
    assert [row[1] for row in listed(office, staff_id=clerk)] == ["李静"]
    assert [row[2] for row in listed(office, from_on=second, to_on=second)] == ["核对"]
    assert [name for _id, name in office.ask(access_staff)] == ["李静", office_first(office)]


def office_first(office: Office) -> str:
    """Who sat there at first."""
    return next(row[1] for row in listed(office) if row[2] == "核对")
