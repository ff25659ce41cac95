# SPDX-License-Identifier: Apache-2.0
"""A rule book adopted before the program knew follow-ups takes them over, and nothing that the office set is lost."""

from __future__ import annotations

import lzma
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from complaintdesk.desk import cases, follow_up_lists, procedures
from complaintdesk.desk.follow_up_lists import FollowUpFilter
from complaintdesk.desk.founding import shipped_procedure
from complaintdesk.desk.office import Office, open_office
from complaintdesk.desk.shipped_rules import lacks_follow_ups, with_missing
from complaintdesk.domain.procedure import parse_procedure
from complaintdesk.domain.terms import CaseKind
from tests.builders import NINE, PASSWORD, DeskClock, a_case, codes, limits, rows
from tests.conftest import ROOT

SHIPPED = shipped_procedure()
HEAD = "赵主任"


@pytest.fixture
def upgraded(tmp_path) -> Iterator[Office]:
    """An office of schema 1, opened by this version a day later, with its head at the desk."""
    path = tmp_path / "office.db"
    path.write_bytes(lzma.decompress((ROOT / "tests" / "data" / "schema1.db.xz").read_bytes()))
    clock = DeskClock(NINE)
    clock.later(days=1)
    office = open_office(path, clock=clock)
    office.sign_in(HEAD, PASSWORD)
    yield office
    office.close()


@pytest.fixture
def old(upgraded: Office) -> str:
    """The rule book of schema 1."""
    text: str = upgraded.ask(procedures.text_in_force)[1]
    return text


def told(before: str, after: str) -> list[str]:
    found = procedures.changes(parse_procedure(before), parse_procedure(after))
    return [each.text.format(**each.values) for each in found]


def without_department(text: str, id_: str) -> str:
    """The rule book with one department closed."""
    all_rows = procedures.department_rows(parse_procedure(text))
    return procedures.with_departments(text, [replace(row, closed=row.closed or row.id == id_) for row in all_rows])


def test_what_the_shipped_rule_book_has_not_more_is_left_to_the_letter(old: str) -> None:
    assert with_missing(SHIPPED, SHIPPED) == SHIPPED
    whole = with_missing(old, SHIPPED)
    assert with_missing(whole, SHIPPED) == whole


def test_an_old_rule_book_gets_follow_ups_and_aliases_and_loses_no_line(old: str) -> None:
    remarked = old.replace("[[kinds]]", "# 本处的几类事项\n[[kinds]]", 1).replace('name = "护管部"', 'name = "秩序部"')
    whole = with_missing(remarked, SHIPPED)
    left = iter(whole.splitlines())
    assert all(line in left for line in remarked.splitlines()), "each line, in its order"
    book = parse_procedure(whole)
    shipped = parse_procedure(SHIPPED)
    assert book.follow_ups == shipped.follow_ups
    ours, theirs = ({each.id: each.aliases for each in each_book.categories} for each_book in (book, shipped))
    assert ours == {id_: aliases for id_, aliases in theirs.items() if id_ != "about_office_head"}
    assert book.department("security").name == "秩序部"


def test_an_old_rule_book_says_nothing_of_warnings_and_warns_as_the_shipped_one_does(
    upgraded: Office, old: str
) -> None:
    """What the office was warned of before the upgrade it is warned of after it: nobody has to adopt anything first."""
    assert "warnings" not in tomllib.loads(old)
    assert parse_procedure(old).warnings is None
    quarter = parse_procedure(SHIPPED).warnings
    assert quarter is not None
    assert upgraded.procedure.warnings == quarter
    assert {row.alerts for row in upgraded.procedure.commitments} == {quarter.alerts}
    upgraded.sign_in("王敏", PASSWORD)
    limit = limits(upgraded, a_case(upgraded).id)["contact_client"]
    assert limit.warn_at is not None
    assert limit.due_at - limit.warn_at == timedelta(minutes=15)


def test_what_is_taken_over_is_told_in_words(old: str) -> None:
    lines = told(old, with_missing(old, SHIPPED))
    assert lines[0] == "New: 投诉回访 (办结后3日内，逐件回访)"
    assert "电梯 is found by: 轿厢、扶梯" in lines
    assert lines[6] == "New category: 社区文化"
    follow_ups = 6
    aliases = sum(bool(each.aliases) for each in parse_procedure(with_missing(old, SHIPPED)).categories)
    assert len(lines) == follow_ups + aliases  # 社区文化 has some, and is told as a new one


def test_a_category_stands_where_the_shipped_rule_book_has_it(old: str) -> None:
    ids = [category.id for category in parse_procedure(with_missing(old, SHIPPED)).categories]
    assert ids.index("community_culture") == ids.index("other") - 1


@pytest.mark.parametrize("why", ["its department is closed", "its name is taken"])
def test_a_category_there_is_no_room_for_stays_out_with_the_follow_up_of_it_alone(old: str, why: str) -> None:
    text = without_department(old, "customer_service")
    if why == "its name is taken":
        text = old.replace('name = "其他"', 'name = "社区文化"')
    book = parse_procedure(with_missing(text, SHIPPED))
    assert "community_culture" not in {category.id for category in book.categories}
    shipped = [row.id for row in parse_procedure(SHIPPED).follow_ups if row.id != "community_follow_up"]
    assert [row.id for row in book.follow_ups] == shipped
    assert book.follow_up("other_follow_up").when.except_categories == frozenset()


def test_a_follow_up_is_made_by_the_office_where_the_department_that_takes_it_over_is_not_there(old: str) -> None:
    """R-CB-13."""
    before, _, after = old.partition('[[departments]]\nid = "quality"')
    text = before + after[after.index("[[") :]
    assert parse_procedure(with_missing(text, SHIPPED)).follow_up("complaint_follow_up").takes_over == ""
    assert parse_procedure(with_missing(old, SHIPPED)).follow_up("complaint_follow_up").takes_over == "quality"


def test_follow_ups_that_must_be_made_for_a_category_that_is_not_there_are_asked_for_of_nobody(old: str) -> None:
    text = without_department(old, "customer_service")
    asked = SHIPPED.replace(
        "required_when = { watched = true }",
        'required_when = { categories = ["community_culture"] }',
        1,
    ).replace(
        "required_when = { watched = true }",
        'required_when = { categories = ["lift", "community_culture"] }',
        1,
    )
    book = parse_procedure(with_missing(text, asked))
    assert book.follow_up("repair_follow_up").required is None
    middle = book.follow_up("service_middle").required
    assert middle is not None
    assert middle.categories == frozenset({"lift"})


def test_what_the_office_decided_itself_stays_an_empty_list_too(old: str) -> None:
    lift = 'id = "lift"\nname = "电梯"\n'
    text = "follow_ups = []\n" + old.replace(lift, f'{lift}aliases = ["直梯"]\n')
    text = text.replace('id = "lighting"\n', 'id = "lighting"\naliases = []\n')
    assert not lacks_follow_ups(text)
    book = parse_procedure(with_missing(text, SHIPPED))
    assert book.follow_ups == ()
    assert "community_culture" not in {category.id for category in book.categories}
    assert [book.category(each).aliases for each in ("lift", "lighting")] == [("直梯",), ()]
    assert book.category("air_conditioner").aliases == parse_procedure(SHIPPED).category("air_conditioner").aliases


def test_a_shipped_rule_book_without_follow_ups_adds_none(old: str) -> None:
    assert with_missing(old, old) == old
    assert lacks_follow_ups(old)
    assert "follow_ups" in tomllib.loads(with_missing(old, SHIPPED))


def test_an_upgraded_office_takes_them_over_and_a_complaint_has_its_follow_up(upgraded: Office) -> None:
    """R-CB-01, R-CB-03; R-T-06: what came in before keeps the rule book that it came in under."""
    ((before, text),) = rows(upgraded, "SELECT id, text FROM procedure_version")
    earlier = a_case(upgraded, CaseKind.COMPLAINT).id
    upgraded.do(procedures.adopt, with_missing(text, SHIPPED), before)
    [(staff, at)] = rows(
        upgraded,
        "SELECT staff.name, adopted_at FROM procedure_version JOIN staff ON staff.id = adopted_by"
        f" WHERE procedure_version.id > {before}",
    )
    assert staff == HEAD
    assert at is not None
    upgraded.sign_in("王敏", PASSWORD)
    complaint = a_case(upgraded, CaseKind.COMPLAINT).id
    for case_id in (earlier, complaint):
        upgraded.do(cases.handle, case_id, "已劝止并说明")
    now, zone = upgraded.now(), upgraded.zone
    [coming] = upgraded.ask(follow_up_lists.follow_up_ids, FollowUpFilter("coming"), now, zone)
    [line] = upgraded.ask(follow_up_lists.follow_up_rows, [coming], upgraded.books)
    assert (line.case_id, line.name, line.required) == (complaint, "投诉回访", True)
    assert line.due_at is not None
    assert timedelta(days=3) <= line.due_at - now < timedelta(days=4)
    assert list(upgraded.ask(follow_up_lists.follow_up_ids, FollowUpFilter("due"), line.due_at, zone)) == [coming]
    assert codes(upgraded) == []
