# SPDX-License-Identifier: Apache-2.0
"""Names found by pinyin and sorted by it."""

from __future__ import annotations

import pytest

from complaintdesk.desk.pinyin_table import pinyin_table
from complaintdesk.domain.pinyin import PinyinTable, keys_for, list_keys, sort_key
from complaintdesk.domain.surnames import OTHER_READINGS, SURNAMES

TABLE = PinyinTable.from_text("# a small table\ndan 单\nfei 飞费\nhong 红\nli 李丽\nsan 三\n\nzhan 占\nzhang 张章\n")


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("张三", ("zhangsan", "zs")),
        ("李 红", ("lihong", "lh")),
        ("单飞", ("shanfei", "sf", "danfei", "df")),
        ("红单", ("hongdan", "hd", "hongshan", "hs")),
        ("Tom·李", ("tomli", "tl")),
        ("ＡＢ栋张三", ("ab栋zhangsan", "a栋zs")),
        ("张鿰", ("zhang鿰", "z鿰")),
        ("", ()),
        (" · （）", ()),
    ],
)
def test_name_is_found_whole_and_by_initials_in_every_reading(name, keys):
    assert keys_for(name, TABLE) == keys


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("单雄信", "shanxiongxin"), ("曾国藩", "zengguofan"), ("仇英", "qiuying"), ("解缙", "xiejin"),
        ("区大相", "oudaxiang"), ("查良镛", "zhaliangyong"),
        ("盖叫天", "gejiaotian"), ("朴树", "piaoshu"), ("翟志刚", "zhaizhigang"), ("尉迟恭", "yuchigong"),
        ("万俟雅言", "moqiyayan"),
        ("澹台灭明", "tantaimieming"), ("单于夫罗", "chanyufuluo"), ("尉健行", "weijianxing"),
        ("任正非", "renzhengfei"), ("乐嘉", "yuejia"),
        ("缪荃孙", "miaoquansun"), ("覃海洋", "qinhaiyang"), ("吕布", "lvbu"), ("欧阳修", "ouyangxiu"),
        ("華國鋒", "huaguofeng"), ("王𬭎", "wanghong"),
    ],
)  # fmt: skip
def test_surname_is_read_as_surnames_are(name, key):
    table = pinyin_table()
    assert keys_for(name, table)[0] == key
    assert "".join(sort_key(name, table).split(" ")[::2]) == key


@pytest.mark.parametrize(
    ("name", "typed"),
    [("单雄信", "danxiongxin"), ("曾国藩", "cengguofan"), ("仇英", "chou"), ("翟志刚", "dzg"), ("尉迟恭", "weichi"),
     ("万俟雅言", "wanqi"), ("老仇", "laoqiu"),
     ("小翟", "xiaozhai"), ("李茜", "lixi"), ("李茜", "liqian"), ("欧阳娜娜", "ouyangnana"), ("王晟", "wangsheng"),
     ("张乐", "zhangyue"), ("张乐", "zhangle")],
)  # fmt: skip
def test_name_is_found_by_the_other_reading_too(name, typed):
    assert any(key.startswith(typed) for key in keys_for(name, pinyin_table()))


def test_company_with_many_readings_has_a_bounded_number_of_keys():
    assert len(keys_for("乐" * 30, pinyin_table())) <= 34


def test_names_sort_by_syllable_then_by_character():
    names = ["章飞", "张三", "占飞", "张费", "张飞", "Zoe", "李丽", "单飞"]
    assert sorted(names, key=lambda name: sort_key(name, TABLE)) == [
        "李丽",
        "单飞",
        "占飞",
        "张费",
        "张飞",
        "张三",
        "章飞",
        "Zoe",
    ]


def test_shipped_table_holds_every_basic_ideograph_but_ten_without_a_reading():
    table = pinyin_table()
    unread = [code for code in range(0x4E00, 0x9FA6) if chr(code) not in table.readings]
    assert len(unread) == 10
    assert all(syllable.isascii() and syllable.isalpha() for syllable in table.readings.values())


def test_every_listed_reading_differs_from_the_usual_one():
    """A row that says what the table says is dead."""
    table = pinyin_table()
    for listed in (SURNAMES, OTHER_READINGS):
        assert [char for char, reading in listed.items() if table.syllable(char) == reading] == []


def test_table_of_another_form_is_a_fault():
    with pytest.raises(ValueError, match="unpack"):
        PinyinTable.from_text("zhang\n")


@pytest.mark.parametrize(
    ("words", "typed"),
    [("空调", "kt"), ("空调", "kongtiao"), ("空调", "kongdiao"), ("银行", "yinhang"), ("重新粉刷", "chongxin"),
     ("漏水降温", "lsjw"), ("停车率", "tcl"), ("车库卡口", "chekukakou"), ("长期停车", "cqtc")],
)  # fmt: skip
def test_a_line_of_a_list_is_found_by_every_reading_that_its_words_have(words, typed):
    assert any(key.startswith(typed) for key in list_keys(words, pinyin_table()))


def test_the_keys_kept_with_people_are_those_of_names_alone():
    assert "kt" not in keys_for("空调", pinyin_table())
    assert set(keys_for("单雄信", pinyin_table())) <= set(list_keys("单雄信", pinyin_table()))
