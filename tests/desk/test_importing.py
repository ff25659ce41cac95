# SPDX-License-Identifier: Apache-2.0
"""Lists go in by deeds of two hundred: taken up again after a stop, and once only."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from complaintdesk.db.tables import FIRST_LIVE_ID
from complaintdesk.desk import households, importing, listing
from complaintdesk.desk.drafts import CaseDraft, HistoryDraft, OccupantDraft, PhoneDraft, PlaceDraft
from complaintdesk.desk.importing import BATCH, Imported
from complaintdesk.desk.listing import CaseFilter
from complaintdesk.domain.terms import CaseKind, CaseState, Channel, OccupantKind, Origin, PlaceKind
from complaintdesk.errors import MissingFields
from tests.builders import NINE, a_case, a_draft, a_household, a_place_draft, codes, page, rows, story
from tests.desk.test_households import place

OLD = NINE - timedelta(days=400)


def old_rows(count: int, start: int = 0) -> list[HistoryDraft]:
    return [
        HistoryDraft(
            key=f"row {n}",
            old_number=f"86-{n}",
            kind=CaseKind.REPAIR,
            channel=Channel.PHONE,
            received_at=OLD + timedelta(hours=n),
            content=f"旧账第{n}条",
            subject="水管",
            caller_name="仇女士",
            caller_phone="13800001234",
            place_text="3栋",
            handled=n % 2 == 0,
            result="已修" if n % 2 == 0 else "",
        )
        for n in range(start, start + count)
    ]


def go_in(office, drafts, batches: int = 99, *, file: str = "aa", kind: str = "register") -> Imported:
    """Imports as the lists do, in deeds of three; breaks off after so many."""
    deed = {"register": importing.add_history, "households": importing.add_households}[kind]
    run = office.do(importing.start_run, kind, file, len(drafts))
    done = Imported(0, 0)
    for start in range(0, len(drafts), 3)[:batches]:
        done += office.do(deed, run, drafts[start : start + 3])
    return done


def history(office) -> list[tuple[int, str]]:
    return rows(office, "SELECT id, old_number FROM case_record WHERE origin = 'history' ORDER BY id")


def test_a_row_of_an_old_register_is_kept_as_it_was(office):
    assert go_in(office, old_rows(2)) == Imported(2, 0)
    (first, _), (second, _) = history(office)
    record = page(office, first).case
    assert (record.number, record.old_number, record.origin) == ("", "86-0", Origin.HISTORY)
    assert (record.received_at, record.recorded_at) == (OLD, NINE)
    assert (record.content, record.caller_name, record.caller_phone) == ("水管\n旧账第0条", "仇女士", "13800001234")
    assert (record.state, record.outcome, record.place) == (CaseState.HANDLED, "已修", "3栋")
    assert (page(office, second).case.state, story(office, second)) == (CaseState.REGISTERED, ["registered"])
    assert page(office, first).commitments == ()
    assert rows(office, "SELECT count(*) FROM counter") == [(0,)]
    assert codes(office) == []


def test_history_lies_below_what_is_live_and_out_of_its_views(office):
    live = a_case(office)
    go_in(office, old_rows(5))
    ids = [each for each, _ in history(office)]
    assert all(each < FIRST_LIVE_ID <= live.id for each in ids)
    now = office.now()
    assert list(office.ask(listing.case_ids, CaseFilter(), now)) == [live.id]
    assert list(office.ask(listing.case_ids, CaseFilter("history"), now)) == ids[::-1]
    assert a_case(office).number == "TS2026-000002"


def test_again_is_existing(office):
    go_in(office, old_rows(7))
    before = history(office)
    assert go_in(office, old_rows(7)) == Imported(0, 7)
    assert go_in(office, old_rows(9), file="bb") == Imported(2, 7)
    assert history(office)[:7] == before


def test_an_import_broken_off_twice_goes_on_where_it_was_and_ids_rise_with_time(office):
    drafts = old_rows(10)
    assert go_in(office, drafts, batches=1) == Imported(3, 0)
    assert go_in(office, drafts, batches=2) == Imported(3, 3)
    assert rows(office, "SELECT count(*), max(rows_done) FROM import_run") == [(1, 6)]
    assert go_in(office, drafts) == Imported(4, 6)
    assert rows(office, "SELECT count(*), max(rows_done) FROM import_run") == [(1, 10)]
    assert [number for _, number in history(office)] == [f"86-{n}" for n in range(10)]
    assert go_in(office, drafts) == Imported(0, 10)
    assert rows(office, "SELECT count(*) FROM import_run") == [(2,)]
    assert codes(office) == []


def test_a_run_that_was_broken_off_keeps_room_for_its_rows(office):
    first, second = old_rows(6), old_rows(6, start=100)
    go_in(office, first, batches=1)
    go_in(office, second, file="bb")
    go_in(office, first)
    assert [number for _, number in history(office)] == [row.old_number for row in first + second]
    third = old_rows(4, start=200)
    go_in(office, third, file="cc")
    assert [number for _, number in history(office)][12:] == [row.old_number for row in third]


def test_a_deed_that_breaks_off_leaves_no_row_of_it(office):
    drafts = [*old_rows(2), replace(old_rows(1)[0], key="x", place_id=999)]
    run = office.do(importing.start_run, "register", "aa", 3)
    with pytest.raises(KeyError):
        office.do(importing.add_history, run, drafts)
    assert history(office) == []
    assert rows(office, "SELECT rows_done FROM import_run") == [(0,)]


def test_a_row_twice_in_one_list_is_one_case(office):
    drafts = old_rows(2)
    assert go_in(office, [*drafts, drafts[0]]) == Imported(2, 1)


def test_the_text_limit_is_not_for_history(office):
    long = replace(old_rows(1)[0], content="字" * 9000, caller_name="名" * 300)
    go_in(office, [long])
    assert page(office, history(office)[0][0]).case.content.endswith("字" * 9000)


def households_list() -> list[PlaceDraft]:
    tenant = OccupantDraft("李租客", OccupantKind.TENANT, (PhoneDraft("13711112222"),))
    return [
        a_place_draft("1501", area="89"),
        a_place_draft("1502", area="120", occupants=(*a_place_draft().occupants, tenant)),
        PlaceDraft(PlaceKind.PARKING, label="B1-027"),
    ]


def test_households_go_in_and_again_is_existing(office):
    assert go_in(office, households_list(), kind="households") == Imported(3, 0)
    entries = rows(office, "SELECT count(*) FROM place")
    assert go_in(office, households_list(), kind="households", file="bb") == Imported(0, 3)
    assert rows(office, "SELECT count(*) FROM place") == entries
    assert codes(office) == []


def test_what_the_desk_wrote_is_not_overwritten_and_new_people_and_phones_are_added(office):
    owner = OccupantDraft("单飞", phones=(PhoneDraft("88886543", "家"),), note="耳背")
    place_id = a_household(office, area="118", note="有狗", occupants=(owner,))
    assert go_in(office, households_list(), kind="households") == Imported(3, 0)
    kept = place(office, place_id)
    assert (kept.area, kept.note) == ("118", "有狗")
    first, second = kept.occupants
    assert ([phone.number for phone in first.phones], first.note) == (["88886543", "13900005678"], "耳背")
    assert (second.name, second.kind) == ("李租客", OccupantKind.TENANT)


def test_a_place_out_of_use_comes_in_anew(office):
    place_id = a_household(office)
    office.do(households.void_place, place_id, "录错")
    assert go_in(office, [a_place_draft()], kind="households") == Imported(1, 0)
    assert rows(office, "SELECT count(*) FROM place WHERE voided_at IS NULL") == [(1,)]


def noted(office, **changes) -> CaseDraft:
    return a_draft(office, **{"caller_name": "", "gaps": ("caller_name",), **changes})


def test_calls_noted_on_paper_take_numbers_and_keep_their_gaps_and_times(office):
    run = office.do(importing.start_run, "batch", "aa", 2)
    early = noted(office, received_at=NINE - timedelta(hours=5))
    drafts = [("a", early), ("b", noted(office, kind=CaseKind.COMPLAINT))]
    assert office.do(importing.register_noted, run, drafts) == Imported(2, 0)
    numbers = rows(office, "SELECT number, origin FROM case_record ORDER BY id")
    assert numbers == [("BX2026-000001", "noted"), ("TS2026-000001", "noted")]
    record = page(office, FIRST_LIVE_ID).case
    assert (record.gaps, record.received_at, record.recorded_at) == (("caller_name",), NINE - timedelta(hours=5), NINE)
    again = [("a", noted(office)), ("b", noted(office)), ("c", noted(office))]
    assert office.do(importing.register_noted, run, again) == Imported(1, 2)
    assert codes(office) == []


def test_one_note_without_a_text_stops_its_whole_deed_and_takes_no_number(office):
    run = office.do(importing.start_run, "batch", "aa", 2)
    with pytest.raises(MissingFields):
        office.do(importing.register_noted, run, [("a", noted(office)), ("b", noted(office, content=""))])
    assert a_case(office, CaseKind.REPAIR).number == "BX2026-000001"


def test_a_deed_takes_two_hundred_rows(office):
    drafts = old_rows(BATCH)
    run = office.do(importing.start_run, "register", "aa", BATCH)
    assert office.do(importing.add_history, run, drafts) == Imported(200, 0)
    assert rows(office, "SELECT subject FROM journal ORDER BY seq DESC LIMIT 1") == [(f"register {run}: 200+0",)]
    assert codes(office) == []
