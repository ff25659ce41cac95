# SPDX-License-Identifier: Apache-2.0
"""Phrases by abbreviation: the office's own before the shipped, kept by deeds; what they say of a call's category."""

from __future__ import annotations

from dataclasses import replace

import pytest

from complaintdesk.desk import category_proposals, phrases
from complaintdesk.desk.phrases import PhraseDraft
from complaintdesk.domain.phrases import letters_before, offered
from complaintdesk.domain.terms import CaseKind
from complaintdesk.errors import Conflict, MissingFields, UserError
from tests.builders import a_case, codes, rows


def words_for(office, letters: str) -> list[str]:
    return [phrase.words for phrase in offered(office.ask(phrases.phrases), letters)]


def refused(deed, *told) -> str:
    with pytest.raises(UserError) as error:
        deed(*told)
    return error.value.field


def test_an_office_starts_with_phrases_for_what_it_hears_all_day(office):
    assert words_for(office, "ls")[0] == "厨房水管漏水"
    assert words_for(office, "LS") == words_for(office, "ls")
    assert "马桶堵塞" in words_for(office, "mt")
    assert words_for(office, "") == words_for(office, "zzzz") == []
    known = {row.id for row in office.procedure.categories} | {""}
    assert {phrase.category for phrase in phrases.shipped_phrases()} <= known
    assert len({(each.abbreviation, each.words) for each in phrases.shipped_phrases()}) == len(
        phrases.shipped_phrases()
    )


def test_the_offices_own_phrase_goes_before_the_shipped_ones(office):
    office.do(phrases.save, PhraseDraft("ＬＳ ", "会所泳池漏水"))
    assert words_for(office, "ls")[:2] == ["会所泳池漏水", "厨房水管漏水"]
    office.do(phrases.save, PhraseDraft("lsx", "露台石缝积水"))
    assert words_for(office, "lsx") == ["露台石缝积水"]
    office.do(phrases.save, PhraseDraft("qvx", "游泳池边地砖松动"))
    assert words_for(office, "qv") == ["游泳池边地砖松动"], "its letters are begun"


def test_a_phrase_is_offered_once_and_by_its_pinyin_too(office):
    office.do(phrases.save, PhraseDraft("zz", "厨房水管漏水"))
    assert words_for(office, "cfsg") == ["厨房水管漏水"]
    assert words_for(office, "zz") == ["厨房水管漏水"]
    assert "厨房水管漏水" not in words_for(office, "c"), "one letter is no word's pinyin"


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("ls", "ls"),
        ("厨房ls", "ls"),
        ("厨房 ls ", ""),
        ("3b", ""),
        ("楼下b2", "b2"),
        ("", ""),
        ("厨房", ""),
        ("a" * 13, ""),
    ],
)
def test_letters_are_those_that_the_text_ends_in(text, letters):
    assert letters_before(text) == letters


def test_a_phrase_is_kept_changed_and_taken_out_of_use(office):
    first = office.do(phrases.save, PhraseDraft("fs", "反水，请带疏通机", "plumbing"))
    assert office.do(phrases.save, PhraseDraft("fs", "反水，请带疏通机")) == first, "the same words are the same phrase"
    [row] = office.ask(phrases.own_phrases, office.books)
    assert (row.abbreviation, row.words, row.category_name) == ("fs", "反水，请带疏通机", "给排水")
    draft = office.ask(phrases.phrase_draft, first)
    office.do(phrases.save, replace(draft, words="地漏反水，请带疏通机"))
    with pytest.raises(Conflict) as conflict:
        office.do(phrases.save, replace(draft, words="反水"))
    assert conflict.value.theirs.words == "地漏反水，请带疏通机"
    with pytest.raises(MissingFields):
        office.do(phrases.void, first, " ")
    office.do(phrases.void, first, "不再用")
    assert office.ask(phrases.own_phrases, office.books) == ()
    assert "地漏反水，请带疏通机" not in words_for(office, "fs")
    assert refused(office.do, phrases.save, office.ask(phrases.phrase_draft, first)) == ""
    assert rows(office, "SELECT count(*) FROM journal_private WHERE text LIKE '%反水%'") != [(0,)]
    assert "反水" not in str(rows(office, "SELECT facts FROM journal")), "words are personal"
    assert codes(office) == []


def test_two_phrases_do_not_become_the_same(office):
    office.do(phrases.save, PhraseDraft("fs", "反水"))
    other = office.do(phrases.save, PhraseDraft("fs", "防水"))
    draft = office.ask(phrases.phrase_draft, other)
    assert refused(office.do, phrases.save, replace(draft, words=" 反水")) == "abbreviation"


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (PhraseDraft("漏水", "漏水"), "abbreviation"),
        (PhraseDraft("3", "三楼"), "abbreviation"),
        (PhraseDraft("l s", "漏水" * 101), "words"),
        (PhraseDraft("abcdefghijklm", "太长"), "abbreviation"),
    ],
)
def test_what_is_no_phrase_is_refused_beside_its_field(office, draft, field):
    assert refused(office.do, phrases.save, draft) == field


def test_missing_letters_and_words_are_named(office):
    for draft, field in ((PhraseDraft(" ", "漏水"), "abbreviation"), (PhraseDraft("ls", "　"), "words")):
        with pytest.raises(MissingFields) as error:
            office.do(phrases.save, draft)
        assert list(error.value.missing) == [field]


def proposed(office, words: str, model=None) -> tuple[str, ...]:
    known = model or category_proposals.known_words(office.procedure)
    return known.proposed(words, [row.id for row in office.procedure.categories])


@pytest.mark.parametrize(
    ("told", "category"),
    [
        ("厨房洗菜盆下水管漏水，已流到橱柜。", "plumbing"),
        ("卧室顶灯不亮", "lighting"),
        ("3栋电梯不动了", "lift_failure"),
        ("楼上装修太吵", "decoration_nuisance"),
        ("家里没电", "power_supply"),
        ("有辆车堵在地库门口", "parking_order"),
        ("空调漏水", "air_conditioner"),
    ],
)
def test_a_new_office_is_proposed_what_any_desk_would_file(office, told, category):
    assert proposed(office, told)[0] == category


def test_what_the_office_files_itself_is_what_it_is_proposed(office):
    for _time in range(4):
        a_case(office, CaseKind.COMPLAINT, content="露台喷泉不喷水", category="public_greening")
    model = office.ask(category_proposals.learnt, office.procedure)
    assert proposed(office, "喷泉停了")[:1] != ("public_greening",)
    assert proposed(office, "喷泉停了", model)[0] == "public_greening"
