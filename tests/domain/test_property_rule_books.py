# SPDX-License-Identifier: Apache-2.0
"""The seven property-management rule books hold their own sources' figures, clause by clause, and nobody else's."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from complaintdesk.domain.terms import CaseKind
from tests.domain.rule_books import limit, names, rule_book, when

BOOKS = {
    "work_rules_seven": ("物业投诉处理工作规程(七)", "规程(七)§"),
    "customer_complaints": ("物业客户投诉处理工作规程", "客户投诉规程§"),
    "liyuan": ("荔园物业客户投诉处理工作规程", "荔园规程§"),
    "management_centre": ("物业管理中心投诉处理工作规程", "管理中心规程§"),
    "owner_process": ("业主投诉处理流程", "业主投诉处理流程§"),
    "resort_villas": ("度假村别墅区客户服务标准", "别墅区标准§"),
    "follow_up_system": ("投诉处理及回访制度(物业)", "回访制度(物业)§"),
}
BORROWED = "综合规程"
COMPLAINT = {"kinds": "complaint"}
REACHED = {"reachable": True}  # what is said to the caller is owed where there is a way to do so
MAJOR = {**COMPLAINT, "levels": "major"}
DIRECT = {**COMPLAINT, "channels": "company"}
PUBLIC = "sanitation greening facility_repair decoration peddling"
DONE = "answered handled completed"
book = cache(rule_book)

# rules, rule book, key, which cases, from, to, limit, clause
LIMITS: list[tuple[str, str, str, dict[str, Any], str, str, str, str]] = [
    ("R-WO-01", "work_rules_seven", "deliver_slip", {"kinds": "repair"}, "registered", "accepted", "20 minutes", "四"),
    (
        *("R-REG-03", "work_rules_seven", "keep_appointment", {"kinds": "repair", "appointment": True}),
        *("registered", "arrived", "appointed_time", "三"),
    ),
    (
        "R-ESC-12",
        "work_rules_seven",
        "keep_promise",
        {"promised": True},
        "promised",
        DONE,
        "promised_time",
        "模板3、模板4、标准2",
    ),
    (
        "R-REG-16",
        "customer_complaints",
        "keep_promise",
        {"promised": True},
        "promised",
        DONE,
        "promised_time",
        "三.7、三.8",
    ),
    (
        *("R-WO-09", "liyuan", "finish_appointed"),
        {"kinds": "repair special_service assistance", "appointment": True},
        *("registered", "completed", "appointed_time", "4.2.1"),
    ),
    (
        *("R-WO-09", "liyuan", "finish", {"kinds": "repair", "appointment": False}),
        *("registered", "completed", "24 hours", "4.2.3、4.5.1；数字取综合规程"),
    ),
    (
        *("R-WO-09", "liyuan", "serve_public", {**COMPLAINT, "categories": PUBLIC}, "registered"),
        *("result_returned answered handled", "48 hours", "4.2.3、4.5.1；数字取综合规程"),
    ),
    (
        *("R-WO-11", "management_centre", "solve_by", COMPLAINT),
        *("passed_on", "result_returned answered handled", "promised_time", "4.2、4.3"),
    ),
    ("R-ESC-06", "management_centre", "trace_direct", DIRECT, "registered", "traced", "2 days", "5.2"),
    (
        "R-CLS-01",
        "management_centre",
        "explain_invalid",
        {**DIRECT, "valid": False, **REACHED},
        "checked",
        "explained",
        "2 days",
        "5.2",
    ),
    (
        *("R-CLS-02", "management_centre", "corrective", {**DIRECT, "valid": True}),
        *("checked", "corrective_opened", "1 days", "5.3"),
    ),
    (
        *("R-ESC-05", "management_centre", "other_body", {**DIRECT, "waiting": "public_body", **REACHED}),
        *("registered", "answered informed explained leader_called", "3 days", "5.6"),
    ),
    (
        *("R-ESC-12", "owner_process", "keep_promise", {"promised": True}),
        *("promised", "answered explained handled completed", "promised_time", "四、六"),
    ),
    ("R-WO-01", "resort_villas", "deliver_slip", {"kinds": "repair"}, "registered", "accepted", "5 minutes", "一.5"),
    ("R-REG-11", "resort_villas", "answer_enquiry", {"kinds": "inquiry"}, "registered", "answered", "24 hours", "一.6"),
    (
        "R-ESC-03",
        "resort_villas",
        "report_complaint",
        COMPLAINT,
        "registered",
        "reported escalated",
        "same_day",
        "一.7",
    ),
    ("R-ESC-03", "resort_villas", "chase_result", COMPLAINT, "registered", "reminded", "same_day", "一.7"),
    (
        "R-CB-08",
        "resort_villas",
        "manager_calls",
        {"hard": True, **REACHED},
        "hardened",
        "leader_called",
        "24 hours",
        "三.2",
    ),
    (
        *("R-ESC-07", "follow_up_system", "answer_complaint", {**COMPLAINT, "levels": "general"}),
        *("registered", "answered", "3 days", "四"),
    ),
    (
        *("R-REG-08", "follow_up_system", "special_measures", {**COMPLAINT, "repeat": True}),
        *("registered", "measures_arranged", "24 hours", "十三.4"),
    ),
    ("R-CB-09", "follow_up_system", "keep_promise", {"promised": True}, "promised", DONE, "promised_time", "十"),
]


@pytest.mark.parametrize(
    ("rules", "name", "key", "cases", "starts", "met", "end", "clause"),
    LIMITS,
    ids=[" ".join(row[:3]) for row in LIMITS],
)
def test_each_limit_is_its_sources_and_names_the_clause(
    rules: str, name: str, key: str, cases: dict[str, Any], starts: str, met: str, end: str, clause: str
) -> None:
    row = book(name).commitment(key)
    assert (row.when, row.starts, row.meets, row.limit) == (when(**cases), starts, names(met), limit(end)), rules
    assert row.source == BOOKS[name][1] + clause


@pytest.mark.parametrize("name", BOOKS)
def test_no_limit_of_another_regime_slips_in(name: str) -> None:
    procedure = book(name)
    assert (procedure.id, procedure.name) == (name, BOOKS[name][0])
    assert [row.id for row in procedure.commitments] == [row[2] for row in LIMITS if row[1] == name]
    assert procedure.course.out_of_hours is None  # R-T-05 is another source's: every limit starts at once


@pytest.mark.parametrize("name", BOOKS)
def test_every_row_names_a_clause_of_its_own_source_or_says_that_it_is_borrowed(name: str) -> None:
    procedure, own = book(name), BOOKS[name][1]
    course = procedure.course
    groups: list[Any] = [
        *(procedure.departments, procedure.categories, procedure.level_criteria, procedure.commitments),
        *(procedure.follow_ups, course.posts, course.ladder, course.routes, course.escalations, course.approvals),
        *(course.measures, course.steps, course.sampling, course.surveys, course.forms, course.waves, course.meetings),
        *(course.fields, [procedure.office_hours, procedure.desk_hours]),
    ]
    sources = {row.source for group in groups for row in group}
    assert {source for source in sources if source != BORROWED and not source.startswith(own)} == set()


@pytest.mark.parametrize("name", BOOKS)
def test_the_course_of_each_kind_leads_from_the_first_call_to_the_closing(name: str) -> None:
    for kind in CaseKind:
        events = [row.event for row in book(name).course.steps if kind in (row.kinds or ()) and row.event is not None]
        assert (events[0], events[-1]) == ("registered", "closed"), kind
        assert len(events) == len(set(events)), kind


@pytest.mark.parametrize("name", BOOKS)
def test_a_book_can_be_worked_by(name: str) -> None:
    """R-REG-01, R-REG-02, R-CLS-03: kinds, channels, classes and teams for all that comes in."""
    procedure = book(name)
    assert [row.id for row in procedure.kinds] == list(CaseKind)
    assert len(procedure.channels) == 8
    assert all(procedure.categories_for(kind) for kind in CaseKind)
    assert procedure.teams


FOLLOW_UPS: list[tuple[str, str, str, str, str, Any, str]] = [
    ("R-CB-03", "work_rules_seven", "complaint_follow_up", "handled", "", when(), "模板5"),
    ("R-CB-13", "customer_complaints", "complaint_follow_up", "handled", "", when(), "三.10、四"),
    ("R-CB-03", "management_centre", "complaint_follow_up", "handled", "", when(), "4.4"),
    ("R-REG-06", "resort_villas", "complaint_follow_up", "handled", "", when(), "三.1"),
    ("R-REG-06", "resort_villas", "repair_follow_up", "completed", "", when(), "三.1"),
    ("R-REG-06", "resort_villas", "other_follow_up", "handled", "", when(), "三.1"),
    ("R-CB-01", "follow_up_system", "complaint_follow_up", "handled", "3 days", when(), "十二.1、十三.1"),
    ("R-CB-08", "follow_up_system", "direct_follow_up", "handled", "3 days", when(), "四、十二.1、十三.1"),
    *(
        ("R-CB-01", "follow_up_system", key, starts, within, required, clause)
        for key, starts, within, required, clause in (
            ("repair_follow_up", "completed", "1 months", when(watched=True), "十二.2、十三.2、十三.3"),
            ("service_middle", "service_middle", "7 days", when(watched=True), "十二.3；7日取综合规程"),
            ("service_end", "service_end", "7 days", when(watched=True), "十二.3；7日取综合规程"),
            ("community_follow_up", "handled", "1 months", None, "十二.4"),
            ("other_follow_up", "handled", "7 days", None, "十二.5、十三.2"),
        )
    ),
]


@pytest.mark.parametrize(
    ("rules", "name", "key", "starts", "within", "required", "clause"),
    FOLLOW_UPS,
    ids=[" ".join(row[:3]) for row in FOLLOW_UPS],
)
def test_each_follow_up_is_its_sources(
    rules: str, name: str, key: str, starts: str, within: str, required: Any, clause: str
) -> None:
    row = book(name).follow_up(key)
    assert (row.starts, row.within, row.required) == (starts, limit(within) if within else None, required), rules
    assert row.source == BOOKS[name][1] + clause
    assert bool(within) is not ("未定期限" in row.remark), "where the source names no day the book says so"


@pytest.mark.parametrize("name", BOOKS)
def test_no_follow_up_is_there_that_the_source_does_not_ask_for(name: str) -> None:
    assert [row.id for row in book(name).follow_ups] == [row[2] for row in FOLLOW_UPS if row[1] == name]


def test_a_complaint_is_called_back_once_by_whom_it_was_made_to() -> None:
    """R-CB-08: what was said to the company's manager is written up by who handled it, all else by the centre."""
    at_desk, direct = (book("follow_up_system").follow_up(key) for key in ("complaint_follow_up", "direct_follow_up"))
    assert direct.when.channels == names("company")
    assert at_desk.when.channels is not None
    assert direct.when.channels | at_desk.when.channels == {row.id for row in book("follow_up_system").channels}
    assert not direct.when.channels & at_desk.when.channels
    assert (direct.by, at_desk.by) == (names("supervisor office_head"), names(""))


def test_the_quality_department_calls_back_what_it_took_over() -> None:
    """R-CB-13."""
    assert book("customer_complaints").follow_up("complaint_follow_up").takes_over == "quality"


LADDERS: dict[str, list[tuple[str, str, bool]]] = {
    "work_rules_seven": [("clerk", "clerk", False), ("office_head", "supervisor office_head", False)],
    "customer_complaints": [
        *[("clerk", "clerk supervisor", False), ("office_head", "office_head", False)],
        *[("quality", "quality", True), ("leaders", "", True)],
    ],
    "liyuan": [
        *[("clerk", "clerk", False), ("supervisor", "supervisor", False)],
        *[("office_head", "office_head", False), ("leaders", "", True)],
    ],
    "management_centre": [
        *[("clerk", "clerk", False), ("supervisor", "supervisor", False)],
        *[("office_head", "office_head", False), ("deputy", "", True)],
    ],
    "owner_process": [
        *[("clerk", "clerk", False), ("supervisor", "supervisor", False), ("office_head", "office_head", False)],
    ],
    "resort_villas": [
        *[("clerk", "clerk", False), ("supervisor", "supervisor", False), ("office_head", "office_head", False)],
    ],
    "follow_up_system": [
        *[("clerk", "clerk", False), ("office_head", "supervisor office_head", False), ("general_manager", "", True)],
    ],
}


@pytest.mark.parametrize("name", BOOKS)
def test_the_ladder_is_the_sources(name: str) -> None:
    """R-ESC-02."""
    expected = [(id_, names(roles), outside) for id_, roles, outside in LADDERS[name]]
    assert [(row.id, row.roles, row.outside) for row in book(name).course.ladder] == expected


ROUTES = [
    ("R-ESC-01", "work_rules_seven", [(COMPLAINT, "clerk")]),
    (
        *("R-CLS-06 R-CLS-07", "customer_complaints"),
        [
            *[(COMPLAINT, "clerk"), (MAJOR, "office_head"), ({**COMPLAINT, "criteria": "compensation"}, "leaders")],
            ({**COMPLAINT, "categories": "about_office_head"}, "leaders"),
        ],
    ),
    ("R-CLS-04", "liyuan", [(COMPLAINT, "clerk"), ({**COMPLAINT, "categories": "mail"}, "office_head")]),
    ("R-CLS-04", "management_centre", [(COMPLAINT, "clerk")]),
    ("R-REG-06", "owner_process", [(COMPLAINT, "clerk")]),
    ("R-REG-06", "resort_villas", [(COMPLAINT, "clerk")]),
    (
        *("R-CB-08", "follow_up_system"),
        [
            *[(COMPLAINT, "clerk"), ({**COMPLAINT, "categories": "about_desk_staff"}, "office_head")],
            (DIRECT, "general_manager"),
        ],
    ),
]


@pytest.mark.parametrize(("rules", "name", "routes"), ROUTES)
def test_a_complaint_goes_where_its_source_sends_it(rules: str, name: str, routes: list[tuple[Any, str]]) -> None:
    found = [(row.when, row.to) for row in book(name).course.routes]
    assert found == [(when(**cases), to) for cases, to in routes], rules


ESCALATIONS: list[tuple[str, str, str, dict[str, Any], str, bool]] = [
    ("R-ESC-01", "work_rules_seven", "beyond_authority", {}, "office_head", False),
    ("R-ESC-01", "work_rules_seven", "beyond_department", {}, "office_head", True),
    ("R-CLS-07", "customer_complaints", "unsolved", COMPLAINT, "quality", True),
    (
        "R-CLS-06",
        "customer_complaints",
        "beyond_authority",
        {**COMPLAINT, "criteria": "compensation"},
        "leaders",
        False,
    ),
    (
        *("R-CLS-06", "customer_complaints", "beyond_authority"),
        *({**COMPLAINT, "categories": "about_office_head"}, "leaders", False),
    ),
    ("R-CLS-07", "customer_complaints", "major", MAJOR, "office_head", False),
    ("R-ESC-04", "liyuan", "major", MAJOR, "leaders", False),
    ("R-ESC-04", "management_centre", "major", MAJOR, "deputy", False),
    ("R-ESC-02", "owner_process", "beyond_authority", {}, "supervisor", False),
    ("R-ESC-02", "owner_process", "not_content", {}, "supervisor", False),
    ("R-ESC-12", "owner_process", "no_agreement", {}, "office_head", False),
    ("R-REG-11", "resort_villas", "beyond_authority", {}, "", False),
    ("R-CB-08", "resort_villas", "unsolved", {}, "supervisor", False),
    ("R-ESC-03", "resort_villas", "limit_broken", COMPLAINT, "office_head", False),
    ("R-ESC-01", "follow_up_system", "beyond_authority", {}, "", False),
    ("R-CB-09", "follow_up_system", "unsolved", {}, "general_manager", False),
]


@pytest.mark.parametrize("name", BOOKS)
def test_a_matter_goes_up_as_its_source_says_and_for_nothing_else(name: str) -> None:
    found = [(row.trigger, row.when, row.to, row.written) for row in book(name).course.escalations]
    expected = [
        (trigger, when(**cases), to, written) for _, of, trigger, cases, to, written in ESCALATIONS if of == name
    ]
    assert found == expected, [row[0] for row in ESCALATIONS if row[1] == name]


@pytest.mark.parametrize("name", [*BOOKS, "hotline_96310"])
def test_official_codes_are_those_of_the_provinces_list_and_the_defaults_own(name: str, shared_data: Any) -> None:
    """R-CLS-03: what the default calls by an official code has the same one here."""
    (file,) = (shared_data / "taxonomy").glob("*.csv")
    official = {line.split(",")[0] for line in file.read_text(encoding="utf-8-sig").splitlines()[1:]}
    ours = {row.id: row.code for row in book(name).categories if row.code}
    assert ours
    assert set(ours.values()) <= official
    default = {row.id: row.code for row in book("general").categories}
    assert {id_: code for id_, code in ours.items() if default.get(id_, code) != code} == {}
