# SPDX-License-Identifier: Apache-2.0
"""The sheet of a follow-up (回访记录单): from the books to the paper."""

from __future__ import annotations

from datetime import timedelta

from complaintdesk.desk import cases, follow_up_sheets, follow_ups, prints
from complaintdesk.desk.follow_ups import AttemptDraft, FollowUpDraft
from complaintdesk.domain.terms import AttemptOutcome, FollowUpWay, Rating, Role
from tests.builders import NAME_OF, PASSWORD, a_case, codes, rows
from tests.printing.papers import a_follow_up, printed, read_by_pypdf


def test_the_sheet_shows_what_the_rules_ask_for():
    """R-CB-07, R-CB-09: who, when, how, rating, words, reasons, unsolved, reply, both signatures, the new sheet."""
    text = "".join(read_by_pypdf(printed("follow_up", a_follow_up()).pdf)[0].split())
    for words in (
        *("回访记录单", "TS2026-000123", "投诉回访", "家人接听", "11-2210:05", "约改时间", "11-2218:00"),
        *("2026-11-2218:05", "☑电话", "☑不满意", "TS2026-000123-2", "周末还是有电钻声。", "要求书面答复施工时间。"),
        *("楼道灯时亮时灭。", "2026-11-2317:00", "陈静", "☑必访", "复核人", "2026-11-21至2026-11-24"),
    ):
        assert words.replace("☑", "") in text.replace("☑", ""), words
    assert "终止原因" not in text


def test_a_follow_up_given_up_says_why():
    given_up = a_follow_up(rating=None, way=None, called_at=None, called_by="", given_up="已搬走")
    assert "已搬走" in read_by_pypdf(printed("follow_up", given_up).pdf)[0]


def test_the_sheet_is_read_from_the_story(office, clock):
    case_id = a_case(office).id
    office.do(cases.handle, case_id, "已劝止")
    one = rows(office, "SELECT id FROM follow_up")[0][0]
    clock.later(hours=1)
    again = clock.now + timedelta(hours=3)
    office.do(follow_ups.attempt, AttemptDraft(one, AttemptOutcome.LATER, words="开会", call_again_at=again))
    clock.later(hours=3)
    draft = FollowUpDraft(
        one, FollowUpWay.PHONE, Rating.NOT_CONTENT, "还吵", "要求停工", "灯坏", again + timedelta(days=1)
    )
    office.do(follow_ups.record, draft)
    office.do(follow_ups.confirm, one, NAME_OF[Role.CLERK], PASSWORD)
    sheet = office.ask(follow_up_sheets.follow_up_sheet, one, office.books)
    number = sheet.case.number
    assert (sheet.sheet_number, sheet.next_number) == (number, f"{number}-2")
    assert [(each.outcome, each.words, each.call_again_at) for each in sheet.attempts] == [
        (AttemptOutcome.LATER, "开会", again)
    ]
    assert (sheet.words, sheet.reasons, sheet.unsolved) == ("还吵", "要求停工", "灯坏")
    assert (sheet.called_by, sheet.confirmed_by) == ("王敏", NAME_OF[Role.CLERK])
    assert sheet.case.follow_up is Rating.NOT_CONTENT
    started = office.do(prints.start_follow_up, one, "printer")
    office.do(prints.confirm, started.id)
    assert office.do(prints.start_follow_up, one, "printer").copy_no == 2
    assert codes(office) == []
