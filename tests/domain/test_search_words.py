# SPDX-License-Identifier: Apache-2.0
"""The search box's text is read: words, filters in any spelling, days, and what is offered meanwhile."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from complaintdesk.domain.search_days import day_tokens, read_days, tokens_between
from complaintdesk.domain.search_words import Field, Value, offers, plain_search, read_search
from complaintdesk.errors import UserError

TODAY = date(2026, 11, 22)  # a Sunday
STATE = Field(
    ("状态", "state"),
    (
        Value(("逾期", "late", "超时"), (("·sopen",),), ("yuqi", "yq"), frozenset({"late"})),
        Value(("已登记", "registered"), (("·sregistered",),), ("yidengji", "ydj")),
        Value(("已结案", "closed"), (("·sclosed",),), ("yijiean", "yja")),
    ),
    ("zhuangtai", "zt"),
)
TEAM = Field(("班组", "team"), (Value(("水 电班", "plumbing"), (("·gp",),), ("shuidianban", "sdb")),), ("banzu", "bz"))
DAY = Field(
    ("日期", "date"),
    (Value(("今天", "today"), (), ("jintian", "jt")),),
    ("riqi", "rq"),
    lambda text, today: ((f"·{read_days(text, today)}",),) if read_days(text, today) else None,
    ("11-01..11-20",),
)
FIELDS = (STATE, TEAM, DAY)


def wanted(text: str) -> tuple[str, list[list[str]], set[str]]:
    search = read_search(text, FIELDS, TODAY)
    return search.words, [[token for way in ways for token in way] for ways in search.wanted], set(search.views)


@pytest.mark.parametrize(
    "typed",
    ["状态:已登记", "状态：已登记", "状态: 已登记", "state:registered", "STATE:Registered", "zt:ydj", "状态:已登"],
)
def test_a_filter_is_read_in_each_spelling(typed: str) -> None:
    assert wanted(typed) == ("", [["·sregistered"]], set())


def test_words_and_filters_stand_together_in_any_order() -> None:
    assert wanted("漏水 状态:已登记,已结案") == ("漏水", [["漏水"], ["·sregistered", "·sclosed"]], set())
    assert wanted("状态:逾期 漏水")[2] == {"late"}
    assert read_search("漏水 状态:逾期", FIELDS, TODAY).filtered
    assert not read_search(" 漏水  厨房 ", FIELDS, TODAY).filtered
    assert wanted('班组:"水 电班"')[1] == [["·gp"]]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("颜色:红", "状态 班组 日期"),
        ("colour:red", "state team date"),
        ("状态:蓝", "逾期 已登记 已结案"),
        ("状态:已", "已登记 已结案"),
        ("状态:", "状态"),
        ("日期:无时", "11-01..11-20"),
        ("状态:逾期,已结案", "逾期,已结案"),
    ],
)
def test_what_there_is_not_is_said_and_never_passed_over(typed: str, said: str) -> None:
    with pytest.raises(UserError) as error:
        read_search(f"漏水 {typed}", FIELDS, TODAY)
    assert error.value.field == "search"
    assert said in error.value.text.format(**error.value.values)


def test_a_time_and_what_is_quoted_are_words() -> None:
    assert wanted("10:30")[0] == "10:30"
    assert wanted('"备注:红" 漏')[0] == "备注:红 漏"
    assert plain_search("a:b").words == "a:b"


def offered(text: str, *, chinese: bool = True) -> list[str]:
    return [each.words for each in offers(text, FIELDS, chinese)]


def test_fields_and_values_are_offered_as_one_types() -> None:
    assert offered("状") == ["状态:"]
    assert offered("漏水 状态:") == ["状态:逾期", "状态:已登记", "状态:已结案"]
    assert offered("状态:已") == ["状态:已登记", "状态:已结案"]
    assert offered("状态:逾期") == [], "it is typed already"
    assert offered("状态:已登记,已") == ["状态:已登记,已结案"]
    assert offered("zt") == ["状态:"]
    assert offered("逾期") == ["状态:逾期"]
    assert offered("late", chinese=False) == ["state:late"]
    assert offered("bz:") == ['班组:"水 电班"']
    assert offered("漏水") == offered("") == offered("颜色:") == []


def test_taking_an_offer_goes_on_where_one_was() -> None:
    assert [each.text for each in offers("漏水 状", FIELDS, True)] == ["漏水 状态:"]
    assert [each.text for each in offers("漏水 状态:yq", FIELDS, True)] == ["漏水 状态:逾期 "]


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("11-01..11-20", "2026-11-01", "2026-11-20"),
        ("11月1日至11月20日", "2026-11-01", "2026-11-20"),
        ("2025-12-20～2026-01-10", "2025-12-20", "2026-01-10"),
        ("12-20..01-10", "2025-12-20", "2026-01-10"),
        ("12-05", "2025-12-05", "2025-12-05"),
        ("11-01..", "2026-11-01", "2026-11-22"),
        ("..2026-11-20", "1900-01-01", "2026-11-20"),
        ("2026-10", "2026-10-01", "2026-10-31"),
        ("10月", "2026-10-01", "2026-10-31"),
        ("十月", "2026-10-01", "2026-10-31"),
        ("12月", "2025-12-01", "2025-12-31"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("20号", "2026-11-20", "2026-11-20"),
        ("25号", "2026-10-25", "2026-10-25"),
        ("今天", "2026-11-22", "2026-11-22"),
        ("昨天", "2026-11-21", "2026-11-21"),
        ("本周", "2026-11-16", "2026-11-22"),
        ("last-week", "2026-11-09", "2026-11-15"),
        ("上个月", "2026-10-01", "2026-10-31"),
        ("近7天", "2026-11-16", "2026-11-22"),
    ],
)
def test_days_are_read_as_people_type_them(typed: str, first: str, last: str) -> None:
    assert read_days(typed, TODAY) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "typed", ["", "..", "foo", "2026-02-30", "11-20..11-01..11-02", "2026-11-20..2026-11-01", "0天"]
)
def test_other_words_are_no_days(typed: str) -> None:
    assert read_days(typed, TODAY) is None


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        ("2023-11-28", "2026-02-03", 3 + 1 + 2 + 1 + 3),  # November's days, December, two years, January, three days
        ("2026-11-01", "2026-11-20", 2),  # its first and second ten days
        ("2024-02-11", "2024-02-29", 2),
        ("2026-04-01", "2026-09-30", 2),  # quarters
        ("1990-01-01", "2025-12-31", 3 + 6),  # ten years each, and years
        ("2026-05-05", "2026-05-05", 1),
    ],
)
def test_a_span_asks_for_the_longest_stretches_and_finds_each_of_its_days_once(
    first: str, last: str, count: int
) -> None:
    begins, ends = date.fromisoformat(first), date.fromisoformat(last)
    tokens = list(tokens_between((begins, ends)))
    assert len(tokens) == count
    for step in range(-40, (ends - begins).days + 40):
        day = begins + timedelta(step)
        assert sum(token in tokens for token in day_tokens(day)) == (begins <= day <= ends)
