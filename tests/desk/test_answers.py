# SPDX-License-Identifier: Apache-2.0
"""The standard answers (答客问, R-REG-11): one wording for all, found while an enquiry is typed, kept in a book."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from complaintdesk.desk import answers, cases, corrections, same_matter
from complaintdesk.desk.answers import AnswerDraft
from complaintdesk.desk.same_matter import Decided
from complaintdesk.desk.today import Moment, TodayList, today_lists
from complaintdesk.domain.terms import CaseKind, CaseState
from complaintdesk.errors import Conflict, MissingFields, UserError
from tests.builders import PASSWORD, a_case, a_draft, codes, event_id, limits, page, rows, story

FEE = AnswerDraft("物业管理费怎么收？多少钱一平方米？", "高层每月每平方米2.60元，别墅3.20元。", "物业费 管理费 缴费")
PARKING = AnswerDraft("地下车位如何月租？", "每月350元，带行驶证到前台办理。", "停车 车位 月租")
POOL = AnswerDraft("游泳池几点开放？", "夏季每天9:00至21:00，凭业主卡进入。", "会所 泳池")
PROPERTY = AnswerDraft("装修押金多少，怎么退？", "押金2000元，验收合格后一个月退。", "装修 押金", category="renovation")


@pytest.fixture
def book(office):
    """Four answers, by question."""
    known = {row.id for row in office.procedure.categories}
    drafts = [replace(each, category=each.category if each.category in known else "") for each in ALL]
    return {draft.question[:4]: office.do(answers.save, draft) for draft in drafts}


ALL = (FEE, PARKING, POOL, PROPERTY)


def questions(office, words: str, category: str = "") -> list[str]:
    ids = office.ask(answers.answer_ids, words, category)
    return [each.question[:4] for each in office.ask(answers.answer_records, ids, office.books)]


def proposals(office, told: str) -> list[str]:
    return [question[:4] for _id, question, _answer in office.ask(answers.proposed, told)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("泳", ["游泳池几"]),  # one character is enough
        ("押金", ["装修押金"]),
        ("每月", ["地下车位", "物业管理"]),  # in answers too
        ("ctc", []),
        ("tingche", ["地下车位"]),  # a keyword in pinyin
        ("tc", ["地下车位"]),  # or by its initials
        ("wyf", ["物业管理"]),
        ("车位 行驶证", ["地下车位"]),
        ("车位 押金", []),  # every word must stand in it
        ("２.６０", ["物业管理"]),  # full width
    ],
)
def test_answers_are_found_by_words_characters_and_pinyin(office, book, words, found):
    """R-REG-11"""
    assert sorted(questions(office, words)) == sorted(found)


def test_the_best_comes_first(office, book):
    office.do(answers.save, AnswerDraft("访客怎么停车？", "访客车每小时5元。", "访客"))
    assert questions(office, "停车")[0] == "地下车位", "a keyword counts more than the question"
    assert proposals(office, "请问物业费一个月多少钱")[0] == "物业管理"


@pytest.mark.parametrize(
    ("told", "first"),
    [
        ("请问你们这边物业管理费现在是怎么收的？", "物业管理"),
        ("想租一个地下车位，怎么办手续", "地下车位"),
        ("会所的游泳池今天开吗", "游泳池几"),
        ("我家装修完了，押金什么时候退", "装修押金"),
        ("泳", "游泳池几"),
    ],
)
def test_an_enquiry_as_it_is_told_finds_its_answer(office, book, told, first):
    """R-REG-11"""
    assert proposals(office, told)[0] == first


@pytest.mark.parametrize("told", ["", " ", "请问一下怎么办", "楼上太吵了", "，。！"])
def test_words_that_ask_nothing_known_find_nothing(office, book, told):
    assert proposals(office, told) == []


def test_an_enquiry_answered_from_the_book_is_registered_answered_and_handled_in_one_deed(office, book):
    """R-REG-11: one wording for all."""
    draft = a_draft(office, CaseKind.INQUIRY, content="物业费怎么收", category="")
    saved = office.do(answers.register_answered, draft, book["物业管理"])
    told = page(office, saved.id)
    assert story(office, saved.id) == ["registered", "answered", "handled"]
    assert told.case.state is CaseState.HANDLED
    for event in told.events[-2:]:
        assert (event.words, event.facts) == (FEE.answer, {"answer": book["物业管理"]})
    assert "answer_enquiry" not in limits(office, saved.id), "it owes no answer any more"
    assert office.do(answers.register_answered, draft, book["物业管理"]).existing
    assert story(office, saved.id) == ["registered", "answered", "handled"]
    assert list(office.ask(answers.owed_answers)) == []
    office.do(cases.close, saved.id)
    assert codes(office) == []


def test_an_enquiry_answered_from_the_book_is_taken_back_as_long_as_nothing_was_done_since(office, book):
    draft = a_draft(office, CaseKind.INQUIRY, content="物业费怎么收", category="")
    saved = office.do(answers.register_answered, draft, book["物业管理"])
    office.do(corrections.take_back, saved.id)
    assert page(office, saved.id).case.state is CaseState.VOID
    later = office.do(answers.register_answered, replace(draft, token="later"), book["物业管理"])
    office.do(cases.close, later.id)
    with pytest.raises(UserError):
        office.do(corrections.take_back, later.id)
    assert codes(office) == []


def test_an_enquiry_under_a_lead_case_is_answered_and_handled_with_that(office, book):
    """R-CLS-08: the handling is the lead's."""
    first = a_case(office, CaseKind.INQUIRY, content="物业费怎么收", category="management_fee")
    draft = a_draft(office, CaseKind.INQUIRY, content="物业费怎么收的", category="management_fee")
    saved = office.do(same_matter.register, draft, Decided(lead=first.id), book["物业管理"])
    assert story(office, saved.id) == ["registered", "answered", "led"]
    assert page(office, saved.id).case.state is CaseState.IN_HAND


def test_an_enquiry_that_owes_its_answer_gets_it_in_the_books_words(office, book, clock):
    """R-REG-11: one wording for all."""
    asked = a_case(office, CaseKind.INQUIRY, content="物业费怎么收", category="")
    clock.later(hours=2)
    office.do(answers.give, asked.id, book["物业管理"])
    told = page(office, asked.id).events[-1]
    assert (told.words, told.facts) == (FEE.answer, {"answer": book["物业管理"]})
    assert list(office.ask(answers.owed_answers)) == []
    office.do(answers.void, book["物业管理"], "价格变了")
    with pytest.raises(UserError, match="taken out of the book"):
        office.do(answers.give, asked.id, book["物业管理"])
    assert codes(office) == []


def test_an_enquiry_without_an_answer_owes_it_within_a_day(office, clock):
    """R-REG-11"""
    asked = a_case(office, CaseKind.INQUIRY, content="小区几点熄灯", category="")
    a_case(office, CaseKind.COMPLAINT)
    assert limits(office, asked.id)["answer_enquiry"].due_at == clock.now + timedelta(hours=24)
    assert list(office.ask(answers.owed_answers)) == [asked.id]
    clock.later(hours=1)
    office.do(cases.answer, asked.id, "路灯23点熄灭")
    assert list(office.ask(answers.owed_answers)) == []
    office.do(corrections.withdraw, event_id(office, asked.id, "answered"), "答错了")
    assert list(office.ask(answers.owed_answers)) == [asked.id]


def test_the_answer_to_an_enquiry_can_join_the_book(office, clock):
    """R-REG-11"""
    asked = a_case(office, CaseKind.INQUIRY, content="小区几点熄灯", category="")
    assert office.ask(answers.answered_enquiries) == ()
    assert office.ask(answers.draft_of_enquiry, asked.id) is None
    clock.later(minutes=5)
    office.do(cases.answer, asked.id, "路灯23点熄灭")
    (offered,) = office.ask(answers.answered_enquiries)
    assert (offered.number, offered.draft.question, offered.draft.answer) == (
        asked.number,
        "小区几点熄灯",
        "路灯23点熄灭",
    )
    added = office.do(answers.save, replace(offered.draft, keywords="路灯、熄灯"))
    (record,) = office.ask(answers.answer_records, [added], office.books)
    assert (record.from_number, record.keywords) == (asked.number, "路灯 熄灯")
    assert office.ask(answers.answered_enquiries) == ()
    answered = office.do(answers.register_answered, a_draft(office, CaseKind.INQUIRY, content="几点熄灯"), added)
    assert office.ask(answers.draft_of_enquiry, answered.id) is None, "its answer is from the book"


def test_what_is_missing_is_said_beside_its_field(office):
    with pytest.raises(MissingFields) as refused:
        office.do(answers.save, AnswerDraft(" ", ""))
    assert set(refused.value.missing) == {"question", "answer"}
    with pytest.raises(UserError) as refused_too:
        office.do(answers.save, replace(FEE, category="no_such"))
    assert refused_too.value.field == "category"


def test_a_question_stands_in_the_book_once(office, book):
    assert office.do(answers.save, replace(FEE)) == book["物业管理"], "sent twice"
    with pytest.raises(UserError) as refused:
        office.do(answers.save, replace(FEE, answer="三元"))
    assert refused.value.field == "question"


def test_what_another_desk_changed_first_is_shown_not_overwritten(office, book, clock):
    mine = office.ask(answers.answer_draft, book["物业管理"])
    clock.later(minutes=1)
    office.do(answers.save, replace(mine, answer="2.80元"))
    with pytest.raises(Conflict) as conflict:
        office.do(answers.save, replace(mine, answer="2.90元"))
    assert (conflict.value.theirs.answer, conflict.value.mine.answer) == ("2.80元", "2.90元")
    office.do(answers.save, replace(office.ask(answers.answer_draft, book["物业管理"]), answer="2.90元"))
    assert codes(office) == []


def test_an_answer_taken_out_is_found_no_more_and_stays_in_the_books(office, book):
    with pytest.raises(MissingFields):
        office.do(answers.void, book["游泳池几"], " ")
    office.do(answers.void, book["游泳池几"], "已停用")
    office.do(answers.void, book["游泳池几"], "已停用")
    assert questions(office, "泳池") == []
    assert len(questions(office, "")) == 3
    assert rows(office, "SELECT void_reason FROM standard_answer WHERE voided_at IS NOT NULL") == [("已停用",)]
    with pytest.raises(UserError, match="taken out"):
        office.do(answers.save, replace(POOL, id=book["游泳池几"], version=2))
    assert office.do(answers.save, POOL) != book["游泳池几"], "it can be written anew"


def test_a_list_adds_what_the_book_has_not(office, book):
    done = office.do(
        answers.take_in, (FEE, AnswerDraft("门禁卡多少钱", "20元一张"), AnswerDraft("门禁卡多少钱 ", "25元"))
    )
    assert (done.new, done.existing) == (1, 2)
    again = office.do(answers.take_in, (AnswerDraft("门禁卡多少钱", "30元一张"),))
    assert (again.new, again.existing) == (0, 1)
    assert questions(office, "门禁卡") == ["门禁卡多"]


def test_a_void_enquiry_owes_nothing(office):
    asked = a_case(office, CaseKind.INQUIRY, content="小区几点熄灯", category="")
    office.do(corrections.void, asked.id, "测试")
    assert page(office, asked.id).case.state is CaseState.VOID
    assert list(office.ask(answers.owed_answers)) == []


def test_no_words_of_an_answer_stand_where_they_can_not_be_erased(office):
    """The subject of an entry stays for good; what an enquiry was about may tell of people."""
    office.sign_in("王敏", PASSWORD)
    draft = AnswerDraft("3栋1502单飞的物业费欠多少？", "请单飞到前台核对")
    id_ = office.do(answers.save, draft)
    office.do(answers.save, replace(draft, answer="请到前台核对", id=id_, version=1))
    office.do(answers.void, id_, "涉及业主")
    told = rows(office, "SELECT deed, subject FROM journal WHERE deed LIKE 'answers.%' ORDER BY seq")
    assert told == [
        ("answers.save", f"answer:{id_}"),
        ("answers.save", f"answer:{id_}"),
        ("answers.void", f"answer:{id_}"),
    ]


def test_what_was_answered_before_it_came_back_is_still_owed_then(office, clock):
    """R-T-06: noted after the new round began, it belongs to the round in which it was said."""
    case = a_case(office, CaseKind.INQUIRY)
    said_at = clock()
    clock.later(hours=1)
    office.do(cases.answer, case.id, "每月五日前")
    office.do(cases.handle, case.id, "已答复")
    clock.later(hours=1)
    office.do(cases.reopen, case.id, "没有听懂")
    clock.later(hours=1)
    office.do(cases.answer, case.id, "补记：当时也说过可以网上缴", said_at)
    assert list(office.ask(answers.owed_answers)) == [case.id]
    lists = office.ask(today_lists, Moment(office.now(), office.zone, office.books))
    assert list(lists[TodayList.ANSWERS].ids) == [case.id]
    office.do(cases.answer, case.id, "网上缴费的步骤")
    assert list(office.ask(answers.owed_answers)) == []
    assert codes(office) == []
