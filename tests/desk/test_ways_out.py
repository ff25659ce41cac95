# SPDX-License-Identifier: Apache-2.0
"""Every way by which people's data leaves the program stands in the list of who saw whom, with why (R-OWN-06)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from complaintdesk.desk import data_requests, exports, personal_access, print_batches, prints
from complaintdesk.desk.access_lists import AccessFilter, AccessRecord, accesses
from complaintdesk.desk.data_requests import RequestDraft
from complaintdesk.desk.office import Office
from complaintdesk.desk.personal_access import RevealDraft, TellingDraft
from complaintdesk.desk.rights import RIGHTS
from complaintdesk.domain.terms import AccessKind, RequestKind, Role
from complaintdesk.errors import MissingFields
from tests.builders import page
from tests.desk.private_office import furnish, sits

K = AccessKind
Ids = dict[str, int]
# Each deed by which data leaves: what it is told, how it stands in the list, how many people's data it is.
WAYS: dict[Callable[..., Any], tuple[Callable[[Office, Ids], tuple[Any, ...]], AccessKind, int]] = {
    prints.start_slip: (lambda _office, ids: (ids["order"], "HP"), K.PRINTED, 1),
    print_batches.start_slips: (lambda _office, ids: ([ids["order"]], "HP"), K.PRINTED, 1),
    print_batches.start_follow_ups: (lambda office, ids: ([follow_up(office, ids)], "HP"), K.PRINTED, 1),
    print_batches.start_fees: (lambda _office, ids: ([(ids["place"], "2026-10 3-2-1502", 3)], "HP"), K.PRINTED, 3),
    print_batches.start_sheets: (
        lambda _office, ids: ("liaison", [(ids["case"], "LX2026-000001")], "HP"),
        K.PRINTED,
        1,
    ),
    prints.start_register: (lambda _office, _ids: ("2026-10-20", "HP", 7), K.PRINTED, 7),
    prints.start_follow_up: (lambda office, ids: (follow_up(office, ids), "HP"), K.PRINTED, 1),
    prints.start_fees: (lambda _office, _ids: ("2026-10", prints.PDF, 3), K.EXPORTED, 3),
    prints.start_sheet: (lambda _office, ids: ("liaison", ids["case"], "LX2026-000001", "HP"), K.PRINTED, 1),
    prints.start_day_sheet: (lambda _office, _ids: (prints.HANDOVER, "2026-10-20 17:00", "HP", 4), K.PRINTED, 4),
    prints.start_household_sheet: (lambda _office, ids: (prints.FILE_COVER, ids["place"], 2, "HP"), K.PRINTED, 2),
    prints.start_phone_register: (lambda _office, _ids: (9, "停水通知", "HP"), K.PRINTED, 9),
    exports.note_export: (lambda _office, _ids: ("register", 12, "月度归档"), K.EXPORTED, 12),
    exports.note_owners: (lambda _office, _ids: ("households", 5, "换系统"), K.EXPORTED, 5),
    data_requests.note_copy: (lambda office, ids: (approved(office, ids),), K.COPIED_OUT, 1),
    personal_access.reveal: (lambda _office, ids: (RevealDraft(phone_id=ids["phone"], reason="预约"),), K.REVEALED, 1),
    personal_access.tell: (lambda _office, ids: (TellingDraft(ids["place"], 1, "手机", "检修"),), K.PASSED_ON, 1),
}
# Figures, empty forms, and the numbers of firms and authorities.
OF_NOBODY: set[Callable[..., Any]] = {
    *(prints.start_report, prints.start_blank, prints.start_outside_numbers),
}


def follow_up(office: Office, ids: Ids) -> int:
    return page(office, ids["case"]).follow_ups[0].id


def approved(office: Office, ids: Ids) -> int:
    draft = RequestDraft("copy", ids["occupant"], RequestKind.COPY, "本人到前台")
    request_id: int = office.do(data_requests.ask, draft)
    office.do(data_requests.decide, request_id, True)
    return request_id


@pytest.fixture
def ids(office: Office) -> Ids:
    found = furnish(office)
    sits(office, Role.OFFICE_HEAD)
    return found


def named(deed: Callable[..., Any]) -> str:
    return f"{deed.__module__.rpartition('.')[2]}.{deed.__name__}"


def test_every_deed_that_prints_or_exports_is_one_of_these() -> None:
    leaves = {
        name
        for name in RIGHTS
        if name.startswith(("prints.start_", "print_batches.start_", "exports.", "personal_access."))
    }
    assert leaves | {"data_requests.note_copy"} == {named(deed) for deed in {*WAYS, *OF_NOBODY}}


@pytest.mark.parametrize("deed", WAYS, ids=named)
def test_each_writes_who_when_how_and_why(office: Office, ids: Ids, deed: Callable[..., Any]) -> None:
    given, kind, people = WAYS[deed]
    told = given(office, ids)
    before = listed(office)
    office.do(deed, *told)
    (row,) = listed(office)[: -len(before)]
    assert office.staff is not None
    assert (row.kind, row.people, row.staff, row.seen_at) == (kind, people, office.staff.name, office.now())
    assert row.reason


@pytest.mark.parametrize("kind", sorted(exports.OF_PEOPLE))
def test_nothing_of_people_is_exported_without_a_reason(office: Office, ids: Ids, kind: str) -> None:
    before = len(listed(office))
    for empty in ("", "  "):
        with pytest.raises(MissingFields):
            office.do(exports.note_export, kind, 3, empty)
    assert len(listed(office)) == before


def listed(office: Office) -> tuple[AccessRecord, ...]:
    """The list, the newest first."""
    return office.ask(accesses, AccessFilter(), office.zone)
