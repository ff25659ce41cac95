# SPDX-License-Identifier: Apache-2.0
"""The same for the other rule books, from the hotel's to the property office's own seven-step rules."""

from __future__ import annotations

from tests.desk.regime_matters import (
    _ANSWERED,
    _ON_SITE,
    _ON_SITE_TWO_DAYS,
    APPOINTED,
    COMPANY,
    COMPENSATION,
    FIRST_MATTERS,
    MAJOR,
    REPEAT,
)
from tests.desk.regimes import Matter

_HOTEL = (
    Matter(
        *("hotel", "R-ESC-02 R-ESC-12", "complaint"),
        "10-20 09:00 registered, 09:10 promised until 10-20 12:00, 09:15 reported, 09:40 checked, 10:00 proposed, "
        "10:30 answered, 11:00 handled, 11:30 closed",
        limits="ask_time 10-20, keep_promise 10-20 12:00",
        measures="report_other_department",
        up="* supervisor",
        told={"own_fields": (("department_complained_of", "其他部门"), ("stay", "消费中"))},
    ),
    Matter(
        *("hotel", "R-T-03 R-ESC-02", "complaint"),
        "10-20 09:00 registered, 09:15 reported, 15:00 checked, 10-21 10:00 proposed, 15:00 answered, "
        "10-22 10:00 handled, 11:00 closed",
        limits="result_working_days 10-23",
        measures="report_to_head",
        up="* deputy",
        skips="ask_time",
        told={"own_fields": (("stay", "消费后"),)},
    ),
    Matter("hotel", "R-WO-01", "repair", f"{_ON_SITE}, 12:00 handled, 12:10 closed"),
    Matter("hotel", "R-REG-11", "inquiry", f"{_ANSWERED}, 16:20 closed"),
)

_HOTLINE = (
    Matter(
        *("hotline_96310", "R-WO-01 R-REG-08", "complaint"),
        "10-20 09:00 registered, 09:02 dispatched, 09:04 accepted, 09:05 informed, 09:10 promised until 10-20 12:00, "
        "09:30 arrived, 10:30 completed, 10:40 returned, 11:00 handled, 10-21 10:00 followed_up, 11:00 closed",
        limits="deliver_slip 10-20 09:03, keep_promise 10-20 12:00",
        follow_up="10-20 11:00 to 10-23",
        measures="talk_to_caller",
        up="* supervisor",
        skips="refer answer_at_once",
        told=REPEAT,
    ),
    Matter(
        *("hotline_96310", "R-CLS-10", "complaint"),
        "10-20 09:00 registered, 09:02 referred",
        skips="answer_at_once dispatch call_in arrive handle feed_back close",
    ),
    Matter("hotline_96310", "R-REG-11", "inquiry", f"{_ANSWERED}, 16:20 closed", skips="refer"),
)

_IT = (
    Matter(
        *("it_complaints", "R-CB-05 R-ESC-12", "complaint"),
        "10-20 09:00 registered, 09:30 passed_on, 09:40 promised until 10-22 17:00, 14:00 checked, "
        "10-21 10:00 result_returned, 11:00 handled, 10-22 10:00 followed_up, 11:00 lessons_drawn, 14:00 closed",
        limits="keep_promise 10-22 17:00",
        follow_up="10-21 11:00 to -",
        measures="special_investigation lessons",
        skips="solve_at_once",
        told={"own_fields": (("complaint_class", "正常投诉"),)},
    ),
    Matter("it_complaints", "R-REG-11", "inquiry", f"{_ANSWERED}, 16:20 closed"),
)

_LIYUAN = (
    Matter(
        *("liyuan", "R-WO-09 R-T-07 R-ESC-04 R-ESC-05", "complaint"),
        "10-20 09:00 registered, 09:10 reported, 09:30 passed_on, 09:40 escalated leaders major, 11:00 inspected, "
        "14:00 paused third_party, 14:10 informed, 15:00 resumed, 10-21 10:00 result_returned, 11:00 answered, "
        "14:00 handled, 15:00 closed",
        limits="serve_public 10-22 10:00",
        measures="reported site_inspection other_body_told",
        told={**MAJOR, "category": "public_cleaning"},
    ),
    Matter(
        *("liyuan", "R-WO-09 R-WO-11", "repair"),
        f"{_ON_SITE}, 11:40 reminded, 12:00 handled, 12:10 closed",
        limits="finish 10-21 09:00",
        skips="paid_visit",
    ),
    Matter(
        *("liyuan", "R-WO-09", "special_service"),
        "10-20 09:00 registered, 09:01 promised until 10-21 16:00, 09:02 dispatched, 09:04 accepted, "
        "10-21 14:30 arrived, 15:30 completed, 16:30 returned, 16:40 reminded, 17:00 handled, 17:10 closed",
        limits="finish_appointed 10-21 16:00",
        told=APPOINTED,
    ),
    Matter("liyuan", "R-REG-11", "inquiry", f"{_ANSWERED}, 16:20 closed"),
    Matter("liyuan", "R-ESC-10", "suggestion", f"{_ANSWERED}, 16:20 closed"),
)

_MANAGEMENT_CENTRE = (
    Matter(
        *("management_centre", "R-ESC-05 R-ESC-06 R-ESC-14 R-CLS-02 R-REG-13", "complaint"),
        "10-20 09:00 registered, 09:10 reported, 09:20 paused public_body, 09:30 informed, 09:50 resumed, "
        "10:00 checked, 10:30 passed_on until 10-21 17:00, 11:00 escalated deputy major, 14:00 meeting_held, "
        "15:00 inspected, 16:00 corrective_opened, 17:00 approved corrective_accepted, 10-21 10:00 result_returned, "
        "11:00 traced, 14:00 answered, 15:00 handled, 16:00 result_signed, 10-22 10:00 followed_up, 11:00 closed",
        limits="solve_by 10-21 17:00, trace_direct 10-22, corrective 10-21, other_body 10-23",
        follow_up="10-21 15:00 to -",
        measures="leaders_meeting site_inspection corrective_report other_body_told result_signed",
        skips="complaint_explain",
        told={**MAJOR, **COMPANY},
    ),
    Matter(
        *("management_centre", "R-CLS-01", "complaint"),
        "10-20 09:00 registered, 09:10 reported, 10:00 checked invalid, 10-21 10:00 explained, 11:00 result_signed",
        limits="explain_invalid 10-22",
        measures="result_signed",
        skips="complaint_pass complaint_escalate complaint_meet complaint_site complaint_correct complaint_approve "
        "complaint_result complaint_trace complaint_answer complaint_handle complaint_follow_up complaint_close",
        told=COMPANY,
    ),
    Matter("management_centre", "R-WO-10", "repair", f"{_ON_SITE}, 12:00 handled, 12:10 closed"),
    Matter("management_centre", "R-REG-11", "inquiry", f"{_ANSWERED}, 16:20 closed"),
    Matter("management_centre", "R-ESC-10", "suggestion", f"{_ANSWERED}, 16:20 closed"),
)

_OWNER_PROCESS = (
    Matter(
        *("owner_process", "R-REG-06 R-ESC-02 R-ESC-12", "complaint"),
        "10-20 09:00 registered, 10:00 checked, 11:00 promised until 10-22 17:00, 15:00 proposed, "
        "10-21 10:00 answered, 11:00 escalated supervisor beyond_authority, 10-22 10:00 handled, 11:00 closed",
        limits="keep_promise 10-22 17:00",
        measures="checked",
        skips="complaint_explain",
    ),
    Matter(
        *("owner_process", "R-CLS-01", "complaint"),
        "10-20 09:00 registered, 10:00 checked invalid, 11:00 explained",
        measures="checked",
        skips="complaint_agree complaint_other complaint_answer complaint_up complaint_handle complaint_close",
    ),
    Matter("owner_process", "R-WO-10", "repair", f"{_ON_SITE}, 12:00 handled, 12:10 closed"),
    Matter("owner_process", "R-REG-11", "inquiry", f"{_ANSWERED}, 16:20 closed"),
    Matter("owner_process", "R-ESC-10", "suggestion", f"{_ANSWERED}, 16:20 closed"),
)

_TO_THE_MANAGER = (
    "10:30 informed, 14:00 checked, 15:00 proposed, 16:00 approved compensation, 16:30 promised until 10-23 17:00, "
    "10-21 10:00 compensated, 10-22 15:00 handled, 15:30 result_signed, 16:00 result_returned, 16:30 lessons_drawn"
)
_PROCESS_RULES = (
    Matter(
        *("process_rules", "R-T-03 R-CB-06 R-CA-05 R-ESC-03", "complaint"),
        f"10-20 09:00 registered, 09:20 passed_on, {_TO_THE_MANAGER}, 10-28 10:00 followed_up, 11:00 closed",
        limits="reach_desk 10-20 09:30, pass_on 10-20 09:30, first_contact 10-20 11:20, report_progress 10-23, "
        "return_result 10-22, keep_promise 10-23 17:00",
        follow_up="10-27 00:00 to 10-29",
        measures="liability",
        up="* general_manager",
    ),
    Matter(
        *("process_rules", "R-CLS-06 R-ESC-09 R-CLS-02", "complaint"),
        f"10-20 09:00 registered, 09:20 passed_on, 09:25 escalated general_manager major, {_TO_THE_MANAGER}, "
        "17:00 corrective_opened, 10-28 10:00 followed_up, 11:00 closed",
        limits="reach_desk 10-20 09:30, pass_on 10-20 09:30, first_contact 10-20 11:20, report_progress 10-23, "
        "return_result 10-22, keep_promise 10-23 17:00",
        follow_up="10-27 00:00 to 10-29",
        measures="track_major written_agreement liability prevention",
        up="pass_on general_manager",
        told={**COMPENSATION, **REPEAT},
    ),
    Matter("process_rules", "R-REG-11", "inquiry", f"{_ANSWERED}, 16:20 closed"),
)

_RESORT_VILLAS = (
    Matter(
        *("resort_villas", "R-ESC-03 R-CB-08", "complaint"),
        "10-20 09:00 registered, 09:10 reported, 09:30 passed_on, 10-22 10:00 reminded, 11:00 hardened, "
        "14:00 leader_called, 15:00 answered, 16:00 handled, 10-23 10:00 followed_up, 11:00 closed",
        limits="report_complaint 10-20, chase_result 10-22, manager_calls 10-23 11:00",
        follow_up="10-22 16:00 to -",
        measures="reported hard_called",
        up="chase_result office_head",
    ),
    Matter(
        *("resort_villas", "R-WO-01 R-CB-02", "repair"),
        f"{_ON_SITE}, 11:40 answered, 12:00 handled, 10-26 10:00 followed_up, 11:00 closed",
        limits="deliver_slip 10-20 09:05",
        follow_up="10-20 11:00 to -",
    ),
    Matter("resort_villas", "R-WO-10", "special_service", f"{_ON_SITE}, 11:40 answered, 12:00 handled, 12:10 closed"),
    Matter(
        *("resort_villas", "R-REG-11 R-CB-03", "inquiry"),
        "10-20 09:00 registered, 09:30 escalated supervisor beyond_authority, 16:00 answered, 16:10 handled, "
        "10-22 10:00 followed_up, 11:00 closed",
        limits="answer_enquiry 10-21 09:00",
        follow_up="10-20 16:10 to -",
    ),
    Matter(
        *("resort_villas", "R-ESC-10", "assistance"),
        "10-20 09:00 registered, 09:10 passed_on, 16:00 answered, 16:10 handled, 16:20 closed",
    ),
)

_WORK_RULES_SEVEN = (
    Matter(
        *("work_rules_seven", "R-CLS-09 R-ESC-01 R-ESC-12", "complaint"),
        "10-20 09:00 registered, 09:10 assessed, 09:20 reported, 09:30 escalated office_head beyond_department, "
        "10:00 passed_on, 11:00 promised until 10-22 17:00, 11:30 measures_arranged, 10-21 10:00 result_returned, "
        "11:00 answered, 14:00 handled, 10-22 10:00 followed_up, 11:00 closed",
        limits="keep_promise 10-22 17:00",
        follow_up="10-21 14:00 to -",
        measures="agreed_with_client further_measures",
        told=REPEAT,
    ),
    Matter(
        *("work_rules_seven", "R-WO-01 R-WO-05", "repair"),
        f"{_ON_SITE_TWO_DAYS}, 17:00 handled, 17:10 closed",
        limits="deliver_slip 10-20 09:20, keep_appointment 10-21 16:00",
        told=APPOINTED,
    ),
    Matter("work_rules_seven", "R-REG-11", "inquiry", f"{_ANSWERED}, 16:20 closed"),
    Matter("work_rules_seven", "R-ESC-10", "suggestion", f"{_ANSWERED}, 16:20 closed"),
)

MATTERS = (
    *(*FIRST_MATTERS, *_HOTEL, *_HOTLINE, *_IT, *_LIYUAN),
    *(*_MANAGEMENT_CENTRE, *_OWNER_PROCESS, *_PROCESS_RULES, *_RESORT_VILLAS, *_WORK_RULES_SEVEN),
)
