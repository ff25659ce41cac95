# SPDX-License-Identifier: Apache-2.0
"""Matters worked by each shipped rule book, with their ends counted by hand from the figures of its source."""

from __future__ import annotations

from tests.desk.regimes import Matter, at

MAJOR = {"level_criteria": ("safety",)}
COMPENSATION = {"level_criteria": ("compensation",)}
APPOINTED = {"appointment_from": at("10-21 14:00"), "appointment_to": at("10-21 16:00")}
COMPANY = {"channel": "company"}
REPEAT = {"repeat": True}

# Monday 10-19 to Friday 10-23 are working days; 10-24 and 10-25 are a weekend.
_ON_SITE = "10-20 09:00 registered, 09:02 dispatched, 09:04 accepted, 09:25 arrived, 11:00 completed, 11:30 returned"
_ON_SITE_TWO_DAYS = (
    "10-20 09:00 registered, 09:02 dispatched, 09:04 accepted, 10-21 14:30 arrived, 15:30 completed, 16:30 returned"
)
_ANSWERED = "10-20 09:00 registered, 16:00 answered, 16:10 handled"

_GENERAL = (
    Matter(
        *("general", "R-T-06 R-ESC-02 R-ESC-03", "complaint"),
        "10-20 09:00 registered, 09:10 reported, 09:30 confirmed, 11:00 checked, 11:20 assessed, 11:30 passed_on, "
        "14:00 informed, 16:00 proposed, 16:30 promised until 10-23 17:00, 10-22 10:00 result_returned, "
        "11:00 answered, 15:00 handled, 16:00 result_signed, 10-23 10:00 followed_up, 10:30 case_study, 11:00 closed",
        limits="report_complaint 10-20, check_validity 10-21, contact_client 10-21 09:00, confirm 10-21 09:00, "
        "answer_complaint 10-23, keep_promise 10-23 17:00",
        follow_up="10-22 15:00 to 10-25",
        measures="agreed_with_client result_signed",
        up="* supervisor",
        skips="complaint_explain",
    ),
    Matter(
        *("general", "R-T-07 R-REG-08 R-CLS-02 R-ESC-04 R-ESC-06 R-ESC-09 R-ESC-14", "complaint"),
        "10-20 09:00 registered, 09:05 confirmed, 09:10 reported, 09:30 escalated deputy major, 10:00 checked, "
        "10:15 paused public_body, 10:20 measures_arranged, 11:00 corrective_opened, 11:30 leader_called, "
        "14:00 inspected, 15:00 meeting_held, 16:10 informed, 10-21 09:00 resumed, 10:00 traced, "
        "11:00 promised until 10-23 17:00, 14:00 approved compensation, 15:00 compensated, 10-22 10:00 reminded, "
        "11:00 answered, 15:00 handled, 16:00 result_signed, 16:30 company_notice, 17:00 lessons_drawn, "
        "17:10 case_study, 10-23 10:00 followed_up, 11:00 closed",
        limits="report_complaint 10-20, check_validity 10-21, contact_client 10-21 09:00, confirm 10-21 09:00, "
        "chase_result 10-22, answer_complaint 10-24, other_body 10-23, trace_direct 10-22, "
        "special_measures 10-21 09:00, corrective 10-21, manager_calls 10-21 09:00, keep_promise 10-23 17:00",
        follow_up="10-22 15:00 to 10-25",
        measures="site_inspection urgent_meeting corrective_report company_notice lessons case_study special_measures "
        "other_body_told agreed_with_client result_signed",
        up="chase_result -, * general_manager",  # that only reminds
        skips="complaint_explain complaint_level complaint_pass complaint_propose complaint_carry_out "
        "complaint_clear complaint_confirm complaint_contact complaint_learn",
        told={**COMPENSATION, **COMPANY, **REPEAT},
    ),
    Matter(
        *("general", "R-CLS-01 R-CB-08", "complaint"),
        "10-20 09:00 registered, 09:10 reported, 09:30 confirmed, 10:00 hardened, 14:00 checked invalid, "
        "15:00 leader_called, 10-21 10:00 explained, 11:00 result_signed",
        limits="report_complaint 10-20, check_validity 10-21, contact_client 10-21 09:00, confirm 10-21 09:00, "
        "explain_invalid 10-22, manager_calls_hard 10-21 09:00",
        measures="result_signed",
        up="* supervisor",
        skips="complaint_level complaint_pass complaint_contact complaint_propose complaint_agree complaint_carry_out "
        "complaint_answer complaint_handle complaint_follow_up complaint_learn complaint_close",
    ),
    Matter(
        *("general", "R-WO-01 R-WO-02 R-WO-10", "repair"),
        f"{_ON_SITE}, 11:40 reminded, 12:00 handled, 10-26 10:00 followed_up, 11:00 closed",
        limits="deliver_slip 10-20 09:20, arrive_urgent 10-20 09:30, finish 10-21 09:00",
        follow_up="10-20 11:00 to 11-20",
        up="* supervisor",
        told={"grade": "urgent"},
    ),
    Matter(
        *("general", "R-WO-05 R-WO-09", "repair"),
        f"{_ON_SITE_TWO_DAYS}, 16:40 reminded, 17:00 handled, 10-22 10:00 followed_up, 11:00 closed",
        limits="deliver_slip 10-20 09:20, keep_appointment 10-21 16:00, finish_appointed 10-21",
        follow_up="10-21 15:30 to 11-21",
        up="* supervisor",
        told=APPOINTED,
    ),
    Matter(
        *("general", "R-REG-11 R-CB-03", "inquiry"),
        f"{_ANSWERED}, 10-22 10:00 followed_up, 11:00 closed",
        limits="answer_enquiry 10-21 09:00",
        follow_up="10-20 16:10 to 10-27",
        up="* supervisor",
    ),
    Matter(
        *("general", "R-CB-03", "suggestion"),
        "10-20 09:00 registered, 10:00 passed_on, 16:00 answered, 16:10 handled, 10-22 10:00 followed_up, 11:00 closed",
        follow_up="10-20 16:10 to 10-27",
    ),
)

_CAR_DEALER = (
    Matter(
        *("car_dealer", "R-ESC-07 R-ESC-14", "complaint"),
        "10-20 09:00 registered, 09:20 checked, 09:40 passed_on, 15:00 proposed, 16:00 approved solution, "
        "16:30 answered, 16:40 promised until 10-23 17:00, 10-22 11:00 handled, 14:00 lessons_drawn, "
        "10-23 10:00 followed_up, 10:30 closed, 11:00 corrective_opened",
        limits="propose 10-21, keep_promise 10-23 17:00",
        follow_up="10-22 11:00 to -",
        measures="improvement",
        up="* office_head",
        skips="urgent_meeting",
    ),
    Matter(
        *("car_dealer", "R-CLS-06 R-ESC-14", "complaint"),
        "10-20 09:00 registered, 09:05 escalated general_manager major, 09:20 checked, 09:40 passed_on, "
        "11:00 meeting_held, 15:00 proposed, 16:00 approved solution, 16:30 answered, "
        "16:40 promised until 10-23 17:00, "
        "10-22 11:00 handled, 14:00 lessons_drawn, 10-23 10:00 followed_up, 10:30 closed, 11:00 corrective_opened",
        limits="keep_promise 10-23 17:00",
        follow_up="10-22 11:00 to -",
        measures="urgent_meeting improvement",
        told=MAJOR,
    ),
    Matter("car_dealer", "R-REG-11", "inquiry", f"{_ANSWERED}, 16:20 closed"),
)

_CAR_WORKSHOP = (
    Matter(
        *("car_workshop", "R-CA-05 R-ESC-12", "complaint"),
        "10-20 09:00 registered, 10:00 checked, 11:00 answered, 11:10 promised until 10-22 17:00, 10-22 10:00 handled, "
        "11:00 lessons_drawn, 11:30 case_study, 14:00 informed, 15:00 closed",
        limits="keep_promise 10-22 17:00",
        measures="agree_solution four_not_let_go explain_outcome warning_education",
        skips="explain",
    ),
    Matter(
        *("car_workshop", "R-CLS-01", "complaint"),
        "10-20 09:00 registered, 10:00 checked invalid, 11:00 explained",
        measures="explain_untrue",
        skips="answer carry_out liability explain_outcome record_outcome",
    ),
    Matter("car_workshop", "R-REG-11", "inquiry", f"{_ANSWERED}, 16:20 closed"),
)

_COMPANY = (
    Matter(
        *("company", "R-REG-09 R-ESC-09 R-ESC-14", "complaint"),
        "10-20 09:00 registered, 10:00 confirmed, 10:30 passed_on, 11:00 promised until 10-27 17:00, 14:00 informed, "
        "10-21 10:00 checked, 15:00 proposed, 16:00 approved solution, 10-22 09:30 answered, 10-23 11:00 handled, "
        "14:00 corrective_opened, 10-26 10:00 followed_up, 11:00 closed",
        limits="confirm 10-21 09:00, result_working_days 10-28, keep_promise 10-27 17:00",
        follow_up="10-23 11:00 to -",
        measures="keep_informed rectify",
        up="* supervisor",
    ),
    Matter("company", "R-WO-01", "repair", f"{_ON_SITE}, 12:00 handled, 12:10 closed"),
    Matter("company", "R-REG-11", "inquiry", f"{_ANSWERED}, 16:20 closed"),
)

_CRM_RULES = (
    Matter(
        *("crm_rules", "R-CLS-06 R-ESC-01 R-ESC-02 R-CB-13", "complaint"),
        "10-20 09:00 registered, 09:10 escalated supervisor major, 09:20 escalated general_manager major, "
        "11:00 informed, 14:00 checked, 14:30 passed_on, 16:00 proposed, "
        "16:20 escalated general_manager beyond_authority, 16:30 escalated manufacturer major, "
        "16:40 promised until 10-23 17:00, 10-21 10:00 answered, 15:00 result_returned, 16:00 handled, "
        "10-22 10:00 followed_up, 11:00 closed",
        limits="contact_client 10-21 09:00, keep_promise 10-23 17:00",
        follow_up="10-21 16:00 to -",
        measures="assignment_sheet",
        up="contact_client manufacturer",
        skips="explain special_closing",
        told={**MAJOR, **COMPANY},
    ),
    Matter(
        *("crm_rules", "R-ESC-08", "complaint"),
        "10-20 09:00 registered, 11:00 informed, 14:00 checked, 14:30 passed_on, 16:00 proposed, "
        "16:40 promised until 10-23 17:00, 10-21 10:00 answered, 15:00 result_returned, 10-22 16:00 handled, "
        "10-23 10:00 approved special_closing, 11:00 special_closed",
        limits="contact_client 10-21 09:00, keep_promise 10-23 17:00",
        measures="assignment_sheet",
        up="* supervisor",
        skips="report_major explain general_manager_approves manufacturer_supports call_back close",
    ),
    Matter(
        *("crm_rules", "R-CLS-01", "complaint"),
        "10-20 09:00 registered, 11:00 informed, 14:00 checked invalid, 15:00 explained",
        limits="contact_client 10-21 09:00",
        measures="explain_misunderstanding",
        up="* supervisor",
        skips="report_major pass_on propose general_manager_approves manufacturer_supports carry_out feed_back handled "
        "call_back special_closing close",
    ),
    Matter("crm_rules", "R-REG-11", "inquiry", f"{_ANSWERED}, 16:20 closed"),
)

_CUSTOMER_COMPLAINTS = (
    Matter(
        *("customer_complaints", "R-CLS-05 R-ESC-01 R-ESC-09 R-ESC-12 R-CA-02 R-CA-03", "complaint"),
        "10-20 09:00 registered, 09:10 level_set, 09:20 escalated office_head major, 10:00 escalated quality unsolved, "
        "11:00 promised until 10-22 17:00, 10-21 10:00 approved compensation, 10:30 compensated, "
        "15:00 result_returned, 16:00 answered, 16:30 handled, 10-22 10:00 followed_up, 11:00 lessons_drawn, "
        "11:30 case_study, 14:00 corrective_opened, 15:00 company_notice, 16:00 closed",
        limits="keep_promise 10-22 17:00",
        follow_up="10-21 16:30 to -",
        measures="agreed_with_client causes_and_prevention case_study corrective_report company_notice",
    ),
    Matter("customer_complaints", "R-WO-10", "repair", f"{_ON_SITE}, 11:40 answered, 12:00 handled, 12:10 closed"),
    Matter("customer_complaints", "R-REG-11", "inquiry", f"{_ANSWERED}, 16:20 closed"),
    Matter("customer_complaints", "R-ESC-10", "suggestion", f"{_ANSWERED}, 16:20 closed"),
)

_FOLLOW_UP_SYSTEM = (
    Matter(
        *("follow_up_system", "R-REG-08 R-ESC-02 R-ESC-03", "complaint"),
        "10-20 09:00 registered, 09:10 escalated office_head beyond_authority, 09:30 measures_arranged, "
        "11:00 proposed, 11:30 passed_on, 11:40 promised until 10-22 17:00, 10-22 10:00 result_returned, "
        "11:00 answered, 14:00 handled, 10-23 10:00 followed_up, 11:00 lessons_drawn, 14:00 closed",
        limits="answer_complaint 10-23, special_measures 10-21 09:00, keep_promise 10-22 17:00",
        follow_up="10-22 14:00 to 10-25",
        measures="special_measures",
        told=REPEAT,
    ),
    Matter(
        *("follow_up_system", "R-CB-02", "repair"),
        f"{_ON_SITE}, 12:00 handled, 10-21 10:00 inspected, 10-26 10:00 followed_up, 11:00 closed",
        follow_up="10-20 11:00 to 11-20",
        measures="watched_inspection",
        told={"category": "roof_leak"},
    ),
    Matter(
        *("follow_up_system", "R-CB-03", "inquiry"),
        f"{_ANSWERED}, 10-22 10:00 followed_up, 11:00 closed",
        follow_up="10-20 16:10 to 10-27",
    ),
    Matter(
        *("follow_up_system", "R-CB-03", "suggestion"),
        f"{_ANSWERED}, 10-22 10:00 followed_up, 11:00 closed",
        follow_up="10-20 16:10 to 10-27",
    ),
)

_BEFORE_HOTEL = (*_GENERAL, *_CAR_DEALER, *_CAR_WORKSHOP, *_COMPANY, *_CRM_RULES)
FIRST_MATTERS = (*_BEFORE_HOTEL, *_CUSTOMER_COMPLAINTS, *_FOLLOW_UP_SYSTEM)
