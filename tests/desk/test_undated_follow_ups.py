# SPDX-License-Identifier: Apache-2.0
"""A follow-up that the rule book asks for without a last day: to be made from the handling on, and never late."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from complaintdesk.desk import cases, follow_up_lists, follow_ups, procedures
from complaintdesk.desk.book_rows import table_rows, with_row
from complaintdesk.desk.book_sections import section
from complaintdesk.desk.due_soon import due_things
from complaintdesk.desk.follow_up_lists import FollowUpFilter
from complaintdesk.desk.follow_up_sheets import follow_up_sheet
from complaintdesk.desk.follow_ups import AttemptDraft, FollowUpDraft
from complaintdesk.desk.statistics import month_figures
from complaintdesk.desk.today import Moment, TodayList, today_lists
from complaintdesk.desk.today_rows import today_rows
from complaintdesk.domain.dates import civil_day, end_of_day
from complaintdesk.domain.procedure import Condition, parse_procedure
from complaintdesk.domain.terms import AttemptOutcome, Channel, FollowUpWay, Rating, Role
from complaintdesk.labels import set_language
from complaintdesk.paths import shipped
from complaintdesk.ui.follow_up_words import standing_words
from complaintdesk.ui.look import Tone
from complaintdesk.ui.tabs.follow_up_facts import facts
from tests.builders import ADMINISTRATOR, PASSWORD, codes, page
from tests.desk.courses import a_complaint, works_by


@pytest.fixture
def undated(office, clock):
    """An office whose rule book names no day, with a complaint handled a week ago; the follow-up's id."""
    works_by(office, "work_rules_seven")
    case_id = a_complaint(office)
    office.do(cases.handle, case_id, "已劝止并说明")
    clock.later(days=7)
    (one,) = page(office, case_id).follow_ups
    assert (one.due_at, one.required) == (None, True)
    return one.id


def ids(office, view, **days):
    return list(office.ask(follow_up_lists.follow_up_ids, FollowUpFilter(view, **days), office.now(), office.zone))


def tonight(office):
    return end_of_day(civil_day(office.now(), office.zone), office.zone)


def figures(office, month=10):
    (found,) = (
        row
        for row in office.ask(month_figures, 2026, month, office.now(), office.books).follow_ups
        if row.key == "complaint_follow_up"
    )
    return found.made.count, found.not_made.count, found.to_make.count


def test_it_stands_in_the_queue_from_the_handling_on_until_it_is_made(office, clock, undated):
    assert ids(office, "due") == [undated]
    assert (ids(office, "coming"), ids(office, "offered")) == ([], [])
    office.do(follow_ups.record, FollowUpDraft(undated, FollowUpWay.VISIT, Rating.CONTENT))
    assert ids(office, "due") == []
    assert codes(office) == []


def test_it_is_never_late_and_is_reminded_of_once_a_day(office, clock, undated):
    (line,) = office.ask(follow_up_lists.follow_up_rows, [undated], office.books)
    set_language("en")
    try:
        said = standing_words(line, office.now(), office.zone)
    finally:
        set_language("zh_CN")
    assert (said.words, said.tone) == ("no day set", Tone.SOON)
    moment = Moment(office.now(), office.zone, office.books)
    listed = office.ask(today_lists, moment)[TodayList.FOLLOW_UPS]
    assert (list(listed.ids), listed.first_at) == ([undated], tonight(office))
    (row,) = office.ask(today_rows, TodayList.FOLLOW_UPS, [undated], moment)
    assert row.at == tonight(office)
    keys = set()
    for _day in range(3):
        (thing,) = [each for each in told(office) if each.kind == "follow_up"]
        assert thing.due_at == tonight(office)
        keys.add(thing.key)
        clock.later(days=1)
    assert len(keys) == 3


def told(office):
    return office.ask(due_things, office.books, office.now(), office.zone, Role.CLERK)


def test_a_client_who_wants_to_be_called_again_is_called_then(office, clock, undated):
    again = office.now() + timedelta(hours=3)
    office.do(follow_ups.attempt, AttemptDraft(undated, AttemptOutcome.LATER, call_again_at=again))
    (thing,) = [each for each in told(office) if each.kind == "follow_up"]
    assert thing.due_at == again


def test_the_month_in_which_it_could_be_made_counts_it(office, clock, undated):
    """R-ST-03: it is to be made until it is made or given up, and never past its day."""
    assert figures(office) == (0, 0, 1)
    clock.later(days=60)
    assert figures(office) == (0, 0, 1)
    office.do(follow_ups.record, FollowUpDraft(undated, FollowUpWay.VISIT, Rating.CONTENT))
    assert figures(office) == (1, 0, 0)
    assert figures(office, 12) == (0, 0, 0)


def test_it_is_found_by_the_day_from_which_it_could_be_made_and_its_sheet_names_no_last_one(office, clock, undated):
    handled_on = civil_day(office.now(), office.zone) - timedelta(days=7)
    assert ids(office, "due", from_on=handled_on, to_on=handled_on) == [undated]
    assert ids(office, "due", from_on=date(2026, 10, 26)) == []
    assert office.ask(follow_up_sheet, undated, office.books).due_at is None


def test_an_office_takes_the_last_day_out_of_its_own_rule_book_and_what_came_before_keeps_it(office, clock):
    """R-T-06."""
    before = a_complaint(office)
    text = office.ask(procedures.text_in_force)[1]
    at, row = next(each for each in enumerate(table_rows(text, "follow_ups")) if each[1]["id"] == "complaint_follow_up")
    own = with_row(text, section("follow_ups"), at, {key: value for key, value in row.items() if key != "within"})
    assert parse_procedure(own).follow_up("complaint_follow_up").within is None
    clerk = office.staff.name
    office.sign_in(ADMINISTRATOR, PASSWORD)
    office.do(procedures.adopt, own, office.books.in_force_id)
    office.sign_in(clerk, PASSWORD)
    after = a_complaint(office)
    for case_id in (before, after):
        office.do(cases.handle, case_id, "已说明")
    dated, undated = (page(office, case_id).follow_ups[0].due_at for case_id in (before, after))
    assert dated is not None
    assert undated is None
    assert codes(office) == []


def test_a_shipped_rule_book_borrows_no_day_for_a_call_back_that_must_be_made():
    """R-CB-01: what is only offered has a window of ours, as it would be offered for ever without."""
    for path in shipped("resources", "procedures").glob("*.toml"):
        for row in parse_procedure(path.read_text(encoding="utf-8")).follow_ups:
            borrowed = "综合规程" in row.source
            assert row.within is None or not borrowed or row.required != Condition(), (path.stem, row.id)
            assert row.within is not None or row.required is not None, (path.stem, row.id)


def test_its_page_says_from_when_on_and_who_makes_it(office, clock):
    """R-CB-13: what the maker's call centre sent is called back by it."""
    works_by(office, "crm_rules")
    case_id = a_complaint(office, channel=Channel.COMPANY)
    office.do(cases.handle, case_id, "已解释")
    shown = page(office, case_id)
    said = {fact.label: fact.value for fact in facts(shown.follow_ups[0], shown, office.now(), office.zone)}
    assert said["由谁回访"] == "厂家客服中心"
    assert said["期限"] == "今天起，未定期限 · 必访"
