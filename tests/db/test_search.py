# SPDX-License-Identifier: Apache-2.0
"""A case is found by whatever the desk remembers of it, and no words can upset the search."""

from __future__ import annotations

import random
import signal
import subprocess
import sys

import pytest
from sqlalchemy import event

from complaintdesk.db import search_index
from complaintdesk.db.tables import FIRST_LIVE_ID
from complaintdesk.desk import cases, corrections, dispatching, importing, listing, order_lists, searching
from complaintdesk.desk.checking import rebuild
from complaintdesk.desk.drafts import CaseCorrection, ContactDraft, HistoryDraft
from complaintdesk.desk.listing import CaseFilter
from complaintdesk.desk.order_lists import OrderFilter
from complaintdesk.domain.grams import stream
from complaintdesk.domain.terms import CaseKind, Channel
from complaintdesk.labels import label
from tests.builders import NINE, a_case, a_repair, a_slip, codes, rows
from tests.conftest import ROOT


def found(office, words: str, view: str = "all") -> list[int]:
    return list(office.ask(listing.case_ids, CaseFilter(view, text=words), office.now()))


@pytest.fixture
def leak(office):
    """A leak told by 仇女士 of 3-2-1502, between two other cases."""
    a_case(office, content="电梯里有异味", caller_name="王小明", caller_phone="13911112222", place_text="5栋")
    saved = a_repair(
        office,
        content="厨房水槽下面的水管漏水，ABC牌 DN15 角阀",
        caller_name="仇女士",
        caller_phone="0571-88886543-801",
        place_text="3栋2单元1502",
    )
    a_case(office, content="路灯不亮", caller_name="李四", caller_phone="13700009999", place_text="北门")
    return saved


FINDS_IT = {
    "one character": "漏",
    "two": "漏水",
    "three": "水管漏",
    "four and more": "厨房水槽下面",
    "words in any order": "漏水 厨房",
    "the name": "仇女士",
    "the surname's pinyin": "qiu",
    "the usual reading": "chou",
    "initials": "qns",
    "a beginning of the pinyin": "qiun",
    "pinyin in capitals": "QIU",
    "the room": "1502",
    "the address": "3栋2单元1502",
    "the address with dashes": "3-2-1502",
    "the address in other words": "三号楼2单元1502室",
    "the address run together": "321502",
    "the address without its unit": "3-1502",
    "the phone": "057188886543",
    "the phone as printed": "0571-88886543",
    "the phone with its extension": "0571-88886543-801",
    "the phone spaced": "0571 8888 6543",
    "the last four digits": "6543",
    "the last eight": "88886543",
    "the number": "BX2026-000001",
    "the number without its dash": "bx2026 000001",
    "the running number": "000001 漏",
    "letters in another case": "abc",
    "letters in full width": "ＡＢＣ",
    "letters and digits": "dn15",
    "with punctuation": "漏水，",
    "with white space around": "  漏水\n",
}


OTHERS = (
    "3-1-1502",
    "13-2-1502",
    "三号楼2单元1503",
    "漏气",
    "qiux",
    "1503",
    "0001111",
    "88886544",
    "漏水 电梯",
    "BX2026-000002",
)
WITHOUT_A_LETTER = ("？！", "。。。", "--", '"', "()", "*", "'")


def test_the_case_and_no_other_is_found_by_all_that_the_desk_may_remember(office, leak):
    assert {how: found(office, words) for how, words in FINDS_IT.items()} == {words: [leak.id] for words in FINDS_IT}


def test_asked_for_a_few_the_index_gives_the_newest(office):
    saved = [a_case(office, content="楼道灯不亮").id for _call in range(5)]
    a_case(office, content="电梯里有异味")
    assert office.ask(search_index.found, "楼道灯", 3) == saved[:1:-1]
    assert office.ask(search_index.found, "楼道灯") == saved[::-1]
    assert office.ask(search_index.found, "没有", 3) == []


def test_a_door_and_a_number_are_found_where_a_text_names_them(office, leak):
    saved = a_case(office, content="同BX2026-000001，3＃2单元1502漏到四楼，原先没接通", place_text="监控室")
    assert found(office, "3-2-1502") == [saved.id, leak.id]
    assert found(office, "BX2026-000001") == [saved.id, leak.id]


def test_a_long_phrase_is_found_by_some_of_its_pieces(office, leak):
    words = "厨房水槽下面的水管漏水ABC牌DN15角阀滴到邻居家"
    saved = a_case(office, content=words)
    assert found(office, words) == [saved.id]
    assert found(office, words[3:17]) == [saved.id]


def test_the_newest_are_found_first_however_far_apart_they_stand(office):
    ids = [FIRST_LIVE_ID + 1_000 * at for at in range(1, 41)]  # through all the stretches that a server looks through
    with office.database.writing() as session:
        search_index.put_many(session, [(each, stream([f"远近{each % 3_000}"], (), ())) for each in ids])
    for words, those in (("远近", ids), ("远近0", [each for each in ids if each % 3_000 == 0])):
        for most in (1, 3, 10, 39, 40, 100, None):
            assert list(office.ask(search_index.found, words, most)) == those[::-1][:most]


def test_what_was_not_written_in_the_end_is_not_found(office, leak):
    held = []

    def pull(connection):
        held.append(connection.exec_driver_sql("SELECT count(*) FROM case_search").scalar())
        raise OSError("the plug was pulled")

    event.listen(office.database.engine, "commit", pull)
    with pytest.raises(OSError, match="plug"):
        a_case(office, content="停电前的登记")
    event.remove(office.database.engine, "commit", pull)
    assert held == [4], "it was in the index already"
    assert found(office, "停电前") == []
    assert codes(office) == []
    saved = a_case(office, content="来电后的登记")
    assert found(office, "登记") == [saved.id]


KILLED = """
import os, signal, sys
from sqlalchemy import event
from complaintdesk.desk.office import open_office
from tests import builders
from complaintdesk.desk import staffing
staffing._hasher = builders.QUICK_HASHER
office = open_office(sys.argv[1], clock=builders.DeskClock())
office.sign_in("王敏", builders.PASSWORD)
kill = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[2] == "before":
    event.listen(office.database.engine, "commit", kill)
builders.a_case(office, content="被打断的登记")
kill()
"""


@pytest.mark.parametrize(("moment", "count"), [("before", 0), ("after", 1)])
def test_a_killed_program_leaves_a_case_and_what_finds_it_or_neither(books, at_desk, moment, count):
    killed = subprocess.run([sys.executable, "-c", KILLED, str(books), moment], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    office = at_desk(books)
    assert len(found(office, "被打断")) == count
    assert rows(office, "SELECT count(*) FROM case_record") == [(count,)]
    assert codes(office) == []


FACTS = {
    "类型:报修": 1,
    "楼栋:3": 1,
    "楼栋:5": 1,
    "房号:1502": 1,
    "姓名:仇": 1,
    "姓名:qns": 1,
    "电话:6543": 1,
    "编号:BX2026-000001": 1,
    "日期:今天": 3,
    "日期:2026-10-20..2026-10-21": 3,
    "日期:昨天": 0,
    "状态:已登记": 3,
    "状态:已结案": 0,
    "状态:逾期": 0,
    "受理人:王敏": 3,
    "级别:一般": 3,
    "漏水 类型:投诉": 0,
    "漏水 类型:报修,投诉 楼栋:3": 1,
}


def filtered(office, typed: str) -> int:
    today = office.now().astimezone(office.zone).date()
    search = office.ask(searching.read, typed, office.books, today)
    return len(office.ask(listing.newest_found, search, office.now()))


def test_cases_are_filtered_by_what_they_are(office, leak):
    assert {typed: filtered(office, typed) for typed in FACTS} == FACTS


def test_a_filter_follows_each_deed(office, clock, leak):
    slip = a_slip(office, leak.id)
    assert (filtered(office, "班组:水电"), filtered(office, "状态:处理中")) == (1, 1)
    office.do(dispatching.accept, slip.order_id, "张师傅")
    assert filtered(office, "维修工:张师傅") == 1
    clock.later(days=9)
    assert filtered(office, "状态:逾期 类型:报修") == 1
    assert codes(office) == []


def test_the_usual_words_are_those_of_the_screen():
    assert {term: words for term, words in searching.WORDS.items() if label(term, "zh_CN") != words} == {}


def test_other_words_and_words_without_a_letter_do_not_find_it(office, leak):
    words = (*OTHERS, *WITHOUT_A_LETTER)
    assert {each: found(office, each) for each in words} == {each: [] for each in words}


def test_a_mobile_is_found_however_it_is_typed(office, leak):
    typed = ("13700009999", "137 0000 9999", "137-0000-9999", "+86 13700009999", "9999", "009999", "00009999")
    assert {words: len(found(office, words)) for words in typed} == dict.fromkeys(typed, 1)


def test_what_is_told_later_is_found_too(office, leak):
    told = ContactDraft(leak.id, Channel.PHONE, NINE, "漏到楼下天花板了", "尉迟先生", "13655556666")
    office.do(cases.add_contact, told)
    assert [found(office, words) for words in ("天花板", "尉迟", "yuchi", "6666")] == [[leak.id]] * 4
    assert found(office, "仇女士") == [leak.id]


def test_a_slips_number_finds_its_case(office, leak):
    number = a_slip(office, leak.id).number
    assert found(office, number) == [leak.id]
    assert list(office.ask(order_lists.order_ids, OrderFilter("all", text="漏水"), office.now())) == [1]
    assert list(office.ask(order_lists.order_ids, OrderFilter("all", text="电梯"), office.now())) == []


def test_after_a_correction_the_new_words_find_it_and_the_old_do_not(office, leak):
    changes = {"caller_name": "裘女士", "content": "阳台漏水"}
    office.do(corrections.correct, CaseCorrection(leak.id, 1, "听错", changes))
    assert (found(office, "裘女士"), found(office, "阳台")) == ([leak.id], [leak.id])
    assert found(office, "角阀") == [leak.id], "the first contact stands as it was told"


def test_what_many_cases_hold_is_found_in_all_of_them_the_newest_first(office, clock):
    saved = []
    for _ in range(30):
        clock.later(minutes=1)
        saved.append(a_case(office, content="噪音").id)
    assert found(office, "噪音") == saved[::-1]


def test_history_is_found_where_it_is_asked_for(office):
    old = HistoryDraft("k", "86-3", CaseKind.REPAIR, Channel.PHONE, NINE, "旧管道爆裂", caller_name="仇女士")
    run = office.do(importing.start_run, "register", "aa", 1)
    office.do(importing.add_history, run, [old])
    assert found(office, "爆裂") == []
    assert len(found(office, "爆裂", "history")) == len(found(office, "86-3", "history")) == 1


def test_an_old_row_of_dots_alone_is_no_fault(office):
    run = office.do(importing.start_run, "register", "aa", 1)
    office.do(importing.add_history, run, [HistoryDraft("k", "", CaseKind.REPAIR, Channel.PHONE, NINE, "……")])
    assert codes(office) == []


HOSTILE = [
    *('"', '""', "'", "'; DROP TABLE case_search; --", "漏 OR 1=1", "漏 AND", "NOT 漏", "NEAR(漏 水)", "漏*", "^漏"),
    *("doc:漏", "-漏", "+漏", "{漏}", "(漏", "漏)", "漏\x00水", "\x00", "\ud800漏", "\udfff", "漏\u200b水", "\ufeff漏"),
    *(
        "%",
        "_",
        "\\",
        "[a-z]",
        "漏" * 5000,
        "a" * 5000,
        "1" * 5000,
        "漏 " * 2500,
        "x" * 3 + " y" * 900,
        "👨‍👩‍👧‍👦",
        "𠮷𠮷𠮷𠮷",
    ),
    *("·t0000", "·pqiu", "t0000", "ﷺ", "İ", "ß", "ΑΒΓ", "é", "e\u0301", "\u202e漏水", "ｱｲｳ", "①②③", "Ⅳ", "½", "㎝"),
]


def test_no_words_upset_the_search(office, leak):
    for words in HOSTILE:
        assert set(found(office, words)) <= {leak.id - 1, leak.id, leak.id + 1}
        office.ask(order_lists.order_ids, OrderFilter("all", text=words), office.now())


def test_no_mixture_of_signs_upsets_the_search(office, leak):
    luck = random.Random(20261020)
    signs = "漏水 abc019\"'()*^:-+{}[]%_\\\x00\x1f\u200b\ud83d\udc68·ANDORNTE"
    for _ in range(400):
        found(office, "".join(luck.choice(signs) for _ in range(luck.randrange(1, 12))))


def test_hostile_words_in_a_case_are_found_and_upset_nothing(office):
    for words in HOSTILE:
        a_case(office, content=words[:4000] + "。楼", caller_name="x")
    assert len(found(office, "楼")) == len(HOSTILE)
    assert codes(office) == []


def test_the_index_can_be_written_again_from_the_books(office, leak):
    with office.database.writing() as session:
        search_index.clear(session)
    assert found(office, "漏水") == []
    assert codes(office) == ["not_found"]
    assert office.do(rebuild) == 3
    assert found(office, "漏水") == [leak.id]
    assert codes(office) == []
    assert rows(office, "SELECT count(*) FROM case_record") == [(3,)]
