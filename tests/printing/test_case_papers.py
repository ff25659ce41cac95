# SPDX-License-Identifier: Apache-2.0
"""The papers of a case as an independent reader finds them."""

from __future__ import annotations

from dataclasses import replace

from complaintdesk.desk.case_papers import THEIRS, TOLD_THEM, ProgressStep
from complaintdesk.domain.terms import EventKind
from complaintdesk.printing.forms import Mode
from tests.printing.case_papers import COMPLAINT, a_corrective, a_liaison, a_progress, a_reminder, an_inspection
from tests.printing.list_papers import a_handling
from tests.printing.papers import OFFICE, a_case, at, printed, read_by_pypdf


def words(form: str, record: object = None, mode: Mode = Mode.FULL, **more: object) -> str:
    return "".join("".join(read_by_pypdf(printed(form, record, mode, **more).pdf)).split())


def test_a_liaison_sheet_says_to_whom_what_and_until_when_r_esc_01():
    said = words("liaison", a_liaison())
    for part in (
        "LX2026-000031",
        "品质管理部",
        "请协调维保单位本周内到场。",
        "2026-11-2417:30",
        "TS2026-000123",
        "钱品",
    ):
        assert part in said
    assert "第二联收单部门" in said


def test_a_void_sheet_says_so_with_the_reason():
    for form, sheet in (
        ("liaison", a_liaison(void_reason="填错部门")),
        ("corrective", a_corrective(void_reason="重复")),
    ):
        said = words(form, sheet)
        assert "作废原因" in said
        assert sheet.void_reason in said
    assert "作废原因" not in words("liaison", a_liaison())


def test_a_corrective_sheet_has_facts_cause_and_who_is_responsible_and_room_for_the_rest_r_ca_01():
    said = words("corrective", a_corrective())
    for part in (
        "JZ2026-000007",
        "1号电梯三次困人。",
        "门机皮带老化未按期更换。",
        "陈工",
        "纠正措施",
        "预防措施",
        "验证",
    ):
        assert part in said


def test_a_confirmation_names_time_receiver_phone_and_number_r_reg_09():
    said = words("acknowledgement", COMPLAINT)
    for part in ("TS2026-000123", "2026-11-2110:42", "王敏", "0571-88880000"):
        assert part in said
    assert "匿名" in words("acknowledgement", a_case(anonymous=True, caller_name=""))


def test_a_chase_names_whom_how_and_what_was_promised_r_wo_11():
    said = words("reminder", a_reminder())
    for part in ("第2次催办", "水电班李志强", "电话", "业主第二次来电。", "17:00前到场", "WX2026-000656"):
        assert part in said


def test_an_inspection_can_be_taken_to_the_site_before_it_is_made_r_esc_04():
    bare = words("inspection", an_inspection(id=None, at=None, who="", found="", by=""))
    assert "TS2026-000123" in bare
    assert "门机皮带开裂" not in bare
    assert "门机皮带开裂，当场停用。" in words("inspection", an_inspection())


def test_a_progress_sheet_tells_the_course_and_no_more_r_esc_11():
    said = words("progress", a_progress())
    for part in ("已登记", "品质管理部", "第三方", "明日上午联合查看现场。", "以下空白", "2026-11-2417:30"):
        assert part in said
    long = tuple(ProgressStep(at(10, 0), EventKind.ANSWERED, f"第{n}次答复" + "，说明原因" * 12) for n in range(60))
    paper = printed("progress", a_progress(steps=long))
    assert paper.pages > 1
    assert paper.shortfalls == ()
    assert "尚无进展" in words("progress", a_progress(steps=()))
    assert "尚无进展" not in words("progress", mode=Mode.BLANK)


def test_what_is_the_desks_own_is_not_told_to_the_client_r_esc_11():
    inside = {
        *(EventKind.NOTED, EventKind.REMINDED, EventKind.CORRECTED, EventKind.WITHDRAWN, EventKind.ASSESSED),
        *(EventKind.APPROVAL_ASKED, EventKind.APPROVED, EventKind.APPROVAL_REFUSED, EventKind.LESSONS_DRAWN),
        *(
            EventKind.HARDENED,
            EventKind.REROUTED,
            EventKind.LEVEL_SET,
            EventKind.HANDED_OVER,
            EventKind.FOLLOW_UP_TRIED,
        ),
    }
    assert not inside & THEIRS
    assert not {EventKind.PROGRESS_REPORTED, EventKind.INSPECTED, EventKind.MEETING_HELD} & TOLD_THEM


def test_a_form_carries_the_code_that_the_rule_book_gives_it():
    office = replace(OFFICE, codes=(("corrective", "ZC-24/B01"), ("complaint_record", "ZC-19/B02")))
    assert "ZC-24/B01" in words("corrective", a_corrective(), office=office)
    assert "ZC-19/B02" in words("complaint_record", a_handling(), office=office)
    assert "ZC-" not in words("corrective", a_corrective())
