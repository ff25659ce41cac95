# SPDX-License-Identifier: Apache-2.0
"""The default rule book (综合规程) holds every row of the rules' own table, and what they demand beside it."""

from __future__ import annotations

from typing import Any

import pytest

from complaintdesk.domain.procedure import Procedure
from complaintdesk.domain.terms import CaseKind, PauseReason
from tests.domain.rule_books import limit, names, rule_book, when

COMPLAINT = {"kinds": "complaint"}
REACHED = {"reachable": True}  # what is said to the caller is owed where there is a way to do so
APPOINTED = {"kinds": "repair special_service assistance", "appointment": True}
OUR_CONTACTS = "answered informed explained leader_called"
FIRST_CONTACTS = f"{OUR_CONTACTS} promised confirmed"


@pytest.fixture(scope="module")
def general() -> Procedure:
    return rule_book("general")


# rules, key, which cases, from, to, limit
TABLE: list[tuple[str, str, dict[str, Any], str, str, str]] = [
    ("R-WO-01", "deliver_slip", {"kinds": "repair special_service"}, "registered", "accepted", "20 minutes"),
    ("R-T-01", "arrive_urgent", {"kinds": "repair", "grades": "urgent"}, "registered", "arrived", "30 minutes"),
    ("R-WO-09 R-ESC-12", "keep_appointment", APPOINTED, "registered", "arrived", "appointed_time"),
    ("R-WO-09", "finish_appointed", APPOINTED, "registered", "completed", "appointed_day"),
    ("R-WO-09", "finish", {"kinds": "repair", "appointment": False}, "registered", "completed", "24 hours"),
    ("R-REG-11", "answer_enquiry", {"kinds": "inquiry"}, "registered", "answered", "24 hours"),
    ("R-ESC-03", "report_complaint", COMPLAINT, "registered", "reported escalated", "same_day"),
    ("R-CLS-01", "check_validity", COMPLAINT, "registered", "checked", "1 days"),
    ("R-CLS-01", "explain_invalid", {**COMPLAINT, "valid": False, **REACHED}, "checked", "explained", "2 days"),
    ("R-ESC-08", "contact_client", {**COMPLAINT, **REACHED}, "registered", FIRST_CONTACTS, "24 hours"),
    ("R-ESC-03", "chase_result", COMPLAINT, "registered", "reminded", "same_day"),
    ("R-ESC-07", "answer_complaint", COMPLAINT, "registered", "answered", "3 days"),
    (
        "R-ESC-05",
        "other_body",
        {**COMPLAINT, "waiting": "public_body", **REACHED},
        "registered",
        OUR_CONTACTS,
        "3 days",
    ),
    ("R-ESC-06", "trace_direct", {"channels": "company"}, "registered", "traced", "2 days"),
    ("R-REG-08", "special_measures", {**COMPLAINT, "repeat": True}, "registered", "measures_arranged", "24 hours"),
    (
        "R-CLS-02",
        "corrective",
        {**COMPLAINT, "levels": "major", "valid": True},
        "checked",
        "corrective_opened",
        "1 days",
    ),
    (
        "R-CB-08",
        "manager_calls",
        {**COMPLAINT, "levels": "major", **REACHED},
        "registered",
        "leader_called",
        "24 hours",
    ),
    (
        "R-CB-08",
        "manager_calls_hard",
        {"levels": "general", "hard": True, **REACHED},
        "registered",
        "leader_called",
        "24 hours",
    ),
    ("R-REG-09", "confirm", {**COMPLAINT, **REACHED}, "registered", "confirmed", "24 hours"),
    ("R-ESC-12", "keep_promise", {"promised": True}, "promised", "answered handled completed", "promised_time"),
]


@pytest.mark.parametrize(
    ("rules", "key", "cases", "starts", "met", "end"), TABLE, ids=[f"{r[0]} {r[1]}" for r in TABLE]
)
def test_each_row_of_the_rules_table_is_there(
    general: Procedure, rules: str, key: str, cases: dict[str, Any], starts: str, met: str, end: str
) -> None:
    row = general.commitment(key)
    assert (row.when, row.starts, row.meets, row.limit) == (when(**cases), starts, names(met), limit(end)), rules
    assert row.source


def test_there_is_no_row_beyond_the_table(general: Procedure) -> None:
    assert [row.id for row in general.commitments] == [row[1] for row in TABLE]


def test_urgent_repairs_have_24_hours_and_public_or_complex_ones_48(general: Procedure) -> None:
    """R-WO-09."""
    found = [(other.when, other.limit) for other in general.commitment("finish").other_limits]
    assert found == [
        (when(grades="urgent"), limit("24 hours")),
        (when(public_or_complex=True), limit("48 hours")),
    ]


def test_only_a_categorys_own_service_commitment_stands_in_for_the_repair_limit(general: Procedure) -> None:
    """R-WO-09."""
    assert [row.id for row in general.commitments if row.by_category] == ["finish"]
    own = {row.id: row.service_limit for row in general.categories if row.service_limit is not None}
    assert set(own.values()) == {limit("48 hours")}  # those that are public by nature: no other figure than the table's
    assert all(general.category(id_).service_source for id_ in own)


def test_finish_pauses_for_all_five_reasons_and_the_answer_for_what_others_owe(general: Procedure) -> None:
    """R-T-07."""
    pauses = {row.id: row.pauses for row in general.commitments if row.pauses}
    assert pauses == {"finish": frozenset(PauseReason), "answer_complaint": names("third_party public_body")}


def test_the_share_handled_in_time_counts_the_two_ways_to_finish_alone(general: Procedure) -> None:
    """R-ST-01."""
    assert {row.id for row in general.commitments if row.in_rate} == {"finish", "finish_appointed"}


def test_only_asking_for_the_result_is_a_mere_reminder_from_the_48th_hour(general: Procedure) -> None:
    """R-ESC-03."""
    assert [row.id for row in general.commitments if row.reminder] == ["chase_result"]
    row = general.commitment("chase_result")
    assert (row.not_before, row.lapses) == (limit("48 hours"), names("answered handled"))


def test_an_enquiry_answered_at_once_owes_nothing(general: Procedure) -> None:
    """R-REG-11."""
    assert [row.id for row in general.commitments if row.unless_at_once] == ["answer_enquiry"]


def test_what_a_department_owes_costs_two_points(general: Procedure) -> None:
    """R-CA-05."""
    assert {row.id: row.points for row in general.commitments if row.points} == {
        "finish": 2,
        "finish_appointed": 2,
        "answer_complaint": 2,
    }


def test_somebody_is_warned_before_every_limit(general: Procedure) -> None:
    assert [row.id for row in general.commitments if not row.alerts] == []


def test_urgent_repairs_and_major_complaints_do_not_wait_for_the_office_to_open(general: Procedure) -> None:
    """R-T-05."""
    late = general.course.out_of_hours
    assert late is not None
    assert (late.urgent_grades, late.urgent_levels) == (names("urgent"), names("major"))


@pytest.mark.parametrize(
    ("rules", "key", "starts", "within", "required"),
    [
        ("R-CB-03", "complaint_follow_up", "handled", "3 days", when()),
        ("R-CB-06", "repair_follow_up", "completed", "1 months", when(watched=True)),
        ("R-CB-01", "service_middle", "service_middle", "7 days", when(watched=True)),
        ("R-CB-01", "service_end", "service_end", "7 days", when(watched=True)),
        ("R-CB-01", "community_follow_up", "handled", "1 months", None),
        ("R-CB-01", "other_follow_up", "handled", "7 days", None),
    ],
)
def test_each_follow_up_has_its_window(
    general: Procedure, rules: str, key: str, starts: str, within: str, required: object
) -> None:
    row = general.follow_up(key)
    assert (row.starts, row.within, row.required) == (starts, limit(within), required), rules


def test_what_the_quality_department_took_over_it_calls_back_itself(general: Procedure) -> None:
    """R-CB-13."""
    assert {row.id: row.takes_over for row in general.follow_ups if row.takes_over} == {
        "complaint_follow_up": "quality"
    }


@pytest.mark.parametrize("kind", ["repair", "special_service", "assistance"])
def test_slips_are_sampled_by_month_and_service(general: Procedure, kind: str) -> None:
    """R-CB-04."""
    (row,) = [row for row in general.course.sampling if row.when == when(kinds=kind)]
    assert [(tier.up_to, tier.count, tier.percent) for tier in row.tiers] == [
        (20, 5, None),
        (50, None, 30),
        (100, None, 15),
        (None, 20, None),
    ]


def test_households_are_asked_every_quarter_and_every_half_year(general: Procedure) -> None:
    """R-CB-11."""
    assert [(row.id, row.every, row.share, row.on_paper) for row in general.course.surveys] == [
        ("opinion", limit("3 months"), 98, False),
        ("satisfaction", limit("6 months"), 98, True),
    ]


def test_new_households_are_called_within_a_month(general: Procedure) -> None:
    """R-CB-12."""
    assert [row.within for row in general.course.household_calls] == [limit("1 months")]


def test_the_ladder_leads_from_the_desk_to_the_general_manager(general: Procedure) -> None:
    """R-ESC-02."""
    assert [(row.id, row.roles, row.outside, row.written) for row in general.course.ladder] == [
        ("clerk", names("clerk"), False, False),
        ("supervisor", names("supervisor"), False, False),
        ("office_head", names("office_head"), False, False),
        ("deputy", names(""), True, False),
        ("general_manager", names(""), True, False),
        ("quality", names("quality"), True, True),
    ]


def test_a_complaint_is_whose_its_weight_makes_it(general: Procedure) -> None:
    """R-CLS-06, R-CLS-07: the last route that fits is taken."""
    assert [(row.when, row.to) for row in general.course.routes] == [
        (when(kinds="complaint"), "clerk"),
        (when(kinds="complaint", levels="major"), "office_head"),
        (when(kinds="complaint", criteria="compensation"), "deputy"),
        (when(kinds="complaint", categories="about_office_head"), "deputy"),
    ]


@pytest.mark.parametrize(
    ("rules", "trigger", "to", "written"),
    [
        ("R-ESC-01", "beyond_authority", "office_head", False),
        ("R-ESC-01", "beyond_department", "office_head", True),
        ("R-CLS-07", "unsolved", "quality", True),
        ("R-ESC-04", "major", "deputy", False),
        ("R-ESC-02", "not_content", "", False),
        ("R-ESC-02", "limit_broken", "", False),
        ("R-ESC-12", "no_agreement", "", False),
        ("R-ESC-02", "client_asks", "", False),
    ],
)
def test_each_reason_to_go_up_leads_to_its_step(
    general: Procedure, rules: str, trigger: str, to: str, written: bool
) -> None:
    (row,) = [row for row in general.course.escalations if row.trigger == trigger]
    assert (row.to, row.written) == (to, written), rules


def test_compensation_needs_the_general_managers_signature(general: Procedure) -> None:
    """R-ESC-09."""
    found = {row.before: row.by for row in general.course.approvals}
    assert found == {"compensated": ("general_manager",), "special_closed": ("deputy", "general_manager")}


def test_special_closing_comes_after_three_real_tries_and_by_approval(general: Procedure) -> None:
    """R-ESC-08."""
    closing = general.course.special_closing
    assert closing is not None
    assert (closing.tries, closing.by) == (3, ("deputy", "general_manager"))


@pytest.mark.parametrize(
    ("rules", "event", "cases"),
    [
        ("R-ESC-04", "inspected", {**COMPLAINT, "levels": "major"}),
        ("R-ESC-14", "meeting_held", {**COMPLAINT, "levels": "major"}),
        ("R-CA-02", "corrective_opened", {**COMPLAINT, "levels": "major"}),
        ("R-CA-02", "company_notice", {**COMPLAINT, "levels": "major"}),
        ("R-CA-05", "lessons_drawn", {**COMPLAINT, "levels": "major"}),
        ("R-CA-03", "case_study", {**COMPLAINT, "levels": "major"}),
        ("R-REG-08", "measures_arranged", {**COMPLAINT, "repeat": True}),
        ("R-ESC-05", "informed", {**COMPLAINT, "waiting": "public_body", **REACHED}),
        ("R-CB-06", "inspected", {"kinds": "repair", "watched": True}),
        ("R-REG-16", "promised", {**COMPLAINT, **REACHED}),
        ("R-REG-13", "result_signed", COMPLAINT),
    ],
)
def test_what_else_is_demanded_stands_among_the_measures(
    general: Procedure, rules: str, event: str, cases: dict[str, Any]
) -> None:
    assert (event, when(**cases)) in {(row.event, row.when) for row in general.course.measures}, rules


@pytest.mark.parametrize("kind", list(CaseKind))
def test_the_course_of_each_kind_leads_from_the_first_call_to_the_closing(general: Procedure, kind: CaseKind) -> None:
    course = [row.event for row in general.course.steps if row.kinds is None or kind in row.kinds]
    events = [event for event in course if event is not None]
    assert (events[0], events[-1]) == ("registered", "closed")
    assert len(events) == len(set(events))


def test_outages_make_a_wave_within_30_minutes_and_other_matters_within_days(general: Procedure) -> None:
    """R-CLS-08."""
    outage, other = general.course.waves
    assert (outage.within, outage.when.categories) == (
        limit("30 minutes"),
        names("water_supply power_supply lift lift_failure"),
    )
    assert (other.within, other.when.categories) == (limit("3 days"), None)


def test_the_day_is_reviewed_by_a_supervisor_or_higher_and_three_days_are_checked(general: Procedure) -> None:
    """R-REG-12."""
    review = general.course.review
    assert review is not None
    assert (review.days_checked, review.roles) == (3, names("supervisor office_head"))


def test_five_factors_suggest_the_level_and_safety_alone_does(general: Procedure) -> None:
    """R-CLS-05, R-CLS-09."""
    assessment = general.course.assessment
    assert assessment is not None
    assert (assessment.major_from, assessment.major_alone) == (10, names("safety"))


def test_the_same_matter_is_looked_for_thirty_days_back(general: Procedure) -> None:
    """R-REG-07, R-REG-08."""
    assert general.course.same_matter is not None
    assert general.course.same_matter.within == limit("30 days")


def test_fines_and_meetings_are_those_of_the_source(general: Procedure) -> None:
    """R-CA-05, R-ST-07."""
    assert [(row.id, row.amount) for row in general.course.fines] == [("late_escalated", 1000), ("concealed", 500)]
    assert [(row.id, row.every) for row in general.course.meetings] == [("weekly", "week"), ("monthly", "month")]


@pytest.mark.parametrize(
    ("form", "code"), [("complaint_record", "ZC-19/B02"), ("follow_up", "ZC-19/B03"), ("corrective", "ZC-24/B01")]
)
def test_forms_carry_the_codes_of_the_source(general: Procedure, form: str, code: str) -> None:
    assert {row.id: row.code for row in general.course.forms}[form] == code


def test_official_codes_are_those_of_the_provinces_list(general: Procedure, shared_data: Any) -> None:
    """R-CLS-03."""
    (file,) = (shared_data / "taxonomy").glob("*.csv")
    official = {line.split(",")[0] for line in file.read_text(encoding="utf-8-sig").splitlines()[1:]}
    codes = {row.code for row in general.categories if row.code}
    assert codes
    assert codes <= official
