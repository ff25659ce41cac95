# SPDX-License-Identifier: Apache-2.0
"""Searches kept under a name: one's own and the office's, counted, renamed, put in order, removed."""

from __future__ import annotations

import pytest

from complaintdesk.desk import saved_searches, searching
from complaintdesk.desk.saved_searches import MOST, SavedSearchDraft
from complaintdesk.domain.terms import CaseKind
from complaintdesk.errors import Conflict, MissingFields, UserError
from tests.builders import PASSWORD, a_case, a_repair, codes, rows


def seen(office) -> list[tuple[str, int | None]]:
    staff_id = office.staff.id
    known = office.ask(searching.fields, office.books)
    today = office.now().astimezone(office.zone).date()
    queues = office.ask(saved_searches.queues, staff_id)
    return [
        (each.name, each.count)
        for each in office.ask(saved_searches.counts, queues, known, office.now(), staff_id, today)
    ]


def refused(office, deed, *told) -> str:
    with pytest.raises(UserError) as error:
        office.do(deed, *told)
    return error.value.field


@pytest.fixture
def two(office):
    """王敏 at the desk, with a search of her own and one of the office's, over three cases."""
    office.sign_in("王敏", PASSWORD)
    a_repair(office, content="厨房漏水")
    a_repair(office, content="阳台漏水")
    a_case(office, CaseKind.COMPLAINT, content="楼上漏水")
    own = office.do(saved_searches.save, SavedSearchDraft("漏水投诉", "漏水 类型:投诉"))
    shared = office.do(saved_searches.save, SavedSearchDraft("漏水", "漏水", for_all=True))
    return own, shared


def test_a_saved_search_holds_what_its_words_find_now_the_offices_first(office, two, clock):
    assert seen(office) == [("漏水", 3), ("漏水投诉", 1)]
    a_case(office, CaseKind.COMPLAINT, content="天花板漏水")
    assert seen(office) == [("漏水", 4), ("漏水投诉", 2)]
    assert codes(office) == []


def test_what_goes_by_the_clock_is_counted_by_it(office, two, clock):
    office.do(saved_searches.save, SavedSearchDraft("逾期", "状态:逾期 类型:报修"))
    assert seen(office)[-1] == ("逾期", 0)
    clock.later(days=30)
    assert seen(office)[-1] == ("逾期", 2)


def test_ones_own_is_seen_by_oneself_alone_the_offices_by_everyone(office, two):
    office.sign_in("李静", PASSWORD)
    assert seen(office) == [("漏水", 3)]
    own, shared = two
    assert refused(office, saved_searches.remove, own) == ""
    assert refused(office, saved_searches.remove, shared) == ""
    assert refused(office, saved_searches.save, SavedSearchDraft("新", "电梯", for_all=True)) == "for_all"
    assert seen(office) == [("漏水", 3)]


def test_a_saved_search_is_renamed_given_other_words_and_to_the_office(office, two):
    own, _shared = two
    office.do(saved_searches.save, SavedSearchDraft("投诉", "类型:投诉", for_all=True, id=own, version=1))
    assert seen(office) == [("投诉", 1), ("漏水", 3)]
    with pytest.raises(Conflict):
        office.do(saved_searches.save, SavedSearchDraft("旧", "类型:投诉", id=own, version=1))


def test_a_removed_one_is_shown_no_more_and_stays_in_the_books(office, two):
    own, shared = two
    office.do(saved_searches.remove, own)
    assert seen(office) == [("漏水", 3)]
    assert rows(office, "SELECT count(*) FROM saved_search") == [(2,)]
    assert refused(office, saved_searches.remove, own) == ""
    assert office.do(saved_searches.save, SavedSearchDraft("漏水投诉", "漏水")) > shared, "its name is free again"


def test_they_stand_in_the_order_that_one_gives_them(office, two):
    more = [office.do(saved_searches.save, SavedSearchDraft(name, name)) for name in ("电梯", "噪音")]
    office.do(saved_searches.reorder, [more[1], two[0], more[0]])
    assert [name for name, _count in seen(office)] == ["漏水", "噪音", "漏水投诉", "电梯"]
    assert refused(office, saved_searches.reorder, [*two]) == ""


def test_a_name_words_and_filters_are_needed_that_can_be_read(office, two):
    with pytest.raises(MissingFields) as error:
        office.do(saved_searches.save, SavedSearchDraft(" ", "，"[:0]))
    assert set(error.value.missing) == {"name", "words"}
    assert refused(office, saved_searches.save, SavedSearchDraft("红", "颜色:红")) == "words"
    assert refused(office, saved_searches.save, SavedSearchDraft("漏 水投诉"[0] + "水投诉", "x")) == "name"
    assert refused(office, saved_searches.save, SavedSearchDraft("长" * 21, "x")) == "name"


def test_no_more_are_kept_than_can_be_taken_in_at_a_glance(office, two):
    for at in range(MOST - 1):
        office.do(saved_searches.save, SavedSearchDraft(f"第{at}", "漏水"))
    assert refused(office, saved_searches.save, SavedSearchDraft("多", "漏水")) == "name"


def test_one_whose_words_mean_nothing_any_more_is_shown_uncounted(office, two):
    known = tuple(each for each in office.ask(searching.fields, office.books) if each.names[0] != "类型")
    today = office.now().astimezone(office.zone).date()
    queues = office.ask(saved_searches.queues, office.staff.id)
    counted = office.ask(saved_searches.counts, queues, known, office.now(), office.staff.id, today)
    assert [(each.name, each.count) for each in counted] == [("漏水", 3), ("漏水投诉", None)]
