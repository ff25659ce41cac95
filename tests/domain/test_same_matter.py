# SPDX-License-Identifier: Apache-2.0
"""Whether a call is about what is on record already, and when several households' matters are one wave."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from complaintdesk.domain.case_facts import CaseFacts
from complaintdesk.domain.procedure import ProcedureMistake, parse_procedure
from complaintdesk.domain.same_matter import Matter, goes_on, likeness, nearest, words_alike
from complaintdesk.domain.terms import CaseKind, CaseState, Channel, Level
from complaintdesk.domain.waves import Call, row_for, span, wave_of
from tests.domain.rule_books import rule_book, text_of

NINE = datetime(2026, 10, 20, 1, 0, tzinfo=UTC)
LEAK = Matter("plumbing", "厨房水槽下面的水管漏水，地面有积水")


@pytest.mark.parametrize(
    ("category", "words", "while_it_goes_on", "once_it_is_over"),
    [
        ("plumbing", "厨房水管又漏水了", True, True),
        ("plumbing", "还没人来", True, True),  # the category says it
        ("noise", "楼上水管漏水，地面有积水", True, True),  # the words say it
        ("noise", "说好今天来人，地面还是湿的，家里老人差点滑倒，再没人管我要投诉到街道", True, False),  # a word
        ("noise", "楼上半夜唱歌", False, False),
        ("", "楼上半夜唱歌", False, False),  # it says what it is about, and that is something else
        ("", "昨天报的怎么还没人来", True, False),  # of something earlier, whatever that was
        ("noise", "昨天报的怎么还没人来", False, False),
        ("", "喂", True, False),  # nothing yet
        ("", "水管漏水", True, True),
        ("noise", "", False, False),
        ("", "", True, False),
    ],
)
def test_a_call_may_be_the_same_matter_by_its_category_or_its_words_r_reg_07(
    category: str, words: str, while_it_goes_on: bool, once_it_is_over: bool
) -> None:
    call = Matter(category, words)
    assert (likeness(call, LEAK, going_on=True) > 0) is while_it_goes_on
    assert (likeness(call, LEAK, going_on=False) > 0) is once_it_is_over


def test_words_are_alike_by_what_they_share_of_the_shorter_text_r_reg_07() -> None:
    assert words_alike("水管漏水", "厨房水管漏水，请来修") == 1.0
    assert words_alike("水管漏水", "楼上装修太吵") == 0.0
    assert words_alike("", "水管漏水") == words_alike("水", "水管") == 0.0


@pytest.mark.parametrize(
    ("state", "followed_up", "contact"),
    [
        (CaseState.REGISTERED, False, True),
        (CaseState.IN_HAND, True, True),
        (CaseState.HANDLED, False, True),
        (CaseState.HANDLED, True, False),
        (CaseState.CLOSED, True, False),
        (CaseState.SPECIAL_CLOSED, False, False),
    ],
)
def test_a_call_is_a_contact_until_the_case_was_followed_up_r_reg_07_r_reg_08(
    state: CaseState, followed_up: bool, contact: bool
) -> None:
    assert goes_on(state, followed_up) is contact


def test_what_goes_on_is_proposed_first_then_the_most_alike_then_the_latest_r_reg_07() -> None:
    earlier, later = NINE, NINE + timedelta(hours=1)
    assert nearest([("over", False, 2.5, later), ("open", True, 1.0, earlier)]) == "open"
    assert nearest([("alike", True, 2.0, earlier), ("late", True, 1.0, later)]) == "alike"
    assert nearest([("early", True, 1.0, earlier), ("late", True, 1.0, later)]) == "late"
    assert nearest([("another", True, 0.0, later)]) is None
    assert nearest([]) is None


def a_case(category: str, kind: CaseKind = CaseKind.REPAIR) -> CaseFacts:
    return CaseFacts(
        kind=kind,
        channel=Channel.PHONE,
        grade=None,
        level=Level.GENERAL,
        category=category,
        public_area=False,
        complex_job=False,
        registered_at=NINE,
        appointment_from=None,
        appointment_to=None,
        round=1,
        void=False,
        orders=(),
    )


def calls(*each: tuple[int, int]) -> list[Call]:
    """Calls of these places, so many minutes after nine."""
    return [Call(at, place, NINE + timedelta(minutes=minutes)) for at, (place, minutes) in enumerate(each, 1)]


def ids(found: Iterable[Call]) -> list[int]:
    return [call.id for call in found]


def test_an_outage_is_one_wave_within_half_an_hour_anything_else_within_days_r_cls_08() -> None:
    book = rule_book("general")
    outage, other = row_for(book, a_case("water_supply")), row_for(book, a_case("plumbing"))
    assert outage is not None
    assert other is not None
    assert (span(outage.within), outage.households) == (timedelta(minutes=30), 3)
    assert (span(other.within), other.households) == (timedelta(days=3), 3)
    assert row_for(book, a_case("", CaseKind.INQUIRY)) is None


@pytest.mark.parametrize(
    ("called", "wave"),
    [
        (calls((1, 0), (2, 10), (3, 30)), [1, 2, 3]),
        (calls((1, 0), (2, 10), (3, 31)), []),  # the first is too long ago
        (calls((1, 0), (1, 5), (2, 10)), []),  # two households, one of them twice
        (calls((1, 0), (1, 5), (2, 10), (3, 12)), [1, 2, 3, 4]),
        (calls((9, 0), (1, 40), (2, 50), (3, 60)), [2, 3, 4]),
        (calls((1, 0)), []),
    ],
)
def test_so_many_households_within_the_span_are_a_wave_r_cls_08(called: list[Call], wave: list[int]) -> None:
    row = row_for(rule_book("general"), a_case("water_supply"))
    assert row is not None
    assert ids(wave_of(called, called[-1], row)) == wave


def looking_back(unit: str) -> str:
    asked = "[same_matter]\nwithin = { days = 30 }"
    assert asked in text_of("general")
    return text_of("general").replace(asked, asked.replace("days", unit))


@pytest.mark.parametrize("unit", ["minutes", "hours", "days"])
def test_a_look_back_is_a_span_of_time_r_reg_07(unit: str) -> None:
    same = parse_procedure(looking_back(unit)).course.same_matter
    assert same is not None
    assert span(same.within) == timedelta(**{unit: 30})


@pytest.mark.parametrize("unit", ["months", "working_days"])
def test_a_look_back_that_cannot_be_counted_is_a_mistake_and_no_breakdown_at_the_next_call_r_reg_07(unit: str) -> None:
    with pytest.raises(ProcedureMistake) as mistake:
        parse_procedure(looking_back(unit).replace("months = 30", "months = 2"))
    assert mistake.value.values["key"] == "same_matter.within"
