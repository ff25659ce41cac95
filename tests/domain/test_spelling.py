# SPDX-License-Identifier: Apache-2.0
"""Names as people type them: characters, pinyin, initials, mixtures; surnames in every reading; terms told apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaintdesk.desk.pinyin_table import pinyin_table
from complaintdesk.domain.pinyin import keys_for
from complaintdesk.domain.spelling import Fit, fit, initials, letters, person_words
from complaintdesk.domain.surnames import SURNAMES
from complaintdesk.domain.who_words import terms

TABLE = pinyin_table()
# Of 百家姓 and others those that a clerk may type in two ways: as the surname is read, and as the character.
READ_IN_TWO_WAYS = (
    *(("单", "shan", "dan"), ("曾", "zeng", "ceng"), ("仇", "qiu", "chou"), ("解", "xie", "jie"), ("区", "ou", "qu")),
    *(("查", "zha", "cha"), ("盖", "ge", "gai"), ("朴", "piao", "pu"), ("翟", "zhai", "di"), ("缪", "miao", "mou")),
    *(("乐", "yue", "le"), ("员", "yun", "yuan"), ("种", "chong", "zhong"), ("繁", "po", "fan"), ("秘", "bi", "mi")),
    *(("召", "shao", "zhao"), ("折", "she", "zhe"), ("黑", "he", "hei"), ("句", "gou", "ju"), ("阚", "kan", "han")),
    *(("覃", "qin", "tan"), ("祭", "zhai", "ji"), ("能", "nai", "neng"), ("乜", "nie", "mie"), ("都", "du", "dou")),
    *(("牟", "mu", "mou"), ("隗", "wei", "kui"), ("郇", "xun", "huan"), ("薄", "bo", "bao"), ("洗", "xian", "xi")),
    *(
        ("粘", "nian", "zhan"),
        ("么", "yao", "me"),
        ("费", "fei", "bi"),
        ("逢", "feng", "pang"),
        ("盛", "sheng", "cheng"),
    ),
    *(("谌", "chen", "shen"), ("郗", "xi", "chi"), ("莘", "shen", "xin"), ("尉", "wei", "yu"), ("柏", "bai", "bo")),
)


@pytest.mark.parametrize(("surname", "first", "second"), READ_IN_TWO_WAYS, ids=[each[0] for each in READ_IN_TWO_WAYS])
def test_a_surname_is_found_in_both_readings_whole_and_by_initials(surname, first, second):
    keys = keys_for(f"{surname}伟", TABLE)
    assert {f"{first}wei", f"{first[0]}w", f"{second}wei", f"{second[0]}w"} <= set(keys)
    for typed in (f"{first}wei", f"{second}w", f"{surname}w", f"{first}伟"):
        assert fit(typed, f"{surname}伟", TABLE) is Fit.WHOLE, typed


@pytest.mark.parametrize(
    "typed", ["zs", "zhangs", "zhangsan", "zsan", "zhsan", "zhs", "张s", "张san", "zhang三", "z三", "张三"]
)
def test_every_mixture_fits_the_whole_name(typed):
    assert fit(typed, "张三", TABLE) is Fit.WHOLE


@pytest.mark.parametrize("typed", ["z", "zh", "zhan", "zhang", "张"])
def test_what_is_begun_fits_as_a_beginning(typed):
    assert fit(typed, "张三", TABLE) is Fit.BEGINNING


@pytest.mark.parametrize("typed", ["s", "zhans", "zhangsanf", "三", "李三", "zl", "张z", "san"])
def test_what_somebody_else_is_called_fits_not(typed):
    assert fit(typed, "张三", TABLE) is None


def test_double_surnames_fit_as_they_are_read():
    for typed, name in (("moqiyy", "万俟雅言"), ("yuchig", "尉迟恭"), ("zhangsunw", "长孙无"), ("chanyu", "单于夫罗")):
        assert fit(typed, name, TABLE) is not None, typed


def test_labels_fit_by_letters_and_digits():
    for typed, label in (("3ddt", "3栋大堂"), ("dxckb1123", "地下车库B1-123"), ("dixiacheku", "地下车库B1-123")):
        assert fit(typed, label, TABLE) is not None, typed


@pytest.mark.parametrize(
    ("told", "name"),
    [("张先生", "张"), ("业主张三", "张三"), ("老单", "单"), ("姓张的", "张"), ("张总", "张"), ("姓名：张三", "张三"),
     ("王阿姨", "王"), ("先生", "先生"), ("Anna Karenina", "annakarenina"), ("ｚｓ", "zs"), ("张·三", "张三")],
)  # fmt: skip
def test_of_what_is_said_of_a_person_the_name_stays(told, name):
    assert person_words(told) == name


def test_lv_is_found_however_it_is_typed():
    for typed in ("lvb", "lüb", "lyub", "lub"):
        assert any(key.startswith(way) for way in letters(typed) for key in keys_for("吕布", TABLE)), typed
    assert letters("张s") == letters("3z") == letters("") == ()


@given(st.text(st.sampled_from([*SURNAMES, *"张王李赵伟芳娜国强建军燕雯丽"]), min_size=1, max_size=5), st.data())
def test_any_mixture_of_a_name_fits_it_and_is_looked_for_under_its_initials(name, data):
    ways = [data.draw(st.sampled_from(_ways(unit, last=at == len(name) - 1))) for at, unit in enumerate(name)]
    typed = "".join(ways)
    assert fit(typed, name, TABLE) is not None
    if any(not way.isascii() for way in ways) and len(name) <= 3:
        keys = keys_for(name, TABLE)
        assert any(key.startswith(begun) for begun in initials(typed, TABLE) for key in keys)


def _ways(unit: str, *, last: bool) -> list[str]:
    reading = SURNAMES.get(unit, TABLE.syllable(unit))
    return [unit, reading, reading[0], *([reading[:2]] if last else [])]


@given(st.text(max_size=12), st.text(max_size=8))
def test_no_words_upset_the_comparison(typed, name):
    fit(person_words(typed), name, TABLE)
    initials(person_words(typed), TABLE)
    assert len(terms(typed)) <= 4


@pytest.mark.parametrize(
    ("typed", "found"),
    [("3栋 张", ("3栋", "张")), ("3-2-1502张三", ("3-2-1502", "张三")), ("张三1502", ("张三", "1502")),
     ("3-2-1502 张三 13800001234", ("3-2-1502", "张三", "13800001234")), ("三栋张三", ("三栋", "张三")),
     ("3栋2单元1502室张先生", ("3栋2单元1502室", "张先生")), ("业主张三，3栋", ("业主张三", "3栋")),
     ("1502zs", ("1502", "zs")), ("A座zs", ("A座", "zs")), ("302A", ("302A",)), ("B1-123", ("B1-123",)),
     ("张三", ("张三",)), ("", ())],
)  # fmt: skip
def test_terms_are_told_apart_at_blanks_and_where_an_address_meets_a_name(typed, found):
    assert terms(typed) == found
